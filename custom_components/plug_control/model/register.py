"""Make an energy register count up only, whatever the charger's register does."""

from dataclasses import dataclass
from datetime import datetime
import math
from typing import Any

from .timestamps import read_time, write_time

MAX_WH = 1e11
"""No meter shows more: a hundred gigawatt-hours."""
SLACK_WH = 5_000.0
"""What may be counted at once, however short the time: registers are read late and in coarse steps."""
PLAUSIBLE_W = 100_000.0
"""What may be counted in a time, unless the meter shows more power."""

_CONFIRMATIONS = 3
"""Readings that must agree before an impossible change is taken for a changed register."""
_CONFIRMATION_S = 60.0
"""How long they must take: a charger that has just booted may say the same nonsense several times."""
_INSISTENCE = 6
"""Readings that need not even agree: whatever this register is, it does not come back."""
_JITTER_WH = 100.0
"""A register that is lower by so little has not changed: it is imprecise."""


def plausible_wh(seconds: float, power_w: float = 0.0) -> float:
    """Return the most that can have been counted in a time at a known power."""
    return SLACK_WH + max(PLAUSIBLE_W, 2 * power_w) * max(0.0, seconds) / 3600


@dataclass(slots=True)
class _Doubt:
    """Readings that cannot follow from the last good one; those since `first_wh` can follow from each other."""

    first_wh: float
    last_wh: float
    since: datetime
    at: datetime
    agreeing: int = 1
    count: int = 1

    @classmethod
    def about(cls, raw_wh: float, at: datetime) -> _Doubt:
        """Begin to doubt."""
        return cls(first_wh=raw_wh, last_wh=raw_wh, since=at, at=at)

    def leads_to(self, raw_wh: float, at: datetime, power_w: float) -> bool:
        """Whether a reading can follow from these."""
        return 0 <= raw_wh - self.last_wh <= plausible_wh(_seconds(self.at, at), power_w)

    def add(self, raw_wh: float, at: datetime, power_w: float) -> None:
        """Add a reading that is not lower."""
        if self.leads_to(raw_wh, at, power_w):
            self.agreeing += 1
        else:
            self.first_wh = raw_wh
            self.agreeing = 1
        self.count += 1
        self.last_wh = raw_wh
        self.at = at

    @property
    def is_settled(self) -> bool:
        """Whether it is no longer a doubt that the register changed."""
        enough = self.agreeing >= _CONFIRMATIONS or self.count >= _INSISTENCE
        return enough and _seconds(self.since, self.at) >= _CONFIRMATION_S


