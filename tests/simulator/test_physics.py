"""Car, connector and meter."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings, strategies as st
import pytest

from simulator.car import EFFICIENCY, Car
from simulator.clock import ManualClock
from simulator.connector import Connector, PilotState

START = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)


def outlet(phases: int = 3) -> tuple[ManualClock, Connector]:
    """A connector on a manual clock."""
    clock = ManualClock(START)
    return clock, Connector(1, clock=clock, random=Random(1), phases=phases, register_wh=1000)


def pilot(connector: Connector) -> PilotState:
    """The pilot state now."""
    return connector.pilot


def test_a_car_takes_what_it_can_and_nothing_under_6_a() -> None:
    car = Car(maximum_current_a=16)
    assert car.current_a(32) == 16
    assert car.current_a(10) == 10
    assert car.current_a(5.9) == 0
    car.paused = True
    assert car.current_a(32) == 0


def test_a_car_tapers_above_80_percent_down_to_a_tenth() -> None:
    assert Car(soc=0.8).current_a(16) == 16
    assert Car(soc=0.9).current_a(16) == pytest.approx(8.8)
    assert Car(soc=0.9999).current_a(16) == pytest.approx(1.6, abs=0.01)
    assert Car(soc=1.0).current_a(16) == 0


def test_a_car_is_full_at_its_target_or_when_told() -> None:
    car = Car(soc=0.6, target_soc=0.6)
    assert car.full
    car = Car()
    car.fill()
    assert car.full
    assert not car.wants_to_charge


async def test_energy_is_power_over_time_and_a_tenth_of_it_is_lost() -> None:
    clock, connector = outlet()
    car = Car(soc=0.2, delay_s=0)
    connector.plug(car)
    connector.offer(10)
    power = connector.power_w
    assert power == pytest.approx(3 * 10 * 231, rel=0.02)
    await clock.advance(3600)
    assert connector.register_wh == pytest.approx(1000 + power)
    assert car.soc == pytest.approx(0.2 + power * EFFICIENCY / car.capacity_wh)


async def test_a_car_needs_its_time_before_it_draws_and_again_after_a_pause() -> None:
    clock, connector = outlet()
    connector.plug(Car(delay_s=3))
    connector.offer(16)
    assert pilot(connector) is PilotState.CONNECTED
    await clock.advance(3)
    assert pilot(connector) is PilotState.CHARGING
    connector.offer(20)
    assert pilot(connector) is PilotState.CHARGING, "another offer is no pause"
    connector.withdraw()
    assert pilot(connector) is PilotState.CONNECTED
    connector.offer(16)
    assert pilot(connector) is PilotState.CONNECTED


async def test_the_pilot_states_of_an_outlet() -> None:
    _, connector = outlet()
    assert pilot(connector) is PilotState.NO_CAR
    assert connector.active_phases == 0
    connector.fault = "GroundFailure"
    assert pilot(connector) is PilotState.FAULT
    assert connector.power_w == 0


async def test_one_car_at_a_time() -> None:
    _, connector = outlet()
    with pytest.raises(ValueError, match="no car"):
        connector.unplug()
    connector.plug(Car())
    with pytest.raises(ValueError, match="has a car"):
        connector.plug(Car())


async def test_readings() -> None:
    clock, connector = outlet()
    connector.plug(Car(phases=2, delay_s=0))
    connector.offer(16)
    await clock.advance(1)
    readings = connector.read()
    assert list(readings.currents_a) == [16, 16, 0]
    assert all(227 < volts < 235 for volts in readings.voltages_v)
    assert readings.offered_a == 16
    assert readings.soc == pytest.approx(0.5, abs=0.001)
    connector.unplug()
    assert connector.read().soc is None
    connector.meter_readable = False
    assert connector.read().register_wh is None


async def test_an_offer_stays_within_the_outlet() -> None:
    _, connector = outlet()
    connector.offer(99)
    assert connector.offered_a == 32
    connector.offer(-3)
    assert connector.offered_a == 0


@settings(max_examples=50, deadline=None)
@given(
    soc=st.floats(0, 1),
    offers=st.lists(st.tuples(st.floats(0, 40), st.floats(0, 5000)), max_size=8),
    phases=st.sampled_from((1, 3)),
)
def test_registers_never_fall_and_no_car_is_ever_overfilled(
    soc: float, offers: list[tuple[float, float]], phases: int
) -> None:
    clock, connector = outlet(phases)
    car = Car(soc=soc, target_soc=0.9, capacity_wh=20_000)
    wanted = car.remaining_wh
    connector.plug(car)
    before = connector.register_wh
    for current_a, seconds in offers:
        connector.offer(current_a)
        clock._elapsed += seconds
        register = connector.register_wh
        assert register >= before
        before = register
    assert connector.register_wh - 1000 <= wanted + 0.001
    assert car.soc <= max(soc, 0.9) + 1e-9
