"""Plans that share a fuse: each knows what the others and the house will take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.plans.free_current import ExpectedLoad
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.controller.plan_tasks import PlanRequest, PlanTask
from custom_components.plug_control.controller.plans import Plans

EVENING = datetime(2026, 6, 1, 20, tzinfo=UTC)
MORNING = EVENING + timedelta(hours=11)
STEP = timedelta(minutes=1)
PHASE_V = 230.0
NIGHT = tuple(
    PriceSlot(
        start=EVENING + timedelta(hours=hour),
        end=EVENING + timedelta(hours=hour + 1),
        price=0.1 if 8 <= hour < 11 else 0.3,
    )
    for hour in range(24)
)
"""Cheap from 04:00 to 07:00."""


@dataclass
class Car:
    """A car that wants so much energy; it takes what it is given."""

    name: str
    energy_wh: float
    ready_at: datetime = MORNING
    priority: int = 0
    missing_wh: float = field(init=False)

    def __post_init__(self) -> None:
        self.missing_wh = self.energy_wh

    def request(self, now: datetime, most_a: int, slots: Sequence[int]) -> PlanRequest:
        full_w = 3 * most_a * PHASE_V
        task = PlanTask(
            goal=PlanGoal(energy_wh=self.missing_wh, ready_at=self.ready_at),
            prices=NIGHT,
            solar=(),
            learned=LearnedPower(power_w=full_w, limit_a=most_a, at=EVENING),
            settings=PlanSettings(maximum_a=most_a),
            phases=3,
            charging=False,
            now=now,
        )
        return PlanRequest(
            key=(self.name, 1),
            task=task,
            occasion=(self.energy_wh,),
            priority=self.priority,
            slots=tuple(slots),
            is_at_full_power=lambda _: False,
        )


@dataclass
class Site:
    """A main fuse, what the house takes behind it, and cars with plans."""

    fuse_a: int
    cars: list[Car]
    house_a: float = 0.0
    plans: Plans = field(default_factory=Plans)

    def __post_init__(self) -> None:
        self.tree = CircuitTree((Circuit(circuit="main", limits_a=on_each_phase(self.fuse_a)),))
        self.slots = self.tree.slots("main", PHASES)
        self.loads = {slot: ExpectedLoad() for slot in self.slots if self.house_a}

    def look(self, now: datetime) -> Mapping[str, Plan]:
        """Have all plans made that are due."""
        for load in self.loads.values():
            load.see(self.house_a, now)
        most_a = min(self.fuse_a, 16)
        wanting = [car for car in self.cars if now < car.ready_at]
        requests = [car.request(now, most_a, self.slots) for car in wanting]
        self.plans.look(requests, self.tree, self.loads)
        for _ in range(20):
            if not self.plans.make_next():
                break
        else:
            pytest.fail("the plans never come to rest")
        return {car.name: self.plan(car) for car in wanting}

    def plan(self, car: Car) -> Plan:
        """Return the plan that holds."""
        made = self.plans.get((car.name, 1))
        assert made is not None
        return made[1]

    def night(self) -> None:
        """Let cars charge by their plans, a start takes half a minute; the fuse cuts what is too much."""
        now = EVENING
        running: set[str] = set()
        while now < max(car.ready_at for car in self.cars):
            made = self.look(now)
            free_a, before, running = self.fuse_a - self.house_a, running, set()
            for car in self.cars:
                window = made[car.name].window_at(now) if car.name in made else None
                if window is None or car.missing_wh <= 1:
                    continue
                wished_a = 16 if made[car.name].shortfall_wh else window.current_a
                given_a = min(wished_a, free_a)
                if given_a >= 6:
                    running.add(car.name)
                    free_a -= given_a
                    for_s = STEP.total_seconds() - 30 * (car.name not in before)
                    car.missing_wh -= min(3 * given_a * PHASE_V * for_s / 3600, car.missing_wh)
            now += STEP


def missing(*cars: Car) -> list[int]:
    """Return what cars lack in the end, in hundreds of Wh."""
    return [round(car.missing_wh / 100) for car in cars]


def test_two_cars_that_cannot_both_have_the_cheap_hours_both_get_there() -> None:
    one, other = Car("a", 30_000), Car("b", 30_000)
    site = Site(16, [one, other])
    plans = site.look(EVENING)
    assert [plan.shortfall_wh for plan in plans.values()] == [0, 0]
    for window in plans["b"].windows:
        assert plans["a"].window_at(window.start) is None
    site.night()
    assert missing(one, other) == [0, 0]


def test_one_that_needs_all_the_time_goes_before_one_with_an_earlier_deadline() -> None:
    early = Car("early", 20_000, ready_at=MORNING)
    late = Car("late", 92_000, ready_at=MORNING + timedelta(hours=1))
    site = Site(16, [early, late])
    plans = site.look(EVENING)
    assert [round(plan.shortfall_wh) for plan in plans.values()] == [0, 0]
    site.night()
    assert missing(early, late) == [0, 0]


def test_a_higher_priority_plans_first() -> None:
    first = Car("z", 30_000, priority=1)
    site = Site(16, [Car("a", 100_000), first])
    plans = site.look(EVENING)
    assert plans["z"].shortfall_wh == 0
    assert plans["z"].windows[0].price == pytest.approx(0.1)
    assert plans["a"].shortfall_wh > 0
    assert plans["z"] is site.look(EVENING)["z"]


def test_two_that_cannot_both_be_reached_come_to_rest() -> None:
    one, other = Car("a", 90_000), Car("b", 90_000)
    plans = Site(16, [one, other]).look(EVENING)
    assert sum(plan.shortfall_wh for plan in plans.values()) > 50_000


def test_a_wider_fuse_is_used_by_both_at_once() -> None:
    cars = [Car("a", 60_000), Car("b", 50_000), Car("c", 40_000)]
    site = Site(25, cars)
    assert [plan.shortfall_wh for plan in site.look(EVENING).values()] == [0, 0, 0]
    site.night()
    assert missing(*cars) == [0, 0, 0]


def test_what_the_house_takes_is_foreseen() -> None:
    """A heat pump takes 9 A of 20 A all night; in the three cheap hours alone 28 kWh do not fit."""
    car = Car("a", 28_000)
    site = Site(20, [car], house_a=9.0)
    site.night()
    assert missing(car) == [0]


def test_a_fuse_that_the_house_needs_whole_is_no_reason_to_plan_nothing() -> None:
    plan = Site(16, [Car("a", 28_000)], house_a=14.0).look(EVENING)["a"]
    assert {window.current_a for window in plan.windows} == {6}
    assert plan.shortfall_wh > 0 or plan.windows


def test_plans_of_other_fuses_are_not_touched() -> None:
    plans = Plans()
    tree = CircuitTree(
        tuple(Circuit(circuit=name, limits_a=on_each_phase(16)) for name in ("one", "two"))
    )
    requests = [
        Car(name, 30_000).request(EVENING, 16, tree.slots(name, PHASES)) for name in ("one", "two")
    ]
    plans.look(requests, tree, {})
    assert plans.make_next()
    assert not plans.make_next()
    one, two = (plans.get((name, 1)) for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one[1] == two[1]


def test_one_plan_is_made_at_a_time_and_each_once() -> None:
    cars = [Car(f"{number:02}", 20_000) for number in range(50)]
    site = Site(200, cars)
    requests = [car.request(EVENING, 16, site.slots) for car in cars]
    site.plans.look(requests, site.tree, {})
    assert site.plans.get(("00", 1)) is None
    made = 1
    while site.plans.make_next():
        made += 1
    assert made == 50
    assert not site.plans.make_next()
    site.plans.forget(("00", 1))
    assert site.plans.get(("00", 1)) is None


def test_fifty_that_cannot_all_be_reached_come_to_rest() -> None:
    cars = [Car(f"{number:02}", 40_000) for number in range(50)]
    site = Site(100, cars)
    requests = [car.request(EVENING, 16, site.slots) for car in cars]
    site.plans.look(requests, site.tree, {})
    turns = 1
    while site.plans.make_next():
        turns += 1
        assert turns < 5 * len(cars)
