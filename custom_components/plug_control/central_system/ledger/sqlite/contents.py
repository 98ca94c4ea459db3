"""What the ledger's file holds when it is opened."""

from dataclasses import dataclass, field

from custom_components.plug_control.model.relaying import RelayedSession

from .outbox_rows import StoredQueue
from .salvage import Damage
from .schema import OpenRow


@dataclass(slots=True, kw_only=True)
class LedgerContents:
    """What the file holds when the ledger is loaded."""

    open: list[OpenRow] = field(default_factory=list)
    revision: int = 0
    reserved_id: int | None = None
    highest_id: int = 0
    count: int = 0
    """Number of sessions."""
    is_new: bool = False
    """Nothing was stored: this is the first start, or everything was lost."""
    damages: list[Damage] = field(default_factory=list)
    queues: list[StoredQueue] = field(default_factory=list)
    """What waits for back ends."""
    relayed: list[RelayedSession] = field(default_factory=list)
    """What these know of sessions of which more may come."""
    highest_message_id: int = 0
    was_held: bool = False
    """The file is a restored backup, or a backup was cut off while it was made."""
    is_copy: bool = False
    """Read into memory, since the file cannot be written to."""
