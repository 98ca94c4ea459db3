"""The ledger's books: what is open, what has ended, and how both come to disk and back.

What is written first is one small file: the open transactions, the sessions that ended, and the id counter. From there
sessions go to the file of their month when there is time. A crash in between costs nothing: a row that is filed twice is
one row.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import logging
from typing import Any, Protocol, Self

from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.transaction import Session, Transaction

from .group_commit import GroupCommit
from .ledger_archive import Archive
from .ledger_history import History
from .ledger_storage import LedgerStorage
from .transaction_ids import TransactionIds

_LOGGER = logging.getLogger(__name__)

_ANSWER_S = 5.0
"""An answer waits no longer for the disk: chargers give up after 15 s, and repeat what was not answered."""
_RECENT_MONTHS = 3
"""Months in which sessions are looked for that a repeated message may belong to."""
_ROWS_AT_ONCE = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions are asked for; None asks for all. The time is that of the start: `start` <= it < `end`."""

    charge_point_id: str | None = None
    connector_id: int | None = None
    id_tag: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def may_match(self, row: Any) -> bool:
        """Whether a row can be one of them, without reading it whole."""
        return isinstance(row, dict) and all(
            wanted is None or row.get(name) == wanted
            for name, wanted in (
                ("charge_point_id", self.charge_point_id),
                ("connector_id", self.connector_id),
            )
        )

    def matches(self, session: Session) -> bool:
        """Whether a session is one of them."""
        if self.charge_point_id not in {None, session.charge_point_id}:
            return False
        if self.connector_id not in {None, session.connector_id}:
            return False
        if self.id_tag is not None:
            wanted = normalise_id_tag(self.id_tag)
            if session.id_tag is None or normalise_id_tag(session.id_tag) != wanted:
                return False
        time = filed_under(session)
        return (self.start is None or self.start <= time) and (self.end is None or time < self.end)

    def covers(self, month: str) -> bool:
        """Whether a month can have some of them."""
        return (self.start is None or month >= _month_of(self.start)) and (
            self.end is None or month <= _month_of(self.end)
        )


