"""What is at stake: costs, the work function, and when a change is worth it."""

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
)
from custom_components.plug_control.charging.types import ConnectorSettings, SolarSettings
from tests.charging.solar_site import NOW, SWITCHING, after

SETTINGS = ConnectorSettings(charger=SWITCHING)
OPTIONS = (PAUSED, 1, 3)
EVERYTHING = frozenset(OPTIONS)
surpluses = st.floats(-5000, 15000)


def stakes(*work_wh: float) -> SwitchingCosts:
    return SwitchingCosts(options=OPTIONS, work_wh=work_wh, at=NOW)


def test_options_and_work_belong_together() -> None:
    with pytest.raises(ValueError, match="each option"):
        SwitchingCosts(options=OPTIONS, work_wh=(0.0,), at=NOW)


@pytest.mark.parametrize(
    ("surplus_w", "phases", "limit_a"),
    [
        (0, 1, 6),
        (2300, 1, 10),
        (2300 + 0.69 * 230, 1, 10),
        (2300 + 0.71 * 230, 1, 11),
        (9000, 1, 16),
        (9 * 690, 3, 9),
    ],
)
def test_whole_amperes_of_which_the_last_is_mostly_surplus(
    surplus_w: float, phases: int, limit_a: int
) -> None:
    assert amperes(surplus_w, phases, SETTINGS) == limit_a


def test_noise_around_a_step_changes_no_amperes() -> None:
    step_w = 2300 + 0.7 * 230
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


def test_pausing_costs_the_surplus_that_could_be_used() -> None:
    assert cost_w(PAUSED, 2000, 11040, SETTINGS) == 2000
    assert cost_w(PAUSED, -2000, 11040, SETTINGS) == 0
    assert cost_w(PAUSED, 20000, 11040, SETTINGS) == 11040


def test_charging_costs_weighted_import_or_surplus_left_unused() -> None:
    assert cost_w(1, 1000, 11040, SETTINGS) == 4 * 380
    assert cost_w(1, -1000, 11040, SETTINGS) == 4 * 1380  # what the house imports is not the car's
    assert cost_w(1, 5000, 11040, SETTINGS) == 5000 - 3680


def test_beginning_anew_and_with_other_options() -> None:
    fresh = advance(None, OPTIONS, (0, 0, 0), SETTINGS, NOW)
    assert max(fresh.work_wh) == 0
    other = SwitchingCosts(options=(PAUSED, 1), work_wh=(5, 0), at=NOW)
    assert max(advance(other, OPTIONS, (0, 0, 0), SETTINGS, after(10)).work_wh) == 0


def test_work_grows_with_cost_and_time() -> None:
    grown = advance(stakes(0, 0, 0), OPTIONS, (3600, 0, 720), SETTINGS, after(10))
    assert grown.work_wh == pytest.approx((10, 0, 2))
    assert grown.at == after(10)


def test_one_reading_speaks_for_a_minute_at_most_and_not_backwards() -> None:
    assert advance(stakes(0, 0, 0), OPTIONS, (600, 0, 0), SETTINGS, after(9999)).work_wh[0] == 10
    assert advance(stakes(0, 0, 0), OPTIONS, (600, 0, 0), SETTINGS, after(-50)).work_wh[0] == 0


def test_work_is_never_further_apart_than_a_change_costs() -> None:
    far = advance(stakes(500, 0, 500), OPTIONS, (0, 0, 0), SETTINGS, after(10))
    assert far.work_wh == (60, 0, 80)


def test_staying_is_right_until_it_has_cost_as_much_more_as_the_change() -> None:
    assert lead_wh(stakes(0, 60, 60), PAUSED, 1, SETTINGS) == 120
    assert best(stakes(59, 0, 60), PAUSED, EVERYTHING, SETTINGS) == PAUSED
    assert best(stakes(60, 0, 60), PAUSED, EVERYTHING, SETTINGS) == 1


def test_of_what_is_worth_it_the_cheapest_that_is_allowed() -> None:
    both = stakes(20, 0, 80)
    assert best(both, 3, EVERYTHING, SETTINGS) == 1
    assert best(both, 3, frozenset({PAUSED}), SETTINGS) == PAUSED
    assert best(both, 3, frozenset(), SETTINGS) == 3


@bounded(max_examples=50)
@given(st.lists(surpluses, min_size=1, max_size=60))
def test_work_function_keeps_its_bounds_whatever_the_weather(weather: list[float]) -> None:
    now = stakes(0, 0, 0)
    for number, surplus_w in enumerate(weather):
        costs = costs_w(OPTIONS, surplus_w, SETTINGS)
        now = advance(now, OPTIONS, costs, SETTINGS, after(60 * number))
        assert min(now.work_wh) == 0
        for one, work in zip(now.options, now.work_wh, strict=True):
            for other, more in zip(now.options, now.work_wh, strict=True):
                assert work <= more + distance_wh(one, other, SETTINGS) + 1e-9


@pytest.mark.parametrize("maximum_a", [16, 20, 32])
@given(surplus_w=st.floats(0, 12000))
def test_phases_never_flap_at_a_steady_surplus(maximum_a: int, surplus_w: float) -> None:
    """Above 18 A one phase takes more than three begin with: thresholds would cross, costs cannot."""
    settings = ConnectorSettings(maximum_a=maximum_a, charger=SWITCHING)
    costs = dict(zip(OPTIONS, costs_w(OPTIONS, surplus_w, settings), strict=True))
    assert not (costs[1] < costs[3] and costs[3] < costs[1])
    work, current, changes = stakes(0, 0, 0), 1, 0
    for minute in range(240):
        work = advance(work, OPTIONS, tuple(costs.values()), settings, after(60 * minute))
        chosen = best(work, current, EVERYTHING, settings)
        changes += chosen != current
        current = chosen
    assert changes <= 1


def test_stakes_can_be_set() -> None:
    eager = ConnectorSettings(solar=SolarSettings(start_stake_wh=10, switch_stake_wh=20))
    assert distance_wh(PAUSED, 3, eager) == 10
    assert distance_wh(3, 1, eager) == 20
    assert distance_wh(3, 3, eager) == 0
