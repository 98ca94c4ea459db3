"""The life of transfers in Home Assistant: restarts, FTP, disks that fail, and what is removed."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import timedelta
import ftplib
import io
from pathlib import Path
from typing import Any, Never
from urllib.parse import urlsplit

from homeassistant.components import network
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.transfers import (
    ftp,
    received_logs,
    transfers as transfers_module,
)
from custom_components.plug_control.transfers.files import Files
from custom_components.plug_control.transfers.firmware import Firmware
from custom_components.plug_control.transfers.transfers import Transfers
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint
from tests.helpers import CHARGE_POINT_ID, charge_point_data, scripted, set_up, until


@dataclass
class House:
    """A charge point that was asked for its log by FTP."""

    hass: HomeAssistant
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint

    @property
    def transfers(self) -> Transfers:
        transfers: Transfers = self.entry.runtime_data.transfers
        return transfers

    async def report(self, protocols: str) -> None:
        keys = {"NumberOfConnectors": "1", "SupportedFileTransferProtocols": protocols}
        entries: list[Json] = [
            {"key": key, "readonly": True, "value": value} for key, value in keys.items()
        ]
        answer: dict[str, Json] = {"configurationKey": entries, "unknownKey": []}
        self.charge_point.auto_reply("GetConfiguration", answer)
        commands = self.entry.runtime_data.central_system.commands
        await commands.read_configuration(CHARGE_POINT_ID)

    def location(self, action: str = "GetDiagnostics", field: str = "location") -> str:
        return str(self.charge_point.received(action)[-1][field])

    async def store(self, content: bytes) -> None:
        """Upload a log as the charger does."""
        parts = urlsplit(self.location())

        def work() -> None:
            with ftplib.FTP(timeout=10) as client:
                client.connect("127.0.0.1", parts.port or 21)
                client.login(parts.username or "", parts.password or "")
                client.storbinary("STOR box.log", io.BytesIO(content))

        await asyncio.to_thread(work)


@pytest.fixture
async def house(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[House]:
    monkeypatch.setattr("custom_components.plug_control.transfers.servers.FTP_PORTS", (0,))
    entry = await set_up(hass, charge_point_data())
    charge_point = scripted(entry)
    charge_point.auto_reply("GetDiagnostics", {"fileName": "box.log"})
    charge_point.auto_reply("UpdateFirmware", {})
    async with charge_point:
        await charge_point.boot()
        await until(lambda: entry.runtime_data.central_system.is_ready(CHARGE_POINT_ID))
        house = House(hass, entry, charge_point)
        await house.report("FTP")
        yield house
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_log_by_ftp_is_kept_when_the_charger_confirms_it(house: House) -> None:
    outcome = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.store(b"by ftp")
    assert not outcome.done()  # FTP cannot tell whether the file is whole
    await house.charge_point.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
    log = (await outcome).log
    assert log
    assert (log.name, log.size) == ("box.log", 6)
    with pytest.raises(ftplib.error_perm):  # it is never overwritten
        await house.store(b"evil")


async def test_a_log_by_ftp_is_kept_when_nothing_follows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received_logs, "SETTLE_S", 0.01)
    outcome = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.store(b"by ftp")
    assert (await outcome).log
    assert house.entry.runtime_data.coordinators[CHARGE_POINT_ID].charge_point.log_request.stage


async def test_a_new_request_ends_an_earlier_one(house: House) -> None:
    first = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    second = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    assert (await first).failure == "interrupted"
    await house.store(b"second")
    await house.charge_point.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
    assert (await second).log


async def test_a_firmware_whose_file_is_gone_is_said_before_the_charger_is_asked(
    house: House, tmp_path: Path
) -> None:
    source = tmp_path / "fw.bin"
    source.write_bytes(b"firmware")
    firmware = Firmware(name="fw.bin", version="2")
    await house.transfers.firmware.async_name_file(CHARGE_POINT_ID, firmware, source)
    house.transfers._files.drop_firmware(CHARGE_POINT_ID)
    with pytest.raises(HomeAssistantError) as failed:
        await house.transfers.async_install(CHARGE_POINT_ID)
    assert failed.value.translation_key == "no_firmware"
    assert house.transfers.firmware.of(CHARGE_POINT_ID) is None
    assert not house.charge_point.received("UpdateFirmware")


async def test_a_disk_that_takes_no_log_is_said_before_the_charger_is_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Never:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Files, "prepare_upload", fail)
    with pytest.raises(HomeAssistantError) as failed:
        await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    assert failed.value.translation_key == "logs_not_storable"
    assert not house.charge_point.received("GetDiagnostics")


async def test_a_full_disk_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Files, "take_upload", fail)
    monkeypatch.setattr(Files, "keep_firmware", fail)
    outcome = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.store(b"log")
    await house.charge_point.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
    assert (await outcome).failure == "not_stored"
    firmware = Firmware(name="fw.bin", version="2")
    with pytest.raises(HomeAssistantError) as failed:
        await house.transfers.firmware.async_name_file(CHARGE_POINT_ID, firmware, Path("/nowhere"))
    assert failed.value.translation_key == "firmware_not_stored"


async def test_ftp_goes_on_after_a_restart_or_ends_where_it_cannot(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    assert len(house.transfers.memory()["operations"]) == 1
    assert house.transfers._servers._ftp._running

    async def refuse(*_: object) -> Never:
        raise OSError(98, "Address in use")

    monkeypatch.setattr(ftp.TransferFtpServer, "start", refuse)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    assert house.transfers.memory()["operations"] == {}


async def test_what_is_damaged_or_not_expected_any_more_is_forgotten(house: House) -> None:
    await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    house.entry.runtime_data.central_system.maintenance.logs.received(CHARGE_POINT_ID)
    now = dt_util.utcnow()
    row = {
        "charge_point_id": CHARGE_POINT_ID,
        "direction": "upload",
        "name": "",
        "expires_at": (now + timedelta(hours=1)).isoformat(),
        "server": "listener",
        "token": "t" * 32,
        "user": "u" * 8,
    }
    log = {
        "log_id": "x",
        "charge_point_id": CHARGE_POINT_ID,
        "name": "box.log",
        "kind": "diagnostics",
        "size": 1,
        "received_at": now.isoformat(),
    }
    await house.transfers.async_load(
        {
            "firmware": {
                "GONE": {"name": "fw.bin", "version": "1"},
                CHARGE_POINT_ID: {"name": 1},
            },
            "logs": {"x": log, "y": {}},
            "operations": {
                "over": row,
                "gone": {**row, "charge_point_id": "GONE", "token": "g" * 32, "user": "g"},
                "download": {**row, "direction": "download", "name": "fw", "token": "d" * 32},
                "no zone": {**row, "expires_at": "2026-01-01T00:00:00"},
                "no text": {**row, "token": 1},
                "no row": {},
            },
        }
    )
    assert house.transfers.logs.of(CHARGE_POINT_ID)
    await house.transfers.async_start()
    assert house.transfers.memory() == {"firmware": {}, "logs": {}, "operations": {}}


async def test_the_logs_of_a_charge_point_go_with_it(house: House) -> None:
    outcome = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.store(b"log")
    await house.charge_point.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
    log = (await outcome).log
    assert log
    found = house.transfers.logs.file(log.log_id)
    assert found
    waiting = await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    await house.transfers.async_remove_charge_point(CHARGE_POINT_ID)
    assert (await waiting).failure == "interrupted"
    assert house.transfers.logs.of(CHARGE_POINT_ID) == []
    assert not found[1].exists()


async def test_without_a_host_header_the_charger_gets_this_machines_address(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = house.entry.runtime_data.central_system.connection_of(CHARGE_POINT_ID)
    connection.knock = replace(connection.knock, dialled_host=None)

    async def source(hass: HomeAssistant) -> str:
        return "192.0.2.77"

    monkeypatch.setattr(network, "async_get_source_ip", source)
    await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    assert "@192.0.2.77:" in house.location()


async def test_https_alone_needs_an_address_with_https(house: House) -> None:
    await house.report("HTTPS")
    with pytest.raises(HomeAssistantError) as failed:
        await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    assert failed.value.translation_key == "no_transfer_way"
    assert house.charge_point.received("GetDiagnostics") == []


async def test_an_operation_ends_when_it_expires(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers_module, "UPLOAD_LIFE", timedelta(seconds=0.05))
    await house.transfers.async_ask_for_log(CHARGE_POINT_ID)
    assert house.location().startswith("ftp://")
    await until(lambda: not house.transfers.memory()["operations"])
    await until(lambda: not house.transfers._servers._ftp._running)


async def test_the_dialogs_say_when_nothing_is_loaded(house: House) -> None:
    (subentry_id,) = house.entry.subentries
    flows: Any = house.hass.config_entries.subentries
    for step in ("firmware", "logs"):
        result = await flows.async_init(
            (house.entry.entry_id, "charge_point"),
            context={"source": "reconfigure", "subentry_id": subentry_id},
        )
        if step == "firmware":
            await house.hass.config_entries.async_unload(house.entry.entry_id)
        result = await flows.async_configure(result["flow_id"], {"next_step_id": step})
        assert result["reason"] == "not_loaded"
