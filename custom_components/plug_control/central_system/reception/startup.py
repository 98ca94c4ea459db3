"""Configure a charge point after each accepted BootNotification (decision 11); other steps survive a failed one."""

import asyncio
from collections.abc import Awaitable

from ocpp.v16.enums import ConfigurationKey as Key, ConfigurationStatus, MessageTrigger

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.configuration import (
    items_of,
    known_connectors,
)
from custom_components.plug_control.central_system.stations.settings import CentralSystemSettings
from custom_components.plug_control.central_system.stations.station import StartupReport, Station
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
)

from .desired_configuration import (
    MEASURANDS,
    ConfigurationAims,
    changes,
    covers,
    measurable,
    wanted_measurands,
)

_REFUSALS_IN_A_ROW = 3
"""After so many refused measurands, stop trying: some chargers take one item only (R30)."""


async def run_startup(
    commands: Commands,
    limits: Limits,
    station: Station,
    central_settings: CentralSystemSettings,
    timing: Timing,
) -> StartupReport:
    """Read the configuration, apply limits, change what differs, ask for status and meter values; return the report.

    A charge point that is to be left alone is asked only for what it does not tell by itself. Never raises CommandError. Call
    it after BootNotification was answered Accepted, and after a change of settings that chargers should know; cancel it when
    the connection closes.
    """
    charge_point = station.charge_point
    startup = _Startup(commands, charge_point)
    charge_point_id = charge_point.charge_point_id
    alone = station.settings.leave_configuration_alone
    if not alone or not charge_point.configuration:
        await startup.step("configuration", commands.read_configuration(charge_point_id))
    if not alone:
        await startup.ask_for(MessageTrigger.status_notification)
    # Before anything else is written: until then a charge may run without its limit.
    await startup.step("limits", limits.reapply(charge_point_id))
    if alone:
        await asyncio.sleep(timing.told_status_s)
        await startup.ask_for_missing(station)
        return startup.report()
    await startup.configure(
        ConfigurationAims(
            quirks=quirks_of(charge_point), settings=station.settings, central=central_settings
        )
    )
    await startup.ask_for(MessageTrigger.meter_values)
    return startup.report()


async def run_refresh(commands: Commands, limits: Limits, station: Station) -> StartupReport:
    """After a reconnect without boot, ask for status and meter values and apply missing limits; return the report.

    Never raises CommandError.
    """
    charge_point = station.charge_point
    startup = _Startup(commands, charge_point)
    charge_point_id = charge_point.charge_point_id
    if not charge_point.configuration:
        await startup.step("configuration", commands.read_configuration(charge_point_id))
    alone = station.settings.leave_configuration_alone
    if not alone:
        await startup.ask_for(MessageTrigger.status_notification)
    await startup.step("limits", limits.reapply(charge_point_id, only_missing=True))
    if alone:
        await startup.ask_for_missing(station)
    else:
        await startup.ask_for(MessageTrigger.meter_values)
    return startup.report()


class _Startup:
    """One startup and its results so far."""

    def __init__(self, commands: Commands, charge_point: ChargePoint) -> None:
        self._commands = commands
        self._charge_point = charge_point
        self._changed: list[str] = []
        self._reboot_required: list[str] = []
        self._failures: dict[str, str] = {}

    def report(self) -> StartupReport:
        """Return the results so far."""
        return StartupReport(
            changed=tuple(self._changed),
            reboot_required=tuple(self._reboot_required),
            failures=self._failures,
        )

    async def step(self, name: str, work: Awaitable[object]) -> None:
        """Await `work`; note its CommandError under `name`."""
        try:
            await work
        except CommandError as error:
            self._failures[name] = error.said

    async def ask_for(self, message: MessageTrigger) -> None:
        """Ask every connector to send a message."""
        await self.step(
            message, self._commands.trigger_all(self._charge_point.charge_point_id, message)
        )

    async def ask_for_missing(self, station: Station) -> None:
        """Ask for what the state needs and the charger did not tell: its status, and the register of a running charge."""
        charge_point = self._charge_point
        told = station.link.told_status if station.link is not None else frozenset[int]()
        for connector_id in known_connectors(charge_point):
            if connector_id not in told:
                await self._ask(MessageTrigger.status_notification, connector_id)
        for connector_id, connector in charge_point.connectors.items():
            if connector.transaction is not None:
                await self._ask(MessageTrigger.meter_values, connector_id)

    async def _ask(self, message: MessageTrigger, connector_id: int) -> None:
        charge_point_id = self._charge_point.charge_point_id
        await self.step(message, self._commands.trigger(charge_point_id, message, connector_id))

    async def configure(self, aims: ConfigurationAims) -> None:
        """Write the configuration keys that differ, and the lists of measurands."""
        for key, value in changes(self._charge_point.configuration, aims):
            await self.step(key, self._change(key, value))
        sampled = measurable(self._charge_point.configuration, aims.quirks)
        for key in (Key.meter_values_sampled_data, Key.meter_values_aligned_data):
            await self.step(key, self._list_measurands(key, sampled))
            present = items_of(self._charge_point.configuration, key)
            sampled = tuple(each for each in sampled if covers(present, each)) or sampled

    async def _change(self, key: str, value: str) -> None:
        status = await self._commands.change_configuration(
            self._charge_point.charge_point_id, key, value
        )
        if status is None:
            return
        if key not in self._changed:
            self._changed.append(key)
        if status == ConfigurationStatus.reboot_required and key not in self._reboot_required:
            self._reboot_required.append(key)

    async def _list_measurands(self, key: str, among: tuple[str, ...]) -> None:
        """Write the longest list of measurands that this charger takes; many refuse a list for one item that they lack."""
        configuration = self._charge_point.configuration
        wanted = wanted_measurands(configuration, key, among)
        if not wanted or await self._takes(key, wanted):
            return
        listed = items_of(configuration, key)
        refused = 0
        for measurand in wanted:
            if covers(listed, measurand):
                continue
            if await self._takes(key, (*listed, measurand)):
                listed = (*listed, measurand)
                refused = 0
            elif (refused := refused + 1) == _REFUSALS_IN_A_ROW:
                break
        if not covers(listed, MEASURANDS[0]):
            await self._change(key, MEASURANDS[0])

    async def _takes(self, key: str, measurands: tuple[str, ...]) -> bool:
        try:
            await self._change(key, ",".join(measurands))
        except CommandRejectedError, CallErrorReceived:
            return False
        return True
