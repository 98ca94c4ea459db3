"""Shapes of a plan that charge in one span of time: as late as possible, or in one block at the cheapest place."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from .cheapest import PowerLevel
from .learned_power import ExpectedPower
from .pieces import Piece, split
from .plan import Plan, PlanGoal
from .settings import PlanSettings, PlanShape
from .windows import merged, whole_window

_HOUR = timedelta(hours=1)
_DIGITS = 6
"""Of costs that count as equal."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, and full power in it."""

    start: datetime
    end: datetime
    full: PowerLevel

    @property
    def hours(self) -> float:
        """Its length."""
        return (self.end - self.start) / _HOUR


type Span = tuple[datetime, datetime]


def span_of(
    goal: PlanGoal,
    pieces: Sequence[Piece],
    full: Sequence[PowerLevel],
    settings: PlanSettings,
    *,
    charging: bool,
    begun: bool,
) -> Span | None:
    """Return the span that a late plan, or one block, charges in; None: the cheapest times are chosen."""
    if settings.shape is PlanShape.CHEAPEST or not pieces or goal.energy_wh <= 0:
        return None
    stretches = [
        Stretch(piece.slot.start, piece.slot.end, level)
        for piece, level in zip(pieces, full, strict=True)
    ]

    def place(need_wh: float) -> Span | None:
        if settings.shape is PlanShape.LATE:
            margin = timedelta(seconds=settings.late_margin_s)
            return latest(stretches, need_wh, goal.ready_at - margin)
        if begun:
            return at_once(stretches, need_wh)
        return cheapest_block(stretches, need_wh)

    span = place(goal.energy_wh)
    if charging and (span is None or span[0] == stretches[0].start):
        return span
    most_w = max(level.power_w for level in full)
    return place(goal.energy_wh + most_w * settings.start_s / 3600)


def plan_in(
    goal: PlanGoal,
    pieces: Sequence[Piece],
    span: Span,
    power: ExpectedPower,
    settings: PlanSettings,
) -> Plan:
    """Return the plan that charges at full power from the start of a span to its end."""
    begin, until = span
    during = [
        part for piece in pieces for part in split(piece, span) if begin <= part.slot.start < until
    ]
    taken = [piece.offer(power, settings)[0] for piece in during]
    return Plan(
        goal=goal,
        windows=merged([whole_window(piece, piece.full_a(settings)) for piece in during]),
        energy_wh=sum(offer.energy_wh(len(offer.levels)) for offer in taken),
        cost=sum(offer.cost(len(offer.levels)) for offer in taken),
    )


class _Meter:
    """The energy and cost of full power since the first of successive stretches."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        energies = (each.full.power_w * each.hours for each in stretches)
        costs = (each.full.cost * each.hours for each in stretches)
        self.wh = list(accumulate(energies, initial=0.0))
        self._costs = list(accumulate(costs, initial=0.0))

    def begin(self, wh: float) -> datetime:
        """Return the last moment before which just that energy is taken."""
        place = min(bisect_right(self.wh, wh), len(self._stretches)) - 1
        return self._moment(place, wh)

    def end(self, wh: float) -> datetime:
        """Return the first moment by which that energy is taken."""
        place = min(max(bisect_left(self.wh, wh), 1), len(self._stretches)) - 1
        return self._moment(place, wh)

    def _moment(self, place: int, wh: float) -> datetime:
        each = self._stretches[place]
        return min(each.start + (wh - self.wh[place]) / each.full.power_w * _HOUR, each.end)

    def cost(self, wh: float) -> float:
        """Return the cost of that energy."""
        place = min(bisect_right(self.wh, wh), len(self._stretches)) - 1
        each = self._stretches[place]
        return self._costs[place] + (wh - self.wh[place]) / each.full.power_w * each.full.cost


def at_once(stretches: Sequence[Stretch], need_wh: float) -> Span:
    """Return the span from the first moment that takes the energy, or all there is."""
    meter = _Meter(stretches)
    return meter.begin(0.0), meter.end(min(need_wh, meter.wh[-1]))


def latest(stretches: Sequence[Stretch], need_wh: float, until: datetime) -> Span:
    """Return the latest span that takes the energy by `until`; where that does not suffice, all the time and on after it."""
    meter = _Meter(list(_before(stretches, until)))
    if meter.wh[-1] < need_wh:
        return at_once(stretches, need_wh)
    return meter.begin(meter.wh[-1] - need_wh), meter.end(meter.wh[-1])


def _before(stretches: Sequence[Stretch], until: datetime) -> Iterator[Stretch]:
    for each in stretches:
        if each.start < until:
            yield Stretch(each.start, min(each.end, until), each.full)


def cheapest_block(stretches: Sequence[Stretch], need_wh: float) -> Span | None:
    """Return the cheapest span without a gap that takes the energy, the earliest of equal ones; None: no span does.

    Exact: as a block moves, its cost changes evenly until one of its ends comes to the edge of a stretch.
    """
    found: list[tuple[float, datetime, datetime]] = []
    for run in _runs(stretches):
        meter = _Meter(run)
        begins = (*meter.wh, *(wh - need_wh for wh in meter.wh))
        found.extend(
            (
                round(meter.cost(begin + need_wh) - meter.cost(begin), _DIGITS),
                meter.begin(begin),
                meter.end(begin + need_wh),
            )
            for begin in begins
            if begin >= 0 and begin + need_wh <= meter.wh[-1]
        )
    return min(found)[1:] if found else None


def _runs(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return the stretches in runs without a gap."""
    runs: list[list[Stretch]] = []
    for each in stretches:
        if runs and runs[-1][-1].end == each.start:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs
