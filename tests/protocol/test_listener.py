"""The port, over real sockets: handshake, identity, authentication, subprotocol, the order of things."""

import asyncio
from contextlib import closing, suppress
import json
import socket

import pytest
from websockets.exceptions import ConnectionClosed, WebSocketException

from custom_components.plug_control.protocol.authentication import HandshakeRequest
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import ListenerError, OfflineError
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.listener import Listener, ListenerConfig

from .conftest import StartListener
from .gate import Dialler, RecordingGate, answer_of, ask, assert_alive, until
from .raw import rest_of, tcp

# --- the port -------------------------------------------------------------------------------------


async def test_a_busy_port_is_told_by_its_number(gate: RecordingGate) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(ListenerError, match=f"port {port}: ") as caught:
            await Listener(ListenerConfig(host="127.0.0.1", port=port), gate).start()
    assert (caught.value.host, caught.value.port) == ("127.0.0.1", port)
    assert "in use" in caught.value.reason


async def test_a_port_that_is_none_is_told(gate: RecordingGate) -> None:
    with pytest.raises(ListenerError, match="all addresses, port 70000"):
        await Listener(ListenerConfig(port=70000), gate).start()


async def test_the_port_is_the_configured_one_until_one_is_bound(gate: RecordingGate) -> None:
    listener = Listener(ListenerConfig(host="127.0.0.1", port=0), gate)
    assert listener.port == 0
    await listener.stop()
    await listener.start()
    assert listener.port > 0
    await listener.stop()


async def test_stop_closes_every_socket_and_the_port_can_be_bound_again(
    dial: Dialler, gate: RecordingGate
) -> None:
    sockets = [await dial(f"/CP-{number}") for number in range(3)]
    port = dial.listener.port
    async with tcp(port) as (unfinished, _), asyncio.timeout(30):
        await dial.listener.stop()
        assert await rest_of(unfinished) == b""
    for charge_point in sockets:
        with pytest.raises(ConnectionClosed) as caught:
            await charge_point.recv()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1001
    assert len([what for what, _ in gate.happenings if what == "disconnected"]) == 3
    again = Listener(ListenerConfig(host="127.0.0.1", port=port), gate)
    await again.start()
    await again.stop()


@pytest.mark.parametrize("turns", range(4))
async def test_stop_closes_what_was_accepted_just_before(dial: Dialler, turns: int) -> None:
    """The event loop takes some turns from accepting a connection until it is open."""
    with socket.create_connection(("127.0.0.1", dial.listener.port), timeout=30) as peer:
        for _ in range(turns):
            await asyncio.sleep(0)
        await dial.listener.stop()
        with suppress(ConnectionError):
            assert await asyncio.to_thread(peer.recv, 1) == b""


