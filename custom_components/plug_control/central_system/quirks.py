"""Table of the quirks of charger models; each row names its sources (decision 13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
import re

from ocpp.v16.enums import ChargingProfileKindType

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.transaction import StopReason


class LimitWay(StrEnum):
    """How a charger takes a limit; `ChargePoint.limit_way` keeps the value."""

    TX_PROFILES_A = "tx_default_and_tx_profile_a"
    TX_PROFILES_W = "tx_default_and_tx_profile_w"
    TX_DEFAULT_A = "tx_default_profile_a"
    TX_DEFAULT_W = "tx_default_profile_w"
    CHARGE_POINT_MAX_A = "charge_point_max_profile_a"
    CHARGE_POINT_MAX_W = "charge_point_max_profile_w"
    TX_PROFILE_A = "tx_profile_a"
    TX_PROFILE_W = "tx_profile_w"
    CONFIGURATION_KEY = "configuration_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """How a charger differs from a well-behaved one; the defaults describe the well-behaved one."""

    # ---- commands
    never_answered: frozenset[str] = frozenset()
    """Actions that it never answers, and that are therefore not sent."""
    stops_by_last_transaction_id: bool = False
    """It rejects a RemoteStop that does not name the latest transaction id that it got."""
    remote_id_tag_key: str | None = None
    """The configuration key that holds the only idTag with which it takes a remote start."""

    # ---- files
    transfer_schemes: tuple[str, ...] = ()
    """The only URL schemes with which it transfers files, in its spelling, the best first; empty: any that it reports."""
    ftp_port: int | None = None
    """The only port of an FTP server that it uses."""
    idle_says_nothing: bool = False
    """Its triggered status notifications of firmware and diagnostics say Idle, whatever it does."""
    # ---- its reservations and its list of cards
    reservations_start_charges: bool = False
    """When a reservation expires, it starts a charge for the reserved card."""
    list_spelling_1_5: bool = False
    """It reads the list under OCPP 1.5's spelling only, and an update without that clears it."""
    list_entries_delete: bool = True
    """It understands an entry without idTagInfo, which deletes."""
    hides_list_version_without: str | None = None
    """While this configuration key is false, it tells no listVersion, although it uses the list."""

    # ---- incoming messages
    verbatim_path: bool = False
    """It may use the URL as the user typed it, so that several charge points may share one path."""
    authorize_stops: bool = False
    """During a charge it sends Authorize to end it, and any Accepted ends it."""
    stop_reasons: Mapping[str, StopReason] = field(default_factory=dict)
    """Reason in StopTransaction ("" for none) → what this charger means by it, where the standard means something else."""
    id_tag_separator: str | None = None
    """The character after the card's own number in an idTag."""
    connectors: int | None = None
    """How many connectors this model has; None where it varies."""
    max_frame_bytes: int = 1 << 20
    """Size of its longest message in bytes: a StopTransaction with days of meter values."""

    # ---- limits
    limit_ways: tuple[LimitWay, ...] = ()
    """The only ways to limit it that may be tried; empty: any."""
    limit_key: str | None = None
    """The configuration key that limits the whole charge point, in whole A, where it takes no profile."""
    limit_latency_s: float = 10.0
    """How long it may take to obey an accepted limit, in s, apart from waiting for a period to end."""
    can_pause: bool = True
    """Whether a limit of 0 A pauses charging; otherwise a pause stops the transaction."""
    whole_amps: bool = False
    """Whether it understands whole amperes only."""
    nominal_voltage_v: float = 230.0
    """The voltage per phase with which the charger converts W to A."""
    stack_level: int | None = None
    """The stackLevel to use instead of ChargeProfileMaxStackLevel."""
    profile_kind: ChargingProfileKindType | None = None
    """The only chargingProfileKind that works."""
    schedule_kind: ChargingProfileKindType | None = None
    """The only chargingProfileKind with which a limit can begin later, where that is not `profile_kind`."""
    period_s: int | None = None
    """Length in s of the periods that a schedule must have, since the charger applies limits at their boundaries only."""
    standing_profile: bool = False
    """A profile must be installed before a charge begins; otherwise the charger ignores later ones."""

    # ---- configuration
    configuration: Mapping[str, str] = field(default_factory=dict)
    """Configuration key → the value that it must have."""
    measurands: tuple[str, ...] | None = None
    """All measurands that the charger has; None where unknown."""
    clock_aligned_only: bool = False
    """It sends clock-aligned meter values only."""
    never_sends_meter_values: bool = False
    """It sends meter values only after a TriggerMessage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A row of the table: how to recognise the model, its quirks, and the source of each quirk.

    Vendor and model identify a charger, or the form of its firmware version where users can edit these.
    """

    name: str
    vendor: str
    model: str = ""
    firmware: str | None = None
    quirks: Quirks
    sources: Mapping[str, str]

    def matches(self, vendor: str, model: str, firmware_version: str) -> bool:
        """Whether a BootNotification with these texts comes from this model."""
        named = _found(self.vendor, vendor) and _found(self.model, model)
        return named or (self.firmware is not None and _found(self.firmware, firmware_version))


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


