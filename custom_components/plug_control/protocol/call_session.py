"""Remote procedure calls over one connection, without I/O: matches answers, sends one CALL at a time, keeps deadlines (J4)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
import logging
import secrets
from typing import Any, NamedTuple

from .errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    ErrorCode,
    FrameError,
    OfflineError,
    PayloadError,
    QueueFullError,
)
from .frames import Call, CallError, CallResult, Frame, build_call, build_error, build_result, parse
from .known_frames import parse_known
from .long_frames import parse_in_parts
from .values import clean, without_credentials

_LOGGER = logging.getLogger(__name__)

_READ_DESCRIPTION = 4096
"""How much of the code and the description of a CALLERROR is looked through for credentials; less is kept."""
TAPPED_BYTES = 8192
"""Characters of a long frame that a tap gets."""


class Direction(StrEnum):
    """Which way a frame went."""

    RECEIVED = "received"
    SENT = "sent"


class Answer(NamedTuple):
    """The payload of a CALLRESULT; `after` runs once it was written to the socket, `lost` if the socket closed before."""

    payload: dict[str, Any]
    after: Callable[[], None] | None = None
    lost: Callable[[], None] | None = None


type CallHandler = Callable[[Call], Answer | Awaitable[Answer]]
"""Answers a CALL, at once or later; a PayloadError becomes its CALLERROR, any other exception an InternalError.

