"""Payloads → plain data: tolerant, and a CALLERROR only where required meaning is missing."""

from datetime import UTC, datetime
from typing import Any

from ocpp.v16.enums import ChargePointErrorCode, ChargePointStatus, Reason
import pytest

from custom_components.plug_control.protocol.messages import (
    Authorize,
    BootNotification,
    DataTransfer,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    LogStatusNotification,
    MeterValues,
    SecurityEventNotification,
    SignCertificate,
    SignedFirmwareStatusNotification,
    StartTransaction,
    StatusNotification,
    StopTransaction,
    read,
)

NOON = "2026-03-14T12:00:00Z"
AT_NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def status(**fields: Any) -> StatusNotification:
    message = read("StatusNotification", {"connectorId": 1, "status": "Available"} | fields)
    assert isinstance(message, StatusNotification)
    return message


def start(**fields: Any) -> StartTransaction:
    payload = {"connectorId": 1, "idTag": "A", "meterStart": 10, "timestamp": NOON} | fields
    message = read("StartTransaction", payload)
    assert isinstance(message, StartTransaction)
    return message


def stop(**fields: Any) -> StopTransaction:
    payload = {"transactionId": 7, "meterStop": 20, "timestamp": NOON} | fields
    message = read("StopTransaction", payload)
    assert isinstance(message, StopTransaction)
    return message


@pytest.mark.parametrize(
    ("action", "payload", "message"),
    [
        ("Authorize", {"idTag": "04A1"}, Authorize(id_tag="04A1")),
        ("Heartbeat", {}, Heartbeat()),
        (
            "StatusNotification",
            {
                "connectorId": 2,
                "status": "Faulted",
                "errorCode": "OtherError",
                "timestamp": NOON,
                "info": "hot",
                "vendorId": "V",
                "vendorErrorCode": "0x00",
            },
            StatusNotification(
                connector_id=2,
                status=ChargePointStatus.faulted,
                error_code="OtherError",
                timestamp=AT_NOON,
                info="hot",
                vendor_id="V",
                vendor_error_code="0x00",
            ),
        ),
        (
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": "A",
                "meterStart": 10,
                "timestamp": NOON,
                "reservationId": 7,
            },
            StartTransaction(
                connector_id=1,
                id_tag="A",
                meter_start_wh=10.0,
                timestamp=AT_NOON,
                reservation_id=7,
            ),
        ),
        (
            "StopTransaction",
            {
                "transactionId": 7,
                "idTag": "A",
                "meterStop": 20,
                "timestamp": NOON,
                "reason": "Local",
            },
            StopTransaction(
                transaction_id=7,
                meter_stop_wh=20.0,
                timestamp=AT_NOON,
                reason="Local",
                id_tag="A",
                meter_values=(),
            ),
        ),
        (
            "MeterValues",
            {"connectorId": 1, "transactionId": 7, "meterValue": []},
            MeterValues(connector_id=1, transaction_id=7, meter_values=()),
        ),
        (
            "DataTransfer",
            {"vendorId": "V", "messageId": "m", "data": "1,2"},
            DataTransfer(vendor_id="V", message_id="m", data="1,2"),
        ),
        (
            "DiagnosticsStatusNotification",
            {"status": "uploading"},
            DiagnosticsStatusNotification(status="Uploading"),
        ),
        (
            "FirmwareStatusNotification",
            {"status": "Exploding"},
            FirmwareStatusNotification(status="Exploding"),
        ),
        (
            "LogStatusNotification",
            {"status": "Uploaded", "requestId": 7},
            LogStatusNotification(status="Uploaded", request_id=7),
        ),
        (
            "SecurityEventNotification",
            {"type": "FirmwareUpdated", "timestamp": NOON},
            SecurityEventNotification(type="FirmwareUpdated", timestamp=AT_NOON, tech_info=None),
        ),
        (
            "SignCertificate",
            {"csr": "-----BEGIN-----\r\nab\x00c\n"},
            SignCertificate(csr="-----BEGIN-----\nab c"),
        ),
        (
            "SignedFirmwareStatusNotification",
            {"status": "Installed"},
            SignedFirmwareStatusNotification(status="Installed", request_id=None),
        ),
    ],
)
def test_messages_are_read(action: str, payload: dict[str, Any], message: object) -> None:
    assert read(action, payload) == message


