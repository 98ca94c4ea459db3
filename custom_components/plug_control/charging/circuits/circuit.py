"""Share each circuit among its connectors so that no fuse carries more than its limit on any phase.

Limits are whole amperes. A limit rises only by current that is really free: another's lower limit counts once it has taken effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
import math

from custom_components.plug_control.charging.types import Reason, ReasonCode

from .loads import UNMEASURED, AwayCharger, PhaseCurrents, RecentReadings, ShownLoad, other_loads
from .member_types import CircuitMember, CircuitSettings, MemberState, ObservedMember
from .members import observe, whole_a
from .sharing import Contender, ordered, share
from .tree import PHASES, CircuitTree, PerPhase


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitState:
    """State from one decision to the next."""

    members: Mapping[str, MemberState] = field(default_factory=dict)
    known: tuple[RecentReadings, ...] = ()
    shown: tuple[ShownLoad | None, ...] = ()
    """By slot, what a meter shows of the other loads and of away chargers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Limit that the circuits allow a connector: 0 A, or its minimum to what it wants."""

    limit_a: int
    reason: Reason | None = None
    """Why it is less than wanted; None: it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitDecision:
    """Allowances of the online connectors by name, and the next state."""

    allowances: Mapping[str, Allowance]
    state: CircuitState
    free_a: tuple[int, ...]
    """Current left by slot of the tree if all that is allowed is drawn; negative: overloaded."""


@dataclass(frozen=True, slots=True)
class _Round:
    """Intermediate values of one decision."""

    tree: CircuitTree
    settings: CircuitSettings
    now: datetime
    told: Mapping[str, ObservedMember]
    slots: Mapping[str, tuple[int, ...]]
    contenders: Sequence[Contender]
    rooms_a: Sequence[int]
    """Current by slot that other loads and uncontrollable connectors leave."""
    away: Mapping[int, AwayCharger]
    """By slot, the away charger that counts with most where no meter shows it."""


def share_circuits(
    tree: CircuitTree,
    members: Sequence[CircuitMember],
    measured: Mapping[str, PhaseCurrents],
    state: CircuitState,
    settings: CircuitSettings,
    now: datetime,
) -> CircuitDecision:
    """Return each connector's share of its circuits: by priority, then evenly, in turn where the current does not suffice."""
    observed = [observe(one, state.members.get(one.connector), settings, now) for one in members]
    currents = [measured.get(circuit.circuit, UNMEASURED) for circuit in tree.circuits]
    loads = other_loads(tree, currents, observed, state.known, settings, now, state.shown)
    fixed_a = [
        min(others_a, _most_others_a(tree, slot)) + away_a
        for slot, (others_a, away_a) in enumerate(zip(loads.others_a, loads.away_a, strict=True))
    ]
    for one in observed:
        if one.controllable:
            _add(fixed_a, tree, one, one.excess_a)
        elif not one.away:
            _add(fixed_a, tree, one, one.committed_a)
    told = {one.member.connector: one for one in observed if one.controllable}
    slots = {one.member.connector: tree.slots(one.member.circuit, one.loads) for one in observed}
    contenders = [
        _contender(one, slots[name], now)
        for name, one in told.items()
        if one.member.wanted_a and not _off_left_s(one, settings, now)
    ]
    contenders = ordered(contenders, settings.turn_s, now)
    rooms_a = _rooms(tree, fixed_a)
    this = _Round(tree, settings, now, told, slots, contenders, rooms_a, loads.away)
    limits, free_a = _release(this, share(contenders, rooms_a))
    limits |= {
        one.member.connector: _standing_a(this, one) for one in observed if not one.controllable
    }
    waits = _waits(this)
    allowances = {
        one.member.connector: Allowance(
            limit_a=limits[one.member.connector],
            reason=_reason(
                this,
                one.member,
                limits[one.member.connector],
                waits.get(one.member.connector),
                free_a,
            ),
        )
        for one in observed
        if one.member.online
    }
    remembered = {
        one.member.connector: _remember(one, limits[one.member.connector], now) for one in observed
    }
    return CircuitDecision(
        allowances=allowances,
        state=CircuitState(members=remembered, known=loads.known, shown=loads.shown),
        free_a=tuple(free_a),
    )


def _add(load_a: list[float], tree: CircuitTree, one: ObservedMember, current_a: PerPhase) -> None:
    """Add a connector's current to the load by slot."""
    if any(current_a):
        for place in tree.paths[one.member.circuit]:
            for position in range(3):
                load_a[3 * place + position] += current_a[position]


