"""Numbers, times and foreign names as people read them."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.texts.wording import plain, shortened, wait_shown_s


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
