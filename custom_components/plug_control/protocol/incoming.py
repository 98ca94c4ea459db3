"""Incoming messages as plain data: aware UTC times, bounded text without control characters, finite numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ocpp.v16.enums import ChargePointStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BootNotification:
    """A charge point started or reconnected; any field may be missing."""

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
    """A card was presented; an empty idTag belongs to no card."""

    id_tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A sign of life that requests the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusNotification:
    """The status of a connector, or of the charge point for connector 0; `error_code` is "NoError" where it is absent."""

    connector_id: int
    status: ChargePointStatus
    error_code: str
    timestamp: datetime | None
    info: str | None
    vendor_id: str | None
    vendor_error_code: str | None


class Labels(NamedTuple):
    """The attributes of a sampled value, with the standard's defaults filled in (R21); `unit` is None where it has none."""

    measurand: str
    unit: str | None
    phase: str | None
    location: str
    context: str


class SampledValue(NamedTuple):
    """One numeric reading."""

    value: float
    labels: Labels


class SignedValue(NamedTuple):
    """A signed reading exactly as it came (format SignedData): the meter's own text, which no number is read from."""

    data: str
    context: str


class MeterValue(NamedTuple):
    """Readings taken at one time: the labels and the value of each.

    Tuples for speed: a message has ten and more values, some have thousands. Values with the same attributes share their labels.
    """

    timestamp: datetime | None
    labels: tuple[Labels, ...]
    values: tuple[float, ...]
    signed: tuple[SignedValue, ...] = ()

    @property
    def sampled_values(self) -> tuple[SampledValue, ...]:
        """The readings one by one."""
        return tuple(map(SampledValue, self.values, self.labels, strict=True))


class MeterValues(NamedTuple):
    """Readings of a connector; `transaction_id` is None for a missing one, −1, 0 and other impossible ids (R16).

    A tuple for speed, as its elements are.
    """

    connector_id: int
    transaction_id: int | None
    meter_values: tuple[MeterValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTransaction:
    """A transaction began; `id_tag` is "" where it is missing, `meter_start_wh` None where it is unreadable."""

    connector_id: int
    id_tag: str
    meter_start_wh: float | None
    timestamp: datetime | None
    reservation_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTransaction:
    """A transaction ended; any field may be missing."""

    transaction_id: int | None
    meter_stop_wh: float | None
    timestamp: datetime | None
    reason: str | None
    id_tag: str | None
    meter_values: tuple[MeterValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTransfer:
    """A vendor-specific message, without credentials of URLs; `vendor_id` is "" where it is missing, `data` that is no text comes as JSON."""

    vendor_id: str
    message_id: str | None
    data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsStatusNotification:
    """The progress of a diagnostics upload."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareStatusNotification:
    """The progress of a firmware update."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStatusNotification:
    """The progress of the log upload of a request (R35)."""

    status: str
    request_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventNotification:
    """A security event from the list of the security whitepaper."""

    type: str
    timestamp: datetime | None
    tech_info: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCertificate:
    """A certificate signing request, PEM with its line breaks."""

    csr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFirmwareStatusNotification:
    """The progress of the signed firmware update of a request (R35)."""

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
