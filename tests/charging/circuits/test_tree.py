"""The tree of circuits: what its fuses leave to a load."""

import pytest

from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.types import GridPhase

TREE = CircuitTree(
    (
        Circuit(circuit="main", limits_a=(24, 24, 15), assumed_a=(3, 10, 0)),
        Circuit(circuit="garage", limits_a=on_each_phase(20), parent="main", assumed_a=(2, 0, 0)),
    )
)


@pytest.mark.parametrize(
    ("circuit", "phases", "measured", "room_a"),
    [
        ("main", (GridPhase.L1,), (), 21),
        ("main", PHASES, (), 14),
        ("main", PHASES, ("main",), 15),
        ("garage", (GridPhase.L1,), (), 18),
        ("garage", (GridPhase.L1,), ("garage",), 20),
        ("garage", (GridPhase.L2,), (), 14),
        ("garage", (GridPhase.L2,), ("main",), 20),
    ],
)
def test_the_smallest_fuse_on_the_way_less_what_is_on_there_leaves_room(
    circuit: str, phases: tuple[GridPhase, ...], measured: tuple[str, ...], room_a: float
) -> None:
    assert TREE.room_a(circuit, phases, measured) == room_a
