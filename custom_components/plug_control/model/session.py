"""A session (a row of the ledger), and why it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .energy import NO_DATA, SessionData, true_register
from .stored import read_row, write_row
from .timestamps import guard_time, heard_late, is_plausible, is_undated, write_time


class StopReason(StrEnum):
    """Why a session ended: OCPP's reasons in normal form, corrected by each charger's habits."""

    LOCAL = "local"
    REMOTE = "remote"
    EV_DISCONNECTED = "ev_disconnected"
    CAR_FULL = "car_full"
    POWER_LOSS = "power_loss"
    REBOOT = "reboot"
    HARD_RESET = "hard_reset"
    SOFT_RESET = "soft_reset"
    RESET = "reset"
    """A hard or a soft reset, in rows of versions that did not distinguish them."""
    EMERGENCY_STOP = "emergency_stop"
    DEAUTHORIZED = "deauthorized"
    UNLOCK = "unlock"
    OTHER = "other"
    UNKNOWN = "unknown"

    @classmethod
    def read(cls, reason: str | None, habits: Mapping[str, StopReason] | None = None) -> StopReason:
        """Return what a charger means by a reason; `habits` maps its reasons ("": an absent one) to their meaning.

        By the standard an absent reason means Local (StopTransaction.req).
        """
        if habits is not None and (meant := habits.get(reason or "")) is not None:
            return meant
        return _REASONS.get((reason or "Local").casefold(), cls.OTHER)


_REASONS = {
    "local": StopReason.LOCAL,
    "remote": StopReason.REMOTE,
    "evdisconnected": StopReason.EV_DISCONNECTED,
    "powerloss": StopReason.POWER_LOSS,
    "reboot": StopReason.REBOOT,
    "hardreset": StopReason.HARD_RESET,
    "softreset": StopReason.SOFT_RESET,
    "emergencystop": StopReason.EMERGENCY_STOP,
    "deauthorized": StopReason.DEAUTHORIZED,
    "unlockcommand": StopReason.UNLOCK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The end of a transaction as the charger reported it; its register and time are unchecked."""

    reason: StopReason
    timestamp: datetime | None = None
    meter_stop_wh: float | None = None
    data: SessionData = NO_DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A row of the ledger: a charge, running (`stopped_at` None) or ended; a late start or stop may still correct it."""

    session_id: int = 0
    """Unique in the ledger; equal to the transaction id where the ledger gave that."""
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
    provisional: bool = False
    """Ended without its StopTransaction, which corrects the row if it comes late."""
    start_timestamp: str | None = None
    """The charger's own timestamp of the start, as in `Transaction`."""
    stop_timestamp: str | None = None
    """The charger's own timestamp of the stop, in the same form."""
    hourly_wh: tuple[float, ...] = ()
    """Energy in Wh up to each full hour of the clock since the start, as far as meter values came."""
    started_by: str | None = None
    """The id of the user who started it from here, whatever its tag; None where a card or an unknown user did."""
    refused: str | None = None
    """The status with which its idTag was refused, although it had charged or went on; None where it was accepted."""
    heard_at: datetime | None = None
    """When we heard of its end, where that was more than a day after it by the charger's clock."""

    @property
    def duration_s(self) -> float | None:
        """Duration in seconds; None while it runs or where its start is not known."""
        if self.started_at is None or self.stopped_at is None:
            return None
        return (self.stopped_at - self.started_at).total_seconds()

    @property
    def ended_by(self) -> datetime | None:
        """The time by which it has surely ended, whatever the charger's clock; None while it runs, or where no clock was set."""
        times = [each for each in (self.stopped_at, self.heard_at) if each is not None]
        latest = max(times, default=None)
        return None if self.stopped_at is None or latest is None or is_undated(latest) else latest

    @property
    def has_true_start(self) -> bool:
        """Whether `started_at` is the charger's own time, even where other times are estimates."""
        return self.started_at is not None and write_time(self.started_at) == self.start_timestamp

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able values, times in ISO 8601."""
        return write_row(self)

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Session:
        """Return the session of a stored row; raises ValueError where it is not one."""
        return read_row(cls, row)

    @classmethod
    def of_stop(
        cls,
        stop: Stop,
        *,
        now: datetime,
        session_id: int,
        charge_point_id: str,
        transaction_id: int | None,
        id_tag: str | None,
    ) -> Session:
        """Return the session of a stop without a known transaction; its energy is that of transactionData, else 0."""
        data = stop.data
        stopped_at, estimated = guard_time(stop.timestamp, now)
        started_at = None
        if data.first_at is not None and is_plausible(data.first_at, stopped_at):
            started_at = min(data.first_at, stopped_at)
        return cls(
            session_id=session_id,
            transaction_id=transaction_id,
            charge_point_id=charge_point_id,
            connector_id=None,
            id_tag=id_tag or None,
            started_at=started_at,
            stopped_at=stopped_at,
            meter_start_wh=data.begin_wh,
            meter_stop_wh=true_register(stop.meter_stop_wh),
            energy_wh=data.energy_wh or 0.0,
            energy_estimated=True,
            time_estimated=estimated,
            stop_reason=stop.reason,
            peak_power_w=data.peak_power_w or None,
            stop_timestamp=write_time(stop.timestamp),
            heard_at=heard_late(stopped_at, now),
        )
