"""Firmware updates and log requests of all charge points, for what concerns both."""

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station

from .firmware import FirmwareUpdates
from .logs import LogRequests


class Maintenance:
    """The firmware updates and the log requests of a central system."""

    def __init__(self, context: Context, commands: Commands) -> None:
        self.firmware = FirmwareUpdates(context, commands)
        self.logs = LogRequests(context, commands)

    def booted(self, station: Station, firmware_version: str | None) -> None:
        """Note a boot, before the charge point gets its new version."""
        self.firmware.booted(station, firmware_version)
        self.logs.booted(station)

    def look_round(self, station: Station) -> None:
        """Give up what nothing was heard of for too long."""
        self.firmware.look_round(station)
        self.logs.look_round(station)
