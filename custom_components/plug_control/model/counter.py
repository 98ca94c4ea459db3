"""The energy of one direction at one connector: from a register, else from intervals, else integrated from power."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .quantity import Phase
from .register import Register, plausible_wh
from .totals import integrated_wh

_GRACE = timedelta(minutes=30)
"""How long a register is waited for, before energy is integrated from power: some are sent every quarter of an hour."""

_COARSEST_WH = 2_000.0
"""Energy after which every register that counts at all has counted: some count whole kilowatt-hours."""


@dataclass(slots=True, kw_only=True)
class EnergyCounter:
    """Energy in Wh that only ever counts up."""

    register: Register = field(default_factory=Register)
    """The total: as it is sent, or of the phases."""
    phases: dict[Phase, Register] = field(default_factory=dict)
    _sends_total: bool = False
    _interval_at: datetime | None = None
    _power: tuple[float, datetime] | None = None
    _unmetered_since: datetime | None = None
    _unshown_wh: float = 0.0
    """Integrated while a register may still come."""

    @property
    def is_unmetered(self) -> bool:
        """Whether no register was ever read, or one that has never counted: some show 0 for ever."""
        return not self.register.raw_wh

    @property
    def is_estimated(self) -> bool:
        """Whether the energy was not counted by a register."""
        return self.register.raw_wh is None or (self.is_unmetered and self.register.offset_wh > 0)

    def take(
        self, readings: Mapping[Phase | None, float], *, at: datetime, power_w: float = 0.0
    ) -> None:
        """Take registers in, total (None) and by phase."""
        for phase, raw_wh in readings.items():
            if phase is not None:
                register = self.phases.setdefault(phase, Register())
                register.take(raw_wh, at=at, power_w=power_w)
        total_wh = readings.get(None)
        if total_wh is not None:
            self._sends_total = True
        elif not self._sends_total:
            total_wh = sum(register.raw_wh or 0.0 for register in self.phases.values())
        if total_wh is not None:
            self.register.take(total_wh, at=at, power_w=power_w)

    def take_interval(self, energy_wh: float, *, at: datetime) -> None:
        """Take the energy of the interval that ends at `at`, once; a register makes it superfluous."""
        before = self._interval_at
        if before is None or at > before:
            self._interval_at = at
            seconds = 3600.0 if before is None else (at - before).total_seconds()
            if self.is_unmetered and energy_wh <= plausible_wh(seconds):
                self.register.add(energy_wh)

    def take_power(self, power_w: float, *, at: datetime) -> None:
        """Integrate power, where neither a register nor intervals are sent."""
        before = self._power
        self._power = (power_w, at)
        if not self.is_unmetered or self._interval_at is not None:
            return
        since = self._unmetered_since = self._unmetered_since or at
        if before is not None:
            seconds = (at - before[1]).total_seconds()
            self._unshown_wh += integrated_wh(before[0], power_w, seconds)
        silent = self.register.raw_wh is None
        waited = at - since >= _GRACE if silent else self._unshown_wh >= _COARSEST_WH
        if waited or self.register.offset_wh:
            self.register.add(self._unshown_wh)
            self._unshown_wh = 0.0

    def transaction_started(self, meter_start_wh: float, *, at: datetime) -> None:
        """Note the register at the start of a transaction: a reading, and perhaps the beginning of a new count."""
        self.register.transaction_started(meter_start_wh, at=at)
        self.register.take(meter_start_wh, at=at)

    def turn_back(self, at: datetime) -> None:
        """Note that the charger's clock went back to `at`."""
        for register in (self.register, *self.phases.values()):
            if register.at is not None:
                register.at = min(register.at, at)
        if self._interval_at is not None:
            self._interval_at = min(self._interval_at, at)
        if self._power is not None:
            self._power = (self._power[0], min(self._power[1], at))

    def as_dict(self) -> dict[str, Any]:
        """Return what is to be remembered over a restart, JSON-able."""
        return {
            "register": self.register.as_dict(),
            "phases": {phase: register.as_dict() for phase, register in self.phases.items()},
            "sends_total": self._sends_total,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EnergyCounter:
        """Return the counter that was remembered; raises KeyError, TypeError and ValueError."""
        return cls(
            register=Register.from_dict(data["register"]),
            phases={
                Phase(phase): Register.from_dict(register)
                for phase, register in data["phases"].items()
            },
            _sends_total=bool(data["sends_total"]),
        )
