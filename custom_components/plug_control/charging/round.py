"""Decide one round for all connectors of a site: readings and state in, a decision for each charger out.

A pure function: its logged arguments replay the same decisions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from .battery_hold import hold_battery
from .ceilings import signal_ceilings
from .circuits.circuit import Allowance, CircuitState, share_circuits
from .circuits.fail_safe import fallbacks
from .circuits.loads import PhaseCurrents
from .circuits.member_types import CircuitMember
from .circuits.members import whole_a
from .decision_inputs import DecisionInputs
from .grid_signal.fail_safe import within_signal
from .grid_signal.share import Ceiling
from .members import member_of, peak_a
from .round_types import ConnectorRow, ConnectorVerdict, RoundDecision, RoundInputs, RoundState
from .site import decide_site
from .solar.connector_state import ConnectorState, command
from .solar.phase_change import PhaseChange, PhaseChangeStage, PhaseStep, change_phases
from .solar.phases import standing_phases
from .solar.surplus import SiteReadings
from .types import MINIMUM_CURRENT_A, Decision, Mode, Reason, ReasonCode

_CHARGE_ANYWAY = frozenset({Mode.FAST, Mode.SOLAR_MINIMUM})
"""Modes in which a car charges even while nothing decides for it."""
_FIRST = 1_000_000
"""Priority of current that cannot be taken back."""


def decide_round(inputs: RoundInputs, state: RoundState) -> RoundDecision:
    """Return the verdicts for all connectors and the next state; pure: equal arguments give equal results."""
    rows, now = inputs.connectors, inputs.now
    before = _states(rows, state)
    contactors = _contactors(rows, state)
    cases = {name: _case(row, contactors.get(name), now) for name, row in rows.items()}
    readings = _kept_readings(inputs.readings, state.readings)
    site = decide_site(
        readings, cases, replace(state.site, connectors=before), inputs.site, now, inputs.consumers
    )
    wished = {
        name: _wished(inputs, row, before[name], cases[name], site.decisions[name])
        for name, row in rows.items()
    }
    ceilings, signal = signal_ceilings(
        replace(inputs, readings=readings),
        state.signal,
        cases,
        wished,
        site.state.connectors,
        contactors,
    )
    wished = {name: _under(decision, ceilings.get(name)) for name, decision in wished.items()}
    members = [
        member_of(name, row, row.wiring, cases[name], wished[name], before[name], contactors, now)
        for name, row in rows.items()
        if row.wiring is not None and (row.online or not row.left_out)
    ]
    currents = _kept_currents(inputs.currents, state.currents)
    circuits, allowances = _share(inputs, members, currents, state.circuits)
    safe_a = _fallbacks(inputs, members, ceilings)
    states = dict(site.state.connectors)
    verdicts: dict[str, ConnectorVerdict] = {}
    site_w = None if site.surplus is None else site.surplus.power_w
    for name, row in rows.items():
        decision = _allowed(wished[name], allowances.get(name))
        surplus_w = site.offers.get(name, site_w)
        if not row.online or decision.reason.code is ReasonCode.STARTING:
            verdicts[name] = _untold(row, decision, surplus_w, safe_a.get(name))
            continue
        step = None
        if (contactor := contactors.get(name)) is not None:
            step = change_phases(contactor, decision, row.contactor_phases, peak_a(row.case), now)
            contactors[name] = step.state
        states[name] = command(states[name], decision, cases[name].settings, now)
        verdict = _verdict(row, decision, step, surplus_w, safe_a.get(name))
        at_once = name in ceilings and ceilings[name].at_once
        verdicts[name] = replace(verdict, at_once=at_once) if at_once else verdict
    held, hold = hold_battery(
        cases, states, inputs.unregulated_w, site.state.battery, state.hold, inputs.site, now
    )
    after = RoundState(
        site=replace(site.state, connectors=states),
        hold=hold,
        circuits=circuits,
        signal=signal,
        contactors=contactors,
        readings=readings,
        currents=currents,
    )
    return RoundDecision(verdicts=verdicts, surplus_w=site_w, hold_battery=held, state=after)


# ---- state


def _kept_readings(now: SiteReadings, before: SiteReadings) -> SiteReadings:
    """Return the last reading of each meter, however old; callers check its age."""
    return SiteReadings(
        grid_w=now.grid_w or before.grid_w,
        battery_w=now.battery_w or before.battery_w,
        battery_percent=now.battery_percent or before.battery_percent,
        solar_w=now.solar_w or before.solar_w,
    )


def _kept_currents(
    now: Mapping[str, PhaseCurrents], before: Mapping[str, PhaseCurrents]
) -> dict[str, PhaseCurrents]:
    none: PhaseCurrents = (None, None, None)
    kept: dict[str, PhaseCurrents] = {}
    for circuit, currents in now.items():
        one, two, three = (
            new or old for new, old in zip(currents, before.get(circuit, none), strict=True)
        )
        kept[circuit] = (one, two, three)
    return kept


def _states(rows: Mapping[str, ConnectorRow], state: RoundState) -> dict[str, ConnectorState]:
    """Return the state of each connector; a new one starts from its last limit."""
    known = state.site.connectors
    return {
        name: known[name]
        if name in known
        else ConnectorState(limit_a=row.told_a, phases=row.told_phases)
        for name, row in rows.items()
    }


def _contactors(rows: Mapping[str, ConnectorRow], state: RoundState) -> dict[str, PhaseChange]:
    return {
        name: state.contactors.get(name)
        or PhaseChange(phases=row.contactor_phases or row.case.settings.charger.phases)
        for name, row in rows.items()
        if row.contactor
    }


# ---- inputs


def _case(row: ConnectorRow, contactor: PhaseChange | None, now: datetime) -> DecisionInputs:
    """Return the inputs to decide with: paused counts as no car; phases stay while a contactor fails or the charge must go on."""
    case = row.case
    if row.paused:
        case = replace(
            case,
            readings=replace(case.readings, connected=False),
            boost=False,
            first=None,
            price=None,
            plan=None,
        )
    if contactor is not None and (case.keeps_charging or not contactor.is_able(now)):
        traits = replace(case.settings.charger, phases=contactor.phases, can_switch_phases=False)
        case = replace(case, settings=replace(case.settings, charger=traits))
    return case


def _wished(
    inputs: RoundInputs,
    row: ConnectorRow,
    before: ConnectorState,
    case: DecisionInputs,
    decision: Decision,
) -> Decision:
    """Return the decision that a connector asks its circuits for."""
    unsure = row.wiring is not None and inputs.circuits_starting
    if row.starting or (unsure and decision.limit_a >= before.limit_a):
        phases = standing_phases(before.phases, case.settings.charger)
        reason = Reason(code=ReasonCode.STARTING)
        return Decision(limit_a=before.limit_a, phases=phases, reason=reason)
    if row.paused:
        decision = replace(decision, reason=Reason(code=ReasonCode.PAUSED))
    if row.wiring is not None and not case.readings.connected:
        return replace(decision, limit_a=min(decision.limit_a, case.settings.minimum_a))
    return decision


def _share(
    inputs: RoundInputs,
    members: Sequence[CircuitMember],
    currents: Mapping[str, PhaseCurrents],
    state: CircuitState,
) -> tuple[CircuitState, Mapping[str, Allowance]]:
    """Return the circuits' next state and allowances; none while readings that they need are missing after a start."""
    if not members or inputs.circuits_starting:
        return state, {}
    shared = share_circuits(inputs.tree, members, currents, state, inputs.circuits, inputs.now)
    return shared.state, shared.allowances


