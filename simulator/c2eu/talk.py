"""The C2EU's communication: connecting, booting, heartbeats, and which messages it drops."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import count
import logging
from typing import Final
from urllib.parse import quote

from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError, optional_integer, text
from simulator.frames import Direction, Json, Payload
from simulator.link import Link, LinkEvents, LinkOptions, nothing, without_user
from simulator.rpc import Done, Request, Rpc
from simulator.values import offset_timestamp, parse_java_timestamp

from .facts import (
    BOOT_RETRY_S,
    CALL_TIMEOUT_S,
    CLOCK_TOLERANCE_S,
    HEARTBEAT_FAILURES,
    LIBRARY_PING_S,
    PONG_TIMEOUT_S,
    RECONNECT_S,
    WATCHDOG_CHECK_S,
)

# C2EU Q5, boot answer Pending: it ignores these without an answer
NOT_WHILE_PENDING: Final = frozenset(
    {"RemoteStartTransaction", "RemoteStopTransaction", "ReserveNow", "CancelReservation"}
)

_LOGGER = logging.getLogger(__name__)

type Handler = Callable[[Request], Payload | None]


class BootState(StrEnum):
    """The status of the last BootNotification answer; Rejected before the first one."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


class Delivery(StrEnum):
    """What happened to a CALL."""

    SENT = "sent"
    OFFLINE = "offline"
    DROPPED = "dropped"


def ignore(payload: Payload | None) -> None:
    """Ignore an answer."""


def address(url: str, serial: str) -> str:
    """Return the URL to connect to (C2EU Q2): verbatim, with the serial number appended to a final slash only."""
    return url + quote(serial) if url.endswith("/") else url


