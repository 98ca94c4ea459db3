"""Share the surplus among all connectors, and decide for each with its share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
import math

from .decide import decide
from .decision_inputs import DecisionInputs, full_power_reason
from .solar.connector_state import ConnectorState
from .solar.consumers import CarClaim, Consumer, ConsumerState, share_with_consumers
from .solar.draw import drawn_w, measured_draw
from .solar.phases import phase_options, seen_phases, standing_phases
from .solar.probe import ProbeState, ProbeStep, probe
from .solar.surplus import (
    BatteryState,
    SiteReadings,
    SiteSettings,
    Surplus,
    is_settled,
    site_surplus,
)
from .solar.surplus_shares import SurplusClaim, SurplusUse, share_surplus
from .types import Decision

_FOLLOWS_SHARE = 0.8
"""A car that draws less than this part of its limit takes no more."""
_DRAWING_W = 500.0
"""A car that charges draws more than this; one that is full and balances its cells does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """State from one decision to the next."""

    battery: BatteryState = field(default_factory=BatteryState)
    probe: ProbeState = field(default_factory=ProbeState)
    connectors: Mapping[str, ConnectorState] = field(default_factory=dict)
    consumers: Mapping[str, ConsumerState] = field(default_factory=dict)
    """By the consumer's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDecision:
    """Decisions of all connectors by name, before circuits limit them, and the next state.

    Pass what was sent in the end to `connector_state.command`.
    """

    decisions: Mapping[str, Decision]
    state: SiteState
    surplus: Surplus | None
    """None: unknown."""
    offers: Mapping[str, float]
    """Share of the surplus in W of each connector that follows the sun, its own draw included."""


def decide_site(
    site: SiteReadings,
    connectors: Mapping[str, DecisionInputs],
    state: SiteState,
    settings: SiteSettings,
    now: datetime,
    consumers: Sequence[Consumer] = (),
) -> SiteDecision:
    """Return the decisions of all connectors; pure, and the surplus fields of `connectors` are set here."""
    states = {
        name: _learn(state.connectors.get(name, ConnectorState()), one, settings, now)
        for name, one in connectors.items()
    }
    inputs = {name: _with_car(one, states[name]) for name, one in connectors.items()}
    drawn = {
        name: drawn_w(one.readings, states[name], one.settings, settings, now)
        for name, one in inputs.items()
    }
    suns = [name for name, one in inputs.items() if _follows_the_sun(one)]
    solar_w = sum(drawn[name] for name in suns)
    surplus, battery = site_surplus(site, solar_w, state.battery, settings, now)
    offers: dict[str, float] = {}
    probed, measured_w = state.probe, None
    if surplus is not None:
        claims = [_claim(name, inputs[name], states[name], drawn[name], now) for name in suns]
        steps = [step for name in suns if (step := _step(inputs[name], states[name], solar_w))]
        measured_w = surplus.power_w - surplus.from_battery_w
        surplus_w, probed = probe(surplus.power_w, solar_w, steps, site, probed, settings, now)
        surplus = replace(surplus, power_w=surplus_w)
        offers = share_surplus(surplus_w, claims)
    decisions: dict[str, Decision] = {}
    for name, one in inputs.items():
        case = replace(
            one,
            surplus_w=offers.get(name),
            surplus_settled=_is_settled(one, states[name], site, settings, now),
            battery_first=surplus.battery_first if surplus is not None else None,
        )
        decisions[name], states[name] = decide(case, states[name], now)
    cars = [_car(inputs[name], states[name], drawn[name], now) for name in suns]
    told = share_with_consumers(measured_w, cars, consumers, state.consumers, now)
    after = SiteState(battery=battery, probe=probed, connectors=states, consumers=told)
    return SiteDecision(decisions=decisions, state=after, surplus=surplus, offers=offers)


def _follows_the_sun(one: DecisionInputs) -> bool:
    """Return whether the surplus regulates it; at full power it counts as any other load."""
    solar = one.mode.follows_sun and one.readings.connected
    return solar and full_power_reason(one) is None


def _learn(
    state: ConnectorState, one: DecisionInputs, settings: SiteSettings, now: datetime
) -> ConnectorState:
    """Return the state with the car's observed phases; forget them, and the last start or pause, when the car leaves."""
    if not one.readings.connected:
        unchanged = state.car_phases is None and state.toggled_at is None
        return state if unchanged else replace(state, car_phases=None, toggled_at=None)
    if not state.limit_a or (state.settled_at is not None and now < state.settled_at):
        return state
    told = standing_phases(state.phases, one.settings.charger)
    limit_s = settings.drawn_stale_after_s
    seen = seen_phases(one.readings.currents_a, told, now, limit_s)
    return state if seen in {None, state.car_phases} else replace(state, car_phases=seen)


