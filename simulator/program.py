"""What a simulator's command line does: carry out lines, tell records, and end in order."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
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
    """Who carries out the lines."""

    @property
    def quit(self) -> bool:
        """Whether a line asked for the end."""

    async def run(self, line: str) -> None:
        """Carry out one line; raises CommandError."""


def speed(text: str) -> float:
    """An option that says how many simulated seconds pass in a second; raises ArgumentTypeError."""
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("must be positive")
    return number


async def until_signal(work: Awaitable[int]) -> int:
    """Await the work and return its exit status; a signal ends it with 0."""
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
    """Carry out the script, then what standard input says, until one of them ends it; returns the exit status."""
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
    """Feed standard input into the loop; its end ends nothing."""
    with suppress(RuntimeError):  # the loop is closed
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)


def sinks(*, quiet: bool) -> tuple[Callable[[Record], None], ...]:
    """Whom records are told: standard output as JSON, and unless `quiet` standard error as text."""
    return (print_json,) if quiet else (print_json, _print_text)


def print_json(record: Record) -> None:
    """Tell a record to standard output."""
    with suppress(BrokenPipeError):  # whoever read the records has gone
        print(as_json_line(record), flush=True)


def complain(error: Exception) -> None:
    """Tell standard error what cannot be done."""
    print(f"simulator: {error}", file=sys.stderr)


def _print_text(record: Record) -> None:
    print(as_text(record), file=sys.stderr, flush=True)
