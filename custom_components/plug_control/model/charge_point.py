"""A charge point: its identity, state, connection and connectors."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .connector import NO_ERROR, Connector, ConnectorStatus
from .events import SecurityEventReported, VendorMessageReceived
from .local_list import ListReport
from .maintenance import FirmwareUpdate, LogRequest
from .meter import Meter
from .quantity import ReadingKey


@dataclass(frozen=True, slots=True)
class ConfigurationKey:
    """One key of the charge point's configuration; `value` is None where it has none."""

    key: str
    value: str | None
    readonly: bool


class PauseHabit(StrEnum):
    """What a pause of a charge leads to at a charge point, as learned from its charges."""

    GOES_ON = "goes_on"
    """The charge goes on after 0 A, as far as is known."""
    STOP_ONLY = "stop_only"
    """0 A ends a charge for good, a stop does not: charges are stopped and started again instead of paused."""
    FINAL = "final"
    """No remote start is accepted after a pause until the car was unplugged."""


@dataclass(slots=True, kw_only=True)
class ChargePoint:
    """A known charge point; OCPP's connector 0 is the charge point itself and not among `connectors` (R22)."""

    charge_point_id: str
    vendor: str | None = None
    model: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None
    meter_serial_number: str | None = None
    imsi: str | None = None
    iccid: str | None = None

    connected: bool = False
    accepted: bool = False
    """Its BootNotification was accepted once; stored, since a reconnect may come without one (R9)."""
    booted_at: datetime | None = None
    last_seen: datetime | None = None
    connections: int = 0
    """Number of connections since the central system started."""
    latency_s: float | None = None
    remote_address: str | None = None
    security_profile: int | None = None
    """The security profile that its last handshake proved."""
    tls_version: str | None = None
    """The version of TLS of its last connection; None where that was not encrypted."""
    certificate_until: datetime | None = None
    """When the client certificate ends that it accepted last; None where it has none from us."""
    certificate_since: datetime | None = None
    """When the newest client certificate was issued that it connected with: older ones do not count any more."""
    clock_offset_s: float | None = None
    """How far its clock is ahead of ours in seconds, by its timestamps."""

    status: str | None = None
    """Status of connector 0: Available, Unavailable or Faulted."""
    error_code: str | None = None
    vendor_error_code: str | None = None
    error_info: str | None = None
    diagnostics_status: str | None = None
    firmware_status: str | None = None
    firmware_update: FirmwareUpdate | None = None
    """The update that was asked for last."""
    log_request: LogRequest | None = None
    """The log that was asked for last."""

    sends_vendor_messages: bool | None = None
    """True once it sent a DataTransfer; stored."""
    vendor_message: VendorMessageReceived | None = None
    """The last one since the start."""
    sends_security_events: bool | None = None
    """True once it sent a SecurityEventNotification; stored."""
    security_event: SecurityEventReported | None = None
    """The last one since the start."""

    meter: Meter = field(default_factory=Meter)
    """What connector 0 measures: the station itself, with all of its connectors."""
    configuration: dict[str, ConfigurationKey] = field(default_factory=dict)
    limit_way: str | None = None
    """How this charger takes a limit (a `LimitWay` of `central_system.quirks`); None until that is known."""
    limit_is_fallback: bool = False
    """The charger refused a better way, which is tried again from time to time."""
    local_list: ListReport | None = None
    """What is known of its list of cards; None where it offers none."""
    limit_latency_s: float | None = None
    """How long a check-up saw it take to obey a limit, in s; None: no check-up saw it."""
    whole_amps: bool = False
    """A check-up saw that it does not obey broken amperes."""
    pause_habit: PauseHabit = PauseHabit.GOES_ON
    """Learned from charges; unless it is GOES_ON, the charger is never sent 0 A."""
    connectors: dict[int, Connector] = field(default_factory=dict)

    @property
    def has_problem(self) -> bool:
        """Whether the charge point reports a fault for connector 0."""
        return self.status == ConnectorStatus.FAULTED or self.error_code not in (None, NO_ERROR)

    def shown_before(self, key: ReadingKey, shown_wh: float) -> None:
        """Continue a register of connector 0 from the Wh that were shown before its state was lost."""
        self.meter.shown_before(key, shown_wh)

    def connector(self, connector_id: int) -> Connector:
        """Return the connector, adding it when it is first heard of."""
        if (connector := self.connectors.get(connector_id)) is None:
            connector = self.connectors[connector_id] = Connector(connector_id=connector_id)
        return connector
