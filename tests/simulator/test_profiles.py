"""Charging profiles as the standard evaluates them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from simulator.fields import BadPayloadError, mapping, mappings
from simulator.frames import Payload
from simulator.profiles import (
    ChargingProfile,
    Situation,
    composite_schedule,
    limit_a,
    parse_profile,
)

from .harness import charging_profile

NOW = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)


def profile(*steps: tuple[int, float], phases: int | None = None, **fields: Any) -> ChargingProfile:
    """A parsed profile with `steps` of (second, limit)."""
    raw = charging_profile(*steps, **fields)
    schedule = mapping(raw, "chargingSchedule")
    for period in mappings(schedule, "chargingSchedulePeriod"):
        period["numberPhases"] = phases
    return parse_profile(raw)


def at(seconds: float = 0, *, started: float | None = 0, phases: int = 3) -> Situation:
    """`seconds` after NOW, in a transaction that began `started` seconds after NOW."""
    return Situation(
        at=NOW + timedelta(seconds=seconds),
        started=None if started is None else NOW + timedelta(seconds=started),
        phases=phases,
    )


def test_without_profiles_nothing_limits() -> None:
    assert limit_a([], at()) is None


@pytest.mark.parametrize(("second", "limit"), [(0, 6), (599, 6), (600, 16), (10**6, 16)])
def test_periods_follow_each_other_and_the_last_one_holds(second: int, limit: float) -> None:
    assert limit_a([profile((0, 6), (600, 16))], at(second)) == limit


def test_a_duration_ends_a_schedule_and_a_lower_level_takes_over() -> None:
    profiles = [profile((0, 8), level=1, schedule={"duration": 60}), profile((0, 10))]
    assert limit_a(profiles, at(59)) == 8
    assert limit_a(profiles, at(60)) == 10


def test_tx_profile_goes_before_the_default_and_the_maximum_caps_both() -> None:
    default = profile((0, 8))
    transaction = profile((0, 20), purpose="TxProfile")
    maximum = profile((0, 12), purpose="ChargePointMaxProfile")
    assert limit_a([default, transaction], at()) == 20
    assert limit_a([default, transaction, maximum], at()) == 12
    assert limit_a([default, maximum], at()) == 8


@pytest.mark.parametrize(
    ("phases", "outlet_phases", "amperes"), [(None, 3, 10), (1, 3, 30), (None, 1, 30), (3, 3, 10)]
)
def test_r26_watts_are_the_total_over_the_phases(
    phases: int | None, outlet_phases: int, amperes: float
) -> None:
    watts = profile((0, 6900), unit="W", phases=phases)
    assert limit_a([watts], at(phases=outlet_phases)) == pytest.approx(amperes)


@pytest.mark.parametrize(("second", "limit"), [(-1, None), (0, 6), (100, None)])
def test_validity(second: int, limit: float | None) -> None:
    valid = profile((0, 6), validFrom="2026-03-14T06:00:00Z", validTo="2026-03-14T06:01:40Z")
    assert limit_a([valid], at(second, started=-10)) == limit


def test_absolute_begins_at_its_start_schedule_or_with_the_transaction() -> None:
    scheduled = profile((0, 6), kind="Absolute", schedule={"startSchedule": "2026-03-14T06:10:00Z"})
    assert limit_a([scheduled], at(599)) is None
    assert limit_a([scheduled], at(600)) == 6
    floating = profile((0, 6), (60, 9), kind="Absolute")
    assert limit_a([floating], at(70, started=50)) == 6
    assert limit_a([floating], at(70, started=None)) == 6


@pytest.mark.parametrize(
    ("recurrency", "length_s"), [("Daily", 86_400), ("Weekly", 604_800), (None, 86_400)]
)
def test_recurring_begins_anew(recurrency: str | None, length_s: int) -> None:
    recurring = profile(
        (0, 6),
        (3600, 16),
        kind="Recurring",
        recurrencyKind=recurrency,
        schedule={"startSchedule": "2026-03-07T06:00:00Z"},
    )
    assert limit_a([recurring], at(10)) == 6
    assert limit_a([recurring], at(3600)) == 16
    assert limit_a([recurring], at(length_s)) == 6


def test_a_first_period_that_comes_later_leaves_a_gap() -> None:
    assert limit_a([profile((60, 6))], at(0)) is None


def test_composite_schedule_has_a_period_for_every_change_only() -> None:
    profiles = [
        profile((0, 10), (600, 10), (1200, 6)),
        profile((0, 8), purpose="ChargePointMaxProfile", validTo="2026-03-14T06:05:00Z"),
    ]
    assert composite_schedule(profiles, at(), 1800) == [(0, 8), (300, 10), (1200, 6)]
    assert composite_schedule([], at(), 60) == [(0, None)]


def test_composite_schedule_over_a_recurrence_and_a_duration() -> None:
    recurring = profile(
        (0, 6),
        kind="Recurring",
        recurrencyKind="Daily",
        schedule={"startSchedule": "2026-03-14T05:00:00Z", "duration": 7200},
    )
    assert composite_schedule([recurring], at(), 86_400) == [
        (0, 6),
        (3600, None),
        (82_800, 6),
    ]


@settings(max_examples=60, deadline=None)
@given(
    starts=st.lists(st.integers(1, 5000), max_size=5, unique=True),
    limits=st.lists(st.floats(0, 32), min_size=6, max_size=6),
    kind=st.sampled_from(("Absolute", "Recurring", "Relative")),
    second=st.integers(0, 5999),
)
def test_the_composite_says_at_each_moment_what_the_profiles_say(
    starts: list[int], limits: list[float], kind: str, second: int
) -> None:
    steps = list(zip([0, *sorted(starts)], limits, strict=False))
    schedule: Payload = {"startSchedule": "2026-03-14T05:30:00Z"}
    profiles = [profile(*steps, kind=kind, recurrencyKind="Daily", schedule=schedule)]
    composite = composite_schedule(profiles, at(), 6000)
    current = [limit for begin, limit in composite if begin <= second][-1]
    assert current == limit_a(profiles, at(second))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"chargingSchedule": {"chargingSchedulePeriod": []}},
        {"chargingSchedule": {"chargingSchedulePeriod": [{"startPeriod": 0, "limit": "6"}]}},
        {"chargingSchedule": {"chargingSchedulePeriod": [{"startPeriod": 0.5, "limit": 6}]}},
    ],
)
def test_unreadable_profiles(broken: Payload) -> None:
    with pytest.raises(BadPayloadError):
        parse_profile(broken)
