"""Everything else gets its turn, however many charge points come and speak at once."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
import time

import pytest
from websockets.protocol import State
from websockets.server import ServerProtocol

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.loop_budget import LONGEST_S, LoopBudget
from custom_components.plug_control.protocol.websocket import CHUNK_BYTES

from .gate import Dialler, RecordingGate
from .raw import PING, PONG, TEXT, RawSocket, frame

HEARTBEAT = frame(TEXT, b'[2,"1","Heartbeat",{}]')


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


async def test_a_turn_has_room_for_as_much_as_is_quick() -> None:
    turn = LoopBudget(Clock())
    assert all(turn.has_room() for _ in range(100))


async def test_what_takes_too_long_together_waits_for_another_turn() -> None:
    clock = Clock()
    turn = LoopBudget(clock)
    done = 0
    while turn.has_room():
        done += 1
        clock.now_s += LONGEST_S / 4
    assert 4 <= done <= 8
    assert not turn.has_room()
    await asyncio.sleep(0)
    assert turn.has_room()


async def test_those_that_wait_for_room_get_it_in_their_order() -> None:
    clock = Clock()
    turn = LoopBudget(clock)
    order: list[int] = []

    async def work(number: int) -> None:
        await turn.room()
        order.append(number)
        clock.now_s += LONGEST_S / 2

    async with asyncio.timeout(30):
        await asyncio.gather(*map(work, range(30)))
    assert order == list(range(30))


async def test_what_waits_is_done_in_its_order_whatever_comes_meanwhile() -> None:
    clock = Clock()
    turn = LoopBudget(clock)
    order: list[str] = []

    def work(name: str) -> None:
        order.append(name)
        clock.now_s += LONGEST_S / 2

    async def newcomer() -> None:
        await turn.room()
        work("task")

    while turn.has_room():
        clock.now_s += LONGEST_S / 2
    for name in "abcdef":
        turn.later(partial(work, name))
    async with asyncio.timeout(30):
        await asyncio.gather(turn.do(partial(work, "g")), newcomer(), turn.do(partial(work, "h")))
    assert order[:7] == list("abcdefg")
    assert sorted(order[7:]) == ["h", "task"]


async def test_nothing_gets_in_before_those_that_wait() -> None:
    turn = LoopBudget(Clock())
    done: list[str] = []
    turn.later(lambda: done.append("first"))
    assert not turn.has_room()
    await turn.do(lambda: done.append("second"))
    assert done == ["first", "second"]
    assert turn.has_room()


async def test_what_waits_is_done_over_several_turns() -> None:
    clock = Clock()
    turn = LoopBudget(clock)
    turns = 0
    done: list[int] = []

    def work() -> None:
        done.append(turns)
        clock.now_s += LONGEST_S / 2

    async def task() -> None:
        await turn.room()
        work()

    while turn.has_room():
        clock.now_s += LONGEST_S / 2
    tasks = [asyncio.create_task(task()) for _ in range(30)]
    for _ in range(30):
        turn.later(work)
    async with asyncio.timeout(30):
        while len(done) < 60:
            await asyncio.sleep(0)
            turns += 1
    await asyncio.gather(*tasks)
    assert max(Counter(done).values()) <= 8


@pytest.mark.parametrize("wait", ["do", "room"])
async def test_what_was_cancelled_while_it_waited_costs_nothing(wait: str) -> None:
    turn = LoopBudget(Clock())
    done: list[str] = []

    async def task(name: str) -> None:
        if wait == "do":
            await turn.do(lambda: done.append(name))
        else:
            await turn.room()
            done.append(name)

    turn._fits = lambda: False  # type: ignore[method-assign]
    tasks = [asyncio.create_task(task(name)) for name in "ab"]
    await asyncio.sleep(0)
    tasks[0].cancel()
    del turn._fits
    async with asyncio.timeout(30):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert done == ["b"]


async def test_work_that_fails_holds_nobody_up() -> None:
    clock = Clock()
    turn = LoopBudget(clock)
    failures: list[BaseException] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: failures.append(context["exception"])
    )
    while turn.has_room():
        clock.now_s += LONGEST_S / 2

    def fail() -> None:
        raise ValueError("a mistake")

    turn.later(fail)
    async with asyncio.timeout(30):
        await turn.do(lambda: None)
    assert [str(failure) for failure in failures] == ["a mistake"]


async def test_a_message_that_waits_for_its_turn_is_answered_before_those_behind_it(
    dial: Dialler, gate: RecordingGate
) -> None:
    handled: list[str] = []

    def handle(call: Call) -> Answer:
        handled.append(call.message_id)
        return Answer({})

    gate.handler = handle
    async with RawSocket(dial.listener.port) as socket:
        await socket.send(HEARTBEAT)
        await socket.read_text()
        turn = gate.connections[0]._turn
        turn._fits = lambda: False  # type: ignore[method-assign]
        for number in range(2, 8):
            socket.writer.write(frame(TEXT, b'[2,"%d","Heartbeat",{}]' % number))
        await socket.send(frame(PING, b""))
        assert await socket.read_frame() == (PONG, b"")
        assert handled == ["1"]
        del turn._fits
        for _ in range(6):
            await socket.read_text()
    assert handled == [str(number) for number in range(1, 8)]


async def test_a_message_that_waits_for_its_turn_is_dealt_with_though_its_sender_left(
    dial: Dialler, gate: RecordingGate
) -> None:
    handled: list[str] = []

    def handle(call: Call) -> Answer:
        handled.append(call.message_id)
        return Answer({})

    gate.handler = handle
    async with RawSocket(dial.listener.port) as socket:
        await socket.send(HEARTBEAT)
        await socket.read_text()
        turn = gate.connections[0]._turn
        turn._fits = lambda: False  # type: ignore[method-assign]
        await socket.send(frame(TEXT, b'[2,"2","StopTransaction",{}]') + frame(PING, b""))
        assert await socket.read_frame() == (PONG, b"")
    await asyncio.sleep(0)
    assert all(what != "disconnected" for what, _ in gate.happenings)
    del turn._fits
    async with asyncio.timeout(30):
        while gate.happenings[-1][0] != "disconnected":
            await asyncio.sleep(0)
    assert handled == ["1", "2"]


async def test_many_charge_points_that_speak_at_once_do_not_hold_the_event_loop(
    dial: Dialler, gate: RecordingGate
) -> None:
    handled: list[int] = []
    turns = 0

    def handle_slowly(_: Call) -> Answer:
        time.sleep(LONGEST_S / 2)
        handled.append(turns)
        return Answer({})

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    gate.handler = handle_slowly
    async with AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(RawSocket(dial.listener.port, f"/CP-{number}"))
            for number in range(40)
        ]
        counting = asyncio.create_task(count_turns())
        for socket in sockets:
            socket.writer.write(HEARTBEAT)
        for socket in sockets:
            await socket.read_text()
        counting.cancel()
    assert len(handled) == 40
    assert max(handled.count(turn) for turn in handled) <= 8


async def test_small_frames_of_many_sockets_are_parsed_over_several_turns(
    dial: Dialler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each read alone is short; the reads of all sockets in one turn are not."""
    parsed: list[tuple[int, int]] = []
    turns = 0
    receive = ServerProtocol.receive_data

    def parse_slowly(protocol: ServerProtocol, data: bytes) -> None:
        if protocol.state is State.OPEN:
            time.sleep(LONGEST_S / 2)
            parsed.append((turns, len(data)))
        receive(protocol, data)

    monkeypatch.setattr(ServerProtocol, "receive_data", parse_slowly)

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(RawSocket(dial.listener.port, f"/CP-{number}"))
            for number in range(20)
        ]
        counting = asyncio.create_task(count_turns())
        small = frame(TEXT, b"[9,[],[]]")
        message = small * (2 * CHUNK_BYTES // len(small))
        for socket in sockets:
            socket.writer.write(message)
        async with asyncio.timeout(30):
            while sum(size for _, size in parsed) < len(sockets) * len(message):
                await asyncio.sleep(0)
        counting.cancel()
    assert max(Counter(turn for turn, _ in parsed).values()) <= 8
