"""What the grid operator's signal leaves is shared among chargers: above all wishes, below it the fuses still hold."""

from dataclasses import replace
from datetime import timedelta
import math

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.grid_signal.signal import SignalScope, SignalSettings
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import RoundInputs, RoundState, Wiring
from custom_components.plug_control.charging.solar.surplus import SiteReadings
from custom_components.plug_control.charging.types import (
    DEFAULT_ROTATION,
    ChargerTraits,
    Mode,
    ReasonCode,
    TimedValue,
)

from .chargers import C2EU, QUICK, START, Charger, House

WIRING = Wiring(circuit="main", rotation=DEFAULT_ROTATION, phases=3, maximum_a=16)


def fuse(limit_a: float) -> CircuitTree:
    """Return a house with one fuse."""
    return CircuitTree((Circuit(circuit="main", limits_a=on_each_phase(limit_a)),))


def test_a_charger_goes_down_to_what_the_law_leaves_and_back() -> None:
    car = Charger()
    house = House(chargers={"car": car})
    house.run(60)
    assert car.limit_a(house.now) == 16
    house.source_w = 0.0
    verdict = house.round()["car"]
    assert (verdict.limit_a, verdict.reason.code) == (6, ReasonCode.LIMITED_BY_GRID)
    assert (verdict.reason.power_w, verdict.reason.current_a) == (4200.0, 6.0)
    house.run(20)
    assert house.drawn_w() <= 4200
    house.source_w = math.inf
    house.run(30)
    assert car.limit_a(house.now) == 16
    assert house.verdicts["car"].reason.code is ReasonCode.FAST


def test_a_car_on_one_phase_gets_the_same_power_with_more_amperes() -> None:
    car = Charger(car_phases=1, maximum_a=32)
    house = House(chargers={"car": car}, source_w=0.0)
    house.run(300)
    assert car.limit_a(house.now) == 18


def test_a_car_that_draws_a_little_more_than_its_limit_keeps_the_minimum() -> None:
    """Meters are not exact enough to take a car what the law leaves it."""
    car = Charger()
    house = House(chargers={"car": car}, source_w=0.0)
    house.run(60)
    row = car.row(house.now)
    more = TimedValue(6.4, house.now)
    row = replace(
        row,
        case=replace(row.case, readings=replace(row.case.readings, currents_a=(more, more, more))),
    )
    inputs = RoundInputs(
        now=house.now,
        readings=SiteReadings(grid_w=None),
        connectors={"car": row},
        grid_limit=house.limit,
    )
    assert decide_round(inputs, house.state).verdicts["car"].limit_a == 6


def test_two_cars_share_and_take_turns_where_both_do_not_fit() -> None:
    house = House(chargers={"one": Charger(), "two": Charger()}, source_w=0.0)
    house.run(600)
    limits = sorted(one.limit_a(house.now) for one in house.chargers.values())
    assert limits == [0, 10]  # 2 x 6 A on three phases are 8.28 kW, and 7.56 kW are left
    waiting = next(one for one in house.verdicts.values() if one.limit_a == 0)
    assert waiting.reason.code is ReasonCode.LIMITED_BY_GRID
    assert waiting.reason.wait_s
    first = [name for name, one in house.verdicts.items() if one.limit_a]
    house.run(1800)
    assert [name for name, one in house.verdicts.items() if one.limit_a] != first


def test_each_charger_is_limited_by_itself_where_the_user_says_so() -> None:
    house = House(
        chargers={"one": Charger(), "two": Charger()},
        settings=SignalSettings(scope=SignalScope.EACH),
        source_w=0.0,
    )
    house.run(60)
    assert [one.limit_a(house.now) for one in house.chargers.values()] == [6, 6]


def test_a_connection_leaves_what_the_house_does_not_draw_and_at_least_what_the_law_leaves() -> (
    None
):
    car = Charger()
    house = House(
        chargers={"car": car},
        settings=SignalSettings(scope=SignalScope.CONNECTION),
        source_w=9000.0,
        other_w=1500.0,
    )
    house.run(300)
    assert car.limit_a(house.now) == 10
    house.other_w = 8000.0
    house.run(120)
    assert car.limit_a(house.now) == 6
    house.other_w = 20_000.0
    house.run(120)
    assert car.limit_a(house.now) == 6


