"""Where the ledger is, and what is remembered of chargers."""

from collections.abc import AsyncGenerator
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.storage.storage import (
    MEMORY_DELAY_S,
    MemoryStore,
    async_remove_files,
    ledger_files,
    ledger_path,
)

SESSION = {
    "session_id": 7,
    "transaction_id": 7,
    "charge_point_id": "CP-1",
    "connector_id": 1,
    "id_tag": "04A1",
    "started_at": "2026-11-01T10:00:00+00:00",
    "stopped_at": "2026-11-01T11:00:00+00:00",
    "meter_start_wh": 1000.0,
    "meter_stop_wh": 8000.0,
    "energy_wh": 7000.0,
    "energy_estimated": False,
    "time_estimated": False,
    "stop_reason": "local",
}


def write_older(hass: HomeAssistant, name: str, data: object) -> Path:
    """Write a file as versions before the database did."""
    path = Path(hass.config.path(".storage")) / f"plug_control.entry.{name}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"version": 1, "minor_version": 1, "key": path.name, "data": data}))
    return path


async def test_the_ledger_of_an_entry_is_in_the_configuration_directory_for_its_owner_alone(
    hass: HomeAssistant,
) -> None:
    ledger = Ledger(LedgerDatabase(ledger_path(hass, "entry")), clock=dt_util.utcnow)
    await ledger.load()
    await ledger.close()
    files = [*Path(hass.config.path()).glob("plug_control.entry.*")]
    assert {path.name for path in files} == {"plug_control.entry.db", "plug_control.entry.db-wal"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


async def test_older_files_are_taken_in_once_and_kept(hass: HomeAssistant) -> None:
    month = write_older(hass, "sessions.2026-11", [SESSION])
    for _ in range(2):
        database = LedgerDatabase(ledger_path(hass, "entry"), older=ledger_files(hass, "entry"))
        ledger = Ledger(database, clock=dt_util.utcnow)
        await ledger.load()
        (session,) = await ledger.sessions()
        assert session.energy_wh == 7000
        await ledger.close()
        assert not month.exists()
        (aside,) = month.parent.glob("plug_control.entry.sessions.*")
        assert json.loads(aside.read_text())["data"] == [SESSION]


async def test_removing_takes_the_files_of_the_entry_and_no_others(hass: HomeAssistant) -> None:
    write_older(hass, "open.corrupt.2026", {})
    others = []
    for entry_id in ("entry", "other"):
        ledger = Ledger(LedgerDatabase(ledger_path(hass, entry_id)), clock=dt_util.utcnow)
        await ledger.load()
        await ledger.close()
        others = [*Path(hass.config.path()).glob(f"plug_control.{entry_id}.*")]

    await async_remove_files(hass, "entry")

    assert [*Path(hass.config.path()).glob("plug_control.*")] == others
    assert [*Path(hass.config.path(".storage")).glob("plug_control.*")] == []


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
