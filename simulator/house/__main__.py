"""`python -m simulator.house URL --wallbox …`: a simulated house on the command line.

    python -m simulator.house ws://127.0.0.1:9016/ --wallbox "c2eu GARAGE wired=L1" --wallbox "generic CARPORT connectors=1"

Wallboxes stay switched off until the command `power on`, so that the meter can be read before there is a central
system. Records and commands are those of `python -m simulator`; a wallbox's commands begin with its identity.
"""

import argparse
import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
import shlex
import sys
from typing import Final
from zoneinfo import ZoneInfo

from simulator.clock import RunningClock
from simulator.memory import StateFileError
from simulator.program import EXIT_USAGE, complain, operate, sinks, speed, until_signal
from simulator.records import Record, Records
from simulator.simulated import SimulatedChargePoint

from .battery import Battery
from .house import House, Wallbox
from .operator import HouseOperator, hour_of
from .server import serving

PHASE_NAMES: Final = ("L1", "L2", "L3")
OPTIONS: Final = frozenset({"wired", "connectors", "phases", "speed", "state"})


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line; exits with a message where they are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator.house", description="A simulated house with wallboxes."
    )
    parser.add_argument("url", help="the wallboxes' central system, such as ws://127.0.0.1:9016/")
    parser.add_argument(
        "--wallbox",
        action="append",
        default=[],
        metavar="'PROFILE ID [OPTION=VALUE]…'",
        help="options: wired=L2L3L1 connectors=1 phases=3 speed=1 state=FILE",
    )
    parser.add_argument("--port", type=int, default=0, help="where GET /meters is answered")
    parser.add_argument("--start", type=hour_of, default=11.0, help="when the day begins: 11:00")
    parser.add_argument("--speed", type=speed, default=1.0, help="how fast the day passes")
    parser.add_argument("--time-zone", type=ZoneInfo, default="Europe/Zurich", help="of the prices")
    parser.add_argument("--seed", type=int, help="repeats what is random in the wallboxes")
    parser.add_argument("--quiet", action="store_true", help="nothing to standard error")
    return parser.parse_args(arguments)


def make_wallbox(description: str, url: str, seed: int | None) -> Wallbox:
    """Return the wallbox of a description like `generic CARPORT wired=L2L3L1`. Raises ValueError, StateFileError."""
    profile, charge_point_id, *words = shlex.split(description)
    options = dict(word.split("=", 1) for word in words)
    if unknown := options.keys() - OPTIONS:
        raise ValueError(f"unknown options of a wallbox: {', '.join(sorted(unknown))}")
    charge_point = SimulatedChargePoint(
        url,
        profile=profile,
        charge_point_id=charge_point_id,
        connectors=_given(options, "connectors", int),
        phases=_given(options, "phases", int),
        clock=RunningClock(float(options.get("speed", 1.0))),
        seed=seed,
        state_file=_given(options, "state", Path),
    )
    return Wallbox(charge_point=charge_point, wired_to=_phases(options.get("wired", "L1L2L3")))


def _given[T](options: Mapping[str, str], name: str, read: Callable[[str], T]) -> T | None:
    return read(options[name]) if name in options else None


def _phases(names: str) -> tuple[int, ...]:
    """Return the phases of a text like L2L3L1. Raises ValueError."""
    pairs = [names[at : at + 2] for at in range(0, len(names), 2)]
    if len(set(pairs)) < len(pairs) or not set(pairs) <= set(PHASE_NAMES) or not pairs:
        raise ValueError(f"no phases: {names}")
    return tuple(PHASE_NAMES.index(pair) for pair in pairs)


async def run(options: argparse.Namespace) -> int:
    """Run until `quit` or a signal; return the exit status."""
    try:
        wallboxes = [make_wallbox(each, options.url, options.seed) for each in options.wallbox]
    except (StateFileError, ValueError) as error:
        complain(error)
        return EXIT_USAGE
    records = Records()
    for sink in sinks(quiet=options.quiet):
        records.add_sink(sink)
    house = House(
        wallboxes,
        zone=options.time_zone,
        start_h=options.start,
        speed=options.speed,
        battery=Battery(),
    )
    async with AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(serving(house, options.port))
        except OSError as error:
            complain(error)
            return EXIT_USAGE
        await stack.enter_async_context(house)
        for wallbox in wallboxes:
            wallbox.charge_point.records.add_sink(partial(_tell, records, wallbox))
            stack.push_async_callback(wallbox.charge_point.stop)
        records.emit("serving", port=port)
        return await until_signal(operate(HouseOperator(house, records)))


def _tell(records: Records, wallbox: Wallbox, record: Record) -> None:
    """Pass on a wallbox's record with its identity."""
    records.emit(**record, charge_point=wallbox.charge_point.model.serial)


def main() -> None:
    """Run as a program."""
    sys.exit(asyncio.run(run(parse_arguments())))


if __name__ == "__main__":
    main()
