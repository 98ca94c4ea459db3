"""Firmware updates: what is sent, what each status, boot and silence means, and what is remembered."""

import asyncio
from datetime import timedelta
import json
from typing import Any

from ocpp.messages import get_validator
import pytest

from custom_components.plug_control.central_system.maintenance.firmware import (
    PATIENCE,
    FirmwareOrder,
)
from custom_components.plug_control.model.events import FirmwareUpdateEnded
from custom_components.plug_control.model.maintenance import (
    FirmwareUpdate,
    UpdateFailure,
    UpdateStage,
)
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import NOW, Lab, MakeLab, start_transaction

C2EU: dict[str, Any] = {"vendor": "XC", "model": "C2EU", "firmwareVersion": "1.1.1807.1-2.2.10.23"}


def order(**fields: Any) -> FirmwareOrder:
    return FirmwareOrder(
        location="http://192.0.2.1/t/fw.bin", source="fw.bin", **{"retrieve_at": NOW, **fields}
    )


SIGNED: dict[str, Any] = {
    "signature": "c2lnbmF0dXJl",
    "signing_certificate": "-----BEGIN CERTIFICATE-----",
}


async def updating(lab: Lab, **fields: Any) -> ScriptedChargePoint:
    """Return a charge point that took the request of an update."""
    charge_point = await lab.started_up()
    charge_point.auto_reply("UpdateFirmware", {})
    charge_point.auto_reply("SignedUpdateFirmware", {"status": "Accepted"})
    await lab.central_system.maintenance.firmware.update("CP-1", order(**fields))
    return charge_point


def update_of(lab: Lab) -> FirmwareUpdate:
    update = lab.model().firmware_update
    assert update is not None
    return update


async def say(charge_point: ScriptedChargePoint, *statuses: str) -> None:
    for status in statuses:
        assert await charge_point.call("FirmwareStatusNotification", {"status": status}) == {}


async def say_signed(charge_point: ScriptedChargePoint, status: str, **fields: Any) -> None:
    payload = {"status": status, **fields}
    assert await charge_point.call("SignedFirmwareStatusNotification", payload) == {}


async def test_an_update_from_the_request_to_the_end(lab: Lab) -> None:
    charge_point = await updating(lab, version="2.0", retries=3, retry_interval_s=60)
    (sent,) = charge_point.received("UpdateFirmware")
    get_validator(2, "UpdateFirmware", "1.6").validate(sent)
    assert sent == {
        "location": "http://192.0.2.1/t/fw.bin",
        "retrieveDate": "2026-03-14T10:00:00Z",
        "retries": 3,
        "retryInterval": 60,
    }
    assert update_of(lab).stage is UpdateStage.ASKED
    for status, stage in (
        ("Downloading", UpdateStage.DOWNLOADING),
        ("Downloaded", UpdateStage.DOWNLOADED),
        ("Installing", UpdateStage.INSTALLING),
    ):
        await say(charge_point, status)
        assert (update_of(lab).stage, update_of(lab).detail) == (stage, status)
    assert lab.told(FirmwareUpdateEnded) == []
    await say(charge_point, "Installed")
    assert update_of(lab).stage is UpdateStage.INSTALLED
    assert [event.update for event in lab.told(FirmwareUpdateEnded)] == [update_of(lab)]


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        ("DownloadFailed", UpdateFailure.DOWNLOAD_FAILED),
        ("InstallationFailed", UpdateFailure.INSTALLATION_FAILED),
    ],
)
async def test_a_failure_is_told_with_its_reason(
    lab: Lab, status: str, failure: UpdateFailure
) -> None:
    charge_point = await updating(lab)
    await say(charge_point, "Downloading", status)
    (ended,) = lab.told(FirmwareUpdateEnded)
    assert (ended.update.stage, ended.update.failure) == (UpdateStage.FAILED, failure)
    # A charge point that tries again by itself may still succeed.
    await say(charge_point, "Downloading")
    assert (update_of(lab).stage, update_of(lab).failure) == (UpdateStage.DOWNLOADING, None)
    await say(charge_point, "Installed", "InstallationFailed")
    assert update_of(lab).stage is UpdateStage.INSTALLED


