"""Compute the surplus for cars from the site's readings, less what the home battery gets."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from custom_components.plug_control.charging.types import (
    Reason,
    ReasonCode,
    TimedValue,
    fresh_value,
)

_EXPORTING_W = 100.0
"""More export than this is what a home battery does not take; less is its regulation at work."""
_ACCEPTANCE_S = 600.0
"""How long it is believed that a home battery takes no more than it last did while there was export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What holds for all connectors of a site."""

    stale_after_s: float = 120.0
    """From then on a reading no longer counts."""
    drawn_stale_after_s: float = 150.0
    """The same for what chargers report; many report once a minute."""
    percent_stale_after_s: float = 21_600.0
    """The same for a state of charge: it changes slowly, and many sensors tell changes only."""
    aligned_s: float = 5.0
    """How far apart readings of grid and connectors may be to be of one moment."""
    battery_power_known: bool = False
    """Whether the site measures a home battery; then the surplus is unknown without it."""
    battery_first_percent: float = 0.0
    """Up to this state of charge the home battery comes before the cars; 0: the cars come first."""
    battery_hysteresis_percent: float = 3.0
    battery_maximum_w: float = 0.0
    """What the home battery can charge with at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReadings:
    """What the site measures; None where it does not."""

    grid_w: TimedValue | None
    """Import positive, export negative."""
    battery_w: TimedValue | None = None
    """The home battery's power, charging positive."""
    battery_percent: TimedValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryState:
    """What is remembered of the home battery."""

    first: bool = True
    """It comes before the cars now."""
    accepts: TimedValue | None = None
    """What it took while surplus went to the grid: it wants no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """What cars may draw without the grid."""

    power_w: float
    measured_at: datetime
    """The grid reading's time."""
    battery_first: Reason | None = None
    """Why there is less: the home battery is charged before."""


# ---- readings of other kinds of meters


def net_of(import_w: TimedValue, export_w: TimedValue) -> TimedValue:
    """Return the grid power of a site with separate meters of import and export; as old as the older."""
    return TimedValue(import_w.value - export_w.value, min(import_w.at, export_w.at))


def balance_of(solar_w: TimedValue, house_w: TimedValue) -> TimedValue:
    """Return the grid power of a site that measures solar power and all consumption, cars included, instead."""
    return TimedValue(house_w.value - solar_w.value, min(solar_w.at, house_w.at))


def inverted(reading: TimedValue) -> TimedValue:
    """Return the reading of a meter whose sign is the other way round."""
    return replace(reading, value=-reading.value)


# ---- the surplus


def site_surplus(
    readings: SiteReadings,
    drawn_w: float,
    state: BatteryState,
    settings: SiteSettings,
    now: datetime,
) -> tuple[Surplus | None, BatteryState]:
    """Return the surplus, cars that draw `drawn_w` counted as if they did not; None: a reading is missing or stale."""
    limit_s = settings.stale_after_s
    grid = readings.grid_w
    if grid is None or not grid.is_fresh(now, limit_s):
        return None, state
    free_w = drawn_w - grid.value
    if not settings.battery_power_known:
        return Surplus(power_w=free_w, measured_at=grid.at), state
    battery_w = fresh_value(readings.battery_w, now, limit_s)
    if battery_w is None:
        return None, state
    percent = fresh_value(readings.battery_percent, now, settings.percent_stale_after_s)
    state = _see_battery(state, grid.value, battery_w, percent, settings, now)
    reason = _battery_reason(state, percent, settings)
    reserved_w = _reserved_w(state, settings, now) if reason is not None else 0.0
    surplus_w = free_w + battery_w - reserved_w
    return Surplus(power_w=surplus_w, measured_at=grid.at, battery_first=reason), state


def _see_battery(
    state: BatteryState,
    grid_w: float,
    battery_w: float,
    percent: float | None,
    settings: SiteSettings,
    now: datetime,
) -> BatteryState:
    """Return the state after a look: whose turn it is, and what the battery takes."""
    back_percent = settings.battery_first_percent - settings.battery_hysteresis_percent
    first = percent is None or percent < (
        settings.battery_first_percent if state.first else back_percent
    )
    accepts = state.accepts
    if grid_w < -_EXPORTING_W and battery_w < settings.battery_maximum_w:
        accepts = TimedValue(max(battery_w, 0.0), now)
    return BatteryState(first=first, accepts=accepts)


def _battery_reason(
    state: BatteryState, percent: float | None, settings: SiteSettings
) -> Reason | None:
    """Return why the battery comes first now; of an unknown state of charge the safe side is assumed."""
    if not settings.battery_first_percent or not state.first:
        return None
    return Reason(
        code=ReasonCode.HOME_BATTERY_FIRST,
        soc_percent=percent,
        target_percent=settings.battery_first_percent,
    )


def _reserved_w(state: BatteryState, settings: SiteSettings, now: datetime) -> float:
    """Return what is left to the battery: all that it can take, or what it took when there was more than it wanted."""
    accepted_w = fresh_value(state.accepts, now, _ACCEPTANCE_S)
    return settings.battery_maximum_w if accepted_w is None else accepted_w


def is_settled(
    grid_w: TimedValue,
    drawn_w: TimedValue | None,
    settled_at: datetime | None,
    settings: SiteSettings,
) -> bool:
    """Return whether a connector's draw can be told from the surplus: both readings are of one moment, or of settled times.

    A draw that is not measured counts as what was commanded, which is true once that has had its effect.
    """
    if drawn_w is not None and abs(drawn_w.at - grid_w.at) <= timedelta(seconds=settings.aligned_s):
        return True
    if settled_at is None:
        return True
    return grid_w.at >= settled_at and (drawn_w is None or drawn_w.at >= settled_at)
