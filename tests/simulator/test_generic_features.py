"""Local list, reservations, smart charging and files at the charger that follows the standard."""

import asyncio

import pytest

from simulator.frames import Error, Json, Payload

from .harness import bench, charging_profile

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}


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
        many: list[Payload] = [
            {"idTag": str(number), "idTagInfo": {"status": "Accepted"}} for number in range(101)
        ]
        assert await send(8, "Full", *many[:50]) == "Accepted"
        assert await send(9, "Differential", *many[50:100]) == "Accepted"
        assert await send(10, "Differential", *many[100:]) == "Failed"
        assert await send(9, "Full", entry) == "Accepted"
        await b.cs.call("ChangeConfiguration", {"key": "LocalPreAuthorize", "value": "true"})
        await b.start(id_tag="LISTED")
        assert b.cs.payloads("Authorize") == []
        assert await send(10, "Differential", {"idTag": "listed"}) == "Accepted"
        assert b.cp.memory.local_list == {}
        assert (
            await b.cs.call("SendLocalList", {"listVersion": 11, "updateType": "Full"}) == ACCEPTED
        )
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 11}
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
        await b.start(id_tag="COUSIN")
        assert b.cs.payloads("StartTransaction")[0]["reservationId"] == 5
        assert b.cp.memory.reservations == []


async def test_a_reservation_without_a_group_is_for_its_tag_alone() -> None:
    async with bench("generic") as b:
        assert await b.cs.call("ReserveNow", reservation()) == ACCEPTED
        await b.advance(1)
        await b.cs.wait_status("Reserved", 1)
        infos: list[Payload] = [
            {"status": "Accepted"},
            {"status": "Accepted", "parentIdTag": "None"},
        ]
        for info in infos:
            b.cs.replies["Authorize"] = {"idTagInfo": info}
            seen = len(b.cp.records.of("refused"))
            b.cp.tap("COUSIN")
            await b.advance(1)
            assert len(b.cp.records.of("refused")) == seen + 1


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
        await b.start()
        assert b.cp.limit_a == 32
        assert (
            await b.install(charging_profile((0, 10.5), purpose="TxProfile", transactionId=4711))
            == ACCEPTED
        )
        await b.advance(2)
        assert b.cp.limit_a == 10.5
        assert (
            await b.install(charging_profile((0, 0), purpose="TxProfile", transactionId=4711))
            == ACCEPTED
        )
        await b.advance(2)
        assert b.statuses()[-1] == "SuspendedEVSE"
        assert await b.cs.call("ClearChargingProfile", {"id": 1}) == ACCEPTED
        await b.advance(6)
        assert b.cp.limit_a == 32


async def test_r24_purposes_belong_to_their_connectors() -> None:
    async with bench("generic") as b:
        maximum = charging_profile((0, 10), purpose="ChargePointMaxProfile")
        assert await b.install(maximum, 1) == REJECTED
        assert await b.install(maximum, 0) == ACCEPTED
        assert await b.install(charging_profile((0, 10)), 3) == REJECTED
        assert await b.install(charging_profile((0, 10), purpose="TxProfile"), 0) == REJECTED
        assert await b.install(charging_profile((0, 10), purpose="TxProfile"), 1) == REJECTED, (
            "nothing runs"
        )
        await b.start()
        wrong = charging_profile((0, 10), purpose="TxProfile", transactionId=1)
        assert await b.install(wrong, 1) == REJECTED


@pytest.mark.parametrize(
    "raw",
    [
        charging_profile((0, 10), level=10),
        charging_profile((0, 10), level=-1),
        charging_profile(*((n * 60, 10.0) for n in range(25))),
        charging_profile((60, 10)),
    ],
)
async def test_profiles_beyond_the_limits_are_rejected(raw: Payload) -> None:
    async with bench("generic") as b:
        assert await b.install(raw) == REJECTED


async def test_a_profile_without_periods_is_a_callerror() -> None:
    async with bench("generic") as b:
        message_id = await b.cs.send_call(
            "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": charging_profile()}
        )
        await b.settle()
        answer = b.cs.results[message_id][0]
        assert isinstance(answer, Error)
        assert answer.code == "OccurenceConstraintViolation"


async def test_r25_the_same_id_or_stack_level_and_purpose_replaces() -> None:
    async with bench("generic") as b:
        await b.install(charging_profile((0, 10), profile_id=1, level=0))
        await b.install(charging_profile((0, 12), profile_id=2, level=0))
        await b.install(charging_profile((0, 14), profile_id=2, level=1), 2)
        assert len(b.cp.memory.profiles) == 1
        await b.install(charging_profile((0, 16), profile_id=3, level=1), 1)
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
        await b.install(charging_profile((0, 10), profile_id=1, level=0), 1)
        await b.install(charging_profile((0, 10), profile_id=2, level=1), 2)
        await b.install(charging_profile((0, 10), profile_id=3, purpose="ChargePointMaxProfile"), 0)
        answer = await b.cs.call("ClearChargingProfile", payload)
        assert answer == {"status": "Unknown" if left == 3 else "Accepted"}
        assert len(b.cp.memory.profiles) == left


async def test_the_maximum_is_shared_and_nobody_gets_less_than_6_a() -> None:
    async with bench("generic") as b:
        await b.start(1)
        await b.start(2)
        await b.install(charging_profile((0, 20), purpose="ChargePointMaxProfile"), 0)
        await b.advance(2)
        assert [c.offered_a for c in b.cp.connectors.values()] == [10, 10]
        await b.install(charging_profile((0, 10), purpose="ChargePointMaxProfile"), 0)
        await b.advance(2)
        assert [c.offered_a for c in b.cp.connectors.values()] == [10, 0]


async def test_get_composite_schedule() -> None:
    async with bench("generic") as b:
        await b.start()
        await b.install(charging_profile((0, 10), (600, 10), (1200, 10), profile_id=2), 0)
        await b.install(charging_profile((0, 24), purpose="ChargePointMaxProfile"), 0)
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
