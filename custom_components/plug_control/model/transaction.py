"""A running transaction, and the session that it becomes in the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from .energy import SessionData, session_energy
from .hours import Point, ended_marks, new_marks, told_marks
from .register import plausible_wh
from .session import Session, Stop, StopReason
from .stored import read_row, write_row
from .timestamps import guard_time, heard_late, is_plausible, write_time
from .totals import integrated_wh

__all__ = ["Session", "Stop", "StopReason", "Transaction", "correct"]

_UNKNOWN_START_S = 86_400.0
"""Seconds that a transaction may have run whose start is not known."""


class _Known(NamedTuple):
    """Energy in Wh that registers prove, the last of them and its time."""

    energy_wh: float | None
    register_wh: float | None
    at: datetime | None
    estimated_wh: float = 0.0


@dataclass(slots=True, kw_only=True)
class Transaction:
    """A transaction that the central system numbered; times are aware UTC, energies are register readings in Wh."""

    transaction_id: int
    charge_point_id: str
    connector_id: int
    id_tag: str
    """As the charger sent it; empty where it is not known."""
    started_at: datetime
    meter_start_wh: float | None
    start_timestamp: str | None
    """The charger's own timestamp of the start in normal form, by which repeats are recognised (R18)."""
    session_id: int = 0
    reservation_id: int | None = None
    last_register_wh: float | None = None
    last_register_at: datetime | None = None
    measured_wh: float | None = None
    """Energy that the register has counted so far, across its resets; None before it was read."""
    lifetime_start_wh: float | None = None
    """The meter's lifetime register when the transaction began."""
    estimated_wh: float = 0.0
    """The part of `measured_wh` that was integrated from power while the register stood still."""
    estimated_start_wh: float | None = None
    """All energy that the meter had estimated by the start of the transaction."""
    restarted_wh: float | None = None
    """The reading at which the register may have restarted, while too few readings confirm that."""
    integrated_wh: float = 0.0
    """Energy integrated from power, for chargers without a register."""
    last_power_w: float = 0.0
    last_power_at: datetime | None = None
    peak_power_w: float = 0.0
    hourly_wh: tuple[float, ...] = ()
    """Energy in Wh up to each full hour of the clock since the start."""
    marked_at: datetime | None = None
    marked_wh: float = 0.0
    """When `hourly_wh` was last updated, and the energy then."""
    remote: bool = False
    started_by: str | None = None
    """The id of the user who started it from here."""
    refused: str | None = None
    """The status with which its idTag was refused; None where it was accepted."""
    adopted: bool = False
    """Known only from its meter values, since its StartTransaction never came."""
    time_estimated: bool = False
    """The charger's time of the start was missing or not plausible: `started_at` is when we first heard of it."""

    @property
    def has_true_start(self) -> bool:
        """Whether `started_at` is the charger's own time."""
        return not self.time_estimated

    @property
    def energy_wh(self) -> float:
        """Energy in Wh up to now."""
        return self.integrated_wh if self.measured_wh is None else self.measured_wh

    @property
    def energy_estimated(self) -> bool:
        """Whether `energy_wh` was not all counted by a register since the start."""
        counted = self.measured_wh is not None and self.meter_start_wh is not None
        return not counted or self.estimated_wh > 0

    @property
    def seen_at(self) -> datetime:
        """The time of its latest reading, or of its start."""
        heard = (self.started_at, self.last_register_at, self.last_power_at)
        return max(time for time in heard if time is not None)

    def observe_power(self, power_w: float, *, at: datetime) -> None:
        """Take in the connector's power."""
        if self.last_power_at is not None:
            seconds = (at - self.last_power_at).total_seconds()
            self.integrated_wh += integrated_wh(self.last_power_w, power_w, seconds)
        self.last_power_w = power_w
        self.last_power_at = at
        self.peak_power_w = max(self.peak_power_w, power_w)

    def observe_register(
        self,
        register_wh: float,
        lifetime_wh: float,
        *,
        at: datetime,
        estimated_wh: float = 0.0,
        restarted_wh: float | None = None,
    ) -> None:
        """Take in the connector's register, on the charger's scale and as the lifetime energy that never falls.

        `estimated_wh` of the lifetime was integrated from power; at `restarted_wh` the register may have restarted.
        """
        if at < self.started_at:
            return
        if self.estimated_start_wh is None:
            self.estimated_start_wh = estimated_wh
        self.estimated_wh = max(0.0, estimated_wh - self.estimated_start_wh)
        self.restarted_wh = restarted_wh
        if self.lifetime_start_wh is None:
            self.lifetime_start_wh = lifetime_wh - self._missed_wh(register_wh, at)
        counted_wh = lifetime_wh - self.lifetime_start_wh
        if counted_wh < (self.measured_wh or 0.0):  # The meter's state was lost
            counted_wh = self.measured_wh or 0.0
            self.lifetime_start_wh = lifetime_wh - counted_wh
        self.measured_wh = counted_wh
        self.last_register_wh = register_wh
        self.last_register_at = at

    def mark_hours(self) -> None:
        """Note the energy at each full hour since the last call; call it after readings were taken in."""
        last = (self.marked_at or self.started_at, self.marked_wh)
        now = (self.seen_at, self.energy_wh)
        if now[0] > last[0]:
            self.hourly_wh += tuple(new_marks(self.started_at, self.hourly_wh, last, now))
            self.marked_at, self.marked_wh = now

    def session(self) -> Session:
        """Return the session as it stands while the transaction runs."""
        return Session(
            session_id=self.session_id,
            transaction_id=self.transaction_id,
            charge_point_id=self.charge_point_id,
            connector_id=self.connector_id,
            id_tag=self.id_tag or None,
            started_at=self.started_at,
            stopped_at=None,
            meter_start_wh=self.meter_start_wh,
            meter_stop_wh=None,
            energy_wh=self.energy_wh,
            energy_estimated=self.energy_estimated,
            time_estimated=self.time_estimated,
            stop_reason=None,
            peak_power_w=self.peak_power_w or None,
            start_timestamp=self.start_timestamp,
            hourly_wh=self.hourly_wh,
            started_by=self.started_by,
            refused=self.refused,
        )

    def end(self, stop: Stop, *, now: datetime, provisional: bool = False) -> Session:
        """Return the session that the transaction becomes with its stop."""
        data = stop.data
        started_at, stopped_at, time_estimated = self._times(stop, now)
        peak_power_w = max(self.peak_power_w, data.peak_power_w)
        known = self._known(data)
        since = started_at if known.at is None else max(known.at, started_at)
        energy = session_energy(
            meter_start_wh=data.begin_wh if self.meter_start_wh is None else self.meter_start_wh,
            meter_stop_wh=stop.meter_stop_wh,
            measured_wh=known.energy_wh,
            last_register_wh=known.register_wh,
            estimated_wh=known.estimated_wh,
            restarted_wh=self.restarted_wh,
            integrated_wh=self.integrated_wh,
            seconds=None if time_estimated else (stopped_at - since).total_seconds(),
            peak_power_w=peak_power_w,
        )
        session = replace(
            self.session(),
            started_at=started_at,
            stopped_at=stopped_at,
            meter_stop_wh=energy.meter_stop_wh,
            energy_wh=energy.energy_wh,
            energy_estimated=energy.estimated,
            time_estimated=time_estimated,
            stop_reason=stop.reason,
            peak_power_w=peak_power_w or None,
            provisional=provisional,
            stop_timestamp=None if provisional else write_time(stop.timestamp),
            heard_at=heard_late(stopped_at, now),
        )
        return self.with_marks(session, data)

    def with_marks(self, session: Session, data: SessionData) -> Session:
        """Return the ended session with its hourly marks."""
        marks: tuple[float, ...] = ()
        if session.started_at == self.started_at and session.stopped_at is not None:
            marks = ended_marks(
                self.started_at,
                self.hourly_wh,
                (self.marked_at or self.started_at, self.marked_wh),
                (session.stopped_at, session.energy_wh),
            )
        session = replace(session, hourly_wh=marks)
        return replace(session, hourly_wh=told_marks(session, self._points(data)))

    def end_without_stop(
        self,
        *,
        now: datetime,
        next_at: datetime | None = None,
        next_register_wh: float | None = None,
    ) -> Session:
        """Return the provisional session that the transaction becomes when its stop does not come.

        It ends with its own last reading; without a register, where the next transaction began (`next_at`,
        `next_register_wh`).
        """
        stop = Stop(reason=StopReason.UNKNOWN, timestamp=self.seen_at)
        if self.measured_wh is None and next_at is not None:
            stop = replace(stop, timestamp=next_at, meter_stop_wh=next_register_wh)
        session = self.end(stop, now=now, provisional=True)
        return replace(session, energy_estimated=True, time_estimated=True)

    @classmethod
    def of(cls, session: Session) -> Transaction:
        """Return the transaction that a provisional session was; raises ValueError for the session of a stop alone."""
        transaction_id, connector_id = session.transaction_id, session.connector_id
        started_at = session.started_at
        if transaction_id is None or connector_id is None or started_at is None:
            raise ValueError("the session of a stop alone")
        measured = session.meter_stop_wh is not None
        return cls(
            session_id=session.session_id,
            transaction_id=transaction_id,
            charge_point_id=session.charge_point_id,
            connector_id=connector_id,
            id_tag=session.id_tag or "",
            started_at=started_at,
            meter_start_wh=session.meter_start_wh,
            start_timestamp=session.start_timestamp,
            measured_wh=session.energy_wh if measured else None,
            integrated_wh=0.0 if measured else session.energy_wh,
            last_register_wh=session.meter_stop_wh,
            last_register_at=session.stopped_at if measured else None,
            peak_power_w=session.peak_power_w or 0.0,
            hourly_wh=session.hourly_wh,
            started_by=session.started_by,
            refused=session.refused,
            marked_at=session.stopped_at,
            marked_wh=session.energy_wh,
            time_estimated=not session.has_true_start,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the transaction as JSON-able values, times in ISO 8601."""
        return write_row(self)

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Transaction:
        """Return the transaction of a stored row; raises ValueError where it is not one."""
        return read_row(cls, row)

    def _times(self, stop: Stop, now: datetime) -> tuple[datetime, datetime, bool]:
        """Return start, stop, and whether one of them is an estimate."""
        stopped_at, estimated = guard_time(stop.timestamp, now)
        # Equal times although the register went on: its clock stands still, or it saved none before its power went.
        told_at = write_time(stop.timestamp)
        if told_at == self.start_timestamp and stop.meter_stop_wh != self.meter_start_wh:
            estimated = True
            heard = max(self.seen_at, stop.data.last_at or self.seen_at)
            stopped_at = max(stopped_at, heard) if is_plausible(heard, now) else stopped_at
        started_at, first_at = self.started_at, stop.data.first_at
        if stopped_at >= started_at:
            return started_at, stopped_at, estimated or self.time_estimated
        if self.time_estimated and first_at is not None and is_plausible(first_at, stopped_at):
            return min(first_at, stopped_at), stopped_at, True
        return started_at, started_at, True

    def _known(self, data: SessionData) -> _Known:
        """Return what the registers of meter values or of the stop's transactionData prove, whichever is more."""
        heard = _Known(
            self.measured_wh, self.last_register_wh, self.last_register_at, self.estimated_wh
        )
        if data.energy_wh is None or data.begin_wh is None:
            return heard
        energy_wh = data.energy_wh + self._missed_wh(
            data.begin_wh, data.first_at or self.started_at
        )
        if heard.energy_wh is not None and heard.energy_wh > energy_wh:
            return heard
        return _Known(energy_wh, data.end_wh, data.last_at)

    def _points(self, data: SessionData) -> Iterator[Point]:
        """Yield the session's energy at each reading of transactionData."""
        start_wh = data.begin_wh if self.meter_start_wh is None else self.meter_start_wh
        if start_wh is not None:
            yield from ((at, register_wh - start_wh) for at, register_wh in data.points)

    def _missed_wh(self, register_wh: float, at: datetime) -> float:
        """Return the Wh that the register counted from the start to its first reading, 0 where that is not plausible."""
        if self.meter_start_wh is None:
            return 0.0
        missed_wh = register_wh - self.meter_start_wh
        seconds = (at - self.started_at).total_seconds()
        seconds = max(seconds, _UNKNOWN_START_S) if self.time_estimated else seconds
        return missed_wh if 0 <= missed_wh <= plausible_wh(seconds, self.peak_power_w) else 0.0


def correct(session: Session, stop: Stop, *, now: datetime) -> Session:
    """Return a provisional session corrected by its late stop: with the stop's own figures where they are plausible."""
    transaction = replace(
        Transaction.of(session), measured_wh=None, integrated_wh=0.0, last_register_at=None
    )
    ended = transaction.end(stop, now=now)
    if ended.time_estimated and ended.stopped_at == ended.started_at:
        ended = transaction.with_marks(replace(ended, stopped_at=session.stopped_at), stop.data)
    if not ended.energy_estimated or ended.energy_wh > session.energy_wh:
        return ended
    kept = replace(ended, energy_wh=session.energy_wh, meter_stop_wh=session.meter_stop_wh)
    return transaction.with_marks(kept, stop.data)
