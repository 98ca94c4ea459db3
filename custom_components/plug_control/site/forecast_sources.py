"""Read the chosen forecast entities when they change, and ask energy platforms."""

from collections.abc import Iterable, Sequence
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from custom_components.plug_control.charging.plans.sun import SolarSlot

from .forecast_reader import forecast_slots, total
from .other_integrations import OtherIntegrations
from .slots import fill_gaps, same_objects

_PLATFORM = "energy"


class ForecastSources:
    """The forecast of all roofs: config entries add up, the entities of one entry fill each other's gaps."""

    def __init__(self, hass: HomeAssistant, entity_ids: Sequence[str]) -> None:
        self._hass = hass
        self._entity_ids = tuple(entity_ids)
        self._parsed: dict[str, tuple[object, Sequence[SolarSlot]]] = {}
        self._fetched: dict[str, Sequence[SolarSlot]] = {}
        """Answers of energy platforms, by config entry."""
        self._parts: Sequence[object] = ()
        self._total: tuple[SolarSlot, ...] = ()
        self._foreign = OtherIntegrations()

    @callback
    def read(self) -> tuple[SolarSlot, ...]:
        """Return the known forecast, in order and without overlaps."""
        parts = [(self._roof(entity_id), self._told(entity_id)) for entity_id in self._entity_ids]
        parts.extend(self._fetched.items())
        told = [item for part in parts for item in part]
        if not same_objects(told, self._parts):
            self._parts, self._total = told, _added(parts)
        return self._total

    async def async_refresh(self) -> None:
        """Ask the energy platforms of the entities' integrations, once for each config entry."""
        registry = er.async_get(self._hass)
        entities = (registry.async_get(entity_id) for entity_id in self._entity_ids)
        for entry_id in {one.config_entry_id for one in entities if one and one.config_entry_id}:
            question = self._platform_forecast(entry_id)
            answer = await self._foreign.ask(
                f"Solar forecast of the config entry {entry_id}", question
            )
            if isinstance(answer, dict):
                zone = dt_util.get_default_time_zone()
                self._fetched[entry_id] = forecast_slots(answer, zone)

    async def _platform_forecast(self, entry_id: str) -> Any:
        """Return the answer of the energy platform of an entry's integration; None: it has none, or the entry is not loaded."""
        entry = self._hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return None
        integration = await async_get_integration(self._hass, entry.domain)
        if not integration.platforms_exists((_PLATFORM,)):
            return None
        platform = await integration.async_get_platform(_PLATFORM)
        ask = getattr(platform, "async_get_solar_forecast", None)
        return None if ask is None else await ask(self._hass, entry_id)

    def _roof(self, entity_id: str) -> str:
        """Return the id of the roof that an entity's forecast is for: its config entry's, or else its own."""
        entity = er.async_get(self._hass).async_get(entity_id)
        return (entity.config_entry_id if entity else None) or entity_id

    def _told(self, entity_id: str) -> Sequence[SolarSlot]:
        """Return the forecast in the entity's attributes; the last one while it is unavailable."""
        state = self._hass.states.get(entity_id)
        seen, slots = self._parsed.get(entity_id, (None, ()))
        if state is None or state.attributes is seen:
            return slots
        told = forecast_slots(state.attributes, dt_util.get_default_time_zone())
        slots = told or slots
        self._parsed[entity_id] = (state.attributes, slots)
        return slots


def _added(parts: Iterable[tuple[str, Sequence[SolarSlot]]]) -> tuple[SolarSlot, ...]:
    """Return the sum of all roofs; later parts of a roof only fill gaps."""
    roofs: dict[str, Sequence[SolarSlot]] = {}
    for roof, slots in parts:
        roofs[roof] = fill_gaps(roofs.get(roof, ()), slots)
    return total(list(roofs.values()))
