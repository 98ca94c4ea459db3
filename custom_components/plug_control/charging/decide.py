"""Decide how much one connector charges, from its mode, what overrides it, and the surplus."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
import math

from .decision_inputs import DecisionInputs, full_power_reason
from .reasons import why_charging, why_paused
from .solar.connector_state import ConnectorState
from .solar.outlook import prudent_w
from .solar.phases import dwell_left_s, standing_phases
from .solar.surplus_history import SurplusHistory, see
from .solar.switching_costs import PAUSED, amperes, best
from .solar.waits import blocked_s
from .types import ConnectorSettings, Decision, Mode, Reason, ReasonCode

_PERIOD_TICK_S = 30.0
"""Commands for the next period go out this long before the last moment that still reaches it, not at every round."""


def decide(
    case: DecisionInputs, state: ConnectorState, now: datetime
) -> tuple[Decision, ConnectorState]:
    """Return the connector's decision, before circuits limit it, and its next state.

    Pass what was sent in the end to `connector_state.command`.
    """
    state = _look(case, state, now)
    full = full_power_reason(case)
    if not case.readings.connected:
        return _absent(case, state, full=full is not None, now=now), state
    if full is not None:
        return _full_power(case.settings, state, full, now), state
    decision = _BY_MODE[case.mode](case, state, now)
    if (
        case.plan is not None
        and case.is_sunny_plan
        and case.settings.mode is not Mode.SOLAR_MINIMUM
    ):
        decision = replace(decision, reason=case.plan)
    return (_kept(case, decision) if case.keeps_charging else decision), state


def _look(case: DecisionInputs, state: ConnectorState, now: datetime) -> ConnectorState:
    """Return the state with the surplus added to its history; drop the history unless the mode follows a known surplus."""
    mode = case.mode
    solar = mode.follows_sun and case.readings.connected
    if not solar or case.surplus_w is None:
        return state if state.sight is None else replace(state, sight=None)
    if not case.surplus_settled:
        return state
    may_pause = mode is Mode.SOLAR
    standing = standing_phases(state.phases, case.settings.charger)
    sight = see(
        state.sight,
        case.surplus_w,
        case.settings,
        now,
        standing=standing,
        has_charged=state.toggled_at is not None,
        may_pause=may_pause,
    )
    return replace(state, sight=sight)


# ---- decisions without the sun


def _absent(case: DecisionInputs, state: ConnectorState, *, full: bool, now: datetime) -> Decision:
    """Return the decision while no car is plugged in: the current that a car may start with at once."""
    settings = case.settings
    standing = {Mode.FAST: settings.maximum_a, Mode.SOLAR_MINIMUM: settings.minimum_a}
    if settings.charger.pause_is_final:  # a charge that starts there must not be paused
        standing[Mode.SOLAR] = settings.minimum_a
    limit_a = settings.maximum_a if full else standing.get(case.mode, 0)
    phases = standing_phases(state.phases, settings.charger)
    if full or case.mode is Mode.FAST:
        phases = _phases_if_possible(settings, state, settings.charger.phases, now)
    return Decision(limit_a=limit_a, phases=phases, reason=Reason(code=ReasonCode.NO_CAR))


def _full_power(
    settings: ConnectorSettings, state: ConnectorState, reason: Reason, now: datetime
) -> Decision:
    """Return the decision for the maximum, or for the plan's current, on all phases."""
    phases = _phases_if_possible(settings, state, settings.charger.phases, now)
    limit_a = settings.maximum_a
    if reason.code is ReasonCode.PLAN and reason.current_a is not None:
        limit_a = min(limit_a, max(settings.minimum_a, math.ceil(reason.current_a)))
    return Decision(limit_a=limit_a, phases=phases, reason=reason)


def _phases_if_possible(
    settings: ConnectorSettings, state: ConnectorState, wanted: int, now: datetime
) -> int:
    """Return the wanted number of phases, or the present one during its dwell time."""
    if dwell_left_s(state.switched_at, settings, now):
        return standing_phases(state.phases, settings.charger)
    return wanted


def _off(case: DecisionInputs, state: ConnectorState, now: datetime) -> Decision:
    reason = case.plan or Reason(code=ReasonCode.MODE_OFF)
    return _paused(case, state, reason)


def _fast(case: DecisionInputs, state: ConnectorState, now: datetime) -> Decision:
    return _full_power(case.settings, state, Reason(code=ReasonCode.FAST), now)


def _paused(case: DecisionInputs, state: ConnectorState, reason: Reason) -> Decision:
    phases = standing_phases(state.phases, case.settings.charger)
    return Decision(limit_a=0, phases=phases, reason=reason)