@dataclass(slots=True, kw_only=True)
class Register:
    """A charger's energy register in Wh, made monotone: `lifetime_wh` = `raw_wh` + `offset_wh`.

    Zero and lower readings are ignored (C2EU Q29); where they persist, or where a transaction that begins proves them,
    the register was reset or replaced and the count goes on from where it was: within a transaction from zero, where
    that can be, since then a firmware restarted. An impossible jump forward counts nothing; where it persists, the count
    goes on from there.
    """

    raw_wh: float | None = None
    """The last good reading, on the charger's own scale."""
    at: datetime | None = None
    offset_wh: float = 0.0
    shown_wh: float | None = None
    """What was shown before a memory was lost: the first reading from here on is no less."""
    is_fresh: bool = False
    """Whether it was read since it was remembered."""
    _doubt: _Doubt | None = None
    _begun: _Doubt | None = None
    """What the register showed when the running transaction began, where that is lower than the last good reading."""

    @property
    def lifetime_wh(self) -> float | None:
        """All energy ever counted; None before the first reading."""
        if self.raw_wh is None:
            return self.offset_wh or None
        return self.raw_wh + self.offset_wh

    @property
    def restarted_wh(self) -> float | None:
        """The first of the lower readings that are doubted still, None without any."""
        doubt = self._doubt
        lower = doubt is not None and self.raw_wh is not None and doubt.last_wh < self.raw_wh
        return doubt.first_wh if doubt is not None and lower else None

    def take(
        self, raw_wh: float, *, at: datetime, power_w: float = 0.0, running: bool = False
    ) -> bool:
        """Take a reading in, of a transaction or not; returns whether it counts."""
        if self.raw_wh is None or self.at is None:
            return self._take_first(raw_wh, at)
        if self.raw_wh == 0 < raw_wh and self.offset_wh > 0:
            return self._take_first(raw_wh, at)
        step = raw_wh - self.raw_wh
        if 0 <= step <= plausible_wh(_seconds(self.at, at), power_w):
            self._accept(raw_wh, at)
            return True
        begun = self._begun
        if step < 0 < raw_wh and begun is not None and begun.leads_to(raw_wh, at, power_w):
            self._go_on_from(begun.first_wh, raw_wh, at)
            return True
        if -_JITTER_WH <= step < 0:
            return False
        return self._weigh(raw_wh, at, power_w, running)

    def take_last(self, raw_wh: float, *, at: datetime, power_w: float = 0.0) -> bool:
        """Take the reading in that a transaction ends with; it confirms lower ones that it can follow from."""
        doubt = self._doubt
        if self.restarted_wh is None or doubt is None or not doubt.leads_to(raw_wh, at, power_w):
            return self.take(raw_wh, at=at, power_w=power_w, running=True)
        if raw_wh > 0:
            self._go_on_from(self._base_wh(doubt, power_w), raw_wh, at)
        return raw_wh > 0

    def add(self, energy_wh: float) -> None:
        """Count energy that the charger has no register for."""
        self.offset_wh += energy_wh

    def transaction_started(self, meter_start_wh: float, *, at: datetime) -> None:
        """Note the reading that a transaction begins with: some registers begin anew with each (EVBox, ABB)."""
        self._begun = None
        if self.raw_wh is not None and meter_start_wh < self.raw_wh:
            self._begun = _Doubt.about(meter_start_wh, at)

    def as_dict(self) -> dict[str, Any]:
        """Return what is to be remembered over a restart, JSON-able."""
        return {"raw_wh": self.raw_wh, "offset_wh": self.offset_wh, "at": write_time(self.at)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Register:
        """Return the register that was remembered; raises KeyError, TypeError and ValueError."""
        raw_wh, offset_wh = data["raw_wh"], float(data["offset_wh"])
        if not (math.isfinite(raw_wh or 0.0) and math.isfinite(offset_wh)):
            raise ValueError("no number")
        return cls(
            raw_wh=None if raw_wh is None else float(raw_wh),
            offset_wh=offset_wh,
            at=read_time(data["at"]),
        )

    def _take_first(self, raw_wh: float, at: datetime) -> bool:
        """Take a first reading in: at once, but a zero only when it persists."""
        if raw_wh == 0 and not self._doubted(raw_wh, at, 0.0).is_settled:
            return False
        if self.offset_wh:
            # What was counted without the register goes on: it counted the same energy
            self.offset_wh -= raw_wh
        self._accept(raw_wh, at)
        return True

    def _weigh(self, raw_wh: float, at: datetime, power_w: float, running: bool) -> bool:
        """Weigh an impossible reading together with the impossible ones before it."""
        doubt = self._doubted(raw_wh, at, power_w)
        if raw_wh == 0 or not doubt.is_settled:
            return False
        base_wh = self._base_wh(doubt, power_w) if running else doubt.first_wh
        self._go_on_from(base_wh, raw_wh, at)
        return True

    def _base_wh(self, doubt: _Doubt, power_w: float) -> float:
        """Return where a register that restarted within a transaction began: at zero, where that can be."""
        assert self.raw_wh is not None
        assert self.at is not None
        could_wh = plausible_wh(_seconds(self.at, doubt.since), power_w)
        return 0.0 if doubt.first_wh <= min(could_wh, self.raw_wh) else doubt.first_wh

    def _doubted(self, raw_wh: float, at: datetime, power_w: float) -> _Doubt:
        doubt = self._doubt
        if doubt is None or raw_wh < doubt.last_wh:
            doubt = self._doubt = _Doubt.about(raw_wh, at)
        elif at > doubt.at:
            doubt.add(raw_wh, at, power_w)
        return doubt

    def _go_on_from(self, base_wh: float, raw_wh: float, at: datetime) -> None:
        """Count on a new scale, on which the last good reading is `base_wh`."""
        assert self.raw_wh is not None
        self.offset_wh += self.raw_wh - base_wh
        self._accept(raw_wh, at)

    def _accept(self, raw_wh: float, at: datetime) -> None:
        self.raw_wh = raw_wh
        self.at = at
        self._doubt = None
        self._begun = None
        self.is_fresh = True
        if self.shown_wh is not None:
            self.offset_wh += max(0.0, self.shown_wh - raw_wh - self.offset_wh)
            self.shown_wh = None


def _seconds(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds()
