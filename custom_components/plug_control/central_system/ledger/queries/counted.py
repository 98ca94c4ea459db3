"""What statistics need of sessions, read from their rows without an object for each session, hour and quarter."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
import sqlite3
from typing import Any, NamedTuple

import orjson

from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    filed_under,
    read_details,
    read_session,
    slots_of,
)
from custom_components.plug_control.model.hours import HOUR, MAX_HOURS

from .every_session import EverySession, unhurried
from .queries import LedgerQueries

_DAY_S = 86_400.0
"""A charger's clock may be so far from the computer's, by which quarters of an hour are counted."""
_LONGEST_S = MAX_HOURS * HOUR.total_seconds()
_OF_SESSION = "session_id, charge_point_id, time, stopped, energy_wh, row"
_COLUMNS = (
    "s.charge_point_id, s.time, s.stopped, s.energy_wh, s.row,"
    " d.person, d.cost, d.currency, d.row, d.slots"
)
_NOTHING: Mapping[str, Any] = {}


class Counted(NamedTuple):
    """What of a session counts in statistics; times are seconds since 1970."""

    charge_point_id: str
    id_tag: str | None
    """As the charger sent it."""
    started_by: str | None
    person: str | None
    """Who charged, where somebody corrected it."""
    start_s: float
    stop_s: float | None
    energy_wh: float
    hourly_wh: list[float]
    cost: float | None
    currency: str | None
    battery_price: float | None
    slots: list[list[Any]]
    """As `WorthSlot.as_list` makes them."""


async def fold_counted[T](
    queries: LedgerQueries,
    fold: Callable[[Iterator[Counted]], T],
    begin: datetime,
    end: datetime | None,
) -> T:
    """Call `fold` in a thread with the sessions that may have energy between two times, in no order; raises OSError."""
    begin_s = begin.timestamp() - _DAY_S
    where, values = (
        "time >= ? AND (stopped >= ? OR stopped IS NULL)",
        [begin_s - _LONGEST_S, begin_s],
    )
    if end is not None:
        where, values = f"{where} AND time < ?", [*values, end.timestamp() + _DAY_S]

    def every_one(db: sqlite3.Connection, every: EverySession) -> Iterator[Counted]:
        for source in every.with_details(_OF_SESSION, where, whole=True):
            for row in unhurried(db.execute(f"SELECT {_COLUMNS} FROM {source}", values)):
                found: Counted | None
                try:
                    found = _read(row)
                except AttributeError, LookupError, TypeError, ValueError:
                    found = _read_with_care(row)
                if found is not None:
                    yield found

    return await queries.ask(lambda db, every: fold(every_one(db, every)))


def _read(row: tuple[Any, ...]) -> Counted:
    """Return what a row of the usual form says; raises AttributeError, LookupError, TypeError or ValueError for any other."""
    place, start_s, stop_s, energy_wh, text, person, cost, currency, details, slots = row
    session = orjson.loads(text)
    id_tag, started_by = session.get("id_tag"), session.get("started_by")
    worth = _NOTHING if details is None else orjson.loads(details).get("worth") or _NOTHING
    battery_price = worth.get("battery_price")
    if not _TEXT.issuperset((type(id_tag), type(started_by))) or type(battery_price) not in _USUAL:
        raise TypeError("no row of the usual form")
    return Counted(
        place,
        id_tag,
        started_by,
        person,
        start_s,
        stop_s,
        energy_wh,
        _numbers(session.get("hourly_wh", [])),
        cost,
        currency,
        battery_price,
        _rows(worth.get("slots", []) if slots is None else orjson.loads(slots_of(slots))),
    )


def _numbers(found: Any) -> list[float]:
    """Return a list of numbers; raises TypeError where it is none."""
    if type(found) is not list or not _FLOAT.issuperset(map(type, found)):
        raise TypeError("no list of numbers")
    return found


def _rows(found: Any) -> list[list[Any]]:
    """Return slots in their stored form; raises TypeError where they are not of the usual one."""
    if type(found) is not list:
        raise TypeError("no slots")
    for each in found:
        if type(each) is not list or not 0 < len(each) < _LONGEST or type(each[0]) is not int:
            raise TypeError("no slot")
        if not _USUAL.issuperset(map(type, each)):
            raise TypeError("a slot without numbers")
    return found


_FLOAT = frozenset({float})
_USUAL = frozenset({int, float, type(None)})
_TEXT = frozenset({str, type(None)})
_LONGEST = 10


def _read_with_care(row: tuple[Any, ...]) -> Counted | None:
    """Return what a row of another form says, as far as it can be read; None: nothing."""
    place, _, _, _, text, person, _, _, details, slots = row
    if (session := read_session(text)) is None:
        return None
    known = None if details is None else read_details(details, slots)
    worth = None if known is None else known.worth
    return Counted(
        place,
        session.id_tag,
        session.started_by,
        person,
        filed_under(session).timestamp(),
        None if session.stopped_at is None else session.stopped_at.timestamp(),
        session.energy_wh,
        [*session.hourly_wh],
        None if worth is None else worth.cost,
        None if worth is None else worth.currency,
        None if worth is None else worth.battery_price,
        [] if worth is None else [slot.as_list() for slot in worth.slots],
    )
