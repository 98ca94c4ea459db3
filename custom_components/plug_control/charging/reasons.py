"""Find the reason why a connector waits, charges, or holds the minimum."""

from datetime import datetime

from .decision_inputs import DecisionInputs
from .solar.connector_state import ConnectorState
from .solar.phases import phase_options, standing_phases
from .solar.switching_costs import PAUSED
from .solar.waits import expected_s, left_s, off_time_left_s
from .types import ConnectorSettings, Mode, Reason, ReasonCode


def why_paused(case: DecisionInputs, state: ConnectorState, now: datetime) -> Reason:
    """Return what a paused connector waits for."""
    settings, sight = case.settings, state.sight
    delay_s = settings.solar.enable_delay_s
    if sight is None or sight.enough_since is None:
        return case.battery_first or _waiting(settings, delay_s)
    waits_s = [
        expected_s(settings, state, sight, PAUSED, option, now)
        for option in sight.stakes.options
        if option != PAUSED
    ]
    known_s = [wait_s for wait_s in waits_s if wait_s is not None]
    wait_s = min(known_s, default=left_s(sight.enough_since, delay_s, now))
    if wait_s and wait_s == off_time_left_s(settings, state, now):
        return Reason(code=ReasonCode.MINIMUM_OFF_TIME, wait_s=wait_s)
    return _waiting(settings, wait_s)


def _waiting(settings: ConnectorSettings, wait_s: float) -> Reason:
    power_w = settings.power_w(settings.minimum_a, phase_options(settings.charger)[0])
    return Reason(code=ReasonCode.WAITING_FOR_SURPLUS, power_w=power_w, wait_s=wait_s)


def why_charging(case: DecisionInputs, state: ConnectorState, option: int, now: datetime) -> Reason:
    """Return why a connector charges on `option` phases."""
    settings = case.settings
    if state.limit_a and option != standing_phases(state.phases, settings.charger):
        pause_s = (settings.charger.effect_at(now) - now).total_seconds()
        wait_s = pause_s + settings.charger.switch_pause_s
        return Reason(code=ReasonCode.SWITCHING_PHASES, phases=option, wait_s=wait_s)
    wait_s = _pause_left_s(state, now)
    if wait_s:
        return Reason(code=ReasonCode.SWITCHING_PHASES, phases=option, wait_s=wait_s)
    sight = state.sight
    if state.limit_a and sight is not None and sight.short_since is not None:
        wait_s = expected_s(settings, state, sight, option, PAUSED, now) or 0.0
        return Reason(code=ReasonCode.HOLDING_MINIMUM, power_w=case.surplus_w, wait_s=wait_s)
    if case.mode is Mode.SOLAR_MINIMUM and _is_under_minimum(case, option):
        return Reason(code=ReasonCode.MINIMUM, power_w=case.surplus_w)
    return Reason(code=ReasonCode.SOLAR, power_w=case.surplus_w)


def _pause_left_s(state: ConnectorState, now: datetime) -> float:
    """Return the seconds left of the pause of the last change of phases."""
    until = state.switching_until
    return 0.0 if until is None else max(0.0, (until - now).total_seconds())


def _is_under_minimum(case: DecisionInputs, option: int) -> bool:
    settings = case.settings
    return (case.surplus_w or 0.0) < settings.power_w(settings.minimum_a, option)
