"""The RPC of one connection, without any socket: what comes in."""

import asyncio
from collections.abc import Callable
import json
import logging
from typing import Any

import pytest

from custom_components.plug_control.protocol import known_frames
from custom_components.plug_control.protocol.call_session import Answer, CallSession, Direction
from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.frames import Call

from .wire import Wire, echo, result


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def session(wire: Wire) -> CallSession:
    return CallSession(send=wire.send, handle=echo)


async def test_a_synchronous_handler_has_answered_when_receive_returns(
    session: CallSession, wire: Wire
) -> None:
    session.receive('[2,"1","DataTransfer",{"a":1}]')
    assert wire.texts == ['[3,"1",{"a":1}]']


async def test_what_a_stranger_sends_takes_no_memory(
    session: CallSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: tuple[dict[Any, Any], dict[Any, Any]] = {}, {}
    monkeypatch.setattr(known_frames, "_known", kept[0])
    monkeypatch.setattr(known_frames, "_seen", kept[1])
    samples = {"meterValue": [{"sampledValue": [{"value": "1"}]}]}
    text = json.dumps([2, "1", "MeterValues", {"connectorId": 1} | samples])
    for _ in range(3):
        session.receive(text)
    assert kept == ({}, {})
    session.trust()
    session.receive(text)
    assert len(kept[1]) == 1
    session.receive(text)
    assert len(kept[0]) == 1


async def test_bytes_are_read_as_utf_8_and_wrong_bytes_cost_themselves(
    session: CallSession, wire: Wire
) -> None:
    session.receive('[2,"1","DataTransfer",{"a":"ü"}]'.encode())
    session.receive('[2,"2","DataTransfer",{"a":"ü"}]'.encode("latin-1"))
    assert wire.frames == [[3, "1", {"a": "ü"}], [3, "2", {"a": "\ufffd"}]]


async def test_r6_several_calls_are_answered_side_by_side_each_with_its_id(wire: Wire) -> None:
    gates = {message_id: asyncio.Event() for message_id in "123"}

    async def handle(call: Call) -> Answer:
        await gates[call.message_id].wait()
        return Answer({"of": call.message_id})

    session = CallSession(send=wire.send, handle=handle)
    for message_id in "123":
        session.receive(f'[2,"{message_id}","Heartbeat",{{}}]')
    for number, message_id in enumerate("213", start=1):
        gates[message_id].set()
        await wire.sent_texts(number)
    assert wire.frames == [[3, message_id, {"of": message_id}] for message_id in "213"]


async def test_r7_an_id_that_repeats_while_it_is_handled_is_answered_twice(wire: Wire) -> None:
    go = asyncio.Event()

    async def handle(call: Call) -> Answer:
        await go.wait()
        return Answer({})

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    session.receive('[2,"1","Heartbeat",{}]')
    go.set()
    await session.finished()
    assert wire.frames == [[3, "1", {}], [3, "1", {}]]


async def test_r6_a_call_is_answered_while_one_of_ours_waits(
    session: CallSession, wire: Wire
) -> None:
    ours = asyncio.create_task(session.call("Reset", {"type": "Soft"}))
    message_id = await wire.sent_call(0)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames[1] == [3, "1", {}]
    session.receive(result(message_id))
    assert await ours == {"status": "Accepted"}


async def test_r8_a_payload_error_is_answered_with_its_code(wire: Wire) -> None:
    async def handle(_: Call) -> Answer:
        raise PayloadError(ErrorCode.SECURITY_ERROR, "not accepted yet", "status")

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames == [[4, "1", "SecurityError", "not accepted yet", {}]]
    assert session.traffic.errors_sent == 1


async def test_r8_a_malformed_call_with_an_id_is_answered_and_one_without_is_noted(
    session: CallSession, wire: Wire
) -> None:
    session.receive('[2,"1","Heartb')
    session.receive("rubbish")
    session.receive('[2,"' + "x" * 300 + '","Heartb')
    assert wire.frames == [
        [4, message_id, "FormationViolation", "the action is missing", {}]
        for message_id in ("1", "x" * 300)
    ]
    assert session.traffic.malformed == 3


async def test_r7_an_unknown_message_type_gets_no_answer(session: CallSession, wire: Wire) -> None:
    session.receive('[5,"1","Heartbeat",{}]')
    assert wire.texts == []


async def test_r8_a_handler_that_fails_is_answered_with_an_internal_error_and_logged(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(_: Call) -> Answer:
        raise RuntimeError("a mistake of ours")

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","Heart\\nbeat",{}]')
    assert wire.frames == [[4, "1", "InternalError", "", {}]]
    assert "Handling a Heart beat failed" in caplog.text
    assert "a mistake of ours" in caplog.text
    assert "a mistake of ours" not in wire.texts[0]


async def test_an_answer_that_cannot_be_built_is_an_internal_error(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(_: Call) -> Answer:
        return Answer({"limit": float("inf")})

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames == [[4, "1", "InternalError", "", {}]]
    assert "ValueError" in caplog.text


async def test_after_runs_once_the_answer_was_sent_and_never_when_it_was_not(wire: Wire) -> None:
    seen: list[int] = []

    async def handle(_: Call) -> Answer:
        return Answer({}, after=lambda: seen.append(len(wire.texts)))

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert seen == [1]
    wire.is_gone = True
    session.receive('[2,"2","Heartbeat",{}]')
    assert seen == [1]


async def test_backpressure_begins_when_as_many_calls_are_handled_as_may_be(wire: Wire) -> None:
    go = asyncio.Event()

    async def handle(_: Call) -> Answer:
        await go.wait()
        return Answer({})

    session = CallSession(send=wire.send, handle=handle, max_handling=2)
    fullness = []
    for number in range(3):
        fullness.append(session.is_full)
        session.receive(f'[2,"{number}","Heartbeat",{{}}]')
    assert fullness == [False, False, True]
    room = asyncio.create_task(session.room())
    await asyncio.sleep(0)
    assert not room.done()
    go.set()
    await room
    await session.room()
    assert len(wire.texts) == 3


async def test_what_was_received_is_dealt_with_also_after_the_close(wire: Wire) -> None:
    go = asyncio.Event()
    handled: list[str] = []

    async def handle(call: Call) -> Answer:
        await go.wait()
        handled.append(call.action)
        return Answer({})

    session = CallSession(send=wire.send, handle=handle)
    session.receive('[2,"1","StartTransaction",{}]')
    wire.is_gone = True
    session.close()
    go.set()
    await session.finished()
    assert handled == ["StartTransaction"]


async def test_the_tap_sees_every_frame_in_its_order(wire: Wire) -> None:
    seen: list[tuple[Direction, str]] = []
    session = CallSession(
        send=wire.send, handle=echo, tap=lambda direction, text: seen.append((direction, text))
    )
    session.receive('[2,"1","Heartbeat",{}]')
    session.receive("rubbish")
    assert seen == [
        (Direction.RECEIVED, '[2,"1","Heartbeat",{}]'),
        (Direction.SENT, '[3,"1",{}]'),
        (Direction.RECEIVED, "rubbish"),
    ]
    assert (session.traffic.received, session.traffic.sent) == (2, 1)


async def test_nothing_foreign_goes_into_a_log_unescaped_or_unbounded(
    session: CallSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session.receive(json.dumps([3, "\x1b[31m\n" + "x" * 200, {}]))
    session.receive("\x1b[31m\n" + "x" * 100_000)
    for record in caplog.records:
        assert record.getMessage().isprintable()
        assert len(record.getMessage()) < 500


@pytest.mark.parametrize(
    "make",
    [lambda: b"[2", lambda: "\ufeff", lambda: "", lambda: "[" * 100_000, lambda: b"\xff\x00"],
)
async def test_receive_never_raises(session: CallSession, make: Callable[[], str | bytes]) -> None:
    session.receive(make())
    session.receive('[2,"1","Heartbeat",{}]')
    assert session.traffic.received == 2
