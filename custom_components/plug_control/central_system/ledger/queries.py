"""Query many sessions, each query in a thread with a connection of its own.

Only SQLite itself runs beside the event loop: Python threads run one at a time, and one that never waits runs for at least
5 ms. So rows are made a few at a time, and not all are kept where a sum will do: the garbage collector visits everything
that is kept, and nothing else runs meanwhile.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
import json
import sqlite3
from time import perf_counter, sleep
from typing import Any

from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import normalise_id_tag

from .database import LedgerDatabase
from .history import read_session
from .overlay import UnstoredOverlay
from .schema import STARTED_BY, SessionRow, filed_under, storable, storable_id
from .signed_values import count_signed
from .sqlite_file import damage

_TURN_S = 0.0005
"""How long a thread makes rows before the event loop has its turn."""
_PAUSE_S = 0.0001

type PresentedCard = tuple[str, int | None, str | None]
"""A charge point, its connector, and the card that was used there, as `normalise_id_tag` returns it."""
type SessionIdentity = tuple[str, int | None, float]
"""What tells sessions apart whatever their ids: charge point, transaction id and time."""
type UnstoredRows = Iterable[tuple[int, SessionRow | None]]
"""Session ids and the rows that count instead of the stored ones; None hides a stored row."""
_OVERLAY = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """What sessions must match, None for all; they began at or after `start` and before `end`."""

    charge_point_id: str | None = None
    connector_id: int | None = None
    id_tag: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    shown: Collection[PresentedCard] | None = None
    """One of these cards at its charge point and connector."""
    started_by: str | None = None
    """Beside `shown`: sessions that this Home Assistant user started, if they match `started_shown`."""
    started_shown: Collection[PresentedCard] = ()
    """The charge points, connectors and cards of those."""
    session_id: int | None = None
    after_revision: int | None = None
    """Only what changed after this revision."""

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition and its values."""
        asked: tuple[tuple[str, object], ...] = (
            ("charge_point_id = ?", self.charge_point_id and storable(self.charge_point_id)),
            ("connector_id = ?", self.connector_id),
            ("id_tag = ?", self.id_tag and storable(normalise_id_tag(self.id_tag))),
            ("time >= ?", self.start and self.start.timestamp()),
            ("time < ?", self.end and self.end.timestamp()),
            ("session_id = ?", self.session_id),
            ("revision > ?", self.after_revision),
        )
        conditions = [condition for condition, value in asked if value is not None]
        values = [value for _, value in asked if value is not None]
        if self.shown is not None:
            condition, bound = _among(self.shown)
            values += bound
            if self.started_by is not None and self.started_shown:
                among, bound = _among(self.started_shown)
                condition = (
                    f"({condition} OR (session_id IN (SELECT session_id FROM temp.{_OVERLAY}_view"
                    f" WHERE {STARTED_BY} = ?) AND {among}))"
                )
                values += [self.started_by, *bound]
            conditions.append(condition)
        return " AND ".join(conditions) or "1", values


def _among(shown: Collection[PresentedCard]) -> tuple[str, list[Any]]:
    """Return the SQL condition that a session is of one of these cards, and its values."""
    if not shown:
        return "0", []
    places = ",".join(["(?,?,?)"] * len(shown))
    values: list[Any] = []
    for place, connector_id, id_tag in shown:
        values += [place, -1 if connector_id is None else connector_id, id_tag or ""]
    condition = (
        f"(charge_point_id, ifnull(connector_id, -1), ifnull(id_tag, '')) IN (VALUES {places})"
    )
    return condition, values


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """Some of the sessions that fit, as JSON rows, and figures of all that fit."""

    rows: list[dict[str, Any]]
    count: int
    energy_wh: float
    duration_s: float
    """Total duration of those that ended, in seconds."""


