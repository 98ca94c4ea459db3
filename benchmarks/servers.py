"""Run a server under test in its own process: `python -m benchmarks.servers KIND CHARGE_POINTS`.

Prints `{"port": …}` when it listens; answers each line on standard input with its usage so far; ends with its input.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
import gc
import importlib
import json
import logging
import pathlib
import resource
import sys
import time
from typing import Any

from scripts.lib import without_home_assistant

KINDS = {
    "floor": ("benchmarks.server_floor", "run"),
    "central": ("benchmarks.server_central", "run"),
    "central_one_dead": ("benchmarks.server_central", "run_with_one_dead"),
    "central_three_dead": ("benchmarks.server_central", "run_with_three_dead"),
    "central_silent": ("benchmarks.server_central", "run_with_a_silent_one"),
    "central_slow": ("benchmarks.server_central", "run_with_a_slow_one"),
    "home_assistant_floor": ("benchmarks.server_home_assistant", "run_floor"),
    "home_assistant_integration": ("benchmarks.server_home_assistant", "run"),
}
"""Kind → module and context manager; imported on demand, so that a floor does not load Home Assistant."""


async def _nothing() -> None:
    """Settle at once."""


@dataclass(frozen=True)
class Running:
    """A listening server: its port, how to wait until it has settled, and how long its set-up took."""

    port: int
    settle: Callable[[], Awaitable[None]] = _nothing
    setup_s: float | None = None


@dataclass(frozen=True)
class Usage:
    """CPU and memory of a server process so far, and the event loop's longest blocks since the last `take`."""

    cpu_s: float
    resident_bytes: int
    blocked_s: float
    blocked_without_gc_s: float


class LoopWatch:
    """Measures the longest block of the event loop, with and without the interpreter's garbage collection.

    A full collection walks all objects of the process: hundreds of milliseconds in a large Home Assistant.
    """

    _INTERVAL_S = 0.005

    def __init__(self) -> None:
        """Start with no blocks."""
        self._longest_s = self._longest_without_gc_s = 0.0
        self._collecting_s = self._collection_started = 0.0
        gc.callbacks.append(self._on_collection)

    def _on_collection(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._collection_started = time.perf_counter()
        else:
            self._collecting_s += time.perf_counter() - self._collection_started

    async def run(self) -> None:
        """Measure every few milliseconds until cancelled."""
        while True:
            before, collected_s = time.perf_counter(), self._collecting_s
            await asyncio.sleep(self._INTERVAL_S)
            late_s = time.perf_counter() - before - self._INTERVAL_S
            self._longest_s = max(self._longest_s, late_s)
            late_s -= self._collecting_s - collected_s
            self._longest_without_gc_s = max(self._longest_without_gc_s, late_s)

    def take(self) -> tuple[float, float]:
        """Return the longest blocks since the last call, with and without garbage collection, in s."""
        longest = self._longest_s, self._longest_without_gc_s
        self._longest_s = self._longest_without_gc_s = 0.0
        return longest


def usage(watch: LoopWatch) -> Usage:
    """Return the usage of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    blocked_s, blocked_without_gc_s = watch.take()
    return Usage(
        cpu_s=used.ru_utime + used.ru_stime,
        resident_bytes=pages * resource.getpagesize(),
        blocked_s=blocked_s,
        blocked_without_gc_s=blocked_without_gc_s,
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
    if arguments.kind.startswith("central"):
        without_home_assistant.stand_in()
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
