"""What the C2EU does with the central system's CALLs, and where it keeps silent."""

import pytest

from simulator.c2eu.facts import CONFIGURATION
from simulator.frames import Payload

from .harness import bench

REMOTE_START: Payload = {"connectorId": 1, "idTag": "HA-USER-1"}


# ---- silence


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("DataTransfer", {"vendorId": "xchrage"}),
        ("GetCompositeSchedule", {"connectorId": 1, "duration": 60}),
        ("GetLog", {}),
        ("ExtendedTriggerMessage", {}),
        ("Nonsense", {}),
        ("RemoteStartTransaction", {"connectorId": "1", "idTag": "A"}),
        ("RemoteStartTransaction", {"connectorId": 1}),
        ("RemoteStopTransaction", {"transactionId": 2**31}),
        ("RemoteStopTransaction", {"transactionId": True}),
        ("ChangeAvailability", {"connectorId": 2, "type": "Inoperative"}),
        ("ChangeAvailability", {"connectorId": 1, "type": "Nonsense"}),
        ("ChangeConfiguration", {"key": "HeartbeatInterval"}),
        ("GetConfiguration", {"key": None}),
        ("GetConfiguration", {"key": [1]}),
        ("UnlockConnector", {"connectorId": 2}),
        ("TriggerMessage", {}),
        ("Reset", {"type": "Medium"}),
        ("SendLocalList", {"listVersion": 1}),
        ("SetChargingProfile", {"connectorId": 1, "csChargingProfiles": {}}),
        ("SetChargingProfile", {"connectorId": 1, "csChargingProfiles": []}),
        ("ReserveNow", {"connectorId": 1}),
    ],
)
async def test_c2eu_q6_unknown_and_bad_calls_get_no_answer_at_all(
    action: str, payload: Payload
) -> None:
    async with bench() as b:
        assert await b.cs.exchange(action, payload) is None
        assert b.cs.results == {}, "nor a CALLERROR"
        assert await b.cs.exchange("ClearCache") == {"status": "Accepted"}, "and it goes on"


# ---- configuration


async def test_c2eu_configuration_has_39_values_after_the_first_start() -> None:
    async with bench() as b:
        answer = await b.cs.call("GetConfiguration")
        keys = answer["configurationKey"]
        assert isinstance(keys, list)
        assert len(keys) == 39
        assert answer["unknownKey"] == []
        assert {"key": "NumberOfConnectors", "readonly": True, "value": "1"} in keys
        assert await b.cs.call("GetConfiguration", {"key": []}) == answer


async def test_c2eu_known_keys_without_a_value_are_in_neither_array() -> None:
    async with bench() as b:
        asked: Payload = {
            "key": [
                "BlinkRepeat",
                "ConnectionTimeOut",
                "Foreign",
                "SupportedFeatureProfilesMaxLength",
            ]
        }
        answer = await b.cs.call("GetConfiguration", asked)
        assert answer == {
            "configurationKey": [{"key": "ConnectionTimeOut", "readonly": False, "value": "90"}],
            "unknownKey": ["Foreign"],
        }


async def test_c2eu_change_configuration_accepts_any_text_for_writable_keys() -> None:
    async with bench() as b:
        for key in CONFIGURATION:
            change: Payload = {"key": key.name, "value": "any text"}
            status = "Rejected" if key.read_only else "Accepted"
            assert await b.cs.call("ChangeConfiguration", change) == {"status": status}
        answer = await b.cs.call("GetConfiguration", {"key": ["BlinkRepeat", "ResetRetries"]})
        assert answer["configurationKey"] == [
            {"key": "BlinkRepeat", "readonly": False, "value": "any text"},
            {"key": "ResetRetries", "readonly": True, "value": "0"},
        ]
        foreign: Payload = {"key": "Foreign", "value": "1"}
        assert await b.cs.call("ChangeConfiguration", foreign) == {"status": "Rejected"}


async def test_c2eu_configuration_survives_a_power_cut() -> None:
    async with bench() as b:
        await b.cs.call("ChangeConfiguration", {"key": "ConnectionTimeOut", "value": "17"})
        b.cp.power_off()
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        answer = await b.cs.call("GetConfiguration", {"key": ["ConnectionTimeOut"]})
        assert answer["configurationKey"] == [
            {"key": "ConnectionTimeOut", "readonly": False, "value": "17"}
        ]


# ---- triggers


