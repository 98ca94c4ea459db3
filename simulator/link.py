"""The websocket of a charge point: reconnects, writes in order, and can fail in the ways of a real network."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
import logging
import socket
import ssl
from typing import Final, override
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidURI, WebSocketException
from websockets.frames import Frame as WebSocketFrame, Opcode
from websockets.protocol import Event
from websockets.typing import Subprotocol

from .clock import Clock, sleep

SUBPROTOCOL: Final = "ocpp1.6"
CONNECT_TIMEOUT_S: Final = 10.0
SETUP_FAILED_WAIT_S: Final = 20.0
CLOSE_TIMEOUT_S: Final = 1.0

_LOGGER = logging.getLogger(__name__)


def basic_authorization(username: str, password: str | bytes) -> str:
    """Return the value of the Authorization header (OCPP-J 1.6, section 6.2.2); encodes text as UTF-8."""
    secret = password.encode() if isinstance(password, str) else password
    return "Basic " + base64.b64encode(username.encode() + b":" + secret).decode()


def without_user(url: str) -> str:
    """Return `url` without user and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def nothing() -> None:
    """Do nothing; the default of callbacks."""


class _Close:
    """Outbox item: close after everything before it is written."""


class _Ping:
    """Outbox item: send an empty ping."""


@dataclass(slots=True, kw_only=True)
class LinkEvents:
    """Callbacks of a link to the software above, all from the event loop."""

    opened: Callable[[], object] = nothing
    closed: Callable[[], object] = nothing
    text: Callable[[str], object] = field(default=lambda text: None)
    pong: Callable[[], object] = nothing
    sent: Callable[[str], object] = field(default=lambda text: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """URL and behaviour of a link; times in s of the network clock.

    `reconnect_s` maps the number of attempts since the last success to the wait before the next one.
    """

    url: str
    headers: Callable[[], Mapping[str, str]] = field(default=dict)
    tls: Callable[[], ssl.SSLContext | None] = field(default=lambda: None)
    """The TLS settings of the next connection, which then uses wss: whatever the URL says; None: none of its own."""
    reconnect_s: Callable[[int], float]
    network_poll_s: float = 5.0


class _Connection(ClientConnection):
    """A connection that reports every pong and sends pings without waiting for pongs."""

    pong_callback: Callable[[], object] = staticmethod(nothing)

    @override
    def process_event(self, event: Event) -> None:
        if isinstance(event, WebSocketFrame) and event.opcode is Opcode.PONG:
            self.pong_callback()
        super().process_event(event)

    async def send_empty_ping(self) -> None:
        async with self.send_context():
            self.protocol.send_ping(b"")


class _Connect(connect):
    """Connects without following redirects: only HTTP 101 is success (C2EU: subprotocol)."""

    @override
    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Link:
    """Keeps one websocket open, and reconnects after its end."""

    def __init__(
        self,
        options: LinkOptions,
        events: LinkEvents,
        *,
        clock: Clock,
        network_up: Callable[[], bool],
    ) -> None:
        """Prepare; waits use `clock`, the network clock, and connects happen only while `network_up()`."""
        self._options = options
        self._events = events
        self._clock = clock
        self._network_up = network_up
        self._connection: _Connection | None = None
        self._outbox: asyncio.Queue[str | _Close | _Ping] = asyncio.Queue()
        self._unwritten = 0
        self._hung: list[_Connection] = []
        self._abandoned: asyncio.Event = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._killed = False
        self._waiting = False

    @property
    def waiting(self) -> bool:
        """Whether it waits before the next attempt to connect."""
        return self._waiting

    @property
    def is_open(self) -> bool:
        """Whether the websocket is open."""
        return self._connection is not None

    @property
    def unwritten(self) -> int:
        """How many items wait in the outbox."""
        return self._unwritten if self.is_open else 0

    def start(self) -> None:
        """Connect, and reconnect whenever the connection ends."""
        self._task = asyncio.create_task(self._run())

    def kill(self) -> None:
        """Drop the connection for good and call no callbacks any more: the software above ends."""
        self._killed = True
        self.drop()
        self._connection = None
        if self._task is not None:
            self._task.cancel()

    async def wait_ended(self) -> None:
        """After `kill`, wait until its task has ended, and abort the half-open connections."""
        if self._task is not None:
            with suppress(asyncio.CancelledError):
                await self._task
        for connection in self._hung:
            connection.transport.abort()

    def send(self, text: str) -> bool:
        """Queue `text` for sending; return False without a connection."""
        if self._connection is None:
            return False
        self._put(text)
        self._events.sent(text)
        return True

    def ping(self) -> None:
        """Send an empty ping; does nothing without a connection."""
        if self._connection is not None:
            self._put(_Ping())

    def close(self) -> None:
        """Send what is queued, then close with a closing handshake."""
        if self._connection is not None:
            self._put(_Close())

    def drop(self) -> None:
        """Break the connection at once: loses what is queued, without a closing handshake (1006)."""
        if self._connection is not None:
            self._connection.transport.abort()
            self._abandoned.set()

    def hang(self) -> None:
        """Leave the connection half open: the peer gets nothing more from it, not even its end."""
        if self._connection is not None:
            self._connection.transport.pause_reading()
            self._hung.append(self._connection)
            self._abandoned.set()

    # ---- the loop

    async def _run(self) -> None:
        failures = 0
        while True:
            if not self._network_up():
                await self._wait(self._options.network_poll_s)
                continue
            failures += 1
            wait_s = self._options.reconnect_s(failures)
            try:
                connection = await self._dial()
            except (InvalidURI, socket.gaierror) as error:
                _LOGGER.info("cannot dial: %s", error)
                wait_s = max(wait_s, SETUP_FAILED_WAIT_S)
            except (OSError, TimeoutError, WebSocketException) as error:
                _LOGGER.info("not connected: %s", error)
            else:
                failures = 0
                await self._serve(connection)
            await self._wait(wait_s)

    async def _wait(self, seconds: float) -> None:
        self._waiting = True
        await sleep(self._clock, seconds)
        self._waiting = False

    async def _dial(self) -> _Connection:
        tls = self._options.tls()
        url = self._options.url
        connection = await _Connect(
            url if tls is None else url.replace("ws:", "wss:", 1),
            ssl=tls,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers=self._options.headers(),
            user_agent_header=None,
            compression=None,
            ping_interval=None,
            max_size=None,
            proxy=None,
            open_timeout=CONNECT_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
            create_connection=_Connection,
        )
        assert isinstance(connection, _Connection)
        if connection.subprotocol != SUBPROTOCOL:
            connection.transport.abort()
            raise ConnectionAbortedError(f"the server chose no subprotocol {SUBPROTOCOL}")
        return connection

    async def _serve(self, connection: _Connection) -> None:
        connection.pong_callback = self._events.pong
        self._outbox = asyncio.Queue()
        self._unwritten = 0
        self._abandoned = asyncio.Event()
        self._connection = connection
        tasks = [
            asyncio.create_task(self._read(connection)),
            asyncio.create_task(self._write(connection)),
            asyncio.create_task(self._abandoned.wait()),
        ]
        try:
            self._events.opened()
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._connection = None
            for task in tasks:
                task.cancel()
            if connection not in self._hung:
                connection.transport.abort()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception):
                    _LOGGER.error("a frame could not be handled", exc_info=outcome)
        if not self._killed:
            self._events.closed()

    async def _read(self, connection: _Connection) -> None:
        with suppress(ConnectionClosed):
            async for text in connection:
                if isinstance(text, str) and not self._killed:
                    self._events.text(text)

    async def _write(self, connection: _Connection) -> None:
        with suppress(ConnectionClosed):
            while True:
                match await self._outbox.get():
                    case str(text):
                        await connection.send(text)
                    case _Ping():
                        await connection.send_empty_ping()
                    case _Close():
                        await connection.close()
                self._unwritten -= 1

    def _put(self, item: str | _Close | _Ping) -> None:
        self._unwritten += 1
        self._outbox.put_nowait(item)