def _with_car(one: DecisionInputs, state: ConnectorState) -> DecisionInputs:
    phases = state.car_phases
    if phases is None or phases >= one.settings.car_phases:
        return one
    return replace(one, settings=replace(one.settings, car_phases=phases))


def _claim(
    name: str, one: DecisionInputs, state: ConnectorState, drawn: float, now: datetime
) -> SurplusClaim:
    settings = one.settings
    standing = SurplusUse.WAITING
    if state.limit_a:
        beginning = state.settled_at is not None and now < state.settled_at
        standing = SurplusUse.CHARGING if beginning or drawn > _DRAWING_W else SurplusUse.IDLE
    fewest = 1 if settings.charger.can_switch_phases else settings.charger.phases
    return SurplusClaim(
        connector=name,
        priority=settings.priority,
        minimum_w=settings.power_w(settings.minimum_a, fewest),
        maximum_w=settings.power_w(settings.maximum_a, settings.charger.phases),
        standing=standing,
    )


def _car(one: DecisionInputs, state: ConnectorState, drawn: float, now: datetime) -> CarClaim:
    """Return what it takes of the surplus before consumers of a lower priority: all it could, but no more than a car that takes less."""
    claim = _claim("", one, state, drawn, now)
    takes_w = claim.maximum_w
    if claim.standing is not SurplusUse.WAITING:
        allowed_w = one.settings.power_w(
            state.limit_a, standing_phases(state.phases, one.settings.charger)
        )
        begins = state.settled_at is not None and now < state.settled_at
        takes_w = claim.maximum_w if begins or drawn >= _FOLLOWS_SHARE * allowed_w else drawn
    waits = claim.standing is SurplusUse.WAITING
    return CarClaim(
        priority=claim.priority, minimum_w=claim.minimum_w if waits else -math.inf, takes_w=takes_w
    )


def _step(one: DecisionInputs, state: ConnectorState, drawn_w: float) -> ProbeStep | None:
    """Return what it would take next, where all cars draw `drawn_w`: an ampere, more phases, or its minimum; None: nothing."""
    settings, charger = one.settings, one.settings.charger
    fewest, *more = phase_options(charger)
    if not state.limit_a:
        return ProbeStep(
            surplus_w=drawn_w + settings.power_w(settings.minimum_a, fewest), starts=True
        )
    phases = standing_phases(state.phases, charger)
    if state.limit_a < settings.maximum_a:
        return ProbeStep(surplus_w=drawn_w + settings.unit_w(phases), starts=False)
    least_w = settings.power_w(settings.minimum_a, charger.phases)
    step_w = least_w - settings.power_w(state.limit_a, phases)
    if not more or phases == charger.phases or step_w <= 0:
        return None
    return ProbeStep(surplus_w=drawn_w + step_w, starts=False)


def _is_settled(
    one: DecisionInputs,
    state: ConnectorState,
    site: SiteReadings,
    settings: SiteSettings,
    now: datetime,
) -> bool:
    """Return whether its draw can be separated from the grid reading; True without one."""
    if site.grid_w is None:
        return True
    drawn = measured_draw(one.readings, one.settings.charger.voltage_v, settings, now)
    return is_settled(site.grid_w, drawn, state.settled_at, settings)
