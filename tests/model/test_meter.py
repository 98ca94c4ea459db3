"""A connector's meter: totals, phases, places, history and memory."""

from datetime import datetime, timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Phase, Quantity

from .samples import (
    CURRENT,
    NOW,
    POWER,
    REGISTER,
    VOLTAGE,
    Element,
    Sample,
    after,
    current,
    element,
    power,
    register,
    voltage,
)

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
POWER_W = Quantity.POWER_IMPORT_W
CURRENT_A = Quantity.CURRENT_IMPORT_A
VOLTAGE_V = Quantity.VOLTAGE_V


def metered(*samples: Sample, at: datetime = NOW) -> Meter:
    meter = Meter()
    meter.apply(samples, at=at)
    return meter


def estimated(meter: Meter, quantity: Quantity) -> bool:
    return meter.readings[quantity, None].estimated


# ---- totals


def test_the_total_power_is_the_sum_of_the_phases_where_no_total_is_sent() -> None:
    meter = metered(power(1000, phase="L1"), power(1100, phase="L2"), power(1200, phase="L3"))
    assert meter.value(POWER_W) == 3300
    assert meter.value(POWER_W, Phase.L2) == 1100
    assert not estimated(meter, POWER_W)


def test_a_total_that_is_sent_is_the_total_from_then_on() -> None:
    meter = metered(power(1000, phase="L1"), power(3500))
    assert meter.value(POWER_W) == 3500
    meter.apply([power(900, phase="L1")], at=after(60))
    assert meter.value(POWER_W) == 3500
    meter.apply([power(2000)], at=after(61))
    assert meter.value(POWER_W) == 2000


def test_a_phase_that_fell_silent_is_not_counted_for_ever() -> None:
    meter = metered(*(power(3600, phase=phase) for phase in ("L1", "L2", "L3")))
    meter.apply([power(3600, phase="L1")], at=after(900))
    assert meter.value(POWER_W) == 3600


def test_the_current_is_the_highest_of_the_phases_even_beside_a_sum() -> None:
    meter = metered(current(15.8, "L1"), current(15.7, "L2"), current(15.9, "L3"), current(47.4))
    assert meter.value(CURRENT_A) == 15.9


def test_a_current_without_phases_is_the_current() -> None:
    assert metered(current(19.0)).value(CURRENT_A) == 19.0


def test_injet_the_current_on_n_is_the_current_where_it_is_the_only_one() -> None:
    assert metered(current(15.6, "N")).value(CURRENT_A) == 15.6
    assert metered(current(0.5, "N"), current(15.6, "L1")).value(CURRENT_A) == 15.6


def test_the_voltage_is_the_mean_of_the_phases_that_are_there() -> None:
    meter = metered(voltage(0, "L1-N"), voltage(245, "L2-N"), voltage(249, "L3-N"))
    assert meter.value(VOLTAGE_V) == 247
    assert (VOLTAGE_V, Phase.L1) not in meter.readings


def test_zaptec_a_phase_with_a_tenth_of_a_volt_is_not_there() -> None:
    meter = metered(voltage(0.1, "L1"))
    assert meter.readings == {}


def test_a_supply_that_fails_is_shown() -> None:
    meter = metered(voltage(230, "L1"), voltage(231, "L2"))
    meter.apply([voltage(0, "L1"), voltage(0, "L2")], at=after(60))
    assert meter.value(VOLTAGE_V, Phase.L1) == 0
    assert meter.value(VOLTAGE_V) == 0


def test_alfen_voltages_between_phases_give_the_voltage_of_a_phase() -> None:
    pairs = [voltage(396.1, "L1-L2"), voltage(394.9, "L2-L3"), voltage(397.2, "L3-L1")]
    meter = metered(*pairs)
    assert meter.value(VOLTAGE_V) == pytest.approx(228.67, abs=0.01)
    assert estimated(meter, VOLTAGE_V)
    meter.apply([*pairs, voltage(229, "L1")], at=after(60))
    assert meter.value(VOLTAGE_V) == 229
    assert not estimated(meter, VOLTAGE_V)


