"""Plans: so much energy by a time, at the cheapest times that lead there."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.plug_control.charging.plans.learned_power import ExpectedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.planner import make_plan
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.plans.sun import SolarSlot, with_feed_in
from custom_components.plug_control.charging.types import Reason, ReasonCode

NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
SURE = ExpectedPower(power_w=11_040, least_w=11_040)
SETTINGS = PlanSettings(start_s=0)
HOUR_WH = 11_040.0


def at(hours: float) -> datetime:
    """Return a moment so many hours from now."""
    return NOW + timedelta(hours=hours)


def hourly(*prices: float) -> list[PriceSlot]:
    """Return prices of the next hours."""
    return [
        PriceSlot(start=at(hour), end=at(hour + 1), price=price)
        for hour, price in enumerate(prices)
    ]


def goal(hours_of_charging: float, ready_in: float = 6) -> PlanGoal:
    """Return a goal that takes so many hours."""
    return PlanGoal(energy_wh=hours_of_charging * HOUR_WH, ready_at=at(ready_in))


def times(plan: Plan) -> list[tuple[float, float, int]]:
    """Return the windows in hours from now, with their currents."""
    hour = timedelta(hours=1)
    return [
        (
            round((window.start - NOW) / hour, 3),
            round((window.end - NOW) / hour, 3),
            window.current_a,
        )
        for window in plan.windows
    ]


def test_the_cheapest_hours_before_the_deadline_are_taken() -> None:
    plan = make_plan(goal(2), hourly(5, 1, 5, 5, 2, 5, 0), SURE, SETTINGS, NOW)
    assert times(plan) == [(1, 2, 16), (4, 5, 16)]
    assert plan.cost == pytest.approx(3 * HOUR_WH / 1000)
    assert plan.energy_wh == pytest.approx(2 * HOUR_WH)
    assert not plan.on_trial


def test_a_negative_price_earns() -> None:
    plan = make_plan(goal(1), hourly(5, -1, 5, 5, 5, 5), SURE, SETTINGS, NOW)
    assert times(plan) == [(1, 2, 16)]
    assert plan.cost == pytest.approx(-HOUR_WH / 1000)


def test_a_part_of_an_hour_joins_the_hour_that_follows() -> None:
    plan = make_plan(goal(1.5), hourly(5, 2, 1, 5, 5, 5), SURE, SETTINGS, NOW)
    assert times(plan) == [(1.5, 3, 16)]
    plan = make_plan(goal(1.5), hourly(5, 1, 2, 5, 5, 5), SURE, SETTINGS, NOW)
    assert times(plan) == [(1, 2.5, 16)]


@pytest.mark.parametrize("missing", [1e-9, 1e-12])
def test_all_but_a_microsecond_of_an_hour_is_the_hour(missing: float) -> None:
    plan = make_plan(goal(2 - missing), hourly(5, 2, 1, 5, 5, 5), SURE, SETTINGS, NOW)
    assert times(plan) == [(1, 3, 16)]


def test_the_rest_of_the_present_slot_and_the_part_before_the_deadline_count() -> None:
    plan = make_plan(goal(0.75, 1.5), hourly(2, 1), SURE, SETTINGS, at(0.5))
    assert times(plan) == [(0.75, 1.5, 16)]


def test_quarters_of_an_hour_are_planned_as_such() -> None:
    quarters = [
        PriceSlot(start=at(number / 4), end=at(number / 4 + 0.25), price=price)
        for number, price in enumerate((4, 3, 1, 4, 2, 2, 4, 4))
    ]
    plan = make_plan(goal(0.5, 2), quarters, SURE, PlanSettings(start_s=0, start_weight=0), NOW)
    assert times(plan) == [(0.5, 0.75, 16), (1.0, 1.25, 16)]


def test_without_any_price_it_charges_at_once() -> None:
    plan = make_plan(goal(2), [], SURE, SETTINGS, NOW)
    assert times(plan) == [(0, 2, 16)]
    assert plan.windows[0].assumed


def test_tomorrow_is_assumed_to_be_like_today_and_never_missed() -> None:
    """Known until midnight; the goal is at 8 in the morning, and the nights are cheap."""
    midnight = NOW - timedelta(hours=18)
    prices = [
        PriceSlot(
            start=midnight + timedelta(hours=hour),
            end=midnight + timedelta(hours=hour + 1),
            price=1 if hour in (2, 3) else 5,
        )
        for hour in range(24)
    ]
    plan = make_plan(goal(2, 14), prices, SURE, SETTINGS, NOW)
    assert times(plan) == [(8, 10, 16)]
    assert plan.windows[0].assumed


def test_a_goal_out_of_reach_says_at_once_by_how_much() -> None:
    plan = make_plan(goal(4, 3), hourly(9, 9, 9), SURE, SETTINGS, NOW)
    assert times(plan) == [(0, 3, 16)]
    assert plan.shortfall_wh == pytest.approx(HOUR_WH)
    assert plan.reason(NOW) == Reason(
        code=ReasonCode.PLAN_UNREACHABLE,
        energy_wh=plan.shortfall_wh,
        start=NOW,
        end=at(3),
    )


def test_a_start_costs_time_and_is_made_up_for() -> None:
    slow = replace(SETTINGS, start_s=360)
    assert times(make_plan(goal(1), hourly(5, 1, 2, 5, 5, 5), SURE, slow, NOW)) == [(1, 2.1, 16)]
    assert make_plan(goal(6), [], SURE, slow, NOW).shortfall_wh == pytest.approx(HOUR_WH / 10)
    assert make_plan(goal(6), [], SURE, slow, NOW, charging=True).shortfall_wh == 0


def test_a_goal_that_is_reached_needs_no_plan() -> None:
    plan = make_plan(goal(0), hourly(1), SURE, SETTINGS, NOW)
    assert (plan.windows, plan.shortfall_wh) == ((), 0)
    assert plan.reason(NOW) is None


def test_a_deadline_that_has_passed_leaves_what_is_missing() -> None:
    plan = make_plan(goal(1, -1), hourly(1), SURE, SETTINGS, NOW)
    assert (plan.windows, plan.shortfall_wh) == ((), HOUR_WH)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("ahead", [timedelta(minutes=ahead) for ahead in range(-240, 60, 20)])
def test_the_clocks_change_before_the_deadline_and_the_plan_is_the_same(
    day: date, ahead: timedelta
) -> None:
    """Times of a zone are reckoned with by the clock on the wall: in that night a trial would begin an hour late."""
    zone = ZoneInfo("Europe/Zurich")
    ready_at = datetime.combine(day, time(7), zone)
    now = datetime.combine(day, time(), zone).astimezone(UTC) + ahead
    falling = [
        replace(slot, start=slot.start + (now - NOW), end=slot.end + (now - NOW))
        for slot in hourly(*range(12, 0, -1))
    ]
    power = ExpectedPower(power_w=11_040, least_w=9_000)
    plans = [
        make_plan(PlanGoal(energy_wh=60_000, ready_at=moment), falling, power, SETTINGS, now)
        for moment in (ready_at, ready_at.astimezone(UTC))
    ]
    assert plans[0] == plans[1]
    assert {window.end.tzinfo for window in plans[0].windows} == {UTC}


def test_a_plan_tells_what_it_does_and_what_it_waits_for() -> None:
    plan = make_plan(goal(1), hourly(5, 1, 5, 5, 5, 5), SURE, SETTINGS, NOW)
    waiting = plan.reason(NOW)
    assert waiting
    assert (waiting.code, waiting.start, waiting.end) == (ReasonCode.PLAN_WAITING, at(1), at(2))
    charging = plan.reason(at(1.5))
    assert charging
    assert (charging.code, charging.price, charging.current_a) == (ReasonCode.PLAN, 1, 16)
    assert plan.reason(at(2)) is None


def test_windows_of_several_prices_tell_the_mean() -> None:
    plan = make_plan(goal(3, 3), hourly(1, 2, 6), SURE, SETTINGS, NOW)
    assert len(plan.windows) == 1
    assert plan.windows[0].price == pytest.approx(3)


class TestDoubt:
    """A car may take less than expected."""

    DOUBTFUL = ExpectedPower(power_w=11_040, least_w=5_520)

    def test_a_car_is_tried_before_it_could_be_too_late(self) -> None:
        plan = make_plan(goal(2), hourly(5, 5, 5, 5, 1, 1), self.DOUBTFUL, SETTINGS, at(2))
        assert plan.on_trial
        assert times(plan) == [(2, 2.167, 16), (4, 5.833, 16)]

    def test_a_trial_that_begins_before_the_next_plan_is_told_now(self) -> None:
        plan = make_plan(goal(2), hourly(5, 5, 5, 5, 1, 1), self.DOUBTFUL, SETTINGS, at(1.9))
        assert times(plan) == [(2, 2.167, 16), (4, 6, 16)]
        assert plan.on_trial

    def test_a_trial_that_is_later_than_the_next_plan_is_left_to_it(self) -> None:
        plan = make_plan(goal(2), hourly(5, 5, 5, 5, 1, 1), self.DOUBTFUL, SETTINGS, at(1))
        assert times(plan) == [(4, 6, 16)]

    def test_a_car_that_charges_needs_no_trial(self) -> None:
        plan = make_plan(
            goal(2), hourly(5, 5, 1, 1, 5, 5), self.DOUBTFUL, SETTINGS, at(2), charging=True
        )
        assert times(plan) == [(2, 4, 16)]
        assert not plan.on_trial

    def test_a_pause_that_would_be_too_long_is_cut_short(self) -> None:
        prices = hourly(9, 9, 9, 1, 5, 1)
        plan = make_plan(goal(1.05), prices, SURE, SETTINGS, at(3.9), charging=True)
        assert times(plan)[0] == (3.9, 4, 16)
        plan = make_plan(goal(1.05), prices, self.DOUBTFUL, SETTINGS, at(3.9), charging=True)
        assert times(plan)[0] == (3.9, 4.167, 16)
        assert plan.on_trial


class TestSun:
    """A forecast of surplus comes first."""

    NOON = (SolarSlot(start=at(2), end=at(3), power_w=20_000),)

    def test_sun_is_taken_before_the_grid(self) -> None:
        plan = make_plan(goal(1), hourly(1, 1, 1, 1, 1, 1), SURE, SETTINGS, NOW, solar=self.NOON)
        assert times(plan) == [(2, 3, 16)]
        assert plan.cost == 0

    def test_less_sun_than_the_car_takes_is_followed(self) -> None:
        some = (SolarSlot(start=at(2), end=at(3), power_w=6_000),)
        plan = make_plan(goal(0.5), hourly(1, 1, 1, 1, 1, 1), SURE, SETTINGS, NOW, solar=some)
        assert times(plan) == [(2, 3, 8)]
        assert plan.windows[0].solar

    def test_part_of_the_time_at_the_suns_current_and_the_rest_with_the_grid(self) -> None:
        some = (SolarSlot(start=at(2), end=at(3), power_w=HOUR_WH / 2),)
        plan = make_plan(goal(0.75), hourly(2, 2, 1, 2, 2, 2), SURE, SETTINGS, NOW, solar=some)
        assert times(plan) == [(2, 2.5, 16), (2.5, 3, 8)]

    def test_too_little_sun_for_the_minimum_is_made_up_by_the_grid(self) -> None:
        little = (SolarSlot(start=at(2), end=at(3), power_w=2_070),)
        plan = make_plan(goal(0.375), hourly(1, 1, 1, 1, 1, 1), SURE, SETTINGS, NOW, solar=little)
        assert times(plan) == [(2, 3, 6)]
        assert plan.cost == pytest.approx(2.07)

    def test_sun_that_pays_better_sold_waits_for_a_cheap_grid(self) -> None:
        selling = replace(SETTINGS, feed_in_price=3)
        plan = make_plan(goal(1), hourly(1, 5, 5, 5, 5, 5), SURE, selling, NOW, solar=self.NOON)
        assert times(plan) == [(0, 1, 16)]

    def test_all_is_taken_where_the_grid_is_cheaper_than_the_sun(self) -> None:
        selling = replace(SETTINGS, feed_in_price=3)
        some = (SolarSlot(start=at(2), end=at(3), power_w=6_000),)
        plan = make_plan(goal(0.5), hourly(9, 9, -1, 9, 9, 9), SURE, selling, NOW, solar=some)
        assert times(plan) == [(2, 2.5, 16)]

    def test_sun_whose_feeding_in_costs_comes_before_all_other_sun(self) -> None:
        sun = (SolarSlot(start=at(1), end=at(5), power_w=20_000),)
        dear = (
            PriceSlot(start=at(0), end=at(3), price=0.5),
            PriceSlot(start=at(3), end=at(4), price=-0.5),
        )
        priced = with_feed_in(sun, dear)
        assert [(slot.start, slot.end, slot.feed_in_price) for slot in priced] == [
            (at(1), at(3), 0.5),
            (at(3), at(4), -0.5),
            (at(4), at(5), None),
        ]
        plan = make_plan(goal(1), hourly(1, 1, 1, 1, 1, 1), SURE, SETTINGS, NOW, solar=priced)
        assert times(plan) == [(3, 4, 16)]
        assert plan.cost == pytest.approx(-0.5 * HOUR_WH / 1000)

    def test_a_negative_price_of_now_counts_for_sun_of_which_nothing_is_told(self) -> None:
        costs = replace(SETTINGS, feed_in_price=-0.1)
        plan = make_plan(goal(1), hourly(1, 0, 1, 1, 1, 1), SURE, costs, NOW, solar=self.NOON)
        assert times(plan) == [(2, 3, 16)], "before a grid that is free"

    def test_a_forecast_that_is_none_counts_nothing(self) -> None:
        none = tuple(
            SolarSlot(start=at(2), end=at(3), power_w=power_w) for power_w in (float("nan"), -1, 0)
        )
        plan = make_plan(goal(1), hourly(1, 2, 2, 2, 2, 2), SURE, SETTINGS, NOW, solar=none)
        assert times(plan) == [(0, 1, 16)]

    def test_sun_that_may_not_come_is_not_relied_on(self) -> None:
        """With an hour's energy missing an hour before the deadline it charges, whatever is forecast."""
        some = (SolarSlot(start=at(0), end=at(2), power_w=6_000),)
        doubt = ExpectedPower(power_w=11_040, least_w=10_000)
        plan = make_plan(goal(1, 2), hourly(1, 1), doubt, SETTINGS, NOW, solar=some)
        assert times(plan)[0][2] == 8
        plan = make_plan(goal(1, 2), hourly(1, 1), doubt, SETTINGS, at(0.95), solar=some)
        assert plan.window_at(at(0.95)) == plan.windows[0]
        assert plan.windows[0].current_a == 16
