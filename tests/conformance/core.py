"""The cases of the Core profile, smart charging, triggers and data transfer."""

from datetime import datetime, timedelta
from types import MappingProxyType

from homeassistant.config_entries import ConfigSubentry
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import CONF_BLOCKED, CONF_EXPIRES_AT
from simulator.frames import Payload
from tests.action_calls import PROFILE
from tests.helpers import CHARGE_POINT_ID, id_tag_data, until

from .kit import CARD, Kit
from .plan import case

STRANGER = "04DEADBEEF"


async def charge(kit: Kit) -> int:
    """Let a charge begin by card, car plugged in."""
    await kit.status("Preparing")
    assert await kit.authorize() == "Accepted"
    number, status = await kit.start()
    assert status == "Accepted"
    await kit.status("Charging")
    return number


async def ended(kit: Kit, number: int, reason: str) -> None:
    """Assert that the records have the session as it went over the wire; unplug the car."""
    (row,) = [each for each in await kit.sessions() if each["transaction_id"] == number]
    assert (row["energy_wh"], row["energy_estimated"], row["stop_reason"]) == (1000, False, reason)
    assert (await kit.act("get_transactions"))["transactions"] == []
    await kit.status("Finishing")
    await kit.status("Available")


@case("001")
async def cold_boot(kit: Kit) -> None:
    """The boot is accepted with the time and the heartbeat's interval, statuses are shown, a heartbeat gets the time."""
    answer = await kit.charger.boot("Kit", "Box", firmwareVersion="2.0")
    assert answer["status"] == "Accepted"
    interval = answer["interval"]
    assert isinstance(interval, int)
    assert interval > 0
    await kit.status("Available", 0)
    await kit.status("Available")
    assert kit.value("sensor.garage_status") == "available"
    assert kit.value("sensor.garage_firmware") == "2.0"
    heard = await kit.charger.call("Heartbeat")
    assert str(heard["currentTime"]).endswith("Z")


@case("003")
async def plug_in_first(kit: Kit) -> None:
    """Preparing, Authorize, start, meter values, stop by the same card: one session with its energy and card."""
    number = await charge(kit)
    assert kit.value("sensor.garage_status") == "charging"
    await kit.meter_values(number)
    assert await kit.authorize() == "Accepted"
    answer = await kit.stop(number, idTag=CARD)
    assert answer["idTagInfo"] == {"status": "Accepted"}
    assert (await kit.last())["card_name"] == "Anna"
    await ended(kit, number, "local")


@case("004_1")
async def identification_first(kit: Kit) -> None:
    """Authorize before the car is plugged in: Preparing, start and stop are recorded as one session."""
    assert await kit.authorize() == "Accepted"
    await kit.status("Preparing")
    number, status = await kit.start()
    assert status == "Accepted"
    await kit.status("Charging")
    await kit.stop(number, reason=None)
    await ended(kit, number, "local")


@case("004_2")
async def identification_without_a_car(kit: Kit) -> None:
    """Authorize, Preparing, and Available again after ConnectionTimeOut: nothing is recorded."""
    before = len(await kit.sessions())
    assert await kit.authorize() == "Accepted"
    await kit.status("Preparing")
    await kit.status("Available")
    assert len(await kit.sessions()) == before
    assert kit.value("sensor.garage_status") == "available"


@case("005_1")
async def car_unplugged(kit: Kit) -> None:
    """The car ends the session: SuspendedEV and a stop with EVDisconnected are shown and recorded."""
    number = await charge(kit)
    await kit.status("SuspendedEV")
    await kit.stop(number, "EVDisconnected")
    await ended(kit, number, "ev_disconnected")


@case("007")
async def cached_card(kit: Kit) -> None:
    """A start without Authorize is decided by the card of the start itself."""
    await kit.status("Preparing")
    number, status = await kit.start()
    assert status == "Accepted"
    await kit.status("Charging")
    await kit.stop(number)
    await ended(kit, number, "local")


async def remote_start(kit: Kit) -> int:
    """Start from Home Assistant; return the transaction's id."""
    before = kit.answers("RemoteStartTransaction", status="Accepted")
    answer = await kit.act("remote_start_transaction", connector_id=1, id_tag=CARD)
    assert answer == {"status": "Accepted"}
    assert len(kit.charger.received("RemoteStartTransaction")) == before + 1
    assert kit.wire("RemoteStartTransaction") == {"connectorId": 1, "idTag": CARD}
    await kit.status("Preparing")
    number, status = await kit.start()
    assert status == "Accepted"
    await kit.status("Charging")
    return number


