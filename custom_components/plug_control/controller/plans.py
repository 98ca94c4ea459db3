"""Keep a plan for each connector that wants one; make it anew every few minutes and after changes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
import math

from custom_components.plug_control.charging.circuits.loads import PhaseCurrents
from custom_components.plug_control.charging.circuits.tree import PHASES, CircuitTree
from custom_components.plug_control.charging.plans.free_current import (
    ExpectedLoad,
    FreeCurrent,
    PlanBooking,
    room_over_time,
)
from custom_components.plug_control.charging.plans.learned_power import (
    ExpectedPower,
    LearnedPower,
    expected_power,
    learn,
)
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.planner import make_plan
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.progress import Progress
from custom_components.plug_control.charging.plans.ready_by import (
    ReadyBy,
    energy_to_soc_wh,
    soc_with,
)
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.plans.sun import SolarSlot
from custom_components.plug_control.charging.round_types import ConnectorRow, Wiring
from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V, GridPhase, TimedValue
from custom_components.plug_control.model.connector import ConnectorKey

from .wishes import Repeat, Wishes

PERIOD = timedelta(minutes=5)
"""Time after which a plan is made anew."""
_HOUSE_W = 300.0
"""Power that a house takes of the sun, where it is not measured."""
_HOUSE_MEMORY_S = 3600.0
DONE_WH = 1.0
_MOST_AHEAD = 4
"""Most plans that may go before others: each makes the plans after it due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTask:
    """All inputs of a plan; equal tasks make equal plans."""

    goal: PlanGoal
    prices: tuple[PriceSlot, ...]
    solar: tuple[SolarSlot, ...]
    learned: LearnedPower | None
    settings: PlanSettings
    phases: int
    charging: bool
    now: datetime
    room: tuple[FreeCurrent, ...] = ()
    """Current that fuses are expected to leave; empty: they do not limit it."""
    begun: bool = False
    """Whether it charges by this plan."""

    @property
    def power(self) -> ExpectedPower:
        """The power that the car is expected to take at most."""
        return expected_power(self.learned, self.settings.maximum_a, self.phases, NOMINAL_VOLTAGE_V)

    def make(self) -> Plan:
        """Return the plan for this task."""
        return make_plan(
            self.goal,
            self.prices,
            self.power,
            self.settings,
            self.now,
            solar=self.solar,
            room=self.room,
            charging=self.charging,
            begun=self.begun,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A plan, when it was made, and the occasion: another occasion makes a new plan due at once."""

    plan: Plan
    task: PlanTask
    at: datetime
    occasion: tuple[object, ...]


def next_due(wishes: Wishes, now: datetime) -> datetime | None:
    """Return a plan's next deadline (`now` is local; once: the next such time of day); None: no plan is wanted."""
    if not wishes.plan:
        return None
    weekdays = wishes.repeat.weekdays
    if wishes.repeat is Repeat.ONCE:
        weekdays = Repeat.DAILY.weekdays
    return ReadyBy(at=wishes.ready_by, weekdays=weekdays).next_after(now)


def missing_wh(wishes: Wishes, progress: Progress, capacity_wh: float | None) -> float:
    """Return the energy in Wh still to charge: to the state of charge if that and the battery are known and it is wanted, else to the energy."""
    percent = progress.soc_percent
    if wishes.target_soc_percent and capacity_wh is not None and percent is not None:
        needed_wh = energy_to_soc_wh(capacity_wh, percent, wishes.target_soc_percent)
        return max(needed_wh - (progress.charged_wh - progress.soc_wh), 0.0)
    return max(wishes.target_energy_wh - progress.charged_wh, 0.0)


def soc_after(progress: Progress, energy_wh: float, capacity_wh: float | None) -> float | None:
    """Return the state of charge in % after that much more energy; None: it is not known."""
    if capacity_wh is None or progress.soc_percent is None:
        return None
    since_wh = progress.charged_wh - progress.soc_wh
    return soc_with(capacity_wh, progress.soc_percent, max(since_wh, 0.0) + energy_wh)


def left_by_house(forecast: Sequence[SolarSlot], house_w: float) -> tuple[SolarSlot, ...]:
    """Return the forecast sun less the house's power."""
    return tuple(
        replace(slot, power_w=slot.power_w - house_w) for slot in forecast if slot.power_w > house_w
    )


def learn_power(
    learned: LearnedPower | None, row: ConnectorRow, state: ConnectorState, now: datetime
) -> LearnedPower | None:
    """Return the learned power with a row's reading added, if it charges on all phases and its limit is in effect."""
    power, charger = row.case.readings.power_w, row.case.settings.charger
    on_all = state.phases in {None, charger.phases}
    if power is None or not row.case.readings.connected or not state.limit_a or not on_all:
        return learned
    settled = state.settled_at is None or state.settled_at <= power.at
    if not settled:
        return learned
    since = state.settled_at or now - timedelta(minutes=1)
    return learn(learned, power, float(state.limit_a), since)


class HouseLoad:
    """Mean power of the house over about an hour, without cars."""

    def __init__(self) -> None:
        self._mean: TimedValue | None = None

    @property
    def power_w(self) -> float:
        """The mean in W; a default before the first reading."""
        return _HOUSE_W if self._mean is None else self._mean.value

    def see(self, house_w: TimedValue | None, cars_w: float) -> None:
        """Add a reading of all consumption, of which the cars draw `cars_w`."""
        if house_w is None:
            return
        own_w = max(house_w.value - cars_w, 0.0)
        if self._mean is None:
            self._mean = TimedValue(own_w, house_w.at)
            return
        elapsed_s = max((house_w.at - self._mean.at).total_seconds(), 0.0)
        weight = 1 - math.exp(-elapsed_s / _HOUSE_MEMORY_S)
        self._mean = TimedValue(
            self._mean.value + weight * (own_w - self._mean.value), max(house_w.at, self._mean.at)
        )


class CircuitLoads:
    """Expected other load of each measured slot of the tree."""

    def __init__(self) -> None:
        self.expected: dict[int, ExpectedLoad] = {}

    def see(
        self,
        tree: CircuitTree,
        currents: Mapping[str, PhaseCurrents],
        rows: Iterable[ConnectorRow],
        zone: tzinfo = UTC,
    ) -> None:
        """Add the circuits' currents, less what the connectors of `rows` draw; hours of the day are those of `zone`."""
        drawn_a = [0.0] * (3 * len(tree.circuits))
        for row in rows:
            for slot, current_a in _drawn(row, tree):
                drawn_a[slot] += current_a
        for place, circuit in enumerate(tree.circuits):
            for position, reading in enumerate(currents.get(circuit.circuit, ())):
                if reading is not None:
                    slot = 3 * place + position
                    load = self.expected.setdefault(slot, ExpectedLoad())
                    load.see(reading.value - drawn_a[slot], reading.at.astimezone(zone))


def _drawn(row: ConnectorRow, tree: CircuitTree) -> Iterator[tuple[int, float]]:
    """Yield a connector's current in A by slot: as it reports it, else its limit."""
    wiring, readings = row.wiring, row.case.readings
    if wiring is None or not readings.connected:
        return
    told = [None if each is None else each.value for each in readings.currents_a]
    for phase, current_a in zip(wiring.rotation or PHASES, told, strict=True):
        draws_a = float(row.told_a) if set(told) == {None} else current_a or 0.0
        for slot in tree.slots(wiring.circuit, (phase,)):
            yield slot, draws_a


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """A connector that wants a plan: its task, still without `room`, and the occasion that makes another plan due."""

    key: ConnectorKey
    task: PlanTask
    occasion: tuple[object, ...]
    priority: int
    slots: tuple[int, ...]
    """Slots of the tree that its current flows through."""
    is_at_full_power: Callable[[int], bool]
    """Returns whether it charges at full power, with that many amperes or more."""

    @property
    def goal(self) -> tuple[object, ...]:
        """Its deadline, whether it is done, and its occasion; a change makes another plan due."""
        return self.task.goal.ready_at, self.task.goal.energy_wh <= DONE_WH, self.occasion


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


def bookings_of(request: PlanRequest, plan: Plan) -> list[PlanBooking]:
    """Return a plan's bookings of fuses, longer by a period, since a window may last until the plan is made anew."""
    return [
        PlanBooking(
            start=window.start,
            end=window.end + PERIOD,
            current_a=window.current_a,
            slots=request.slots,
        )
        for window in plan.windows
    ]


def slots_of(row: ConnectorRow, tree: CircuitTree) -> tuple[int, ...]:
    """Return the slots of the tree that a connector's current flows through; none where no fuse is known."""
    if row.wiring is None:
        return ()
    return tree.slots(row.wiring.circuit, _phases(row.wiring))


def _phases(wiring: Wiring) -> Sequence[GridPhase]:
    """Return the phases that a connector may be on."""
    return PHASES if wiring.rotation is None else wiring.rotation[: wiring.phases]


def planned_most_a(row: ConnectorRow, tree: CircuitTree, measured: Collection[str]) -> int:
    """Return the maximum current in A of a plan: the connector's, or what its fuses leave.

    Other loads of `measured` circuits and plans of other connectors change over time, so `Plans` subtracts them.
    """
    settings, wiring = row.case.settings, row.wiring
    if wiring is None:
        return settings.maximum_a
    room_a = math.floor(tree.room_a(wiring.circuit, _phases(wiring), measured))
    return min(settings.maximum_a, max(room_a, settings.minimum_a))


def is_at_full_power(row: ConnectorRow, state: ConnectorState | None, most_a: int) -> bool:
    """Return whether it charges on all phases with at least `most_a`, so that a plan can go on without a start."""
    return (
        row.case.readings.connected
        and state is not None
        and state.limit_a >= most_a
        and state.phases in {None, row.case.settings.charger.phases}
    )
