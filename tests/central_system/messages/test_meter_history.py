"""What is over at a connector does not come back by what its meter says late; and registers that cannot be true are told."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.model.events import (
    ConnectorChanged,
    Problem,
    ProblemFound,
    ProblemGone,
)
from custom_components.plug_control.model.quantity import Quantity
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import (
    QUICK,
    Lab,
    MakeLab,
    meter_values,
    start_transaction,
    status,
)

POWER_W = Quantity.POWER_IMPORT_W
CURRENT_A = Quantity.CURRENT_IMPORT_A


def charging(wh: float, power_w: float = 3600) -> list[tuple[str, str, str]]:
    return [
        ("Energy.Active.Import.Register", str(wh), "Wh"),
        ("Power.Active.Import", str(power_w), "W"),
        ("Current.Import", "15.9", "A"),
    ]


async def begun(lab: Lab, meter_start: int = 1000) -> tuple[ScriptedChargePoint, int]:
    """A charge point that charges."""
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Preparing"))
    answer: dict[str, Any] = await charge_point.call(
        "StartTransaction",
        start_transaction(meterStart=meter_start, timestamp=lab.clock.now.isoformat()),
    )
    await charge_point.call("StatusNotification", status("Charging"))
    return charge_point, answer["transactionId"]


async def send(
    lab: Lab, charge_point: ScriptedChargePoint, wh: float, power_w: float = 3600, **fields: Any
) -> None:
    values = meter_values(*charging(wh, power_w), **{"at": lab.clock.now, **fields})
    await charge_point.call("MeterValues", values)


async def test_r17_a_stop_that_comes_late_takes_nothing_of_what_flows_since(lab: Lab) -> None:
    charge_point, transaction_id = await begun(lab)
    lab.clock.advance(60)
    stop: dict[str, Any] = {
        "meterStop": 1060,
        "transactionId": transaction_id,
        "timestamp": lab.clock.now.isoformat(),
    }
    lab.clock.advance(600)
    await charge_point.call("StopTransaction", stop)
    await send(lab, charge_point, 1090, 2000)
    assert lab.connector().meter.value(POWER_W) == 2000


@pytest.mark.parametrize("after_stop", ["Available", "Finishing"])
@pytest.mark.parametrize("delay_s", [0, 2, 30])
async def test_lbbrhzn_2030_the_last_words_of_a_transaction_are_not_the_present(
    lab: Lab, after_stop: str, delay_s: float
) -> None:
    charge_point, transaction_id = await begun(lab)
    lab.clock.advance(60)
    await send(lab, charge_point, 1060, transactionId=transaction_id)
    assert lab.connector().meter.value(POWER_W) == 3600
    lab.clock.advance(30)
    stopped = lab.clock.now
    await charge_point.call("StatusNotification", status(after_stop))
    stop: dict[str, Any] = {
        "meterStop": 1090,
        "transactionId": transaction_id,
        "timestamp": stopped.isoformat(),
    }
    await charge_point.call("StopTransaction", stop)
    lab.clock.advance(delay_s)
    await send(lab, charge_point, 1090, transactionId=transaction_id)
    connector = lab.connector()
    assert connector.meter.value(POWER_W) == connector.meter.value(CURRENT_A) == 0
    assert connector.transaction is None
    assert connector.last_session is not None
    assert connector.last_session.energy_wh == 90


async def test_a_reading_that_nothing_confirms_does_not_stand_while_nothing_can_flow(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, tick_s=0.05))
    lab.add()
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Available"))
    lab.clock.advance(120)
    await send(lab, charge_point, 1000)
    assert lab.connector().meter.value(POWER_W) == 3600
    lab.clock.advance(301)
    await lab.until(lambda: lab.connector().meter.value(POWER_W) == 0)
    assert lab.connector().meter.value(CURRENT_A) == 0
    assert lab.told(ConnectorChanged)


async def test_the_last_reading_of_a_transaction_that_nobody_knows_begins_none(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Charging"))
    await charge_point.call("StatusNotification", status("Finishing"))
    await send(lab, charge_point, 1000, transactionId=123456)
    assert lab.connector().transaction is None
    lab.clock.advance(600)
    await send(lab, charge_point, 1500, transactionId=123456)
    assert lab.connector().transaction is not None


async def test_a_status_without_a_time_is_of_now_on_the_chargers_clock(lab: Lab) -> None:
    charge_point, _ = await begun(lab)
    for _ in range(4):
        lab.clock.advance(60)
        at = lab.clock.now.replace(hour=lab.clock.now.hour - 1)
        await charge_point.call("MeterValues", meter_values(*charging(1100), at=at))
    await charge_point.call("StatusNotification", status("SuspendedEV"))
    assert lab.connector().meter.value(POWER_W) == 0
    await charge_point.call("StatusNotification", status("Charging"))
    lab.clock.advance(1)
    at = lab.clock.now.replace(hour=lab.clock.now.hour - 1)
    await charge_point.call("MeterValues", meter_values(*charging(1100), at=at))
    assert lab.connector().meter.value(POWER_W) == 3600


async def test_the_next_car_has_no_state_of_charge_until_it_tells(lab: Lab) -> None:
    charge_point, _ = await begun(lab)
    lab.clock.advance(60)
    soc = ("SoC", "80", "Percent")
    await charge_point.call("MeterValues", meter_values(soc, at=lab.clock.now))
    connector = lab.connector()
    assert connector.meter.value(Quantity.STATE_OF_CHARGE_PERCENT) == 80
    lab.clock.advance(60)
    for each in ("Finishing", "Available", "Preparing"):
        await charge_point.call("StatusNotification", status(each))
    assert connector.meter.value(Quantity.STATE_OF_CHARGE_PERCENT) is None


async def test_a_register_that_cannot_be_true_beside_the_power_is_told_until_it_can(
    lab: Lab,
) -> None:
    charge_point, transaction_id = await begun(lab)
    for minute in range(1, 31):
        lab.clock.advance(60)
        await send(lab, charge_point, 1000.1 + 0.18 * minute, 11_000)
    (found,) = lab.told(ProblemFound)
    assert found.problem is Problem.REGISTER_SCALE
    assert float(found.detail) < 0.01
    running = lab.connector().transaction
    assert running is not None
    assert running.energy_wh == pytest.approx(5_400, abs=300)
    assert running.energy_estimated
    stop: dict[str, Any] = {
        "meterStop": 1005,
        "transactionId": transaction_id,
        "timestamp": lab.clock.now.isoformat(),
    }
    await charge_point.call("StopTransaction", stop)
    session = lab.connector().last_session
    assert session is not None
    assert session.energy_wh == pytest.approx(5_400, abs=300)
    assert session.energy_estimated
    await begun_again(lab, charge_point)
    gone = ProblemGone(charge_point_id="CP-1", problem=Problem.REGISTER_SCALE)
    assert lab.events.count(gone) == 1


async def begun_again(lab: Lab, charge_point: ScriptedChargePoint) -> None:
    """A charge whose register counts what flows."""
    lab.clock.advance(600)
    start = start_transaction(meterStart=1005, timestamp=lab.clock.now.isoformat())
    await charge_point.call("StartTransaction", start)
    for minute in range(1, 16):
        lab.clock.advance(60)
        await send(lab, charge_point, 1005 + round(11_000 / 60 * minute), 11_000)
