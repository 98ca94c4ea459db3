"""`python -m simulator URL`: a simulated charge point on the command line.

Writes records to standard output as one JSON object per line, and to standard error as text; reads the operator's
commands from standard input (`help` lists them).
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
import sys

from .clock import RunningClock
from .memory import StateFileError
from .operator import Operator
from .program import EXIT_USAGE, complain, operate, sinks, speed, until_signal
from .simulated import PROFILES, SimulatedChargePoint
from .transfers import Transfers


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line; exits with a message where they are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="A simulated OCPP 1.6-J charge point."
    )
    parser.add_argument("url", help="the central system, such as ws://127.0.0.1:9016/")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="c2eu")
    parser.add_argument("--id", dest="charge_point_id", help="identity and serial number")
    parser.add_argument("--password", help="for HTTP Basic authentication (not c2eu)")
    parser.add_argument("--connectors", type=int, help="how many (generic, keba)")
    parser.add_argument("--phases", type=int, choices=(1, 3), help="of the installation")
    parser.add_argument("--speed", type=speed, default=1.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, help="repeats what is random")
    parser.add_argument("--script", type=Path, help="commands to carry out first, a file")
    parser.add_argument("--state", type=Path, help="a file that keeps meters and memory")
    parser.add_argument("--quiet", action="store_true", help="nothing to standard error")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> int:
    """Run until `quit`, a signal, or a failure of the script; return the exit status."""
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
            transfers=Transfers(),
        )
        script = options.script.read_text(encoding="utf-8").splitlines() if options.script else []
    except (StateFileError, OSError) as error:
        complain(error)
        return EXIT_USAGE
    for sink in sinks(quiet=options.quiet):
        charge_point.records.add_sink(sink)
    async with charge_point:
        return await until_signal(operate(Operator(charge_point), script))


def main() -> None:
    """Run as a program."""
    sys.exit(asyncio.run(run(parse_arguments())))


if __name__ == "__main__":
    main()
