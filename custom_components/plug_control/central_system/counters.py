"""What the central system counts, for diagnostics and system health."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Counters:
    """Counted since the central system started."""

    messages_received: int = 0
    messages_sent: int = 0
    call_errors_sent: int = 0
    connections: int = 0
    refused: int = 0
