"""A connector that charges on surplus, and a simulation of its time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from custom_components.plug_control.charging.decide import decide
from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.solar.connector_state import ConnectorState, command
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Decision,
)

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
TICK = timedelta(seconds=10)
CONNECTED = ConnectorReadings(connected=True)
ABSENT = ConnectorReadings(connected=False)
ONE_PHASE = ChargerTraits(phases=1)
SWITCHING = ChargerTraits(phases=3, can_switch_phases=True)


def after(seconds: float) -> datetime:
    """Return a time after NOW."""
    return NOW + timedelta(seconds=seconds)


def case_of(surplus_w: float | None = None, **settings: Any) -> DecisionInputs:
    """Return decision inputs of a connected car, with one phase unless `settings` say otherwise."""
    return DecisionInputs(
        settings=ConnectorSettings(**{"charger": ONE_PHASE, **settings}),
        readings=CONNECTED,
        surplus_w=surplus_w,
    )


@dataclass
class Connector:
    """A connector that carries out every decision."""

    case: DecisionInputs = field(default_factory=case_of)
    state: ConnectorState = field(default_factory=ConnectorState)
    now: datetime = NOW
    decisions: list[tuple[datetime, Decision]] = field(default_factory=list)

    def tick(self, surplus_w: float | None, **changes: Any) -> Decision:
        """Decide once, carry it out, and advance the time by TICK."""
        self.case = replace(self.case, surplus_w=surplus_w, **changes)
        decision, state = decide(self.case, self.state, self.now)
        self.state = command(state, decision, self.case.settings, self.now)
        self.decisions.append((self.now, decision))
        self.now += TICK
        return decision

    def run(self, surplus_w: float | None, seconds: float) -> Decision:
        """Decide for `seconds` at the same surplus; return the last decision."""
        decision = self.tick(surplus_w)
        for _ in range(round(seconds / TICK.total_seconds()) - 1):
            decision = self.tick(surplus_w)
        return decision

    def follow(self, surpluses_w: Iterable[float | None]) -> Iterator[Decision]:
        """Yield the decision for each surplus in turn."""
        for surplus_w in surpluses_w:
            yield self.tick(surplus_w)

    def toggles(self) -> int:
        """Return how often it changed between charging and pausing."""
        limits = [bool(decision.limit_a) for _, decision in self.decisions]
        return sum(one != other for one, other in pairwise(limits))

    def switches(self) -> list[datetime]:
        """Return the times of its phase switches."""
        return [
            at
            for (_, before), (at, decision) in pairwise(self.decisions)
            if before.phases != decision.phases
        ]
