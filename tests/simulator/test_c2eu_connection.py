"""How the C2EU connects, stays connected and comes back."""

import asyncio
import json

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from simulator.clock import ManualClock
from simulator.simulated import SimulatedChargePoint

from .central_system import CentralSystem
from .harness import START, Bench, bench, until

SERIAL = "C2011907DEMOEU01"


@pytest.mark.parametrize(
    ("path", "dialled"),
    [("", f"/{SERIAL}"), ("box", "/box"), ("a/b/", f"/a/b/{SERIAL}"), ("box?x=1", "/box?x=1")],
)
async def test_c2eu_q2_url_is_verbatim_and_serial_appended_behind_a_final_slash_only(
    path: str, dialled: str
) -> None:
    async with bench(path=path) as b:
        assert b.cs.requests[0].path == dialled
        assert b.cs.payloads("BootNotification")[0]["chargePointSerialNumber"] == SERIAL


async def test_c2eu_requests_exactly_ocpp16_without_extensions_or_authorization() -> None:
    async with bench(password="ignored") as b:
        headers = b.cs.requests[0].headers
        assert headers.get_all("Sec-WebSocket-Protocol") == ["ocpp1.6"]
        assert "Sec-WebSocket-Extensions" not in headers
        assert "Authorization" not in headers
        assert headers["Host"] == b.cs.url.removeprefix("ws://").rstrip("/")


async def test_c2eu_sends_no_user_of_the_url() -> None:
    async with CentralSystem() as cs:
        url = cs.url.replace("ws://", "ws://user:secret@") + "box"
        async with SimulatedChargePoint(url) as cp:
            await cp.wait_for(lambda cp: cp.accepted)
            assert "Authorization" not in cs.requests[0].headers
            assert cp.records.of("connected")[0]["url"] == cs.url + "box", "nor is it recorded"


async def test_c2eu_q1_aborts_without_the_echoed_subprotocol_and_retries_every_5_s_for_ever() -> (
    None
):
    network = ManualClock(START)
    async with (
        CentralSystem(subprotocol=None) as cs,
        SimulatedChargePoint(cs.url, clock=ManualClock(), network_clock=network) as cp,
    ):
        for attempt in range(1, 5):
            await cs.wait(lambda attempt=attempt: len(cs.connections) == attempt)  # type: ignore[misc]
            await cs.connection.wait_closed()
            await network.advance(4.9)
            assert len(cs.connections) == attempt
            await network.advance(0.2)
        assert not cp.connected
        assert cs.calls == []