def test_boot_notification_needs_nothing_at_all() -> None:
    assert read("BootNotification", {}) == BootNotification(
        charge_point_vendor="",
        charge_point_model="",
        charge_point_serial_number=None,
        charge_box_serial_number=None,
        firmware_version=None,
        iccid=None,
        imsi=None,
        meter_type=None,
        meter_serial_number=None,
    )


def test_boot_notification_with_an_empty_vendor_and_a_long_serial_number() -> None:
    boot = read(
        "BootNotification",
        {"chargePointVendor": "", "chargePointModel": 7, "chargePointSerialNumber": "3N18" * 10},
    )
    assert isinstance(boot, BootNotification)
    assert boot.charge_point_vendor == ""
    assert boot.charge_point_model == "7"
    assert boot.charge_point_serial_number == "3N18" * 10


@pytest.mark.parametrize("given", ["connectorid", "ConnectorId", "CONNECTORID"])
def test_field_names_are_read_in_any_case_and_unknown_ones_ignored(given: str) -> None:
    message = read("StatusNotification", {given: "1", "Status": "AVAILABLE", "extra": {"a": 1}})
    assert isinstance(message, StatusNotification)
    assert (message.connector_id, message.status) == (1, ChargePointStatus.available)


def test_the_standards_own_spelling_wins() -> None:
    assert status(Status="Faulted", STATUS="Charging").status is ChargePointStatus.available


def test_actions_are_read_in_any_case() -> None:
    assert read("heartBeat", {}) == Heartbeat()


@pytest.mark.parametrize("value", ChargePointStatus)
def test_r22_every_status_is_read_also_for_connector_0(value: ChargePointStatus) -> None:
    assert status(connectorId=0, status=str(value)).status is value


@pytest.mark.parametrize(
    ("given", "code"),
    [(str(code), str(code)) for code in ChargePointErrorCode]
    + [
        ("noerror", "NoError"),
        ("Error", "Error"),
        (None, "NoError"),
        ("", "NoError"),
        ([], "NoError"),
    ],
)
def test_an_error_code_is_read_in_any_case_and_absent_means_none(given: Any, code: str) -> None:
    assert status(errorCode=given).error_code == code


@pytest.mark.parametrize("info", ["", "null", "  ", None, {}])
def test_info_that_says_nothing_is_nothing(info: Any) -> None:
    assert status(info=info).info is None


@pytest.mark.parametrize("tag", ["04A1B2C3D4E5801234567", "20:7A:C1:99", "A" * 40 + "_17619999"])
def test_r19_tags_beyond_20_characters_are_read(tag: str) -> None:
    assert read("Authorize", {"idTag": tag}) == Authorize(id_tag=tag)


def test_a_tag_that_is_a_number_is_its_text() -> None:
    assert read("Authorize", {"idTag": 1234567}) == Authorize(id_tag="1234567")


@pytest.mark.parametrize("tag", ["", None, {}])
def test_r15_a_start_without_a_tag_is_still_a_start(tag: Any) -> None:
    assert start(idTag=tag).id_tag == ""


def test_an_empty_tag_is_nobodys() -> None:
    assert read("Authorize", {"idTag": ""}) == Authorize(id_tag="")


@pytest.mark.parametrize(
    ("given", "wh"),
    [
        (1.5, 1.5),
        ("1234,5", 1234.5),
        (4296944001, 4296944001.0),
        (0, 0.0),
        (-1000, None),
        ("", None),
        (None, None),
        ({}, None),
        (float("nan"), None),
    ],
)
def test_registers_are_read_as_wh_and_negative_ones_as_unreadable(
    given: Any, wh: float | None
) -> None:
    assert start(meterStart=given).meter_start_wh == wh
    assert stop(meterStop=given).meter_stop_wh == wh


