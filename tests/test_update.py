"""Firmware and logs through Home Assistant: entities, dialogs, actions, and files over real sockets."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
import io
import json
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectionError, ClientSession
from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.components.persistent_notification import _async_get_or_create_notifications
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plug_control.const import CONF_TRANSFER_ADDRESS, DOMAIN
from custom_components.plug_control.diagnostics import async_get_config_entry_diagnostics
from custom_components.plug_control.flows import firmware as firmware_flow
from custom_components.plug_control.transfers import ftp
from custom_components.plug_control.transfers.operations import Direction
from custom_components.plug_control.transfers.transfers import Transfers
from custom_components.plug_control.transfers.views import async_setup_views
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .helpers import CHARGE_POINT_ID, charge_point_data, coordinator_of, scripted, set_up, until

FIRMWARE = bytes(range(256)) * 1000
ENTITY = "update.garage_firmware_update"
FILE_ID = "0123456789abcdef0123456789abcdef"
PROFILES = "Core,FirmwareManagement"


def tell(charge_point: ScriptedChargePoint, **keys: str) -> None:
    """Let the charge point report configuration keys."""
    told = {"NumberOfConnectors": "1", "SupportedFeatureProfiles": PROFILES, **keys}
    entries: list[Json] = [
        {"key": key, "readonly": True, "value": value} for key, value in told.items()
    ]
    charge_point.auto_reply("GetConfiguration", {"configurationKey": entries, "unknownKey": []})


@dataclass
class Garage:
    """A charge point that offers firmware and logs."""

    hass: HomeAssistant
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    session: ClientSession

    @property
    def transfers(self) -> Transfers:
        transfers: Transfers = self.entry.runtime_data.transfers
        return transfers

    async def step(self, step: str, **data: Any) -> dict[str, Any]:
        """Open a step of Reconfigure; submit `data` where there is any."""
        (subentry_id,) = self.entry.subentries
        flows = self.hass.config_entries.subentries
        result: Any = await flows.async_init(
            (self.entry.entry_id, "charge_point"),
            context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
        )
        result = await flows.async_configure(result["flow_id"], {"next_step_id": step})
        if data:
            result = await flows.async_configure(result["flow_id"], data)
        return dict(result)

    async def call(self, action: str, **data: Any) -> Any:
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            {"charge_point_id": CHARGE_POINT_ID, **data},
            blocking=True,
            return_response=True,
        )

    async def install(self) -> None:
        await self.hass.services.async_call(
            "update", "install", {"entity_id": ENTITY}, blocking=True
        )

    async def say(self, action: str, *statuses: str) -> None:
        for status in statuses:
            await self.charge_point.call(f"{action}StatusNotification", {"status": status})
        await self.hass.async_block_till_done()

    def last(self, action: str) -> Any:
        return self.charge_point.received(action)[-1]


async def at_home(hass: HomeAssistant, vendor: str = "Scripted", **options: Any) -> Any:
    entry = await set_up(hass, charge_point_data(), **options)
    charge_point = scripted(entry)
    charge_point.auto_reply("UpdateFirmware", {})
    charge_point.auto_reply("GetDiagnostics", {"fileName": "box.log"})
    return entry, charge_point


@pytest.fixture
async def garage(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncGenerator[Garage]:
    """Return a garage; the dialog's uploaded file is fw-2.0.bin."""
    source = tmp_path / "fw-2.0.bin"
    source.write_bytes(FIRMWARE)

    @contextmanager
    def uploaded(hass: HomeAssistant, file_id: str) -> Iterator[Path]:
        yield source

    monkeypatch.setattr(firmware_flow, "process_uploaded_file", uploaded)
    entry, charge_point = await at_home(hass)
    tell(charge_point)
    async with charge_point, ClientSession() as session:
        await charge_point.boot(firmwareVersion="1.0")
        await until(lambda: hass.states.get(ENTITY))
        yield Garage(hass, entry, charge_point, session)
    await hass.async_block_till_done()


