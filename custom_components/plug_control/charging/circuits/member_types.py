"""A connector as its circuits see it: settings, readings, and what is remembered of it."""

from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.charging.types import (
    DEFAULT_ROTATION,
    MINIMUM_CURRENT_A,
    ChargerTraits,
    GridPhase,
    Rotation,
    TimedValue,
)

from .tree import PHASES, PerPhase

_PLAIN = ChargerTraits()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitSettings:
    """How circuits are watched and shared."""

    reading_limit_s: float = 120.0
    """How old a circuit's measured current may be, and what was concluded from it."""
    drawn_limit_s: float = 150.0
    """How old what a charger reports of its currents may be; many report once a minute."""
    hold_s: float = 60.0
    """How long a load that went away still counts, so that a cooker's thermostat moves no charger."""
    turn_s: float = 1800.0
    """How long a car charges before one that waits takes its place."""
    tolerance_a: float = 1.0
    """How much more than its limit a charger may report without counting as disobedient; that it draws it counts all the same."""
    away_s: float = 120.0
    """How long a charger that is away counts with all that it may draw, even where a meter shows less."""
    off_s: float = 300.0
    """How long a car stays off that a circuit switched off: contactors wear."""


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
    drawn_a: tuple[TimedValue | None, TimedValue | None, TimedValue | None] = (None, None, None)
    """What it draws on its own first, second and third phase."""
    power_w: TimedValue | None = None
    """What it draws in all; it tells the most that a phase can draw where no current is told."""
    confirmed_a: float | None = None
    """The last limit that the charger has accepted; None: none yet."""
    connected: bool = True
    """Whether a car is plugged in; what is known of the car is forgotten with it, and it comes after all that have one."""
    online: bool = True
    fallback_a: int = 0
    """What the charger was told to give when it hears nothing of us for long."""
    keeps_turn: bool = False
    """Its turn does not end: it would not go on after it."""
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
class PossibleLimit:
    """A limit that may be in force; `until` None: the present one."""

    limit_a: float
    until: datetime | None = None

    def lasts(self, moment: datetime) -> bool:
        """Return whether it may still be in force then."""
        return self.until is None or self.until > moment


@dataclass(frozen=True, slots=True)
class ObservedPhases:
    """Where this car has drawn while it was told to charge on so many phases."""

    phases: tuple[GridPhase, ...]
    told: int
    since: datetime


@dataclass(frozen=True, slots=True)
class MeasuredDraw:
    """What the fresh readings of a connector say."""

    least_a: PerPhase
    """What it surely draws, by phase of the grid; nothing where the rotation is unknown."""
    most_a: PerPhase
    peak_a: float | None
    """The current of the phase that draws most; None where only the power is told."""
    at: datetime
    complete: bool
    """Whether each phase that it is told to use is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberState:
    """What is remembered of a connector from one decision to the next."""

    held: tuple[PossibleLimit, ...]
    """The limits that may be in force, and those that a reading may still show; the present one is the last."""
    settled_at: datetime
    """From when on its readings show its present limit."""
    disobeys: bool = False
    """Its last fresh reading was more than any limit that was in force then."""
    drawn: MeasuredDraw | None = None
    """Its last readings."""
    before: MeasuredDraw | None = None
    """Those before them."""
    excess: TimedValue | None = None
    """The most that it drew lately above its limit, within the tolerance."""
    seen: ObservedPhases | None = None
    started_at: datetime | None = None
    waiting_since: datetime | None = None
    off_since: datetime | None = None
    """When a circuit switched its car off; None: it charges, or nothing keeps it from charging."""
    away_since: datetime | None = None
    """Since when it is offline."""
    free_since: datetime | None = None
    """Since when no car is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMember:
    """A connector, its new state, and what it counts with."""

    member: CircuitMember
    state: MemberState
    loads: tuple[GridPhase, ...]
    """The phases that a limit for it counts on."""
    drawn: MeasuredDraw | None
    """What its fresh readings say."""
    committed_a: PerPhase
    """What it may take now, whatever it is told now."""
    excess_a: PerPhase
    """What it draws above its limits; part of `committed_a` where it does not keep to them at all."""
    controllable: bool
    """Whether it takes a new limit and keeps to it."""
    away: bool
    """It has been offline for so long that a meter tells better what it draws."""

    def drew_a(self, position: int, moment: datetime) -> tuple[float, float]:
        """Return the least and the most that it drew then on a phase of the grid.

        Readings before and after the moment tell, under a limit that was settled before both; else it drew what it was allowed,
        or nothing.
        """
        before, drawn = self.state.before, self.drawn
        if (
            before is not None
            and drawn is not None
            and self.state.settled_at <= before.at <= moment <= drawn.at
        ):
            least_a = min(before.least_a[position], drawn.least_a[position])
            most_a = max(before.most_a[position], drawn.most_a[position])
            return least_a, max(least_a, min(most_a, self.allowed_a(position, moment)))
        free_since = self.state.free_since
        if free_since is not None and moment >= free_since:
            return 0.0, 0.0
        return 0.0, self.allowed_a(position, moment)

    def is_told_by(self, reading: TimedValue) -> bool:
        """Return whether it has been away for long, and the meter has been read since its last limit acted."""
        return self.away and reading.at >= self.state.settled_at

    def told_a(self, position: int, moment: datetime) -> float:
        """Return what it drew then at the most, where it still draws what it told last under its present limit."""
        drawn, allowed_a = self.drawn, self.allowed_a(position, moment)
        if drawn is None or drawn.at < self.state.settled_at:
            return allowed_a
        return max(drawn.least_a[position], min(drawn.most_a[position], allowed_a))

    def allowed_a(self, position: int, moment: datetime) -> float:
        """Return the most that it may have drawn then on a phase of the grid."""
        if not self.committed_a[position] and len(self.state.held) == 1:
            return 0.0
        if PHASES[position] not in self.loads:
            return 0.0
        if self.controllable:
            return _highest(self.state.held, moment) + self.excess_a[position]
        return max(_highest(self.state.held, moment), self.committed_a[position])


def _highest(held: tuple[PossibleLimit, ...], moment: datetime) -> float:
    """Return the highest limit that may have been in force then."""
    return max(limit.limit_a for limit in held if limit.lasts(moment))
