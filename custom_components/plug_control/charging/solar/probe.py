"""Find surplus that the inverter throttles away at a feed-in limit: let cars take a step more, and look.

While the export stands at the limit, the meter does not show how much more the sun would give. So a step more is believed than
is measured: an ampere for a car that charges, the minimum for one that waits. If the export stays at the limit, the step was
there, and the next follows. If import shows, the step is taken back, and the next waits longer each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from custom_components.plug_control.charging.types import fresh_value

from .surplus import SiteReadings, SiteSettings

_LIMIT_SHARE = 0.05
_LIMIT_W = 100.0
"""How far below the limit the export may be to count as at it: the larger of a share and a power."""
_IMPORTING_W = 150.0
"""More import than this shows that a step was not there; less comes from regulation."""
_IDLE_W = 100.0
"""A home battery with less power than this neither takes nor gives surplus."""
_FULL_SHARE = 0.9
"""One that takes this share of its maximum takes no more."""
_SURE_S = 60.0
"""How long the export must be at the limit before a step."""
_STEP_S = 60.0
"""How long a step is looked at before the next."""
_IMPORT_LASTS_S = 30.0
"""How long import must last: an inverter needs a moment to give more."""
_FOLLOWS_S = 420.0
"""How long a car may take to follow; longer than it has to wait before it starts."""
_PAUSE_S = 300.0
_LONGEST_PAUSE_S = 1800.0
_MORE = 1.1
"""A step is a little more than what it is for, so that it is taken."""
_STARTS_AN_HOUR = 2
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStep:
    """What a connector would take next."""

    surplus_w: float
    """The surplus of the whole site from which on it takes it."""
    starts: bool
    """Whether it would start for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeState:
    """State from one decision to the next."""

    believed_w: float | None = None
    """The surplus that is believed; None: the measured one."""
    step_w: float = 0.0
    taken_w: float = 0.0
    """The draw of all cars from which on the step is taken."""
    stepped_at: datetime | None = None
    raised_at: datetime | None = None
    """When more was believed last, for a step that is worth its wear only with more."""
    at_limit_since: datetime | None = None
    short_since: datetime | None = None
    """Since when there is import."""
    paused_until: datetime | None = None
    failures: int = 0
    """How many steps in succession were not there."""
    starts: tuple[datetime, ...] = ()
    """When a step made a connector start, in the last hour."""


def probe(
    surplus_w: float,
    drawn_w: float,
    steps: Sequence[ProbeStep],
    readings: SiteReadings,
    state: ProbeState,
    settings: SiteSettings,
    now: datetime,
) -> tuple[float, ProbeState]:
    """Return the surplus to share in W, and the next state; `drawn_w` is what cars that follow the sun draw."""
    grid_w = fresh_value(readings.grid_w, now, settings.stale_after_s)
    if settings.feed_in_limit_w is None or grid_w is None:
        return surplus_w, ProbeState()
    at_limit = _is_at_limit(grid_w, readings, settings, now)
    importing = grid_w > _IMPORTING_W + max(-settings.residual_w, 0.0)
    state = replace(
        state,
        at_limit_since=(state.at_limit_since or now) if at_limit else None,
        short_since=(state.short_since or now) if importing else None,
        starts=tuple(at for at in state.starts if now - at < _HOUR),
    )
    if state.believed_w is None:
        state = _begun(surplus_w, steps, state, now)
    else:
        state = _followed(state.believed_w, surplus_w, drawn_w, steps, state, now)
    return max(surplus_w, state.believed_w or surplus_w), state


def _followed(
    believed_w: float,
    surplus_w: float,
    drawn_w: float,
    steps: Sequence[ProbeStep],
    state: ProbeState,
    now: datetime,
) -> ProbeState:
    """Return the state after a look at the step that is believed."""
    if state.short_since is not None:
        lasts = _for_s(state.short_since, now) >= _IMPORT_LASTS_S
        return _failed(state, now) if lasts else state
    if state.at_limit_since is None:
        return replace(state, believed_w=None, failures=0)  # all surplus is measured now
    if drawn_w < state.taken_w:
        return _awaited(believed_w, state, now)
    if _for_s(state.stepped_at, now) < _STEP_S:
        return state
    return _begun(max(surplus_w, believed_w), steps, replace(state, failures=0), now)


def _is_at_limit(
    grid_w: float, readings: SiteReadings, settings: SiteSettings, now: datetime
) -> bool:
    """Return whether the inverter may throttle: the export is at its limit, and a home battery takes no more."""
    limit_w = settings.feed_in_limit_w or 0.0
    if -grid_w < limit_w - max(_LIMIT_W, _LIMIT_SHARE * limit_w):
        return False
    solar_w = readings.solar_w
    if solar_w is not None and (fresh_value(solar_w, now, settings.stale_after_s) or 0.0) < _IDLE_W:
        return False
    if not settings.battery_power_known:
        return True
    battery_w = fresh_value(readings.battery_w, now, settings.stale_after_s)
    if battery_w is None:
        return False
    return abs(battery_w) < _IDLE_W or battery_w >= _FULL_SHARE * settings.battery_maximum_w > 0


def _begun(
    surplus_w: float, steps: Sequence[ProbeStep], state: ProbeState, now: datetime
) -> ProbeState:
    """Return the state with the smallest possible step begun; the same where none is possible now."""
    waits = state.paused_until is not None and now < state.paused_until
    if waits or _for_s(state.at_limit_since, now) < _SURE_S:
        return state
    may_start = len(state.starts) < _STARTS_AN_HOUR
    wanted = [
        step for step in steps if step.surplus_w > surplus_w and (may_start or not step.starts)
    ]
    if not wanted:
        return state
    step = min(wanted, key=lambda one: one.surplus_w)
    step_w = (step.surplus_w - max(surplus_w, 0.0)) * _MORE
    return replace(
        state,
        believed_w=max(surplus_w, 0.0) + step_w,
        step_w=0.0 if step.starts else step_w,
        taken_w=max(surplus_w, 0.0) + step_w / 2,
        stepped_at=now,
        raised_at=now,
        starts=(*state.starts, now) if step.starts else state.starts,
    )


def _awaited(believed_w: float, state: ProbeState, now: datetime) -> ProbeState:
    """Return the state while no car takes the step: believe a step more each minute, for some time; a start gets no more."""
    if _for_s(state.stepped_at, now) >= _FOLLOWS_S:
        return _failed(state, now)
    if _for_s(state.raised_at, now) < _STEP_S:
        return state
    return replace(state, believed_w=believed_w + state.step_w, raised_at=now)


def _failed(state: ProbeState, now: datetime) -> ProbeState:
    """Return the state after a step that was not there; the next one waits longer each time."""
    pause_s = min(_PAUSE_S * 2**state.failures, _LONGEST_PAUSE_S)
    return replace(
        state,
        believed_w=None,
        paused_until=now + timedelta(seconds=pause_s),
        failures=state.failures + 1,
    )


def _for_s(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else (now - since).total_seconds()
