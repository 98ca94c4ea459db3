"""The surplus: from what the site measures, with the home battery's part taken off."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.solar.surplus import (
    BatteryState,
    SiteReadings,
    SiteSettings,
    Surplus,
    balance_of,
    inverted,
    is_settled,
    net_of,
    site_surplus,
)
from custom_components.plug_control.charging.types import ReasonCode, TimedValue
from tests.charging.solar_site import NOW, after

PLAIN = SiteSettings()
BATTERY = SiteSettings(battery_power_known=True, battery_first_percent=50, battery_maximum_w=3000)
CARS_FIRST = replace(BATTERY, battery_first_percent=0)


def with_battery(grid_w: float, battery_w: float, percent: float | None) -> SiteReadings:
    return SiteReadings(
        grid_w=TimedValue(grid_w, NOW),
        battery_w=TimedValue(battery_w, NOW),
        battery_percent=None if percent is None else TimedValue(percent, NOW),
    )


def surplus_of(
    readings: SiteReadings,
    drawn_w: float = 0.0,
    settings: SiteSettings = PLAIN,
    state: BatteryState | None = None,
    now: datetime = NOW,
) -> Surplus | None:
    return site_surplus(readings, drawn_w, state or BatteryState(), settings, now)[0]


def power_of(*arguments: object, **named: object) -> float:
    surplus = surplus_of(*arguments, **named)  # type: ignore[arg-type] # passed on as they are
    assert surplus is not None
    return surplus.power_w


# ---- kinds of meters


def test_separate_meters_are_as_old_as_the_older() -> None:
    assert net_of(TimedValue(200, NOW), TimedValue(50, after(9))) == TimedValue(150, NOW)
    assert balance_of(TimedValue(5000, after(9)), TimedValue(800, NOW)) == TimedValue(-4200, NOW)


def test_inverted_meter() -> None:
    assert inverted(TimedValue(-300, NOW)) == TimedValue(300, NOW)


# ---- grid


def test_surplus_is_export_and_what_cars_draw() -> None:
    site = SiteReadings(grid_w=TimedValue(-500, after(-30)))
    assert surplus_of(site, 2300) == Surplus(power_w=2800, measured_at=after(-30))
    assert power_of(SiteReadings(grid_w=TimedValue(700, NOW)), 2300) == 1600


@pytest.mark.parametrize("age_s", [121, 3600])
def test_silent_meter_gives_no_surplus_and_recovers(age_s: float) -> None:
    site = SiteReadings(grid_w=TimedValue(-5000, NOW))
    assert surplus_of(site, now=after(age_s)) is None
    again = SiteReadings(grid_w=TimedValue(-5000, after(age_s)))
    assert power_of(again, now=after(age_s)) == 5000


def test_site_without_a_meter_has_no_surplus() -> None:
    assert surplus_of(SiteReadings(grid_w=None)) is None


# ---- home battery


def test_battery_that_is_silent_hides_the_surplus() -> None:
    grid = TimedValue(-5000, NOW)
    assert surplus_of(SiteReadings(grid_w=grid), settings=BATTERY) is None
    stale = SiteReadings(grid_w=grid, battery_w=TimedValue(0, after(-121)))
    assert surplus_of(stale, settings=BATTERY) is None


def test_cars_first_get_what_the_battery_takes_but_never_what_it_gives() -> None:
    assert power_of(with_battery(-200, 1800, 20), settings=CARS_FIRST) == 2000
    assert power_of(with_battery(0, -1500, 90), 2300, CARS_FIRST) == 800, "it feeds the car"


def test_battery_first_leaves_what_it_cannot_take() -> None:
    surplus = surplus_of(with_battery(-2000, 3000, 20), settings=BATTERY)
    assert surplus is not None
    assert surplus.power_w == 2000
    assert surplus.battery_first is not None
    assert surplus.battery_first.code is ReasonCode.HOME_BATTERY_FIRST
    assert surplus.battery_first.soc_percent == 20
    assert surplus.battery_first.target_percent == 50


def test_car_that_took_the_battery_s_surplus_gives_it_back() -> None:
    """The battery's own regulation hides it: grid at 0, car and battery share what there is."""
    assert power_of(with_battery(0, 1000, 20), 2300, BATTERY) == 300


