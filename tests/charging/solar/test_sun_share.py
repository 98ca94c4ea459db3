"""What of a session came from the sun: rather too little than too much, and unknown where nobody can tell."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.solar.sun_share import (
    SessionCharge,
    SunShare,
    follow_sun,
    sun_part,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import TimedValue
from tests.charging.solar_site import NOW, after

PLAIN = SiteSettings()
BATTERY = SiteSettings(battery_power_known=True)
POWERS = st.floats(-20_000, 20_000)
BEGUN = {"one": SunShare(session_id=1, seen_at=NOW)}


def site(grid_w: float, battery_w: float | None = None, *, seconds: float = 0) -> SiteReadings:
    """Return what a site measures after so long."""
    at = after(seconds)
    return SiteReadings(
        grid_w=TimedValue(grid_w, at),
        battery_w=None if battery_w is None else TimedValue(battery_w, at),
    )


def charge(power_w: float | None, energy_wh: float = 0.0, session_id: int = 1) -> SessionCharge:
    """Return a session that runs."""
    return SessionCharge(session_id=session_id, energy_wh=energy_wh, power_w=power_w)


# ---- now


@pytest.mark.parametrize(
    ("grid_w", "battery_w", "part"),
    [
        (-500, 0, 1.0),
        (0, 0, 1.0),
        (1000, 0, 0.75),
        (1000, 2000, 0.75),
        (1000, -1000, 0.5),
        (-1000, -1000, 0.75),
        (4000, 0, 0.0),
        (9000, -9000, 0.0),
    ],
)
def test_grid_and_battery_count_against_the_cars_first(
    grid_w: float, battery_w: float, part: float
) -> None:
    assert sun_part(site(grid_w, battery_w), 4000, BATTERY, NOW) == part


def test_a_battery_that_is_not_of_the_site_does_not_count() -> None:
    assert sun_part(site(1000, -1000), 4000, PLAIN, NOW) == 0.75
    assert sun_part(site(1000), 4000, PLAIN, NOW) == 0.75


def test_a_silent_meter_tells_nothing() -> None:
    assert sun_part(SiteReadings(grid_w=None), 4000, PLAIN, NOW) is None
    assert sun_part(site(0), 4000, PLAIN, after(120)) == 1
    assert sun_part(site(0), 4000, PLAIN, after(121)) is None
    assert sun_part(site(0), 4000, BATTERY, NOW) is None
    assert sun_part(site(0, 0), 4000, BATTERY, after(121)) is None


def test_where_no_car_draws_there_is_no_part() -> None:
    assert sun_part(site(0), 0, PLAIN, NOW) is None


@given(grid_w=POWERS, battery_w=POWERS, cars_w=st.floats(0, 50_000))
def test_what_comes_from_the_sun_is_what_cars_draw_less_all_that_is_taken_elsewhere(
    grid_w: float, battery_w: float, cars_w: float
) -> None:
    part = sun_part(site(grid_w, battery_w), cars_w, BATTERY, NOW)
    if part is None:
        assert cars_w == 0
        return
    sun_w = cars_w - max(grid_w, 0) - max(-battery_w, 0)
    assert part * cars_w == pytest.approx(min(max(sun_w, 0), cars_w), abs=1e-6)


# ---- over a session


def run(
    shares: Mapping[str, SunShare],
    charges: Mapping[str, SessionCharge],
    grid_w: float,
    *,
    since: float = 0,
    step: float = 10,
    seconds: float = 3600,
) -> dict[str, SunShare]:
    """Look at the same sessions for so long, at these steps."""
    for at in range(1, round(seconds / step) + 1):
        moment = since + at * step
        shares = follow_sun(shares, charges, site(grid_w, seconds=moment), PLAIN, after(moment))
    return dict(shares)


def test_a_session_begins_with_nothing_known() -> None:
    shares = follow_sun({}, {"one": charge(2300, 20)}, site(0), PLAIN, NOW)
    assert shares == {"one": SunShare(session_id=1, seen_at=NOW, energy_wh=20)}
    assert shares["one"].percent is None


def test_an_hour_of_half_sun_and_one_of_none() -> None:
    shares = run(BEGUN, {"one": charge(4000, 4000)}, 2000)
    assert shares["one"].percent == pytest.approx(50)
    assert shares["one"].known_wh == pytest.approx(4000)
    shares = run(shares, {"one": charge(4000, 8000)}, 9000, since=3600)
    assert shares["one"].percent == pytest.approx(25)
    assert shares["one"].sun_wh == pytest.approx(2000)


def test_cars_share_in_proportion_to_what_they_draw() -> None:
    begun = {**BEGUN, "two": SunShare(session_id=2, seen_at=NOW)}
    charges = {"one": charge(1000), "two": charge(3000, session_id=2)}
    shares = run(begun, charges, 1000)
    assert shares["one"].sun_wh == pytest.approx(750)
    assert shares["two"].sun_wh == pytest.approx(2250)


def test_a_car_that_is_not_measured_is_a_load_like_the_oven() -> None:
    begun = {**BEGUN, "two": SunShare(session_id=2, seen_at=NOW)}
    charges = {"one": charge(1000), "two": charge(None, session_id=2)}
    shares = run(begun, charges, 500)
    assert shares["one"].percent == pytest.approx(50)
    assert shares["two"].percent is None


def test_a_gap_is_not_known_and_not_sun() -> None:
    charges = {"one": charge(3600)}
    assert run(BEGUN, charges, 0, step=60, seconds=60)["one"].known_wh == pytest.approx(60)
    assert run(BEGUN, charges, 0, step=61, seconds=61)["one"].known_wh == 0
    late = run(BEGUN, charges, 0, since=7200, seconds=20)
    assert late["one"].known_wh == pytest.approx(10)


def test_a_clock_that_goes_back_counts_nothing() -> None:
    ahead = {"one": replace(BEGUN["one"], seen_at=after(30))}
    shares = follow_sun(ahead, {"one": charge(3600)}, site(0), PLAIN, NOW)
    assert shares["one"] == BEGUN["one"]


def test_while_the_meter_is_silent_nothing_is_known() -> None:
    shares = run(BEGUN, {"one": charge(3600, 3600)}, 0)
    moment = after(3610)
    later = follow_sun(shares, {"one": charge(3600, 3610)}, site(0), PLAIN, moment)
    assert later["one"] == replace(shares["one"], seen_at=moment, energy_wh=3610)


def test_where_most_is_unknown_no_share_is_told() -> None:
    share = SunShare(session_id=1, seen_at=NOW, energy_wh=2001, known_wh=1000, sun_wh=600)
    assert share.percent is None
    assert replace(share, energy_wh=2000).percent == 60


def test_a_share_stays_until_the_next_session() -> None:
    shares = run(BEGUN, {"one": charge(4000, 4000)}, 2000)
    assert follow_sun(shares, {}, site(0, seconds=3610), PLAIN, after(3610)) == shares
    again = {"one": charge(4000, session_id=2)}
    new = follow_sun(shares, again, site(0, seconds=3610), PLAIN, after(3610))
    assert new["one"] == SunShare(session_id=2, seen_at=after(3610))


LOOKS = st.lists(
    st.tuples(
        st.floats(-5, 90),
        st.none() | POWERS,
        st.dictionaries(
            st.sampled_from(["one", "two", "three"]),
            st.builds(
                charge, st.none() | POWERS, st.floats(0, 90_000), session_id=st.integers(1, 2)
            ),
        ),
    ),
    max_size=20,
)


@given(looks=LOOKS)
def test_a_share_is_a_share_whatever_is_told(
    looks: list[tuple[float, float | None, dict[str, SessionCharge]]],
) -> None:
    shares: dict[str, SunShare] = {}
    now, bound_wh = NOW, 0.0
    for seconds, grid_w, charges in looks:
        now += timedelta(seconds=seconds)
        readings = SiteReadings(grid_w=None if grid_w is None else TimedValue(grid_w, now))
        before, shares = shares, follow_sun(shares, charges, readings, PLAIN, now)
        assert before.keys() | charges.keys() == shares.keys()
        drawn_w = sum(max(each.power_w or 0, 0) for each in charges.values())
        sun_w = drawn_w if grid_w is None else min(max(drawn_w - max(grid_w, 0), 0), drawn_w)
        bound_wh += sun_w * 60 / 3600
        for share in shares.values():
            assert 0 <= share.sun_wh <= share.known_wh
            assert share.percent is None or 0 <= share.percent <= 100
    assert sum(share.sun_wh for share in shares.values()) <= bound_wh + 1e-6
