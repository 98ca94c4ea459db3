"""What is known of how a charger takes limits, and the state of one search for a way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ocpp.v16.enums import (
    ChargingProfileKindType as Kind,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType as Unit,
    ConfigurationKey as Key,
)

from custom_components.plug_control.central_system.quirks import LimitWay, Quirks, quirks_of
from custom_components.plug_control.central_system.stations.clock_watch import TOLERANCE_S
from custom_components.plug_control.central_system.stations.configuration import integer_of
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
)

from .profiles import LimitSteps, lowest_a
from .targets import LimitTarget
from .ways import SHAPES, ProfileShape

REFUSALS = (CommandRejectedError, CallErrorReceived, AnswerUnreadableError)
"""Refusals: a status, a CALLERROR, or an unreadable answer, such as one without status (C2EU Q23)."""

_MAX_STACK_LEVEL = 1000
_LONGEST_OFFSET_S = 86400.0
"""A clock that is further off is not used at all."""

_SOON = timedelta(seconds=15)
_LATER = timedelta(minutes=5)
_LATEST = timedelta(days=1)
"""When a refused better way is tried again: soon where the refusal proves nothing, else after ever longer times."""
_PROBE_S = 900
"""Start in s of a second period with the same limit, which tests whether the charger takes two."""


@dataclass(frozen=True, slots=True)
class ProfileVariant:
    """How profiles are written; a variant that worked is kept, since profiles of another stackLevel would pile up (R25)."""

    stack_level: int
    kind: Kind
    scheduled: bool = False
    """With the fallback, not only the limit."""

    def steps(self, target: LimitTarget) -> LimitSteps:
        """Return the steps of a target that profiles in this variant have."""
        if not self.scheduled:
            return target.steps[:1]
        if target.fallback_a is None:  # tests whether the charger takes a second period
            return (*target.steps, (_PROBE_S, target.limit_a))
        return target.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRefusal:
    """A refusal of every way, and what the charger said."""

    until: datetime
    limit_a: float
    """The charger may still take lower limits than this."""
    running: bool
    """A transaction ran, so that all ways were tried."""
    said: str

    def holds(self, now: datetime, limit_a: float, *, running: bool) -> bool:
        """Whether there is no point in trying again."""
        return now < self.until and limit_a >= self.limit_a and (self.running or not running)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDefault:
    """What is in the TxDefaultProfile of a connector."""

    target: LimitTarget
    variant: ProfileVariant
    at: datetime

    @property
    def ends_at_a(self) -> float:
        """The highest limit in A that it can leave after a long silence of ours."""
        steps = self.variant.steps(self.target)
        return lowest_a(steps) if self.variant.kind is Kind.relative else steps[-1][1]

    def is_outdated(self, target: LimitTarget, now: datetime) -> bool:
        """Whether the next transaction needs another profile."""
        if self.target != target:
            return True
        if not self.variant.scheduled:
            return False
        return self.variant.kind is Kind.relative or target.is_old(self.at, now)


@dataclass(slots=True, kw_only=True)
class LimitKnowledge:
    """What is known of one charge point since it connected or booted."""

    variants: dict[bool, ProfileVariant] = field(default_factory=dict)
    """The variant that the charger took with the fallback (True) and without it (False)."""
    no_schedules: bool = False
    """The charger takes a limit, but not together with a fallback."""
    defaults: dict[int, HeldDefault] = field(default_factory=dict)
    """The TxDefaultProfile of each connector."""
    defaults_under_way: set[int] = field(default_factory=set)
    """The connectors whose TxDefaultProfile is being sent, or was sent without an answer."""
    silent: set[LimitWay] = field(default_factory=set)
    """Ways that got no answer; they are tried last."""
    configuration_asked: bool = False
    refusals: dict[int, LimitRefusal] = field(default_factory=dict)
    """The connectors for which the charger refused every way."""
    again_at: datetime | None = None
    """When to try better ways than the one in use; None: that is the best one, as far as is known."""
    again_after: timedelta = timedelta()

    def note_refused(self, now: datetime, *, tells_nothing: bool) -> None:
        """Note that the charger refused something better than what it took."""
        self.again_after = (
            _SOON if tells_nothing else min(max(2 * self.again_after, _LATER), _LATEST)
        )
        self.again_at = now + self.again_after

    def note_best(self) -> None:
        """Note that the charger took the best way."""
        self.again_at, self.again_after = None, timedelta()


@dataclass(frozen=True, slots=True)
class AcceptedProfile:
    """A profile that the charger took in a search."""

    variant: ProfileVariant
    is_whole: bool
    """It has all steps of the target that its variant can have."""


@dataclass(slots=True, kw_only=True)
class LimitSearch:
    """One search for a way: what the charger has accepted and refused so far."""

    charge_point: ChargePoint
    connector: Connector
    target: LimitTarget
    known: LimitKnowledge
    now: datetime
    """The present time by the charger's clock."""
    refused: set[tuple[Purpose, Unit, ProfileVariant]] = field(default_factory=set)
    accepted: dict[tuple[Purpose, Unit], AcceptedProfile] = field(default_factory=dict)
    anew: bool = False
    """Try all ways again, best first, although one is known."""
    no_profiles: bool = False
    """The charger does not know SetChargingProfile."""
    last: CommandError | None = None

    @property
    def forms(self) -> tuple[bool, ...]:
        """Whether to write profiles with the fallback: the values to try, best first."""
        if self.anew and self.known.no_schedules:
            return (True, False)
        if self.target.fallback_a is None or self.known.no_schedules:
            return (False,)
        return (True, False)

    def purposes(self, shape: ProfileShape, variant: ProfileVariant) -> tuple[Purpose, ...]:
        """Return the purposes of the profiles to send now.

        During a transaction the one for later transactions is sent only where the charger has none since its boot (flash
        wears), or one that ends above the fallback.
        """
        if self.connector.transaction is None:
            return () if shape.idle is None else (shape.idle,)
        if shape.idle is None or shape.idle is shape.running:
            return (shape.running,)
        held = self.known.defaults.get(self.connector.connector_id)
        fallback_a = self.target.fallback_a if variant.scheduled else None
        enough = held is not None and (fallback_a is None or held.ends_at_a <= fallback_a)
        return (shape.running,) if enough else (shape.idle, shape.running)

    def is_whole(self, purpose: Purpose, shape: ProfileShape, variant: ProfileVariant) -> bool:
        """Whether a profile can have all its steps: a relative one only where its transaction's start is known."""
        if not variant.scheduled or variant.kind is Kind.absolute:
            return True
        return self.elapsed_s(purpose, shape) is not None

    def is_done(self, purpose: Purpose, shape: ProfileShape, variant: ProfileVariant) -> bool:
        """Whether the charger has already taken a profile at least as good as this."""
        told = self.accepted.get((purpose, shape.unit))
        return told is not None and (told.is_whole or not self.is_whole(purpose, shape, variant))

    def note_accepted(self, purpose: Purpose, shape: ProfileShape, variant: ProfileVariant) -> None:
        """Note what the charger took; if only without the fallback, later profiles omit that, too."""
        self.accepted[purpose, shape.unit] = AcceptedProfile(
            variant, self.is_whole(purpose, shape, variant)
        )
        is_lesser = self.forms[0] and not variant.scheduled
        self.known.variants[variant.scheduled] = variant
        if is_lesser:
            self.known.variants.pop(True, None)
        if is_lesser or variant.scheduled:
            self.known.no_schedules = is_lesser

    def told_a(self, shape: ProfileShape) -> float:
        """Return the limit in A that the charger holds now: the lowest one, where a profile could not have all steps."""
        purpose = shape.running if self.connector.transaction is not None else shape.idle
        told = None if purpose is None else self.accepted.get((purpose, shape.unit))
        if told is None or told.is_whole:
            return self.target.limit_a
        return lowest_a(told.variant.steps(self.target))

    def elapsed_s(self, purpose: Purpose, shape: ProfileShape) -> float | None:
        """Return how many seconds the transaction of a profile of this purpose has run; None where that is not certain."""
        transaction = self.connector.transaction
        if transaction is None or purpose is not shape.running:
            return None
        if transaction.adopted or transaction.time_estimated:
            return None
        return max((self.now - transaction.started_at).total_seconds(), 0.0)