class Books:
    """Open transactions (at most one a connector) and ended sessions, in memory first and then on disk."""

    def __init__(
        self,
        storage: LedgerStorage,
        *,
        clock: Callable[[], datetime],
        on_failure: Callable[[str | None], None],
        on_session: Callable[[Session], None],
    ) -> None:
        self.open: dict[tuple[str, int], Transaction] = {}
        self.history = History()
        self.ids = TransactionIds()
        self.written_at = _NEVER
        """When what is open was written last."""
        self._storage = storage
        self._clock = clock
        self._on_session = on_session
        self._archive = Archive(storage)
        self._unfiled: dict[int, Session] = {}
        """Ended sessions that are not yet in the file of their month."""
        self._unreadable: list[Any] = []
        """What was stored as open and nobody understands, kept as it is."""
        self._commit = GroupCommit(
            write=self._write, tidy=self._file_a_month, on_failure=on_failure
        )

    # ---- changes

    def begin(self, transaction: Transaction) -> None:
        """Add an open transaction."""
        self.open[transaction.charge_point_id, transaction.connector_id] = transaction
        self.changed()

    def end(self, transaction: Transaction, session: Session) -> Session:
        """Turn an open transaction into the session that it leaves."""
        del self.open[transaction.charge_point_id, transaction.connector_id]
        return self.file(session)

    def reopen(self, session: Session) -> Transaction:
        """Turn a provisional session back into the transaction that it was; returns that."""
        transaction = Transaction.of(session)
        self.history.discard(session)
        self.begin(transaction)
        return transaction

    def file(self, session: Session) -> Session:
        """Add an ended session, or replace it by a better one."""
        self.history.add(session)
        self._unfiled[session.session_id] = session
        self.changed()
        self._on_session(session)
        return session

    def changed(self) -> None:
        """Note that something has to be written."""
        self._commit.changed()

    async def saved(self) -> None:
        """Wait until all is on disk, or the disk refuses, or is slow."""
        await self._commit.attempted(_ANSWER_S)

    async def close(self) -> None:
        """Write the last, and end."""
        self.changed()
        await self._commit.close()

    # ---- reading

    async def load(self) -> None:
        """Read what is stored; raises OSError."""
        try:
            stored = await self._storage.load_open() or {}
        except ValueError:
            _LOGGER.exception("The open transactions are damaged and were set aside")
            stored = {}
        known = {session.session_id async for session in self._recent()}
        self._load_ended(stored)
        self._load_open(stored)
        known |= self._unfiled.keys()
        known |= {transaction.session_id for transaction in self.open.values()}
        self.ids.begin(reserved=stored.get("reserved_id"), known=known, now=self._clock())
        if self._unfiled:
            self.changed()

    async def sessions(self, wanted: SessionFilter) -> list[Session]:
        """Return sessions, oldest first, running ones included; raises OSError."""
        found: dict[int, Session] = {}
        before = self._unarchived()  # may be filed into a month that has just been read
        for month in await self._archive.months():
            if wanted.covers(month):
                async for session in self._read_month(month, wanted):
                    found[session.session_id] = session
        found |= before | self._unarchived()
        return sorted(filter(wanted.matches, found.values()), key=filed_under)

    def _unarchived(self) -> dict[int, Session]:
        """Return the sessions that are in no month's file, or newer than there, by id."""
        running = (transaction.session() for transaction in self.open.values())
        return self._unfiled | {session.session_id: session for session in running}

    async def _recent(self) -> AsyncIterator[Session]:
        """Remember the sessions that messages may still belong to."""
        for month in (await self._archive.months())[-_RECENT_MONTHS:]:
            async for session in self._read_month(month, SessionFilter()):
                self.history.add(session)
                yield session

    async def _read_month(self, month: str, wanted: SessionFilter) -> AsyncIterator[Session]:
        for number, row in enumerate(await self._archive.rows(month), start=1):
            if number % _ROWS_AT_ONCE == 0:
                await asyncio.sleep(0)
            if wanted.may_match(row) and (session := _read(Session, row)) is not None:
                yield session

    def _load_ended(self, stored: Mapping[str, Any]) -> None:
        for row in _rows(stored, "ended"):
            if (session := _read(Session, row)) is not None:
                self.history.add(session)
                self._unfiled[session.session_id] = session
            else:
                self._unreadable.append(row)

    def _load_open(self, stored: Mapping[str, Any]) -> None:
        for row in _rows(stored, "open"):
            if (transaction := _read(Transaction, row)) is None:
                self._unreadable.append(row)
            elif not self._has_ended(transaction):
                self.open[transaction.charge_point_id, transaction.connector_id] = transaction
        self._unreadable.extend(_rows(stored, "unreadable"))

    def _has_ended(self, transaction: Transaction) -> bool:
        """Whether its session was filed: an older state of what is open was restored."""
        session = self.history.of_transaction(
            transaction.charge_point_id, transaction.transaction_id
        )
        return session is not None and not session.provisional

    # ---- writing

    async def _write(self) -> None:
        self.written_at = self._clock()
        await self._storage.save_open(
            {
                "reserved_id": self.ids.reserved,
                "open": [transaction.as_dict() for transaction in self.open.values()],
                "ended": [session.as_dict() for session in self._unfiled.values()],
                "unreadable": list(self._unreadable),
            }
        )

    async def _file_a_month(self) -> bool:
        """Put the ended sessions of one month into its file; False where there are none."""
        if not self._unfiled:
            return False
        month = _month_of(filed_under(next(iter(self._unfiled.values()))))
        sessions = [
            session
            for session in self._unfiled.values()
            if _month_of(filed_under(session)) == month
        ]
        await self._archive.add(month, [session.as_dict() for session in sessions])
        for session in sessions:
            if self._unfiled.get(session.session_id) is session:
                del self._unfiled[session.session_id]
        return True


def filed_under(session: Session) -> datetime:
    """Return the time by which a session is found: its start, or its end where the start is not known."""
    return session.started_at or session.stopped_at or _NEVER


def _month_of(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m}"


class _Storable(Protocol):
    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Self: ...


def _read[T: _Storable](kind: type[T], row: Any) -> T | None:
    """Return what a row says, None where that is not understood."""
    try:
        return kind.from_dict(row)
    except ValueError as error:
        _LOGGER.warning("A row of the ledger is not understood and kept as it is: %s", error)
        return None


def _rows(stored: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = stored.get(name)
    return rows if isinstance(rows, list) else []
