"""Read the chosen price entities when they change, and ask actions for missing prices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.charging.plans.prices import PriceSlot, price_at
from custom_components.plug_control.model.money.tariff import NO_ADJUSTMENT, Adjustment

from .other_integrations import OtherIntegrations
from .price_actions import async_ask_prices, can_be_asked
from .price_reader import attribute_prices, merged, state_price, unit_per_kwh, unit_scale
from .slots import same_objects

_NOON = time(12)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Entity:
    """Known prices of one price entity."""

    entity_id: str
    seen: tuple[object, date, str] | None = None
    """The attributes that were parsed last, with their day and the unit."""
    listed: Sequence[PriceSlot] = ()
    """Prices in its attributes; kept while it is unavailable, since they do not change."""
    fetched: Sequence[PriceSlot] = ()
    """Prices from an action."""
    stated: tuple[str, datetime, datetime, str] | None = None
    """The state that was parsed last, with its hour and the unit."""
    told: Sequence[PriceSlot] = ()
    """The price in its state, for this hour."""


class PriceSources:
    """The prices of several entities together, as the user pays them; later ones only fill gaps."""

    def __init__(
        self,
        hass: HomeAssistant,
        entity_ids: Sequence[str],
        adjustment: Adjustment = NO_ADJUSTMENT,
    ) -> None:
        self._hass = hass
        self._adjustment = adjustment
        self._entities = [_Entity(entity_id) for entity_id in entity_ids]
        self._parts: list[Sequence[PriceSlot]] = []
        self._merged: tuple[PriceSlot, ...] = ()
        self._unit: str | None = None
        self._foreign = OtherIntegrations()

    @property
    def unit(self) -> str | None:
        """The unit of the prices that were read last, money per kWh; None without price entities."""
        return self._unit

    @callback
    def read(self, now: datetime) -> tuple[PriceSlot, ...]:
        """Return the known prices, in order and without overlaps."""
        if not self._entities:
            return ()
        unit = self._unit_told() or self._unit or unit_per_kwh(self._hass.config.currency)
        if unit != self._unit:
            self._unit = unit
            self._entities = [_Entity(entity.entity_id) for entity in self._entities]
        hour = dt_util.as_local(now).replace(minute=0, second=0, microsecond=0)
        for entity in self._entities:
            self._look(entity, unit, hour)
        parts = [
            part
            for entity in self._entities
            for part in (entity.listed, entity.fetched, entity.told)
        ]
        if not same_objects(parts, self._parts):
            self._parts, self._merged = parts, self._adjusted(merged(parts), unit)
        return self._merged

    def _adjusted(self, prices: tuple[PriceSlot, ...], unit: str) -> tuple[PriceSlot, ...]:
        """Return what the user pays in `unit`; the surcharge is in the currency's main unit."""
        if self._adjustment == NO_ADJUSTMENT:
            return prices
        surcharge = self._adjustment.surcharge / unit_scale(unit)
        adjustment = replace(self._adjustment, surcharge=surcharge)
        return tuple(replace(slot, price=adjustment.of(slot.price)) for slot in prices)

    async def async_refresh(self) -> None:
        """Ask for the days that are not known yet; for tomorrow from noon on, when day-ahead prices are published."""
        now = dt_util.now()
        self.read(now)
        days = (now.date(), now.date() + _DAY) if now.time() >= _NOON else (now.date(),)
        for entity in self._entities:
            for day in days:
                await self._fetch(entity, day)

    async def _fetch(self, entity: _Entity, day: date) -> None:
        """Ask for a day's prices if they are not known and the entity's integration can be asked."""
        unit, zone = self._unit, dt_util.get_default_time_zone()
        noon = datetime.combine(day, _NOON, zone)
        known = merged((entity.listed, entity.fetched))
        if unit is None or price_at(known, noon) is not None:
            return
        if not can_be_asked(self._hass, entity.entity_id):
            return
        answer = await self._foreign.ask(
            f"Prices of {entity.entity_id}",
            async_ask_prices(self._hass, entity.entity_id, day, zone, unit),
            quietly=day > dt_util.now().date(),
        )
        before = [slot for slot in entity.fetched if slot.end > noon - 2 * _DAY]
        entity.fetched = merged((answer or (), before))

    def _unit_told(self) -> str | None:
        """Return the unit, money per kWh, of the first entity that has one; None: none has."""
        states = (self._hass.states.get(entity.entity_id) for entity in self._entities)
        units = (state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) for state in states if state)
        told = next((unit for unit in units if isinstance(unit, str) and "/" in unit), None)
        return unit_per_kwh(told) if told else None

    def _look(self, entity: _Entity, unit: str, hour: datetime) -> None:
        """Parse an entity's attributes and state where they have changed."""
        state = self._hass.states.get(entity.entity_id)
        if state is None:
            entity.told = ()
            return
        zone = dt_util.get_default_time_zone()
        # "Today" is the day when the attributes were written: at midnight it becomes yesterday.
        day = state.last_updated.astimezone(zone).date()
        if (
            entity.seen is None
            or entity.seen[0] is not state.attributes
            or entity.seen[1:] != (day, unit)
        ):
            entity.seen = (state.attributes, day, unit)
            entity.listed = attribute_prices(state.attributes, day, zone, unit) or entity.listed
        # In UTC: when summer time ends, two hours have the same local time.
        stated = (state.state, state.last_changed, hour.astimezone(UTC), unit)
        if entity.stated != stated:
            entity.stated = stated
            told = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
            entity.told = state_price(state.state, told, state.last_changed, hour, unit)
