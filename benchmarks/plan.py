"""Compare the cost of plans with the optimum: `python -m benchmarks.plan [--days N] [--seed N]`.

Random days of prices (hourly or quarter-hourly, some negative), random needs and deadlines. The planner plans anew
every 5 minutes with the energy charged so far; a start takes 20 s. The optimum knows everything in advance: at
constant power it uses the cheapest slots, the last one in part (tests check it against brute force).
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math
from random import Random
from statistics import median
from time import process_time

from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.plans.free_current import ExpectedLoad
from custom_components.plug_control.charging.plans.learned_power import (
    LearnedPower,
    expected_power,
    learn,
)
from custom_components.plug_control.charging.plans.plan import PlanGoal, PlanWindow
from custom_components.plug_control.charging.plans.planner import make_plan
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.types import TimedValue
from custom_components.plug_control.controller.plan_tasks import PlanRequest, PlanTask
from custom_components.plug_control.controller.plans import Plans
from custom_components.plug_control.controller.preview import PreviewTask

MIDNIGHT = datetime(2026, 6, 1, tzinfo=UTC)
STEP = timedelta(minutes=5)
START = timedelta(seconds=20)
HOUR = timedelta(hours=1)
LIMIT_A = 16
VOLTAGE_V = 230.0
BOUND_PERCENT = 1.0
PUBLISHED_HOUR = 13
FULL_W = 3 * LIMIT_A * VOLTAGE_V


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The task of a day: prices, goal and car."""

    prices: tuple[PriceSlot, ...]
    begin: datetime
    goal: PlanGoal
    power_w: float
    """The power that the car really draws."""


@dataclass(slots=True)
class Result:
    """The result of a task: costs, missing energy and starts."""

    cost: float = 0.0
    optimum: float = 0.0
    missing_wh: float = 0.0
    starts: int = 0


