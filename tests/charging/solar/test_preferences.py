"""What people want of charging on surplus, in words."""

from functools import partial
from itertools import pairwise

from benchmarks.solar_days import daylight, measured_days
from benchmarks.solar_policies import PlugControl
from benchmarks.solar_simulation import AUTOMATIC, Outcome, simulate
from custom_components.plug_control.charging.solar.preferences import (
    GridUse,
    Switching,
    solar_settings,
)
from custom_components.plug_control.charging.types import SolarSettings

BALANCED = (Switching.BALANCED, GridUse.BALANCED)


def outcome_of(switching: Switching, grid_use: GridUse) -> Outcome:
    """Return what these wishes make of the most changeable measured day."""
    day = daylight(measured_days([15])[0])
    policy = partial(PlugControl, solar=solar_settings(switching, grid_use))
    return simulate([day], policy, AUTOMATIC)


def test_balanced_is_the_default() -> None:
    assert solar_settings(*BALANCED) == SolarSettings()


def test_calm_switches_less_and_eager_more() -> None:
    moves = [
        outcome.starts + outcome.switches
        for outcome in (outcome_of(switching, GridUse.BALANCED) for switching in Switching)
    ]
    assert all(calmer < other for calmer, other in pairwise(moves))


def test_more_from_the_grid_leaves_less_of_the_sun_unused() -> None:
    outcomes = [outcome_of(Switching.BALANCED, grid_use) for grid_use in GridUse]
    assert all(less.from_grid < more.from_grid for less, more in pairwise(outcomes))
    assert all(less.captured < more.captured for less, more in pairwise(outcomes))
