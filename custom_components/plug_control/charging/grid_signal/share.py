"""Share what the grid operator's signal leaves among the chargers, above all wishes and before the fuses.

Currents here are sums over the phases, since a signal limits power: a car on three phases counts three times its limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from custom_components.plug_control.charging.circuits.circuit import (
    CircuitDecision,
    CircuitState,
    share_circuits,
)
from custom_components.plug_control.charging.circuits.loads import PhaseCurrents
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
)
from custom_components.plug_control.charging.circuits.members import whole_a
from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.types import (
    NOMINAL_VOLTAGE_V,
    ConnectorReadings,
    Reason,
    ReasonCode,
    TimedValue,
)

from .signal import GridLimit, SignalScope

_ALL = "grid"
"""The circuit of all chargers, where the signal does not limit each by itself."""
_SETTINGS = CircuitSettings(tolerance_a=3.0, ignores_excess=True, off_s=60.0)
"""Three phases may each exceed their limit by an ampere; meters are not exact enough to take a car's minimum for that.

Who made room for a limit that acts late does not wait long after it: the law leaves the chargers their minimum.
"""
_SOON = timedelta(seconds=30)
"""A limit that takes effect later than this is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalMember:
    """A connector under the signal; its currents are per phase."""

    connector: str
    phases: int
    """Number of phases that it charges on now or soon."""
    wanted_a: int
    minimum_a: int
    maximum_a: int
    readings: ConnectorReadings
    member: CircuitMember
    """Facts that no sum changes: priority, connection, charger."""
    confirmed_a: float | None
    fallback_a: int
    stops_at_once: bool = False
    """Whether the user lets a charge be stopped where a limit would act late."""
    charging: bool = False
    """Whether a transaction runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalShares:
    """State from one decision to the next, while a signal stands."""

    circuits: CircuitState = field(default_factory=CircuitState)
    stopped: Mapping[str, datetime] = field(default_factory=dict)
    """Connectors whose charge was stopped at once, and until when it stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that a connector may be given, in A per phase."""

    limit_a: int
    total_a: int
    """The sum over its phases."""
    reason: Reason
    at_once: bool = False
    """Whether its charge is to be stopped at once."""


def share_signal(
    limit: GridLimit,
    members: Sequence[SignalMember],
    grid_w: TimedValue | None,
    state: SignalShares,
    now: datetime,
) -> tuple[dict[str, Ceiling], SignalShares]:
    """Return the ceilings of all connectors, and the next state."""
    stopped = {name: until for name, until in state.stopped.items() if now < until}
    summed = [_summed(one, limit, stopped) for one in members]
    shared, given = _share(limit, summed, grid_w, _as_they_are(state.circuits, summed), now)
    for one, whole in zip(members, summed, strict=True):
        if _is_late(one, whole, given[one.connector], now) and one.connector not in stopped:
            stopped[one.connector] = one.member.charger.effect_at(now)
    ceilings: dict[str, Ceiling] = {}
    for one in members:
        name = one.connector
        limit_a = 0 if name in stopped else given[name] // one.phases
        reason = _reason(limit, limit_a, shared, name, stopped.get(name), now)
        ceilings[name] = Ceiling(
            limit_a=limit_a,
            total_a=limit_a * one.phases,
            reason=reason,
            at_once=name in stopped,
        )
    return ceilings, SignalShares(circuits=shared.state, stopped=stopped)


def _summed(one: SignalMember, limit: GridLimit, stopped: Mapping[str, datetime]) -> CircuitMember:
    """Return the connector as if all its current flowed through one phase."""
    charger = one.member.charger
    if one.connector in stopped or one.stops_at_once:
        charger = replace(charger, period_s=0.0)  # a stop acts at once
    known = [reading for reading in one.readings.currents_a if reading is not None]
    total = None
    if known:
        at = min(reading.at for reading in known)
        # Some report the current of their only phase for all three
        drawn_a = sorted((max(reading.value, 0.0) for reading in known), reverse=True)
        total = TimedValue(sum(drawn_a[: one.phases]), at)
    return replace(
        one.member,
        circuit=one.connector if limit.scope is SignalScope.EACH else _ALL,
        wanted_a=one.wanted_a * one.phases,
        minimum_a=one.minimum_a * one.phases,
        # A charger that nothing has limited yet may draw more than it was said to
        maximum_a=max(one.maximum_a * one.phases, 0 if total is None else whole_a(total.value)),
        phases=1,
        drawn_a=(total, None, None),
        power_w=one.readings.power_w,
        confirmed_a=None if one.confirmed_a is None else one.confirmed_a * one.phases,
        fallback_a=one.fallback_a * one.phases,
        charger=charger,
    )


def _as_they_are(state: CircuitState, members: Sequence[CircuitMember]) -> CircuitState:
    """Return the state in which a connector without a car counts with its present limit only: nothing draws by a former one."""
    free = {one.connector for one in members if not one.connected}
    return replace(
        state,
        members={
            name: replace(one, held=one.held[-1:]) if name in free else one
            for name, one in state.members.items()
        },
    )


def _share(
    limit: GridLimit,
    members: Sequence[CircuitMember],
    grid_w: TimedValue | None,
    state: CircuitState,
    now: datetime,
) -> tuple[CircuitDecision, dict[str, int]]:
    """Return the shares; those that act at once make room for what acts only later, until it has acted."""
    measured: dict[str, PhaseCurrents] = {}
    if limit.scope is SignalScope.CONNECTION and grid_w is not None:
        through = TimedValue(grid_w.value / NOMINAL_VOLTAGE_V, grid_w.at)
        measured[_ALL] = (through, None, None)
    names = tuple(one.circuit for one in members)
    tree = _tree(limit, tuple(dict.fromkeys(names)))
    shared = share_circuits(tree, members, measured, state, _SETTINGS, now)
    given = _given(members, shared)
    if limit.scope is SignalScope.EACH:
        return shared, given
    late = [one for one in members if _acts_late(one)]
    draws_a = [_may_draw_a(shared, one, now) for one in late]
    if all(drawn_a <= given[one.connector] for one, drawn_a in zip(late, draws_a, strict=True)):
        return shared, given
    late_a = sum(
        max(drawn_a, given[one.connector]) for one, drawn_a in zip(late, draws_a, strict=True)
    )
    less = replace(
        limit,
        limit_w=max(limit.limit_w - late_a * NOMINAL_VOLTAGE_V, 0.0),
        kept_w=max(limit.kept_w - late_a * NOMINAL_VOLTAGE_V, 0.0),
    )
    quick = [one if not _acts_late(one) else replace(one, wanted_a=0) for one in members]
    left = _given(
        quick, share_circuits(_tree(less, (_ALL,)), quick, measured, state, _SETTINGS, now)
    )
    for one in members:
        if not _acts_late(one):
            given[one.connector] = min(given[one.connector], left[one.connector])
    return shared, given


def _given(members: Sequence[CircuitMember], shared: CircuitDecision) -> dict[str, int]:
    """Return what each gets; an offline one keeps what it has, and gets nothing more when it is back."""
    return {
        one.connector: shared.allowances[one.connector].limit_a
        if one.connector in shared.allowances
        else 0
        for one in members
    }


@lru_cache(maxsize=64)
def _tree(limit: GridLimit, names: tuple[str, ...]) -> CircuitTree:
    """Return a circuit for each name, all phases as one; only the whole connection carries other loads."""
    others_w = limit.assumed_w if limit.scope is SignalScope.CONNECTION else 0.0
    return CircuitTree(
        tuple(
            Circuit(
                circuit=name,
                limits_a=on_each_phase(limit.limit_w / NOMINAL_VOLTAGE_V),
                assumed_a=on_each_phase(others_w / NOMINAL_VOLTAGE_V),
                kept_a=limit.kept_w / NOMINAL_VOLTAGE_V,
            )
            for name in names
        )
    )


def _acts_late(one: CircuitMember) -> bool:
    """Return whether it takes a limit only at times of its own."""
    return one.online and bool(one.charger.period_s)


def _may_draw_a(shared: CircuitDecision, one: CircuitMember, now: datetime) -> float:
    """Return what it may draw until its new limit acts."""
    if not one.connected:
        return 0.0
    return max(held.limit_a for held in shared.state.members[one.connector].held if held.lasts(now))


def _is_late(one: SignalMember, summed: CircuitMember, given_a: int, now: datetime) -> bool:
    """Return whether a charge must be stopped, since its lower limit would act late and the user allows it."""
    if not (one.stops_at_once and one.charging and one.member.online):
        return False
    too_much = summed.confirmed_a is None or summed.confirmed_a > given_a
    return too_much and one.member.charger.effect_at(now) - now > _SOON


def _reason(
    limit: GridLimit,
    limit_a: int,
    shared: CircuitDecision,
    name: str,
    stopped_until: datetime | None,
    now: datetime,
) -> Reason:
    wait_s = None
    if stopped_until is not None:
        wait_s = (stopped_until - now).total_seconds()
    elif not limit_a and name in shared.allowances:
        reason = shared.allowances[name].reason
        wait_s = None if reason is None else reason.wait_s
    return Reason(
        code=ReasonCode.LIMITED_BY_GRID,
        power_w=limit.limit_w,
        current_a=float(limit_a),
        wait_s=wait_s or None,
    )