def _most_others_a(tree: CircuitTree, slot: int) -> float:
    """Return the most that other loads may take from the connectors in a slot."""
    circuit = tree.circuits[slot // 3]
    return circuit.limits_a[slot % 3] - circuit.kept_a if circuit.kept_a else math.inf


def _rooms(tree: CircuitTree, load_a: Sequence[float]) -> list[int]:
    """Return the whole amperes that a load leaves, by slot."""
    return [
        math.floor(limit_a - load_a[3 * place + position] + 1e-6)
        for place, circuit in enumerate(tree.circuits)
        for position, limit_a in enumerate(circuit.limits_a)
    ]


def _contender(one: ObservedMember, slots: tuple[int, ...], now: datetime) -> Contender:
    """Return the connector as one that asks for current."""
    started_at = one.state.started_at
    return Contender(
        connector=one.member.connector,
        slots=slots,
        wanted_a=one.member.wanted_a,
        minimum_a=one.member.minimum_a,
        priority=one.member.priority,
        started_at=now if started_at and one.member.keeps_turn else started_at,
        waiting_since=one.state.waiting_since,
        standby=not one.member.connected,
    )


def _off_left_s(one: ObservedMember, settings: CircuitSettings, now: datetime) -> float:
    """Return how many seconds a car that a circuit switched off must stay off."""
    if one.state.off_since is None:
        return 0.0
    return max(settings.off_s - (now - one.state.off_since).total_seconds(), 0.0)


def _standing_a(this: _Round, one: ObservedMember) -> int:
    """Return the limit for a connector that cannot be controlled: its last one, or 0 where it overloads a circuit."""
    limit_a = min(int(one.state.held[-1].limit_a), one.member.wanted_a)
    overloaded = any(this.rooms_a[slot] < 0 for slot in this.slots[one.member.connector])
    return 0 if overloaded or limit_a < one.member.minimum_a else limit_a


def _release(this: _Round, targets: Mapping[str, int]) -> tuple[dict[str, int], list[int]]:
    """Return the limits to set now, and the current left by slot: lower at once, raise only by free current.

    Minimums come first here too, so that no raise delays another's start.
    """
    held_a = {name: whole_a(max(one.committed_a)) for name, one in this.told.items()}
    free_a = list(this.rooms_a)
    for name, current_a in held_a.items():
        for slot in this.slots[name]:
            free_a[slot] -= current_a
    limits = dict.fromkeys(this.told, 0)
    for asking in this.contenders:
        confirmed_a = int(this.told[asking.connector].state.held[-1].limit_a)
        kept_a = min(targets[asking.connector], confirmed_a)
        limits[asking.connector] = kept_a if kept_a >= asking.minimum_a else 0
    for starting in (True, False):
        for asking in this.contenders:
            name = asking.connector
            goal_a = min(asking.minimum_a, targets[name]) if starting else targets[name]
            raised_a = min(goal_a, held_a[name] + min(free_a[slot] for slot in asking.slots))
            if raised_a > limits[name] and raised_a >= asking.minimum_a:
                limits[name] = raised_a
                for slot in asking.slots:
                    free_a[slot] -= max(raised_a - held_a[name], 0)
                held_a[name] = max(raised_a, held_a[name])
    return limits, free_a


def _remember(one: ObservedMember, limit_a: int, now: datetime) -> MemberState:
    """Return the connector's next state: when its turn began, since when it waits, when a circuit switched it off."""
    state = one.state
    started_at = waiting_since = off_since = None
    if one.member.wanted_a and one.member.connected:
        if not one.controllable:
            return state
        if limit_a:
            started_at = state.started_at or now
        else:
            waiting_since = state.waiting_since or now
            off_since = now if state.started_at else state.off_since
    before = (state.started_at, state.waiting_since, state.off_since)
    if (started_at, waiting_since, off_since) == before:
        return state
    return replace(state, started_at=started_at, waiting_since=waiting_since, off_since=off_since)


def _reason(
    this: _Round,
    member: CircuitMember,
    limit_a: int,
    wait_s: float | None,
    free_a: Sequence[int],
) -> Reason | None:
    """Return why a connector gets less than it wants, with the tightest circuit and phase; None: it gets all."""
    if limit_a >= member.wanted_a:
        return None
    slots = this.slots[member.connector]
    tightest = min(slots, key=lambda slot: free_a[slot])
    one = this.told.get(member.connector)
    off_s = _off_left_s(one, this.settings, this.now) if one is not None else 0.0
    if not limit_a and off_s:
        return Reason(
            code=ReasonCode.LIMITED_BY_CIRCUIT,
            current_a=0.0,
            wait_s=off_s,
            circuit=this.tree.name(tightest),
            phase=PHASES[tightest % 3],
        )
    waits = not limit_a and all(this.rooms_a[slot] >= member.minimum_a for slot in slots)
    away = None if waits else this.away.get(tightest)
    code = ReasonCode.LIMITED_BY_CIRCUIT if away is None else ReasonCode.LIMITED_BY_AWAY
    return Reason(
        code=ReasonCode.WAITING_FOR_TURN if waits else code,
        current_a=None if waits else float(limit_a),
        wait_s=wait_s if waits else None,
        circuit=this.tree.name(tightest),
        phase=PHASES[tightest % 3],
        away=away.connector if away is not None else None,
        away_a=away.share_a if away is not None else None,
    )


def _waits(this: _Round) -> dict[str, float]:
    """Return the longest wait for its turn, in s, of each waiting connector that no higher priority precedes.

    In each slot those that charge finish their turns, then each that waits before it has one.
    """
    first: dict[int, int] = {}
    left_s: dict[int, float] = {}
    waits: dict[str, float] = {}
    for one in this.contenders:
        if any(first.setdefault(slot, one.priority) > one.priority for slot in one.slots):
            continue
        if one.started_at is None:
            waits[one.connector] = wait_s = max(left_s.get(slot, 0.0) for slot in one.slots)
            rest_s = wait_s + this.settings.turn_s
        else:
            rest_s = this.settings.turn_s - (this.now - one.started_at).total_seconds()
        for slot in one.slots:
            left_s[slot] = max(left_s.get(slot, 0.0), rest_s)
    return waits
