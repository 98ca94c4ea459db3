"""Who is alive, and who is given up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import time
from typing import Any

import pytest

from .conftest import StartListener
from .gate import RecordingGate, assert_alive, until
from .raw import PING, PONG, TEXT, RawSocket, frame

HEARTBEAT = frame(TEXT, b'[2,"1","Heartbeat",{}]')

type Leap = Callable[[float], Awaitable[None]]


@pytest.fixture
async def leap() -> AsyncIterator[Leap]:
    """Let so many seconds pass at once, and what is due then happen: a busy machine cannot tell the difference."""
    loop: Any = asyncio.get_running_loop()
    ahead_s = 0.0

    async def leap_ahead(seconds: float) -> None:
        nonlocal ahead_s
        ahead_s += seconds
        for _ in range(10):
            await asyncio.sleep(0)

    loop.time = lambda: time.monotonic() + ahead_s
    yield leap_ahead
    del loop.time


async def answer_ping(charge_point: RawSocket, gate: RecordingGate) -> None:
    """Answer the first ping, as a charge point does that answers pings."""
    opcode, payload = await charge_point.read_frame()
    assert opcode == PING
    await charge_point.send(frame(PONG, payload))
    await until(lambda: gate.connections[0].latency_s is not None)


async def test_r11_the_server_pings_at_the_beginning_and_whenever_it_is_silent(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.05, pong_timeout_s=30)
    async with RawSocket(dial.listener.port) as charge_point:
        for _ in range(3):
            opcode, payload = await charge_point.read_frame()
            assert opcode == PING
            await charge_point.send(frame(PONG, payload))
        assert gate.connections[0].latency_s is not None
        assert 0 <= gate.connections[0].latency_s < 30
        assert gate.connections[0].is_open


async def test_r10_messages_alone_keep_a_connection_unpinged(
    start: StartListener, gate: RecordingGate, leap: Leap
) -> None:
    dial = await start(ping_interval_s=300, pong_timeout_s=100)
    async with RawSocket(dial.listener.port) as charge_point:
        await answer_ping(charge_point, gate)
        for _ in range(8):
            await charge_point.send(HEARTBEAT)
            assert (await charge_point.read_frame())[0] == TEXT
            await leap(200)
        assert gate.connections[0].is_open


async def test_a_peer_that_answered_pings_and_went_silent_is_given_up(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.05, pong_timeout_s=0.05)
    async with RawSocket(dial.listener.port) as charge_point:
        _, payload = await charge_point.read_frame()
        await charge_point.send(frame(PONG, payload))
        assert await charge_point.read_until_closed() is None
        await until(lambda: gate.happenings[-1][0] == "disconnected")


async def test_r10_a_message_instead_of_the_pong_keeps_the_connection(
    start: StartListener, gate: RecordingGate, leap: Leap
) -> None:
    dial = await start(ping_interval_s=800, pong_timeout_s=500)
    async with RawSocket(dial.listener.port) as charge_point:
        await answer_ping(charge_point, gate)
        for _ in range(4):
            await leap(801)
            assert (await charge_point.read_frame())[0] == PING
            await charge_point.send(HEARTBEAT)
            assert (await charge_point.read_frame())[0] == TEXT
            await leap(501)
        assert gate.connections[0].is_open


async def test_a_peer_that_never_answers_pings_lives_by_its_messages(
    start: StartListener, gate: RecordingGate, leap: Leap
) -> None:
    dial = await start(ping_interval_s=100, pong_timeout_s=100, silence_limit_s=3000)
    async with RawSocket(dial.listener.port) as charge_point:
        pings = 0
        for _ in range(3):
            for _ in range(20):
                await leap(100)
            await charge_point.send(HEARTBEAT)
            while (await charge_point.read_frame())[0] != TEXT:
                pings += 1
        assert pings == 3
        assert gate.connections[0].is_open
        for _ in range(40):
            await leap(100)
        await until(lambda: not gate.connections[0].is_open)
        assert await charge_point.read_until_closed() is None
    assert gate.connections[0].latency_s is None


async def test_a_ping_on_request_tells_the_latency_or_that_nobody_answered(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start()
    charge_point = await dial()
    await assert_alive(charge_point)
    connection = gate.connections[0]
    assert await connection.ping(1.0) == connection.latency_s
    charge_point.transport.pause_reading()
    latency = connection.latency_s
    assert await connection.ping(0.05) is None
    assert connection.latency_s == latency
    charge_point.transport.resume_reading()
    await charge_point.close()
    await until(lambda: not connection.is_open)
    assert await connection.ping(1.0) is None


@pytest.mark.parametrize("closing", ["peer", "us"])
async def test_nothing_is_left_running_after_a_connection(
    start: StartListener, gate: RecordingGate, closing: str
) -> None:
    before = asyncio.all_tasks()
    dial = await start()
    charge_point = await dial()
    await assert_alive(charge_point)
    await (charge_point.close() if closing == "peer" else gate.connections[0].close())
    await until(lambda: len(gate.happenings) == 2)
    await dial.listener.stop()
    await dial.close()
    await until(lambda: asyncio.all_tasks() <= before)
