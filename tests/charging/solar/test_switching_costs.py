"""What is at stake: costs, the work function, and when a change is worth it."""

import math

from hypothesis import given, settings as bounded, strategies as st
import pytest

from custom_components.plug_control.charging.solar.switching_costs import (
    PAUSED,
    SwitchingCosts,
    advance,
    amperes,
    best,
    cost_w,
    costs_w,
    distance_wh,
    lead_wh,
    worth_it_in_s,
)
from custom_components.plug_control.charging.types import ConnectorSettings, SolarSettings
from tests.charging.solar_site import NOW, SWITCHING, after

SETTINGS = ConnectorSettings(charger=SWITCHING)
OPTIONS = (PAUSED, 1, 3)
EVERYTHING = frozenset(OPTIONS)
FREE = (0.0, 0.0, 0.0)
surpluses = st.floats(-5000, 15000)


def stakes(
    *work_wh: float,
    standing: int = 1,
    now_w: tuple[float, ...] = FREE,
    late_w: tuple[float, ...] = FREE,
) -> SwitchingCosts:
    return SwitchingCosts(
        options=OPTIONS, standing=standing, work_wh=work_wh, now_w=now_w, late_w=late_w, at=NOW
    )


@pytest.mark.parametrize("short", ["work_wh", "now_w", "late_w"])
def test_options_work_and_costs_belong_together(short: str) -> None:
    fields = {"work_wh": FREE, "now_w": FREE, "late_w": FREE, short: (0.0,)}
    with pytest.raises(ValueError, match="each option"):
        SwitchingCosts(options=OPTIONS, standing=1, at=NOW, **fields)


@pytest.mark.parametrize(
    ("surplus_w", "phases", "limit_a"),
    [
        (0, 1, 6),
        (2300, 1, 10),
        (2300 + 0.70 * 230, 1, 10),
        (2300 + 0.73 * 230, 1, 11),
        (9000, 1, 16),
        (9 * 690, 3, 9),
    ],
)
def test_whole_amperes_of_which_the_last_is_mostly_surplus(
    surplus_w: float, phases: int, limit_a: int
) -> None:
    assert amperes(surplus_w, phases, SETTINGS) == limit_a


def test_noise_around_a_step_changes_no_amperes() -> None:
    step_w = 2300 + SETTINGS.solar.round_up * 230
    assert amperes(step_w + 15, 1, SETTINGS, 10) == 10
    assert amperes(step_w - 15, 1, SETTINGS, 11) == 11
    assert amperes(step_w + 30, 1, SETTINGS, 10) == 11
    assert amperes(step_w - 30, 1, SETTINGS, 11) == 10


@given(surpluses, st.sampled_from((1, 3)), st.integers(0, 40))
def test_amperes_are_never_1_to_5_nor_above_the_maximum(
    surplus_w: float, phases: int, present_a: int
) -> None:
    settings = ConnectorSettings(minimum_a=8, maximum_a=13)
    assert 8 <= amperes(surplus_w, phases, settings, present_a) <= 13


@given(st.floats(6.05, 15.95), st.floats(1, 10))
def test_whole_amperes_are_those_that_cost_least(wanted_a: float, import_weight: float) -> None:
    """An ampere that is partly surplus is taken where its import, weighted, costs less than leaving its surplus."""
    settings = ConnectorSettings(solar=SolarSettings(import_weight=import_weight))
    chosen_a = amperes(wanted_a * 230, 1, settings)

    def cost(limit_a: int) -> float:
        return max(wanted_a - limit_a, 0) + import_weight * max(limit_a - wanted_a, 0)

    assert cost(chosen_a) <= min(cost(one) for one in range(6, 17)) + 0.1 * (1 + import_weight)


def test_pausing_costs_the_surplus_that_could_be_used() -> None:
    assert cost_w(PAUSED, 2000, 11040, SETTINGS) == 2000
    assert cost_w(PAUSED, -2000, 11040, SETTINGS) == 0
    assert cost_w(PAUSED, 20000, 11040, SETTINGS) == 11040


def test_charging_costs_weighted_import_or_surplus_left_unused() -> None:
    assert cost_w(1, 1000, 11040, SETTINGS) == 2.5 * 380
    assert (
        cost_w(1, -1000, 11040, SETTINGS) == 2.5 * 1380
    )  # what the house imports is not the car's
    assert cost_w(1, 5000, 11040, SETTINGS) == 5000 - 3680


