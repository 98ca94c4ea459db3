"""When a car is to be ready, and how much that takes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.plug_control.charging.plans.ready_by import (
    ReadyBy,
    energy_to_soc_wh,
    soc_with,
)

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 6, 1, 12, tzinfo=BERLIN)


def test_once_is_on_its_day_and_then_never_again() -> None:
    once = ReadyBy(at=time(7), day=date(2026, 6, 2))
    assert once.next_after(MONDAY) == datetime(2026, 6, 2, 7, tzinfo=BERLIN)
    assert once.next_after(MONDAY + timedelta(days=1)) is None


def test_weekly_is_the_next_of_its_days() -> None:
    weekly = ReadyBy(at=time(7), weekdays=frozenset({0, 4}))
    assert weekly.next_after(MONDAY) == datetime(2026, 6, 5, 7, tzinfo=BERLIN)
    assert weekly.next_after(MONDAY.replace(hour=6)) == MONDAY.replace(hour=7)
    only_monday = ReadyBy(at=time(7), weekdays=frozenset({0}))
    assert only_monday.next_after(MONDAY) == datetime(2026, 6, 8, 7, tzinfo=BERLIN)


def test_a_day_of_its_own_comes_beside_the_weekly_ones() -> None:
    both = ReadyBy(at=time(7), day=date(2026, 6, 3), weekdays=frozenset({4}))
    assert both.next_after(MONDAY) == datetime(2026, 6, 3, 7, tzinfo=BERLIN)


def test_a_time_that_the_change_of_the_clocks_leaves_out_or_repeats_is_found_once() -> None:
    daily = ReadyBy(at=time(2, 30), weekdays=frozenset(range(7)))
    spring = daily.next_after(datetime(2026, 3, 28, 12, tzinfo=BERLIN))
    assert spring
    assert spring.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    autumn = daily.next_after(datetime(2026, 10, 24, 12, tzinfo=BERLIN))
    assert autumn
    assert autumn.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("soc", "target", "energy_wh"), [(20, 80, 40_000), (80, 80, 0), (90, 80, 0), (-5, 150, 66_667)]
)
def test_a_state_of_charge_takes_energy_and_its_losses(
    soc: float, target: float, energy_wh: float
) -> None:
    assert energy_to_soc_wh(60_000, soc, target) == pytest.approx(energy_wh, abs=1)


def test_the_state_of_charge_after_an_energy_is_the_one_that_it_was_computed_for() -> None:
    assert soc_with(60_000, 40, energy_to_soc_wh(60_000, 40, 80)) == pytest.approx(80)
    assert soc_with(60_000, 90, 60_000) == 100
