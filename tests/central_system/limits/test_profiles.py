"""Charging profiles: what holds for every limit, every kind of charger and every purpose."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
import json
import math
from typing import Any

from hypothesis import given, settings, strategies as st
from ocpp.messages import get_validator
from ocpp.v16 import call
from ocpp.v16.enums import (
    ChargingProfileKindType as Kind,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType as Unit,
)
import pytest

from custom_components.plug_control.central_system.commands.checks import check_request
from custom_components.plug_control.central_system.limits.profiles import (
    LimitSteps,
    ProfileStyle,
    limit_value,
    profile_for,
    profile_id,
)
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import is_limit
from custom_components.plug_control.protocol.messages import parse_timestamp, to_payload

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

LIMITS = st.one_of(st.just(0.0), st.floats(min_value=6, max_value=500))
STYLES = st.builds(
    ProfileStyle,
    kind=st.sampled_from(Kind),
    stack_level=st.integers(min_value=0, max_value=1000),
    phases=st.integers(min_value=1, max_value=3),
    voltage_v=st.sampled_from([110.0, 220.0, 230.0, 240.0]),
    whole_amps=st.booleans(),
    period_s=st.sampled_from([None, 900, 3600]),
)


def message(purpose: Purpose, limit_a: float, unit: Unit, style: ProfileStyle) -> dict[str, Any]:
    """The payload of a SetChargingProfile for connector 1."""
    profile = profile_for(
        purpose=purpose,
        connector_id=1,
        unit=unit,
        steps=((0, limit_a),),
        style=style,
        now=NOW,
        transaction_id=42,
    )
    connector_id = 0 if purpose is Purpose.charge_point_max_profile else 1
    return to_payload(call.SetChargingProfile(connector_id, profile))


@given(st.sampled_from(Purpose), LIMITS, st.sampled_from(Unit), STYLES)
def test_every_profile_is_valid(
    purpose: Purpose, limit_a: float, unit: Unit, style: ProfileStyle
) -> None:
    """The package's schema, and R23, R24, R26, R29 on top of it."""
    payload = message(purpose, limit_a, unit, style)
    validate(payload)
    charge_point = ChargePoint(charge_point_id="CP", accepted=True)
    check_request(charge_point, "SetChargingProfile", payload, pending=False)

    profile = payload["csChargingProfiles"]
    schedule = profile["chargingSchedule"]
    periods = schedule["chargingSchedulePeriod"]
    assert periods[0]["startPeriod"] == 0
    assert [each["startPeriod"] for each in periods] == sorted({e["startPeriod"] for e in periods})
    assert {each["numberPhases"] for each in periods} == {style.phases}
    assert ("transactionId" in profile) is (purpose is Purpose.tx_profile)
    kind = profile["chargingProfileKind"]
    assert (kind == "Recurring") is ("recurrencyKind" in profile)
    assert (kind == "Absolute") is ("startSchedule" in schedule)
    assert not (purpose is Purpose.charge_point_max_profile and kind == "Relative")
    [limit] = {each["limit"] for each in periods}
    amperes = limit if unit is Unit.amps else limit / style.voltage_v / style.phases
    assert amperes <= limit_a + 1e-6
    step_a = 1.0 if style.whole_amps else 0.1
    assert amperes > limit_a - step_a - 1 / style.voltage_v
    assert amperes == 0 or amperes > 6 - 1 / style.voltage_v


@given(st.floats(min_value=6, max_value=500), st.sampled_from(Unit), STYLES)
def test_r26_limit_has_one_decimal_and_is_rounded_down(
    limit_a: float, unit: Unit, style: ProfileStyle
) -> None:
    value = limit_value(limit_a, unit, style)
    assert math.isclose(value * 10, round(value * 10), abs_tol=1e-6)
    assert (
        limit_value(limit_a, unit, style) == limit_value(value, unit, style) or unit is Unit.watts
    )


@pytest.mark.parametrize("limit_a", [-6, -0.1, 0.1, 1, 5, 5.99, math.nan, math.inf, -math.inf])
def test_r29_what_is_no_limit_is_never_built(limit_a: float) -> None:
    assert not is_limit(limit_a)
    with pytest.raises(ValueError, match="no limit"):
        message(Purpose.tx_default_profile, limit_a, Unit.amps, ProfileStyle())


@pytest.mark.parametrize("limit_a", [0, 6, 6.1, 16, 80])
def test_r29_limits(limit_a: float) -> None:
    assert is_limit(limit_a)


@pytest.mark.parametrize(
    ("limit_a", "unit", "style", "value"),
    [
        (10.0, Unit.watts, ProfileStyle(phases=3), 6900),
        (10.0, Unit.watts, ProfileStyle(phases=1), 2300),
        (10.9, Unit.watts, ProfileStyle(phases=1, whole_amps=True), 2300),
        (6.0, Unit.watts, ProfileStyle(phases=1, voltage_v=220.0), 1320),
        (6.3, Unit.amps, ProfileStyle(), 6.3),
        (9.99, Unit.amps, ProfileStyle(), 9.9),
        (0.0, Unit.watts, ProfileStyle(), 0),
    ],
)
def test_r26_a_is_per_phase_and_w_is_the_total(
    limit_a: float, unit: Unit, style: ProfileStyle, value: float
) -> None:
    assert limit_value(limit_a, unit, style) == value


