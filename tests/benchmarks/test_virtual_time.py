"""A day in seconds: time jumps from timer to timer, and waits for sockets and threads."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
import time

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time, async_track_time_interval
from homeassistant.util import dt as dt_util

from benchmarks.virtual_time import LoopClock, VirtualLoop

BEGIN = datetime(2016, 6, 10, 4, tzinfo=UTC)
HOUR_S = 3600


def run[T](test: Callable[[VirtualLoop], Awaitable[T]]) -> T:
    """Run a test in virtual time; it must not take any real time worth mentioning."""
    loop = VirtualLoop(BEGIN)

    async def bounded() -> T:
        return await test(loop)

    began = time.monotonic()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        result = runner.run(bounded())
    assert time.monotonic() - began < 600  # the hours of these tests take moments
    return result


def test_timers_come_in_their_order_and_at_their_time() -> None:
    async def test(loop: VirtualLoop) -> list[tuple[str, float]]:
        came: list[tuple[str, float]] = []
        clock = LoopClock(loop, tick_s=1.0)
        loop.call_later(2 * HOUR_S, lambda: came.append(("late", loop.time())))
        clock.call_later(HOUR_S, lambda: came.append(("early", clock.monotonic())))
        await asyncio.sleep(3 * HOUR_S)
        assert loop.now() == clock.now() == clock.reference() == BEGIN + timedelta(hours=3)
        return came

    assert run(test) == [("early", HOUR_S), ("late", 2 * HOUR_S)]


def test_no_time_passes_while_a_socket_is_used() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def test(loop: VirtualLoop) -> float:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            async with asyncio.timeout(10):
                writer.write(b"hello\n")
                assert await reader.readline() == b"hello\n"
            writer.close()
            return loop.time()

    assert run(test) == 0


def test_no_time_passes_while_a_thread_works() -> None:
    async def test(loop: VirtualLoop) -> float:
        async with asyncio.timeout(1):
            await loop.run_in_executor(None, time.sleep, 0.1)
        return loop.time()

    assert run(test) == 0


def test_home_assistant_goes_by_it() -> None:
    async def test(loop: VirtualLoop) -> tuple[int, list[datetime]]:
        ticks: list[datetime] = []
        points: list[datetime] = []

        @callback
        def tick(now: datetime) -> None:
            ticks.append(now)

        @callback
        def noon(now: datetime) -> None:
            points.append(now)

        with loop.as_wall_clock():
            hass = HomeAssistant("")
            async_track_time_interval(hass, tick, timedelta(seconds=10))
            async_track_point_in_utc_time(hass, noon, dt_util.utcnow() + timedelta(hours=8))
            await asyncio.sleep(12 * HOUR_S)
            hass.states.async_set("sensor.grid", "1")
            state = hass.states.get("sensor.grid")
            assert state is not None
            assert state.last_reported == BEGIN + timedelta(hours=12)
            assert time.time() == state.last_reported_timestamp
            await hass.async_stop(force=True)
        return len(ticks), points

    ticks, points = run(test)
    assert abs(ticks - 12 * HOUR_S // 10) <= 1
    assert len(points) == 1
    assert abs(points[0] - (BEGIN + timedelta(hours=8))) < timedelta(milliseconds=1)
    assert time.time() > BEGIN.timestamp() + 86_400 * 365
