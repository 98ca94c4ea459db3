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
"""More export than this is surplus that a home battery does not take; less comes from its regulation."""
_ACCEPTANCE_S = 600.0
"""How long what a home battery took during export counts as the most that it takes, and what it gave during import as the most that it gives."""
_IMPORTING_W = 100.0
"""More import than this is power that a home battery does not give; less comes from its regulation."""
_FULL_PERCENT = 100.0
_IMPORT_LASTS_S = 60.0
"""How long there must be import for that: a battery takes a moment to follow a car."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """Settings of a site, for all its connectors."""

    stale_after_s: float = 120.0
    """Maximum age of a reading."""
    drawn_stale_after_s: float = 150.0
    """Maximum age of a charger's reading; many report once a minute."""
    percent_stale_after_s: float = 21_600.0
    """Maximum age of a state of charge: it changes slowly, and many sensors report only changes."""
    aligned_s: float = 5.0
    """How far apart readings of grid and connectors may be to count as simultaneous."""
    battery_power_known: bool = False
    """Whether the site measures a home battery; then the surplus is unknown without it."""
    battery_first_percent: float = 0.0
    """Up to this state of charge the home battery comes before the cars; 0: the cars come first."""
    battery_hysteresis_percent: float = 3.0
    battery_maximum_w: float = 0.0
    """The home battery's maximum charging power."""
    battery_discharge_w: float = 0.0
    """The most that the home battery gives."""
    battery_floor_percent: float = 100.0
    """Cars may use what the home battery has above this state of charge; 100: nothing."""
    residual_w: float = 0.0
    """Power that is always left to the grid; negative: that cars may take from it."""
    feed_in_limit_w: float | None = None
    """The most that may be fed in, at which the inverter throttles; None: no limit."""
    battery_can_be_held: bool = False
    """Whether the home battery can be kept from discharging into cars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReadings:
    """Readings of a site; None: not measured."""

    grid_w: TimedValue | None
    """Import positive, export negative."""
    battery_w: TimedValue | None = None
    """The home battery's power, charging positive."""
    battery_percent: TimedValue | None = None
    solar_w: TimedValue | None = None
    """The inverters' power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryState:
    """State of the home battery from one decision to the next."""

    first: bool = True
    """Whether it comes before the cars now."""
    accepts: TimedValue | None = None
    """Power that it took while surplus was exported: it wants no more."""
    for_cars: bool | None = None
    """Whether it was full enough for cars and is not down to the floor since; None: its state of charge was not seen yet."""
    is_for_cars: bool = False
    """Whether cars may use what it has now: `for_cars`, and its state of charge is known."""
    gives: TimedValue | None = None
    """Power that it gave while there was import: it gives no more."""
    short_since: datetime | None = None
    """Since when there is import while it may give more; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """Power that cars may draw without grid import."""

    power_w: float
    measured_at: datetime
    """The grid reading's time."""
    from_battery_w: float = 0.0
    """The part of it that the home battery may give to cars."""
    battery_first: Reason | None = None
    """Why it is reduced: the home battery comes first; None: it is not."""


# ---- readings of other kinds of meters


def net_of(import_w: TimedValue, export_w: TimedValue) -> TimedValue:
    """Return the grid power of a site with separate meters of import and export; its time is the older one."""
    return TimedValue(import_w.value - export_w.value, min(import_w.at, export_w.at))


def balance_of(solar_w: TimedValue, house_w: TimedValue) -> TimedValue:
    """Return the grid power of a site that measures solar power and all consumption, cars included; its time is the older one."""
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
    """Return the surplus, the cars' `drawn_w` included (None: a reading is missing or stale), and the battery's next state."""
    limit_s = settings.stale_after_s
    grid = readings.grid_w
    if grid is None or not grid.is_fresh(now, limit_s):
        return None, state
    free_w = drawn_w - grid.value - settings.residual_w
    if not settings.battery_power_known:
        return Surplus(power_w=free_w, measured_at=grid.at), state
    battery_w = fresh_value(readings.battery_w, now, limit_s)
    if battery_w is None:
        return None, state
    percent = fresh_value(readings.battery_percent, now, settings.percent_stale_after_s)
    state = _see_battery(state, grid.value, battery_w, percent, settings, now)
    reason = _battery_reason(state, percent, settings)
    reserved_w = _reserved_w(state, settings, now) if reason is not None else 0.0
    given_w = _given_w(state, settings, now) if state.is_for_cars else 0.0
    surplus_w = free_w + battery_w - reserved_w + given_w
    surplus = Surplus(
        power_w=surplus_w, measured_at=grid.at, from_battery_w=given_w, battery_first=reason
    )
    return surplus, state


