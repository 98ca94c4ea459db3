"""After a connection opened: wait for the boot, ask for it if it does not come, then run the startup."""

import asyncio
from collections.abc import Coroutine
import logging
from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import MessageTrigger

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.local_list.local_lists import LocalLists
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.rate import Pacer
from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.protocol.errors import CommandError
from custom_components.plug_control.protocol.messages import action_of, to_payload

from .startup import run_refresh, run_startup

_LOGGER = logging.getLogger(__name__)


class Onboarding:
    """Gets the charge point of every connection accepted and configured.

    Sends nothing before a BootNotification was answered, as long as one may come: some chargers reboot for ever when they
    get a request earlier (lbbrhzn/ocpp 1503).
    """

    def __init__(
        self, context: Context, commands: Commands, limits: Limits, local_lists: LocalLists
    ) -> None:
        self._context = context
        self._commands = commands
        self._limits = limits
        self._local_lists = local_lists
        self._startups = Pacer(context.timing.startup_interval_s)

    def opened(self, link: Link, station: Station) -> None:
        """Wait for the boot of a configured charge point whose connection opened."""
        wait = self._serve_without_boot if link.is_trusted else self._wait_for_boot
        self._begin(link, wait(link, station))

    def confirmed(self, link: Link, station: Station) -> None:
        """Ask a charge point that the user just confirmed for its boot at once (R12 allows it in Pending)."""
        self._begin(link, self._ask_for_boot(link, station))

    def nameless(self, link: Link) -> None:
        """Wait a bounded time for the boot that gives the identity of a connection, then close it."""
        self._begin(link, self._wait_for_name(link))

    def held(self, link: Link) -> None:
        """Stop the onboarding of an unknown charge point, which the user must confirm first."""
        self._end(link)

    def booted(self, link: Link) -> None:
        """Configure a charge point whose BootNotification was answered Accepted."""
        link.ready = True
        if (station := link.station) is not None:
            self._begin(link, self._start_up(station))

    def configure(self, station: Station) -> None:
        """Configure a charge point again after its settings changed; one that was never accepted waits for its boot."""
        if (link := station.link) is not None and link.is_trusted:
            self._begin(link, self._start_up(station))

    def accept(self, station: Station) -> None:
        """Trust a charge point from now on, over restarts too (R9)."""
        if not station.charge_point.accepted:
            station.charge_point.accepted = True
            self._context.remember()

    # ---- background work, one task per connection at a time

    @staticmethod
    def _end(link: Link) -> None:
        if link.onboarding is not None:
            link.onboarding.cancel()

    def _begin(self, link: Link, work: Coroutine[Any, Any, None]) -> None:
        self._end(link)
        link.onboarding = link.background.spawn(work, f"onboarding of {link.identity}")

    async def _wait_for_boot(self, link: Link, station: Station) -> None:
        await asyncio.sleep(self._context.timing.boot_wait_s)
        await self._ask_for_boot(link, station)

    async def _ask_for_boot(self, link: Link, station: Station) -> None:
        await self._trigger_boot(link)
        await asyncio.sleep(self._context.timing.boot_retry_s)
        _LOGGER.info("%s sends no BootNotification: it counts as accepted", station.identity)
        self.accept(station)
        link.ready, link.pending = True, False  # it may have ignored the answer Pending
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))
        await self._start_up(station)

    async def _serve_without_boot(self, link: Link, station: Station) -> None:
        await asyncio.sleep(self._context.timing.boot_wait_s)
        link.ready = True
        await self._startups.turn()
        await run_refresh(self._commands, self._limits, station)
        await self._local_lists.synchronise(station, check=False)

    async def _start_up(self, station: Station) -> None:
        await self._startups.turn()
        report = await run_startup(
            self._commands,
            self._limits,
            station,
            self._context.settings,
            self._context.timing,
        )
        station.startup_report = report
        if not report.complete:
            _LOGGER.info("Startup of %s: %s", station.identity, dict(report.failures))
        self._context.remember()
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))
        await self._local_lists.synchronise(station)

    async def _wait_for_name(self, link: Link) -> None:
        await asyncio.sleep(self._context.timing.boot_wait_s)
        await self._trigger_boot(link)
        await asyncio.sleep(self._context.timing.identify_s)
        self._context.refused_callers.note(
            None, link.connection.remote_address, RefusalCause.IDENTITY_MISSING
        )
        await link.connection.close(1008, "no identity: neither in the URL nor in BootNotification")

    @staticmethod
    async def _trigger_boot(link: Link) -> None:
        message = call.TriggerMessage(requested_message=MessageTrigger.boot_notification)
        try:
            await link.connection.call(action_of(message), to_payload(message))
        except CommandError as error:
            _LOGGER.debug(
                "%s did not take the request for its BootNotification: %s", link.identity, error
            )
