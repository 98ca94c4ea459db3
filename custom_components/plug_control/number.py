"""How much a connector may charge with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.const import UnitOfElectricCurrent
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .described import DescribedEntity, PlugControlDescription, described_entities
from .entity import PlugControlEntity, async_setup_dynamic, translates_errors
from .model.connector import Connector

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class MaximumCurrentDescription(NumberEntityDescription, PlugControlDescription[Connector]):
    """Describes the number that limits a connector."""


MAXIMUM_CURRENT = MaximumCurrentDescription(
    key="maximum_current",
    translation_key="maximum_current",
    device_class=NumberDeviceClass.CURRENT,
    mode=NumberMode.SLIDER,
    native_min_value=0,
    native_step=1,
    native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    return described_entities(coordinator, MaximumCurrentNumber, connector=(MAXIMUM_CURRENT,))


class MaximumCurrentNumber(DescribedEntity[Connector], NumberEntity):
    """The limit that someone set for a connector; the charge point's maximum where nobody did."""

    entity_description: MaximumCurrentDescription

    @callback
    @override
    def refresh(self) -> object:
        """Take the wanted limit from the model, and the maximum from the settings."""
        maximum_a = self.coordinator.settings.maximum_current_a
        wanted_a = self.source.limit.wanted_a
        limit_a = maximum_a if wanted_a is None else min(wanted_a, maximum_a)
        self._attr_native_max_value = maximum_a
        self._attr_native_value = limit_a
        return limit_a, maximum_a

    @translates_errors
    @override
    async def async_set_native_value(self, value: float) -> None:
        """Limit the connector to `value` A: 0 pauses; 1–5 A raises a ServiceValidationError (R29)."""
        await self.coordinator.central_system.limits.set_limit(
            self.coordinator.charge_point_id, self.source.connector_id, value
        )
