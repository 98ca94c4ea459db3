"""Compute from which sources the cars charge: grid, home battery or sun.

All that a site takes from the grid counts against its cars first, then what its home battery gives, and the rest is the sun's.
That is what the cars cause: without them the house would have had the sun first, and would have taken less from the grid
(docs/costs.md). Cars that charge at the same time share in proportion to what they draw.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from custom_components.plug_control.charging.types import fresh_value

from .surplus import SiteReadings, SiteSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCharge:
    """Energy and power of a running session."""

    session_id: int
    energy_wh: float
    """Energy charged up to now."""
    power_w: float | None
    """Power that its car draws; None: not measured."""


class SourceParts(NamedTuple):
    """The parts of the cars' power by source; together 1."""

    grid: float
    solar: float
    battery: float


def source_parts(
    readings: SiteReadings, cars_w: float, settings: SiteSettings, now: datetime
) -> SourceParts | None:
    """Return the parts of the power of all cars by source; None: a meter is silent, or no car draws."""
    grid_w = fresh_value(readings.grid_w, now, settings.stale_after_s)
    battery_w = fresh_value(readings.battery_w, now, settings.stale_after_s)
    if not settings.battery_power_known:
        battery_w = 0.0
    if grid_w is None or battery_w is None or cars_w <= 0:
        return None
    return parts_of(cars_w, grid_w, battery_w)


def parts_of(cars_w: float, grid_w: float, battery_w: float) -> SourceParts:
    """Return the parts of the cars' power, which is positive; import and charging of the battery are positive, too."""
    grid = min(max(grid_w, 0.0) / cars_w, 1.0)
    battery = min(max(-battery_w, 0.0) / cars_w, 1.0 - grid)
    return SourceParts(grid=grid, solar=max(1.0 - grid - battery, 0.0), battery=battery)
