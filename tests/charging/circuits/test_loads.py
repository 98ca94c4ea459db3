"""What the rest of a house takes: measured currents less the cars', though meter and chargers are not read together."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.plug_control.charging.circuits.loads import (
    UNMEASURED,
    PhaseCurrents,
    RecentReadings,
    other_loads,
)
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
    MemberState,
    ObservedMember,
)
from custom_components.plug_control.charging.circuits.members import observe
from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.types import ChargerTraits, GridPhase, TimedValue

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS = CircuitSettings()
MAIN = CircuitTree(
    (Circuit(circuit="main", limits_a=on_each_phase(25), assumed_a=on_each_phase(9)),)
)


def at(seconds: float) -> datetime:
    """Return a moment after the start."""
    return START + timedelta(seconds=seconds)


def currents(current_a: float, moment: datetime) -> PhaseCurrents:
    """Return the same reading on each phase."""
    reading = TimedValue(current_a, moment)
    return (reading, reading, reading)


class House:
    """A main fuse with a car at a charger, seen again and again."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.known: tuple[RecentReadings, ...] = ()
        self.member: MemberState | None = None

    def load(
        self,
        seconds: float,
        *,
        main_a: float | None = None,
        car_a: float | None = None,
        limit_a: float = 16,
        car_seconds: float | None = None,
        main_seconds: float | None = None,
        connected: bool = True,
        **more: Any,
    ) -> float:
        """Return what the house is found to take on L2; the car's reading may be older."""
        now = at(seconds)
        car = UNMEASURED if car_a is None else currents(car_a, at(car_seconds or seconds))
        observed = self.observed(car, limit_a, connected, now, **more)
        shown_at = at(seconds if main_seconds is None else main_seconds)
        measured = UNMEASURED if main_a is None else currents(main_a, shown_at)
        loads = other_loads(MAIN, [measured], [observed], self.known, SETTINGS, now)
        self.known = loads.known
        self.member = observed.state
        return loads.others_a[1]

    def observed(
        self, car: PhaseCurrents, limit_a: float, connected: bool, now: datetime, **more: Any
    ) -> ObservedMember:
        """Return the charger as it is seen."""
        member = CircuitMember(
            connector="a",
            circuit="main",
            wanted_a=16,
            connected=connected,
            confirmed_a=limit_a,
            drawn_a=car,
            charger=ChargerTraits(latency_s=10, start_s=20),
            **more,
        )
        return observe(member, self.member, SETTINGS, now)


def settled_house() -> House:
    """Return a house that takes 5 A beside a car with 16 A, for a minute."""
    house = House()
    house.load(0, main_a=21, car_a=16)
    house.load(50, main_a=21, car_a=16)
    assert house.load(61, main_a=21, car_a=16) == 5
    return house


def test_a_house_takes_what_the_meter_shows_less_what_the_cars_draw() -> None:
    assert settled_house().load(200, main_a=20, car_a=14) == 6


def test_a_house_never_takes_less_than_nothing() -> None:
    """Export makes no room: a cloud would take it away faster than a charger obeys."""
    assert settled_house().load(200, main_a=-10, car_a=6) == 0


def test_a_meter_that_is_stale_or_missing_leaves_what_is_assumed() -> None:
    house = settled_house()
    assert house.load(70, car_a=16) == 9
    late = at(70 + SETTINGS.reading_limit_s)
    observed = house.observed(UNMEASURED, 16, True, late)
    old = currents(21, at(60))
    assert other_loads(MAIN, [old], [observed], house.known, SETTINGS, late).others_a == [9, 9, 9]


def test_a_load_that_went_away_still_counts_for_a_while() -> None:
    house = settled_house()
    assert house.load(70, main_a=24, car_a=16) == 8
    assert house.load(80, main_a=21, car_a=16) == 8
    assert house.load(125, main_a=20, car_a=16) == 8
    assert house.load(131, main_a=20, car_a=16) == 5
    assert house.load(145, main_a=20, car_a=16) == 4


def test_a_car_that_starts_does_not_pass_for_the_house() -> None:
    """The meter shows it at once, the charger tells a minute later."""
    house = House()
    house.load(0, main_a=5, car_a=0)
    house.load(60, main_a=5, car_a=0)
    assert house.load(80, main_a=21, car_a=0, car_seconds=60) == 5
    assert house.load(120, main_a=21, car_a=16) == 5


def test_a_limit_that_has_just_changed_makes_readings_useless_for_the_house() -> None:
    house = settled_house()
    assert house.load(70, main_a=21, car_a=16, limit_a=6) == 5
    assert house.load(80, main_a=11, car_a=16, limit_a=6) == 5
    assert house.load(110, main_a=11, car_a=6, limit_a=6) == 5


def test_a_change_by_an_ampere_or_two_does_not() -> None:
    house = settled_house()
    assert house.load(70, main_a=22, car_a=16, limit_a=14) == 6


def test_what_no_car_can_account_for_is_the_houses_at_once() -> None:
    house = settled_house()
    assert house.load(90, main_a=24, car_a=16, car_seconds=60) == 8


def test_an_overload_that_is_measured_counts_at_once() -> None:
    """Even where the car may have begun to draw more than it said last."""
    house = House()
    house.load(0, main_a=11, car_a=6)
    assert house.load(61, main_a=11, car_a=6) == 5
    assert house.load(90, main_a=26, car_a=6, car_seconds=60) == 20


