"""What a meter remembers, and what holds whatever it is sent."""

from datetime import timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Quantity

from .samples import (
    CURRENT,
    NOW,
    POWER,
    REGISTER,
    VOLTAGE,
    Element,
    Sample,
    after,
    apply,
    current,
    metered,
    power,
    register,
)

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
POWER_W = Quantity.POWER_IMPORT_W
VOLTAGE_V = Quantity.VOLTAGE_V


def through_json(meter: Meter) -> Meter:
    return Meter.from_dict(json.loads(json.dumps(meter.as_dict())))


def test_readings_and_registers_survive_a_restart() -> None:
    meter = metered(register(50_000), register(100, phase="L1"), power(7000), current(10, "L1"))
    apply(meter, [register(10), power(7000)], at=after(60))
    apply(meter, [register(110), power(7000)], at=after(120))
    apply(meter, [register(210), power(7000)], at=after(180))
    again = through_json(meter)
    assert again.readings == meter.readings
    assert again.register == meter.register
    assert again.register_wh == 210
    assert again.value(ENERGY_WH) == 50_200
    apply(again, [register(310)], at=after(240))
    assert again.value(ENERGY_WH) == 50_300


def test_a_damaged_memory_costs_what_is_damaged() -> None:
    stored: dict[str, Any] = json.loads(json.dumps(metered(register(50_000), power(7)).as_dict()))
    stored["readings"] += [
        None,
        [],
        ["nonsense", None, 1.0, NOW.isoformat(), False],
        ["voltage_v", "L9", 1.0, NOW.isoformat(), False],
        ["voltage_v", None, "x", NOW.isoformat(), False],
        ["voltage_v", None, 1.0, "yesterday", False],
        ["voltage_v", None, 1.0, None, False],
        ["voltage_v", None, float("nan"), NOW.isoformat(), False],
        ["voltage_v", None, 10**400, NOW.isoformat(), False],
    ]
    damaged = {**stored["counters"]["energy_import_wh"], "estimated_wh": 10**400}
    stored["counters"] = {
        "nonsense": {},
        "energy_import_wh": {"register": 5},
        "energy_export_wh": damaged,
    }
    meter = Meter.from_dict(stored)
    assert {key: reading.value for key, reading in meter.readings.items()} == {
        (ENERGY_WH, None): 50_000,
        (POWER_W, None): 7,
    }
    apply(meter, [register(60_000)], at=after(60))
    assert meter.value(ENERGY_WH) == 50_000


@pytest.mark.parametrize("stored", [None, [], "x", {}, {"readings": 5, "counters": []}])
def test_a_memory_of_nothing_is_an_empty_meter(stored: object) -> None:
    assert Meter.from_dict(stored) == Meter()


# ---- whatever comes

_SAMPLES = st.builds(
    Sample,
    value=st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 1e6),
    measurand=st.sampled_from([REGISTER, POWER, CURRENT, VOLTAGE, "Energy.Active.Import.Interval"]),
    unit=st.sampled_from([None, "kW", "A", "kWh", "?"]),
    phase=st.sampled_from([None, "L1", "L2", "L3-N", "L1-L2", "N"]),
    location=st.sampled_from(["Outlet", "Inlet"]),
    context=st.sampled_from(["Sample.Periodic", "Transaction.Begin", "Transaction.End"]),
)
_FRAMES = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.lists(
            st.builds(
                Element,
                timestamp=st.none() | st.integers(-9000, 9000).map(after),
                sampled_values=st.lists(_SAMPLES, max_size=6).map(tuple),
            ),
            max_size=3,
        ),
        st.sampled_from(["frame", "start", "stop", "restart"]),
    ),
    max_size=15,
)


@settings(max_examples=150, deadline=None)
@given(_FRAMES)
def test_whatever_comes_energy_never_goes_back_and_changes_are_told(
    frames: list[tuple[int, list[Element], str]],
) -> None:
    meter = Meter()
    now = NOW
    for pause_s, elements, event in frames:
        now += timedelta(seconds=pause_s)
        before = {key: reading.value for key, reading in meter.readings.items()}
        changed = meter.take(elements, now=now)
        match event:
            case "start":
                changed |= meter.transaction_started(500.0, at=now)
            case "stop":
                changed |= meter.transaction_ended(600.0, at=now)
            case "restart":
                meter = through_json(meter)
            case _:
                pass
        values = {key: reading.value for key, reading in meter.readings.items()}
        assert {key for key in values if values[key] != before.get(key)} <= changed
        for key, value in before.items():
            assert values[key] >= value or key[0] is not ENERGY_WH
