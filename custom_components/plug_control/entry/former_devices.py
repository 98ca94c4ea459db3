"""Create a repair issue that lists the automations, scripts and dashboards that refer to a merged device."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import suppress
import logging
from typing import Any, Final

from homeassistant.components.automation import DATA_COMPONENT as AUTOMATIONS
from homeassistant.components.lovelace.const import CONF_TITLE, LOVELACE_DATA
from homeassistant.components.script.const import DOMAIN as SCRIPTS
from homeassistant.const import (
    ATTR_DOMAIN,
    ATTR_SERVICE,
    EVENT_CALL_SERVICE,
    EVENT_LOVELACE_UPDATED,
    SERVICE_RELOAD,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.start import async_at_started

from custom_components.plug_control import issues
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.device_layout import former_device_ids, shown_name
from custom_components.plug_control.texts.markdown import escape_markdown

SETTLE_S: Final = 5.0
"""The delay of the check after a change, since a reload takes a moment and changes come in groups."""
_KINDS: Final[Mapping[str, Any]] = {"automation": AUTOMATIONS, "script": SCRIPTS}

_LOGGER = logging.getLogger(__name__)


@callback
def async_track_former_devices(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Keep the issues up to date from Home Assistant's start on; do nothing for an entry without former devices."""
    if not any(_former(hass, entry)):
        return

    async def look() -> None:
        for device, former in [*_former(hass, entry)]:
            references = [each async for each in _references(hass, former)]
            issues.async_former_device(hass, entry, device.id, shown_name(device), references)

    debouncer = Debouncer(hass, _LOGGER, cooldown=SETTLE_S, immediate=False, function=look)

    @callback
    def look_soon(_: object) -> None:
        debouncer.async_schedule_call()

    @callback
    def is_reload(data: Mapping[str, Any]) -> bool:
        return data[ATTR_DOMAIN] in _KINDS and data[ATTR_SERVICE] == SERVICE_RELOAD

    async def started(_: HomeAssistant) -> None:
        await look()

    for unsubscribe in (
        async_at_started(hass, started),
        hass.bus.async_listen(EVENT_CALL_SERVICE, look_soon, event_filter=is_reload),
        hass.bus.async_listen(EVENT_LOVELACE_UPDATED, look_soon),
        debouncer.async_shutdown,
    ):
        entry.async_on_unload(unsubscribe)


def _former(
    hass: HomeAssistant, entry: PlugControlConfigEntry
) -> Iterator[tuple[dr.DeviceEntry, list[str]]]:
    """Yield the charge points' devices that connectors' devices were merged into, with the ids of the merged ones."""
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        if former := former_device_ids(device):
            yield device, former


async def _references(hass: HomeAssistant, device_ids: Collection[str]) -> AsyncIterator[str]:
    """Yield a Markdown link to each automation, script and dashboard that refers to one of the devices."""
    for kind, key in _KINDS.items():
        component = hass.data.get(key)
        for entity in component.entities if component is not None else ():
            # What refers to a removed device may not load, so only its raw configuration counts.
            if _mentions(entity.raw_config, device_ids):
                yield _link(entity.name, f"/config/{kind}/edit/{entity.unique_id}")
    lovelace = hass.data.get(LOVELACE_DATA)
    for path, dashboard in lovelace.dashboards.items() if lovelace is not None else ():
        with suppress(HomeAssistantError):  # It has no configuration, or one that cannot be read.
            if _mentions(await dashboard.async_load(False), device_ids):
                yield _link((dashboard.config or {}).get(CONF_TITLE, path), f"/{path}")


def _link(text: Any, path: str) -> str:
    return f"- [{escape_markdown(str(text))}]({path})"


def _mentions(config: Any, device_ids: Collection[str]) -> bool:
    """Return whether a configuration contains one of the ids anywhere, templates included."""
    match config:
        case str():
            return any(device_id in config for device_id in device_ids)
        case dict():
            return any(_mentions(value, device_ids) for value in config.values())
        case list() | tuple():
            return any(_mentions(value, device_ids) for value in config)
    return False
