"""The RPC of one connection, without any socket: CALLs of ours."""

import asyncio
import gc
import json
import weakref

import pytest

from custom_components.plug_control.protocol.call_session import CallSession
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    OfflineError,
    QueueFullError,
)

from .wire import Wire, echo, result


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def session(wire: Wire) -> CallSession:
    return CallSession(send=wire.send, handle=echo)


async def test_a_call_returns_the_payload_of_its_answer(session: CallSession, wire: Wire) -> None:
    ours = asyncio.create_task(session.call("Reset", {"type": "Soft"}))
    message_id = await wire.sent_call(0)
    assert wire.frames[0][2:] == ["Reset", {"type": "Soft"}]
    session.receive(result(message_id, {"status": "Rejected"}))
    assert await ours == {"status": "Rejected"}


async def test_r6_one_call_of_ours_is_under_way_and_the_others_follow_in_order(
    session: CallSession, wire: Wire
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
        session = CallSession(send=wire.send, handle=echo)
        for _ in range(2):
            with pytest.raises(CallTimeoutError):
                await session.call("ClearCache", {}, timeout_s=0.001)
    message_ids = [frame[1] for frame in wire.frames]
    assert len(set(message_ids)) == 40
    assert max(map(len, message_ids)) <= 36


async def test_every_call_has_a_deadline_of_its_own_that_counts_from_its_sending(
    wire: Wire,
) -> None:
    session = CallSession(send=wire.send, handle=echo, call_timeout_s=0.05)
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
    session: CallSession, wire: Wire
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
    session: CallSession, wire: Wire
) -> None:
    with pytest.raises(CallTimeoutError):
        await session.call("DataTransfer", {}, timeout_s=0.01)
    ours = asyncio.create_task(session.call("Reset", {}))
    message_id = await wire.sent_call(1)
    session.receive(result(wire.frames[0][1], {"late": True}))
    session.receive(result(message_id, {"right": True}))
    assert await ours == {"right": True}


async def test_a_callerror_fails_its_call_and_what_it_says_is_bounded_and_printable(
    session: CallSession, wire: Wire
) -> None:
    ours = asyncio.create_task(session.call("Reset", {}))
    message_id = await wire.sent_call(0)
    session.receive(json.dumps([4, message_id, "Not\nSupported", "x" * 10_000, {}]))
    with pytest.raises(CallErrorReceived) as caught:
        await ours
    assert caught.value.code == "Not Supported"
    assert caught.value.description == "x" * 255


async def test_a_callerror_that_repeats_a_url_does_not_tell_its_password(
    session: CallSession, wire: Wire
) -> None:
    ours = asyncio.create_task(session.call("UpdateFirmware", {}))
    message_id = await wire.sent_call(0)
    told = f"cannot load ftp://user:hunter2{'x' * 300}@192.0.2.1/fw.bin"
    session.receive(json.dumps([4, message_id, "GenericError", told, {}]))
    with pytest.raises(CallErrorReceived) as caught:
        await ours
    assert "hunter2" not in str(caught.value)
    assert "192.0.2.1/fw.bin" in str(caught.value)


async def test_a_callerror_leaves_nothing_that_waits_for_the_garbage_collection(
    session: CallSession, wire: Wire
) -> None:
    """A charger refuses up to fifteen CALLs after its boot; in a cycle, their tracebacks took 60 kB until a collection."""
    refusals: list[weakref.ref[CallErrorReceived]] = []

    async def ask() -> None:
        try:
            await session.call("Reset", {})
        except CallErrorReceived as err:
            refusals.append(weakref.ref(err))

    gc.disable()
    try:
        ours = asyncio.create_task(ask())
        message_id = await wire.sent_call(0)
        session.receive(json.dumps([4, message_id, "NotSupported", "", {}]))
        await ours
        assert [refusal() for refusal in refusals] == [None]
    finally:
        gc.enable()


async def test_an_answer_with_a_malformed_payload_fails_its_call_only(
    session: CallSession, wire: Wire
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
    session = CallSession(send=wire.send, handle=echo, max_waiting=2)
    ours = [asyncio.create_task(session.call("Reset", {})) for _ in range(3)]
    await wire.sent_call(0)
    with pytest.raises(QueueFullError) as caught:
        await session.call("Reset", {})
    assert caught.value.waiting == 2
    session.close()
    await asyncio.gather(*ours, return_exceptions=True)


async def test_a_close_fails_the_waiting_calls_at_once(session: CallSession, wire: Wire) -> None:
    ours = [asyncio.create_task(session.call("Reset", {})) for _ in range(3)]
    await wire.sent_call(0)
    session.close()
    session.close()
    async with asyncio.timeout(20):
        for task in ours:
            with pytest.raises(OfflineError):
                await task
    assert len(wire.texts) == 1
    with pytest.raises(OfflineError):
        await session.call("Reset", {})


async def test_a_call_over_a_socket_that_is_gone_fails_at_once(
    session: CallSession, wire: Wire
) -> None:
    wire.is_gone = True
    with pytest.raises(OfflineError):
        await session.call("Reset", {})


async def test_a_peer_that_takes_nothing_off_the_wire_costs_the_call_its_time_only(
    session: CallSession, wire: Wire
) -> None:
    wire.stuck = asyncio.Event()
    with pytest.raises(CallTimeoutError):
        await session.call("Reset", {}, timeout_s=0.01)
    wire.stuck = None
    ours = asyncio.create_task(session.call("Reset", {}))
    session.receive(result(await wire.sent_call(1)))
    assert await ours == {"status": "Accepted"}


async def test_a_caller_that_gives_up_holds_nobody_up(session: CallSession, wire: Wire) -> None:
    first = asyncio.create_task(session.call("Reset", {}))
    await wire.sent_call(0)
    waiting = asyncio.create_task(session.call("Reset", {}))
    last = asyncio.create_task(session.call("Reset", {}))
    await asyncio.sleep(0)
    waiting.cancel()
    first.cancel()
    session.receive(result(await wire.sent_call(1)))
    assert await last == {"status": "Accepted"}
