"""What is kept on disk: the ledger, written through before a charger is answered, and what is remembered of chargers.

The ledger's files have the form of Home Assistant's `Store`, but are not written by it: `Store.async_save` logs a failed
write instead of raising it, and while Home Assistant stops it returns before anything is written.
"""

import asyncio
from collections.abc import Callable
import logging
from pathlib import Path
from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util
from homeassistant.util.file import WriteError, write_utf8_file_atomic
from homeassistant.util.json import json_loads_object

from .central_system.ledger import LedgerStorage
from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

VERSION = 1
MEMORY_DELAY_S = 15

_OPEN = "open"
_SESSIONS = "sessions."
_DAMAGED = ".corrupt."

type Memory = dict[str, dict[str, Any]]


class HomeAssistantStorage(LedgerStorage):
    """The ledger of one config entry in Home Assistant's storage directory.

    A file that cannot be understood is renamed before ValueError is raised, so that nothing overwrites it; `damaged` is
    told its new place.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str, damaged: Callable[[Path], None]) -> None:
        """Keep the files of the config entry `entry_id`."""
        self._hass = hass
        self._directory = Path(hass.config.path(STORAGE_DIR))
        self._prefix = _prefix(entry_id)
        self._damaged = damaged
        self._writing = asyncio.Lock()

    @override
    async def load_open(self) -> dict[str, Any] | None:
        """Return the open transactions and the id counter, or None where there are none; raises OSError and ValueError."""
        data: dict[str, Any] | None = await self._load(_OPEN, dict)
        return data

    @override
    async def save_open(self, data: dict[str, Any]) -> None:
        """Return when `data` is on the disk; raises OSError."""
        await self._save(_OPEN, data)

    @override
    async def months(self) -> list[str]:
        """Return the months that have sessions, oldest first ("2026-11"); raises OSError."""
        return await self._hass.async_add_executor_job(self._months)

    @override
    async def load_month(self, month: str) -> list[dict[str, Any]]:
        """Return the rows of a month; raises OSError and ValueError."""
        rows: list[dict[str, Any]] | None = await self._load(f"{_SESSIONS}{month}", list)
        return rows or []

    @override
    async def save_month(self, month: str, rows: list[dict[str, Any]]) -> None:
        """Return when the rows of a month are on the disk; raises OSError."""
        await self._save(f"{_SESSIONS}{month}", rows)

    def _months(self) -> list[str]:
        start = len(self._prefix) + len(_SESSIONS)
        return sorted(
            path.name[start:]
            for path in self._directory.glob(f"{self._prefix}{_SESSIONS}*")
            if _DAMAGED not in path.name
        )

    async def _load(self, name: str, kind: type) -> Any:
        path = self._path(name)
        try:
            return await self._hass.async_add_executor_job(_read, path, kind)
        except ValueError as error:
            set_aside = await self._hass.async_add_executor_job(_set_aside, path)
            _LOGGER.error("%s cannot be read and is now %s: %s", path, set_aside, error)
            self._damaged(set_aside)
            raise

    async def _save(self, name: str, data: Any) -> None:
        path = self._path(name)
        # Serialised here, since the ledger goes on changing what it passed
        content = json_bytes(
            {"version": VERSION, "minor_version": 1, "key": path.name, "data": data}
        )
        async with self._writing:
            await self._hass.async_add_executor_job(_write, path, content)

    def _path(self, name: str) -> Path:
        return self._directory / f"{self._prefix}{name}"


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


async def async_remove_files(hass: HomeAssistant, entry_id: str) -> None:
    """Remove everything that was kept for the config entry `entry_id`."""
    directory = Path(hass.config.path(STORAGE_DIR))

    def remove() -> None:
        for path in directory.glob(f"{_prefix(entry_id)}*"):
            path.unlink(missing_ok=True)

    await hass.async_add_executor_job(remove)


def _prefix(entry_id: str) -> str:
    return f"{DOMAIN}.{entry_id}."


def _read[T](path: Path, kind: type[T]) -> T | None:
    """Return what a file holds, or None where there is none; raises OSError, and ValueError where it makes no sense."""
    try:
        envelope = json_loads_object(path.read_bytes())
    except FileNotFoundError:
        return None
    data = envelope.get("data")
    if envelope.get("version") != VERSION or not isinstance(data, kind):
        raise ValueError("not written by this version")
    return data


def _set_aside(path: Path) -> Path:
    return path.rename(f"{path}{_DAMAGED}{dt_util.utcnow().isoformat()}")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    try:
        write_utf8_file_atomic(str(path), content, private=True, mode="wb")
    except WriteError as error:
        raise OSError(str(error)) from error
