"""Read a CALL's payload field by field: a bad optional field counts as missing.

Only a message without a usable required field is refused, with the standard's error code (R8).
MeterValues and StopTransaction are never refused (R15).
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
import json
from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import Action, ChargePointStatus

from .errors import ErrorCode, PayloadError
from .frames import Call, load
from .incoming import (
    Authorize,
    BootNotification,
    DataTransfer,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    Incoming,
    LogStatusNotification,
    MeterValues,
    SecurityEventNotification,
    SignCertificate,
    SignedFirmwareStatusNotification,
    StartTransaction,
    StatusNotification,
    StopTransaction,
)
from .meter_values import read_meter_values
from .values import MAX_TEXT, clean, integer, number, parse_timestamp, text, without_credentials
from .vocabulary import (
    DIAGNOSTICS_STATUSES,
    ERROR_CODES,
    FIRMWARE_STATUSES,
    REASONS,
    STATUSES,
    UPLOAD_LOG_STATUSES,
    camel_case,
    folded,
    spelled,
)

MAX_CONNECTOR_ID = 255
MAX_ID_TAG = 255
MAX_INFO = 500
MAX_DATA = 4096
MAX_CSR = 10_000
_MAX_INTEGER = 2**31 - 1
"""OCPP's integers have 32 bits; the database cannot store one of a thousand digits."""

type _Fields = dict[str, Any]


def read(action: str, payload: dict[str, Any]) -> Incoming:
    """Return the message in a CALL's payload.

    Raises PayloadError: NotImplemented for an unknown action, NotSupported for one that a charge point does not send,
    otherwise the error of the required field.
    """
    reader = _READERS.get(action)
    if reader is None:
        action = spelled(_ACTIONS, action) or action
        reader = _READERS.get(action)
    if reader is None:
        raise _unknown(action)
    return reader(_in_standard_case(action, payload))


def as_told(call: Call) -> dict[str, Any]:
    """Return the payload of a CALL that `read` has read, as the charge point sent it, its names in the standard's spelling."""
    payload = call.payload if call.text is None else load(call.text)[3]
    action = call.action if call.action in _READERS else spelled(_ACTIONS, call.action)
    return _in_standard_case(action or call.action, payload)


def _unknown(action: str) -> PayloadError:
    code = ErrorCode.NOT_SUPPORTED if action in _ACTIONS else ErrorCode.NOT_IMPLEMENTED
    return PayloadError(code, f"no {clean(action, 50)} from a charge point", "action")


def _in_standard_case(action: str, payload: _Fields) -> _Fields:
    """Return the payload with the standard's spelling of field names, without unknown fields where one differs."""
    if payload.keys() <= _FIELDS[action]:
        return payload
    names = _FOLDED_FIELDS[action]
    renamed = {names[key.casefold()]: payload[key] for key in payload if key.casefold() in names}
    return renamed | {key: payload[key] for key in payload if key in _FIELDS[action]}


# --- required fields ------------------------------------------------------------------------------


def _required_text(payload: _Fields, field: str, limit: int) -> str:
    value = text(payload.get(field), limit)
    if value is None:
        raise _lacking(payload, field)
    return value


def _connector_id(payload: _Fields) -> int:
    value = integer(payload.get("connectorId"))
    if value is None:
        raise _lacking(payload, "connectorId")
    if not 0 <= value <= MAX_CONNECTOR_ID:
        raise PayloadError(
            ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "connectorId is out of range", "connectorId"
        )
    return value


def _status(payload: _Fields) -> ChargePointStatus:
    value = _required_text(payload, "status", MAX_INFO)
    status = STATUSES.get(value) or STATUSES.get(value.casefold())
    if status is None:
        raise PayloadError(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "status is unknown", "status")
    return status


def _lacking(payload: _Fields, field: str) -> PayloadError:
    """Return the error for a field that is missing or of a wrong type."""
    if payload.get(field) in (None, ""):
        return PayloadError(ErrorCode.OCCURENCE_CONSTRAINT_VIOLATION, f"{field} is missing", field)
    return PayloadError(ErrorCode.TYPE_CONSTRAINT_VIOLATION, f"{field} cannot be read", field)


# --- optional fields ------------------------------------------------------------------------------


def _known_or_text(table: Mapping[str, str], value: str) -> str:
    return spelled(table, value) or value


def _id(value: Any) -> int | None:
    """Return a 32-bit id; None for every other value."""
    given = integer(value)
    return given if given is not None and abs(given) <= _MAX_INTEGER else None


def _transaction_id(payload: _Fields) -> int | None:
    """Return the transaction id; None for −1, 0, 2⁶³−1 and other impossible ones (R16)."""
    value = _id(payload.get("transactionId"))
    return value if value is not None and value > 0 else None


def _register_wh(value: Any) -> float | None:
    """Return a meter register in Wh; None for a negative one, which reports an unreadable meter (C2EU Q19)."""
    result = number(value)
    return result if result is not None and result >= 0 else None


def _told(value: Any, limit: int = MAX_TEXT) -> str | None:
    """Return a text that is passed on: without credentials, which a cut URL would no longer show to be such."""
    return text(without_credentials(value) if isinstance(value, str) else value, limit)


def _data(value: Any) -> str | None:
    """Return vendor data as text; objects and arrays as JSON."""
    if not isinstance(value, dict | list):
        return _told(value, MAX_DATA)
    return _told(json.dumps(value, separators=(",", ":")), MAX_DATA)


# --- one reader for each action -------------------------------------------------------------------


