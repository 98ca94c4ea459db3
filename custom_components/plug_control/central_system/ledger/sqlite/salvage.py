"""Repair a damaged ledger: rename it, save what can be read into a new file, count what was lost."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
import logging
from pathlib import Path
import sqlite3
from typing import Any

from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.transaction import Transaction

from .outbox_rows import checked_outbox, checked_relayed, is_answered, is_further
from .pages import DamagedFile, Record, Value
from .rows import (
    checked_gone,
    details_of_row,
    details_row,
    open_row,
    read_signed_row,
    session_row,
    signed_row,
)
from .schema import (
    INSERT_DETAILS,
    INSERT_GONE,
    INSERT_OPEN,
    INSERT_OUTBOX,
    INSERT_RELAYED,
    INSERT_SESSION,
    INSERT_SIGNED,
    DetailsRow,
    GoneRow,
    OpenRow,
    OutboxRow,
    RelayedRow,
    SessionRow,
    SignedRow,
    migrate,
    transaction,
)

_LOGGER = logging.getLogger(__name__)

_SALVAGED = ".salvaged"
_COUNTERS = frozenset({"reserved_id", "revision", "message_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """An unreadable file: where it is kept now, and how many of its sessions were saved and lost (None: unknown)."""

    path: Path
    saved: int | None = None
    lost: int | None = None


@dataclass(slots=True)
class Salvage:
    """The rows that could be read."""

    sessions: dict[int, SessionRow] = field(default_factory=dict)
    open: dict[int, OpenRow] = field(default_factory=dict)
    signed: dict[int, SignedRow] = field(default_factory=dict)
    details: dict[int, DetailsRow] = field(default_factory=dict)
    gone: dict[int, GoneRow] = field(default_factory=dict)
    outbox: dict[int, OutboxRow] = field(default_factory=dict)
    relayed: dict[tuple[str, int], RelayedRow] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    indexed: set[int] = field(default_factory=set)
    """Ids of sessions that have index entries."""

    def take(self, record: Record, *, of_table: bool) -> None:
        """Add a row of one of the ledger's tables, unless a newer one is there; raises TypeError and ValueError."""
        rowid, columns = record
        if not of_table:
            if len(columns) == 2 and isinstance(columns[0], int):
                self.indexed.add(rowid)
        elif (take := self._takers.get(len(columns))) is not None:
            take(rowid, columns)

    @property
    def _takers(self) -> dict[int, Callable[[int, list[Value]], None]]:
        """What takes a row of a table, by the number of its columns: by that the tables are told apart."""
        return {
            len(SessionRow._fields): self._take_session,
            len(DetailsRow._fields): self._take_details,
            len(GoneRow._fields): self._take_gone,
            len(OpenRow._fields): self._take_open,
            len(SignedRow._fields): self._take_signed,
            len(OutboxRow._fields): self._take_message,
            len(RelayedRow._fields): self._take_relayed,
            2: self._take_counter,
        }

    def _take_counter(self, _: int, columns: list[Value]) -> None:
        name, value = columns
        if name in _COUNTERS and isinstance(name, str) and isinstance(value, int):
            self.counters[name] = max(value, self.counters.get(name, 0))

    def _take_gone(self, rowid: int, columns: list[Value]) -> None:
        gone = GoneRow._make([rowid, *columns[1:]])
        self.gone[rowid] = checked_gone(gone)

    def _take_signed(self, rowid: int, columns: list[Value]) -> None:
        row = SignedRow._make([rowid, *columns[1:]])
        self.signed[rowid] = signed_row(row.session_id, read_signed_row(row))

    def _take_message(self, rowid: int, columns: list[Value]) -> None:
        message = OutboxRow._make([rowid, *columns[1:]])
        self.outbox[rowid] = checked_outbox(message)

    def _take_session(self, rowid: int, columns: list[Value]) -> None:
        row = SessionRow._make([rowid, *columns[1:]])
        known, revision = self.sessions.get(row.session_id), _whole(row.revision)
        session = Session.from_dict(json.loads(row.row))
        if session.session_id == row.session_id and (known is None or known.revision < revision):
            # All other columns follow from the text, so that a torn one costs nothing, nor makes SQLite refuse all rows
            stopped_by = row.stop_key if isinstance(row.stop_key, int) else None
            salvaged = session_row(session, revision, stopped_by)
            if session.id_tag is None and isinstance(row.start_key, int):
                # That of an anonymous one does not follow from the text
                salvaged = salvaged._replace(start_key=row.start_key)
            self.sessions[row.session_id] = salvaged

    def _take_details(self, rowid: int, columns: list[Value]) -> None:
        row = DetailsRow._make([rowid, *columns[1:]])
        known, revision = self.details.get(row.session_id), _whole(row.revision)
        details = details_of_row(row.row, row.slots)
        if known is None or known.revision < revision:
            self.details[row.session_id] = details_row(row.session_id, details, revision)

    def _take_open(self, rowid: int, columns: list[Value]) -> None:
        row = OpenRow._make([rowid, *columns[1:]])
        known, revision = self.open.get(row.session_id), _whole(row.revision)
        running = Transaction.from_dict(json.loads(row.row))
        if running.session_id == row.session_id and (known is None or known.revision < revision):
            self.open[row.session_id] = open_row(running, revision, dormant=bool(row.dormant))

    def _take_relayed(self, _: int, columns: list[Value]) -> None:
        checked = checked_relayed(RelayedRow._make(columns))
        key = checked.back_end_id, checked.session_id
        if is_further(checked, self.relayed.get(key)):
            self.relayed[key] = checked

    def settle(self) -> None:
        """Keep each session id as open or as ended, whichever is newer, and nothing of deleted ones."""
        for session_id in self.gone:
            self.sessions.pop(session_id, None)
            self.open.pop(session_id, None)
        for number, message in [*self.outbox.items()]:
            # Old pages have messages that were answered since
            known = self.relayed.get((message.back_end_id, message.session_id))
            if known is None or is_answered(message, known):
                del self.outbox[number]
        for session_id, row in [*self.open.items()]:
            session = self.sessions.get(session_id)
            if session is None or session.revision < row.revision:
                self.sessions.pop(session_id, None)
            else:
                del self.open[session_id]


