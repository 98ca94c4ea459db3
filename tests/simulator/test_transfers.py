"""Simulated charge points move real files to and from Home Assistant, over HTTP and FTP."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.model.maintenance import LogKind, UpdateFailure, UpdateStage
from custom_components.plug_control.transfers import ftp
from custom_components.plug_control.transfers.firmware import Firmware
from custom_components.plug_control.transfers.transfers import Transfers
from simulator.clock import RunningClock
from simulator.frames import Payload
from simulator.generic.features import INVALID_SIGNATURE
from simulator.simulated import SimulatedChargePoint
from simulator.transfers import Patience, Transfers as ChargerTransfers
from tests.helpers import HOST, charge_point_data, set_up, until

from .harness import bench

PROTOCOLS = "SupportedFileTransferProtocols"
FIRMWARE = bytes(range(256)) * 500


async def no_ftp(self: object, *_: object) -> int:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("profile", "protocols"), [("generic", "HTTP"), ("generic", "FTP"), ("c2eu", "ftp,HTTP")]
)
async def test_firmware_and_log_of_a_simulated_charge_point(
    hass: HomeAssistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    profile: str,
    protocols: str,
) -> None:
    if profile == "c2eu":  # C2EU Q22: port 21 is not ours, so upper-case HTTP it is
        monkeypatch.setattr(ftp.TransferFtpServer, "start", no_ftp)
    entry = await set_up(hass, charge_point_data("SIM"))
    system = entry.runtime_data.central_system
    transfers: Transfers = entry.runtime_data.transfers
    charge_point = SimulatedChargePoint(
        f"ws://{HOST}:{system.port}/",
        profile=profile,
        charge_point_id="SIM",
        clock=RunningClock(200),
        reconnect_s=0.05,
        transfers=ChargerTransfers(),
    )
    charge_point.memory.configuration[PROTOCOLS] = protocols
    async with charge_point:
        about = system.charge_points["SIM"]
        await until(lambda: PROTOCOLS in about.configuration and system.is_ready("SIM"))
        outcome = await (await transfers.async_ask_for_log("SIM"))
        assert outcome.log
        found = transfers.logs.file(outcome.log.log_id)
        assert found
        assert "BootNotification" in found[1].read_text()
        assert outcome.log.name.startswith("SIM")

        source = tmp_path / "fw.apk"
        source.write_bytes(FIRMWARE)
        before = about.firmware_version
        await transfers.firmware.async_name_file(
            "SIM", Firmware(name="fw.apk", version="9"), source
        )
        await transfers.async_install("SIM")
        await until(lambda: about.firmware_update.stage is UpdateStage.INSTALLED)
        await until(lambda: about.firmware_version != before)
        assert transfers.firmware.of("SIM") is None
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_the_security_extension_of_a_simulated_charge_point(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    entry = await set_up(hass, charge_point_data("SIM"))
    system = entry.runtime_data.central_system
    transfers: Transfers = entry.runtime_data.transfers
    charge_point = SimulatedChargePoint(
        f"ws://{HOST}:{system.port}/",
        profile="generic",
        charge_point_id="SIM",
        clock=RunningClock(200),
        reconnect_s=0.05,
        transfers=ChargerTransfers(),
    )
    async with charge_point:
        about = system.charge_points["SIM"]
        await until(lambda: PROTOCOLS in about.configuration and system.is_ready("SIM"))
        outcome = await (await transfers.async_ask_for_log("SIM", LogKind.SECURITY))
        assert outcome.log
        assert outcome.log.kind == "security"
        source = tmp_path / "fw.bin"
        source.write_bytes(FIRMWARE)
        firmware = Firmware(
            name="fw.bin",
            version="9",
            signing_certificate="-----BEGIN CERTIFICATE-----",
            signature=INVALID_SIGNATURE,
        )
        await transfers.firmware.async_name_file("SIM", firmware, source)
        await transfers.async_install("SIM")
        await until(lambda: not about.firmware_update.running)
        assert about.firmware_update.failure is UpdateFailure.INVALID_SIGNATURE
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_transfer_that_fails_is_tried_again_and_told() -> None:
    transfers = ChargerTransfers()
    told: list[Any] = []
    nowhere = "http://127.0.0.1:1/fw.bin"
    transfers.download(nowhere, told.append, Patience(attempts=2))
    transfers.upload("ftp://u:p@127.0.0.1:1/logs", "a.log", b"log", told.append)
    await until(lambda: len(told) == 2)
    assert sorted(map(str, told)) == ["False", "None"]
    transfers.download(nowhere, told.append, Patience(attempts=9, wait_s=60))
    await asyncio.sleep(0.05)
    await transfers.stop()
    assert len(told) == 2


async def test_a_download_goes_on_where_it_broke_off_and_what_is_not_there_is_told() -> None:
    asked: list[str | None] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/gone":
            raise web.HTTPNotFound
        asked.append(request.headers.get("Range"))
        if len(asked) > 1:
            return web.Response(status=206, body=FIRMWARE[1000:])
        response = web.StreamResponse(headers={"Content-Length": str(len(FIRMWARE))})
        await response.prepare(request)
        await response.write(FIRMWARE[:1000])
        assert request.transport
        request.transport.close()
        return response

    app = web.Application()
    app.router.add_get("/{name}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    port = runner.addresses[0][1]
    transfers = ChargerTransfers()
    told: list[bytes | None] = []
    transfers.download(f"http://{HOST}:{port}/fw.bin", told.append, Patience(attempts=2))
    await until(lambda: len(told) == 1)
    transfers.download(f"http://{HOST}:{port}/gone", told.append)
    await until(lambda: len(told) == 2)
    assert told == [FIRMWARE, None]
    assert asked == [None, "bytes=1000-"]
    await runner.cleanup()


async def test_a_certificate_that_is_none_is_refused() -> None:
    async with bench("generic") as b:
        firmware: Payload = {
            "location": "ftp://host/fw",
            "retrieveDateTime": "2026-03-14T06:00:00Z",
            "signingCertificate": "none",
            "signature": "c2ln",
        }
        answer = await b.cs.call("SignedUpdateFirmware", {"requestId": 1, "firmware": firmware})
        assert answer == {"status": "InvalidCertificate"}
        log: Payload = {"remoteLocation": "gopher://host/"}
        request: Payload = {"requestId": 2, "logType": "SecurityLog", "log": log}
        assert (await b.cs.call("GetLog", request))["status"] == "Accepted"
        await b.advance(6)
        told = b.cs.payloads("LogStatusNotification")
        assert told == [
            {"status": "Uploading", "requestId": 2},
            {"status": "UploadFailure", "requestId": 2},
        ]
