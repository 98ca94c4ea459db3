"""Who may reckon with how much of the surplus."""

from hypothesis import given, strategies as st

from custom_components.plug_control.charging.solar.surplus_shares import (
    SurplusClaim,
    SurplusUse,
    share_surplus,
)

CHARGING, WAITING, IDLE = SurplusUse.CHARGING, SurplusUse.WAITING, SurplusUse.IDLE


def claim(
    connector: str, standing: SurplusUse, priority: int = 0, maximum_w: float = 3680
) -> SurplusClaim:
    return SurplusClaim(
        connector=connector,
        priority=priority,
        minimum_w=1380,
        maximum_w=maximum_w,
        standing=standing,
    )


def test_one_gets_all_that_it_takes() -> None:
    assert share_surplus(2500, [claim("a", CHARGING)]) == {"a": 2500}
    assert share_surplus(9000, [claim("a", WAITING)]) == {"a": 3680}
    assert share_surplus(-800, [claim("a", CHARGING)]) == {"a": -800}


def test_equals_share_evenly_and_pass_on_what_they_cannot_take() -> None:
    cars = [claim("a", CHARGING, maximum_w=11040), claim("b", CHARGING)]
    assert share_surplus(6000, cars) == {"a": 3000, "b": 3000}
    assert share_surplus(9000, cars) == {"a": 5320, "b": 3680}


def test_what_charges_is_left_its_minimum_before_priority_counts() -> None:
    cars = [claim("low", CHARGING), claim("high", CHARGING, 1)]
    assert share_surplus(4000, cars) == {"high": 2620, "low": 1380}


def test_priority_decides_when_it_does_not_suffice_for_both() -> None:
    cars = [claim("low", CHARGING), claim("high", CHARGING, 1)]
    assert share_surplus(2000, cars) == {"high": 1380, "low": 620}


def test_waiting_of_higher_priority_takes_the_place_of_one_that_charges() -> None:
    cars = [claim("low", CHARGING), claim("high", WAITING, 1)]
    assert share_surplus(1500, cars)["high"] == 1380
    assert share_surplus(1500, cars)["low"] == 1500, "until it has begun"


def test_waiting_equal_begins_when_both_get_their_minimum() -> None:
    cars = [claim("on", CHARGING), claim("next", WAITING)]
    assert share_surplus(2700, cars)["next"] < 1380
    assert share_surplus(2800, cars)["next"] >= 1380


def test_waiting_of_lower_priority_gets_what_is_left() -> None:
    cars = [claim("on", CHARGING), claim("next", WAITING, -1)]
    assert share_surplus(5000, cars)["next"] == 1320
    assert share_surplus(5100, cars)["next"] == 1420


def test_of_two_that_wait_one_begins_at_a_time() -> None:
    cars = [claim("first", WAITING, 1), claim("second", WAITING)]
    assert share_surplus(2000, cars) == {"first": 2000, "second": 620}


def test_idle_car_keeps_nobody_waiting() -> None:
    cars = [claim("full", IDLE, 1), claim("second", WAITING)]
    assert share_surplus(2000, cars) == {"full": 2000, "second": 2000}


claims = st.builds(
    SurplusClaim,
    connector=st.uuids().map(str),
    priority=st.integers(0, 3),
    minimum_w=st.just(1380.0),
    maximum_w=st.sampled_from((3680.0, 7360.0, 11040.0)),
    standing=st.sampled_from(SurplusUse),
)


@given(st.floats(-5000, 50000), st.lists(claims, max_size=8, unique_by=lambda one: one.connector))
def test_no_surplus_is_given_twice(surplus_w: float, cars: list[SurplusClaim]) -> None:
    offers = share_surplus(surplus_w, cars)
    assert offers.keys() == {one.connector for one in cars}
    charging = [one for one in cars if one.standing is CHARGING]
    given_w = sum(max(offers[one.connector], 0) for one in charging)
    assert given_w <= max(surplus_w, 0) + 1e-6
    if surplus_w >= sum(one.minimum_w for one in charging):
        assert all(offers[one.connector] >= one.minimum_w - 1e-6 for one in charging)
    for one in cars:
        assert offers[one.connector] <= one.maximum_w
