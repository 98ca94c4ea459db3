"""Plan an amount of energy by a deadline at the cheapest times; replan when prices, progress or the goal change.

A plan must not miss its goal because something is unknown: missing prices are assumed, a forecast of sun may fail, and a car
may take less than expected. So charging at full power begins, at the latest, when the least power that the car is sure to
take just suffices; a few minutes show what it takes, and the cheapest times are chosen again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import fmean

from .cheapest import best_choice, starts, total_cost, total_wh
from .free_current import FreeCurrent
from .learned_power import ExpectedPower
from .pieces import Piece, pieces_of, split
from .plan import Plan, PlanGoal, PlanWindow
from .prices import PriceSlot
from .settings import PlanSettings, PlanShape
from .shapes import plan_in, span_of
from .sun import SolarSlot
from .windows import merged, whole_window, windows_of

_HOUR = timedelta(hours=1)
_DONE_WH = 1.0


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
    pieces = pieces_of(prices, solar, room, now, goal.ready_at)
    closed_h = sum((1 - piece.share(settings)) * piece.slot.hours for piece in pieces)
    at_most_wh = power.power_w * max((left_s - lost_s) / 3600 - closed_h, 0.0)
    pieces = [piece for piece in pieces if piece.full_a(settings)]
    plan = _choose(goal, pieces, power, settings, charging, begun=begun)
    trial = _trial(plan, pieces, power, settings, now)
    if trial and settings.shape is PlanShape.ONE_BLOCK:
        # A trial would end with a pause: the block begins with it.
        pieces = [
            part for piece in pieces for part in split(piece, trial) if part.slot.start >= trial[0]
        ]
        plan = _choose(goal, pieces, power, settings, charging, begun=True)
    elif trial:
        plan = _on_trial(goal, pieces, power, settings, trial, now, charging)
    return replace(plan, shortfall_wh=max(goal.energy_wh - at_most_wh, 0.0))


def _trial(
    plan: Plan,
    pieces: Sequence[Piece],
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
    pieces: Sequence[Piece],
    power: ExpectedPower,
    settings: PlanSettings,
    trial: tuple[datetime, datetime],
    now: datetime,
    charging: bool,
) -> Plan:
    """Return a plan that charges in the span `trial` in any case, and otherwise at the cheapest times."""
    begin, until = trial
    cut = [part for piece in pieces for part in split(piece, trial)]
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
    forced = [whole_window(piece, piece.full_a(settings)) for piece in during]
    return Plan(
        goal=goal,
        windows=merged(sorted((*plan.windows, *forced), key=lambda window: window.start)),
        energy_wh=plan.energy_wh + taken_wh,
        cost=plan.cost + sum(offer.cost(len(offer.levels)) for offer, _ in taken),
        on_trial=True,
    )


def _choose(
    goal: PlanGoal,
    pieces: Sequence[Piece],
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
    if span := span_of(goal, pieces, full, settings, charging=charging, begun=begun):
        return plan_in(goal, pieces, span, power, settings)
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
        windows.extend(windows_of(piece, choices[place], currents, late=after and not before))
    return Plan(
        goal=goal,
        windows=merged(windows),
        energy_wh=total_wh(offers, choices),
        cost=total_cost(offers, choices),
    )
