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
"""Characters of a frame that are kept: a MeterValues of ten samples is shorter."""
_METER_VALUES = '"MeterValues"'
"""What most frames are, and what names no keys."""
_RESULT, _NO_FIELDS = "[3,", ",{}]"
"""How an answer of ours begins and ends that names no keys: that to a MeterValues."""
_SECRETS_REACH = 1024
"""Characters of a configuration key and its value."""
_HEAD = 64
"""Characters that an ordinary frame's id and action are among."""
_MESSAGES_AT_A_STRETCH = 4
"""Messages of one peer that are handled before the others have their turn."""
_UNANSWERED_PINGS = 3
"""After so many pings without any pong a peer is taken for one that never answers pings."""
_MESSAGE_TOO_BIG = 1009

type KeptFrame = tuple[float, Direction, str]
"""Seconds since 1970, which way, the text's beginning."""


class Connection:
    """One open socket; `identity` is None until the BootNotification told the serial number (decision 3)."""

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
        """What the handshake said; the very object that the gate admitted."""
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
        """Who this is, as far as it is known."""
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
        """What went through this connection."""
        return self._session.traffic

    def trust(self, max_frame_bytes: int) -> None:
        """Take what comes as a configured charge point's, in messages of at most so many bytes, from the next one on."""
        self._websocket.trust(max_frame_bytes)

    # --- life -------------------------------------------------------------------------------------

    async def serve(self, handle: CallHandler) -> None:
        """Receive until the socket closes."""
        self._handler = handle
        keep_alive = asyncio.create_task(self._keep_alive())
        try:
            await self._receive()
        except ConnectionClosed as err:
            self._log_closing(err)
            await self._turn.room()  # behind the last message, which may wait for its turn
        finally:
            self._is_open = False
            keep_alive.cancel()
            self._session.close()

    async def finished(self) -> None:
        """Wait until every CALL that was received is dealt with."""
        await self._session.finished()

    async def _receive(self) -> None:
        session, websocket = self._session, self._websocket
        websocket.hand_over = self._take
        while True:
            # Undecoded: a text that is no UTF-8 costs itself, not the connection, and so does a binary frame.
            message = await websocket.recv(decode=False)
            await session.room()
            if len(message) > LONG_BYTES:
                await self._turn.room()
                await session.receive_long(message, self._turn.part)
                websocket.received()  # what came behind it is not handed over before
            else:
                await self._turn.do(partial(self._take_waiting, message))
            if not self._is_next():
                self._at_a_stretch = 0
                await asyncio.sleep(0)

    def _take(self, message: bytes) -> bool:
        """Take a message without a task: at once, or in its turn; False where it is one for a task."""
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
        """Whether it is not the others' turn; counts what came with one read."""
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
        """Close the socket; takes no longer than the closing time-out."""
        self._is_open = False
        self._session.close()
        try:
            async with asyncio.timeout(self._close_timeout_s):
                await self._websocket.close(code, reason[:100])
        except TimeoutError:
            self._websocket.abort()

    @property
    def name(self) -> str:
        """What to call this connection in a log."""
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
        """Keep a frame's beginning, without the secrets that it may hold."""
        if _METER_VALUES not in text[:_HEAD]:
            # What is cut off later is looked at, too: the end of a URL, the name behind a value.
            text = without_credentials(text[: KEPT_FRAME_TEXT + _SECRETS_REACH])
            is_empty = text.startswith(_RESULT) and text.endswith(_NO_FIELDS)
            if not (is_empty and direction is Direction.SENT) and holds_secret(text):
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
        """How long nothing has come, not even a pong (R10)."""
        return self._websocket.loop.time() - self._websocket.last_heard_at

    @property
    def _answers_pings(self) -> bool:
        return self.latency_s is not None

    async def _keep_alive(self) -> None:
        """Ping a silent peer (R11); close when neither a message nor a pong came (R10).

        A peer that never answered a ping is no longer asked: only its silence tells.
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
