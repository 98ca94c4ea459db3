"""The measured days: what the defaults reach there, and that other days give the same picture.

Nights are left out: nothing happens there (test_solar_home_assistant).
"""

from functools import cache

import pytest

from benchmarks.solar import GOALS
from benchmarks.solar_days import SIX, Day, daylight, measured_days, varied_days
from benchmarks.solar_policies import Evcc, PlugControl
from benchmarks.solar_simulation import AUTOMATIC, ONE, POOR, Wiring, simulate


@cache
def light() -> list[Day]:
    return [daylight(day) for day in measured_days()]


@pytest.mark.parametrize("wiring", [ONE, AUTOMATIC], ids=lambda wiring: wiring.name)
def test_goals_are_reached_on_the_measured_days(wiring: Wiring) -> None:
    assert GOALS[wiring.name].is_reached(simulate(light(), PlugControl, wiring))


def test_simulation_is_the_one_in_which_evcc_s_rule_is_known() -> None:
    known = simulate([daylight(day) for day in measured_days(SIX)], Evcc, AUTOMATIC)
    assert known.captured == pytest.approx(0.931, abs=0.005)
    assert known.from_grid == pytest.approx(0.020, abs=0.003)
    assert known.starts == pytest.approx(36, abs=2)
    assert known.switches == 62


@pytest.mark.parametrize("wiring", [ONE, AUTOMATIC], ids=lambda wiring: wiring.name)
def test_other_days_with_poor_readings_give_the_same_picture(wiring: Wiring) -> None:
    days = [daylight(day) for day in varied_days(measured_days(), 3, seed=7)]
    ours = simulate(days, PlugControl, wiring, POOR)
    evcc = simulate(days, Evcc, wiring, POOR)
    assert ours.captured > evcc.captured + 0.015
    assert ours.starts <= 0.8 * evcc.starts
    assert ours.switches <= 0.8 * evcc.switches
