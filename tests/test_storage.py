"""The ledger on disk: written through, set aside where it is damaged; and what is remembered of chargers."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util.file import WriteError
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.plug_control.storage import (
    MEMORY_DELAY_S,
    HomeAssistantStorage,
    MemoryStore,
    async_remove_files,
)

OPEN = {"next_id": 42, "transactions": [{"id_tag": "04A1", "text": "Größe 🚗"}]}


@pytest.fixture
def damaged() -> list[Path]:
    """Where damaged files were put."""
    return []


@pytest.fixture
def storage(hass: HomeAssistant, damaged: list[Path]) -> HomeAssistantStorage:
    """The storage of an entry."""
    return HomeAssistantStorage(hass, "entry", damaged.append)


@pytest.fixture
def directory(hass: HomeAssistant) -> Path:
    """Where Home Assistant stores."""
    return Path(hass.config.path(".storage"))


async def test_nothing_is_there_at_first(storage: HomeAssistantStorage) -> None:
    assert await storage.load_open() is None
    assert await storage.months() == []
    assert await storage.load_month("2026-11") == []


async def test_what_was_saved_is_on_disk_at_once_and_is_loaded_again(
    hass: HomeAssistant, storage: HomeAssistantStorage, directory: Path, damaged: list[Path]
) -> None:
    rows = [{"transaction_id": 1, "energy_wh": 7310.5}]
    await storage.save_open(OPEN)
    await storage.save_month("2026-11", rows)
    await storage.save_month("2026-02", [])

    path = directory / "plug_control.entry.open"
    assert json.loads(path.read_bytes()) == {
        "version": 1,
        "minor_version": 1,
        "key": "plug_control.entry.open",
        "data": OPEN,
    }
    assert path.stat().st_mode & 0o777 == 0o600
    again = HomeAssistantStorage(hass, "entry", damaged.append)
    assert await again.load_open() == OPEN
    assert await again.months() == ["2026-02", "2026-11"]
    assert await again.load_month("2026-11") == rows
    assert damaged == []


async def test_entries_do_not_see_each_others_files(
    hass: HomeAssistant, storage: HomeAssistantStorage, damaged: list[Path]
) -> None:
    await storage.save_open(OPEN)
    await storage.save_month("2026-11", [])
    other = HomeAssistantStorage(hass, "ent", damaged.append)
    assert await other.load_open() is None
    assert await other.months() == []


async def test_it_is_written_also_while_home_assistant_stops(
    hass: HomeAssistant, storage: HomeAssistantStorage, directory: Path
) -> None:
    hass.set_state(CoreState.stopping)
    await storage.save_open(OPEN)
    hass.set_state(CoreState.running)
    assert (directory / "plug_control.entry.open").exists()


async def test_a_write_that_fails_raises_and_leaves_what_was_there(
    storage: HomeAssistantStorage,
) -> None:
    await storage.save_open(OPEN)
    with (
        patch(
            "custom_components.plug_control.storage.write_utf8_file_atomic",
            side_effect=WriteError("No space left on device"),
        ),
        pytest.raises(OSError, match="No space left"),
    ):
        await storage.save_open({"next_id": 43})
    assert await storage.load_open() == OPEN


async def test_saves_reach_the_disk_in_the_order_they_were_asked_for(
    storage: HomeAssistantStorage,
) -> None:
    await asyncio.gather(*(storage.save_open({"next_id": number}) for number in range(20)))
    assert await storage.load_open() == {"next_id": 19}


async def test_what_changes_after_the_call_is_not_saved(storage: HomeAssistantStorage) -> None:
    data: dict[str, Any] = {"transactions": []}
    saving = asyncio.create_task(storage.save_open(data))
    await asyncio.sleep(0)
    data["transactions"].append("later")
    await saving
    assert await storage.load_open() == {"transactions": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"version": 1, "data": {"next_id": 4',
        b"\xff\xfe\x00",
        b"[]",
        b'{"version": 1}',
        b'{"version": 1, "data": []}',
        b'{"version": 2, "data": {}}',
    ],
)
async def test_a_damaged_file_is_set_aside_and_reported(
    storage: HomeAssistantStorage, directory: Path, damaged: list[Path], content: bytes
) -> None:
    await storage.save_open(OPEN)
    path = directory / "plug_control.entry.open"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r".*"):
        await storage.load_open()

    assert not path.exists()
    assert [each.read_bytes() for each in damaged] == [content]
    assert damaged[0].name.startswith("plug_control.entry.open.corrupt.")
    assert await storage.load_open() is None


async def test_a_damaged_month_is_no_month_any_more(
    storage: HomeAssistantStorage, directory: Path, damaged: list[Path]
) -> None:
    await storage.save_month("2026-11", [])
    (directory / "plug_control.entry.sessions.2026-11").write_bytes(b"{")
    with pytest.raises(ValueError, match=r".*"):
        await storage.load_month("2026-11")
    assert await storage.months() == []
    assert len(damaged) == 1


async def test_removing_takes_the_files_of_the_entry_and_no_others(
    hass: HomeAssistant, storage: HomeAssistantStorage, directory: Path, damaged: list[Path]
) -> None:
    other = HomeAssistantStorage(hass, "other", damaged.append)
    await other.save_open(OPEN)
    await storage.save_open(OPEN)
    await storage.save_month("2026-11", [])
    (directory / "plug_control.entry.open.corrupt.2026").write_bytes(b"")

    await async_remove_files(hass, "entry")

    assert [path.name for path in directory.iterdir()] == ["plug_control.other.open"]


# ---- memory


@pytest.fixture
async def memory(hass: HomeAssistant) -> AsyncGenerator[MemoryStore]:
    """The memory of an entry, which counts how often it is read."""
    store = MemoryStore(hass, "entry")
    reads = 0

    def read() -> dict[str, dict[str, Any]]:
        nonlocal reads
        reads += 1
        return {"CP-1": {"reads": reads}}

    store.read = read
    yield store
    await store.async_save()


async def test_memory_is_empty_at_first_and_comes_back(
    hass: HomeAssistant, memory: MemoryStore
) -> None:
    assert await memory.async_load() == {}
    await memory.async_save()
    assert await MemoryStore(hass, "entry").async_load() == {"CP-1": {"reads": 1}}


async def test_steady_changes_are_written_all_the_same(
    hass: HomeAssistant,
    memory: MemoryStore,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
) -> None:
    for _ in range(4):
        memory.async_schedule_save()
        freezer.tick(timedelta(seconds=MEMORY_DELAY_S / 2))
        async_fire_time_changed(hass)
        await hass.async_block_till_done()

    assert hass_storage["plug_control.entry.memory"]["data"] == {"CP-1": {"reads": 2}}
