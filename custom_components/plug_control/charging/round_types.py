"""Inputs, state and results of a round."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .battery_hold import HoldState
from .circuits.circuit import CircuitState
from .circuits.loads import PhaseCurrents
from .circuits.member_types import CircuitSettings
from .circuits.tree import CircuitTree
from .decision_inputs import DecisionInputs
from .grid_signal.share import SignalShares
from .grid_signal.signal import GridLimit
from .site import SiteState
from .solar.consumers import Consumer
from .solar.phase_change import PhaseChange
from .solar.surplus import SiteReadings, SiteSettings
from .types import Reason, Rotation

_NO_TREE = CircuitTree(())
_NO_READINGS = SiteReadings(grid_w=None)
_SITE_SETTINGS = SiteSettings()
_CIRCUIT_SETTINGS = CircuitSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """A connector's place on a circuit."""

    circuit: str
    rotation: Rotation | None
    phases: int
    """Number of phases that are wired there."""
    maximum_a: int
    """The charger's maximum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorRow:
    """Inputs of one connector."""

    case: DecisionInputs
    online: bool = True
    paused: bool = False
    """The user's own limit is 0 A."""
    starting: bool = False
    """Readings that its decision needs are still missing since the start."""
    wiring: Wiring | None = None
    """None: no known circuit feeds it."""
    contactor: bool = False
    """Whether a switch or configuration key changes its phases instead of the charging profile."""
    contactor_phases: int | None = None
    """Number of phases that the contactor is on; None: unknown."""
    told_a: int = 0
    """Its last limit, for a connector without a state."""
    told_phases: int | None = None
    confirmed_a: float | None = None
    """The limit that its charger confirmed, or a higher one that it has not answered yet; None: unknown."""
    confirmed_phases: int | None = None
    """Number of phases that this limit allows; None: all."""
    fallback_a: int = 0
    """The fail-safe limit that its charger has for a lost connection."""
    has_fail_safe: bool = True
    """Whether its charger can hold a fail-safe limit."""
    left_out: bool = False
    """The user said that it draws nothing while it is offline."""
    stops_at_once: bool = False
    """Whether the grid operator's signal stops its charge where a limit would act late."""
    charging: bool = False
    """Whether a transaction runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInputs:
    """Inputs of a round, except its state."""

    now: datetime
    readings: SiteReadings
    currents: Mapping[str, PhaseCurrents] = field(default_factory=dict)
    """Measured currents by circuit."""
    connectors: Mapping[str, ConnectorRow] = field(default_factory=dict)
    tree: CircuitTree = _NO_TREE
    circuits_starting: bool = False
    """Readings that the circuits need are still missing since the start."""
    unregulated_w: float = 0.0
    """Power of the cars at connectors without a row: they charge as fast as they may."""
    consumers: tuple[Consumer, ...] = ()
    """What else uses the surplus."""
    site: SiteSettings = _SITE_SETTINGS
    circuits: CircuitSettings = _CIRCUIT_SETTINGS
    grid_limit: GridLimit | None = None
    """What the grid operator allows now; None: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundState:
    """State from one round to the next."""

    site: SiteState = field(default_factory=SiteState)
    hold: HoldState = field(default_factory=HoldState)
    circuits: CircuitState = field(default_factory=CircuitState)
    signal: SignalShares = field(default_factory=SignalShares)
    contactors: Mapping[str, PhaseChange] = field(default_factory=dict)
    readings: SiteReadings = _NO_READINGS
    """The last reading of each meter, so that a short silence does not stop a car."""
    currents: Mapping[str, PhaseCurrents] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorVerdict:
    """The limit and phases for a connector, and why."""

    reason: Reason
    limit_a: int | None
    """None: no change."""
    phases: int | None = None
    """Number of phases for the charging profile; None: it names none."""
    fallback_a: int | None = None
    """Fail-safe limit for a lost connection; None: no circuit feeds it."""
    switch_to: int | None = None
    """Number of phases to move its contactor to now; None: leave it."""
    surplus_w: float | None = None
    at_once: bool = False
    """Whether a running charge is to be stopped at once, beside the limit of 0 A."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDecision:
    """Result of a round."""

    verdicts: Mapping[str, ConnectorVerdict]
    surplus_w: float | None
    """Power that all cars that follow the sun may draw; None: unknown."""
    hold_battery: bool
    """Whether the home battery is to be held."""
    state: RoundState
