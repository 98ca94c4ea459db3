"""Inputs, state and results of a round."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .circuits.circuit import CircuitState
from .circuits.loads import PhaseCurrents
from .circuits.member_types import CircuitSettings
from .circuits.tree import CircuitTree
from .decision_inputs import DecisionInputs
from .site import SiteState
from .solar.phase_change import PhaseChange
from .solar.surplus import SiteReadings, SiteSettings
from .types import Reason, Rotation

_NO_TREE = CircuitTree(())
_NO_READINGS = SiteReadings(grid_w=None)
_SITE_SETTINGS = SiteSettings()
_CIRCUIT_SETTINGS = CircuitSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """How a connector hangs on a circuit."""

    circuit: str
    rotation: Rotation | None
    phases: int
    """On how many phases it is wired there."""
    maximum_a: int
    """What the charger can give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorRow:
    """All that is known of one connector."""

    case: DecisionInputs
    online: bool = True
    paused: bool = False
    """The user's own limit is 0 A."""
    starting: bool = False
    """What its decision needs has not been told yet since the start."""
    wiring: Wiring | None = None
    """None: behind no circuit that is known."""
    contactor: bool = False
    """Its phases are changed by something else than the profile."""
    contactor_phases: int | None = None
    """Where that stands; None: it does not tell."""
    told_a: int = 0
    """What it was allowed last, for one that nothing is remembered of."""
    told_phases: int | None = None
    confirmed_a: float | None = None
    """What its charger has confirmed, or was sent since without an answer, whichever is more; None: nobody knows."""
    confirmed_phases: int | None = None
    """On how many phases it may charge with that; None: on all."""
    fallback_a: int = 0
    """What its charger was told to go over to when it hears nothing of us."""
    has_fail_safe: bool = True
    """Whether its charger can be told that."""
    left_out: bool = False
    """The user says that it draws nothing while it is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInputs:
    """All that a round depends on, but for what it remembers."""

    now: datetime
    readings: SiteReadings
    currents: Mapping[str, PhaseCurrents] = field(default_factory=dict)
    """By circuit."""
    connectors: Mapping[str, ConnectorRow] = field(default_factory=dict)
    tree: CircuitTree = _NO_TREE
    circuits_starting: bool = False
    """Not all that the circuits bear is known yet since the start."""
    site: SiteSettings = _SITE_SETTINGS
    circuits: CircuitSettings = _CIRCUIT_SETTINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundState:
    """What is remembered from one round to the next."""

    site: SiteState = field(default_factory=SiteState)
    circuits: CircuitState = field(default_factory=CircuitState)
    contactors: Mapping[str, PhaseChange] = field(default_factory=dict)
    readings: SiteReadings = _NO_READINGS
    """The last that each meter told: one that is silent for a moment is no reason to stop a car."""
    currents: Mapping[str, PhaseCurrents] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorVerdict:
    """What a connector is told, and why."""

    reason: Reason
    limit_a: int | None
    """None: nothing is changed."""
    phases: int | None = None
    """What the profile says of phases; None: nothing."""
    fallback_a: int | None = None
    """What it falls back to without us; None: it is behind no circuit."""
    switch_to: int | None = None
    """Where its contactor is to go now."""
    surplus_w: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDecision:
    """What comes of a round."""

    verdicts: Mapping[str, ConnectorVerdict]
    surplus_w: float | None
    """What all cars that follow the sun may draw; None: not known."""
    state: RoundState
