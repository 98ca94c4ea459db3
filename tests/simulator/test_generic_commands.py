"""What the charger that follows the standard does with every command."""

import asyncio

import pytest

from simulator.car import Car
from simulator.frames import Error, Json, Payload

from .harness import CARD, Bench, bench

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}


def profile(
    limit: float = 10,
    *,
    purpose: str = "TxDefaultProfile",
    profile_id: int = 1,
    level: int = 0,
    unit: str = "A",
    first: int = 0,
    count: int = 1,
    **fields: Json,
) -> Payload:
    """A Relative profile with equal periods."""
    periods: list[Json] = [{"startPeriod": first + n * 600, "limit": limit} for n in range(count)]
    return {
        "chargingProfileId": profile_id,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Relative",
        **fields,
        "chargingSchedule": {"chargingRateUnit": unit, "chargingSchedulePeriod": periods},
    }


async def install(b: Bench, raw: Payload, connector: int = 1) -> Payload:
    """SetChargingProfile."""
    return await b.cs.call(
        "SetChargingProfile", {"connectorId": connector, "csChargingProfiles": raw}
    )


async def start(b: Bench, connector: int = 1, id_tag: str = CARD) -> None:
    """Plug in and begin with a card."""
    b.cp.plug(connector, Car(maximum_current_a=32))
    await b.advance(1)
    b.cp.tap(id_tag, connector)
    await b.advance(5)


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
        wrong: Payload = {"idTag": "HA", "chargingProfile": profile(purpose="TxDefaultProfile")}
        assert await b.cs.call("RemoteStartTransaction", wrong) == REJECTED
        broken: Payload = {"idTag": "HA", "chargingProfile": {}}
        assert await b.cs.call("RemoteStartTransaction", broken) == REJECTED
        right: Payload = {"idTag": "HA", "chargingProfile": profile(8, purpose="TxProfile")}
        assert await b.cs.call("RemoteStartTransaction", right) == ACCEPTED
        await b.advance(5)
        assert b.cp.limit_a == 8
        b.cp.unplug()
        await b.advance(5)
        assert b.cp.memory.profiles == []


# ---- unlock, availability, reset


async def test_unlock_ends_the_transaction() -> None:
    async with bench("generic") as b:
        await start(b)
        assert await b.cs.call("UnlockConnector", {"connectorId": 1}) == {"status": "Unlocked"}
        await b.advance(1)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "UnlockCommand"
        b.cp.connectors[2].lock_fault = True
        assert await b.cs.call("UnlockConnector", {"connectorId": 2}) == {"status": "UnlockFailed"}
        assert await b.cs.call("UnlockConnector", {"connectorId": 3}) == {"status": "NotSupported"}


async def test_r32_inoperative_is_scheduled_while_a_transaction_runs() -> None:
    async with bench("generic") as b:
        await start(b)
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
        await start(b)
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
        await start(b)
        await b.cs.call("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1})
        payload = await b.cs.wait_call("MeterValues")
        assert payload["transactionId"] == 4711
        assert payload["meterValue"][0]["sampledValue"][0]["context"] == "Trigger"


# ---- local list


async def test_r31_local_list() -> None:
    async with bench("generic") as b:
        entry: Payload = {"idTag": "Listed", "idTagInfo": {"status": "Accepted"}}

        async def send(version: int, update: str, *entries: Payload) -> object:
            payload: Payload = {
                "listVersion": version,
                "updateType": update,
                "localAuthorizationList": list[Json](entries),
            }
            return (await b.cs.call("SendLocalList", payload))["status"]

        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 0}
        assert await send(0, "Full", entry) == "VersionMismatch"
        assert await send(7, "Full", entry) == "Accepted"
        assert await send(7, "Differential", entry) == "VersionMismatch"
        assert await send(8, "Full", *[entry] * 51) == "Failed"
        await b.cs.call("ChangeConfiguration", {"key": "LocalPreAuthorize", "value": "true"})
        await start(b, id_tag="LISTED")
        assert b.cs.payloads("Authorize") == []
        assert await send(8, "Differential", {"idTag": "listed"}) == "Accepted"
        assert b.cp.memory.local_list == {}
        assert (
            await b.cs.call("SendLocalList", {"listVersion": 9, "updateType": "Full"}) == ACCEPTED
        )
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 9}
        await b.cs.call("ChangeConfiguration", {"key": "LocalAuthListEnabled", "value": "false"})
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": -1}


