"""The open port: handshakes, identities, subprotocol, limits (R1–R3, decision 16)."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
import logging
import os
import socket as tcp
from typing import Any, Protocol, cast

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from .admission import Budget, FailureQueue, UntrustedBudget, UntrustedSockets, network_of
from .authentication import HandshakeRequest, IdentityError, is_identity
from .call_session import CallHandler
from .connection import Connection
from .errors import ListenerError
from .first_bytes import Encryption, FirstBytes, TlsFailure, TlsSource
from .handshake import (
    SUBPROTOCOL,
    choose_subprotocol,
    read_knock,
    respond,
    tls_of,
    wants_websocket,
    welcome,
)
from .loop_budget import LoopBudget
from .websocket import WebSocket

_PORT_SCAN = "opening handshake failed"
"""What websockets before version 17 logs, with a traceback, for a peer that speaks no HTTP."""

_LOGGER = logging.getLogger(__name__)
_WEBSOCKETS_LOGGER = logging.getLogger(f"{__name__}.websockets")
_WEBSOCKETS_LOGGER.setLevel(logging.ERROR)  # Below that it logs every frame, secrets included.
_WEBSOCKETS_LOGGER.addFilter(lambda record: record.msg != _PORT_SCAN)

_BACKLOG = 1024
"""How many connections may wait in the operating system to be accepted."""
_ACCEPTED_AT_A_STRETCH = 8
"""How many connections asyncio accepts in one go before it serves the others: after a power cut all come at once."""
_TURNS_TO_OPEN = 2
"""How many turns of the event loop asyncio takes from accepting a connection until its protocol knows of it."""
_REFUSALS_A_SECOND = 20
"""How many refusals a second one network gets, of those that the gate does not decide."""
_LONGEST_WAIT_S = 5.0
_COMPLAINTS_PERIOD_S = 60.0
"""How often the log mentions oversized messages of one network: no peer can fill it."""
_MAX_PORT = 65535
_PROTOCOL_ERROR = 1002


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerConfig:
    """Where to listen (`host` None: on all addresses), and the limits."""

    host: str | None = None
    port: int = 9016
    second_port: int | None = None
    """Another port, for chargers that must dial one of their own for TLS; both take plain connections and TLS."""
    require_subprotocol: bool = True
    max_stranger_frame_bytes: int = 16 << 10
    """The longest message before a charge point is trusted: a BootNotification has 500 bytes."""
    max_sockets: int = 1000
    max_stranger_sockets: int = 512
    """How many sockets of untrusted peers may be open: not confirmed, or without identity yet."""
    handshake_timeout_s: float = 10.0
    close_timeout_s: float = 2.0
    stuck_timeout_s: float = 20.0
    """How long a peer may leave what we send unread."""
    call_timeout_s: float = 30.0
    ping_interval_s: float = 30.0
    pong_timeout_s: float = 20.0
    silence_limit_s: float = 900.0
    """How long a peer that never answers pings may be silent before its connection is closed."""


class RefusalReason(StrEnum):
    """Why the listener refused a peer without asking the gate."""

    BROWSER = "browser"
    """It did not ask for a websocket."""
    ENCRYPTED = "encrypted"
    """It spoke TLS, and there is no certificate to show it."""
    FOREIGN_CERTIFICATE = "foreign_certificate"
    IDENTITY_INVALID = "identity_invalid"
    SERVER_NOT_TRUSTED = "server_not_trusted"
    SUBPROTOCOL_MISSING = "subprotocol_missing"
    TLS_FAILED = "tls_failed"
    TLS_TOO_OLD = "tls_too_old"
    TOO_MANY_CONNECTIONS = "too_many_connections"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The HTTP response to a refused handshake; the charge point gets `reason`."""

    status: HTTPStatus
    reason: str = ""


class Gate(Protocol):
    """Decides about handshakes, and learns of connections and refusals."""

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Return why a handshake is refused, or None to accept it; cancelled when the handshake takes too long."""

    def connected(self, connection: Connection) -> CallHandler:
        """Note that a connection is open, and return the handler of its CALLs."""

    def disconnected(self, connection: Connection) -> None:
        """Note that a connection is closed; called exactly once after `connected`."""

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Note a refusal that the gate did not decide; at most once a minute for the same peer and reason."""


