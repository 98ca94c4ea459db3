"""A transaction while it runs, and the session that it leaves in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class StopReason(StrEnum):
    """Why a session ended, normalised from OCPP's reasons and each charger's habits."""

    LOCAL = "local"
    REMOTE = "remote"
    EV_DISCONNECTED = "ev_disconnected"
    CAR_FULL = "car_full"
    POWER_LOSS = "power_loss"
    REBOOT = "reboot"
    RESET = "reset"
    EMERGENCY_STOP = "emergency_stop"
    DEAUTHORIZED = "deauthorized"
    UNLOCK = "unlock"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(slots=True, kw_only=True)
class Transaction:
    """A transaction that the central system numbered; times are aware UTC, energies are register readings in Wh."""

    transaction_id: int
    charge_point_id: str
    connector_id: int
    id_tag: str
    started_at: datetime
    meter_start_wh: float | None
    start_timestamp: str | None
    """The charger's own timestamp of the start in normal form: part of the key that makes repeats the same (R18)."""
    reservation_id: int | None = None
    last_register_wh: float | None = None
    last_register_at: datetime | None = None
    integrated_wh: float = 0.0
    """Energy integrated from power, for chargers without a register."""
    peak_power_w: float = 0.0
    remote: bool = False
    adopted: bool = False
    """Known only from its meter values, since its start was never heard."""
    suspect: bool = False
    """Its times or readings are absurd, so what is derived is an estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A row of the ledger: one charge, running (`stopped_at` None) or ended; never changes once ended."""

    transaction_id: int | None
    charge_point_id: str
    connector_id: int | None
    id_tag: str | None
    started_at: datetime | None
    stopped_at: datetime | None
    meter_start_wh: float | None
    meter_stop_wh: float | None
    energy_wh: float
    """Never negative."""
    energy_estimated: bool
    time_estimated: bool
    stop_reason: StopReason | None
    peak_power_w: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able values, times in ISO 8601."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Session:
        """Return the session of a stored row; raises ValueError where it is not one."""
        raise NotImplementedError
