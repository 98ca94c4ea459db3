"""Prices are read out of the attributes of each integration that is known; garbage costs the slot that it stands in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.prices import PriceSlot, price_at
from custom_components.plug_control.site.price_reader import (
    attribute_prices,
    merged,
    row_prices,
    state_price,
    unit_per_kwh,
    unit_scale,
)
from custom_components.plug_control.site.slots import MAXIMUM_ROWS

ZURICH = ZoneInfo("Europe/Zurich")
TODAY = date(2026, 5, 12)
TOMORROW = date(2026, 5, 13)
HOUR = timedelta(hours=1)
EUR = "EUR/kWh"


def local(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZURICH)


def read(attributes: Mapping[str, Any], unit: str = EUR, today: date = TODAY) -> list[PriceSlot]:
    return attribute_prices(attributes, today, ZURICH, unit)


def told(slots: list[PriceSlot]) -> list[tuple[datetime, float, float]]:
    """Return start, hours and price of each slot."""
    return [(slot.start, slot.hours, round(slot.price, 6)) for slot in slots]


# ---- each integration's attributes


TWO_HOURS = [(local(13), 1.0, 0.2), (local(14), 1.0, -0.05)]
FORMATS: dict[str, dict[str, Any]] = {
    "Nord Pool (HACS)": {
        "unit_of_measurement": "EUR/kWh",
        "today": [0.1],
        "raw_today": [
            {"start": local(13), "end": local(14), "value": 0.2},
            {"start": local(14), "end": local(15), "value": -0.05},
        ],
        "raw_tomorrow": [],
        "tomorrow": [],
    },
    "Nord Pool (HACS) in cents per MWh": {
        "unit_of_measurement": "Öre/MWh",
        "raw_today": [
            {"start": local(13), "end": local(14), "value": 20_000},
            {"start": local(14), "end": local(15), "value": -5_000},
        ],
    },
    "Energi Data Service": {
        "unit_of_measurement": "EUR/kWh",
        "raw_today": [{"hour": local(13), "price": 0.2}, {"hour": local(14), "price": -0.05}],
        "raw_tomorrow": None,
        "forecast": None,
    },
    "ENTSO-e": {
        "unit_of_measurement": "EUR/kWh",
        "prices_today": [
            {"time": "2026-05-12 13:00:00+02:00", "price": 0.2},
            {"time": "2026-05-12 14:00:00+02:00", "price": -0.05},
        ],
        "prices_tomorrow": [],
        "prices": [
            {"time": "2026-05-12 13:00:00+02:00", "price": 0.2},
            {"time": "2026-05-12 14:00:00+02:00", "price": -0.05},
        ],
    },
    "EPEX Spot": {
        "unit_of_measurement": "€/kWh",
        "data": [
            {
                "start_time": "2026-05-12T13:00:00+02:00",
                "end_time": "2026-05-12T14:00:00+02:00",
                "price_per_kwh": 0.2,
            },
            {
                "start_time": "2026-05-12T14:00:00+02:00",
                "end_time": "2026-05-12T15:00:00+02:00",
                "price_per_kwh": -0.05,
            },
        ],
    },
    "EPEX Spot until 2024": {
        "unit_of_measurement": "EUR/MWh",
        "data": [
            {
                "start_time": "2026-05-12T13:00:00+02:00",
                "end_time": "2026-05-12T14:00:00+02:00",
                "price_eur_per_mwh": 200,
                "price_ct_per_kwh": 20,
            },
            {
                "start_time": "2026-05-12T14:00:00+02:00",
                "end_time": "2026-05-12T15:00:00+02:00",
                "price_eur_per_mwh": -50,
                "price_ct_per_kwh": -5,
            },
        ],
    },
    "Tibber's answer in a template": {
        "today": [
            {"total": 0.2, "energy": 0.1, "startsAt": "2026-05-12T13:00:00.000+02:00"},
            {"total": -0.05, "energy": 0.1, "startsAt": "2026-05-12T14:00:00.000+02:00"},
        ],
        "tomorrow": [],
    },
    "Octopus Energy": {
        "rates": [
            {"start": local(13), "end": local(14), "value_inc_vat": 0.2, "is_capped": False},
            {"start": local(14), "end": local(15), "value_inc_vat": -0.05, "is_capped": False},
        ],
        "tariff_code": "E-1R-AGILE",
    },
    "Amber Electric": {
        "unit_of_measurement": "$/kWh",
        "forecasts": [
            {
                "start_time": "2026-05-12T11:00:00+00:00",
                "end_time": "2026-05-12T12:00:00+00:00",
                "per_kwh": 0.2,
                "spot_per_kwh": 0.1,
            },
            {
                "start_time": "2026-05-12T12:00:00+00:00",
                "end_time": "2026-05-12T13:00:00+00:00",
                "per_kwh": -0.05,
                "spot_per_kwh": 0.1,
            },
        ],
    },
    "Frank Energie": {
        "unit_of_measurement": "€/kWh",
        "prices": [
            {"from": local(13), "till": local(14), "price": 0.2},
            {"from": local(14), "till": local(15), "price": -0.05},
        ],
    },
    "Zonneplan (HACS)": {
        "unit_of_measurement": "€/kWh",
        "forecast": [
            {"datetime": "2026-05-12T11:00:00.000000Z", "electricity_price": 2_000_000},
            {"datetime": "2026-05-12T12:00:00.000000Z", "electricity_price": -500_000},
        ],
    },
    "PVPC": {"unit_of_measurement": "€/kWh", "price_13h": 0.2, "price_14h": -0.05},
}


@pytest.mark.parametrize("attributes", FORMATS.values(), ids=FORMATS.keys())
def test_prices_of_each_integration_are_read(attributes: dict[str, Any]) -> None:
    assert told(read(attributes)) == TWO_HOURS


def test_tomorrow_follows_today() -> None:
    tomorrow = {"start": local(0, day=TOMORROW), "end": local(1, day=TOMORROW), "value": 0.3}
    attributes = {**FORMATS["Nord Pool (HACS)"], "raw_tomorrow": [tomorrow]}
    assert told(read(attributes)) == [*TWO_HOURS, (local(0, day=TOMORROW), 1.0, 0.3)]
    assert told(read({"price_next_day_00h": 0.3})) == [(local(0, day=TOMORROW), 1.0, 0.3)]


def test_a_forecast_fills_only_what_the_market_has_not_told() -> None:
    forecast = [{"hour": local(hour), "price": 9.0} for hour in (13, 14, 15)]
    attributes = {**FORMATS["Energi Data Service"], "forecast": forecast}
    assert told(read(attributes)) == [*TWO_HOURS, (local(15), 1.0, 9.0)]


def test_rows_without_end_last_until_the_next_and_an_hour_at_most() -> None:
    quarters = [{"time": local(13, minute), "price": 0.1} for minute in (0, 15, 30, 45)]
    later = {"time": local(18), "price": 0.2}
    assert [slot.hours for slot in read({"prices": [*quarters, later]})] == [0.25, 0.25, 0.25, 1, 1]
    assert [slot.hours for slot in read({"prices": quarters})] == [0.25] * 4
    assert [slot.hours for slot in read({"prices": [later]})] == [1.0]


def test_times_without_zone_are_the_house_s() -> None:
    assert told(read({"prices": [{"time": "2026-05-12T13:00:00", "price": 1}]})) == [
        (local(13), 1.0, 1.0)
    ]


# ---- plain lists


@pytest.mark.parametrize(("count", "hours"), [(24, 1.0), (48, 0.5), (96, 0.25)])
def test_a_plain_list_is_the_local_day(count: int, hours: float) -> None:
    slots = read({"today": list(range(count)), "tomorrow": [5.0] * count})
    assert len(slots) == 2 * count
    assert {slot.hours for slot in slots} == {hours}
    assert (slots[0].start, slots[count].start) == (local(0), local(0, day=TOMORROW))
    assert [slot.price for slot in slots[:count]] == list(range(count))


SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize("count", [23, 46, 92])
def test_a_list_of_the_day_of_23_hours_is_read_whole(count: int) -> None:
    slots = read({"today": [0.1] * count}, today=SPRING)
    assert len(slots) == count
    assert (slots[0].start, slots[-1].end) == (
        local(0, day=SPRING),
        local(0, day=SPRING + timedelta(days=1)),
    )
    assert all(one.end == after.start for one, after in pairwise(slots))


@pytest.mark.parametrize("count", [25, 50, 100])
def test_a_list_of_the_day_of_25_hours_is_read_whole(count: int) -> None:
    slots = read({"today": [0.1] * count}, today=AUTUMN)
    assert len(slots) == count
    assert all(one.end == after.start for one, after in pairwise(slots))
    assert sum(slot.hours for slot in slots) == pytest.approx(25)


def test_24_hours_on_the_day_of_23_leave_out_the_one_that_does_not_exist() -> None:
    slots = read({"today": list(range(24))}, today=SPRING)
    assert len(slots) == 23
    assert [price_at(slots, local(hour, day=SPRING)) for hour in (1, 3, 23)] == [1, 3, 23]
    assert 2 not in {slot.price for slot in slots}


def test_24_hours_on_the_day_of_25_leave_the_second_of_the_two_open() -> None:
    slots = read({"today": list(range(24))}, today=AUTUMN)
    assert len(slots) == 24
    first = datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert [price_at(slots, first + at * HOUR) for at in range(3)] == [2, None, 3]


def test_a_list_that_fits_no_day_tells_nothing() -> None:
    assert read({"today": [0.1] * 7, "tomorrow": []}) == []


# ---- units


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("EUR/kWh", 1.0),
        ("SEK/MWh", 0.001),
        ("ct/kWh", 0.01),
        ("p/kWh", 0.01),
        ("Øre/kWh", 0.01),
        ("EUR/Wh", 1000.0),
        ("EUR", 1.0),
        (None, 1.0),
    ],
)
def test_units_of_price(unit: str | None, scale: float) -> None:
    assert unit_scale(unit) == scale


def test_prices_are_told_per_kwh_in_the_entity_s_money() -> None:
    assert [unit_per_kwh(unit) for unit in ("EUR/MWh", "ct/kWh", "NOK")] == [
        "EUR/kWh",
        "ct/kWh",
        "NOK/kWh",
    ]
    cents = read(FORMATS["EPEX Spot until 2024"], unit="ct/kWh")
    assert [slot.price for slot in cents] == [pytest.approx(20), pytest.approx(-5)]
    same = read({"unit_of_measurement": "ct/kWh", "today": [25.3] * 24}, unit="ct/kWh")
    assert {slot.price for slot in same} == {25.3}


# ---- the state, several entities


def test_a_plain_sensor_tells_this_hour() -> None:
    now, since = local(13, 42), local(9)
    assert told(state_price("0.2", None, since, now, EUR)) == [(local(13), 1.0, 0.2)]
    assert told(state_price("200", "EUR/MWh", since, now, EUR)) == [(local(13), 1.0, 0.2)]
    assert state_price("unavailable", EUR, since, now, EUR) == []
    assert state_price("nan", EUR, since, now, EUR) == []


def test_a_price_that_changed_within_the_hour_says_nothing_of_the_quarters_before() -> None:
    for minute in (30, 42):
        price = state_price("0.2", None, local(13, minute), local(13, 50), EUR)
        assert told(price) == [(local(13, 30), 0.5, 0.2)]


def test_the_later_entity_fills_gaps_only() -> None:
    first = [PriceSlot(start=local(at), end=local(at + 1), price=1.0) for at in (10, 12)]
    second = [PriceSlot(start=local(9), end=local(14), price=2.0)]
    third = [PriceSlot(start=local(13), end=local(15), price=3.0)]
    assert told(list(merged([first, second, third]))) == [
        (local(9), 1.0, 2.0),
        (local(10), 1.0, 1.0),
        (local(11), 1.0, 2.0),
        (local(12), 1.0, 1.0),
        (local(13), 1.0, 2.0),
        (local(14), 1.0, 3.0),
    ]
    assert merged([]) == ()


# ---- garbage


GOOD = {"start": local(13), "end": local(14), "value": 0.2}


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        "text",
        [],
        {},
        {"start": local(14)},
        {"value": 0.3},
        {"start": local(14), "end": local(15), "value": None},
        {"start": local(14), "end": local(15), "value": "dear"},
        {"start": local(14), "end": local(15), "value": True},
        {"start": local(14), "end": local(15), "value": float("inf")},
        {"start": local(14), "end": local(15), "value": 10**400},
        {"start": local(14), "end": local(15), "value": {"eur": 1}},
        {"start": local(14), "end": local(14), "value": 0.3},
        {"start": "soon", "end": local(15), "value": 0.3},
        {"start": 14, "value": 0.3},
        {"start": datetime(9999, 12, 31, 23, 30, tzinfo=UTC), "value": 0.3},
        {"start": "0001-01-01T00:00:00", "value": 0.3},
    ],
)
def test_garbage_costs_its_slot_only(bad: Any) -> None:
    good = {"start": local(15), "end": local(16), "value": "0.4"}
    assert told(read({"raw_today": [bad, GOOD, bad, good]})) == [
        (local(13), 1.0, 0.2),
        (local(15), 1.0, 0.4),
    ]


def test_garbage_in_a_plain_list_costs_its_hour_only() -> None:
    values = [0.1, None, "x", float("nan"), *[0.2] * 20]
    slots = read({"today": values})
    assert len(slots) == 21
    assert [price_at(slots, local(hour)) for hour in range(5)] == [0.1, None, None, None, 0.2]


def test_a_list_beyond_measure_is_not_read() -> None:
    assert read({"prices": [GOOD] * (MAXIMUM_ROWS + 1)}) == []


def test_rows_that_overlap_do_not_in_the_end() -> None:
    rows = [{"start": local(13), "end": local(16), "value": 1}, {"start": local(14), "value": 2}]
    assert told(row_prices(rows, ZURICH)) == [(local(13), 1.0, 1.0), (local(14), 1.0, 2.0)]


NAMES = ["raw_today", "prices", "today", "tomorrow", "forecast", "data", "price_13h", "rates"]
FIELDS = ["start", "end", "time", "hour", "value", "price", "total", "price_ct_per_kwh"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(min_value=datetime(2026, 5, 1), max_value=datetime(2026, 5, 30)).map(  # noqa: DTZ001 - naive times are meant
        datetime.isoformat
    ),
)
ROWS = st.dictionaries(st.sampled_from(FIELDS), SCALARS, max_size=4)
GOOD_ROWS = st.builds(
    lambda hour, minutes, hours, value: {
        "start": local(hour, minutes).isoformat(),
        "end": (local(hour, minutes) + hours * HOUR).isoformat(),
        "value": value,
    },
    st.integers(0, 23),
    st.sampled_from([0, 0, 15, 30]),
    st.sampled_from([1, 1, 0.25, 3, 0, -1]),
    st.floats(-1, 2) | st.floats(),
)
"""Rows that are read, often over each other."""
VALUES = st.one_of(
    st.lists(GOOD_ROWS, max_size=10),
    SCALARS,
    st.lists(st.one_of(SCALARS, ROWS, GOOD_ROWS), max_size=26),
    ROWS,
)
OVERLAPPING = [
    {"start": local(13), "end": local(16), "value": 1},
    {"start": local(14), "end": local(15), "value": float("inf")},
    {"start": local(15), "end": local(14), "value": 0.2},
    {"start": local(15), "end": local(18), "value": 0.3},
]


@settings(max_examples=300, deadline=None)
@given(
    attributes=st.dictionaries(
        st.sampled_from([*NAMES, "unit_of_measurement"]), VALUES, max_size=5
    ),
    unit=st.sampled_from([EUR, "ct/kWh", "SEK/MWh", ""]),
)
@example(attributes={"unit_of_measurement": 3, "today": [1.7e308] * 24}, unit="ct/kWh")
@example(attributes={"raw_today": OVERLAPPING}, unit=EUR)
def test_whatever_is_told_prices_are_in_order_finite_and_without_overlaps(
    attributes: dict[str, Any], unit: str
) -> None:
    slots = read(attributes, unit=unit)
    assert all(slot.start < slot.end for slot in slots)
    assert all(abs(slot.price) < float("inf") for slot in slots)
    assert all(one.end <= after.start for one, after in pairwise(slots))


@settings(max_examples=100, deadline=None)
@given(
    hours=st.sets(st.integers(0, 23), min_size=1),
    garbage=st.lists(st.one_of(SCALARS, st.dictionaries(st.just("value"), SCALARS)), max_size=10),
)
def test_no_garbage_costs_a_good_row(hours: set[int], garbage: list[Any]) -> None:
    good = [
        {"start": local(hour), "end": local(hour) + HOUR, "value": float(hour)} for hour in hours
    ]
    slots = read({"raw_today": [*garbage, *good]})
    assert {(slot.start, slot.price) for slot in slots} == {
        (local(hour), float(hour)) for hour in hours
    }