async def test_a_firmware_from_the_dialog_to_the_charger(
    hass: HomeAssistant, garage: Garage
) -> None:
    state = hass.states.get(ENTITY)
    assert state
    assert (state.state, state.attributes["latest_version"]) == ("off", "1.0")
    with pytest.raises(HomeAssistantError):
        await garage.call("update_firmware")
    named = await garage.step("firmware", file=FILE_ID, version="2.0", install_now=False)
    assert named["reason"] == "firmware_named"
    state = hass.states.get(ENTITY)
    assert state
    assert (state.state, state.attributes["latest_version"]) == ("on", "2.0")
    assert garage.charge_point.received("UpdateFirmware") == []

    await garage.install()
    location = garage.last("UpdateFirmware")["location"]
    assert location.startswith("http://127.0.0.1:")
    assert location.endswith("/fw-2.0.bin")
    async with garage.session.get(location) as answer:
        assert await answer.read() == FIRMWARE
    await garage.say("Firmware", "Downloading")
    state = hass.states.get(ENTITY)
    assert state
    assert (state.attributes["in_progress"], state.attributes["stage"]) == (True, "downloading")
    await garage.charge_point.boot(firmwareVersion="2.0")
    await hass.async_block_till_done()
    state = hass.states.get(ENTITY)
    assert state
    assert (state.state, state.attributes["installed_version"]) == ("off", "2.0")
    assert (state.attributes["in_progress"], state.attributes["stage"]) == (False, "installed")
    await until(lambda: not garage.transfers.memory()["operations"])
    with pytest.raises(ClientConnectionError):  # the server is gone with the operation
        await garage.session.get(location)


async def test_a_failed_update_is_a_repair_until_one_succeeds(
    hass: HomeAssistant, garage: Garage
) -> None:
    url = "http://192.0.2.1/box-3.bin"
    named = await garage.step("firmware", url=url, install_now=True)
    assert named["reason"] == "firmware_asked"
    assert garage.last("UpdateFirmware")["location"] == url
    await garage.say("Firmware", "DownloadFailed")
    issues = ir.async_get(hass).issues.values()
    assert [issue.translation_key for issue in issues] == ["firmware_download_failed"]
    state = hass.states.get(ENTITY)
    assert state
    assert (state.state, state.attributes["failure"]) == ("on", "download_failed")
    assert await garage.call("update_firmware", url=url) == {"status": "Accepted"}
    await garage.say("Firmware", "Installed")
    assert not ir.async_get(hass).issues


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, {"base": "file_or_url"}),
        ({"file": FILE_ID, "url": "http://x/y"}, {"base": "file_or_url"}),
        ({"url": "javascript:alert(1)"}, {"url": "invalid_url"}),
        ({"file": FILE_ID, "signature": "c2ln"}, {"signature": "certificate_and_signature"}),
    ],
)
async def test_the_dialog_says_what_is_wrong(
    garage: Garage, data: dict[str, Any], error: dict[str, str]
) -> None:
    result = await garage.step("firmware", install_now=False, **data)
    assert result["errors"] == error


async def test_what_cannot_work_is_said_before_the_charger_is_asked(garage: Garage) -> None:
    tell(garage.charge_point, SupportedFileTransferProtocols="FTPS")
    await garage.entry.runtime_data.central_system.commands.read_configuration(CHARGE_POINT_ID)
    for step, data in (
        ("firmware", {"file": FILE_ID, "install_now": True}),
        ("firmware", {"url": "http://192.0.2.1/fw.bin", "install_now": True}),
        ("logs", {"log_kind": "diagnostics"}),
    ):
        assert (await garage.step(step, **data))["errors"] == {"base": "maintenance_failed"}
    assert garage.charge_point.received("UpdateFirmware") == []
    assert garage.charge_point.received("GetDiagnostics") == []
    assert garage.transfers.memory()["operations"] == {}
    await garage.charge_point.close()
    await until(lambda: not garage.entry.runtime_data.coordinators[CHARGE_POINT_ID].available)
    for step, data in (
        ("firmware", {"file": FILE_ID, "install_now": True}),
        ("logs", {"log_kind": "security"}),
    ):
        assert (await garage.step(step, **data))["errors"] == {"base": "maintenance_failed"}
    with pytest.raises(HomeAssistantError):
        await garage.install()


