"""Keep power and currents of charging connectors up to date for smart charging, by asking for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey, name_of
from custom_components.plug_control.model.quantity import Quantity

from .meter_requests import MeterRequests

_DRAWN = frozenset({Quantity.POWER_IMPORT_W, Quantity.CURRENT_IMPORT_A})
_LONGEST = timedelta(minutes=5)
"""The longest time between requests to a connector that never answers them."""

_RARER_UP_TO = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The last request to a connector."""

    at: datetime
    latest: datetime | None
    """Time of the newest value at the request."""
    in_vain: int
    """How many requests in a row before this one brought nothing."""


class MeterWatch:
    """Asks for values that are too old, one request at a time for each charger, less often where none come."""

    def __init__(self, context: Context, requests: MeterRequests) -> None:
        """Watch charge points of `context`."""
        self._context = context
        self._requests = requests
        self._asked: dict[ConnectorKey, _Asked] = {}
        self._busy: set[str] = set()
        self._background = BackgroundTasks()

    def watch(self, keys: Collection[ConnectorKey], every_s: float) -> None:
        """Ask those of `keys` that charge and whose values are older than `every_s`; returns at once."""
        self._asked = {key: self._asked[key] for key in self._asked if key in keys}
        for key in sorted(keys, key=self._asked_at):
            charge_point = self._context.charge_points.get(key[0])
            connector = None if charge_point is None else charge_point.connectors.get(key[1])
            if charge_point is None or connector is None or key[0] in self._busy:
                continue
            if (
                charge_point.connected
                and connector.is_charging
                and self._requests.can_ask(charge_point)
            ):
                self._look(key, charge_point, connector, timedelta(seconds=every_s))

    @property
    def is_asking(self) -> bool:
        """Whether a request is under way."""
        return bool(self._busy)

    async def stop(self) -> None:
        """Cancel the requests under way."""
        await self._background.stop()

    def _asked_at(self, key: ConnectorKey) -> tuple[bool, datetime | None, ConnectorKey]:
        """Return a sort key: those that were not asked for the longest time come first."""
        asked = self._asked.get(key)
        return (asked is not None, None if asked is None else asked.at, key)

    def _look(
        self, key: ConnectorKey, charge_point: ChargePoint, connector: Connector, every: timedelta
    ) -> None:
        now = self._context.clock()
        latest = max(
            (
                reading.at
                for (quantity, _), reading in connector.meter.readings.items()
                if quantity in _DRAWN
            ),
            default=None,
        )
        if latest is not None and now - latest < every:
            return
        asked = self._asked.get(key)
        in_vain = 0
        if asked is not None:
            in_vain = min(asked.in_vain + 1, _RARER_UP_TO) if asked.latest == latest else 0
            if now - asked.at < min(every * 2**in_vain, max(every, _LONGEST)):
                return
        self._asked[key] = _Asked(at=now, latest=latest, in_vain=in_vain)
        self._busy.add(charge_point.charge_point_id)
        self._background.spawn(self._ask(charge_point, connector), f"meter of {name_of(key)}")

    async def _ask(self, charge_point: ChargePoint, connector: Connector) -> None:
        try:
            await self._requests.ask(charge_point, connector)
        finally:
            self._busy.discard(charge_point.charge_point_id)
