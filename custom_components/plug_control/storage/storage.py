"""Locate the ledger, and keep small memories in Home Assistant's storage."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR, Store

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.const import DOMAIN

VERSION = 1
MEMORY_DELAY_S = 15
FORGOTTEN = ("memory", "charging", "statistics")
"""What is remembered of an entry that says nothing without it."""

type Memory = dict[str, dict[str, Any]]


@callback
def ledger_path(hass: HomeAssistant, entry_id: str) -> Path:
    """Return where the ledger of a config entry is."""
    return Path(hass.config.path(f"{_prefix(entry_id)}db"))


@callback
def ledger_files(hass: HomeAssistant, entry_id: str) -> JsonFiles:
    """Return where versions before the database kept the ledger of a config entry."""
    return JsonFiles(Path(hass.config.path(STORAGE_DIR)), _prefix(entry_id))


@callback
def export_directory(hass: HomeAssistant) -> Path:
    """Return where ledgers are written out to, and taken in from."""
    return Path(hass.config.path(f"{DOMAIN}_ledger"))


def exported_files(directory: Path) -> list[JsonFiles]:
    """Return the ledgers that were written out there, those of entries included that are gone."""
    found = sorted(directory.glob(f"{DOMAIN}.*.open"))
    return [JsonFiles(directory, path.name.removesuffix("open")) for path in found]


@callback
def files_to_export(hass: HomeAssistant, entry_id: str) -> JsonFiles:
    """Return where the ledger of a config entry is written out to."""
    return JsonFiles(export_directory(hass), _prefix(entry_id))


class MemoryStore:
    """What is remembered of charge points over a restart, by their identity, as JSON-able values."""

    read: Callable[[], Memory]
    """Returns what is to be remembered; set before the first save."""

    def __init__(self, hass: HomeAssistant, entry_id: str, name: str = "memory") -> None:
        """Belong to the config entry `entry_id`; `name` tells one kind of memory from another."""
        self._store: Store[Memory] = Store(
            hass, VERSION, f"{_prefix(entry_id)}{name}", private=True, atomic_writes=True
        )
        self._scheduled = False

    async def async_load(self) -> Memory:
        """Return what was remembered."""
        return await self._store.async_load() or {}

    @callback
    def async_schedule_save(self) -> None:
        """Save soon, or when Home Assistant stops.

        `Store` begins its delay anew at every call, so it is called once for many changes: else steady changes would
        never be written.
        """
        if not self._scheduled:
            self._scheduled = True
            self._store.async_delay_save(self._take, MEMORY_DELAY_S)

    async def async_save(self) -> None:
        """Save now."""
        await self._store.async_save(self._take())

    def _take(self) -> Memory:
        self._scheduled = False
        return self.read()


async def async_forget(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what was remembered for the config entry `entry_id`, but not its ledger and the names in it."""
    for name in FORGOTTEN:
        await Store[Memory](hass, VERSION, f"{_prefix(entry_id)}{name}").async_remove()


async def async_move_memory(hass: HomeAssistant, name: str, old: str, new: str) -> None:
    """Give the config entry `new` what was remembered for `old`; a file that was renamed Home Assistant would not find."""
    store = Store[Memory](hass, VERSION, f"{_prefix(old)}{name}")
    if (memory := await store.async_load()) is not None:
        moved = Store[Memory](
            hass, VERSION, f"{_prefix(new)}{name}", private=True, atomic_writes=True
        )
        await moved.async_save(memory)
        await store.async_remove()


async def async_remove_files(hass: HomeAssistant, entry_id: str) -> None:
    """Remove everything that was kept for the config entry `entry_id`."""
    directories = [Path(hass.config.path(STORAGE_DIR)), Path(hass.config.path())]

    def remove() -> None:
        for directory in directories:
            for path in directory.glob(f"{_prefix(entry_id)}*"):
                path.unlink(missing_ok=True)

    await hass.async_add_executor_job(remove)


def _prefix(entry_id: str) -> str:
    return f"{DOMAIN}.{entry_id}."
