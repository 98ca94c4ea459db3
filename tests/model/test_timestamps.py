"""Chargers' own times (R14)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from custom_components.plug_control.model.timestamps import (
    guard_time,
    heard_late,
    is_undated,
    read_time,
    write_time,
)

from .samples import NOW, after


@pytest.mark.parametrize("timestamp", [NOW, after(-86_400), after(59), NOW.replace(year=2021)])
def test_r14_a_time_that_can_be_true_is_taken(timestamp: datetime) -> None:
    assert guard_time(timestamp, NOW) == (timestamp, False)


@pytest.mark.parametrize(
    "timestamp", [None, datetime(1970, 1, 1, 0, 7, tzinfo=UTC), after(61), NOW.replace(year=2222)]
)
def test_r14_another_time_is_the_present_as_an_estimate(timestamp: datetime | None) -> None:
    assert guard_time(timestamp, NOW) == (NOW, True)


def test_a_time_is_stored_with_its_zone() -> None:
    here = datetime(2026, 3, 14, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert read_time(write_time(here)) == NOW
    assert write_time(None) is None
    assert read_time(None) is None


@pytest.mark.parametrize("text", ["yesterday", "2026-03-14T10:00:00", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        read_time(text)


def test_what_is_told_more_than_a_day_late_was_heard_now() -> None:
    assert heard_late(NOW - timedelta(hours=23), NOW) is None
    assert heard_late(NOW - timedelta(hours=25), NOW) == NOW


def test_a_clock_that_was_never_set_dates_nothing() -> None:
    never = datetime(1970, 1, 3, tzinfo=UTC)
    assert heard_late(never - timedelta(days=2), never) is None
    assert is_undated(never)
    assert not is_undated(NOW)
