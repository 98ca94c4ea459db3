"""Find which messages belong together: repeats, late stops, stops that come before their start (R17, R18, R20).

Each query uses an index, over stored sessions and those that are not stored yet.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
import logging
import sqlite3
from typing import Any

from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.timestamps import write_time
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import StopTransaction

from .queries.overlay import UnstoredOverlay
from .sqlite.database import LedgerDatabase
from .sqlite.rows import (
    anonymous_key,
    read_details,
    read_gone,
    read_session,
    start_key,
    stop_key,
    storable,
    storable_id,
)
from .sqlite.schema import GoneRow, SessionRow

_LOGGER = logging.getLogger(__name__)

_CLOCK_NEVER_SET = datetime(2020, 1, 1, tzinfo=UTC)
_SAME_REGISTER_WH = 20.0
_CANDIDATES = 500
"""Maximum number of stops without a start that a start is compared with."""


class History:
    """The ended sessions, including those that are not stored yet."""

    def __init__(self, database: LedgerDatabase, on_error: Callable[[sqlite3.Error], None]) -> None:
        """`on_error` gets each read error; the query then covers only what is not stored yet."""
        self._database = database
        self._on_error = on_error
        self._db: sqlite3.Connection | None = None
        self._overlay: UnstoredOverlay | None = None
        self._is_own = False
        self.unread = 0
        """How often `look_up` could not read the file."""
        self._unstored_gone: dict[int, GoneRow] = {}

    def open(self, db: sqlite3.Connection | None = None) -> None:
        """Use the file, or `db` instead, from now on, with no unstored sessions; raises sqlite3.Error."""
        self.close()
        self._is_own = db is not None or self._database.path is not None
        self._db = self._database.reader() if db is None else db
        self._overlay = UnstoredOverlay(self._db, "pending")

    def close(self) -> None:
        """Close the connection; until `open` nothing is found."""
        if self._db is not None and self._is_own:
            self._db.close()
        elif self._overlay is not None:
            self._overlay.drop()
        self._db = self._overlay = None

    def put(self, session_id: int, row: SessionRow | None) -> None:
        """Let `row` count instead of the stored session; None hides that."""
        if self._overlay is not None:
            self._overlay.put(session_id, row)

    def forget(self, session_id: int) -> None:
        """Let the stored session count again."""
        if self._overlay is not None:
            self._overlay.forget(session_id)

    # ---- queries

    def has(self, session_id: int) -> bool:
        """Whether there is an ended session with this id."""
        return self.of_id(session_id) is not None

    def of_id(self, session_id: int) -> Session | None:
        """Return the ended session with this id."""
        return self._first("session_id = ?", (session_id,))

    def stop_key(self, session_id: int) -> int | None:
        """Return the key of the message that ended a session."""
        if self._overlay is None:
            return None
        found = self._row(
            f"SELECT stop_key FROM {self._overlay.view} WHERE session_id = ?", (session_id,)
        )
        return None if found is None else found[0]

    def is_gone(self, session_id: int) -> bool:
        """Whether there was a session with this id that was deleted."""
        found = self._gone(
            lambda row: row.session_id == session_id, "session_id = ?", (session_id,)
        )
        return found is not None

    def put_gone(self, row: GoneRow) -> None:
        """Know a session as deleted, which is not stored yet."""
        self._unstored_gone[row.session_id] = row

    def forget_gone(self, session_id: int) -> None:
        """Know a session as deleted by what is stored."""
        self._unstored_gone.pop(session_id, None)

    def _gone(
        self, fits: Callable[[GoneRow], bool], condition: str, values: tuple[Any, ...]
    ) -> Session | None:
        """Return what is left of a deleted session that fits, by what is not stored yet and by what is."""
        for row in self._unstored_gone.values():
            if fits(row):
                return read_gone(row)
        found = self._row(f"SELECT * FROM main.gone WHERE {condition} LIMIT 1", values)
        return None if found is None else read_gone(GoneRow(*found))

    def details(self, session_id: int) -> SessionDetails | None:
        """Return the stored details of a session; None without any, or where the file cannot be read."""
        found = self._row("SELECT row, slots FROM main.details WHERE session_id = ?", (session_id,))
        return None if found is None else read_details(*found)

    def look_up(self, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Return the rows of the file that a question finds by an index; none where the file cannot be read."""
        if self._db is None:
            self.unread += 1
            return []
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.Error as error:
            self.unread += 1
            self._on_error(error)
            return []

    def _row(self, question: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """Return the first row; None without any, or where the file cannot be read."""
        if self._db is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._db.execute(question, values).fetchone()
        except sqlite3.Error as error:
            self._on_error(error)
            return None
        return row

    def last_on(self, charge_point_id: str, connector_id: int) -> Session | None:
        """Return the session of a connector that was recorded or corrected last."""
        return self._first(
            "charge_point_id = ? AND connector_id = ?",
            (storable(charge_point_id), connector_id),
            order="revision DESC",
        )

    def left_open(self, charge_point_id: str) -> Iterator[Session]:
        """Yield the last session of each connector, if it was closed without its stop."""
        place: tuple[str, int] = (charge_point_id, 0)
        while (
            following := self._first(
                "charge_point_id = ? AND connector_id > ?",
                (storable(charge_point_id), place[1]),
                order="connector_id",
            )
        ) is not None and following.connector_id is not None:
            place = charge_point_id, following.connector_id
            last = self.last_on(*place)
            if last is not None and last.provisional:
                yield last

    def next_start(self, transaction: Transaction, latest: datetime) -> Session | None:
        """Return the first session on a transaction's connector that began after it, by the charger's own times."""
        return self._first(
            "charge_point_id = ? AND connector_id = ? AND started > ? AND started <= ?",
            (
                storable(transaction.charge_point_id),
                transaction.connector_id,
                transaction.started_at.timestamp(),
                latest.timestamp(),
            ),
            order="started",
        )

    def of_transaction(self, charge_point_id: str, transaction_id: int | None) -> Session | None:
        """Return the latest session of a charge point with this transaction id; stops without a start do not count."""
        if transaction_id is None:
            return None
        found = self._first(
            # "+" makes SQLite use the index of the transaction id, not that of the connector, which all sessions have.
            "charge_point_id = ? AND transaction_id = ? AND +connector_id IS NOT NULL",
            (storable(charge_point_id), storable_id(transaction_id)),
            order="revision DESC",
        )
        return found or self._gone(
            lambda row: (
                row.charge_point_id == storable(charge_point_id)
                and row.transaction_id == row.session_id == transaction_id
            ),
            # A number that the charger made up may come again.
            "charge_point_id = ? AND transaction_id = ? AND session_id = transaction_id",
            (storable(charge_point_id), storable_id(transaction_id)),
        )

    def of_start(self, transaction: Transaction) -> Session | None:
        """Return the latest session that an equal start began (R18); None without one, or where starts look all alike."""
        if not _is_unique(transaction):
            return None
        key = anonymous_key(transaction)
        found = self._first(
            "start_key IN (?, ?) AND +connector_id IS NOT NULL",
            (start_key(transaction), key),
            order="revision DESC",
        )
        return found or self._gone(lambda row: row.start_key == key, "start_key = ?", (key,))

    def of_stop(self, charge_point_id: str, message: StopTransaction) -> Session | None:
        """Return the latest session that an equal stop ended, or was recorded as."""
        key = stop_key(
            charge_point_id,
            message.transaction_id,
            write_time(message.timestamp),
            message.meter_stop_wh,
        )
        found = self._first("stop_key = ?", (key,), order="revision DESC")
        return found or self._gone(lambda row: row.stop_key == key, "stop_key = ?", (key,))

    def stop_before(self, transaction: Transaction, until: datetime | None) -> Session | None:
        """Return the session of a stop that arrived before its start, which is that of `transaction`; None without one.

        The stop is no later than `until`, when the connector's next transaction began (None: there is no next one).
        """
        stops = self._find(
            "charge_point_id = ? AND connector_id IS NULL AND stopped > ?",
            (storable(transaction.charge_point_id), transaction.started_at.timestamp()),
            order="stopped",
            limit=_CANDIDATES,
        )
        for stop in stops:
            if until is not None and stop.stopped_at is not None and stop.stopped_at > until:
                return None
            if _may_end(stop, transaction):
                return stop
        return None

    def _first(
        self, condition: str, values: tuple[Any, ...], *, order: str = "session_id"
    ) -> Session | None:
        return next(self._find(condition, values, order=order, limit=1), None)

    def _find(
        self, condition: str, values: tuple[Any, ...], *, order: str, limit: int
    ) -> Iterator[Session]:
        """Return the first `limit` sessions that match; only unstored ones where the file cannot be read."""
        if self._db is None or self._overlay is None:
            return iter(())
        try:
            rows = self._overlay.select(condition, values, order=order, limit=limit)
        except sqlite3.Error as error:
            self._on_error(error)
            rows = self._overlay.select(condition, values, order=order, limit=limit, alone=True)
        return filter(None, map(read_session, rows))


def is_later(record: Transaction | Session, transaction: Transaction) -> bool:
    """Whether `record` began after `transaction` by the charger's own time; False where that is an estimate."""
    if record.started_at is None or not record.has_true_start:
        return False
    return record.started_at > transaction.started_at


def _is_unique(transaction: Transaction) -> bool:
    """Whether no other charge can have the same key: some chargers have neither a clock nor a register."""
    if transaction.start_timestamp is None:
        return False
    began = datetime.fromisoformat(transaction.start_timestamp)
    return bool(transaction.meter_start_wh) or began >= _CLOCK_NEVER_SET


def _may_end(session: Session, transaction: Transaction) -> bool:
    if session.time_estimated:
        return False
    if session.id_tag and normalise_id_tag(session.id_tag) != normalise_id_tag(transaction.id_tag):
        return False
    start_wh = transaction.meter_start_wh
    begin_wh, stop_wh = session.meter_start_wh, session.meter_stop_wh
    if start_wh is not None and begin_wh is not None:
        return abs(begin_wh - start_wh) <= _SAME_REGISTER_WH
    return start_wh is None or stop_wh is None or stop_wh >= start_wh


def is_repeated(session: Session, message: StopTransaction) -> bool:
    """Whether a stop repeats the one that ended a session: a charger may use an id that it made up again."""
    if session.session_id == session.transaction_id or message.timestamp is None:
        return True
    assert session.stopped_at is not None
    return message.timestamp <= session.stopped_at
