"""What a connector counts with on its circuits: what it may still take, not what it was last told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import math

from .circuit_tree import NOTHING, PHASES, PerPhase
from .types import DEFAULT_ROTATION, MINIMUM_CURRENT_A, ChargerTraits, Phase, Reading, Rotation

_PLAIN = ChargerTraits()
DRAWING_A = 1.0
"""From here on a phase counts as drawn from; less is the charger's own consumption and noise."""
SMALL_CHANGE_A = 2.0
"""A change of the limit up to here does not make the readings before it useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitSettings:
    """How circuits are watched and shared."""

    reading_limit_s: float = 120.0
    """How old a circuit's measured current may be, and what was concluded from it."""
    drawn_limit_s: float = 150.0
    """How old what a charger reports of its currents may be; many report once a minute."""
    aligned_s: float = 15.0
    """How far apart the currents of circuit and charger may be measured to be subtracted."""
    hold_s: float = 60.0
    """How long a load that went away still counts, so that a cooker's thermostat moves no charger."""
    turn_s: float = 1800.0
    """How long a car charges before one that waits takes its place."""
    tolerance_a: float = 1.0
    """How much more than its limit a charger may report without counting as disobedient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitMember:
    """A connector as its circuits see it."""

    connector: str
    circuit: str
    wanted_a: int
    """What its mode asks for: 0, or at least the minimum."""
    minimum_a: int = MINIMUM_CURRENT_A
    maximum_a: int = 32
    """What the charger can give; it counts with this while nothing else is known."""
    priority: int = 0
    """More is earlier."""
    rotation: Rotation | None = DEFAULT_ROTATION
    """None: unknown; then it counts on every phase."""
    phases: int = 3
    """On how many phases it charges; during a switch the more of both."""
    drawn_a: tuple[Reading | None, Reading | None, Reading | None] = (None, None, None)
    """What it draws on its own first, second and third phase."""
    confirmed_a: float | None = None
    """The last limit that the charger has accepted; None: none yet."""
    connected: bool = True
    """Whether a car is plugged in; what is known of the car is forgotten with it, and it comes after all that have one."""
    online: bool = True
    fallback_a: int = 0
    """What the charger was told to give when it hears nothing of us for long."""
    charger: ChargerTraits = _PLAIN

    def __post_init__(self) -> None:
        """Hold the wish to what a car and a charger can take."""
        if not MINIMUM_CURRENT_A <= self.minimum_a <= self.maximum_a:
            msg = f"limits must be {MINIMUM_CURRENT_A} ≤ minimum_a ≤ maximum_a"
            raise ValueError(msg)
        if self.wanted_a and not self.minimum_a <= self.wanted_a <= self.maximum_a:
            msg = "wanted_a must be 0, or minimum_a to maximum_a"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Held:
    """A limit that may be in force; `until` None: the present one."""

    limit_a: float
    until: datetime | None = None

    def lasts(self, moment: datetime) -> bool:
        """Return whether it may still be in force then."""
        return self.until is None or self.until > moment


@dataclass(frozen=True, slots=True)
class Seen:
    """Where this car has drawn while it was told to charge on so many phases."""

    phases: tuple[Phase, ...]
    told: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberState:
    """What is remembered of a connector from one decision to the next."""

    held: tuple[Held, ...]
    """The limits that may be in force, and those that a reading may still show; the present one is the last."""
    settled_at: datetime
    """From when on its readings show its present limit."""
    disobeys: bool = False
    """Its last fresh reading was more than any limit that was in force then."""
    seen: Seen | None = None
    started_at: datetime | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A connector, its new state, and what it counts with."""

    member: CircuitMember
    state: MemberState
    loads: tuple[Phase, ...]
    """The phases that a limit for it counts on."""
    drawn_a: PerPhase
    """What it surely draws, by phase of the grid."""
    drawn_at: datetime | None
    """When that was measured; None where no fresh reading tells."""
    committed_a: PerPhase
    """What it may take now, whatever it is told now."""
    controllable: bool
    """Whether it takes a new limit and keeps to it."""

    def shows(self, moment: datetime, within_s: float) -> bool:
        """Return whether its reading tells what it drew at that moment."""
        if self.drawn_at is None or min(self.drawn_at, moment) < self.state.settled_at:
            return False
        return abs((self.drawn_at - moment).total_seconds()) <= within_s


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the fresh readings of a connector say."""

    surely_a: PerPhase
    """By phase of the grid; nothing where the rotation is unknown."""
    peak_a: float
    at: datetime
    complete: bool
    """Whether each phase that it is told to use is measured."""


def observe(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> Observed:
    """Return what a connector counts with; offline or disobedient: its last limit or its draw, whichever is more."""
    drawn = _drawn(member, settings, now)
    held, settled_at = _held(member, state, settings, now)
    disobeys = state is not None and state.disobeys
    if drawn:
        disobeys = drawn.peak_a > _highest(held, drawn.at) + settings.tolerance_a
    seen = _seen(member, state, drawn, now)
    loads = _loads(member, seen, settings, now)
    counted_a = _highest(held, now)
    if disobeys:
        counted_a = max(counted_a, drawn.peak_a if drawn else member.maximum_a)
    if not member.online:
        counted_a = max(counted_a, member.fallback_a)
    return Observed(
        member=member,
        state=MemberState(
            held=held,
            settled_at=settled_at,
            disobeys=disobeys,
            seen=seen,
            started_at=state.started_at if state else None,
            waiting_since=state.waiting_since if state else None,
        ),
        loads=loads,
        drawn_a=drawn.surely_a if drawn else NOTHING,
        drawn_at=drawn.at if drawn and member.rotation else None,
        committed_a=spread(counted_a, loads),
        controllable=member.online and not disobeys,
    )


def spread(current_a: float, phases: tuple[Phase, ...]) -> PerPhase:
    """Return the current on these phases, and nothing on the others."""
    on = [current_a if phase in phases else 0.0 for phase in PHASES]
    return (on[0], on[1], on[2])


def _highest(held: tuple[Held, ...], moment: datetime) -> float:
    """Return the highest limit that may have been in force then."""
    return max(limit.limit_a for limit in held if limit.lasts(moment))


def _held(
    member: CircuitMember, state: MemberState | None, settings: CircuitSettings, now: datetime
) -> tuple[tuple[Held, ...], datetime]:
    """Return the limits that count, and when the present one shows: a lower one counts once it has surely acted."""
    present_a = member.maximum_a if member.confirmed_a is None else member.confirmed_a
    acts_at = member.charger.effect_at(now)
    settled_at = acts_at + timedelta(seconds=member.charger.start_s)
    oldest = now - timedelta(seconds=settings.drawn_limit_s)
    if state is None:
        # Whatever it was told before we looked may still be in force.
        return (Held(member.maximum_a, acts_at), Held(present_a)), oldest
    *former, before = state.held
    former = [limit for limit in former if limit.lasts(oldest)]
    if before.limit_a == present_a:
        return (*former, before), state.settled_at
    if abs(before.limit_a - present_a) <= SMALL_CHANGE_A:
        settled_at = state.settled_at
    # What was no higher and ends no later is hidden by the limit that ends now.
    former = [limit for limit in former if limit.limit_a > before.limit_a]
    return (*former, Held(before.limit_a, acts_at), Held(present_a)), settled_at


def _drawn(member: CircuitMember, settings: CircuitSettings, now: datetime) -> _Drawn | None:
    """Return what the fresh ones of its readings say."""
    fresh = [
        reading if reading and reading.is_fresh(now, settings.drawn_limit_s) else None
        for reading in member.drawn_a
    ]
    known = [reading for reading in fresh if reading]
    if not known:
        return None
    by_phase = dict.fromkeys(PHASES, 0.0)
    for phase, reading in zip(member.rotation or (), fresh, strict=False):
        by_phase[phase] = max(reading.value, 0.0) if reading else 0.0
    return _Drawn(
        surely_a=(by_phase[Phase.L1], by_phase[Phase.L2], by_phase[Phase.L3]),
        peak_a=max(reading.value for reading in known),
        at=min(reading.at for reading in known),
        complete=None not in fresh[: member.phases],
    )


def _seen(
    member: CircuitMember, state: MemberState | None, drawn: _Drawn | None, now: datetime
) -> Seen | None:
    """Return where the car has drawn; forgotten with the car, and when it is told another number of phases."""
    before = state.seen if state else None
    if not member.connected or (before and before.told != member.phases):
        before = None
    if not member.connected or drawn is None:
        return before
    drawing = [
        at for at, drawn_a in zip(PHASES, drawn.surely_a, strict=True) if drawn_a >= DRAWING_A
    ]
    if before:
        both = tuple(phase for phase in PHASES if phase in before.phases or phase in drawing)
        return before if both == before.phases else Seen(both, member.phases, now)
    return Seen(tuple(drawing), member.phases, now) if drawing and drawn.complete else None


def _loads(
    member: CircuitMember, seen: Seen | None, settings: CircuitSettings, now: datetime
) -> tuple[Phase, ...]:
    """Return the phases that count: where the car is really on, once it has had the time to show that."""
    if member.rotation is None:
        return PHASES
    told = member.rotation[: member.phases]
    if seen is None:
        return tuple(phase for phase in PHASES if phase in told)
    if (now - seen.since).total_seconds() >= settings.drawn_limit_s:
        return seen.phases
    return tuple(phase for phase in PHASES if phase in told or phase in seen.phases)


def whole_a(current_a: float) -> int:
    """Return the current rounded up to whole amperes, not minding the last bits of a float."""
    return math.ceil(current_a - 1e-6)
