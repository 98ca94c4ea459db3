"""Prices over time: orderly, without gaps, and assumed where they are not known."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.prices import PriceSlot, cover, orderly, price_at

MIDNIGHT = datetime(2026, 6, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Return a moment after midnight."""
    return MIDNIGHT + timedelta(hours=hours)


def slot(start: float, end: float, price: float, assumed: bool = False) -> PriceSlot:
    """Return a price from one hour to another."""
    return PriceSlot(start=at(start), end=at(end), price=price, assumed=assumed)


def test_prices_are_put_in_order_and_what_is_none_is_left_out() -> None:
    given_prices = [
        slot(2, 3, 3),
        slot(0, 2, 1),
        slot(1, 2, 2),
        slot(3, 4, float("nan")),
        slot(5, 4, 4),
        slot(2, 3, 3.5),
    ]
    assert orderly(given_prices) == [slot(0, 1, 1), slot(1, 2, 2), slot(2, 3, 3.5)]
    assert orderly([]) == []


def test_a_price_is_known_for_a_moment_or_not() -> None:
    prices = [slot(0, 1, 1), slot(1, 2, 2)]
    assert [price_at(prices, at(hours)) for hours in (-0.1, 0, 1, 2)] == [None, 1, 2, None]


def test_known_prices_are_cut_to_the_span() -> None:
    prices = [slot(-1, 0, 9), slot(0, 1, 1), slot(1, 2, 2), slot(2, 3, 9)]
    assert cover(prices, at(0.5), at(1.5)) == [slot(0.5, 1, 1), slot(1, 1.5, 2)]


def test_a_price_that_is_not_known_is_assumed_as_at_that_time_of_the_last_day() -> None:
    prices = [slot(hour, hour + 1, hour) for hour in range(24)]
    assert cover(prices, at(22.5), at(25.5)) == [
        slot(22.5, 23, 22),
        slot(23, 24, 23),
        slot(24, 25, 0, True),
        slot(25, 25.5, 1, True),
    ]


def test_a_price_that_no_day_tells_is_assumed_to_be_the_mean() -> None:
    assert cover([slot(0, 1, 1), slot(3, 4, 3)], at(0), at(4)) == [
        slot(0, 1, 1),
        slot(1, 2, 2, True),
        slot(2, 3, 2, True),
        slot(3, 4, 3),
    ]
    assert cover([], at(0.5), at(1)) == [slot(0.5, 1, 0, True)]


@settings(max_examples=100, deadline=None)
@given(
    known=st.lists(
        st.tuples(st.floats(-5, 40), st.sampled_from((0.25, 1.0, 3.0)), st.floats(-1, 1)),
        max_size=8,
    ),
    start=st.floats(0, 10),
    length=st.floats(0.01, 30),
)
def test_a_span_is_covered_without_gap_or_overlap(
    known: list[tuple[float, float, float]], start: float, length: float
) -> None:
    prices = [slot(begin, begin + hours, price) for begin, hours, price in known]
    covered = cover(prices, at(start), at(start + length))
    assert covered[0].start == at(start)
    assert covered[-1].end == at(start + length)
    assert all(one.end == after.start for one, after in pairwise(covered))
    assert sum(one.hours for one in covered) == pytest.approx(length, abs=1e-6)