@pytest.mark.parametrize(
    ("scope", "in_the_dark_a"), [(SignalScope.CONNECTION, 10), (SignalScope.CHARGERS, 13)]
)
def test_own_sun_covers_the_house_but_makes_no_room_for_more(
    scope: SignalScope, in_the_dark_a: int
) -> None:
    """A cloud would take it away faster than a charger obeys."""
    car = Charger()
    house = House(
        chargers={"car": car}, settings=SignalSettings(scope=scope), source_w=9000.0, other_w=1500.0
    )
    house.run(120)
    assert car.limit_a(house.now) == in_the_dark_a
    for other_w in (0.0, -6000.0):
        house.other_w = other_w
        house.run(300)
        assert car.limit_a(house.now) == 13


def test_a_connection_without_a_meter_counts_the_house_as_assumed() -> None:
    car = Charger()
    house = House(
        chargers={"car": car},
        settings=SignalSettings(scope=SignalScope.CONNECTION),
        source_w=9000.0,
        measured=False,
    )
    house.run(60)
    assert car.limit_a(house.now) == 9


@pytest.mark.parametrize(
    ("currents_a", "limit_a"),
    [((3.0, 3.0, 3.0), 10), ((3.0, None, 3.0), 9), (None, 9)],
    ids=["all phases", "one is missing", "none"],
)
def test_the_currents_of_the_fuse_show_the_connection_where_no_meter_does(
    currents_a: tuple[float | None, ...] | None, limit_a: int
) -> None:
    house = House(
        chargers={"car": Charger(wiring=WIRING, connected=True, confirmed_a=0)},
        settings=SignalSettings(scope=SignalScope.CONNECTION),
        source_w=9000.0,
        measured=False,
        tree=fuse(32),
    )
    house.chargers["car"].sent = [(START - timedelta(hours=1), 0)]
    house.round()
    now = house.now + timedelta(minutes=10)
    currents = {}
    if currents_a is not None:
        one, two, three = (None if each is None else TimedValue(each, now) for each in currents_a)
        currents = {"main": (one, two, three)}
    car = replace(house.chargers["car"], sent=[(START - timedelta(hours=1), 0)], confirmed_a=0)
    inputs = RoundInputs(
        now=now,
        readings=SiteReadings(grid_w=None),
        currents=currents,
        connectors={"car": car.row(now)},
        tree=house.tree,
        grid_limit=None if house.limit is None else replace(house.limit, assumed_w=2300.0),
    )
    assert decide_round(inputs, house.state).verdicts["car"].limit_a == limit_a


def test_fuses_hold_below_the_signal() -> None:
    house = House(
        chargers={"one": Charger(wiring=WIRING), "two": Charger(wiring=WIRING)},
        settings=SignalSettings(scope=SignalScope.EACH, minimum_w=7000.0),
        tree=fuse(15),
        source_w=0.0,
    )
    house.run(600)
    assert sum(one.limit_a(house.now) for one in house.chargers.values()) <= 15
    codes = {verdict.reason.code for verdict in house.verdicts.values()}
    assert ReasonCode.LIMITED_BY_CIRCUIT in codes


@pytest.mark.parametrize("mode", list(Mode))
def test_no_mode_goes_above_it(mode: Mode) -> None:
    house = House(chargers={"car": Charger(mode=mode)}, source_w=0.0)
    house.other_w = -15_000.0
    house.run(900)
    assert house.drawn_w() <= 4200


def test_a_charger_whose_readings_are_missing_after_a_start_is_limited_all_the_same() -> None:
    house = House(chargers={"car": Charger(confirmed_a=16)}, source_w=0.0)
    house.round()
    row = replace(house.chargers["car"].row(house.now), starting=True, told_a=16, confirmed_a=16)
    inputs = RoundInputs(
        now=house.now,
        readings=SiteReadings(grid_w=None),
        connectors={"car": row},
        grid_limit=house.limit,
    )
    verdict = decide_round(inputs, RoundState()).verdicts["car"]
    assert (verdict.limit_a, verdict.reason.code) == (6, ReasonCode.LIMITED_BY_GRID)


def test_a_connector_without_a_car_lets_one_start_with_the_minimum_and_says_that_it_has_none() -> (
    None
):
    house = House(chargers={"car": Charger(connected=False)}, source_w=0.0)
    house.run(30)
    verdict = house.verdicts["car"]
    assert (verdict.limit_a, verdict.reason.code) == (6, ReasonCode.NO_CAR)


def test_an_offline_charger_counts_with_what_it_may_draw() -> None:
    away = Charger()
    here = Charger()
    house = House(chargers={"away": away, "here": here}, source_w=0.0)
    house.run(10)
    house.run(600)
    away.online, away_a = False, away.limit_a(house.now)
    house.run(2400)
    assert (away_a + here.limit_a(house.now)) * 690 <= 7560