async def test_stop_does_not_wait_for_a_peer_that_never_closes(
    start: StartListener, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    dial = await start(close_timeout_s=0.05)
    handling = asyncio.Event()

    async def never(_: Call) -> Answer:
        await handling.wait()
        return Answer({})

    gate.handler = never
    charge_point = await dial()
    await charge_point.send('[2,"1","Heartbeat",{}]')
    await until(lambda: gate.connections[0].traffic.received == 1)
    async with asyncio.timeout(30):
        await dial.listener.stop()
    assert "did not close in time" in caplog.text
    handling.set()
    await gate.connections[0].finished()


async def test_stop_ends_handshakes_that_nobody_has_decided_about(
    start: StartListener, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    dial = await start()
    is_over = asyncio.Event()

    async def undecided(_: HandshakeRequest) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            is_over.set()

    gate.admission = undecided
    calling = asyncio.create_task(dial())
    await until(lambda: len(gate.knocks) == 1)
    async with asyncio.timeout(30):
        await dial.listener.stop()
    assert is_over.is_set()
    assert "did not close in time" not in caplog.text
    with pytest.raises((OSError, WebSocketException)):
        await calling


# --- the life of a connection ---------------------------------------------------------------------


async def test_connected_and_disconnected_come_once_each_in_this_order(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    (connection,) = dial.listener.connections
    assert connection is gate.connections[0]
    was_open = connection.is_open
    assert gate.happenings == [("connected", "CP-1")]
    await charge_point.close()
    await until(lambda: len(gate.happenings) == 2)
    assert gate.happenings == [("connected", "CP-1"), ("disconnected", "CP-1")]
    assert (was_open, connection.is_open) == (True, False)
    assert not dial.listener.connections
    with pytest.raises(OfflineError):
        await connection.call("Reset", {})


async def test_a_peer_that_vanishes_is_noticed(dial: Dialler, gate: RecordingGate) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    charge_point.transport.abort()
    await until(lambda: ("disconnected", "CP-1") in gate.happenings)


async def test_a_call_goes_out_and_its_answer_comes_back(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    ours = asyncio.create_task(gate.connections[0].call("Reset", {"type": "Soft"}))
    kind, message_id, action, payload = await answer_of(charge_point)
    assert (kind, action, payload) == (2, "Reset", {"type": "Soft"})
    await charge_point.send(f'[3,"{message_id}",{{"status":"Accepted"}}]')
    assert await ours == {"status": "Accepted"}


async def test_a_connection_that_closes_fails_the_waiting_calls_at_once(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    ours = [asyncio.create_task(gate.connections[0].call("Reset", {})) for _ in range(3)]
    await answer_of(charge_point)
    charge_point.transport.abort()
    async with asyncio.timeout(20):
        for task in ours:
            with pytest.raises(OfflineError):
                await task


async def test_the_central_system_can_close_a_connection(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    await gate.connections[0].close(1008, "replaced " * 50)
    assert not gate.connections[0].is_open
    with pytest.raises(ConnectionClosed) as caught:
        await charge_point.recv()
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1008
    assert caught.value.rcvd.reason.startswith("replaced")
    await until(lambda: len(gate.happenings) == 2)
    await gate.connections[0].close()


async def test_the_last_frames_are_kept_bounded_and_without_secrets(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    for number in range(110):
        await ask(charge_point, f'[2,"{number}","Heartbeat",{{}}]')
    await ask(charge_point, f'[2,"long","DataTransfer",{{"vendorId":"V","data":"{"x" * 5000}"}}]')
    connection = gate.connections[0]
    payload = {"value": "top secret", "key": "AuthorizationKey"}
    ours = asyncio.create_task(connection.call("ChangeConfiguration", payload, timeout_s=0.05))
    await answer_of(charge_point)
    await asyncio.gather(ours, return_exceptions=True)
    assert len(connection.frames) == 200
    assert max(len(text) for _, _, text in connection.frames) == 2000
    assert not any("top secret" in text for _, _, text in connection.frames)
    assert connection.frames[-1][2].endswith('"ChangeConfiguration",(hidden)')


@pytest.mark.parametrize(
    "key", ["authorizationkey", "AUTHORIZATIONKEY", "WifiPassword", "ftp-passwd"]
)
async def test_secrets_that_a_charger_tells_are_neither_kept_nor_logged(
    dial: Dialler, gate: RecordingGate, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    caplog.set_level("DEBUG", "custom_components.plug_control")
    charge_point = await dial()
    connection = gate.connections[0]
    ours = asyncio.create_task(connection.call("GetConfiguration", {}))
    message_id = (await answer_of(charge_point))[1]
    entry = {"value": "top secret", "key": key}
    await charge_point.send(json.dumps([3, message_id, {"configurationKey": [entry]}]))
    assert (await ours)["configurationKey"] == [entry]
    assert not any("top secret" in text for _, _, text in connection.frames)
    assert "top secret" not in caplog.text


async def test_frames_are_logged_for_debugging_printable_and_without_secrets(
    dial: Dialler, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.plug_control")
    charge_point = await dial()
    await ask(charge_point, '[2,"1","Heartbeat",{}\r\n]')
    assert 'CP-1 at 127.0.0.1 received [2,"1","Heartbeat",{}  ]' in caplog.messages
    payload = {"key": "AuthorizationKey", "value": "top secret"}
    ours = asyncio.create_task(
        gate.connections[0].call("ChangeConfiguration", payload, timeout_s=0.05)
    )
    assert (await answer_of(charge_point))[3] == payload
    await asyncio.gather(ours, return_exceptions=True)
    ours_logged = [record for record in caplog.records if record.name.startswith("custom_")]
    assert not any("top secret" in record.getMessage() for record in ours_logged)


async def test_headers_of_the_handshake_are_not_kept(dial: Dialler) -> None:
    """A connection lasts for months; its request's headers name the user's password, too."""
    charge_point = await dial("/CP-1")
    await assert_alive(charge_point)
    (socket,) = dial.listener._sockets
    assert socket.request is not None
    assert socket.response is not None
    assert (len(socket.request.headers), len(socket.response.headers)) == (0, 0)
