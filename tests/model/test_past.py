"""What is over is history: shown never as the present, counted all the same."""

from datetime import timedelta

import pytest

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.past import Past
from custom_components.plug_control.model.quantity import Phase, Quantity

from .samples import NOW, Sample, after, current, element, metered, power, register, voltage

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
POWER_W = Quantity.POWER_IMPORT_W
CURRENT_A = Quantity.CURRENT_IMPORT_A
SOC = Quantity.STATE_OF_CHARGE_PERCENT


def soc(value: float) -> Sample:
    return Sample(value=value, measurand="SoC", unit="Percent")


def charged() -> Meter:
    """Return the meter of a connector whose transaction ended after an hour."""
    meter = Meter()
    meter.transaction_started(1_000, at=NOW)
    meter.take(
        [element(after(3_540), register(4_000), power(3_600), current(15.9, "L1"))],
        now=after(3_540),
    )
    meter.transaction_ended(4_090, at=after(3_600))
    return meter


@pytest.mark.parametrize("at_s", [3_570, 3_600, 3_602, 3_660])
def test_lbbrhzn_2030_a_closing_reading_is_not_the_present(at_s: float) -> None:
    meter = charged()
    closing = element(after(at_s), register(4_095), power(3_600), current(15.9, "L1"))
    meter.take([closing], now=after(3_670))
    assert meter.value(POWER_W) == meter.value(CURRENT_A) == 0
    assert meter.value(CURRENT_A, Phase.L1) == 0
    assert meter.flowing_since() is None
    assert meter.value(ENERGY_WH) == (4_090 if at_s < 3_600 else 4_095)


def test_a_queue_that_is_emptied_after_the_end_is_history() -> None:
    meter = charged()
    for n in range(10):
        queued = element(after(60 * n), register(1_000 + 50 * n), power(3_000))
        meter.take([queued], now=after(4_000 + n))
    assert meter.value(POWER_W) == 0
    assert meter.value(ENERGY_WH) == 4_090


def test_what_flows_after_the_end_is_the_present() -> None:
    meter = charged()
    meter.take([element(after(3_700), power(2_000))], now=after(3_700))
    assert meter.value(POWER_W) == 2_000
    assert meter.flowing_since() == after(3_700)


def test_the_next_transaction_shows_what_flows_at_once_and_nothing_of_the_last_one() -> None:
    meter = charged()
    meter.transaction_started(4_090, at=after(3_610))
    meter.take([element(after(3_600), power(3_600))], now=after(3_611))
    assert meter.value(POWER_W) == 0
    meter.take([element(after(3_611), power(7_000))], now=after(3_612))
    assert meter.value(POWER_W) == 7_000


def test_what_is_older_than_what_is_shown_is_not_shown() -> None:
    meter = metered(power(7_000), voltage(231), at=after(60))
    meter.take([element(after(59), power(1), voltage(1))], now=after(61))
    assert (meter.value(POWER_W), meter.value(Quantity.VOLTAGE_V)) == (7_000, 231)


def test_r14_a_clock_that_is_behind_does_not_hide_what_flows_for_long() -> None:
    meter = charged()
    for n in range(1, 4):
        behind = element(after(3_600 + 60 * n - 1_800), power(7_000 + n))
        meter.take([behind], now=after(3_600 + 60 * n))
    assert meter.value(POWER_W) == 7_003


def test_a_cars_state_of_charge_is_not_the_next_ones() -> None:
    meter = metered(soc(80), power(7_000))
    assert meter.car_left(at=after(60)) == {(SOC, None)}
    assert meter.value(SOC) is None
    assert meter.car_left(at=after(61)) == set()
    meter.take([element(after(30), soc(81))], now=after(62))
    assert meter.value(SOC) is None
    meter.take([element(after(90), soc(20))], now=after(90))
    assert meter.value(SOC) == 20


def test_a_transaction_begins_without_the_state_of_charge_of_the_one_before() -> None:
    meter = metered(soc(80), at=NOW)
    assert meter.transaction_started(None, at=NOW) == set()
    assert meter.value(SOC) == 80
    assert meter.transaction_started(None, at=after(60)) == {(SOC, None)}
    assert meter.value(SOC) is None


def test_what_is_over_is_over_after_a_restart_too() -> None:
    again = Meter.from_dict(charged().as_dict())
    again.take([element(after(3_600), power(3_600))], now=after(3_700))
    assert again.value(POWER_W) == 0
    damaged = Meter.from_dict(charged().as_dict() | {"past": {"still_at": "yesterday"}})
    assert damaged == Meter.from_dict(charged().as_dict() | {"past": Past().as_dict()})


def test_what_the_car_that_came_tells_in_the_second_of_its_coming_is_its_own() -> None:
    past = Past(left_at=NOW)
    assert past.is_of_last_car(NOW)
    past.something_flows()
    assert not past.is_of_last_car(NOW)
    assert past.is_of_last_car(NOW - timedelta(seconds=1))