@case("010")
async def remote_start_plugged_in(kit: Kit) -> None:
    """With the cable plugged in: RemoteStartTransaction with connector and card, the start is accepted and recorded."""
    await kit.status("Preparing")
    number = await remote_start(kit)
    await kit.stop(number, "Remote")
    await ended(kit, number, "remote")


@case("011_1")
async def remote_start_first(kit: Kit) -> None:
    """Before the cable is plugged in: the start that follows is accepted and recorded."""
    number = await remote_start(kit)
    await kit.stop(number, "Remote")
    await ended(kit, number, "remote")


@case("011_2")
async def remote_start_without_a_car(kit: Kit) -> None:
    """No car comes: Preparing, then Available; nothing is recorded."""
    before = len(await kit.sessions())
    kit.answers("RemoteStartTransaction", status="Accepted")
    await kit.act("remote_start_transaction", connector_id=1, id_tag=CARD)
    await kit.status("Preparing")
    await kit.status("Available")
    assert len(await kit.sessions()) == before


@case("012")
async def remote_stop(kit: Kit) -> None:
    """RemoteStopTransaction names the running transaction; the stop with reason Remote is recorded."""
    number = await charge(kit)
    kit.answers("RemoteStopTransaction", status="Accepted")
    assert await kit.act("remote_stop_transaction") == {"status": "Accepted"}
    assert kit.wire("RemoteStopTransaction") == {"transactionId": number}
    await kit.stop(number, "Remote")
    await ended(kit, number, "remote")


async def reset(kit: Kit, kind: str, reason: str, recorded: str) -> None:
    number = await charge(kit)
    kit.answers("Reset", status="Accepted")
    assert await kit.act("reset", type=kind) == {"status": "Accepted"}
    assert kit.wire("Reset") == {"type": kind}
    await kit.stop(number, reason)
    await kit.reconnect()
    await ended(kit, number, recorded)
    # Many close the connection instead of answering
    work = kit.begin("reset", type=kind)
    await kit.takes("Reset")
    await kit.reconnect()
    assert await work == {"status": "Accepted"}


@case("013")
async def hard_reset(kit: Kit) -> None:
    """Reset Hard is sent; a stop with HardReset is recorded as such; a connection that closes over it is no error."""
    await reset(kit, "Hard", "HardReset", "hard_reset")


@case("014")
async def soft_reset(kit: Kit) -> None:
    """Reset Soft is sent; a stop with SoftReset is recorded as such; a connection that closes over it is no error."""
    await reset(kit, "Soft", "SoftReset", "soft_reset")


@case("017_1")
async def unlock(kit: Kit) -> None:
    """UnlockConnector is sent, Unlocked is told."""
    kit.answers("UnlockConnector", status="Unlocked")
    assert await kit.act("unlock_connector", connector_id=1) == {"status": "Unlocked"}
    assert kit.wire("UnlockConnector") == {"connectorId": 1}


@case("017_2")
async def unlock_of_a_fixed_cable(kit: Kit) -> None:
    """A charger with a fixed cable answers NotSupported, which the user is told."""
    kit.answers("UnlockConnector", status="NotSupported")
    assert await kit.refused("unlock_connector", connector_id=1) == "NotSupported"


@case("018_1")
async def unlock_during_a_session(kit: Kit) -> None:
    """UnlockConnector ends the session; the stop with UnlockCommand is recorded as such."""
    number = await charge(kit)
    kit.answers("UnlockConnector", status="Unlocked")
    await kit.act("unlock_connector", connector_id=1)
    await kit.stop(number, "UnlockCommand")
    await ended(kit, number, "unlock")


@case("019_1")
async def whole_configuration(kit: Kit) -> None:
    """GetConfiguration without keys; all keys are returned."""
    key: Payload = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
    kit.answers("GetConfiguration", configurationKey=[key], unknownKey=[])
    answer = await kit.act("get_configuration")
    assert kit.wire("GetConfiguration") == {}
    assert answer["configuration_key"] == [key]


