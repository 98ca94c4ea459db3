"""What a connector's decisions remember from one to the next, and how time and commands change it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .outlook import Outlook, look
from .phases import charging_options, standing_phases
from .stakes import PAUSED, Stakes, advance, costs_w
from .types import ConnectorSettings, Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorState:
    """Times are of the last such event; None: it never happened."""

    limit_a: int = 0
    """What was last commanded."""
    phases: int | None = None
    toggled_at: datetime | None = None
    """Charging began or paused."""
    switched_at: datetime | None = None
    """The number of phases was changed."""
    settled_at: datetime | None = None
    """When the last command has had its whole effect, the car's own delay included."""
    switching_until: datetime | None = None
    """When the pause of the last change of phases is over."""
    free_at: datetime | None = None
    """From when the charger takes the next change of amperes."""
    enough_since: datetime | None = None
    """The surplus suffices for the minimum, without a break."""
    short_since: datetime | None = None
    """Pausing costs less than charging, without a break."""
    stakes: Stakes | None = None
    outlook: Outlook | None = None
    """What to expect of the surplus until the next command acts."""

    def current_option(self, settings: ConnectorSettings) -> int:
        """Return 0 while pausing, else the number of phases."""
        return standing_phases(self.phases, settings.charger) if self.limit_a else PAUSED


def forget_surplus(state: ConnectorState) -> ConnectorState:
    """Return the state without what was seen of the surplus: nothing outlives a silent meter or another car."""
    return replace(state, enough_since=None, short_since=None, stakes=None, outlook=None)


def see_surplus(
    state: ConnectorState,
    surplus_w: float,
    settings: ConnectorSettings,
    now: datetime,
    *,
    may_pause: bool,
) -> ConnectorState:
    """Return the state after a look at the surplus: its timers, its stakes, its outlook."""
    options = charging_options(settings.charger, may_pause=may_pause)
    costs = costs_w(options, surplus_w, settings)
    short = may_pause and costs[0] <= min(costs[1:])
    enough = surplus_w >= settings.power_w(settings.minimum_a, options[1 if may_pause else 0])
    return replace(
        state,
        enough_since=(state.enough_since or now) if enough else None,
        short_since=(state.short_since or now) if short else None,
        stakes=advance(state.stakes, options, costs, settings, now),
        outlook=look(state.outlook, surplus_w, settings.charger.period_s, now),
    )


def command(
    state: ConnectorState, decision: Decision, settings: ConnectorSettings, now: datetime
) -> ConnectorState:
    """Return the state after the decision, as the circuits let it stand, was sent; an unchanged one changes nothing."""
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
