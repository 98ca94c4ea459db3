"""Start charges when a car is plugged in, if the user wants that."""

import asyncio
import logging

from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.protocol.errors import CommandError

from .user_commands import UserCommands

_LOGGER = logging.getLogger(__name__)


class AutoStarter:
    """Passes status changes to the connectors' state machines and sends the remote starts that these ask for."""

    def __init__(self, commands: UserCommands) -> None:
        self._commands = commands

    def status_changed(self, station: Station, connector_id: int, status: ConnectorStatus) -> None:
        """Note a connector's status, and start a charge if a car was plugged in."""
        now = asyncio.get_running_loop().time()
        station.auto_start(connector_id).status_changed(status, now=now)
        self.tick(station)

    def tick(self, station: Station) -> None:
        """Start charges that are due; call it every few seconds, too."""
        settings = station.settings
        wanted = settings.start_when_plugged_in and settings.who_may_charge is WhoMayCharge.ANYONE
        if not wanted or station.link is None or not station.link.is_trusted:
            return
        now = asyncio.get_running_loop().time()
        for connector_id, auto_start in station.auto_starts.items():
            if not _is_held_back(station.charge_point, connector_id) and auto_start.tick(now=now):
                station.link.background.spawn(
                    self._start(station, connector_id),
                    f"starting {station.identity} connector {connector_id}",
                )

    async def _start(self, station: Station, connector_id: int) -> None:
        auto_start = station.auto_start(connector_id)
        auto_start.is_sending = True
        try:
            await self._commands.start_charging(station.identity, connector_id)
        except CommandError as error:
            _LOGGER.info("No start by itself: %s", error)
        finally:
            auto_start.is_sending = False


def _is_held_back(charge_point: ChargePoint, connector_id: int) -> bool:
    """Whether a charge would be paused at once by the user, or at a charger that ends it then by smart charging or a back end."""
    connector = charge_point.connectors.get(connector_id)
    if connector is None:
        return False
    limit = connector.limit
    is_final = charge_point.pause_habit is PauseHabit.FINAL
    by_others = limit.ceiling_a == 0 or (limit.smart is not None and not limit.smart.limit_a)
    return limit.wanted_a == 0 or (is_final and by_others)