@case("019_2")
async def one_key(kit: Kit) -> None:
    """GetConfiguration with one key; its value is returned, an unknown one is named."""
    key: Payload = {"key": "SupportedFeatureProfiles", "readonly": True, "value": "Core"}
    kit.answers("GetConfiguration", configurationKey=[key], unknownKey=["Nonsense"])
    answer = await kit.act("get_configuration", key=["SupportedFeatureProfiles", "Nonsense"])
    assert kit.wire("GetConfiguration") == {"key": ["SupportedFeatureProfiles", "Nonsense"]}
    assert (answer["configuration_key"], answer["unknown_key"]) == ([key], ["Nonsense"])


@case("021")
async def change_configuration(kit: Kit) -> None:
    """ChangeConfiguration with key and value; Accepted and RebootRequired are told."""
    for status in ("Accepted", "RebootRequired"):
        kit.answers("ChangeConfiguration", status=status)
        answer = await kit.act("change_configuration", key="MeterValueSampleInterval", value="61")
        assert answer == {"status": status}
        assert kit.wire("ChangeConfiguration") == {
            "key": "MeterValueSampleInterval",
            "value": "61",
        }


async def energies(kit: Kit) -> list[float]:
    """Return the energy of the sessions that have some: a refused start may be recorded as one without."""
    return [row["energy_wh"] for row in await kit.sessions() if row["energy_wh"]]


async def refused_card(kit: Kit, id_tag: str, status: str) -> None:
    """Assert that Authorize and a start get a status, and that no session is recorded."""
    before = await energies(kit)
    assert await kit.authorize(id_tag) == status
    assert kit.attributes("event.garage_card_reader")["event_type"] == status.casefold()
    _, started = await kit.start(id_tag)
    assert started == status
    assert await energies(kit) == before
    assert (await kit.act("get_transactions"))["transactions"] == []
    await kit.status("Available")


async def add_card(kit: Kit, id_tag: str, **data: object) -> None:

    card = id_tag_data(id_tag, id_tag, **data)
    kit.hass.config_entries.async_add_subentry(
        kit.entry,
        ConfigSubentry(
            data=MappingProxyType(dict(card["data"])),
            subentry_type=card["subentry_type"],
            title=card["title"],
            unique_id=card["unique_id"],
        ),
    )
    await kit.settle()


@case("023_1")
async def invalid_card(kit: Kit) -> None:
    """An unknown card gets Invalid at Authorize and at a start; no session runs."""
    await refused_card(kit, STRANGER, "Invalid")


@case("023_2")
async def expired_card(kit: Kit) -> None:
    """A card whose time is over gets Expired at Authorize and at a start; no session runs."""
    over = dt_util.utcnow() - timedelta(days=1)
    await add_card(kit, "04E0", **{CONF_EXPIRES_AT: over.isoformat()})
    await refused_card(kit, "04E0", "Expired")


@case("023_3")
async def blocked_card(kit: Kit) -> None:
    """A blocked card gets Blocked at Authorize and at a start; no session runs."""
    await add_card(kit, "04B0", **{CONF_BLOCKED: True})
    await refused_card(kit, "04B0", "Blocked")


@case("024")
async def lock_failure(kit: Kit) -> None:
    """ConnectorLockFailure is shown as a fault, with its error; nothing is recorded."""
    before = len(await kit.sessions())
    await kit.status("Preparing")
    assert await kit.authorize() == "Accepted"
    await kit.status("Faulted", errorCode="ConnectorLockFailure")
    assert kit.value("sensor.garage_status") == "faulted"
    assert kit.value("binary_sensor.garage_problem") == "on"
    assert kit.value("sensor.garage_error") == "connector_lock_failure"
    assert len(await kit.sessions()) == before
    await kit.status("Available")


@case("026")
async def remote_start_refused(kit: Kit) -> None:
    """Rejected is told to the user, and nothing is recorded."""
    kit.answers("RemoteStartTransaction", status="Rejected")
    assert await kit.refused("remote_start_transaction", connector_id=1) == "Rejected"
    assert (await kit.act("get_transactions"))["transactions"] == []


@case("028")
async def remote_stop_refused(kit: Kit) -> None:
    """Rejected is told to the user; the session goes on."""
    number = await charge(kit)
    kit.answers("RemoteStopTransaction", status="Rejected")
    assert await kit.refused("remote_stop_transaction") == "Rejected"
    (running,) = (await kit.act("get_transactions"))["transactions"]
    assert running["transaction_id"] == number
    await kit.stop(number)
    await ended(kit, number, "local")