def finish(path: Path) -> None:
    """Complete an interrupted `salvage`: rename the salvaged file to `path`, if that is missing. Raises OSError."""
    salvaged = path.with_name(path.name + _SALVAGED)
    if salvaged.exists() and not path.exists():
        salvaged.rename(path)


def salvage(path: Path, kept: list[SessionRow], expected: int = 0) -> Damage:
    """Replace a damaged file, which is renamed, by a new one with what can be read of it; raises OSError, sqlite3.Error.

    `kept` are rows that other files have, too; `expected` is the number of sessions, as far as it is known (else 0).
    """
    log = Path(f"{path}-wal")
    found = Salvage()
    for of_table, record in DamagedFile(path, log).records():
        try:
            found.take(record, of_table=of_table)
        except (TypeError, ValueError) as error:
            _LOGGER.debug("A row of the damaged ledger cannot be read: %s", error)
    found.settle()
    for row in kept:
        if row.session_id not in found.open and row.session_id not in found.gone:
            found.sessions.setdefault(row.session_id, row)
    there = found.sessions.keys() | found.open.keys()
    for rows in (found.details, found.signed):
        for rowid in [each for each, row in rows.items() if row.session_id not in there]:
            del rows[rowid]
    salvaged = _write(path, found)
    aside = path.with_name(f"{path.name}.corrupt.{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    path.rename(aside)
    if log.exists():
        log.rename(f"{aside}-wal")
    salvaged.rename(path)
    known = len(found.indexed - found.gone.keys() - found.open.keys() | found.sessions.keys())
    lost = max(known, expected) - len(found.sessions)
    _LOGGER.error(
        "The ledger's file was damaged and is now %s: %d sessions were read from it, %d were lost",
        aside,
        len(found.sessions),
        lost,
    )
    return Damage(path=aside, saved=len(found.sessions), lost=max(0, lost))


def _write(path: Path, found: Salvage) -> Path:
    """Write a new file, rename it once it is complete, and return its path."""
    new = path.with_name(path.name + ".new")
    for each in (new, Path(f"{new}-journal")):
        each.unlink(missing_ok=True)
    new.touch(mode=0o600)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = FULL")
        migrate(db)
        with transaction(db):
            db.executemany(INSERT_SESSION, found.sessions.values())
            db.executemany(INSERT_OPEN, found.open.values())
            db.executemany(INSERT_SIGNED, found.signed.values())
            db.executemany(INSERT_DETAILS, found.details.values())
            db.executemany(INSERT_GONE, found.gone.values())
            db.executemany(INSERT_OUTBOX, found.outbox.values())
            db.executemany(INSERT_RELAYED, found.relayed.values())
            db.executemany("INSERT INTO meta VALUES (?, ?)", found.counters.items())
    return new.rename(path.with_name(path.name + _SALVAGED))


def _whole(number: Any) -> int:
    """Return a whole number of a damaged file; raises TypeError for anything else."""
    if isinstance(number, int):
        return number
    raise TypeError("no whole number")
