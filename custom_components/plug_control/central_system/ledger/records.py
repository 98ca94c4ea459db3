"""Open transactions and ended sessions in memory, and how they get to disk and back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
import sqlite3

from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import BEGIN, END, SignedReading, both_ends
from custom_components.plug_control.model.transaction import Transaction

from .details import DetailsRecords
from .json_files import JsonFiles
from .ledger_file import LedgerFile
from .outbox import LedgerOutbox
from .queries.every_session import UnstoredRows
from .sqlite.contents import LedgerContents
from .sqlite.database import LedgerDatabase
from .sqlite.rows import gone_row, open_row, read_open_row, session_row, start_key
from .sqlite.salvage import Damage
from .sqlite.schema import SessionRow
from .sqlite.units import Erased, StoredMessages, Unit
from .transaction_ids import TransactionIds
from .unstored import Change, Unstored
from .writer import LedgerWriter

ANSWER_S = 5.0
"""How long an answer waits for the disk: chargers give up after 15 s, and repeat what was not answered."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class LedgerRecords:
    """Open transactions (at most one a connector) and ended sessions, in memory first and then on disk."""

    def __init__(
        self,
        database: LedgerDatabase,
        *,
        clock: Callable[[], datetime],
        on_refused: Callable[[str | None], None],
        on_full: Callable[[bool], None],
        on_session: Callable[[Session, bool], None],
        on_damage: Callable[[Damage], None],
        on_details: Callable[[int, frozenset[str]], None],
    ) -> None:
        self.open: dict[ConnectorKey, Transaction] = {}
        self.dormant: dict[ConnectorKey, Transaction] = {}
        """Starts equal to that of an ended session: repeats, unless a stop or meter values prove that they charge."""
        self.ids = TransactionIds()
        self.count = 0
        """About how many sessions there are."""
        self.written_at = _NEVER
        """When the progress of open transactions was last recorded."""
        self._clock = clock
        self._on_refused = on_refused
        self._on_full = on_full
        self._on_session = on_session
        self._unstored = Unstored()
        self._ledger_file = LedgerFile(
            database,
            self._unstored,
            newer=self._newer,
            expected=lambda: self.count - self._unstored.count_new(),
            on_damage=on_damage,
            on_mended=self._mended,
        )
        self.history = self._ledger_file.history
        self.queries = self._ledger_file.queries
        self._writer = LedgerWriter(
            database,
            self._ledger_file,
            collect=self._collect,
            meta=self._meta,
            stored=self._stored,
            on_refused=self._told_refused,
            on_full=self._told_full,
        )
        self.details = DetailsRecords(
            self._unstored,
            self.history,
            clock=clock,
            runs=self._runs,
            changed=self._writer.changed,
            on_details=on_details,
        )
        self.outbox = LedgerOutbox(
            self.history,
            self.queries,
            clock=clock,
            changed=self._writer.changed,
            saved=self.saved,
            is_nobodys=lambda number: not self._runs(number) and self._is_nobodys(number),
        )

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return self._unstored.revision

    def take_id(self, charge_point_id: str) -> int:
        """Return a new id, which no session and no transaction that the charger numbered has."""

        def is_used(number: int) -> bool:
            return (
                any(each.transaction_id == number for each in self.open.values())
                or self.history.of_transaction(charge_point_id, number) is not None
                or self.has(number)
            )

        return self.ids.take(is_used)

    def has(self, session_id: int) -> bool:
        """Whether an ended session, an open transaction or a dormant start has this id."""
        not_ended = (*self.open.values(), *self.dormant.values())
        is_not_ended = any(each.session_id == session_id for each in not_ended)
        return is_not_ended or self.history.has(session_id)

    def running(
        self, charge_point_id: str | None = None, transaction_id: int | None = None
    ) -> list[Transaction]:
        """Return the open transactions, oldest first; at most one a connector."""
        transactions = [
            each
            for each in self.open.values()
            if charge_point_id in {None, each.charge_point_id}
            and transaction_id in {None, each.transaction_id}
        ]
        return sorted(transactions, key=attrgetter("started_at"))

    # ---- changes

    def begin(self, transaction: Transaction) -> None:
        """Add an open transaction, in place of a dormant start on its connector."""
        place = transaction.charge_point_id, transaction.connector_id
        self.rouse(place)
        self.open[place] = transaction
        self._change(transaction.session_id)

    def doze(self, transaction: Transaction) -> None:
        """Add a dormant start: a repeat, unless a stop or meter values prove that it charges."""
        place = transaction.charge_point_id, transaction.connector_id
        self.rouse(place)
        self.dormant[place] = transaction
        self._change(transaction.session_id)

    def rouse(self, place: ConnectorKey) -> Transaction | None:
        """Remove a connector's dormant start and return it."""
        transaction = self.dormant.pop(place, None)
        if transaction is not None:
            self._change(transaction.session_id)
        return transaction

    def end(
        self, transaction: Transaction, session: Session, stop_key: int | None = None
    ) -> Session:
        """Replace an open transaction by its ended session, and return that."""
        del self.open[transaction.charge_point_id, transaction.connector_id]
        ended = self.file(session, stop_key)
        self.details.ended(session.session_id)
        return ended

    def reopen(self, session: Session) -> Transaction:
        """Turn a provisional session back into its open transaction, and return that."""
        transaction = Transaction.of(session)
        self.begin(transaction)
        self.outbox.reopened(session.session_id)
        self.history.put(session.session_id, None)
        self.count -= 1
        return transaction

    def file(
        self,
        session: Session,
        stop_key: int | None = None,
        *,
        has_worth: bool = False,
        anonymous: bool = False,
    ) -> Session:
        """Add an ended session, or replace it by a better one; `stop_key` is that of the message that ended it.

        `has_worth` says that its details with what it was worth come along, `anonymous` that its card was removed.

        Raises ValueError, and changes nothing, where SQLite cannot store its ids.
        """
        anonymous |= self.details.are_anonymous(session.session_id)
        row = session_row(session, self.revision + 1, stop_key, anonymous=anonymous)
        self._file(session.session_id, row)
        self._on_session(session, has_worth)
        return session

    def _file(self, session_id: int, row: SessionRow) -> None:
        is_new = not self.history.has(session_id)
        before = self._unstored.changes.get(session_id)
        self.count += is_new
        self._change(session_id, row)
        self._unstored.changes[session_id].is_new = is_new or (before is not None and before.is_new)
        self.history.put(session_id, row)

    def anonymise(self, session: Session) -> None:
        """Remove card, person, car and note of an ended session, and its signed meter values, which may contain the card."""
        session_id = session.session_id
        stopped_by = self.history.stop_key(session_id)
        self._rouse_equal(session)
        stripped = replace(session, id_tag=None, started_by=None)
        row = session_row(stripped, self.revision + 1, stopped_by, anonymous=True)
        self._file(session_id, row)
        self._unstored.erased[session_id] = Erased(session_id=session_id)
        self._unstored.signed.pop(session_id, None)
        self.outbox.erase(session_id)
        self.details.anonymise(session_id)

    def delete(self, session: Session) -> None:
        """Remove an ended session; what is left of it says only that its messages are repeats."""
        session_id = session.session_id
        gone = gone_row(session, self.revision + 1, self.history.stop_key(session_id))
        self._rouse_equal(session)
        self.history.put_gone(gone)
        self._unstored.erased[session_id] = Erased(session_id=session_id, gone=gone)
        self._unstored.signed.pop(session_id, None)
        self.details.delete(session_id)
        self.outbox.erase(session_id)
        self.count -= 1
        self._change(session_id)
        self.history.put(session_id, None)

    def _rouse_equal(self, session: Session) -> None:
        """Remove dormant starts that equal that of a session: they contain its card."""
        key = start_key(session)
        for place, dormant in [*self.dormant.items()]:
            if key is not None and start_key(dormant) == key:
                self.rouse(place)

    def keep_signed(self, session_id: int, readings: Iterable[SignedReading]) -> None:
        """Store signed meter values with a session: of one that runs, what is between its ends waits for the next commit."""
        new = [*readings]
        if not new or self._is_nobodys(session_id):
            return
        self._unstored.signed[session_id] = both_ends(
            (*self._unstored.signed.get(session_id, ()), *new)
        )
        if not self._runs(session_id) or any(each.context in {BEGIN, END} for each in new):
            self._writer.changed()

    def _runs(self, session_id: int) -> bool:
        return any(each.session_id == session_id for each in self.open.values())

    def _is_nobodys(self, session_id: int) -> bool:
        """Whether a session was deleted, or made anonymous: signed values that come late could bring its card back."""
        return self.details.are_anonymous(session_id) or self.history.is_gone(session_id)

    async def scrub(self) -> None:
        """Leave nothing of removed rows in the file; raises OSError."""
        try:
            await self._writer.scrub()
        except sqlite3.Error as error:
            self._ledger_file.on_error(error)
            raise OSError(str(error)) from error

    def progressed(self) -> None:
        """Have the progress of all open transactions stored."""
        self.written_at = self._clock()
        for transaction in self.open.values():
            self._change(transaction.session_id)

    def _change(self, session_id: int, session: SessionRow | None = None) -> None:
        self._unstored.revision += 1
        self._unstored.changes[session_id] = Change(
            number=self._writer.changed(), revision=self.revision, session=session
        )

    # ---- writing

    async def saved(self, session_id: int | None = None) -> bool:
        """Wait until all is stored, or the disk refuses or is slow; returns whether all, or this session, is stored."""
        signed = self._unstored.signed.get(session_id or 0, [])
        late = self._unstored.signed or self._unstored.details or self._unstored.erased
        if late or self.outbox.has_unstored:
            self._writer.changed()
        is_all = await self._writer.attempted(ANSWER_S)
        if session_id is None:
            return is_all
        left = self._unstored.signed.get(session_id, ())
        return session_id not in self._unstored.changes and not any(each in left for each in signed)

    async def close(self) -> None:
        """Store what is left, as far as the disk allows, and stop."""
        if self._ledger_file.is_closed:
            return
        self.outbox.close()
        self.progressed()
        if self.outbox.has_unstored:
            self._writer.changed()
        await self._ledger_file.leave()
        await self._ledger_file.close(is_idle=await self._writer.close())

    def _collect(self) -> list[Unit]:
        """Return what is not stored yet, in its present state."""
        changes = self._unstored.changes
        units = self._unstored.units(
            {
                each.session_id: open_row(
                    each, changes[each.session_id].revision, dormant=is_dormant
                )
                for shelf, is_dormant in ((self.dormant, True), (self.open, False))
                for each in shelf.values()
                if each.session_id in changes
            }
        )
        return [*units, *self.outbox.units()]

    def _meta(self) -> dict[str, int]:
        return {
            "reserved_id": self.ids.reserved,
            "revision": self.revision,
            "sessions": self.count,
        } | self.outbox.meta()

    def _stored(self, units: Sequence[Unit]) -> None:
        """Note what is on disk now, except what has changed meanwhile."""
        self._ledger_file.was_stored()
        self._unstored.stored(units, self.history)
        for unit in units:
            if isinstance(unit, StoredMessages):
                self.outbox.stored(unit)

    def _told_refused(self, error: str | None) -> None:
        self.outbox.disk_takes(refuses=error is not None)
        self._on_refused(error)

    def _told_full(self, is_full: bool) -> None:
        self.outbox.disk_takes(is_full=is_full)
        self._on_full(is_full)

    # ---- reading

    async def load(self, known_id: int = 0, known_count: int = 0) -> None:
        """Open the file and go on with its open transactions. Raises OSError.

        `known_id` and `known_count` are an id and a number of sessions known from elsewhere (0: none).
        """
        contents = await self._ledger_file.open(known_count)
        self._take(contents, known_id)
        self.outbox.load(contents)
        self._writer.start()
        if contents.is_copy:
            self._writer.changed()
        self._ledger_file.watch(contents.damages)

    def _mended(self, contents: LedgerContents) -> None:
        self.outbox.mended(contents)

    def _take(self, contents: LedgerContents, known_id: int) -> None:
        self._unstored.revision = contents.revision
        self.count = contents.count
        for row in contents.open:
            transaction = read_open_row(row)
            if transaction is not None:
                shelf = self.dormant if row.dormant else self.open
                shelf[transaction.charge_point_id, transaction.connector_id] = transaction
        self.written_at = self._clock()
        self.ids.begin(
            reserved=contents.reserved_id,
            known=[contents.highest_id, known_id],
            now=self._clock(),
            lost=(contents.is_new and known_id > 0) or bool(contents.damages),
        )

    async def signed(self, session_id: int) -> list[SignedReading]:
        """Return the signed meter values of a session in the order in which they came; raises OSError."""
        unstored = self._unstored.signed.get(session_id, [])
        stored = await self.queries.signed(session_id)
        return both_ends((*stored, *unstored))

    async def gone(self) -> set[int]:
        """Return the `identity_key` of each deleted session; raises OSError."""
        unstored = {each.gone.identity_key for each in self._unstored.erased.values() if each.gone}
        return unstored | await self.queries.gone()

    async def write_files(self, files: JsonFiles) -> int:
        """Export everything to JSON files and return the number of sessions. Raises OSError."""
        self.progressed()
        await self.saved()
        return await self.queries.ask(
            lambda db, every: files.write(db, every.view, every.details.row),
            UnstoredRows(details=self._unstored.details_rows()),
        )

    async def hold(self) -> None:
        """Store everything and keep the database's file unchanged until `release`; logs errors."""
        self.progressed()
        await self.saved()
        await self._ledger_file.hold()

    async def release(self) -> None:
        """Let the database's file change again."""
        await self._ledger_file.release()
        self._writer.look()

    def _newer(self) -> UnstoredRows:
        """Return the rows that are not stored yet, and those of running transactions in their present state."""
        return self._unstored.rows(
            (each.session_id, session_row(each.session(), self.revision))
            for each in self.open.values()
        )
