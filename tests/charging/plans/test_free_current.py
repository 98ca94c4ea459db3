"""What fuses leave to plans over time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.plans.free_current import (
    ExpectedLoad,
    FreeCurrent,
    PlanBooking,
    room_over_time,
)
from custom_components.plug_control.charging.plans.learned_power import ExpectedPower
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.planner import make_plan
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.settings import PlanSettings

NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
SURE = ExpectedPower(power_w=16_000, least_w=16_000)
SETTINGS = PlanSettings(start_s=0, maximum_a=16)
TREE = CircuitTree(
    (
        Circuit(circuit="main", limits_a=(25, 25, 20), assumed_a=(3, 3, 3)),
        Circuit(circuit="garage", limits_a=on_each_phase(20), parent="main"),
    )
)


def at(hours: float) -> datetime:
    """Return a moment so many hours from now."""
    return NOW + hours * HOUR


def rooms(*currents_a: int) -> list[FreeCurrent]:
    """Return rooms of an hour each."""
    return [
        FreeCurrent(start=at(hour), end=at(hour + 1), current_a=current_a)
        for hour, current_a in enumerate(currents_a)
    ]


def plan(
    energy_wh: float,
    prices: list[float],
    room: list[FreeCurrent],
    power: ExpectedPower = SURE,
    settings: PlanSettings = SETTINGS,
) -> Plan:
    """Plan for the hours that have prices."""
    slots = [
        PriceSlot(start=at(hour), end=at(hour + 1), price=price)
        for hour, price in enumerate(prices)
    ]
    goal = PlanGoal(energy_wh=energy_wh, ready_at=at(len(prices)))
    return make_plan(goal, slots, power, settings, NOW, room=room)


def windows(made: Plan) -> list[tuple[float, float, int]]:
    """Return the windows in hours from now, with their currents."""
    return [
        (
            round((one.start - NOW) / HOUR, 3),
            round((one.end - NOW) / HOUR, 3),
            one.current_a,
        )
        for one in made.windows
    ]


# ---- what is free


def test_limits_less_assumed_loads_are_free_on_every_phase_of_the_way_up() -> None:
    free = room_over_time(TREE, TREE.slots("garage", ()), {}, (), NOW, NOW)
    assert free == ()
    slots = TREE.slots("garage", PHASES)
    (room,) = room_over_time(TREE, slots, {}, (), NOW, at(5))
    assert room == FreeCurrent(start=NOW, end=at(5), current_a=17)


def test_what_others_have_booked_is_not_free_where_they_share_a_fuse() -> None:
    slots = TREE.slots("garage", PHASES)
    other = PlanBooking(start=at(1), end=at(2.5), current_a=11, slots=TREE.slots("main", PHASES))
    elsewhere = PlanBooking(start=at(0), end=at(5), current_a=11, slots=(99,))
    free = room_over_time(TREE, slots, {}, (other, elsewhere), NOW, at(5))
    assert [(room.start, room.end, room.current_a) for room in free] == [
        (NOW, at(1), 17),
        (at(1), at(2.5), 6),
        (at(2.5), at(5), 17),
    ]
    both = room_over_time(TREE, slots, {}, (other, other), NOW, at(2))
    assert [room.current_a for room in both] == [17, 0]


def test_a_measured_load_counts_by_the_hour_of_the_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    load = ExpectedLoad(hours_a={22: 9.5, 23: 0.0}, recent_a=2.0, seen_at=NOW.astimezone(zone))
    slots = TREE.slots("main", PHASES[2:])
    free = room_over_time(TREE, slots, {slots[0]: load}, (), NOW, at(5), zone)
    assert [(room.start, room.end, room.current_a) for room in free] == [
        (NOW, at(2), 18),
        (at(2), at(3), 10),
        (at(3), at(4), 20),
        (at(4), at(5), 18),
    ]


# ---- what is expected


def test_the_last_hour_is_what_is_expected_until_a_day_has_passed() -> None:
    load = ExpectedLoad()
    assert load.expected_a(NOW) == 0.0
    for minute in range(120):
        load.see(9.0, NOW + minute * timedelta(minutes=1))
        load.see(9.0, NOW)  # an old reading
    assert load.expected_a(NOW) == pytest.approx(9.0)
    assert load.expected_a(at(10)) == pytest.approx(9.0)


def test_each_hour_of_the_day_is_learned() -> None:
    load = ExpectedLoad()
    for minute in range(3 * 24 * 60):
        moment = NOW + minute * timedelta(minutes=1)
        load.see(12.0 if moment.hour == 6 else 1.0, moment)
    assert load.expected_a(at(84)) == pytest.approx(12.0)
    assert load.expected_a(at(85)) == pytest.approx(1.0)


def test_what_flows_into_the_grid_is_no_room() -> None:
    load = ExpectedLoad()
    load.see(-10.0, NOW)
    assert load.expected_a(NOW) == 0.0


# ---- plans within


def test_a_plan_takes_what_is_free_at_the_cheapest_times() -> None:
    made = plan(24_000, [5, 1, 1, 5], rooms(16, 8, 8, 16))
    assert windows(made) == [(0.5, 1, 16), (1, 3, 8)]
    assert made.energy_wh == pytest.approx(24_000)
    assert made.shortfall_wh == 0


def test_where_less_than_the_minimum_is_free_nothing_is_planned() -> None:
    made = plan(16_000, [5, 1, 1, 2], rooms(16, 5, 0, 16))
    assert windows(made) == [(3, 4, 16)]


def test_what_the_fuses_leave_too_little_for_is_told() -> None:
    made = plan(64_000, [1, 1, 1, 1], rooms(16, 8, 0, 16))
    assert made.shortfall_wh == pytest.approx(64_000 - 40_000)
    assert windows(made) == [(0, 1, 16), (1, 2, 8), (3, 4, 16)]


def test_the_latest_time_to_begin_reckons_with_the_room() -> None:
    """Of four hours two are taken by others: what the car surely takes must fit into the rest."""
    unsure = ExpectedPower(power_w=16_000, least_w=8_000)
    made = plan(16_000, [5, 5, 5, 1], rooms(16, 0, 0, 16), unsure)
    assert made.on_trial
    assert windows(made)[0][0] == 0.0
    assert not plan(16_000, [5, 5, 5, 1], rooms(16, 16, 16, 16), unsure).on_trial


def test_more_room_than_it_can_take_changes_nothing() -> None:
    prices: list[float] = [5, 1, 5, 2]
    assert plan(20_000, prices, rooms(63, 32, 16, 99)) == plan(20_000, prices, [])
