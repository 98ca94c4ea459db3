"""Measure the cost of a MeterValues message: `python -m benchmarks.throughput [--messages N]`.

Side by side in one run: (a) a bare websockets server, (b) the central system, (c) a bare server inside Home Assistant
that writes every sample to a sensor, (d) this integration inside Home Assistant; both (c) and (d) with the recorder.
"""

import argparse
import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
import json
from statistics import median
import sys
import time
from typing import Any

from .load import HOST, ChargePointLoad, Outcome, run_load

LETTERS = {
    "floor": "a",
    "central": "b",
    "home_assistant_floor": "c",
    "home_assistant_integration": "d",
}
PAIRS = (("central", "floor"), ("home_assistant_integration", "home_assistant_floor"))
HEADER = "                               points  messages  CPU a message      p50      p99    memory a connection"
WARM_UP = 400
ROUNDS = 5


@dataclass
class Server:
    """A server process."""

    process: Process
    facts: dict[str, Any] = field(default_factory=dict)

    async def mark(self) -> dict[str, float]:
        """Return the server's usage so far, once it has settled."""
        assert self.process.stdin
        self.process.stdin.write(b"mark\n")
        return await self.read()

    async def read(self) -> dict[str, Any]:
        """Return the next line that the server prints."""
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), 300)
        if not line:
            msg = "The server ended; its reason stands above."
            raise SystemExit(msg)
        result: dict[str, Any] = json.loads(line)
        return result


@asynccontextmanager
async def started(kind: str, charge_points: int) -> AsyncIterator[Server]:
    """Run a server process within the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.servers",
        kind,
        str(charge_points),
        stdin=PIPE,
        stdout=PIPE,
    )
    server = Server(process)
    try:
        server.facts = await server.read()
        yield server
        await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@dataclass
class Contestant:
    """One kind of server under load, and its figures; `cpu_us` is the CPU time per message in µs, for each round."""

    kind: str
    server: Server
    points: list[ChargePointLoad]
    bytes_per_connection: float
    outcome: Outcome = field(default_factory=Outcome)
    cpu_us: list[float] = field(default_factory=list)

    async def run_round(self, messages: int) -> None:
        """Send the messages, wait until the server has settled, and add their figures."""
        before = await self.server.mark()
        outcome = await run_load(self.points, messages)
        after = await self.server.mark()
        self.cpu_us.append((after["cpu_s"] - before["cpu_s"]) / outcome.messages * 1e6)
        self.outcome.add(outcome)


async def connected(url: str, charge_points: int) -> list[ChargePointLoad]:
    """Connect the charge points one after the other, and return them."""
    points = [ChargePointLoad(url, number) for number in range(charge_points)]
    for point in points:
        await point.connect()
    return points


async def settle_points(points: list[ChargePointLoad], seconds: float) -> None:
    """Answer CALLs until the central system has sent none for `seconds`, so that startups are not measured."""
    tasks = [asyncio.create_task(point.idle()) for point in points]
    began_at = time.monotonic()
    while True:
        quiet_s = time.monotonic() - max(began_at, *(point.asked_at for point in points))
        if quiet_s >= seconds:
            break
        await asyncio.wait(tasks, timeout=seconds - quiet_s)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def prepare(kind: str, server: Server, charge_points: int) -> Contestant:
    """Connect and boot the charge points, let the server configure them, and warm it up."""
    before = await server.mark()
    points = await connected(f"ws://{HOST}:{server.facts['port']}", charge_points)
    for point in points:
        await point.boot()
    await settle_points(points, 2)
    idle = await server.mark()
    await run_load(points, max(WARM_UP, 2 * charge_points))
    grown = idle["resident_bytes"] - before["resident_bytes"]
    return Contestant(kind, server, points, grown / charge_points)


async def compare(kinds: list[str], charge_points: int, messages: int) -> list[Contestant]:
    """Load the kinds of server in turns, so that other work of the machine affects all of them."""
    async with AsyncExitStack() as stack:
        contestants = [
            await prepare(
                kind, await stack.enter_async_context(started(kind, charge_points)), charge_points
            )
            for kind in kinds
        ]
        for _ in range(ROUNDS):
            for contestant in contestants:
                await contestant.run_round(max(messages // ROUNDS, charge_points))
        for contestant in contestants:
            for point in contestant.points:
                await point.close()
    return contestants


def print_line(text: str = "") -> None:
    """Print a line and flush it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def print_row(contestant: Contestant) -> None:
    """Print the row of a server."""
    outcome, count = contestant.outcome, len(contestant.points)
    memory = f"{contestant.bytes_per_connection / 1000:9.0f} kB" if count >= 20 else ""
    print_line(
        f"({LETTERS[contestant.kind]}) {contestant.kind:<27}{count:>5}"
        f"{outcome.messages / outcome.elapsed_s:9.0f}/s{median(contestant.cpu_us):9.0f} us"
        f"{outcome.percentile_ms(0.5):9.2f}{outcome.percentile_ms(0.99):9.2f} ms{memory}"
    )


