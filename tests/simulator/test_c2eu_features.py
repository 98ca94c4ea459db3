"""The C2EU's local list, reservations and file transfers."""

import pytest

from simulator.frames import Json, Payload

from .harness import CARD, Bench, bench, single_phase_car

REMOTE_START: Payload = {"connectorId": 1, "idTag": "HA-USER-1"}


# ---- local list


def local_list(version: int, *entries: Payload, update: str = "Full") -> Payload:
    """A SendLocalList in the spelling that is read."""
    return {
        "updateType": update,
        "listVersion": version,
        "localAuthorisationList": list[Json](entries),
    }


ENTRY: Payload = {"idTag": CARD, "idTagInfo": {"status": "Accepted"}}


async def test_c2eu_q25_the_list_under_the_1_5_spelling_is_used() -> None:
    async with bench() as b:
        assert await b.cs.call("SendLocalList", local_list(3, ENTRY)) == {"status": "Accepted"}
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 3}
        second: Payload = {"idTag": "SECOND", "idTagInfo": {"status": "Accepted"}}
        await b.cs.call("SendLocalList", local_list(4, second, update="Differential"))
        b.cp.plug(car=single_phase_car())
        await b.advance(3)
        b.cp.tap(CARD)
        await b.advance(6)
        assert b.cs.payloads("Authorize") == []
        assert b.cp.status == "Charging"


async def test_c2eu_q25_the_1_6_key_alone_wipes_the_whole_list_and_is_accepted() -> None:
    async with bench() as b:
        await b.cs.call("SendLocalList", local_list(1, ENTRY))
        wipe: Payload = {
            "updateType": "Differential",
            "listVersion": 2,
            "localAuthorizationList": [ENTRY],
        }
        assert await b.cs.call("SendLocalList", wipe) == {"status": "Accepted"}
        assert b.cp.memory.local_list == {}
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 0}


async def test_c2eu_the_version_must_rise_for_full_too() -> None:
    async with bench() as b:
        await b.cs.call("SendLocalList", local_list(5, ENTRY))
        for version in (5, 4):
            answer = await b.cs.call("SendLocalList", local_list(version, ENTRY))
            assert answer == {"status": "VersionMismatch"}


async def test_c2eu_an_entry_without_id_tag_info_is_silence_with_the_version_bumped() -> None:
    async with bench() as b:
        await b.cs.call("SendLocalList", local_list(1, ENTRY))
        assert await b.cs.exchange("SendLocalList", local_list(2, {"idTag": "X"})) is None
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": 2}
        await b.cs.call("ChangeConfiguration", {"key": "LocalPreAuthorize", "value": "false"})
        assert await b.cs.call("GetLocalListVersion") == {"listVersion": -1}


# ---- reservations


def reservation(reservation_id: int = 77, expiry: str = "2026-03-14T06:11:00Z") -> Payload:
    """A ReserveNow."""
    return {
        "connectorId": 0,
        "expiryDate": expiry,
        "idTag": "RESERVED",
        "reservationId": reservation_id,
    }


async def test_c2eu_reserve_now_asks_authorize_and_the_expiry_starts_a_charge() -> None:
    async with bench() as b:
        assert await b.cs.call("ReserveNow", reservation()) == {"status": "Accepted"}
        assert b.cs.payloads("Authorize") == [{"idTag": "RESERVED"}]
        assert b.statuses()[-1] == "Available"
        await b.advance(601)
        assert b.statuses()[-1] == "Reserved"
        b.cp.plug(car=single_phase_car())
        await b.advance(10)
        start = b.cs.payloads("StartTransaction")[0]
        assert (start["idTag"], start["reservationId"]) == ("RESERVED", 77)
        await b.advance(5)
        assert b.cp.memory.reservations == []


async def test_c2eu_a_stored_reservation_is_attached_to_any_start_and_hijacks_authorize() -> None:
    async with bench() as b:
        message_id = await b.cs.send_call("ReserveNow", reservation())
        await b.cs.wait(lambda: message_id in b.cs.results)
        b.cp.plug(car=single_phase_car())
        await b.advance(3)
        b.cp.tap("OTHER")
        await b.advance(5)
        assert len(b.cs.results[message_id]) == 2, "a duplicate answer"
        assert b.cs.payloads("StartTransaction") == []
        await b.network.advance(10)
        await b.cs.call("RemoteStartTransaction", REMOTE_START)
        await b.cs.wait_status("Reserved")
        await b.advance(10)
        assert b.cs.payloads("StartTransaction")[0]["reservationId"] == 77


async def test_c2eu_reservation_of_an_unknown_tag_is_rejected() -> None:
    async with bench() as b:
        b.cs.replies["Authorize"] = {"idTagInfo": {"status": "Invalid"}}
        assert await b.cs.call("ReserveNow", reservation()) == {"status": "Rejected"}
        b.cs.replies["Authorize"] = {}
        assert await b.cs.call("ReserveNow", reservation()) == {"status": "Rejected"}


