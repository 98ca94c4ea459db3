"""The select of the car that is at a connector."""

from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import callback

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.cars.recognition import OTHER_CAR
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.texts.wording import plain

from .wishes import ChargingDescription, ChargingEntity

AUTO = "auto"
"""The option that lets the car be recognised."""


# ---- the car at a connector


@dataclass(frozen=True, kw_only=True)
class CarSelectDescription(SelectEntityDescription, ChargingDescription):
    """Describes the select of a connector's car."""


CAR_AT_CONNECTOR = CarSelectDescription(
    key="car",
    translation_key="car",
    options=[AUTO, OTHER_CAR],
    offered_fn=lambda controller, _: controller.has_cars,
)


class CarSelect(ChargingEntity, SelectEntity):
    """What a person says about the car that is plugged in; the attributes tell which car it is."""

    entity_description: CarSelectDescription
    __slots__ = ("_cars", "_unsubscribe")
    _unrecorded_attributes = frozenset({"state_of_charge_entity"})

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: CarSelectDescription,
        connector_id: int,
    ) -> None:
        """Choose the car at `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self._cars: Cars = coordinator.entry.runtime_data.cars

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the cars, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self._cars.async_add_listener(self._async_update, self.key))

    @property
    @override
    def options(self) -> list[str]:
        """Recognise it, one of the cars, or another car."""
        return [AUTO, *self._by_name(), OTHER_CAR]

    def _by_name(self) -> dict[str, str]:
        """Return the ids of the cars by their names; a name that two cars have gets a number."""
        found: dict[str, str] = {}
        for car in self._cars.all:
            names = (car.name, *(f"{car.name} {number}" for number in range(2, 100)))
            found[next(name for name in names if name not in (*found, AUTO, OTHER_CAR))] = (
                car.car_id
            )
        return found

    @callback
    @override
    def refresh(self) -> object:
        """Take the choice, and the car that is recognised."""
        chosen = self._cars.stay_at(self.key).chosen
        names = {car_id: name for name, car_id in self._by_name().items()}
        option = OTHER_CAR if chosen == OTHER_CAR else names.get(chosen or "", AUTO)
        self._attr_current_option = option
        self._attr_extra_state_attributes = attributes = self._attributes()
        return option, attributes, tuple(self.options)

    def _attributes(self) -> dict[str, Any]:
        found, car = self._cars.recognised(self.key), self._cars.at(self.key)
        told: dict[str, Any] = {} if found is None else {"recognised_by": found.by.value}
        if car is not None:
            told["car"] = plain(car.name)
            if car.icon:
                told["car_icon"] = car.icon
            if car.soc_entity:
                told["state_of_charge_entity"] = car.soc_entity
        return told

    @override
    async def async_select_option(self, option: str) -> None:
        """Say which car it is, until it is unplugged."""
        chosen = {AUTO: None, OTHER_CAR: OTHER_CAR}.get(option, self._by_name().get(option))
        self._cars.async_choose(self.key, chosen)