async def test_r35_a_signed_update_follows_the_statuses_with_its_id(lab: Lab) -> None:
    charge_point = await updating(lab, **SIGNED, install_at=NOW + timedelta(hours=1))
    (sent,) = charge_point.received("SignedUpdateFirmware")
    request_id = sent["requestId"]
    assert sent["firmware"] == {
        "location": "http://192.0.2.1/t/fw.bin",
        "retrieveDateTime": "2026-03-14T10:00:00Z",
        "installDateTime": "2026-03-14T11:00:00Z",
        "signingCertificate": "-----BEGIN CERTIFICATE-----",
        "signature": "c2lnbmF0dXJl",
    }
    await say_signed(charge_point, "InvalidSignature", requestId=7)  # of another request
    await say(charge_point, "InstallationFailed")  # of another kind
    assert update_of(lab).stage is UpdateStage.ASKED
    await say_signed(charge_point, "SignatureVerified", requestId=request_id)
    assert update_of(lab).stage is UpdateStage.DOWNLOADED
    await say_signed(charge_point, "InstallRebooting")  # without an id: there is but one
    assert update_of(lab).stage is UpdateStage.INSTALLING
    await say_signed(charge_point, "InvalidSignature", requestId=request_id)
    assert update_of(lab).failure is UpdateFailure.INVALID_SIGNATURE


async def test_r35_each_signed_update_has_an_id_of_its_own(lab: Lab) -> None:
    charge_point = await updating(lab, **SIGNED)
    await lab.central_system.maintenance.firmware.update("CP-1", order(**SIGNED))
    first, second = (each["requestId"] for each in charge_point.received("SignedUpdateFirmware"))
    await say_signed(charge_point, "InstallationFailed", requestId=first)
    assert (update_of(lab).request_id, update_of(lab).stage) == (second, UpdateStage.ASKED)
    charge_point.auto_reply("UpdateFirmware", {})
    await lab.central_system.maintenance.firmware.update("CP-1", order())
    await say_signed(charge_point, "InstallationFailed", requestId=second)
    assert update_of(lab).stage is UpdateStage.ASKED


async def test_a_boot_with_another_version_proves_the_update(lab: Lab) -> None:
    charge_point = await lab.boot(boot={"firmwareVersion": "1.0"})
    charge_point.auto_reply("UpdateFirmware", {})
    await lab.central_system.maintenance.firmware.update("CP-1", order())
    await charge_point.boot(firmwareVersion="1.0")
    assert update_of(lab).running
    await charge_point.boot()
    assert update_of(lab).running
    await charge_point.boot(firmwareVersion="1.1")
    assert update_of(lab).stage is UpdateStage.INSTALLED
    await charge_point.boot(firmwareVersion="1.2")
    assert len(lab.told(FirmwareUpdateEnded)) == 1


async def test_idle_after_a_boot_means_that_the_update_was_lost(lab: Lab) -> None:
    charge_point = await updating(lab)
    await say(charge_point, "Downloading", "Idle")  # no boot: a slow charger, not a lost update
    assert update_of(lab).running
    await charge_point.boot()
    await say(charge_point, "Idle")
    assert update_of(lab).failure is UpdateFailure.INTERRUPTED
    await say(charge_point, "Idle")
    assert len(lab.told(FirmwareUpdateEnded)) == 1


async def test_idle_of_a_c2eu_says_nothing(lab: Lab) -> None:
    charge_point = await lab.boot(boot=C2EU)
    charge_point.auto_reply("UpdateFirmware", {})
    await lab.central_system.maintenance.firmware.update("CP-1", order())
    await charge_point.boot(**C2EU)
    await say(charge_point, "Idle")
    assert update_of(lab).running