def test_a_voltage_without_phase_is_the_voltage() -> None:
    assert metered(voltage(240)).value(VOLTAGE_V) == 240


# ---- power that is not sent


def test_growatt_power_is_computed_from_the_phases_currents_and_voltage() -> None:
    meter = metered(
        current(5.84, "L1"), current(5.90, "L2"), current(6.18, "L3"), voltage(237.7, "L1")
    )
    assert meter.value(POWER_W) == pytest.approx(237.7 * 17.92)
    assert estimated(meter, POWER_W)


def test_power_is_computed_with_each_phases_own_voltage() -> None:
    meter = metered(
        current(10, "L1"), current(10, "L2"), voltage(220, "L1"), voltage(240, "L2"), current(20)
    )
    assert meter.value(POWER_W) == pytest.approx(4600)


@pytest.mark.parametrize(
    ("samples", "power_w"),
    [
        ([current(10)], 2300),
        ([current(10), voltage(240)], 2400),
        ([current(10), voltage(0)], 2300),
        ([current(10), voltage(230, "L1"), voltage(230, "L2"), voltage(230, "L3")], 6900),
        ([current(16, "L1")], 3680),
    ],
)
def test_power_is_computed_from_what_there_is(samples: list[Sample], power_w: float) -> None:
    assert metered(*samples).value(POWER_W) == pytest.approx(power_w)


def test_voltage_alone_is_no_power() -> None:
    assert metered(voltage(230)).value(POWER_W) is None


def test_power_that_is_sent_is_never_computed_again() -> None:
    meter = metered(current(10), voltage(230))
    assert estimated(meter, POWER_W)
    meter.apply([power(2250)], at=after(60))
    assert not estimated(meter, POWER_W)
    meter.apply([current(12)], at=after(120))
    assert meter.value(POWER_W) == 2250


# ---- what counts


def test_only_changed_keys_are_returned() -> None:
    meter = Meter()
    first = meter.apply([register(100), power(10)], at=NOW)
    assert first == {(ENERGY_WH, None), (POWER_W, None)}
    assert meter.apply([register(100), power(10)], at=after(60)) == set()
    assert meter.apply([register(101), power(10)], at=after(120)) == {(ENERGY_WH, None)}


def test_a_quantity_without_phases_is_read_as_it_is() -> None:
    meter = metered(
        Sample(value=35.5, measurand="Temperature", unit="Celsius", location="Body"),
        Sample(value=80, measurand="SoC", unit="Percent", location="EV"),
        Sample(value=49.95, measurand="Frequency"),
    )
    assert meter.value(Quantity.TEMPERATURE_C) == 35.5
    assert meter.value(Quantity.STATE_OF_CHARGE_PERCENT) == 80
    assert meter.value(Quantity.FREQUENCY_HZ) == 49.95


def test_other_places_never_overwrite_the_outlet() -> None:
    meter = metered(power(1000))
    assert meter.apply([power(9000, location="Inlet")], at=after(60)) == set()
    assert meter.value(POWER_W) == 1000


def test_the_outlet_replaces_another_place() -> None:
    meter = metered(power(9000, location="Inlet"))
    meter.apply([power(1000)], at=after(60))
    assert meter.value(POWER_W) == 1000


def test_a_sample_of_the_beginning_does_not_overwrite_a_present_one() -> None:
    meter = metered(power(5000))
    meter.apply([power(1, context="Transaction.Begin")], at=after(60))
    assert meter.value(POWER_W) == 5000


def test_growatt_the_beginning_is_remembered_and_no_reading() -> None:
    meter = metered(register(163600), register(157400, context="Transaction.Begin"))
    assert meter.value(ENERGY_WH) == 163600
    assert meter.begin_register_wh == 157400
    meter.apply([register(157400, context="Transaction.Begin")], at=after(60))
    assert meter.value(ENERGY_WH) == 163600


def test_a_register_of_the_beginning_is_better_than_none() -> None:
    assert metered(register(157400, context="Transaction.Begin")).value(ENERGY_WH) == 157400


