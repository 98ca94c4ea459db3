"""A charge point that does nothing by itself: the test sends each frame and each answer.

    async with ScriptedChargePoint("ws://127.0.0.1:9016/CP-1") as cp:
        answer = await cp.call("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
        incoming = await cp.expect("GetConfiguration")
        await incoming.reply({"configurationKey": [], "unknownKey": []})

Timeouts are in seconds of real time. It checks nothing against a schema, so that a test can send wrong messages too.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count
import ssl
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from .frames import (
    Call,
    Direction,
    Error,
    Frame,
    Json,
    Payload,
    Result,
    build_call,
    build_error,
    build_result,
    parse_frame,
)
from .link import basic_authorization

TIMEOUT_S = 30.0

type Reply = Mapping[str, Json] | Callable[[Payload], Mapping[str, Json] | None]


class CallErrorReceived(Exception):
    """The central system answered a CALL with a CALLERROR."""

    def __init__(self, error: Error) -> None:
        """Keep the CALLERROR as `error` and its code as `code`."""
        super().__init__(f"{error.code}: {error.description}")
        self.error = error
        self.code = error.code


class Disconnected(ConnectionError):
    """The connection ended before the expected frame came."""


class IncomingCall:
    """A CALL of the central system for the test to answer; without an answer the charge point stays silent."""

    def __init__(self, charge_point: ScriptedChargePoint, call: Call) -> None:
        """Keep `call` for its answer."""
        self._charge_point = charge_point
        self.message_id = call.message_id
        self.action = call.action
        self.payload = call.payload

    async def reply(self, payload: Mapping[str, Json]) -> None:
        """Answer with a CALLRESULT; call it again to answer twice."""
        await self._charge_point.send_raw(build_result(self.message_id, payload))

    async def refuse(self, code: str, description: str = "") -> None:
        """Answer with a CALLERROR."""
        await self._charge_point.send_raw(build_error(self.message_id, code, description))


class ScriptedChargePoint:
    """One websocket of a charge point, driven frame by frame.

    `frames` logs text frames in both directions (`at` in s of the event loop's clock); `stray` holds received frames that
    are no CALL and no expected answer: late, double or unknown answers, and what is no OCPP-J message.
    """

    def __init__(
        self,
        url: str,
        *,
        password: str | bytes | None = None,
        username: str | None = None,
        subprotocols: Sequence[str] = ("ocpp1.6",),
        headers: Mapping[str, str] | None = None,
        compression: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare a connection to `url`, which it uses verbatim; `tls` are the settings for a `wss:` URL.

        With `password` it sends HTTP Basic authentication for `username` (default: the percent-decoded last path
        segment). It answers the server's pings and sends none by itself.
        """
        self.url = url
        self.frames: list[Frame] = []
        self.stray: list[str | bytes] = []
        self._headers = dict(headers or {})
        if password is not None:
            user = unquote(urlsplit(url).path.rpartition("/")[2]) if username is None else username
            self._headers["Authorization"] = basic_authorization(user, password)
        self._subprotocols = [Subprotocol(name) for name in subprotocols] or None
        self._compression = "deflate" if compression else None
        self.tls = tls
        self._connection: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answers: dict[str, asyncio.Future[Payload]] = {}
        self._replies: dict[str, Reply] = {}
        self._incoming: list[IncomingCall] = []
        self._changed = asyncio.Condition()
        self._ended = True
        self._ids = count(1)

    async def __aenter__(self) -> Self:
        """Connect; see `connect`."""
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection if it is still open."""
        await self.close()

    # ---- connection

    async def connect(self) -> None:
        """Open the websocket; closes an open one first.

        Raises websockets' `InvalidStatus` (with `.response.status_code`) for a refused handshake, `OSError` where nothing
        listens.
        """
        await self.close()
        self._connection = await connect(
            self.url,
            ssl=self.tls,
            subprotocols=self._subprotocols,
            additional_headers=self._headers,
            compression=self._compression,
            ping_interval=None,
            max_size=None,
            proxy=None,
            open_timeout=TIMEOUT_S,
            close_timeout=1,
        )
        self._ended = False
        self._reader = asyncio.create_task(self._read(self._connection))

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the server chose."""
        return self._open().subprotocol

    @property
    def response_headers(self) -> Mapping[str, str]:
        """The headers of the server's handshake response."""
        response = self._open().response
        return {} if response is None else response.headers

    @property
    def connected(self) -> bool:
        """Whether the websocket is open."""
        return not self._ended

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close with a closing handshake, as a charger does that shuts down in order."""
        if self._connection is not None:
            self.thaw()
            await self._connection.close(code, reason)
        await self._end_reading()

    async def abort(self) -> None:
        """Drop the TCP connection without a closing handshake, as a power cut does."""
        self._open().transport.abort()
        await self._end_reading()

    def freeze(self) -> None:
        """Stop reading from the socket: pings stay unanswered, as on a half-open connection."""
        self._open().transport.pause_reading()

    def thaw(self) -> None:
        """Read again after `freeze`; does nothing where it is not frozen."""
        transport = self._open().transport
        if not transport.is_closing():
            transport.resume_reading()

    async def ping(self, timeout: float = TIMEOUT_S) -> None:
        """Send a ping and wait for its pong. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            await (await self._open().ping())

    async def wait_closed(self, timeout: float = TIMEOUT_S) -> tuple[int | None, str]:
        """Wait until the connection has ended; return the close code and reason. Raises TimeoutError."""
        connection = self._open()
        async with asyncio.timeout(timeout):
            await connection.wait_closed()
            await self._end_reading()
        return connection.close_code, connection.close_reason or ""

    # ---- CALLs of the charge point

    async def call(
        self,
        action: str,
        payload: Mapping[str, Json] | None = None,
        *,
        message_id: str | None = None,
        timeout: float = TIMEOUT_S,
    ) -> Payload:
        """Send a CALL and return its answer's payload.

        Raises CallErrorReceived, TimeoutError, or Disconnected where the connection ends first. Several may run at
        once; `message_id` defaults to a counter that starts at "1".
        """
        used_id = self.next_id() if message_id is None else message_id
        answer = await self.start_call(action, payload, message_id=used_id)
        try:
            async with asyncio.timeout(timeout):
                return await answer
        finally:
            self._answers.pop(used_id, None)

    async def start_call(
        self,
        action: str,
        payload: Mapping[str, Json] | None = None,
        *,
        message_id: str | None = None,
    ) -> asyncio.Future[Payload]:
        """Send a CALL without waiting; return a future of its answer, with the result or error that `call` would have."""
        used_id = self.next_id() if message_id is None else message_id
        answer = asyncio.get_running_loop().create_future()
        self._answers[used_id] = answer
        await self.send_raw(build_call(used_id, action, payload or {}))
        return answer

    def next_id(self) -> str:
        """Return the next message id, counted from "1"."""
        return str(next(self._ids))

    async def send_raw(self, frame: str | bytes) -> None:
        """Send `frame` as it is: text as a text frame, bytes as a binary frame. Raises Disconnected."""
        if isinstance(frame, str):
            self._log(Direction.SENT, frame)
        try:
            await self._open().send(frame)
        except ConnectionClosed as error:
            raise Disconnected(str(error)) from error

    async def boot(self, vendor: str = "Scripted", model: str = "Test", **fields: Json) -> Payload:
        """Send a BootNotification with `fields` (OCPP's spelling) and return its answer."""
        return await self.call(
            "BootNotification", {"chargePointVendor": vendor, "chargePointModel": model, **fields}
        )

    # ---- CALLs of the central system

    async def expect(
        self, action: str | None = None, *, timeout: float = TIMEOUT_S
    ) -> IncomingCall:
        """Return the oldest incoming CALL of `action` (None: any) that was not returned yet; waits for one.

        Raises TimeoutError, or Disconnected where the connection ends first.
        """
        async with asyncio.timeout(timeout), self._changed:
            while True:
                for incoming in self._incoming:
                    if action in (None, incoming.action):
                        self._incoming.remove(incoming)
                        return incoming
                if not self.connected:
                    raise Disconnected(f"closed while waiting for {action or 'a CALL'}")
                await self._changed.wait()

    @property
    def pending(self) -> Sequence[IncomingCall]:
        """The incoming CALLs that `expect` has not returned yet, oldest first."""
        return tuple(self._incoming)

    def auto_reply(self, action: str, reply: Reply | None) -> None:
        """Answer every later CALL of `action` at once, without `expect`.

        `reply` is the payload, or a function that returns it for the request's payload (or None for silence). A `reply` of
        None ends the automatic answers.
        """
        if reply is None:
            self._replies.pop(action, None)
        else:
            self._replies[action] = reply

    # ---- the log

    def sent(self, action: str) -> list[Payload]:
        """Return the payloads of all CALLs of `action` that were sent."""
        return self._calls(Direction.SENT, action)

    def received(self, action: str) -> list[Payload]:
        """Return the payloads of all CALLs of `action` that were received, answered or not."""
        return self._calls(Direction.RECEIVED, action)

    def _calls(self, direction: Direction, action: str) -> list[Payload]:
        parsed = (parse_frame(frame.text) for frame in self.frames if frame.direction is direction)
        return [
            message.payload
            for message in parsed
            if isinstance(message, Call) and message.action == action
        ]

    def _log(self, direction: Direction, text: str) -> None:
        self.frames.append(
            Frame(direction=direction, text=text, at=asyncio.get_running_loop().time())
        )

    # ---- reading

    def _open(self) -> ClientConnection:
        if self._connection is None:
            raise Disconnected("never connected")
        return self._connection

    async def _read(self, connection: ClientConnection) -> None:
        try:
            async for text in connection:
                await self._receive(text)
        except ConnectionClosed:
            pass
        self._ended = True
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Disconnected("closed while waiting for an answer"))
                answer.exception()  # marks it as retrieved: asyncio must not warn of an answer that nothing awaits
        self._answers.clear()
        async with self._changed:
            self._changed.notify_all()

    async def _end_reading(self) -> None:
        if self._reader is not None:
            await self._reader

    async def _receive(self, text: str | bytes) -> None:
        if isinstance(text, str):
            self._log(Direction.RECEIVED, text)
        match parse_frame(text):
            case Call() as call:
                await self._receive_call(IncomingCall(self, call))
            case Result(message_id=message_id, payload=payload) if message_id in self._answers:
                self._settle(message_id, payload)
            case Error(message_id=message_id) as error if message_id in self._answers:
                self._settle(message_id, CallErrorReceived(error))
            case _:
                self.stray.append(text)

    def _settle(self, message_id: str, outcome: Payload | CallErrorReceived) -> None:
        answer = self._answers.pop(message_id)
        if answer.done():  # its wait was cancelled
            return
        if isinstance(outcome, CallErrorReceived):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    async def _receive_call(self, incoming: IncomingCall) -> None:
        reply = self._replies.get(incoming.action)
        if reply is None:
            async with self._changed:
                self._incoming.append(incoming)
                self._changed.notify_all()
            return
        payload = reply(incoming.payload) if callable(reply) else reply
        if payload is not None:
            with suppress(Disconnected):
                await incoming.reply(payload)
