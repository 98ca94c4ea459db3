"""Why a connector waits, charges, or holds on, in the form of data."""

from datetime import datetime

from .case import Case
from .connector_state import ConnectorState
from .phases import phase_options, standing_phases
from .stakes import PAUSED
from .types import Mode, Reason, ReasonCode
from .waits import expected_s, left_s, off_time_left_s


def why_paused(case: Case, state: ConnectorState, now: datetime) -> Reason:
    """Return what a paused connector waits for."""
    settings = case.settings
    if state.enough_since is None:
        if case.battery_first is not None:
            return case.battery_first
        return _waiting(case, settings.solar.enable_delay_s)
    options = phase_options(settings.charger)
    waits_s = [expected_s(case, state, PAUSED, option, now) for option in options]
    wait_s = min((wait for wait in waits_s if wait is not None), default=None)
    if wait_s is None:
        wait_s = left_s(state.enough_since, settings.solar.enable_delay_s, now)
    if wait_s and wait_s == off_time_left_s(case, state, now):
        return Reason(code=ReasonCode.MINIMUM_OFF_TIME, wait_s=wait_s)
    return _waiting(case, wait_s)


def _waiting(case: Case, wait_s: float) -> Reason:
    settings = case.settings
    power_w = settings.power_w(settings.minimum_a, phase_options(settings.charger)[0])
    return Reason(code=ReasonCode.WAITING_FOR_SURPLUS, power_w=power_w, wait_s=wait_s)


def why_charging(case: Case, state: ConnectorState, option: int, now: datetime) -> Reason:
    """Return what a connector that charges on so many phases does so for."""
    settings = case.settings
    if state.limit_a and option != standing_phases(state.phases, settings.charger):
        pause_s = (settings.charger.effect_at(now) - now).total_seconds()
        wait_s = pause_s + settings.charger.switch_pause_s
        return Reason(code=ReasonCode.SWITCHING_PHASES, phases=option, wait_s=wait_s)
    wait_s = _pause_left_s(state, now)
    if wait_s:
        return Reason(code=ReasonCode.SWITCHING_PHASES, phases=option, wait_s=wait_s)
    if state.limit_a and state.short_since is not None:
        wait_s = expected_s(case, state, option, PAUSED, now) or 0.0
        return Reason(code=ReasonCode.HOLDING_MINIMUM, power_w=case.surplus_w, wait_s=wait_s)
    if settings.mode is Mode.SOLAR_MINIMUM and _is_under_minimum(case, option):
        return Reason(code=ReasonCode.MINIMUM, power_w=case.surplus_w)
    return Reason(code=ReasonCode.SOLAR, power_w=case.surplus_w)


def _pause_left_s(state: ConnectorState, now: datetime) -> float:
    """Return how much of the pause of the last change of phases is left."""
    until = state.switching_until
    return 0.0 if until is None else max(0.0, (until - now).total_seconds())


def _is_under_minimum(case: Case, option: int) -> bool:
    settings = case.settings
    return (case.surplus_w or 0.0) < settings.power_w(settings.minimum_a, option)
