"""Keep a plan for each connector that wants one; make it anew every few minutes and after changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from custom_components.plug_control.charging.circuits.tree import CircuitTree
from custom_components.plug_control.charging.plans.free_current import (
    ExpectedLoad,
    FreeCurrent,
    PlanBooking,
    room_over_time,
)
from custom_components.plug_control.charging.plans.plan import Plan
from custom_components.plug_control.model.connector import ConnectorKey

from .plan_tasks import DONE_WH, PERIOD, PlanRequest, PlanTask, bookings_of

_MOST_AHEAD = 4
"""Most plans that may go before others: each makes the plans after it due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A plan, when it was made, and the occasion: another occasion makes a new plan due at once."""

    plan: Plan
    task: PlanTask
    at: datetime
    occasion: tuple[object, ...]


type Room = Callable[[PlanRequest, list[PlanBooking], datetime], tuple[FreeCurrent, ...]]
"""Returns the current that bookings leave to a request until a time."""


class Plans:
    """The plans of all connectors, each made anew when it is due, one after the other.

    Behind a shared fuse each gets the current that those before it leave: by priority, then by deadline. One that misses its
    goal only because of others goes before those of its priority.
    """

    def __init__(self) -> None:
        self._made: dict[ConnectorKey, _Made] = {}
        self._ahead: dict[ConnectorKey, tuple[object, ...]] = {}
        """The goals of connectors that go before others of their priority; the one added last comes first."""
        self._requests: list[PlanRequest] = []
        self._room: Room = lambda request, bookings, end: ()

    def forget(self, key: ConnectorKey) -> None:
        """Drop the plan of a connector."""
        self._made.pop(key, None)
        self._ahead.pop(key, None)

    def look(
        self,
        requests: Iterable[PlanRequest],
        tree: CircuitTree,
        loads: Mapping[int, ExpectedLoad],
        zone: tzinfo = UTC,
    ) -> None:
        """Set the requests for plans; `make_next` makes those that are due."""
        self._requests = list(requests)
        for request in self._requests:
            if self._ahead.get(request.key, request.goal) != request.goal:
                del self._ahead[request.key]

        def room(
            request: PlanRequest, bookings: list[PlanBooking], end: datetime
        ) -> tuple[FreeCurrent, ...]:
            start = request.task.now
            if not request.slots or end <= start:
                return ()
            return room_over_time(tree, request.slots, loads, bookings, start, end, zone)

        self._room = room

    def copied(self) -> Plans:
        """Return a copy of the plans that there are, for a thread: it does not change when plans are made anew."""
        copy = Plans()
        copy._made, copy._ahead = dict(self._made), dict(self._ahead)
        copy._requests, copy._room = list(self._requests), self._room
        return copy

    def ranked(self, wish: PlanRequest) -> list[PlanRequest]:
        """Return all requests in the order of their plans, with `wish` in the place of the connector's own."""
        others = (each for each in self._requests if each.key != wish.key)
        return self._in_order((*others, wish))

    def room(
        self, request: PlanRequest, bookings: list[PlanBooking], end: datetime
    ) -> tuple[FreeCurrent, ...]:
        """Return the current that bookings leave to a request until `end`; empty: no fuse limits it."""
        return self._room(request, bookings, end)

    def get(self, key: ConnectorKey) -> tuple[PlanTask, Plan] | None:
        """Return the current plan and its task; None: the first is still to be made."""
        made = self._made.get(key)
        return None if made is None else (made.task, made.plan)

    def make_next(self) -> bool:
        """Make the plan that is due first, if any; return whether others are due."""
        if (due := self._first_due()) is None:
            return False
        self._make(*due)
        return self._first_due() is not None

    def _first_due(self) -> tuple[PlanRequest, tuple[object, ...], list[PlanBooking]] | None:
        """Return the first request that is due, its occasion, and the bookings before it; None: none is due."""
        bookings: list[PlanBooking] = []
        before: list[PlanRequest] = []
        for request in self._in_order(self._requests):
            occasion = self._occasion(request, before)
            made = self._made.get(request.key)
            if made is None or made.occasion != occasion or request.task.now - made.at >= PERIOD:
                return request, occasion, bookings
            bookings += bookings_of(request, made.plan)
            before.append(request)
        return None

    def _in_order(self, requests: Iterable[PlanRequest]) -> list[PlanRequest]:
        return sorted(requests, key=self._rank)

    def _rank(self, request: PlanRequest) -> tuple[object, ...]:
        places = {key: place for place, key in enumerate(self._ahead, start=1)}
        ready_at = request.task.goal.ready_at
        return (-request.priority, -places.get(request.key, 0), ready_at, request.key)

    @staticmethod
    def _occasion(request: PlanRequest, before: Iterable[PlanRequest]) -> tuple[object, ...]:
        task, slots = request.task, set(request.slots)
        others = [each for each in before if not slots.isdisjoint(each.slots)]
        return (
            *request.goal,
            task.settings,
            task.prices,
            task.phases,
            task.learned is None,
            *((each.key, each.goal) for each in others),
        )

    def _make(
        self, request: PlanRequest, occasion: tuple[object, ...], bookings: list[PlanBooking]
    ) -> None:
        task = self.task(request, bookings)
        plan = task.make()
        may_go_ahead = request.key not in self._ahead and len(self._ahead) < _MOST_AHEAD
        if plan.shortfall_wh > DONE_WH and bookings and may_go_ahead:
            alone = self.task(request, []).make()
            if alone.shortfall_wh < plan.shortfall_wh - DONE_WH:
                self._ahead[request.key] = request.goal
        self._made[request.key] = _Made(plan=plan, task=task, at=task.now, occasion=occasion)

    def task(self, request: PlanRequest, bookings: list[PlanBooking]) -> PlanTask:
        """Return the task with the current that others leave; where it never suffices, plan with the minimum current."""
        task, settings = request.task, request.task.settings
        room = self._room(request, bookings, task.goal.ready_at)
        most_a = min(
            settings.maximum_a, max((free.current_a for free in room), default=settings.maximum_a)
        )
        if most_a < settings.minimum_a:
            most_a, room = settings.minimum_a, ()
        now_a = min(most_a, room[0].current_a) if room else most_a
        charging = request.is_at_full_power(now_a)
        return replace(
            task,
            room=room if any(free.current_a < most_a for free in room) else (),
            settings=replace(settings, maximum_a=most_a),
            charging=charging,
            begun=charging and self._has_begun(request),
        )

    def _has_begun(self, request: PlanRequest) -> bool:
        """Return whether its present plan, for the same deadline and of the same shape, has come to a window."""
        if (made := self._made.get(request.key)) is None:
            return False
        then, task = made.task, request.task
        same = (then.goal.ready_at, then.settings.shape) == (
            task.goal.ready_at,
            task.settings.shape,
        )
        return same and any(window.start <= task.now for window in made.plan.windows)
