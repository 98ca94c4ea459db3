"""What can be answered at once is, without a task of its own, and nothing overtakes anything by that."""

import asyncio
from collections.abc import Callable
import json

import pytest

from custom_components.plug_control.protocol.call_session import Answer, CallSession
from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.frames import Call

from .conftest import StartListener
from .gate import Dialler, RecordingGate
from .raw import BINARY, PING, PONG, TEXT, RawSocket, frame
from .wire import Wire

CONTINUATION = 0x0


def echo(call: Call) -> Answer:
    return Answer(call.payload)


def big_answer(call: Call) -> Answer:
    return Answer({"data": "x" * 100_000})


def heartbeat(number: int) -> bytes:
    return b'[2,"%d","Heartbeat",{}]' % number


def whole(message: bytes) -> bytes:
    return frame(TEXT, message)


def binary(message: bytes) -> bytes:
    return frame(BINARY, message)


def fragmented(message: bytes) -> bytes:
    return (
        frame(TEXT, message[:3], flags=0)
        + frame(CONTINUATION, message[3:9], flags=0)
        + frame(CONTINUATION, message[9:])
    )


async def answered_ids(socket: RawSocket, count: int) -> list[int]:
    return [int(json.loads(await socket.read_text())[1]) for _ in range(count)]


# --- the order of messages ------------------------------------------------------------------------


@pytest.mark.parametrize("at_a_time", [1, 3, 7, 90])
async def test_messages_are_answered_in_their_order_however_they_are_framed_and_bundled(
    dial: Dialler, gate: RecordingGate, at_a_time: int
) -> None:
    gate.handler = echo
    shapes: list[Callable[[bytes], bytes]] = [whole, fragmented, whole, binary, fragmented, whole]
    messages = [shapes[number % 6](heartbeat(number)) for number in range(90)]
    async with RawSocket(dial.listener.port) as socket:
        for start in range(0, 90, at_a_time):
            await socket.send(b"".join(messages[start : start + at_a_time]))
            await asyncio.sleep(0)
        assert await answered_ids(socket, 90) == list(range(90))


async def test_messages_that_come_with_the_handshake_are_answered_first(
    dial: Dialler, gate: RecordingGate
) -> None:
    gate.handler = echo
    socket = RawSocket(dial.listener.port)
    socket.early = b"".join(whole(heartbeat(number)) for number in range(6))
    async with socket:
        await socket.send(whole(heartbeat(6)))
        assert await answered_ids(socket, 7) == list(range(7))


@pytest.mark.parametrize("at_a_time", [1, 2])
async def test_a_message_waits_its_turn_behind_those_that_wait_for_room(
    dial: Dialler, gate: RecordingGate, at_a_time: int
) -> None:
    go = asyncio.Event()
    handled: list[str] = []

    async def wait(call: Call) -> Answer:
        handled.append(call.message_id)
        await go.wait()
        return Answer({})

    gate.handler = wait
    async with RawSocket(dial.listener.port) as socket:
        for number in range(60):
            frames = [whole(heartbeat(number)), frame(PING, b"")]
            for start in range(0, 2, at_a_time):
                await socket.send(b"".join(frames[start : start + at_a_time]))
                await asyncio.sleep(0.001)  # what is sent apart is read apart
            while await socket.read_frame() != (PONG, b""):
                pass
        assert gate.connections[0]._session.is_full
        gate.connections[0]._handler = echo
        go.set()
        assert sorted(await answered_ids(socket, 60)) == list(range(60))
    assert handled == [str(number) for number in range(50)]


@pytest.mark.parametrize(("handler", "count"), [(echo, 3000), (big_answer, 300)])
async def test_a_flood_that_is_answered_at_once_leaves_the_others_their_turn(
    dial: Dialler, gate: RecordingGate, handler: Callable[[Call], Answer], count: int
) -> None:
    handled_before: list[int] = []

    def handle(call: Call) -> Answer:
        if call.message_id == "9999":
            handled_before.append(gate.connections[0].traffic.received)
        return handler(call)

    gate.handler = handle
    async with (
        RawSocket(dial.listener.port, "/A") as flood,
        RawSocket(dial.listener.port, "/B") as b,
    ):
        flood.writer.write(b"".join(whole(heartbeat(number)) for number in range(count)))
        await b.send(whole(heartbeat(9999)))
        assert await answered_ids(b, 1) == [9999]
        assert await answered_ids(flood, count) == list(range(count))
    assert handled_before[0] < count / 2


async def test_a_peer_that_reads_slowly_gets_every_answer_in_its_order(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(stuck_timeout_s=60)
    gate.handler = big_answer
    async with RawSocket(dial.listener.port) as slow:
        slow.writer.write(b"".join(whole(heartbeat(number)) for number in range(200)))
        assert await answered_ids(slow, 200) == list(range(200))


# --- handlers that answer at once -----------------------------------------------------------------


@pytest.fixture
def wire() -> Wire:
    return Wire()


async def test_a_handler_that_answers_at_once_needs_no_task(wire: Wire) -> None:
    session = CallSession(send=wire.send_at_once, handle=echo)
    before = asyncio.all_tasks()
    session.receive('[2,"1","DataTransfer",{"a":1}]')
    assert asyncio.all_tasks() == before
    assert wire.frames == [[3, "1", {"a": 1}]]


async def test_what_a_handler_raises_at_once_is_answered(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(call: Call) -> Answer:
        if call.message_id == "1":
            raise PayloadError(ErrorCode.TYPE_CONSTRAINT_VIOLATION, "no number", "connectorId")
        if call.message_id == "2":
            raise ValueError("a mistake")
        return Answer({"data": {1, 2}})

    session = CallSession(send=wire.send_at_once, handle=refuse)
    for number in (1, 2, 3):
        session.receive(f'[2,"{number}","Heartbeat",{{}}]')
    assert wire.frames == [
        [4, "1", "TypeConstraintViolation", "no number", {}],
        [4, "2", "InternalError", "", {}],
        [4, "3", "InternalError", "", {}],
    ]
    assert session.traffic.errors_sent == 3
    assert "a mistake" in caplog.text


async def test_after_runs_when_an_answer_was_sent_at_once(wire: Wire) -> None:
    sent: list[int] = []

    def handle(_: Call) -> Answer:
        return Answer({}, after=lambda: sent.append(len(wire.texts)))

    session = CallSession(send=wire.send_at_once, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert sent == [1]


async def test_a_call_of_ours_goes_out_at_once(wire: Wire) -> None:
    session = CallSession(send=wire.send_at_once, handle=echo)
    call = asyncio.create_task(session.call("Reset", {"type": "Soft"}))
    session.receive(f'[3,"{await wire.sent_call(0)}",{{"status":"Accepted"}}]')
    assert await call == {"status": "Accepted"}
