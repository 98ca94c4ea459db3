"""The ledger: transactions while they run, and the sessions that they leave; nothing is ever lost (decisions 6 to 8).

Everything is recorded in memory at once, in the order of the messages; `saved` waits until it is on disk, and many who
wait share one write. An answer to StartTransaction or StopTransaction is given after `saved`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.transaction import Session, StopReason, Transaction
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction


class LedgerStorage(Protocol):
    """Where the ledger is kept: one small file for what is open, and one file of session rows a month."""

    async def load_open(self) -> dict[str, Any] | None:
        """Return what `save_open` stored, None where there is none; raises OSError, or ValueError where it is unreadable.

        An unreadable file was set aside (renamed) before ValueError is raised, so that the next save destroys nothing.
        """

    async def save_open(self, data: dict[str, Any]) -> None:
        """Store; returns when it is on disk; raises OSError."""

    async def months(self) -> list[str]:
        """Return the months that have rows, such as "2026-11"; raises OSError."""

    async def load_month(self, month: str) -> list[dict[str, Any]]:
        """Return the rows of a month, none where there are none; raises OSError and ValueError as `load_open` does."""

    async def save_month(self, month: str, rows: list[dict[str, Any]]) -> None:
        """Store the rows of a month; returns when they are on disk; raises OSError."""


class StopKind(StrEnum):
    """What a StopTransaction did."""

    ENDED = "ended"
    """It ended a running transaction."""
    CORRECTED = "corrected"
    """Its transaction had been closed without it; the session now has the charger's own figures."""
    REPEATED = "repeated"
    """It was recorded before; nothing changed."""
    UNKNOWN = "unknown"
    """Nobody knows its transaction; it is kept as a session of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What a StartTransaction did; the answer carries `transaction_id`."""

    transaction_id: int
    transaction: Transaction | None
    """The transaction that now runs on the connector; None where it is over already (a late replay)."""
    repeated: bool
    """The same start was recorded before: no new session, no event."""
    superseded: Session | None = None
    """The session of the transaction that was still open on the connector and that this start ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """What a StopTransaction did; `id_tag` is the session's, for the answer's idTagInfo."""

    kind: StopKind
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """The open transaction that meter values belong to; `adopted` when it was found by them just now."""

    transaction: Transaction | None
    adopted: bool = False


class Ledger:
    """Transactions and sessions of all charge points."""

    def __init__(
        self,
        storage: LedgerStorage,
        *,
        clock: Callable[[], datetime],
        on_problem: Callable[[Problem, str | None], None] = lambda problem, detail: None,
    ) -> None:
        """`on_problem` gets the problem with a printable detail, and with None once it is gone."""
        raise NotImplementedError

    async def load(self) -> None:
        """Read what is stored; open transactions go on. Damage is reported and set aside, never raised."""
        raise NotImplementedError

    async def close(self) -> None:
        """Write what is not yet written, as far as the disk lets it, and end the writing."""
        raise NotImplementedError

    async def saved(self) -> None:
        """Wait until all that was recorded is on disk; returns, too, when the disk refuses or is slow (R15); never raises."""
        raise NotImplementedError

    def start(
        self, charge_point_id: str, message: StartTransaction, *, remote: bool = False
    ) -> Started:
        """Record a StartTransaction and number it; a repeated one gets the same number (R18)."""
        raise NotImplementedError

    def stop(
        self,
        charge_point_id: str,
        message: StopTransaction,
        *,
        reasons: Mapping[str, StopReason] | None = None,
    ) -> Stopped:
        """Record a StopTransaction; it never touches another charge point's transaction (R20).

        `reasons` says what this charger means by a reason, "" being none at all (C2EU: PowerLoss is a full car).
        """
        raise NotImplementedError

    def meter_values(
        self,
        charge_point_id: str,
        connector_id: int,
        transaction_id: int | None,
        meter: Meter,
        *,
        adopt: bool = True,
    ) -> Metered:
        """Credit what the connector's meter has just taken in to the transaction that runs there.

        A transaction id that nobody knows is adopted as a running transaction when nothing else runs on the connector.
        """
        raise NotImplementedError

    def close_transactions(
        self, charge_point_id: str, connector_id: int | None = None
    ) -> list[Session]:
        """End the open transactions of a charge point or connector without their stop, as estimates (a late stop corrects)."""
        raise NotImplementedError

    def open_transactions(self, charge_point_id: str | None = None) -> list[Transaction]:
        """Return the open transactions, oldest first; at most one a connector."""
        raise NotImplementedError

    def open_transaction(
        self,
        charge_point_id: str,
        *,
        connector_id: int | None = None,
        transaction_id: int | None = None,
    ) -> Transaction | None:
        """Return the charge point's open transaction by connector or by id."""
        raise NotImplementedError

    async def sessions(
        self,
        *,
        charge_point_id: str | None = None,
        connector_id: int | None = None,
        id_tag: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> list[Session]:
        """Return the sessions that began at `start` or later and before `end`, oldest first, running ones included."""
        raise NotImplementedError


class MemoryStorage(LedgerStorage):
    """A ledger's storage in memory, for tests and for use without Home Assistant."""
