"""A back end hears of a charge point as its central system: boots, heartbeats, statuses, meter values."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.relay.timing import RelayTiming

from .conftest import QUICK, Lab, back_end, meter_values
from .scripted import Payload, Refuse, ScriptedBackEnd
from .times import NOW, until


async def test_a_connection_begins_with_a_boot_and_the_statuses(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add().status = "Available"
    lab.use(scripted)
    await scripted.until_heard("StatusNotification", 2)
    assert scripted.payloads("BootNotification") == [
        {"chargePointVendor": "Acme", "chargePointModel": "Box", "firmwareVersion": "1.0"}
    ]
    assert [each["connectorId"] for each in scripted.payloads("StatusNotification")] == [0, 1]
    assert scripted.heard[0].identity == "CP-1"
    assert lab.link().connected


async def test_the_charge_points_own_boot_is_passed_on_in_the_standards_lengths(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    lab.tell(
        "BootNotification",
        None,
        chargePointVendor="",
        chargePointModel="M" * 30,
        chargePointSerialNumber="S" * 30,
        odd=1,
    )
    boots = await scripted.until_heard("BootNotification", 2)
    assert boots[1] == {
        "chargePointVendor": "Acme",
        "chargePointModel": "M" * 20,
        "chargePointSerialNumber": "S" * 25,
        "firmwareVersion": "1.0",
    }


async def test_a_reconnect_is_no_boot(lab: Lab, scripted: ScriptedBackEnd) -> None:
    """J5.4: BootNotification is for boots; a heartbeat shows that someone is there."""
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.close()
    await scripted.open()
    await scripted.until_heard("Heartbeat")
    await scripted.until_heard("StatusNotification", 2)
    assert len(scripted.payloads("BootNotification")) == 1


async def test_a_back_end_that_has_forgotten_the_charge_point_is_booted_again(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """R9: before a boot it refuses everything; nothing is lost by that."""
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    forgot = True

    def unless_booted(action: str, payload: Payload) -> Payload:
        nonlocal forgot
        if action == "BootNotification":
            forgot = False
        if forgot:
            raise Refuse("SecurityError")
        return scripted.reply(action, payload)

    for action in ("BootNotification", "StartTransaction", "StopTransaction", "MeterValues"):
        scripted.replies[action] = unless_booted
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.payloads("BootNotification")) == 2
    assert len(scripted.starts) == 1


async def test_heartbeats_come_as_often_as_the_boot_answer_says(
    new_lab: Callable[[RelayTiming], Lab], scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, shortest_heartbeat_s=0.02))
    scripted.replies["BootNotification"] = lambda *_: {"status": "accepted", "interval": "0"}
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    assert not scripted.payloads("Heartbeat")
    scripted.replies["BootNotification"] = lambda *_: {"status": "Accepted", "interval": 1}
    lab.tell("BootNotification", None, chargePointModel="Other")
    await scripted.until_heard("Heartbeat")


async def test_of_the_statuses_that_wait_the_last_one_of_a_connector_goes(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await scripted.until_heard("StatusNotification")
    for status in ("Preparing", "Charging"):
        lab.tell(
            "StatusNotification",
            None,
            connectorId=1,
            status=status,
            errorCode="Error",
            info="x" * 60,
        )
    told = await scripted.until_heard("StatusNotification", 2)
    assert told[1] == {
        "connectorId": 1,
        "status": "Charging",
        "errorCode": "OtherError",
        "info": "x" * 50,
    }


async def test_after_an_outage_the_statuses_of_now_are_told(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    charge_point = lab.add()
    lab.use(scripted)
    await scripted.until_heard("StatusNotification")
    await scripted.close()
    charge_point.connector(1).status = ConnectorStatus.CHARGING
    await scripted.open()
    told = await scripted.until_heard("StatusNotification", 2)
    assert told[1]["status"] == "Charging"


async def test_readings_outside_of_transactions_are_passed_on_while_connected(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    lab.tell("MeterValues", None, **meter_values())
    told = await scripted.until_heard("MeterValues")
    assert told == [{"connectorId": 1, "meterValue": meter_values()["meterValue"]}]


async def test_a_charge_point_that_is_not_here_is_not_there_either(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """What waits is delivered all the same, then the connection ends."""
    lab.add(connected=False)
    lab.use(scripted)
    await until(lambda: "BE-1" in lab.relay.memory())
    assert not scripted.requests
    lab.charge()
    await lab.until_delivered()
    await until(lambda: not lab.link().connected)
    await until(lambda: not scripted.sockets)
    lab.connect(True)
    await lab.until_connected()
    lab.connect(False)
    await until(lambda: not scripted.sockets)
    assert not lab.link().wanted


async def test_a_removed_charge_points_sessions_are_delivered(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    await scripted.close()
    lab.use(scripted)
    lab.charge()
    lab.charge_points.clear()
    lab.relay.charge_points_changed()
    await scripted.open()
    await lab.until_delivered()
    assert len(scripted.starts) == 1
    assert scripted.payloads("BootNotification")[0]["chargePointVendor"] == "Unknown"


async def test_each_back_end_hears_by_its_own_identities(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.add("CP-2")
    async with ScriptedBackEnd() as other:
        lab.relay.update_settings(
            [
                back_end(scripted, "BE-1", identities={"CP-2": "NL*2"}),
                back_end(other, "BE-2", identities={"CP-1": "X"}, all_charge_points=False),
            ]
        )
        await scripted.until_heard("BootNotification", 2)
        await other.until_heard("BootNotification")
        assert {each.identity for each in scripted.heard} == {"CP-1", "NL*2"}
        assert {each.identity for each in other.heard} == {"X"}


async def test_meter_values_come_as_often_as_the_back_end_wants(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """By the values' own times; signed ones, and those of begin and end, always."""
    lab.add()
    lab.use(scripted)
    answer = await scripted.ask(
        "ChangeConfiguration", {"key": "metervaluesampleinterval", "value": "60"}
    )
    assert answer[2] == {"status": "Accepted"}
    session_id = lab.start()
    for seconds in range(0, 180, 10):
        lab.meter(session_id, **meter_values(NOW + timedelta(seconds=seconds)))
    signed = meter_values(NOW + timedelta(seconds=171))
    signed["meterValue"][0]["sampledValue"][0]["format"] = "SignedData"
    lab.meter(session_id, **signed)
    await lab.until_delivered()
    assert len(scripted.payloads("MeterValues")) == 4
    await lab.restart()
    lab.use(scripted)
    lab.meter(session_id, **meter_values(NOW + timedelta(seconds=180)))
    lab.meter(session_id, **meter_values(NOW + timedelta(seconds=190)))
    await lab.until_delivered()
    assert len(scripted.payloads("MeterValues")) == 5


async def test_a_charge_point_that_is_new_is_heard_from_its_first_message_on(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """Its session is not lost if it starts before anybody says that the charge point is there."""
    lab.use(scripted)
    session_id = lab.charge()
    await lab.until_delivered()
    assert [each["meterStart"] for each in scripted.starts] == [1000 * session_id]
