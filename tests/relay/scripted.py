"""A back end that does what a test wants: answers, late, twice, never, with other ids, with a CALLERROR; closes; forgets."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import json
import ssl
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from .times import until

type Payload = dict[str, Any]


@dataclass(frozen=True)
class Refuse(Exception):
    """Answer with a CALLERROR."""

    code: str = "InternalError"
    description: str = ""


class Silence(Exception):
    """Do not answer."""


class HangUp(Exception):
    """Close the connection instead of answering."""


@dataclass(frozen=True)
class Odd(Exception):
    """Answer with these frames, in which `ID` stands for the message's id."""

    frames: tuple[str, ...]
    after_s: float = 0.0


@dataclass
class Heard:
    """A CALL that came."""

    identity: str
    action: str
    payload: Payload


_ANSWERS: dict[str, Payload] = {
    "Authorize": {"idTagInfo": {"status": "Accepted"}},
    "BootNotification": {
        "status": "Accepted",
        "currentTime": "2026-03-14T10:00:00Z",
        "interval": 300,
    },
    "Heartbeat": {"currentTime": "2026-03-14T10:00:00Z"},
}
type Reply = Callable[[str, Payload], Payload]


@dataclass
class ScriptedBackEnd:
    """A central system whose answers a test sets in `replies`; it recognises repeated starts (R18), or not."""

    recognises: bool = True
    subprotocols: tuple[str, ...] = ("ocpp1.6",)
    status: int | None = None
    """The HTTP status with which handshakes are refused."""
    headers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    replies: dict[str, Reply] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    """What came back for our CALLs."""
    starts: list[Payload] = field(default_factory=list)
    """The sessions that it has, by their start; a repeat is none where it recognises repeats."""
    stops: dict[int, list[Payload]] = field(default_factory=dict)
    sockets: dict[str, ServerConnection] = field(default_factory=dict)
    port: int = 0
    _server: Server | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Listen, on the same port as before."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self.port,
            process_request=self._process,
            subprotocols=[Subprotocol(each) for each in self.subprotocols] or None,
            ssl=self.tls,
            compression=None,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def close(self) -> None:
        """Be gone, as after a crash."""
        if self._server is not None:
            for each in [*self.sockets.values()]:
                each.transport.abort()
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    @property
    def url(self) -> str:
        return f"{'ws' if self.tls is None else 'wss'}://127.0.0.1:{self.port}/ocpp"

    def _process(self, _: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.status is None:
            return None
        return Response(self.status, "no", Headers(self.headers), b"")

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        identity = socket.request.path.rpartition("/")[2]
        self.sockets[identity] = socket
        try:
            async for message in socket:
                await self._take(socket, identity, json.loads(message))
        except ConnectionClosed:
            pass
        finally:
            if self.sockets.get(identity) is socket:
                del self.sockets[identity]

    async def _take(self, socket: ServerConnection, identity: str, frame: list[Any]) -> None:
        if frame[0] != 2:
            self.answers.append(frame)
            return
        _, message_id, action, payload = frame
        self.heard.append(Heard(identity, action, payload))
        try:
            answer = self.replies.get(action, self.reply)(action, payload)
        except Refuse as error:
            await socket.send(json.dumps([4, message_id, error.code, error.description, {}]))
        except Silence:
            pass
        except HangUp:
            socket.transport.abort()
        except Odd as odd:
            await asyncio.sleep(odd.after_s)
            for text in odd.frames:
                await socket.send(text.replace("ID", message_id))
        else:
            await socket.send(json.dumps([3, message_id, answer]))

    def reply(self, action: str, payload: Payload) -> Payload:
        """Answer as a back end should."""
        if action == "StartTransaction":
            return {"transactionId": self._id_of(payload), "idTagInfo": {"status": "Accepted"}}
        if action == "StopTransaction":
            self.stops.setdefault(payload["transactionId"], []).append(payload)
            return {}
        return _ANSWERS.get(action, {})

    def _id_of(self, start: Payload) -> int:
        if self.recognises and start in self.starts:
            return 9001 + self.starts.index(start)
        self.starts.append(start)
        return 9000 + len(self.starts)

    # ---- what tests look at

    def payloads(self, action: str, identity: str | None = None) -> list[Payload]:
        """Return the payloads of an action that came."""
        return [
            each.payload
            for each in self.heard
            if each.action == action and identity in (None, each.identity)
        ]

    def actions(self) -> list[str]:
        """Return the actions that came, without heartbeats and statuses."""
        beside = {"Heartbeat", "StatusNotification"}
        return [each.action for each in self.heard if each.action not in beside]

    async def until_heard(self, action: str, count: int = 1) -> list[Payload]:
        """Wait until an action came so often; return the payloads."""
        await until(lambda: len(self.payloads(action)) >= count)
        return self.payloads(action)

    async def ask(self, action: str, payload: Payload, identity: str = "CP-1") -> Any:
        """Send a CALL and return the frame of its answer."""
        await until(lambda: identity in self.sockets)
        message_id = f"ask-{len(self.answers)}"
        await self.sockets[identity].send(json.dumps([2, message_id, action, payload]))
        found: list[Any] = []

        def is_answered() -> bool:
            found[:] = [each for each in self.answers if each[1] == message_id]
            return bool(found)

        await until(is_answered)
        return found[0]