def test_battery_that_takes_less_than_it_could_is_left_no_more() -> None:
    exporting = with_battery(-1500, 400, 45)
    surplus, state = site_surplus(exporting, 0, BatteryState(), BATTERY, NOW)
    assert surplus is not None
    assert surplus.power_w == 1500
    taken = replace(with_battery(0, 400, 45), grid_w=TimedValue(0, after(60)))
    assert power_of(taken, 1500, BATTERY, state, after(60)) == 1500, "still believed"
    late = with_battery(0, 400, 45)
    late = SiteReadings(
        grid_w=TimedValue(0, after(700)),
        battery_w=TimedValue(400, after(700)),
        battery_percent=late.battery_percent,
    )
    assert power_of(late, 1500, BATTERY, state, after(700)) == -1100, "asked again"


def test_battery_priority_has_a_hysteresis() -> None:
    _, full = site_surplus(with_battery(0, 0, 50), 0, BatteryState(), BATTERY, NOW)
    assert not full.first
    assert power_of(with_battery(0, 1000, 48), settings=BATTERY, state=full) == 1000
    _, again = site_surplus(with_battery(0, 0, 46), 0, full, BATTERY, NOW)
    assert again.first
    assert power_of(with_battery(0, 1000, 48), settings=BATTERY, state=again) == -2000


def test_unknown_state_of_charge_counts_as_low() -> None:
    _, full = site_surplus(with_battery(0, 0, 80), 0, BatteryState(), BATTERY, NOW)
    assert power_of(with_battery(-100, 1000, None), settings=BATTERY, state=full) == -1900


def test_a_state_of_charge_that_stands_still_is_believed_for_hours() -> None:
    """Many sensors tell changes only, and a full battery stays full."""
    _, full = site_surplus(with_battery(0, 0, 80), 0, BatteryState(), BATTERY, NOW)
    for age_s, power_w in ((3600, 1000), (6 * 3600 + 1, -2000)):
        old = replace(with_battery(0, 1000, None), battery_percent=TimedValue(80, after(-age_s)))
        assert power_of(old, settings=BATTERY, state=full) == power_w


# ---- whose draw is known


@pytest.mark.parametrize(
    ("grid_s", "drawn_s", "settled_s", "settled"),
    [
        (0, 4, 60, True),  # of one moment
        (0, 50, None, True),  # nothing was commanded
        (70, 62, 60, True),
        (70, 50, 60, False),  # the draw is older than the command's effect
        (50, 70, 60, False),  # the grid is
        (70, None, 60, True),  # not measured, but settled
        (50, None, 60, False),
    ],
)
def test_effect_of_a_command_is_waited_for(
    grid_s: float, drawn_s: float | None, settled_s: float | None, *, settled: bool
) -> None:
    grid = TimedValue(0, after(grid_s))
    drawn = None if drawn_s is None else TimedValue(0, after(drawn_s))
    settled_at = None if settled_s is None else after(settled_s)
    assert is_settled(grid, drawn, settled_at, PLAIN) is settled


def test_a_residual_power_is_left_to_the_grid_or_taken_from_it() -> None:
    exporting = SiteReadings(grid_w=TimedValue(-2000, NOW))
    assert power_of(exporting, 1000, replace(PLAIN, residual_w=150)) == 2850
    assert power_of(exporting, 1000, replace(PLAIN, residual_w=-150)) == 3150
    assert power_of(with_battery(0, 500, 80), settings=replace(CARS_FIRST, residual_w=100)) == 400


# ---- cars that may use the battery

