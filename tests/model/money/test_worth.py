"""What a session is worth survives being stored, and what is damaged is refused."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import json
import math
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
UNKNOWN = st.none() | NUMBERS
TEXTS = st.none() | st.text()
SLOTS = st.builds(
    WorthSlot,
    start=st.integers(0, 10**6).map(lambda number: NEVER + number * QUARTER),
    energy_wh=NUMBERS,
    grid_wh=NUMBERS,
    solar_wh=NUMBERS,
    battery_wh=NUMBERS,
    price=UNKNOWN,
    feed_in_price=UNKNOWN,
    co2_g_per_kwh=UNKNOWN,
    estimated=st.booleans(),
)
WORTHS = st.builds(
    SessionWorth,
    grid_wh=UNKNOWN,
    solar_wh=UNKNOWN,
    battery_wh=UNKNOWN,
    cost=UNKNOWN,
    currency=TEXTS,
    price=UNKNOWN,
    saved=UNKNOWN,
    co2_g=UNKNOWN,
    charging_s=UNKNOWN,
    mean_power_w=UNKNOWN,
    estimated=st.booleans(),
    is_final=st.booleans(),
    plan_energy_wh=UNKNOWN,
    plan_ready_by=st.none() | st.datetimes(timezones=st.just(UTC)),
    why_ended=TEXTS,
    slots=st.lists(SLOTS, max_size=5).map(tuple),
)
DETAILS = st.builds(
    SessionDetails,
    car_id=TEXTS,
    car_name=TEXTS,
    person=TEXTS,
    note=TEXTS,
    anonymised=st.booleans(),
    worth=st.none() | WORTHS,
)


@given(DETAILS)
def test_details_survive_being_stored(details: SessionDetails) -> None:
    stored = json.loads(json.dumps(details.as_dict(), allow_nan=False))
    assert SessionDetails.from_dict(stored) == details


def test_what_is_unknown_takes_no_space() -> None:
    assert SessionDetails(worth=SessionWorth()).as_dict() == {"worth": {}}
    slot = WorthSlot(start=NEVER + QUARTER, energy_wh=250.0, price=0.0)
    assert slot.as_list() == [1, 250.0, 0.0, 0.0, 0.0, 0.0]
    assert WorthSlot.from_list(slot.as_list()).price == 0.0


def test_a_slot_begins_at_a_full_quarter() -> None:
    slot = WorthSlot(start=NEVER + timedelta(minutes=1), energy_wh=1.0)
    with pytest.raises(ValueError, match="full quarter"):
        SessionWorth(slots=(slot,)).as_dict()


@pytest.mark.parametrize(
    "worth",
    [
        5,
        [],
        {"cost": "1.92"},
        {"cost": math.nan},
        {"cost": 10**400},
        {"cost": True},
        {"currency": 978},
        {"is_final": 1},
        {"plan_ready_by": "tomorrow"},
        {"slots": 5},
        {"slots": [5]},
        {"slots": [[]]},
        {"slots": [["1"]]},
        {"slots": [[True]]},
        {"slots": [[-1]]},
        {"slots": [[10**30]]},
        {"slots": [[1, "2"]]},
        {"slots": [[1, math.inf]]},
        {"slots": [[1] * 10]},
    ],
)
def test_a_damaged_row_is_refused(worth: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        SessionDetails.from_dict({"worth": worth})


@pytest.mark.parametrize("row", [None, [], "x", {"note": 5}, {"anonymised": "yes"}])
def test_damaged_details_are_refused(row: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        SessionDetails.from_dict(row)


@given(
    DETAILS,
    st.sampled_from(["car_id", "note", "worth", "anonymised"]),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)
def test_whatever_a_row_has_is_read_or_refused(
    details: SessionDetails, name: str, value: Any
) -> None:
    row: Mapping[str, Any] = details.as_dict() | {name: value}
    try:
        read = SessionDetails.from_dict(row)
    except ValueError:
        return
    assert SessionDetails.from_dict(json.loads(json.dumps(read.as_dict(), allow_nan=False))) == read
