"""What is stored whole or not at all: the units of a commit."""

from collections.abc import Sequence
from dataclasses import dataclass
import sqlite3

from custom_components.plug_control.model.signed_reading import SignedReading

from .schema import (
    INSERT_DETAILS,
    INSERT_GONE,
    INSERT_OPEN,
    INSERT_SESSION,
    DetailsRow,
    GoneRow,
    OpenRow,
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


type Unit = StoredSession | StoredSigned | StoredDetails | Erased
"""What is stored whole or not at all, where all together cannot be stored."""


def _erase(db: sqlite3.Connection, unit: Erased) -> None:
    tables = ("signed",) if unit.gone is None else ("signed", "details", "sessions", "open")
    for table in tables:
        db.execute(f"DELETE FROM {table} WHERE session_id = ?", (unit.session_id,))
    if unit.gone is not None:
        db.execute(INSERT_GONE, unit.gone)
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (TO_SCRUB,))


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
        if unit.session is None:
            db.execute("DELETE FROM sessions WHERE session_id = ?", (unit.session_id,))
        else:
            db.execute(INSERT_SESSION, unit.session)
        if unit.open is None:
            db.execute("DELETE FROM open WHERE session_id = ?", (unit.session_id,))
        else:
            db.execute(INSERT_OPEN, unit.open)
