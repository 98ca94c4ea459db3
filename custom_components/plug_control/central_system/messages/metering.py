"""Handle MeterValues, the most frequent message."""

import asyncio
from datetime import datetime
from functools import partial
from operator import attrgetter

from custom_components.plug_control.central_system.sessions.running import (
    show_proven,
    show_transaction,
)
from custom_components.plug_control.central_system.stations.connectors import find_metered
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.left_open import note_values
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    ConnectorChanged,
    Problem,
    ReadingAdded,
    ReadingsChanged,
)
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.messages import MeterValues

from .clocks import compare_clock
from .relaying import relay_adopted, relay_values

REMEMBER_S = 900.0
"""How often readings are saved: after a crash the next register reading covers the loss, unless the register restarted."""
_OVER = frozenset({ConnectorStatus.AVAILABLE, ConnectorStatus.RESERVED, ConnectorStatus.FINISHING})
"""Statuses in which a reading of an unknown transaction is its last one, unless power or current flows."""
_signed_of = attrgetter("signed")
_LEAST_SCALE, _MOST_SCALE = 0.4, 2.5
"""Plausible ratio of register to power over time: power is sampled, and a register may count each phase."""


class Metering:
    """Stores readings in the connector's meter and credits them to its transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def meter_values(self, station: Station, message: MeterValues, call: Call) -> Answer:
        """Store readings and publish them in one event; always answers (R15). The relay is told after the answer."""
        now = self._context.clock()
        connector = find_metered(
            self._context, station, message.connector_id, message.transaction_id
        )
        if connector is not None:
            self._connector_values(station, connector, message, now)
        elif message.connector_id == 0:
            self._station_values(station, message, now)
        if message.meter_values:
            compare_clock(self._context, station, message.meter_values[-1].timestamp, now)
        if self._context.relay is None:
            return Answer({})
        tell = partial(
            relay_values,
            self._context,
            self._context.relay,
            station,
            connector,
            message.transaction_id,
            call,
        )
        return Answer({}, after=tell, lost=tell)

    def _connector_values(
        self, station: Station, connector: Connector, message: MeterValues, now: datetime
    ) -> None:
        meter = connector.meter
        meter.running = connector.transaction is not None or bool(station.unanswered)
        known, scales = len(meter.readings), meter.scales
        changed = meter.take(message.meter_values, now=now)
        if station.left_open:
            note_values(station, connector, message.transaction_id, changed)
        before_wh = _session_wh(connector)
        is_new = self._credit(station, connector, message.transaction_id)
        if any(map(_signed_of, message.meter_values)):
            self._context.ledger.keep_signed(
                station.identity,
                connector.connector_id,
                message.transaction_id,
                message.meter_values,
            )
        self._watch_register(station, connector)
        if len(meter.readings) > known:  # `take` removes none
            self._context.remember()
            self._tell(ReadingAdded, station, connector)
        elif scales != meter.scales:
            self._context.remember()
        elif changed:
            self._remember_now_and_then(station)
        if is_new:
            self._tell(ConnectorChanged, station, connector)
        elif changed:
            self._context.publish(
                ReadingsChanged(
                    charge_point_id=station.charge_point.charge_point_id,
                    connector_id=connector.connector_id,
                    readings=frozenset(changed),
                    session=before_wh is not None and _session_wh(connector) != before_wh,
                )
            )

    def _station_values(self, station: Station, message: MeterValues, now: datetime) -> None:
        """Store what the charge point itself measures: its supply for all connectors."""
        meter = station.charge_point.meter
        known = len(meter.readings)
        changed = meter.take(message.meter_values, now=now)
        if len(meter.readings) > known:
            self._context.remember()
            self._context.publish(ReadingAdded(charge_point_id=station.identity, connector_id=0))
        if changed:
            self._context.publish(ChargePointChanged(charge_point_id=station.identity))

    def _watch_register(self, station: Station, connector: Connector) -> None:
        """Raise a problem while the register's scale contradicts the measured power, and end it afterwards."""
        scale = connector.meter.register_scale
        if scale is None:
            return
        if _LEAST_SCALE <= scale <= _MOST_SCALE:
            self._context.problem_gone(station, Problem.REGISTER_SCALE)
        elif Problem.REGISTER_SCALE not in station.problems:
            self._context.problem_found(station, Problem.REGISTER_SCALE, f"{scale:.2g}")

    def _credit(self, station: Station, connector: Connector, transaction_id: int | None) -> bool:
        """Credit the readings to the transaction; return True where they are the first proof that it runs."""
        adopt = transaction_id is not None and not (
            connector.status in _OVER and connector.meter.flowing_since() is None
        )
        metered = self._context.ledger.meter_values(
            station.charge_point.charge_point_id,
            connector.connector_id,
            transaction_id,
            connector.meter,
            adopt=adopt,
        )
        if metered.transaction is None:
            return False
        if metered.is_new and self._context.relay is not None:
            relay_adopted(self._context.relay, metered.transaction)
        if metered.adopted:
            show_transaction(self._context, station, connector, metered.transaction)
            return True
        return show_proven(self._context, station, connector, transaction_id)

    def _remember_now_and_then(self, station: Station) -> None:
        now = asyncio.get_running_loop().time()
        if now - station.remembered_at >= REMEMBER_S:
            station.remembered_at = now
            self._context.remember()

    def _tell(
        self, event: type[ReadingAdded | ConnectorChanged], station: Station, connector: Connector
    ) -> None:
        self._context.publish(
            event(charge_point_id=station.identity, connector_id=connector.connector_id)
        )


def _session_wh(connector: Connector) -> float | None:
    """Return the energy of the running session in Wh, None without one."""
    return None if connector.transaction is None else connector.transaction.energy_wh
