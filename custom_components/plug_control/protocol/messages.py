"""OCPP 1.6 messages: reads incoming ones tolerantly and builds outgoing ones strictly."""

from .incoming import (
    Authorize,
    BootNotification,
    DataTransfer,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    Incoming,
    Labels,
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
from .outgoing import SendLocalList, action_of, read_answer, to_payload
from .reading import read
from .values import format_timestamp, parse_timestamp

__all__ = [
    "Authorize",
    "BootNotification",
    "DataTransfer",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "Incoming",
    "Labels",
    "LogStatusNotification",
    "MeterValue",
    "MeterValues",
    "SampledValue",
    "SecurityEventNotification",
    "SendLocalList",
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
