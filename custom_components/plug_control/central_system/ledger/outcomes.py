"""What a message changed in the ledger."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.plug_control.model.transaction import Session, Transaction


class StopKind(StrEnum):
    """What a StopTransaction did."""

    ENDED = "ended"
    """It ended a running transaction."""
    CORRECTED = "corrected"
    """Its transaction had been closed without it; the session now has the charger's own figures."""
    REPEATED = "repeated"
    """It was recorded before; nothing changed."""
    UNKNOWN = "unknown"
    """Its transaction is unknown; it was recorded as a session of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOutcome:
    """What a StartTransaction did; the answer carries `transaction_id`."""

    transaction_id: int
    transaction: Transaction | None
    """The transaction that now runs on the connector; None where it is over (a late repeat or replay)."""
    repeated: bool
    """The same start was recorded before: no new session, no event."""
    superseded: Session | None = None
    """The session of the transaction that was still open on the connector and that this start ended."""
    over: Session | None = None
    """The session of a start that was replayed after its charge is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOutcome:
    """What a StopTransaction did, and to which session."""

    kind: StopKind
    session: Session
    before: Session | None = None
    """The session before it was corrected."""
    is_new: bool = False
    """Its start had counted as a repeat, or never came: nobody has heard of it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterOutcome:
    """The open transaction that meter values belong to; `adopted` where they have just opened it."""

    transaction: Transaction | None
    adopted: bool = False
    is_new: bool = False
    """Its start had counted as a repeat, or never came: nobody has heard of it before."""


NOTHING_RUNS = MeterOutcome(transaction=None)