def charger_time(charge_point: ChargePoint, now: datetime) -> datetime:
    """Return the present time by the charger's clock, where that is known to be wrong and is not set by us."""
    offset_s = charge_point.clock_offset_s or 0.0
    is_wrong = TOLERANCE_S < abs(offset_s) < _LONGEST_OFFSET_S
    if not is_wrong or quirks_of(charge_point).period_s is not None:
        return now
    return now + timedelta(seconds=offset_s)


def purposes_left_over(before: str | None, after: LimitWay) -> set[Purpose]:
    """Return the purposes of profiles that the way before left in the charger; a TxProfile ends with its transaction."""
    old = SHAPES.get(LimitWay(before)) if before in set(LimitWay) else None
    new = SHAPES.get(after)
    kept = set() if new is None else {new.idle}
    return set() if old is None or old.idle is None else {old.idle} - kept


def stack_levels(charge_point: ChargePoint, quirks: Quirks) -> tuple[int, ...]:
    """Return the highest level, so that no other profile overrules ours, then 0, since some refuse it (evcc 15493)."""
    if quirks.stack_level is not None:
        return (quirks.stack_level,)
    highest = integer_of(charge_point.configuration, Key.charge_profile_max_stack_level) or 0
    return (highest, 0) if 0 < highest < _MAX_STACK_LEVEL else (0,)


def profile_kinds(quirks: Quirks, way: LimitWay, *, scheduled: bool) -> tuple[Kind, ...]:
    """Return the kinds in which to write profiles, best first; only one where no TxDefaultProfile is involved.

    With a fallback absolute comes first: its time by the clock is always known, a transaction's start is not.
    """
    only = (quirks.schedule_kind if scheduled else None) or quirks.profile_kind
    if only is not None:
        return (only,)
    kinds: tuple[Kind, ...] = (Kind.absolute, Kind.relative)
    if not scheduled:
        kinds = kinds[::-1]
    return kinds if SHAPES[way].idle is Purpose.tx_default_profile else kinds[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHabits:
    """How a charger obeys limits, as far as smart charging plans with it."""

    latency_s: float
    """How long it may take to obey an accepted limit, apart from waiting for the end of a period."""
    period_s: int
    """It looks at a new limit only at multiples of this after midnight UTC; 0: at once."""
    has_fail_safe: bool
    """Whether it takes a fallback for when it hears nothing from us, as far as is known."""
    can_pause: bool
    """Whether a limit of 0 A pauses a charge; otherwise the charge is stopped, and started again."""
    pause_is_final: bool = False
    """Whether a paused or stopped charge goes on only after the car was unplugged."""
