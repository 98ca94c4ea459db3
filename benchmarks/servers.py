"""The servers under test, each in a process of its own: `python -m benchmarks.servers KIND CHARGE_POINTS`.

Prints `{"port": …}` when it listens; answers each line on standard input with what it has used so far, and ends with its input.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
import importlib
import json
import logging
import pathlib
import resource
import sys
import time
from typing import Any

KINDS = {
    "floor": ("benchmarks.server_floor", "run"),
    "central": ("benchmarks.server_central", "run"),
    "home_assistant_floor": ("benchmarks.server_home_assistant", "run_floor"),
    "home_assistant_integration": ("benchmarks.server_home_assistant", "run"),
}
"""Each kind's module and context manager; imported when asked for, so that a floor does not carry Home Assistant."""


async def _nothing() -> None:
    """Have nothing left to do."""


@dataclass(frozen=True)
class Running:
    """A server that listens: its port, what to wait for until it has settled, how long it took to set up."""

    port: int
    settle: Callable[[], Awaitable[None]] = _nothing
    setup_s: float | None = None


@dataclass(frozen=True)
class Usage:
    """What a server process has used so far; `blocked_s` is the event loop's longest block since the last look."""

    cpu_s: float
    resident_bytes: int
    blocked_s: float


class LoopWatch:
    """Measures for how long the event loop was blocked at most."""

    _INTERVAL_S = 0.005

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._longest_s = 0.0

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(self._INTERVAL_S)
            late = time.perf_counter() - before - self._INTERVAL_S
            self._longest_s = max(self._longest_s, late)

    def take(self) -> float:
        """Return the longest block since the last look, in seconds."""
        longest, self._longest_s = self._longest_s, 0.0
        return longest


def usage(watch: LoopWatch) -> Usage:
    """Return what this process has used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return Usage(
        cpu_s=used.ru_utime + used.ru_stime,
        resident_bytes=pages * resource.getpagesize(),
        blocked_s=watch.take(),
    )


def _print(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Run one server until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("charge_points", type=int)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(commands), sys.stdin
    )
    module, name = KINDS[arguments.kind]
    run = getattr(importlib.import_module(module), name)
    watch = LoopWatch()
    async with run(arguments.charge_points) as running:
        watcher = asyncio.create_task(watch.run())
        _print({"port": running.port, "setup_s": running.setup_s})
        while await commands.readline():
            await running.settle()
            _print(asdict(usage(watch)))
        watcher.cancel()


if __name__ == "__main__":
    asyncio.run(main())
