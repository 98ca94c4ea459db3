"""Update entities: the firmware of each charge point that can be updated."""

from collections.abc import Iterator
from typing import Any, override

from homeassistant.components.update import (
    UpdateDeviceClass,
    UpdateEntity,
    UpdateEntityDescription,
    UpdateEntityFeature,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .central_system.stations.configuration import offers_profile
from .central_system.wire import CommandError
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entity import PlugControlEntity, async_setup_dynamic
from .exceptions import home_assistant_error
from .transfers.firmware import Firmware

PARALLEL_UPDATES = 0

FIRMWARE_MANAGEMENT = "FirmwareManagement"
NOT_TOLD = "?"
"""The version of a charge point that reports none."""
FIRMWARE = UpdateEntityDescription(
    key="firmware_update",
    translation_key="firmware",
    device_class=UpdateDeviceClass.FIRMWARE,
    entity_category=EntityCategory.CONFIG,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the update entities of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    if offers_profile(coordinator.charge_point.configuration, FIRMWARE_MANAGEMENT):
        yield FirmwareUpdateEntity(coordinator, FIRMWARE)


class FirmwareUpdateEntity(PlugControlEntity, UpdateEntity):
    """The firmware of a charge point; the latest version is the installed one until the user names another."""

    entity_description: UpdateEntityDescription

    supported_features = UpdateEntityFeature.INSTALL | UpdateEntityFeature.PROGRESS

    @property
    @override
    def device_class(self) -> UpdateDeviceClass | None:
        """Firmware."""
        return UpdateDeviceClass.FIRMWARE

    @property
    @override
    def available(self) -> bool:
        """True: a charge point that installs an update is offline for a while."""
        return True

    @property
    def _named(self) -> Firmware | None:
        coordinator = self.coordinator
        return coordinator.entry.runtime_data.transfers.firmware.of(coordinator.charge_point_id)

    @property
    @override
    def installed_version(self) -> str:
        """The version that the charge point reports."""
        return self.coordinator.charge_point.firmware_version or NOT_TOLD

    @property
    @override
    def latest_version(self) -> str:
        """The version that the user named, or else the installed one."""
        named = self._named
        return self.installed_version if named is None else named.version

    @override
    def version_is_newer(self, latest_version: str, installed_version: str) -> bool:
        """True: what the user named is offered, an older version, too."""
        return True

    @property
    @override
    def in_progress(self) -> bool:
        """Whether the charge point was asked for an update that has not ended."""
        update = self.coordinator.charge_point.firmware_update
        return update is not None and update.running

    @property
    @override
    def release_summary(self) -> str | None:
        """The file that would be installed."""
        named = self._named
        return None if named is None else named.name

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """How far the last update is, why it failed, and the charge point's own word for it."""
        update = self.coordinator.charge_point.firmware_update
        if update is None:
            return {"stage": None, "failure": None, "detail": None}
        return {
            "stage": update.stage.value,
            "failure": None if update.failure is None else update.failure.value,
            "detail": update.detail,
        }

    @callback
    @override
    def refresh(self) -> object:
        """Return what is shown."""
        shown = (self.installed_version, self.latest_version, self.in_progress)
        return (*shown, self.release_summary, *self.extra_state_attributes.values())

    @override
    async def async_install(self, version: str | None, backup: bool, **kwargs: Any) -> None:
        """Ask the charge point to install the named firmware; raises HomeAssistantError."""
        coordinator = self.coordinator
        transfers = coordinator.entry.runtime_data.transfers
        try:
            await transfers.async_install(coordinator.charge_point_id)
        except CommandError as error:
            raise home_assistant_error(error, coordinator.name) from error
