"""Make ceilings of a round's rows while the grid operator's signal limits."""

from collections.abc import Mapping

from .circuits.loads import UNMEASURED
from .circuits.member_types import CircuitMember
from .decision_inputs import DecisionInputs
from .grid_signal.share import Ceiling, SignalMember, SignalShares, share_signal
from .members import counted_phases, draws
from .round_types import ConnectorRow, RoundInputs
from .solar.connector_state import ConnectorState
from .solar.phase_change import PhaseChange
from .types import NOMINAL_VOLTAGE_V, Decision, TimedValue


def signal_ceilings(
    inputs: RoundInputs,
    state: SignalShares,
    cases: Mapping[str, DecisionInputs],
    wished: Mapping[str, Decision],
    states: Mapping[str, ConnectorState],
    contactors: Mapping[str, PhaseChange],
) -> tuple[Mapping[str, Ceiling], SignalShares]:
    """Return the ceilings of connectors that the grid operator's signal holds, and the next state; none without a signal."""
    if inputs.grid_limit is None:
        return {}, SignalShares()
    members = [
        _member(inputs, name, row, cases[name], wished[name], states[name], contactors.get(name))
        for name, row in inputs.connectors.items()
        if row.online or not row.left_out
    ]
    return share_signal(inputs.grid_limit, members, _through_grid(inputs), state, inputs.now)


def _through_grid(inputs: RoundInputs) -> TimedValue | None:
    """Return the power through the grid connection, by its meter or the currents of its fuse; None: neither shows it."""
    if inputs.readings.grid_w is not None:
        return inputs.readings.grid_w
    roots = [circuit for circuit in inputs.tree.circuits if circuit.parent is None]
    if len(roots) != 1:
        return None
    currents = inputs.currents.get(roots[0].circuit, UNMEASURED)
    wired = zip(currents, roots[0].limits_a, strict=True)
    known = [current for current, limit_a in wired if limit_a]
    if None in known:
        return None
    measured = [current for current in known if current is not None]
    total_a = sum(current.value for current in measured)
    return TimedValue(total_a * NOMINAL_VOLTAGE_V, min(current.at for current in measured))


def _member(
    inputs: RoundInputs,
    name: str,
    row: ConnectorRow,
    case: DecisionInputs,
    decision: Decision,
    before: ConnectorState,
    contactor: PhaseChange | None,
) -> SignalMember:
    """Return a connector as a member; the car counts on as many phases as it was seen to use."""
    settings, wiring = case.settings, row.wiring
    wired = settings.charger.phases if wiring is None else wiring.phases
    phases = counted_phases(row, wired, settings, decision, before, contactor, inputs.now)
    phases = min(phases, before.car_phases or phases, settings.car_phases)
    connected = case.readings.connected
    wanted_a = decision.limit_a if connected else min(decision.limit_a, settings.minimum_a)
    wired_a = settings.maximum_a if wiring is None else wiring.maximum_a
    return SignalMember(
        connector=name,
        phases=phases,
        wanted_a=wanted_a if wanted_a >= settings.minimum_a else 0,
        minimum_a=settings.minimum_a,
        maximum_a=max(wired_a, settings.maximum_a),
        readings=case.readings,
        member=CircuitMember(
            connector=name,
            circuit="",
            wanted_a=0,
            priority=settings.priority,
            connected=connected,
            online=row.online,
            keeps_turn=case.keeps_charging and draws(case, inputs.now),
            charger=settings.charger,
        ),
        confirmed_a=row.confirmed_a,
        fallback_a=row.fallback_a,
        stops_at_once=row.stops_at_once,
        charging=row.charging,
    )
