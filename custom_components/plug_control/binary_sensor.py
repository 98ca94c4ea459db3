"""What is either so or not: connected, plugged in, charging, in trouble."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity, BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .described import DescribedEntity, PlugControlDescription, Source, described_entities
from .entity import PlugControlEntity, async_setup_dynamic
from .model.charge_point import ChargePoint
from .model.connector import Connector

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class PlugControlBinarySensorDescription[SourceT: Source](
    BinarySensorEntityDescription, PlugControlDescription[SourceT]
):
    """Describes a binary sensor; `is_on_fn` returns None for unknown."""

    is_on_fn: Callable[[SourceT], bool | None]


CHARGE_POINT_SENSORS = (
    PlugControlBinarySensorDescription[ChargePoint](
        key="connectivity",
        translation_key="connectivity",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        keeps=True,
        is_on_fn=lambda charge_point: charge_point.connected,
    ),
)

CONNECTOR_SENSORS = (
    PlugControlBinarySensorDescription[Connector](
        key="cable_connected",
        translation_key="cable_connected",
        device_class=BinarySensorDeviceClass.PLUG,
        is_on_fn=lambda connector: connector.is_plugged_in,
    ),
    PlugControlBinarySensorDescription[Connector](
        key="charging",
        translation_key="charging",
        device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
        is_on_fn=lambda connector: connector.is_charging,
    ),
    PlugControlBinarySensorDescription[Connector](
        key="problem",
        translation_key="problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on_fn=lambda connector: connector.has_problem,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    return described_entities(
        coordinator,
        PlugControlBinarySensor,
        charge_point=CHARGE_POINT_SENSORS,
        connector=CONNECTOR_SENSORS,
    )


class PlugControlBinarySensor[SourceT: Source](DescribedEntity[SourceT], BinarySensorEntity):
    """A binary sensor of a charge point or a connector."""

    entity_description: PlugControlBinarySensorDescription[SourceT]

    @callback
    @override
    def refresh(self) -> object:
        """Take the state from the model."""
        self._attr_is_on = is_on = self.entity_description.is_on_fn(self.source)
        return is_on
