"""The scripted charge point: every frame and every answer is said by the test."""

import asyncio
import base64

import pytest
from websockets.exceptions import InvalidStatus

from simulator.frames import Direction, Payload
from simulator.scripted import CallErrorReceived, Disconnected, ScriptedChargePoint

from .central_system import CentralSystem


async def test_call_returns_the_answer_and_both_frames_are_logged() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url + "CP-1") as cp:
        answer = await cp.boot(chargePointSerialNumber="S-1")
        assert answer["status"] == "Accepted"
        assert cp.subprotocol == "ocpp1.6"
        assert cp.response_headers["Sec-WebSocket-Protocol"] == "ocpp1.6"
        assert cs.requests[0].path == "/CP-1"
        assert cs.payloads("BootNotification")[0]["chargePointSerialNumber"] == "S-1"
        assert [frame.direction for frame in cp.frames] == [Direction.SENT, Direction.RECEIVED]
        assert cp.sent("BootNotification") == cs.payloads("BootNotification")


async def test_several_calls_at_once_get_their_own_answers() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        first, second = await asyncio.gather(
            cp.call("StartTransaction"), cp.call("StartTransaction")
        )
        assert {first["transactionId"], second["transactionId"]} == {4711, 4712}


async def test_expect_takes_the_oldest_matching_call_and_replies() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        await cp.boot()
        reset = await cs.send_call("Reset", {"type": "Soft"})
        clear = await cs.send_call("ClearCache")
        incoming = await cp.expect("ClearCache")
        assert [left.action for left in cp.pending] == ["Reset"]
        await incoming.reply({"status": "Accepted"})
        await (await cp.expect()).refuse("NotSupported", "no")
        await cs.wait(lambda: reset in cs.results)
        assert cs.results[clear][0].message_id == clear
        assert cp.received("Reset") == [{"type": "Soft"}]


async def test_auto_reply_answers_by_payload_by_function_and_with_silence() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        await cp.boot()
        cp.auto_reply("ClearCache", {"status": "Accepted"})
        assert await cs.call("ClearCache") == {"status": "Accepted"}

        def echo(payload: Payload) -> Payload | None:
            return {"status": payload["type"]} if payload["type"] == "Hard" else None

        cp.auto_reply("Reset", echo)
        silent = await cs.send_call("Reset", {"type": "Soft"})
        assert await cs.call("Reset", {"type": "Hard"}) == {"status": "Hard"}
        assert silent not in cs.results
        cp.auto_reply("Reset", None)
        await cs.send_call("Reset", {"type": "Hard"})
        assert (await cp.expect("Reset")).payload == {"type": "Hard"}


async def test_callerror_timeout_and_late_answer() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        cs.replies["Heartbeat"] = None
        with pytest.raises(TimeoutError):
            await cp.call("Heartbeat", message_id="h", timeout=0.01)
        await cs.connection.send('[3,"h",{}]')
        future = await cp.start_call("Heartbeat", message_id="e")
        await cs.connection.send('[4,"e","NotImplemented","why",{}]')
        with pytest.raises(CallErrorReceived) as caught:
            await future
        assert caught.value.code == "NotImplemented"
        await cs.connection.send('[4,"e","NotImplemented","why",{}]')
        await cs.connection.send("no JSON")
        await cs.connection.send(b"binary")
        await cs.send_call("Reset")
        await cp.expect("Reset")
        assert cp.stray == ['[3,"h",{}]', '[4,"e","NotImplemented","why",{}]', "no JSON", b"binary"]


async def test_an_answer_to_a_call_that_was_given_up_is_dropped() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        cs.replies["Heartbeat"] = None
        (await cp.start_call("Heartbeat", message_id="given up")).cancel()
        await cs.wait_call("Heartbeat")
        await cs.connection.send('[3,"given up",{}]')
        assert (await cp.boot())["status"] == "Accepted"


async def test_raw_frames_go_out_verbatim() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        await cp.send_raw('[2, "x", "Heartbeat", {"a" : 1}]')
        await cp.send_raw(b'[2,"y","Heartbeat",{}]')
        await cs.wait(lambda: len(cs.texts) == 2)
        assert cs.texts == ['[2, "x", "Heartbeat", {"a" : 1}]', b'[2,"y","Heartbeat",{}]']


@pytest.mark.parametrize(
    ("password", "username", "credentials"),
    [("secret", None, b"CP 1:secret"), (b"\x00\xff", "other", b"other:\x00\xff")],
)
async def test_r3_basic_authentication(
    password: str | bytes, username: str | None, credentials: bytes
) -> None:
    async with (
        CentralSystem() as cs,
        ScriptedChargePoint(
            cs.url + "CP%201", password=password, username=username, headers={"X-A": "b"}
        ),
    ):
        headers = cs.requests[0].headers
        assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == credentials
        assert headers["X-A"] == "b"


async def test_subprotocols_and_compression_are_as_asked() -> None:
    async with CentralSystem(subprotocol=None) as cs:
        async with ScriptedChargePoint(cs.url, subprotocols=(), compression=True) as cp:
            assert cp.subprotocol is None
        assert "Sec-WebSocket-Protocol" not in cs.requests[0].headers
        assert "permessage-deflate" in cs.requests[0].headers["Sec-WebSocket-Extensions"]


async def test_a_refused_handshake_raises() -> None:
    async with CentralSystem(refuse=404) as cs:
        with pytest.raises(InvalidStatus) as caught:
            await ScriptedChargePoint(cs.url).connect()
        assert caught.value.response.status_code == 404


async def test_a_close_by_the_server_ends_every_wait() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        cs.replies["Heartbeat"] = None
        await cp.ping()
        future = await cp.start_call("Heartbeat")
        done = await cp.start_call("Heartbeat")
        done.cancel()
        waiting = asyncio.create_task(cp.expect("Reset"))
        await cs.wait(lambda: len(cs.calls) == 2)
        await cs.connection.close(1008, "bye")
        assert await cp.wait_closed() == (1008, "bye")
        with pytest.raises(Disconnected):
            await future
        with pytest.raises(Disconnected):
            await waiting
        with pytest.raises(Disconnected):
            await cp.call("Heartbeat")
        assert not cp.connected


async def test_abort_ends_without_a_closing_handshake_and_reconnect_works() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        await cp.abort()
        await cs.connection.wait_closed()
        assert cs.connection.close_code == 1006
        await cp.connect()
        assert (await cp.boot())["status"] == "Accepted"


async def test_a_frozen_connection_answers_no_ping_until_it_thaws() -> None:
    async with CentralSystem() as cs, ScriptedChargePoint(cs.url) as cp:
        cp.freeze()
        pong = asyncio.ensure_future(await cs.connection.ping())
        await asyncio.sleep(0.05)
        assert not pong.done()
        cp.thaw()
        await asyncio.wait_for(pong, 30)
        cp.freeze()


async def test_without_a_connection_nothing_is_sent() -> None:
    cp = ScriptedChargePoint("ws://127.0.0.1:1/")
    assert not cp.connected
    with pytest.raises(Disconnected):
        await cp.call("Heartbeat")
