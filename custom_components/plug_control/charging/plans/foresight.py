"""What a plan will have done: when it is done, what the sun gives of it, and how early it could be done at all."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from .free_current import FreeCurrent
from .learned_power import ExpectedPower
from .plan import Plan, PlanGoal
from .settings import PlanSettings
from .sun import SolarSlot

_HOUR = timedelta(hours=1)
_DONE_WH = 1.0


def window_w(current_a: float, power: ExpectedPower, settings: PlanSettings) -> float:
    """Return the power in W that a car takes in a window of this current."""
    return power.power_w * current_a / settings.maximum_a


def full_at(plan: Plan) -> datetime | None:
    """Return when a plan has charged what it is for; None: there is nothing to charge, or not all of it can be."""
    if plan.shortfall_wh > _DONE_WH or not plan.windows:
        return None
    return plan.windows[-1].end


def sun_share(
    plan: Plan, solar: Sequence[SolarSlot], power: ExpectedPower, settings: PlanSettings
) -> float:
    """Return the part of a plan's energy, 0 to 1, that the forecast sun gives; `solar` is in order, without overlaps."""
    sun_wh = all_wh = 0.0
    starts = [slot.start for slot in solar]
    for window in plan.windows:
        power_w = window_w(window.current_a, power, settings)
        all_wh += power_w * ((window.end - window.start) / _HOUR)
        for slot in solar[max(bisect_right(starts, window.start) - 1, 0) :]:
            if slot.start >= window.end:
                break
            shared = min(slot.end, window.end) - max(slot.start, window.start)
            sun_wh += min(max(slot.power_w, 0.0), power_w) * max(shared / _HOUR, 0.0)
    return sun_wh / all_wh if all_wh else 0.0


def reachable_at(
    goal: PlanGoal,
    power: ExpectedPower,
    settings: PlanSettings,
    room: Sequence[FreeCurrent],
    now: datetime,
    *,
    charging: bool,
) -> datetime | None:
    """Return the earliest deadline by which nothing would be missing; None: it is not within `room`.

    `room` is the current that fuses leave from now on, without gaps; empty: they do not limit it.
    """
    if goal.energy_wh <= _DONE_WH:
        return now
    start_h = 0.0 if charging else settings.start_s / 3600
    hours = goal.energy_wh / power.power_w + start_h
    if not room:
        return now + hours * _HOUR
    for start, end, share in _shares(room, settings):
        open_h = share * ((end - start) / _HOUR)
        if hours <= open_h:
            return start + hours / share * _HOUR
        hours -= open_h
    return None


def _shares(
    room: Sequence[FreeCurrent], settings: PlanSettings
) -> Iterator[tuple[datetime, datetime, float]]:
    """Yield each span of the room and the part of full power, 0 to 1, that it allows."""
    for free in room:
        current_a = min(free.current_a, settings.maximum_a)
        open_a = current_a if current_a >= settings.minimum_a else 0
        yield free.start, free.end, open_a / settings.maximum_a
