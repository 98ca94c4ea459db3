"""Plan an amount of energy by a deadline at the cheapest times; replan when prices, progress or the goal change.

A plan must not miss its goal because something is unknown: missing prices are assumed, a forecast of sun may fail, and a car
may take less than expected. So charging at full power begins, at the latest, when the least power that the car is sure to
take just suffices; a few minutes show what it takes, and the cheapest times are chosen again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
import math
from statistics import fmean

from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, Reason, ReasonCode

from .cheapest import OfferChoice, PowerLevel, TimeOffer, best_choice, starts, total_cost, total_wh
from .free_current import FreeCurrent
from .learned_power import ExpectedPower
from .prices import PriceSlot, cover
from .shapes import PlanShape, Span, Stretch, at_once, cheapest_block, latest

_HOUR = timedelta(hours=1)
_DONE_WH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGoal:
    """The energy that is still missing, and the deadline."""

    energy_wh: float
    ready_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSlot:
    """The forecast surplus from `start` to `end`."""

    start: datetime
    end: datetime
    power_w: float
    feed_in_price: float | None = None
    """What a kWh of it earns when no car takes it; negative: what it costs; None: as now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """Settings of a connector's plan."""

    minimum_a: int = MINIMUM_CURRENT_A
    maximum_a: int = 16
    feed_in_price: float = 0.0
    """What a kWh of surplus earns when no car takes it."""
    start_s: float = 30.0
    """Time from being enabled until the car draws."""
    trial_s: float = 600.0
    """How long a car charges ahead of the cheapest times to show what it takes; longer than the time between plans."""
    start_weight: float = 0.001
    """Cost of a start, as a part of the cost of all the energy."""
    more_at_most: float = 0.003
    """How much more fewer starts may cost in all, as a part of the cost of the cheapest times."""
    shape: PlanShape = PlanShape.CHEAPEST
    late_margin_s: float = 1800.0
    """How long before the deadline a late plan is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWindow:
    """A span of time to charge in, and the current."""

    start: datetime
    end: datetime
    current_a: int
    price: float
    """The mean price of a kWh from the grid."""
    solar: bool = False
    """Whether the current is what the forecast sun gives; then follow the real surplus."""
    assumed: bool = False
    """Whether the price is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to charge, and the result."""

    goal: PlanGoal
    windows: tuple[PlanWindow, ...]
    energy_wh: float
    """Energy of the windows: the goal's, less what cannot be reached, more where a trial may prove needless."""
    cost: float
    """Cost at known and assumed prices, with surplus at the feed-in price; in the prices' currency."""
    shortfall_wh: float = 0.0
    """Energy that will be missing although it charges all the time."""
    on_trial: bool = False
    """Whether it charges ahead of the cheapest times, since the car might take less than expected."""

    def window_at(self, now: datetime) -> PlanWindow | None:
        """Return the window that it charges in now; None: it waits."""
        return next((window for window in self.windows if window.start <= now < window.end), None)

    def reason(self, now: datetime) -> Reason | None:
        """Return why it charges or waits now; None: nothing is left to charge."""
        window = self.window_at(now)
        if self.shortfall_wh and window:
            return Reason(
                code=ReasonCode.PLAN_UNREACHABLE,
                energy_wh=self.shortfall_wh,
                start=window.start,
                end=self.goal.ready_at,
            )
        code = ReasonCode.PLAN if window else ReasonCode.PLAN_WAITING
        window = window or next((window for window in self.windows if window.start > now), None)
        if window is None:
            return None
        return Reason(
            code=code,
            start=window.start,
            end=window.end,
            price=window.price,
            current_a=float(window.current_a),
            energy_wh=self.goal.energy_wh,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of time with one price, one forecast and one free current."""

    slot: PriceSlot
    solar_w: float = 0.0
    feed_in_price: float | None = None
    room_a: int | None = None
    """Current that fuses leave; None: no less than it may take."""

    def full_a(self, settings: PlanSettings) -> int:
        """Return the highest current in A here; 0 where it is too low to charge."""
        if self.room_a is None or self.room_a >= settings.maximum_a:
            return settings.maximum_a
        return self.room_a if self.room_a >= settings.minimum_a else 0

    def share(self, settings: PlanSettings) -> float:
        """Return the part of full power, 0 to 1, that fuses allow here."""
        return self.full_a(settings) / settings.maximum_a

    def offer(
        self, power: ExpectedPower, settings: PlanSettings
    ) -> tuple[TimeOffer, tuple[int, ...]]:
        """Return the offer of this time, and the current in A of each level: what the sun gives, and all."""
        full_a = self.full_a(settings)
        full = self._level(power.power_w * self.share(settings), settings)
        per_ampere_w = power.power_w / settings.maximum_a
        sun_a = max(int(self.solar_w / per_ampere_w), settings.minimum_a)
        if self.solar_w > 0 and sun_a < full_a:
            sun = self._level(sun_a * per_ampere_w, settings)
            # Where full power costs less per kWh than the sun's part, there is no reason for less.
            if full.cost * sun.power_w > sun.cost * full.power_w:
                return TimeOffer(self.slot.hours, (sun, full)), (sun_a, full_a)
        return TimeOffer(self.slot.hours, (full,)), (full_a,)

    def _level(self, power_w: float, settings: PlanSettings) -> PowerLevel:
        """Return the level of this power: surplus costs the feed-in price, the rest the grid's price."""
        own_w = min(power_w, self.solar_w)
        feed_in = settings.feed_in_price if self.feed_in_price is None else self.feed_in_price
        cost = own_w * feed_in + (power_w - own_w) * self.slot.price
        return PowerLevel(power_w, cost / 1000)


def make_plan(
    goal: PlanGoal,
    prices: Sequence[PriceSlot],
    power: ExpectedPower,
    settings: PlanSettings,
    now: datetime,
    *,
    solar: Sequence[SolarSlot] = (),
    room: Sequence[FreeCurrent] = (),
    charging: bool = False,
    begun: bool = False,
) -> Plan:
    """Return the plan for the goal; `charging`: it charges at full power now, so going on needs no start.

    `begun`: it does so by this plan, so that one block goes on.
    `room` is the current that fuses leave from now to the deadline, without gaps; empty: they do not limit it.
    """
    # Compute in UTC: differences of local times ignore changes of the clocks.
    goal, now = replace(goal, ready_at=goal.ready_at.astimezone(UTC)), now.astimezone(UTC)
    left_s = (goal.ready_at - now).total_seconds()
    if goal.energy_wh <= _DONE_WH or left_s <= 0:
        missing_wh = goal.energy_wh if goal.energy_wh > _DONE_WH else 0.0
        return Plan(goal=goal, windows=(), energy_wh=0.0, cost=0.0, shortfall_wh=missing_wh)
    lost_s = 0.0 if charging else settings.start_s
    pieces = _pieces(prices, solar, room, now, goal.ready_at)
    closed_h = sum((1 - piece.share(settings)) * piece.slot.hours for piece in pieces)
    at_most_wh = power.power_w * max((left_s - lost_s) / 3600 - closed_h, 0.0)
    pieces = [piece for piece in pieces if piece.full_a(settings)]
    plan = _choose(goal, pieces, power, settings, charging, begun=begun)
    trial = _trial(plan, pieces, power, settings, now)
    if trial and settings.shape is PlanShape.ONE_BLOCK:
        # A trial would end with a pause: the block begins with it.
        pieces = [
            part for piece in pieces for part in _split(piece, trial) if part.slot.start >= trial[0]
        ]
        plan = _choose(goal, pieces, power, settings, charging, begun=True)
    elif trial:
        plan = _on_trial(goal, pieces, power, settings, trial, now, charging)
    return replace(plan, shortfall_wh=max(goal.energy_wh - at_most_wh, 0.0))


def _trial(
    plan: Plan,
    pieces: Sequence[_Piece],
    power: ExpectedPower,
    settings: PlanSettings,
    now: datetime,
) -> tuple[datetime, datetime] | None:
    """Return the span to charge in ahead of the plan, if its next pause is too long for the car's least power; else None.

    Look only at trials that begin within `trial_s`, before the next plans; sun from a forecast does not count.
    """
    soon = timedelta(seconds=settings.trial_s)
    pause, resumed = now, plan.goal.ready_at
    for window in plan.windows:
        if not window.solar:
            if window.start > pause:
                resumed = window.start
                break
            pause = window.end
    least = [
        (piece.slot.start, piece.slot.end, power.least_w * piece.share(settings))
        for piece in pieces
    ]
    sure_wh = sum(
        least_w * (max(min(end, pause) - start, timedelta()) / _HOUR)
        for start, end, least_w in least
    )
    at_the_latest = _latest(least, max(plan.goal.energy_wh - sure_wh, 0.0), plan.goal.ready_at)
    begin = max(at_the_latest - timedelta(seconds=settings.start_s), pause)
    if begin >= min(resumed, now + soon):
        return None
    return begin, min(begin + soon, resumed)


def _latest(
    least: Sequence[tuple[datetime, datetime, float]], missing_wh: float, ready_at: datetime
) -> datetime:
    """Return the latest start for which the least power of each span suffices; the first moment if none does."""
    latest = ready_at
    for start, end, least_w in reversed(least):
        if missing_wh <= 0:
            break
        latest = max(end - missing_wh / least_w * _HOUR, start)
        missing_wh -= least_w * ((end - start) / _HOUR)
    return latest


def _on_trial(
    goal: PlanGoal,
    pieces: Sequence[_Piece],
    power: ExpectedPower,
    settings: PlanSettings,
    trial: tuple[datetime, datetime],
    now: datetime,
    charging: bool,
) -> Plan:
    """Return a plan that charges in the span `trial` in any case, and otherwise at the cheapest times."""
    begin, until = trial
    cut = [part for piece in pieces for part in _split(piece, trial)]
    during = [piece for piece in cut if begin <= piece.slot.start < until]
    others = [piece for piece in cut if not begin <= piece.slot.start < until]
    taken = [piece.offer(power, settings) for piece in during]
    taken_wh = sum(offer.energy_wh(len(offer.levels)) for offer, _ in taken)
    if begin > now:
        # The next plan may drop the trial, so its energy does not count.
        plan = _choose(goal, others, power, settings, charging)
    else:
        lost_wh = 0.0 if charging else power.power_w * settings.start_s / 3600
        rest = replace(goal, energy_wh=max(goal.energy_wh + lost_wh - taken_wh, 0.0))
        plan = _choose(rest, others, power, settings, charging=True)
    forced = [_window(piece, piece.full_a(settings)) for piece in during]
    return Plan(
        goal=goal,
        windows=_merged(sorted((*plan.windows, *forced), key=lambda window: window.start)),
        energy_wh=plan.energy_wh + taken_wh,
        cost=plan.cost + sum(offer.cost(len(offer.levels)) for offer, _ in taken),
        on_trial=True,
    )


def _choose(
    goal: PlanGoal,
    pieces: Sequence[_Piece],
    power: ExpectedPower,
    settings: PlanSettings,
    charging: bool,
    *,
    begun: bool = False,
) -> Plan:
    """Return the plan of the settings' shape in these pieces of time; `begun`: one block starts with the first."""
    offered = [piece.offer(power, settings) for piece in pieces]
    offers = [offer for offer, _ in offered]
    full = [offer.levels[-1] for offer in offers]
    if span := _span(goal, pieces, full, settings, charging=charging, begun=begun):
        return _in_span(goal, pieces, span, power, settings)
    dear = goal.energy_wh / 1000 * fmean(abs(piece.slot.price) for piece in pieces) if pieces else 0
    start_wh = power.power_w * settings.start_s / 3600
    lost_wh = 0.0 if charging else start_wh
    for _ in range(2):
        choices = best_choice(
            offers,
            goal.energy_wh + lost_wh,
            settings.start_weight * dear,
            settings.more_at_most,
            charging,
        )
        # Energy that starts lose is charged at other times.
        before_wh, lost_wh = lost_wh, starts(choices, charging) * start_wh
        if lost_wh == before_wh:
            break
    windows: list[PlanWindow] = []
    for place, (piece, (_, currents)) in enumerate(zip(pieces, offered, strict=True)):
        after = place + 1 < len(choices) and choices[place + 1].level > 0
        before = choices[place - 1].level > 0 if place else charging
        windows.extend(_windows(piece, choices[place], currents, late=after and not before))
    return Plan(
        goal=goal,
        windows=_merged(windows),
        energy_wh=total_wh(offers, choices),
        cost=total_cost(offers, choices),
    )


def _span(
    goal: PlanGoal,
    pieces: Sequence[_Piece],
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


def _in_span(
    goal: PlanGoal,
    pieces: Sequence[_Piece],
    span: Span,
    power: ExpectedPower,
    settings: PlanSettings,
) -> Plan:
    """Return the plan that charges at full power from the start of a span to its end."""
    begin, until = span
    during = [
        part for piece in pieces for part in _split(piece, span) if begin <= part.slot.start < until
    ]
    taken = [piece.offer(power, settings)[0] for piece in during]
    return Plan(
        goal=goal,
        windows=_merged([_window(piece, piece.full_a(settings)) for piece in during]),
        energy_wh=sum(offer.energy_wh(len(offer.levels)) for offer in taken),
        cost=sum(offer.cost(len(offer.levels)) for offer in taken),
    )


def _pieces(
    prices: Sequence[PriceSlot],
    solar: Sequence[SolarSlot],
    room: Sequence[FreeCurrent],
    start: datetime,
    end: datetime,
) -> list[_Piece]:
    """Return the time from start to end in pieces of one price, one forecast and one free current."""
    suns = [sun for sun in solar if math.isfinite(sun.power_w) and sun.power_w > 0]
    rooms = [free.start for free in room]
    cuts = sorted({at for sun in suns for at in (sun.start, sun.end)}.union(rooms))
    shining: list[SolarSlot | None] = [None] * (len(cuts) + 1)  # before the first, and from each on
    for sun in suns:
        for place in range(bisect_right(cuts, sun.start), bisect_right(cuts, sun.end)):
            shining[place] = sun
    pieces: list[_Piece] = []
    for slot in cover(prices, start, end):
        for part in _split(_Piece(slot=slot), cuts):
            at = part.slot.start
            sun_then = shining[bisect_right(cuts, at)]
            pieces.append(
                _Piece(
                    slot=part.slot,
                    solar_w=0.0 if sun_then is None else sun_then.power_w,
                    feed_in_price=None if sun_then is None else sun_then.feed_in_price,
                    room_a=room[bisect_right(rooms, at) - 1].current_a if room else None,
                )
            )
    return pieces


def _split(piece: _Piece, moments: Sequence[datetime]) -> list[_Piece]:
    """Return the parts of a piece, cut at the moments that are within it; these are in order."""
    slot = piece.slot
    inner = moments[bisect_right(moments, slot.start) : bisect_left(moments, slot.end)]
    if not inner:
        return [piece]
    return [
        replace(piece, slot=replace(slot, start=start, end=end))
        for start, end in pairwise((slot.start, *inner, slot.end))
    ]


def _windows(
    piece: _Piece, choice: OfferChoice, currents: Sequence[int], *, late: bool
) -> Iterator[PlanWindow]:
    """Yield the windows of a choice; `late`: a partial choice takes the end of the time, so that charging goes on from there."""
    if not choice.level:
        return
    slot = piece.slot
    share = 1 - choice.share if late else choice.share
    middle = slot.start + share * (slot.end - slot.start)
    levels = (choice.level - 1, choice.level) if late else (choice.level, choice.level - 1)
    for level, start, end in zip(levels, (slot.start, middle), (middle, slot.end), strict=True):
        if level and start < end:
            part = replace(piece, slot=replace(slot, start=start, end=end))
            yield replace(_window(part, currents[level - 1]), solar=level < len(currents))


def _window(piece: _Piece, current_a: int) -> PlanWindow:
    """Return a window for a whole piece of time."""
    slot = piece.slot
    return PlanWindow(
        start=slot.start,
        end=slot.end,
        current_a=current_a,
        price=slot.price,
        assumed=slot.assumed,
    )


def _merged(windows: Sequence[PlanWindow]) -> tuple[PlanWindow, ...]:
    """Return the windows, joining successive ones that charge the same way."""
    merged: list[PlanWindow] = []
    for window in windows:
        last = merged[-1] if merged else None
        if last and last.end == window.start and _alike(last, window):
            merged[-1] = replace(
                last,
                end=window.end,
                price=_mean_price(last, window),
                assumed=last.assumed or window.assumed,
            )
        else:
            merged.append(window)
    return tuple(merged)


def _alike(one: PlanWindow, other: PlanWindow) -> bool:
    """Return whether two windows charge the same way."""
    return (one.current_a, one.solar) == (other.current_a, other.solar)


def _mean_price(one: PlanWindow, other: PlanWindow) -> float:
    """Return the mean price of two windows, weighted by their hours."""
    hours, more = (one.end - one.start) / _HOUR, (other.end - other.start) / _HOUR
    return (one.price * hours + other.price * more) / (hours + more)
