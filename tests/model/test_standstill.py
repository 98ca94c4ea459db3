"""Registers beside the power that is measured: of whatever scale, with phases, standing still, beginning anew."""

import json

import pytest

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Quantity
from custom_components.plug_control.model.standstill import Standstill

from .samples import NOW, Sample, after, apply, element, estimated, metered, power, register

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
POWER_W = Quantity.POWER_IMPORT_W


def charge(
    meter: Meter,
    *,
    start_wh: float,
    start_s: float = 0.0,
    minutes: int = 30,
    phases: tuple[str | None, ...] = (None,),
    share: float = 1.0,
    power_w: float = 11_000.0,
) -> list[float]:
    """Charge for some minutes with a register of these phases; returns the energy shown each minute."""
    meter.transaction_started(round(start_wh), at=after(start_s))
    shown = []
    for minute in range(1, minutes + 1):
        counted_wh = (start_wh + power_w * minute / 60) * share / len(phases)
        samples = [register(round(counted_wh, 1), phase=phase) for phase in phases]
        apply(meter, [*samples, power(power_w)], at=after(start_s + 60 * minute))
        shown.append(meter.value(ENERGY_WH) or 0.0)
    stop_wh = round(start_wh + power_w * minutes / 60)
    meter.transaction_ended(stop_wh, at=after(start_s + 60 * minutes))
    return shown


# ---- registers with a phase


@pytest.mark.parametrize("phases", [("L1",), ("L1", "L2", "L3"), (None,)])
def test_evcc_19351_what_a_transaction_says_does_not_change_how_a_register_is_read(
    phases: tuple[str | None, ...],
) -> None:
    meter = Meter()
    for session in range(3):
        start_wh = 150_000 + 5_500 * session
        shown = charge(meter, start_wh=start_wh, start_s=9_000 * session, phases=phases)
        assert shown[9] == pytest.approx(start_wh + 1_833, abs=1)
        assert shown[29] == pytest.approx(start_wh + 5_500, abs=1)
        assert meter.value(ENERGY_WH) == pytest.approx(start_wh + 5_500, abs=0.2)
        assert not estimated(meter, ENERGY_WH)


def test_a_phase_of_a_register_beside_a_total_in_transactions_does_not_leap() -> None:
    meter = Meter()
    for session in range(3):
        start_wh = 150_000 + 5_500 * session
        before_wh = meter.value(ENERGY_WH)
        charge(meter, start_wh=start_wh, start_s=90_000 * session, phases=("L1",), share=1 / 3)
        if before_wh is not None and session == 2:
            assert meter.value(ENERGY_WH) == pytest.approx(before_wh + 5_500 / 3, abs=5)


def test_a_memory_from_before_that_took_a_transactions_register_for_a_total_is_mended() -> None:
    meter = Meter()
    charge(meter, start_wh=150_000, phases=("L1",))
    stored = json.loads(json.dumps(meter.as_dict()))
    counter = stored["counters"][ENERGY_WH]
    del counter["reads_total"], counter["estimated_wh"], stored["past"]
    counter["sends_total"] = True
    again = Meter.from_dict(stored)
    apply(again, [register(155_700, phase="L1")], at=after(3_600))
    assert again.value(ENERGY_WH) == 155_700


def test_a_total_that_is_sent_once_does_not_silence_the_phases_for_ever() -> None:
    meter = metered(register(1000, phase="L1"))
    apply(meter, [register(1010)], at=after(60))
    apply(meter, [register(1100, phase="L1")], at=after(120))
    assert meter.value(ENERGY_WH) == 1010
    apply(meter, [register(1300, phase="L1")], at=after(2_000))
    assert meter.value(ENERGY_WH) == 1300


def test_a_total_power_that_is_sent_once_does_not_silence_the_phases_for_ever() -> None:
    meter = metered(power(7000))
    apply(meter, [power(1000, phase="L1")], at=after(60))
    assert meter.value(POWER_W) == 7000
    apply(meter, [power(1200, phase="L1"), power(1300, phase="L2")], at=after(700))
    assert meter.value(POWER_W) == 2500


# ---- a register that stands still


