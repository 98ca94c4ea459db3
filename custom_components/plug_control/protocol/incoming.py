"""Incoming messages as plain data: aware UTC times, bounded text without control characters, finite numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ocpp.v16.enums import ChargePointStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BootNotification:
    """A charge point started or reconnected; all of it may be missing."""

    charge_point_vendor: str
    charge_point_model: str
    charge_point_serial_number: str | None
    charge_box_serial_number: str | None
    firmware_version: str | None
    iccid: str | None
    imsi: str | None
    meter_type: str | None
    meter_serial_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorize:
    """A card was presented; an empty tag is nobody's."""

    id_tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A sign of life that asks for the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusNotification:
    """A connector's state, connector 0 being the charge point's; an absent error code reads as `NoError`."""

    connector_id: int
    status: ChargePointStatus
    error_code: str
    timestamp: datetime | None
    info: str | None
    vendor_id: str | None
    vendor_error_code: str | None


class Labels(NamedTuple):
    """The words beside a sampled value, with the standard's defaults filled in (R21); `unit` None where it has none."""

    measurand: str
    unit: str | None
    phase: str | None
    location: str
    context: str


class SampledValue(NamedTuple):
    """One numeric reading.

    A tuple, since there are ten and more in a message, and thousands in some; those with the same words share their labels.
    """

    value: float
    labels: Labels


class MeterValue(NamedTuple):
    """Readings taken at one time."""

    timestamp: datetime | None
    sampled_values: tuple[SampledValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterValues:
    """Readings of a connector; `transaction_id` None for none, −1, 0 and ids that nobody gives (R16)."""

    connector_id: int
    transaction_id: int | None
    meter_values: tuple[MeterValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTransaction:
    """A charge began; the tag is empty where it is missing, the register in Wh is None where it could not be read."""

    connector_id: int
    id_tag: str
    meter_start_wh: float | None
    timestamp: datetime | None
    reservation_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTransaction:
    """A charge ended; any of it may be missing."""

    transaction_id: int | None
    meter_stop_wh: float | None
    timestamp: datetime | None
    reason: str | None
    id_tag: str | None
    meter_values: tuple[MeterValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTransfer:
    """A vendor's own message; the vendor is empty where it is missing, data that is no text comes as its JSON."""

    vendor_id: str
    message_id: str | None
    data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsStatusNotification:
    """How far an upload of diagnostics is."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareStatusNotification:
    """How far a firmware update is."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStatusNotification:
    """How far an upload of a log is, of which request (R35)."""

    status: str
    request_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventNotification:
    """A security event, as the security whitepaper lists them."""

    type: str
    timestamp: datetime | None
    tech_info: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCertificate:
    """A certificate signing request, PEM with its line breaks."""

    csr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFirmwareStatusNotification:
    """How far a signed firmware update is, of which request (R35)."""

    status: str
    request_id: int | None


type Incoming = (
    BootNotification
    | Authorize
    | Heartbeat
    | StatusNotification
    | StartTransaction
    | StopTransaction
    | MeterValues
    | DataTransfer
    | DiagnosticsStatusNotification
    | FirmwareStatusNotification
    | LogStatusNotification
    | SecurityEventNotification
    | SignCertificate
    | SignedFirmwareStatusNotification
)
