"""The ledger: open transactions and the sessions that they become; nothing is ever lost (decisions 6 to 8).

Everything is recorded in memory at once, in the order of the messages; `saved` waits until it is on disk, and callers that
wait at the same time share one commit. StartTransaction and StopTransaction are answered after `saved`.

A start that equals an earlier one gets the same id (R18), even if that transaction has ended: most are repeats. If it was
another charge after all (a clock that stands still, two starts in a second), its stop or its meter values prove it, and it
becomes a session of its own with that id. Starts that differ never get the same id (R16).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter, Quantity
from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.signed_reading import SignedReading, signed_readings
from custom_components.plug_control.model.transaction import Session, StopReason, Transaction
from custom_components.plug_control.protocol.messages import (
    MeterValue,
    StartTransaction,
    StopTransaction,
)

from .imports import import_files
from .json_files import JsonFiles
from .outcomes import NOTHING_RUNS, MeterOutcome, StartOutcome, StopKind, StopOutcome
from .queries.counted import Counted
from .queries.flat_rows import StoredCharge
from .queries.people import People
from .queries.queries import SessionPage
from .queries.reader import LedgerReader
from .queries.session_filter import PresentedCard, SessionFilter, shown_of
from .queries.totals import Total, TotalsBy
from .records import LedgerRecords
from .removal import anonymise, delete
from .sqlite.database import LedgerDatabase
from .sqlite.salvage import Damage
from .starts import StartRecorder
from .stops import StopRecorder

__all__ = [
    "Counted",
    "Damage",
    "Ledger",
    "LedgerDatabase",
    "MeterOutcome",
    "People",
    "PresentedCard",
    "SessionFilter",
    "SessionPage",
    "StartOutcome",
    "StopKind",
    "StopOutcome",
    "StoredCharge",
    "Total",
    "TotalsBy",
    "shown_of",
]

_PROGRESS = timedelta(minutes=15)
"""How often the progress of running transactions is stored; it matters only if a stop is lost."""


class Ledger(LedgerReader):
    """Transactions and sessions of all charge points."""

    def __init__(
        self,
        database: LedgerDatabase,
        *,
        clock: Callable[[], datetime],
        on_problem: Callable[[Problem, str | None], None] = lambda problem, detail: None,
        on_session: Callable[[Session, bool], None] = lambda session, has_worth: None,
        on_damage: Callable[[Damage], None] = lambda damage: None,
        on_details: Callable[[int, frozenset[str]], None] = lambda session_id, changed: None,
        on_deleted: Callable[[frozenset[int], datetime], None] = lambda session_ids, since: None,
    ) -> None:
        """`on_problem` gets the problem with a printable detail, and with None once it is gone.

        `on_session` gets each session that ends, and each that is corrected, and whether its worth came along; `on_damage` each file that could not be read.
        `on_details` gets the id of each session whose details changed, and the fields that did;
        `on_deleted` the ids of deleted sessions, and when the first of them was.
        """
        self._clock = clock
        self._on_deleted = on_deleted
        self._records = LedgerRecords(
            database,
            clock=clock,
            on_refused=lambda error: on_problem(Problem.LEDGER_NOT_WRITABLE, error),
            on_full=lambda is_full: on_problem(Problem.DISK_FULL, "" if is_full else None),
            on_session=on_session,
            on_damage=on_damage,
            on_details=on_details,
        )
        super().__init__(self._records.queries)
        self.outbox = self._records.outbox
        """What waits for back ends, and what they know of sessions."""
        self._starts = StartRecorder(self._records, clock)
        self._stops = StopRecorder(self._records, clock)

    async def load(self, mark: Mapping[str, Any] | None = None) -> None:
        """Open the file and go on with its open transactions; `mark` is what `mark()` returned last. Raises OSError."""
        known = {name: value for name, value in (mark or {}).items() if type(value) is int}
        await self._records.load(known.get("reserved_id", 0), known.get("sessions", 0))

    async def close(self) -> None:
        """Store what is not stored yet, as far as the disk allows, and stop writing."""
        await self._records.close()

    async def saved(self, session_id: int | None = None) -> bool:
        """Wait until all that was recorded is on disk, or the disk refuses or is slow; never raises.

        Returns whether everything, or the session with this id, is on disk.
        """
        return await self._records.saved(session_id)

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return self._records.revision

    def mark(self) -> dict[str, int]:
        """Return what to keep elsewhere in case the file is lost: an id above all given ones, and the number of sessions."""
        return {"reserved_id": self._records.ids.reserved, "sessions": self._records.count}

    # ---- starts and stops

    def start(
        self,
        charge_point_id: str,
        message: StartTransaction,
        *,
        remote: bool = False,
        started_by: str | None = None,
        refused: str | None = None,
    ) -> StartOutcome:
        """Record a StartTransaction and give it a transaction id; a repeat gets the same one (R18).

        `refused` is the status with which its idTag will be refused, for what it charged or charges all the same.
        """
        return self._starts.start(
            charge_point_id, message, remote=remote, started_by=started_by, refused=refused
        )

    def stop(
        self,
        charge_point_id: str,
        message: StopTransaction,
        *,
        reasons: Mapping[str, StopReason] | None = None,
    ) -> StopOutcome:
        """Record a StopTransaction; it never touches another charge point's transaction (R20).

        `reasons` maps this charger's reasons to what they mean, "" for an absent one (C2EU: PowerLoss is a full car).
        """
        stopped = self._stops.stop(charge_point_id, message, reasons or {})
        signed = signed_readings(message.meter_values, self._clock())
        self._records.keep_signed(stopped.session.session_id, signed)
        return stopped

    def close_transactions(
        self, charge_point_id: str, connector_id: int | None = None
    ) -> list[Session]:
        """End the open transactions of a charge point or connector without their stops; return their estimated sessions.

        A late stop corrects its session.
        """
        for place in [*self._records.dormant]:
            if place[0] == charge_point_id and connector_id in {None, place[1]}:
                self._records.rouse(place)
        return [
            self._records.end(transaction, transaction.end_without_stop(now=self._clock()))
            for transaction in self.open_transactions(charge_point_id)
            if connector_id in {None, transaction.connector_id}
        ]

    # ---- meter values

    def meter_values(
        self,
        charge_point_id: str,
        connector_id: int,
        transaction_id: int | None,
        meter: Meter,
        *,
        adopt: bool = True,
    ) -> MeterOutcome:
        """Update the transaction that runs on a connector from its meter, whatever id the meter values name.

        If none runs, `adopt` makes one of the id that they name: a session that was closed without its stop is opened
        again when power flows, and an unknown id is adopted as a running transaction.
        """
        running = self._records.open.get((charge_point_id, connector_id))
        metered = NOTHING_RUNS if running is None else MeterOutcome(transaction=running)
        if running is None and transaction_id is not None and adopt and connector_id > 0:
            metered = self._starts.adopt(charge_point_id, connector_id, transaction_id, meter)
        if metered.transaction is not None:
            _observe(metered.transaction, meter)
            if self._clock() - self._records.written_at >= _PROGRESS:
                self._records.progressed()
        return metered

    def keep_signed(
        self,
        charge_point_id: str,
        connector_id: int,
        transaction_id: int | None,
        elements: Sequence[MeterValue],
    ) -> None:
        """Keep the signed meter values of the transaction that they name, or of the one that runs on the connector.

        Those of no transaction are dropped.
        """
        owner = self.owner(charge_point_id, connector_id, transaction_id)
        if owner is not None:
            self._records.keep_signed(owner.session_id, signed_readings(elements, self._clock()))

    def owner(
        self, charge_point_id: str, connector_id: int, transaction_id: int | None
    ) -> Transaction | Session | None:
        """Return whose meter values are: of the transaction that they name, else of the one that runs on the connector."""
        owner: Transaction | Session | None = None
        if transaction_id is not None:
            owner = self.open_transaction(charge_point_id, transaction_id=transaction_id)
            owner = owner or self._records.history.of_transaction(charge_point_id, transaction_id)
        return owner or self._records.open.get((charge_point_id, connector_id))

    # ---- details

    def details(self, session_id: int) -> SessionDetails | None:
        """Return the details of a session, stored or not; None without any."""
        return self._records.details.of(session_id)

    def keep_details(self, session_id: int, details: SessionDetails) -> None:
        """Store details of a session, running or ended, in place of those that it has.

        Only the ledger's caller knows what to keep of earlier ones: change what `details` returns. Mere progress of a running
        session's worth is stored once a minute, all else with the next commit. Raises ValueError for a number that is not
        finite.
        """
        self._records.details.keep(session_id, details)

    async def anonymise(self, session_ids: Collection[int]) -> int:
        """Remove who charged from ended sessions: card, user, person, car, note, and signed meter values.

        Energy, times and worth stay. Nothing of what was removed is in the file when it returns; returns how many
        sessions were changed. Raises OSError.
        """
        return await anonymise(self._records, session_ids)

    def date(self, session: Session) -> None:
        """Note that an ended session that no clock dates has ended by now."""
        stopped_by = self._records.history.stop_key(session.session_id)
        self._records.file(replace(session, heard_at=self._clock()), stopped_by, has_worth=True)

    async def delete(self, session_ids: Collection[int]) -> int:
        """Delete ended sessions; nothing of them is in the file when it returns. Returns how many; raises OSError.

        Messages that repeat theirs are known as repeats (R18).
        """
        deleted, since = await delete(self._records, session_ids)
        if since is not None:
            self._on_deleted(deleted, since)
        return len(deleted)

    # ---- queries

    def session(self, session_id: int) -> Session | None:
        """Return a session, running or ended; None where there is none or the disk cannot be read."""
        for running in self._records.open.values():
            if running.session_id == session_id:
                return running.session()
        return self._records.history.of_id(session_id)

    def open_transactions(self, charge_point_id: str | None = None) -> list[Transaction]:
        """Return the open transactions, oldest first; at most one a connector."""
        return self._records.running(charge_point_id)

    def open_transaction(
        self,
        charge_point_id: str,
        *,
        connector_id: int | None = None,
        transaction_id: int | None = None,
    ) -> Transaction | None:
        """Return the charge point's open transaction by connector or by id."""
        running = self._records.running(charge_point_id, transaction_id)
        return next((each for each in running if connector_id in {None, each.connector_id}), None)

    def awaits_stop(self, charge_point_id: str, transaction_id: int | None) -> bool:
        """Whether a transaction runs, or was closed without its stop."""
        if transaction_id is None:
            return False
        if self.open_transaction(charge_point_id, transaction_id=transaction_id) is not None:
            return True
        ended = self._records.history.of_transaction(charge_point_id, transaction_id)
        return ended is not None and ended.provisional

    async def write_files(self, files: JsonFiles) -> int:
        """Export everything to JSON files and return the number of sessions; raises OSError."""
        return await self._records.write_files(files)

    async def read_files(self, files: JsonFiles) -> int:
        """Import the sessions that are not here yet and return their number; raises OSError and, for wrong files, ValueError."""
        return await import_files(self._records, files, self._clock())

    async def signed(self, session_id: int) -> list[SignedReading]:
        """Return the signed meter values of a session in the order in which they came; raises OSError."""
        return await self._records.signed(session_id)

    async def hold(self) -> None:
        """Store everything and keep the database's file unchanged until `release`, for a backup; logs errors."""
        await self._records.hold()

    async def release(self) -> None:
        """Let the database's file change again."""
        await self._records.release()


def _observe(transaction: Transaction, meter: Meter) -> None:
    """Update a transaction from its connector's meter."""
    power = meter.readings.get((Quantity.POWER_IMPORT_W, None))
    if power is not None and power.at >= transaction.started_at:
        transaction.observe_power(power.value, at=power.at)
    if (register := meter.register) is not None:
        transaction.observe_register(
            register.raw_wh,
            register.lifetime_wh,
            at=register.at,
            estimated_wh=register.estimated_wh,
            restarted_wh=register.restarted_wh,
        )
    transaction.mark_hours()