def _fallbacks(
    inputs: RoundInputs, members: Sequence[CircuitMember], ceilings: Mapping[str, Ceiling]
) -> dict[str, int]:
    """Return each connector's fail-safe limit in A: 0 unless its mode charges without sun, plan and price.

    Chargers that are offline or have no fail-safe limit keep the one they have, so theirs comes first.
    """
    rows = inputs.connectors
    counted = [one for member in members if (one := _without_us(member, rows[member.connector]))]
    shares = fallbacks(inputs.tree, counted)
    if inputs.grid_limit is not None:
        others_a = sum(_held_total_a(rows[name], one) for name, one in ceilings.items())
        free = [one for one in counted if one.priority != _FIRST]
        shares |= within_signal(inputs.grid_limit, free, shares, others_a)
    return {member.connector: shares.get(member.connector, 0) for member in members}


def _held_total_a(row: ConnectorRow, ceiling: Ceiling) -> float:
    """Return what a charger may draw while nothing decides for it, in A over its phases; 0 where it falls back to a limit of now."""
    charger, maximum_a = row.case.settings.charger, row.case.settings.maximum_a
    phases = charger.phases if row.wiring is None else row.wiring.phases
    if row.wiring is not None and row.has_fail_safe:
        return 0.0 if row.online else row.fallback_a * phases
    held_a = maximum_a if row.confirmed_a is None else row.confirmed_a
    return ceiling.total_a if row.online and held_a <= ceiling.limit_a else held_a * phases


