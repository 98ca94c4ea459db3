"""Count the energy of one direction at a connector: from a register, from intervals, or from power."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .quantity import Phase
from .register import SLACK_WH, Register, plausible_wh
from .standstill import Standstill
from .stored import read_number
from .totals import integrated_wh

_GRACE = timedelta(minutes=30)
"""How long to wait for a register before power is integrated: some are sent every quarter of an hour."""

_USUAL_W = 22_000.0
"""Power in W that is assumed at most where none is sent."""
_COARSEST_WH = 2_000.0
"""Integrated energy after which a working register must have moved: some count whole kilowatt-hours."""


@dataclass(slots=True, kw_only=True)
class EnergyCounter:
    """An energy in Wh that only counts up."""

    register: Register = field(default_factory=Register)
    """The total, as sent or as the sum of the phases."""
    phases: dict[Phase, Register] = field(default_factory=dict)
    _sends_total: bool = False
    """Meter values have had a total; registers of transaction messages do not count, since their scale may differ."""
    _total_at: datetime | None = None
    _standstill: Standstill = field(default_factory=Standstill)
    _interval_at: datetime | None = None
    _power: tuple[float, datetime] | None = None
    _unmetered_since: datetime | None = None
    _unshown_wh: float = 0.0
    """Energy integrated while a register may still come."""

    @property
    def is_unmetered(self) -> bool:
        """Whether no register was ever read but 0: some show 0 for ever."""
        return not self.register.raw_wh

    @property
    def is_estimated(self) -> bool:
        """Whether not all of the energy was counted by a register."""
        register = self.register
        if register.raw_wh is None or (register.raw_wh == 0 and register.offset_wh > 0):
            return True
        return self._standstill.shown_wh > 0

    def shown(self) -> tuple[float | None, bool]:
        """Return all energy ever counted in Wh, None before the first reading; and whether it `is_estimated`."""
        missed_wh, register = self._standstill.shown_wh, self.register
        if register.raw_wh and not missed_wh:
            return register.raw_wh + register.offset_wh, False
        lifetime_wh = register.lifetime_wh
        return None if lifetime_wh is None else lifetime_wh + missed_wh, self.is_estimated

    @property
    def scale(self) -> float | None:
        """Energy by register divided by energy by power in the running transaction; None while there is too little."""
        return self._standstill.scale

    @property
    def estimated_wh(self) -> float:
        """The part of `lifetime_wh` that was integrated from power while the register stood still."""
        return self._standstill.estimated_wh

    def of(self, phase: Phase | None) -> Register | None:
        """Return the register of a phase (None without one), or for None the total."""
        return self.register if phase is None else self.phases.get(phase)

    def take(
        self,
        readings: Mapping[Phase | None, float],
        *,
        at: datetime,
        power_w: float = 0.0,
        running: bool = False,
    ) -> None:
        """Take in the registers of meter values: the total (None) and by phase."""
        for phase, raw_wh in readings.items():
            if phase is not None:
                register = self.phases.setdefault(phase, Register())
                register.take(raw_wh, at=at, power_w=power_w, running=running)
        total_wh = readings.get(None)
        if total_wh is not None:
            self._sends_total = True
            self._total_at = at
        elif self._total_at is None or at - self._total_at >= _GRACE:
            total_wh = sum(register.raw_wh or 0.0 for register in self.phases.values())
        if total_wh is None:
            return
        before_wh = self.register.lifetime_wh
        self.register.take(total_wh, at=at, power_w=power_w, running=running)
        if before_wh is not None:
            self._moved(before_wh, at)

    def take_interval(self, energy_wh: float, *, at: datetime) -> None:
        """Count the energy of the interval that ends at `at`, once; without effect where there is a register."""
        before = self._interval_at
        if before is None or at > before:
            self._interval_at = at
            seconds = 3600.0 if before is None else (at - before).total_seconds()
            if self.is_unmetered and energy_wh <= plausible_wh(seconds):
                self.register.add(energy_wh)

    def take_power(self, power_w: float, *, at: datetime, running: bool = False) -> None:
        """Integrate power where neither register nor intervals are sent, or the register stands still in a transaction."""
        before = self._power
        self._power = (power_w, at)
        energy_wh = 0.0
        if before is not None:
            energy_wh = integrated_wh(before[0], power_w, (at - before[1]).total_seconds())
        if self.register.raw_wh:
            if running:
                self._standstill.take_power(power_w, energy_wh, at=at)
            return
        if self._interval_at is not None:
            return
        since = self._unmetered_since = self._unmetered_since or at
        self._unshown_wh += energy_wh
        silent = self.register.raw_wh is None
        waited = at - since >= _GRACE if silent else self._unshown_wh >= _COARSEST_WH
        if waited or self.register.offset_wh:
            self.register.add(self._unshown_wh)
            self._unshown_wh = 0.0

    def transaction_started(self, meter_start_wh: float, *, at: datetime) -> None:
        """Take in the register at the start of a transaction, which may begin a new count, unless it is history."""
        self._standstill.begin()
        self.register.transaction_started(meter_start_wh, at=at)
        is_history = self.register.is_history(meter_start_wh, at)
        if not is_history and self._is_same_scale(meter_start_wh, self.register.at or at, 0.0):
            self.register.take(meter_start_wh, at=at)

    def transaction_ended(
        self, meter_stop_wh: float | None, *, at: datetime, power_w: float
    ) -> None:
        """Take in the register at the end of a transaction (None: unknown) unless it is history; `power_w` is the power before it."""
        before_wh = self.register.lifetime_wh
        is_new = meter_stop_wh is not None and not self.register.is_history(meter_stop_wh, at)
        if meter_stop_wh is not None and is_new and self._is_same_scale(meter_stop_wh, at, power_w):
            self.register.take_last(meter_stop_wh, at=at, power_w=power_w)
            if before_wh is not None:
                self._moved(before_wh, at)
        self.register.add(self._standstill.settle())

    def _is_same_scale(self, told_wh: float, at: datetime, power_w: float) -> bool:
        """Whether the register of a transaction message can follow from that of meter values; True where these have none.

        Some charge points send a total in the one and a single phase in the other. A jump that is refused here loses
        nothing: the next meter values have the energy, too.
        """
        register = self.register
        is_read = self._sends_total or bool(self.phases)
        if register.raw_wh is None or register.at is None or not is_read:
            return True
        hours = max(0.0, (at - register.at).total_seconds()) / 3600
        return told_wh - register.raw_wh <= SLACK_WH + max(_USUAL_W, 2 * power_w) * hours

    def _moved(self, before_wh: float, at: datetime) -> None:
        """Compare what the register counted with the energy by power, and add what it missed for good."""
        register = self.register
        if (raw_wh := register.raw_wh) is not None:
            moved_wh = raw_wh + register.offset_wh - before_wh
            register.offset_wh += self._standstill.take_register(moved_wh, raw_wh, at=at)

    def turn_back(self, at: datetime) -> None:
        """Note that the charger's clock went back to `at`."""
        for register in (self.register, *self.phases.values()):
            if register.at is not None:
                register.at = min(register.at, at)
        if self._interval_at is not None:
            self._interval_at = min(self._interval_at, at)
        if self._power is not None:
            self._power = (self._power[0], min(self._power[1], at))
        if self._total_at is not None:
            self._total_at = min(self._total_at, at)
        self._standstill.turn_back(at)

    def as_dict(self) -> dict[str, Any]:
        """Return the state to store, JSON-able."""
        return {
            "register": self.register.as_dict(),
            "phases": {phase: register.as_dict() for phase, register in self.phases.items()},
            "reads_total": self._sends_total,
            "estimated_wh": self.estimated_wh,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EnergyCounter:
        """Return the counter of a stored state; raises KeyError, TypeError and ValueError."""
        return cls(
            register=Register.from_dict(data["register"]),
            phases={
                Phase(phase): Register.from_dict(register)
                for phase, register in data["phases"].items()
            },
            _sends_total=bool(data.get("reads_total")),
            _standstill=Standstill(settled_wh=read_number(data.get("estimated_wh", 0.0))),
        )
