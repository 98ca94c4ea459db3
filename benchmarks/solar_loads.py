"""Loads of seconds to minutes: kettle, hob, oven and washer, added to a day's load."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import random

from .solar_days import STEP_S, Day, FineDay, Minute, steps

_HOUR = 3600 // STEP_S


@dataclass(frozen=True, slots=True)
class Appliance:
    """An appliance that draws `power_w` while its heating is on; ranges are least and most."""

    power_w: float
    uses: tuple[int, int]
    hours: tuple[int, int]
    """Hours of the day (UTC) in which it is used."""
    lasts_s: tuple[int, int]
    on_s: tuple[int, int]
    off_s: tuple[int, int] = (0, 0)
    """Its thermostat's pauses; 0: none."""


APPLIANCES = (
    Appliance(2000, uses=(4, 7), hours=(5, 20), lasts_s=(120, 240), on_s=(240, 240)),  # kettle
    Appliance(
        1800, uses=(2, 3), hours=(9, 18), lasts_s=(1800, 2700), on_s=(10, 30), off_s=(10, 40)
    ),  # hob
    Appliance(
        2200, uses=(1, 1), hours=(8, 17), lasts_s=(3600, 3600), on_s=(60, 180), off_s=(90, 180)
    ),  # oven
    Appliance(
        2000, uses=(1, 1), hours=(7, 15), lasts_s=(5400, 5400), on_s=(600, 900), off_s=(1500, 2400)
    ),  # washer
)


def with_short_loads(days: Sequence[Day], seed: int = 1) -> list[Day]:
    """Return the days with a household's short loads on top, each day with others."""
    return [_loaded(day, random.Random(f"{seed}/{number}")) for number, day in enumerate(days)]


def _loaded(day: Day, rng: random.Random) -> FineDay:
    fine = FineDay(steps(day))
    for appliance in APPLIANCES:
        for _ in range(rng.randint(*appliance.uses)):
            for step in _heating(appliance, rng):
                before = fine[step]
                fine[step] = Minute(before.solar_w, before.house_w + appliance.power_w)
    return fine


def _heating(appliance: Appliance, rng: random.Random) -> Iterator[int]:
    """Yield the steps of a use in which it draws."""
    step = rng.randrange(appliance.hours[0] * _HOUR, appliance.hours[1] * _HOUR)
    end = step + rng.randint(*appliance.lasts_s) // STEP_S
    while step < end:
        off = min(step + rng.randint(*appliance.on_s) // STEP_S, end)
        yield from range(step, off)
        step = off + rng.randint(*appliance.off_s) // STEP_S