def _kept(case: DecisionInputs, decision: Decision) -> Decision:
    """Return the minimum instead of a pause, for a charge that cannot resume; Off without plan and price limit still ends it."""
    settings = case.settings
    ends = settings.mode is Mode.OFF and case.plan is None and settings.price_limit is None
    if ends or decision.limit_a > settings.minimum_a or decision.reason.code not in _PAUSES:
        return decision
    reason = Reason(code=ReasonCode.KEPT_CHARGING, power_w=case.surplus_w)
    return replace(decision, limit_a=settings.minimum_a, reason=reason)


_PAUSES = frozenset({ReasonCode.MODE_OFF, ReasonCode.PLAN_WAITING, ReasonCode.MINIMUM})
"""Reasons for which a charge that may pause would pause."""


# ---- decisions by the surplus


def _solar(case: DecisionInputs, state: ConnectorState, now: datetime) -> Decision:
    """Return the decision of Solar: charge on surplus only."""
    if case.surplus_w is None:
        return _paused(case, state, Reason(code=ReasonCode.SURPLUS_UNKNOWN))
    if state.sight is None or not _is_free(case, state, now):
        return _standing(case, state, now)
    option = _choice(case, state, state.sight, now)
    if option == PAUSED:
        return _paused(case, state, why_paused(case, state, now))
    return _regulated(case, state, state.sight, option, now)


def _solar_minimum(case: DecisionInputs, state: ConnectorState, now: datetime) -> Decision:
    """Return the decision of Solar + minimum: the minimum at least, more with surplus."""
    if case.surplus_w is None:
        phases = standing_phases(state.phases, case.settings.charger)
        reason = Reason(code=ReasonCode.SURPLUS_UNKNOWN)
        return Decision(limit_a=case.settings.minimum_a, phases=phases, reason=reason)
    if state.sight is None or not _is_free(case, state, now):
        return _standing(case, state, now)
    option = _choice(case, state, state.sight, now)
    return _regulated(case, state, state.sight, option, now)


_BY_MODE: dict[Mode, Callable[[DecisionInputs, ConnectorState, datetime], Decision]] = {
    Mode.OFF: _off,
    Mode.FAST: _fast,
    Mode.SOLAR: _solar,
    Mode.SOLAR_MINIMUM: _solar_minimum,
}


def _is_free(case: DecisionInputs, state: ConnectorState, now: datetime) -> bool:
    """Return whether to send a change now: the last one has acted and is measured, and a period (if any) ends soon."""
    if not case.surplus_settled or (state.free_at is not None and now < state.free_at):
        return False
    charger = case.settings.charger
    if not charger.period_s:
        return True
    until_boundary_s = (charger.effect_at(now) - now).total_seconds()
    return until_boundary_s <= charger.latency_s + _PERIOD_TICK_S


def _choice(
    case: DecisionInputs, state: ConnectorState, sight: SurplusHistory, now: datetime
) -> int:
    """Return the best option (PAUSED or a number of phases) that delays and dwell times allow."""
    settings, options = case.settings, sight.stakes.options
    current = state.current_option(settings)
    if current not in options:
        current = standing_phases(state.phases, settings.charger)
    allowed = frozenset(
        option for option in options if not blocked_s(settings, state, sight, current, option, now)
    )
    return best(sight.stakes, current, allowed, settings)


def _regulated(
    case: DecisionInputs, state: ConnectorState, sight: SurplusHistory, option: int, now: datetime
) -> Decision:
    """Return the decision to charge on `option` phases with the amperes that fit the surplus."""
    same = option == standing_phases(state.phases, case.settings.charger)
    present_a = state.limit_a if same else 0
    power_w = prudent_w(sight.outlook, case.settings.solar.import_weight)
    limit_a = amperes(power_w, option, case.settings, present_a)
    return Decision(limit_a=limit_a, phases=option, reason=why_charging(case, state, option, now))


def _standing(case: DecisionInputs, state: ConnectorState, now: datetime) -> Decision:
    """Return the last command again, within the present minimum and maximum, until it has taken effect."""
    settings = case.settings
    if not state.limit_a and case.mode is Mode.SOLAR:
        return _paused(case, state, why_paused(case, state, now))
    limit_a = min(max(state.limit_a, settings.minimum_a), settings.maximum_a)
    phases = standing_phases(state.phases, settings.charger)
    return Decision(limit_a=limit_a, phases=phases, reason=why_charging(case, state, phases, now))
