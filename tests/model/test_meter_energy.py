"""A connector's energy: one lifetime register, whatever the charger sends."""

import pytest

from custom_components.plug_control.model.meter import Meter, RegisterReading
from custom_components.plug_control.model.quantity import Phase, Quantity

from .samples import (
    NOW,
    Sample,
    after,
    apply,
    current,
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


def test_the_register_is_the_lifetime_energy_and_never_goes_back() -> None:
    meter = metered(register(123_000))
    apply(meter, [register(0)], at=after(60))
    assert meter.value(ENERGY_WH) == 123_000
    assert meter.register_wh == 123_000
    assert not estimated(meter, ENERGY_WH)


def test_the_energy_of_the_phases_is_summed_where_no_total_is_sent() -> None:
    meter = metered(*(register(100.0 * n, phase=f"L{n}") for n in (1, 2, 3)))
    assert meter.value(ENERGY_WH) == 600
    assert meter.value(ENERGY_WH, Phase.L3) == 300
    apply(meter, [register(210, phase="L2")], at=after(60))
    assert meter.value(ENERGY_WH) == 610
    apply(meter, [register(620), register(110, phase="L1")], at=after(120))
    assert meter.value(ENERGY_WH) == 620
    apply(meter, [register(250, phase="L2")], at=after(180))
    assert meter.value(ENERGY_WH) == 620


def test_exported_energy_has_its_own_register() -> None:
    export = Sample(value=77, measurand="Energy.Active.Export.Register")
    meter = metered(export, register(100))
    assert meter.value(Quantity.ENERGY_EXPORT_WH) == 77
    assert meter.value(ENERGY_WH) == 100
    assert meter.register == RegisterReading(100, 100, NOW, 0.0, None)


def test_there_is_no_register_before_one_is_read() -> None:
    meter = metered(voltage(230))
    assert meter.register_wh is None
    assert meter.register is None
    assert metered(interval(10)).register is None


def test_intervals_add_up_where_there_is_no_register() -> None:
    meter = metered(interval(120))
    apply(meter, [interval(130)], at=after(900))
    apply(meter, [interval(130)], at=after(900))
    assert meter.value(ENERGY_WH) == 250
    assert estimated(meter, ENERGY_WH)
    apply(meter, [interval(900_000)], at=after(1800))
    assert meter.value(ENERGY_WH) == 250
    apply(meter, [power(7000)], at=after(1900))
    apply(meter, [power(7000)], at=after(5400))
    assert meter.value(ENERGY_WH) == 250


def test_intervals_do_not_count_beside_a_register() -> None:
    meter = metered(register(1000), interval(120))
    assert meter.value(ENERGY_WH) == 1000


def test_energy_is_integrated_from_power_where_no_register_ever_comes() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        apply(meter, [power(6000)], at=after(60 * minute))
        assert (meter.value(ENERGY_WH) is None) == (minute < 30)
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    assert estimated(meter, ENERGY_WH)


def test_teison_a_register_that_comes_a_minute_after_the_power_is_the_register() -> None:
    meter = metered(power(6000))
    apply(meter, [power(6000)], at=after(300))
    apply(meter, [register(254_700)], at=after(360))
    assert meter.value(ENERGY_WH) == 254_700
    assert not estimated(meter, ENERGY_WH)


def test_energy_is_not_integrated_over_a_long_silence() -> None:
    meter = metered(power(6000))
    apply(meter, [power(6000)], at=after(7200))
    assert not meter.value(ENERGY_WH)


def test_a_register_that_comes_late_goes_on_from_what_was_integrated() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        apply(meter, [power(6000)], at=after(60 * minute))
    apply(meter, [register(254_700)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    apply(meter, [register(254_800)], at=after(3720))
    assert meter.value(ENERGY_WH) == pytest.approx(6100)


def test_a_register_that_shows_zero_for_ever_is_no_register() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        apply(meter, [register(0), power(6000)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    assert estimated(meter, ENERGY_WH)
    assert meter.register is None
    apply(meter, [register(0)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)


def test_a_new_chargers_register_shows_zero_and_then_what_it_counts() -> None:
    meter = Meter()
    for minute in range(0, 121, 10):
        apply(meter, [register(0), power(0)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == 0
    assert not estimated(meter, ENERGY_WH)
    apply(meter, [register(0), power(6000)], at=after(7260))
    apply(meter, [register(1000), power(6000)], at=after(7800))
    assert meter.value(ENERGY_WH) == 1000
    assert meter.register_wh == 1000


def test_a_register_that_begins_to_count_after_all_goes_on_from_what_was_integrated() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        apply(meter, [register(0), power(6000)], at=after(60 * minute))
    apply(meter, [register(4000)], at=after(3660))
    assert meter.value(ENERGY_WH) == pytest.approx(6000)
    apply(meter, [register(4500)], at=after(3720))
    assert meter.value(ENERGY_WH) == pytest.approx(6500)


# ---- transactions


def test_a_charger_without_meter_does_not_stop_the_integration_by_its_zeros() -> None:
    meter = Meter()
    for session in range(3):
        begin = session * 7200
        meter.transaction_started(0, at=after(begin))
        for minute in range(1, 62, 10):
            apply(meter, [power(6000)], at=after(begin + 60 * minute))
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
    apply(meter, [register(1_000)], at=after(7800))
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


def test_what_is_offered_stays_in_a_pause_and_ends_with_the_transaction() -> None:
    offered = Sample(value=16, measurand="Current.Offered", unit="A")
    meter = metered(offered, current(10))
    meter.idle(at=after(60))
    assert meter.value(Quantity.CURRENT_OFFERED_A) == 16
    assert (Quantity.CURRENT_OFFERED_A, None) in meter.transaction_ended(None, at=after(120))
    assert meter.value(Quantity.CURRENT_OFFERED_A) == 0


def test_nothing_flows_after_an_end_that_an_adjusted_clock_puts_before_the_last_reading() -> None:
    meter = metered(power(7000))
    meter.idle(at=after(-600))
    assert meter.value(POWER_W) == 0


def test_power_that_was_computed_is_computed_again_after_a_pause() -> None:
    meter = metered(current(10), voltage(230))
    meter.idle(at=after(60))
    apply(meter, [current(8)], at=after(120))
    assert meter.value(POWER_W) == 1840


def test_the_energy_up_to_the_end_is_integrated() -> None:
    meter = Meter()
    for minute in range(0, 41, 10):
        apply(meter, [power(6000)], at=after(60 * minute))
    assert (ENERGY_WH, None) in meter.idle(at=after(2700))
    assert meter.value(ENERGY_WH) == pytest.approx(4250)


def test_r18_a_replayed_session_that_the_register_contains_already_is_not_counted_again() -> None:
    meter = metered(register(100_000))
    apply(meter, [register(112_000)], at=after(48 * 3600))
    meter.transaction_started(101_000, at=after(3600))
    meter.transaction_ended(109_000, at=after(7200))
    assert meter.value(ENERGY_WH) == 112_000
    apply(meter, [register(112_500)], at=after(48 * 3600 + 600))
    assert meter.value(ENERGY_WH) == 112_500


def test_abb_a_replayed_session_of_a_register_that_restarts_is_counted() -> None:
    meter = metered(register(8_000))
    meter.transaction_started(0, at=after(3600))
    meter.transaction_ended(5_000, at=after(7200))
    meter.transaction_started(0, at=after(3900))
    meter.transaction_ended(3_000, at=after(4500))
    assert meter.value(ENERGY_WH) == 16_000