def test_r25_each_purpose_and_connector_has_an_id_of_its_own() -> None:
    ids = {profile_id(purpose, connector) for purpose in Purpose for connector in range(1, 100)}
    assert len(ids) == 3 * 99


def test_periods_of_a_day() -> None:
    payload = message(Purpose.tx_default_profile, 16, Unit.amps, ProfileStyle(period_s=300))
    periods = payload["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"]
    assert len(periods) == 288
    assert periods[-1]["startPeriod"] == 86100


STEPS = st.builds(
    lambda limit_a, silence_s, fallback_a: ((0, limit_a), (silence_s, fallback_a)),
    LIMITS,
    st.integers(min_value=60, max_value=7200),
    LIMITS,
)


def limits_from(payload: dict[str, Any], began: datetime | None) -> Callable[[float], float]:
    """What the schedule limits to so many seconds after NOW; a relative one began with its transaction."""
    schedule = payload["csChargingProfiles"]["chargingSchedule"]
    start = parse_timestamp(schedule.get("startSchedule")) or began
    assert start is not None
    offset_s = (NOW - start).total_seconds()

    def limit(second: float) -> float:
        periods = schedule["chargingSchedulePeriod"]
        return float(
            [each["limit"] for each in periods if each["startPeriod"] <= second + offset_s][-1]
        )

    return limit


@settings(max_examples=50, deadline=None)
@given(STEPS, STYLES, st.sampled_from(Purpose), st.floats(min_value=0, max_value=1e6))
def test_steps_are_told_when_they_can_be_and_the_lowest_otherwise(
    steps: LimitSteps, style: ProfileStyle, purpose: Purpose, elapsed_s: float
) -> None:
    """Whatever becomes of it: never more than what holds at that time."""
    profile = profile_for(
        purpose=purpose,
        connector_id=1,
        unit=Unit.amps,
        steps=steps,
        style=style,
        now=NOW,
        transaction_id=42,
        elapsed_s=elapsed_s,
    )
    connector_id = 0 if purpose is Purpose.charge_point_max_profile else 1
    payload = to_payload(call.SetChargingProfile(connector_id, profile))
    validate(payload)
    kind = payload["csChargingProfiles"]["chargingProfileKind"]
    if kind == "Recurring":
        limit = limits_from(payload, NOW - timedelta(hours=2))
    else:
        limit = limits_from(payload, NOW - timedelta(seconds=elapsed_s))
    (_, first_a), (silence_s, then_a) = (
        (second, limit_value(a, Unit.amps, style)) for second, a in steps
    )
    # A schedule that is cut into periods changes at their boundaries, a relative one at whole seconds.
    late_s = 1.0 if style.period_s is None else style.period_s + 1.0
    lowest_a = min(first_a, then_a)
    assert limit(0) in {first_a, lowest_a}
    assert limit(silence_s - 1) in {first_a, lowest_a}
    assert limit(silence_s + late_s) in {then_a, lowest_a}
    timed = kind == "Absolute" and style.kind is Kind.absolute
    if timed:
        assert [limit(0), limit(silence_s - 1), limit(silence_s + late_s)] == [
            first_a,
            first_a,
            then_a,
        ]


def test_relative_schedule_counts_from_the_start_of_its_transaction() -> None:
    steps = ((0, 16.0), (900, 6.0))
    told = {}
    for elapsed_s in (None, 0.0, 599.2):
        profile = profile_for(
            purpose=Purpose.tx_profile,
            connector_id=1,
            unit=Unit.amps,
            steps=steps,
            style=ProfileStyle(),
            now=NOW,
            elapsed_s=elapsed_s,
        )
        periods = profile.charging_schedule.charging_schedule_period
        told[elapsed_s] = [(each.start_period, each.limit) for each in periods]
    assert told == {
        None: [(0, 6)],
        0.0: [(0, 16), (900, 6)],
        599.2: [(0, 16), (1500, 6)],
    }


def test_absolute_schedule_began_long_ago() -> None:
    """A charger's clock may be hours behind."""
    payload = message(Purpose.tx_default_profile, 16, Unit.amps, ProfileStyle(kind=Kind.absolute))
    schedule = payload["csChargingProfiles"]["chargingSchedule"]
    start = parse_timestamp(schedule["startSchedule"])
    assert start is not None
    assert start <= NOW - timedelta(hours=24)
    assert "duration" not in schedule


def validate(payload: dict[str, Any]) -> None:
    """Hold a payload against the package's schema."""
    validator = get_validator(2, "SetChargingProfile", "1.6", parse_float=Decimal)
    validator.validate(json.loads(json.dumps(payload), parse_float=Decimal))
