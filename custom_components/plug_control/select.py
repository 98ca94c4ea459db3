"""Select entities: the charging mode, the days and the shape of a plan, and the car."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .charging.plans.settings import PlanShape
from .charging.types import Mode
from .controller.wishes import Repeat
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.car_select import CAR_AT_CONNECTOR, CarSelect
from .entities.wishes import WishDescription, WishEntity, charging_entities
from .entity import PlugControlEntity, async_setup_dynamic

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class WishSelectDescription(SelectEntityDescription, WishDescription):
    """Describes a select of smart charging; its options are the values of `choices`."""

    choices: type[Mode | Repeat | PlanShape]
    for_sun: frozenset[Mode] = frozenset()
    """Choices that are hidden if the site measures no surplus."""


CONNECTOR_SELECTS = (
    WishSelectDescription(
        key="charging_mode",
        translation_key="charging_mode",
        wish="mode",
        choices=Mode,
        for_sun=frozenset(mode for mode in Mode if mode.follows_sun),
        options=[mode.value for mode in Mode],
    ),
    WishSelectDescription(
        key="plan_repeat",
        translation_key="plan_repeat",
        wish="repeat",
        choices=Repeat,
        options=[repeat.value for repeat in Repeat],
    ),
    WishSelectDescription(
        key="plan_shape",
        translation_key="plan_shape",
        wish="plan_shape",
        choices=PlanShape,
        options=[shape.value for shape in PlanShape],
        entity_registry_enabled_default=False,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    yield from charging_entities(coordinator, WishSelect, CONNECTOR_SELECTS)
    yield from charging_entities(coordinator, CarSelect, (CAR_AT_CONNECTOR,))


class WishSelect(WishEntity, SelectEntity):
    """A wish that is one of a few choices."""

    entity_description: WishSelectDescription

    @property
    @override
    def options(self) -> list[str]:
        """The choices; one that the site cannot do is an option only while it is chosen."""
        description, wished = self.entity_description, self.wished
        hidden = frozenset() if self.controller.measures_surplus else description.for_sun
        return [
            choice.value
            for choice in description.choices
            if choice not in hidden or choice is wished
        ]

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish."""
        self._attr_current_option = option = self.wished.value
        return option, self.options

    @override
    async def async_select_option(self, option: str) -> None:
        """Set the wish to `option`."""
        await self.async_wish(self.entity_description.choices(option))
