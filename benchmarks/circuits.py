"""Measure the time of sharing circuits: `python -m benchmarks.circuits [--rounds N]`.

200 connectors on 20 circuits: a main fuse, 19 sub-distributions in three levels, measured currents, cars on one and
three phases, offline chargers; each round has new readings and new requests.
"""

import argparse
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter

from custom_components.plug_control.charging.circuits.circuit import CircuitState, share_circuits
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
)
from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.types import GridPhase, Rotation, TimedValue

CONNECTORS = 200
CIRCUITS = 20
BOUND_MS = 20.0
STEP = timedelta(seconds=10)
ROTATIONS: tuple[Rotation, ...] = (
    (GridPhase.L1, GridPhase.L2, GridPhase.L3),
    (GridPhase.L2, GridPhase.L3, GridPhase.L1),
    (GridPhase.L3, GridPhase.L1, GridPhase.L2),
)


def tree() -> CircuitTree:
    """Return a main fuse with four sub-distributions that feed the others."""
    circuits = [Circuit(circuit="0", limits_a=on_each_phase(800))]
    for number in range(1, CIRCUITS):
        parent = "0" if number <= 4 else str(1 + number % 4)
        limit_a = 250 if number <= 4 else 63
        circuits.append(
            Circuit(circuit=str(number), limits_a=on_each_phase(limit_a), parent=parent)
        )
    return CircuitTree(tuple(circuits))


def members(random: Random, now: datetime, told: dict[str, int]) -> list[CircuitMember]:
    """Return the connectors with new readings: each draws most of its limit in `told`."""
    found = []
    for number in range(CONNECTORS):
        name = str(number)
        phases = 1 if number % 3 == 0 else 3
        limit_a = told.get(name, 0)
        drawn = TimedValue(limit_a * random.uniform(0.8, 1.0), now - timedelta(seconds=5))
        found.append(
            CircuitMember(
                connector=name,
                circuit=str(1 + number % (CIRCUITS - 1)),
                wanted_a=0 if random.random() < 0.1 else random.randint(6, 32),
                priority=number % 3,
                rotation=ROTATIONS[number % 3],
                phases=phases,
                drawn_a=(drawn, drawn if phases == 3 else None, drawn if phases == 3 else None),
                confirmed_a=limit_a,
                online=number % 25 != 0,
            )
        )
    return found


def run(rounds: int) -> list[float]:
    """Return the time of each decision in ms."""
    random = Random(1)
    site = tree()
    settings = CircuitSettings()
    state = CircuitState()
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    told: dict[str, int] = {}
    took = []
    for _ in range(rounds):
        now += STEP
        asking = members(random, now, told)
        load = TimedValue(random.uniform(20, 60), now - timedelta(seconds=3))
        measured = {str(number): (load, load, load) for number in range(CIRCUITS)}
        begin = perf_counter()
        decision = share_circuits(site, asking, measured, state, settings, now)
        took.append((perf_counter() - begin) * 1000)
        state = decision.state
        told = {name: allowance.limit_a for name, allowance in decision.allowances.items()}
    return took


def main() -> None:
    """Print the times; exit with an error where the 99th percentile is over the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    took = sorted(run(parser.parse_args().rounds))
    typical, worst = median(took), took[int(0.99 * (len(took) - 1))]
    print(f"{CONNECTORS} connectors on {CIRCUITS} circuits, {len(took)} decisions:")
    print(f"median {typical:.1f} ms, 99 % within {worst:.1f} ms; bound {BOUND_MS:.0f} ms")
    if worst > BOUND_MS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