@case("030")
async def unlock_failure(kit: Kit) -> None:
    """UnlockFailed is told to the user."""
    kit.answers("UnlockConnector", status="UnlockFailed")
    assert await kit.refused("unlock_connector", connector_id=1) == "UnlockFailed"


@case("031")
async def unlock_of_an_unknown_connector(kit: Kit) -> None:
    """A connector that the charger never told of is sent; its NotSupported is told to the user."""
    kit.answers("UnlockConnector", status="NotSupported")
    assert await kit.refused("unlock_connector", connector_id=2) == "NotSupported"
    assert kit.wire("UnlockConnector") == {"connectorId": 2}


@case("032_1")
async def power_failure(kit: Kit) -> None:
    """After a power cut and a boot, the stop with PowerLoss ends the same session."""
    number = await charge(kit)
    await kit.reconnect()
    await kit.stop(number, "PowerLoss")
    await ended(kit, number, "power_loss")


async def offline_start(kit: Kit, id_tag: str, began: datetime) -> tuple[int, object]:
    await kit.charger.abort()
    await until(lambda: not kit.central_system.charge_points[CHARGE_POINT_ID].connected)
    assert kit.value("sensor.garage_status") == "unavailable"
    await kit.charger.connect()
    number, status = await kit.start(id_tag, at=began)
    await kit.status("Charging")
    return number, status


@case("037_1")
async def offline_start_of_a_valid_card(kit: Kit) -> None:
    """A start from the time without connection is accepted, and recorded with its own time."""
    began = dt_util.utcnow() - timedelta(minutes=30)
    number, status = await offline_start(kit, CARD, began)
    assert status == "Accepted"
    await kit.stop(number)
    (row,) = [each for each in await kit.sessions() if each["transaction_id"] == number]
    assert row["started_at"] == began.isoformat()
    await ended(kit, number, "local")


@case("037_3")
async def offline_start_of_an_invalid_card(kit: Kit) -> None:
    """A start of an unknown card gets Invalid; the stop with DeAuthorized that follows is recorded."""
    number, status = await offline_start(kit, STRANGER, dt_util.utcnow() - timedelta(minutes=20))
    assert status == "Invalid"
    await kit.stop(number, "DeAuthorized")
    await ended(kit, number, "deauthorized")


@case("039")
async def offline_session(kit: Kit) -> None:
    """A session that began and ended without connection is recorded with its own times."""
    began = dt_util.utcnow() - timedelta(hours=2)
    await kit.reconnect()
    number, status = await kit.start(at=began)
    assert status == "Accepted"
    await kit.stop(number, at=began + timedelta(hours=1))
    row = next(each for each in await kit.sessions() if each["transaction_id"] == number)
    assert row["started_at"] == began.isoformat()
    assert row["stopped_at"] == (began + timedelta(hours=1)).isoformat()
    assert row["energy_wh"] == 1000


async def refused_value(kit: Kit, status: str) -> None:
    kit.answers("ChangeConfiguration", status=status)
    told = await kit.refused("change_configuration", key="MeterValueSampleInterval", value="-1")
    assert told == status


@case("040_1")
async def key_not_supported(kit: Kit) -> None:
    """NotSupported is told to the user."""
    await refused_value(kit, "NotSupported")


@case("040_2")
async def value_refused(kit: Kit) -> None:
    """Rejected is told to the user."""
    await refused_value(kit, "Rejected")


@case("054")
async def trigger_messages(kit: Kit) -> None:
    """TriggerMessage for meter values, heartbeat, status, diagnostics and firmware; what comes is answered."""
    kit.answers("TriggerMessage", status="Accepted")
    for name, wire in (
        ("meter_values", "MeterValues"),
        ("heartbeat", "Heartbeat"),
        ("status_notification", "StatusNotification"),
        ("diagnostics_status_notification", "DiagnosticsStatusNotification"),
        ("firmware_status_notification", "FirmwareStatusNotification"),
    ):
        answer = await kit.act("trigger_message", requested_message=name)
        assert answer == {"status": "Accepted"}
        assert kit.wire("TriggerMessage")["requestedMessage"] == wire
    await kit.meter_values()
    await kit.charger.call("Heartbeat")
    await kit.status("Available")
    for action in ("DiagnosticsStatusNotification", "FirmwareStatusNotification"):
        assert await kit.charger.call(action, {"status": "Idle"}) == {}


