"""What power a car really takes."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plug_control.charging.plans.learned_power import (
    ExpectedPower,
    LearnedPower,
    expected_power,
    learn,
    new_session,
)
from custom_components.plug_control.charging.types import TimedValue

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


def after(
    power_w: float, minutes: float, before: LearnedPower | None, limit_a: float = 16
) -> LearnedPower | None:
    """Return what is known after a sample so many minutes after the start."""
    return learn(before, TimedValue(power_w, START + timedelta(minutes=minutes)), limit_a, START)


def known(power_w: float = 10_000, observed_s: float = 600, limit_a: float = 16) -> LearnedPower:
    """Return what was learned."""
    return LearnedPower(power_w=power_w, limit_a=limit_a, at=START, observed_s=observed_s)


def test_the_first_sample_of_a_session_replaces_what_former_ones_told() -> None:
    learned = after(7_000, 1, new_session(known()))
    assert learned == LearnedPower(
        power_w=7_000, limit_a=16, at=START + timedelta(minutes=1), observed_s=60
    )


def test_samples_count_by_their_time_and_then_fade() -> None:
    learned = after(9_000, 3, after(6_000, 1, None))
    assert learned
    assert learned.power_w == pytest.approx(8_000)
    for minute in range(4, 40):
        learned = after(9_000, minute, learned)
    assert learned
    assert learned.power_w == pytest.approx(9_000, rel=0.001)


@pytest.mark.parametrize(
    ("power_w", "minutes", "limit_a"),
    [(499, 1, 16), (float("nan"), 1, 16), (9_000, 0, 16), (9_000, -1, 16), (9_000, 1, 0)],
)
def test_what_is_no_charging_under_a_limit_in_effect_teaches_nothing(
    power_w: float, minutes: float, limit_a: float
) -> None:
    assert after(power_w, minutes, known(), limit_a) == known()
    assert after(power_w, minutes, None, limit_a) is None


def test_a_sample_under_another_limit_is_compared_in_proportion() -> None:
    learned = after(4_000, 1, known(10_000, observed_s=1e9), limit_a=8)
    assert learned
    assert learned.limit_a == 8
    assert 4_000 < learned.power_w < 5_000


def test_a_car_that_was_watched_for_minutes_is_sure_within_a_hundredth() -> None:
    assert expected_power(known(), 16, 3, 230) == ExpectedPower(power_w=10_000, least_w=9_900)


def test_a_car_of_former_sessions_may_take_a_tenth_less() -> None:
    expected = expected_power(new_session(known()), 16, 3, 230)
    assert expected.power_w == 10_000
    assert expected.least_w == pytest.approx(8_800)


def test_at_more_amperes_than_were_tried_more_is_likely_but_not_sure() -> None:
    assert expected_power(known(), 32, 3, 230) == ExpectedPower(power_w=20_000, least_w=9_900)
    assert expected_power(known(), 8, 3, 230) == ExpectedPower(power_w=5_000, least_w=4_950)


def test_an_unknown_car_may_use_a_single_phase() -> None:
    assert expected_power(None, 16, 3, 230) == ExpectedPower(power_w=11_040, least_w=2_944)