def _without_us(member: CircuitMember, row: ConnectorRow) -> CircuitMember | None:
    """Return the member as it counts while nothing decides for it, on all its phases; None: it takes nothing then."""
    phases = row.wiring.phases if row.wiring is not None else member.phases
    held_a = row.fallback_a if not row.online else 0
    if not row.has_fail_safe:
        held_a = member.maximum_a if row.confirmed_a is None else whole_a(row.confirmed_a)
    if held_a:
        held_a = max(held_a, MINIMUM_CURRENT_A)
        most_a = max(held_a, member.maximum_a)
        return replace(
            member, phases=phases, priority=_FIRST, wanted_a=0, minimum_a=held_a, maximum_a=most_a
        )
    if row.paused or not (row.case.settings.mode in _CHARGE_ANYWAY or row.case.keeps_charging):
        return None
    return replace(member, phases=phases)


# ---- results


def _under(wished: Decision, ceiling: Ceiling | None) -> Decision:
    """Return the decision within what the grid operator's signal leaves; the reason stays while it has no car or is paused."""
    if ceiling is None or wished.limit_a <= ceiling.limit_a:
        return wished
    quiet = wished.reason.code in {ReasonCode.NO_CAR, ReasonCode.PAUSED}
    reason = wished.reason if quiet else ceiling.reason
    return replace(wished, limit_a=ceiling.limit_a, reason=reason)


def _allowed(wished: Decision, allowance: Allowance | None) -> Decision:
    """Return the decision within its allowance; its own reason stays while it has no car or is paused."""
    if allowance is None or wished.reason.code is ReasonCode.STARTING:
        return wished
    quiet = wished.reason.code in {ReasonCode.NO_CAR, ReasonCode.PAUSED}
    reason = wished.reason if quiet or allowance.reason is None else allowance.reason
    return replace(wished, limit_a=allowance.limit_a, reason=reason)


def _untold(
    row: ConnectorRow, decision: Decision, surplus_w: float | None, safe_a: int | None
) -> ConnectorVerdict:
    """Return the verdict for a connector that is offline or starting: no change, but 0 A in Off, for when it reconnects."""
    off = decision.reason.code is ReasonCode.MODE_OFF
    return ConnectorVerdict(
        reason=decision.reason,
        limit_a=0 if off else None,
        phases=_profile_phases(row, decision) if off else None,
        fallback_a=safe_a,
        surplus_w=surplus_w,
    )


def _verdict(
    row: ConnectorRow,
    decision: Decision,
    step: PhaseStep | None,
    surplus_w: float | None,
    safe_a: int | None,
) -> ConnectorVerdict:
    reason, limit_a = decision.reason, decision.limit_a
    if step is not None and step.state.stage is not PhaseChangeStage.STEADY:
        limit_a = step.limit_a
        reason = Reason(
            code=ReasonCode.SWITCHING_PHASES, phases=step.state.wanted, wait_s=step.wait_s
        )
    return ConnectorVerdict(
        reason=reason,
        limit_a=limit_a,
        phases=_profile_phases(row, decision),
        fallback_a=safe_a,
        switch_to=step.switch_to if step is not None else None,
        surplus_w=surplus_w,
    )


def _profile_phases(row: ConnectorRow, decision: Decision) -> int | None:
    charger = row.case.settings.charger
    return decision.phases if charger.can_switch_phases and not row.contactor else None
