"""The scripted day: clear-sky power, clouds and household load, the same every day.

Hours are on the house's own clock, 0 … 24. A sunny morning, broken clouds around noon, a clear afternoon, and an oven
in the evening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin
from typing import Final

HOURS: Final = 24.0
MINUTES_PER_HOUR: Final = 60.0

type PerPhase = tuple[float, float, float]
"""A value for each of L1, L2 and L3."""

PEAK_W: Final = 9_500.0
"""The highest power of the panels under a clear sky."""
SUNRISE_H: Final = 5.6
SUNSET_H: Final = 21.4
STEEPNESS: Final = 1.6
EDGE_MINUTES: Final = 0.6
"""How many minutes a cloud's edge takes to pass over the roof."""

PHASES: Final = 3
L1, L2, L3 = range(PHASES)


@dataclass(frozen=True, slots=True)
class Cloud:
    """A cloud that lets `share` of the sun through from `start_h` for `minutes`, edges included."""

    start_h: float
    minutes: float
    share: float

    def transmits(self, hour: float) -> float:
        """Return the share of the sun that comes through at `hour`, 0 … 1."""
        into = (hour - self.start_h) * MINUTES_PER_HOUR
        depth = min(into, self.minutes - into) / EDGE_MINUTES
        return 1.0 - (1.0 - self.share) * min(max(depth, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Use:
    """An appliance that draws `power_w` on `phase` from `start_h` for `minutes`.

    One with a thermostat alternates: on for `on_minutes`, off for `on_minutes`.
    """

    name: str
    phase: int
    power_w: float
    start_h: float
    minutes: float
    on_minutes: float | None = None

    def takes_w(self, hour: float) -> float:
        """Return the power that it draws at `hour`."""
        into = (hour - self.start_h) % HOURS * MINUTES_PER_HOUR
        if into >= self.minutes:
            return 0.0
        resting = self.on_minutes is not None and into // self.on_minutes % 2
        return 0.0 if resting else self.power_w


CLOUDS: Final[Sequence[Cloud]] = (
    Cloud(8.25, 6, 0.6),
    Cloud(11.15, 3, 0.5),
    Cloud(11.45, 5, 0.35),
    Cloud(11.80, 9, 0.3),
    Cloud(12.02, 4, 0.45),
    Cloud(12.20, 12, 0.25),
    Cloud(12.47, 3, 0.4),
    Cloud(12.60, 7, 0.3),
    Cloud(12.78, 16, 0.2),
    Cloud(13.15, 5, 0.35),
    Cloud(13.30, 10, 0.3),
    Cloud(13.60, 3, 0.5),
    Cloud(13.75, 8, 0.3),
    Cloud(14.10, 4, 0.6),
)

USES: Final[Sequence[Use]] = (
    Use("standby", L1, 90, 0, 24 * MINUTES_PER_HOUR),
    Use("standby", L2, 120, 0, 24 * MINUTES_PER_HOUR),
    Use("standby", L3, 60, 0, 24 * MINUTES_PER_HOUR),
    Use("fridge", L1, 110, 0, 24 * MINUTES_PER_HOUR, on_minutes=18),
    Use("heat pump for hot water", L3, 550, 4, 70),
    Use("kettle", L3, 2_000, 6.75, 4),
    Use("coffee machine", L2, 1_200, 6.9, 6),
    Use("washing machine, heating", L1, 2_000, 9.2, 18),
    Use("washing machine", L1, 250, 9.5, 70),
    Use("kettle", L3, 2_000, 11.07, 3),
    Use("hob", L2, 1_800, 12.1, 24, on_minutes=2),
    Use("kettle", L3, 2_000, 15.5, 3),
    Use("lights and television", L2, 220, 17.5, 330),
    Use("oven, heating up", L3, 2_900, 18.1, 12),
    Use("oven", L3, 2_900, 18.35, 46, on_minutes=2),
    Use("hob", L2, 1_800, 18.5, 20, on_minutes=3),
    Use("dishwasher, heating", L1, 1_900, 20, 20),
    Use("dishwasher", L1, 150, 20 + 1 / 3, 60),
)


def solar_w(hour: float) -> float:
    """Return the power of the panels at `hour`."""
    return clear_sky_w(hour) * min(cloud.transmits(hour) for cloud in CLOUDS)


def clear_sky_w(hour: float) -> float:
    """Return the power of the panels at `hour` without clouds."""
    passed = (hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H)
    return PEAK_W * sin(pi * passed) ** STEEPNESS if 0 < passed < 1 else 0.0


def household_w(hour: float) -> PerPhase:
    """Return the power of the household at `hour` per phase, without wallboxes."""
    l1, l2, l3 = (
        sum(use.takes_w(hour) for use in USES if use.phase == phase) for phase in range(PHASES)
    )
    return (l1, l2, l3)
