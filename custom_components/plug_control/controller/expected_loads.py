"""What the house and its circuits are expected to draw beside the cars."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
import math

from custom_components.plug_control.charging.circuits.loads import PhaseCurrents
from custom_components.plug_control.charging.circuits.tree import PHASES, CircuitTree
from custom_components.plug_control.charging.plans.free_current import ExpectedLoad
from custom_components.plug_control.charging.round_types import ConnectorRow
from custom_components.plug_control.charging.types import TimedValue

_HOUSE_W = 300.0
"""Power that a house takes of the sun, where it is not measured."""
_HOUSE_MEMORY_S = 3600.0


class HouseLoad:
    """Mean power of the house over about an hour, without cars."""

    def __init__(self) -> None:
        self._mean: TimedValue | None = None

    @property
    def power_w(self) -> float:
        """The mean in W; a default before the first reading."""
        return _HOUSE_W if self._mean is None else self._mean.value

    def see(self, house_w: TimedValue | None, cars_w: float) -> None:
        """Add a reading of all consumption, of which the cars draw `cars_w`."""
        if house_w is None:
            return
        own_w = max(house_w.value - cars_w, 0.0)
        if self._mean is None:
            self._mean = TimedValue(own_w, house_w.at)
            return
        elapsed_s = max((house_w.at - self._mean.at).total_seconds(), 0.0)
        weight = 1 - math.exp(-elapsed_s / _HOUSE_MEMORY_S)
        self._mean = TimedValue(
            self._mean.value + weight * (own_w - self._mean.value), max(house_w.at, self._mean.at)
        )


class CircuitLoads:
    """Expected other load of each measured slot of the tree."""

    def __init__(self) -> None:
        self.expected: dict[int, ExpectedLoad] = {}

    def see(
        self,
        tree: CircuitTree,
        currents: Mapping[str, PhaseCurrents],
        rows: Iterable[ConnectorRow],
        zone: tzinfo = UTC,
    ) -> None:
        """Add the circuits' currents, less what the connectors of `rows` draw; hours of the day are those of `zone`."""
        drawn_a = [0.0] * (3 * len(tree.circuits))
        for row in rows:
            for slot, current_a in _drawn(row, tree):
                drawn_a[slot] += current_a
        for place, circuit in enumerate(tree.circuits):
            for position, reading in enumerate(currents.get(circuit.circuit, ())):
                if reading is not None:
                    slot = 3 * place + position
                    load = self.expected.setdefault(slot, ExpectedLoad())
                    load.see(reading.value - drawn_a[slot], reading.at.astimezone(zone))


def _drawn(row: ConnectorRow, tree: CircuitTree) -> Iterator[tuple[int, float]]:
    """Yield a connector's current in A by slot: as it reports it, else its limit."""
    wiring, readings = row.wiring, row.case.readings
    if wiring is None or not readings.connected:
        return
    told = [None if each is None else each.value for each in readings.currents_a]
    for phase, current_a in zip(wiring.rotation or PHASES, told, strict=True):
        draws_a = float(row.told_a) if set(told) == {None} else current_a or 0.0
        for slot in tree.slots(wiring.circuit, (phase,)):
            yield slot, draws_a