# ---- reservations


def reservation(connector: int = 1, **fields: Json) -> Payload:
    """A ReserveNow."""
    return {
        "connectorId": connector,
        "expiryDate": "2026-03-14T06:11:00Z",
        "idTag": "GUEST",
        "reservationId": 5,
        **fields,
    }


async def test_a_reserved_connector_is_for_its_tag_and_group() -> None:
    async with bench("generic") as b:
        assert await b.cs.call("ReserveNow", reservation(parentIdTag="FAMILY")) == ACCEPTED
        await b.advance(1)
        await b.cs.wait_status("Reserved", 1)
        b.cp.tap("STRANGER")
        await b.advance(1)
        assert b.cp.records.of("refused")
        taken: Payload = {"idTag": "HA", "connectorId": 1}
        assert await b.cs.call("RemoteStartTransaction", taken) == REJECTED
        b.cs.replies["Authorize"] = {"idTagInfo": {"status": "Accepted", "parentIdTag": "FAMILY"}}
        await start(b, id_tag="COUSIN")
        assert b.cs.payloads("StartTransaction")[0]["reservationId"] == 5
        assert b.cp.memory.reservations == []


async def test_reservations_expire_and_can_be_cancelled() -> None:
    async with bench("generic") as b:
        await b.cs.call("ReserveNow", reservation())
        assert await b.cs.call("CancelReservation", {"reservationId": 6}) == REJECTED
        assert await b.cs.call("CancelReservation", {"reservationId": 5}) == ACCEPTED
        await b.cs.call("ReserveNow", reservation())
        await b.cs.call("ReserveNow", reservation(expiryDate="2026-03-14T06:02:00Z"))
        await b.advance(61)
        assert b.cp.status == "Available"


@pytest.mark.parametrize(
    ("obstacle", "status"),
    [
        ("connector", "Rejected"),
        ("fault", "Faulted"),
        ("inoperative", "Unavailable"),
        ("car", "Occupied"),
        ("other", "Occupied"),
    ],
)
async def test_reservations_that_cannot_be(obstacle: str, status: str) -> None:
    async with bench("generic") as b:
        if obstacle == "fault":
            b.cp.fault()
        elif obstacle == "inoperative":
            await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        elif obstacle == "car":
            b.cp.plug()
        elif obstacle == "other":
            await b.cs.call("ReserveNow", reservation(reservationId=1))
        connector = 3 if obstacle == "connector" else 1
        assert await b.cs.call("ReserveNow", reservation(connector)) == {"status": status}


# ---- smart charging


async def test_limits_count_at_once_and_0_suspends() -> None:
    async with bench("generic") as b:
        await start(b)
        assert b.cp.limit_a == 32
        assert await install(b, profile(10.5, purpose="TxProfile", transactionId=4711)) == ACCEPTED
        await b.advance(2)
        assert b.cp.limit_a == 10.5
        assert await install(b, profile(0, purpose="TxProfile", transactionId=4711)) == ACCEPTED
        await b.advance(2)
        assert b.statuses()[-1] == "SuspendedEVSE"
        assert await b.cs.call("ClearChargingProfile", {"id": 1}) == ACCEPTED
        await b.advance(6)
        assert b.cp.limit_a == 32


async def test_r24_purposes_belong_to_their_connectors() -> None:
    async with bench("generic") as b:
        maximum = profile(purpose="ChargePointMaxProfile")
        assert await install(b, maximum, 1) == REJECTED
        assert await install(b, maximum, 0) == ACCEPTED
        assert await install(b, profile(), 3) == REJECTED
        assert await install(b, profile(purpose="TxProfile"), 0) == REJECTED
        assert await install(b, profile(purpose="TxProfile"), 1) == REJECTED, "nothing runs"
        await start(b)
        wrong = profile(purpose="TxProfile", transactionId=1)
        assert await install(b, wrong, 1) == REJECTED


@pytest.mark.parametrize(
    "raw", [profile(level=10), profile(level=-1), profile(count=25), profile(first=60)]
)
async def test_profiles_beyond_the_limits_are_rejected(raw: Payload) -> None:
    async with bench("generic") as b:
        assert await install(b, raw) == REJECTED


async def test_a_profile_without_periods_is_a_callerror() -> None:
    async with bench("generic") as b:
        message_id = await b.cs.send_call(
            "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile(count=0)}
        )
        await b.settle()
        answer = b.cs.results[message_id][0]
        assert isinstance(answer, Error)
        assert answer.code == "OccurenceConstraintViolation"


