"""Split a session's energy into hours of the clock, whose sum is the session's energy."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import itemgetter

from .session import Session

HOUR = timedelta(hours=1)
MAX_HOURS = 31 * 24
"""Maximum number of hours to spread a session's energy over; a car may stay for months."""

type Point = tuple[datetime, float]
"""A time, and the session's energy in Wh up to then."""


def hour_of(time: datetime) -> datetime:
    """Return the beginning of the hour of a time, in UTC."""
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def new_marks(
    started_at: datetime, marks: Sequence[float], last: Point, now: Point
) -> Iterator[float]:
    """Yield the energy in Wh at each full hour after `marks` up to `now`, as if it had flowed evenly since `last`."""
    (last_at, last_wh), (now_at, now_wh) = last, now
    seconds = (now_at - last_at).total_seconds()
    passed = int((hour_of(now_at) - hour_of(started_at)) / HOUR)
    for number in range(len(marks) + 1, min(passed, MAX_HOURS) + 1):
        at = hour_of(started_at) + number * HOUR
        part = (at - last_at).total_seconds() / seconds
        yield round(last_wh + (now_wh - last_wh) * max(part, 0.0), 1)


def told_marks(session: Session, told: Iterable[Point]) -> tuple[float, ...]:
    """Return the hourly marks of an ended session with those that readings prove which its charger told afterwards.

    A reading is the session's energy up to then. Between readings that are more than an hour apart a mark that is there counts.
    """
    started_at, stopped_at, marks = session.started_at, session.stopped_at, session.hourly_wh
    if started_at is None or stopped_at is None:
        return marks
    points = [(started_at, 0.0)]
    for at, energy_wh in told:
        last_at, last_wh = points[-1]
        if last_at < at < stopped_at and last_wh <= energy_wh <= session.energy_wh:
            points.append((at, energy_wh))
    if len(points) == 1:
        return marks
    points.append((stopped_at, session.energy_wh))
    found: list[float] = []
    at = hour_of(started_at) + HOUR
    while at < stopped_at and len(found) < MAX_HOURS:
        after = bisect_right(points, at, key=itemgetter(0))
        (begin, begin_wh), (end, end_wh) = points[after - 1], points[after]
        mark_wh = begin_wh + (end_wh - begin_wh) * ((at - begin) / (end - begin))
        if end - begin > HOUR and len(found) < len(marks):
            mark_wh = marks[len(found)]
        found.append(round(max(mark_wh, found[-1] if found else 0.0), 1))
        at += HOUR
    return tuple(found)


def energy_by_hour(session: Session, now: datetime) -> dict[datetime, float]:
    """Return the energy in Wh of each hour (UTC) that has any: by the session's hourly marks, else spread evenly."""
    hours: defaultdict[datetime, float] = defaultdict(float)
    for earlier, later in pairwise(points_of(session, now)):
        for hour, energy_wh in _evenly(earlier, later):
            hours[hour] += energy_wh
    return {hour: energy_wh for hour, energy_wh in hours.items() if energy_wh > 0}


def points_of(session: Session, now: datetime) -> Iterator[Point]:
    """Yield the known points of the session's energy over time; it never falls, and ends at the session's energy."""
    stopped_at = session.stopped_at or now
    started_at = min(session.started_at or stopped_at, stopped_at)
    stopped_at = min(stopped_at, started_at + MAX_HOURS * HOUR)
    yield started_at, 0.0
    energy_wh = 0.0
    for number, mark_wh in enumerate(session.hourly_wh, start=1):
        if (at := hour_of(started_at) + number * HOUR) >= stopped_at:
            break
        energy_wh = min(max(energy_wh, mark_wh), session.energy_wh)
        yield at, energy_wh
    yield stopped_at, session.energy_wh


def _evenly(earlier: Point, later: Point) -> Iterator[Point]:
    """Yield the hours between two points, each with its part in Wh of the energy between them."""
    (start, start_wh), (end, end_wh) = earlier, later
    seconds = (end - start).total_seconds()
    if seconds <= 0:
        yield hour_of(end), end_wh - start_wh
        return
    while start < end:
        hour = hour_of(start)
        until = min(hour + HOUR, end)
        yield hour, (end_wh - start_wh) * (until - start).total_seconds() / seconds
        start = until