@case("055")
async def trigger_refused(kit: Kit) -> None:
    """Rejected is told to the user."""
    kit.answers("TriggerMessage", status="Rejected")
    assert await kit.refused("trigger_message", requested_message="meter_values") == "Rejected"


@case("056")
async def default_profile(kit: Kit) -> None:
    """SetChargingProfile with a TxDefaultProfile, as it was given."""
    kit.answers("SetChargingProfile", status="Accepted")
    answer = await kit.act("set_charging_profile", cs_charging_profiles=PROFILE, connector_id=1)
    assert answer == {"status": "Accepted"}
    sent = kit.wire("SetChargingProfile")
    assert sent["connectorId"] == 1
    profile = sent["csChargingProfiles"]
    assert isinstance(profile, dict)
    assert profile["chargingProfilePurpose"] == "TxDefaultProfile"


@case("057")
async def transaction_profile(kit: Kit) -> None:
    """SetChargingProfile with a TxProfile names the running transaction."""
    number = await charge(kit)
    kit.answers("SetChargingProfile", status="Accepted")
    profile = PROFILE | {"charging_profile_purpose": "TxProfile"}
    await kit.act("set_charging_profile", cs_charging_profiles=profile, connector_id=1)
    sent = kit.wire("SetChargingProfile")["csChargingProfiles"]
    assert isinstance(sent, dict)
    assert (sent["chargingProfilePurpose"], sent["transactionId"]) == ("TxProfile", number)
    await kit.stop(number)
    await ended(kit, number, "local")


@case("059")
async def remote_start_with_a_profile(kit: Kit) -> None:
    """RemoteStartTransaction carries a TxProfile without transaction id; the start is recorded."""
    kit.answers("RemoteStartTransaction", status="Accepted")
    profile = PROFILE | {"charging_profile_purpose": "TxProfile"}
    await kit.act("remote_start_transaction", connector_id=1, id_tag=CARD, charging_profile=profile)
    sent = kit.wire("RemoteStartTransaction")["chargingProfile"]
    assert isinstance(sent, dict)
    assert sent["chargingProfilePurpose"] == "TxProfile"
    assert "transactionId" not in sent
    number, _ = await kit.start()
    await kit.status("Charging")
    await kit.stop(number, "Remote")
    await ended(kit, number, "remote")


@case("061")
async def clear_cache(kit: Kit) -> None:
    """ClearCache is sent; Accepted and Rejected are told."""
    kit.answers("ClearCache", status="Accepted")
    assert await kit.act("clear_cache") == {"status": "Accepted"}
    kit.answers("ClearCache", status="Rejected")
    assert await kit.refused("clear_cache") == "Rejected"


@case("064")
async def data_transfer(kit: Kit) -> None:
    """A message of an unknown vendor gets UnknownVendorId, and becomes an event; one of ours returns status and data."""
    answer = await kit.charger.call("DataTransfer", {"vendorId": "kit", "data": "42"})
    assert answer == {"status": "UnknownVendorId"}
    await until(lambda: kit.hass.states.get("event.garage_vendor_message"))
    assert kit.attributes("event.garage_vendor_message")["data"] == "42"
    kit.answers("DataTransfer", status="Accepted", data="43")
    answer = await kit.act("data_transfer", vendor_id="kit", message_id="m", data="42")
    assert answer == {"status": "Accepted", "data": "43"}
    assert kit.wire("DataTransfer") == {"vendorId": "kit", "messageId": "m", "data": "42"}


@case("067")
async def clear_profile(kit: Kit) -> None:
    """ClearChargingProfile by id and by purpose; Accepted and Unknown are told."""
    for status in ("Accepted", "Unknown"):
        kit.answers("ClearChargingProfile", status=status)
        assert await kit.act("clear_charging_profile", id=1) == {"status": status}
        assert kit.wire("ClearChargingProfile") == {"id": 1}
    await kit.act(
        "clear_charging_profile", charging_profile_purpose="TxDefaultProfile", stack_level=2
    )
    assert kit.wire("ClearChargingProfile") == {
        "chargingProfilePurpose": "TxDefaultProfile",
        "stackLevel": 2,
    }