def prices(random: Random) -> tuple[PriceSlot, ...]:
    """Return three days of prices: high in the morning and evening, low at night, possibly negative at noon."""
    minutes = random.choice((15, 60))
    slots = []
    for day in range(3):
        level, sun = random.uniform(0.1, 0.35), random.uniform(0.0, 0.4)
        for number in range(1440 // minutes):
            hour = number * minutes / 60
            shape = math.exp(-(((hour - 8) / 2) ** 2)) + math.exp(-(((hour - 19) / 2.5) ** 2))
            noon = math.exp(-(((hour - 13) / 2.5) ** 2))
            price = level * (0.7 + 0.8 * shape) - sun * noon + random.gauss(0, 0.02)
            start = MIDNIGHT + timedelta(days=day, minutes=number * minutes)
            slots.append(
                PriceSlot(
                    start=start, end=start + timedelta(minutes=minutes), price=round(price, 4)
                )
            )
    return tuple(slots)


def case(random: Random, expected_w: float, share: float) -> Case:
    """Return a task that is possible, easily or just, for a car that draws `share` of the expected power."""
    begin = MIDNIGHT + timedelta(minutes=random.randrange(24 * 60))
    ready_at = begin + timedelta(minutes=random.randrange(120, 30 * 60))
    power_w = expected_w * share
    reachable_wh = power_w * ((ready_at - begin - START) / HOUR)
    return Case(
        prices=prices(random),
        begin=begin,
        goal=PlanGoal(
            energy_wh=min(reachable_wh * random.uniform(0.05, 0.999), 80_000), ready_at=ready_at
        ),
        power_w=power_w,
    )


def optimum(task: Case) -> float:
    """Return the least possible cost of the energy."""
    cost, need_wh = 0.0, task.goal.energy_wh
    for slot in sorted(task.prices, key=lambda slot: slot.price):
        hours = overlap(slot.start, slot.end, task.begin, task.goal.ready_at) / HOUR
        energy_wh = min(hours * task.power_w, need_wh)
        cost += energy_wh / 1000 * slot.price
        need_wh -= energy_wh
    return cost


def overlap(start: datetime, end: datetime, begin: datetime, until: datetime) -> timedelta:
    """Return the overlap of two spans of time."""
    return max(min(end, until) - max(start, begin), timedelta(0))


@dataclass(slots=True)
class Car:
    """A car that charges in the windows of plans."""

    task: Case
    taken_wh: float = 0.0
    cost: float = 0.0
    starts: int = 0
    on_since: datetime | None = None

    def charge(self, windows: Sequence[PlanWindow], now: datetime) -> None:
        """Charge for one step from `now`."""
        until = min(now + STEP, self.task.goal.ready_at)
        at = now
        for window in windows:
            if window.start >= until or window.end <= now:
                continue
            begin, end = max(window.start, now), min(window.end, until)
            if begin > at or self.on_since is None:
                self.on_since = begin
                self.starts += 1
            self._take(max(begin, self.on_since + START), end)
            at = end
        if at < until:
            self.on_since = None

    def _take(self, begin: datetime, end: datetime) -> None:
        """Charge from `begin` to `end`, or until the goal is reached."""
        missing_wh = self.task.goal.energy_wh - self.taken_wh
        end = min(end, begin + missing_wh / self.task.power_w * HOUR)
        for slot in self.task.prices:
            hours = overlap(slot.start, slot.end, begin, end) / HOUR
            self.taken_wh += hours * self.task.power_w
            self.cost += hours * self.task.power_w / 1000 * slot.price


def run(
    task: Case,
    learned: LearnedPower | None,
    known_until: Callable[[datetime], datetime],
    spent_s: list[float],
) -> Result:
    """Charge by plans and return the result; adds the CPU time of each plan to `spent_s`."""
    car, now = Car(task), task.begin
    settings = PlanSettings(maximum_a=LIMIT_A, start_s=START.total_seconds())
    while now < task.goal.ready_at and car.taken_wh < task.goal.energy_wh - 1:
        began = process_time()
        plan = make_plan(
            PlanGoal(energy_wh=task.goal.energy_wh - car.taken_wh, ready_at=task.goal.ready_at),
            [slot for slot in task.prices if slot.start < known_until(now)],
            expected_power(learned, LIMIT_A, 3, VOLTAGE_V),
            settings,
            now,
            charging=car.on_since is not None,
        )
        spent_s.append(process_time() - began)
        car.charge(plan.windows, now)
        now += STEP
        if car.on_since is not None and car.on_since + START < now:
            learned = learn(learned, TimedValue(task.power_w, now), LIMIT_A, car.on_since + START)
    return Result(car.cost, optimum(task), max(task.goal.energy_wh - car.taken_wh, 0), car.starts)


def everything(_: datetime) -> datetime:
    """Return until when prices are known, if all are."""
    return datetime.max.replace(tzinfo=UTC)


def published(now: datetime) -> datetime:
    """Return until when prices are known, if tomorrow's come at 13:00."""
    days = 1 if now.hour < PUBLISHED_HOUR else 2
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


def scenario(
    name: str,
    days: int,
    seed: int,
    *,
    shares: Sequence[float],
    knows_car: bool = True,
    known_until: Callable[[datetime], datetime] = everything,
) -> tuple[float, int]:
    """Print the results of the days; return their cost above the optimum in %, and how many missed their goal."""
    random = Random(seed)
    results, spent_s = [], list[float]()
    for _ in range(days):
        task = case(random, FULL_W, random.choice(shares))
        learned = LearnedPower(power_w=FULL_W, limit_a=LIMIT_A, at=MIDNIGHT - timedelta(days=1))
        results.append(run(task, learned if knows_car else None, known_until, spent_s))
    best = sum(abs(result.optimum) for result in results)
    above = 100 * sum(result.cost - result.optimum for result in results) / best
    missed = sum(result.missing_wh > 1 for result in results)
    starts = sum(result.starts for result in results) / days
    worst_ms = 1000 * max(spent_s)
    print(
        f"{name:44}{above:8.2f} %{missed:8}{starts:10.1f}{worst_ms:10.1f} ms"
        f"{max(result.missing_wh for result in results):10.0f} Wh"
    )
    return above, missed


def preview_ms(cars: int, seed: int, times: int = 7) -> float:
    """Return the CPU time in ms of a preview that goes before the plans of so many cars behind one fuse; the median of some."""
    random = Random(seed)
    tree = CircuitTree((Circuit(circuit="main", limits_a=on_each_phase(4 * LIMIT_A)),))
    slots, quarters = tree.slots("main", PHASES), prices(random)
    evening = MIDNIGHT + timedelta(hours=20)
    load = ExpectedLoad()
    load.see(5.0, evening)

    def request(number: int, priority: int) -> PlanRequest:
        ready_at = evening + timedelta(hours=random.uniform(9, 13))
        learned = LearnedPower(power_w=FULL_W, limit_a=LIMIT_A, at=evening)
        task = PlanTask(
            goal=PlanGoal(energy_wh=random.uniform(5_000, 25_000), ready_at=ready_at),
            prices=quarters,
            solar=(),
            learned=learned,
            settings=PlanSettings(maximum_a=LIMIT_A),
            phases=3,
            charging=False,
            now=evening,
        )
        return PlanRequest(
            key=(f"car {number}", 1),
            task=task,
            occasion=(),
            priority=priority,
            slots=slots,
            is_at_full_power=lambda _: False,
        )

    plans = Plans()
    plans.look([request(number, 0) for number in range(cars)], tree, dict.fromkeys(slots, load))
    while plans.make_next():
        pass
    wish = request(cars, 1)
    spent_s = []
    for _ in range(times):
        began = process_time()
        PreviewTask(request=wish, plans=plans.copied()).make()
        spent_s.append(process_time() - began)
    return 1000 * median(spent_s)


def main() -> None:
    """Print all scenarios; exit with an error where one breaks its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    days, seed = options.days, options.seed
    print(f"{days} days each{'':32}above opt.  missed    starts  slowest plan  most missing")
    above, missed = scenario("power as expected", days, seed, shares=(1.0,))
    _, lower = scenario("power 10 % lower", days, seed, shares=(0.9,))
    _, unknown = scenario(
        "car unknown, on 1, 2 or 3 phases", days, seed, shares=(1 / 3, 2 / 3, 1.0), knows_car=False
    )
    _, late = scenario(
        "tomorrow's prices known at 13:00", days, seed, shares=(1.0,), known_until=published
    )
    previews = [(cars, preview_ms(cars, seed)) for cars in (1, 5, 20)]
    told = ", ".join(f"{spent:.1f} ms beside {cars}" for cars, spent in previews)
    print(f"preview of a wish before the plans of others behind one fuse: {told}")
    if above > BOUND_PERCENT or missed + lower + unknown + late:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
