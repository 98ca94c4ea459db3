"""Charge points' messages as the standard has them: what chargers spell oddly would cost a strict back end the whole message.

The same message always becomes the same text, so that a back end recognises a repeat (R18).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.values import format_timestamp, integer, number, text
from custom_components.plug_control.protocol.vocabulary import (
    CONTEXTS,
    ERROR_CODES,
    FORMATS,
    LOCATIONS,
    MEASURANDS,
    PHASES,
    REASONS,
    STATUSES,
    UNITS,
    spelled,
)

type Payload = dict[str, Any]
type _Reader = Callable[[Any], Any]

MAX_ID_TAG = 20
UNKNOWN_NAME = "Unknown"
"""Vendor and model of a charge point that has never told them; the standard requires both."""
_MAX_VALUE = 1 << 20
"""Characters of a value: signed meter values have tens of thousands."""


def _text(limit: int) -> _Reader:
    return lambda value: text(value, limit)


def _word(table: Mapping[str, str], *, other: str | None = None) -> _Reader:
    """Read a word of the standard; `other` stands for those that it does not have, which are left out without."""

    def read(value: Any) -> str | None:
        told = text(value)
        if told is None:
            return None
        return spelled(table, told) or other

    return read


def _whole(value: Any) -> int | None:
    """Read a register in Wh, rounded: the standard has whole ones, some chargers send broken ones."""
    read = number(value)
    return None if read is None else round(read)


def _timestamp(value: Any) -> str | None:
    """Read a time: as it is where a zone is part of it, otherwise as UTC (R14)."""
    told = text(value, 64)
    if told is None:
        return None
    try:
        when = datetime.fromisoformat(told)
    except ValueError:
        return told
    return told if when.tzinfo is not None else f"{told}Z"


def _value(value: Any) -> str | None:
    """Read a sampled value: text, whatever it says, since signed ones must not change."""
    return value[:_MAX_VALUE] or None if isinstance(value, str) else text(value)


_SAMPLE: Final[Mapping[str, _Reader]] = {
    "value": _value,
    "context": _word(CONTEXTS),
    "format": _word(FORMATS),
    "measurand": _word(MEASURANDS),
    "phase": _word(PHASES),
    "location": _word(LOCATIONS),
    "unit": _word({told: unit for told, unit in UNITS.items() if unit != "Hz"}),  # E3.84
}


def _samples(value: Any) -> list[Payload] | None:
    """Read sampled values, without the empty ones and those of measurands that the standard does not have."""
    if not isinstance(value, list):
        return None
    read = [
        _read(_SAMPLE, sample)
        for sample in value
        if isinstance(sample, dict)
        and ("measurand" not in sample or _SAMPLE["measurand"](sample["measurand"]) is not None)
    ]
    return [sample for sample in read if "value" in sample]


_ELEMENT: Final[Mapping[str, _Reader]] = {"timestamp": _timestamp, "sampledValue": _samples}


def _elements(value: Any) -> list[Payload] | None:
    """Read meter values, without empty ones and those without a time."""
    if not isinstance(value, list):
        return None
    read = [_read(_ELEMENT, element) for element in value if isinstance(element, dict)]
    return [element for element in read if element.get("sampledValue") and "timestamp" in element]


_FIELDS: Final[Mapping[str, Mapping[str, _Reader]]] = {
    "BootNotification": {
        "chargePointVendor": _text(20),
        "chargePointModel": _text(20),
        "chargePointSerialNumber": _text(25),
        "chargeBoxSerialNumber": _text(25),
        "firmwareVersion": _text(50),
        "iccid": _text(20),
        "imsi": _text(20),
        "meterType": _text(25),
        "meterSerialNumber": _text(25),
    },
    "StatusNotification": {
        "connectorId": integer,
        "errorCode": _word(ERROR_CODES, other="OtherError"),
        "status": _word(STATUSES),
        "timestamp": _timestamp,
        "info": _text(50),
        "vendorId": _text(255),
        "vendorErrorCode": _text(50),
    },
    "StartTransaction": {
        "connectorId": integer,
        "idTag": _text(MAX_ID_TAG),
        "meterStart": _whole,
        "timestamp": _timestamp,
        "reservationId": integer,
    },
    "MeterValues": {"connectorId": integer, "transactionId": integer, "meterValue": _elements},
    "StopTransaction": {
        "transactionId": integer,
        "idTag": _text(MAX_ID_TAG),
        "meterStop": _whole,
        "timestamp": _timestamp,
        "reason": _word(REASONS, other="Other"),
        "transactionData": _elements,
    },
}
"""The standard's fields of each message; others are not for a back end."""


def standard(action: str, payload: Mapping[str, Any]) -> Payload:
    """Return a charge point's message as the standard has it, without what cannot be read."""
    return _read(_FIELDS[action], payload)


def _read(fields: Mapping[str, _Reader], payload: Mapping[str, Any]) -> Payload:
    return {
        name: value
        for name, read in fields.items()
        if name in payload and (value := read(payload[name])) is not None
    }


def boot_notification(told: Mapping[str, Any] | None, charge_point: ChargePoint | None) -> Payload:
    """Return the boot of a charge point: its own, or what is known of it where it has sent none since we started."""
    known: Payload = {}
    if charge_point is not None:
        known = {
            "chargePointVendor": charge_point.vendor,
            "chargePointModel": charge_point.model,
            "chargePointSerialNumber": charge_point.serial_number,
            "firmwareVersion": charge_point.firmware_version,
            "meterSerialNumber": charge_point.meter_serial_number,
            "iccid": charge_point.iccid,
            "imsi": charge_point.imsi,
        }
    names = {"chargePointVendor": UNKNOWN_NAME, "chargePointModel": UNKNOWN_NAME}
    return names | standard("BootNotification", known) | standard("BootNotification", told or {})


def status_notifications(charge_point: ChargePoint, now: datetime) -> list[Payload]:
    """Return what is known of the statuses of a charge point and its connectors."""
    of_all: list[tuple[int, str | None, str | None, datetime]] = [
        (0, charge_point.status, charge_point.error_code, now)
    ]
    of_all += (
        (each.connector_id, each.status, each.error_code, each.status_since or now)
        for each in charge_point.connectors.values()
    )
    return [
        standard(
            "StatusNotification",
            {
                "connectorId": connector_id,
                "errorCode": error_code or "NoError",
                "status": status,
                "timestamp": format_timestamp(since.astimezone(UTC)),
            },
        )
        for connector_id, status, error_code, since in of_all
        if status is not None
    ]
