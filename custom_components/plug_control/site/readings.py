"""Read the site's sensors: meters, currents, prices and forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
import math

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    PERCENTAGE,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfElectricCurrent,
    UnitOfLength,
    UnitOfPower,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    DistanceConverter,
    ElectricCurrentConverter,
    PowerConverter,
)

from custom_components.plug_control.charging.circuits.loads import UNMEASURED, PhaseCurrents
from custom_components.plug_control.charging.plans.prices import PriceSlot, price_at
from custom_components.plug_control.charging.plans.sun import SolarSlot, with_feed_in
from custom_components.plug_control.charging.solar.surplus import SiteReadings, inverted
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V, TimedValue

from .batteries import BatteryOptions, mean_percent, total_w
from .forecast_sources import ForecastSources
from .grid_power import METERS, SitePowers
from .options import CircuitOptions, SiteOptions
from .price_sources import PriceSources
from .quarter_prices import PriceBook
from .slots import number

_CONVERTERS: Mapping[str, type[BaseUnitConverter]] = {
    UnitOfPower.WATT: PowerConverter,
    UnitOfElectricCurrent.AMPERE: ElectricCurrentConverter,
    UnitOfLength.KILOMETERS: DistanceConverter,
}
_SUN = "sun.sun"
_INVERTER_WAKES_AT = 10.0
"""Elevation of the sun in degrees at which any inverter works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteValues:
    """Values of the site at a moment."""

    readings: SiteReadings
    currents: Mapping[str, PhaseCurrents]
    """Currents by circuit, the grid connection included."""
    prices: tuple[PriceSlot, ...] = ()
    """In order, without overlaps; in `price_unit`."""
    price: float | None = None
    """The price now; None: unknown."""
    price_unit: str | None = None
    """Money per kWh; None: no price entity is chosen."""
    feed_in_price: float = 0.0
    """What feeding in pays, in `price_unit`; negative: what it costs."""
    forecast: tuple[SolarSlot, ...] = ()
    """Solar power, the house's part included, with what feeding it in will pay; in order, without overlaps."""


def reading(hass: HomeAssistant, entity_id: str | None, unit: str) -> TimedValue | None:
    """Return a sensor's value in `unit` (W, A, km or %) and the time of its last report; None: it is no finite number."""
    state = hass.states.get(entity_id) if entity_id else None
    if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
        return None
    try:
        value = float(state.state)
        measured = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or unit
        if measured != unit:
            value = _CONVERTERS[unit].convert(value, measured, unit)
    except ValueError, KeyError, TypeError, HomeAssistantError:
        return None
    return TimedValue(value, state.last_reported) if math.isfinite(value) else None


def state_of_charge(hass: HomeAssistant, entity_id: str | None) -> TimedValue | None:
    """Return a battery's state of charge in %; None: the sensor has no value from 0 to 100."""
    percent = reading(hass, entity_id, PERCENTAGE)
    return percent if percent is not None and 0 <= percent.value <= 100 else None


type _PricedSun = tuple[tuple[SolarSlot, ...], tuple[PriceSlot, ...], tuple[SolarSlot, ...]]


