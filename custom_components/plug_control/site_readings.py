"""What the site's sensors tell: its meters, its currents, its prices and its forecast of sun."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
import math

from homeassistant.const import (
    PERCENTAGE,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfElectricCurrent,
    UnitOfPower,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    ElectricCurrentConverter,
    PowerConverter,
)

from .charging.circuit_loads import UNMEASURED, Currents
from .charging.plan import SolarSlot
from .charging.prices import PriceSlot, price_at
from .charging.surplus import SiteReadings, balance_of, inverted, net_of
from .charging.types import NOMINAL_VOLTAGE_V, Phase, Reading
from .forecast_sources import ForecastSources
from .price_sources import PriceSources
from .site_options import MAIN_CIRCUIT, CircuitOptions, GridMeter, SiteOptions

_CONVERTERS: Mapping[str, type[BaseUnitConverter]] = {
    UnitOfPower.WATT: PowerConverter,
    UnitOfElectricCurrent.AMPERE: ElectricCurrentConverter,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteValues:
    """What the site tells at a moment."""

    readings: SiteReadings
    currents: Mapping[str, Currents]
    """By circuit, MAIN_CIRCUIT included."""
    prices: tuple[PriceSlot, ...] = ()
    """In order, without overlaps; in `price_unit`."""
    price: float | None = None
    """The price now."""
    price_unit: str | None = None
    """Money per kWh; None where no price entity is chosen."""
    forecast: tuple[SolarSlot, ...] = ()
    """The sun's power, before the house takes its part; in order, without overlaps."""


def reading(hass: HomeAssistant, entity_id: str | None, unit: str) -> Reading | None:
    """Return what a sensor tells in `unit` (W, A or %), as of its last report; None where that is no finite number."""
    state = hass.states.get(entity_id) if entity_id else None
    if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
        return None
    try:
        value = float(state.state)
        measured = state.attributes.get("unit_of_measurement") or unit
        if measured != unit:
            value = _CONVERTERS[unit].convert(value, measured, unit)
    except ValueError, KeyError, TypeError, HomeAssistantError:
        return None
    return Reading(value, state.last_reported) if math.isfinite(value) else None


def state_of_charge(hass: HomeAssistant, entity_id: str | None) -> Reading | None:
    """Return a battery's state of charge in percent; None where the sensor tells none from 0 to 100."""
    percent = reading(hass, entity_id, PERCENTAGE)
    return percent if percent is not None and 0 <= percent.value <= 100 else None


class SiteSensors:
    """Reads the sensors that the options name; cheap enough for every tick."""

    def __init__(
        self, hass: HomeAssistant, options: SiteOptions, circuits: Sequence[CircuitOptions]
    ) -> None:
        self._hass = hass
        self._options = options
        self._circuits = tuple(circuits)
        self._prices = PriceSources(hass, options.prices)
        self._forecast = ForecastSources(hass, options.solar_forecast)
        self._grid_readers: Mapping[GridMeter, Callable[[Reading | None], Reading | None]] = {
            GridMeter.NONE: lambda _: None,
            GridMeter.POWER: lambda _: self._grid_power(),
            GridMeter.IMPORT_EXPORT: lambda _: self._import_less_export(),
            GridMeter.SOLAR_HOUSE: self._house_less_solar,
        }

    @callback
    def read(self, now: datetime) -> SiteValues:
        """Return what the sensors tell now."""
        readings = self._readings()
        prices = self._prices.read(now)
        return SiteValues(
            readings=readings,
            currents={one.circuit: self._currents(one, readings) for one in self._circuits},
            prices=prices,
            price=price_at(prices, now),
            price_unit=self._prices.unit,
            forecast=self._forecast.read(),
        )

    @callback
    def stale(self, now: datetime) -> tuple[str, ...]:
        """Return the sensors, needed for the surplus or a circuit, that tell no number or none that is fresh."""
        limit_s = self._options.stale_after_s
        return tuple(
            entity_id
            for entity_id, unit in dict(self._needed()).items()
            if (found := reading(self._hass, entity_id, unit)) is None
            or not found.is_fresh(now, limit_s)
        )

    async def async_refresh_forecast(self) -> None:
        """Ask integrations that tell their forecast to energy platforms; logs failures, raises none."""
        await self._forecast.async_refresh()

    async def async_refresh_prices(self) -> None:
        """Ask integrations that tell prices in answers to actions; logs failures, raises none."""
        await self._prices.async_refresh()

    def _readings(self) -> SiteReadings:
        options = self._options
        battery_w = self._power(options.battery_power)
        if battery_w is not None and options.battery_power_inverted:
            battery_w = inverted(battery_w)
        return SiteReadings(
            grid_w=self._grid_readers[options.grid_meter](battery_w),
            battery_w=battery_w,
            battery_percent=state_of_charge(self._hass, options.battery_soc),
        )

    def _power(self, entity_id: str | None) -> Reading | None:
        return reading(self._hass, entity_id, UnitOfPower.WATT)

    def _grid_power(self) -> Reading | None:
        grid_w = self._power(self._options.grid_power)
        if grid_w is None or not self._options.grid_power_inverted:
            return grid_w
        return inverted(grid_w)

    def _import_less_export(self) -> Reading | None:
        import_w = self._power(self._options.grid_import)
        export_w = self._power(self._options.grid_export)
        return None if import_w is None or export_w is None else net_of(import_w, export_w)

    def _house_less_solar(self, battery_w: Reading | None) -> Reading | None:
        """Return what house and home battery take and the sun does not give."""
        solar_w = self._power(self._options.solar_power)
        house_w = self._power(self._options.house_power)
        if solar_w is None or house_w is None:
            return None
        balance_w = balance_of(solar_w, house_w)
        if not self._options.battery_power:
            return balance_w
        return None if battery_w is None else net_of(balance_w, inverted(battery_w))

    def _currents(self, circuit: CircuitOptions, readings: SiteReadings) -> Currents:
        if not any(circuit.currents):
            return _current_of_power(readings.grid_w) if _is_one_phase(circuit) else UNMEASURED
        unit = UnitOfElectricCurrent.AMPERE
        l1, l2, l3 = (reading(self._hass, entity_id, unit) for entity_id in circuit.currents)
        return (l1, l2, l3)

    def _needed(self) -> Iterator[tuple[str, str]]:
        """Yield the sensors that decisions depend on, with the unit that they are read in."""
        options = self._options
        powers = [getattr(options, name) for name in _GRID_SENSORS[options.grid_meter]]
        if options.measures_surplus:
            powers.append(options.battery_power)
        yield from ((power, UnitOfPower.WATT) for power in powers if power)
        for circuit in self._circuits:
            for entity_id in filter(None, circuit.currents):
                yield entity_id, UnitOfElectricCurrent.AMPERE


_GRID_SENSORS: Mapping[GridMeter, tuple[str, ...]] = {
    GridMeter.NONE: (),
    GridMeter.POWER: ("grid_power",),
    GridMeter.IMPORT_EXPORT: ("grid_import", "grid_export"),
    GridMeter.SOLAR_HOUSE: ("solar_power", "house_power"),
}


def _is_one_phase(circuit: CircuitOptions) -> bool:
    return circuit.circuit == MAIN_CIRCUIT and circuit.phases == (Phase.L1,)


def _current_of_power(grid_w: Reading | None) -> Currents:
    """Return the currents of a grid connection of one phase; export counts as none."""
    if grid_w is None:
        return UNMEASURED
    return (replace(grid_w, value=max(grid_w.value, 0.0) / NOMINAL_VOLTAGE_V), None, None)
