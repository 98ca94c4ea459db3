"""Backups of Home Assistant hold the ledger."""

from pathlib import Path
import shutil

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.backup import async_post_backup, async_pre_backup
from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.storage.storage import ledger_path
from simulator.scripted import ScriptedChargePoint

from .chargers import start, stop
from .helpers import set_up


async def test_a_backup_has_the_sessions_up_to_then(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, tmp_path: Path
) -> None:
    await stop(charge_point, await start(charge_point, meter_start=1000), meter_stop=2000)
    path = ledger_path(hass, entry.entry_id)
    await async_pre_backup(hass)
    (tmp_path / "backup").mkdir()
    for each in (path, path.with_name(path.name + "-wal")):
        shutil.copy(each, tmp_path / "backup")
    again = await start(charge_point, meter_start=2000, timestamp="2026-03-14T21:00:00Z")
    await stop(charge_point, again, meter_stop=3000)
    await async_post_backup(hass)
    ledger = Ledger(LedgerDatabase(tmp_path / "backup" / path.name), clock=dt_util.utcnow)
    await ledger.load()
    assert len(await ledger.sessions()) == 1
    await ledger.close()
    assert len(await entry.runtime_data.central_system.ledger.sessions()) == 2


async def test_an_entry_that_is_not_loaded_holds_no_backup_up(hass: HomeAssistant) -> None:
    entry = await set_up(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    await async_pre_backup(hass)
    await async_post_backup(hass)
