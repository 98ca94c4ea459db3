"""A small central system for tests of the simulator: it records all messages and sends the answers that a test sets."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
import json
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event
from websockets.typing import Subprotocol

from simulator.frames import (
    Call,
    Error,
    Json,
    Payload,
    Result,
    build_call,
    build_result,
    parse_frame,
)

TIMEOUT_S = 30.0

type Reply = Mapping[str, Json] | Callable[[Payload], Mapping[str, Json] | None] | None


class _CountingConnection(ServerConnection):
    """A connection that counts the pings it gets."""

    pings = 0

    def process_event(self, event: Event) -> None:
        """Count pings."""
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            self.pings += 1
        super().process_event(event)


class CentralSystem:
    """Listens on an ephemeral port of 127.0.0.1.

    `calls` are the received CALLs, `results` the answers to our own by message id, `texts` all received frames.
    `replies` maps an action to its answer's payload, to a function of the request's payload, or to None for silence.
    """

    def __init__(
        self,
        *,
        subprotocol: str | None = "ocpp1.6",
        refuse: int | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Offer `subprotocol` (None: no header); `refuse` all handshakes with that HTTP status; use the clock `now`."""
        self.calls: list[Call] = []
        self.results: dict[str, list[Result | Error]] = {}
        self.texts: list[str | bytes] = []
        self.requests: list[Request] = []
        self.connections: list[ServerConnection] = []
        self.refuse = refuse
        self.next_transaction_id = 4711
        self.replies: dict[str, Reply] = {
            "BootNotification": lambda _: self.boot_answer(),
            "Heartbeat": lambda _: {"currentTime": self.now_text()},
            "StatusNotification": {},
            "MeterValues": {},
            "Authorize": {"idTagInfo": {"status": "Accepted"}},
            "StartTransaction": self._start,
            "StopTransaction": {"idTagInfo": {"status": "Accepted"}},
            "DiagnosticsStatusNotification": {},
            "FirmwareStatusNotification": {},
            "LogStatusNotification": {},
            "SignedFirmwareStatusNotification": {},
        }
        self.respond: Callable[[ServerConnection, Request], Response | None] = lambda *_: None
        self._now = now
        self._subprotocol = subprotocol
        self._server: Server | None = None
        self._changed = asyncio.Condition()
        self._ids = 0

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            0,
            subprotocols=[Subprotocol(self._subprotocol)] if self._subprotocol else None,
            select_subprotocol=self._select,
            process_request=self._request,
            create_connection=_CountingConnection,
            max_size=None,
            ping_interval=None,
            close_timeout=0.2,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection and stop."""
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """The URL, ending in a slash."""
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"

    @property
    def connection(self) -> ServerConnection:
        """The newest connection."""
        return self.connections[-1]

    @property
    def pings(self) -> int:
        """The number of pings received on all connections."""
        return sum(each.pings for each in self.connections if isinstance(each, _CountingConnection))

    def payloads(self, action: str) -> list[dict[str, Any]]:
        """Return the payloads of all CALLs of `action`, in order."""
        return [call.payload for call in self.calls if call.action == action]

    def now_text(self) -> str:
        """Return the present time in OCPP's format."""
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def boot_answer(self, status: str = "Accepted", interval: int = 300) -> Payload:
        """Return the payload of an answer to BootNotification."""
        return {"status": status, "currentTime": self.now_text(), "interval": interval}

    async def send_call(self, action: str, payload: Mapping[str, Json] | None = None) -> str:
        """Send a CALL on the newest connection and return its message id."""
        self._ids += 1
        message_id = f"cs-{self._ids}"
        await self.connection.send(build_call(message_id, action, payload or {}))
        return message_id

    async def call(self, action: str, payload: Mapping[str, Json] | None = None) -> Payload:
        """Send a CALL and return the payload of its (first) CALLRESULT."""
        message_id = await self.send_call(action, payload)
        await self.wait(lambda: message_id in self.results)
        result = self.results[message_id][0]
        assert isinstance(result, Result), result
        return result.payload

    async def exchange(
        self, action: str, payload: Mapping[str, Json] | None = None
    ) -> Payload | None:
        """Send a CALL and return its answer's payload, or None if a ping came back and no answer did."""
        message_id = await self.send_call(action, payload)
        await self.ping()
        answers = self.results.get(message_id)
        return answers[0].payload if answers and isinstance(answers[0], Result) else None

    async def ping(self) -> None:
        """Wait until the charge point has read all frames, and we have read all of its own."""
        for _ in range(2):
            await (await self.connection.ping())
            await asyncio.sleep(0)

    async def wait(self, predicate: Callable[[], bool], timeout: float = TIMEOUT_S) -> None:
        """Wait until `predicate` holds, checked after each frame and connection; raises TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(predicate)

    async def wait_call(self, action: str, number: int = 1) -> dict[str, Any]:
        """Wait for the CALL number `number` (from 1) of `action` and return its payload."""
        await self.wait(lambda: len(self.payloads(action)) >= number)
        return self.payloads(action)[number - 1]

    async def wait_status(self, status: str, connector: int | None = None) -> dict[str, Any]:
        """Wait until the newest StatusNotification (of `connector`) reports `status` and return its payload."""

        def newest() -> dict[str, Any] | None:
            told = [
                p
                for p in self.payloads("StatusNotification")
                if connector in (None, p["connectorId"])
            ]
            return told[-1] if told and told[-1]["status"] == status else None

        await self.wait(lambda: newest() is not None)
        payload = newest()
        assert payload is not None
        return payload

    def _start(self, _: Payload) -> Payload:
        transaction_id = self.next_transaction_id
        self.next_transaction_id += 1
        return {"transactionId": transaction_id, "idTagInfo": {"status": "Accepted"}}

    def _select(self, connection: ServerConnection, offered: object) -> Subprotocol | None:
        return Subprotocol(self._subprotocol) if self._subprotocol else None

    async def _request(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        await self._notify()
        if self.refuse:
            return connection.respond(self.refuse, "refused\n")
        return self.respond(connection, request)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _serve(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        await self._notify()
        with suppress(ConnectionClosed):
            async for text in connection:
                self.texts.append(text)
                await self._receive(connection, text)
                await self._notify()

    async def _receive(self, connection: ServerConnection, text: str | bytes) -> None:
        match parse_frame(text):
            case Call() as call:
                self.calls.append(call)
                reply = self.replies.get(call.action, {})
                payload = reply(call.payload) if callable(reply) else reply
                if payload is not None:
                    await connection.send(build_result(call.message_id, payload))
            case Result() | Error() as answer:
                self.results.setdefault(answer.message_id, []).append(answer)
            case None:
                message = json.loads(text)
                raise AssertionError(f"no OCPP-J frame: {message!r}")
