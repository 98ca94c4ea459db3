"""Who is alive, and who is given up."""

import asyncio

import pytest

from .conftest import StartListener
from .gate import RecordingGate, assert_alive, until
from .raw import PING, PONG, TEXT, RawSocket, frame

HEARTBEAT = frame(TEXT, b'[2,"1","Heartbeat",{}]')


async def test_r11_the_server_pings_at_the_beginning_and_whenever_it_is_silent(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.05, pong_timeout_s=1)
    async with RawSocket(dial.listener.port) as charge_point:
        for _ in range(3):
            opcode, payload = await charge_point.read_frame()
            assert opcode == PING
            await charge_point.send(frame(PONG, payload))
        assert gate.connections[0].latency_s is not None
        assert 0 <= gate.connections[0].latency_s < 1
        assert gate.connections[0].is_open


async def test_r10_messages_alone_keep_a_connection_unpinged(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.2, pong_timeout_s=1)
    async with RawSocket(dial.listener.port) as charge_point:
        opcode, payload = await charge_point.read_frame()
        assert opcode == PING
        await charge_point.send(frame(PONG, payload))
        for _ in range(8):
            await charge_point.send(HEARTBEAT)
            assert (await charge_point.read_frame())[0] == TEXT
            await asyncio.sleep(0.05)
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
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.08, pong_timeout_s=0.05)
    async with RawSocket(dial.listener.port) as charge_point:
        _, payload = await charge_point.read_frame()
        await charge_point.send(frame(PONG, payload))
        for _ in range(4):
            opcode, _ = await charge_point.read_frame()
            while opcode != PING:
                opcode, _ = await charge_point.read_frame()
            await charge_point.send(HEARTBEAT)
        assert gate.connections[0].is_open


async def test_a_peer_that_never_answers_pings_lives_by_its_messages(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(ping_interval_s=0.01, pong_timeout_s=0.01, silence_limit_s=0.3)
    async with RawSocket(dial.listener.port) as charge_point:
        for _ in range(3):
            await asyncio.sleep(0.2)
            await charge_point.send(HEARTBEAT)
        assert gate.connections[0].is_open
        pings = 0
        while gate.connections[0].is_open:
            opcode, _ = await charge_point.read_frame()
            pings += opcode == PING
            if opcode == TEXT:
                continue
            if pings == 3:
                break
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
