"""The small types: what they refuse, and how old a reading may be."""

import math

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorSettings,
    Decision,
    Reason,
    ReasonCode,
    SolarSettings,
    TimedValue,
    fresh_value,
    next_boundary,
)

from .solar_site import NOW, after

REASON = Reason(code=ReasonCode.FAST)


def test_reading_counts_up_to_its_limit() -> None:
    assert TimedValue(1.0, NOW).is_fresh(after(60), 60)
    assert not TimedValue(1.0, NOW).is_fresh(after(60.1), 60)


def test_reading_from_the_future_does_not_count() -> None:
    assert TimedValue(1.0, after(4)).is_fresh(NOW, 60), "two clocks in a house"
    assert not TimedValue(1.0, after(6)).is_fresh(NOW, 60)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_reading_that_is_no_number_does_not_count(value: float) -> None:
    assert fresh_value(TimedValue(value, NOW), NOW, 60) is None


def test_fresh_value() -> None:
    assert fresh_value(TimedValue(5.0, NOW), NOW, 60) == 5.0
    assert fresh_value(None, NOW, 60) is None


@pytest.mark.parametrize("limit_a", [-1, 1, 2, 3, 4, 5])
def test_r29_decision_of_1_to_5_amperes_cannot_be_made(limit_a: int) -> None:
    with pytest.raises(ValueError, match="0 A or at least"):
        Decision(limit_a=limit_a, phases=1, reason=REASON)


@pytest.mark.parametrize(("minimum_a", "maximum_a"), [(5, 16), (10, 9)])
def test_settings_refuse_limits_that_no_car_takes(minimum_a: int, maximum_a: int) -> None:
    with pytest.raises(ValueError, match="limits must be"):
        ConnectorSettings(minimum_a=minimum_a, maximum_a=maximum_a)


def test_command_acts_after_the_charger_s_latency() -> None:
    assert ChargerTraits(latency_s=15).effect_at(NOW) == after(15)


def test_c2eu_command_acts_at_the_next_boundary_that_it_reaches() -> None:
    charger = ChargerTraits(latency_s=10, period_s=300)
    assert charger.effect_at(after(1)) == after(300)
    assert charger.effect_at(after(290)) == after(300)
    assert charger.effect_at(after(291)) == after(600), "too late for this one"


@given(st.floats(0, 1e5), st.integers(1, 3600))
def test_boundary_is_never_before_the_moment_nor_a_period_after_it(
    seconds: float, period_s: int
) -> None:
    moment = after(seconds)
    boundary = next_boundary(moment, period_s)
    assert -1e-3 <= (boundary - moment).total_seconds() < period_s + 1e-3


def test_where_feeding_in_costs_a_wh_of_it_counts_as_one_from_the_grid() -> None:
    dear = SolarSettings().where_feeding_in_costs()
    assert (dear.import_weight, dear.round_up, dear.start_stake_wh) == (1.0, 0.5, 40.0)
    assert SolarSettings(import_weight=0.5).where_feeding_in_costs().import_weight == 0.5