async def test_c2eu_cancel_reservation() -> None:
    async with bench() as b:
        await b.cs.call("ReserveNow", reservation())
        assert await b.cs.call("CancelReservation", {"reservationId": 1}) == {"status": "Rejected"}
        assert await b.cs.call("CancelReservation", {"reservationId": 77}) == {"status": "Accepted"}
        await b.advance(700)
        assert b.statuses() == ["Available"]


async def test_c2eu_the_same_reservation_id_replaces() -> None:
    async with bench() as b:
        await b.cs.call("ReserveNow", reservation())
        await b.cs.call("ReserveNow", reservation(expiry="2026-03-14T07:00:00Z"))
        assert len(b.cp.memory.reservations) == 1
        await b.advance(700)
        assert b.statuses() == ["Available"]


async def test_c2eu_reservations_survive_a_power_cut_and_expire_into_a_busy_port_in_vain() -> None:
    async with bench() as b:
        await b.cs.call("ReserveNow", reservation())
        b.cp.power_off()
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        b.cp.memory.cache[CARD.lower()] = {"status": "Accepted"}
        await b.charge()
        await b.advance(700)
        assert b.cp.memory.reservations == []
        assert b.cp.status == "Charging"


@pytest.mark.parametrize("obstacle", ["Rejected", "Unavailable", "Faulted", "Occupied"])
async def test_c2eu_reserve_now_where_that_is_impossible(obstacle: str) -> None:
    async with bench() as b:
        if obstacle == "Unavailable":
            await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        elif obstacle == "Faulted":
            b.cp.fault()
        elif obstacle == "Occupied":
            b.cp.plug()
            await b.advance(3)
        connector = 2 if obstacle == "Rejected" else 1
        answer = await b.cs.call("ReserveNow", {**reservation(), "connectorId": connector})
        assert answer == {"status": obstacle}


# ---- files


async def diagnostics(b: Bench, location: str) -> tuple[Payload, list[Json]]:
    """GetDiagnostics, its answer and the statuses after it."""
    message_id = await b.cs.send_call("GetDiagnostics", {"location": location})
    await b.settle()
    assert message_id not in b.cs.results, "the logs are zipped first"
    await b.advance(3)
    await b.advance(10)
    answer = b.cs.results[message_id][0].payload  # type: ignore[union-attr]
    return answer, [p["status"] for p in b.cs.payloads("DiagnosticsStatusNotification")]


@pytest.mark.parametrize(
    ("location", "statuses"),
    [
        ("ftp://user:pass@host/logs", ["Uploaded"]),
        ("ftp://user:pass@host:21/logs", ["Uploaded"]),
        ("ftp://user:pass@host:2121/logs", ["UploadFailed"]),
        ("ftp://user:pass@host:x/logs", ["UploadFailed"]),
        ("ftp://host/logs", ["UploadFailed"]),
        ("http://host/logs", ["UploadFailed"]),
        ("HTTP://host/logs", ["Uploading", "Uploaded"]),
    ],
)
async def test_c2eu_q22_diagnostics_go_by_ftp_or_upper_case_http(
    location: str, statuses: list[str]
) -> None:
    async with bench() as b:
        supported: Payload = {"key": "SupportedFileTransferProtocols", "value": "ftp,http,HTTP"}
        await b.cs.call("ChangeConfiguration", supported)
        answer, told = await diagnostics(b, location)
        assert answer == {"fileName": "C2011907DEMOEU01_1773468063000.zip"}
        assert told == statuses


async def test_c2eu_q22_an_unlisted_scheme_gets_an_empty_answer() -> None:
    async with bench() as b:
        assert await diagnostics(b, "HTTP://host/logs") == ({}, ["UploadFailed"])


async def test_c2eu_update_firmware_runs_through_its_statuses_and_reboots() -> None:
    async with bench() as b:
        location: Payload = {
            "location": "ftp://u:p@host/app.apk",
            "retrieveDate": "2099-01-01T00:00:00Z",
        }
        assert await b.cs.call("UpdateFirmware", location) == {}
        await b.advance(16)
        statuses = [p["status"] for p in b.cs.payloads("FirmwareStatusNotification")]
        assert statuses == ["Downloading", "Downloaded", "Installing", "Installed"]
        await b.advance(5)
        assert not b.cp.powered


async def test_c2eu_update_firmware_waits_silently_for_the_end_of_a_charge_and_may_fail() -> None:
    async with bench() as b:
        await b.charge()
        await b.cs.call("UpdateFirmware", {"location": "http://host/image"})
        await b.advance(60)
        assert b.cs.payloads("FirmwareStatusNotification") == []
        b.cp.unplug()
        await b.advance(10)
        statuses = [p["status"] for p in b.cs.payloads("FirmwareStatusNotification")]
        assert statuses == ["Downloading", "DownloadFailed"]
