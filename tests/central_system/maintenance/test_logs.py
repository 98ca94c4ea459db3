"""Log requests: which message is sent, what each status and silence means, and what is remembered."""

import asyncio
from datetime import timedelta
import json
from typing import Any

from ocpp.messages import get_validator
import pytest

from custom_components.plug_control.central_system.maintenance.logs import (
    NOTHING_COMES,
    PATIENCE,
    LogOrder,
)
from custom_components.plug_control.model.events import LogRequestEnded
from custom_components.plug_control.model.maintenance import (
    LogFailure,
    LogKind,
    LogRequest,
    LogStage,
)
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandRejectedError,
    NotPossibleError,
    OfflineError,
)
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import NOW, Lab, MakeLab

C2EU: dict[str, Any] = {"vendor": "XC", "model": "C2EU"}
LOCATION = "http://192.0.2.1/t"


def order(**fields: Any) -> LogOrder:
    return LogOrder(location=LOCATION, **fields)


async def asked(lab: Lab, **fields: Any) -> ScriptedChargePoint:
    """Return a charge point that was asked for its log."""
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetDiagnostics", {"fileName": "box.log"})
    charge_point.auto_reply("GetLog", {"status": "Accepted", "filename": "security.log"})
    await lab.central_system.maintenance.logs.ask("CP-1", order(**fields))
    return charge_point


def request_of(lab: Lab) -> LogRequest:
    request = lab.model().log_request
    assert request is not None
    return request


async def say(charge_point: ScriptedChargePoint, *statuses: str) -> None:
    for status in statuses:
        assert await charge_point.call("DiagnosticsStatusNotification", {"status": status}) == {}


async def say_log(charge_point: ScriptedChargePoint, status: str, **fields: Any) -> None:
    assert await charge_point.call("LogStatusNotification", {"status": status, **fields}) == {}


async def test_diagnostics_from_the_request_to_the_file(lab: Lab) -> None:
    charge_point = await asked(
        lab, oldest=NOW - timedelta(days=1), latest=NOW, retries=2, retry_interval_s=30
    )
    (sent,) = charge_point.received("GetDiagnostics")
    get_validator(2, "GetDiagnostics", "1.6").validate(sent)
    assert sent == {
        "location": LOCATION,
        "startTime": "2026-03-13T10:00:00Z",
        "stopTime": "2026-03-14T10:00:00Z",
        "retries": 2,
        "retryInterval": 30,
    }
    assert (request_of(lab).stage, request_of(lab).file_name) == (LogStage.ASKED, "box.log")
    await say(charge_point, "Uploading")
    assert request_of(lab).stage is LogStage.UPLOADING
    await say(charge_point, "Uploaded", "UploadFailed")
    assert [event.request for event in lab.told(LogRequestEnded)] == [request_of(lab)]
    assert request_of(lab).stage is LogStage.UPLOADED


async def test_r35_a_security_log_follows_the_statuses_with_its_id(lab: Lab) -> None:
    charge_point = await asked(lab, kind=LogKind.SECURITY, oldest=NOW)
    (sent,) = charge_point.received("GetLog")
    assert (sent["logType"], sent["log"]) == (
        "SecurityLog",
        {"remoteLocation": LOCATION, "oldestTimestamp": "2026-03-14T10:00:00Z"},
    )
    assert charge_point.received("GetDiagnostics") == []
    await say_log(charge_point, "UploadFailure", requestId=7)  # of another request
    await say(charge_point, "UploadFailed")  # of another kind
    assert request_of(lab).stage is LogStage.ASKED
    await say_log(charge_point, "Uploading", requestId=sent["requestId"])
    assert request_of(lab).stage is LogStage.UPLOADING
    await say_log(charge_point, "PermissionDenied", requestId=sent["requestId"])
    assert request_of(lab).failure is LogFailure.PERMISSION_DENIED


