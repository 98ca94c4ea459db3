"""Lay rows that are not stored yet over the stored ones, in temporary tables of a connection."""

from collections.abc import Iterable, Iterator, Sequence
import sqlite3
from typing import Any

from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    DETAILS_COLUMNS,
    SESSION_COLUMNS,
    SESSION_INDEXES,
    DetailsRow,
    SessionRow,
)

_INSERT = "INSERT OR REPLACE INTO temp.{} VALUES ({})"


class UnstoredOverlay:
    """Sessions that are not stored yet, or newer than the stored ones, laid over those.

    `view` is both together; query it like the table `sessions`, with the same indexes.
    """

    def __init__(self, db: sqlite3.Connection, name: str, *, is_small: bool = False) -> None:
        """Create the tables, empty; `name` is the table of the unstored rows. A small one has no indexes: they cost more."""
        self.db = db
        self.name = name
        self.view = f"{name}_view"
        self._hidden = f"{name}_hidden"
        self._insert = _INSERT.format(name, ",".join("?" * len(SessionRow._fields)))
        self.drop()
        db.execute(f"CREATE TEMP TABLE {name} ({SESSION_COLUMNS})")
        for index, columns in () if is_small else SESSION_INDEXES.items():
            db.execute(f"CREATE INDEX temp.{name}_{index} ON {name} {columns}")
        db.execute(f"CREATE TEMP TABLE {self._hidden} (session_id INTEGER PRIMARY KEY)")
        db.execute(
            f"CREATE TEMP VIEW {self.view} AS SELECT * FROM temp.{name} UNION ALL SELECT * FROM main.sessions"
            f" WHERE session_id NOT IN (SELECT session_id FROM temp.{self._hidden})"
        )

    def drop(self) -> None:
        """Remove the view and the tables."""
        self.db.execute(f"DROP VIEW IF EXISTS temp.{self.view}")
        for table in (self.name, self._hidden):
            self.db.execute(f"DROP TABLE IF EXISTS temp.{table}")

    def put(self, session_id: int, row: SessionRow | None) -> None:
        """Let `row` count instead of the stored one; None hides that."""
        self.db.execute(
            f"INSERT OR IGNORE INTO temp.{self._hidden} VALUES (?)",
            (session_id,),
        )
        if row is None:
            self.db.execute(
                f"DELETE FROM temp.{self.name} WHERE session_id = ?",
                (session_id,),
            )
        else:
            self.db.execute(self._insert, row)

    def forget(self, session_id: int) -> None:
        """Let the stored row count again."""
        for table in (self.name, self._hidden):
            self.db.execute(f"DELETE FROM temp.{table} WHERE session_id = ?", (session_id,))

    def fill(self, rows: Iterable[tuple[int, SessionRow | None]]) -> None:
        """Put many rows."""
        for session_id, row in rows:
            self.put(session_id, row)

    def take_stored(self, ids: str) -> None:
        """Let the stored rows with these ids, which a query returns, count as unstored."""
        where = f"session_id IN ({ids}) AND session_id NOT IN (SELECT session_id FROM temp.{self._hidden})"
        self.db.execute(f"INSERT INTO temp.{self.name} SELECT * FROM main.sessions WHERE {where}")
        self.db.execute(f"INSERT OR IGNORE INTO temp.{self._hidden} {ids}")

    def select(
        self,
        condition: str,
        values: tuple[Any, ...],
        *,
        order: str = "session_id",
        limit: int = 1,
        alone: bool = False,
    ) -> list[str]:
        """Return the JSON of the first `limit` rows that match; `alone` leaves stored rows out. Raises sqlite3.Error.

        `order` is a column, with DESC for descending order.
        """
        source = f"temp.{self.name if alone else self.view}"
        found = self.db.execute(
            # The column that sorts a union must be selected, too: else SQLite reads and sorts all matching rows.
            f"SELECT row, {order.removesuffix(' DESC')} FROM {source}"
            f" WHERE {condition} ORDER BY {order} LIMIT {limit}",
            values,
        )
        return [text for text, _ in found.fetchall()]

    def texts(self, session_ids: Sequence[int]) -> list[tuple[int, str]]:
        """Return the ids and the JSON of these rows, in no order; raises sqlite3.Error."""
        return _texts(self.db, self.view, session_ids)

    def each(
        self, columns: str, condition: str = "1", values: Iterable[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield columns of the matching rows, unstored ones first; raises sqlite3.Error.

        Two queries, so that each reads only an index that has all the columns.
        """
        given = tuple(values)
        for source in self.sources():
            yield from self.db.execute(f"SELECT {columns} FROM {source} AND {condition}", given)

    def sources(self, index: str | None = None) -> tuple[str, str]:
        """Return the tables of unstored and of stored rows, each with the beginning of its condition.

        `index` names the index by which stored rows are found (None: SQLite chooses).
        """
        by = "" if index is None else f" INDEXED BY sessions_{index}"
        stored = (
            f"main.sessions{by} WHERE session_id NOT IN"
            f" (SELECT session_id FROM temp.{self._hidden})"
        )
        return f"temp.{self.name} WHERE 1", stored


class DetailsOverlay:
    """Details that are not stored yet laid over the stored ones, beside an overlay of sessions.

    `view` is both together; query it like the table `details`.
    """

    def __init__(self, sessions: UnstoredOverlay, rows: Iterable[DetailsRow]) -> None:
        """Create the tables with the unstored `rows`.

        What is stored of a session whose details are not, and the stored details of an unstored session count as unstored
        from now on. So the details of unstored and of stored sessions have one source each: `sources`, `d` in a query.
        """
        self._db = db = sessions.db
        name, none = _details_tables(sessions.name)
        self.view = f"{name}_view"
        stored, index = "main.details", " INDEXED BY details_sums"
        db.execute(f"CREATE TEMP TABLE {name} ({DETAILS_COLUMNS})")
        insert = _INSERT.format(name, ",".join("?" * len(DetailsRow._fields)))
        db.executemany(insert, rows)
        if not _has_details(db):
            db.execute(f"CREATE TEMP TABLE {none} ({DETAILS_COLUMNS})")
            stored, index = f"temp.{none}", ""
        db.execute(
            f"CREATE TEMP VIEW {self.view} AS SELECT * FROM temp.{name} UNION ALL SELECT * FROM {stored}"
            f" WHERE session_id NOT IN (SELECT session_id FROM temp.{name})"
        )
        sessions.take_stored(f"SELECT session_id FROM temp.{name}")
        db.execute(
            f"INSERT OR IGNORE INTO temp.{name} SELECT * FROM {stored}"
            f" WHERE session_id IN (SELECT session_id FROM temp.{sessions.name})"
        )
        self.sources = f"temp.{name} AS d", f"{stored} AS d{index}"
        self.whole_sources = f"temp.{name} AS d", f"{stored} AS d"
        """The same for queries of the long columns, too, which an index has not."""

    @staticmethod
    def drop_all(db: sqlite3.Connection, sessions: str) -> None:
        """Remove the views and tables beside the overlay of sessions with this name."""
        name, none = _details_tables(sessions)
        db.execute(f"DROP VIEW IF EXISTS temp.{name}_view")
        for table in (name, none):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")

    def row(self, session_id: int) -> tuple[str, bytes | None] | None:
        """Return a session's details as they are stored, text and slots; None without any. Raises sqlite3.Error."""
        found = self._db.execute(
            f"SELECT row, slots FROM {self.view} WHERE session_id = ?", (session_id,)
        )
        stored: tuple[str, bytes | None] | None = found.fetchone()
        return stored

    def texts(self, session_ids: Sequence[int]) -> list[tuple[int, str]]:
        """Return the ids and the JSON, without slots, of those of these sessions that have details; raises sqlite3.Error."""
        return _texts(self._db, self.view, session_ids)


def _texts(db: sqlite3.Connection, view: str, session_ids: Sequence[int]) -> list[tuple[int, str]]:
    places = ",".join("?" * len(session_ids))
    found = db.execute(
        f"SELECT session_id, row FROM {view} WHERE session_id IN ({places})", session_ids
    )
    return found.fetchall()


def _details_tables(sessions: str) -> tuple[str, str]:
    """Return the names of the table of unstored details, and of the one that stands for a missing table."""
    return f"{sessions}_details", f"{sessions}_no_details"


def _has_details(db: sqlite3.Connection) -> bool:
    """Whether the file has the table: one of an older version that cannot be written to lacks it."""
    found = db.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'details'").fetchone()
    return found is not None
