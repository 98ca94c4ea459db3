"""Put rows that are not stored yet over the stored ones, as temporary tables of a connection."""

from collections.abc import Iterable, Iterator
import sqlite3
from typing import Any

from .schema import SESSION_COLUMNS, SESSION_INDEXES, SessionRow

_INSERT = f"INSERT OR REPLACE INTO temp.{{0}} VALUES ({','.join('?' * len(SessionRow._fields))})"


class UnstoredOverlay:
    """Sessions that are not stored yet, or newer than stored, over those that are.

    `view` is both together, to be asked like the table `sessions`, with its indexes.
    """

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        """Make the tables, empty; `name` is that of the overlay alone."""
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
        """Remove the tables."""
        self._db.execute(f"DROP VIEW IF EXISTS temp.{self.view}")
        for table in (self.name, self._hidden):
            self._db.execute(f"DROP TABLE IF EXISTS temp.{table}")

    def put(self, session_id: int, row: SessionRow | None) -> None:
        """Let a row, or none at all, count instead of what is stored."""
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
        """Let what is stored count."""
        for table in (self.name, self._hidden):
            self._db.execute(f"DELETE FROM temp.{table} WHERE session_id = ?", (session_id,))

    def fill(self, rows: Iterable[tuple[int, SessionRow | None]]) -> None:
        """Put many at once."""
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
        """Return the first rows' texts that fit; `alone` asks the overlay without what is stored. Raises sqlite3.Error.

        `order` is a column, with DESC where the last one is the first.
        """
        source = f"temp.{self.name if alone else self.view}"
        found = self._db.execute(
            # What a union is sorted by has to be among its columns: else SQLite reads and sorts all rows that fit.
            f"SELECT row, {order.removesuffix(' DESC')} FROM {source}"
            f" WHERE {condition} ORDER BY {order} LIMIT {limit}",
            values,
        )
        return [text for text, _ in found.fetchall()]

    def row(self, session_id: int) -> str:
        """Return the text of a row that is there; raises sqlite3.Error."""
        found = self._db.execute(f"SELECT row FROM {self.view} WHERE session_id = ?", (session_id,))
        (text,) = found.fetchone()
        assert isinstance(text, str)
        return text

    def each(
        self, columns: str, condition: str = "1", values: Iterable[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield what fits of the overlay, and of what is stored: each by itself, so that its index alone is read where it has the columns."""
        given = tuple(values)
        stored = (
            f"main.sessions WHERE session_id NOT IN (SELECT session_id FROM temp.{self._hidden})"
        )
        for source in (f"temp.{self.name} WHERE 1", stored):
            yield from self._db.execute(f"SELECT {columns} FROM {source} AND {condition}", given)
