"""Predict the current that fuses leave to a connector beside other loads and other plans."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
import math

from custom_components.plug_control.charging.circuits.tree import CircuitTree

_HOUR = timedelta(hours=1)
_MEMORY_S = 3600.0
"""Memory of the recent mean."""
_DAYS = 4.0
"""Memory of the mean of an hour of the day, in days; each day adds one hour of readings."""
_LONGEST_S = 300.0
"""A reading counts for at most this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCurrent:
    """The current in A that is expected to be free from `start` to `end`."""

    start: datetime
    end: datetime
    current_a: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBooking:
    """The current that a plan takes in slots of the tree from `start` to `end`."""

    start: datetime
    end: datetime
    current_a: float
    slots: tuple[int, ...]


@dataclass(slots=True)
class ExpectedLoad:
    """Expected other load of a slot: for the next hour the recent mean, later the mean of that hour of the day, if known."""

    hours_a: dict[int, float] = field(default_factory=dict)
    """Means by the hour of the day."""
    recent_a: float = 0.0
    seen_at: datetime | None = None

    def see(self, load_a: float, at: datetime) -> None:
        """Add a reading taken at a local time."""
        if self.seen_at is None:
            self.recent_a, self.seen_at = load_a, at
            return
        elapsed_s = min((at - self.seen_at).total_seconds(), _LONGEST_S)
        if elapsed_s <= 0:
            return
        self.seen_at = at
        self.recent_a += (1 - math.exp(-elapsed_s / _MEMORY_S)) * (load_a - self.recent_a)
        before_a = self.hours_a.get(at.hour, load_a)
        weight = 1 - math.exp(-elapsed_s / (_DAYS * _HOUR.total_seconds()))
        self.hours_a[at.hour] = before_a + weight * (load_a - before_a)

    def expected_a(self, start: datetime) -> float:
        """Return the expected load in A in the hour of a local time; at least 0."""
        is_now = self.seen_at is not None and start < self.seen_at + _HOUR
        known_a = None if is_now else self.hours_a.get(start.hour)
        return max(self.recent_a if known_a is None else known_a, 0.0)


def room_over_time(
    tree: CircuitTree,
    slots: Sequence[int],
    loads: Mapping[int, ExpectedLoad],
    bookings: Iterable[PlanBooking],
    start: datetime,
    end: datetime,
    zone: tzinfo = UTC,
) -> tuple[FreeCurrent, ...]:
    """Return the whole amperes that are free in all these slots from `start` to `end`, as successive spans without gaps.

    A slot in `loads` is expected to carry that load, by the hours of `zone`; any other what its circuit assumes.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    others = [each for each in bookings if not set(slots).isdisjoint(each.slots)]
    moments = {start, end}
    moments.update(at for each in others for at in (each.start, each.end) if start < at < end)
    moments.update(_full_hours(start, end))
    ordered = sorted(moments)
    booked = {slot: [0.0] * len(ordered) for slot in slots}
    for each in others:
        during = range(bisect_left(ordered, each.start), bisect_left(ordered, each.end))
        for slot in booked.keys() & set(each.slots):
            for place in during:
                booked[slot][place] += each.current_a
    rooms: list[FreeCurrent] = []
    for place, (since, until) in enumerate(pairwise(ordered)):
        local = since.astimezone(zone)
        free_a = min(
            _free_a(tree, slot, loads, local) - there_a[place] for slot, there_a in booked.items()
        )
        current_a = max(math.floor(free_a), 0)
        is_same = rooms and rooms[-1].current_a == current_a
        rooms.append(
            FreeCurrent(
                start=rooms.pop().start if is_same else since, end=until, current_a=current_a
            )
        )
    return tuple(rooms)


def _free_a(tree: CircuitTree, slot: int, loads: Mapping[int, ExpectedLoad], at: datetime) -> float:
    circuit, position = tree.circuits[slot // 3], slot % 3
    load = loads.get(slot)
    others_a = circuit.assumed_a[position] if load is None else load.expected_a(at)
    return circuit.limits_a[position] - others_a


def _full_hours(start: datetime, end: datetime) -> Iterable[datetime]:
    """Yield the full hours between two moments."""
    at = start.replace(minute=0, second=0, microsecond=0) + _HOUR
    while at < end:
        yield at
        at += _HOUR
