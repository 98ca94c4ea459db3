"""Perfect foresight: the cheapest schedule of a day whose weather is known, by dynamic programming.

It weighs as the rule does: surplus left unused, import times `import_weight`, and the stakes of each start, stop and change of
phases. Car and contactor take their time as in `solar_simulation`; delays and dwell times of the settings do not bind it. No rule
can cost less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
import math

from custom_components.plug_control.charging.types import SolarSettings

from .solar_days import STEP_S, Day, steps
from .solar_simulation import (
    DRAWS_AFTER_S,
    MAXIMUM_A,
    MINIMUM_A,
    SWITCH_PAUSE_S,
    VOLTAGE_V,
    Outcome,
    Wiring,
    together,
)

_HOURS = STEP_S / 3600
FEED_IN_CT = 8.0
"""What the grid pays for a kilowatt-hour of surplus, in cents: the value of the weights' Wh."""


@dataclass(frozen=True, slots=True)
class Option:
    """Where the contactor is, and whether the car charges."""

    phases: int
    charges: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two options: what it costs beside the energy, and how many steps nothing is drawn."""

    source: int
    wear_wh: float
    pause_steps: int


def weighted_wh(outcome: Outcome, solar: SolarSettings) -> float:
    """Return what an outcome cost, in Wh of surplus: unused surplus, weighted import, and wear; a car stops as often as it starts."""
    imported_wh = outcome.drawn_wh - outcome.solar_wh
    unused_wh = outcome.usable_wh - outcome.solar_wh
    wear_wh = 2 * outcome.starts * solar.start_stake_wh + outcome.switches * solar.switch_stake_wh
    return unused_wh + solar.import_weight * imported_wh + wear_wh


def foresee(day: Day, wiring: Wiring, solar: SolarSettings) -> Outcome:
    """Return the outcome of the day's cheapest schedule; it begins paused, on the fewest phases."""
    options = [Option(phases, charges) for charges, phases in product((False, True), wiring.phases)]
    changes = [_changes(options, target, solar) for target in range(len(options))]
    top_w = MAXIMUM_A * wiring.phases[-1] * VOLTAGE_V
    surpluses_w = [max(minute.solar_w - minute.house_w, 0.0) for minute in steps(day)]
    powers_w = [[_power_w(one, surplus_w, solar) for one in options] for surplus_w in surpluses_w]
    costs_wh = [
        [_cost_wh(power_w, surplus_w, top_w, solar) for power_w in row]
        for surplus_w, row in zip(surpluses_w, powers_w, strict=True)
    ]
    outcome = Outcome()
    drawn_w = [0.0] * len(surpluses_w)
    for step, option, change in _cheapest(costs_wh, changes):
        drawn_w[step] = powers_w[step][option]
        if change is not None:
            outcome.starts += options[option].charges and not options[change.source].charges
            outcome.switches += options[option].phases != options[change.source].phases
    for power_w, surplus_w in zip(drawn_w, surpluses_w, strict=True):
        outcome.add(power_w, surplus_w, wiring, _HOURS)
    return outcome


def _changes(options: list[Option], target: int, solar: SolarSettings) -> list[Change]:
    """Return the changes that lead to an option; no contactor moves just to pause."""
    into = options[target]
    changes = []
    for source, one in enumerate(options):
        switches = one.phases != into.phases
        if source == target or (switches and not into.charges):
            continue
        starts = into.charges and not one.charges
        wear_wh = solar.start_stake_wh if one.charges != into.charges else 0.0
        wear_wh += solar.switch_stake_wh if switches else 0.0
        pause_s = SWITCH_PAUSE_S if switches else DRAWS_AFTER_S if starts else 0
        changes.append(Change(source, wear_wh, pause_s // STEP_S))
    return changes


def _power_w(option: Option, surplus_w: float, solar: SolarSettings) -> float:
    """Return the power of the whole amperes that cost least at this surplus, in W."""
    if not option.charges:
        return 0.0
    unit_w = option.phases * VOLTAGE_V
    below_a, part = divmod(surplus_w / unit_w, 1)
    worth_more = (1 - part) * solar.import_weight < part
    return min(max(below_a + worth_more, MINIMUM_A), MAXIMUM_A) * unit_w


def _cost_wh(power_w: float, surplus_w: float, top_w: float, solar: SolarSettings) -> float:
    unused_w = max(min(surplus_w, top_w) - power_w, 0.0)
    return (unused_w + solar.import_weight * max(power_w - surplus_w, 0.0)) * _HOURS


def _cheapest(
    costs_wh: list[list[float]], changes: list[list[Change]]
) -> Iterator[tuple[int, int, Change | None]]:
    """Yield step, option and the change that began it, if any, of the cheapest schedule, from its end to its beginning.

    Steps without draw after a change are left out.
    """
    idle_wh = list(accumulate((costs[0] for costs in costs_wh), initial=0.0))
    work = [[0.0] + [math.inf] * (len(changes) - 1)]
    entered: list[list[Change | None]] = []
    for step, costs in enumerate(costs_wh):
        ways = [_way(step, target, work, idle_wh, into) for target, into in enumerate(changes)]
        entered.append([change for _, change in ways])
        work.append([there_wh + costs[target] for target, (there_wh, _) in enumerate(ways)])
    step, option = len(costs_wh), work[-1].index(min(work[-1]))
    while step:
        step -= 1
        change = entered[step][option]
        yield step, option, change
        if change is not None:
            step, option = step - change.pause_steps, change.source


def _way(
    step: int,
    target: int,
    work: list[list[float]],
    idle_wh: list[float],
    changes: list[Change],
) -> tuple[float, Change | None]:
    """Return the least cost of being in an option at the beginning of a step, and the change that led there; None: it stood before."""
    best: tuple[float, Change | None] = (work[step][target], None)
    for change in changes:
        begun = step - change.pause_steps
        if begun < 0:
            continue
        there_wh = work[begun][change.source] + change.wear_wh + idle_wh[step] - idle_wh[begun]
        if there_wh < best[0]:
            best = (there_wh, change)
    return best


def foresee_all(days: Sequence[Day], wiring: Wiring, solar: SolarSettings) -> Outcome:
    """Return the sum over days."""
    return together([foresee(day, wiring, solar) for day in days])


def regret_ct(outcome: Outcome, foreseen: Outcome, days: int, solar: SolarSettings) -> float:
    """Return what an outcome cost more than perfect foresight, in cents a day."""
    more_wh = weighted_wh(outcome, solar) - weighted_wh(foreseen, solar)
    return more_wh / 1000 * FEED_IN_CT / days
