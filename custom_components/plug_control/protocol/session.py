"""One connection's remote procedure calls: correlation, one CALL of ours at a time, deadlines; no sockets inside (J4)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .frames import Call


class Direction(StrEnum):
    """Which way a frame went."""

    RECEIVED = "received"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Answer:
    """The payload of a CALLRESULT; `after` runs once it was handed to the socket."""

    payload: dict[str, Any]
    after: Callable[[], None] | None = None


type CallHandler = Callable[[Call], Awaitable[Answer]]
"""Answers a CALL; a PayloadError becomes the CALLERROR that it names, any other exception an InternalError."""

type FrameTap = Callable[[Direction, str], None]
"""Sees every frame, unbounded and unredacted."""


class Session:
    """The RPC of one connection."""

    def __init__(
        self,
        *,
        send: Callable[[str], Awaitable[None]],
        handle: CallHandler,
        tap: FrameTap | None = None,
        call_timeout_s: float = 30.0,
        max_waiting: int = 50,
        max_handling: int = 50,
    ) -> None:
        raise NotImplementedError

    def receive(self, text: str | bytes) -> None:
        """Take one frame in; never raises."""
        raise NotImplementedError

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return its answer; raises OfflineError, CallTimeoutError, CallErrorReceived, QueueFullError."""
        raise NotImplementedError

    def close(self) -> None:
        """Fail every waiting call at once."""
        raise NotImplementedError
