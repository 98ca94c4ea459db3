"""How long a change has to wait: for delays and dwell times, and until it is worth it."""

from datetime import datetime, timedelta

from .case import Case
from .connector_state import ConnectorState
from .phases import dwell_left_s, standing_phases
from .stakes import PAUSED, costs_w, lead_wh


def blocked_s(case: Case, state: ConnectorState, current: int, option: int, now: datetime) -> float:
    """Return for how long, at the least, this change may not be made yet."""
    solar = case.settings.solar
    dwell_s = 0.0
    if option not in {PAUSED, standing_phases(state.phases, case.settings.charger)}:
        dwell_s = dwell_left_s(state.switched_at, case.settings, now)
    if current == PAUSED:
        delay_s = left_s(state.enough_since or now, solar.enable_delay_s, now)
        return max(dwell_s, delay_s, off_time_left_s(case, state, now))
    if option == PAUSED:
        delay_s = left_s(state.short_since or now, solar.disable_delay_s, now)
        return max(delay_s, left_s(state.toggled_at, solar.minimum_on_s, now))
    return dwell_s


def off_time_left_s(case: Case, state: ConnectorState, now: datetime) -> float:
    """Return how long it must stay paused since it paused."""
    return left_s(state.toggled_at, case.settings.solar.minimum_off_s, now)


def left_s(since: datetime | None, span_s: float, now: datetime) -> float:
    """Return how much of a span that began then is left."""
    if since is None:
        return 0.0
    return max(0.0, (since + timedelta(seconds=span_s) - now).total_seconds())


def expected_s(
    case: Case, state: ConnectorState, current: int, option: int, now: datetime
) -> float | None:
    """Return when this change comes if the surplus stays as it is; None: not at this surplus."""
    if state.stakes is None or case.surplus_w is None:
        return None
    blocked = blocked_s(case, state, current, option, now)
    lead = lead_wh(state.stakes, current, option, case.settings)
    if not lead:
        return blocked
    options = state.stakes.options
    costs = dict(zip(options, costs_w(options, case.surplus_w, case.settings), strict=True))
    pace_w = costs[current] - costs[option]
    return max(blocked, lead * 3600 / pace_w) if pace_w > 0 else None
