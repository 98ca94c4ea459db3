"""One charge point's connection to one back end: it connects, boots, reports and delivers, and connects again when it breaks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
import logging
from typing import Any

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import BackEndChanged
from custom_components.plug_control.model.relaying import OutboxMessage, RelayedSession
from custom_components.plug_control.protocol.call_session import CallHandler
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    DialError,
    OfflineError,
    Trouble,
)

from .booting import Booting
from .calls import Calls
from .cards import Cards
from .configuration import VirtualConfiguration
from .connection import BackEndConnection, FrameLog
from .delivery import Delivery
from .host import Host
from .messages import Payload, boot_notification
from .reports import Reports
from .state import LinkState

_LOGGER = logging.getLogger(__name__)

_REFUSALS = frozenset(
    {
        Trouble.UNAUTHORIZED,
        Trouble.NOT_FOUND,
        Trouble.DUPLICATE,
        Trouble.HTTP,
        Trouble.SUBPROTOCOL,
        Trouble.URL,
        Trouble.OWN_CERTIFICATE,
        Trouble.CERTIFICATE,
        Trouble.BOOT_ERROR,
    }
)
"""Troubles that a person has to mend: there is less point in trying often."""

type Open = Callable[[CallHandler, FrameLog], Awaitable[BackEndConnection]]
"""Opens a connection; raises DialError."""


class BackEndLink:
    """The connection of one charge point to one back end; `run` is its life."""

    def __init__(
        self,
        host: Host,
        back_end_id: str,
        charge_point_id: str,
        identity: str,
        *,
        open_connection: Open,
        may_run: Callable[[], bool],
        in_flight: asyncio.Semaphore,
        cards: Cards,
        is_own: Callable[[str], bool],
        stop_refused: Callable[[RelayedSession], bool],
        may_limit: Callable[[], bool],
        begin_after_s: float = 0.0,
        configuration: Any = None,
    ) -> None:
        self.state = LinkState(identity=identity)
        self.log = FrameLog()
        self.charge_point_id = charge_point_id
        self.configuration = VirtualConfiguration(
            self._count_connectors, configuration, may_limit=may_limit
        )
        self.handle: CallHandler
        """Answers what the back end asks; set before `run`."""
        self._host = host
        self._timing = host.timing
        self._back_end_id = back_end_id
        self._open = open_connection
        self._may_run = may_run
        self._in_flight = in_flight
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._boot_payload: dict[str, Any] | None = None
        self._booting = Booting(self._timing, self._boot_notification)
        self._reports = Reports()
        self._calls = Calls(self._timing, self._booting.again)
        self._failures = 0
        self._begin_after_s = begin_after_s
        self._nothing_until = 0.0
        """Until when nothing of what waits is to be sent, in the event loop's time."""
        self._is_asked_to_beat = False
        self._changes: asyncio.TimerHandle | None = None
        self._delivery = Delivery(
            host,
            back_end_id,
            charge_point_id,
            state=self.state,
            cards=cards,
            is_own=is_own,
            stop_refused=stop_refused,
            changed=self._changed_soon,
        )

    # --- what the charge point says ---------------------------------------------------------------

    def booted(self, payload: Mapping[str, Any]) -> None:
        """Report that the charge point has booted."""
        self._boot_payload = dict(payload)
        self.boot_again()

    def boot_again(self) -> None:
        """Send a BootNotification soon."""
        self._booting.again()
        self.wake()

    def tell(self, action: str, payload: Mapping[str, Any]) -> None:
        """Report a status, or meter values outside of transactions while there is a connection: those are not kept."""
        if self.state.connected or action != "MeterValues":
            self._reports.tell(action, payload)
            self.wake()

    def report_statuses(self, connector_id: int | None = None) -> None:
        """Report what is known of the statuses of the charge point and its connectors, or of one."""
        if (charge_point := self._charge_point()) is not None:
            self._reports.tell_statuses(charge_point, self._host.clock(), connector_id)
        self.wake()

    def beat(self) -> None:
        """Send a heartbeat soon."""
        self._is_asked_to_beat = True
        self.wake()

    def wake(self) -> None:
        """Look for something to do: a message waits, the charge point came or went, or a person wants it."""
        self._nothing_until = 0.0
        self._woken.set()

    def message_waits(self) -> None:
        """Deliver a message that was queued; while the back end does not take us, it goes with all others later."""
        self._nothing_until = 0.0
        if self.state.connected or not self.state.wanted:
            self._woken.set()

    def try_again(self) -> None:
        """Try again what waits after an error, the connection included."""
        self._delivery.look_again()
        self._failures = 0
        self.wake()

    # --- for others -------------------------------------------------------------------------------

    @property
    def ask(self) -> Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]] | None:
        """Sends a CALL to the back end; None while it has not accepted the charge point."""
        return self._calls.ask if self.state.connected else None

    def _charge_point(self) -> ChargePoint | None:
        return self._host.charge_points().get(self.charge_point_id)

    def _count_connectors(self) -> int:
        charge_point = self._charge_point()
        return 1 if charge_point is None else len(charge_point.connectors)

    def _boot_notification(self) -> Payload:
        return boot_notification(self._boot_payload, self._charge_point())

    # --- life -------------------------------------------------------------------------------------

    def _is_wanted(self) -> bool:
        """Whether there is to be a connection: to a back end, a charge point that is not here is not there either."""
        if not self._may_run():
            return False
        charge_point = self._charge_point()
        if charge_point is not None and charge_point.connected:
            return True
        waiting = self._host.outbox.queue(self._back_end_id, self.charge_point_id).messages
        return waiting > 0 and self._loop.time() >= self._nothing_until

    async def run(self) -> None:
        """Connect, and connect again, until cancelled."""
        try:
            await asyncio.sleep(self._begin_after_s)
            await self._go_on()
        finally:
            if self._changes is not None:
                self._changes.cancel()

    async def _go_on(self) -> None:
        while True:
            await self._until_wanted()
            began_at = self._loop.time()
            try:
                await self._serve()
            except DialError as error:
                self._note(error)
                if self._loop.time() - began_at >= self._timing.stable_s:
                    self._failures = 0
                await self._pause_after(error)
            except Exception:  # The boundary of this connection: the others go on.
                _LOGGER.exception("The connection of %s to a back end failed", self.charge_point_id)
                unexpected = DialError(Trouble.CLOSED, "an unexpected error, see the log")
                self._note(unexpected)
                await self._pause_after(unexpected)

    async def _until_wanted(self) -> None:
        self._woken.clear()
        while not self._is_wanted():
            self._set_wanted(False)
            left_s = self._nothing_until - self._loop.time()
            await self._sleep(left_s if left_s > 0 else float("inf"))
            self._woken.clear()
        self._set_wanted(True)

    def _set_wanted(self, wanted: bool) -> None:
        if self.state.wanted != wanted:
            self.state.wanted = wanted
            self._changed()

    async def _pause_after(self, error: DialError) -> None:
        """Wait before the next try: twice as long each time, by chance a little more or less."""
        self._failures += 1
        timing = self._timing
        longest_s = (
            timing.longest_refused_retry_s if error.trouble in _REFUSALS else timing.longest_retry_s
        )
        pause_s = min(timing.retry_s * 2 ** min(self._failures - 1, 20), longest_s)
        pause_s = max(pause_s * self._host.random.uniform(0.5, 1.0), error.retry_after_s or 0.0)
        ends_at = self._loop.time() + pause_s
        failures = self._failures
        while (left_s := ends_at - self._loop.time()) > 0:
            self._woken.clear()
            if self._failures < failures or not self._may_run():
                return
            await self._sleep(left_s)

    async def _sleep(self, seconds: float) -> None:
        """Wait until there may be something to do; who calls it clears `_woken` before it looks what there is."""
        try:
            async with asyncio.timeout(None if seconds == float("inf") else max(seconds, 0)):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _serve(self) -> None:
        """Open a connection and use it until it ends or is not wanted any more. Raises DialError."""
        connection = await self._open(self.handle, self.log)
        self._calls.connection = connection
        receiving = asyncio.create_task(connection.serve())
        talking = asyncio.create_task(self._talk())
        both = (receiving, talking)
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if receiving.done():
                # What was under way learns that there is no answer, or stores the one that came.
                self._calls.connection = None
                self.wake()
                await asyncio.wait((talking,), timeout=self._timing.close_s)
                await self._raise_closed(receiving, connection)
            await talking
        finally:
            self._calls.connection = None
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            await connection.close()
            self._set_connected(False)

    async def _raise_closed(
        self, receiving: asyncio.Task[None], connection: BackEndConnection
    ) -> None:
        """Raise why the connection ended: a back end that does not speak OCPP 1.6 closes it (R1)."""
        try:
            await receiving
        except DialError as error:
            if not self.state.connected and not connection.speaks_ocpp:
                raise DialError(Trouble.SUBPROTOCOL, error.detail) from error
            raise

    def _set_connected(self, connected: bool) -> None:
        if connected:
            self.state.trouble, self.state.detail, self.state.trouble_since = None, "", None
        if self.state.connected != connected:
            self.state.connected = connected
            self._changed()

    def _note(self, error: DialError) -> None:
        """Note why there is no connection; since when, for the first time."""
        state = self.state
        if state.trouble_since is None:
            state.trouble_since = self._host.clock()
        state.connected = False
        state.trouble, state.detail = error.trouble, error.detail
        _LOGGER.debug("%s is not connected to a back end: %s", self.charge_point_id, error)
        self._changed()

    def _changed(self) -> None:
        if self._changes is not None:
            self._changes.cancel()
            self._changes = None
        event = BackEndChanged(charge_point_id=self.charge_point_id, back_end_id=self._back_end_id)
        self._host.publish(event)

    def _changed_soon(self) -> None:
        if self._changes is None:
            self._changes = self._loop.call_later(self._timing.changes_s, self._changed)

    # --- talking ----------------------------------------------------------------------------------

    async def _talk(self) -> None:
        """Do what is to be done, one message at a time; return when the connection is not wanted any more. Raises DialError."""
        is_new = True
        await self._delivery.check()
        unwanted_since: float | None = None
        while self._calls.connection is not None and self._may_run():
            self._woken.clear()
            if self._is_wanted():
                unwanted_since = None
            elif unwanted_since is None:
                unwanted_since = self._loop.time()
            elif self._loop.time() - unwanted_since >= self._timing.linger_s:
                return
            try:
                if self._booting.is_due:
                    is_new = not await self._boot()
                elif is_new:
                    # No boot after a mere reconnect (J5.4): this shows that someone is there before anything counts.
                    await self._calls.beat()
                    self._greeted()
                    is_new = False
                else:
                    await self._step(unwanted_since)
            except OfflineError as error:
                raise DialError(Trouble.CLOSED) from error
            except CallTimeoutError as error:
                raise DialError(Trouble.NO_ANSWER, error.said) from error

    async def _boot(self) -> bool:
        """Send the BootNotification, and wait as long as the answer says; return whether it was accepted. Raises DialError."""
        wait_s = await self._booting.boot(self._calls.call)
        if wait_s is None:
            self._greeted()
            self._delivery.look_again()
            return True
        self._note(DialError(self._booting.trouble))
        ends_at = self._loop.time() + wait_s
        while (left_s := ends_at - self._loop.time()) > 0 and self._may_run():
            await self._sleep(left_s)
            self._woken.clear()
        return False

    def _greeted(self) -> None:
        """Begin to report: the back end has accepted the charge point."""
        self._set_connected(True)
        self.report_statuses()

    async def _step(self, unwanted_since: float | None) -> None:
        """Send the next message, or wait for one. Raises OfflineError and CallTimeoutError."""
        if self._is_asked_to_beat:
            self._is_asked_to_beat = False
            await self._calls.beat()
            return
        if (report := self._reports.next()) is not None:
            await self._calls.tell(*report)
            return
        found = await self._delivery.next()
        if isinstance(found, OutboxMessage):
            async with self._slot():
                await self._delivery.deliver(found, self._calls.call, self._calls.beat)
            return
        now = self._loop.time()
        self._nothing_until = now + found
        if unwanted_since is None and not self._is_wanted():
            return  # from now on, which counts
        heartbeat_s = self._calls.spoke_at + self._heartbeat_s - now
        if heartbeat_s <= 0:
            await self._delivery.check()
            await self._calls.beat()
            return
        if unwanted_since is not None:
            heartbeat_s = min(
                heartbeat_s, unwanted_since + self._timing.linger_s - self._loop.time()
            )
        if self._reports.is_empty:
            await self._sleep(min(found, heartbeat_s))

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        """Have one of the back end's slots; go on without one where those that have them get no answers."""
        try:
            async with asyncio.timeout(self._timing.slot_s):
                await self._in_flight.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._in_flight.release()

    @property
    def _heartbeat_s(self) -> float:
        wanted_s = self.configuration.heartbeat_s
        return (
            self._booting.heartbeat_s
            if not wanted_s
            else max(wanted_s, self._timing.shortest_heartbeat_s)
        )