async def test_a_log_from_the_button_to_the_download(
    hass: HomeAssistant,
    garage: Garage,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    assert await async_setup_component(hass, "http", {})
    async_setup_views(hass)
    await hass.services.async_call(
        "button", "press", {"entity_id": "button.garage_get_the_charger_s_log"}, blocking=True
    )
    # Home Assistant's own web server, without a login; its usual bound for bodies is 16 MB.
    location = garage.last("GetDiagnostics")["location"]
    assert location.startswith("http://127.0.0.1:8123/")
    charger = await hass_client_no_auth()
    path = location.removeprefix("http://127.0.0.1:8123")
    content = b"what happened" * 1_500_000
    assert (await charger.put(f"{path}box.log", data=io.BytesIO(content))).status == HTTPStatus.OK
    wrong = path.replace(path[-10:], "0123456789")
    assert (await charger.put(wrong, data=b"evil")).status == HTTPStatus.NOT_FOUND
    assert (await charger.get(wrong)).status == HTTPStatus.NOT_FOUND
    await until(lambda: garage.transfers.logs.of(CHARGE_POINT_ID))
    await until(lambda: _async_get_or_create_notifications(hass))
    (notification,) = _async_get_or_create_notifications(hass).values()
    assert "**box\\.log** is here" in notification["message"]
    (log,) = garage.transfers.logs.of(CHARGE_POINT_ID)
    assert log.log_id not in notification["message"]
    assert garage.transfers.logs.file("unknown") is None
    # A second upload changes nothing.
    assert (await charger.post(path.rstrip("/"), data=b"evil")).status == HTTPStatus.OK
    found = garage.transfers.logs.file(log.log_id)
    assert found
    assert found[1].read_bytes() == content
    shown = await garage.step("logs")
    assert f"/api/plug_control/log/{log.log_id}" in shown["description_placeholders"]["logs"]
    page = f"/api/plug_control/log/{log.log_id}"
    administrator = await hass_client()
    async with administrator.get(page) as answer:
        assert await answer.read() == content
        assert answer.headers["Content-Disposition"] == 'attachment; filename="box.log"'
    assert (await administrator.get(f"{page}0")).status == HTTPStatus.NOT_FOUND
    assert (await charger.get(page)).status == HTTPStatus.UNAUTHORIZED
    reader = await hass_client(hass_read_only_access_token)
    assert (await reader.get(page)).status == HTTPStatus.UNAUTHORIZED


async def test_the_action_waits_for_the_log(
    hass: HomeAssistant, garage: Garage, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "http", {})
    async_setup_views(hass)
    asked = asyncio.create_task(garage.call("get_log", start="2026-03-01T00:00:00+00:00"))
    await until(lambda: garage.charge_point.received("GetDiagnostics"))
    request = garage.last("GetDiagnostics")
    assert request["startTime"] == "2026-03-01T00:00:00Z"
    path = request["location"].removeprefix("http://127.0.0.1:8123")
    charger = await hass_client_no_auth()
    assert (await charger.put(path, data=b"12345")).status == HTTPStatus.OK
    answer = await asked
    assert (answer["file_name"], answer["size"]) == ("box.log", 5)
    async with charger.get(answer["download_path"]) as link:
        assert await link.read() == b"12345"
    assert Path(answer["path"]).read_bytes() == b"12345"
    assert answer["download_path"].startswith("/api/plug_control/log/")
    await garage.say("Diagnostics", "Uploaded")


@pytest.mark.parametrize(
    ("status", "reason"),
    [("UploadFailed", "log_upload_failed"), ("Uploaded", "log_not_received")],
)
async def test_a_log_that_does_not_come_is_said(
    garage: Garage, monkeypatch: pytest.MonkeyPatch, status: str, reason: str
) -> None:
    monkeypatch.setattr("custom_components.plug_control.transfers.received_logs.MISSING_S", 0.01)
    asked = asyncio.create_task(garage.call("get_log"))
    await until(lambda: garage.charge_point.received("GetDiagnostics"))
    await garage.say("Diagnostics", status)
    with pytest.raises(HomeAssistantError) as failed:
        await asked
    assert failed.value.translation_key == reason
    await until(lambda: not garage.transfers.memory()["operations"])


async def test_an_unload_ends_the_wait_for_a_log(hass: HomeAssistant, garage: Garage) -> None:
    """A script that waited for ever would never run again."""
    asked = asyncio.create_task(garage.call("get_log"))
    await until(lambda: garage.charge_point.received("GetDiagnostics"))
    await hass.config_entries.async_unload(garage.entry.entry_id)
    with pytest.raises(HomeAssistantError) as failed:
        async with asyncio.timeout(10):
            await asked
    assert failed.value.translation_key == "log_interrupted"


async def test_a_refused_log_ends_its_transfer(garage: Garage) -> None:
    garage.charge_point.auto_reply("GetLog", {"status": "Rejected"})
    with pytest.raises(HomeAssistantError):
        await garage.call("get_log", kind="security")
    await until(lambda: not garage.transfers.memory()["operations"])


async def test_a_transfer_goes_on_over_a_restart_and_ends_with_its_charge_point(
    hass: HomeAssistant, garage: Garage
) -> None:
    await garage.step("firmware", file=FILE_ID, install_now=True)
    location = garage.last("UpdateFirmware")["location"]
    await hass.config_entries.async_reload(garage.entry.entry_id)
    (operation,) = garage.transfers._servers.operations.all
    assert operation.token in location
    port = garage.transfers._servers._listener._port
    path = location.split("/api", 1)[1]
    async with garage.session.get(f"http://127.0.0.1:{port}/api{path}") as answer:
        assert await answer.read() == FIRMWARE
    (subentry_id,) = garage.entry.subentries
    hass.config_entries.async_remove_subentry(garage.entry, subentry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await until(lambda: not operation.path.exists())
    assert garage.transfers.memory() == {"firmware": {}, "logs": {}, "operations": {}}


async def test_ftp_only_and_the_port_that_a_c2eu_needs(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, charge_point = await at_home(hass)
    tell(charge_point, SupportedFileTransferProtocols="ftp,ftps,http,https")
    async with charge_point:
        await charge_point.boot(vendor="XC", model="C2EU", firmwareVersion="1.1.1807.1-2.2.10.23")
        await until(lambda: hass.states.get("button.garage_get_the_charger_s_log"))
        transfers: Transfers = entry.runtime_data.transfers

        async def refuse(self: object, host: object, ports: object, *_: object) -> int:
            assert ports == (21,)
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patched:
            patched.setattr(ftp.TransferFtpServer, "start", refuse)
            with pytest.raises(HomeAssistantError) as failed:
                await transfers.async_ask_for_log(CHARGE_POINT_ID)
            assert failed.value.translation_key == "ftp_port_not_free"
            assert charge_point.received("GetDiagnostics") == []

        async def start(self: object, host: object, ports: object, *_: object) -> int:
            return 21

        with monkeypatch.context() as patched:
            patched.setattr(ftp.TransferFtpServer, "start", start)
            await transfers.async_ask_for_log(CHARGE_POINT_ID)
        location = str(charge_point.received("GetDiagnostics")[0]["location"])
        assert location.startswith("ftp://")
        assert location.endswith("@127.0.0.1/")
        # C2EU Q22
        tell(charge_point, SupportedFileTransferProtocols="ftp,HTTP")
        await entry.runtime_data.central_system.commands.read_configuration(CHARGE_POINT_ID)
        with monkeypatch.context() as patched:
            patched.setattr(ftp.TransferFtpServer, "start", refuse)
            await transfers.async_ask_for_log(CHARGE_POINT_ID)
        assert str(charge_point.received("GetDiagnostics")[1]["location"]).startswith("HTTP://")
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("http://proxy.example:80", "http://proxy.example:80/api/"),
        ("192.0.2.9", "http://192.0.2.9:"),
        ("https://proxy.example", "https://proxy.example/api/"),
    ],
)
async def test_the_users_address_is_what_the_charger_gets(
    hass: HomeAssistant, address: str, base: str
) -> None:
    entry, charge_point = await at_home(hass, options={CONF_TRANSFER_ADDRESS: address})
    protocols = "HTTPS" if address.startswith("https") else "HTTP,FTP"
    tell(charge_point, SupportedFileTransferProtocols=protocols)
    async with charge_point:
        await charge_point.boot()
        await until(lambda: hass.states.get("button.garage_get_the_charger_s_log"))
        await entry.runtime_data.transfers.async_ask_for_log(CHARGE_POINT_ID)
        location = str(charge_point.received("GetDiagnostics")[0]["location"])
        assert location.startswith(base)
        assert entry.runtime_data.transfers._servers.operations.of(
            CHARGE_POINT_ID, Direction.UPLOAD
        )
    await hass.async_block_till_done()


async def test_an_uploaded_file_that_is_gone_and_a_refusal_are_said(
    garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    garage.charge_point.auto_reply("GetLog", {"status": "Rejected"})
    refused = await garage.step("logs", log_kind="security")
    assert "Rejected" in refused["description_placeholders"]["error"] or refused["errors"]
    monkeypatch.setattr(firmware_flow, "process_uploaded_file", process_uploaded_file)
    gone = await garage.step("firmware", file=FILE_ID, install_now=True)
    assert gone["errors"] == {"base": "maintenance_failed"}
    asked = await garage.step("logs", log_kind="diagnostics")
    assert asked["reason"] == "log_asked"


async def test_no_address_of_a_transfer_is_in_the_diagnostics(
    hass: HomeAssistant, garage: Garage
) -> None:
    await garage.step("firmware", file=FILE_ID, install_now=True)
    (operation,) = garage.transfers._servers.operations.all
    assert any(operation.token in frame[2] for frame in coordinator_of(garage.entry).frames)
    shown = await async_get_config_entry_diagnostics(hass, garage.entry)
    assert operation.token not in json.dumps(shown, default=str)