def _boot_notification(payload: _Fields) -> BootNotification:
    get = payload.get
    return BootNotification(
        charge_point_vendor=text(get("chargePointVendor")) or "",
        charge_point_model=text(get("chargePointModel")) or "",
        charge_point_serial_number=text(get("chargePointSerialNumber")),
        charge_box_serial_number=text(get("chargeBoxSerialNumber")),
        firmware_version=text(get("firmwareVersion")),
        iccid=text(get("iccid")),
        imsi=text(get("imsi")),
        meter_type=text(get("meterType")),
        meter_serial_number=text(get("meterSerialNumber")),
    )


def _authorize(payload: _Fields) -> Authorize:
    if payload.get("idTag") == "":  # Belongs to no card; authorization decides the answer.
        return Authorize(id_tag="")
    return Authorize(id_tag=_required_text(payload, "idTag", MAX_ID_TAG))


def _heartbeat(_: _Fields) -> Heartbeat:
    return Heartbeat()


def _status_notification(payload: _Fields) -> StatusNotification:
    get = payload.get
    return StatusNotification(
        connector_id=_connector_id(payload),
        status=_status(payload),
        error_code=_known_or_text(ERROR_CODES, text(get("errorCode")) or "NoError"),
        timestamp=parse_timestamp(get("timestamp")),
        info=_told(get("info"), MAX_INFO),
        vendor_id=text(get("vendorId")),
        vendor_error_code=_told(get("vendorErrorCode")),
    )


def _start_transaction(payload: _Fields) -> StartTransaction:
    get = payload.get
    return StartTransaction(
        connector_id=_connector_id(payload),
        id_tag=text(get("idTag"), MAX_ID_TAG) or "",
        meter_start_wh=_register_wh(get("meterStart")),
        timestamp=parse_timestamp(get("timestamp")),
        reservation_id=_id(get("reservationId")),
    )


def _stop_transaction(payload: _Fields) -> StopTransaction:
    get = payload.get
    reason = text(get("reason"))
    return StopTransaction(
        transaction_id=_transaction_id(payload),
        meter_stop_wh=_register_wh(get("meterStop")),
        timestamp=parse_timestamp(get("timestamp")),
        reason=None if reason is None else _known_or_text(REASONS, reason),
        id_tag=text(get("idTag"), MAX_ID_TAG),
        meter_values=read_meter_values(get("transactionData")),
    )


def _meter_values(payload: _Fields) -> MeterValues:
    """Return meter values; without a usable connector id they are the charge point's own (connector 0)."""
    connector_id = integer(payload.get("connectorId"))
    return MeterValues(
        connector_id=connector_id if connector_id and 0 < connector_id <= MAX_CONNECTOR_ID else 0,
        transaction_id=_transaction_id(payload),
        meter_values=read_meter_values(payload.get("meterValue")),
    )


def _data_transfer(payload: _Fields) -> DataTransfer:
    return DataTransfer(
        vendor_id=_told(payload.get("vendorId")) or "",
        message_id=_told(payload.get("messageId")),
        data=_data(payload.get("data")),
    )


def _diagnostics_status(payload: _Fields) -> DiagnosticsStatusNotification:
    status = _required_text(payload, "status", MAX_INFO)
    return DiagnosticsStatusNotification(status=_known_or_text(DIAGNOSTICS_STATUSES, status))


def _firmware_status(payload: _Fields) -> FirmwareStatusNotification:
    status = _required_text(payload, "status", MAX_INFO)
    return FirmwareStatusNotification(status=_known_or_text(FIRMWARE_STATUSES, status))


def _log_status(payload: _Fields) -> LogStatusNotification:
    status = _required_text(payload, "status", MAX_INFO)
    return LogStatusNotification(
        status=_known_or_text(UPLOAD_LOG_STATUSES, status),
        request_id=_id(payload.get("requestId")),
    )


def _security_event(payload: _Fields) -> SecurityEventNotification:
    return SecurityEventNotification(
        type=_required_text(payload, "type", MAX_INFO),
        timestamp=parse_timestamp(payload.get("timestamp")),
        tech_info=_told(payload.get("techInfo")),
    )


def _sign_certificate(payload: _Fields) -> SignCertificate:
    csr = payload.get("csr")
    if not isinstance(csr, str) or not csr.strip():
        raise _lacking(payload, "csr")
    return SignCertificate(csr="\n".join(clean(line) for line in csr[:MAX_CSR].splitlines()))


def _signed_firmware_status(payload: _Fields) -> SignedFirmwareStatusNotification:
    status = _required_text(payload, "status", MAX_INFO)
    return SignedFirmwareStatusNotification(
        status=_known_or_text(FIRMWARE_STATUSES, status),
        request_id=_id(payload.get("requestId")),
    )


_READERS: dict[str, Callable[[_Fields], Incoming]] = {
    "Authorize": _authorize,
    "BootNotification": _boot_notification,
    "DataTransfer": _data_transfer,
    "DiagnosticsStatusNotification": _diagnostics_status,
    "FirmwareStatusNotification": _firmware_status,
    "Heartbeat": _heartbeat,
    "LogStatusNotification": _log_status,
    "MeterValues": _meter_values,
    "SecurityEventNotification": _security_event,
    "SignCertificate": _sign_certificate,
    "SignedFirmwareStatusNotification": _signed_firmware_status,
    "StartTransaction": _start_transaction,
    "StatusNotification": _status_notification,
    "StopTransaction": _stop_transaction,
}

_ACTIONS = folded(Action)

_FIELDS = {
    action: frozenset(camel_case(field.name) for field in fields(getattr(call, action)))
    for action in _READERS
}
_FOLDED_FIELDS = {
    action: {name.casefold(): name for name in names} for action, names in _FIELDS.items()
}
