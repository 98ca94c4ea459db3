"""One open socket of a charge point: its session, its keep-alive, its last frames."""

import asyncio
from collections import deque
from collections.abc import Awaitable
from functools import partial
import logging
import time
from typing import Any

from websockets.exceptions import ConnectionClosed

from .admission import Budget, network_of
from .authentication import HandshakeRequest
from .call_session import Answer, CallHandler, CallSession, Direction, Traffic
from .errors import OfflineError
from .frames import Call
from .long_frames import LONG_BYTES
from .loop_budget import LoopBudget
from .values import clean, holds_secret, without_credentials
from .websocket import WebSocket

_LOGGER = logging.getLogger(__name__)

KEPT_FRAMES = 200
KEPT_FRAME_TEXT = 2000
"""Characters of a frame that are kept: more than a MeterValues of ten samples has."""
_METER_VALUES = '"MeterValues"'
"""The actions of most frames; their payloads have no configuration keys."""
_RESULT, _NO_FIELDS = "[3,", ",{}]"
"""Beginning and end of the answer to a MeterValues, which has no configuration keys."""
_SECRETS_REACH = 1024
"""Characters of a configuration key and its value."""
_HEAD = 64
"""Characters at the beginning of an ordinary frame that hold its id and action."""
_MESSAGES_AT_A_STRETCH = 4
"""Messages of one peer that are handled before others get their turn."""
_UNANSWERED_PINGS = 3
"""Pings without any pong after which a peer counts as one that never answers pings."""
_MESSAGE_TOO_BIG = 1009

type KeptFrame = tuple[float, Direction, str]
"""Time (s since 1970), direction, beginning of the text."""


