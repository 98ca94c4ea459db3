"""Open transactions and ended sessions in memory, and how they get to disk and back.

Changes that are not stored yet are kept here, by session id: an ended session, an open transaction, or neither any more.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import logging
from operator import attrgetter
import sqlite3
from typing import Any

from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import BEGIN, END, SignedReading, both_ends
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.model.worth import NO_DETAILS, SessionDetails, changed_fields

from .database import LedgerContents, LedgerDatabase
from .every_session import NOTHING_UNSTORED, UnstoredRows
from .history import History
from .json_files import JsonFiles
from .queries import LedgerQueries, SessionIdentity, SessionPage
from .rows import details_row, gone_row, open_row, read_open_row, session_row, start_key
from .salvage import Damage
from .schema import DetailsRow, OpenRow, SessionRow, migrate
from .session_filter import PresentedCard, SessionFilter
from .signed_values import signed_of
from .sqlite_file import connect, is_damage, is_refused
from .totals import Total, car_names, corrected_people, totals
from .transaction_ids import TransactionIds
from .units import Erased, StoredDetails, StoredSession, StoredSigned, Unit
from .writer import LedgerWriter

_LOGGER = logging.getLogger(__name__)

ANSWER_S = 5.0
"""How long an answer waits for the disk: chargers give up after 15 s, and repeat what was not answered."""
CHECK_AFTER_S = 60.0
"""How long after the start the file is checked for damage."""
MEND_AGAIN_S = 60.0
"""How long after a failed repair of a damaged file the next one may begin."""
DETAILS_PROGRESS = timedelta(minutes=1)
"""How often what running sessions are worth is stored at most, unless something else is."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class _Change:
    """The latest change of a session id that is not stored yet; `session` is the row where it ended."""

    number: int
    revision: int
    session: SessionRow | None = None
    is_new: bool = False
    """Whether the session was never stored."""


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
        self.history = History(database, self._on_error)
        self.ids = TransactionIds()
        self.revision = 0
        """A number that grows with each change."""
        self.count = 0
        """About how many sessions there are."""
        self.written_at = _NEVER
        """When the progress of open transactions was last recorded."""
        self._database = database
        self._clock = clock
        self._on_session = on_session
        self._on_damage = on_damage
        self._on_details = on_details
        self._questions = LedgerQueries(database, self._on_error)
        self._changes: dict[int, _Change] = {}
        self._signed: dict[int, list[SignedReading]] = {}
        """Signed meter values that are not stored yet, by session id."""
        self._details: dict[int, tuple[SessionDetails, DetailsRow]] = {}
        """Details that are not stored yet, by session id."""
        self._erased: dict[int, Erased] = {}
        """What is to be removed from disk, by session id."""
        self._details_at = _NEVER
        """When details were stored last."""
        self._is_closed = False
        self._mending: asyncio.Task[None] | None = None
        self._mend_again_at = 0.0
        self._logged_error: str | None = None
        """The last read error that was logged; it is not logged again until something was stored."""
        self._checking: asyncio.Task[None] | None = None
        self._is_copy = False
        """Whether queries use a copy in memory, since the file itself cannot be opened."""
        self._writer = LedgerWriter(
            database,
            collect=self._collect,
            meta=self._meta,
            stored=self._stored,
            on_refused=on_refused,
            on_full=on_full,
            on_error=self._on_error,
        )

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
        return any(each.session_id == session_id for each in not_ended) or self.history.has(
            session_id
        )

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
        return self.file(session, stop_key)

    def reopen(self, session: Session) -> Transaction:
        """Turn a provisional session back into its open transaction, and return that."""
        transaction = Transaction.of(session)
        self.begin(transaction)
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
        anonymous |= (self.details(session.session_id) or NO_DETAILS).anonymised
        row = session_row(session, self.revision + 1, stop_key, anonymous=anonymous)
        self._file(session.session_id, row)
        self._on_session(session, has_worth)
        return session

    def _file(self, session_id: int, row: SessionRow) -> None:
        is_new = not self.history.has(session_id)
        before = self._changes.get(session_id)
        self.count += is_new
        self._change(session_id, row)
        self._changes[session_id].is_new = is_new or (before is not None and before.is_new)
        self.history.put(session_id, row)

    def anonymise(self, session: Session) -> None:
        """Remove card, person, car and note of an ended session, and its signed meter values, which may contain the card."""
        session_id = session.session_id
        stopped_by = self.history.stop_key(session_id)
        self._rouse_equal(session)
        details = self.details(session_id) or NO_DETAILS
        stripped = replace(session, id_tag=None, started_by=None)
        row = session_row(stripped, self.revision + 1, stopped_by, anonymous=True)
        self._file(session_id, row)
        self._erased[session_id] = Erased(session_id=session_id)
        self._signed.pop(session_id, None)
        self.keep_details(session_id, details.anonymous())

    def delete(self, session: Session) -> None:
        """Remove an ended session; what is left of it says only that its messages are repeats."""
        session_id = session.session_id
        gone = gone_row(session, self.revision + 1, self.history.stop_key(session_id))
        self._rouse_equal(session)
        self.history.put_gone(gone)
        self._erased[session_id] = Erased(session_id=session_id, gone=gone)
        self._signed.pop(session_id, None)
        self._details.pop(session_id, None)
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
        self._signed[session_id] = both_ends((*self._signed.get(session_id, ()), *new))
        runs = any(each.session_id == session_id for each in self.open.values())
        if not runs or any(each.context in {BEGIN, END} for each in new):
            self._writer.changed()

    def _is_nobodys(self, session_id: int) -> bool:
        """Whether a session was deleted, or made anonymous: signed values that come late could bring its card back."""
        anonymised = (self.details(session_id) or NO_DETAILS).anonymised
        return anonymised or self.history.is_gone(session_id)

    async def scrub(self) -> None:
        """Leave nothing of removed rows in the file; raises OSError."""
        try:
            await self._writer.scrub()
        except sqlite3.Error as error:
            self._on_error(error)
            raise OSError(str(error)) from error

    def details(self, session_id: int) -> SessionDetails | None:
        """Return the details of a session, None without any."""
        unstored = self._details.get(session_id)
        return self.history.details(session_id) if unstored is None else unstored[0]

    def keep_details(self, session_id: int, details: SessionDetails) -> None:
        """Store details of a session in place of those that it has: mere progress of one that runs once a minute.

        An anonymous session stays so: of details that come late only what it is worth is kept.

        Raises ValueError, and changes nothing, for a number that is not finite.
        """
        before = self.details(session_id)
        if details.anonymised or (before is not None and before.anonymised):
            details = details.anonymous()
        if details == before or self.history.is_gone(session_id):
            return
        row = details_row(session_id, details, self.revision + 1)
        self.revision += 1
        self._details[session_id] = details, row
        now = self._clock()
        runs = any(each.session_id == session_id for each in self.open.values())
        if not (runs and _is_progress(before, details)) or (
            now - self._details_at >= DETAILS_PROGRESS
        ):
            self._details_at = now
            self._writer.changed()
        self._on_details(session_id, changed_fields(before or NO_DETAILS, details))

    def progressed(self) -> None:
        """Have the progress of all open transactions stored."""
        self.written_at = self._clock()
        for transaction in self.open.values():
            self._change(transaction.session_id)

    def _change(self, session_id: int, session: SessionRow | None = None) -> None:
        self.revision += 1
        self._changes[session_id] = _Change(
            number=self._writer.changed(), revision=self.revision, session=session
        )

    # ---- writing

    async def saved(self, session_id: int | None = None) -> bool:
        """Wait until all is stored, or the disk refuses or is slow; returns whether all, or this session, is stored."""
        signed = self._signed.get(session_id or 0, [])
        if self._signed or self._details or self._erased:
            self._writer.changed()
        is_all = await self._writer.attempted(ANSWER_S)
        if session_id is None:
            return is_all
        left = self._signed.get(session_id, ())
        return session_id not in self._changes and not any(each in left for each in signed)

    async def close(self) -> None:
        """Store what is left, as far as the disk allows, and stop."""
        if self._is_closed:
            return
        self._is_closed = True
        self.progressed()
        if self._checking is not None:
            self._checking.cancel()
        if self._mending is not None:
            await asyncio.wait({self._mending})
        is_done = await self._writer.close()
        self.history.close()
        if is_done:
            await self._writer.run(self._database.close)
        self._database.stop(wait=is_done)

    def _collect(self) -> list[Unit]:
        """Return what is not stored yet, in its present state."""
        not_ended = {each.session_id: (each, True) for each in self.dormant.values()}
        not_ended |= {each.session_id: (each, False) for each in self.open.values()}

        def opened(session_id: int, revision: int) -> OpenRow | None:
            if (found := not_ended.get(session_id)) is None:
                return None
            transaction, is_dormant = found
            return open_row(transaction, revision, dormant=is_dormant)

        return [
            *(
                StoredSession(
                    session_id=session_id,
                    change=change.number,
                    session=change.session,
                    open=opened(session_id, change.revision),
                )
                for session_id, change in self._changes.items()
            ),
            *(
                StoredSigned(session_id=session_id, readings=tuple(readings))
                for session_id, readings in self._signed.items()
            ),
            *(StoredDetails(row=row) for _, row in self._details.values()),
            *self._erased.values(),
        ]

    def _meta(self) -> dict[str, int]:
        return {
            "reserved_id": self.ids.reserved,
            "revision": self.revision,
            "sessions": self.count,
        }

    def _stored(self, units: Sequence[Unit]) -> None:
        """Note what is on disk now, except what has changed meanwhile."""
        self._logged_error = None
        if self._is_copy:
            self._is_copy = False
            self._look_up_in(None)
        for unit in units:
            if isinstance(unit, StoredSigned):
                self._stored_signed(unit)
                continue
            if isinstance(unit, StoredDetails):
                if self._details.get(unit.session_id, (None, None))[1] is unit.row:
                    del self._details[unit.session_id]
                continue
            if isinstance(unit, Erased):
                if self._erased.get(unit.session_id) is unit:
                    del self._erased[unit.session_id]
                    self.history.forget_gone(unit.session_id)
                continue
            change = self._changes.get(unit.session_id)
            if change is not None and change.number == unit.change:
                del self._changes[unit.session_id]
                self.history.forget(unit.session_id)

    def _stored_signed(self, unit: StoredSigned) -> None:
        unstored = self._signed.get(unit.session_id, ())
        if left := [each for each in unstored if each not in unit.readings]:
            self._signed[unit.session_id] = left
        else:
            self._signed.pop(unit.session_id, None)

    # ---- a file that cannot be read

    def _on_error(self, error: sqlite3.Error) -> None:
        """Begin to repair a damaged file; log any other read error, once."""
        if not is_damage(error):
            if str(error) != self._logged_error:
                self._logged_error = str(error)
                _LOGGER.warning("The ledger's file cannot be read: %s", error)
        elif self._mending is None and self._database.path is not None and not self._is_closed:
            loop = asyncio.get_running_loop()
            if loop.time() >= self._mend_again_at:
                _LOGGER.error("The ledger's file is damaged: %s", error)
                self._mending = loop.create_task(self._mend(), name="ledger")

    async def _mend(self) -> None:
        """Replace the damaged file by a new one with what can be read; until then only what is not stored yet is found."""
        try:
            self._look_up_in(connect(None))
            stored = self.count - sum(change.is_new for change in self._changes.values())
            damage = await self._writer.run(lambda: self._database.mend(stored))
            await self._writer.run(self._database.open)
            self._look_up_in(None)
        except (OSError, sqlite3.Error) as error:
            _LOGGER.error("The ledger's damaged file could not be mended: %s", error)
            self._mend_again_at = asyncio.get_running_loop().time() + MEND_AGAIN_S
            # Until the next attempt, use what can be read of it
            with suppress(sqlite3.Error):
                self._look_up_in(None)
        else:
            self._on_damage(damage)
        finally:
            self._mending = None

    def _look_up_in(self, db: sqlite3.Connection | None) -> None:
        """Query the file (None) or another database from now on; raises sqlite3.Error."""
        if db is not None:
            migrate(db)
        self.history.open(db)
        for session_id, change in self._changes.items():
            self.history.put(session_id, change.session)

    # ---- reading

    async def load(self, known_id: int = 0, known_count: int = 0) -> None:
        """Open the file and go on with its open transactions. Raises OSError.

        `known_id` and `known_count` are an id and a number of sessions known from elsewhere (0: none).
        """
        self._database.start()
        try:
            contents = await self._open(known_count)
        except BaseException as error:
            self._database.stop(wait=isinstance(error, Exception))
            if isinstance(error, sqlite3.Error):
                raise OSError(str(error)) from error
            raise
        self._take(contents, known_id)
        self._writer.start()
        if contents.is_copy:
            self._writer.changed()
        if self._database.path is not None:
            self._checking = asyncio.get_running_loop().create_task(self._check(), name="ledger")
        for damage in contents.damages:
            self._on_damage(damage)

    async def _check(self) -> None:
        await asyncio.sleep(CHECK_AFTER_S)
        with suppress(OSError):
            await self.check()

    async def _open(self, known_count: int) -> LedgerContents:
        """Open the file, or a copy of it in memory where the disk refuses, so that cars can charge.

        Raises OSError, sqlite3.Error.
        """
        try:
            contents = await self._writer.run(lambda: self._database.open(known_count))
            self.history.open()
        except sqlite3.Error as error:
            if not is_refused(error):
                raise
            _LOGGER.error("The ledger's file cannot be written to: %s", error)
            contents, copy = await self._writer.run(self._database.copy)
            contents.is_copy = self._is_copy = True
            self.history.open(copy)
        return contents

    def _take(self, contents: LedgerContents, known_id: int) -> None:
        self.revision = contents.revision
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

    async def sessions(self, wanted: SessionFilter) -> list[Session]:
        """Return sessions, oldest first, running ones included; raises OSError."""
        return await self._questions.sessions(self._newer(), wanted)

    async def fold[T](self, wanted: SessionFilter, fold: Callable[[Iterator[Session]], T]) -> T:
        """Call `fold` in a thread with the sessions, running ones included, and return its result; raises OSError."""
        return await self._questions.fold(self._newer(), wanted, fold)

    async def fold_details[T](
        self, wanted: SessionFilter, fold: Callable[[Iterator[tuple[Session, SessionDetails]]], T]
    ) -> T:
        """Call `fold` in a thread with the sessions and their details, and return its result; raises OSError."""
        return await self._questions.fold_details(self._newer(), wanted, fold)

    async def times(self, since: float, step: int) -> list[float]:
        """Return the times (s since 1970) of every `step`th stored session from `since` on, in order; raises OSError."""
        return await self._questions.times(since, step)

    async def page(self, wanted: SessionFilter, **how: Any) -> SessionPage:
        """Return a page of sessions, running ones included; raises OSError."""
        unstored = {session_id: len(each) for session_id, each in self._signed.items()}
        return await self._questions.page(self._newer(), wanted, unstored_signed=unstored, **how)

    async def signed(self, session_id: int) -> list[SignedReading]:
        """Return the signed meter values of a session in the order in which they came; raises OSError."""
        unstored = self._signed.get(session_id, [])
        stored = await self._questions.ask(
            NOTHING_UNSTORED, lambda db, every: signed_of(db, session_id)
        )
        return both_ends((*stored, *unstored))

    async def check(self) -> None:
        """Check the file for damage; repair begins in the background where there is some. Raises OSError."""
        await self._questions.check()

    async def identities(self) -> set[SessionIdentity]:
        """Return what tells each session, running ones included, from every other one; raises OSError."""
        return await self._questions.identities(self._newer())

    async def gone(self) -> set[int]:
        """Return the `identity_key` of each deleted session; raises OSError."""
        unstored = {each.gone.identity_key for each in self._erased.values() if each.gone}
        return unstored | await self._questions.gone()

    async def write_files(self, files: JsonFiles) -> int:
        """Export everything to JSON files and return the number of sessions. Raises OSError."""
        self.progressed()
        await self.saved()
        return await self._questions.ask(
            UnstoredRows(details=[row for _, row in self._details.values()]),
            lambda db, every: files.write(db, every.view, every.details.row),
        )

    async def hold(self) -> None:
        """Store everything and keep the database's file unchanged until `release`; logs errors."""
        self.progressed()
        await self.saved()
        try:
            await self._writer.run(self._database.hold)
        except sqlite3.Error as error:
            self._on_error(error)
        except OSError as error:
            _LOGGER.warning("The ledger's file could not be held for a backup: %s", error)

    async def release(self) -> None:
        """Let the database's file change again."""
        await self._writer.run(self._database.release)
        self._writer.look()

    async def shown(self) -> set[PresentedCard]:
        """Return each charge point, connector and card that sessions have together; raises OSError."""
        return await self._questions.shown(self._newer())

    async def without_worth(self, since: datetime | None) -> list[Session]:
        """Return ended sessions without a final worth, as `LedgerQueries.without_worth` does; raises OSError."""
        return await self._questions.without_worth(self._newer(), since)

    async def totals(self, wanted: SessionFilter, **how: Any) -> list[Total]:
        """Return totals of sessions, running ones included, as `totals.totals` does; raises OSError."""
        return await totals(self._questions, self._newer(), wanted, **how)

    async def car_names(self, car_ids: Collection[str]) -> dict[str, str]:
        """Return the name that each car had in its latest session; raises OSError."""
        return await car_names(self._questions, self._newer(), car_ids)

    async def corrected_people(self) -> dict[int, str]:
        """Return the persons to whom sessions were corrected, by session id; raises OSError."""
        return await corrected_people(self._questions, self._newer())

    def _newer(self) -> UnstoredRows:
        """Return the rows that are not stored yet, and those of running transactions in their present state."""
        newer = {session_id: change.session for session_id, change in self._changes.items()}
        for transaction in self.open.values():
            row = session_row(transaction.session(), self.revision)
            newer[transaction.session_id] = row
        return UnstoredRows([*newer.items()], [row for _, row in self._details.values()])


def _is_progress(before: SessionDetails | None, details: SessionDetails) -> bool:
    """Whether nothing but what a session is worth by now has changed."""
    return before is not None and replace(before, worth=None) == replace(details, worth=None)