class SiteSensors:
    """Reads the sensors in the options; cheap enough for every tick."""

    def __init__(
        self, hass: HomeAssistant, options: SiteOptions, circuits: Sequence[CircuitOptions]
    ) -> None:
        self._hass = hass
        self._options = options
        self._circuits = tuple(circuits)
        self._meter = METERS[options.grid_meter]
        self._prices = PriceSources(hass, options.prices, options.tariffs.adjustment)
        self.price_book = PriceBook(hass, options, self._prices)
        self._forecast = ForecastSources(hass, options.solar_forecast)
        self._sun: _PricedSun | None = None

    @callback
    def read(self, now: datetime) -> SiteValues:
        """Return the sensors' present values."""
        powers = self._powers(now)
        readings = SiteReadings(
            grid_w=self._meter.grid_w(powers),
            battery_w=powers.battery_power,
            battery_percent=self._battery_percent(),
            solar_w=powers.solar_power,
        )
        prices = self._prices.read(now)
        return SiteValues(
            readings=readings,
            currents={one.circuit: self._currents(one, readings) for one in self._circuits},
            prices=prices,
            price=price_at(prices, now),
            price_unit=self._prices.unit,
            feed_in_price=self.price_book.feed_in_price(now),
            forecast=self._priced(self._forecast.read(), self.price_book.feed_in_prices(now)),
        )

    @callback
    def stale(self, now: datetime) -> tuple[str, ...]:
        """Return the sensors, needed for the surplus or a circuit, that have no fresh number.

        Sensors whose silence means nothing are left out: an inverter at night, an export meter during import.
        """
        powers = self._powers(now)
        silent = self._meter.may_be_silent(powers)
        told = {
            getattr(self._options, name): powers.of(name)
            for name in self._meter.sensors
            if name not in silent
        }
        if powers.has_battery:
            told |= {one.power: self._power(one.power) for one in self._options.batteries}
        told.update(self._circuit_readings())
        return tuple(
            entity_id
            for entity_id, found in told.items()
            if entity_id and powers.fresh(found) is None
        )

    def _priced(
        self, forecast: tuple[SolarSlot, ...], feed_in: tuple[PriceSlot, ...]
    ) -> tuple[SolarSlot, ...]:
        """Return the forecast with what feeding in will pay; computed anew only where one of both changed."""
        known = self._sun
        if known is None or known[:2] != (forecast, feed_in):
            known = (forecast, feed_in, with_feed_in(forecast, feed_in) if feed_in else forecast)
            self._sun = known
        return known[2]

    async def async_refresh_forecast(self) -> None:
        """Ask integrations with an energy platform for their forecast; log failures, raise none."""
        await self._forecast.async_refresh()

    async def async_refresh_prices(self) -> None:
        """Ask integrations that return prices from actions; log failures, raise none."""
        await self._prices.async_refresh()
        await self.price_book.async_refresh()

    def _powers(self, now: datetime) -> SitePowers:
        """Return the readings of the grid meter and the home battery, with their signs corrected."""
        options = self._options
        grid_w = self._power(options.grid_power)
        return SitePowers(
            now=now,
            stale_after_s=options.stale_after_s,
            has_battery=options.measures_batteries,
            is_dark=self._is_dark(),
            grid_power=inverted(grid_w) if grid_w and options.grid_power_inverted else grid_w,
            grid_import=self._power(options.grid_import),
            grid_export=self._power(options.grid_export),
            solar_power=self._power(options.solar_power),
            house_power=self._power(options.house_power),
            battery_power=total_w([self._battery_power(one) for one in options.batteries]),
        )

    def _battery_power(self, battery: BatteryOptions) -> TimedValue | None:
        """Return the power of one home battery, charging positive."""
        power = self._power(battery.power)
        return inverted(power) if power and battery.power_inverted else power

    def _battery_percent(self) -> TimedValue | None:
        """Return the state of charge of all home batteries as that of one."""
        if not self._options.knows_state_of_charge:
            return None
        return mean_percent(
            [
                (state_of_charge(self._hass, one.soc), one.capacity_kwh)
                for one in self._options.batteries
            ]
        )

    def _power(self, entity_id: str | None) -> TimedValue | None:
        return reading(self._hass, entity_id, UnitOfPower.WATT)

    def _is_dark(self) -> bool:
        sun = self._hass.states.get(_SUN)
        elevation = number(sun.attributes.get("elevation")) if sun else None
        return elevation is not None and elevation < _INVERTER_WAKES_AT

    def _currents(self, circuit: CircuitOptions, readings: SiteReadings) -> PhaseCurrents:
        """Return the currents by a circuit's sensors, or by the grid power for a main fuse of one phase."""
        if any(circuit.currents):
            l1, l2, l3 = (self._current(entity_id) for entity_id in circuit.currents)
            return (l1, l2, l3)
        if circuit.is_told_by_grid_power and readings.grid_w:
            return _current_of(readings.grid_w)
        return UNMEASURED

    def _circuit_readings(self) -> Mapping[str, TimedValue | None]:
        """Return the readings of all circuits' current sensors, by entity id."""
        return {
            entity_id: self._current(entity_id)
            for circuit in self._circuits
            for entity_id in circuit.currents
            if entity_id
        }

    def _current(self, entity_id: str | None) -> TimedValue | None:
        return reading(self._hass, entity_id, UnitOfElectricCurrent.AMPERE)


def _current_of(grid_w: TimedValue) -> PhaseCurrents:
    """Return the currents of a grid connection of one phase; export counts as none."""
    return (replace(grid_w, value=max(grid_w.value, 0.0) / NOMINAL_VOLTAGE_V), None, None)
