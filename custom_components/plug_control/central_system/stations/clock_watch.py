"""Measure how far a charge point's clock is off, from the timestamps that it sends (R14)."""

from collections import deque
from dataclasses import dataclass, field

TOLERANCE_S = 300.0
"""A clock that is off by more is a problem: sessions, schedules and card expiry go by it."""
_EVIDENCE = 3


@dataclass(slots=True, kw_only=True)
class ClockWatch:
    """The clock of one charge point.

    A timestamp from the future proves a clock that is ahead. One from the past proves nothing alone, since messages may
    have waited in the charger's queue (R17): the clock is behind when several in a row all are.
    """

    offsets_s: deque[float] = field(default_factory=lambda: deque(maxlen=_EVIDENCE))

    def observe(self, offset_s: float) -> None:
        """Record how many seconds a timestamp is ahead of our clock."""
        self.offsets_s.append(offset_s)

    def reset(self) -> None:
        """Forget the observations: the charge point has just got the time."""
        self.offsets_s.clear()

    @property
    def offset_s(self) -> float | None:
        """How far the clock is ahead in s (negative: behind); None while that is not known."""
        if not self.offsets_s:
            return None
        offset_s = max(self.offsets_s)
        is_known = offset_s >= -TOLERANCE_S or len(self.offsets_s) == _EVIDENCE
        return offset_s if is_known else None
