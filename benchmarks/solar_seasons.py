"""Days that are not June's, made of measured ones by stretching their time and scaling their sun."""

from collections.abc import Sequence
from dataclasses import dataclass

from .solar_days import MINUTES, Day, Minute, clear_sky_w

_NOON = MINUTES // 2
_DARK_W = 50.0
_SMOOTHED_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Season:
    """How its days differ from June's."""

    name: str
    length: float
    """Length of its days as a share of June's."""
    height: float
    """Sun at noon as a share of June's."""
    haze: float = 0.0
    """How much thin clouds even out the sky: 0 not at all, 1 to a mean."""
    contrast: float = 1.0
    """How far clouds and gaps are from the sky's mean, against June's; bright snow and edges of clouds make it larger."""


SEASONS = (
    Season("low winter sun", length=0.52, height=0.45),
    Season("thin haze", length=0.9, height=0.8, haze=0.7),
    Season("snow-bright broken clouds", length=0.65, height=0.75, contrast=1.4),
)


def season_days(days: Sequence[Day], season: Season) -> list[Day]:
    """Return the days as they would be in a season; the house's load stays."""
    clear_w = clear_sky_w(days)
    return [_moved(day, clear_w, season) for day in days]


def _moved(day: Day, clear_w: Sequence[float], season: Season) -> Day:
    shares = [
        minute.solar_w / sky_w if sky_w > _DARK_W else 0.5
        for minute, sky_w in zip(day, clear_w, strict=True)
    ]
    moved = []
    for number, minute in enumerate(day):
        june = round((number - _NOON) / season.length) + _NOON
        if not 0 <= june < MINUTES:
            moved.append(Minute(0.0, minute.house_w))
            continue
        around = shares[max(june - _SMOOTHED_MINUTES, 0) : june + _SMOOTHED_MINUTES + 1]
        mean = sum(around) / len(around)
        share = mean + (shares[june] - mean) * season.contrast * (1 - season.haze)
        solar_w = min(max(share, 0.0), 1.3) * clear_w[june] * season.height
        moved.append(Minute(solar_w, minute.house_w))
    return moved
