"""Numbers, times and foreign names as sentences have them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.wording import (
    clock_time,
    decimal,
    duration,
    plain,
    price,
    scaled,
    shortened,
    span,
    wait_shown_s,
)

from .texts import texts

ENGLISH = texts("en")["common"]
GERMAN = texts("de")["common"]
ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("value", "digits", "english", "german"),
    [
        (1.38, 1, "1.4", "1,4"),
        (2.0, 1, "2", "2"),
        (10.0, 0, "10", "10"),
        (100.0, 1, "100", "100"),
        (-0.04, 1, "0", "0"),
        (-0.25, 2, "-0.25", "-0,25"),
        (0.1234, 3, "0.123", "0,123"),
    ],
)
def test_numbers_have_the_languages_mark_and_no_idle_zeros(
    value: float, digits: int, english: str, german: str
) -> None:
    assert decimal(value, digits, ENGLISH) == english
    assert decimal(value, digits, GERMAN) == german


@pytest.mark.parametrize(
    ("power_w", "shown"),
    [
        (0.0, "0 W"),
        (444.0, "440 W"),
        (994.0, "990 W"),
        (996.0, "1 kW"),
        (1380.0, "1.4 kW"),
        (11040.0, "11 kW"),
        (-1380.0, "-1.4 kW"),
    ],
)
def test_watts_become_kilowatts(power_w: float, shown: str) -> None:
    assert scaled(power_w, "W", ENGLISH) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.12345, "EUR/kWh", "0.123 EUR/kWh"),
        (-0.02, "EUR/kWh", "-0.02 EUR/kWh"),
        (12.345, "ct/kWh", "12.35 ct/kWh"),
        (0.2, None, "0.2"),
        (0.2, "", "0.2"),
        (0.2, "EUR\n{now} " + "x" * 100, "0.2 EUR {now} " + "x" * 49 + "…"),
    ],
)
def test_a_price_has_its_entitys_unit(value: float, unit: str | None, shown: str) -> None:
    assert price(value, unit, ENGLISH) == shown


@pytest.mark.parametrize(
    ("wait_s", "shown"),
    [
        (0.2, "10 s"),
        (60.0, "60 s"),
        (60.5, "70 s"),
        (120.0, "120 s"),
        (120.5, "3 min"),
        (600.0, "10 min"),
        (7100.0, "119 min"),
        (7200.0, "2 h"),
        (7261.0, "2 h 2 min"),
    ],
)
def test_waits_are_rounded_up_to_what_is_worth_telling(wait_s: float, shown: str) -> None:
    assert duration(wait_s) == shown


@given(st.floats(min_value=0.001, max_value=1e6))
def test_a_wait_is_never_shown_shorter_than_it_is(wait_s: float) -> None:
    assert wait_s <= wait_shown_s(wait_s) < wait_s + 60


NOW = datetime(2026, 3, 14, 23, 10, tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 3, 14, 23, 59, tzinfo=UTC), "00:59"),
        (datetime(2026, 3, 15, 1, 0, 29, tzinfo=ZURICH), "01:00"),
        (datetime(2026, 3, 15, 0, 59, 31, tzinfo=ZURICH), "01:00"),
        (datetime(2026, 3, 15, 23, 9, tzinfo=ZURICH), "23:09"),
        (datetime(2026, 3, 15, 23, 10, tzinfo=ZURICH), "Sun 23:10"),
        (datetime(2026, 3, 20, 7, tzinfo=ZURICH), "Fri 07:00"),
    ],
)
def test_times_are_local_and_have_a_day_where_that_is_not_plain(
    moment: datetime, shown: str
) -> None:
    assert clock_time(moment, NOW, ENGLISH) == shown


def test_every_day_of_the_week_is_told() -> None:
    days = [clock_time(NOW + timedelta(days=day), NOW, GERMAN)[:2] for day in range(1, 8)]
    assert days == ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"]


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        ((2, 5), "01:10–04:10"),
        ((-3, 5), "20:10–04:10"),
        ((26, 30), "Mon 01:10–05:10"),
        ((2, 30), "01:10–Mon 05:10"),
        ((-40, 2), "07:10–01:10"),
    ],
)
def test_a_span_tells_the_days_that_it_needs(hours: tuple[int, int], shown: str) -> None:
    start, end = (NOW + timedelta(hours=each) for each in hours)
    assert span(start, end, NOW, ENGLISH) == shown


def test_a_span_over_the_change_of_the_clocks_tells_the_wall_clock() -> None:
    night = datetime(2026, 3, 29, 0, 30, tzinfo=ZURICH)
    start, end = (datetime(2026, 3, 29, hour, tzinfo=UTC) for hour in (0, 3))
    assert span(start, end, night, ENGLISH) == "01:00–05:00"


def test_foreign_text_is_one_line_of_bounded_length() -> None:
    assert plain("Garage\r\n\t left\u202e\x00") == "Garage left"
    assert plain("a" * 1000) == "a" * 59 + "…"
    assert plain("") == ""


@given(st.text(max_size=300), st.integers(min_value=1, max_value=255))
def test_nothing_is_longer_than_it_may_be(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= length
    assert len(plain(text, length)) <= length
    assert plain(text, length).isprintable()
