"""What of a session came from the sun: rather too little than too much, and unknown where nobody can tell."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.solar.sources import (
    SourceParts,
    parts_of,
    source_parts,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import TimedValue
from tests.charging.solar_site import NOW, after

PLAIN = SiteSettings()
BATTERY = SiteSettings(battery_power_known=True)
POWERS = st.floats(-20_000, 20_000)


def site(grid_w: float, battery_w: float | None = None, *, seconds: float = 0) -> SiteReadings:
    """Return what a site measures after so long."""
    at = after(seconds)
    return SiteReadings(
        grid_w=TimedValue(grid_w, at),
        battery_w=None if battery_w is None else TimedValue(battery_w, at),
    )


# ---- now


@pytest.mark.parametrize(
    ("grid_w", "battery_w", "parts"),
    [
        (-500, 0, (0, 1, 0)),
        (0, 0, (0, 1, 0)),
        (1000, 0, (0.25, 0.75, 0)),
        (1000, 2000, (0.25, 0.75, 0)),
        (1000, -1000, (0.25, 0.5, 0.25)),
        (-1000, -1000, (0, 0.75, 0.25)),
        (4000, 0, (1, 0, 0)),
        (4000, -500, (1, 0, 0)),
        (3000, -9000, (0.75, 0, 0.25)),
        (9000, -9000, (1, 0, 0)),
    ],
)
def test_the_grid_counts_against_the_cars_first_then_the_battery(
    grid_w: float, battery_w: float, parts: tuple[float, float, float]
) -> None:
    assert source_parts(site(grid_w, battery_w), 4000, BATTERY, NOW) == parts


def test_a_battery_that_is_not_of_the_site_does_not_count() -> None:
    assert source_parts(site(1000, -1000), 4000, PLAIN, NOW) == (0.25, 0.75, 0)
    assert source_parts(site(1000), 4000, PLAIN, NOW) == (0.25, 0.75, 0)


def test_a_silent_meter_tells_nothing() -> None:
    assert source_parts(SiteReadings(grid_w=None), 4000, PLAIN, NOW) is None
    assert source_parts(site(0), 4000, PLAIN, after(120)) == SourceParts(0, 1, 0)
    assert source_parts(site(0), 4000, PLAIN, after(121)) is None
    assert source_parts(site(0), 4000, BATTERY, NOW) is None
    assert source_parts(site(0, 0), 4000, BATTERY, after(121)) is None


def test_where_no_car_draws_there_is_no_part() -> None:
    assert source_parts(site(0), 0, PLAIN, NOW) is None


@given(grid_w=POWERS, battery_w=POWERS, cars_w=st.floats(0, 50_000))
def test_what_comes_from_the_sun_is_what_cars_draw_less_all_that_is_taken_elsewhere(
    grid_w: float, battery_w: float, cars_w: float
) -> None:
    parts = source_parts(site(grid_w, battery_w), cars_w, BATTERY, NOW)
    if parts is None:
        assert cars_w == 0
        return
    sun_w = cars_w - max(grid_w, 0) - max(-battery_w, 0)
    assert parts.solar * cars_w == pytest.approx(min(max(sun_w, 0), cars_w), abs=1e-6)
    assert sum(parts) == pytest.approx(1)
    assert min(parts) >= 0


@given(
    solar_w=st.floats(0, 20_000),
    house_w=st.floats(0, 8000),
    battery_w=st.floats(-5000, 5000),
    cars_w=st.floats(1, 22_000),
)
def test_it_is_what_the_house_would_not_have_taken_without_the_cars(
    solar_w: float, house_w: float, battery_w: float, cars_w: float
) -> None:
    """A second way: the difference that the cars make, where the battery first gives what the grid does not."""
    grid_w = house_w + cars_w + battery_w - solar_w
    parts = parts_of(cars_w, grid_w, battery_w)
    charged_w, given_w = max(battery_w, 0), max(-battery_w, 0)
    without_w = max(house_w + charged_w - solar_w - given_w, 0)
    caused_w = max(max(grid_w, 0) - without_w, 0)
    assert parts.grid * cars_w == pytest.approx(min(caused_w, cars_w), abs=1e-6)
