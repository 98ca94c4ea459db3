"""Query many sessions, each query in a thread with a connection of its own.

Only SQLite itself runs beside the event loop: Python threads run one at a time, and one that never waits runs for at least
5 ms. So rows are made a few at a time, and not all are kept where a sum will do: the garbage collector visits everything
that is kept, and nothing else runs meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, islice
import sqlite3
from traceback import clear_frames
from typing import Any

from custom_components.plug_control.central_system.ledger.sqlite.database import LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    filed_under,
    read_details,
    read_session,
    storable,
    storable_id,
)
from custom_components.plug_control.central_system.ledger.sqlite.schema import ANONYMISED
from custom_components.plug_control.central_system.ledger.sqlite.signed_values import signed_of
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import damage
from custom_components.plug_control.model.money.worth import NO_DETAILS, SessionDetails
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import SignedReading

from .every_session import NOTHING_UNSTORED, OVERLAY, EverySession, UnstoredRows, unhurried
from .flat_rows import StoredCharge, flat_stored_details, plain_row, stored_charges
from .session_filter import PresentedCard, SessionFilter

_ROWS_AT_ONCE = 200

type SessionIdentity = tuple[str, int | None, float]
"""What tells sessions apart whatever their ids: charge point, transaction id and time."""


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

    def __init__(
        self,
        database: LedgerDatabase,
        newer: Callable[[], UnstoredRows],
        on_error: Callable[[sqlite3.Error], None],
    ) -> None:
        """`newer` returns what counts instead of what is stored; `on_error` gets each read error."""
        self._database = database
        self._newer = newer
        self._on_error = on_error

    async def ask[T](
        self,
        question: Callable[[sqlite3.Connection, EverySession], T],
        newer: UnstoredRows | None = None,
    ) -> T:
        """Call `question` in a thread (not for a database in memory) with all sessions, and return its result.

        `newer` counts instead of what is stored (None: all that is not stored yet). Raises OSError.
        """
        unstored = self._newer() if newer is None else newer

        def work(db: sqlite3.Connection) -> T:
            overlay = EverySession(db, unstored)
            try:
                return question(db, overlay)
            finally:
                if self._database.path is None:
                    overlay.drop()

        return await self.read(work)

    async def read[T](self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Call `question` in a thread (not for a database in memory) with what is stored, and return its result.

        All that it reads is of one moment, whatever is stored or removed meanwhile. Raises OSError.
        """

        def work() -> T:
            asker = self._database.asker()
            if asker is None:
                return question(self._database.reader())
            with closing(asker):
                asker.execute("BEGIN")
                try:
                    return question(asker)
                except BaseException as error:
                    _end_reading(error)
                    raise

        try:
            if self._database.path is None:
                return work()
            return await asyncio.get_running_loop().run_in_executor(None, work)
        except sqlite3.Error as error:
            self._on_error(error)
            raise OSError(str(error)) from error

    async def sessions(self, wanted: SessionFilter) -> list[Session]:
        """Return the sessions that fit, oldest first; raises OSError."""
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: EverySession) -> list[Session]:
            found = sorted(unhurried(every.each("time, session_id, row", where, values)))
            return [*_read(text for *_, text in found)]

        return await self.ask(question)

    async def fold[T](self, wanted: SessionFilter, fold: Callable[[Iterator[Session]], T]) -> T:
        """Call `fold` in a thread with the sessions that fit, in no order, and return its result; raises OSError."""
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: EverySession) -> T:
            return fold(_read(text for (text,) in every.each("row", where, values)))

        return await self.ask(question)

    async def fold_details[T](
        self,
        wanted: SessionFilter,
        fold: Callable[[Iterator[tuple[Session, SessionDetails]]], T],
    ) -> T:
        """Call `fold` in a thread with the sessions that fit and their details; raises OSError."""
        where, values = wanted.where()

        def pairs(every: EverySession) -> Iterator[tuple[Session, SessionDetails]]:
            for session_id, text in unhurried(every.each("session_id, row", where, values)):
                if (session := read_session(text)) is not None:
                    stored = every.details.row(session_id)
                    yield session, (stored and read_details(*stored)) or NO_DETAILS

        def question(db: sqlite3.Connection, every: EverySession) -> T:
            return fold(pairs(every))

        return await self.ask(question)

    async def times(self, since: float, step: int) -> list[float]:
        """Return the times (s since 1970) of every `step`th stored session from `since` on, in order; raises OSError."""

        def question(db: sqlite3.Connection, every: EverySession) -> list[float]:
            found = db.execute(
                "SELECT time FROM (SELECT time, row_number() OVER (ORDER BY time) AS number"
                " FROM main.sessions WHERE time >= ?) WHERE number % ? = 0",
                (since, step),
            )
            return [time for (time,) in found]

        return await self.ask(question, NOTHING_UNSTORED)

    async def page(
        self,
        wanted: SessionFilter,
        *,
        limit: int | None,
        offset: int = 0,
        newest_first: bool = False,
        shape: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
    ) -> SessionPage:
        """Return a page of the sessions that fit; `shape` converts each row, in a thread. Raises OSError.

        A row says how many signed meter values its session has.
        """
        where, values = wanted.where()
        order = "time DESC, session_id DESC" if newest_first else "time, session_id"

        def question(db: sqlite3.Connection, every: EverySession) -> SessionPage:
            figures = "count(*), total(energy_wh), total(stopped - time)"
            count, energy_wh, duration_s = map(
                sum, zip(*every.each(figures, where, values), strict=True)
            )
            # Ids first: what comes before the page is skipped in the index, without reading its rows.
            places = db.execute(
                f"SELECT session_id, time FROM {every.view} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
                [*values, -1 if limit is None else limit, offset],
            ).fetchall()
            signed = every.count_signed([session_id for session_id, _ in places])
            return SessionPage(
                rows=[
                    shape(
                        {
                            **plain_row(text),
                            "signed_values": signed[session_id],
                            **flat_stored_details(details),
                        }
                    )
                    for session_id, text, details in unhurried(
                        _rows(every, [session_id for session_id, _ in places])
                    )
                ],
                count=count,
                energy_wh=energy_wh,
                duration_s=duration_s,
            )

        return await self.ask(question)

    async def charges[T](
        self, wanted: SessionFilter, shape: Callable[[StoredCharge], T], most: int
    ) -> list[T] | None:
        """Return what `shape` makes, in a thread, of each session that fits, oldest first; None for more than `most`.

        Raises OSError.
        """
        where, values = wanted.where()

        def question(db: sqlite3.Connection, every: EverySession) -> list[T] | None:
            places = db.execute(
                f"SELECT session_id, time FROM {every.view} WHERE {where} ORDER BY time, session_id LIMIT ?",
                [*values, most + 1],
            ).fetchall()
            if len(places) > most:
                return None
            session_ids = [session_id for session_id, _ in places]
            signed = every.count_signed(session_ids)
            return [
                shape(charge)
                for charge in unhurried(stored_charges(db, every, session_ids, signed))
            ]

        return await self.ask(question)

    async def without_worth(self, since: datetime | None = None) -> list[Session]:
        """Return ended sessions without a final worth, or corrected since it was computed, oldest first; raises OSError.

        `since` leaves out those that ended before.
        """
        ended = "stopped IS NOT NULL" if since is None else "stopped >= ?"
        values = [] if since is None else [since.timestamp()]

        def question(db: sqlite3.Connection, every: EverySession) -> list[Session]:
            texts: list[tuple[float, int, str]] = []
            for source in every.with_details("session_id, revision, time, row", ended):
                texts += unhurried(
                    db.execute(
                        f"SELECT s.time, s.session_id, s.row FROM {source}"
                        " WHERE d.is_final IS NOT 1 OR d.revision < s.revision",
                        values,
                    )
                )
            return [*_read(text for *_, text in sorted(texts))]

        return await self.ask(question)

    async def named(self, until: datetime, limit: int) -> list[Session]:
        """Return some of the sessions that ended before `until` and are not anonymous, as far as their clocks were right.

        Those that no clock dates are among them. Only indexes and the rows of these sessions are read. Raises OSError.
        """
        anonymous = (
            f"SELECT session_id FROM temp.{OVERLAY}_details_view WHERE {ANONYMISED} IS NOT NULL"
        )
        where = f"time < ? AND stopped < ? AND session_id NOT IN ({anonymous})"

        def question(db: sqlite3.Connection, every: EverySession) -> list[Session]:
            found = _read(text for (text,) in every.each("row", where, [until.timestamp()] * 2))
            due = (each for each in found if each.ended_by is None or each.ended_by < until)
            return [*islice(due, limit)]

        return await self.ask(question)

    async def check(self) -> None:
        """Check the file with SQLite's quick_check; raises OSError, also where it is damaged."""

        def question(db: sqlite3.Connection, every: EverySession) -> None:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise damage(found)

        await self.ask(question, NOTHING_UNSTORED)

    async def shown(self) -> set[PresentedCard]:
        """Return each charge point, connector and card that sessions have together; raises OSError."""

        def question(db: sqlite3.Connection, every: EverySession) -> set[PresentedCard]:
            found = every.each("DISTINCT charge_point_id, connector_id, id_tag")
            return {(place, connector_id, id_tag) for place, connector_id, id_tag in found}

        return await self.ask(question)

    async def signed(self, session_id: int) -> list[SignedReading]:
        """Return the stored signed meter values of a session in the order in which they came; raises OSError."""
        return await self.ask(lambda db, every: signed_of(db, session_id), NOTHING_UNSTORED)

    async def gone(self) -> set[int]:
        """Return the `identity_key` of each deleted session that is stored as such; raises OSError."""

        def question(db: sqlite3.Connection, every: EverySession) -> set[int]:
            return {key for (key,) in db.execute("SELECT identity_key FROM main.gone")}

        return await self.ask(question, NOTHING_UNSTORED)

    async def identities(self) -> set[SessionIdentity]:
        """Return the identity of each session, which does not depend on its id; raises OSError."""

        def question(db: sqlite3.Connection, every: EverySession) -> set[SessionIdentity]:
            found = every.each("charge_point_id, transaction_id, time")
            return {
                (place, transaction_id, time) for place, transaction_id, time in unhurried(found)
            }

        return await self.ask(question)


def _end_reading(error: BaseException | None) -> None:
    """End the queries of a question that failed, here in their thread: the error would keep them, and the state they read."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__context__


def _rows(every: EverySession, session_ids: Iterable[int]) -> Iterator[tuple[int, str, str | None]]:
    """Yield the JSON of each of these sessions and of its details (None without any), in this order."""
    for some in batched(session_ids, _ROWS_AT_ONCE, strict=False):
        texts, details = dict(every.texts(some)), dict(every.details.texts(some))
        for session_id in some:
            yield session_id, texts[session_id], details.get(session_id)


def _read(texts: Iterable[str]) -> Iterator[Session]:
    """Return the sessions of stored rows, without rows that cannot be read."""
    return filter(None, map(read_session, unhurried(texts)))


def identity_of(session: Session) -> SessionIdentity:
    """Return the identity of a session, which does not depend on its id."""
    time = filed_under(session).timestamp()
    return storable(session.charge_point_id), storable_id(session.transaction_id), time
