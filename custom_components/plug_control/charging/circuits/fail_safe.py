"""Compute the fail-safe limits that chargers apply when they lose the connection; together they fit every fuse."""

from collections.abc import Sequence
import math

from .member_types import CircuitMember
from .sharing import Contender, share
from .tree import PHASES, CircuitTree


def fallbacks(tree: CircuitTree, members: Sequence[CircuitMember]) -> dict[str, int]:
    """Return each connector's fail-safe limit in A: by priority its minimum where that fits, else 0.

    Other loads count as assumed, since nothing measures them while these limits apply.
    """
    rooms_a = [
        math.floor(limit_a - assumed_a + 1e-6)
        for circuit in tree.circuits
        for limit_a, assumed_a in zip(circuit.limits_a, circuit.assumed_a, strict=True)
    ]
    contenders = [
        Contender(
            connector=one.connector,
            slots=tree.slots(
                one.circuit, PHASES if one.rotation is None else one.rotation[: one.phases]
            ),
            wanted_a=one.minimum_a,
            minimum_a=one.minimum_a,
            priority=one.priority,
        )
        for one in sorted(members, key=lambda one: (-one.priority, one.connector))
    ]
    return share(contenders, rooms_a)
