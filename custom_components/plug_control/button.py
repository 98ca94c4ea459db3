"""Buttons: restart, refresh, unlock, get the log."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components import persistent_notification
from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.button.const import ButtonDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .central_system.central_system import CentralSystem
from .central_system.stations.configuration import offers_profile
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entity import PlugControlEntity, async_setup_dynamic, translates_errors
from .texts.logs import log_message
from .transfers.received_logs import LogOutcome
from .update import FIRMWARE_MANAGEMENT

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


GET_LOG = ButtonEntityDescription(
    key="get_log", translation_key="get_log", entity_category=EntityCategory.DIAGNOSTIC
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
    if offers_profile(coordinator.charge_point.configuration, FIRMWARE_MANAGEMENT):
        yield GetLogButton(coordinator, GET_LOG)
    for connector_id in coordinator.connectors:
        for description in CONNECTOR_BUTTONS:
            yield PlugControlButton(coordinator, description, connector_id)


class _Button(PlugControlEntity, ButtonEntity):
    """A button; it can be pressed while the charge point is connected."""

    @callback
    @override
    def refresh(self) -> object:
        """Return None: a button shows no state of the model."""
        return None


class PlugControlButton(_Button):
    """A button of a charge point or a connector that sends a command."""

    entity_description: PlugControlButtonDescription

    @translates_errors
    @override
    async def async_press(self) -> None:
        """Carry out the button's command; raises HomeAssistantError."""
        await self.entity_description.press_fn(
            self.coordinator.central_system,
            self.coordinator.charge_point_id,
            self.connector_id or 0,
        )


class GetLogButton(_Button):
    """Asks a charge point for its log, and notifies when it is here, or why it does not come."""

    @translates_errors
    @override
    async def async_press(self) -> None:
        """Ask for the log; raises HomeAssistantError."""
        coordinator = self.coordinator
        transfers = coordinator.entry.runtime_data.transfers
        outcome = await transfers.async_ask_for_log(coordinator.charge_point_id)
        coordinator.entry.async_create_background_task(
            self.hass, self._report(outcome), "plug_control waits for a log"
        )

    async def _report(self, waiting: asyncio.Future[LogOutcome]) -> None:
        """Notify of the outcome; without a link, since all users read notifications and a log is for administrators."""
        outcome = await waiting
        coordinator = self.coordinator
        title, message = log_message(
            self.hass.config.language,
            coordinator.device_name,
            None if outcome.log is None else outcome.log.name,
            outcome.failure,
        )
        persistent_notification.async_create(
            self.hass, message, title, notification_id=f"plug_control_log_{coordinator.device_id}"
        )
