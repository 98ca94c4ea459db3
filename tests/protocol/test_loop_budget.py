"""Everything else gets its turn, however many charge points come and speak at once."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
import time

import pytest
from websockets.protocol import State
from websockets.server import ServerProtocol

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.loop_budget import LONGEST_S, LoopBudget
from custom_components.plug_control.protocol.websocket import CHUNK_BYTES

from .gate import Dialler, RecordingGate
from .raw import TEXT, RawSocket, frame

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
