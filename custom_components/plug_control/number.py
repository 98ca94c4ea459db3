"""Number entities: the maximum current, and settings of smart charging."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfElectricCurrent, UnitOfEnergy
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .charging.types import MINIMUM_CURRENT_A
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.wishes import WishDescription, WishEntity, charging_entities
from .entity import (
    DescribedEntity,
    PlugControlDescription,
    PlugControlEntity,
    async_setup_dynamic,
    described_entities,
    translates_errors,
)
from .model.connector import Connector

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class MaximumCurrentDescription(NumberEntityDescription, PlugControlDescription[Connector]):
    """Describes the number for a connector's current limit."""


MAXIMUM_CURRENT = MaximumCurrentDescription(
    key="maximum_current",
    translation_key="maximum_current",
    device_class=NumberDeviceClass.CURRENT,
    mode=NumberMode.SLIDER,
    native_min_value=0,
    native_step=1,
    native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
)


@dataclass(frozen=True, kw_only=True)
class WishNumberDescription(NumberEntityDescription, WishDescription):
    """Describes a number of smart charging; its unit may differ from the wish's."""

    native_step: float | None = 1
    wish_fn: Callable[[float], float] = float
    """Converts the shown value to the wish; `shown_fn` does the reverse."""
    shown_fn: Callable[[float], float] = float


MINIMUM_CURRENT = WishNumberDescription(
    key="minimum_current",
    translation_key="minimum_current",
    wish="minimum_a",
    device_class=NumberDeviceClass.CURRENT,
    entity_category=EntityCategory.CONFIG,
    mode=NumberMode.SLIDER,
    native_min_value=MINIMUM_CURRENT_A,
    wish_fn=round,
    native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
)
PRICE_LIMIT = WishNumberDescription(
    key="price_limit",
    translation_key="price_limit",
    wish="price_limit",
    mode=NumberMode.BOX,
    native_min_value=-10_000,
    native_max_value=10_000,
    native_step=0.001,
    offered_fn=lambda controller, _: controller.has_prices,
)
WISH_NUMBERS = (
    WishNumberDescription(
        key="target_energy",
        translation_key="target_energy",
        wish="target_energy_wh",
        device_class=NumberDeviceClass.ENERGY,
        mode=NumberMode.BOX,
        native_min_value=0.5,
        native_max_value=200,
        native_step=0.5,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        wish_fn=lambda energy_kwh: energy_kwh * 1000,
        shown_fn=lambda energy_wh: energy_wh / 1000,
    ),
    WishNumberDescription(
        key="target_soc",
        translation_key="target_soc",
        wish="target_soc_percent",
        device_class=NumberDeviceClass.BATTERY,
        mode=NumberMode.SLIDER,
        native_min_value=0,
        native_max_value=100,
        native_unit_of_measurement=PERCENTAGE,
        offered_fn=lambda controller, key: controller.has_state_of_charge(key),
    ),
    WishNumberDescription(
        key="priority",
        translation_key="priority",
        wish="priority",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        mode=NumberMode.SLIDER,
        native_min_value=0,
        native_max_value=10,
        wish_fn=round,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    yield from described_entities(coordinator, MaximumCurrentNumber, connector=(MAXIMUM_CURRENT,))
    yield from charging_entities(coordinator, MinimumCurrentNumber, (MINIMUM_CURRENT,))
    yield from charging_entities(coordinator, PriceLimitNumber, (PRICE_LIMIT,))
    yield from charging_entities(coordinator, WishNumber, WISH_NUMBERS)


class MaximumCurrentNumber(DescribedEntity[Connector], NumberEntity):
    """The limit (A) that the user set for a connector, or else the charge point's maximum.

    The attribute `fallback` is the way in which the charger takes limits while it refuses a better one.
    """

    entity_description: MaximumCurrentDescription

    @property
    @override
    def native_max_value(self) -> float:
        """The charge point's maximum (A)."""
        return self.coordinator.settings.maximum_current_a

    @callback
    @override
    def refresh(self) -> object:
        """Take the wanted limit from the model, and the maximum from the settings."""
        maximum_a = self.coordinator.settings.maximum_current_a
        wanted_a = self.source.limit.wanted_a
        limit_a = maximum_a if wanted_a is None else min(wanted_a, maximum_a)
        self._attr_native_value = limit_a
        about = self.coordinator.charge_point
        way = about.limit_way if about.limit_is_fallback else None
        self._attr_extra_state_attributes = {} if way is None else {"fallback": str(way)}
        return limit_a, maximum_a, way

    @translates_errors
    @override
    async def async_set_native_value(self, value: float) -> None:
        """Limit the connector to `value` A: 0 pauses; 1–5 A raises a ServiceValidationError (R29)."""
        await self.coordinator.central_system.limits.set_limit(
            self.coordinator.charge_point_id, self.source.connector_id, value
        )


class WishNumber(WishEntity, NumberEntity):
    """A wish that is a number."""

    entity_description: WishNumberDescription

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish, in the number's unit."""
        self._attr_native_value = shown = self.entity_description.shown_fn(self.wished)
        return shown

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the wish to `value`, converted to the wish's unit."""
        await self.async_wish(self.entity_description.wish_fn(value))


class MinimumCurrentNumber(WishNumber):
    """The minimum current (A) for charging on surplus; never more than the charge point's maximum."""

    @property
    @override
    def native_max_value(self) -> float:
        """The charge point's maximum (A)."""
        return self.coordinator.settings.maximum_current_a

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish, and the maximum from the settings."""
        maximum_a = self.coordinator.settings.maximum_current_a
        self._attr_native_value = minimum_a = min(self.wished, maximum_a)
        return minimum_a, maximum_a


class PriceLimitNumber(WishNumber):
    """The price at or under which a connector charges at full power, in the unit of the prices."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish, and the unit from the prices."""
        self._attr_native_unit_of_measurement = unit = self.controller.price_unit
        return super().refresh(), unit
