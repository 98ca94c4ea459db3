"""Whatever happens to a simulated charge point, its energy adds up and every charge is told in the end."""

from collections.abc import Callable
from random import Random

import pytest

from simulator.car import Car
from simulator.frames import Payload
from simulator.simulated import SimulatedChargePoint

from .central_system import Reply
from .harness import Bench, bench

STEPS = 80


def acts(cp: SimulatedChargePoint, random: Random) -> list[Callable[[], object]]:
    """What people, cars and bad luck do."""
    connector = random.choice(list(cp.connectors))
    return [
        lambda: cp.plug(connector, Car(soc=random.random(), phases=random.choice((1, 3)))),
        lambda: cp.plug(connector, Car(soc=0.9, capacity_wh=2_000)),
        lambda: cp.unplug(connector),
        lambda: cp.tap(random.choice("AB"), connector),
        lambda: cp.fault("GroundFailure", connector),
        lambda: cp.clear_fault(connector),
        lambda: cp.cut_network(half_open=random.random() < 0.5),
        cp.restore_network,
        cp.restore_network,
        cp.power_off,
        cp.power_on,
        cp.power_on,
    ]


def replies() -> list[Reply]:
    """How a central system may fail to answer, or refuse."""
    refusal: Payload = {"transactionId": 7, "idTagInfo": {"status": "Blocked"}}
    return [None, {}, refusal, {"status": "Pending", "interval": 10}]


async def misfortune(b: Bench, random: Random) -> None:
    """Let something happen, and some time pass."""
    try:
        random.choice(acts(b.cp, random))()
    except ValueError:
        return  # a plug without a car, a second car
    if random.random() < 0.1:
        b.cs.replies[random.choice(list(b.cs.replies))] = random.choice(replies())
    await b.advance(random.choice((0, 1, 10, 60, 400)))
    await b.network.advance(random.choice((0, 1, 5, 20)))


async def peace(b: Bench) -> None:
    """Put everything right and wait until all is told."""
    b.cp.restore_network()
    b.cp.power_on()
    for connector in b.cp.connectors.values():
        b.cp.clear_fault(connector.number)
        if connector.plugged:
            b.cp.unplug(connector.number)
    for _ in range(40):
        await b.network.advance(30)
        await b.cp.wait_for(lambda cp: cp.connected)
        await b.advance(60)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("profile", ["c2eu", "generic", "keba"])
async def test_energy_adds_up_and_every_charge_is_told(profile: str, seed: int) -> None:
    random = Random(seed)
    async with bench(profile, seed=seed, tick_s=2) as b:
        fresh = dict(b.cs.replies)
        registers = [each.register_wh for each in b.cp.connectors.values()]
        for _ in range(STEPS):
            await misfortune(b, random)
        b.cs.replies.update(fresh)
        await peace(b)
        assert not [bill for bill in b.cp.memory.bills if not bill.lost]
        delivered = [
            each.register_wh - before
            for each, before in zip(b.cp.connectors.values(), registers, strict=True)
        ]
        assert all(energy_wh >= 0 for energy_wh in delivered)
        told = sum(session["energy_wh"] for session in b.cp.sessions)
        assert told == pytest.approx(sum(delivered), abs=0.1 * len(b.cp.sessions) + 0.1)
