"""What to expect of the surplus until the next command acts."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.solar.outlook import Outlook, look, prudent_w
from tests.charging.solar_site import NOW, after


def test_charger_that_acts_at_once_follows_the_present_surplus() -> None:
    first = look(None, 1000, 0, NOW)
    assert prudent_w(look(first, 4000, 0, after(10)), 4) == 4000


def test_steady_surplus_needs_no_prudence() -> None:
    outlook = look(None, 3000, 300, NOW)
    for number in range(30):
        outlook = look(outlook, 3000, 300, after(10 * number))
    assert prudent_w(outlook, 4) == pytest.approx(3000)


def test_broken_clouds_are_met_with_less_than_their_mean() -> None:
    outlook = look(None, 2000, 300, NOW)
    for number in range(60):
        outlook = look(outlook, 4000 if number % 2 else 2000, 300, after(10 * number))
    assert 2800 < outlook.mean_w < 3200
    assert 2000 < prudent_w(outlook, 4) < 2500
    assert prudent_w(outlook, 9) < prudent_w(outlook, 4)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30), st.sampled_from((0.0, 60.0, 300.0)))
def test_mean_stays_within_what_was_seen(seen: list[float], period_s: float) -> None:
    outlook: Outlook | None = None
    for number, surplus_w in enumerate(seen):
        outlook = look(outlook, surplus_w, period_s, after(-7 * number))
        outlook = look(outlook, surplus_w, period_s, after(7 * number))
    assert outlook is not None
    assert min(seen) - 1e-6 <= outlook.mean_w <= max(seen) + 1e-6
    assert outlook.variance_w2 >= 0
