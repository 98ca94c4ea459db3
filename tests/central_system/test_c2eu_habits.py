"""What a C2EU does, frame by frame, and what becomes of it (C2EU section 7)."""

import asyncio
import json

import pytest

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.meter import Phase, Quantity
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .conftest import CARD, NOW, Lab, meter_values, start_transaction, status

BOOT = {"chargePointVendor": "XC", "chargePointModel": "C2EU"}


@pytest.fixture
async def c2eu(lab: Lab) -> ScriptedChargePoint:
    """A C2EU that was configured."""
    charge_point = await lab.dial()
    await charge_point.call("BootNotification", BOOT)
    await lab.until_started_up()
    lab.events.clear()
    return charge_point


async def test_q1_q3_q5_the_subprotocol_is_echoed_and_boot_is_answered_with_the_time_before_all_else(
    lab: Lab,
) -> None:
    charge_point = await lab.dial()
    assert charge_point.subprotocol == "ocpp1.6"
    assert not charge_point.frames
    answer = await charge_point.call("BootNotification", BOOT)
    assert answer == {"status": "Accepted", "currentTime": "2026-03-14T10:00:00Z", "interval": 300}
    first = json.loads(charge_point.frames[1].text)
    assert first[:2] == [3, "1"]


async def test_q9_a_start_that_is_sent_again_while_it_is_answered_is_one_transaction(
    lab: Lab, c2eu: ScriptedChargePoint
) -> None:
    answers = [await c2eu.start_call("StartTransaction", start_transaction()) for _ in range(3)]
    ids = {str((await answer)["transactionId"]) for answer in answers}
    assert len(ids) == 1
    assert len(lab.central_system.ledger.open_transactions()) == 1


async def test_q20_its_meter_values_are_read(lab: Lab, c2eu: ScriptedChargePoint) -> None:
    await c2eu.call("MeterValues", {"connectorId": 1, "meterValue": []})
    values = meter_values(
        ("Temperature", "35.5", "Celsius"),
        ("Power.Active.Import", "7.2", "kW"),
        ("Energy.Active.Import.Register", "1234560", "Wh"),
    )
    await c2eu.call("MeterValues", values)
    tiny: Json = {"measurand": "Current.Import", "value": "1.0E-4", "unit": "A", "phase": "L1"}
    element: Json = {"timestamp": NOW.isoformat(), "sampledValue": [tiny]}
    await c2eu.call("MeterValues", {"connectorId": 1, "meterValue": [element]})
    meter = lab.connector().meter
    assert {
        Quantity.TEMPERATURE_C: 35.5,
        Quantity.POWER_IMPORT_W: 7200,
        Quantity.ENERGY_IMPORT_WH: 1234560,
    }.items() <= {key: meter.value(key) for key in Quantity}.items()
    assert meter.value(Quantity.CURRENT_IMPORT_A, Phase.L1) == pytest.approx(1e-4)


async def test_q21_unavailable_in_the_middle_of_a_charge_ends_nothing(
    lab: Lab, c2eu: ScriptedChargePoint
) -> None:
    await c2eu.call("StatusNotification", status("Charging"))
    await c2eu.call("StartTransaction", start_transaction())
    await lab.until(lambda: lab.connector().transaction is not None)
    power = ("Power.Active.Import", "7.2", "kW")
    await c2eu.call("MeterValues", meter_values(power))
    await c2eu.call("StatusNotification", status("Unavailable"))
    connector = lab.connector()
    assert connector.status is ConnectorStatus.UNAVAILABLE
    assert connector.transaction is not None
    assert connector.meter.value(Quantity.POWER_IMPORT_W) == 7200


async def test_q26_energy_of_a_charge_that_was_never_told_is_in_the_register_and_in_no_session(
    lab: Lab, c2eu: ScriptedChargePoint
) -> None:
    for began, ended in ((1000, 3000), (9000, 9500)):  # a start was lost in between
        lab.clock.advance(7200)
        answer = await c2eu.call(
            "StartTransaction",
            start_transaction(meterStart=began, timestamp=lab.clock.now.isoformat()),
        )
        stopped_at = lab.clock.advance(3600).isoformat()
        await c2eu.call(
            "StopTransaction",
            {
                "transactionId": answer["transactionId"],
                "idTag": CARD,
                "meterStop": ended,
                "timestamp": stopped_at,
            },
        )
    sessions = await lab.central_system.ledger.sessions()
    assert [(each.energy_wh, each.energy_estimated) for each in sessions] == [
        (2000, False),
        (500, False),
    ]
    assert lab.connector().meter.value(Quantity.ENERGY_IMPORT_WH) == 9500


async def test_q29_a_register_of_zero_after_a_boot_is_not_shown(
    lab: Lab, c2eu: ScriptedChargePoint
) -> None:
    for value in ("1234560", "0", "0", "1234570"):
        register = ("Energy.Active.Import.Register", value, "Wh")
        await c2eu.call("MeterValues", meter_values(register, at=lab.clock.advance(60)))
        shown = lab.connector().meter.value(Quantity.ENERGY_IMPORT_WH)
        assert shown in {1234560, 1234570}
    assert shown == 1234570


async def test_q7_q32_a_status_that_was_never_sent_is_asked_for_after_each_boot(
    lab: Lab, c2eu: ScriptedChargePoint
) -> None:
    await c2eu.close()
    again = await lab.dial()
    again.auto_reply("TriggerMessage", None)
    boot = asyncio.create_task(again.call("BootNotification", BOOT))
    asked = await again.expect("TriggerMessage")
    await boot
    assert asked.payload == {"requestedMessage": "StatusNotification", "connectorId": 1}
    await asked.reply({"status": "Accepted"})
    await again.call("StatusNotification", status("Preparing", timestamp=NOW.isoformat()))
    assert lab.connector().status is ConnectorStatus.PREPARING
