"""What a connector's plan is made of, and its request for one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import math

from custom_components.plug_control.charging.circuits.tree import PHASES, CircuitTree
from custom_components.plug_control.charging.plans.free_current import FreeCurrent, PlanBooking
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
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V, GridPhase
from custom_components.plug_control.model.connector import ConnectorKey

from .wishes import Repeat, Wishes

PERIOD = timedelta(minutes=5)
"""Time after which a plan is made anew."""
DONE_WH = 1.0


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


def next_due(wishes: Wishes, now: datetime) -> datetime | None:
    """Return a plan's next deadline (`now` is local; once: the next such time of day); None: no plan is wanted."""
    if not wishes.plan:
        return None
    weekdays = wishes.repeat.weekdays
    if wishes.repeat is Repeat.ONCE:
        weekdays = Repeat.DAILY.weekdays
    return ReadyBy(at=wishes.ready_by, weekdays=weekdays).next_after(now)


def unused_target_percent(
    wishes: Wishes, progress: Progress, capacity_wh: float | None
) -> float | None:
    """Return the wanted state of charge in % that a plan takes no account of, since that of now or the battery is unknown; None: it does."""
    is_known = capacity_wh is not None and progress.soc_percent is not None
    return None if is_known else wishes.target_soc_percent or None


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
