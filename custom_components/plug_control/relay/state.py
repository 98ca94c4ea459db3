"""What is shown of a back end, and of one charge point's connection to it."""

from dataclasses import dataclass, field
from datetime import datetime

from custom_components.plug_control.model.relaying import QueueLength
from custom_components.plug_control.protocol.errors import DialError, Trouble

__all__ = ["BackEndState", "DialError", "LinkState", "Trouble"]


@dataclass(slots=True, kw_only=True)
class LinkState:
    """One charge point's connection to a back end."""

    identity: str
    """The charge point's identity there."""
    wanted: bool = False
    """Whether there is to be a connection: the charge point is connected, or messages wait."""
    connected: bool = False
    """Whether the back end has accepted it, and the connection is open."""
    trouble: Trouble | None = None
    """Why it is not, since when."""
    detail: str = ""
    """What the back end says; printable, foreign text."""
    trouble_since: datetime | None = None
    last_delivered_at: datetime | None = None
    delivered: int = 0
    """Messages of transactions that the back end has answered, since the start."""
    refused: int = 0
    """Messages of transactions that it answered with an error, since the start."""
    last_error: str | None = None
    """What it last answered against one; printable, foreign text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndState:
    """A back end with all its connections."""

    paused: bool
    connected: bool
    """Whether every connection that is wanted is there; False where none is wanted."""
    links: dict[str, LinkState] = field(default_factory=dict)
    """By our identity of the charge point."""
    queue: QueueLength = field(default_factory=QueueLength)
    last_delivered_at: datetime | None = None
    delivered: int = 0
    refused: int = 0
    trouble: Trouble | None = None
    """The trouble that has lasted longest."""
    detail: str = ""
    last_error: str | None = None
