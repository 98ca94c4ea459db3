"""Types of a connector on its circuits: settings, readings, state."""

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
    """Maximum age of a circuit's measured current and of what was concluded from it."""
    drawn_limit_s: float = 150.0
    """Maximum age of a charger's own readings; many report once a minute."""
    hold_s: float = 60.0
    """How long a load that went away still counts, so that a cooker's thermostat does not move chargers."""
    turn_s: float = 1800.0
    """How long a car charges before one that waits takes its place."""
    tolerance_a: float = 1.0
    """How much more than its limit a charger may report without counting as disobedient; the current still counts as drawn."""
    away_s: float = 120.0
    """How long an offline charger counts with all that it may draw, even where a meter shows less; after that it is away."""
    off_s: float = 300.0
    """How long a car that a circuit switched off stays off, to spare contactors."""
    ignores_excess: bool = False
    """Whether current above a limit within the tolerance takes nothing from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitMember:
    """A connector on a circuit."""

    connector: str
    circuit: str
    wanted_a: int
    """Current that its mode asks for: 0, or at least the minimum."""
    minimum_a: int = MINIMUM_CURRENT_A
    maximum_a: int = 32
    """The charger's maximum; it counts with this while nothing else is known."""
    priority: int = 0
    """Higher values come first."""
    rotation: Rotation | None = DEFAULT_ROTATION
    """None: unknown; then it counts on every phase."""
    phases: int = 3
    """Number of phases that it charges on; the larger during a change."""
    drawn_a: tuple[TimedValue | None, TimedValue | None, TimedValue | None] = (None, None, None)
    """Currents on its own first, second and third phase."""
    power_w: TimedValue | None = None
    """Power of all phases; where no current is reported, it bounds the current of each phase."""
    confirmed_a: float | None = None
    """The last limit that the charger has accepted; None: none yet."""
    connected: bool = True
    """Whether a car is plugged in; without one, observations of the car are dropped and it comes after all that have one."""
    online: bool = True
    fallback_a: int = 0
    """The fail-safe limit that the charger has for a lost connection."""
    keeps_turn: bool = False
    """Whether its turn does not end, because it could not resume."""
    charger: ChargerTraits = _PLAIN

    def __post_init__(self) -> None:
        """Raise ValueError unless 6 A ≤ minimum_a ≤ maximum_a, and wanted_a is 0 or between them."""
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
        """Return whether it may still be in force at this moment."""
        return self.until is None or self.until > moment


@dataclass(frozen=True, slots=True)
class ObservedPhases:
    """Grid phases that this car has drawn from while it was limited to `told` phases."""

    phases: tuple[GridPhase, ...]
    told: int
    since: datetime


@dataclass(frozen=True, slots=True)
class MeasuredDraw:
    """A connector's draw by its fresh readings."""

    least_a: PerPhase
    """What it surely draws, by grid phase; 0 where the rotation is unknown."""
    most_a: PerPhase
    peak_a: float | None
    """The current of the phase that draws most; None where only the power is reported."""
    at: datetime
    complete: bool
    """Whether each phase that it may use is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberState:
    """State of a connector from one decision to the next."""

    held: tuple[PossibleLimit, ...]
    """Limits that may be in force or that a reading may still show, the present one last."""
    settled_at: datetime
    """When its readings begin to show its present limit."""
    disobeys: bool = False
    """Whether its last fresh reading exceeded all limits then in force by more than the tolerance."""
    drawn: MeasuredDraw | None = None
    """Its last readings."""
    before: MeasuredDraw | None = None
    """Those before them."""
    excess: TimedValue | None = None
    """The highest recent current above its limit, within the tolerance."""
    seen: ObservedPhases | None = None
    started_at: datetime | None = None
    waiting_since: datetime | None = None
    off_since: datetime | None = None
    """When a circuit switched its car off; None: it charges, or nothing keeps it from charging."""
    away_since: datetime | None = None
    """Since when it is offline."""
    free_since: datetime | None = None
    """Since when no car is plugged in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMember:
    """A connector with its new state and the current that it counts with."""

    member: CircuitMember
    state: MemberState
    loads: tuple[GridPhase, ...]
    """Grid phases that its limit counts on."""
    drawn: MeasuredDraw | None
    """Its draw by fresh readings; None: there are none."""
    committed_a: PerPhase
    """Current that it may draw now, before a new limit takes effect."""
    excess_a: PerPhase
    """Tolerated current above its limits; 0 where it disobeys, since `committed_a` includes it then."""
    controllable: bool
    """Whether it takes a new limit and keeps to it."""
    away: bool
    """Whether it has been offline for `away_s`, so that a meter shows its draw better."""

    def drew_a(self, position: int, moment: datetime) -> tuple[float, float]:
        """Return the least and the most that it drew at a moment on a grid phase, in A.

        Readings before and after the moment bound it if its limit had settled before both; else it drew from 0 to what it was
        allowed, and 0 without a car.
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
        """Return whether a meter reading shows its draw: it is away, and its last limit had settled when the meter was read."""
        return self.away and reading.at >= self.state.settled_at

    def told_a(self, position: int, moment: datetime) -> float:
        """Return the most that it drew at a moment, in A, if it still draws what it last reported under its present limit."""
        drawn, allowed_a = self.drawn, self.allowed_a(position, moment)
        if drawn is None or drawn.at < self.state.settled_at:
            return allowed_a
        return max(drawn.least_a[position], min(drawn.most_a[position], allowed_a))

    def allowed_a(self, position: int, moment: datetime) -> float:
        """Return the most that it may have drawn at a moment on a grid phase, in A."""
        if not self.committed_a[position] and len(self.state.held) == 1:
            return 0.0
        if PHASES[position] not in self.loads:
            return 0.0
        if self.controllable:
            return _highest(self.state.held, moment) + self.excess_a[position]
        return max(_highest(self.state.held, moment), self.committed_a[position])


def _highest(held: tuple[PossibleLimit, ...], moment: datetime) -> float:
    """Return the highest limit that may have been in force at this moment, in A."""
    return max(limit.limit_a for limit in held if limit.lasts(moment))
