"""Share whole amperes: which connectors may charge, in turn, and how much each gets; by priority, then evenly."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A connector that asks for current."""

    connector: str
    slots: tuple[int, ...]
    """Slots of the tree that its current flows through."""
    wanted_a: int
    minimum_a: int
    priority: int
    started_at: datetime | None = None
    """When its turn began; None: it does not charge."""
    waiting_since: datetime | None = None
    standby: bool = False
    """Whether it has no car; it gets only what all others leave, so that a car could start at once."""

    def fits(self, rooms: Sequence[int], current_a: int) -> bool:
        """Return whether each of its slots has room for the current."""
        return all(rooms[slot] >= current_a for slot in self.slots)


@dataclass(slots=True)
class _Rooms:
    """Current left by slot, and current reserved for those whose turn comes next."""

    left_a: list[int]
    kept_a: list[int]

    def take(self, slots: Sequence[int], current_a: int) -> None:
        """Take the current from the slots."""
        for slot in slots:
            self.left_a[slot] -= current_a

    def keep(self, contender: Contender) -> None:
        """Reserve the contender's minimum, so that none starts with it before."""
        for slot in contender.slots:
            self.kept_a[slot] += contender.minimum_a

    def unkept_a(self) -> list[int]:
        """Return the current by slot that is left and not reserved."""
        return [left - kept for left, kept in zip(self.left_a, self.kept_a, strict=True)]


def ordered(contenders: Sequence[Contender], turn_s: float, now: datetime) -> list[Contender]:
    """Return them by priority, those without a car last; of equals first those in their turn, then waiting ones, then the rest.

    A turn begins with charging, and a new one only after waiting, so that each gets its turn.
    """

    def rank(one: Contender) -> tuple[bool, int, int, float, str]:
        if one.started_at is None:
            since = one.waiting_since or now
            return (one.standby, -one.priority, 1, since.timestamp(), one.connector)
        if (now - one.started_at).total_seconds() < turn_s:
            return (one.standby, -one.priority, 0, one.started_at.timestamp(), one.connector)
        return (one.standby, -one.priority, 2, -one.started_at.timestamp(), one.connector)

    return sorted(contenders, key=rank)


def share(contenders: Sequence[Contender], rooms_a: Sequence[int]) -> dict[str, int]:
    """Return each contender's current in A, 0 or its minimum to what it wants; `contenders` are `ordered`, `rooms_a` by slot."""
    rooms = _Rooms(list(rooms_a), [0] * len(rooms_a))
    shares = {one.connector: 0 for one in contenders}
    for standby in (False, True):
        asking = [one for one in contenders if one.standby is standby]
        for _, level in groupby(asking, key=lambda one: one.priority):
            _admit(list(level), rooms, shares)
        charging = [one for one in asking if shares[one.connector]]
        for _, level in groupby(charging, key=lambda one: one.priority):
            _fill(list(level), rooms.left_a, shares)
    return shares


def _admit(level: Sequence[Contender], rooms: _Rooms, shares: dict[str, int]) -> None:
    """Give the minimum to as many contenders as fit.

    A waiting one that would fit without its equals reserves its minimum, so that none starts before it in its slots. Else a
    car on three phases would wait forever beside two that take turns on one.
    """
    whole = list(rooms.left_a)
    for one in level:
        free = rooms.left_a if one.started_at else rooms.unkept_a()
        if one.fits(free, one.minimum_a):
            rooms.take(one.slots, one.minimum_a)
            shares[one.connector] = one.minimum_a
        elif one.started_at is None and one.fits(whole, one.minimum_a):
            rooms.keep(one)


def _fill(level: Sequence[Contender], left_a: list[int], shares: dict[str, int]) -> None:
    """Raise those that have least, evenly, until each has what it wants or its circuit is full."""
    while active := [
        one for one in level if shares[one.connector] < one.wanted_a and one.fits(left_a, 1)
    ]:
        least_a = min(shares[one.connector] for one in active)
        lowest = [one for one in active if shares[one.connector] == least_a]
        in_slot = Counter(slot for one in lowest for slot in one.slots)
        above = [shares[one.connector] for one in active if shares[one.connector] > least_a]
        ceiling_a = min(
            *above,
            *(one.wanted_a for one in lowest),
            least_a + min(left_a[slot] // count for slot, count in in_slot.items()),
        )
        step_a = max(ceiling_a - least_a, 1)
        for one in lowest:
            # Where less than an ampere is left for each, the first ones get it.
            if one.fits(left_a, step_a):
                shares[one.connector] += step_a
                for slot in one.slots:
                    left_a[slot] -= step_a
