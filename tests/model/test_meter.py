"""A connector's meter: totals, phases, places, history and memory."""

from datetime import datetime

import pytest

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Phase, Quantity

from .samples import (
    NOW,
    Sample,
    after,
    apply,
    current,
    element,
    estimated,
    interval,
    metered,
    power,
    register,
    voltage,
)

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
POWER_W = Quantity.POWER_IMPORT_W
CURRENT_A = Quantity.CURRENT_IMPORT_A
VOLTAGE_V = Quantity.VOLTAGE_V


# ---- totals


def test_the_total_power_is_the_sum_of_the_phases_where_no_total_is_sent() -> None:
    meter = metered(power(1000, phase="L1"), power(1100, phase="L2"), power(1200, phase="L3"))
    assert meter.value(POWER_W) == 3300
    assert meter.value(POWER_W, Phase.L2) == 1100
    assert not estimated(meter, POWER_W)


def test_a_total_that_is_sent_is_the_total_from_then_on() -> None:
    meter = metered(power(1000, phase="L1"), power(3500))
    assert meter.value(POWER_W) == 3500
    apply(meter, [power(900, phase="L1")], at=after(60))
    assert meter.value(POWER_W) == 3500
    apply(meter, [power(2000)], at=after(61))
    assert meter.value(POWER_W) == 2000


def test_a_phase_that_fell_silent_is_not_counted_for_ever() -> None:
    meter = metered(*(power(3600, phase=phase) for phase in ("L1", "L2", "L3")))
    apply(meter, [power(3600, phase="L1")], at=after(900))
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
    apply(meter, [voltage(0, "L1"), voltage(0, "L2")], at=after(60))
    assert meter.value(VOLTAGE_V, Phase.L1) == 0
    assert meter.value(VOLTAGE_V) == 0


def test_a_total_voltage_counts_where_no_phase_has_any() -> None:
    meter = metered(*(voltage(0.1, phase) for phase in ("L1", "L2", "L3")), voltage(231))
    assert meter.value(VOLTAGE_V) == 231
    assert list(meter.readings) == [(VOLTAGE_V, None)]


def test_totals_of_an_older_element_follow_from_the_newer_phases() -> None:
    phases = ("L1", "L2", "L3")
    meter = metered(*(current(10, phase) for phase in phases), at=after(60))
    apply(meter, [current(16, phase) for phase in phases], at=NOW)
    assert meter.value(Quantity.CURRENT_IMPORT_A) == 10


def test_alfen_voltages_between_phases_give_the_voltage_of_a_phase() -> None:
    pairs = [voltage(396.1, "L1-L2"), voltage(394.9, "L2-L3"), voltage(397.2, "L3-L1")]
    meter = metered(*pairs)
    assert meter.value(VOLTAGE_V) == pytest.approx(228.67, abs=0.01)
    assert estimated(meter, VOLTAGE_V)
    apply(meter, [*pairs, voltage(229, "L1")], at=after(60))
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
    apply(meter, [power(2250)], at=after(60))
    assert not estimated(meter, POWER_W)
    apply(meter, [current(12)], at=after(120))
    assert meter.value(POWER_W) == 2250


# ---- what counts


def test_only_changed_keys_are_returned() -> None:
    meter = Meter()
    first = apply(meter, [register(100), power(10)], at=NOW)
    assert first == {(ENERGY_WH, None), (POWER_W, None)}
    assert apply(meter, [register(100), power(10)], at=after(60)) == set()
    assert apply(meter, [register(101), power(10)], at=after(120)) == {(ENERGY_WH, None)}


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
    assert apply(meter, [power(9000, location="Inlet")], at=after(60)) == set()
    assert meter.value(POWER_W) == 1000


def test_the_outlet_replaces_another_place() -> None:
    meter = metered(power(9000, location="Inlet"))
    apply(meter, [power(1000)], at=after(60))
    assert meter.value(POWER_W) == 1000


def test_a_sample_of_the_beginning_does_not_overwrite_a_present_one() -> None:
    meter = metered(power(5000))
    apply(meter, [power(1, context="Transaction.Begin")], at=after(60))
    assert meter.value(POWER_W) == 5000


def test_growatt_the_beginning_is_remembered_and_no_reading() -> None:
    meter = metered(register(163600), register(157400, context="Transaction.Begin"))
    assert meter.value(ENERGY_WH) == 163600
    assert meter.begin_register_wh == 157400
    apply(meter, [register(157400, context="Transaction.Begin")], at=after(60))
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
