"""What is stored whole or not at all: the units of a commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import sqlite3
from typing import Any, NamedTuple

from custom_components.plug_control.model.signed_reading import SignedReading

from .schema import (
    INSERT_DETAILS,
    INSERT_GONE,
    INSERT_OPEN,
    INSERT_OUTBOX,
    INSERT_RELAYED,
    INSERT_SESSION,
    DetailsRow,
    GoneRow,
    OpenRow,
    OutboxRow,
    RelayedRow,
    SessionRow,
)
from .signed_values import put_signed

TO_SCRUB = "to_scrub"
"""The counter that says that the file has remains of removed rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """What to store under one session id: an ended session, an open transaction, or (both None) nothing any more."""

    session_id: int
    change: int
    """The number of the latest change that it includes."""
    session: SessionRow | None = None
    open: OpenRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSigned:
    """Signed meter values to store with a session, beside those that are there."""

    session_id: int
    readings: tuple[SignedReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDetails:
    """The details to store with a session, in place of those that are there."""

    row: DetailsRow

    @property
    def session_id(self) -> int:
        """Return the session's id."""
        return self.row.session_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Remove a session's signed meter values (of one that was made anonymous), or all of it but what `gone` has."""

    session_id: int
    gone: GoneRow | None = None


class Step(NamedTuple):
    """A statement that changes stored rows; doing it twice does no more than once."""

    statement: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessages:
    """The changes of a session's messages to back ends, and of what these know of it; done in the order of the fields."""

    session_id: int
    """0 for what concerns no single session."""
    steps: tuple[Step, ...] = ()
    messages: tuple[OutboxRow, ...] = ()
    removed: tuple[int, ...] = ()
    relayed: tuple[RelayedRow, ...] = ()


type Unit = StoredSession | StoredSigned | StoredDetails | Erased | StoredMessages
"""A part of a commit. Where all parts together cannot be stored, each of `apart` is stored whole or not at all."""


def apart(units: Iterable[Unit]) -> list[list[Unit]]:
    """Return the units that are stored by themselves where all together cannot be: a session goes with its messages."""
    shares: dict[tuple[int, int], list[Unit]] = {}
    for number, unit in enumerate(units, start=1):
        is_session = isinstance(unit, StoredSession | StoredMessages)
        shares.setdefault((unit.session_id, 0 if is_session else number), []).append(unit)
    return [*shares.values()]


def _erase(db: sqlite3.Connection, unit: Erased) -> None:
    tables = ("signed",) if unit.gone is None else ("signed", "details", "sessions", "open")
    for table in tables:
        db.execute(f"DELETE FROM {table} WHERE session_id = ?", (unit.session_id,))
    if unit.gone is not None:
        db.execute(INSERT_GONE, unit.gone)
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (TO_SCRUB,))


def _put_messages(db: sqlite3.Connection, unit: StoredMessages) -> None:
    for step in unit.steps:
        db.execute(step.statement, step.values)
    db.executemany(INSERT_OUTBOX, unit.messages)
    db.executemany("DELETE FROM outbox WHERE message_id = ?", [(each,) for each in unit.removed])
    db.executemany(INSERT_RELAYED, unit.relayed)


def put(db: sqlite3.Connection, units: Sequence[Unit]) -> None:
    """Write units within the caller's transaction; raises sqlite3.Error."""
    for unit in units:
        if isinstance(unit, StoredSigned):
            put_signed(db, unit.session_id, unit.readings)
            continue
        if isinstance(unit, StoredDetails):
            db.execute(INSERT_DETAILS, unit.row)
            continue
        if isinstance(unit, Erased):
            _erase(db, unit)
            continue
        if isinstance(unit, StoredMessages):
            _put_messages(db, unit)
            continue
        if unit.session is None:
            db.execute("DELETE FROM sessions WHERE session_id = ?", (unit.session_id,))
        else:
            db.execute(INSERT_SESSION, unit.session)
        if unit.open is None:
            db.execute("DELETE FROM open WHERE session_id = ?", (unit.session_id,))
        else:
            db.execute(INSERT_OPEN, unit.open)