def test_without_anything_known_the_house_takes_what_is_assumed_as_far_as_that_can_be() -> None:
    """No less than what is left where the cars drew all they may, no more than what they surely did not draw."""
    assert House().load(60, main_a=21, car_a=16, car_seconds=30) == 9
    assert House().load(60, main_a=27, car_a=16, car_seconds=30) == 11
    assert House().load(60, main_a=7) == 7


def test_a_charger_that_never_tells_what_it_draws_counts_with_what_it_is_allowed() -> None:
    """It does not count twice, as itself and as a part of the house: that would switch it off and on for ever."""
    house = House()
    house.load(0, main_a=5, limit_a=0)
    assert house.load(60, main_a=5, limit_a=0) == 5
    for seconds in range(70, 1000, 10):
        assert house.load(seconds, main_a=21) == 5
    assert house.load(1000, main_a=23) == 7
    house.load(1010, main_a=23, limit_a=0)
    assert house.load(1100, main_a=6, limit_a=0) == 6


def test_a_reading_of_the_car_on_either_side_of_the_meters_tells_what_it_drew_then() -> None:
    """A car that starts or stops by itself between two readings passes neither for the house nor for its absence."""
    house = settled_house()
    house.load(121, main_a=21, car_a=16)
    assert house.load(130, main_a=5, car_a=16, car_seconds=121) == 5
    assert house.load(181, main_a=5, car_a=0) == 5
    assert house.load(190, main_a=21, car_a=0, car_seconds=181) == 5
    assert house.load(241, main_a=21, car_a=16) == 5
    assert house.load(301, main_a=23, car_a=16) == 7


def test_what_a_car_drew_before_its_limit_fell_to_0_is_not_taken_off_afterwards() -> None:
    house = settled_house()
    house.load(70, main_a=21, car_a=16, limit_a=0, car_seconds=61)
    for seconds in range(80, 200, 10):
        assert house.load(seconds, main_a=5, car_a=16, limit_a=0, car_seconds=61) == 5


def test_a_reading_from_before_a_car_was_switched_off_or_left_is_not_the_houses() -> None:
    house = settled_house()
    house.load(70, main_a=21, car_a=16, main_seconds=65, limit_a=0)
    assert house.load(95, main_a=21, car_a=0, main_seconds=65, limit_a=0) == 5
    house = settled_house()
    assert house.load(70, main_a=21, main_seconds=65, connected=False) == 5
    assert house.load(80, main_a=7, connected=False) == 7


def test_a_car_that_has_just_come_draws_what_it_did_not_draw_a_moment_ago() -> None:
    house = House()
    for seconds in range(0, 100, 10):
        house.load(seconds, main_a=5, car_a=0, connected=False)
    assert house.load(100, main_a=21, car_a=0, car_seconds=95) == 5
    assert house.load(115, main_a=21, car_a=16) == 5


def test_where_only_the_power_is_told_no_phase_draws_more_than_all_of_it() -> None:
    house = House()
    for seconds in (0, 50, 70):
        house.load(seconds, main_a=9, power_w=TimedValue(0, at(seconds)))
    assert house.load(80, main_a=16, power_w=TimedValue(0, at(80))) == 16
    # All of it is on the one phase that there is: here on the next one.
    one = House()
    wired: dict[str, Any] = {"rotation": (GridPhase.L2, GridPhase.L3, GridPhase.L1), "phases": 1}
    for seconds in (0, 50, 70):
        found = one.load(seconds, main_a=19, power_w=TimedValue(2300, at(seconds)), **wired)
    assert found == 9


def test_a_charger_without_a_car_or_at_0_a_draws_nothing_and_need_not_tell() -> None:
    house = House()
    assert house.load(0, main_a=5, connected=False) == 5
    paused = House()
    paused.load(0, main_a=5, limit_a=0)
    assert paused.load(60, main_a=7, limit_a=0) == 7


def test_what_flows_through_a_circuit_flows_through_its_feeder() -> None:
    tree = CircuitTree(
        (
            Circuit(circuit="main", limits_a=on_each_phase(25), assumed_a=(1, 9, 1)),
            Circuit(circuit="kitchen", parent="main", limits_a=on_each_phase(16)),
            Circuit(
                circuit="garage",
                parent="main",
                limits_a=on_each_phase(16),
                assumed_a=on_each_phase(2),
            ),
        )
    )
    loads = other_loads(tree, [UNMEASURED, currents(4, START), UNMEASURED], [], (), SETTINGS, START)
    assert loads.others_a == [6, 9, 6, 4, 4, 4, 2, 2, 2]


def test_only_the_cars_behind_a_meter_are_taken_off_its_reading() -> None:
    tree = CircuitTree(
        (
            Circuit(circuit="main", limits_a=on_each_phase(50)),
            Circuit(circuit="kitchen", parent="main", limits_a=on_each_phase(25)),
        )
    )
    house = House()
    for seconds in (0, 60):
        now = at(seconds)
        car = house.observed(currents(10, now), 10, True, now)
        house.member = car.state
    loads = other_loads(tree, [currents(20, now), currents(4, now)], [car], (), SETTINGS, now)
    assert loads.others_a == [10, 10, 10, 4, 4, 4]