It must not wait for a `call` of the same session: the answer might be behind CALLs that wait for the handler.
"""

type Send = Callable[[str], Awaitable[None] | None]
"""Writes a text to the socket: at once (returns None), or once there is room (returns an awaitable, which raises OfflineError if the socket closes)."""

type FrameTap = Callable[[Direction, str], None]
"""Gets every frame, unredacted; of a long received one the beginning."""


@dataclass(slots=True)
class Traffic:
    """Counts of the frames of a session."""

    received: int = 0
    sent: int = 0
    errors_sent: int = 0
    answers_dropped: int = 0
    """Answers that came late, twice, or without a CALL."""
    malformed: int = 0


type _Outcome = dict[str, Any] | CommandError
"""The result of a CALL; failures are values, so that asyncio logs none that nobody waits for."""


class CallSession:
    """The RPC of one connection.

    Incoming CALLs are handled concurrently (R6); while `is_full`, the caller of `receive` waits with `room` instead of
    reading on, so that the peer waits too.
    """

    def __init__(
        self,
        *,
        send: Send,
        handle: CallHandler,
        tap: FrameTap | None = None,
        call_timeout_s: float = 30.0,
        max_waiting: int = 50,
        max_handling: int = 50,
    ) -> None:
        self.traffic = Traffic()
        self._send = send
        self._handle = handle
        self._tap = tap
        self._call_timeout_s = call_timeout_s
        self._max_waiting = max_waiting
        self._max_handling = max_handling
        self._loop = asyncio.get_running_loop()
        self._closed = False
        self._parse = parse
        # Ids that no other session used, so that a late answer from before a reconnect matches nothing
        self._id_prefix = secrets.token_hex(4)
        self._id_count = count(1)
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._expected: tuple[str, asyncio.Future[_Outcome]] | None = None
        self._handling: set[asyncio.Task[None]] = set()
        self._room: asyncio.Event | None = None

    def trust(self) -> None:
        """Keep what the peer's MeterValues have in common from now on: a stranger's are not worth memory."""
        self._parse = parse_known

    # --- incoming ---------------------------------------------------------------------------------

    def receive(self, text: str | bytes) -> None:
        """Process one received frame; never raises. A synchronous handler has answered when this returns."""
        if isinstance(text, bytes):
            text = text.decode(errors="replace")
        self._received(text)
        try:
            frame = self._parse(text)
        except FrameError as err:
            self._malformed(err)
        else:
            self._take(frame)

    async def receive_long(self, text: bytes, part: Callable[[], Awaitable[None]]) -> None:
        """Process a long received frame in parts, with `part` awaited before each. Never raises."""
        self._received(text[:TAPPED_BYTES].decode(errors="replace"))
        parts = parse_in_parts(text)
        try:
            while True:
                next(parts)
                await part()
        except FrameError as err:
            self._malformed(err)
        except StopIteration as done:
            self._take(done.value)

    def _received(self, text: str) -> None:
        self.traffic.received += 1
        if self._tap is not None:
            self._tap(Direction.RECEIVED, text)

    def _take(self, frame: Frame | None) -> None:
        if isinstance(frame, Call):
            self._answer(frame)
        elif frame is not None:
            self._take_answer(frame)

    @property
    def is_full(self) -> bool:
        """Whether the maximum number of CALLs is being handled."""
        return len(self._handling) >= self._max_handling

    async def room(self) -> None:
        """Wait until a further CALL may be handled."""
        while self.is_full:
            self._room = self._room or asyncio.Event()
            self._room.clear()
            await self._room.wait()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine to its first wait now; the rest goes on as a task."""
        task = asyncio.Task(work, loop=self._loop, eager_start=True)
        if not task.done():
            self._handling.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._handling.discard(task)
        if self._room is not None:
            self._room.set()

    async def finished(self) -> None:
        """Wait until every received CALL is handled, also after `close`."""
        while self._handling:
            await asyncio.wait(self._handling)

    def _answer(self, call: Call) -> None:
        """Answer a CALL, without a task of its own if the handler answers at once."""
        try:
            answer = self._handle(call)
            if not isinstance(answer, Answer):
                self._start(self._answer_later(call, answer))
                return
            text = build_result(call.message_id, answer.payload)
        except PayloadError as err:
            self._refuse(call.message_id, err.code, err.description)
        except (
            Exception
        ):  # The boundary to the handlers: the charge point gets an answer in any case.
            _LOGGER.exception("Handling a %s failed", clean(call.action, 50))
            self._refuse(call.message_id, ErrorCode.INTERNAL_ERROR)
        else:
            self._reply(text, answer.after, answer.lost)

    async def _answer_later(self, call: Call, awaited: Awaitable[Answer]) -> None:
        try:
            answer = await awaited
            text = build_result(call.message_id, answer.payload)
        except PayloadError as err:
            self._refuse(call.message_id, err.code, err.description)
        except Exception:  # The same boundary.
            _LOGGER.exception("Handling a %s failed", clean(call.action, 50))
            self._refuse(call.message_id, ErrorCode.INTERNAL_ERROR)
        else:
            self._reply(text, answer.after, answer.lost)

    def _refuse(self, message_id: str, code: ErrorCode, description: str = "") -> None:
        self.traffic.errors_sent += 1
        self._reply(build_error(message_id, code, description))

    def _reply(
        self,
        text: str,
        after: Callable[[], None] | None = None,
        lost: Callable[[], None] | None = None,
    ) -> None:
        sending = self._transmit(text)
        if sending is not None:
            self._start(self._reply_later(sending, after, lost))
        elif after is not None:
            after()

    async def _reply_later(
        self,
        sending: Awaitable[None],
        after: Callable[[], None] | None,
        lost: Callable[[], None] | None,
    ) -> None:
        """Wait until an answer is sent; ignores a closed connection, which `call` and `close` report."""
        try:
            await sending
        except OfflineError:
            after = lost
        if after is not None:
            after()

    def _transmit(self, text: str) -> Awaitable[None] | None:
        self.traffic.sent += 1
        if self._tap is not None:
            self._tap(Direction.SENT, text)
        return self._send(text)

    def _malformed(self, err: FrameError) -> None:
        """Answer a malformed CALL whose id can be read (R8); a malformed answer fails its CALL."""
        self.traffic.malformed += 1
        _LOGGER.debug("Malformed frame: %s", err)
        if err.message_id is None:
            return
        if err.is_answer:
            self._settle(err.message_id, AnswerUnreadableError(err.description))
        else:
            self._refuse(err.message_id, err.code, err.description)

    # --- outgoing ---------------------------------------------------------------------------------

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return the payload of its answer.

        One CALL is under way at a time (R6), the others wait in their order; the deadline counts from the sending.
        Raises OfflineError, CallTimeoutError, CallErrorReceived, QueueFullError, AnswerUnreadableError.
        """
        if self._waiting >= self._max_waiting:
            raise QueueFullError(self._waiting)
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            return await self._call(action, payload, timeout_s or self._call_timeout_s)
        finally:
            self._turn.release()

    async def _call(self, action: str, payload: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        if self._closed:
            raise OfflineError
        message_id = f"{self._id_prefix}-{next(self._id_count)}"
        answer: asyncio.Future[_Outcome] = self._loop.create_future()
        self._expected = message_id, answer
        try:
            async with asyncio.timeout(timeout_s):
                if (sending := self._transmit(build_call(message_id, action, payload))) is not None:
                    await sending
                outcome = await answer
        except TimeoutError:
            raise CallTimeoutError(timeout_s) from None
        finally:
            self._expected = None
        if isinstance(outcome, CommandError):
            try:
                raise outcome
            finally:
                # The error's traceback holds this frame: they would wait for the garbage collection together.
                del answer, outcome
        return outcome

    def _take_answer(self, frame: CallResult | CallError) -> None:
        if isinstance(frame, CallResult):
            self._settle(frame.message_id, frame.payload)
        else:
            # Some repeat what they refuse, for example the URL of a firmware; errors are shown and logged.
            code, description = (
                clean(without_credentials(told[:_READ_DESCRIPTION]))
                for told in (frame.code, frame.description)
            )
            error = CallErrorReceived(code, description)
            self._settle(frame.message_id, error)

    def _settle(self, message_id: str, outcome: _Outcome) -> None:
        """Pass an answer to the CALL that waits for it; count and drop a late, double or unknown one."""
        expected = self._expected
        if expected is None or expected[0] != message_id or expected[1].done():
            self.traffic.answers_dropped += 1
            _LOGGER.debug("Dropped an answer to no CALL: %s", clean(message_id, 50))
        else:
            expected[1].set_result(outcome)

    def close(self) -> None:
        """Fail every waiting call at once with OfflineError; received CALLs are still handled."""
        self._closed = True
        if self._expected is not None and not self._expected[1].done():
            self._expected[1].set_result(OfflineError("the connection closed", sent=True))
