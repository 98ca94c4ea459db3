"""What the C2EU does with the central system's CALLs, and where it keeps silent."""

import pytest

from simulator.c2eu.facts import CONFIGURATION
from simulator.frames import Json, Payload

from .harness import CARD, Bench, bench, single_phase_car

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
