"""Time entities: when a connector's plan is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import override

from homeassistant.components.time import TimeEntity, TimeEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.wishes import WishDescription, WishEntity, charging_entities
from .entity import PlugControlEntity, async_setup_dynamic

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class WishTimeDescription(TimeEntityDescription, WishDescription):
    """Describes a time of day."""


CONNECTOR_TIMES = (
    WishTimeDescription(key="ready_by", translation_key="ready_by", wish="ready_by"),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the times of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    return charging_entities(coordinator, WishTime, CONNECTOR_TIMES)


class WishTime(WishEntity, TimeEntity):
    """A wish that is a time of day, in Home Assistant's time zone."""

    entity_description: WishTimeDescription

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish."""
        self._attr_native_value = wished = self.wished
        return wished

    @override
    async def async_set_value(self, value: time) -> None:
        """Set the wish to `value`."""
        await self.async_wish(value)
