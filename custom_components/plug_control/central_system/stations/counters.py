"""Counters for diagnostics and system health."""

from dataclasses import dataclass, replace

from custom_components.plug_control.protocol.call_session import Traffic


@dataclass(slots=True, kw_only=True)
class Counters:
    """Counts since the central system started."""

    messages_received: int = 0
    messages_sent: int = 0
    call_errors_sent: int = 0
    answers_dropped: int = 0
    """Answers that were late, double, or to no CALL of ours."""
    malformed: int = 0
    """Texts that are no OCPP-J frames."""
    connections: int = 0
    """Connections that were accepted."""
    refused: int = 0
    """Refused handshakes, and connections that were refused at their BootNotification."""

    def add(self, traffic: Traffic) -> None:
        """Add the traffic of a connection."""
        self.messages_received += traffic.received
        self.messages_sent += traffic.sent
        self.call_errors_sent += traffic.errors_sent
        self.answers_dropped += traffic.answers_dropped
        self.malformed += traffic.malformed

    def copy(self) -> Counters:
        """Return a copy that no longer changes."""
        return replace(self)
