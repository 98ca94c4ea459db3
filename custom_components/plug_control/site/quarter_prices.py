"""What a kWh costs in a quarter of an hour, in the major unit of Home Assistant's currency."""

from dataclasses import replace
from datetime import datetime

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.charging.plans.prices import PriceSlot, price_at
from custom_components.plug_control.model.money.quarters import QuarterPrices, quarter_of
from custom_components.plug_control.model.money.worth import QUARTER

from .options import SiteOptions
from .price_reader import unit_scale
from .price_sources import PriceSources
from .slots import number

_CODE_LENGTH = 3


class PriceBook:
    """The prices of quarters, by entities and fixed tariffs."""

    def __init__(self, hass: HomeAssistant, options: SiteOptions, prices: PriceSources) -> None:
        """Tell prices by `options`; `prices` are those of the price entities."""
        self._hass = hass
        self.options = options
        self._prices = prices
        entity_id = options.tariffs.feed_in_entity
        self._feed_in = PriceSources(hass, (entity_id,) if entity_id else ())

    async def async_refresh(self) -> None:
        """Ask for the prices of feeding in where their integration has to be asked."""
        await self._feed_in.async_refresh()

    @callback
    def quarter(self, start: datetime, *, fixed: bool = False) -> QuarterPrices:
        """Return the prices of a quarter; `fixed`: fixed prices stand in for what no entity tells.

        Without entities the fixed prices always count. The CO2 is known for the present only.
        """
        now, middle = dt_util.utcnow(), start + QUARTER / 2
        tariffs, local = self.options.tariffs, dt_util.as_local(middle)
        price = self._told(self._prices, middle, now)
        if price is None and (fixed or not self.options.prices):
            price = tariffs.fixed_at(local)
        feed_in = self._told(self._feed_in, middle, now)
        if feed_in is None and (fixed or not tariffs.feed_in_entity or tariffs.feed_in):
            feed_in = tariffs.feed_in_at(local)
        return QuarterPrices(
            price=price,
            feed_in_price=feed_in,
            co2_g_per_kwh=self._co2() if start == quarter_of(now) else None,
        )

    @callback
    def feed_in_price(self, now: datetime) -> float:
        """Return what feeding in pays now, in the unit of the price entities; 0 where that is unknown."""
        feed_in = self._told(self._feed_in, now, now)
        if feed_in is None:
            feed_in = self.options.tariffs.feed_in_at(dt_util.as_local(now))
        return feed_in / unit_scale(self._prices.unit)

    @callback
    def feed_in_prices(self, now: datetime) -> tuple[PriceSlot, ...]:
        """Return what feeding in will pay by its entity, in the unit of the price entities; in order, without overlaps."""
        if not is_home_currency(self._feed_in.unit, self._hass.config.currency):
            return ()
        scale = unit_scale(self._feed_in.unit) / unit_scale(self._prices.unit)
        told = self._feed_in.read(now)
        if scale == 1.0:
            return told
        return tuple(replace(slot, price=slot.price * scale) for slot in told)

    def _told(self, sources: PriceSources, at: datetime, now: datetime) -> float | None:
        """Return what entities say of a time; None: nothing, or in another currency than Home Assistant's."""
        price = price_at(sources.read(now), at)
        if price is None or not is_home_currency(sources.unit, self._hass.config.currency):
            return None
        return price * unit_scale(sources.unit)

    def _co2(self) -> float | None:
        """Return the grid's CO2 in g per kWh by its entity; None: unknown."""
        entity_id = self.options.tariffs.co2_entity
        state = self._hass.states.get(entity_id) if entity_id else None
        value = None if state is None else number(state.state)
        if state is None or value is None or value < 0:
            return None
        return value * co2_scale(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT))


def is_home_currency(unit: str | None, currency: str) -> bool:
    """Return whether a unit of price may be in this currency: it names no other one by its code."""
    money = (unit or "").partition("/")[0].strip()
    is_code = len(money) == _CODE_LENGTH and money.isascii() and money.isupper()
    return not is_code or money == currency


def co2_scale(unit: object) -> float:
    """Return what makes g per kWh of a value in `unit`; 1.0 for an unknown unit."""
    mass, _, energy = unit.lower().partition("/") if isinstance(unit, str) else ("", "", "")
    kilo = 1000.0 if mass.strip().startswith("kg") else 1.0
    return kilo / (1000.0 if energy.strip() == "mwh" else 1.0)
