"""`python -m simulator URL`: a simulated charge point on the command line.

Records go to standard output as one JSON object a line, and for people to standard error; standard input takes the
operator's commands (`help` lists them).
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
import signal
import sys
from threading import Thread
from typing import Final

from .clock import RunningClock
from .memory import StateFileError
from .operator import CommandError, Operator
from .records import Record, as_json_line, as_text
from .simulated import PROFILES, SimulatedChargePoint

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
EXIT_SCRIPT_FAILED: Final = 1
EXIT_USAGE: Final = 2


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line; exits with a message where they are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="A simulated OCPP 1.6-J charge point."
    )
    parser.add_argument("url", help="the central system, such as ws://127.0.0.1:9016/")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="c2eu")
    parser.add_argument("--id", dest="charge_point_id", help="identity and serial number")
    parser.add_argument("--password", help="for HTTP Basic authentication (not c2eu)")
    parser.add_argument("--connectors", type=int, help="how many (generic, keba)")
    parser.add_argument("--phases", type=int, choices=(1, 3), help="of the installation")
    parser.add_argument("--speed", type=_speed, default=1.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, help="repeats what is random")
    parser.add_argument("--script", type=Path, help="commands to carry out first, a file")
    parser.add_argument("--state", type=Path, help="a file that keeps meters and memory")
    parser.add_argument("--quiet", action="store_true", help="nothing to standard error")
    return parser.parse_args(arguments)


def _speed(text: str) -> float:
    speed = float(text)
    if not speed > 0:
        raise argparse.ArgumentTypeError("must be positive")
    return speed


async def run(options: argparse.Namespace) -> int:
    """Run until `quit`, a signal, or the failure of the script; returns the exit status."""
    try:
        charge_point = SimulatedChargePoint(
            options.url,
            profile=options.profile,
            charge_point_id=options.charge_point_id,
            password=options.password,
            connectors=options.connectors,
            phases=options.phases,
            clock=RunningClock(options.speed),
            seed=options.seed,
            state_file=options.state,
        )
        script = options.script.read_text(encoding="utf-8").splitlines() if options.script else []
    except (StateFileError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return EXIT_USAGE
    charge_point.records.add_sink(_print_json)
    if not options.quiet:
        charge_point.records.add_sink(_print_text)
    async with charge_point:
        operating = asyncio.create_task(_operate(Operator(charge_point), script))
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, operating.cancel)
        try:
            return await operating
        except asyncio.CancelledError:
            return 0
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)


async def _operate(operator: Operator, script: Sequence[str]) -> int:
    """Carry out the script, then what standard input says, until one of them ends it."""
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


async def _run_line(operator: Operator, line: str) -> bool:
    try:
        await operator.run(line)
    except CommandError as error:
        _print_json({"event": "error", "line": line.strip(), "message": str(error)})
        print(f"simulator: {error}", file=sys.stderr)
        return False
    return True


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Feed standard input into the loop; its end ends nothing."""
    with suppress(RuntimeError):  # the loop is closed
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)


def _print_json(record: Record) -> None:
    with suppress(BrokenPipeError):  # whoever read the records has gone
        print(as_json_line(record), flush=True)


def _print_text(record: Record) -> None:
    print(as_text(record), file=sys.stderr, flush=True)


def main() -> None:
    """Run as a program."""
    sys.exit(asyncio.run(run(parse_arguments())))


if __name__ == "__main__":
    main()
