"""Counters for diagnostics and system health."""

from dataclasses import dataclass, replace

from custom_components.plug_control.protocol.call_session import Traffic


@dataclass(slots=True, kw_only=True)
class Counters:
    """Counted since the central system started."""

    messages_received: int = 0
    messages_sent: int = 0
    call_errors_sent: int = 0
    answers_dropped: int = 0
    """Late, double and unknown answers."""
    malformed: int = 0
    """Texts that were no OCPP-J frames."""
    connections: int = 0
    """Sockets that were let in."""
    refused: int = 0
    """Handshakes that were refused, and sockets whose boot told who should not be in."""

    def add(self, traffic: Traffic) -> None:
        """Add what went through a connection."""
        self.messages_received += traffic.received
        self.messages_sent += traffic.sent
        self.call_errors_sent += traffic.errors_sent
        self.answers_dropped += traffic.answers_dropped
        self.malformed += traffic.malformed

    def copy(self) -> Counters:
        """Return the present figures."""
        return replace(self)
