"""What the charger that follows the standard does with every command."""

import pytest

from simulator.frames import Error, Payload

from .harness import bench, charging_profile

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}


# ---- remote start and stop


async def test_remote_start_prefers_a_connector_with_a_car_and_remote_stop_ends_it() -> None:
    async with bench("generic") as b:
        b.cp.plug(2)
        assert await b.cs.call("RemoteStartTransaction", {"idTag": "HA"}) == ACCEPTED
        await b.advance(5)
        assert b.cs.payloads("StartTransaction")[0]["connectorId"] == 2
        assert b.cs.payloads("Authorize") == []
        assert await b.cs.call("RemoteStopTransaction", {"transactionId": 1}) == REJECTED
        assert await b.cs.call("RemoteStopTransaction", {"transactionId": 4711}) == ACCEPTED
        await b.advance(1)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Remote"


async def test_remote_start_takes_the_connector_it_is_told_and_only_a_free_one() -> None:
    async with bench("generic") as b:
        start_2: Payload = {"idTag": "HA", "connectorId": 2}
        assert await b.cs.call("RemoteStartTransaction", start_2) == ACCEPTED
        assert await b.cs.call("RemoteStartTransaction", start_2) == REJECTED
        assert await b.cs.call("RemoteStartTransaction", {**start_2, "connectorId": 3}) == REJECTED


@pytest.mark.parametrize("status", ["Accepted", "Invalid"])
async def test_authorize_remote_tx_requests(status: str) -> None:
    async with bench("generic") as b:
        await b.cs.call(
            "ChangeConfiguration", {"key": "AuthorizeRemoteTxRequests", "value": "true"}
        )
        b.cs.replies["Authorize"] = {"idTagInfo": {"status": status}}
        b.cp.plug()
        assert await b.cs.call("RemoteStartTransaction", {"idTag": "HA"}) == ACCEPTED
        await b.advance(5)
        assert len(b.cs.payloads("StartTransaction")) == (status == "Accepted")


async def test_authorize_of_a_remote_start_that_comes_too_late_starts_nothing() -> None:
    async with bench("generic") as b:
        await b.cs.call(
            "ChangeConfiguration", {"key": "AuthorizeRemoteTxRequests", "value": "true"}
        )
        b.cs.replies["Authorize"] = None
        assert (
            await b.cs.call("RemoteStartTransaction", {"idTag": "HA", "connectorId": 1}) == ACCEPTED
        )
        await b.cs.wait_call("Authorize")
        b.cp.fault("GroundFailure")
        message_id = b.cs.calls[-1].message_id
        await b.cs.connection.send(f'[3,"{message_id}",{{"idTagInfo":{{"status":"Accepted"}}}}]')
        await b.settle()
        b.cp.clear_fault()
        await b.advance(1)
        assert b.cp.status == "Available"


async def test_r23_a_remote_start_brings_a_tx_profile_that_ends_with_the_transaction() -> None:
    async with bench("generic") as b:
        b.cp.plug()
        wrong: Payload = {
            "idTag": "HA",
            "chargingProfile": charging_profile((0, 10), purpose="TxDefaultProfile"),
        }
        assert await b.cs.call("RemoteStartTransaction", wrong) == REJECTED
        broken: Payload = {"idTag": "HA", "chargingProfile": {}}
        assert await b.cs.call("RemoteStartTransaction", broken) == REJECTED
        right: Payload = {
            "idTag": "HA",
            "chargingProfile": charging_profile((0, 8), purpose="TxProfile"),
        }
        assert await b.cs.call("RemoteStartTransaction", right) == ACCEPTED
        await b.advance(5)
        assert b.cp.limit_a == 8
        b.cp.unplug()
        await b.advance(5)
        assert b.cp.memory.profiles == []


# ---- unlock, availability, reset


async def test_unlock_ends_the_transaction() -> None:
    async with bench("generic") as b:
        await b.start()
        assert await b.cs.call("UnlockConnector", {"connectorId": 1}) == {"status": "Unlocked"}
        await b.advance(1)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "UnlockCommand"
        b.cp.connectors[2].lock_fault = True
        assert await b.cs.call("UnlockConnector", {"connectorId": 2}) == {"status": "UnlockFailed"}
        assert await b.cs.call("UnlockConnector", {"connectorId": 3}) == {"status": "NotSupported"}


async def test_r32_inoperative_is_scheduled_while_a_transaction_runs() -> None:
    async with bench("generic") as b:
        await b.start()
        out: Payload = {"connectorId": 1, "type": "Inoperative"}
        assert await b.cs.call("ChangeAvailability", out) == {"status": "Scheduled"}
        await b.advance(60)
        assert b.cp.status == "Charging"
        b.cp.unplug()
        await b.advance(2)
        await b.cs.wait_status("Unavailable", 1)
        assert b.cp.status_of(2) == "Available"
        assert (
            await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Operative"})
            == ACCEPTED
        )
        await b.advance(1)
        await b.cs.wait_status("Available", 1)


async def test_r22_connector_0_is_the_whole_charge_point() -> None:
    async with bench("generic") as b:
        out: Payload = {"connectorId": 0, "type": "Inoperative"}
        assert await b.cs.call("ChangeAvailability", out) == ACCEPTED
        await b.advance(1)
        for connector in (0, 1, 2):
            await b.cs.wait_status("Unavailable", connector)
        assert await b.cs.call("RemoteStartTransaction", {"idTag": "HA"}) == REJECTED
        assert await b.cs.call("ChangeAvailability", {**out, "connectorId": 3}) == REJECTED