# ---- frames


def test_openevse_of_several_times_in_one_frame_the_newest_counts() -> None:
    meter = Meter()
    elements = [element(after(60 * n), register(600 + n), power(n)) for n in (3, 0, 2, 1)]
    changed = meter.take(elements, now=after(200))
    assert changed == {(ENERGY_WH, None), (POWER_W, None)}
    assert meter.value(ENERGY_WH) == 603
    assert meter.value(POWER_W) == 3


def test_zaptec_one_element_a_group_with_the_same_time() -> None:
    meter = Meter()
    meter.take([element(NOW, power(7.0)), element(NOW, register(50))], now=NOW)
    assert meter.value(POWER_W) == 7
    assert meter.value(ENERGY_WH) == 50


def test_a_frame_without_elements_changes_nothing() -> None:
    assert Meter().take([], now=NOW) == set()


@pytest.mark.parametrize(
    "timestamp", [None, NOW.replace(year=1970), NOW.replace(year=2222), after(-10)]
)
def test_r14_odd_times_do_not_hide_values(timestamp: datetime | None) -> None:
    meter = metered(register(100), power(5), at=after(-60))
    meter.take([element(timestamp, register(200), power(6))], now=NOW)
    assert meter.value(ENERGY_WH) == 200
    assert meter.value(POWER_W) == 6
    meter.take([element(after(60), register(300), power(7))], now=after(60))
    assert meter.value(POWER_W) == 7


def test_what_a_charger_had_queued_does_not_overwrite_the_present() -> None:
    meter = Meter()
    meter.take([element(NOW, register(5000), power(7000))], now=NOW)
    for n in range(8):
        queued = element(after(-3600 + 60 * n), register(1000 + 100 * n), power(100))
        assert meter.take([queued], now=after(n)) == set()
    assert meter.value(ENERGY_WH) == 5000
    meter.take([element(after(60), register(5100), power(6000))], now=after(60))
    assert meter.value(ENERGY_WH) == 5100


def test_r14_a_clock_that_goes_back_an_hour_does_not_freeze_the_readings() -> None:
    meter = Meter()
    elements = [register(5000), register(100, phase="L1"), power(7000), interval(10)]
    meter.take([element(NOW, *elements)], now=NOW)
    for n in (1, 2, 3):
        lagging = element(after(60 * n - 3600), register(5000 + 100 * n), power(7000 + n))
        meter.take([lagging], now=after(60 * n))
    assert meter.value(ENERGY_WH) == 5300
    assert meter.value(POWER_W) == 7003


def test_a_late_frame_now_and_then_is_not_a_clock_that_went_back() -> None:
    meter = Meter()
    meter.take([element(NOW, power(7000))], now=NOW)
    meter.take([element(after(-3600), power(1))], now=after(60))
    meter.take([element(after(-3400), power(2))], now=after(80))
    assert meter.value(POWER_W) == 7000


