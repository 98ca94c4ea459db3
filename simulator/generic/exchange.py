"""Communication of a charger that follows the standard: one CALL at a time, boot first, transactions never lost."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import count
import logging
from random import Random
import re
import ssl
from typing import Final
from urllib.parse import quote
from uuid import UUID

from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError, choice, integer
from simulator.frames import Direction, Json, Payload, build_error
from simulator.link import Link, LinkEvents, LinkOptions, basic_authorization, nothing
from simulator.memory import QueuedCall
from simulator.rpc import Done, Request, Rpc
from simulator.values import parse_timestamp, utc_timestamp

from .facts import BOOT_RETRY_S, CALL_TIMEOUT_S, DEFAULT_HEARTBEAT_S, Habits

NOT_WHILE_PENDING: Final = {
    "RemoteStartTransaction": {"status": "Rejected"},
    "RemoteStopTransaction": {"status": "Rejected"},
}
_MESSAGE_ID = re.compile(r'^\s*\[\s*2\s*,\s*"([^"\\]{1,36})"')
_HEX_KEY_LENGTH: Final = 40

_LOGGER = logging.getLogger(__name__)

type Handler = Callable[[Request], Payload | None]


class BootState(StrEnum):
    """The status of the last BootNotification answer; Unknown before the first one."""

    UNKNOWN = "Unknown"
    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    action: str
    payload: Mapping[str, Json]
    done: Done
    triggered: bool = False


def ignore(payload: Payload | None) -> None:
    """Ignore an answer."""


class Exchange:
    """Sends one CALL at a time: current messages first, then the queued transaction messages in order.

    Keeps transaction messages in memory until they are answered or have failed `TransactionMessageAttempts` times; drops
    other messages while it is not connected or not accepted.
    """

    def __init__(self, hardware: ChargePoint, configuration: Configuration, habits: Habits) -> None:
        """Prepare; set the callbacks before `start`."""
        self.boot_state = BootState.UNKNOWN
        self.handler: Handler = lambda request: None
        self.tls: Callable[[], ssl.SSLContext | None] = lambda: None
        self.on_accepted: Callable[[], object] = nothing
        self.on_reconnected: Callable[[], object] = nothing
        self.complete: Callable[[QueuedCall], Payload | None] = lambda item: item.payload
        self.on_delivered: Callable[[QueuedCall, Payload], object] = lambda item, answer: None
        self.on_undelivered: Callable[[QueuedCall], object] = lambda item: None
        self._hardware = hardware
        self._configuration = configuration
        self._habits = habits
        self._timers = Timers(hardware.clock)
        self._network_timers = Timers(hardware.network_clock)
        self._outbox: deque[_Message] = deque()
        self._pong_missing = False
        ids = count(1)
        message_random = Random(hardware.random.random())
        self.link = Link(
            LinkOptions(
                url=f"{hardware.url.rstrip('/')}/{quote(hardware.model.serial, safe='')}",
                headers=self._headers,
                tls=self._tls_settings,
                reconnect_s=self._reconnect_s,
                network_poll_s=self._reconnect_s(1),
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
            send=self.link.send,
            clock=hardware.network_clock,
            timeout_s=CALL_TIMEOUT_S,
            next_id=lambda: (
                str(UUID(int=message_random.getrandbits(128), version=4))
                if habits.uuid_message_ids
                else str(next(ids))
            ),
            on_call=self._requested,
            on_unreadable=self._unreadable,
        )

    # ---- for the other parts

    def start(self) -> None:
        """Begin to connect."""
        self._count_days_without_server()
        self.link.start()

    def halt(self) -> None:
        """Stop every timer and forget every CALL."""
        self._timers.cancel_all()
        self._network_timers.cancel_all()
        self.rpc.abandon()

    @property
    def online(self) -> bool:
        """Whether it is connected and accepted."""
        return self.link.is_open and self.boot_state is BootState.ACCEPTED

    @property
    def pending(self) -> object:
        """A truthy value while frames wait to be sent or answers to arrive."""
        return self.rpc.outstanding or self.link.unwritten

    def timestamp(self) -> str:
        """Return the device's time as it sends it."""
        return utc_timestamp(self._hardware.device_time(), milliseconds=self._habits.milliseconds)

    def call(
        self,
        action: str,
        payload: Mapping[str, Json],
        done: Done = ignore,
        *,
        triggered: bool = False,
    ) -> None:
        """Send a CALL that is useless later; calls `done(None)` where that is impossible.

        Triggered ones are sent while Pending too (R12).
        """
        allowed = self.online or (triggered and self.boot_state is BootState.PENDING)
        if not self.link.is_open or not allowed:
            done(None)
            return
        self._put(_Message(action=action, payload=payload, done=done, triggered=triggered))

    def queue(self, action: str, payload: Payload, bill: int) -> None:
        """Queue a transaction message until it is delivered."""
        self._hardware.memory.queue.append(QueuedCall(action=action, payload=payload, bill=bill))
        self._hardware.save()
        self._pump()

    def boot(self) -> None:
        """Send a BootNotification."""
        self._timers.cancel("boot")
        if self.link.is_open:
            model = self._hardware.model
            payload: Payload = {
                "chargePointVendor": model.vendor,
                "chargePointModel": model.model,
                "chargePointSerialNumber": model.serial,
                "chargeBoxSerialNumber": model.serial,
                "firmwareVersion": model.firmware,
            }
            self._put(_Message(action="BootNotification", payload=payload, done=self._booted))

    def beat(self, *, triggered: bool = False) -> None:
        """Send a Heartbeat."""
        self.call("Heartbeat", {}, self._beaten, triggered=triggered)

    def restart_heartbeat(self) -> None:
        """Restart the heartbeats with the configured interval; 0 stops them."""
        interval_s = self._configuration.integer(self._habits.heartbeat_key)
        self._timers.cancel("heartbeat")
        if interval_s > 0:
            self._timers.every("heartbeat", interval_s, self.beat)

    def restart_ping(self) -> None:
        """Restart the pings with WebSocketPingInterval; 0 stops them (R11)."""
        interval_s = self._configuration.integer("WebSocketPingInterval")
        self._network_timers.cancel("ping")
        if interval_s > 0 and self.link.is_open:
            self._network_timers.every("ping", interval_s, self._ping)

    # ---- connection

    def _headers(self) -> Mapping[str, str]:
        """Return HTTP Basic with the AuthorizationKey or the password; 40 hex digits stand for 20 bytes (R3)."""
        password = self._configuration.get("AuthorizationKey") or self._hardware.password
        if password is None:
            return {}
        raw = password.encode()
        if len(password) == _HEX_KEY_LENGTH:
            try:
                raw = bytes.fromhex(password)
            except ValueError:
                raw = password.encode()
        return {"Authorization": basic_authorization(self._hardware.model.serial, raw)}

    def _tls_settings(self) -> ssl.SSLContext | None:
        return self.tls()

    def _reconnect_s(self, failures: int) -> float:
        if self._hardware.reconnect_s is not None:
            return self._hardware.reconnect_s
        waits = self._habits.reconnect_s
        return waits[min(failures, len(waits)) - 1]

    def _opened(self) -> None:
        self._hardware.record_connected()
        self._pong_missing = False
        self.restart_ping()
        if self.boot_state is BootState.ACCEPTED and not self._habits.boots_on_reconnect:
            self._timers.cancel("give up")
            self.on_reconnected()
            self._pump()
        else:
            self.boot()

    def _closed(self) -> None:
        self._hardware.records.emit("disconnected")
        self._network_timers.cancel_all()
        self._timers.cancel("boot")
        self._count_days_without_server()
        unsent, self._outbox = self._outbox, deque()
        self.rpc.disconnected()
        for message in unsent:
            message.done(None)

    def _count_days_without_server(self) -> None:
        limit_s = self._habits.gives_up_after_s
        if limit_s is not None and not self._timers.is_set("give up"):
            self._timers.set("give up", limit_s, self._give_up)

    def _give_up(self) -> None:
        self._hardware.records.emit("gave_up")
        self.halt()
        self.link.kill()

    def _ping(self) -> None:
        if self._pong_missing:
            self.link.drop()
            return
        self._pong_missing = True
        self.link.ping()

    def _pong(self) -> None:
        self._pong_missing = False

    # ---- boot and heartbeat

    def _booted(self, answer: Payload | None) -> None:
        try:
            status = choice(answer or {}, "status", "Accepted", "Pending", "Rejected")
            interval_s = integer(answer or {}, "interval")
        except BadPayloadError:
            self._timers.set("boot", BOOT_RETRY_S, self.boot)
            return
        self.boot_state = BootState(status)
        self._hardware.records.emit("boot", status=status, interval=interval_s)
        self._set_clock(answer or {})
        if self.boot_state is not BootState.ACCEPTED:
            self._timers.set("boot", interval_s if interval_s > 0 else BOOT_RETRY_S, self.boot)
            return
        self._timers.cancel("give up")
        heartbeat_s = interval_s if interval_s > 0 else DEFAULT_HEARTBEAT_S
        self._configuration.set(self._habits.heartbeat_key, str(heartbeat_s))
        self.restart_heartbeat()
        self.on_accepted()

    def _beaten(self, answer: Payload | None) -> None:
        self._set_clock(answer or {})

    def _set_clock(self, answer: Payload) -> None:
        told = parse_timestamp(answer.get("currentTime"))
        if told is not None:
            self._hardware.set_device_time(told)

    # ---- outgoing

    def _put(self, message: _Message) -> None:
        self._outbox.append(message)
        self._pump()

    def _pump(self) -> None:
        """Send the next CALL if none is outstanding (R6)."""
        if self.rpc.outstanding or not self.link.is_open:
            return
        if self._outbox:
            message = self._outbox.popleft()
            self.rpc.call(message.action, message.payload, self._then_pump(message.done))
        elif self.boot_state is BootState.ACCEPTED and not self._timers.is_set("retry"):
            self._send_queued()

    def _then_pump(self, done: Done) -> Done:
        def answered(answer: Payload | None) -> None:
            done(answer)
            self._pump()

        return answered

    def _send_queued(self) -> None:
        queue = self._hardware.memory.queue
        while queue:
            item = queue[0]
            payload = self.complete(item)
            if payload is not None:
                done = self._then_pump(partial(self._answered, item))
                self.rpc.call(item.action, payload, done)
                return
            queue.pop(0)

    def _answered(self, item: QueuedCall, answer: Payload | None) -> None:
        queue = self._hardware.memory.queue
        if answer is not None:
            queue.remove(item)
            self._hardware.save()
            self.on_delivered(item, answer)
        elif self.link.is_open:
            item.attempts += 1
            if item.attempts >= self._configuration.integer("TransactionMessageAttempts"):
                queue.remove(item)
                self._hardware.save()
                self.on_undelivered(item)
            else:
                wait_s = self._configuration.integer("TransactionMessageRetryInterval")
                self._timers.set("retry", max(1, wait_s) * item.attempts, self._pump)

    # ---- incoming

    def _received(self, frame: str) -> None:
        self._hardware.log_frame(Direction.RECEIVED, frame)
        self.rpc.receive(frame)

    def _requested(self, request: Request) -> None:
        if self.boot_state in (BootState.UNKNOWN, BootState.REJECTED):
            request.refuse("SecurityError", "not accepted yet")
            return
        if self.boot_state is BootState.PENDING and request.action in NOT_WHILE_PENDING:
            request.reply(NOT_WHILE_PENDING[request.action])
            return
        try:
            answer = self.handler(request)
        except BadPayloadError as error:
            request.refuse(error.code, error.field)
            return
        except Exception:
            _LOGGER.exception("cannot handle %s", request.action)
            request.refuse("InternalError")
            return
        if answer is not None:
            request.reply(answer)

    def _unreadable(self, frame: str) -> None:
        """Answer a malformed CALL with a CALLERROR where its id is readable (R8)."""
        found = _MESSAGE_ID.match(frame)
        if found is not None:
            self.link.send(build_error(found[1], "FormationViolation"))
