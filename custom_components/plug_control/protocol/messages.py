"""OCPP 1.6 messages: incoming ones are read tolerantly, outgoing ones are built strictly."""

from typing import Any

from .incoming import (
    Authorize,
    BootNotification,
    DataTransfer,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    Incoming,
    LogStatusNotification,
    MeterValue,
    MeterValues,
    SampledValue,
    SecurityEventNotification,
    SignCertificate,
    SignedFirmwareStatusNotification,
    StartTransaction,
    StatusNotification,
    StopTransaction,
)
from .values import format_timestamp, parse_timestamp


def read(action: str, payload: dict[str, Any]) -> Incoming:
    """Read a CALL's payload; raises PayloadError where its required meaning is missing."""
    raise NotImplementedError


def to_payload(message: Any) -> dict[str, Any]:
    """Return the payload of an `ocpp.v16` call or call_result."""
    raise NotImplementedError


def action_of(message: Any) -> str:
    """Return the action of an `ocpp.v16` call or call_result."""
    return type(message).__name__


def read_answer(action: str, payload: dict[str, Any]) -> Any:
    """Return the `ocpp.v16.call_result` of an answer to our CALL; raises AnswerUnreadableError."""
    raise NotImplementedError


__all__ = [
    "Authorize",
    "BootNotification",
    "DataTransfer",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "Incoming",
    "LogStatusNotification",
    "MeterValue",
    "MeterValues",
    "SampledValue",
    "SecurityEventNotification",
    "SignCertificate",
    "SignedFirmwareStatusNotification",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
    "action_of",
    "format_timestamp",
    "parse_timestamp",
    "read",
    "read_answer",
    "to_payload",
]
