"""The command line of the simulators: carries out commands, prints records, ends in order."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
import math
import signal
import sys
from threading import Thread
from typing import Final, Protocol

from .operator import CommandError
from .records import Record, as_json_line, as_text

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
EXIT_SCRIPT_FAILED: Final = 1
EXIT_USAGE: Final = 2


class Operates(Protocol):
    """Carries out the lines of a command line."""

    @property
    def quit(self) -> bool:
        """Whether a line asked to quit."""

    async def run(self, line: str) -> None:
        """Carry out one line. Raises CommandError."""


def speed(text: str) -> float:
    """Return the option of the simulated seconds per second. Raises ArgumentTypeError or ValueError."""
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("must be positive and finite")
    return number


async def until_signal(work: Awaitable[int]) -> int:
    """Await `work` and return its exit status; SIGINT or SIGTERM ends it with 0."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


async def operate(operator: Operates, script: Sequence[str] = ()) -> int:
    """Carry out the script, then lines of standard input, until one fails or quits; return the exit status."""
    for line in script:
        if not await _run_line(operator, line):
            return EXIT_SCRIPT_FAILED
        if operator.quit:
            return 0
    lines: asyncio.Queue[str] = asyncio.Queue()
    reader = Thread(target=_read_lines, args=(asyncio.get_running_loop(), lines), daemon=True)
    reader.start()
    while not operator.quit:
        await _run_line(operator, await lines.get())
    return 0


async def _run_line(operator: Operates, line: str) -> bool:
    try:
        await operator.run(line)
    except CommandError as error:
        print_json({"event": "error", "line": line.strip(), "message": str(error)})
        complain(error)
        return False
    return True


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Put the lines of standard input into the queue; returns at its end, and the program goes on."""
    with suppress(RuntimeError):  # the loop is closed
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)


def sinks(*, quiet: bool) -> tuple[Callable[[Record], None], ...]:
    """Return the sinks of records: standard output as JSON, and unless `quiet` standard error as text."""
    return (print_json,) if quiet else (print_json, _print_text)


def print_json(record: Record) -> None:
    """Print a record to standard output as JSON."""
    with suppress(BrokenPipeError):  # the reader of the records has ended
        print(as_json_line(record), flush=True)


def complain(error: Exception) -> None:
    """Print an error to standard error."""
    print(f"simulator: {error}", file=sys.stderr)


def _print_text(record: Record) -> None:
    print(as_text(record), file=sys.stderr, flush=True)
