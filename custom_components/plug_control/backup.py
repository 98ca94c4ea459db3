"""Hold the ledger's file still while Home Assistant makes a backup; new sessions go to its log meanwhile."""

from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .coordinator import PlugControlConfigEntry


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Let the files of all ledgers be copied."""
    entries: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        await entry.runtime_data.central_system.ledger.hold()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Go on as before."""
    entries: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        await entry.runtime_data.central_system.ledger.release()
