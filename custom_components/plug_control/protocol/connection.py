"""One open socket of a charge point."""

from collections import deque
from typing import Any

from .session import Direction


class Connection:
    """One open socket; `identity` is None until the BootNotification told the serial number (decision 3)."""

    identity: str | None
    remote_address: str
    subprotocol: str | None
    opened_at: float
    latency_s: float | None
    frames: deque[tuple[float, Direction, str]]

    @property
    def is_open(self) -> bool:
        """Whether a CALL could be sent."""
        raise NotImplementedError

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return the answer's payload; raises the CommandErrors of `Session.call`."""
        raise NotImplementedError

    async def ping(self, timeout_s: float) -> float | None:
        """Return the latency in seconds, or None when no pong came in time."""
        raise NotImplementedError

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close the socket; returns within a bounded time."""
        raise NotImplementedError

    def trust(self) -> None:
        """Allow the frame size of a configured charge point, from the next frame on."""
        raise NotImplementedError
