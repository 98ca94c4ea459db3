"""The charger that follows the standard: connection, boot, cards, transactions."""

import base64

import pytest

from simulator.frames import Error, Payload

from .central_system import CentralSystem
from .harness import CARD, bench

# ---- connection and boot


async def test_generic_appends_its_percent_encoded_identity_and_authenticates() -> None:
    async with bench("generic", charge_point_id="CP 1/a", password="secret") as b:
        assert b.cs.requests[0].path == "/CP%201%2Fa"
        credentials = b.cs.requests[0].headers["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(credentials) == b"CP 1/a:secret"


@pytest.mark.parametrize(
    ("password", "secret"),
    [("00" * 19 + "ff", b"\x00" * 19 + b"\xff"), ("x" * 40, b"x" * 40)],
)
async def test_r3_a_password_of_40_hex_digits_is_20_bytes(password: str, secret: bytes) -> None:
    async with bench("generic", password=password) as b:
        credentials = b.cs.requests[0].headers["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(credentials) == b"GENERIC-0001:" + secret


async def test_generic_boots_and_tells_every_connector() -> None:
    async with bench("generic") as b:
        assert [call.action for call in b.cs.calls] == [
            "BootNotification",
            *["StatusNotification"] * 3,
        ]
        told = [(p["connectorId"], p["status"]) for p in b.cs.payloads("StatusNotification")]
        assert told == [(0, "Available"), (1, "Available"), (2, "Available")]
        assert b.cs.payloads("StatusNotification")[0]["timestamp"] == "2026-03-14T06:01:00Z"
        await b.advance(300)
        assert len(b.cs.payloads("Heartbeat")) == 1
        b.assert_valid()


async def test_r6_one_call_at_a_time() -> None:
    async with bench("generic") as b:
        b.cs.replies["StatusNotification"] = None
        b.cp.plug(1)
        b.cp.plug(2)
        await b.advance(1)
        assert len(b.cs.payloads("StatusNotification")) == 4
        await b.network.advance(30)
        await b.cs.wait_call("StatusNotification", 5)


async def test_r9_reconnects_without_boot_and_tells_what_changed() -> None:
    async with bench("generic") as b:
        b.cp.cut_network()
        await b.waiting()
        b.cp.plug(2)
        await b.advance(5)
        b.cp.restore_network()
        for _ in range(3):
            await b.network.advance(5)
        await b.cs.wait_status("Preparing", 2)
        assert len(b.cs.payloads("BootNotification")) == 1
        assert len(b.cs.payloads("StatusNotification")) == 4


async def test_generic_waits_longer_after_each_failed_attempt() -> None:
    def refuse(cs: CentralSystem) -> None:
        cs.refuse = 503

    async with bench("generic", prepare=refuse, boot=False) as b:
        for attempt, wait_s in enumerate((5, 10, 20, 40, 60, 60), start=1):
            await b.cs.wait(lambda attempt=attempt: len(b.cs.requests) == attempt)  # type: ignore[misc]
            await b.waiting()
            await b.network.advance(wait_s - 1)
            assert len(b.cs.requests) == attempt
            await b.network.advance(1)


async def test_generic_closes_when_a_ping_was_not_answered_before_the_next() -> None:
    async with bench("generic") as b:
        await b.network.advance(60)
        await b.cs.ping()
        assert b.cs.pings == 1
        b.cs.connection.transport.pause_reading()
        await b.network.advance(60)
        assert b.cp.connected
        await b.network.advance(60)
        await b.cp.wait_for(lambda cp: not cp.connected)
        b.cs.connection.transport.resume_reading()


async def test_r11_interval_0_ends_pings() -> None:
    async with bench("generic") as b:
        await b.configure("WebSocketPingInterval", "0")
        await b.network.advance(600)
        await b.cs.ping()
        assert b.cs.pings == 0


@pytest.mark.parametrize("status", ["Pending", "Rejected"])
async def test_r12_not_accepted(status: str) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = cs.boot_answer(status, 10)

    async with bench("generic", boot=False, prepare=prepare) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        b.cp.plug()
        await b.advance(5)
        assert len(b.cs.calls) == 1
        message_id = await b.cs.send_call(
            "TriggerMessage", {"requestedMessage": "StatusNotification"}
        )
        await b.settle()
        answer = b.cs.results[message_id][0]
        if status == "Pending":
            await b.cs.wait_call("StatusNotification", 2)
            start_answer = await b.cs.call("RemoteStartTransaction", {"idTag": CARD})
            assert start_answer == {"status": "Rejected"}
        else:
            assert isinstance(answer, Error)
            assert answer.code == "SecurityError"
        b.cs.replies["BootNotification"] = b.cs.boot_answer()
        await b.advance(10)
        assert b.cp.accepted
        assert b.statuses()[-1] == "Preparing"


@pytest.mark.parametrize("answer", [{}, {"status": "Nonsense", "interval": 1}])
async def test_generic_boots_again_after_an_unreadable_answer(answer: Payload) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = answer

    async with bench("generic", boot=False, prepare=prepare) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        await b.advance(30)
        assert len(b.cs.payloads("BootNotification")) == 2


async def test_generic_takes_the_time_of_boot_and_heartbeat_and_ignores_what_is_none() -> None:
    async with bench("generic") as b:
        b.cs.replies["Heartbeat"] = {"currentTime": "2026-03-14T08:06:05+02:00"}
        await b.advance(300)
        assert b.cp.device_time().isoformat() == "2026-03-14T06:06:05+00:00"
        b.cs.replies["Heartbeat"] = {"currentTime": "soon"}
        await b.advance(300)
        assert b.cp.device_time().isoformat() == "2026-03-14T06:11:05+00:00"


async def test_r8_unknown_and_malformed_calls_get_the_right_callerror() -> None:
    async with bench("generic") as b:
        for frame, code in (
            ('[2,"a","Nonsense",{}]', "NotImplemented"),
            ('[2,"b","Reset",{}]', "OccurenceConstraintViolation"),
            ('[2,"c","Reset",{"type":1}]', "TypeConstraintViolation"),
            ('[2,"d","Reset",{"type":"Medium"}]', "PropertyConstraintViolation"),
            ('[2,"e","Reset"]', "FormationViolation"),
            (
                '[2,"f","SendLocalList",{"updateType":"Full","listVersion":1,"localAuthorizationList":{}}]',
                "TypeConstraintViolation",
            ),
            (
                '[2,"g","SendLocalList",{"updateType":"Full","listVersion":1,"localAuthorizationList":[1]}]',
                "TypeConstraintViolation",
            ),
            ('[2,"h","GetConfiguration",{"key":"a"}]', "TypeConstraintViolation"),
        ):
            await b.cs.connection.send(frame)
            await b.settle()
            answer = b.cs.results[frame[4]][0]
            assert isinstance(answer, Error)
            assert answer.code == code, frame
        await b.cs.connection.send("nonsense")
        await b.settle()
        assert b.cp.connected


async def test_r8_an_internal_error_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with bench("generic") as b:
        message_id = await b.cs.send_call("GetDiagnostics", {"location": "http://[broken"})
        await b.settle()
        answer = b.cs.results[message_id][0]
        assert isinstance(answer, Error)
        assert answer.code == "InternalError"
        assert "cannot handle GetDiagnostics" in caplog.text


async def test_generic_tells_a_status_again_that_was_lost_with_the_connection() -> None:
    async with bench("generic") as b:
        b.cs.replies["StatusNotification"] = None
        b.cp.plug()
        await b.advance(1)
        b.cp.fault("GroundFailure")
        await b.advance(1)
        await b.cs.connection.close()
        await b.waiting()
        b.cs.replies["StatusNotification"] = {}
        await b.network.advance(5)
        await b.cs.wait_status("Faulted", 1)
        await b.settle()
        assert b.statuses() == ["Available", "Preparing", "Faulted"]


async def test_generic_a_boot_that_falls_due_offline_waits_for_the_connection() -> None:
    async with bench(
        "generic", prepare=lambda cs: cs.replies.update(BootNotification={}), boot=False
    ) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        await b.cs.connection.close()
        await b.waiting()
        await b.advance(60)
        assert len(b.cs.calls) == 1
        b.cs.replies["BootNotification"] = b.cs.boot_answer()
        await b.network.advance(5)
        await b.cp.wait_for(lambda cp: cp.accepted)
