"""Days of sun and household load for the benchmark of surplus charging: measured ones, and others derived from them."""

from collections.abc import Container, Iterator, Sequence
import csv
from dataclasses import dataclass
from pathlib import Path
import random

MEASURED = Path(__file__).parent / "days"
MINUTES = 1440
STEP_S = 10
_STEPS_A_MINUTE = 60 // STEP_S
_DARK_W = 50.0
_SMOOTHED_MINUTES = 15
_SUNNY_W = 1000.0
"""A minute with less sun has no surplus to charge with: 6 A on one phase are 1380 W."""
_MARGIN_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Minute:
    """The powers of the plant and the house at the beginning of a minute, W."""

    solar_w: float
    house_w: float


type Day = Sequence[Minute]


class FineDay(list[Minute]):
    """A day in steps of ten seconds instead of minutes, for loads that last seconds."""


SIX = frozenset({5, 8, 9, 12, 15, 23})
"""Some of each kind, where all fourteen would take too long."""


def measured_days(some: Container[int] = range(1, 31)) -> list[Day]:
    """Return the measured days, in the order of their dates in June; with `some` only those."""
    paths = sorted(MEASURED.glob("*.csv"))
    return [_read(path) for path in paths if int(path.stem[-2:]) in some]


def _read(path: Path) -> Day:
    with path.open(encoding="ascii", newline="") as file:
        return [Minute(float(row["pv_w"]), float(row["house_w"])) for row in csv.DictReader(file)]


def steps(day: Day) -> Iterator[Minute]:
    """Yield the day in steps of ten seconds, interpolated linearly between the minutes."""
    if isinstance(day, FineDay):
        yield from day
        return
    for minute, following in zip(day, [*day[1:], day[-1]], strict=True):
        for step in range(_STEPS_A_MINUTE):
            part = step / _STEPS_A_MINUTE
            yield Minute(
                minute.solar_w + part * (following.solar_w - minute.solar_w),
                minute.house_w + part * (following.house_w - minute.house_w),
            )


def daylight(day: Day) -> Day:
    """Return the part of the day that can have surplus: from half an hour before the sun until half an hour after it."""
    sunny = [number for number, minute in enumerate(day) if minute.solar_w >= _SUNNY_W]
    return day[max(sunny[0] - _MARGIN_MINUTES, 0) : sunny[-1] + _MARGIN_MINUTES + 1]


def varied_days(days: Sequence[Day], count: int, seed: int) -> list[Day]:
    """Return derived days: one day's clouds, shifted, stretched or mirrored in time, and another day's load."""
    rng = random.Random(seed)
    clear_w = clear_sky_w(days)
    return [_varied(rng.choice(days), rng.choice(days), clear_w, rng) for _ in range(count)]


def _varied(clouds: Day, loads: Day, clear_w: Sequence[float], rng: random.Random) -> Day:
    stretch = rng.uniform(0.75, 1.33) * rng.choice((-1, 1))
    shift = rng.uniform(-90, 90)
    load_shift = rng.randrange(-60, 61)
    day = []
    for minute, sky_w in enumerate(clear_w):
        other = int(min(max((minute - 720) * stretch + 720 + shift, 0), MINUTES - 1))
        bright = clear_w[other] > _DARK_W
        share = min(clouds[other].solar_w / clear_w[other], 1.2) if bright else 0.5
        house_w = loads[(minute + load_shift) % MINUTES].house_w
        day.append(Minute(share * sky_w, house_w))
    return day


def broken_days(days: Sequence[Day], count: int, seed: int) -> list[Day]:
    """Return days of broken clouds only: gaps and clouds of random depth, seconds to half an hour long."""
    rng = random.Random(seed)
    clear_w = clear_sky_w(days)
    return [_broken(rng.choice(days), clear_w, rng) for _ in range(count)]


def _broken(loads: Day, clear_w: Sequence[float], rng: random.Random) -> Day:
    cover = rng.uniform(0.15, 0.8)
    cycle_minutes = 10 ** rng.uniform(0.5, 1.6)
    depth = rng.uniform(0.15, 0.45)
    cloudy, left, aim, share = rng.random() < cover, 0.0, 1.0, 1.0
    day = []
    for sky_w, load in zip(clear_w, loads, strict=True):
        if left <= 0:
            cloudy = not cloudy
            left = 0.5 + rng.expovariate(1 / (cycle_minutes * (cover if cloudy else 1 - cover)))
            aim = rng.gauss(depth, 0.08) if cloudy else rng.gauss(1.0, 0.04)
        left -= 1
        share += (aim - share) * rng.uniform(0.3, 0.9)
        day.append(Minute(max(share, 0.0) * sky_w, load.house_w))
    return day


def clear_sky_w(days: Sequence[Day]) -> list[float]:
    """Return the clear-sky power for each minute of a day: the brightest of the days, smoothed."""
    brightest = [max(day[minute].solar_w for day in days) for minute in range(MINUTES)]
    around = [
        brightest[max(0, minute - _SMOOTHED_MINUTES) : minute + _SMOOTHED_MINUTES + 1]
        for minute in range(MINUTES)
    ]
    peaks = [max(window) for window in around]
    smooth = [
        peaks[max(0, minute - _SMOOTHED_MINUTES) : minute + _SMOOTHED_MINUTES + 1]
        for minute in range(MINUTES)
    ]
    return [sum(window) / len(window) if max(window) > 1 else 0.0 for window in smooth]
