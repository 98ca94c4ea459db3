"""Answer questions about many sessions, each with a connection of its own, in a thread.

Only SQLite itself runs beside the event loop: Python does one thing at a time, and a thread that never waits lets go after
5 ms at the earliest. So rows are made a few at a time, and never kept all at once where a sum will do: the garbage collector
walks through everything that is kept, and nothing else runs meanwhile.
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

from .connection import damage
from .database import LedgerDatabase
from .history import read_session
from .overlay import UnstoredOverlay
from .schema import STARTED_BY, SessionRow, filed_under, storable, storable_id

_TURN_S = 0.0005
"""How long a thread makes rows before the event loop has its turn."""
_PAUSE_S = 0.0001

type PresentedCard = tuple[str, int | None, str | None]
"""A charge point, its connector, and the card that was shown there, in the form in which tags are compared."""
type SessionIdentity = tuple[str, int | None, float]
"""Its charge point, transaction and time."""
type UnstoredRows = Iterable[tuple[int, SessionRow | None]]
"""What counts instead of what is stored, by session id."""
_OVERLAY = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions are asked for; None asks for all. The time is that of the start: `start` <= it < `end`."""

    charge_point_id: str | None = None
    connector_id: int | None = None
    id_tag: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    shown: Collection[PresentedCard] | None = None
    """One of several cards at certain places."""
    started_by: str | None = None
    """Beside those of `shown`, what this user of Home Assistant started, with whatever card."""
    started_shown: Collection[PresentedCard] = ()
    """Where, and with which cards, that user's own are seen."""
    after_revision: int | None = None
    """What changed since then."""

    def where(self) -> tuple[str, list[Any]]:
        """Return it as a condition with its values."""
        asked: tuple[tuple[str, object], ...] = (
            ("charge_point_id = ?", self.charge_point_id and storable(self.charge_point_id)),
            ("connector_id = ?", self.connector_id),
            ("id_tag = ?", self.id_tag and storable(normalise_id_tag(self.id_tag))),
            ("time >= ?", self.start and self.start.timestamp()),
            ("time < ?", self.end and self.end.timestamp()),
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
    """Return the condition that one of these cards was shown at its place, with its values."""
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
    """Some of the sessions that fit, as rows of JSON, and figures of all of them."""

    rows: list[dict[str, Any]]
    count: int
    energy_wh: float
    duration_s: float
    """How long those that ended took together."""


class LedgerQueries:
    """Asks the ledger's file, and what is not stored yet together with it."""

    def __init__(self, database: LedgerDatabase, on_error: Callable[[sqlite3.Error], None]) -> None:
        """`on_error` is told of a file that cannot be read."""
        self._database = database
        self._on_error = on_error

    async def ask[T](
        self, newer: UnstoredRows, question: Callable[[sqlite3.Connection, UnstoredOverlay], T]
    ) -> T:
        """Return what `question` finds with a connection and all sessions; raises OSError."""

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
        """Return what `fold`, called in a thread, makes of the sessions that fit, in no order; raises OSError."""
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> T:
            return fold(_read(text for (text,) in every.each("row", where, values)))

        return await self.ask(newer, question)

    async def times(self, since: float, step: int) -> list[float]:
        """Return the time of every `step`th stored session since then, in order; raises OSError."""

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
    ) -> SessionPage:
        """Return a page of the sessions that fit; `shape` makes of a row what is wanted, in a thread. Raises OSError."""
        where, values = wanted.where()
        order = "time DESC, session_id DESC" if newest_first else "time, session_id"

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> SessionPage:
            figures = "count(*), total(energy_wh), total(stopped - time)"
            count, energy_wh, duration_s = map(
                sum, zip(*every.each(figures, where, values), strict=True)
            )
            # The places alone first: those before the page are counted in the index, and their rows are not read.
            places = db.execute(
                f"SELECT session_id, time FROM {every.view} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
                [*values, -1 if limit is None else limit, offset],
            ).fetchall()
            texts = (every.row(session_id) for session_id, _ in places)
            return SessionPage(
                rows=[shape(plain_row(text)) for text in unhurried(texts)],
                count=count,
                energy_wh=energy_wh,
                duration_s=duration_s,
            )

        return await self.ask(newer, question)

    async def check(self) -> None:
        """Have every page looked at that leads to a row: what is damaged shows; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> None:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise damage(found)

        await self.ask((), question)

    async def shown(self, newer: UnstoredRows) -> set[PresentedCard]:
        """Return which cards were shown where, each once; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> set[PresentedCard]:
            found = every.each("DISTINCT charge_point_id, connector_id, id_tag")
            return {(place, connector_id, id_tag) for place, connector_id, id_tag in found}

        return await self.ask(newer, question)

    async def identities(self, newer: UnstoredRows) -> set[SessionIdentity]:
        """Return by what each session is told from all others, whatever its id; raises OSError."""

        def question(db: sqlite3.Connection, every: UnstoredOverlay) -> set[SessionIdentity]:
            found = every.each("charge_point_id, transaction_id, time")
            return {
                (place, transaction_id, time) for place, transaction_id, time in unhurried(found)
            }

        return await self.ask(newer, question)


def _read(texts: Iterable[str]) -> Iterator[Session]:
    """Yield the sessions of stored rows, those left out that are not understood."""
    return filter(None, map(read_session, unhurried(texts)))


def unhurried[T](rows: Iterable[T]) -> Iterator[T]:
    """Yield rows, and let the event loop have its turn now and then."""
    began = perf_counter()
    for row in rows:
        yield row
        if perf_counter() - began > _TURN_S:
            sleep(_PAUSE_S)
            began = perf_counter()


def identity_of(session: Session) -> SessionIdentity:
    """Return by what a session is told from all others."""
    time = filed_under(session).timestamp()
    return storable(session.charge_point_id), storable_id(session.transaction_id), time


def shown_of(row: Mapping[str, Any]) -> PresentedCard:
    """Return what was shown for a row."""
    id_tag = row["id_tag"]
    return (
        storable(row["charge_point_id"]),
        row["connector_id"],
        storable(normalise_id_tag(id_tag)) if id_tag else None,
    )


def plain_row(text: str) -> dict[str, Any]:
    """Return a stored row with all its fields."""
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
"""The order of the fields, and what those are that a row leaves out."""
