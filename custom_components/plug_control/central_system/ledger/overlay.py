"""Lay rows that are not stored yet over the stored ones, in temporary tables of a connection."""

from collections.abc import Iterable, Iterator
import sqlite3
from typing import Any

from .schema import SESSION_COLUMNS, SESSION_INDEXES, SessionRow

_INSERT = f"INSERT OR REPLACE INTO temp.{{0}} VALUES ({','.join('?' * len(SessionRow._fields))})"


class UnstoredOverlay:
    """Sessions that are not stored yet, or newer than the stored ones, laid over those.

    `view` is both together; query it like the table `sessions`, with the same indexes.
    """

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        """Create the tables, empty; `name` is the table of the unstored rows."""
        self._db = db
        self.name = name
        self.view = f"{name}_view"
        self._hidden = f"{name}_hidden"
        self._insert = _INSERT.format(name)
        self.drop()
        db.execute(f"CREATE TEMP TABLE {name} ({SESSION_COLUMNS})")
        for index, columns in SESSION_INDEXES.items():
            db.execute(f"CREATE INDEX temp.{name}_{index} ON {name} {columns}")
        db.execute(f"CREATE TEMP TABLE {self._hidden} (session_id INTEGER PRIMARY KEY)")
        db.execute(
            f"CREATE TEMP VIEW {self.view} AS SELECT * FROM temp.{name} UNION ALL SELECT * FROM main.sessions"
            f" WHERE session_id NOT IN (SELECT session_id FROM temp.{self._hidden})"
        )

    def drop(self) -> None:
        """Remove the view and the tables."""
        self._db.execute(f"DROP VIEW IF EXISTS temp.{self.view}")
        for table in (self.name, self._hidden):
            self._db.execute(f"DROP TABLE IF EXISTS temp.{table}")

    def put(self, session_id: int, row: SessionRow | None) -> None:
        """Let `row` count instead of the stored one; None hides that."""
        self._db.execute(
            f"INSERT OR IGNORE INTO temp.{self._hidden} VALUES (?)",
            (session_id,),
        )
        if row is None:
            self._db.execute(
                f"DELETE FROM temp.{self.name} WHERE session_id = ?",
                (session_id,),
            )
        else:
            self._db.execute(self._insert, row)

    def forget(self, session_id: int) -> None:
        """Let the stored row count again."""
        for table in (self.name, self._hidden):
            self._db.execute(f"DELETE FROM temp.{table} WHERE session_id = ?", (session_id,))

    def fill(self, rows: Iterable[tuple[int, SessionRow | None]]) -> None:
        """Put many rows."""
        for session_id, row in rows:
            self.put(session_id, row)

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
        found = self._db.execute(
            # The column that sorts a union must be selected, too: else SQLite reads and sorts all matching rows.
            f"SELECT row, {order.removesuffix(' DESC')} FROM {source}"
            f" WHERE {condition} ORDER BY {order} LIMIT {limit}",
            values,
        )
        return [text for text, _ in found.fetchall()]

    def row(self, session_id: int) -> str:
        """Return the JSON of a row that exists; raises sqlite3.Error."""
        found = self._db.execute(f"SELECT row FROM {self.view} WHERE session_id = ?", (session_id,))
        (text,) = found.fetchone()
        assert isinstance(text, str)
        return text

    def each(
        self, columns: str, condition: str = "1", values: Iterable[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield columns of the matching rows, unstored ones first; raises sqlite3.Error.

        Two queries, so that each reads only an index that has all the columns.
        """
        given = tuple(values)
        stored = (
            f"main.sessions WHERE session_id NOT IN (SELECT session_id FROM temp.{self._hidden})"
        )
        for source in (f"temp.{self.name} WHERE 1", stored):
            yield from self._db.execute(f"SELECT {columns} FROM {source} AND {condition}", given)
