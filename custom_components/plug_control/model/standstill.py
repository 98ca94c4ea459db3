"""Compare a register with the measured power: count energy while it stands still, and check its scale."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_MEASURABLE_W = 100.0
"""Less power is what the charger itself takes."""
_SILENCE = timedelta(minutes=30)
"""A register that was not read for so long counts as standing still: some are sent every quarter of an hour."""
_PATIENCE_S = 300.0
"""How long a register may lag behind the power."""
_FINE_WH = 250.0
"""Energy by which a register with fine steps may lag."""
_COARSE_WH = 2_000.0
"""Energy by which a register in whole kilowatt-hours may lag."""
_NO_MOVE = 0.05
"""A register that counts less than this part of the energy stands still; one in kWh that is sent as Wh still moves."""
_COMPARED_WH = 1_000.0
"""Least energy for which register and power are compared."""
_GAP_S = 1_200.0
"""Longest time between powers from which energy can be computed for the comparison."""


@dataclass(slots=True, kw_only=True)
class Standstill:
    """Energy by power that the register has not counted; what the register catches up is not counted twice."""

    settled_wh: float = 0.0
    """Energy that was added to the register for good."""
    _flowed_wh: float = 0.0
    """Energy by power since the register was read last."""
    _missed_wh: float = 0.0
    """Energy by power while the register stood still."""
    _is_shown: bool = False
    _may_lag_wh: float = _COARSE_WH
    _power_w: float = 0.0
    _power_at: datetime | None = None
    _read_at: datetime | None = None
    _is_measured: bool = True
    """Whether power was sent all the time since the register was read last."""
    _compared: tuple[float, float] = (0.0, 0.0)
    """Energy that the register counted, and energy by power meanwhile."""

    @property
    def shown_wh(self) -> float:
        """Energy that counts now in addition to the register."""
        return self._missed_wh if self._is_shown else 0.0

    @property
    def estimated_wh(self) -> float:
        """All energy that ever counted in addition to the register."""
        return self.settled_wh + self.shown_wh

    @property
    def scale(self) -> float | None:
        """Energy by register divided by energy by power in this transaction; None while there is too little."""
        counted_wh, flowed_wh = self._compared
        return None if flowed_wh < _COMPARED_WH else counted_wh / flowed_wh

    def take_power(self, power_w: float, energy_wh: float, *, at: datetime) -> None:
        """Take in a power, and the energy in Wh since the last one."""
        if self._power_at is not None and (at - self._power_at).total_seconds() > _GAP_S:
            self._is_measured = False
        self._power_w, self._power_at = power_w, at
        if power_w >= _MEASURABLE_W:
            self._flowed_wh += energy_wh
        if self._read_at is None:
            self._read_at = at
        elif at - self._read_at >= _SILENCE:
            self._miss(self._flowed_wh)

    def take_register(self, moved_wh: float, raw_wh: float, *, at: datetime) -> float:
        """Take in by how much the register moved; returns the energy that it has missed for good, once it moves again."""
        flowed_wh = self._flowed_wh
        self._read_at = at
        self._may_lag_wh = _FINE_WH if raw_wh % 1000 else _COARSE_WH
        if self._is_measured:
            counted_wh, compared_wh = self._compared
            self._compared = (counted_wh + moved_wh, compared_wh + flowed_wh)
        self._is_measured = True
        if moved_wh <= flowed_wh * _NO_MOVE:
            self._miss(flowed_wh - moved_wh)
            return 0.0
        self._flowed_wh = 0.0
        if not self._missed_wh:
            self._is_shown = False
            return 0.0
        self._missed_wh = max(0.0, self._missed_wh - max(0.0, moved_wh - flowed_wh))
        return self.settle()

    def settle(self) -> float:
        """Return the energy that counts in addition to the register; the caller adds it to that for good."""
        settled_wh = self.shown_wh
        self.settled_wh += settled_wh
        self._missed_wh = 0.0
        self._is_shown = False
        return settled_wh

    def begin(self) -> None:
        """Begin a new transaction: forget what was missed and compared so far, but keep `settled_wh`."""
        self._flowed_wh = self._missed_wh = 0.0
        self._is_shown = self._is_measured = False
        self._power_at = self._read_at = None
        self._compared = (0.0, 0.0)

    def turn_back(self, at: datetime) -> None:
        """Note that the charger's clock went back to `at`."""
        if self._read_at is not None:
            self._read_at = min(self._read_at, at)
        if self._power_at is not None:
            self._power_at = min(self._power_at, at)

    def _miss(self, energy_wh: float) -> None:
        self._flowed_wh = 0.0
        self._missed_wh += energy_wh
        may_lag_wh = max(self._may_lag_wh, self._power_w * _PATIENCE_S / 3600)
        self._is_shown = self._is_shown or self._missed_wh >= may_lag_wh
