"""A tree of circuits: main fuse, sub-distributions, chargers with several connectors; limits in amperes per phase."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from custom_components.plug_control.charging.types import GridPhase

type PerPhase = tuple[float, float, float]
"""Amperes on L1, L2 and L3."""

PHASES: tuple[GridPhase, GridPhase, GridPhase] = (GridPhase.L1, GridPhase.L2, GridPhase.L3)
POSITION = {phase: position for position, phase in enumerate(PHASES)}
NOTHING: PerPhase = (0.0, 0.0, 0.0)


def on_each_phase(current_a: float) -> PerPhase:
    """Return the same current on each phase."""
    return (current_a, current_a, current_a)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A circuit behind one fuse."""

    circuit: str
    limits_a: PerPhase
    parent: str | None = None
    """The circuit that feeds it; None: the grid connection."""
    assumed_a: PerPhase = NOTHING
    """Current assumed for other loads while there is no fresh reading."""
    kept_a: float = 0.0
    """Current on each phase that other loads never take from the connectors: a law may leave them that."""


@dataclass(frozen=True, slots=True)
class CircuitTree:
    """Circuits in a fixed order; a *slot* is one phase of one of them, numbered 3 · circuit + phase."""

    circuits: tuple[Circuit, ...]
    paths: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    """For each circuit, the places of itself and of its feeders, up to the root."""

    def __post_init__(self) -> None:
        """Raise ValueError where a circuit is named twice, fed by an unknown one, or by itself."""
        places = {circuit.circuit: place for place, circuit in enumerate(self.circuits)}
        if len(places) != len(self.circuits):
            msg = "two circuits have one name"
            raise ValueError(msg)
        paths = {name: self._path(place, places) for name, place in places.items()}
        object.__setattr__(self, "paths", paths)

    def _path(self, place: int, places: dict[str, int]) -> tuple[int, ...]:
        """Return the places from a circuit to its root; raises ValueError."""
        path = [place]
        while (parent := self.circuits[path[-1]].parent) is not None:
            if parent not in places:
                msg = f"unknown circuit: {parent}"
                raise ValueError(msg)
            if places[parent] in path:
                msg = f"circuit feeds itself: {parent}"
                raise ValueError(msg)
            path.append(places[parent])
        return tuple(path)

    def slots(self, circuit: str, phases: Iterable[GridPhase]) -> tuple[int, ...]:
        """Return the slots that a load on these phases of this circuit goes through."""
        positions = [POSITION[phase] for phase in phases]
        return tuple(
            3 * place + position for place in self.paths[circuit] for position in positions
        )

    def room_a(
        self, circuit: str, phases: Iterable[GridPhase], measured: Collection[str] = ()
    ) -> float:
        """Return the current in A that fuses leave to a load on these phases while no connector charges.

        Other loads count as assumed; in `measured` circuits as 0, since they change all the time.
        """
        rooms_a: list[float] = []
        for slot in self.slots(circuit, phases):
            one, position = self.circuits[slot // 3], slot % 3
            others_a = 0.0 if one.circuit in measured else one.assumed_a[position]
            rooms_a.append(one.limits_a[position] - others_a)
        return min(rooms_a)

    def name(self, slot: int) -> str:
        """Return the name of the slot's circuit."""
        return self.circuits[slot // 3].circuit

    def upwards(self) -> list[int]:
        """Return the places of all circuits, each before the one that feeds it."""
        return sorted(
            range(len(self.circuits)), key=lambda at: -len(self.paths[self.circuits[at].circuit])
        )
