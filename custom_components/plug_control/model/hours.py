"""Split a session's energy into hours of the clock, whose sum is the session's energy."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from .session import Session

HOUR = timedelta(hours=1)
_HOUR_S = 3600
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
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
    return _marks(points, marks)


def ended_marks(
    started_at: datetime, marks: Sequence[float], last: Point, end: Point
) -> tuple[float, ...]:
    """Return the hourly marks of a transaction that ended, of which `marks` and the `last` reading are known.

    What it took less than was counted by its end is missing everywhere in proportion; what it took more came after `last`.
    """
    points = [(started_at, 0.0)]
    for number, mark_wh in enumerate(marks, start=1):
        if (at := hour_of(started_at) + number * HOUR) < last[0]:
            points.append((at, max(mark_wh, points[-1][1])))
    if last[0] > started_at:
        points.append((last[0], max(last[1], points[-1][1])))
    end_at, end_wh = end
    known_wh = _energy_at(points, end_at)
    scale = min(end_wh / known_wh, 1.0) if known_wh else 1.0
    points = [(at, energy_wh * scale) for at, energy_wh in points if at < end_at]
    return _marks([*points, end]) if len(points) > 1 else ()


def _marks(points: Sequence[Point], known: Sequence[float] = ()) -> tuple[float, ...]:
    """Return the energy at each full hour between points; where these are more than an hour apart, the `known` marks count."""
    (started_at, _), (stopped_at, _) = points[0], points[-1]
    found: list[float] = []
    at = hour_of(started_at) + HOUR
    while at < stopped_at and len(found) < MAX_HOURS:
        mark_wh, apart = _between(points, at)
        if apart > HOUR and len(found) < len(known):
            mark_wh = known[len(found)]
        found.append(round(max(mark_wh, found[-1] if found else 0.0), 1))
        at += HOUR
    return tuple(found)


def _energy_at(points: Sequence[Point], at: datetime) -> float:
    """Return the energy at a time, that of the last point after it."""
    return points[-1][1] if at >= points[-1][0] else _between(points, at)[0]


def _between(points: Sequence[Point], at: datetime) -> tuple[float, timedelta]:
    """Return the energy at a time before the last of some points, and how far those beside it are apart."""
    after = max(bisect_right(points, at, key=itemgetter(0)), 1)
    (begin, begin_wh), (end, end_wh) = points[after - 1], points[after]
    return begin_wh + (end_wh - begin_wh) * ((at - begin) / (end - begin)), end - begin


def energy_by_hour(session: Session, now: datetime) -> dict[datetime, float]:
    """Return the energy in Wh of each hour (UTC) that has any: by the session's hourly marks, else spread evenly."""
    stopped_at = session.stopped_at or now
    started_at = session.started_at or stopped_at
    hours = hourly_energy(
        started_at.timestamp(), stopped_at.timestamp(), session.hourly_wh, session.energy_wh
    )
    return {_NEVER + number * HOUR: energy_wh for number, energy_wh in hours.items()}


def hourly_energy(
    start_s: float, stop_s: float, marks: Iterable[float], energy_wh: float
) -> dict[int, float]:
    """Return the same by the number of the hour since 1970, of a session between two times in seconds since then."""
    start_s = min(start_s, stop_s)
    stop_s = min(stop_s, start_s + MAX_HOURS * _HOUR_S)
    hour, at_s, came_wh = int(start_s // _HOUR_S), start_s, 0.0
    hours: dict[int, float] = {}
    for mark_wh in marks:
        if (hour + 1) * _HOUR_S >= stop_s:
            break
        known_wh = min(max(came_wh, mark_wh), energy_wh)
        if known_wh > came_wh:
            hours[hour] = known_wh - came_wh
        hour += 1
        came_wh, at_s = known_wh, float(hour * _HOUR_S)
    rest_wh, seconds = energy_wh - came_wh, stop_s - at_s
    if rest_wh <= 0:
        return hours
    if seconds <= 0:
        return {hour: rest_wh}
    while at_s < stop_s:
        until_s = min((hour + 1) * _HOUR_S, stop_s)
        hours[hour] = rest_wh * (until_s - at_s) / seconds
        at_s, hour = until_s, hour + 1
    return hours


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
