"""Backups of Home Assistant hold the ledger."""

from pathlib import Path
import shutil
import stat
from typing import Any

from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from websockets.exceptions import InvalidStatus

from custom_components.plug_control import server_certificates
from custom_components.plug_control.backup import async_post_backup, async_pre_backup
from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry.migration import VERSION
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.security.passwords import is_hash
from custom_components.plug_control.storage.storage import ledger_path
from simulator.scripted import ScriptedChargePoint

from .certificates import client_context, client_file, made_files
from .chargers import start, stop
from .helpers import charge_point_data, coordinator_of, over_tls, scripted, set_up, until


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


async def test_on_a_new_machine_a_backup_lets_every_charger_in_as_before(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """The authorities and their keys, the certificates, passwords and profiles come back with Home Assistant's storage."""
    made_files(tmp_path / ".storage" / "plug_control.certificates")
    password, certificate = "0" * 39 + "1", client_file(tmp_path, "CP-2")
    entry = await set_up(
        hass,
        charge_point_data("CP-1", "One", security_profile=2, password=password),
        charge_point_data("CP-2", "Two", security_profile=3),
    )
    secure: dict[str, dict[str, Any]] = {
        "CP-1": {"password": password, "tls": client_context()},
        "CP-2": {"tls": client_context(certificate)},
    }
    for identity, options in secure.items():
        async with over_tls(entry, identity, **options):
            await until(lambda: coordinator_of(entry, identity).settings.reached_profile > 1)  # noqa: B023
    await until(lambda: is_hash(str(_stored(entry, "CP-1")["password"])))
    await async_pre_backup(hass)
    saved = tmp_path / "backup"
    shutil.copytree(tmp_path / ".storage" / "plug_control.certificates", saved)
    subentries = [
        ConfigSubentryData(
            data=each.data,
            subentry_type=each.subentry_type,
            title=each.title,
            unique_id=each.unique_id,
        )
        for each in entry.subentries.values()
    ]
    await async_post_backup(hass)
    assert {stat.S_IMODE(each.stat().st_mode) for each in saved.iterdir()} == {0o600}
    kept = [f".storage/plug_control.certificates/{each.name}" for each in saved.iterdir()]
    assert not [each for each in kept for rule in EXCLUDE_FROM_BACKUP if Path(each).match(rule)]

    assert await hass.config_entries.async_remove(entry.entry_id)
    shutil.rmtree(tmp_path / ".storage" / "plug_control.certificates")
    for each in set(hass.data) & {server_certificates._STORE}:
        del hass.data[each]  # a new machine remembers nothing
    shutil.copytree(saved, tmp_path / ".storage" / "plug_control.certificates")
    restored = MockConfigEntry(
        domain=DOMAIN,
        version=VERSION,
        data=entry.data,
        subentries_data=subentries,
    )
    restored.add_to_hass(hass)
    assert await hass.config_entries.async_setup(restored.entry_id)
    for identity, options in secure.items():
        async with over_tls(restored, identity, **options):
            await until(lambda: coordinator_of(restored, identity).available)  # noqa: B023
        with pytest.raises(InvalidStatus):
            await scripted(restored, identity).connect()


def _stored(entry: MockConfigEntry, identity: str) -> dict[str, object]:
    return dict(dict(charge_point_subentries(entry))[identity].data)


async def test_an_entry_that_is_not_loaded_holds_no_backup_up(hass: HomeAssistant) -> None:
    entry = await set_up(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    await async_pre_backup(hass)
    await async_post_backup(hass)
