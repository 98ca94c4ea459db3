"""What people want of charging on surplus, in words, and the numbers that they stand for."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from custom_components.plug_control.charging.types import SolarSettings


class Switching(StrEnum):
    """How readily charging starts, pauses and changes phases."""

    CALM = "calm"
    BALANCED = "balanced"
    EAGER = "eager"


class GridUse(StrEnum):
    """How much of a car's energy may come from the grid, so that less of the sun is left unused."""

    LITTLE = "little"
    BALANCED = "balanced"
    MORE = "more"


class _Stakes(NamedTuple):
    """Weighted Wh that a start, and a change of phases, must be worth."""

    start_wh: float
    switch_wh: float


_DEFAULT: Final = SolarSettings()
_STAKES: Final[Mapping[Switching, _Stakes]] = {
    Switching.CALM: _Stakes(160.0, 400.0),
    Switching.BALANCED: _Stakes(_DEFAULT.start_stake_wh, _DEFAULT.switch_stake_wh),
    Switching.EAGER: _Stakes(40.0, 80.0),
}
_IMPORT_WEIGHT: Final[Mapping[GridUse, float]] = {
    GridUse.LITTLE: 5.0,
    GridUse.BALANCED: _DEFAULT.import_weight,
    GridUse.MORE: 1.0,
}


@cache
def solar_settings(
    switching: Switching, grid_use: GridUse, *, feeding_in_costs: bool = False
) -> SolarSettings:
    """Return the settings of charging on surplus for these wishes; `feeding_in_costs`: its price is negative now."""
    stakes = _STAKES[switching]
    settings = SolarSettings(
        import_weight=_IMPORT_WEIGHT[grid_use],
        start_stake_wh=stakes.start_wh,
        switch_stake_wh=stakes.switch_wh,
    )
    return settings.where_feeding_in_costs() if feeding_in_costs else settings
