"""Small types that all decisions share; amperes are per phase, powers in watts, times have a zone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
import math

MINIMUM_CURRENT_A = 6
"""IEC 61851-1: a car does not charge below it, so 1–5 A are never set."""
NOMINAL_VOLTAGE_V = 230.0
_CLOCK_SKEW_S = 5.0
"""How far a reading's time may be ahead of our clock."""


class Mode(StrEnum):
    """How a connector charges."""

    OFF = "off"
    FAST = "fast"
    SOLAR = "solar"
    SOLAR_MINIMUM = "solar_minimum"

    @property
    def follows_sun(self) -> bool:
        """Whether the surplus decides how much is charged, wholly or above the minimum."""
        return self in {Mode.SOLAR, Mode.SOLAR_MINIMUM}


class GridPhase(StrEnum):
    """A phase of the grid connection."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


type Rotation = tuple[GridPhase, GridPhase, GridPhase]
"""The grid phases that a connector's first, second and third phase are wired to; a one-phase charge uses the first."""

DEFAULT_ROTATION: Rotation = (GridPhase.L1, GridPhase.L2, GridPhase.L3)


@dataclass(frozen=True, slots=True)
class TimedValue:
    """A measured value and when it was measured."""

    value: float
    at: datetime

    def is_fresh(self, now: datetime, limit_s: float) -> bool:
        """Return whether it is a number, at most `limit_s` old and not from the future."""
        age_s = (now - self.at).total_seconds()
        return -_CLOCK_SKEW_S <= age_s <= limit_s and math.isfinite(self.value)


def fresh_value(reading: TimedValue | None, now: datetime, limit_s: float) -> float | None:
    """Return the reading's value; None without a fresh reading."""
    return reading.value if reading is not None and reading.is_fresh(now, limit_s) else None


class ReasonCode(StrEnum):
    """Why a connector charges as it does; the fields of `Reason` hold the details."""

    STARTING = "starting"
    """Meters have not reported since the start; the last limit stays."""
    MODE_OFF = "mode_off"
    PAUSED = "paused"
    """The user's own limit is 0 A."""
    NO_CAR = "no_car"
    FAST = "fast"
    BOOST = "boost"
    MINIMUM_SOC = "minimum_soc"
    """The car is at `soc_percent` and is charged first up to `target_percent`."""
    CHEAP = "cheap"
    """The price (`price`) is at or under the limit (`price_limit`)."""
    SOLAR = "solar"
    """Charging `power_w` of surplus."""
    MINIMUM = "minimum"
    """Solar + minimum, and the surplus is less than the minimum."""
    KEPT_CHARGING = "kept_charging"
    """At the minimum instead of paused, because the charger could not resume."""
    WAITING_FOR_SURPLUS = "waiting_for_surplus"
    """Needs `power_w` of surplus for another `wait_s`."""
    MINIMUM_OFF_TIME = "minimum_off_time"
    """There is surplus, and it may start in `wait_s`."""
    HOLDING_MINIMUM = "holding_minimum"
    """The surplus is too small; pauses in `wait_s` if it stays so."""
    SWITCHING_PHASES = "switching_phases"
    """Changes to `phases` phases; charges again in `wait_s`."""
    HOME_BATTERY_FIRST = "home_battery_first"
    """The home battery is at `soc_percent` and comes first up to `target_percent`."""
    SURPLUS_UNKNOWN = "surplus_unknown"
    """The meter has been silent for too long."""
    PLAN = "plan"
    """Charging by plan from `start` to `end`, with `current_a` where it names one."""
    PLAN_WAITING = "plan_waiting"
    """Waiting for the planned hours from `start` to `end`."""
    PLAN_UNREACHABLE = "plan_unreachable"
    """Charging at full power and still short of the target by `energy_wh` at `end`."""
    LIMITED_BY_CIRCUIT = "limited_by_circuit"
    """`circuit` leaves it only `current_a` on `phase`; a car that it switched off stays off for `wait_s`."""
    LIMITED_BY_AWAY = "limited_by_away"
    """As `limited_by_circuit`, where `away`, a connector whose charger is offline, counts with `away_a` that no meter shows."""
    WAITING_FOR_TURN = "waiting_for_turn"
    """`circuit` cannot give it the minimum now; its turn comes in `wait_s` at the latest."""
    LIMITED_BY_GRID = "limited_by_grid"
    """The grid operator limits to `power_w`, which leaves it `current_a`; one that is off waits for `wait_s`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason as data, which Home Assistant puts into words; fields that do not apply are None."""

    code: ReasonCode
    power_w: float | None = None
    current_a: float | None = None
    wait_s: float | None = None
    phases: int | None = None
    phase: GridPhase | None = None
    circuit: str | None = None
    away: str | None = None
    away_a: float | None = None
    start: datetime | None = None
    end: datetime | None = None
    energy_wh: float | None = None
    price: float | None = None
    price_limit: float | None = None
    soc_percent: float | None = None
    target_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargerTraits:
    """What a charger can do, and how fast it takes commands."""

    phases: int = 1
    """Number of phases that it is wired to: 1 to 3."""
    can_switch_phases: bool = False
    """Whether a command can make it charge on one phase instead of all."""
    latency_s: float = 10.0
    """Time from a command to its effect."""
    start_s: float = 20.0
    """Time from being enabled until the car draws."""
    switch_pause_s: float = 60.0
    """Time that a change of phases takes, from the command's effect until the car draws again."""
    period_s: float = 0.0
    """It takes a new limit only at multiples of this since the epoch (UTC); 0: at any time (C2EU: a profile's period)."""
    interval_s: float = 10.0
    """Shortest time between two commands that it copes with."""
    voltage_v: float = NOMINAL_VOLTAGE_V
    pause_is_final: bool = False
    """Whether a charge that it paused resumes only after the car was unplugged."""

    def effect_at(self, now: datetime) -> datetime:
        """Return when a command that is sent now takes effect."""
        if not self.period_s:
            return now + timedelta(seconds=self.latency_s)
        return next_boundary(now + timedelta(seconds=self.latency_s), self.period_s)


