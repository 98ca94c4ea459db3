"""Entities of the site, on a device of its own."""

from collections.abc import Callable, Iterable
from typing import override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.device_layout import site_identifier
from custom_components.plug_control.entity import SlimEntity


class SiteEntity(SlimEntity):
    """An entity of the site."""

    __slots__ = ("_entry",)

    available = True

    def __init__(
        self, entry: PlugControlConfigEntry, description: EntityDescription, about: str = ""
    ) -> None:
        """Belong to the site's device; `about` tells several of one description apart."""
        super().__init__(description, f"{entry.entry_id}_{description.key}{about}")
        self._entry = entry

    @property
    def _controller(self) -> Controller:
        return self._entry.runtime_data.controller

    @property
    @override
    def device_info(self) -> DeviceInfo:
        """The site's device."""
        return DeviceInfo(
            identifiers={site_identifier(self._entry.entry_id)},
            name=self._entry.title,
            entry_type=DeviceEntryType.SERVICE,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Take the first state and listen for decisions."""
        await super().async_added_to_hass()
        self._shown = (True, self.refresh())
        self.async_on_remove(self._controller.async_add_site_listener(self._async_update))


@callback
def async_setup_site(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    platform: str,
    build: Callable[[PlugControlConfigEntry], Iterable[SiteEntity]],
) -> None:
    """Add the entities that `build` returns: now, and when the site's settings changed; remove those that it returns no more."""
    added: set[str] = set()
    controller = entry.runtime_data.controller
    seen: object = None

    @callback
    def update() -> None:
        nonlocal seen
        if seen == (site := controller.site):
            return
        seen = site
        wanted = {entity.unique_id: entity for entity in build(entry)}
        async_add_entities([one for key, one in wanted.items() if key not in added])
        for key in added - wanted.keys():
            _remove(hass, platform, key)
        added.clear()
        added.update(wanted)

    entry.async_on_unload(controller.async_add_site_listener(update))
    update()


def _remove(hass: HomeAssistant, platform: str, unique_id: str) -> None:
    registry = er.async_get(hass)
    if entity_id := registry.async_get_entity_id(platform, DOMAIN, unique_id):
        registry.async_remove(entity_id)
