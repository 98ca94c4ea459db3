"""The cases of firmware, diagnostics and logs."""

from typing import Any

from aiohttp import ClientSession
from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator.frames import Payload
from tests.certificates import client_file
from tests.helpers import until

from .kit import Kit
from .plan import case

LOCATION = "http://192.0.2.1/fw-2.0.bin"
FIRMWARE = "update.garage_firmware_update"


async def tell(kit: Kit, action: str, *statuses: str, **fields: Any) -> None:
    """Send status notifications, which are answered."""
    for status in statuses:
        assert await kit.charger.call(action, {"status": status, **fields}) == {}
    await kit.settle()


# ---- firmware


async def update(kit: Kit) -> None:
    """Ask for a firmware update by its URL."""
    kit.answers("UpdateFirmware")
    await kit.act("update_firmware", url=LOCATION, version="2.0")
    sent = kit.wire("UpdateFirmware")
    assert sent["location"] == LOCATION
    assert str(sent["retrieveDate"]).endswith("Z")


@case("044_1")
async def firmware_update(kit: Kit) -> None:
    """UpdateFirmware with location and retrieveDate; progress is shown; after the boot the new version is."""
    await update(kit)
    await tell(kit, "FirmwareStatusNotification", "Downloading")
    assert kit.attributes(FIRMWARE)["in_progress"] is True
    await tell(kit, "FirmwareStatusNotification", "Downloaded", "Installing", "Installed")
    answer = await kit.charger.boot("Kit", "Box", firmwareVersion="2.0")
    assert answer["status"] == "Accepted"
    await kit.settle()
    assert kit.attributes(FIRMWARE)["installed_version"] == "2.0"
    assert kit.attributes(FIRMWARE)["in_progress"] is False
    await kit.boot()


@case("044_2")
async def firmware_download_failed(kit: Kit) -> None:
    """DownloadFailed ends the update, and the failure is shown."""
    await update(kit)
    await tell(kit, "FirmwareStatusNotification", "Downloading", "DownloadFailed")
    assert kit.attributes(FIRMWARE)["in_progress"] is False
    assert kit.attributes(FIRMWARE)["failure"] == "download_failed"


@case("044_3")
async def firmware_installation_failed(kit: Kit) -> None:
    """InstallationFailed ends the update, and the failure is shown."""
    await update(kit)
    await tell(
        kit,
        "FirmwareStatusNotification",
        *("Downloading", "Downloaded", "Installing", "InstallationFailed"),
    )
    assert kit.attributes(FIRMWARE)["in_progress"] is False
    assert kit.attributes(FIRMWARE)["failure"] == "installation_failed"


async def signed_update(kit: Kit) -> int:
    """Ask for a signed firmware update; return its requestId."""
    kit.answers("SignedUpdateFirmware", status="Accepted")
    path = await kit.hass.async_add_executor_job(client_file, kit.directory)
    certificate = path.read_text().partition("-----BEGIN PRIVATE")[0]
    await kit.act(
        "update_firmware",
        url=LOCATION,
        version="2.0",
        signing_certificate=certificate,
        signature="c2lnbmF0dXJl",
    )
    sent = kit.wire("SignedUpdateFirmware")
    firmware = sent["firmware"]
    assert isinstance(firmware, dict)
    assert (firmware["location"], firmware["signature"]) == (LOCATION, "c2lnbmF0dXJl")
    assert str(firmware["signingCertificate"]).startswith("-----BEGIN CERTIFICATE-----")
    number = sent["requestId"]
    assert isinstance(number, int)
    return number


@case("080")
async def secure_firmware_update(kit: Kit) -> None:
    """SignedUpdateFirmware with certificate and signature; its statuses are matched by requestId (R35)."""
    number = await signed_update(kit)
    action = "SignedFirmwareStatusNotification"
    await tell(kit, action, "Downloading", requestId=number)
    assert kit.attributes(FIRMWARE)["in_progress"] is True
    await tell(kit, action, "DownloadFailed", requestId=number + 1)  # of another request
    assert kit.attributes(FIRMWARE)["in_progress"] is True
    await tell(
        kit,
        action,
        *("Downloaded", "SignatureVerified", "Installing", "Installed"),
        requestId=number,
    )
    await kit.charger.boot("Kit", "Box", firmwareVersion="2.0")
    await kit.settle()
    assert kit.attributes(FIRMWARE)["in_progress"] is False
    await kit.boot()


@case("081")
async def invalid_firmware_signature(kit: Kit) -> None:
    """InvalidSignature ends the update, the failure is shown, and the security event that follows, too."""
    number = await signed_update(kit)
    action = "SignedFirmwareStatusNotification"
    await tell(kit, action, "Downloading", "Downloaded", "InvalidSignature", requestId=number)
    assert kit.attributes(FIRMWARE)["in_progress"] is False
    assert kit.attributes(FIRMWARE)["failure"] == "invalid_signature"
    event: Payload = {"type": "InvalidFirmwareSignature", "timestamp": "2026-03-14T10:00:00Z"}
    assert await kit.charger.call("SecurityEventNotification", event) == {}


# ---- diagnostics and logs


async def upload(location: str) -> None:
    """Send a file, as a charger does."""
    async with (
        ClientSession() as session,
        session.put(f"{location}box.log", data=b"12345") as answer,
    ):
        assert answer.status == 200


@case("045_1")
async def diagnostics(kit: Kit) -> None:
    """GetDiagnostics with a location that takes the file; Uploading and Uploaded; the file is offered."""
    kit.answers("GetDiagnostics", fileName="box.log")
    before = len(kit.charger.received("GetDiagnostics"))
    asked = kit.begin("get_log")
    await until(lambda: len(kit.charger.received("GetDiagnostics")) > before)
    await tell(kit, "DiagnosticsStatusNotification", "Uploading")
    await upload(str(kit.wire("GetDiagnostics")["location"]))
    await tell(kit, "DiagnosticsStatusNotification", "Uploaded")
    answer = await asked
    assert (answer["file_name"], answer["size"]) == ("box.log", 5)


@case("045_2")
async def diagnostics_failed(kit: Kit) -> None:
    """UploadFailed is told to the user."""
    kit.answers("GetDiagnostics", fileName="box.log")
    before = len(kit.charger.received("GetDiagnostics"))
    asked = kit.begin("get_log")
    await until(lambda: len(kit.charger.received("GetDiagnostics")) > before)
    await tell(kit, "DiagnosticsStatusNotification", "Uploading", "UploadFailed")
    with pytest.raises(HomeAssistantError) as failed:
        await asked
    assert failed.value.translation_key == "log_upload_failed"


@case("079")
async def security_log(kit: Kit) -> None:
    """GetLog for the security log; LogStatusNotification is matched by requestId (R35); the file is offered."""
    kit.answers("GetLog", status="Accepted", filename="security.log")
    before = len(kit.charger.received("GetLog"))
    asked = kit.begin("get_log", kind="security")
    await until(lambda: len(kit.charger.received("GetLog")) > before)
    sent = kit.wire("GetLog")
    assert sent["logType"] == "SecurityLog"
    log = sent["log"]
    assert isinstance(log, dict)
    number = sent["requestId"]
    await tell(kit, "LogStatusNotification", "Uploading", requestId=number)
    await upload(str(log["remoteLocation"]))
    await tell(kit, "LogStatusNotification", "Uploaded", requestId=number)
    answer = await asked
    assert answer["size"] == 5