async def test_c2eu_follows_no_redirect() -> None:
    def redirect(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(302, "moved\n")
        response.headers["Location"] = "/elsewhere"
        return response

    network = ManualClock(START)
    async with CentralSystem() as cs:
        cs.respond = redirect
        async with SimulatedChargePoint(cs.url, clock=ManualClock(), network_clock=network):
            await cs.wait(lambda: len(cs.requests) == 1)
            await until(lambda: network.timers > 0)
            await network.advance(5)
            await cs.wait(lambda: len(cs.requests) == 2)
            assert [request.path for request in cs.requests] == [f"/{SERIAL}"] * 2


async def test_c2eu_waits_20_s_when_the_socket_cannot_even_be_set_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    network = ManualClock(START)

    def attempts() -> int:
        return caplog.text.count("cannot dial")

    async with SimulatedChargePoint("http://127.0.0.1/", network_clock=network):
        await until(lambda: network.timers > 0)
        assert attempts() == 1
        await network.advance(19)
        assert attempts() == 1
        await network.advance(1)
        await until(lambda: attempts() == 2)


async def test_c2eu_boots_at_once_on_every_connect_and_the_boot_state_survives_a_reconnect() -> (
    None
):
    async with bench() as b:
        b.cs.replies["BootNotification"] = None
        await b.cs.connection.close()
        await b.reconnect()
        assert b.cp.accepted
        b.cp.plug()
        await b.advance(3)
        assert b.statuses()[-1] == "Preparing"


async def test_c2eu_reconnects_when_the_network_is_back_polling_every_5_s() -> None:
    async with bench() as b:
        b.cp.cut_network()
        await b.cs.connection.wait_closed()
        assert b.cs.connection.close_code == 1006
        await b.network.advance(30)
        assert len(b.cs.connections) == 1
        b.cp.restore_network()
        await b.reconnect()
        assert len(b.cs.connections) == 2


async def test_a_half_open_connection_is_not_seen_to_end() -> None:
    async with bench() as b:
        b.cp.cut_network(half_open=True)
        await b.cp.wait_for(lambda cp: not cp.connected)
        old = b.cs.connection
        pong = asyncio.ensure_future(await old.ping())
        b.cp.restore_network()
        boots = len(b.cs.payloads("BootNotification"))
        await b.network.advance(5)
        await b.cs.wait_call("BootNotification", boots + 1)
        assert old.close_code is None
        assert not pong.done()
        pong.cancel()
        old.transport.abort()


async def pings(b: Bench) -> int:
    """How many pings the central system has seen."""
    await b.cs.ping()
    return b.cs.pings


async def test_c2eu_sends_two_independent_pings_a_minute_and_an_interval_of_0_stops_only_one() -> (
    None
):
    async with bench() as b:
        await b.network.advance(59)
        assert await pings(b) == 0
        await b.network.advance(1)
        assert await pings(b) == 2
        await b.cs.call("ChangeConfiguration", {"key": "WebSocketPingInterval", "value": "20"})
        await b.network.advance(59)
        assert await pings(b) == 4
        await b.cs.call("ChangeConfiguration", {"key": "WebSocketPingInterval", "value": "0"})
        await b.network.advance(21)
        assert await pings(b) == 7, "0 does not stop a running timer"
        await b.cs.connection.close()
        await b.reconnect()
        before = await pings(b)
        await b.network.advance(60)
        assert await pings(b) - before == 1, "0 disables the configured ping of the next connection"


async def test_c2eu_closes_with_1006_when_no_pong_came_for_90_s() -> None:
    async with bench() as b:
        b.cs.connection.transport.pause_reading()
        for _ in range(18):
            await b.network.advance(5)
        assert b.cp.connected
        await b.network.advance(5)
        await b.cp.wait_for(lambda cp: not cp.connected)
        b.cs.connection.transport.resume_reading()
        await b.cs.connection.wait_closed()
        assert b.cs.connection.close_code == 1006


async def test_c2eu_q4_a_clock_set_forward_by_more_than_90_s_costs_one_connection() -> None:
    async with bench() as b:
        b.cs.replies["Heartbeat"] = lambda _: {"currentTime": "2026-03-14T06:10:00Z"}
        await b.advance(300)
        await b.network.advance(5)
        await b.cs.connection.wait_closed()
        b.cs.replies["Heartbeat"] = None
        b.cs.replies["BootNotification"] = {
            "status": "Accepted",
            "currentTime": "2026-03-14T06:10:00Z",
            "interval": 300,
        }
        await b.reconnect()
        for _ in range(20):
            await b.network.advance(5)
            await b.cs.ping()
        assert len(b.cs.connections) == 2


async def test_c2eu_q8_message_ids_count_from_1_and_start_again_with_the_app() -> None:
    async with bench() as b:
        assert [call.message_id for call in b.cs.calls] == ["1", "2", "3"]
        b.cp.power_off()
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        assert b.cs.calls[-1].message_id == "1"


async def test_c2eu_q8_several_calls_are_outstanding_at_once() -> None:
    async with bench() as b:
        b.cs.replies["StatusNotification"] = b.cs.replies["StartTransaction"] = None
        await b.charge()
        assert [call.action for call in b.cs.calls[-2:]] == [
            "StartTransaction",
            "StatusNotification",
        ]


async def test_c2eu_calls_expire_after_15_s_and_a_callerror_is_ignored() -> None:
    async with bench() as b:
        b.cs.replies["Heartbeat"] = None
        await b.advance(300)
        heartbeat = b.cs.calls[-1]
        assert heartbeat.action == "Heartbeat"
        await b.cs.connection.send(json.dumps([4, heartbeat.message_id, "InternalError", "", {}]))
        await b.settle()
        await b.advance(300)
        assert len(b.cs.payloads("Heartbeat")) == 2, "no heartbeat while a CALL is outstanding"
        await b.network.advance(15)
        await b.advance(300)
        assert len(b.cs.payloads("Heartbeat")) == 3


async def test_c2eu_writes_a_slash_as_java_does_and_ignores_unknown_fields_and_frames() -> None:
    async with bench() as b:
        await b.cs.connection.send("{}")
        await b.cs.connection.send(b"binary")
        answer = await b.cs.call("GetConfiguration", {"key": ["a/b"], "unknown": 1})
        assert answer["unknownKey"] == ["a/b"]
        assert any("a\\/b" in str(text) for text in b.cs.texts)