async def test_r25_the_same_id_or_stack_level_and_purpose_replaces() -> None:
    async with bench("generic") as b:
        await install(b, profile(10, profile_id=1, level=0))
        await install(b, profile(12, profile_id=2, level=0))
        await install(b, profile(14, profile_id=2, level=1), 2)
        assert len(b.cp.memory.profiles) == 1
        await install(b, profile(16, profile_id=3, level=1), 1)
        assert len(b.cp.memory.profiles) == 2


@pytest.mark.parametrize(
    ("payload", "left"),
    [
        ({}, 0),
        ({"id": 2, "connectorId": 1}, 2),
        ({"connectorId": 1}, 2),
        ({"stackLevel": 0}, 1),
        ({"chargingProfilePurpose": "ChargePointMaxProfile"}, 2),
        ({"connectorId": 2, "stackLevel": 0}, 3),
    ],
)
async def test_r27_clear_charging_profile(payload: Payload, left: int) -> None:
    async with bench("generic") as b:
        await install(b, profile(profile_id=1, level=0), 1)
        await install(b, profile(profile_id=2, level=1), 2)
        await install(b, profile(profile_id=3, purpose="ChargePointMaxProfile"), 0)
        answer = await b.cs.call("ClearChargingProfile", payload)
        assert answer == {"status": "Unknown" if left == 3 else "Accepted"}
        assert len(b.cp.memory.profiles) == left


async def test_the_maximum_is_shared_and_nobody_gets_less_than_6_a() -> None:
    async with bench("generic") as b:
        await start(b, 1)
        await start(b, 2)
        await install(b, profile(20, purpose="ChargePointMaxProfile"), 0)
        await b.advance(2)
        assert [c.offered_a for c in b.cp.connectors.values()] == [10, 10]
        await install(b, profile(10, purpose="ChargePointMaxProfile"), 0)
        await b.advance(2)
        assert [c.offered_a for c in b.cp.connectors.values()] == [10, 0]


async def test_get_composite_schedule() -> None:
    async with bench("generic") as b:
        await start(b)
        await install(b, profile(10, count=3, profile_id=2), 0)
        await install(b, profile(24, purpose="ChargePointMaxProfile"), 0)
        answer = await b.cs.call(
            "GetCompositeSchedule", {"connectorId": 1, "duration": 900, "chargingRateUnit": "W"}
        )
        assert answer["chargingSchedule"] == {
            "duration": 900,
            "chargingRateUnit": "W",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6900.0}],
        }
        whole = await b.cs.call("GetCompositeSchedule", {"connectorId": 0, "duration": 60})
        assert whole["chargingSchedule"] == {
            "duration": 60,
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 24}],
        }
        unlimited = await b.cs.call("GetCompositeSchedule", {"connectorId": 2, "duration": 60})
        assert unlimited["status"] == "Accepted"
        wrong = await b.cs.call("GetCompositeSchedule", {"connectorId": 9, "duration": 60})
        assert wrong == REJECTED


# ---- files


@pytest.mark.parametrize(
    ("location", "end"), [("ftp://host/x", "Uploaded"), ("gopher://host/x", "UploadFailed")]
)
async def test_diagnostics_statuses(location: str, end: str) -> None:
    async with bench("generic") as b:
        answer = await b.cs.call("GetDiagnostics", {"location": location})
        assert answer == {"fileName": "GENERIC-0001.log"}
        await b.advance(20)
        statuses = [p["status"] for p in b.cs.payloads("DiagnosticsStatusNotification")]
        assert statuses == ["Uploading", end]


@pytest.mark.parametrize("location", ["https://host/x", "nowhere"])
async def test_firmware_statuses_and_the_reboot_after(location: str) -> None:
    async with bench("generic") as b:
        update: Payload = {"location": location, "retrieveDate": "2026-03-14T06:01:00Z"}
        assert await b.cs.call("UpdateFirmware", update) == {}
        await b.advance(19)
        statuses = [p["status"] for p in b.cs.payloads("FirmwareStatusNotification")]
        works = location != "nowhere"
        assert statuses == (
            ["Downloading", "Downloaded", "Installing", "Installed"]
            if works
            else ["Downloading", "DownloadFailed"]
        )
        await b.advance(1)
        assert b.cp.powered is not works
        await asyncio.sleep(0)