FOR_CARS = replace(BATTERY, battery_floor_percent=40, battery_discharge_w=2500)


def test_above_its_floor_the_battery_gives_to_cars_in_the_evening_too() -> None:
    assert power_of(with_battery(0, -300, 70), settings=FOR_CARS) == 2200
    assert power_of(with_battery(0, -2500, 70), 2200, FOR_CARS) == 2200, "the house takes 300 W"
    assert power_of(with_battery(0, -300, 40), settings=FOR_CARS) == -300 - 3000
    assert power_of(with_battery(0, -300, 70), settings=BATTERY) == -300


def test_down_to_its_floor_it_is_not_for_cars_until_it_no_longer_comes_first() -> None:
    state = BatteryState()
    told = []
    for percent in (45, 40, 45, 49, 50, 41, 40, 42):
        _, state = site_surplus(with_battery(0, 0, percent), 0, state, FOR_CARS, NOW)
        told.append(state.is_for_cars)
    assert told == [True, False, False, False, True, True, False, False]


def test_a_battery_whose_charge_is_unknown_is_not_for_cars_and_comes_first() -> None:
    _, state = site_surplus(with_battery(0, 0, 70), 0, BatteryState(), FOR_CARS, NOW)
    surplus, unknown = site_surplus(with_battery(0, 0, None), 0, state, FOR_CARS, NOW)
    assert surplus is not None
    assert surplus.battery_first is not None
    assert not unknown.is_for_cars
    _, again = site_surplus(with_battery(0, 0, 41), 0, unknown, FOR_CARS, NOW)
    assert again.is_for_cars, "it is as it was"
    stale = replace(with_battery(0, 0, None), battery_percent=TimedValue(70, after(-7 * 3600)))
    assert not site_surplus(stale, 0, state, FOR_CARS, NOW)[1].is_for_cars


def test_what_a_battery_gives_less_is_learned_from_lasting_import() -> None:
    state = BatteryState()

    def at(seconds: float, grid_w: float, battery_w: float, drawn_w: float) -> float:
        nonlocal state
        moment = after(seconds)
        readings = SiteReadings(
            grid_w=TimedValue(grid_w, moment),
            battery_w=TimedValue(battery_w, moment),
            battery_percent=TimedValue(70, moment),
        )
        surplus, state = site_surplus(readings, drawn_w, state, FOR_CARS, moment)
        assert surplus is not None
        return surplus.power_w

    assert at(0, 900, -1600, 2500) == 2500 - 900 - 1600 + 2500
    assert at(50, 900, -1600, 2500) == 2500, "it may still follow"
    assert at(60, 900, -1600, 2500) == 1600
    assert at(70, 0, -1600, 1600) == 1600
    assert at(80, 0, -1900, 1600) == 1600, "it gives more after all: the house takes 300 W"
    assert at(700, 0, -1600, 1600) == 2500, "tried again after a while"


@given(
    grid_w=st.floats(-9000, 9000),
    battery_w=st.floats(-5000, 5000),
    percent=st.one_of(st.none(), st.floats(0, 100)),
    drawn_w=st.floats(0, 11_000),
    first=st.sampled_from([0.0, 30.0, 80.0, 100.0]),
    floor=st.sampled_from([0.0, 30.0, 80.0, 99.0]),
)
def test_at_or_below_its_floor_cars_get_nothing_of_the_battery(
    grid_w: float,
    battery_w: float,
    percent: float | None,
    drawn_w: float,
    first: float,
    floor: float,
) -> None:
    settings = replace(FOR_CARS, battery_first_percent=first, battery_floor_percent=floor)
    power_w = power_of(with_battery(grid_w, battery_w, percent), drawn_w, settings)
    own_w = drawn_w - grid_w + battery_w
    if percent is None or percent <= floor:
        assert power_w <= own_w + 1e-6
    else:
        assert own_w - 3000 - 1e-6 <= power_w <= own_w + 2500 + 1e-6