def advanced(
    before: SwitchingCosts | None, costs: tuple[float, ...], seconds: float, standing: int = 1
) -> SwitchingCosts:
    return advance(before, OPTIONS, costs, SETTINGS, after(seconds), standing=standing)


def test_beginning_anew_and_with_other_options() -> None:
    fresh = advanced(None, (5, 6, 7), 0)
    assert (fresh.work_wh, fresh.now_w, fresh.late_w) == (FREE, (5, 6, 7), FREE)
    pair = (0.0, 0.0)
    other = SwitchingCosts(
        options=(PAUSED, 1), standing=1, work_wh=(5, 0), now_w=pair, late_w=pair, at=NOW
    )
    assert max(advanced(other, FREE, 10).work_wh) == 0


def test_work_grows_with_cost_and_time() -> None:
    grown = advanced(stakes(0, 0, 0), (3600, 0, 720), 10)
    assert grown.work_wh == pytest.approx((10, 0, 2))
    assert grown.at == after(10)


def test_one_reading_speaks_for_a_minute_at_most_and_not_backwards() -> None:
    assert advanced(stakes(0, 0, 0), (600, 0, 0), 9999).work_wh[0] == 10
    assert advanced(stakes(0, 0, 0), (600, 0, 0), -50).work_wh[0] == 0


def test_mean_cost_of_late_forgets_in_five_minutes() -> None:
    now = stakes(0, 0, 0, late_w=(1000, 0, 0))
    for number in range(1, 31):
        now = advanced(now, (0, 500, 0), 10 * number)
    assert now.late_w == pytest.approx((1000 / math.e, 500 * (1 - 1 / math.e), 0))
    assert now.now_w == (0, 500, 0)


def test_work_is_never_further_apart_than_a_change_costs() -> None:
    assert advanced(stakes(500, 0, 500), FREE, 10).work_wh == (80, 0, 200)
    assert advanced(stakes(500, 0, 500), FREE, 10, standing=3).work_wh == (280, 0, 200)


def test_a_start_on_other_phases_also_moves_the_contactor() -> None:
    assert distance_wh(PAUSED, 3, 3, SETTINGS) == distance_wh(3, PAUSED, 3, SETTINGS) == 80
    assert distance_wh(PAUSED, 3, 1, SETTINGS) == distance_wh(3, PAUSED, 1, SETTINGS) == 280


def test_a_first_start_costs_the_same_on_all_phases() -> None:
    assert distance_wh(PAUSED, 1, None, SETTINGS) == distance_wh(PAUSED, 3, None, SETTINGS) == 80
    assert distance_wh(1, PAUSED, None, SETTINGS) == 80
    assert distance_wh(1, 3, None, SETTINGS) == 200


def test_staying_is_right_until_it_has_cost_as_much_more_as_the_change() -> None:
    assert lead_wh(stakes(0, 80, 80), PAUSED, 1, SETTINGS) == 160
    assert best(stakes(79, 0, 80), PAUSED, EVERYTHING, SETTINGS) == PAUSED
    assert best(stakes(80, 0, 80), PAUSED, EVERYTHING, SETTINGS) == 1


def test_what_staying_is_expected_to_cost_counts_too() -> None:
    """The present lasts for 3 minutes; then 5 minutes as of late."""
    assert lead_wh(stakes(0, 0, 0, now_w=(1200, 0, 0)), PAUSED, 1, SETTINGS) == 80 - 60
    assert lead_wh(stakes(0, 0, 0, late_w=(600, 0, 0)), PAUSED, 1, SETTINGS) == 80 - 50
    bright = stakes(0, 0, 0, now_w=(1200, 0, 0), late_w=(600, 0, 0))
    assert best(bright, PAUSED, EVERYTHING, SETTINGS) == 1


def test_a_short_gap_in_a_bright_sky_is_sat_out_and_the_same_gap_in_a_grey_one_is_not() -> None:
    gap_w = (0.0, 3000.0, 9000.0)
    bright = stakes(200, 150, 0, standing=3, now_w=gap_w, late_w=(9000, 5000, 0))
    grey = stakes(200, 150, 200, standing=3, now_w=gap_w, late_w=gap_w)
    assert lead_wh(bright, 3, 1, SETTINGS)
    assert not lead_wh(grey, 3, 1, SETTINGS)