# ---- a charger that takes limits only at times of its own (C2EU: every five minutes)


def test_a_charger_with_periods_counts_as_drawing_until_its_limit_acts_and_others_make_room() -> (
    None
):
    late, quick = Charger(traits=C2EU), Charger()
    house = House(chargers={"late": late, "quick": quick})
    house.run(130)  # two minutes and ten seconds into a period
    house.source_w = 13_000.0
    house.run(30)
    assert late.limit_a(house.now) == 16  # its limit acts at the boundary
    assert quick.limit_a(house.now) == 0
    assert house.drawn_w() <= 13_000
    house.run(600)
    assert house.drawn_w() <= 13_000
    assert late.limit_a(house.now)
    assert quick.limit_a(house.now)


def test_who_made_room_does_not_wait_after_the_other_has_left() -> None:
    late, quick = Charger(traits=C2EU), Charger()
    house = House(chargers={"late": late, "quick": quick})
    house.run(20)
    house.source_w = 0.0
    house.run(30)
    assert quick.limit_a(house.now) == 0
    late.connected = False
    house.run(90)
    assert quick.limit_a(house.now) == 10


def test_it_is_stopped_at_once_where_the_user_allows_that_and_goes_on_when_its_limit_acts() -> None:
    late = Charger(traits=C2EU, stops_at_once=True)
    house = House(chargers={"late": late})
    house.run(130)
    house.source_w = 0.0
    verdict = house.round()["late"]
    assert (verdict.limit_a, verdict.at_once) == (0, True)
    assert verdict.reason.code is ReasonCode.LIMITED_BY_GRID
    assert verdict.reason.wait_s
    house.run(10)
    assert house.drawn_w() == 0
    house.run(700)
    assert late.limit_a(house.now) == 6
    assert not late.stopped


def test_it_is_not_stopped_where_its_limit_acts_soon_or_is_low_enough() -> None:
    late = Charger(traits=C2EU, stops_at_once=True)
    house = House(chargers={"late": late})
    house.run(280)
    house.source_w = 0.0
    house.run(60)
    assert not late.stopped
    assert late.limit_a(house.now) == 6
    house.run(100)
    assert not late.stopped


# ---- properties

_KINDS = st.builds(
    Charger,
    traits=st.sampled_from([QUICK, ChargerTraits(phases=1), ChargerTraits(latency_s=30.0), C2EU]),
    car_phases=st.sampled_from([1, 3]),
    maximum_a=st.sampled_from([10, 16, 32]),
    mode=st.sampled_from([Mode.FAST, Mode.SOLAR_MINIMUM]),
    connected=st.booleans(),
    stops_at_once=st.booleans(),
)
_SETTLED_S = 420.0
"""A period of five minutes, a latency, and the rounds between."""


@settings(max_examples=60)
@given(
    chargers=st.lists(_KINDS, min_size=1, max_size=5),
    scope=st.sampled_from([SignalScope.CHARGERS, SignalScope.EACH]),
    source_w=st.floats(0, 30_000),
    begins_s=st.integers(0, 30),
    restarts=st.booleans(),
)
def test_what_chargers_draw_is_never_above_the_signal_once_it_has_settled_nor_below_what_the_law_leaves(
    chargers: list[Charger],
    scope: SignalScope,
    source_w: float,
    begins_s: int,
    restarts: bool,
) -> None:
    house = House(
        chargers={f"car{number}": charger for number, charger in enumerate(chargers)},
        settings=SignalSettings(scope=scope),
    )
    house.run(10 * begins_s)
    house.source_w = source_w
    house.run(_SETTLED_S)
    for number in range(60):
        if restarts and number == 20:
            house.restart()
        house.round()
        if (limit := house.limit) is None:
            return
        powers_w = [charger.power_w(house.now) for charger in chargers]
        if scope is SignalScope.EACH:
            assert max(powers_w) <= limit.limit_w
        elif not (restarts and number >= 20):
            assert sum(powers_w) <= limit.limit_w
    charging = [one for one in chargers if one.connected and not one.stopped]
    if scope is SignalScope.EACH:
        assert all(one.limit_a(house.now) >= 6 for one in charging if not one.traits.period_s)
    elif len(charging) == 1 and not charging[0].traits.period_s:
        assert charging[0].limit_a(house.now) >= 6
