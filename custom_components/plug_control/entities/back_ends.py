"""Entities of back ends, on a device for each."""

from collections.abc import Callable, Iterable
from typing import override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from custom_components.plug_control.back_ends.back_ends import BackEnds
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.device_layout import back_end_identifier
from custom_components.plug_control.entity import SlimEntity
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.state import BackEndState


class BackEndEntity(SlimEntity):
    """An entity of a back end."""

    __slots__ = ("_back_end_id", "_entry")

    def __init__(
        self,
        entry: PlugControlConfigEntry,
        back_end: BackEndSettings,
        description: EntityDescription,
    ) -> None:
        """Belong to the back end's device."""
        super().__init__(description, f"back_end_{back_end.back_end_id}_{description.key}")
        self._entry = entry
        self._back_end_id = back_end.back_end_id

    @property
    def _back_ends(self) -> BackEnds:
        return self._entry.runtime_data.back_ends

    @property
    @override
    def device_info(self) -> DeviceInfo | None:
        """The back end's device."""
        back_end = self._back_ends.of(self._back_end_id)
        return None if back_end is None else back_end_device_info(back_end)

    @property
    @override
    def available(self) -> bool:
        """Whether the relay runs, and the back end was not deleted."""
        return self._back_ends.state(self._back_end_id) is not None

    @callback
    @override
    def refresh(self) -> object:
        """Take the state; a back end that was deleted keeps its last one until its entities are removed."""
        state = self._back_ends.state(self._back_end_id)
        return None if state is None else self._take(state)

    def _take(self, state: BackEndState) -> object:
        """Take what is shown from the back end's state."""
        return None

    @override
    async def async_added_to_hass(self) -> None:
        """Take the first state and listen for changes."""
        await super().async_added_to_hass()
        self._shown = (self.available, self.refresh())
        self.async_on_remove(
            self._back_ends.async_add_back_end_listener(self._back_end_id, self._async_update)
        )


def back_end_device_info(back_end: BackEndSettings) -> DeviceInfo:
    """Return the description of a back end's device."""
    return DeviceInfo(
        identifiers={back_end_identifier(back_end.back_end_id)},
        name=back_end.name,
        entry_type=DeviceEntryType.SERVICE,
    )


@callback
def async_update_back_end_devices(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Name the back ends' devices as the back ends are called now."""
    registry = dr.async_get(hass)
    for back_end in entry.runtime_data.back_ends.all:
        registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            config_subentry_id=back_end.back_end_id,
            **back_end_device_info(back_end),
        )


@callback
def async_setup_back_ends(
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    build: Callable[[PlugControlConfigEntry, BackEndSettings], Iterable[BackEndEntity]],
) -> None:
    """Add the entities that `build` returns for each back end: now, and when one is added."""
    added: set[str] = set()
    back_ends = entry.runtime_data.back_ends

    @callback
    def add() -> None:
        for back_end in back_ends.all:
            if back_end.back_end_id not in added:
                added.add(back_end.back_end_id)
                async_add_entities(build(entry, back_end), config_subentry_id=back_end.back_end_id)

    entry.async_on_unload(back_ends.async_add_listener(add))
    add()
