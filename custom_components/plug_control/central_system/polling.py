"""Meter values asked for, where a charger that charges does not send them by itself."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
import logging

from ocpp.v16.enums import MessageTrigger

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.protocol.errors import CommandError

from .commands import Commands
from .host import CommandHost
from .quirks import quirks_of

_LOGGER = logging.getLogger(__name__)

_MISSED = 3
"""How many intervals may pass without meter values before they are asked for."""


@dataclass(slots=True, kw_only=True)
class _Watch:
    """The meter values of a connector that charges, as seen once an interval."""

    latest: datetime | None
    missed: int = 0


class MeterPolling:
    """Watches the meters of connected charge points and triggers MeterValues where none come (Wallbox: evcc 28539).

    A connector that was silent is asked once an interval until its charge ends: its next values answer the question,
    and prove nothing.
    """

    def __init__(self, host: CommandHost, commands: Commands) -> None:
        """Watch the charge points of `host`."""
        self._host = host
        self._commands = commands
        self._watches: dict[tuple[str, int], _Watch] = {}
        self._unable: dict[str, datetime | None] = {}
        """Charge points that cannot be asked, with the boot that this was found out after."""

    async def run(self) -> None:
        """Watch until cancelled; run it as a task of the central system."""
        while True:
            await asyncio.sleep(self._host.settings.meter_interval_s)
            await self.check()

    async def check(self) -> None:
        """Look once, and ask where it is needed; to be called once in a meter interval."""
        charging = {
            (charge_point.charge_point_id, connector.connector_id): (charge_point, connector)
            for charge_point in self._host.charge_points.values()
            for connector in charge_point.connectors.values()
            if charge_point.connected and connector.is_charging
        }
        self._watches = {key: self._watches[key] for key in self._watches if key in charging}
        silent = [where for key, where in charging.items() if self._is_silent(key, *where)]
        await asyncio.gather(*(self._ask(*where) for where in silent))

    def _is_silent(
        self, key: tuple[str, int], charge_point: ChargePoint, connector: Connector
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

    async def _ask(self, charge_point: ChargePoint, connector: Connector) -> None:
        charge_point_id = charge_point.charge_point_id
        unable = charge_point_id in self._unable
        if unable and self._unable[charge_point_id] == charge_point.booted_at:
            return
        try:
            able = await self._commands.trigger(
                charge_point_id, MessageTrigger.meter_values, connector.connector_id
            )
        except CommandError as error:
            _LOGGER.debug("Asking for meter values: %s", error)
            return
        if not able:
            self._unable[charge_point_id] = charge_point.booted_at
