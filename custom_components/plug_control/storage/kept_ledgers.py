"""Keep the ledgers of deleted config entries until a new entry takes one over or the user erases them.

A kept ledger is the file itself, with the stored names for its sessions and the documents that were made of them, under the id of the deleted entry.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
import logging
from pathlib import Path
import re
import sqlite3
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR

from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.const import CONF_ERASE_LEDGER, CONF_LEDGER_OF, DOMAIN

from .past_names import NAMES
from .storage import (
    async_forget,
    async_move_memory,
    async_remove_files,
    documents_directory,
    ledger_files,
    ledger_path,
)

_LOGGER = logging.getLogger(__name__)

ISSUE_LEDGER_KEPT: Final = "ledger_kept"
_LEDGER: Final = re.compile(rf"{DOMAIN}\.([^.]+)\.(?:db|open)")
"""Matches the database, or the file of open transactions that earlier versions wrote; the group is the entry's id."""
_LOG: Final = "-wal"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLedger:
    """The ledger of a deleted config entry; `sessions` is None if they cannot be counted."""

    entry_id: str
    changed_at: datetime
    sessions: int | None


async def async_kept_ledgers(hass: HomeAssistant) -> list[KeptLedger]:
    """Return the ledgers that belong to no config entry, the last changed first; raises OSError."""
    known = {entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)}
    places = [Path(hass.config.path()), Path(hass.config.path(STORAGE_DIR))]

    def find() -> list[KeptLedger]:
        kept = {}
        for path in (path for place in reversed(places) for path in place.glob(f"{DOMAIN}.*")):
            if (match := _LEDGER.fullmatch(path.name)) is None or match[1] in known:
                continue
            with suppress(FileNotFoundError):  # it vanished after the directory was read
                kept[match[1]] = KeptLedger(
                    entry_id=match[1],
                    changed_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
                    sessions=_count(path) if path.suffix == ".db" else None,
                )
        return sorted(kept.values(), key=lambda each: each.changed_at, reverse=True)

    return await hass.async_add_executor_job(find)


async def async_entry_removed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Keep a deleted entry's ledger and create an issue; erase it if the options say so or it is empty. Raises OSError."""
    path, older = ledger_path(hass, entry.entry_id), ledger_files(hass, entry.entry_id)

    def is_empty() -> bool:
        return _count(path) == 0 and not older.paths()

    if entry.options.get(CONF_ERASE_LEDGER, False) or await hass.async_add_executor_job(is_empty):
        await async_remove_files(hass, entry.entry_id)
        return
    await async_forget(hass, entry.entry_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry.entry_id),
        is_fixable=False,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_LEDGER_KEPT,
        translation_placeholders={"title": entry.title, "path": str(path)},
    )


async def async_erase(hass: HomeAssistant, entry_id: str) -> None:
    """Erase a kept ledger, and delete its issue; raises OSError."""
    await async_remove_files(hass, entry_id)
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


async def async_take_over(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Rename the kept ledger that a new config entry takes over to the entry's own; raises OSError.

    The database is renamed last: while it has its old name, the next setup does everything again.
    """
    if (kept := entry.data.get(CONF_LEDGER_OF)) is None:
        return
    here, there = ledger_path(hass, entry.entry_id), ledger_path(hass, kept)
    storage = Path(hass.config.path(STORAGE_DIR))
    documents = [documents_directory(hass, entry_id) for entry_id in (kept, entry.entry_id)]

    def take() -> None:
        if here.exists():
            return
        for path in storage.glob(f"{DOMAIN}.{kept}.*"):
            path.rename(storage / path.name.replace(kept, entry.entry_id, 1))
        if documents[0].is_dir() and not documents[1].exists():
            documents[0].rename(documents[1])
        for old, new in _pairs(there, here):
            if old.exists():
                old.rename(new)

    await async_move_memory(hass, NAMES, kept, entry.entry_id)
    await hass.async_add_executor_job(take)
    ir.async_delete_issue(hass, DOMAIN, _issue_id(kept))
    data = {key: value for key, value in entry.data.items() if key != CONF_LEDGER_OF}
    hass.config_entries.async_update_entry(entry, data=data)


def _pairs(old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the old and the new path of the write-ahead log, then of the database."""
    yield Path(f"{old}{_LOG}"), Path(f"{new}{_LOG}")
    yield old, new


def _count(path: Path) -> int | None:
    """Return the number of a ledger's sessions, running ones included; None if it cannot be read."""
    if not path.exists():
        return 0
    try:
        db = connect(path)
        try:
            (count,) = db.execute(
                "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM open)"
            ).fetchone()
        finally:
            db.close()
    except sqlite3.Error as error:
        _LOGGER.warning("%s cannot be read: %s", path, error)
        return None
    return int(count)


def _issue_id(entry_id: str) -> str:
    """Return the id of the issue; it does not begin with the entry's id, since it outlasts the entry."""
    return f"{ISSUE_LEDGER_KEPT}_{entry_id}"
