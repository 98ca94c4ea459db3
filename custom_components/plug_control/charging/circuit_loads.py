"""What all but the connectors takes from a circuit: its measured currents less what the chargers draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .circuit_members import CircuitSettings, Observed
from .circuit_tree import CircuitTree
from .types import Reading

type Currents = tuple[Reading | None, Reading | None, Reading | None]
"""A circuit's measured currents on L1, L2 and L3, of everything behind its fuse; export is negative."""
type Known = tuple[Reading, ...]
"""What the others on one phase were found to take, with the time of measurement."""

UNMEASURED: Currents = (None, None, None)


@dataclass(frozen=True, slots=True)
class Loads:
    """What the others take in each slot, and what is remembered of it."""

    others_a: list[float]
    known: tuple[Known, ...]


def other_loads(
    tree: CircuitTree,
    measured: Sequence[Currents],
    members: Sequence[Observed],
    known: tuple[Known, ...],
    settings: CircuitSettings,
    now: datetime,
) -> Loads:
    """Return the load of all but the connectors, by slot; what flows through a circuit flows through its feeders."""
    count = 3 * len(tree.circuits)
    known = known if len(known) == count else ((),) * count
    inside: list[list[Observed]] = [[] for _ in tree.circuits]
    for one in members:
        for place in tree.paths[one.member.circuit]:
            inside[place].append(one)
    others_a = [0.0] * count
    remembered: list[Known] = [()] * count
    for place in tree.upwards():
        circuit = tree.circuits[place]
        for position in range(3):
            slot = 3 * place + position
            recent = _fresh(known[slot], settings.reading_limit_s, now)
            reading = measured[place][position]
            load_a = circuit.assumed_a[position]
            if reading is not None and reading.is_fresh(now, settings.reading_limit_s):
                through = _Through(
                    reading, position, circuit.limits_a[position], inside[place], settings
                )
                recent = through.known(recent)
                load_a = (
                    max(through.at_least_a(), _held(recent, settings, now))
                    if recent
                    else through.without(through.sure())
                )
            remembered[slot] = recent
            others_a[slot] = max(others_a[slot], load_a)
        if circuit.parent is not None:
            _pass_on(others_a, place, tree.paths[circuit.circuit][1])
    return Loads(others_a, tuple(remembered))


def _pass_on(others_a: list[float], place: int, feeder: int) -> None:
    """Add a circuit's load to what its feeder surely carries."""
    for position in range(3):
        others_a[3 * feeder + position] += others_a[3 * place + position]


def _fresh(known: Known, limit_s: float, now: datetime) -> Known:
    """Return what is not older than the limit."""
    return tuple(load for load in known if load.is_fresh(now, limit_s))


def _held(known: Known, settings: CircuitSettings, now: datetime) -> float:
    """Return the highest load of the last while, or the last one that is known."""
    return max(load.value for load in (*_fresh(known, settings.hold_s, now), known[-1]))


@dataclass(frozen=True, slots=True)
class _Through:
    """What is measured on one phase of a circuit, and the connectors behind it."""

    reading: Reading
    position: int
    limit_a: float
    members: Sequence[Observed]
    settings: CircuitSettings

    def known(self, before: Known) -> Known:
        """Return what is known of the others now.

        Meter and chargers are not read at one moment: while a car starts, its draw would pass for the house's. So what
        was known before stands until both are measured together, or until the phase is overloaded in fact.
        """
        if self.reading.value <= self.limit_a and len(self.sure()) < len(self.members):
            return before
        found = Reading(self.without(self.members), self.reading.at)
        # A lower or equal load that was measured before tells nothing any more.
        return (*(load for load in before if load.value > found.value), found)

    def at_least_a(self) -> float:
        """Return what no connector can account for."""
        return self.reading.value - sum(one.committed_a[self.position] for one in self.members)

    def without(self, drawing: Sequence[Observed]) -> float:
        """Return what is measured less what these connectors draw; export is none: a cloud ends it faster than we act."""
        drawn_a = sum(one.drawn_a[self.position] for one in drawing)
        return max(self.reading.value - drawn_a, 0.0)

    def sure(self) -> list[Observed]:
        """Return the connectors of which it is known what they drew at the moment of the reading."""
        return [
            one
            for one in self.members
            if not one.member.connected
            or not one.committed_a[self.position]
            or one.shows(self.reading.at, self.settings.aligned_s)
        ]
