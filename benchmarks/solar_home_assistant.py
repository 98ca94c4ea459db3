"""Run `benchmarks.solar` through Home Assistant: `python -m benchmarks.solar_home_assistant [--days N] [--wiring W …]`.

Each day has a Home Assistant with this integration and its default settings, and a charger at a real websocket, whose
profiles carry the amperes and numberPhases; charger and car need the same times as in the pure run. The grid's power
is an entity that is set every 10 s. The wirings c2eu_one and c2eu_three are a C2EU, which applies limits every five
minutes and begins each charge by itself. Only time is simulated (`virtual_time.py`). Both runs omit nights, in which
nothing happens.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
import logging
import multiprocessing
import os
import sys

from .solar import HEADER, line
from .solar_days import SIX, STEP_S, Day, daylight, measured_days
from .solar_house import live
from .solar_policies import PlugControl
from .solar_simulation import (
    AUTOMATIC,
    C2EU_ONE,
    C2EU_THREE,
    ONE,
    THREE,
    Outcome,
    Wiring,
    simulate,
    together,
)

WIRINGS = {
    "one": ONE,
    "three": THREE,
    "automatic": AUTOMATIC,
    "c2eu_one": C2EU_ONE,
    "c2eu_three": C2EU_THREE,
}
_USUAL = ["one", "three", "automatic"]
BOUND = 0.02
"""The greatest difference between both runs, as a share of the feasible bound."""
AGE_S = 5.0
"""The age of a reading in s: meter and controller are not in step, so on average it is half an interval."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcomes of the same days with Home Assistant and without it."""

    wiring: Wiring
    whole: Outcome
    pure: Outcome

    @property
    def difference(self) -> float:
        """Return how much more Home Assistant captured, as a share of the feasible bound."""
        return self.whole.captured - self.pure.captured

    def table(self) -> str:
        """Return both outcomes and their difference as lines of the table."""
        whole, pure = self.whole, self.pure
        apart = (
            f"{'  difference':32}{self.difference:>+10.1%}{whole.from_grid - pure.from_grid:>+11.1%}"
            f"{whole.starts - pure.starts:>+8}{whole.switches - pure.switches:>+10}"
            f"{(whole.solar_wh - pure.solar_wh) / 1000:>+8.1f}"
        )
        name = self.wiring.name
        return "\n".join(
            (line(f"{name}: Home Assistant", whole), line(f"{name}: pure", pure), apart)
        )


def compare(
    executor: Executor, days: Sequence[Day], wirings: Sequence[Wiring], age_s: float
) -> list[Comparison]:
    """Run the days on each wiring, and print and return the comparisons; readings are `age_s` old at every tick."""
    ages = [age_s] * len(days)
    whole = {
        wiring.name: executor.map(live, days, [wiring] * len(days), ages) for wiring in wirings
    }
    comparisons = []
    for wiring in wirings:
        pure = simulate(days, PlugControl, wiring)
        comparison = Comparison(wiring, together(list(whole[wiring.name])), pure)
        print(comparison.table(), flush=True)
        comparisons.append(comparison)
    return comparisons


def _age(text: str) -> float:
    age_s = float(text)
    if not 0 < age_s < STEP_S:
        raise argparse.ArgumentTypeError(f"must be between 0 and {STEP_S}")
    return age_s


def _is_quiet() -> None:
    """Make a process log only errors."""
    logging.basicConfig(level=logging.ERROR)


def main() -> int:
    """Compare on the measured days; return 1 where the runs differ by more than the bound, otherwise 0."""
    days = [daylight(day) for day in measured_days(SIX)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=len(days), help="how many")
    parser.add_argument("--wiring", choices=WIRINGS, nargs="+", default=_USUAL)
    parser.add_argument(
        "--age",
        type=_age,
        default=AGE_S,
        help="of the meter's reading when it is decided, 0 to 10 s",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    days = days[: arguments.days]
    print(f"{len(days)} days\n{HEADER}", flush=True)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(arguments.processes, context, _is_quiet) as executor:
        wirings = [WIRINGS[name] for name in arguments.wiring]
        comparisons = compare(executor, days, wirings, arguments.age)
    apart = [one.wiring.name for one in comparisons if abs(one.difference) > BOUND]
    print(f"\nMore than {BOUND:.0%} apart: {', '.join(apart) or 'none'}")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