SECURITY_EXTENSION = frozenset(
    {
        "CertificateSigned",
        "DeleteCertificate",
        "ExtendedTriggerMessage",
        "GetInstalledCertificateIds",
        "GetLog",
        "InstallCertificate",
        "SignedUpdateFirmware",
    }
)
"""The actions that the security extension adds."""

KNOWN_MODELS = (
    KnownModel(
        name="X-Charge C2EU",
        vendor=r"^(xc|x-?charge)\b",
        model=r"^c2\s?eu",
        # Operating system's version, "-", app's version: "1.1.1807.1-2.2.10.23".
        firmware=r"^\d+(\.\d+){2,3}-2\.\d{1,2}\.\d{1,2}\.\d{1,2}(\.ocpp)?$",
        quirks=Quirks(
            never_answered=SECURITY_EXTENSION | {"DataTransfer", "GetCompositeSchedule"},
            transfer_schemes=("ftp", "HTTP"),
            ftp_port=21,
            idle_says_nothing=True,
            stops_by_last_transaction_id=True,
            reservations_start_charges=True,
            list_spelling_1_5=True,
            list_entries_delete=False,
            hides_list_version_without="LocalPreAuthorize",
            verbatim_path=True,
            authorize_stops=True,
            stop_reasons={"PowerLoss": StopReason.CAR_FULL, "": StopReason.OTHER},
            connectors=1,
            max_frame_bytes=16 << 20,
            limit_ways=(LimitWay.TX_DEFAULT_A,),
            whole_amps=True,
            nominal_voltage_v=220.0,
            stack_level=100,
            profile_kind=ChargingProfileKindType.recurring,
            schedule_kind=ChargingProfileKindType.absolute,
            period_s=300,
            standing_profile=True,
            configuration={"StopTxnSampledData": "", "StopTxnAlignedData": ""},
            measurands=(
                "Temperature",
                "Current.Import",
                "Voltage",
                "Power.Active.Import",
                "Energy.Active.Import.Register",
            ),
        ),
        sources={
            "never_answered": "C2EU Q6, section 4: no answer to these, nor to any action of the security extension",
            "transfer_schemes": "C2EU section 4: FTP; Q22: lower-case http is taken for FTP, HTTP must be listed",
            "ftp_port": "C2EU section 4: GetDiagnostics",
            "idle_says_nothing": "C2EU section 4: TriggerMessage",
            "stops_by_last_transaction_id": "C2EU Q17",
            "reservations_start_charges": "C2EU section 4: ReserveNow",
            "list_spelling_1_5": "C2EU Q25",
            "list_entries_delete": "C2EU section 4: an entry without idTagInfo gets no answer, and the version is spent",
            "hides_list_version_without": "C2EU section 4: -1 if LocalPreAuthorize is false, yet offline cards go by it",
            "verbatim_path": "C2EU Q2; section 2: the serial number is appended only to a URL that ends with /",
            "authorize_stops": "C2EU Q13",
            "stop_reasons": "C2EU Q19",
            "connectors": "C2EU section 1",
            "max_frame_bytes": "C2EU Q18: a StopTransaction carries up to 80 kB of samples an hour",
            "limit_ways": "C2EU Q23: TxProfile can never be accepted; section 4: never ChargePointMaxProfile beside"
            " others; Q24: profiles in RemoteStart pile up, and would overrule TxDefaultProfile",
            "whole_amps": "C2EU section 4: truncated to whole amps",
            "nominal_voltage_v": "C2EU section 1",
            "stack_level": "C2EU section 5: the highest; equal stackLevel replaces, the highest wins",
            "profile_kind": "C2EU section 4: Recurring without startSchedule is anchored to local midnight",
            "schedule_kind": "C2EU section 4: Recurring is anchored to local midnight, of a zone that nobody tells;"
            " Absolute is understood with startSchedule",
            "period_s": "C2EU section 4: limits are looked at when a period of the active profile begins; many short periods over 24 h; their number is not limited",
            "standing_profile": "C2EU section 4: without an active profile there is no boundary to look at a new one",
            "configuration": "C2EU Q18: transactionData grows by up to 80 kB an hour",
            "measurands": "C2EU section 3: no other measurands exist, yet any list is accepted",
        },
    ),
    KnownModel(
        name="KEBA KeContact P30",
        vendor=r"^keba",
        quirks=Quirks(clock_aligned_only=True, id_tag_separator="_"),
        sources={
            "clock_aligned_only": "field reports: KEBA P30 sends clock-aligned values only",
            "id_tag_separator": "field reports: KEBA P30 sends card + _ + serial number",
        },
    ),
    KnownModel(
        name="Wallbox Pulsar, Copper, Commander",
        vendor=r"^wall ?box",
        quirks=Quirks(
            whole_amps=True,
            stack_level=0,
            profile_kind=ChargingProfileKindType.relative,
            never_sends_meter_values=True,
        ),
        sources={
            "whole_amps": "evcc 22087: 8.8 A becomes 16 A",
            "stack_level": "evcc 15581: ChargeProfileMaxStackLevel 1 is reported, level 1 is rejected",
            "profile_kind": "evcc 25042: absolute profiles are not obeyed",
            "never_sends_meter_values": "evcc 28539: meter settings are accepted without effect",
        },
    ),
    KnownModel(
        name="ABB Terra AC",
        vendor=r"^abb\b",
        quirks=Quirks(stack_level=0),
        sources={
            "stack_level": "evcc 15493, lbbrhzn/ocpp 1737: ChargeProfileMaxStackLevel 3 is reported, level 3 is rejected"
        },
    ),
    KnownModel(
        name="Easee",
        vendor=r"^easee",
        quirks=Quirks(profile_kind=ChargingProfileKindType.absolute),
        sources={"profile_kind": "evcc 15240: relative profiles are not supported"},
    ),
    KnownModel(
        name="Alfen",
        vendor=r"^alfen",
        quirks=Quirks(remote_id_tag_key="PlugAndChargeIdentifier"),
        sources={"remote_id_tag_key": "evcc 5021: in plug and charge mode no other idTag is taken"},
    ),
    KnownModel(
        name="Growatt THOR",
        vendor=r"^growatt",
        quirks=Quirks(limit_key="G_MaxCurrent"),
        sources={
            "limit_key": "lbbrhzn/ocpp 1293: no smart charging keys, but a writable current limit"
        },
    ),
    KnownModel(
        name="Huawei SCharger",
        vendor=r"^(huawei)?$",  # evcc 32170: some send none
        model=r"^acchargepoint$",
        quirks=Quirks(can_pause=False),
        sources={
            "can_pause": "evcc 29272: after a limit of 0 it waits for an authorization for ever"
        },
    ),
)
"""First match wins."""

_WELL_BEHAVED = Quirks()


@lru_cache(maxsize=256)
def quirks_for(
    vendor: str | None, model: str | None, firmware_version: str | None = None
) -> Quirks:
    """Return the quirks of a charger by its BootNotification; the defaults for an unknown model."""
    told = (vendor or "", model or "", firmware_version or "")
    return next((row.quirks for row in KNOWN_MODELS if row.matches(*told)), _WELL_BEHAVED)


def quirks_of(charge_point: ChargePoint) -> Quirks:
    """Return the quirks of a charge point by what it told in its BootNotification."""
    return quirks_for(charge_point.vendor, charge_point.model, charge_point.firmware_version)
