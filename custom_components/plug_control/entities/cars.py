"""Entities of cars, on a device for each, and the select of the car that is at a connector."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.cars.options import CarOptions
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.device_layout import car_identifier
from custom_components.plug_control.entity import SlimEntity

# ---- entities of a car


@dataclass(frozen=True, slots=True)
class CarView:
    """A car as its entities see it."""

    entry: PlugControlConfigEntry
    car: CarOptions

    @property
    def cars(self) -> Cars:
        """All cars."""
        return self.entry.runtime_data.cars

    @property
    def running_wh(self) -> float | None:
        """The energy of its running session; None: none runs."""
        connector = self.cars.connector_of(self.car.car_id)
        transaction = connector.transaction if connector is not None else None
        return transaction.energy_wh if transaction is not None else None

    @property
    def last(self) -> dict[str, Any] | None:
        """Its last session that has ended, as a row of the ledger."""
        ended = self.cars.sessions_of(self.car.car_id)
        return dict(ended.last) if ended is not None and ended.last is not None else None

    @property
    def had_session(self) -> bool:
        """Whether it has or had a session."""
        return self.running_wh is not None or self.last is not None


@dataclass(frozen=True, kw_only=True)
class CarDescription(EntityDescription):
    """Describes an entity of a car."""

    has_fn: Callable[[CarView], bool] = lambda _: True
    """Whether there is something to show."""


class CarEntity(SlimEntity):
    """An entity of a car."""

    __slots__ = ("_car_id", "_entry")
    entity_description: CarDescription

    def __init__(
        self, entry: PlugControlConfigEntry, car: CarOptions, description: CarDescription
    ) -> None:
        """Belong to the car's device."""
        super().__init__(description, car_unique_id(car.car_id, description))
        self._entry = entry
        self._car_id = car.car_id

    @property
    def _view(self) -> CarView | None:
        """The car; None: it was deleted."""
        car = self._entry.runtime_data.cars.of(self._car_id)
        return None if car is None else CarView(self._entry, car)

    @property
    @override
    def device_info(self) -> DeviceInfo | None:
        """The car's device."""
        view = self._view
        return None if view is None else car_device_info(view.car)

    @property
    @override
    def available(self) -> bool:
        """Whether there is something to show."""
        view = self._view
        return view is not None and self.entity_description.has_fn(view)

    @callback
    @override
    def refresh(self) -> object:
        """Take the state of the car; a car that was deleted keeps its last one until its entities are removed."""
        view = self._view
        return None if view is None else self._take(view)

    def _take(self, view: CarView) -> object:
        raise NotImplementedError

    @override
    async def async_added_to_hass(self) -> None:
        """Take the first state and listen for changes."""
        await super().async_added_to_hass()
        self._shown = (self.available, self.refresh())
        cars = self._entry.runtime_data.cars
        self.async_on_remove(cars.async_add_car_listener(self._async_update, self._car_id))


# ---- devices and platforms


def car_unique_id(car_id: str, description: EntityDescription) -> str:
    """Return the unique id of a car's entity."""
    return f"car_{car_id}_{description.key}"


def car_device_info(car: CarOptions) -> DeviceInfo:
    """Return the description of a car's device."""
    return DeviceInfo(identifiers={car_identifier(car.car_id)}, name=car.name)


@callback
def async_update_car_devices(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Name the cars' devices as the cars are called now."""
    registry = dr.async_get(hass)
    for car in entry.runtime_data.cars.all:
        registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            config_subentry_id=car.car_id,
            **car_device_info(car),
        )


@callback
def async_setup_cars(
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    build: Callable[[CarOptions], Iterable[SlimEntity]],
) -> None:
    """Add the entities that `build` returns for each car: now, and whenever there is something new to show."""
    cars = entry.runtime_data.cars
    added: set[str] = set()

    @callback
    def add() -> None:
        for car in cars.all:
            new = [each for each in build(car) if each.unique_id not in added]
            added.update(each.unique_id for each in new)
            if new:
                async_add_entities(new, config_subentry_id=car.car_id)

    entry.async_on_unload(cars.async_add_listener(add))
    entry.async_on_unload(entry.runtime_data.month_totals.async_add_builder(add))
    add()
