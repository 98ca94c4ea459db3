"""The open port: who is let in, who answers what a socket sends, and what is noted of a refusal."""

from functools import partial

from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.protocol.call_session import CallHandler
from custom_components.plug_control.protocol.listener import (
    Connection,
    HandshakeRequest,
    Listener,
    ListenerConfig,
    Refusal,
    RefusalReason,
)

from .messages.handlers import Handlers
from .reception.gate import Gatekeeper
from .reception.reception import Reception
from .stations import client_certificates
from .stations.context import Context
from .stations.refused_callers import RefusalCause
from .stations.settings import CentralSystemSettings


class Port:
    """The port of a central system; implements `protocol.listener.Gate`."""

    def __init__(
        self,
        context: Context,
        gatekeeper: Gatekeeper,
        reception: Reception,
        handlers: Handlers,
        tls: client_certificates.TlsSettings | None,
    ) -> None:
        """Build what listens; `tls` None: without TLS."""
        self._context = context
        self._gatekeeper = gatekeeper
        self._reception = reception
        self._handlers = handlers
        source = None if tls is None else client_certificates.asking(context, tls)
        self._listener = Listener(_listener_config(context.settings), self, source)
        self._is_listening = False

    @property
    def number(self) -> int:
        """The bound port; the configured one before `start`."""
        return self._listener.port

    @property
    def is_listening(self) -> bool:
        """Whether it listens; no more as soon as `leave` was called."""
        return self._is_listening

    async def start(self) -> None:
        """Load what is revoked, and listen. Raises ListenerError."""
        await client_certificates.load_revocations(self._context)
        await self._listener.start()
        self._is_listening = True

    def leave(self) -> None:
        """Listen no more from now on; `stop` closes what is open."""
        self._is_listening = False

    async def stop(self) -> None:
        """Close every socket, in bounded time."""
        self._gatekeeper.stop()
        await self._listener.stop()

    def settings_changed(self) -> None:
        """Apply the new settings to the next handshakes."""
        self._listener.config = _listener_config(self._context.settings)

    # ---- protocol.listener.Gate

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Decide within the handshake; return the refusal, or None to accept."""
        return await self._gatekeeper.admit(knock)

    def connected(self, connection: Connection) -> CallHandler:
        """Register an open connection and return the handler of its CALLs."""
        return partial(self._handlers.handle, self._reception.connected(connection))

    def disconnected(self, connection: Connection) -> None:
        """Release the place of a closed connection."""
        self._reception.disconnected(connection)

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Count and remember a refused handshake; raise a problem where a configured charge point lacks the subprotocol."""
        self._context.refused_callers.note(identity, remote_address, RefusalCause(reason.value))
        if reason is RefusalReason.BROWSER:
            return
        self._context.counters.refused += 1
        client_certificates.handshake_failed(self._context, remote_address, reason)
        station = self._context.registry.stations.get(identity or "")
        if station is not None and reason is RefusalReason.SUBPROTOCOL_MISSING:
            self._context.problem_found(station, Problem.SUBPROTOCOL_MISSING, remote_address)


def _listener_config(settings: CentralSystemSettings) -> ListenerConfig:
    return ListenerConfig(
        host=settings.host,
        port=settings.port,
        require_subprotocol=settings.require_subprotocol,
        second_port=settings.second_port,
    )
