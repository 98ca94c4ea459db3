"""Share whole amperes: who charges at all, in turn, and how much each gets; by priority, then evenly."""

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
    """The phases of circuits that it goes through."""
    wanted_a: int
    minimum_a: int
    priority: int
    started_at: datetime | None = None
    """When its turn began; None: it does not charge."""
    waiting_since: datetime | None = None
    standby: bool = False
    """It has no car: what would let one begin at once is taken of what all the others leave."""

    def fits(self, rooms: Sequence[int], current_a: int) -> bool:
        """Return whether all its slots have room for the current."""
        return all(rooms[slot] >= current_a for slot in self.slots)


@dataclass(slots=True)
class _Rooms:
    """What is left, and what is kept for those whose turn comes next."""

    left_a: list[int]
    kept_a: list[int]

    def take(self, slots: Sequence[int], current_a: int) -> None:
        """Take the current from the slots."""
        for slot in slots:
            self.left_a[slot] -= current_a

    def keep(self, contender: Contender) -> None:
        """Keep the contender's minimum from everyone who does not charge yet."""
        for slot in contender.slots:
            self.kept_a[slot] += contender.minimum_a

    def unkept_a(self) -> list[int]:
        """Return what someone may begin with who has to let others go first."""
        return [left - kept for left, kept in zip(self.left_a, self.kept_a, strict=True)]


def ordered(contenders: Sequence[Contender], turn_s: float, now: datetime) -> list[Contender]:
    """Return them by priority, those without a car last; in one priority those in their turn, who wait, whose turn is over.

    A turn begins with charging and begins again only after waiting: that is what brings everybody's.
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
    """Return what each gets: 0, or its minimum to what it wants; `contenders` in their order, `rooms_a` by slot."""
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
    """Give the minimum to as many as there is room for.

    One that waits and does not fit, though it would without its equals, keeps its place: nobody starts before it where
    that would be in its way, or a car on three phases would wait for ever beside two that take turns on one.
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
    """Raise those who have least, all by the same, until each has what it wants or a full circuit."""
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
            # Where there is less than an ampere for each, the first ones get it.
            if one.fits(left_a, step_a):
                shares[one.connector] += step_a
                for slot in one.slots:
                    left_a[slot] -= step_a
