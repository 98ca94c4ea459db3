"""Locate the ledger's files, and keep small memories in Home Assistant's storage."""

from collections.abc import Callable
from functools import partial
import logging
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR, Store

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.const import DOMAIN

_LOGGER = logging.getLogger(__name__)

VERSION = 1
MEMORY_DELAY_S = 15
FORGOTTEN = (
    *("memory", "battery", "charging", "cars", "statistics", "check_up", "documents", "receipts"),
    *("transfers", "steady_time", "links", "relay", "changes", "grid_signal"),
)
"""The memories that are useless without their config entry."""

type Memory = dict[str, dict[str, Any]]


@callback
def ledger_path(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the path of a config entry's ledger."""
    return Path(hass.config.path(f"{_prefix(entry_id)}db"))


@callback
def ledger_files(hass: HomeAssistant, entry_id: str) -> JsonFiles:
    """Return the JSON files in which versions before the database kept a config entry's ledger."""
    return JsonFiles(Path(hass.config.path(STORAGE_DIR)), _prefix(entry_id))


@callback
def export_directory(hass: HomeAssistant) -> Path:
    """Return the directory for exports and imports of ledgers."""
    return Path(hass.config.path(f"{DOMAIN}_ledger"))


def exported_files(directory: Path) -> list[JsonFiles]:
    """Return the exported ledgers in a directory, those of deleted entries included; reads the directory."""
    found = sorted(directory.glob(f"{DOMAIN}.*.open"))
    return [JsonFiles(directory, path.name.removesuffix("open")) for path in found]


@callback
def files_to_export(hass: HomeAssistant, entry_id: str) -> JsonFiles:
    """Return the files to which a config entry's ledger is exported."""
    return JsonFiles(export_directory(hass), _prefix(entry_id))


class MemoryStore:
    """One kind of memory of a config entry that outlasts a restart, as JSON data."""

    read: Callable[[], Memory]
    """Returns the data to save; must be set before the first save."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        name: str = "memory",
        *,
        delay_s: float = MEMORY_DELAY_S,
    ) -> None:
        """Use the file of the config entry `entry_id` for the kind of memory `name`, saved `delay_s` after a change."""
        self._store: Store[Memory] = Store(
            hass, VERSION, f"{_prefix(entry_id)}{name}", private=True, atomic_writes=True
        )
        self._scheduled = False
        self._delay_s = delay_s

    async def async_load(self) -> Memory:
        """Return the stored memory; empty if there is none. Log and leave out what is no mapping: the file is damaged."""
        stored: object = await self._store.async_load() or {}
        sections = stored if isinstance(stored, dict) else {}
        memory = {name: part for name, part in sections.items() if isinstance(part, dict)}
        if memory != stored:
            _LOGGER.warning("Parts of %s cannot be read, and are left out", self._store.key)
        return memory

    @callback
    def async_schedule_save(self) -> None:
        """Schedule a save; Home Assistant saves earlier if it stops.

        `Store` restarts its delay at every call, so it is called once per save: otherwise steady changes would postpone the
        save for ever.
        """
        if not self._scheduled:
            self._scheduled = True
            self._store.async_delay_save(self._take, self._delay_s)

    async def async_save(self) -> None:
        """Save now."""
        await self._store.async_save(self._take())

    async def async_save_surely(self) -> bool:
        """Save now, and return whether the file has it: Home Assistant logs what it cannot write, and goes on."""
        memory = self._take()
        await self._store.async_save(memory)
        return await self._store.async_load() == memory

    def _take(self) -> Memory:
        self._scheduled = False
        return self.read()


@callback
def transfers_directory(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the directory of a config entry's firmware and logs of charge points."""
    return Path(hass.config.path(STORAGE_DIR, f"{DOMAIN}_files", entry_id))


@callback
def documents_directory(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the directory of a config entry's documents; it stays with the ledger."""
    return Path(hass.config.path(f"{DOMAIN}_documents", entry_id))


async def async_forget(hass: HomeAssistant, entry_id: str) -> None:
    """Remove the memories and the files of the config entry `entry_id`, but not its ledger and past names."""
    directory = transfers_directory(hass, entry_id)
    await hass.async_add_executor_job(partial(shutil.rmtree, directory, ignore_errors=True))
    for name in FORGOTTEN:
        await Store[Memory](hass, VERSION, f"{_prefix(entry_id)}{name}").async_remove()


async def async_move_memory(hass: HomeAssistant, name: str, old: str, new: str) -> None:
    """Move the memory `name` from config entry `old` to `new`; through `Store`, which would not see a renamed file."""
    store = Store[Memory](hass, VERSION, f"{_prefix(old)}{name}")
    if (memory := await store.async_load()) is not None:
        moved = Store[Memory](
            hass, VERSION, f"{_prefix(new)}{name}", private=True, atomic_writes=True
        )
        await moved.async_save(memory)
        await store.async_remove()


async def async_remove_files(hass: HomeAssistant, entry_id: str) -> None:
    """Remove all files of the config entry `entry_id`, ledger and documents included; raises OSError."""
    documents = documents_directory(hass, entry_id)
    directories = [Path(hass.config.path(STORAGE_DIR)), Path(hass.config.path())]

    def remove() -> None:
        for directory in directories:
            for path in directory.glob(f"{_prefix(entry_id)}*"):
                path.unlink(missing_ok=True)
        if documents.is_dir():
            shutil.rmtree(documents)

    await hass.async_add_executor_job(remove)
    await async_forget(hass, entry_id)


def _prefix(entry_id: str) -> str:
    return f"{DOMAIN}.{entry_id}."