def test_of_what_is_worth_it_the_cheapest_that_is_allowed() -> None:
    both = stakes(20, 0, 200, standing=3)
    assert best(both, 3, EVERYTHING, SETTINGS) == 1
    assert best(both, 3, frozenset({PAUSED}), SETTINGS) == PAUSED
    assert best(both, 3, frozenset(), SETTINGS) == 3


@given(
    works=st.tuples(*[st.floats(0, 200)] * 3),
    late_w=st.tuples(*[st.floats(0, 12000)] * 3),
    surplus_w=surpluses,
    change=st.sampled_from([(PAUSED, 1), (PAUSED, 3), (1, 3), (3, 1), (1, PAUSED), (3, PAUSED)]),
)
def test_the_time_until_a_change_is_the_time_at_which_it_comes(
    works: tuple[float, ...],
    late_w: tuple[float, ...],
    surplus_w: float,
    change: tuple[int, int],
) -> None:
    """Without the bounds of the work function, which only matter where another change comes first."""
    costs = costs_w(OPTIONS, surplus_w, SETTINGS)
    now = stakes(*works, now_w=costs, late_w=late_w)
    seconds = worth_it_in_s(now, *change, SETTINGS)
    if seconds is None:
        assert costs[OPTIONS.index(change[0])] <= costs[OPTIONS.index(change[1])]
        return

    def later(at_s: float) -> SwitchingCosts:
        keep = math.exp(-at_s / SETTINGS.solar.late_s)
        return stakes(
            *(work + cost * at_s / 3600 for work, cost in zip(works, costs, strict=True)),
            now_w=costs,
            late_w=tuple(
                cost + keep * (late - cost) for cost, late in zip(costs, late_w, strict=True)
            ),
        )

    assert lead_wh(later(seconds * 1.001 + 0.1), *change, SETTINGS) <= 1e-3
    if seconds:
        assert lead_wh(later(seconds * 0.999 - 0.1), *change, SETTINGS) > 0


@bounded(max_examples=50)
@given(st.lists(surpluses, min_size=1, max_size=60))
def test_work_function_keeps_its_bounds_whatever_the_weather(weather: list[float]) -> None:
    now = stakes(0, 0, 0)
    for number, surplus_w in enumerate(weather):
        costs = costs_w(OPTIONS, surplus_w, SETTINGS)
        now = advanced(now, costs, 60 * number)
        assert min(now.work_wh) == 0
        for one, work in zip(now.options, now.work_wh, strict=True):
            for other, more in zip(now.options, now.work_wh, strict=True):
                assert work <= more + distance_wh(one, other, 1, SETTINGS) + 1e-9


@pytest.mark.parametrize("maximum_a", [16, 20, 32])
@given(surplus_w=st.floats(0, 12000))
def test_phases_never_flap_at_a_steady_surplus(maximum_a: int, surplus_w: float) -> None:
    """Above 18 A one phase takes more than three begin with: thresholds would cross, costs cannot."""
    settings = ConnectorSettings(maximum_a=maximum_a, charger=SWITCHING)
    costs = dict(zip(OPTIONS, costs_w(OPTIONS, surplus_w, settings), strict=True))
    assert not (costs[1] < costs[3] and costs[3] < costs[1])
    work, current, standing, changes = stakes(0, 0, 0), 1, 1, 0
    for minute in range(240):
        work = advance(
            work,
            OPTIONS,
            tuple(costs.values()),
            settings,
            after(60 * minute),
            standing=standing,
        )
        chosen = best(work, current, EVERYTHING, settings)
        changes += chosen != current
        current, standing = chosen, chosen or standing
    assert changes <= 1


@pytest.mark.parametrize("standing", [1, 3])
@pytest.mark.parametrize("surplus_w", [1400, 1700, 3000, 4500, 9000])
def test_a_steady_surplus_starts_the_car_wherever_the_contactor_is(
    surplus_w: float, standing: int
) -> None:
    costs = costs_w(OPTIONS, surplus_w, SETTINGS)
    now: SwitchingCosts | None = None
    for minute in range(60):
        now = advanced(now, costs, 60 * minute, standing)
    assert now is not None
    assert best(now, PAUSED, EVERYTHING, SETTINGS) == OPTIONS[costs.index(min(costs))]


def test_stakes_can_be_set() -> None:
    eager = ConnectorSettings(solar=SolarSettings(start_stake_wh=10, switch_stake_wh=20))
    assert distance_wh(PAUSED, 3, 3, eager) == 10
    assert distance_wh(3, 1, 3, eager) == 20
    assert distance_wh(3, 3, 1, eager) == 0
