"""Compute which part of a session's energy came from the sun.

All that a site takes from the grid or its home battery counts against its cars first, and the cars share the rest in
proportion to what they draw. So the result is rather too low than too high.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from custom_components.plug_control.charging.types import fresh_value

from .surplus import SiteReadings, SiteSettings

_LONGEST_S = 60.0
"""Longest time between two looks; over a longer gap the source of the energy is unknown."""
_KNOWN_PART = 0.5
"""The source of at least this part of a session must be known to report a share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCharge:
    """Energy and power of a running session."""

    session_id: int
    energy_wh: float
    """Energy charged up to now."""
    power_w: float | None
    """Power that its car draws; None: not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SunShare:
    """Part of a session's energy that came from the sun."""

    session_id: int
    seen_at: datetime
    energy_wh: float = 0.0
    """All energy charged."""
    known_wh: float = 0.0
    """Energy charged while its source was known."""
    sun_wh: float = 0.0

    @property
    def percent(self) -> float | None:
        """The sun's part, in %, of the energy whose source is known; None where that is too little."""
        if self.known_wh <= 0 or self.known_wh < self.energy_wh * _KNOWN_PART:
            return None
        return 100 * (self.sun_wh / self.known_wh)


def sun_part(
    readings: SiteReadings, cars_w: float, settings: SiteSettings, now: datetime
) -> float | None:
    """Return the sun's part, 0 to 1, of the power of all cars; None: a meter is silent, or no car draws."""
    other_w = _other_w(readings, settings, now)
    if other_w is None or cars_w <= 0:
        return None
    return max(1 - other_w / cars_w, 0.0)


def _other_w(readings: SiteReadings, settings: SiteSettings, now: datetime) -> float | None:
    """Return the power in W that the site takes from the grid and its home battery; None: unknown."""
    grid_w = fresh_value(readings.grid_w, now, settings.stale_after_s)
    battery_w = fresh_value(readings.battery_w, now, settings.stale_after_s)
    if not settings.battery_power_known:
        battery_w = 0.0
    if grid_w is None or battery_w is None:
        return None
    return max(grid_w, 0.0) + max(-battery_w, 0.0)


def follow_sun[K](
    before: Mapping[K, SunShare],
    charges: Mapping[K, SessionCharge],
    readings: SiteReadings,
    settings: SiteSettings,
    now: datetime,
) -> dict[K, SunShare]:
    """Return the shares, updated for all running sessions; ended ones stay as they are."""
    cars_w = sum(max(charge.power_w or 0.0, 0.0) for charge in charges.values())
    part = sun_part(readings, cars_w, settings, now)
    return {
        **before,
        **{key: _see(before.get(key), charge, part, now) for key, charge in charges.items()},
    }


def _see(
    before: SunShare | None, charge: SessionCharge, part: float | None, now: datetime
) -> SunShare:
    """Return a session's updated share; its present power counts for the time since the last look."""
    if before is None or before.session_id != charge.session_id:
        return SunShare(session_id=charge.session_id, seen_at=now, energy_wh=charge.energy_wh)
    seen = replace(before, seen_at=now, energy_wh=charge.energy_wh)
    elapsed_s = (now - before.seen_at).total_seconds()
    if part is None or charge.power_w is None or not 0 < elapsed_s <= _LONGEST_S:
        return seen
    drawn_wh = max(charge.power_w, 0.0) * elapsed_s / 3600
    return replace(
        seen, known_wh=before.known_wh + drawn_wh, sun_wh=before.sun_wh + drawn_wh * part
    )