async def test_a_charge_point_that_knows_only_get_log_is_asked_by_it(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetLog", {"status": "Accepted"})
    asking = asyncio.create_task(lab.central_system.maintenance.logs.ask("CP-1", order()))
    await (await charge_point.expect("GetDiagnostics")).refuse("NotImplemented")
    await asking
    assert charge_point.received("GetLog")[0]["logType"] == "DiagnosticsLog"
    lab.clock.advance(NOTHING_COMES.total_seconds())
    lab.central_system.maintenance.look_round(lab.station("CP-1"))
    assert request_of(lab).running  # GetLog's file name is optional


@pytest.mark.parametrize(
    ("boot", "code"), [({}, "GenericError"), (C2EU, "NotSupported")], ids=["error", "c2eu"]
)
async def test_another_error_is_a_refusal(lab: Lab, boot: dict[str, Any], code: str) -> None:
    charge_point = await lab.boot(boot=boot)
    asking = asyncio.create_task(lab.central_system.maintenance.logs.ask("CP-1", order()))
    await (await charge_point.expect("GetDiagnostics")).refuse(code)
    with pytest.raises(CallErrorReceived):
        await asking
    assert (request_of(lab).failure, request_of(lab).detail) == (LogFailure.REFUSED, code)
    assert charge_point.received("GetLog") == []


async def test_a_c2eu_is_never_asked_for_a_security_log(lab: Lab) -> None:
    charge_point = await lab.boot(boot=C2EU)
    with pytest.raises(NotPossibleError):
        await lab.central_system.maintenance.logs.ask("CP-1", order(kind=LogKind.SECURITY))
    assert charge_point.received("GetLog") == []
    assert lab.model().log_request is None


async def test_a_rejected_log_is_kept_with_its_status(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetLog", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.maintenance.logs.ask("CP-1", order(kind=LogKind.SECURITY))
    assert (request_of(lab).failure, request_of(lab).detail) == (LogFailure.REFUSED, "Rejected")


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        ("BadMessage", LogFailure.REFUSED),
        ("NotSupportedOperation", LogFailure.NOT_SUPPORTED),
        ("UploadFailure", LogFailure.UPLOAD_FAILED),
    ],
)
async def test_failures_of_a_get_log(lab: Lab, status: str, failure: LogFailure) -> None:
    charge_point = await asked(lab, kind=LogKind.SECURITY)
    await say_log(charge_point, status)
    assert request_of(lab).failure is failure


async def test_an_answer_without_a_file_name_means_that_nothing_comes(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetDiagnostics", {})
    await lab.central_system.maintenance.logs.ask("CP-1", order())
    look_round = lab.central_system.maintenance.look_round
    look_round(lab.station("CP-1"))
    assert request_of(lab).running
    lab.clock.advance(NOTHING_COMES.total_seconds())
    look_round(lab.station("CP-1"))
    assert request_of(lab).failure is LogFailure.NOTHING_THERE
    await say(charge_point, "Uploading")  # some upload all the same
    assert (request_of(lab).stage, request_of(lab).failure) == (LogStage.UPLOADING, None)


async def test_the_file_itself_proves_the_upload(lab: Lab) -> None:
    charge_point = await asked(lab)
    lab.central_system.maintenance.logs.received("CP-1")
    await say(charge_point, "UploadFailed")
    lab.central_system.maintenance.logs.received("CP-1")
    assert request_of(lab).stage is LogStage.UPLOADED
    assert len(lab.told(LogRequestEnded)) == 1


async def test_idle_after_a_boot_means_that_the_request_was_lost(lab: Lab) -> None:
    charge_point = await asked(lab)
    await say(charge_point, "Idle")
    assert request_of(lab).running
    await charge_point.boot()
    await say(charge_point, "Idle", "Idle")
    assert request_of(lab).failure is LogFailure.INTERRUPTED


async def test_silence_ends_a_request(lab: Lab) -> None:
    charge_point = await asked(lab)
    await say(charge_point, "Uploading")
    lab.clock.advance(PATIENCE[LogStage.UPLOADING].total_seconds() - 1)
    look_round = lab.central_system.maintenance.look_round
    look_round(lab.station("CP-1"))
    assert request_of(lab).running
    lab.clock.advance(1)
    look_round(lab.station("CP-1"))
    look_round(lab.station("CP-1"))
    assert request_of(lab).failure is LogFailure.NO_NEWS
    assert len(lab.told(LogRequestEnded)) == 1


async def test_offline_nothing_is_asked(lab: Lab) -> None:
    with pytest.raises(OfflineError):
        await lab.central_system.maintenance.logs.ask("CP-1", order())
    assert lab.model().log_request is None


async def test_a_request_goes_on_over_a_restart(lab: Lab, make_lab: MakeLab) -> None:
    charge_point = await asked(lab)
    await say(charge_point, "Uploading", "Vendors own word")
    memory = json.loads(json.dumps(lab.central_system.memory()))
    await charge_point.close()
    again = await make_lab(memory=memory)
    again.add()
    charge_point = await again.dial()
    await say(charge_point, "Uploaded")
    assert request_of(again).stage is LogStage.UPLOADED


async def test_statuses_without_a_request_are_answered(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await say(charge_point, "Idle", "Uploaded")
    await say_log(charge_point, "Idle")
    assert lab.model().log_request is None
