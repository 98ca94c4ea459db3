"""Signed meter values in the ledger's file: stored beside what is there, bounded, and read again."""

from collections.abc import Collection, Iterable
from itertools import batched
import logging
import sqlite3

from custom_components.plug_control.model.signed_reading import SignedReading, both_ends

from .rows import read_signed_row, signed_row
from .schema import INSERT_SIGNED, SignedRow

_LOGGER = logging.getLogger(__name__)
_AT_ONCE = 500
"""How many session ids a query names: SQLite bounds them."""


def put_signed(db: sqlite3.Connection, session_id: int, readings: Iterable[SignedReading]) -> None:
    """Store signed values of a session, and remove those between its two ends. Raises sqlite3.Error."""
    db.executemany(INSERT_SIGNED, [signed_row(session_id, each) for each in readings])
    every = signed_of(db, session_id)
    kept = both_ends(every)
    db.executemany(
        "DELETE FROM signed WHERE value_id = ?",
        [(signed_row(session_id, each).value_id,) for each in every if each not in kept],
    )


def signed_of(db: sqlite3.Connection, session_id: int) -> list[SignedReading]:
    """Return the stored signed values of a session, in the order in which they came. Raises sqlite3.Error."""
    if not _is_there(db):
        return []
    found = db.execute(
        "SELECT * FROM main.signed WHERE session_id = ? ORDER BY received", (session_id,)
    )
    readings: list[SignedReading] = []
    for row in found:
        try:
            readings.append(read_signed_row(SignedRow(*row)))
        except (OverflowError, TypeError, ValueError) as error:
            _LOGGER.warning("A signed meter value in the ledger is not understood: %s", error)
    return readings


def count_signed(db: sqlite3.Connection, session_ids: Collection[int]) -> dict[int, int]:
    """Return how many signed values each of these sessions has; those with none are left out. Raises sqlite3.Error."""
    if not session_ids or not _is_there(db):
        return {}
    found: dict[int, int] = {}
    for ids in batched(session_ids, _AT_ONCE, strict=False):
        places = ",".join("?" * len(ids))
        found |= db.execute(
            f"SELECT session_id, count(*) FROM main.signed WHERE session_id IN ({places}) GROUP BY session_id",
            ids,
        )
    return found


def _is_there(db: sqlite3.Connection) -> bool:
    """Whether the file has the table: one of an older version that cannot be written to lacks it."""
    found = db.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'signed'").fetchone()
    return found is not None
