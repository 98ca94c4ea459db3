"""What a plan will have done: its end, its sun, and the earliest deadline that is possible."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plug_control.charging.plans.foresight import (
    full_at,
    reachable_at,
    sun_share,
    window_w,
)
from custom_components.plug_control.charging.plans.free_current import FreeCurrent
from custom_components.plug_control.charging.plans.learned_power import ExpectedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal, PlanWindow
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.plans.sun import SolarSlot

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
POWER = ExpectedPower(power_w=8000.0, least_w=8000.0)
SETTINGS = PlanSettings(maximum_a=16, start_s=0.0)


def at(hours: float) -> datetime:
    """Return a time so many hours after noon."""
    return NOON + hours * HOUR


def plan(*windows: tuple[float, float, int], shortfall_wh: float = 0.0) -> Plan:
    """Return a plan of windows (from, to, current)."""
    return Plan(
        goal=PlanGoal(energy_wh=8000.0, ready_at=at(10)),
        windows=tuple(
            PlanWindow(start=at(start), end=at(end), current_a=current_a, price=0.2)
            for start, end, current_a in windows
        ),
        energy_wh=8000.0,
        cost=1.0,
        shortfall_wh=shortfall_wh,
    )


def sun(*slots: tuple[float, float, float]) -> list[SolarSlot]:
    """Return forecast sun (from, to, W)."""
    return [SolarSlot(start=at(start), end=at(end), power_w=power) for start, end, power in slots]


def free(*spans: tuple[float, float, int]) -> list[FreeCurrent]:
    """Return room (from, to, A)."""
    return [
        FreeCurrent(start=at(start), end=at(end), current_a=current_a)
        for start, end, current_a in spans
    ]


def test_a_plan_is_done_with_its_last_window() -> None:
    assert full_at(plan((0, 1, 16), (3, 4, 16))) == at(4)


def test_a_plan_without_windows_or_that_falls_short_is_never_done() -> None:
    assert full_at(plan()) is None
    assert full_at(plan((0, 1, 16), shortfall_wh=500.0)) is None


@pytest.mark.parametrize(
    ("windows", "slots", "expected"),
    [
        ([(0, 1, 16)], [(0, 1, 4000.0)], 0.5),
        ([(0, 1, 16)], [(-1, 0, 4000.0), (0, 1, 9000.0)], 1.0),
        ([(0, 1, 8), (2, 3, 8)], [(2.5, 4, 4000.0), (5, 6, 100.0)], 0.25),
        ([(0, 1, 16)], [(0.5, 1, 8000.0), (3, 4, 1.0)], 0.5),
        ([(0, 1, 16)], [(0, 1, -50.0)], 0.0),
        ([(0, 1, 16)], [], 0.0),
        ([], [(0, 1, 4000.0)], 0.0),
    ],
)
def test_the_suns_share_is_what_shines_during_windows_up_to_what_they_take(
    windows: list[tuple[float, float, int]],
    slots: list[tuple[float, float, float]],
    expected: float,
) -> None:
    assert sun_share(plan(*windows), sun(*slots), POWER, SETTINGS) == pytest.approx(expected)


def test_a_windows_power_follows_its_current() -> None:
    assert window_w(8, POWER, SETTINGS) == 4000.0


@pytest.mark.parametrize(
    ("energy_wh", "room", "expected_h"),
    [
        (8000.0, [], 1.0),
        (0.0, [], 0.0),
        (8000.0, [(0, 10, 16)], 1.0),
        (8000.0, [(0, 10, 32)], 1.0),
        (8000.0, [(0, 10, 8)], 2.0),
        (8000.0, [(0, 1, 5), (1, 2, 8), (2, 9, 16)], 2.5),
    ],
)
def test_the_earliest_deadline_is_where_full_power_suffices(
    energy_wh: float, room: list[tuple[float, float, int]], expected_h: float
) -> None:
    goal = PlanGoal(energy_wh=energy_wh, ready_at=at(20))
    found = reachable_at(goal, POWER, SETTINGS, free(*room), NOON, charging=False)
    assert found is not None
    assert (found - NOON) / HOUR == pytest.approx(expected_h)


def test_a_start_takes_its_time_unless_it_charges_already() -> None:
    goal, settings = PlanGoal(energy_wh=8000.0, ready_at=at(20)), PlanSettings(start_s=360.0)
    for charging, expected_h in ((False, 1.1), (True, 1.0)):
        found = reachable_at(goal, POWER, settings, (), NOON, charging=charging)
        assert found is not None
        assert (found - NOON) / HOUR == pytest.approx(expected_h)


def test_what_the_room_never_suffices_for_has_no_deadline() -> None:
    goal = PlanGoal(energy_wh=8000.0, ready_at=at(20))
    room = free((0, 1, 5), (1, 2, 8))
    assert reachable_at(goal, POWER, SETTINGS, room, NOON, charging=False) is None
