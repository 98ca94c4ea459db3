"""Tell TLS from plain HTTP by the first byte of a connection, and take it to its websocket either way."""

import asyncio
from asyncio.sslproto import SSLProtocol
from collections.abc import Awaitable, Callable
from enum import StrEnum
import logging
from math import ceil
import ssl
from typing import Final, cast, override

from .admission import FailureQueue, UntrustedSockets, network_of
from .loop_budget import LoopBudget
from .websocket import WebSocket

TLS_HANDSHAKE: Final = 0x16
"""The first byte of a TLS connection (RFC 8446, 5.1); no HTTP request begins with it."""
MAX_HANDSHAKES: Final = 64
"""How many TLS handshakes may be under way; one more drops the oldest of the network that has most."""
HANDSHAKES_A_SECOND: Final = 50
"""How many TLS handshakes one network gets, one after the other: each costs up to 10 ms on a small computer."""
LONGEST_WAIT_S: Final = 5.0

_LOGGER = logging.getLogger(__name__)

type TlsSource = Callable[[str], Awaitable[ssl.SSLContext | None]]
"""Returns the present TLS settings for a peer's address; None where there are none."""


class TlsFailure(StrEnum):
    """Why a connection did not become encrypted."""

    NO_TLS = "encrypted"
    """There is no certificate to show."""
    TOO_MANY = "too_many_connections"
    TOO_OLD = "tls_too_old"
    """It knows no version from TLS 1.2 on, or none of the suites."""
    SERVER_NOT_TRUSTED = "server_not_trusted"
    """It refused our certificate."""
    FOREIGN_CERTIFICATE = "foreign_certificate"
    """It showed a client certificate that our certificate authority did not sign."""
    BROKEN_OFF = "tls_failed"
    """It broke off, took too long, or did not speak TLS."""


_TOO_OLD: Final = frozenset(
    {"UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW", "NO_SHARED_CIPHER", "WRONG_SSL_VERSION"}
)
_NOT_TRUSTED: Final = (
    "UNKNOWN_CA",
    "BAD_CERTIFICATE",
    "CERTIFICATE_UNKNOWN",
    "CERTIFICATE_EXPIRED",
    "UNSUPPORTED_CERTIFICATE",
)
"""Parts of the names of alerts by which a peer refuses our certificate (RFC 8446, 6.2)."""


def failure_of(error: BaseException | None) -> TlsFailure:
    """Return what the error of a TLS handshake means; None: the peer closed the connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return TlsFailure.FOREIGN_CERTIFICATE
    reason = (getattr(error, "reason", None) or "") if isinstance(error, ssl.SSLError) else ""
    if reason in _TOO_OLD:
        return TlsFailure.TOO_OLD
    if any(part in reason for part in _NOT_TRUSTED):
        return TlsFailure.SERVER_NOT_TRUSTED
    return TlsFailure.BROKEN_OFF


class _Tls(SSLProtocol):
    """asyncio's TLS, but its buffer is not 256 KiB for each connection, and a refused peer gets the alert that says why."""

    max_size = 16 << 10

    @override
    def _on_handshake_complete(self, handshake_exc: BaseException | None) -> None:
        if isinstance(handshake_exc, ssl.SSLError):
            self._process_outgoing()  # type: ignore[attr-defined] # typeshed leaves it out
        super()._on_handshake_complete(handshake_exc)