def test_energy_is_integrated_on_after_the_clock_went_back() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        meter.take([element(after(60 * minute), power(6000))], now=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    for minute in (70, 80, 90):
        lagging = element(after(60 * minute - 7200), power(6000))
        meter.take([lagging], now=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(7000)


# ---- energy


def interval(value: float, **fields: Any) -> Sample:
    return Sample(value=value, measurand="Energy.Active.Import.Interval", unit="Wh", **fields)


def test_the_register_is_the_lifetime_energy_and_never_goes_back() -> None:
    meter = metered(register(123_000))
    meter.apply([register(0)], at=after(60))
    assert meter.value(ENERGY_WH) == 123_000
    assert meter.register_wh == 123_000
    assert not estimated(meter, ENERGY_WH)


def test_the_energy_of_the_phases_is_summed_where_no_total_is_sent() -> None:
    meter = metered(*(register(100.0 * n, phase=f"L{n}") for n in (1, 2, 3)))
    assert meter.value(ENERGY_WH) == 600
    assert meter.value(ENERGY_WH, Phase.L3) == 300
    meter.apply([register(210, phase="L2")], at=after(60))
    assert meter.value(ENERGY_WH) == 610
    meter.apply([register(620), register(110, phase="L1")], at=after(120))
    assert meter.value(ENERGY_WH) == 620
    meter.apply([register(250, phase="L2")], at=after(180))
    assert meter.value(ENERGY_WH) == 620


def test_exported_energy_has_its_own_register() -> None:
    export = Sample(value=77, measurand="Energy.Active.Export.Register")
    meter = metered(export, register(100))
    assert meter.value(Quantity.ENERGY_EXPORT_WH) == 77
    assert meter.value(ENERGY_WH) == 100
    assert meter.register == (100, 100, NOW)


def test_there_is_no_register_before_one_is_read() -> None:
    meter = metered(voltage(230))
    assert meter.register_wh is None
    assert meter.register is None
    assert metered(interval(10)).register is None


def test_intervals_add_up_where_there_is_no_register() -> None:
    meter = metered(interval(120))
    meter.apply([interval(130)], at=after(900))
    meter.apply([interval(130)], at=after(900))
    assert meter.value(ENERGY_WH) == 250
    assert estimated(meter, ENERGY_WH)
    meter.apply([interval(900_000)], at=after(1800))
    assert meter.value(ENERGY_WH) == 250
    meter.apply([power(7000)], at=after(1900))
    meter.apply([power(7000)], at=after(5400))
    assert meter.value(ENERGY_WH) == 250


def test_intervals_do_not_count_beside_a_register() -> None:
    meter = metered(register(1000), interval(120))
    assert meter.value(ENERGY_WH) == 1000


def test_energy_is_integrated_from_power_where_no_register_ever_comes() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        meter.apply([power(6000)], at=after(60 * minute))
        assert (meter.value(ENERGY_WH) is None) == (minute < 30)
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    assert estimated(meter, ENERGY_WH)


def test_teison_a_register_that_comes_a_minute_after_the_power_is_the_register() -> None:
    meter = metered(power(6000))
    meter.apply([power(6000)], at=after(300))
    meter.apply([register(254_700)], at=after(360))
    assert meter.value(ENERGY_WH) == 254_700
    assert not estimated(meter, ENERGY_WH)


def test_energy_is_not_integrated_over_a_long_silence() -> None:
    meter = metered(power(6000))
    meter.apply([power(6000)], at=after(7200))
    assert not meter.value(ENERGY_WH)


def test_a_register_that_comes_late_goes_on_from_what_was_integrated() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        meter.apply([power(6000)], at=after(60 * minute))
    meter.apply([register(254_700)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    meter.apply([register(254_800)], at=after(3720))
    assert meter.value(ENERGY_WH) == pytest.approx(6100)


def test_a_register_that_shows_zero_for_ever_is_no_register() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        meter.apply([register(0), power(6000)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    assert estimated(meter, ENERGY_WH)
    assert meter.register is None
    meter.apply([register(0)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)


def test_a_new_chargers_register_shows_zero_and_then_what_it_counts() -> None:
    meter = Meter()
    for minute in range(0, 121, 10):
        meter.apply([register(0), power(0)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == 0
    assert not estimated(meter, ENERGY_WH)
    meter.apply([register(0), power(6000)], at=after(7260))
    meter.apply([register(1000), power(6000)], at=after(7800))
    assert meter.value(ENERGY_WH) == 1000
    assert meter.register_wh == 1000


def test_a_register_that_begins_to_count_after_all_goes_on_from_what_was_integrated() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        meter.apply([register(0), power(6000)], at=after(60 * minute))
    meter.apply([register(4000)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    meter.apply([register(4500)], at=after(3720))
    assert meter.value(ENERGY_WH) == pytest.approx(6500)


# ---- transactions


def test_a_charger_without_meter_does_not_stop_the_integration_by_its_zeros() -> None:
    meter = Meter()
    for session in range(3):
        begin = session * 7200
        meter.transaction_started(0, at=after(begin))
        for minute in range(1, 62, 10):
            meter.apply([power(6000)], at=after(begin + 60 * minute))
        meter.transaction_ended(0, at=after(begin + 3660))
    assert meter.value(ENERGY_WH) == pytest.approx(18_000, rel=0.05)


def test_a_charger_that_tells_its_register_only_at_start_and_stop_has_a_register() -> None:
    meter = Meter()
    assert meter.transaction_started(10_000, at=NOW) == {(ENERGY_WH, None)}
    assert meter.transaction_ended(14_210, at=after(3600)) == {(ENERGY_WH, None)}
    assert meter.value(ENERGY_WH) == 14_210


def test_abb_a_register_of_the_session_adds_up() -> None:
    meter = Meter()
    meter.transaction_started(0, at=NOW)
    meter.transaction_ended(4_210, at=after(3600))
    meter.transaction_started(0, at=after(7200))
    meter.apply([register(1_000)], at=after(7800))
    assert meter.value(ENERGY_WH) == 5_210
    assert meter.register_wh == 1_000
    meter.transaction_ended(3_000, at=after(10_800))
    assert meter.value(ENERGY_WH) == 7_210


@pytest.mark.parametrize("register_wh", [None, -1000.0])
def test_c2eu_q19_a_meter_that_cannot_be_read_changes_nothing(register_wh: float | None) -> None:
    meter = metered(register(500), register(400, context="Transaction.Begin"))
    assert meter.transaction_started(register_wh, at=after(1)) == set()
    assert meter.begin_register_wh is None
    assert meter.transaction_ended(register_wh, at=after(2)) == set()
    assert meter.value(ENERGY_WH) == 500


def test_when_nothing_flows_power_and_current_are_zero_and_the_rest_stays() -> None:
    meter = metered(power(7000), current(10, "L1"), voltage(230, "L1"), register(100))
    changed = meter.idle(at=after(60))
    assert changed == {(POWER_W, None), (CURRENT_A, None), (CURRENT_A, Phase.L1)}
    assert meter.value(POWER_W) == meter.value(CURRENT_A) == 0
    assert meter.value(VOLTAGE_V) == 230
    assert meter.idle(at=after(120)) == set()


def test_nothing_flows_after_an_end_that_an_adjusted_clock_puts_before_the_last_reading() -> None:
    meter = metered(power(7000))
    meter.idle(at=after(-600))
    assert meter.value(POWER_W) == 0


def test_power_that_was_computed_is_computed_again_after_a_pause() -> None:
    meter = metered(current(10), voltage(230))
    meter.idle(at=after(60))
    meter.apply([current(8)], at=after(120))
    assert meter.value(POWER_W) == 1840


def test_the_energy_up_to_the_end_is_integrated() -> None:
    meter = Meter()
    for minute in range(0, 41, 10):
        meter.apply([power(6000)], at=after(60 * minute))
    assert (ENERGY_WH, None) in meter.idle(at=after(2700))
    assert meter.value(ENERGY_WH) == pytest.approx(4250)


# ---- memory


def through_json(meter: Meter) -> Meter:
    return Meter.from_dict(json.loads(json.dumps(meter.as_dict())))


def test_readings_and_registers_survive_a_restart() -> None:
    meter = metered(register(50_000), register(100, phase="L1"), power(7000), current(10, "L1"))
    meter.apply([register(10), power(7000)], at=after(60))
    meter.apply([register(110), power(7000)], at=after(120))
    meter.apply([register(210), power(7000)], at=after(180))
    again = through_json(meter)
    assert again.readings == meter.readings
    assert again.register == meter.register
    assert again.register_wh == 210
    assert again.value(ENERGY_WH) == 50_200
    again.apply([register(310)], at=after(240))
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
    ]
    stored["counters"] = {"nonsense": {}, "energy_import_wh": {"register": 5}}
    meter = Meter.from_dict(stored)
    assert {key: reading.value for key, reading in meter.readings.items()} == {
        (ENERGY_WH, None): 50_000,
        (POWER_W, None): 7,
    }
    meter.apply([register(60_000)], at=after(60))
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