async def test_a_refusal_is_raised_and_kept(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("SignedUpdateFirmware", {"status": "InvalidCertificate"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.maintenance.firmware.update("CP-1", order(**SIGNED))
    update = update_of(lab)
    assert (update.failure, update.detail) == (UpdateFailure.REFUSED, "InvalidCertificate")
    await say_signed(charge_point, "Downloading", requestId=update.request_id)
    assert update.failure is UpdateFailure.REFUSED


async def test_what_was_never_sent_changes_nothing(lab: Lab) -> None:
    charge_point = await updating(lab)
    before = update_of(lab)
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    with pytest.raises(OfflineError):
        await lab.central_system.maintenance.firmware.update("CP-1", order(version="3"))
    assert update_of(lab) is before
    charge_point = await lab.boot(boot=C2EU)
    with pytest.raises(NotPossibleError) as refused:
        await lab.central_system.maintenance.firmware.update("CP-1", order(**SIGNED))
    assert refused.value.reason is NotPossible.NEVER_ANSWERED
    assert charge_point.received("SignedUpdateFirmware") == []


async def test_a_lost_answer_does_not_end_an_update(lab: Lab, monkeypatch: Any) -> None:
    charge_point = await lab.started_up()

    async def too_late(*_: Any, **__: Any) -> Payload:
        raise CallTimeoutError(30)

    monkeypatch.setattr(lab.central_system.commands, "request", too_late)
    with pytest.raises(CallTimeoutError):
        await lab.central_system.maintenance.firmware.update("CP-1", order())
    await say(charge_point, "Downloading")
    assert update_of(lab).stage is UpdateStage.DOWNLOADING


async def test_a_status_may_come_before_the_answer(lab: Lab) -> None:
    charge_point = await lab.started_up()
    asking = asyncio.create_task(lab.central_system.maintenance.firmware.update("CP-1", order()))
    request = await charge_point.expect("UpdateFirmware")
    await say(charge_point, "Downloading")
    await request.reply({})
    await asking
    assert update_of(lab).stage is UpdateStage.DOWNLOADING


async def test_silence_ends_an_update_but_not_while_a_car_charges(lab: Lab) -> None:
    charge_point = await updating(lab, retrieve_at=NOW + timedelta(days=3))
    station = lab.station("CP-1")
    look_round = lab.central_system.maintenance.look_round
    lab.clock.advance(timedelta(days=3, hours=1).total_seconds())
    look_round(station)
    assert update_of(lab).running
    await charge_point.call("StartTransaction", start_transaction())
    lab.clock.advance(PATIENCE[UpdateStage.ASKED].total_seconds())
    look_round(station)
    assert update_of(lab).running
    await say(charge_point, "Downloading")
    lab.clock.advance(PATIENCE[UpdateStage.DOWNLOADING].total_seconds())
    look_round(station)
    look_round(station)
    assert update_of(lab).failure is UpdateFailure.NO_NEWS
    assert len(lab.told(FirmwareUpdateEnded)) == 1
    await say(charge_point, "Installed")
    assert update_of(lab).stage is UpdateStage.INSTALLED


async def test_statuses_without_an_update_are_answered(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await say(charge_point, "Idle", "Downloading", "Vendors own word")
    lab.central_system.maintenance.look_round(lab.station("CP-1"))
    assert lab.model().firmware_update is None
    assert lab.model().firmware_status == "Vendors own word"
    charge_point.auto_reply("UpdateFirmware", {})
    await lab.central_system.maintenance.firmware.update("CP-1", order())
    await say(charge_point, "Vendors own word")
    assert (update_of(lab).stage, update_of(lab).detail) == (UpdateStage.ASKED, "Vendors own word")


async def test_an_update_goes_on_over_a_restart(lab: Lab, make_lab: MakeLab) -> None:
    charge_point = await updating(lab, version="2.0", **SIGNED)
    request_id = update_of(lab).request_id
    await say_signed(charge_point, "Downloading", requestId=request_id)
    memory = json.loads(json.dumps(lab.central_system.memory()))
    await charge_point.close()
    again = await make_lab(memory=memory)
    again.add()
    assert update_of(again) == update_of(lab)
    charge_point = await again.dial()
    await say_signed(charge_point, "Installed", requestId=request_id)
    assert update_of(again).stage is UpdateStage.INSTALLED
    memory["CP-1"]["firmware_update"]["stage"] = "no stage"
    damaged = await make_lab(memory=memory)
    assert damaged.add().firmware_update is None
