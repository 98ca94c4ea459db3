"""Read times and numbers from foreign attributes, and fill gaps between slots.

A value that is no time or number gives None, never an error, so it costs only its slot.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
import math
from operator import is_
from typing import Any

from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.sun import SolarSlot

HOUR = timedelta(hours=1)
MAXIMUM_ROWS = 2000
"""A longer list, some three weeks of quarter hours, is no list of prices or of a forecast."""
_STEPS = (HOUR, HOUR / 2, HOUR / 4)
_DAY = timedelta(days=1)
_YEARS = range(2000, 2200)
"""Years of valid times; near the end of Python's calendar, computing with times fails."""

type AttributeRow = tuple[datetime, datetime | None, float]
"""Start (UTC), end if there is one, and value."""


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """Return a time (a datetime or ISO text, in `zone` if it names none) in UTC; None: it is no time."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime) or value.year not in _YEARS:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def number(value: Any) -> float | None:
    """Return a finite number, also from text; None: it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except ValueError, OverflowError:
        return None
    return found if math.isfinite(found) else None


def first_of(row: Mapping[Any, Any], names: Iterable[str]) -> Any:
    """Return the first of these fields that is not None; None: there is none."""
    return next((row[name] for name in names if row.get(name) is not None), None)


def ended(rows: Iterable[AttributeRow]) -> Iterator[tuple[datetime, datetime, float]]:
    """Yield the rows in order with their ends; a missing end is the next row's start, an hour later at most."""
    ordered = sorted(rows, key=lambda row: row[0])
    starts = sorted({start for start, _, _ in ordered})
    lengths = {earlier: min(later - earlier, HOUR) for earlier, later in pairwise(starts)}
    last = lengths[starts[-2]] if len(starts) > 1 else HOUR
    for start, end, value in ordered:
        yield start, end or start + lengths.get(start, last), value


def day_slots(count: int, day: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime] | None]:
    """Yield the `count` equal spans of a local day; nothing if so many hours, half hours or quarters do not make one.

    On days of 23 and 25 hours the list is as long as the day, or still has 24 hours of local time: then the hour that does
    not exist is None, and of the hour that comes twice the first is meant.
    """
    midnight = datetime.combine(day, time(), zone)
    begin, end = midnight.astimezone(UTC), (midnight + _DAY).astimezone(UTC)
    if step := _fitting(count, end - begin):
        yield from ((begin + at * step, begin + (at + 1) * step) for at in range(count))
    elif step := _fitting(count, _DAY):
        yield from (_on_the_wall(midnight + at * step, step) for at in range(count))


def _fitting(count: int, day: timedelta) -> timedelta | None:
    return next((step for step in _STEPS if count * step == day), None)


def _on_the_wall(local: datetime, step: timedelta) -> tuple[datetime, datetime] | None:
    start = local.astimezone(UTC)
    exists = start.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)
    return (start, start + step) if exists else None


def fill_gaps[Slot: (PriceSlot, SolarSlot)](
    known: Sequence[Slot], further: Sequence[Slot]
) -> list[Slot]:
    """Return the known slots, and the parts of further ones beside them; both are in order and without overlaps."""
    ends = [slot.end for slot in known]
    found: list[Slot] = list(known)
    for slot in further:
        found.extend(_beside(slot, known, bisect_right(ends, slot.start)))
    return sorted(found, key=lambda slot: slot.start)


def same_objects(some: Sequence[object], others: Sequence[object]) -> bool:
    """Return whether both hold the same objects, so that nothing must be computed again."""
    return len(some) == len(others) and all(map(is_, some, others, strict=True))


def _beside[Slot: (PriceSlot, SolarSlot)](
    slot: Slot, known: Sequence[Slot], first: int
) -> Iterator[Slot]:
    """Yield the parts of a slot that no known slot covers; `first` is the index of the first that could."""
    at = slot.start
    for index in range(first, len(known)):
        other = known[index]
        if other.start >= slot.end:
            break
        if at < other.start:
            yield replace(slot, start=at, end=other.start)
        at = other.end
    if at < slot.end:
        yield replace(slot, start=at)
