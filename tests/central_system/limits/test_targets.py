"""What a charger shall hold, of what everybody allows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.central_system.limits.profiles import LimitSteps
from custom_components.plug_control.central_system.limits.targets import (
    LimitTarget,
    is_smart_limit,
    target_of,
)
from custom_components.plug_control.model.connector import Limit, SmartLimit, is_limit

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
AMPERES = st.sampled_from([0.0, 6.0, 8.0, 16.0, 32.0])
SMART = st.builds(
    SmartLimit,
    limit_a=AMPERES,
    phases=st.sampled_from([None, 1, 3]),
    fallback_a=st.none() | AMPERES,
    silence_s=st.integers(min_value=1, max_value=3600),
)


@given(st.none() | AMPERES, SMART, st.sampled_from([6.0, 16.0, 32.0]))
def test_nobody_ever_gets_more_than_anybody_allows(
    wanted_a: float | None, smart: SmartLimit, maximum_a: float
) -> None:
    assert is_smart_limit(smart)
    target = target_of(Limit(wanted_a=wanted_a, smart=smart), maximum_a)
    assert target is not None
    most_a = maximum_a if wanted_a is None else min(wanted_a, maximum_a)
    assert target.limit_a == min(most_a, smart.limit_a)
    assert all(limit_a <= most_a and is_limit(limit_a) for _, limit_a in target.steps)
    assert target.phases == smart.phases


@pytest.mark.parametrize(
    ("limit_a", "fallback_a", "steps"),
    [
        (16, 6, ((0, 16), (900, 6))),
        (6, 6, ((0, 6),)),
        (0, 6, ((0, 0), (1800, 6))),
    ],
)
def test_who_would_gain_by_our_silence_waits_twice_as_long(
    limit_a: float, fallback_a: float, steps: LimitSteps
) -> None:
    smart = SmartLimit(limit_a=limit_a, fallback_a=fallback_a, silence_s=900)
    target = target_of(Limit(smart=smart), 32)
    assert target is not None
    assert target.steps == steps


@pytest.mark.parametrize(
    ("limit", "target"),
    [
        (Limit(), None),
        (Limit(released=True), LimitTarget(limit_a=32)),
        (Limit(released=True, wanted_a=10), LimitTarget(limit_a=10)),
        (Limit(wanted_a=0), LimitTarget(limit_a=0)),
        (Limit(wanted_a=80), LimitTarget(limit_a=32)),
        (Limit(smart=SmartLimit(limit_a=6, fallback_a=6)), LimitTarget(limit_a=6)),
    ],
)
def test_targets(limit: Limit, target: LimitTarget | None) -> None:
    assert target_of(limit, 32) == target


def test_a_schedule_is_old_after_half_of_its_silence() -> None:
    target = LimitTarget(limit_a=16, fallback_a=6, silence_s=900)
    assert not target.is_old(NOW, NOW + timedelta(seconds=449))
    assert target.is_old(NOW, NOW + timedelta(seconds=450))
    assert not LimitTarget(limit_a=16).is_old(NOW, NOW + timedelta(days=1))
