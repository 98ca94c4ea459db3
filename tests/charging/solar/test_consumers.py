"""Other consumers may run on surplus by priority among the cars."""

from dataclasses import replace
from datetime import timedelta
import math

from hypothesis import given, strategies as st

from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    RoundInputs,
    RoundState,
)
from custom_components.plug_control.charging.solar.consumers import (
    CarClaim,
    Consumer,
    ConsumerState,
    share_with_consumers,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import ConnectorReadings, Mode, TimedValue
from tests.charging.solar_site import NOW, case_of

ROD = Consumer(name="rod", power_w=2000)
PUMP = Consumer(name="pump", power_w=900, priority=5)
CHARGES = CarClaim(priority=0, minimum_w=-math.inf, takes_w=3680)


class Shared:
    """A site that shares every ten seconds."""

    def __init__(self, *consumers: Consumer) -> None:
        self.consumers = consumers or (ROD,)
        self.states: dict[str, ConsumerState] = {}
        self.now = NOW

    def run(self, surplus_w: float | None, *cars: CarClaim, seconds: float = 10) -> set[str]:
        """Let time pass; return who may run."""
        for _ in range(round(seconds / 10)):
            self.states = share_with_consumers(
                surplus_w, cars, self.consumers, self.states, self.now
            )
            self.now += timedelta(seconds=10)
        return {name for name, state in self.states.items() if state.may_run}


def test_it_may_run_when_its_power_was_there_for_a_minute() -> None:
    site = Shared()
    assert site.run(1990, seconds=600) == set()
    assert site.run(2000, seconds=60) == set()
    assert site.run(2000) == {"rod"}


def test_it_goes_on_while_nothing_is_missing_and_ends_when_it_is() -> None:
    site = Shared()
    site.run(2000, seconds=70)
    assert site.run(-200, seconds=3600) == {"rod"}, "a tenth comes from regulation"
    assert site.run(-201, seconds=110) == {"rod"}
    assert site.run(0) == {"rod"}
    assert site.run(-201, seconds=120) == {"rod"}
    assert site.run(-201) == set()


def test_a_silent_meter_ends_it() -> None:
    site = Shared()
    site.run(2000, seconds=70)
    assert site.run(None, seconds=120) == {"rod"}
    assert site.run(None) == set()


def test_its_shortest_times_are_kept() -> None:
    site = Shared(replace(ROD, minimum_on_s=600, minimum_off_s=900))
    assert site.run(5000, seconds=900) == set(), "from the start on"
    assert site.run(5000) == {"rod"}
    assert site.run(-5000, seconds=590) == {"rod"}
    assert site.run(-5000, seconds=10) == set()
    assert site.run(5000, seconds=890) == set()
    assert site.run(5000, seconds=10) == {"rod"}


def test_a_car_of_its_own_priority_comes_first() -> None:
    site = Shared()
    assert site.run(5600, CHARGES, seconds=600) == set()
    assert site.run(5680, CHARGES, seconds=70) == {"rod"}
    assert site.run(3500, CHARGES, seconds=600) == {"rod"}
    assert site.run(3400, CHARGES, seconds=130) == set(), "the car could take more"


def test_a_consumer_of_a_higher_priority_takes_it_from_the_car() -> None:
    site = Shared(replace(ROD, priority=1))
    assert site.run(2000, CHARGES, seconds=70) == {"rod"}
    assert site.run(0, CHARGES, seconds=600) == {"rod"}


def test_a_waiting_car_stops_it_only_where_there_is_enough_for_the_car() -> None:
    waits = CarClaim(priority=0, minimum_w=4140, takes_w=11_040)
    site = Shared()
    assert site.run(3000, waits, seconds=70) == {"rod"}
    assert site.run(1000, waits, seconds=600) == {"rod"}
    assert site.run(2140, waits, seconds=130) == set(), "4140 W without it"


def test_the_higher_priority_runs_first_and_in_place_of_the_lower() -> None:
    site = Shared(ROD, PUMP)
    assert site.run(1000, seconds=70) == {"pump"}
    site = Shared(ROD, PUMP)
    assert site.run(2500, seconds=70) == {"pump"}, "not both: the meter shows the pump later"
    site = Shared(ROD, PUMP)
    assert site.run(2900, seconds=70) == {"pump", "rod"}
    site = Shared(ROD, replace(PUMP, minimum_off_s=600))
    assert site.run(2000, seconds=70) == {"rod"}
    assert site.run(0, seconds=540) == {"rod", "pump"}
    assert site.run(-900, seconds=130) == {"pump"}


def test_what_a_car_takes_is_what_it_draws_where_that_is_less_than_it_may() -> None:
    """In a round: a tapering car leaves the rest to the rod."""
    state = RoundState()
    told = {}
    for second in range(0, 1200, 10):
        now = NOW + timedelta(seconds=second)
        drawn_w = 3000.0 if second < 600 else 1500.0
        case = replace(
            case_of(mode=Mode.SOLAR),
            readings=ConnectorReadings(connected=True, power_w=TimedValue(drawn_w, now)),
        )
        inputs = RoundInputs(
            now=now,
            readings=SiteReadings(grid_w=TimedValue(drawn_w - 4000, now)),
            connectors={"garage": ConnectorRow(case=case, told_a=16)},
            consumers=(ROD,),
        )
        decision = decide_round(inputs, state)
        state = decision.state
        told[second] = state.site.consumers["rod"].may_run
    assert not told[590]
    assert told[1190]


def test_a_battery_that_cars_may_use_is_not_for_consumers() -> None:
    """In a round: 2 kW of the battery let nothing run, 2 kW of sun do."""
    site = SiteSettings(
        battery_power_known=True, battery_floor_percent=20, battery_discharge_w=2500
    )
    told = []
    for grid_w in (0, -2100):
        state = RoundState()
        for second in range(0, 200, 10):
            now = NOW + timedelta(seconds=second)
            readings = SiteReadings(
                grid_w=TimedValue(grid_w, now),
                battery_w=TimedValue(0, now),
                battery_percent=TimedValue(80, now),
            )
            inputs = RoundInputs(now=now, readings=readings, site=site, consumers=(ROD,))
            decision = decide_round(inputs, state)
            state = decision.state
        told.append((decision.surplus_w, state.site.consumers["rod"].may_run))
    assert told == [(2500, False), (4600, True)]


@given(
    st.lists(st.floats(-8000, 8000), min_size=1, max_size=60),
    st.lists(st.floats(100, 5000), min_size=1, max_size=4),
    st.integers(0, 900),
)
def test_no_time_on_or_off_is_too_short(
    surpluses_w: list[float], powers_w: list[float], least_s: int
) -> None:
    consumers = [
        Consumer(
            name=str(place),
            power_w=power_w,
            priority=place % 3,
            minimum_on_s=least_s,
            minimum_off_s=least_s,
        )
        for place, power_w in enumerate(powers_w)
    ]
    site = Shared(*consumers)
    changed: dict[str, float] = dict.fromkeys(map(str, range(len(powers_w))), 0.0)
    before: set[str] = set()
    for place, surplus_w in enumerate(surpluses_w):
        running = site.run(surplus_w, CHARGES, seconds=100)
        for name in running ^ before:
            assert 100 * (place + 1) - changed[name] >= least_s
            changed[name] = 100 * place
        before = running


def test_nobody_runs_at_a_surplus_that_is_too_small() -> None:
    assert Shared(ROD, PUMP).run(800, seconds=3600) == set()
