"""Compute the grid power of each kind of meter, and which of its sensors may be silent; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from custom_components.plug_control.charging.solar.surplus import balance_of, inverted, net_of
from custom_components.plug_control.charging.types import TimedValue

from .options import GridMeter


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePowers:
    """Readings of the site's power sensors in W, named like their options; None: no reading."""

    now: datetime
    stale_after_s: float
    has_battery: bool = False
    """Whether a sensor of a home battery is chosen."""
    is_dark: bool = False
    """Whether the sun is too low for an inverter to work."""
    grid_power: TimedValue | None = None
    """Import positive."""
    grid_import: TimedValue | None = None
    grid_export: TimedValue | None = None
    solar_power: TimedValue | None = None
    house_power: TimedValue | None = None
    battery_power: TimedValue | None = None
    """Charging positive."""

    def fresh(self, found: TimedValue | None) -> TimedValue | None:
        """Return the reading if it is fresh, else None."""
        if found is None or not found.is_fresh(self.now, self.stale_after_s):
            return None
        return found

    def of(self, name: str) -> TimedValue | None:
        """Return the reading of the option `name`."""
        found: TimedValue | None = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPowerMeter:
    """A kind of meter: its sensors, the grid power, and which sensors may be silent now."""

    sensors: tuple[str, ...]
    grid_w: Callable[[SitePowers], TimedValue | None]
    may_be_silent: Callable[[SitePowers], frozenset[str]] = lambda _: frozenset()


def _import_less_export(powers: SitePowers) -> TimedValue | None:
    """Return the net power of an import and an export meter; None: a reading is missing.

    Some report only changes. A silent export counts as 0 W: at worst the surplus appears too small. A silent import of 0
    counts while there is export.
    """
    import_w, export_w = powers.grid_import, powers.grid_export
    if powers.fresh(import_w) and not powers.fresh(export_w):
        return import_w
    if import_w is None or export_w is None:
        return None
    if _rests(import_w, export_w, powers):
        return inverted(export_w)
    return net_of(import_w, export_w)


def _resting_meters(powers: SitePowers) -> frozenset[str]:
    """Return the meter, import or export, that stays at 0 while the other one runs."""
    pairs = {"grid_import": "grid_export", "grid_export": "grid_import"}
    return frozenset(
        name for name, other in pairs.items() if _rests(powers.of(name), powers.of(other), powers)
    )


def _rests(one: TimedValue | None, other: TimedValue | None, powers: SitePowers) -> bool:
    """Return whether a meter last reported 0 and is silent since, while the other one runs."""
    running = powers.fresh(other)
    stands_at_0 = one is not None and not one.value and not powers.fresh(one)
    return stands_at_0 and running is not None and running.value > 0


def _house_less_solar(powers: SitePowers) -> TimedValue | None:
    """Return the power of house and home battery less that of the sun; None: a reading is missing.

    Inverters sleep at night: a silent one counts as 0 W, so at worst the surplus appears too small.
    """
    if powers.house_power is None:
        return None
    solar_w = powers.fresh(powers.solar_power) or replace(powers.house_power, value=0.0)
    balance_w = balance_of(solar_w, powers.house_power)
    if not powers.has_battery:
        return balance_w
    battery_w = powers.battery_power
    return None if battery_w is None else net_of(balance_w, inverted(battery_w))


def _sleeping_inverter(powers: SitePowers) -> frozenset[str]:
    return frozenset({"solar_power"} if powers.is_dark else ())


METERS: Mapping[GridMeter, GridPowerMeter] = {
    GridMeter.NONE: GridPowerMeter(sensors=(), grid_w=lambda _: None),
    GridMeter.POWER: GridPowerMeter(
        sensors=("grid_power",), grid_w=lambda powers: powers.grid_power
    ),
    GridMeter.IMPORT_EXPORT: GridPowerMeter(
        sensors=("grid_import", "grid_export"),
        grid_w=_import_less_export,
        may_be_silent=_resting_meters,
    ),
    GridMeter.SOLAR_HOUSE: GridPowerMeter(
        sensors=("solar_power", "house_power"),
        grid_w=_house_less_solar,
        may_be_silent=_sleeping_inverter,
    ),
}