def print_ratios(contestants: list[Contestant]) -> None:
    """Print the cost of each of our servers relative to its floor: the median of the rounds' ratios."""
    by_kind = {contestant.kind: contestant for contestant in contestants}
    for ours, floor in PAIRS:
        if ours in by_kind and floor in by_kind:
            rounds = zip(by_kind[ours].cpu_us, by_kind[floor].cpu_us, strict=True)
            ratio = median(cost / floor_cost for cost, floor_cost in rounds)
            print_line(f"    ({LETTERS[ours]}) / ({LETTERS[floor]}) = {ratio:.2f}")


async def come_back(point: ChargePointLoad) -> tuple[float, float]:
    """Connect and boot; return how long that took in all, and the slowest answer, in s."""
    began = asyncio.get_running_loop().time()
    await point.connect()
    slowest = await point.boot()
    return asyncio.get_running_loop().time() - began, slowest


async def return_of_all(kind: str, charge_points: int) -> None:
    """Let all configured charge points reconnect at once, as after a power cut, and print the figures."""
    async with started(kind, charge_points) as server:
        url = f"ws://{HOST}:{server.facts['port']}"
        before_cut = (await prepare(kind, server, charge_points)).points
        for point in before_cut:
            await point.close()
        await asyncio.sleep(2)
        await server.mark()
        points = [ChargePointLoad(url, number) for number in range(charge_points)]
        outcomes = await asyncio.gather(*(come_back(point) for point in points))
        await settle_points(points, 5)
        last = await server.mark()
        for point in points:
            await point.close()
    booted_s, slowest_s = (max(column) for column in zip(*outcomes, strict=True))
    print_line(
        f"{charge_points} known ones come back at once ({kind}): all booted after {booted_s:.1f} s, "
        f"slowest answer {slowest_s:.2f} s, event loop blocked for at most {last['blocked_without_gc_s'] * 1000:.0f} ms, "
        f"and for {last['blocked_s'] * 1000:.0f} ms with the interpreter's garbage collection"
    )


async def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=6000, help="for each row of the table")
    parser.add_argument("--charge-points", type=int, nargs="+", default=[1, 20, 200])
    parser.add_argument("--kinds", nargs="*", choices=sorted(LETTERS), default=list(LETTERS))
    parser.add_argument("--no-return", action="store_true", help="leave the return of all out")
    arguments = parser.parse_args()
    print_line(HEADER)
    for charge_points in arguments.charge_points:
        contestants = await compare(arguments.kinds, charge_points, arguments.messages)
        for contestant in contestants:
            print_row(contestant)
        print_ratios(contestants)
        for contestant in contestants:
            if contestant.server.facts["setup_s"] is not None:
                setup_s = contestant.server.facts["setup_s"]
                print_line(f"    ({LETTERS[contestant.kind]}) set up in {setup_s:.2f} s")
    if not arguments.no_return:
        for kind in arguments.kinds:
            await return_of_all(kind, max(arguments.charge_points))


if __name__ == "__main__":
    asyncio.run(main())
