"""Numbers, times and foreign names as sentences have them."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.wording import (
    decimal,
    plain,
    price,
    scaled,
    shortened,
    wait_shown_s,
)

from .texts import texts

ENGLISH = texts("en")["common"]
GERMAN = texts("de")["common"]


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
    [(0.2, 10), (60.0, 60), (60.5, 70), (120.0, 120), (120.5, 180), (600.0, 600), (7261.0, 7320)],
)
def test_waits_are_rounded_up_to_what_is_worth_telling(wait_s: float, shown: int) -> None:
    assert wait_shown_s(wait_s) == shown


@given(st.floats(min_value=0.001, max_value=1e6))
def test_a_wait_is_never_shown_shorter_than_it_is(wait_s: float) -> None:
    assert wait_s <= wait_shown_s(wait_s) < wait_s + 60


def test_foreign_text_is_one_line_of_bounded_length() -> None:
    assert plain("Garage\r\n\t left\u202e\x00") == "Garage left"
    assert plain("a" * 1000) == "a" * 59 + "…"
    assert plain("") == ""


@given(st.text(max_size=300), st.integers(min_value=1, max_value=255))
def test_nothing_is_longer_than_it_may_be(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= length
    assert len(plain(text, length)) <= length
    assert plain(text, length).isprintable()