@pytest.mark.parametrize(
    ("message", "payload"),
    [
        ("BootNotification", None),
        ("Heartbeat", {}),
        ("StatusNotification", None),
        ("MeterValues", None),
        ("DiagnosticsStatusNotification", {"status": "Idle"}),
        ("FirmwareStatusNotification", {"status": "Idle"}),
    ],
)
async def test_c2eu_q7_triggered_messages_come_after_the_answer_whatever_the_connector(
    message: str, payload: Payload | None
) -> None:
    async with bench() as b:
        before = len(b.cs.payloads(message))
        asked: Payload = {"requestedMessage": message, "connectorId": 7}
        assert await b.cs.call("TriggerMessage", asked) == {"status": "Accepted"}
        sent = await b.cs.wait_call(message, before + 1)
        assert payload in (None, sent)
        assert sent.get("connectorId") in (None, 1)


async def test_c2eu_other_triggers_are_not_implemented() -> None:
    async with bench() as b:
        answer = await b.cs.call("TriggerMessage", {"requestedMessage": "LogStatusNotification"})
        assert answer == {"status": "NotImplemented"}


async def test_c2eu_q20_triggered_meter_values_have_no_transaction_id_even_while_charging() -> None:
    async with bench() as b:
        await b.charge()
        await b.cs.call("TriggerMessage", {"requestedMessage": "MeterValues"})
        sent = await b.cs.wait_call("MeterValues")
        assert "transactionId" not in sent
        assert {v["context"] for v in sent["meterValue"][0]["sampledValue"]} == {"Trigger"}


# ---- availability


async def test_c2eu_q21_unavailable_at_once_though_the_charge_goes_on() -> None:
    async with bench() as b:
        await b.charge()
        answer = await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        assert answer == {"status": "Scheduled"}
        await b.cs.wait_status("Unavailable")
        await b.advance(60)
        assert b.cp.power_w > 7000
        assert len(b.cs.payloads("MeterValues")) == 1


async def test_c2eu_availability_persists_over_a_reboot() -> None:
    async with bench() as b:
        answer = await b.cs.call("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"})
        assert answer == {"status": "Accepted"}
        b.cp.power_off()
        b.cp.power_on()
        await b.cs.wait_call("StatusNotification", 3)
        assert b.statuses() == ["Available", "Unavailable", "Unavailable"]
        await b.cs.call("ChangeAvailability", {"connectorId": 0, "type": "Operative"})
        await b.cs.wait_status("Available")


# ---- unlock


@pytest.mark.parametrize(("lock_fault", "status"), [(False, "Unlocked"), (True, "UnlockFailed")])
async def test_c2eu_unlock(lock_fault: bool, status: str) -> None:
    async with bench() as b:
        b.cp.connectors[1].lock_fault = lock_fault
        assert await b.cs.call("UnlockConnector", {"connectorId": 1}) == {"status": status}


async def test_c2eu_unlock_stops_a_running_charge_first() -> None:
    async with bench() as b:
        await b.charge()
        message_id = await b.cs.send_call("UnlockConnector", {"connectorId": 1})
        await b.settle()
        assert message_id not in b.cs.results
        await b.advance(3)
        await b.settle()
        assert b.cs.results[message_id][0].payload == {"status": "Unlocked"}  # type: ignore[union-attr]
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Local"


# ---- reset


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["Hard", "Soft"])
async def test_c2eu_q27_reset_closes_the_socket_and_its_answer_may_never_arrive(
    kind: str, seed: int
) -> None:
    async with bench(seed=seed) as b:
        message_id = await b.cs.send_call("Reset", {"type": kind})
        await b.cs.connection.wait_closed()
        await b.settle_closed()
        answered = message_id in b.cs.results
        assert b.cs.connection.close_code == (1000 if answered else 1006)
        await b.advance(1)
        assert not b.cp.powered
        await b.advance(20)
        await b.cs.wait_call("BootNotification", 2)
        assert b.cs.calls[-1].message_id == "1"


async def test_c2eu_a_hard_reset_while_charging_is_reported_after_the_reboot() -> None:
    async with bench() as b:
        await b.charge()
        await b.cs.send_call("Reset", {"type": "Hard"})
        await b.cs.connection.wait_closed()
        await b.advance(21)
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        await b.advance(60)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Reboot"


async def test_c2eu_q11_a_soft_reset_waits_for_a_stop_answer_with_id_tag_info() -> None:
    async with bench() as b:
        await b.charge()
        b.cs.replies["StopTransaction"] = {}
        await b.cs.send_call("Reset", {"type": "Soft"})
        await b.settle()
        await b.advance(3)
        await b.cs.connection.wait_closed()
        await b.reconnect()
        await b.advance(120)
        assert b.cp.connected, "no answer with idTagInfo, no reboot"
        b.cs.replies["StopTransaction"] = {"idTagInfo": {"status": "Accepted"}}
        await b.advance(60)
        await b.advance(1)
        assert not b.cp.powered
        assert {stop["reason"] for stop in b.cs.payloads("StopTransaction")} == {"Local"}
