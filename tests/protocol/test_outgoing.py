"""What goes out: each message that a central system sends, held against the ocpp package's JSON schemas."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
import json
import re
from typing import Any

from hypothesis import given, settings, strategies as st
from ocpp.messages import MessageType, get_validator
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import (
    AuthorizationData,
    CertificateHashData,
    ChargingProfile,
    ChargingSchedule,
    ChargingSchedulePeriod,
    Firmware,
    IdTagInfo,
    LogParameters,
)
from ocpp.v16.enums import (
    AuthorizationStatus,
    AvailabilityType,
    CertificateUse,
    ChargingProfileKindType,
    ChargingProfilePurposeType,
    ChargingRateUnitType,
    DataTransferStatus,
    GenericStatus,
    HashAlgorithm,
    Log,
    MessageTrigger,
    RecurrencyKind,
    RegistrationStatus,
    ResetType,
    UpdateType,
)
import pytest

from custom_components.plug_control.protocol.frames import build_call, build_result
from custom_components.plug_control.protocol.messages import action_of, read_answer, to_payload

NOON = datetime(2026, 3, 14, 13, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
NOON_TEXT = "2026-03-14T12:00:00Z"

PROFILE = ChargingProfile(
    charging_profile_id=1,
    stack_level=0,
    charging_profile_purpose=ChargingProfilePurposeType.tx_default_profile,
    charging_profile_kind=ChargingProfileKindType.recurring,
    recurrency_kind=RecurrencyKind.daily,
    valid_from=NOON,  # type: ignore[arg-type]  # the package has text here, a time is formatted
    charging_schedule=ChargingSchedule(
        charging_rate_unit=ChargingRateUnitType.amps,
        charging_schedule_period=[
            ChargingSchedulePeriod(start_period=0, limit=16.1, number_phases=3),
            ChargingSchedulePeriod(start_period=300, limit=16.0),
        ],
        duration=86400,
        min_charging_rate=6.0,
    ),
)

CALLS: list[Any] = [
    call.CancelReservation(reservation_id=1),
    call.CertificateSigned(certificate_chain="-----BEGIN CERTIFICATE-----"),
    call.ChangeAvailability(connector_id=0, type=AvailabilityType.inoperative),
    call.ChangeConfiguration(key="HeartbeatInterval", value="300"),
    call.ClearCache(),
    call.ClearChargingProfile(),
    call.ClearChargingProfile(
        id=1,
        connector_id=1,
        charging_profile_purpose=ChargingProfilePurposeType.tx_profile,
        stack_level=0,
    ),
    call.DataTransfer(vendor_id="V", message_id="m", data="d"),
    call.DeleteCertificate(
        certificate_hash_data=CertificateHashData(  # type: ignore[arg-type]  # the package says dict
            hash_algorithm=HashAlgorithm.sha256,
            issuer_name_hash="a",
            issuer_key_hash="b",
            serial_number="c",
        )
    ),
    call.ExtendedTriggerMessage(
        requested_message=MessageTrigger.log_status_notification, connector_id=1
    ),
    call.GetCompositeSchedule(
        connector_id=1, duration=3600, charging_rate_unit=ChargingRateUnitType.watts
    ),
    call.GetConfiguration(),
    call.GetConfiguration(key=["HeartbeatInterval"]),
    call.GetDiagnostics(location="ftp://x/", start_time=NOON, retries=1),  # type: ignore[arg-type]
    call.GetInstalledCertificateIds(
        certificate_type=CertificateUse.central_system_root_certificate
    ),
    call.GetLocalListVersion(),
    call.GetLog(
        log=LogParameters(remote_location="http://x/", oldest_timestamp=NOON),  # type: ignore[arg-type]
        log_type=Log.diagnostics_log,
        request_id=1,
    ),
    call.InstallCertificate(
        certificate_type=CertificateUse.manufacturer_root_certificate, certificate="x"
    ),
    call.RemoteStartTransaction(id_tag="HOMEASSISTANT", connector_id=1, charging_profile=PROFILE),
    call.RemoteStartTransaction(id_tag="HOMEASSISTANT"),
    call.RemoteStopTransaction(transaction_id=4711),
    call.ReserveNow(connector_id=1, expiry_date=NOON, id_tag="A", reservation_id=1),  # type: ignore[arg-type]
    call.Reset(type=ResetType.soft),
    call.SendLocalList(
        list_version=1,
        update_type=UpdateType.full,
        local_authorization_list=[
            AuthorizationData(
                id_tag="A",
                id_tag_info=IdTagInfo(
                    status=AuthorizationStatus.accepted,
                    expiry_date=NOON,  # type: ignore[arg-type]
                ),
            ),
            AuthorizationData(id_tag="B"),
        ],
    ),
    call.SetChargingProfile(connector_id=1, cs_charging_profiles=PROFILE),
    call.SetChargingProfile(
        connector_id=1,
        cs_charging_profiles={
            "charging_profile_id": 1,
            "stackLevel": 0,
            "charging_profile_purpose": "TxProfile",
            "charging_profile_kind": "Relative",
            "transaction_id": None,
            "charging_schedule": {
                "charging_rate_unit": "A",
                "charging_schedule_period": ({"start_period": 0, "limit": Decimal("16.14")},),
            },
        },
    ),
    call.SignedUpdateFirmware(
        request_id=1,
        firmware=Firmware(  # type: ignore[arg-type]
            location="http://x/",
            retrieve_date_time=NOON,  # type: ignore[arg-type]
            signing_certificate="x",
            signature="y",
        ),
    ),
    call.TriggerMessage(requested_message=MessageTrigger.meter_values, connector_id=1),
    call.UnlockConnector(connector_id=1),
    call.UpdateFirmware(location="http://x/", retrieve_date=NOON),  # type: ignore[arg-type]
]

FROM_CENTRAL_SYSTEMS = {
    # Core
    "ChangeAvailability",
    "ChangeConfiguration",
    "ClearCache",
    "DataTransfer",
    "GetConfiguration",
    "RemoteStartTransaction",
    "RemoteStopTransaction",
    "Reset",
    "UnlockConnector",
    # Firmware management
    "GetDiagnostics",
    "UpdateFirmware",
    # Local authorization list
    "GetLocalListVersion",
    "SendLocalList",
    # Reservation
    "CancelReservation",
    "ReserveNow",
    # Smart charging
    "ClearChargingProfile",
    "GetCompositeSchedule",
    "SetChargingProfile",
    # Remote trigger
    "TriggerMessage",
    # Security whitepaper
    "CertificateSigned",
    "DeleteCertificate",
    "ExtendedTriggerMessage",
    "GetInstalledCertificateIds",
    "GetLog",
    "InstallCertificate",
    "SignedUpdateFirmware",
}

TAG_INFO = IdTagInfo(
    status=AuthorizationStatus.accepted,
    parent_id_tag="GROUP",
    expiry_date=NOON,  # type: ignore[arg-type]
)

RESULTS: list[Any] = [
    call_result.Authorize(id_tag_info=TAG_INFO),
    call_result.BootNotification(
        current_time=NOON,  # type: ignore[arg-type]
        interval=300,
        status=RegistrationStatus.pending,
    ),
    call_result.DataTransfer(status=DataTransferStatus.unknown_vendor_id),
    call_result.DiagnosticsStatusNotification(),
    call_result.FirmwareStatusNotification(),
    call_result.Heartbeat(current_time=NOON),  # type: ignore[arg-type]
    call_result.LogStatusNotification(),
    call_result.MeterValues(),
    call_result.SecurityEventNotification(),
    call_result.SignCertificate(status=GenericStatus.rejected),
    call_result.SignedFirmwareStatusNotification(),
    call_result.StartTransaction(transaction_id=4711, id_tag_info=TAG_INFO),
    call_result.StatusNotification(),
    call_result.StopTransaction(id_tag_info=TAG_INFO),
    call_result.StopTransaction(),
]


def sent(message: Any, kind: int) -> Any:
    """Return the payload as it goes over the wire, after the schema found nothing wrong with it."""
    action, payload = action_of(message), to_payload(message)
    text = (
        build_call("1", action, payload) if kind == MessageType.Call else build_result("1", payload)
    )
    assert text == json.dumps(json.loads(text), separators=(",", ":"))
    wire = json.loads(text, parse_float=Decimal)[-1]
    get_validator(kind, action, "1.6", parse_float=Decimal).validate(wire)
    return json.loads(text)[-1]


@pytest.mark.parametrize("message", CALLS, ids=action_of)
def test_every_call_is_valid(message: Any) -> None:
    sent(message, MessageType.Call)


@pytest.mark.parametrize("message", RESULTS, ids=action_of)
def test_every_answer_is_valid(message: Any) -> None:
    sent(message, MessageType.CallResult)


def test_every_call_of_a_central_system_is_held_against_its_schema() -> None:
    assert {action_of(message) for message in CALLS} == FROM_CENTRAL_SYSTEMS


def test_every_answer_of_a_central_system_is_held_against_its_schema() -> None:
    both = {name for name in vars(call_result) if hasattr(call, name) and name[0].isupper()}
    messages = {name for name in both if hasattr(vars(call)[name], "__dataclass_fields__")}
    answers = messages - (FROM_CENTRAL_SYSTEMS - {"DataTransfer"})
    assert {action_of(message) for message in RESULTS} == answers


def test_r14_times_go_out_in_utc_with_z_and_whole_seconds() -> None:
    assert sent(RESULTS[5], MessageType.CallResult) == {"currentTime": NOON_TEXT}
    profile = sent(CALLS[-6], MessageType.Call)["csChargingProfiles"]
    assert profile["validFrom"] == NOON_TEXT


def test_r26_limits_go_out_with_one_decimal_at_most() -> None:
    message = call.SetChargingProfile(connector_id=1, cs_charging_profiles=PROFILE)
    schedule = sent(message, MessageType.Call)["csChargingProfiles"]["chargingSchedule"]
    assert [period["limit"] for period in schedule["chargingSchedulePeriod"]] == [16.1, 16]
    assert "16.0" not in json.dumps(schedule)


def test_r28_messages_say_a_and_w() -> None:
    message = call.GetCompositeSchedule(
        connector_id=1, duration=1, charging_rate_unit=ChargingRateUnitType.watts
    )
    assert to_payload(message)["chargingRateUnit"] == "W"
    schedule = to_payload(PROFILE)["chargingSchedule"]
    assert schedule["chargingRateUnit"] == "A"


def test_nothing_is_sent_for_what_is_none() -> None:
    assert to_payload(call.ClearChargingProfile(connector_id=0)) == {"connectorId": 0}


def test_a_value_that_has_no_place_in_a_message_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="object"):
        to_payload(call.ChangeConfiguration(key="a", value=object()))  # type: ignore[arg-type]


@settings(max_examples=50)
@given(
    limits=st.lists(
        st.floats(min_value=0, max_value=80_000) | st.decimals(0, 32, places=3),
        min_size=1,
        max_size=5,
    ),
    when=st.datetimes(timezones=st.just(UTC)),
    amps=st.booleans(),
)
def test_every_profile_is_valid(limits: list[Any], when: datetime, amps: bool) -> None:
    schedule = ChargingSchedule(
        charging_rate_unit=ChargingRateUnitType.amps if amps else ChargingRateUnitType.watts,
        charging_schedule_period=[
            ChargingSchedulePeriod(start_period=index * 300, limit=limit)
            for index, limit in enumerate(limits)
        ],
        start_schedule=when,  # type: ignore[arg-type]
    )
    profile = ChargingProfile(
        charging_profile_id=1,
        stack_level=0,
        charging_profile_purpose=ChargingProfilePurposeType.tx_profile,
        charging_profile_kind=ChargingProfileKindType.absolute,
        charging_schedule=schedule,
    )
    message = call.SetChargingProfile(connector_id=1, cs_charging_profiles=profile)
    start = sent(message, MessageType.Call)["csChargingProfiles"]["chargingSchedule"][
        "startSchedule"
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", start)


@pytest.mark.parametrize(
    ("told", "version"),
    [(7, 7), ("7", 7), (-1, -1), (2**63, 2**31 - 1), (10**300, 2**31 - 1), (-1e300, 1 - 2**31)],
)
def test_a_whole_number_of_an_answer_has_32_bits(told: Any, version: int) -> None:
    """Home Assistant's storage and its websocket keep no larger one than 64 bits."""
    assert read_answer("GetLocalListVersion", {"listVersion": told}).list_version == version
