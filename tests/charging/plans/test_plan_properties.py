"""What holds for every plan that is made anew each five minutes: the goal is reached, at close to the least cost."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings, strategies as st
import pytest

from benchmarks.plan import FULL_W, LIMIT_A, MIDNIGHT, Case, case, everything, published, run
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.plans.plan import PlanGoal
from custom_components.plug_control.charging.plans.prices import PriceSlot

FEW = settings(max_examples=6, deadline=None)
KNOWN = LearnedPower(power_w=FULL_W, limit_a=LIMIT_A, at=MIDNIGHT - timedelta(days=1))
SHORTENED_TO = timedelta(hours=9)


def task(seed: int, share: float) -> Case:
    """Return a random task with a deadline that is not too far for a test."""
    found = case(Random(seed), FULL_W, share)
    length = found.goal.ready_at - found.begin
    if length <= SHORTENED_TO:
        return found
    goal = PlanGoal(
        energy_wh=found.goal.energy_wh * (SHORTENED_TO / length),
        ready_at=found.begin + SHORTENED_TO,
    )
    return Case(prices=found.prices, begin=found.begin, goal=goal, power_w=found.power_w)


@FEW
@given(seed=st.integers(0, 100_000), share=st.sampled_from((1.0, 0.9, 0.95)))
def test_a_goal_that_is_reachable_is_never_missed(seed: int, share: float) -> None:
    """Also when the car takes up to a tenth less than it did."""
    assert run(task(seed, share), KNOWN, everything, []).missing_wh <= 1


@FEW
@given(seed=st.integers(0, 100_000), share=st.sampled_from((1 / 3, 2 / 3, 1.0)))
def test_neither_an_unknown_car_nor_unknown_prices_make_it_miss(seed: int, share: float) -> None:
    assert run(task(seed, share), None, published, []).missing_wh <= 1


@pytest.mark.parametrize(("share", "learned"), [(0.9, KNOWN), (1 / 3, None), (2 / 3, None)])
@pytest.mark.parametrize("part", [0.5, 0.8, 0.99])
def test_cheap_hours_just_before_the_deadline_are_no_trap(
    share: float, learned: LearnedPower | None, part: float
) -> None:
    """A plan that waits for them must know by then what the car takes."""
    hours = 6
    prices = tuple(
        PriceSlot(
            start=MIDNIGHT + timedelta(hours=hour),
            end=MIDNIGHT + timedelta(hours=hour + 1),
            price=float(hours - hour),
        )
        for hour in range(hours)
    )
    goal = PlanGoal(
        energy_wh=part * hours * share * FULL_W, ready_at=MIDNIGHT + timedelta(hours=hours)
    )
    late = Case(prices=prices, begin=MIDNIGHT, goal=goal, power_w=share * FULL_W)
    result = run(late, learned, everything, [])
    assert result.missing_wh <= 1
    assert result.cost <= 1.1 * result.optimum


def test_with_power_as_expected_a_week_costs_at_most_a_hundredth_more_than_it_must() -> None:
    results = [run(task(seed, 1.0), KNOWN, everything, []) for seed in range(7)]
    more = sum(result.cost - result.optimum for result in results)
    assert 0 <= more <= 0.01 * sum(abs(result.optimum) for result in results)
    assert sum(result.missing_wh for result in results) == pytest.approx(0, abs=1)