@pytest.mark.parametrize(
    ("given", "transaction_id"),
    [
        (1, 1),
        ("4711", 4711),
        (4711.0, 4711),
        (2**31 - 1, 2**31 - 1),
        (0, None),
        (-1, None),
        (2**31, None),
        (2**63 - 1, None),
        ("9223372036854775807", None),
        (None, None),
        ("x", None),
        ([], None),
    ],
)
def test_r16_ids_that_nobody_gives_are_none(given: Any, transaction_id: int | None) -> None:
    assert stop(transactionId=given).transaction_id == transaction_id
    values = read("MeterValues", {"connectorId": 1, "transactionId": given})
    assert isinstance(values, MeterValues)
    assert values.transaction_id == transaction_id


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        *((str(reason), str(reason)) for reason in Reason),
        ("evdisconnected", "EVDisconnected"),
        ("Why", "Why"),
        (None, None),
        ("", None),
    ],
)
def test_reasons_are_read_in_any_case(given: Any, reason: str | None) -> None:
    assert stop(reason=given).reason == reason


def test_r15_stop_transaction_and_meter_values_are_read_whatever_they_say() -> None:
    fields = ("connectorId", "transactionId", "meterStop", "timestamp", "reason", "idTag")
    nonsense: dict[str, Any] = {field: {"a": []} for field in fields}
    assert read("StopTransaction", {}) == read("StopTransaction", nonsense)
    assert read("MeterValues", {}) == MeterValues(
        connector_id=0, transaction_id=None, meter_values=()
    )
    assert read("MeterValues", nonsense | {"meterValue": "x"}) == read("MeterValues", {})


@pytest.mark.parametrize(
    ("given", "connector_id"), [(1, 1), ("2", 2), (0, 0), (-1, 0), (10**9, 0), (None, 0)]
)
def test_meter_values_without_a_usable_connector_are_the_charge_points(
    given: Any, connector_id: int
) -> None:
    values = read("MeterValues", {"connectorId": given})
    assert isinstance(values, MeterValues)
    assert values.connector_id == connector_id


def test_transaction_data_is_read() -> None:
    data = [{"timestamp": NOON, "sampledValue": [{"value": "1.6250000000000002", "unit": "kWh"}]}]
    (element,) = stop(transactionData=data).meter_values
    assert element.timestamp == AT_NOON
    assert element.sampled_values[0].value == pytest.approx(1.625)


@pytest.mark.parametrize(
    ("given", "data"),
    [
        ("1,Preparing,{20,8016}", "1,Preparing,{20,8016}"),
        ({"a": [1, 2]}, '{"a":[1,2]}'),
        ([1], "[1]"),
        (7, "7"),
        (None, None),
    ],
)
def test_vendor_data_that_is_no_text_is_its_json(given: Any, data: str | None) -> None:
    message = read("DataTransfer", {"vendorId": "V", "data": given})
    assert isinstance(message, DataTransfer)
    assert message.data == data


def test_vendor_data_without_a_vendor_is_read() -> None:
    assert read("DataTransfer", {}) == DataTransfer(vendor_id="", message_id=None, data=None)


@pytest.mark.parametrize("reservation_id", [10**30, -(10**30), 2**31, "x", None, 1.5])
def test_a_reservation_id_that_nobody_gives_is_none(reservation_id: object) -> None:
    message = read("StartTransaction", {"connectorId": 1, "reservationId": reservation_id})
    assert isinstance(message, StartTransaction)
    assert message.reservation_id is None


def test_a_status_tells_no_credentials() -> None:
    payload = {
        "connectorId": 1,
        "status": "Faulted",
        "info": "no answer of ftp://me:letmein@host",
        "vendorErrorCode": f"{'x' * 245} ftp://me:letmein@host",
    }
    message = read("StatusNotification", payload)
    assert isinstance(message, StatusNotification)
    assert message.info == "no answer of ftp://(hidden)@host"
    assert "me:" not in (message.vendor_error_code or "")
