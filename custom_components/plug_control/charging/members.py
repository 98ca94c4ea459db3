"""Make members of circuits from a round's rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from .circuits.member_types import CircuitMember, CircuitSettings
from .circuits.members import DRAWING_A
from .decision_inputs import DecisionInputs
from .round_types import ConnectorRow, Wiring
from .solar.connector_state import ConnectorState
from .solar.phase_change import PhaseChange
from .solar.phases import standing_phases
from .types import ConnectorSettings, Decision, TimedValue

_FRESH_S = CircuitSettings().drawn_limit_s


def member_of(
    name: str,
    row: ConnectorRow,
    wiring: Wiring,
    case: DecisionInputs,
    decision: Decision,
    before: ConnectorState,
    contactors: Mapping[str, PhaseChange],
    now: datetime,
) -> CircuitMember:
    """Return the connector as a member of its circuits."""
    settings = case.settings
    wanted_a = min(decision.limit_a, wiring.maximum_a)
    return CircuitMember(
        connector=name,
        circuit=wiring.circuit,
        wanted_a=wanted_a if wanted_a >= settings.minimum_a else 0,
        minimum_a=settings.minimum_a,
        maximum_a=wiring.maximum_a,
        priority=settings.priority,
        rotation=wiring.rotation,
        phases=counted_phases(
            row, wiring.phases, settings, decision, before, contactors.get(name), now
        ),
        drawn_a=row.case.readings.currents_a,
        power_w=row.case.readings.power_w,
        confirmed_a=row.confirmed_a,
        connected=case.readings.connected,
        online=row.online,
        fallback_a=row.fallback_a,
        keeps_turn=case.keeps_charging and draws(case, now),
        charger=settings.charger,
    )


def counted_phases(
    row: ConnectorRow,
    wired: int,
    settings: ConnectorSettings,
    decision: Decision,
    before: ConnectorState,
    contactor: PhaseChange | None,
    now: datetime,
) -> int:
    """Return the number of phases that it may charge on now or soon: the larger during a change, all where it is unknown."""
    if contactor is not None:
        if row.contactor_phases is None:
            return wired
        return min(max(contactor.phases, row.contactor_phases, decision.phases), wired)
    charger = settings.charger
    if not charger.can_switch_phases or row.confirmed_phases is None:
        return wired
    if before.switching_until is not None and now < before.switching_until:
        return min(charger.phases, wired)
    phases = max(decision.phases, standing_phases(before.phases, charger), row.confirmed_phases)
    return min(phases, wired)


def peak_a(case: DecisionInputs) -> TimedValue | None:
    """Return the current of the phase that draws most, or all power as one phase's; None: neither is reported."""
    known = [reading for reading in case.readings.currents_a if reading is not None]
    if known:
        return max(known, key=lambda reading: reading.value)
    power, voltage_v = case.readings.power_w, case.settings.charger.voltage_v
    return None if power is None else replace(power, value=power.value / voltage_v)


def draws(case: DecisionInputs, now: datetime) -> bool:
    """Return whether a fresh reading shows that it draws."""
    peak = peak_a(case)
    return peak is not None and peak.is_fresh(now, _FRESH_S) and peak.value >= DRAWING_A
