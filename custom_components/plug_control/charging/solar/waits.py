"""Compute how long a change must wait: delays, dwell times, and until it is worth it."""

from datetime import datetime, timedelta

from custom_components.plug_control.charging.types import ConnectorSettings

from .connector_state import ConnectorState
from .phases import dwell_left_s, standing_phases
from .surplus_history import SurplusHistory
from .switching_costs import PAUSED, worth_it_in_s


def blocked_s(
    settings: ConnectorSettings,
    state: ConnectorState,
    sight: SurplusHistory,
    current: int,
    option: int,
    now: datetime,
) -> float:
    """Return how many seconds delays and dwell times still forbid this change."""
    solar = settings.solar
    dwell_s = 0.0
    if option not in {PAUSED, standing_phases(state.phases, settings.charger)}:
        dwell_s = dwell_left_s(state.switched_at, settings, now)
    if current == PAUSED:
        delay_s = left_s(sight.enough_since or now, solar.enable_delay_s, now)
        return max(dwell_s, delay_s, off_time_left_s(settings, state, now))
    if option == PAUSED:
        delay_s = left_s(sight.short_since or now, solar.disable_delay_s, now)
        return max(delay_s, left_s(state.toggled_at, solar.minimum_on_s, now))
    return dwell_s


def off_time_left_s(settings: ConnectorSettings, state: ConnectorState, now: datetime) -> float:
    """Return the seconds left of the minimum off time."""
    return left_s(state.toggled_at, settings.solar.minimum_off_s, now)


def left_s(since: datetime | None, span_s: float, now: datetime) -> float:
    """Return the seconds left of a span that began at `since`; 0 where it never began."""
    if since is None:
        return 0.0
    return max(0.0, (since + timedelta(seconds=span_s) - now).total_seconds())


def expected_s(
    settings: ConnectorSettings,
    state: ConnectorState,
    sight: SurplusHistory,
    current: int,
    option: int,
    now: datetime,
) -> float | None:
    """Return in how many seconds this change comes if the surplus stays as it is; None: not at this surplus."""
    blocked = blocked_s(settings, state, sight, current, option, now)
    worth_it_s = worth_it_in_s(sight.stakes, current, option, settings)
    return None if worth_it_s is None else max(blocked, worth_it_s)
