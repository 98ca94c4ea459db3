"""What a MeterValues message costs: `python -m benchmarks.throughput [--messages N] [--quick]`.

Side by side in one run: (a) a bare websockets server, (b) the central system, (c) a bare server inside Home Assistant that writes every
sample to a sensor, (d) this integration inside Home Assistant; the recorder records in both (c) and (d).
"""

import argparse
import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
import sys
from typing import Any

from .load import HOST, ChargePointLoad, Outcome, run_load

LETTERS = {
    "floor": "a",
    "central": "b",
    "home_assistant_floor": "c",
    "home_assistant_integration": "d",
}
WARM_UP = 400


@dataclass
class Server:
    """A server process."""

    process: Process
    facts: dict[str, Any] = field(default_factory=dict)

    async def mark(self) -> dict[str, float]:
        """Return what the server has used so far, once it has settled."""
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
    """Run a server process and end it."""
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
        assert process.stdin
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@dataclass
class Result:
    """What one kind of server did under one load."""

    kind: str
    charge_points: int
    cpu_us: float
    outcome: Outcome
    kilobytes_per_connection: float
    setup_s: float | None


async def connected(url: str, charge_points: int) -> list[ChargePointLoad]:
    """Connect the charge points one after the other."""
    points = [ChargePointLoad(url, number) for number in range(charge_points)]
    for point in points:
        await point.connect()
    return points


async def settle_points(points: list[ChargePointLoad], seconds: float) -> None:
    """Answer what the central system asks after the boot, for a while."""
    tasks = [asyncio.create_task(point.idle()) for point in points]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def measure(kind: str, charge_points: int, messages: int) -> Result:
    """Load one kind of server, and return what it did."""
    async with started(kind, charge_points) as server:
        url = f"ws://{HOST}:{server.facts['port']}"
        before = await server.mark()
        points = await connected(url, charge_points)
        idle = await server.mark()
        for point in points:
            await point.boot()
        await settle_points(points, 2)
        await run_load(points, max(WARM_UP, 2 * charge_points))
        first = await server.mark()
        outcome = await run_load(points, messages)
        last = await server.mark()
        for point in points:
            await point.close()
    return Result(
        kind=kind,
        charge_points=charge_points,
        cpu_us=(last["cpu_s"] - first["cpu_s"]) / outcome.messages * 1e6,
        outcome=outcome,
        kilobytes_per_connection=(idle["resident_bytes"] - before["resident_bytes"])
        / charge_points
        / 1000,
        setup_s=server.facts.get("setup_s"),
    )


def print_line(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def print_result(result: Result) -> None:
    """Print one row of the table."""
    outcome = result.outcome
    memory = (
        f"{result.kilobytes_per_connection:6.0f} kB" if result.charge_points >= 20 else "        -"
    )
    print_line(
        f"({LETTERS[result.kind]}) {result.kind:<27}{result.charge_points:>4} "
        f"{outcome.messages / outcome.elapsed_s:8.0f}/s {result.cpu_us:8.0f} us "
        f"{outcome.percentile_ms(0.5):8.2f} {outcome.percentile_ms(0.99):8.2f} ms  {memory}"
    )


async def return_of_all(kind: str, charge_points: int) -> None:
    """Have every charge point come back at once, as after a power cut, and print how that went."""
    async with started(kind, charge_points) as server:
        points = [
            ChargePointLoad(f"ws://{HOST}:{server.facts['port']}", number)
            for number in range(charge_points)
        ]
        await server.mark()
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def come_back(point: ChargePointLoad) -> tuple[float, float]:
            await point.connect()
            slowest = await point.boot()
            booted = loop.time() - began
            return booted, slowest

        outcomes = await asyncio.gather(*(come_back(point) for point in points))
        await settle_points(points, 5)
        last = await server.mark()
        for point in points:
            await point.close()
    print_line(
        f"{charge_points} come back at once ({kind}): all booted after {max(b for b, _ in outcomes):.1f} s, slowest answer "
        f"{max(s for _, s in outcomes):.2f} s, event loop blocked for at most {last['blocked_s'] * 1000:.0f} ms"
    )


async def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=6000, help="for each row of the table")
    parser.add_argument("--charge-points", type=int, nargs="+", default=[1, 20, 200])
    parser.add_argument("--kinds", nargs="+", choices=sorted(LETTERS), default=list(LETTERS))
    parser.add_argument("--no-return", action="store_true", help="leave the return of all out")
    arguments = parser.parse_args()
    print_line(
        "                            points   messages      CPU a message   p50      p99   memory a connection"
    )
    cost: dict[tuple[str, int], float] = {}
    for charge_points in arguments.charge_points:
        for kind in arguments.kinds:
            result = await measure(kind, charge_points, arguments.messages)
            print_result(result)
            cost[kind, charge_points] = result.cpu_us
            if result.kind == "home_assistant_integration":
                print_line(f"    set up in {result.setup_s:.2f} s")
        for ours, theirs in (
            ("central", "floor"),
            ("home_assistant_integration", "home_assistant_floor"),
        ):
            if (ours, charge_points) in cost and (theirs, charge_points) in cost:
                ratio = cost[ours, charge_points] / cost[theirs, charge_points]
                print_line(f"    ({LETTERS[ours]}) / ({LETTERS[theirs]}) = {ratio:.2f}")
    if not arguments.no_return:
        for kind in ("central", "home_assistant_integration"):
            await return_of_all(kind, max(arguments.charge_points))


if __name__ == "__main__":
    asyncio.run(main())
