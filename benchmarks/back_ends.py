"""Measure what bad back ends cost a charger's MeterValues: `python -m benchmarks.back_ends [--messages N]`.

Side by side in one run: the central system without a back end, with one that is not there, with three, with one that accepts
connections and never answers, and with one that answers byte by byte (`bad_back_ends`; they cost their own share of this CPU).
Each charge point is in a transaction, so that its meter values wait for the back ends. As fast as they can (each message costs
its queueing, too), and at a pace at which chargers wait for their answer alone.
"""

import argparse
import asyncio
from contextlib import AsyncExitStack
from statistics import median

from .load import HOST, Outcome, run_load
from .throughput import ROUNDS, WARM_UP, Contestant, connected, print_line, settle_points, started

KINDS = (
    "central",
    "central_one_dead",
    "central_three_dead",
    "central_silent",
    "central_slow",
)
CHARGE_POINTS = 5
PACED = 60
"""Messages of a round at a pace."""
PACE_S = 0.02


async def prepare(kind: str, stack: AsyncExitStack) -> Contestant:
    """Start a server, have its charge points boot and start a transaction, and warm it up."""
    server = await stack.enter_async_context(started(kind, CHARGE_POINTS))
    points = await connected(f"ws://{HOST}:{server.facts['port']}", CHARGE_POINTS)
    for point in points:
        await point.boot()
    await settle_points(points, 2)
    for point in points:
        await point.start()
    await run_load(points, WARM_UP)
    return Contestant(kind, server, points, 0.0)


async def paced(contestant: Contestant) -> float:
    """Send messages with pauses, and return the median of how long their answers took, in s."""
    outcome = Outcome()
    for index in range(PACED):
        await contestant.points[index % CHARGE_POINTS].send_meter_values(1, outcome)
        await asyncio.sleep(PACE_S)
    return median(outcome.latencies_s)


async def main(messages: int) -> None:
    """Load the servers in turns, and print the figures relative to the one without back ends."""
    async with AsyncExitStack() as stack:
        contestants = [await prepare(kind, stack) for kind in KINDS]
        for _ in range(ROUNDS):
            for contestant in contestants:
                await contestant.run_round(messages // ROUNDS)
        waits = {kind: list[float]() for kind in KINDS}
        for _ in range(ROUNDS):
            for contestant in contestants:
                waits[contestant.kind].append(await paced(contestant))
        for contestant in contestants:
            for point in contestant.points:
                await point.close()
    alone, *_ = contestants
    print_line(
        "                      CPU a message      p50      p99    ratio of CPU    paced p50   ratio"
    )
    for each in contestants:
        pairs = zip(each.cpu_us, alone.cpu_us, strict=True)
        ratio = median(cost / alone_cost for cost, alone_cost in pairs)
        p50_ms, p99_ms = each.outcome.percentile_ms(0.5), each.outcome.percentile_ms(0.99)
        print_line(
            f"{each.kind:<22}{median(each.cpu_us):10.0f} us{p50_ms:9.2f}{p99_ms:9.2f} ms"
            f"{ratio:13.2f}{median(waits[each.kind]) * 1000:13.2f} ms{_ratio(waits, each.kind):8.2f}"
        )


def _ratio(waits: dict[str, list[float]], kind: str) -> float:
    """Return how much longer answers take than without back ends: the median of the rounds' ratios."""
    return median(one / alone for one, alone in zip(waits[kind], waits[KINDS[0]], strict=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    asyncio.run(main(parser.parse_args().messages))
