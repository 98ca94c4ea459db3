"""When a car must be ready, and how much energy it needs until then."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_WEEK = 7
_EFFICIENCY = 0.9
"""Part of a wallbox's energy that arrives in the battery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyBy:
    """A time of day, on a day or on days of the week (Monday is 0)."""

    at: time
    day: date | None = None
    weekdays: frozenset[int] = frozenset()

    def next_after(self, now: datetime) -> datetime | None:
        """Return the next such moment in the time zone of `now`; None: all have passed."""
        days = [self.day] if self.day else []
        days += [
            day
            for ahead in range(_WEEK + 1)
            if (day := now.date() + timedelta(days=ahead)).weekday() in self.weekdays
        ]
        moments = (datetime.combine(day, self.at, now.tzinfo) for day in days)
        # Compare timestamps: local times of one zone compare wrong when the clocks change.
        return min((one for one in moments if one.timestamp() > now.timestamp()), default=None)


def energy_to_soc_wh(
    capacity_wh: float, soc_percent: float, target_percent: float, efficiency: float = _EFFICIENCY
) -> float:
    """Return the energy in Wh to charge from one state of charge to another, losses included; 0 where it is reached."""
    missing = min(target_percent, 100.0) - max(soc_percent, 0.0)
    return max(missing, 0.0) / 100 * capacity_wh / efficiency


def soc_with(capacity_wh: float, soc_percent: float, energy_wh: float) -> float:
    """Return the state of charge in % that so much energy leads to, losses included; at most 100."""
    return min(soc_percent + energy_wh * _EFFICIENCY / capacity_wh * 100, 100.0)
