"""Shapes of plans: as late as possible, and in one block."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.free_current import FreeCurrent
from custom_components.plug_control.charging.plans.learned_power import ExpectedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.planner import make_plan
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.settings import PlanSettings, PlanShape
from custom_components.plug_control.charging.plans.sun import SolarSlot

NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUR_WH = 11_040.0
SURE = ExpectedPower(power_w=HOUR_WH, least_w=HOUR_WH)
LATE = PlanSettings(shape=PlanShape.LATE, start_s=0)
BLOCK = PlanSettings(shape=PlanShape.ONE_BLOCK, start_s=0)
MARGIN = timedelta(seconds=LATE.late_margin_s)
SOME = settings(max_examples=60, deadline=None)


def at(hours: float) -> datetime:
    """Return a moment so many hours from now."""
    return NOW + hours * HOUR


def hourly(prices: Sequence[float]) -> list[PriceSlot]:
    """Return prices of the next hours."""
    return [
        PriceSlot(start=at(hour), end=at(hour + 1), price=price)
        for hour, price in enumerate(prices)
    ]


def goal(hours_of_charging: float, ready_in: float) -> PlanGoal:
    """Return a goal that takes so many hours."""
    return PlanGoal(energy_wh=hours_of_charging * HOUR_WH, ready_at=at(ready_in))


def free(*currents_a: int) -> list[FreeCurrent]:
    """Return what fuses leave in the next hours."""
    return [
        FreeCurrent(start=at(hour), end=at(hour + 1), current_a=current_a)
        for hour, current_a in enumerate(currents_a)
    ]


def times(plan: Plan) -> list[tuple[float, float]]:
    """Return the windows in hours from now."""
    return [
        (round((window.start - NOW) / HOUR, 3), round((window.end - NOW) / HOUR, 3))
        for window in plan.windows
    ]


def spans(plan: Plan) -> list[tuple[float, float]]:
    """Return the windows in hours from now, those without a pause between them as one."""
    joined: list[tuple[float, float]] = []
    for start, end in times(plan):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def test_a_late_plan_is_done_half_an_hour_before_the_deadline_whatever_it_costs() -> None:
    plan = make_plan(goal(1.25, 6), hourly([1, 1, 1, 9, 9, 9]), SURE, LATE, NOW)
    assert spans(plan) == [(4.25, 5.5)]
    assert plan.cost == pytest.approx(1.25 * 9 * HOUR_WH / 1000)
    assert plan.energy_wh == pytest.approx(1.25 * HOUR_WH)


def test_what_the_margin_cannot_hold_is_charged_within_it() -> None:
    assert spans(make_plan(goal(1.75, 2), [], SURE, LATE, NOW)) == [(0, 1.75)]
    assert spans(make_plan(goal(0.2, 0.4), [], SURE, LATE, NOW)) == [(0, 0.2)]
    plan = make_plan(goal(3, 2), [], SURE, LATE, NOW)
    assert spans(plan) == [(0, 2)]
    assert plan.shortfall_wh == pytest.approx(HOUR_WH)


def test_a_late_plan_passes_over_hours_without_free_current() -> None:
    plan = make_plan(goal(2, 5.5), [], SURE, LATE, NOW, room=free(32, 32, 32, 0, 32, 32))
    assert spans(plan) == [(2, 3), (4, 5)]


@pytest.mark.parametrize("shape", [LATE, BLOCK])
def test_the_start_is_added_unless_it_charges_on(shape: PlanSettings) -> None:
    slow = replace(shape, start_s=360)
    full = goal(1.4, 1.5)
    assert spans(make_plan(full, [], SURE, slow, NOW)) == [(0, 1.5)]
    assert spans(make_plan(full, [], SURE, slow, NOW, charging=True)) == [(0, 1.4)]
    later = make_plan(goal(1, 4), hourly([9, 9, 9, 1]), SURE, slow, NOW, charging=True)
    assert later.energy_wh == pytest.approx(1.1 * HOUR_WH)


def test_a_late_plan_of_an_unknown_car_tries_it_in_time() -> None:
    unknown = ExpectedPower(power_w=HOUR_WH, least_w=HOUR_WH / 3)
    waiting = make_plan(goal(1, 6), [], unknown, LATE, NOW)
    assert not waiting.on_trial
    trial = make_plan(goal(1, 3), [], unknown, LATE, NOW)
    assert trial.on_trial
    assert spans(trial)[0] == (0, 0.167)
    assert spans(trial)[-1][1] == 2.5


def test_one_block_lies_at_its_cheapest_place() -> None:
    prices = hourly([5, 1, 5, 5, 2, 2.5, 5])
    assert spans(make_plan(goal(2, 7), prices, SURE, BLOCK, NOW)) == [(4, 6)]
    assert times(make_plan(goal(1.5, 7), prices, SURE, BLOCK, NOW)) == [(4, 5.5)]
    assert times(make_plan(goal(0.5, 7), prices, SURE, BLOCK, NOW)) == [(1, 1.5)]


def test_one_block_ends_where_its_cheap_hours_end() -> None:
    prices = hourly([9, 3, 1, 9])
    assert times(make_plan(goal(1.25, 4), prices, SURE, BLOCK, NOW)) == [(1.75, 3)]


def test_one_block_charges_at_full_power_while_the_sun_shines() -> None:
    sun = [SolarSlot(start=at(2), end=at(4), power_w=HOUR_WH / 2)]
    plan = make_plan(goal(2, 6), hourly([4] * 6), SURE, BLOCK, NOW, solar=sun)
    assert spans(plan) == [(2, 4)]
    assert {(window.current_a, window.solar) for window in plan.windows} == {(16, False)}


def test_one_block_that_has_begun_goes_on_though_another_time_is_cheaper() -> None:
    prices = hourly([9, 9, 1, 1])
    plan = make_plan(goal(1, 4), prices, SURE, BLOCK, NOW, charging=True, begun=True)
    assert spans(plan) == [(0, 1)]
    assert spans(make_plan(goal(1, 4), prices, SURE, BLOCK, NOW, charging=True)) == [(2, 3)]


def test_one_block_avoids_hours_without_free_current() -> None:
    prices = hourly([1, 1, 9, 5, 5, 5])
    plan = make_plan(goal(1.5, 6), prices, SURE, BLOCK, NOW, room=free(32, 0, 32, 32, 32, 32))
    assert spans(plan) == [(3, 4.5)]


def test_the_target_counts_more_than_the_block() -> None:
    plan = make_plan(goal(2, 4), [], SURE, BLOCK, NOW, room=free(32, 0, 32, 0))
    assert spans(plan) == [(0, 1), (2, 3)]


def test_without_any_free_current_there_is_no_block() -> None:
    plan = make_plan(goal(1, 2), [], SURE, BLOCK, NOW, room=free(0, 0))
    assert plan.windows == ()
    assert plan.shortfall_wh == pytest.approx(HOUR_WH)


def test_one_block_of_an_unknown_car_begins_in_time_and_has_no_trial_with_a_pause() -> None:
    unknown = ExpectedPower(power_w=HOUR_WH, least_w=HOUR_WH / 3)
    plan = make_plan(goal(1, 3), hourly([9, 9, 1]), unknown, BLOCK, NOW)
    assert spans(plan) == [(0, 1)]
    soon = make_plan(goal(1, 3.1), hourly([9, 9, 1, 1]), unknown, BLOCK, NOW)
    assert spans(soon) == [(0.1, 1.1)]


PRICES = st.lists(st.integers(-5, 40), min_size=2, max_size=12)
PART = st.floats(0.02, 0.98)


@SOME
@given(prices=PRICES, part=PART, shape=st.sampled_from((LATE, BLOCK)))
def test_each_shape_reaches_what_the_cheapest_reaches_by_the_deadline(
    prices: list[int], part: float, shape: PlanSettings
) -> None:
    wanted = goal(part * len(prices), len(prices))
    plan = make_plan(wanted, hourly(prices), SURE, shape, NOW)
    cheapest = make_plan(wanted, hourly(prices), SURE, PlanSettings(start_s=0), NOW)
    assert plan.windows[0].start >= NOW
    assert plan.windows[-1].end <= wanted.ready_at
    assert plan.energy_wh == pytest.approx(cheapest.energy_wh, abs=1)
    assert plan.cost >= cheapest.cost - 0.01 * (1 + abs(cheapest.cost))
    assert len(spans(plan)) == 1


@SOME
@given(prices=PRICES, part=PART)
def test_a_late_plan_begins_no_earlier_than_needed_by_more_than_its_margin(
    prices: list[int], part: float
) -> None:
    wanted = goal(part * len(prices), len(prices))
    plan = make_plan(wanted, hourly(prices), SURE, LATE, NOW)
    needed = wanted.ready_at - part * len(prices) * HOUR
    assert needed - MARGIN - timedelta(seconds=1) <= plan.windows[0].start <= needed


@SOME
@given(prices=PRICES, part=PART, place=st.floats(0, 1))
def test_no_other_place_of_one_block_costs_less(
    prices: list[int], part: float, place: float
) -> None:
    length = part * len(prices)
    plan = make_plan(goal(length, len(prices)), hourly(prices), SURE, BLOCK, NOW)
    begin = place * (len(prices) - length)
    other = sum(
        price * max(min(hour + 1, begin + length) - max(hour, begin), 0) * HOUR_WH / 1000
        for hour, price in enumerate(prices)
    )
    assert plan.cost <= other + 1e-3
