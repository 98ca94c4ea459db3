"""Buttons: restart, refresh, unlock."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.button.const import ButtonDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .central_system.central_system import CentralSystem
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entity import PlugControlEntity, async_setup_dynamic, translates_errors

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class PlugControlButtonDescription(ButtonEntityDescription):
    """Describes a button; `press_fn` gets the charge point's identity and the connector, 0 for the charge point itself."""

    press_fn: Callable[[CentralSystem, str, int], Awaitable[None]]


CHARGE_POINT_BUTTONS = (
    PlugControlButtonDescription(
        key="soft_reset",
        translation_key="soft_reset",
        device_class=ButtonDeviceClass.RESTART,
        entity_category=EntityCategory.CONFIG,
        press_fn=lambda system, charge_point_id, _: system.commands.reset(
            charge_point_id, hard=False
        ),
    ),
    PlugControlButtonDescription(
        key="hard_reset",
        translation_key="hard_reset",
        device_class=ButtonDeviceClass.RESTART,
        entity_category=EntityCategory.CONFIG,
        press_fn=lambda system, charge_point_id, _: system.commands.reset(
            charge_point_id, hard=True
        ),
    ),
    PlugControlButtonDescription(
        key="refresh",
        translation_key="refresh",
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=lambda system, charge_point_id, _: system.commands.refresh(charge_point_id),
    ),
    PlugControlButtonDescription(
        key="reset_learned",
        translation_key="reset_learned",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        press_fn=lambda system, charge_point_id, _: system.limits.reset_learned(charge_point_id),
    ),
)

CONNECTOR_BUTTONS = (
    PlugControlButtonDescription(
        key="unlock",
        translation_key="unlock",
        press_fn=lambda system, charge_point_id, connector_id: system.commands.unlock(
            charge_point_id, connector_id
        ),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    for description in CHARGE_POINT_BUTTONS:
        yield PlugControlButton(coordinator, description)
    for connector_id in coordinator.connectors:
        for description in CONNECTOR_BUTTONS:
            yield PlugControlButton(coordinator, description, connector_id)


class PlugControlButton(PlugControlEntity, ButtonEntity):
    """A button of a charge point or a connector; it can be pressed while the charge point is connected."""

    entity_description: PlugControlButtonDescription

    @callback
    @override
    def refresh(self) -> object:
        """Return None: a button shows no state of the model."""
        return None

    @translates_errors
    @override
    async def async_press(self) -> None:
        """Carry out the button's command; raises HomeAssistantError."""
        await self.entity_description.press_fn(
            self.coordinator.central_system,
            self.coordinator.charge_point_id,
            self.connector_id or 0,
        )
