"""Choose the rule's numbers on half of the measured days and check them on the other half, both ways.

What is chosen is what costs least by the default weights, and there is no number that only suits the days that it was chosen on
where both halves choose alike, or each does well with the other's choice.
"""

from collections.abc import Sequence
from functools import partial
from itertools import product

from custom_components.plug_control.charging.types import Mode, SolarSettings

from .solar_days import Day, daylight
from .solar_foresight import FEED_IN_CT, weighted_wh
from .solar_policies import PlugControl
from .solar_simulation import AUTOMATIC, Outcome, Wiring, simulate

STAKES_WH = ((60.0, 80.0), (80.0, 200.0), (120.0, 300.0))
"""Of a start and of a change of phases."""
EXPECTED_S = ((0.0, 1.0), (120.0, 300.0), (180.0, 300.0), (240.0, 600.0))
"""How long the present lasts, and what was of late; the first expects nothing."""

type Choice = tuple[tuple[float, float], tuple[float, float]]


def settings_of(choice: Choice) -> SolarSettings:
    """Return the settings with these numbers."""
    (start_wh, switch_wh), (lasts_s, late_s) = choice
    return SolarSettings(
        start_stake_wh=start_wh, switch_stake_wh=switch_wh, lasts_s=lasts_s, late_s=late_s
    )


def _policy(solar: SolarSettings, wiring: Wiring) -> PlugControl:
    return PlugControl(wiring, Mode.SOLAR, solar)


def outcomes_of(days: Sequence[Day]) -> dict[Choice, Outcome]:
    """Return the outcome of each choice of numbers."""
    return {
        choice: simulate(days, partial(_policy, settings_of(choice)), AUTOMATIC)
        for choice in product(STAKES_WH, EXPECTED_S)
    }


def cost_ct(outcome: Outcome, days: int) -> float:
    """Return what an outcome costs by the default weights, in cents a day."""
    return weighted_wh(outcome, SolarSettings()) / 1000 * FEED_IN_CT / days


def print_halves(days: Sequence[Day]) -> None:
    """Print what each half chooses and what that costs on the other half, beside that half's own best and its worst."""
    light = [daylight(day) for day in days]
    halves = (light[::2], light[1::2])
    costs = [
        {choice: cost_ct(outcome, len(half)) for choice, outcome in outcomes_of(half).items()}
        for half in halves
    ]
    print("\nChosen on half of the days: start, change (Wh), present lasts, as of late (s)")
    for mine, other in (costs, reversed(costs)):
        chosen = min(mine, key=mine.__getitem__)
        print(
            f"{chosen}: on the other half {other[chosen]:.1f} ct a day; its own best"
            f" {min(other.values()):.1f}, its worst {max(other.values()):.1f}",
            flush=True,
        )
