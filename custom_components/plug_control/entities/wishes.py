"""Base classes of the entities of smart charging, and of those that set a wish."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription

from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.entity import PlugControlEntity, translates_errors
from custom_components.plug_control.model.connector import ConnectorKey


@dataclass(frozen=True, kw_only=True)
class ChargingDescription(EntityDescription):
    """Describes an entity of a connector's smart charging."""

    offered_fn: Callable[[Controller, ConnectorKey], bool] = lambda controller, key: True
    """Whether the site and the connector have what the entity needs; changes with the options."""


@dataclass(frozen=True, kw_only=True)
class WishDescription(ChargingDescription):
    """Describes an entity that shows and sets one wish of the user."""

    wish: str
    """The name of the field of `Wishes`."""


class ChargingEntity(PlugControlEntity):
    """An entity of a connector's smart charging; available also while the charge point is offline."""

    __slots__ = ("controller", "key")
    entity_description: ChargingDescription

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: ChargingDescription,
        connector_id: int,
    ) -> None:
        """Belong to the connector `connector_id` of `coordinator`'s charge point."""
        super().__init__(coordinator, description, connector_id)
        self.controller = coordinator.entry.runtime_data.controller
        self.key: ConnectorKey = (coordinator.charge_point_id, connector_id)

    @property
    @override
    def available(self) -> bool:
        """Whether the site and the connector still have what the entity needs."""
        return self.entity_description.offered_fn(self.controller, self.key)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for changes of the charge point and the controller."""
        await super().async_added_to_hass()
        self.controller.async_add_listener(self._async_update, self.key)

    @callback
    @override
    def _async_stop_listening(self) -> None:
        """Remove the listeners of both."""
        super()._async_stop_listening()
        self.controller.async_remove_listener(self._async_update, self.key)


class WishEntity(ChargingEntity):
    """An entity that shows and sets one wish of the user."""

    entity_description: WishDescription

    @property
    def wished(self) -> Any:
        """The present wish, of the type of its field in `Wishes`."""
        return getattr(self.controller.wishes_of(self.key), self.entity_description.wish)

    @translates_errors
    async def async_wish(self, wished: object) -> None:
        """Set the wish; raises HomeAssistantError if the charger refuses the resulting limit."""
        await self.controller.async_wish(self.key, **{self.entity_description.wish: wished})


def charging_entities[D: ChargingDescription](
    coordinator: ChargePointCoordinator,
    entity_class: Callable[[ChargePointCoordinator, D, int], ChargingEntity],
    descriptions: Iterable[D],
) -> Iterator[ChargingEntity]:
    """Yield the described entities whose `offered_fn` is true, for each connector."""
    controller = coordinator.entry.runtime_data.controller
    for connector_id in coordinator.connectors:
        key = (coordinator.charge_point_id, connector_id)
        for description in descriptions:
            if description.offered_fn(controller, key):
                yield entity_class(coordinator, description, connector_id)
