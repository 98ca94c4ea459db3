"""What attackers try, each over a real socket: it costs the attacker, and the neighbour goes on as before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
import json

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import MAX_DEPTH, Call
from custom_components.plug_control.protocol.known_frames import parse_known
from custom_components.plug_control.protocol.listener import RefusalReason
from custom_components.plug_control.protocol.messages import BootNotification, StartTransaction
from custom_components.plug_control.protocol.websocket import MAX_CONTROL_FRAMES

from .conftest import StartListener
from .gate import ANSWERS, Dialler, RecordingGate, answer_of, ask, assert_alive, until
from .raw import BINARY, PING, PONG, RSV1, TEXT, RawSocket, frame, rest_of, tcp

HEARTBEAT = b'[2,"1","Heartbeat",{}]'


async def big_answers(_: Call) -> Answer:
    return Answer({"data": "x" * 100_000})


@pytest.fixture
async def neighbour(dial: Dialler) -> AsyncIterator[ClientConnection]:
    """Another charge point: it is served in time during and after each test."""
    charge_point = await dial("/NEIGHBOUR")
    await assert_alive(charge_point)
    yield charge_point
    async with asyncio.timeout(30):
        await assert_alive(charge_point)


async def test_a_vendor_string_beyond_every_bound_closes_the_connection_only(
    dial: Dialler, gate: RecordingGate, neighbour: ClientConnection
) -> None:
    async with RawSocket(dial.listener.port) as attacker:
        await attacker.send(frame(TEXT, b'[2,"1","BootNotification"', length=442 << 20))
        assert await attacker.read_until_closed() == 1009
    assert neighbour.close_code is None


async def test_a_message_may_be_larger_once_the_charge_point_is_trusted(
    start: StartListener, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    dial = await start(max_stranger_frame_bytes=2000)
    gate.trusted_bytes = None
    large = json.dumps([2, "1", "BootNotification", {"chargePointVendor": "x" * 10_000}])
    stranger = await dial("/STRANGER")
    await stranger.send(large)
    with pytest.raises(ConnectionClosed):
        await stranger.recv()
    await until(lambda: ("disconnected", "STRANGER") in gate.happenings)
    assert "STRANGER at 127.0.0.1 sent a message that is too large" in caplog.text
    known = await dial("/KNOWN")
    await assert_alive(known)
    gate.connections[1].trust(20_000)
    assert (await ask(known, large))[0] == 3
    assert gate.connections[1]._session._parse is parse_known
    await known.send("x" * 20_001)
    with pytest.raises(ConnectionClosed):
        await known.recv()


async def test_html_stays_text(dial: Dialler, gate: RecordingGate) -> None:
    payload = {"chargePointVendor": "<script>alert(1)</script>\n", "chargePointModel": "\u202ex"}
    assert (await ask(await dial(), json.dumps([2, "1", "BootNotification", payload])))[0] == 3
    boot = gate.messages[0]
    assert isinstance(boot, BootNotification)
    assert boot.charge_point_vendor == "<script>alert(1)</script>"
    assert boot.charge_point_model == "x"


async def test_duplicate_keys_the_last_one_counts(dial: Dialler, gate: RecordingGate) -> None:
    text = '[2,"1","StartTransaction",{"connectorId":2,"connectorId":1,"idTag":"A","idTag":"B"}]'
    assert (await ask(await dial(), text))[0] == 3
    message = gate.messages[0]
    assert isinstance(message, StartTransaction)
    assert (message.connector_id, message.id_tag) == (1, "B")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[2,"1","Authorize",{"idTag":null}]', [4, "1", "OccurenceConstraintViolation"]),
        ('[2,"1","Authorize",null]', [4, "1", "OccurenceConstraintViolation"]),
        ('[2,"1","Authorize",{"idTag":{"a":[]}}]', [4, "1", "TypeConstraintViolation"]),
        (
            '[2,"1","StatusNotification",{"connectorId":9e99}]',
            [4, "1", "PropertyConstraintViolation"],
        ),
        ('[2,"1","Nonsense",{}]', [4, "1", "NotImplemented"]),
        ('[2,"1","Reset",{"type":"Hard"}]', [4, "1", "NotSupported"]),
        ('[2,"1","Heartbeat",[1,2]]', [4, "1", "FormationViolation"]),
        ('[2,"1","Heartbeat",{]', [3, "1"]),
        (f'[2,"1","Heartbeat",{"[" * MAX_DEPTH}{"]" * MAX_DEPTH}]', [4, "1", "FormationViolation"]),
        (f'[2,"1","Heartbeat",{"[" * 400_000}', [4, "1", "FormationViolation"]),
        ('[2,"1","StopTransaction",{"meterStop":NaN,"timestamp":"9999-99-99"}]', [3, "1"]),
        ('[2,"1","StopTransaction",{"meterStop":1e999,"transactionId":-1e999}]', [3, "1"]),
        (f'[2,"1","StopTransaction",{{"meterStop":{"9" * 5000}}}]', [3, "1"]),
        ('[2,"1","StopTransaction",{"transactionId":null,"timestamp":null}]', [3, "1"]),
        (f'[2,"1","MeterValues",{{"meterValue":[{"{}," * 100_000}{{}}]}}]', [3, "1"]),
        (f'[2,"1","MeterValues",{{"meterValue":[{"null," * 100_000}null]}}]', [3, "1"]),
        (f'[2,"1","DataTransfer",{{"vendorId":"V","data":"{"x" * 900_000}"}}]', [3, "1"]),
        (
            f'[2,"1","StatusNotification",{{"info":"{"x" * 900_000}"}}]',
            [4, "1", "OccurenceConstraintViolation"],
        ),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_r8_what_is_malformed_is_answered_and_the_connection_goes_on(
    dial: Dialler, neighbour: ClientConnection, text: str, expected: list[object]
) -> None:
    attacker = await dial()
    assert (await ask(attacker, text))[: len(expected)] == expected
    await assert_alive(attacker)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '"x"',
        "[2]",
        "[2,null]",
        '[99,"1","Heartbeat",{}]',
        '[3,"unasked",{}]',
        '[4,"unasked","GenericError","x",{}]',
        "\x00\x01\x02",
        "[" * 100_000,
    ],
    ids=lambda text: repr(text)[:40],
)
async def test_what_cannot_be_answered_costs_itself_only(
    dial: Dialler, neighbour: ClientConnection, text: str
) -> None:
    attacker = await dial()
    await attacker.send(text)
    await assert_alive(attacker)


async def test_binary_frames_and_wrong_utf_8_cost_themselves_only(
    dial: Dialler, neighbour: ClientConnection
) -> None:
    async with RawSocket(dial.listener.port) as attacker:
        await attacker.send(frame(BINARY, bytes(range(256))))
        await attacker.send(frame(TEXT, b"\xff\xfe"))
        await attacker.send(frame(TEXT, b'[2,"\xe4","Heartbeat",{}]'))
        await attacker.send(frame(TEXT, HEARTBEAT))
        assert json.loads(await attacker.read_text())[:2] == [3, "\ufffd"]
        assert json.loads(await attacker.read_text())[:2] == [3, "1"]


async def test_compression_is_never_agreed_on_and_a_bomb_is_a_protocol_error(dial: Dialler) -> None:
    charge_point = await dial(compression="deflate")
    assert charge_point.response is not None
    assert "Sec-WebSocket-Extensions" not in charge_point.response.headers
    async with RawSocket(dial.listener.port, "/CP-2") as attacker:
        await attacker.send(frame(TEXT, b"\x00" * 100, flags=0x80 | RSV1))
        assert await attacker.read_until_closed() == 1002
    await assert_alive(charge_point)


@pytest.mark.parametrize("opcode", [PING, PONG])
async def test_a_flood_of_pings_is_cut_off(
    dial: Dialler, gate: RecordingGate, neighbour: ClientConnection, opcode: int
) -> None:
    async with RawSocket(dial.listener.port) as attacker:
        await attacker.send(frame(opcode, b"x") * 20_000)
        await attacker.read_until_closed()
        await until(lambda: ("disconnected", "CP-1") in gate.happenings)


async def test_pings_at_a_decent_rate_are_answered(dial: Dialler) -> None:
    async with RawSocket(dial.listener.port) as charge_point:
        await charge_point.read_frame()  # our own ping
        for _ in range(MAX_CONTROL_FRAMES):
            await charge_point.send(frame(PING, b"hello"))
            assert await charge_point.read_frame() == (PONG, b"hello")


async def test_the_rate_of_pings_counts_not_their_number(
    dial: Dialler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.plug_control.protocol.websocket.CONTROL_FRAMES_PERIOD_S", 0.0
    )
    async with RawSocket(dial.listener.port) as charge_point:
        await charge_point.read_frame()
        for _ in range(2 * MAX_CONTROL_FRAMES):
            await charge_point.send(frame(PING, b"hello"))
            assert await charge_point.read_frame() == (PONG, b"hello")


async def test_a_flood_of_messages_leaves_the_others_their_turn(
    dial: Dialler, neighbour: ClientConnection
) -> None:
    async with RawSocket(dial.listener.port) as attacker:
        attacker.writer.write(frame(TEXT, HEARTBEAT) * 2000)
        async with asyncio.timeout(30):
            await assert_alive(neighbour)
        for _ in range(2000):
            await attacker.read_text()


async def test_a_flood_is_read_in_many_turns_and_answered_whole_in_its_order(
    dial: Dialler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.plug_control.protocol.loop_budget.LONGEST_S", 0.0)
    async with RawSocket(dial.listener.port) as attacker:
        calls = (b'[2,"%d","Heartbeat",{}]' % number for number in range(2000))
        attacker.writer.write(b"".join(frame(TEXT, call) for call in calls))
        answered = [json.loads(await attacker.read_text())[1] for _ in range(2000)]
    assert answered == [str(number) for number in range(2000)]


async def test_a_peer_that_reads_nothing_is_dropped_and_holds_nobody_up(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(stuck_timeout_s=1.0)
    neighbour = await dial("/NEIGHBOUR")
    await assert_alive(neighbour)
    gate.handler = big_answers
    async with RawSocket(dial.listener.port) as attacker:
        transport = attacker.writer.transport
        transport.pause_reading()  # type: ignore[attr-defined]  # a socket's transport can be paused
        attacker.writer.write(frame(TEXT, HEARTBEAT) * 400)
        await until(lambda: gate.connections[1]._session.is_full)
        assert gate.connections[1].traffic.received < 400  # not read on while answers pile up
        async with asyncio.timeout(30):
            await assert_alive(neighbour)
        await until(lambda: ("disconnected", "CP-1") in gate.happenings)


async def test_stop_does_not_wait_for_a_peer_that_reads_nothing(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(close_timeout_s=0.05)
    gate.handler = big_answers
    async with RawSocket(dial.listener.port) as attacker:
        attacker.writer.transport.pause_reading()  # type: ignore[attr-defined]  # as above
        attacker.writer.write(frame(TEXT, HEARTBEAT) * 400)
        await until(lambda: gate.connections[0]._session.is_full)
        async with asyncio.timeout(15):
            await dial.listener.stop()
        await until(lambda: ("disconnected", "CP-1") in gate.happenings)


async def test_a_peer_that_reads_slowly_is_not_dropped(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(stuck_timeout_s=60)
    gate.handler = big_answers
    async with RawSocket(dial.listener.port) as slow:
        slow.writer.write(frame(TEXT, HEARTBEAT) * 200)
        for _ in range(200):
            await slow.read_text()
        assert gate.connections[0].is_open


async def test_a_slow_frame_holds_nobody_up(dial: Dialler, neighbour: ClientConnection) -> None:
    async with RawSocket(dial.listener.port) as attacker:
        whole = frame(TEXT, HEARTBEAT)
        for position in range(len(whole) - 1):
            await attacker.send(whole[position : position + 1])
            await asyncio.sleep(0)
        await assert_alive(neighbour)
        await attacker.send(whole[-1:])
        assert json.loads(await attacker.read_text()) == [3, "1", ANSWERS["Heartbeat"]]


async def test_fragments_make_one_message_and_endless_ones_are_cut_off(dial: Dialler) -> None:
    async with RawSocket(dial.listener.port) as charge_point:
        await charge_point.send(frame(TEXT, HEARTBEAT[:5], flags=0) + frame(0, HEARTBEAT[5:]))
        assert json.loads(await charge_point.read_text())[0] == 3
        piece = frame(0, b"x" * 60_000, flags=0)
        charge_point.writer.write(frame(TEXT, b"[", flags=0) + piece * 20)
        assert await charge_point.read_until_closed() == 1009


async def test_slow_handshakes_end_by_themselves(start: StartListener, gate: RecordingGate) -> None:
    dial = await start(handshake_timeout_s=0.1)
    async with tcp(dial.listener.port) as (reader, writer):
        writer.write(b"GET /CP-1 HTTP/1.1\r\n")
        assert await rest_of(reader) == b""
    assert gate.knocks == []


async def test_unfinished_handshakes_are_bounded_and_charge_points_still_get_in(
    start: StartListener,
) -> None:
    dial = await start(max_stranger_sockets=5)
    async with AsyncExitStack() as stack:
        idle = [await stack.enter_async_context(tcp(dial.listener.port)) for _ in range(8)]
        await assert_alive(await dial())
        for reader, _ in idle[:4]:
            assert await rest_of(reader) == b""
        assert not any(reader.at_eof() for reader, _ in idle[4:])


async def test_sockets_are_bounded(start: StartListener, gate: RecordingGate) -> None:
    dial = await start(max_sockets=2)
    sockets = [await dial("/CP-1"), await dial("/CP-2")]
    for _ in range(3):
        async with tcp(dial.listener.port) as (reader, _):
            assert await rest_of(reader) == b""
    assert gate.refusals == [(None, "127.0.0.1", RefusalReason.TOO_MANY_CONNECTIONS)]
    for charge_point in sockets:
        await assert_alive(charge_point)
    await sockets[0].close()
    await until(lambda: len(dial.listener.connections) == 1)
    await assert_alive(await dial("/CP-3"))


@pytest.mark.parametrize(
    "message",
    [
        b'[9,"an unknown type"]',
        b"no JSON",
        b'[3,"unasked",{}]',
        b'[2,"1","Heartbeat",{}]',
        b"",
    ],
    ids=lambda message: message.decode()[:20],
)
@pytest.mark.parametrize("opcode", [TEXT, BINARY, PING, PONG])
async def test_a_stranger_that_says_too_much_is_hung_up_on_whatever_it_says(
    dial: Dialler,
    gate: RecordingGate,
    neighbour: ClientConnection,
    message: bytes,
    opcode: int,
) -> None:
    gate.trusted_bytes = None
    async with RawSocket(dial.listener.port, "/STRANGER") as attacker:
        with suppress(ConnectionError):
            await attacker.send(frame(opcode, message) * 61)
        await attacker.read_until_closed()
    await until(lambda: ("disconnected", "STRANGER") in gate.happenings)
    assert gate.connections[1].traffic.received <= 60


async def test_a_stranger_that_floods_while_we_say_goodbye_is_hung_up_on_at_once(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(close_timeout_s=30.0)
    gate.trusted_bytes = None
    async with RawSocket(dial.listener.port, "/STRANGER") as attacker:
        closing = asyncio.create_task(gate.connections[0].close())
        assert await attacker.read_until_closed() == 1000
        with suppress(ConnectionError):
            await attacker.send(frame(TEXT, HEARTBEAT) * 61)
        async with asyncio.timeout(30):
            assert await rest_of(attacker.reader) == b""
            await closing
    assert gate.connections[0].traffic.received <= 60


async def test_who_goes_on_after_we_hung_up_is_dropped(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(close_timeout_s=30.0)
    gate.trusted_bytes = None
    async with RawSocket(dial.listener.port, "/STRANGER") as attacker:
        await attacker.send(frame(TEXT, b"", length=442 << 20))
        assert await attacker.read_until_closed() == 1009
        with suppress(ConnectionError):
            for _ in range(20):
                await attacker.send(b"x" * (16 << 10))
        async with asyncio.timeout(30):
            assert await rest_of(attacker.reader) == b""
            await until(lambda: ("disconnected", "STRANGER") in gate.happenings)


async def test_a_strangers_fragments_count(dial: Dialler, gate: RecordingGate) -> None:
    gate.trusted_bytes = None
    async with RawSocket(dial.listener.port, "/STRANGER") as attacker:
        with suppress(ConnectionError):
            await attacker.send(frame(TEXT, b"[", flags=0) + frame(0, b" ", flags=0) * 1000)
        await attacker.read_until_closed()
    await until(lambda: ("disconnected", "STRANGER") in gate.happenings)
    assert gate.connections[0].traffic.received == 0


async def test_a_strangers_frames_are_refused_before_they_are_there(
    dial: Dialler, gate: RecordingGate
) -> None:
    gate.trusted_bytes = None
    async with RawSocket(dial.listener.port, "/STRANGER") as attacker:
        await attacker.send(frame(TEXT, b"[9", length=(16 << 10) + 1))
        assert await attacker.read_until_closed() == 1009


async def test_strangers_of_one_network_share_what_they_may_say(
    dial: Dialler, gate: RecordingGate, neighbour: ClientConnection
) -> None:
    gate.trusted_bytes = None
    heard = 0
    for number in range(12):
        async with RawSocket(dial.listener.port, f"/STRANGER-{number}") as attacker:
            with suppress(ConnectionError):
                await attacker.send(frame(TEXT, HEARTBEAT) * 61)
            await attacker.read_until_closed()
        await until(lambda: len(gate.happenings) == 2 * number + 3)  # noqa: B023
        heard += gate.connections[-1].traffic.received
    assert heard <= 600


async def test_a_trusted_charge_point_may_say_much(dial: Dialler, gate: RecordingGate) -> None:
    """It comes out of the strangers' budget, also what was said before it was trusted."""
    async with RawSocket(dial.listener.port) as charge_point:
        await charge_point.send(frame(TEXT, HEARTBEAT) * 5000)
        for _ in range(5000):
            await charge_point.read_text()


