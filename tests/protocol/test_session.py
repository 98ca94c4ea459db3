"""The RPC of one connection, without any socket."""

import asyncio
from collections.abc import Callable
import json
import logging
from typing import Any

import pytest

from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    ErrorCode,
    OfflineError,
    PayloadError,
    QueueFullError,
)
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.session import Answer, Direction, Session

from .gate import until


class Wire:
    """The other end: what was sent, and whether it can be."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_gone = False
        self.stuck: asyncio.Event | None = None

    async def send(self, text: str) -> None:
        if self.is_gone:
            raise OfflineError
        self.texts.append(text)
        if self.stuck is not None:
            await self.stuck.wait()

    @property
    def frames(self) -> list[Any]:
        return [json.loads(text) for text in self.texts]

    async def sent_texts(self, number: int) -> None:
        """Wait for this many frames."""
        await until(lambda: len(self.texts) == number)

    async def sent_call(self, number: int) -> str:
        """Wait for our CALL of this number and return its id."""
        await until(lambda: len([frame for frame in self.frames if frame[0] == 2]) > number)
        message_id: str = [frame for frame in self.frames if frame[0] == 2][number][1]
        return message_id


async def echo(call: Call) -> Answer:
    return Answer(call.payload)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def session(wire: Wire) -> Session:
    return Session(send=wire.send, handle=echo)


def result(message_id: str, payload: dict[str, Any] | None = None) -> str:
    return json.dumps([3, message_id, payload or {"status": "Accepted"}])


# --- incoming -------------------------------------------------------------------------------------


async def test_a_synchronous_handler_has_answered_when_receive_returns(
    session: Session, wire: Wire
) -> None:
    session.receive('[2,"1","DataTransfer",{"a":1}]')
    assert wire.texts == ['[3,"1",{"a":1}]']


async def test_bytes_are_read_as_utf_8_and_wrong_bytes_cost_themselves(
    session: Session, wire: Wire
) -> None:
    session.receive('[2,"1","DataTransfer",{"a":"ü"}]'.encode())
    session.receive('[2,"2","DataTransfer",{"a":"ü"}]'.encode("latin-1"))
    assert wire.frames == [[3, "1", {"a": "ü"}], [3, "2", {"a": "\ufffd"}]]


async def test_r6_several_calls_are_answered_side_by_side_each_with_its_id(wire: Wire) -> None:
    gates = {message_id: asyncio.Event() for message_id in "123"}

    async def handle(call: Call) -> Answer:
        await gates[call.message_id].wait()
        return Answer({"of": call.message_id})

    session = Session(send=wire.send, handle=handle)
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

    session = Session(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    session.receive('[2,"1","Heartbeat",{}]')
    go.set()
    await session.finished()
    assert wire.frames == [[3, "1", {}], [3, "1", {}]]


async def test_r6_a_call_is_answered_while_one_of_ours_waits(session: Session, wire: Wire) -> None:
    ours = asyncio.create_task(session.call("Reset", {"type": "Soft"}))
    message_id = await wire.sent_call(0)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames[1] == [3, "1", {}]
    session.receive(result(message_id))
    assert await ours == {"status": "Accepted"}


async def test_r8_a_payload_error_is_answered_with_its_code(wire: Wire) -> None:
    async def handle(_: Call) -> Answer:
        raise PayloadError(ErrorCode.SECURITY_ERROR, "not accepted yet", "status")

    session = Session(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames == [[4, "1", "SecurityError", "not accepted yet", {}]]
    assert session.traffic.errors_sent == 1


async def test_r8_a_malformed_call_with_an_id_is_answered_and_one_without_is_noted(
    session: Session, wire: Wire
) -> None:
    session.receive('[2,"1","Heartbeat",{"a":]')
    session.receive("rubbish")
    assert wire.frames == [[4, "1", "FormationViolation", "no JSON", {}]]
    assert session.traffic.malformed == 2


async def test_r7_an_unknown_message_type_gets_no_answer(session: Session, wire: Wire) -> None:
    session.receive('[5,"1","Heartbeat",{}]')
    assert wire.texts == []


async def test_r8_a_handler_that_fails_is_answered_with_an_internal_error_and_logged(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(_: Call) -> Answer:
        raise RuntimeError("a mistake of ours")

    session = Session(send=wire.send, handle=handle)
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

    session = Session(send=wire.send, handle=handle)
    session.receive('[2,"1","Heartbeat",{}]')
    assert wire.frames == [[4, "1", "InternalError", "", {}]]
    assert "ValueError" in caplog.text


async def test_after_runs_once_the_answer_was_sent_and_never_when_it_was_not(wire: Wire) -> None:
    seen: list[int] = []

    async def handle(_: Call) -> Answer:
        return Answer({}, after=lambda: seen.append(len(wire.texts)))

    session = Session(send=wire.send, handle=handle)
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

    session = Session(send=wire.send, handle=handle, max_handling=2)
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

    session = Session(send=wire.send, handle=handle)
    session.receive('[2,"1","StartTransaction",{}]')
    wire.is_gone = True
    session.close()
    go.set()
    await session.finished()
    assert handled == ["StartTransaction"]


async def test_the_tap_sees_every_frame_in_its_order(wire: Wire) -> None:
    seen: list[tuple[Direction, str]] = []
    session = Session(
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


# --- outgoing -------------------------------------------------------------------------------------


async def test_a_call_returns_the_payload_of_its_answer(session: Session, wire: Wire) -> None:
    ours = asyncio.create_task(session.call("Reset", {"type": "Soft"}))
    message_id = await wire.sent_call(0)
    assert wire.frames[0][2:] == ["Reset", {"type": "Soft"}]
    session.receive(result(message_id, {"status": "Rejected"}))
    assert await ours == {"status": "Rejected"}


async def test_r6_one_call_of_ours_is_under_way_and_the_others_follow_in_order(
    session: Session, wire: Wire
) -> None:
    ours = [asyncio.create_task(session.call("ClearCache", {"n": number})) for number in range(3)]
    for number in range(3):
        message_id = await wire.sent_call(number)
        await asyncio.sleep(0)
        assert len(wire.texts) == number + 1
        assert wire.frames[number][3] == {"n": number}
        session.receive(result(message_id, {"n": number}))
    assert [await task for task in ours] == [{"n": 0}, {"n": 1}, {"n": 2}]


async def test_r7_our_ids_are_unique_over_sessions_and_at_most_36_characters(wire: Wire) -> None:
    for _ in range(20):
        session = Session(send=wire.send, handle=echo)
        for _ in range(2):
            with pytest.raises(CallTimeoutError):
                await session.call("ClearCache", {}, timeout_s=0.001)
    message_ids = [frame[1] for frame in wire.frames]
    assert len(set(message_ids)) == 40
    assert max(map(len, message_ids)) <= 36


async def test_every_call_has_a_deadline_of_its_own_that_counts_from_its_sending(
    wire: Wire,
) -> None:
    session = Session(send=wire.send, handle=echo, call_timeout_s=0.05)
    ours = [asyncio.create_task(session.call("ClearCache", {})) for _ in range(3)]
    loop = asyncio.get_running_loop()
    began = loop.time()
    for task in ours:
        with pytest.raises(CallTimeoutError) as caught:
            await task
        assert caught.value.timeout_s == 0.05
    assert loop.time() - began >= 0.15
    assert len(wire.texts) == 3


async def test_a_late_a_double_and_an_unknown_answer_are_noted_and_dropped(
    session: Session, wire: Wire
) -> None:
    with pytest.raises(CallTimeoutError):
        await session.call("Reset", {}, timeout_s=0.01)
    session.receive(result(wire.frames[0][1]))
    assert session.traffic.answers_dropped == 1

    ours = asyncio.create_task(session.call("SetChargingProfile", {}))
    message_id = await wire.sent_call(1)
    session.receive(result(message_id, {"first": True}))
    session.receive(result(message_id, {"second": True}))
    assert await ours == {"first": True}
    session.receive(result(message_id, {"third": True}))
    session.receive('[4,"nobody","GenericError","",{}]')
    assert session.traffic.answers_dropped == 4


async def test_a_late_answer_is_not_taken_for_that_of_the_next_call(
    session: Session, wire: Wire
) -> None:
    with pytest.raises(CallTimeoutError):
        await session.call("DataTransfer", {}, timeout_s=0.01)
    ours = asyncio.create_task(session.call("Reset", {}))
    message_id = await wire.sent_call(1)
    session.receive(result(wire.frames[0][1], {"late": True}))
    session.receive(result(message_id, {"right": True}))
    assert await ours == {"right": True}


async def test_a_callerror_fails_its_call_and_what_it_says_is_bounded_and_printable(
    session: Session, wire: Wire
) -> None:
    ours = asyncio.create_task(session.call("Reset", {}))
    message_id = await wire.sent_call(0)
    session.receive(json.dumps([4, message_id, "Not\nSupported", "x" * 10_000, {}]))
    with pytest.raises(CallErrorReceived) as caught:
        await ours
    assert caught.value.code == "Not Supported"
    assert caught.value.description == "x" * 255


async def test_an_answer_with_a_malformed_payload_fails_its_call_only(
    session: Session, wire: Wire
) -> None:
    ours = asyncio.create_task(session.call("Reset", {}))
    message_id = await wire.sent_call(0)
    session.receive(f'[3,"{message_id}","Accepted"]')
    with pytest.raises(AnswerUnreadableError):
        await ours
    assert len(wire.texts) == 1
    following = asyncio.create_task(session.call("Reset", {}))
    session.receive(result(await wire.sent_call(1)))
    assert await following == {"status": "Accepted"}


async def test_the_queue_is_bounded(wire: Wire) -> None:
    session = Session(send=wire.send, handle=echo, max_waiting=2)
    ours = [asyncio.create_task(session.call("Reset", {})) for _ in range(3)]
    await wire.sent_call(0)
    with pytest.raises(QueueFullError) as caught:
        await session.call("Reset", {})
    assert caught.value.waiting == 2
    session.close()
    await asyncio.gather(*ours, return_exceptions=True)


async def test_a_close_fails_the_waiting_calls_at_once(session: Session, wire: Wire) -> None:
    ours = [asyncio.create_task(session.call("Reset", {})) for _ in range(3)]
    await wire.sent_call(0)
    session.close()
    session.close()
    async with asyncio.timeout(0.5):
        for task in ours:
            with pytest.raises(OfflineError):
                await task
    assert len(wire.texts) == 1
    with pytest.raises(OfflineError):
        await session.call("Reset", {})


async def test_a_call_over_a_socket_that_is_gone_fails_at_once(
    session: Session, wire: Wire
) -> None:
    wire.is_gone = True
    with pytest.raises(OfflineError):
        await session.call("Reset", {})


async def test_a_peer_that_takes_nothing_off_the_wire_costs_the_call_its_time_only(
    session: Session, wire: Wire
) -> None:
    wire.stuck = asyncio.Event()
    with pytest.raises(CallTimeoutError):
        await session.call("Reset", {}, timeout_s=0.01)
    wire.stuck = None
    ours = asyncio.create_task(session.call("Reset", {}))
    session.receive(result(await wire.sent_call(1)))
    assert await ours == {"status": "Accepted"}


async def test_a_caller_that_gives_up_holds_nobody_up(session: Session, wire: Wire) -> None:
    first = asyncio.create_task(session.call("Reset", {}))
    await wire.sent_call(0)
    waiting = asyncio.create_task(session.call("Reset", {}))
    last = asyncio.create_task(session.call("Reset", {}))
    await asyncio.sleep(0)
    waiting.cancel()
    first.cancel()
    session.receive(result(await wire.sent_call(1)))
    assert await last == {"status": "Accepted"}


async def test_nothing_foreign_goes_into_a_log_unescaped_or_unbounded(
    session: Session, caplog: pytest.LogCaptureFixture
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
async def test_receive_never_raises(session: Session, make: Callable[[], str | bytes]) -> None:
    session.receive(make())
    session.receive('[2,"1","Heartbeat",{}]')
    assert session.traffic.received == 2