def _see_battery(
    state: BatteryState,
    grid_w: float,
    battery_w: float,
    percent: float | None,
    settings: SiteSettings,
    now: datetime,
) -> BatteryState:
    """Return the battery's next state: whether it comes first, whether cars may use it, what it takes and gives."""
    back_percent = settings.battery_first_percent - settings.battery_hysteresis_percent
    first = percent is None or percent < (
        settings.battery_first_percent if state.first else back_percent
    )
    accepts, gives = state.accepts, state.gives
    if grid_w < -_EXPORTING_W and battery_w < settings.battery_maximum_w:
        accepts = TimedValue(max(battery_w, 0.0), now)
    given_w = max(-battery_w, 0.0)
    is_short = grid_w > _IMPORTING_W and given_w < settings.battery_discharge_w
    short_since = (state.short_since or now) if is_short else None
    lasts = short_since is not None and (now - short_since).total_seconds() >= _IMPORT_LASTS_S
    if lasts or (gives is not None and given_w > gives.value):
        gives = TimedValue(given_w, now)
    for_cars = _for_cars(state, percent, settings)
    return BatteryState(
        first=first,
        accepts=accepts,
        for_cars=for_cars,
        is_for_cars=percent is not None and for_cars is True,
        gives=gives,
        short_since=short_since,
    )


def _for_cars(state: BatteryState, percent: float | None, settings: SiteSettings) -> bool | None:
    """Return whether the battery is for cars: from where it no longer comes first, down to the floor."""
    floor = settings.battery_floor_percent
    if floor >= _FULL_PERCENT:
        return False
    if percent is None:
        return state.for_cars
    if state.for_cars is not False:
        return percent > floor
    again = max(floor + settings.battery_hysteresis_percent, settings.battery_first_percent)
    return percent >= min(again, _FULL_PERCENT)


def _battery_reason(
    state: BatteryState, percent: float | None, settings: SiteSettings
) -> Reason | None:
    """Return why the battery comes first now; None: it does not."""
    if not settings.battery_first_percent or not state.first or state.is_for_cars:
        return None
    return Reason(
        code=ReasonCode.HOME_BATTERY_FIRST,
        soc_percent=percent,
        target_percent=settings.battery_first_percent,
    )


def _reserved_w(state: BatteryState, settings: SiteSettings, now: datetime) -> float:
    """Return the power in W kept for the battery: its maximum, or what it took lately while surplus was exported."""
    accepted_w = fresh_value(state.accepts, now, _ACCEPTANCE_S)
    return settings.battery_maximum_w if accepted_w is None else accepted_w


def _given_w(state: BatteryState, settings: SiteSettings, now: datetime) -> float:
    """Return the power in W that cars may have of the battery: its maximum, or what it gave lately while there was import."""
    given_w = fresh_value(state.gives, now, _ACCEPTANCE_S)
    return settings.battery_discharge_w if given_w is None else given_w


def is_settled(
    grid_w: TimedValue,
    drawn_w: TimedValue | None,
    settled_at: datetime | None,
    settings: SiteSettings,
) -> bool:
    """Return whether a connector's draw can be separated from the grid reading: both are simultaneous, or after `settled_at`.

    A draw that is not measured counts as commanded, which is right once the command is in effect.
    """
    if drawn_w is not None and abs(drawn_w.at - grid_w.at) <= timedelta(seconds=settings.aligned_s):
        return True
    if settled_at is None:
        return True
    return grid_w.at >= settled_at and (drawn_w is None or drawn_w.at >= settled_at)
