"""Keep the ledger's file unchanged while Home Assistant makes a backup; new sessions go to its write-ahead log meanwhile."""

from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .coordinator import PlugControlConfigEntry


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Stop changing the database files of all ledgers, so that they can be copied."""
    entries: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        await entry.runtime_data.central_system.ledger.hold()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Allow changes of the database files again."""
    entries: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        await entry.runtime_data.central_system.ledger.release()