@pytest.mark.parametrize("kind", ["Hard", "Soft"])
async def test_reset_ends_transactions_reboots_and_reports(kind: str) -> None:
    async with bench("generic") as b:
        await b.start()
        assert await b.cs.call("Reset", {"type": kind}) == ACCEPTED
        await b.advance(1)
        assert not b.cp.powered
        await b.advance(20)
        await b.cs.wait_call("BootNotification", 2)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == f"{kind}Reset"


# ---- configuration


async def test_r30_get_configuration() -> None:
    async with bench("generic") as b:
        answer = await b.cs.call("GetConfiguration")
        assert "unknownKey" not in answer
        keys = answer["configurationKey"]
        assert isinstance(keys, list)
        assert len(keys) > 30
        some = await b.cs.call("GetConfiguration", {"key": ["NumberOfConnectors", "Foreign"]})
        assert some == {
            "configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": "2"}],
            "unknownKey": ["Foreign"],
        }
        message_id = await b.cs.send_call("GetConfiguration", {"key": [str(n) for n in range(51)]})
        await b.settle()
        refusal = b.cs.results[message_id][0]
        assert isinstance(refusal, Error)
        assert refusal.code == "OccurenceConstraintViolation"


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("MeterValueSampleInterval", "30", "Accepted"),
        ("MeterValueSampleInterval", "-1", "Rejected"),
        ("MeterValueSampleInterval", "often", "Rejected"),
        ("LocalPreAuthorize", "TRUE", "Accepted"),
        ("LocalPreAuthorize", "perhaps", "Rejected"),
        ("StopTxnSampledData", "Voltage", "Accepted"),
        ("NumberOfConnectors", "9", "Rejected"),
        ("ConnectorPhaseRotation", "0.TRS", "RebootRequired"),
        ("AuthorizationKey", "short", "Rejected"),
        ("Foreign", "1", "NotSupported"),
    ],
)
async def test_change_configuration_statuses(key: str, value: str, status: str) -> None:
    async with bench("generic") as b:
        changed = await b.cs.call("ChangeConfiguration", {"key": key, "value": value})
        assert changed == {"status": status}


async def test_change_configuration_of_the_heartbeat_counts_at_once() -> None:
    async with bench("generic") as b:
        await b.cs.call("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "10"})
        await b.advance(10)
        assert len(b.cs.payloads("Heartbeat")) == 1
        await b.cs.call("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "0"})
        await b.advance(1000)
        assert len(b.cs.payloads("Heartbeat")) == 1


async def test_r4_a_new_authorization_key_is_used_on_a_new_connection_and_never_shown() -> None:
    async with bench("generic", password="old password") as b:
        key: Payload = {"key": "AuthorizationKey", "value": "new password of 16"}
        assert await b.cs.call("ChangeConfiguration", key) == ACCEPTED
        await b.cs.connection.wait_closed()
        await b.waiting()
        await b.network.advance(5)
        await b.cs.wait(lambda: len(b.cs.connections) == 2)
        await b.settle()
        old, new = (request.headers["Authorization"] for request in b.cs.requests)
        assert old != new
        answer = await b.cs.call("GetConfiguration", {"key": ["AuthorizationKey"]})
        assert answer["configurationKey"] == [{"key": "AuthorizationKey", "readonly": False}]


async def test_clear_cache_and_data_transfer() -> None:
    async with bench("generic") as b:
        assert await b.cs.call("ClearCache") == ACCEPTED
        await b.cs.call(
            "ChangeConfiguration", {"key": "AuthorizationCacheEnabled", "value": "false"}
        )
        assert await b.cs.call("ClearCache") == REJECTED
        answer = await b.cs.call("DataTransfer", {"vendorId": "x"})
        assert answer == {"status": "UnknownVendorId"}


# ---- triggers


@pytest.mark.parametrize(
    ("message", "connector", "number"),
    [
        ("BootNotification", None, 1),
        ("Heartbeat", None, 1),
        ("StatusNotification", None, 2),
        ("StatusNotification", 0, 1),
        ("StatusNotification", 2, 1),
        ("MeterValues", None, 2),
        ("MeterValues", 1, 1),
        ("DiagnosticsStatusNotification", None, 1),
        ("FirmwareStatusNotification", None, 1),
    ],
)
async def test_triggers(message: str, connector: int | None, number: int) -> None:
    async with bench("generic") as b:
        before = len(b.cs.payloads(message))
        asked: Payload = {"requestedMessage": message}
        if connector is not None:
            asked["connectorId"] = connector
        assert await b.cs.call("TriggerMessage", asked) == ACCEPTED
        await b.cs.wait_call(message, before + number)
        await b.settle()
        assert len(b.cs.payloads(message)) == before + number


async def test_r33_triggers_that_cannot_be() -> None:
    async with bench("generic") as b:
        unknown = await b.cs.call("TriggerMessage", {"requestedMessage": "LogStatusNotification"})
        assert unknown == {"status": "NotImplemented"}
        wrong: Payload = {"requestedMessage": "MeterValues", "connectorId": 5}
        assert await b.cs.call("TriggerMessage", wrong) == REJECTED


async def test_triggered_meter_values_carry_the_transaction() -> None:
    async with bench("generic") as b:
        await b.start()
        await b.cs.call("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1})
        payload = await b.cs.wait_call("MeterValues")
        assert payload["transactionId"] == 4711
        assert payload["meterValue"][0]["sampledValue"][0]["context"] == "Trigger"