def test_energy_is_integrated_live_while_the_register_stands_still() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(60))
    for minute in range(1, 31):
        apply(meter, [register(150_001), power(11_000)], at=after(60 + 60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(155_400, abs=250)
    assert estimated(meter, ENERGY_WH)
    reading = meter.register
    assert reading is not None
    assert reading.raw_wh == 150_001
    assert reading.estimated_wh == pytest.approx(5_400, abs=250)
    assert meter.register_scale == pytest.approx(0)
    meter.transaction_ended(150_001, at=after(60 + 60 * 30))
    shown_wh = meter.value(ENERGY_WH)
    again = Meter.from_dict(json.loads(json.dumps(meter.as_dict())))
    apply(again, [register(150_101)], at=after(9_000))
    assert again.value(ENERGY_WH) == pytest.approx((shown_wh or 0) + 100)
    assert not estimated(again, ENERGY_WH)


def test_a_register_that_falls_silent_stands_still() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(60))
    for minute in range(1, 61):
        apply(meter, [power(6_000)], at=after(60 + 60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(156_000, abs=250)
    meter.transaction_ended(156_001, at=after(3_700))
    assert meter.value(ENERGY_WH) == pytest.approx(156_001)


def test_what_a_register_catches_up_is_not_counted_twice() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(0))
    for minute in range(1, 21):
        apply(meter, [register(150_001), power(6_000)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(152_000, abs=150)
    apply(meter, [register(152_101), power(6_000)], at=after(60 * 21))
    assert meter.value(ENERGY_WH) == pytest.approx(152_101, abs=60)
    assert not estimated(meter, ENERGY_WH)


def test_a_register_in_whole_kilowatt_hours_does_not_stand_still() -> None:
    meter = metered(register(150_000))
    meter.transaction_started(150_000, at=after(0))
    for minute in range(1, 61):
        counted_wh = 150_000 + 11_000 * minute / 60 // 1000 * 1000
        apply(meter, [register(counted_wh), power(11_000)], at=after(60 * minute))
        assert meter.value(ENERGY_WH) == counted_wh
        assert not estimated(meter, ENERGY_WH)


def test_a_register_every_quarter_of_an_hour_does_not_stand_still() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(0))
    for minute in range(1, 61):
        samples = [power(11_000)]
        if minute % 15 == 0:
            samples.append(register(150_001 + 11_000 * minute / 60))
        apply(meter, samples, at=after(60 * minute))
        assert not estimated(meter, ENERGY_WH)
    assert meter.value(ENERGY_WH) == 161_001
    assert meter.register_scale == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("running", [False, True])
def test_what_a_charger_takes_itself_and_what_flows_without_a_transaction_is_not_integrated(
    running: bool,
) -> None:
    meter = metered(register(150_001))
    if running:
        meter.transaction_started(150_001, at=after(0))
    for hour in range(100):
        apply(meter, [register(150_001), power(60 if running else 3_000)], at=after(900 * hour))
    assert meter.value(ENERGY_WH) == 150_001


def test_kilowatt_hours_that_are_called_watt_hours_stand_still_and_are_told() -> None:
    meter = metered(register(150.1))
    meter.transaction_started(150.1, at=after(0))
    for minute in range(1, 31):
        wh = round(150.1 + 11 * minute / 60, 2)
        apply(meter, [register(wh), power(11_000)], at=after(60 * minute))
    assert meter.value(ENERGY_WH) == pytest.approx(5_650, abs=400)
    assert meter.register_scale == pytest.approx(0.001, abs=0.0005)


def test_power_that_is_sent_rarely_tells_nothing_of_the_register() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(0))
    for hour in range(1, 9):
        apply(meter, [register(150_001 + 3_000 * hour), power(11_000)], at=after(3_600 * hour))
    assert meter.register_scale is None


def test_the_clock_may_go_back_while_the_register_stands_still() -> None:
    meter = metered(register(150_001))
    meter.transaction_started(150_001, at=after(0))
    for minute in range(1, 20):
        apply(meter, [register(150_001), power(11_000)], at=after(60 * minute))
    shown_wh = meter.value(ENERGY_WH) or 0.0
    total = Sample(value=150_001, measurand="Energy.Active.Import.Register")
    for n in range(1, 8):
        at = after(60 * 20 + 60 * n - 3_600)
        meter.take([element(at, total, power(11_000))], now=after(60 * 20 + 60 * n))
    assert meter.value(ENERGY_WH) == pytest.approx(shown_wh + 5 * 183, abs=250)


# ---- a register that begins anew within a transaction


@pytest.mark.parametrize("readings", [(100.0, 300.0), (100.0,), (300.0, 400.0, 480.0)])
def test_microocpp_a_register_that_restarts_in_a_transaction_keeps_its_tail(
    readings: tuple[float, ...],
) -> None:
    meter = metered(register(10_000))
    meter.transaction_started(10_000, at=NOW)
    for n in range(1, 21):
        apply(meter, [register(10_000 + 200 * n), power(12_000)], at=after(60 * n))
    for n, wh in enumerate(readings, start=1):
        apply(meter, [register(wh), power(12_000)], at=after(1_200 + 15 * n))
    reading = meter.register
    assert reading is not None
    assert reading.restarted_wh == readings[0]
    meter.transaction_ended(500, at=after(1_255))
    assert meter.value(ENERGY_WH) == 14_500


def test_a_restart_that_readings_confirm_counts_from_zero_within_a_transaction() -> None:
    meter = metered(register(10_000))
    meter.transaction_started(10_000, at=NOW)
    apply(meter, [register(14_000), power(12_000)], at=after(1_200))
    for n in (1, 2, 3):
        apply(meter, [register(200 * n), power(12_000)], at=after(1_200 + 60 * n))
    assert meter.value(ENERGY_WH) == 14_600


def test_a_stop_of_zero_confirms_nothing() -> None:
    meter = metered(register(10_000))
    meter.transaction_started(10_000, at=NOW)
    apply(meter, [register(0)], at=after(60))
    meter.transaction_ended(0, at=after(90))
    assert meter.value(ENERGY_WH) == 10_000


def test_a_register_that_restarts_too_high_for_zero_goes_on_from_its_first_reading() -> None:
    meter = metered(register(90_000))
    meter.transaction_started(90_000, at=NOW)
    for n in (1, 2, 3):
        apply(meter, [register(50_000 + 100 * n)], at=after(60 * n))
    assert meter.value(ENERGY_WH) == 90_200


def test_what_a_register_counted_while_it_all_but_stood_still_is_not_missed() -> None:
    standstill = Standstill()
    standstill.take_power(12_000, 0, at=NOW)
    standstill.take_power(12_000, 3000, at=after(900))
    assert standstill.take_register(100, 1100, at=after(900)) == 0
    assert standstill.shown_wh == 2900