class LedgerQueries:
    """Queries of the ledger's file together with what is not stored yet."""

    def __init__(self, database: LedgerDatabase, on_error: Callable[[sqlite3.Error], None]) -> None:
        """`on_error` gets each read error."""
        self._database = database
        self._on_error = on_error

    async def ask[T](
        self, newer: UnstoredRows, question: Callable[[sqlite3.Connection, UnstoredOverlay], T]
    ) -> T:
        """Call `question` in a thread (not for a database in memory) with all sessions, and return its result.

        Raises OSError.
        """

        def work() -> T:
            asker = self._database.asker()
            if asker is not None:
                with closing(asker):
                    return question(asker, _laid_over(asker, newer))
            db = self._database.reader()
            overlay = _laid_over(db, newer)
            try:
                return question(db, overlay)
            finally:
                overlay.drop()

        try:
            if self._database.path is None:
                return work()
            return await asyncio.get_running_loop().run_in_executor(None, work)
        except sqlite3.Error as error:
            self._on_error(error)
            raise OSError(str(error)) from error

    async def sessions(self, newer: UnstoredRows, wanted: SessionFilter) -> list[Session]:
        """Return the sessions that fit, oldest first; raises OSError."""
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> list[Session]:
            found = sorted(unhurried(every.each("time, session_id, row", where, values)))
            return [*_read(text for *_, text in found)]

        return await self.ask(newer, question)

    async def fold[T](
        self, newer: UnstoredRows, wanted: SessionFilter, fold: Callable[[Iterator[Session]], T]
    ) -> T:
        """Call `fold` in a thread with the sessions that fit, in no order, and return its result; raises OSError."""
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> T:
            return fold(_read(text for (text,) in every.each("row", where, values)))

        return await self.ask(newer, question)

    async def times(self, since: float, step: int) -> list[float]:
        """Return the times (s since 1970) of every `step`th stored session from `since` on, in order; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> list[float]:
            found = db.execute(
                "SELECT time FROM (SELECT time, row_number() OVER (ORDER BY time) AS number"
                " FROM main.sessions WHERE time >= ?) WHERE number % ? = 0",
                (since, step),
            )
            return [time for (time,) in found]

        return await self.ask((), question)

    async def page(
        self,
        newer: UnstoredRows,
        wanted: SessionFilter,
        *,
        limit: int | None,
        offset: int = 0,
        newest_first: bool = False,
        shape: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
        unstored_signed: Mapping[int, int] | None = None,
    ) -> SessionPage:
        """Return a page of the sessions that fit; `shape` converts each row, in a thread. Raises OSError.

        A row says how many signed meter values its session has; `unstored_signed` are those that are not stored yet.
        """
        where, values = wanted.where()
        order = "time DESC, session_id DESC" if newest_first else "time, session_id"

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> SessionPage:
            figures = "count(*), total(energy_wh), total(stopped - time)"
            count, energy_wh, duration_s = map(
                sum, zip(*every.each(figures, where, values), strict=True)
            )
            # Ids first: what comes before the page is skipped in the index, without reading its rows.
            places = db.execute(
                f"SELECT session_id, time FROM {every.view} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
                [*values, -1 if limit is None else limit, offset],
            ).fetchall()
            texts = (every.row(session_id) for session_id, _ in places)
            signed = count_signed(db, [session_id for session_id, _ in places])
            for session_id, number in (unstored_signed or {}).items():
                signed[session_id] = signed.get(session_id, 0) + number
            rows = (plain_row(text) for text in unhurried(texts))
            return SessionPage(
                rows=[
                    shape({**row, "signed_values": signed.get(row["session_id"], 0)})
                    for row in rows
                ],
                count=count,
                energy_wh=energy_wh,
                duration_s=duration_s,
            )

        return await self.ask(newer, question)

    async def check(self) -> None:
        """Check the file with SQLite's quick_check; raises OSError, also where it is damaged."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> None:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise damage(found)

        await self.ask((), question)

    async def shown(self, newer: UnstoredRows) -> set[PresentedCard]:
        """Return each charge point, connector and card that sessions have together; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> set[PresentedCard]:
            found = every.each("DISTINCT charge_point_id, connector_id, id_tag")
            return {(place, connector_id, id_tag) for place, connector_id, id_tag in found}

        return await self.ask(newer, question)

    async def identities(self, newer: UnstoredRows) -> set[SessionIdentity]:
        """Return the identity of each session, which does not depend on its id; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> set[SessionIdentity]:
            found = every.each("charge_point_id, transaction_id, time")
            return {
                (place, transaction_id, time) for place, transaction_id, time in unhurried(found)
            }

        return await self.ask(newer, question)


def _read(texts: Iterable[str]) -> Iterator[Session]:
    """Return the sessions of stored rows, without rows that cannot be read."""
    return filter(None, map(read_session, unhurried(texts)))


def unhurried[T](rows: Iterable[T]) -> Iterator[T]:
    """Yield rows, and pause now and then so that the event loop can run."""
    began = perf_counter()
    for row in rows:
        yield row
        if perf_counter() - began > _TURN_S:
            sleep(_PAUSE_S)
            began = perf_counter()


def identity_of(session: Session) -> SessionIdentity:
    """Return the identity of a session, which does not depend on its id."""
    time = filed_under(session).timestamp()
    return storable(session.charge_point_id), storable_id(session.transaction_id), time


def shown_of(row: Mapping[str, Any]) -> PresentedCard:
    """Return the charge point, connector and card of a session's row."""
    id_tag = row["id_tag"]
    return (
        storable(row["charge_point_id"]),
        row["connector_id"],
        storable(normalise_id_tag(id_tag)) if id_tag else None,
    )


def plain_row(text: str) -> dict[str, Any]:
    """Return the fields of a stored row's JSON, including those that it leaves out."""
    return {**_BLANK, **json.loads(text)}


def _laid_over(db: sqlite3.Connection, newer: UnstoredRows) -> UnstoredOverlay:
    overlay = UnstoredOverlay(db, _OVERLAY)
    overlay.fill(newer)
    return overlay


_BLANK = Session(
    transaction_id=None,
    charge_point_id="",
    connector_id=None,
    id_tag=None,
    started_at=None,
    stopped_at=None,
    meter_start_wh=None,
    meter_stop_wh=None,
    energy_wh=0.0,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=None,
).as_dict()
"""All fields in order, with the values of those that a stored row leaves out."""