class Connection:
    """One open socket; `identity` is None until the BootNotification brings the serial number (decision 3)."""

    def __init__(
        self,
        websocket: WebSocket,
        *,
        knock: HandshakeRequest,
        turn: LoopBudget,
        complaints: Budget[str],
        call_timeout_s: float,
        ping_interval_s: float,
        pong_timeout_s: float,
        silence_limit_s: float,
        close_timeout_s: float,
    ) -> None:
        self.knock = knock
        """The handshake request; the same object that the gate admitted."""
        self.remote_address = knock.remote_address
        self.subprotocol: str | None = websocket.subprotocol
        self.opened_at = time.monotonic()
        self.latency_s: float | None = None
        self.frames: deque[KeptFrame] = deque(maxlen=KEPT_FRAMES)
        self._identity = knock.identity
        self._websocket = websocket
        self._turn = turn
        self._complaints = complaints
        self._ping_interval_s = ping_interval_s
        self._pong_timeout_s = pong_timeout_s
        self._silence_limit_s = silence_limit_s
        self._close_timeout_s = close_timeout_s
        self._handler: CallHandler
        self._is_open = True
        self._unanswered_pings = 0
        self._stretch_heard_at = 0.0
        self._at_a_stretch = 0
        self._session = CallSession(
            send=self._send, handle=self._handle, tap=self._keep, call_timeout_s=call_timeout_s
        )

    @property
    def identity(self) -> str | None:
        """The charge point's identity; None while it is unknown."""
        return self._identity

    @identity.setter
    def identity(self, identity: str) -> None:
        if self._identity is not None:
            raise ValueError("a connection's identity never changes")
        self._identity = identity

    @property
    def is_open(self) -> bool:
        """Whether a CALL could be sent."""
        return self._is_open

    @property
    def traffic(self) -> Traffic:
        """Counts of the frames of this connection."""
        return self._session.traffic

    def trust(self, max_frame_bytes: int) -> None:
        """Treat the peer as a configured charge point from the next message on; they may have `max_frame_bytes`."""
        self._websocket.trust(max_frame_bytes)
        self._session.trust()

    # --- life -------------------------------------------------------------------------------------

    async def serve(self, handle: CallHandler) -> None:
        """Receive and handle messages until the socket closes."""
        self._handler = handle
        keep_alive = asyncio.create_task(self._keep_alive())
        try:
            await self._receive()
        except ConnectionClosed as err:
            self._log_closing(err)
            await self._turn.room()  # after the last message, which may still wait for its turn
        finally:
            self._is_open = False
            keep_alive.cancel()
            self._session.close()

    async def finished(self) -> None:
        """Wait until every received CALL is handled."""
        await self._session.finished()

    async def _receive(self) -> None:
        session, websocket = self._session, self._websocket
        websocket.hand_over = self._take
        while True:
            # Not decoded by the library: a text that is not UTF-8, or a binary frame, then loses itself and not the connection
            message = await websocket.recv(decode=False)
            await session.room()
            if len(message) > LONG_BYTES:
                await self._turn.room()
                await session.receive_long(message, self._turn.part)
                websocket.received()  # only now may the messages behind it be handed over
            else:
                await self._turn.do(partial(self._take_waiting, message))
            if not self._is_next():
                self._at_a_stretch = 0
                await asyncio.sleep(0)

    def _take(self, message: bytes) -> bool:
        """Handle a message without a task, now or in its turn; False if it needs a task."""
        if len(message) > LONG_BYTES or self._session.is_full or not self._is_next():
            return False
        if self._turn.has_room():
            self._session.receive(message)
        else:
            self._websocket.keep_waiting()
            self._turn.later(partial(self._take_waiting, message))
        return True

    def _take_waiting(self, message: bytes) -> None:
        self._websocket.received()
        self._session.receive(message)

    def _is_next(self) -> bool:
        """Whether one more message of this read may be handled before others get their turn."""
        if self._stretch_heard_at != self._websocket.last_heard_at:
            self._stretch_heard_at, self._at_a_stretch = self._websocket.last_heard_at, 0
        self._at_a_stretch += 1
        return self._at_a_stretch <= _MESSAGES_AT_A_STRETCH

    def _log_closing(self, err: ConnectionClosed) -> None:
        too_big = err.sent is not None and err.sent.code == _MESSAGE_TOO_BIG
        if too_big and self._complaints.spend(network_of(self.remote_address)):
            _LOGGER.warning(
                "%s sent a message that is too large; its connection was closed", self.name
            )
        else:
            _LOGGER.debug("%s closed: %s", self.name, clean(str(err)))

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close the socket, within the closing time-out."""
        self._is_open = False
        self._session.close()
        try:
            async with asyncio.timeout(self._close_timeout_s):
                await self._websocket.close(code, reason[:100])
        except TimeoutError:
            self._websocket.abort()

    @property
    def name(self) -> str:
        """This connection's name in logs."""
        return f"{self._identity or 'a nameless charge point'} at {self.remote_address}"

    # --- messages ---------------------------------------------------------------------------------

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return the answer's payload; raises the CommandErrors of `CallSession.call`."""
        return await self._session.call(action, payload, timeout_s=timeout_s)

    def _handle(self, call: Call) -> Answer | Awaitable[Answer]:
        return self._handler(call)

    def _send(self, text: str) -> Awaitable[None] | None:
        return None if self._websocket.send_at_once(text) else self._send_later(text)

    async def _send_later(self, text: str) -> None:
        try:
            await self._websocket.send(text)
        except ConnectionClosed as err:
            raise OfflineError("the connection closed") from err

    def _keep(self, direction: Direction, text: str) -> None:
        """Keep a frame's beginning, without secrets."""
        if direction is Direction.SENT and _is_without_fields(text):
            text = without_credentials(text)
        elif _METER_VALUES not in text[:_HEAD]:
            # Redact before cutting: a secret may be recognised by what stands behind it, like the end of a URL
            text = without_credentials(text[: KEPT_FRAME_TEXT + _SECRETS_REACH])
            if holds_secret(text):
                text = f"{text.partition('{')[0]}(hidden)"
        if len(text) > KEPT_FRAME_TEXT:
            text = text[:KEPT_FRAME_TEXT]
        self.frames.append((time.time(), direction, text))
        if _LOGGER.isEnabledFor(logging.DEBUG):
            _LOGGER.debug("%s %s %s", self.name, direction, clean(text, KEPT_FRAME_TEXT))

    # --- keep-alive -------------------------------------------------------------------------------

    async def ping(self, timeout_s: float) -> float | None:
        """Return the latency in seconds, or None when no pong came in time."""
        try:
            async with asyncio.timeout(timeout_s):
                pong = await self._websocket.ping()
                self.latency_s = await pong
        except TimeoutError, ConnectionClosed:
            self._unanswered_pings += 1
            return None
        self._unanswered_pings = 0
        return self.latency_s

    @property
    def silent_for_s(self) -> float:
        """Seconds since anything arrived, a pong included (R10)."""
        return self._websocket.loop.time() - self._websocket.last_heard_at

    @property
    def _answers_pings(self) -> bool:
        return self.latency_s is not None

    async def _keep_alive(self) -> None:
        """Ping a silent peer (R11); close when neither a message nor a pong came (R10).

        A peer that never answered a ping gets no more pings: only its messages count then.
        """
        await self.ping(self._pong_timeout_s)
        while True:
            await asyncio.sleep(max(self._ping_interval_s - self.silent_for_s, 0))
            if self.silent_for_s < self._ping_interval_s:
                continue
            if self._answers_pings or self._unanswered_pings < _UNANSWERED_PINGS:
                await self.ping(self._pong_timeout_s)
            else:
                await asyncio.sleep(self._pong_timeout_s)
            if self.silent_for_s > self._tolerated_silence_s:
                _LOGGER.debug("%s went silent", self.name)
                self._websocket.abort()
                return

    @property
    def _tolerated_silence_s(self) -> float:
        return self._ping_interval_s if self._answers_pings else self._silence_limit_s


def _is_without_fields(text: str) -> bool:
    """Whether a text is an answer without a payload that is kept whole."""
    return text.endswith(_NO_FIELDS) and text.startswith(_RESULT) and len(text) <= KEPT_FRAME_TEXT
