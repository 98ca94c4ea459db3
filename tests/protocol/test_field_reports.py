"""What real chargers do and must not be turned away for, over a real socket: one test for each report that concerns the wire."""

import asyncio
import json
from typing import Any

import pytest

from custom_components.plug_control.protocol.errors import CallTimeoutError
from custom_components.plug_control.protocol.messages import (
    Authorize,
    BootNotification,
    Heartbeat,
    MeterValues,
    StartTransaction,
    StatusNotification,
    StopTransaction,
)

from .conftest import StartListener
from .gate import Dialler, RecordingGate, answer_of, ask, assert_alive, until


async def said(dial: Dialler, gate: RecordingGate, action: str, payload: Any) -> Any:
    """Send a CALL, expect a CALLRESULT, and return what was read."""
    charge_point = await dial()
    answer = await ask(charge_point, json.dumps([2, "1", action, payload]))
    assert answer[:2] == [3, "1"]
    return gate.messages[0]


async def test_serial_number_longer_than_25_and_empty_vendor(
    dial: Dialler, gate: RecordingGate
) -> None:
    payload = {
        "chargePointVendor": "",
        "chargePointModel": "ACChargePoint",
        "chargePointSerialNumber": "S" * 40,
    }
    boot = await said(dial, gate, "BootNotification", payload)
    assert isinstance(boot, BootNotification)
    assert (boot.charge_point_vendor, boot.charge_point_serial_number) == ("", "S" * 40)


async def test_id_tag_of_21_characters(dial: Dialler, gate: RecordingGate) -> None:
    tag = "A" * 21
    assert await said(dial, gate, "Authorize", {"idTag": tag}) == Authorize(id_tag=tag)


@pytest.mark.parametrize(
    ("sampled", "read"),
    [
        ({"value": "50.01", "measurand": "Frequency", "unit": "Hz"}, (50.01, "Frequency", "Hz")),
        ({"value": "15", "unit": "wh"}, (15.0, "Energy.Active.Import.Register", "Wh")),
        ({"value": "0.98", "measurand": "Power.Factor", "unit": "W"}, (0.98, "Power.Factor", "W")),
        ({"value": 15.5, "unit": "kWh"}, (15.5, "Energy.Active.Import.Register", "kWh")),
        ({"value": "1,5", "unit": "kWh"}, (1.5, "Energy.Active.Import.Register", "kWh")),
        ({"value": "7", "measurand": "Vendor.Odd"}, (7.0, "Vendor.Odd", None)),
    ],
)
async def test_odd_samples_are_read_and_their_neighbours_too(
    dial: Dialler, gate: RecordingGate, sampled: dict[str, Any], read: tuple[Any, ...]
) -> None:
    good = {"value": "230", "measurand": "Voltage", "unit": "V"}
    payload = {"connectorId": 1, "meterValue": [{"sampledValue": [sampled, good]}]}
    message = await said(dial, gate, "MeterValues", payload)
    assert isinstance(message, MeterValues)
    first, second = message.meter_values[0].sampled_values
    assert (first.value, *first.labels[:2]) == read
    assert (second.value, *second.labels[:2]) == (230.0, "Voltage", "V")


@pytest.mark.parametrize("sampled", [[], [{"value": ""}], [{}], [{"value": None}], None])
async def test_empty_sampled_value_or_empty_value(
    dial: Dialler, gate: RecordingGate, sampled: Any
) -> None:
    payload = {"connectorId": 1, "meterValue": [{"sampledValue": sampled}]}
    message = await said(dial, gate, "MeterValues", payload)
    assert message.meter_values[0].sampled_values == ()


async def test_error_code_error(dial: Dialler, gate: RecordingGate) -> None:
    payload = {"connectorId": 1, "status": "Faulted", "errorCode": "Error"}
    message = await said(dial, gate, "StatusNotification", payload)
    assert isinstance(message, StatusNotification)
    assert message.error_code == "Error"


@pytest.mark.parametrize(
    "transaction", [{"transactionId": 0}, {"transactionId": -1}, {"transactionId": 2**63 - 1}, {}]
)
async def test_r16_transaction_ids_that_stand_for_none(
    dial: Dialler, gate: RecordingGate, transaction: dict[str, Any]
) -> None:
    message = await said(dial, gate, "StopTransaction", {"meterStop": 1} | transaction)
    assert isinstance(message, StopTransaction)
    assert message.transaction_id is None


