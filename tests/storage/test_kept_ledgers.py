"""Deleting the integration: what goes with it is said, and its sessions are kept for a new one, unless they shall be erased."""

from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.const import CONF_ERASE_LEDGER, CONF_LEDGER_OF, DOMAIN
from custom_components.plug_control.storage.kept_ledgers import (
    async_erase,
    async_kept_ledgers,
    async_take_over,
)
from simulator.scripted import ScriptedChargePoint
from tests.actions.test_queries import ask
from tests.chargers import start, stop
from tests.helpers import charge_point_data, set_up
from tests.test_repairs import issues


@pytest.fixture
async def filled(entry: MockConfigEntry, charge_point: ScriptedChargePoint) -> MockConfigEntry:
    """A config entry with a session."""
    transaction_id = await start(charge_point)
    await stop(charge_point, transaction_id, meter_stop=4000)
    return entry


def files(hass: HomeAssistant, entry: ConfigEntry) -> set[str]:
    """Return what is on the disk of a config entry."""
    prefix = f"{DOMAIN}.{entry.entry_id}."
    places = (Path(hass.config.path()), Path(hass.config.path(".storage")))
    return {path.name.removeprefix(prefix) for place in places for path in place.glob(f"{prefix}*")}


async def delete(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the integration as the user interface does."""
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()


async def set_up_again(hass: HomeAssistant, free_port: int, choice: str | None) -> ConfigEntry:
    """Add the integration; `choice` is what becomes of the sessions of before, None where that is not asked."""
    result: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, "host": "127.0.0.1"}
    )
    if choice is not None:
        assert result["step_id"] == "kept_ledger"
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {"kept_ledger": choice}
        )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    made: ConfigEntry = result["result"]
    assert made.state is ConfigEntryState.LOADED
    return made


async def test_the_sessions_of_an_entry_that_is_deleted_are_kept_and_taken_over(
    hass: HomeAssistant, filled: MockConfigEntry, free_port: int
) -> None:
    sessions = await ask(hass, "sessions")
    await delete(hass, filled)
    assert {"db", "db-wal"} <= files(hass, filled) <= {"db", "db-wal", "names"}
    (kept,) = await async_kept_ledgers(hass)
    assert (kept.entry_id, kept.sessions) == (filled.entry_id, 1)
    assert isinstance(kept.changed_at, datetime)
    issue = issues(hass)["ledger_kept"]
    assert issue.is_persistent
    assert (issue.translation_placeholders or {})["title"] == "Plug Control"

    new = await set_up_again(hass, free_port, filled.entry_id)

    assert await ask(hass, "sessions") == sessions  # with the names of then
    assert files(hass, filled) == set()
    assert CONF_LEDGER_OF not in new.data
    assert not await async_kept_ledgers(hass)
    assert not issues(hass)


@pytest.mark.parametrize("choice", ["leave", "erase"])
async def test_a_new_entry_can_begin_anew(
    hass: HomeAssistant, filled: MockConfigEntry, free_port: int, choice: str
) -> None:
    await delete(hass, filled)
    await set_up_again(hass, free_port, choice)
    assert await ask(hass, "sessions") == []
    assert bool(files(hass, filled)) is (choice == "leave")
    assert ("ledger_kept" in issues(hass)) is (choice == "leave")


async def begin_again(hass: HomeAssistant, free_port: int) -> Any:
    """Add the integration as far as the question for the kept sessions."""
    flow = hass.config_entries.flow
    result: Any = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, "host": "127.0.0.1"}
    )


async def test_a_kept_ledger_that_vanishes_before_it_is_taken_over_is_told(
    hass: HomeAssistant, filled: MockConfigEntry, free_port: int
) -> None:
    await delete(hass, filled)
    result = await begin_again(hass, free_port)
    await async_erase(hass, filled.entry_id)
    flow = hass.config_entries.flow
    result = await flow.async_configure(result["flow_id"], {"kept_ledger": filled.entry_id})
    assert (result["step_id"], result["errors"]) == ("kept_ledger", {"base": "ledger_gone"})
    result = await flow.async_configure(result["flow_id"], {"kept_ledger": "leave"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_kept_ledgers_that_cannot_be_erased_or_read_are_told(
    hass: HomeAssistant, filled: MockConfigEntry, free_port: int
) -> None:
    await delete(hass, filled)
    broken = OSError("I/O error")
    with patch("custom_components.plug_control.config_flow.async_kept_ledgers", side_effect=broken):
        result = await begin_again(hass, free_port)
    assert (result["step_id"], result["errors"]) == ("user", {"base": "ledgers_not_read"})
    assert (result["description_placeholders"] or {})["error"] == "I/O error"
    flow = hass.config_entries.flow
    answer = {CONF_PORT: free_port, "host": "127.0.0.1"}
    result = await flow.async_configure(result["flow_id"], answer)
    assert result["step_id"] == "kept_ledger"
    with patch("custom_components.plug_control.config_flow.async_erase", side_effect=broken):
        result = await flow.async_configure(result["flow_id"], {"kept_ledger": "erase"})
    assert (result["step_id"], result["errors"]) == ("kept_ledger", {"base": "ledgers_not_erased"})
    assert (result["description_placeholders"] or {})["error"] == "I/O error"
    assert files(hass, filled)


async def test_a_file_that_vanishes_while_kept_ledgers_are_looked_for_is_left_out(
    hass: HomeAssistant, filled: MockConfigEntry
) -> None:
    await delete(hass, filled)
    gone = Path(hass.config.path(f"{DOMAIN}.gone.db"))
    gone.symlink_to(gone.with_name("nowhere"))  # it is listed, and there is none
    assert [each.entry_id for each in await async_kept_ledgers(hass)] == [filled.entry_id]


async def test_what_goes_is_said_and_the_sessions_are_erased_where_that_is_told(
    hass: HomeAssistant, filled: MockConfigEntry, free_port: int
) -> None:
    manager = hass.config_entries.options
    result: Any = await manager.async_init(filled.entry_id)
    result = await manager.async_configure(result["flow_id"], {"next_step_id": "removal"})
    placeholders = result["description_placeholders"]
    assert {name: placeholders[name] for name in ("charge_point", "id_tag", "circuit")} == {
        "charge_point": "1",
        "id_tag": "1",
        "circuit": "0",
    }
    assert placeholders["path"].endswith(f"{filled.entry_id}.db")
    result = await manager.async_configure(
        result["flow_id"], {CONF_ERASE_LEDGER: True, "write_files": False}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await delete(hass, filled)
    assert files(hass, filled) == set()
    assert not issues(hass)
    await set_up_again(hass, free_port, None)


async def test_the_sessions_are_offered_as_files_first(
    hass: HomeAssistant, filled: MockConfigEntry
) -> None:
    manager = hass.config_entries.options
    result: Any = await manager.async_init(filled.entry_id)
    result = await manager.async_configure(result["flow_id"], {"next_step_id": "removal"})
    wanted = {CONF_ERASE_LEDGER: False, "write_files": True}
    with patch.object(Ledger, "write_files", side_effect=OSError("disk full")):
        result = await manager.async_configure(result["flow_id"], wanted)
    assert result["errors"] == {"base": "export_failed"}
    result = await manager.async_configure(result["flow_id"], wanted)
    assert result["step_id"] == "written"
    placeholders = result["description_placeholders"]
    assert placeholders["sessions"] == "1"
    assert [*Path(placeholders["directory"]).glob("*sessions.2026-03*")]
    result = await manager.async_configure(result["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert filled.options[CONF_ERASE_LEDGER] is False


async def test_where_nothing_runs_there_is_nothing_to_write(
    hass: HomeAssistant, filled: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(filled.entry_id)
    manager = hass.config_entries.options
    result: Any = await manager.async_init(filled.entry_id)
    result = await manager.async_configure(result["flow_id"], {"next_step_id": "removal"})
    assert list(map(str, result["data_schema"].schema)) == [CONF_ERASE_LEDGER]
    result = await manager.async_configure(result["flow_id"], {CONF_ERASE_LEDGER: True})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_empty_ledger_is_not_worth_keeping(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await delete(hass, entry)
    assert files(hass, entry) == set()
    assert not issues(hass)


async def test_a_ledger_that_cannot_be_read_is_kept_all_the_same(
    hass: HomeAssistant, filled: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(filled.entry_id)
    database = Path(hass.config.path(f"{DOMAIN}.{filled.entry_id}.db"))
    database.write_bytes(b"no database" * 1000)
    database.with_name(f"{database.name}-wal").unlink()
    await delete(hass, filled)
    (kept,) = await async_kept_ledgers(hass)
    assert kept.sessions is None
    assert "ledger_kept" in issues(hass)


async def test_files_of_versions_before_the_database_are_kept_too(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, data={CONF_PORT: 1}, disabled_by=None)
    entry.add_to_hass(hass)
    storage = Path(hass.config.path(".storage"))
    storage.mkdir(exist_ok=True)
    (storage / f"{DOMAIN}.{entry.entry_id}.open").write_text("{}")
    await delete(hass, entry)
    (kept,) = await async_kept_ledgers(hass)
    assert (kept.entry_id, kept.sessions) == (entry.entry_id, None)


async def test_taking_over_is_tried_again_where_the_disk_refuses(
    hass: HomeAssistant, filled: MockConfigEntry
) -> None:
    sessions = await ask(hass, "sessions")
    await delete(hass, filled)
    other = await set_up(hass, charge_point_data("CP-9"))
    await hass.config_entries.async_unload(other.entry_id)
    await hass.async_add_executor_job(
        Path(hass.config.path(f"{DOMAIN}.{other.entry_id}.db")).unlink
    )
    data = {**other.data, CONF_LEDGER_OF: filled.entry_id}
    hass.config_entries.async_update_entry(other, data=data)
    with patch.object(Path, "rename", side_effect=OSError("I/O error")):
        await hass.config_entries.async_setup(other.entry_id)
    assert other.state is ConfigEntryState.SETUP_RETRY
    await hass.config_entries.async_reload(other.entry_id)
    rows = await ask(hass, "sessions")
    assert [row["session_id"] for row in rows] == [row["session_id"] for row in sessions]


async def test_files_of_versions_before_the_database_are_taken_over_too(
    hass: HomeAssistant, free_port: int
) -> None:
    entry = MockConfigEntry(domain=DOMAIN, data={CONF_PORT: 1})
    entry.add_to_hass(hass)
    storage = Path(hass.config.path(".storage"))
    storage.mkdir(exist_ok=True)
    (storage / f"{DOMAIN}.{entry.entry_id}.open").write_text("{}")
    await delete(hass, entry)
    new = await set_up_again(hass, free_port, entry.entry_id)
    assert files(hass, entry) == set()
    assert any(name.startswith("open") for name in files(hass, new))
    assert CONF_LEDGER_OF not in new.data


async def test_a_ledger_that_was_taken_over_already_is_left_as_it_is(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """As where Home Assistant was killed before the config entry was stored."""
    database = Path(hass.config.path(f"{DOMAIN}.{entry.entry_id}.db"))
    await hass.config_entries.async_unload(entry.entry_id)
    before = database.read_bytes()
    another = database.with_name(f"{DOMAIN}.another.db")
    another.write_bytes(b"another")
    data = {**entry.data, CONF_LEDGER_OF: "another"}
    hass.config_entries.async_update_entry(entry, data=data)
    await async_take_over(hass, entry)
    assert CONF_LEDGER_OF not in entry.data
    assert (database.read_bytes(), another.read_bytes()) == (before, b"another")
