"""A connector's state from one decision to the next, and how commands change it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from custom_components.plug_control.charging.types import ConnectorSettings, Decision

from .phases import standing_phases
from .surplus_history import SurplusHistory
from .switching_costs import PAUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorState:
    """State of a connector from one decision to the next; times are of the last such event, None: never."""

    limit_a: int = 0
    """The last commanded limit."""
    phases: int | None = None
    toggled_at: datetime | None = None
    """When charging began or paused."""
    switched_at: datetime | None = None
    """When the number of phases was changed."""
    settled_at: datetime | None = None
    """When the last command is in full effect, the car's own delay included."""
    switching_until: datetime | None = None
    """When the pause of the last change of phases ends."""
    free_at: datetime | None = None
    """When the charger takes the next change of amperes."""
    car_phases: int | None = None
    """Number of phases that this car was seen to draw on; None: not seen yet."""
    sight: SurplusHistory | None = None
    """History of the surplus, in the modes that follow it; None: the surplus is unknown."""

    def current_option(self, settings: ConnectorSettings) -> int:
        """Return 0 while pausing, else the number of phases."""
        return standing_phases(self.phases, settings.charger) if self.limit_a else PAUSED


def command(
    state: ConnectorState, decision: Decision, settings: ConnectorSettings, now: datetime
) -> ConnectorState:
    """Return the state after this decision, limited by the circuits, was sent; a repeated one changes no times."""
    charger = settings.charger
    phases = standing_phases(state.phases, charger)
    if (decision.limit_a, decision.phases) == (state.limit_a, phases):
        return state if state.phases == phases else replace(state, phases=phases)
    effect_at = charger.effect_at(now)
    toggled = bool(decision.limit_a) != bool(state.limit_a)
    switched = state.phases is not None and decision.phases != phases
    settled_at = max(effect_at, state.settled_at or effect_at)
    switching_until = state.switching_until
    if toggled:
        settled_at = effect_at + timedelta(seconds=charger.start_s if decision.limit_a else 0)
    if switched and decision.limit_a:
        switching_until = effect_at + timedelta(seconds=charger.switch_pause_s)
        settled_at = max(settled_at, switching_until)
    return replace(
        state,
        limit_a=decision.limit_a,
        phases=decision.phases,
        toggled_at=now if toggled else state.toggled_at,
        switched_at=now if switched else state.switched_at,
        settled_at=settled_at,
        switching_until=switching_until,
        free_at=max(effect_at, now + timedelta(seconds=charger.interval_s)),
    )