async def test_what_is_refused_at_the_door_is_refused_slowly(
    dial: Dialler, gate: RecordingGate, neighbour: ClientConnection
) -> None:
    async def refused(number: int) -> int:
        with pytest.raises(InvalidStatus) as caught:
            await dial(f"/a%5c{number}")
        status: int = caught.value.response.status_code
        return status

    began = asyncio.get_running_loop().time()
    assert await asyncio.gather(*map(refused, range(8))) == [404] * 8
    assert asyncio.get_running_loop().time() - began >= 0.3
    await assert_alive(await dial("/CP-1"))


async def test_two_hundred_charge_points_behind_one_router_come_back_at_once(
    dial: Dialler, gate: RecordingGate
) -> None:
    async with asyncio.timeout(30):
        sockets = await asyncio.gather(*(dial(f"/CP-{number}") for number in range(200)))
        boots = await asyncio.gather(
            *(ask(charge_point, '[2,"1","BootNotification",{}]') for charge_point in sockets)
        )
    assert boots == [[3, "1", ANSWERS["BootNotification"]]] * 200
    assert gate.refusals == []
    assert len(dial.listener.connections) == 200


async def test_a_call_of_ours_that_is_answered_with_nonsense_fails_alone(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    await assert_alive(charge_point)
    ours = asyncio.create_task(gate.connections[0].call("Reset", {}))
    message_id = (await answer_of(charge_point))[1]
    await charge_point.send(f'[3,"{message_id}","Accepted"]')
    outcomes = await asyncio.gather(ours, return_exceptions=True)
    assert "no object" in str(outcomes[0])
    await assert_alive(charge_point)
