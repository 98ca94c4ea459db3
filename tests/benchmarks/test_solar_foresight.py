"""Perfect foresight: what it costs is what no rule can undercut; and the days that the rules are measured on."""

from itertools import pairwise

import pytest

from benchmarks.solar_days import SIX, FineDay, Minute, daylight, measured_days, steps
from benchmarks.solar_foresight import foresee, regret_ct, weighted_wh
from benchmarks.solar_loads import APPLIANCES, with_short_loads
from benchmarks.solar_policies import Evcc, PlugControl
from benchmarks.solar_seasons import SEASONS, season_days
from benchmarks.solar_simulation import (
    AUTOMATIC,
    MINUTELY,
    ONE,
    VOLTAGE_V,
    Command,
    Outcome,
    Readings,
    Wiring,
    simulate,
)
from custom_components.plug_control.charging.types import SolarSettings

SOLAR = SolarSettings()


def spells(*powers_w: float, minutes: int = 20) -> list[Minute]:
    return [Minute(solar_w=power_w, house_w=0.0) for power_w in powers_w for _ in range(minutes)]


@pytest.mark.parametrize("wiring", [ONE, AUTOMATIC], ids=lambda wiring: wiring.name)
@pytest.mark.parametrize("policy", [PlugControl, Evcc])
def test_no_rule_costs_less(wiring: Wiring, policy: type[PlugControl | Evcc]) -> None:
    day = daylight(measured_days([15])[0])[200:500]
    outcome = simulate([day], policy, wiring)
    foreseen = foresee(day, wiring, SOLAR)
    assert foreseen.usable_wh == pytest.approx(outcome.usable_wh)
    assert weighted_wh(foreseen, SOLAR) < weighted_wh(outcome, SOLAR)
    assert regret_ct(outcome, foreseen, 1, SOLAR) > 0


def test_whole_amperes_of_a_steady_sun_are_charged_from_the_first_start_on() -> None:
    outcome = foresee(spells(10 * VOLTAGE_V), ONE, SOLAR)
    assert (outcome.starts, outcome.switches) == (1, 0)
    assert outcome.from_grid == pytest.approx(0)
    assert outcome.captured == pytest.approx(1 - 20 / 1200)  # the car takes 20 s to draw


def test_the_contactor_moves_where_it_is_worth_it_and_the_day_ends_when_the_sun_does() -> None:
    bright = foresee(spells(0, 9 * 3 * VOLTAGE_V, 0), AUTOMATIC, SOLAR)
    assert (bright.starts, bright.switches) == (1, 1)
    assert bright.from_grid < 0.005


@pytest.mark.parametrize(("gap_minutes", "starts"), [(1, 1), (30, 2)])
def test_a_short_gap_is_sat_out_and_a_long_one_is_not(gap_minutes: int, starts: int) -> None:
    sun = spells(10 * VOLTAGE_V)
    outcome = foresee([*sun, *spells(0, minutes=gap_minutes), *sun], ONE, SOLAR)
    assert outcome.starts == starts


def test_wear_import_and_unused_surplus_cost_what_the_weights_say() -> None:
    outcome = Outcome(usable_wh=1000, solar_wh=600, drawn_wh=700, starts=1, switches=2)
    assert weighted_wh(outcome, SOLAR) == 400 + 2.5 * 100 + 2 * 80 + 2 * 200


def test_short_loads_last_seconds_come_on_top_and_are_the_same_each_time() -> None:
    day = measured_days([23])[0]
    (loaded,) = with_short_loads([day])
    assert isinstance(loaded, FineDay)
    assert loaded == with_short_loads([day])[0]
    fine = list(steps(day))
    added_w = [one.house_w - other.house_w for one, other in zip(loaded, fine, strict=True)]
    assert [one.solar_w for one in loaded] == [one.solar_w for one in fine]
    assert min(added_w) == 0
    powers_w = [appliance.power_w for appliance in APPLIANCES]
    assert min(powers_w) <= max(added_w) <= 2 * sum(powers_w)


def test_days_of_other_seasons_are_shorter_and_darker() -> None:
    june = measured_days(SIX)
    june_wh = sum(minute.solar_w for day in june for minute in day)
    june_minutes = sum(minute.solar_w > 0 for day in june for minute in day)
    for season in SEASONS:
        days = season_days(june, season)
        assert sum(minute.solar_w > 0 for day in days for minute in day) < june_minutes
        assert sum(minute.solar_w for day in days for minute in day) < june_wh
        assert [one.house_w for one in days[0]] == [one.house_w for one in june[0]]


def test_haze_evens_the_sky_out_and_snow_makes_it_quicker() -> None:
    def change_w(day: list[Minute]) -> float:
        total_w = sum(minute.solar_w for minute in day)
        return sum(abs(b.solar_w - a.solar_w) for a, b in pairwise(day)) / total_w

    winter, haze, snow = (list(season_days(measured_days([15]), one)[0]) for one in SEASONS)
    assert change_w(haze) < change_w(winter) < change_w(snow)


def test_a_slow_meter_tells_its_last_reading_with_its_time() -> None:
    seen: list[tuple[int, Readings]] = []

    class Looker:
        def __init__(self, wiring: Wiring) -> None:
            del wiring

        def decide(self, time_s: int, readings: Readings) -> Command | None:
            seen.append((time_s, readings))
            return None

    day = [Minute(solar_w=100.0 * minute, house_w=0.0) for minute in range(4)]
    simulate([day], Looker, ONE, MINUTELY)
    assert all(readings.at_s == time_s // 60 * 60 for time_s, readings in seen)
    assert [readings.grid_w for _, readings in seen[::6]] == [0, -100, -200, -300]
