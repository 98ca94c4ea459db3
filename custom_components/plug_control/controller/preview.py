"""Preview the plan of a wish that is not made yet, and what it would take from other plans; pure, nothing changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from custom_components.plug_control.charging.plans.foresight import (
    full_at,
    reachable_at,
    sun_share,
    window_w,
)
from custom_components.plug_control.charging.plans.free_current import PlanBooking
from custom_components.plug_control.charging.plans.learned_power import ExpectedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanWindow
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.model.connector import ConnectorKey

from .plan_tasks import DONE_WH, PERIOD, PlanRequest, PlanTask, bookings_of
from .plans import Plans

LONGEST: Final = timedelta(days=8)
"""The furthest deadline: a weekly plan's, and a day."""
_FURTHEST: Final = timedelta(days=3)
"""How far ahead a reachable deadline is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """A wish for a plan; what is None is as the connector's wish is now."""

    ready_at: datetime | None = None
    energy_wh: float | None = None
    soc_percent: float | None = None
    shape: PlanShape | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Displaced:
    """What another plan loses by a wish."""

    key: ConnectorKey
    later: timedelta
    shortfall_wh: float
    """The energy that it will miss, and does not miss without the wish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The plan of a wish, and its consequences."""

    task: PlanTask
    plan: Plan
    reachable_at: datetime | None
    displaces: tuple[Displaced, ...]

    @property
    def power(self) -> ExpectedPower:
        """The power that the car is expected to take."""
        return self.task.power

    @property
    def full_at(self) -> datetime | None:
        """When all is charged; None: never, or there is nothing to charge."""
        return full_at(self.plan)

    @property
    def sun_share(self) -> float:
        """The part of the energy, 0 to 1, that the forecast sun gives."""
        return sun_share(self.plan, self.task.solar, self.power, self.task.settings)

    def window_w(self, window: PlanWindow) -> float:
        """Return the power in W that the car takes in a window."""
        return window_w(window.current_a, self.power, self.task.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewTask:
    """All that a preview is made of: the wish's request, and the plans that there are."""

    request: PlanRequest
    plans: Plans
    soc_percent: float | None = None
    """The state of charge that the wish leads to; None: unknown."""

    def make(self) -> Preview:
        """Return the preview. It takes milliseconds for each plan that shares a fuse, so it belongs in a thread."""
        before, after = self._around(goes_ahead=False)
        bookings = self._booked(before)
        task = self.plans.task(self.request, bookings)
        plan = task.make()
        if plan.shortfall_wh > DONE_WH and bookings:
            alone = self.plans.task(self.request, []).make()
            if alone.shortfall_wh < plan.shortfall_wh - DONE_WH:
                before, after = self._around(goes_ahead=True)
                bookings = self._booked(before)
                task = self.plans.task(self.request, bookings)
                plan = task.make()
        return Preview(
            task=task,
            plan=plan,
            reachable_at=self._reachable_at(task, bookings),
            displaces=tuple(self._displaced(plan, bookings, after)),
        )

    def _around(self, *, goes_ahead: bool) -> tuple[list[PlanRequest], list[PlanRequest]]:
        """Return the other plans' requests before and after the wish; `goes_ahead`: it goes before others of its priority."""
        ranked = self.plans.ranked(self.request)
        place = ranked.index(self.request)
        if goes_ahead:
            place = sum(each.priority > self.request.priority for each in ranked)
        others = [each for each in ranked if each is not self.request]
        return others[:place], others[place:]

    def _booked(self, requests: list[PlanRequest]) -> list[PlanBooking]:
        made = [(each, self.plans.get(each.key)) for each in requests]
        return [booking for each, known in made if known for booking in bookings_of(each, known[1])]

    def _reachable_at(self, task: PlanTask, bookings: list[PlanBooking]) -> datetime | None:
        until = max(task.goal.ready_at, task.now + _FURTHEST)
        room = self.plans.room(self.request, bookings, until)
        return reachable_at(
            task.goal, task.power, task.settings, room, task.now, charging=task.charging
        )

    def _displaced(
        self, plan: Plan, bookings: list[PlanBooking], after: list[PlanRequest]
    ) -> Iterator[Displaced]:
        """Yield what the plans after the wish's lose; those that it leaves as they are stay booked as they are."""
        changed = bookings_of(self.request, plan)
        booked = [*bookings, *changed]
        for other in after:
            if (made := self.plans.get(other.key)) is None:
                continue
            now_plan = made[1]
            if _overlaps(other, now_plan, changed):
                task = self.plans.task(other, booked)
                if not _fits(now_plan, task):
                    then = task.make()
                    changed += bookings_of(other, then)
                    lost = _lost(other.key, now_plan, then)
                    now_plan = then
                    if lost is not None:
                        yield lost
            booked += bookings_of(other, now_plan)


def _overlaps(request: PlanRequest, plan: Plan, bookings: list[PlanBooking]) -> bool:
    """Return whether a plan charges while one of the bookings takes of the same slots."""
    slots = set(request.slots)
    return any(
        booking.start < window.end and window.start < booking.end
        for booking in bookings
        if not slots.isdisjoint(booking.slots)
        for window in plan.windows
    )


def _fits(plan: Plan, task: PlanTask) -> bool:
    """Return whether the fuses leave what a plan takes."""
    return not any(
        free.current_a < window.current_a
        for free in task.room
        for window in plan.windows
        if free.start < window.end and window.start < free.end
    )


def _lost(key: ConnectorKey, before: Plan, after: Plan) -> Displaced | None:
    """Return what a plan loses; None: nothing, or less than what plans are made anew for."""
    later = timedelta()
    if before.windows and after.windows:
        later = max(after.windows[-1].end - before.windows[-1].end, later)
    shortfall_wh = max(after.shortfall_wh - before.shortfall_wh, 0.0)
    if later < PERIOD and shortfall_wh <= DONE_WH:
        return None
    return Displaced(key=key, later=later, shortfall_wh=shortfall_wh)