class Talk:
    """The communication over successive connections, with the boot state that outlives them.

    Heartbeats and boot intervals run on the simulated clock; the 15 s deadline, the 5 s before a reconnect, pings, their
    watchdog, and the 30 s after an unanswered boot run on the network clock.
    """

    def __init__(self, hardware: ChargePoint, configuration: Configuration) -> None:
        """Prepare; set `handler`, `on_accepted`, `on_opened` and `on_closed` before `start`."""
        self.boot_state = BootState.REJECTED
        self.offset_minutes = 0
        self.handler: Handler = lambda request: None
        self.on_accepted: Callable[[], object] = nothing
        self.on_opened: Callable[[], object] = nothing
        self.on_closed: Callable[[], object] = nothing
        self._hardware = hardware
        self._configuration = configuration
        self._timers = Timers(hardware.clock)
        self._network_timers = Timers(hardware.network_clock)
        self._heartbeat_failures = 0
        self._pong_at = 0.0
        ids = count(1)
        reconnect_s = RECONNECT_S if hardware.reconnect_s is None else hardware.reconnect_s
        self.link = Link(
            # C2EU: no Basic auth, no URL userinfo; 5 s for ever, no backoff, no jitter. The link itself
            # aborts a handshake without the echoed subprotocol (C2EU Q1).
            LinkOptions(
                url=without_user(address(hardware.url, hardware.model.serial)),
                reconnect_s=lambda failures: reconnect_s,
                network_poll_s=reconnect_s,
            ),
            LinkEvents(
                opened=self._opened,
                closed=self._closed,
                text=self._received,
                pong=self._pong,
                sent=lambda frame: hardware.log_frame(Direction.SENT, frame),
            ),
            clock=hardware.network_clock,
            network_up=lambda: hardware.network_up,
        )
        self.rpc = Rpc(
            send=lambda frame: self.link.send(frame.replace("/", "\\/")),  # C2EU: JSON
            clock=hardware.network_clock,
            timeout_s=CALL_TIMEOUT_S,
            next_id=lambda: str(next(ids)),  # C2EU Q8: one counter, from "1" with every start
            on_call=self._requested,
            errors_end_calls=False,  # C2EU: a CALLERROR is ignored, the CALL times out
        )

    # ---- for the other parts

    def start(self) -> None:
        """Begin to connect."""
        self.link.start()

    def halt(self) -> None:
        """Stop every timer and forget every CALL."""
        self._timers.cancel_all()
        self._network_timers.cancel_all()
        self.rpc.abandon()

    @property
    def online(self) -> bool:
        """Whether the connection is open."""
        return self.link.is_open

    def send(
        self,
        action: str,
        payload: Mapping[str, Json],
        done: Done = ignore,
        *,
        triggered: bool = False,
    ) -> Delivery:
        """Send a CALL, or drop it for good while the boot is not accepted (C2EU Q5, Q26); return what happened.

        Calls `done` only for a CALL that was sent. While Pending, triggered messages are sent.
        """
        if not self.link.is_open:
            return Delivery.OFFLINE
        allowed = self.boot_state is BootState.ACCEPTED or (
            triggered and self.boot_state is BootState.PENDING
        )
        if not allowed:
            return Delivery.DROPPED
        self.rpc.call(action, payload, done)  # C2EU Q8: regardless of other outstanding CALLs
        return Delivery.SENT

    def timestamp(self) -> str:
        """Return the device's time as it sends it (C2EU: timestamps out)."""
        return offset_timestamp(self._hardware.device_time(), self.offset_minutes)

    def restart_heartbeat(self) -> None:
        """Restart the heartbeats with `HeartbeatInterval`, or stop them where that is not positive."""
        interval_s = self._configuration.integer("HeartbeatInterval")
        if interval_s > 0:
            self._timers.every("heartbeat", interval_s, self._beat_if_quiet)
        else:
            self._timers.cancel("heartbeat")

    def restart_ping(self) -> None:
        """Apply a positive `WebSocketPingInterval` at once; 0 does not stop a running timer."""
        interval_s = self._configuration.integer("WebSocketPingInterval")
        if interval_s > 0 and self.link.is_open:
            self._network_timers.every("own ping", interval_s, self.link.ping)

    def boot(self) -> None:
        """Send a BootNotification in any boot state."""
        model = self._hardware.model
        self._network_timers.cancel("boot")
        self._timers.cancel("boot")
        if self.link.is_open:
            boot: Payload = {
                "chargePointSerialNumber": model.serial,
                "chargePointModel": model.model,
                "chargePointVendor": model.vendor,
                "firmwareVersion": model.firmware,
            }
            self.rpc.call("BootNotification", boot, self._booted)

    def beat(self, *, triggered: bool = False) -> None:
        """Send a Heartbeat."""
        if self.send("Heartbeat", {}, self._beaten, triggered=triggered) is Delivery.OFFLINE:
            self._heartbeat_failed()

    # ---- connection

    def _opened(self) -> None:
        self._pong_at = self._hardware.network_clock.monotonic()
        self._network_timers.every("library ping", LIBRARY_PING_S, self.link.ping)
        self._network_timers.every("watchdog", WATCHDOG_CHECK_S, self._watch)
        self.restart_ping()
        self._hardware.record_connected()
        self.boot()  # C2EU: at once on every connect; the boot state is not reset
        self.on_opened()

    def _closed(self) -> None:
        for timer in ("library ping", "own ping", "watchdog", "boot"):
            self._network_timers.cancel(timer)
        self._timers.cancel("boot")
        self._hardware.records.emit("disconnected")
        self.rpc.disconnected()
        self.on_closed()

    def _pong(self) -> None:
        self._pong_at = self._hardware.network_clock.monotonic()

    def _watch(self) -> None:
        """Drop the connection without a handshake (1006) after 90 s of wall clock without a pong (C2EU Q4)."""
        if self._hardware.network_clock.monotonic() - self._pong_at > PONG_TIMEOUT_S:
            self.link.drop()

    # ---- boot and heartbeat

    def _booted(self, answer: Payload | None) -> None:
        try:
            status = text(answer or {}, "status")
            interval_s = optional_integer(answer or {}, "interval") or 0
        except BadPayloadError:
            self._network_timers.set("boot", BOOT_RETRY_S, self.boot)
            return
        known = status in BootState
        self.boot_state = BootState(status) if known else BootState.REJECTED
        self._hardware.records.emit("boot", status=status, interval=interval_s)
        if self.boot_state is not BootState.ACCEPTED:
            self._timers.set("boot", interval_s if interval_s > 0 else BOOT_RETRY_S, self.boot)
            return
        self._set_clock(answer or {})
        if interval_s > 0:
            self._configuration.set("HeartbeatInterval", str(interval_s))
        self.on_accepted()
        self.beat()
        self.restart_heartbeat()

    def _set_clock(self, answer: Payload) -> None:
        """Set the clock (C2EU Q3: to 1970 where the time is missing); a jump forward triggers the watchdog (Q4)."""
        moved = self._hardware.set_device_time(parse_java_timestamp(answer.get("currentTime")))
        self._pong_at -= moved.total_seconds()

    def _beat_if_quiet(self) -> None:
        if not self.rpc.outstanding:  # C2EU: sent only if no CALL is outstanding
            self.beat()

    def _beaten(self, answer: Payload | None) -> None:
        if answer is None:
            self._heartbeat_failed()
            return
        self._heartbeat_failures = 0
        told = parse_java_timestamp(answer.get("currentTime"))
        error = told - self._hardware.clock.reference() - self._hardware.clock_error
        if abs(error.total_seconds()) >= CLOCK_TOLERANCE_S:
            self._set_clock(answer)

    def _heartbeat_failed(self) -> None:
        self._heartbeat_failures += 1
        if self._heartbeat_failures >= HEARTBEAT_FAILURES:
            self._heartbeat_failures = 0
            self.link.drop()

    # ---- incoming

    def _received(self, frame: str) -> None:
        self._hardware.log_frame(Direction.RECEIVED, frame)
        self.rpc.receive(frame)

    def _requested(self, request: Request) -> None:
        if self.boot_state is BootState.REJECTED:
            return  # C2EU Q5: every CALL is ignored without an answer
        if self.boot_state is BootState.PENDING and request.action in NOT_WHILE_PENDING:
            return
        try:
            answer = self.handler(request)
        except BadPayloadError:
            return  # C2EU Q6: it never answers an unreadable CALL, and never sends a CALLERROR
        except Exception:
            _LOGGER.exception("cannot handle %s", request.action)
            return  # C2EU Q6: nor does it answer after an internal exception
        if answer is not None:
            request.reply(answer)
