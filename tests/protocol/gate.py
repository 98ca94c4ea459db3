"""A gate that admits everyone, answers every message, and records everything."""

import asyncio
from collections.abc import Awaitable, Callable
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from custom_components.plug_control.protocol.call_session import Answer, CallHandler
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.listener import (
    Connection,
    HandshakeRequest,
    Listener,
    Refusal,
    RefusalReason,
)
from custom_components.plug_control.protocol.messages import Incoming, read

TIMEOUT_S = 30.0

ANSWERS: dict[str, dict[str, Any]] = {
    "Authorize": {"idTagInfo": {"status": "Accepted"}},
    "BootNotification": {
        "status": "Accepted",
        "currentTime": "2026-03-14T09:26:53Z",
        "interval": 300,
    },
    "DataTransfer": {"status": "UnknownVendorId"},
    "Heartbeat": {"currentTime": "2026-03-14T09:26:53Z"},
    "StartTransaction": {"transactionId": 4711, "idTagInfo": {"status": "Accepted"}},
    "StopTransaction": {"idTagInfo": {"status": "Accepted"}},
}

type Admit = Callable[[HandshakeRequest], Awaitable[Refusal | None]]


class RecordingGate:
    """Implements `Gate`; `happenings` are the events in order, `messages` the parsed messages."""

    def __init__(self) -> None:
        self.knocks: list[HandshakeRequest] = []
        self.happenings: list[tuple[str, str | None]] = []
        self.refusals: list[tuple[str | None, str, RefusalReason]] = []
        self.messages: list[Incoming] = []
        self.connections: list[Connection] = []
        self.admission: Admit | None = None
        self.handler: CallHandler = self.answer
        self.trusted_bytes: int | None = 1 << 20
        """The message size that each connection is trusted with; None trusts none."""
        self._changed = asyncio.Condition()

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        self.knocks.append(knock)
        return None if self.admission is None else await self.admission(knock)

    def connected(self, connection: Connection) -> CallHandler:
        self.connections.append(connection)
        if self.trusted_bytes is not None:
            connection.trust(self.trusted_bytes)
        self._note("connected", connection.identity)
        return self.handler

    def disconnected(self, connection: Connection) -> None:
        self._note("disconnected", connection.identity)

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        self.refusals.append((identity, remote_address, reason))

    async def answer(self, call: Call) -> Answer:
        self.messages.append(read(call.action, call.payload))
        return Answer(ANSWERS.get(call.action, {}))

    def _note(self, what: str, identity: str | None) -> None:
        self.happenings.append((what, identity))


async def until(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds; raises TimeoutError."""
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():
            await asyncio.sleep(0.001)


class Dialler:
    """Opens websockets to a listener, as charge points do."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._open: list[ClientConnection] = []

    async def __call__(
        self,
        path: str = "/CP-1",
        *,
        subprotocols: tuple[str, ...] | None = ("ocpp1.6",),
        **options: Any,
    ) -> ClientConnection:
        """Connect; raises InvalidStatus if the listener refuses."""
        offered = None if subprotocols is None else [Subprotocol(word) for word in subprotocols]
        socket = await connect(
            f"ws://127.0.0.1:{self.listener.port}{path}",
            subprotocols=offered,
            compression=options.pop("compression", None),
            ping_interval=None,
            close_timeout=0.2,
            **options,
        )
        self._open.append(socket)
        return socket

    async def close(self) -> None:
        """Close every opened socket."""
        for socket in self._open:
            await socket.close()


async def ask(socket: ClientConnection, text: str | bytes, *, as_text: bool = True) -> Any:
    """Send a raw frame and return the next frame, parsed."""
    await socket.send(text, text=as_text)
    return await answer_of(socket)


async def answer_of(socket: ClientConnection) -> Any:
    """Return the next frame, parsed."""
    async with asyncio.timeout(TIMEOUT_S):
        return json.loads(await socket.recv())


async def assert_alive(socket: ClientConnection) -> None:
    """Assert that the connection still answers."""
    assert await ask(socket, '[2,"alive","Heartbeat",{}]') == [3, "alive", ANSWERS["Heartbeat"]]