class Listener:
    """The open port and its connections.

    `config` may be replaced while it listens: new handshake settings apply from the next handshake on.
    """

    def __init__(self, config: ListenerConfig, gate: Gate, tls: TlsSource | None = None) -> None:
        """Listen with `tls`, or without TLS."""
        self.config = config
        self._gate = gate
        self._tls = tls or _no_tls
        self._servers: list[Server] = []
        self._encryption: Encryption
        self._turn: LoopBudget
        self._sockets: set[WebSocket] = set()
        self._undecided: set[asyncio.Task[Any]] = set()
        """Handshakes that wait for their response."""
        self._connections: dict[WebSocket, Connection] = {}
        self._strangers = UntrustedSockets[WebSocket](config.max_stranger_sockets)
        self._budget = UntrustedBudget()
        self._refusals = FailureQueue[str](_REFUSALS_A_SECOND, _LONGEST_WAIT_S)
        self._complaints = Budget[str](1, _COMPLAINTS_PERIOD_S)
        self._reports = Budget[tuple[str, RefusalReason]](1, 60.0)

    # --- the port ---------------------------------------------------------------------------------

    async def start(self) -> None:
        """Bind the ports. Raises ListenerError."""
        config = self.config
        self._turn = LoopBudget()
        self._encryption = Encryption(
            self._tls,
            turn=self._turn,
            on_failure=self._not_encrypted,
            handshake_timeout_s=config.handshake_timeout_s,
            close_timeout_s=config.close_timeout_s,
        )
        for port in [config.port] + ([config.second_port] if config.second_port else []):
            try:
                self._servers.append(await self._listen(port))
            except OSError as err:
                await self.stop()
                raise ListenerError(config.host, port, err.strerror or str(err)) from err

    async def _listen(self, port: int) -> Server:
        """Bind a port. Raises OSError."""
        config = self.config
        if not 0 <= port <= _MAX_PORT:  # The operating system would take it modulo 65536.
            raise OSError("there is no such port")
        server = await serve(
            self._serve,
            config.host,
            port,
            process_request=self._process_request,
            select_subprotocol=_select_subprotocol,
            compression=None,
            server_header=None,
            open_timeout=config.handshake_timeout_s,
            ping_interval=None,
            close_timeout=config.close_timeout_s,
            max_size=config.max_stranger_frame_bytes,
            logger=_WEBSOCKETS_LOGGER,
            create_connection=cast("type[ServerConnection]", self._await_first_bytes),
            backlog=_ACCEPTED_AT_A_STRETCH,
        )
        for sock in server.sockets:
            _let_wait(sock.fileno(), _BACKLOG)
        return server

    async def stop(self) -> None:
        """Close the ports and every socket, within the closing time-out and a second."""
        if not self._servers:
            return
        await self._accept_no_more()
        await self._encryption.stop()
        for handshake in self._undecided:
            handshake.cancel()
        for socket in self._sockets - self._connections.keys():
            socket.abort()
        for server in self._servers:
            server.close()
        try:
            async with asyncio.timeout(self.config.close_timeout_s + 1):
                await asyncio.gather(*(server.wait_closed() for server in self._servers))
        except TimeoutError:
            _LOGGER.warning("Some connections did not close in time")
            for socket in set(self._sockets):
                socket.abort()
        self._servers.clear()

    async def _accept_no_more(self) -> None:
        """Let the connections that were accepted just now open: asyncio forgets them unclosed if the server closes first."""
        loop = asyncio.get_running_loop()
        for server in self._servers:
            for sock in server.sockets:
                loop.remove_reader(sock.fileno())
        for _ in range(_TURNS_TO_OPEN):
            await asyncio.sleep(0)

    @property
    def port(self) -> int:
        """The bound port; the configured one while nothing is bound."""
        return self.ports[0] if self._servers else self.config.port

    @property
    def ports(self) -> list[int]:
        """The bound ports."""
        return [next(iter(server.sockets)).getsockname()[1] for server in self._servers]

    @property
    def connections(self) -> Collection[Connection]:
        """The open connections."""
        return self._connections.values()

    # --- sockets ----------------------------------------------------------------------------------

    def _await_first_bytes(
        self, protocol: ServerProtocol, server: Server, **options: Any
    ) -> FirstBytes:
        websocket = WebSocket(
            protocol,
            server,
            on_lost=self._lost,
            on_trusted=self._strangers.leave,
            turn=self._turn,
            stuck_timeout_s=self.config.stuck_timeout_s,
            **options,
        )
        return FirstBytes(
            websocket,
            on_accepted=self._accepted,
            on_lost=self._lost,
            encrypt=self._encryption.begin,
            timeout_s=self.config.handshake_timeout_s,
        )

    def _accepted(self, socket: WebSocket) -> None:
        if len(self._sockets) >= self.config.max_sockets:
            self._report(None, socket.address, RefusalReason.TOO_MANY_CONNECTIONS)
            socket.abort()
        else:
            socket.allowance = self._budget.allowance(socket.address)
            self._sockets.add(socket)
            self._strangers.enter(socket)

    def _lost(self, socket: WebSocket) -> None:
        self._strangers.leave(socket)
        self._sockets.discard(socket)

    def _not_encrypted(self, socket: WebSocket, failure: TlsFailure) -> None:
        self._report(None, socket.address, RefusalReason(failure.value))
        self._lost(socket)

    # --- the handshake ----------------------------------------------------------------------------

    async def _process_request(
        self, connection: ServerConnection, request: Request
    ) -> Response | None:
        """Return the response that refuses a request, or None to continue the handshake."""
        handshake = asyncio.current_task()
        assert handshake is not None
        self._undecided.add(handshake)
        try:
            return await self._respond(cast("WebSocket", connection), request)
        finally:
            self._undecided.remove(handshake)

    async def _respond(self, socket: WebSocket, request: Request) -> Response | None:
        await self._turn.room()
        if not wants_websocket(request):
            await self._refuse(None, socket.address, RefusalReason.BROWSER)
            return welcome()
        try:
            tls = tls_of(socket.transport)
            socket.knock = knock = read_knock(request, socket.address, tls)
        except IdentityError as err:
            _LOGGER.debug("Refused %s: its identity is %s", socket.address, err)
            await self._refuse(None, socket.address, RefusalReason.IDENTITY_INVALID)
            return respond(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase)
        if self._lacks_subprotocol(knock):
            # It gets a websocket and then a close frame (R1); the gate gives it no place.
            return None
        return await self._ask_gate(knock)

    def _lacks_subprotocol(self, knock: HandshakeRequest) -> bool:
        return self.config.require_subprotocol and choose_subprotocol(knock.subprotocols) is None

    async def _ask_gate(self, knock: HandshakeRequest) -> Response | None:
        try:
            refusal = await self._gate.admit(knock)
        except Exception:  # The boundary to the gate: the peer gets a response in any case.
            _LOGGER.exception("Deciding about a handshake from %s failed", knock.remote_address)
            refusal = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        if refusal is None:
            return None
        return respond(refusal.status, refusal.reason or refusal.status.phrase)

    async def _refuse(self, identity: str | None, address: str, reason: RefusalReason) -> None:
        """Report a refusal to the gate, then wait for the turn of its network, which slows repeated ones."""
        self._report(identity, address, reason)
        network = network_of(address)
        await self._refusals.turn(network)
        self._refusals.failed(network)

    def _report(self, identity: str | None, address: str, reason: RefusalReason) -> None:
        """Report a refusal to the gate, once a minute for the same reason and identity, or address without an identity."""
        if self._reports.spend((identity or address, reason)):
            self._gate.refused(identity, address, reason)

    # --- open sockets -----------------------------------------------------------------------------

    async def _serve(self, websocket: ServerConnection) -> None:
        socket = cast("WebSocket", websocket)
        knock = socket.knock
        if self._lacks_subprotocol(knock):
            await self._refuse(knock.identity, socket.address, RefusalReason.SUBPROTOCOL_MISSING)
            await socket.close(_PROTOCOL_ERROR, f"the subprotocol {SUBPROTOCOL} is required")
            return
        assert socket.request is not None
        assert socket.response is not None
        # They would take 6 kB as long as the connection lasts.
        socket.request.headers.clear()
        socket.response.headers.clear()
        connection = self._connection(socket, knock)
        handler = self._gate.connected(connection)
        self._connections[socket] = connection
        try:
            await connection.serve(handler)
        finally:
            del self._connections[socket]
            self._gate.disconnected(connection)
            await connection.finished()

    def _connection(self, socket: WebSocket, knock: HandshakeRequest) -> Connection:
        config = self.config
        return Connection(
            socket,
            knock=knock,
            turn=self._turn,
            complaints=self._complaints,
            call_timeout_s=config.call_timeout_s,
            ping_interval_s=config.ping_interval_s,
            pong_timeout_s=config.pong_timeout_s,
            silence_limit_s=config.silence_limit_s,
            close_timeout_s=config.close_timeout_s,
        )


async def _no_tls(_: str) -> None:
    """Stand in for the TLS settings where there are none."""


def _let_wait(file_number: int, backlog: int) -> None:
    """Set the backlog of a listening socket; asyncio accepts as many connections in one go as its own backlog says."""
    with tcp.socket(fileno=os.dup(file_number)) as listening:
        listening.listen(backlog)


def _select_subprotocol(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    chosen = choose_subprotocol(offered)
    return None if chosen is None else Subprotocol(chosen)


__all__ = [
    "Connection",
    "Gate",
    "HandshakeRequest",
    "Listener",
    "ListenerConfig",
    "Refusal",
    "RefusalReason",
    "TlsSource",
    "is_identity",
]