def next_boundary(moment: datetime, period_s: float) -> datetime:
    """Return the first multiple of `period_s` after the epoch that is not before the moment."""
    behind_s = -moment.timestamp() % period_s
    return moment + timedelta(seconds=behind_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSettings:
    """How charging on surplus weighs the grid, contactors and waiting against each other."""

    import_weight: float = 2.5
    """How much surplus one imported watt-hour is worth: what the grid costs against what it pays."""
    dead_band_a: float = 0.1
    """How far the surplus must pass the step to another ampere before that is taken or given back."""
    start_stake_wh: float = 80.0
    """Cost of a start or a stop in weighted Wh: wear, and energy lost while a car starts."""
    switch_stake_wh: float = 200.0
    """Cost of a change of phases in weighted Wh: wear, and energy lost in its pause."""
    lasts_s: float = 180.0
    """How long the present surplus is expected to last; after that, surplus as of late is expected."""
    late_s: float = 300.0
    """How long surplus as of late is expected, and the memory (time constant) that says what it is."""
    enough_share: float = 1.0
    """The part of the minimum that must be surplus before charging starts."""
    enable_delay_s: float = 60.0
    """How long there must be enough surplus, without a break, before charging starts."""
    disable_delay_s: float = 120.0
    """How long the surplus must be too small, without a break, before charging pauses; the minimum is held meanwhile."""
    minimum_on_s: float = 300.0
    minimum_off_s: float = 300.0
    dwell_s: float = 300.0
    """The shortest time between two changes of phases, in any mode."""

    def where_feeding_in_costs(self) -> SolarSettings:
        """Return the settings for a negative price of feeding in: a Wh fed in then counts no less than one from the grid.

        It is worth twice as much to take it, so starts and changes of phases weigh half.
        """
        return replace(
            self,
            import_weight=min(self.import_weight, 1.0),
            start_stake_wh=self.start_stake_wh / 2,
            switch_stake_wh=self.switch_stake_wh / 2,
            enough_share=self.enough_share / 2,
        )

    @property
    def round_up(self) -> float:
        """Return the part of another ampere that must be surplus before it is taken: there, unused surplus and weighted import cost the same."""
        return self.import_weight / (1 + self.import_weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSettings:
    """What the user and the charger set for one connector."""

    mode: Mode = Mode.SOLAR
    minimum_a: int = MINIMUM_CURRENT_A
    maximum_a: int = 16
    priority: int = 0
    """Higher values come first."""
    rotation: Rotation = DEFAULT_ROTATION
    charger: ChargerTraits = ChargerTraits()
    car_phases: int = 3
    """The most phases that the car can charge on, as learned; 3: unknown."""
    price_limit: float | None = None
    solar: SolarSettings = SolarSettings()

    def __post_init__(self) -> None:
        """Raise ValueError unless 6 A ≤ minimum_a ≤ maximum_a (IEC 61851-1)."""
        if not MINIMUM_CURRENT_A <= self.minimum_a <= self.maximum_a:
            msg = f"limits must be {MINIMUM_CURRENT_A} ≤ minimum_a ≤ maximum_a"
            raise ValueError(msg)

    def unit_w(self, phases: int) -> float:
        """Return the watts that the car draws per ampere on this number of phases."""
        return min(phases, self.car_phases) * self.charger.voltage_v

    def power_w(self, current_a: float, phases: int) -> float:
        """Return the power in W that the car draws at this current on this number of phases."""
        return current_a * self.unit_w(phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorReadings:
    """Readings of one connector; None: not reported."""

    connected: bool
    """Whether a car is plugged in and would take energy."""
    power_w: TimedValue | None = None
    """Power of all phases, in W."""
    currents_a: tuple[TimedValue | None, TimedValue | None, TimedValue | None] = (None, None, None)
    """Currents on its own first, second and third phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A connector's limit: 0 A (pause), or its minimum to its maximum, on one or all of its phases."""

    limit_a: int
    phases: int
    reason: Reason

    def __post_init__(self) -> None:
        """Raise ValueError for a limit below 0 A or of 1–5 A, which no car understands (R29)."""
        if 0 < self.limit_a < MINIMUM_CURRENT_A or self.limit_a < 0:
            msg = "a limit is 0 A or at least the minimum current"
            raise ValueError(msg)
