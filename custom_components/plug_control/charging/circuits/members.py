"""Compute the current that each connector may draw on its circuits until its new limit takes effect."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import math

from custom_components.plug_control.charging.types import GridPhase, TimedValue

from .member_types import (
    CircuitMember,
    CircuitSettings,
    MeasuredDraw,
    MemberState,
    ObservedMember,
    ObservedPhases,
    PossibleLimit,
    _highest,
)
from .tree import NOTHING, PHASES, PerPhase, on_each_phase

DRAWING_A = 1.0
"""A phase with at least this current counts as used; less is the charger's own consumption and noise."""
_NOISE_A = 1e-6
SMALL_CHANGE_A = 2.0
"""Readings stay usable over a change of the limit up to this."""


def observe(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> ObservedMember:
    """Return the connector's new state and what it counts with: its limit, or more where it disobeys or is offline."""
    drawn = _drawn(member, settings, now)
    last, before = _last_readings(state, drawn)
    held, settled_at = _held(member, state, settings, now)
    if member.connected and state is not None and state.free_since is not None:
        settled_at = max(settled_at, now + timedelta(seconds=member.charger.start_s))
    disobeys, excess = _beyond(state, held, drawn, settings, now)
    seen = _seen(member, state, drawn, now)
    loads = _loads(member, seen, settings, now)
    counted_a = _highest(held, now)
    if disobeys:
        peak_a = drawn.peak_a if drawn else None
        counted_a = max(counted_a, member.maximum_a if peak_a is None else peak_a)
    if not member.online:
        counted_a = max(counted_a, member.fallback_a)
    away_since = _away_since(member, state, settings, now)
    counts_excess = not (disobeys or settings.ignores_excess)
    return ObservedMember(
        member=member,
        state=MemberState(
            held=held,
            settled_at=settled_at,
            disobeys=disobeys,
            drawn=last,
            before=before,
            excess=excess,
            seen=seen,
            started_at=state.started_at if state else None,
            waiting_since=state.waiting_since if state else None,
            off_since=state.off_since if state else None,
            away_since=away_since,
            free_since=_free_since(member, state, settings, now),
        ),
        loads=loads,
        drawn=drawn,
        committed_a=spread(counted_a, loads),
        excess_a=spread(excess.value, loads) if counts_excess and excess else NOTHING,
        controllable=member.online and not disobeys,
        away=away_since is not None and now - away_since >= timedelta(seconds=settings.away_s),
    )


def _last_readings(
    state: MemberState | None, drawn: MeasuredDraw | None
) -> tuple[MeasuredDraw | None, MeasuredDraw | None]:
    """Return the last readings and those before them."""
    if state is None:
        return drawn, None
    if drawn is None or (state.drawn is not None and drawn.at <= state.drawn.at):
        return state.drawn, state.before
    return drawn, state.drawn


def _beyond(
    state: MemberState | None,
    held: tuple[PossibleLimit, ...],
    drawn: MeasuredDraw | None,
    settings: CircuitSettings,
    now: datetime,
) -> tuple[bool, TimedValue | None]:
    """Return whether it disobeys its limit, and the tolerated current above the limit."""
    disobeys = state is not None and state.disobeys
    before = state.excess if state else None
    if before is not None and not before.is_fresh(now, settings.drawn_limit_s):
        before = None
    if drawn is None or drawn.peak_a is None:
        return disobeys, before
    excess_a = drawn.peak_a - _highest(held, drawn.at)
    if excess_a > settings.tolerance_a:
        return True, before
    if excess_a > _NOISE_A and (before is None or excess_a >= before.value):
        return False, TimedValue(excess_a, drawn.at)
    return False, before


def _away_since(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> datetime | None:
    """Return since when it is offline (None: online); at the first look, long enough to count as away."""
    if member.online:
        return None
    if state is None:
        return now - timedelta(seconds=settings.away_s)
    return state.away_since or now


def _free_since(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> datetime | None:
    """Return since when no car is plugged in (None: one is); at the first look, since before all readings that count."""
    if member.connected:
        return None
    if state is None:
        return now - timedelta(seconds=settings.reading_limit_s)
    return state.free_since or now


def spread(current_a: float, phases: tuple[GridPhase, ...]) -> PerPhase:
    """Return the current on these phases, and 0 on the others."""
    on = [current_a if phase in phases else 0.0 for phase in PHASES]
    return (on[0], on[1], on[2])


def _held(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> tuple[tuple[PossibleLimit, ...], datetime]:
    """Return the limits that may be in force, a former one until the present one has acted; and when readings show that."""
    present_a = member.maximum_a if member.confirmed_a is None else member.confirmed_a
    acts_at = member.charger.effect_at(now)
    settled_at = acts_at + timedelta(seconds=member.charger.start_s)
    oldest = now - timedelta(seconds=settings.drawn_limit_s)
    if state is None:
        # Limits from before the first look may still be in force.
        return (PossibleLimit(member.maximum_a, acts_at), PossibleLimit(present_a)), oldest
    *former, before = state.held
    former = [limit for limit in former if limit.lasts(oldest)]
    if before.limit_a == present_a:
        return (*former, before), state.settled_at
    if abs(before.limit_a - present_a) <= SMALL_CHANGE_A:
        settled_at = state.settled_at
    # The limit that ends now covers former ones that are not higher.
    former = [limit for limit in former if limit.limit_a > before.limit_a]
    return (*former, PossibleLimit(before.limit_a, acts_at), PossibleLimit(present_a)), settled_at


def _drawn(member: CircuitMember, settings: CircuitSettings, now: datetime) -> MeasuredDraw | None:
    """Return its draw by fresh currents, else by its power; None: neither is fresh."""
    fresh = [
        reading if reading and reading.is_fresh(now, settings.drawn_limit_s) else None
        for reading in member.drawn_a
    ]
    known = [reading for reading in fresh if reading]
    if not known:
        return _by_power(member, settings, now)
    peak_a = max(reading.value for reading in known)
    at = min(reading.at for reading in known)
    if member.rotation is None:
        return MeasuredDraw(NOTHING, on_each_phase(max(peak_a, 0.0)), peak_a, at, complete=False)
    least, most = dict.fromkeys(PHASES, 0.0), dict.fromkeys(PHASES, 0.0)
    for number, (phase, reading) in enumerate(zip(member.rotation, fresh, strict=True)):
        if reading:
            least[phase] = most[phase] = max(reading.value, 0.0)
        elif number < member.phases:
            most[phase] = math.inf
    complete = None not in fresh[: member.phases]
    return MeasuredDraw(_per_phase(least), _per_phase(most), peak_a, at, complete)


def _by_power(
    member: CircuitMember, settings: CircuitSettings, now: datetime
) -> MeasuredDraw | None:
    """Return its draw by its power, which may all be on one phase; None: no fresh power."""
    power = member.power_w
    if power is None or not power.is_fresh(now, settings.drawn_limit_s):
        return None
    most_a = max(power.value, 0.0) / member.charger.voltage_v
    least = NOTHING
    if member.rotation is not None and member.phases == 1:
        least = spread(most_a, member.rotation[:1])
    return MeasuredDraw(least, on_each_phase(most_a), None, power.at, complete=False)


def _per_phase(by_phase: Mapping[GridPhase, float]) -> PerPhase:
    return (by_phase[GridPhase.L1], by_phase[GridPhase.L2], by_phase[GridPhase.L3])


def _seen(
    member: CircuitMember, state: MemberState | None, drawn: MeasuredDraw | None, now: datetime
) -> ObservedPhases | None:
    """Return the phases that the car has drawn from; start anew with each car and number of phases."""
    before = state.seen if state else None
    if not member.connected or (before and before.told != member.phases):
        before = None
    if not member.connected or drawn is None:
        return before
    drawing = [
        at for at, drawn_a in zip(PHASES, drawn.least_a, strict=True) if drawn_a >= DRAWING_A
    ]
    if before:
        both = tuple(phase for phase in PHASES if phase in before.phases or phase in drawing)
        return before if both == before.phases else ObservedPhases(both, member.phases, now)
    return (
        ObservedPhases(tuple(drawing), member.phases, now) if drawing and drawn.complete else None
    )


def _loads(
    member: CircuitMember, seen: ObservedPhases | None, settings: CircuitSettings, now: datetime
) -> tuple[GridPhase, ...]:
    """Return the phases that count: those allowed and observed, after `drawn_limit_s` only those that the car uses."""
    if member.rotation is None:
        return PHASES
    told = member.rotation[: member.phases]
    if seen is None:
        return tuple(phase for phase in PHASES if phase in told)
    if (now - seen.since).total_seconds() >= settings.drawn_limit_s:
        return seen.phases
    return tuple(phase for phase in PHASES if phase in told or phase in seen.phases)


def whole_a(current_a: float) -> int:
    """Return the current rounded up to whole amperes, ignoring float rounding errors."""
    return math.ceil(current_a - 1e-6)
