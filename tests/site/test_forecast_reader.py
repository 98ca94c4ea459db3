"""Forecasts of sun are read out of what each integration that is known tells; roofs add up."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.sun import SolarSlot
from custom_components.plug_control.site.forecast_reader import forecast_slots, total

ZURICH = ZoneInfo("Europe/Zurich")


def local(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, 12, hour, minute, tzinfo=ZURICH)


def text(hour: int, minute: int = 0) -> str:
    return local(hour, minute).isoformat()


def read(attributes: Mapping[str, Any]) -> list[SolarSlot]:
    return forecast_slots(attributes, ZURICH)


def told(slots: Sequence[SolarSlot]) -> list[tuple[datetime, float, float]]:
    """Return start, hours and power of each slot."""
    return [(one.start, (one.end - one.start) / timedelta(hours=1), one.power_w) for one in slots]


FORMATS: dict[str, tuple[dict[str, Any], float]] = {
    "Solcast, half hours before hours": (
        {
            "detailedForecast": [
                {"period_start": local(12), "pv_estimate": 1.5, "pv_estimate10": 0.5},
                {"period_start": local(12, 30), "pv_estimate": 2.0, "pv_estimate10": 0.5},
            ],
            "detailedHourly": [{"period_start": local(12), "pv_estimate": 1.75}],
        },
        0.5,
    ),
    "Solcast, hours": (
        {
            "detailedHourly": [
                {"period_start": text(12), "pv_estimate": 1.5},
                {"period_start": text(13), "pv_estimate": 2.0},
            ]
        },
        1.0,
    ),
    "Open-Meteo, quarters of an hour": (
        {
            "wh_period_15m": {text(12): 375, text(12, 15): 500},
            "wh_period": {text(12): 875},
            "watts": {text(12): 9, text(12, 15): 9},
        },
        0.25,
    ),
    "Open-Meteo until 2026": ({"wh_period": {text(12): 1500, text(13): 2000}}, 1.0),
    "watts": ({"watts": {text(12): 1500, text(12, 15): 2000}}, 0.25),
    "Helios": (
        {
            "forecast": [
                {"datetime": text(12), "watts": 1500},
                {"datetime": text(12, 15), "watts": 2000},
            ]
        },
        0.25,
    ),
    "an energy platform": ({"wh_hours": {text(12): 1500, text(13): 2000}}, 1.0),
}


@pytest.mark.parametrize(("attributes", "hours"), FORMATS.values(), ids=FORMATS.keys())
def test_the_forecast_of_each_integration_is_read(attributes: dict[str, Any], hours: float) -> None:
    slots = read(attributes)
    assert [slot.power_w for slot in slots[:2]] == [1500, 2000]
    assert slots[0].start == local(12)
    assert {(slot.end - slot.start) / timedelta(hours=1) for slot in slots[:2]} == {hours}


def test_forecast_solar_begins_at_sunrise_and_ends_at_sunset() -> None:
    answer = {"wh_hours": {text(6, 40): 10, text(7): 100, text(8): 400, text(8, 45): 30}}
    assert told(read(answer)) == [
        (local(6, 40), pytest.approx(1 / 3), pytest.approx(30)),
        (local(7), 1.0, 100.0),
        (local(8), 0.75, pytest.approx(400 / 0.75)),
        (local(8, 45), 0.75, 40.0),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        None,
        3,
        "text",
        [],
        {"soon": 100, text(12): None, text(13): -5, text(14): "x", text(15): 1e12, 7: 7},
        {"period_start": text(12)},
        [None, 4, {}, {"period_start": "noon", "pv_estimate": 1}, {"pv_estimate": 1}],
    ],
)
@pytest.mark.parametrize("name", ["detailedForecast", "watts", "wh_hours", "forecast"])
def test_garbage_costs_nothing_else(name: str, bad: Any) -> None:
    good = {text(18): 1.0}
    assert told(read({name: bad, "wh_period": good})) == [(local(18), 1.0, 1.0)]


def test_a_roof_is_as_it_is_and_none_is_none() -> None:
    one = read({"watts": {text(12): 100}})
    assert total([one, []]) == tuple(one)
    assert total([]) == ()


def test_roofs_add_up_where_they_overlap() -> None:
    east = [SolarSlot(start=local(10), end=local(12), power_w=1000.0)]
    west = [
        SolarSlot(start=local(11), end=local(13), power_w=500.0),
        SolarSlot(start=local(15), end=local(16), power_w=200.0),
    ]
    assert told(total([east, west])) == [
        (local(10), 1.0, 1000.0),
        (local(11), 1.0, 1500.0),
        (local(12), 1.0, 500.0),
        (local(15), 1.0, 200.0),
    ]


START = datetime(2026, 5, 12, tzinfo=UTC)
FORECASTS = st.lists(
    st.tuples(st.integers(0, 95), st.integers(1, 8), st.floats(0, 10_000)), max_size=12
)


def orderly(parts: list[tuple[int, int, float]]) -> list[SolarSlot]:
    """Return slots in order without overlaps."""
    slots: list[SolarSlot] = []
    for at, quarters, power_w in sorted(parts):
        start = START + at * timedelta(minutes=15)
        if not slots or slots[-1].end <= start:
            end = start + quarters * timedelta(minutes=15)
            slots.append(SolarSlot(start=start, end=end, power_w=power_w))
    return slots


def energy_wh(slots: Sequence[SolarSlot]) -> float:
    return sum(slot.power_w * ((slot.end - slot.start) / timedelta(hours=1)) for slot in slots)


@settings(max_examples=100, deadline=None)
@given(roofs=st.lists(FORECASTS.map(orderly), max_size=3))
def test_no_energy_is_lost_or_won_in_adding_up(roofs: list[list[SolarSlot]]) -> None:
    together = total(roofs)
    assert all(one.end <= after.start for one, after in pairwise(together))
    assert energy_wh(together) == pytest.approx(sum(map(energy_wh, roofs)))
