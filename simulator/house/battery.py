"""A home battery: it evens out what the grid would give or take, unless it is held."""

from dataclasses import dataclass
from typing import Final

SECONDS_PER_HOUR: Final = 3600.0
PERCENT: Final = 100.0


@dataclass(slots=True, kw_only=True)
class Battery:
    """A battery with its inverter; while it is held it does nothing."""

    capacity_wh: float = 5000.0
    power_w: float = 2500.0
    stored_wh: float = 2500.0
    held: bool = False

    @property
    def percent(self) -> float:
        """The state of charge."""
        return PERCENT * self.stored_wh / self.capacity_wh

    def takes_w(self, grid_w: float) -> float:
        """Return its power where the grid's would be `grid_w` without it: charging positive."""
        if self.held:
            return 0.0
        wanted_w = min(max(-grid_w, -self.power_w), self.power_w)
        is_full, is_empty = self.stored_wh >= self.capacity_wh, self.stored_wh <= 0
        return 0.0 if (wanted_w > 0 and is_full) or (wanted_w < 0 and is_empty) else wanted_w

    def count(self, power_w: float, seconds: float) -> None:
        """Take `power_w` for `seconds`."""
        stored_wh = self.stored_wh + power_w * seconds / SECONDS_PER_HOUR
        self.stored_wh = min(max(stored_wh, 0.0), self.capacity_wh)
