"""Make an energy register count up only, whatever the charger's register does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .stored import read_number
from .timestamps import read_time, write_time

MAX_WH = 1e11
"""The highest reading that can be true: a hundred gigawatt-hours."""
SLACK_WH = 5_000.0
"""Energy that may be counted in no time: registers are read late and in coarse steps."""
PLAUSIBLE_W = 100_000.0
"""Power at which a register may count, unless the meter shows more."""

_CONFIRMATIONS = 3
"""Number of agreeing readings after which an impossible change means a changed register."""
_CONFIRMATION_S = 60.0
"""Seconds that they must span: a charger that has just booted may repeat the same nonsense."""
_INSISTENCE = 6
"""Number of doubtful readings after which they need not agree: the old register does not come back."""
_JITTER_WH = 100.0
"""A register that is lower by so little has not changed, but is imprecise."""


def plausible_wh(seconds: float, power_w: float = 0.0) -> float:
    """Return the most energy in Wh that can have been counted in `seconds` at a power of `power_w`."""
    return SLACK_WH + max(PLAUSIBLE_W, 2 * power_w) * max(0.0, seconds) / 3600


@dataclass(slots=True)
class _Doubt:
    """Readings that cannot follow from the last good one; those since `first_wh` follow from each other."""

    first_wh: float
    last_wh: float
    since: datetime
    at: datetime
    agreeing: int = 1
    count: int = 1

    @classmethod
    def about(cls, raw_wh: float, at: datetime) -> _Doubt:
        """Return the doubt that begins with a reading."""
        return cls(first_wh=raw_wh, last_wh=raw_wh, since=at, at=at)

    def leads_to(self, raw_wh: float, at: datetime, power_w: float) -> bool:
        """Whether a reading can follow from the doubtful ones."""
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
        """Whether the readings prove that the register changed."""
        enough = self.agreeing >= _CONFIRMATIONS or self.count >= _INSISTENCE
        return enough and _seconds(self.since, self.at) >= _CONFIRMATION_S


@dataclass(slots=True, kw_only=True)
class Register:
    """A charger's energy register in Wh, made monotone: `lifetime_wh` = `raw_wh` + `offset_wh`.

    Zero and lower readings are ignored (C2EU Q29). Where lower ones persist, or the start of a transaction confirms them,
    the register was reset or replaced, and the count goes on from where it was; within a transaction it restarted at zero,
    where that is plausible, and what it shows is counted. An impossible jump forward counts nothing; where it persists,
    the count goes on from there.
    """

    raw_wh: float | None = None
    """The last good reading, on the charger's own scale."""
    at: datetime | None = None
    offset_wh: float = 0.0
    shown_wh: float | None = None
    """The lifetime energy shown before the state was lost: after the next reading it is no less."""
    is_fresh: bool = False
    """Whether it was read since the state was loaded."""
    _doubt: _Doubt | None = None
    _begun: _Doubt | None = None
    """The register at the start of the running transaction, where it is below the last good reading."""

    @property
    def lifetime_wh(self) -> float | None:
        """All energy ever counted, in Wh; None before the first reading."""
        if self.raw_wh is None:
            return self.offset_wh or None
        return self.raw_wh + self.offset_wh

    @property
    def restarted_wh(self) -> float | None:
        """The first of the lower readings that are still doubtful, None without any."""
        doubt = self._doubt
        lower = doubt is not None and self.raw_wh is not None and doubt.last_wh < self.raw_wh
        return doubt.first_wh if doubt is not None and lower else None

    def is_history(self, raw_wh: float, at: datetime) -> bool:
        """Whether a lower reading of a time before the last good one is contained in that one: a replayed session's.

        A register that restarts at zero with each transaction has not counted such a session yet.
        """
        if self.raw_wh is None or self.at is None:
            return False
        has_restarted = self._begun is not None or (raw_wh <= _JITTER_WH and self.offset_wh > 0)
        return raw_wh < self.raw_wh and at < self.at and not has_restarted

    def take(
        self, raw_wh: float, *, at: datetime, power_w: float = 0.0, running: bool = False
    ) -> bool:
        """Take in a reading, `running` during a transaction; returns whether it counts."""
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
        """Take in the last reading of a transaction, which confirms lower ones before it; returns whether it counts."""
        doubt = self._doubt
        if self.restarted_wh is None or doubt is None or not doubt.leads_to(raw_wh, at, power_w):
            return self.take(raw_wh, at=at, power_w=power_w, running=True)
        if raw_wh > 0:
            self._go_on_from(self._base_wh(doubt, power_w), raw_wh, at)
        return raw_wh > 0

    def add(self, energy_wh: float) -> None:
        """Add energy that the register does not count."""
        self.offset_wh += energy_wh

    def transaction_started(self, meter_start_wh: float, *, at: datetime) -> None:
        """Note the first reading of a transaction: some registers restart with each transaction (EVBox, ABB)."""
        self._begun = None
        is_lower = self.raw_wh is not None and meter_start_wh < self.raw_wh
        if is_lower and not self.is_history(meter_start_wh, at):
            self._begun = _Doubt.about(meter_start_wh, at)

    def as_dict(self) -> dict[str, Any]:
        """Return the state to store, JSON-able."""
        return {"raw_wh": self.raw_wh, "offset_wh": self.offset_wh, "at": write_time(self.at)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Register:
        """Return the register of a stored state; raises KeyError, TypeError and ValueError."""
        raw_wh = data["raw_wh"]
        return cls(
            raw_wh=None if raw_wh is None else read_number(raw_wh),
            offset_wh=read_number(data["offset_wh"]),
            at=read_time(data["at"]),
        )

    def _take_first(self, raw_wh: float, at: datetime) -> bool:
        """Take in the first reading: at once, but zero only when it persists."""
        if raw_wh == 0 and not self._doubted(raw_wh, at, 0.0).is_settled:
            return False
        if self.offset_wh:
            # The register has counted the same energy as was counted without it
            self.offset_wh -= raw_wh
        self._accept(raw_wh, at)
        return True

    def _weigh(self, raw_wh: float, at: datetime, power_w: float, running: bool) -> bool:
        """Take in an impossible reading, which counts once it and those before it prove a changed register."""
        doubt = self._doubted(raw_wh, at, power_w)
        if raw_wh == 0 or not doubt.is_settled:
            return False
        base_wh = self._base_wh(doubt, power_w) if running else doubt.first_wh
        self._go_on_from(base_wh, raw_wh, at)
        return True

    def _base_wh(self, doubt: _Doubt, power_w: float) -> float:
        """Return where a register that restarted within a transaction began: at zero, where that is plausible."""
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
        """Go on counting on a new scale, on which the last good reading is `base_wh`."""
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
