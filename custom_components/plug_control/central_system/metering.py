"""MeterValues: the path that nearly all messages take."""

import asyncio
from typing import Any

from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import (
    ConnectorChanged,
    ReadingAdded,
    SessionStarted,
)
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import MeterValues

from .clocks import compare_clock
from .connectors import find_metered
from .context import Context
from .station import Station

REMEMBER_S = 60.0
"""How often new register readings are worth remembering: what a crash may cost of them."""


class Metering:
    """Takes readings in: into the connector's meter, and from there into the transaction that runs on it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def meter_values(self, station: Station, message: MeterValues) -> dict[str, Any]:
        """Take readings in; answered whatever they say (R15), and told once however many they are."""
        connector = find_metered(
            self._context, station, message.connector_id, message.transaction_id
        )
        if connector is None:
            return {}
        known = len(connector.meter.readings)
        changed = connector.meter.take(message.meter_values, now=self._context.clock())
        transaction = self._credit(station, connector, message.transaction_id)
        if message.meter_values:
            compare_clock(self._context, station, message.meter_values[-1].timestamp)
        if len(connector.meter.readings) > known:
            self._context.remember()
            self._tell(ReadingAdded, station, connector)
        elif changed:
            self._remember_now_and_then(station)
        if changed or transaction is not None:
            self._tell(ConnectorChanged, station, connector)
        return {}

    def _credit(
        self, station: Station, connector: Connector, transaction_id: int | None
    ) -> Transaction | None:
        """Credit the readings to the transaction; returns it where it was found by them just now."""
        metered = self._context.ledger.meter_values(
            station.identity, connector.connector_id, transaction_id, connector.meter
        )
        if not metered.adopted or metered.transaction is None:
            return None
        transaction = metered.transaction
        connector.transaction = transaction
        station.last_transaction_ids[connector.connector_id] = transaction.transaction_id
        station.auto_start(connector.connector_id).transaction_started()
        self._context.publish(
            SessionStarted(
                charge_point_id=station.identity,
                connector_id=connector.connector_id,
                session=transaction.session(),
            )
        )
        return transaction

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