class Encryption:
    """Does the TLS handshakes of a port: few at a time, and slowly for a network that wants many."""

    def __init__(
        self,
        source: TlsSource,
        *,
        turn: LoopBudget,
        on_failure: Callable[[WebSocket, TlsFailure], None],
        handshake_timeout_s: float,
        close_timeout_s: float,
    ) -> None:
        self._source = source
        self._turn = turn
        self._on_failure = on_failure
        self._handshake_timeout_s = handshake_timeout_s
        self._close_timeout_s = close_timeout_s
        self._queue = FailureQueue[str](HANDSHAKES_A_SECOND, LONGEST_WAIT_S)
        self._under_way = UntrustedSockets[WebSocket](MAX_HANDSHAKES)
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, websocket: WebSocket, data: bytes) -> None:
        """Do the handshake of an accepted connection whose first bytes are `data`, then open its websocket."""
        websocket.wire.pause_reading()
        task = asyncio.get_running_loop().create_task(self._open(websocket, data))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End the handshakes that are under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _open(self, websocket: WebSocket, data: bytes) -> None:
        failure: TlsFailure | None = TlsFailure.BROKEN_OFF
        try:
            async with asyncio.timeout(self._handshake_timeout_s):
                failure = await self._handshake(websocket, data)
        except TimeoutError:
            pass
        finally:
            self._under_way.leave(websocket)
            if failure is not None:
                websocket.abort()
                self._on_failure(websocket, failure)

    async def _handshake(self, websocket: WebSocket, data: bytes) -> TlsFailure | None:
        network = network_of(websocket.address)
        if not await self._queue.turn(network):
            return TlsFailure.TOO_MANY
        self._queue.failed(network)  # each one counts, since strangers can break off late
        context = await self._context(websocket.address)
        if context is None:
            return TlsFailure.NO_TLS
        await self._turn.room()
        if websocket.wire.is_closing():
            return TlsFailure.BROKEN_OFF
        self._under_way.enter(websocket)
        done = asyncio.get_running_loop().create_future()
        tls = _Tls(
            asyncio.get_running_loop(),
            websocket,
            context,
            done,
            server_side=True,
            ssl_handshake_timeout=ceil(self._handshake_timeout_s),
            ssl_shutdown_timeout=ceil(self._close_timeout_s),
        )
        websocket.wire.set_protocol(tls)
        tls.connection_made(websocket.wire)
        _feed(tls, data)
        websocket.wire.resume_reading()
        try:
            await done
        except OSError as error:
            return failure_of(error)
        return None if websocket.is_made else TlsFailure.BROKEN_OFF

    async def _context(self, address: str) -> ssl.SSLContext | None:
        try:
            return await self._source(address)
        except Exception:  # The boundary to the certificates: plain connections go on.
            _LOGGER.exception("There is no certificate for TLS")
            return None


def _feed(tls: SSLProtocol, data: bytes) -> None:
    """Give bytes that were read already to a protocol that reads into a buffer of its own."""
    view = memoryview(data)
    while view:
        buffer = tls.get_buffer(len(view))
        size = min(len(buffer), len(view))
        buffer[:size] = view[:size]
        tls.buffer_updated(size)
        view = view[size:]


class FirstBytes(asyncio.Protocol):
    """Waits for the first bytes of a connection, and hands it over to its websocket or to the TLS handshake."""

    def __init__(
        self,
        websocket: WebSocket,
        *,
        on_accepted: Callable[[WebSocket], None],
        on_lost: Callable[[WebSocket], None],
        encrypt: Callable[[WebSocket, bytes], None],
        timeout_s: float,
    ) -> None:
        self.protocol = websocket.protocol
        """websockets takes this for its connection, and asks for its protocol when it selects the subprotocol."""
        self._websocket = websocket
        self._on_accepted = on_accepted
        self._on_lost = on_lost
        self._encrypt = encrypt
        self._timeout_s = timeout_s
        self._deadline: asyncio.TimerHandle

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        wire = cast("asyncio.Transport", transport)
        self._websocket.accepted(wire)
        self._deadline = asyncio.get_running_loop().call_later(self._timeout_s, wire.abort)
        self._on_accepted(self._websocket)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        self._on_lost(self._websocket)

    @override
    def data_received(self, data: bytes) -> None:
        self._deadline.cancel()
        if data[0] == TLS_HANDSHAKE:
            self._encrypt(self._websocket, data)
            return
        wire = self._websocket.wire
        wire.set_protocol(self._websocket)
        self._websocket.connection_made(wire)
        self._websocket.data_received(data)