@pytest.mark.parametrize(
    ("timestamp", "utc"),
    [
        ("2026-03-14T09:26:53", "2026-03-14T09:26:53+00:00"),
        ("2026-03-14T09:26:53+02", "2026-03-14T07:26:53+00:00"),
        ("1970-01-01T00:00:05Z", "1970-01-01T00:00:05+00:00"),
        ("2026-03-14T07:26:53Z", "2026-03-14T07:26:53+00:00"),
    ],
)
async def test_r14_times_without_zone_with_a_short_offset_of_1970_and_hours_off(
    dial: Dialler, gate: RecordingGate, timestamp: str, utc: str
) -> None:
    payload = {"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": timestamp}
    message = await said(dial, gate, "StartTransaction", payload)
    assert isinstance(message, StartTransaction)
    assert message.timestamp is not None
    assert message.timestamp.isoformat() == utc


async def test_no_subprotocol_header(start: StartListener, gate: RecordingGate) -> None:
    dial = await start(require_subprotocol=False)
    await assert_alive(await dial(subprotocols=None))


async def test_reconnect_without_boot_notification(dial: Dialler, gate: RecordingGate) -> None:
    first = await dial()
    await ask(first, '[2,"1","BootNotification",{}]')
    await first.close()
    await assert_alive(await dial())
    assert isinstance(gate.messages[-1], Heartbeat)


async def test_nothing_is_sent_before_boot_by_itself(dial: Dialler) -> None:
    charge_point = await dial()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(charge_point.recv(), 0.05)


async def test_an_answer_that_never_comes_comes_late_or_comes_twice(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    connection = gate.connections[0]
    with pytest.raises(CallTimeoutError):
        await connection.call("DataTransfer", {}, timeout_s=0.01)
    late = (await answer_of(charge_point))[1]
    ours = asyncio.create_task(connection.call("SetChargingProfile", {}))
    message_id = (await answer_of(charge_point))[1]
    await charge_point.send(f'[3,"{late}",{{"status":"Accepted"}}]')
    await charge_point.send(f'[3,"{message_id}",{{}}]')
    await charge_point.send(f'[3,"{message_id}",{{"status":"Rejected"}}]')
    assert await ours == {}
    await assert_alive(charge_point)
    assert connection.traffic.answers_dropped == 2


async def test_a_half_open_old_socket_does_not_answer_a_ping(
    dial: Dialler, gate: RecordingGate
) -> None:
    old = await dial()
    await assert_alive(old)
    old.transport.pause_reading()
    new = await dial()
    await assert_alive(new)
    half_open, alive = gate.connections
    assert await alive.ping(1) is not None
    assert await half_open.ping(0.05) is None
    await half_open.close(1008, "replaced")
    await until(lambda: len(dial.listener.connections) == 1)
    await assert_alive(new)


async def test_r7_message_ids_that_start_again_at_1(dial: Dialler) -> None:
    for _ in range(3):
        charge_point = await dial()
        for message_id in ("1", "2", "2"):
            answer = await ask(charge_point, f'[2,"{message_id}","Heartbeat",{{}}]')
            assert answer[:2] == [3, message_id]
        await charge_point.close()


async def test_keba_tag_with_the_serial_and_fractional_wh(
    dial: Dialler, gate: RecordingGate
) -> None:
    payload = {"connectorId": 6, "idTag": "04A1B2C3D4E580_17619999", "meterStart": 1234.56}
    message = await said(dial, gate, "StartTransaction", payload)
    assert isinstance(message, StartTransaction)
    assert (message.connector_id, message.meter_start_wh) == (6, 1234.56)
    assert message.id_tag == "04A1B2C3D4E580_17619999"


async def test_r6_several_calls_at_once_are_all_answered(dial: Dialler) -> None:
    charge_point = await dial()
    for number in range(20):
        await charge_point.send(f'[2,"{number}","Heartbeat",{{}}]')
    assert [(await answer_of(charge_point))[1] for _ in range(20)] == [
        str(number) for number in range(20)
    ]


async def test_r6_crossing_calls(dial: Dialler, gate: RecordingGate) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    ours = asyncio.create_task(gate.connections[0].call("TriggerMessage", {}))
    await charge_point.send('[2,"7","Heartbeat",{}]')
    frames = [await answer_of(charge_point) for _ in range(2)]
    kinds = sorted(frame[0] for frame in frames)
    assert kinds == [2, 3]
    message_id = next(frame[1] for frame in frames if frame[0] == 2)
    await charge_point.send(f'[3,"{message_id}",{{"status":"NotImplemented"}}]')
    assert await ours == {"status": "NotImplemented"}
