"""Plans: what is still to be charged by when, made anew every few minutes and whenever something changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import math

from .charging.circuit_tree import PHASES, CircuitTree
from .charging.connector_state import ConnectorState
from .charging.learned_power import LearnedPower, expected_power, learn
from .charging.plan import Goal, Plan, PlanSettings, SolarSlot, make_plan
from .charging.prices import PriceSlot
from .charging.progress import Progress
from .charging.ready_by import ReadyBy, energy_to_soc_wh
from .charging.round_types import Row
from .charging.types import NOMINAL_VOLTAGE_V, Reading
from .site_options import ConnectorOptions
from .wishes import ConnectorKey, Repeat, Wishes

_PERIOD = timedelta(minutes=5)
_HOUSE_W = 300.0
"""What a house takes of the sun, where it is not measured."""
_HOUSE_MEMORY_S = 3600.0
_DONE_WH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTask:
    """All that a plan depends on; the same task makes the same plan."""

    goal: Goal
    prices: tuple[PriceSlot, ...]
    solar: tuple[SolarSlot, ...]
    learned: LearnedPower | None
    settings: PlanSettings
    phases: int
    charging: bool
    now: datetime

    def make(self) -> Plan:
        """Return the plan."""
        power = expected_power(
            self.learned, self.settings.maximum_a, self.phases, NOMINAL_VOLTAGE_V
        )
        return make_plan(
            self.goal,
            self.prices,
            power,
            self.settings,
            self.now,
            solar=self.solar,
            charging=self.charging,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A plan, when it was made, and what makes another one due before its time."""

    plan: Plan
    at: datetime
    occasion: tuple[object, ...]


def next_due(wishes: Wishes, now: datetime) -> datetime | None:
    """Return by when a plan is due next, `now` being local: once, that is the next such time of day."""
    if not wishes.plan:
        return None
    weekdays = wishes.repeat.weekdays
    if wishes.repeat is Repeat.ONCE:
        weekdays = Repeat.DAILY.weekdays
    return ReadyBy(at=wishes.ready_by, weekdays=weekdays).next_after(now)


def missing_wh(wishes: Wishes, progress: Progress, options: ConnectorOptions) -> float:
    """Return what is still to be charged: up to a state of charge where it is known and wished, else so much energy."""
    capacity_wh, percent = options.battery_capacity_wh, progress.soc_percent
    if wishes.target_soc_percent and capacity_wh is not None and percent is not None:
        needed_wh = energy_to_soc_wh(capacity_wh, percent, wishes.target_soc_percent)
        return max(needed_wh - (progress.charged_wh - progress.soc_wh), 0.0)
    return max(wishes.target_energy_wh - progress.charged_wh, 0.0)


def left_by_house(forecast: Sequence[SolarSlot], house_w: float) -> tuple[SolarSlot, ...]:
    """Return what of the forecast sun the house leaves."""
    return tuple(
        replace(slot, power_w=slot.power_w - house_w) for slot in forecast if slot.power_w > house_w
    )


def learn_power(
    learned: LearnedPower | None, row: Row, state: ConnectorState, now: datetime
) -> LearnedPower | None:
    """Return what is known of a car's power after a look at it: what it takes on all phases, once its limit is in effect."""
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
    """What the house takes, cars excluded: the mean of the last hour or so."""

    def __init__(self) -> None:
        self._mean: Reading | None = None

    @property
    def power_w(self) -> float:
        """Return the mean, W."""
        return _HOUSE_W if self._mean is None else self._mean.value

    def see(self, house_w: Reading | None, cars_w: float) -> None:
        """Take a reading of all consumption in, of which the cars draw so much."""
        if house_w is None:
            return
        own_w = max(house_w.value - cars_w, 0.0)
        if self._mean is None:
            self._mean = Reading(own_w, house_w.at)
            return
        elapsed_s = max((house_w.at - self._mean.at).total_seconds(), 0.0)
        weight = 1 - math.exp(-elapsed_s / _HOUSE_MEMORY_S)
        self._mean = Reading(
            self._mean.value + weight * (own_w - self._mean.value), max(house_w.at, self._mean.at)
        )


class Plans:
    """The plans of all connectors, each made anew when its time has come."""

    def __init__(self) -> None:
        self._made: dict[ConnectorKey, _Made] = {}

    def forget(self, key: ConnectorKey) -> None:
        """Drop the plan of a connector."""
        self._made.pop(key, None)

    def plan(self, key: ConnectorKey, task: PlanTask, occasion: tuple[object, ...]) -> Plan:
        """Return the plan that holds now; another occasion (car, forecast, wishes, prices) makes a new one."""
        made = self._made.get(key)
        occasion = (
            *occasion,
            task.goal.ready_at,
            task.goal.energy_wh <= _DONE_WH,
            task.settings,
            task.prices,
            task.phases,
            task.learned is None,
        )
        if made is None or made.occasion != occasion or task.now - made.at >= _PERIOD:
            made = _Made(plan=task.make(), at=task.now, occasion=occasion)
            self._made[key] = made
        return made.plan


def planned_most_a(row: Row, tree: CircuitTree, measured: Collection[str]) -> int:
    """Return the most that a plan counts on: what the connector may take, as far as its fuses leave it that.

    What others take of a circuit that is `measured`, and other connectors anywhere, is not foreseen.
    """
    settings, wiring = row.case.settings, row.wiring
    if wiring is None:
        return settings.maximum_a
    phases = PHASES if wiring.rotation is None else wiring.rotation[: wiring.phases]
    room_a = math.floor(tree.room_a(wiring.circuit, phases, measured))
    return min(settings.maximum_a, max(room_a, settings.minimum_a))


def is_at_full_power(row: Row, state: ConnectorState | None, most_a: int) -> bool:
    """Return whether it charges with all that a plan counts on, so that one can go on without a start."""
    return (
        row.case.readings.connected
        and state is not None
        and state.limit_a >= most_a
        and state.phases in {None, row.case.settings.charger.phases}
    )
