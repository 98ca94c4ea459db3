"""Ask for the meter values of charging connectors whose charger does not send them by itself."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.quantity import Quantity

from .meter_requests import MeterRequests

_MISSED = 3
"""Intervals without meter values before we ask for them."""
_BEGINNINGS_S = 5.0
"""How often to look for charges that began: by the second look the car has had time to draw current."""
_REGISTERS = frozenset({Quantity.ENERGY_IMPORT_WH, Quantity.ENERGY_EXPORT_WH})
"""Quantities that a start or a stop has, too: they do not prove meter values."""


@dataclass(slots=True, kw_only=True)
class _Watch:
    """The meter values of a connector that charges, as seen once an interval."""

    latest: datetime | None
    missed: int = 0


@dataclass(slots=True, kw_only=True)
class _Beginning:
    """A charge as first seen, or as first seen with its present limit."""

    latest: datetime | None
    limit_a: float | None
    is_settled: bool = False
    """Whether the second look has been."""


class MeterPolling:
    """Triggers MeterValues of charging connectors that do not send them (Wallbox: evcc 28539).

    A silent connector is asked once an interval until its charge ends: its next values are only our answer and do not
    prove that it sends them. A connector whose charge or limit has just begun is asked once, where no values come soon:
    its own ones come only after a whole interval, and until then its power would be out of date.
    """

    def __init__(self, context: Context, requests: MeterRequests) -> None:
        """Watch the charge points of `context`."""
        self._context = context
        self._requests = requests
        self._watches: dict[ConnectorKey, _Watch] = {}
        self._beginnings: dict[ConnectorKey, _Beginning] = {}

    def start(self, background: BackgroundTasks) -> None:
        """Watch until `background` is stopped."""
        background.repeat(
            self.check, lambda: self._context.settings.meter_interval_s, "meter polling"
        )
        background.repeat(self.check_beginnings, lambda: _BEGINNINGS_S, "meter polling at starts")

    async def check(self) -> None:
        """Ask the silent connectors; call it once in a meter interval."""
        charging = self._charging()
        self._watches = {key: self._watches[key] for key in self._watches if key in charging}
        silent = [where for key, where in charging.items() if self._is_silent(key, *where)]
        await asyncio.gather(*(self._requests.ask(*where) for where in silent))

    async def check_beginnings(self) -> None:
        """Ask connectors whose charge or limit began before the last look and that have sent no values since."""
        charging = self._charging()
        self._beginnings = {
            key: self._beginnings[key] for key in self._beginnings if key in charging
        }
        asked = [where for key, where in charging.items() if self._lacks_values(key, where[1])]
        await asyncio.gather(*(self._requests.ask(*where) for where in asked))

    def _charging(self) -> dict[ConnectorKey, tuple[ChargePoint, Connector]]:
        return {
            (charge_point.charge_point_id, connector.connector_id): (charge_point, connector)
            for charge_point in self._context.charge_points.values()
            for connector in charge_point.connectors.values()
            if charge_point.connected and connector.is_charging
        }

    def _lacks_values(self, key: ConnectorKey, connector: Connector) -> bool:
        """Whether a charge or limit has brought no values by the second look; True at most once for each."""
        latest = max(
            (
                reading.at
                for (quantity, _), reading in connector.meter.readings.items()
                if quantity not in _REGISTERS
            ),
            default=None,
        )
        limit_a = connector.limit.applied_a
        beginning = self._beginnings.get(key)
        if beginning is None or beginning.limit_a != limit_a:
            self._beginnings[key] = _Beginning(latest=latest, limit_a=limit_a)
            return False
        if beginning.is_settled:
            return False
        beginning.is_settled = True
        return latest == beginning.latest

    def _is_silent(
        self, key: ConnectorKey, charge_point: ChargePoint, connector: Connector
    ) -> bool:
        never = quirks_of(charge_point).never_sends_meter_values
        latest = max((each.at for each in connector.meter.readings.values()), default=None)
        watch = self._watches.get(key)
        if watch is None:
            self._watches[key] = _Watch(latest=latest)
            return never
        if watch.missed < _MISSED:
            watch.missed = watch.missed + 1 if latest == watch.latest else 0
            watch.latest = latest
        return never or watch.missed >= _MISSED
