"""Simulated time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from simulator.clock import ManualClock, RunningClock, Timers, sleep

START = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)


async def test_manual_clock_runs_timers_in_their_order_at_their_time() -> None:
    clock = ManualClock(START)
    seen: list[tuple[str, float]] = []

    def note(name: str) -> None:
        seen.append((name, clock.monotonic()))
        if name == "first":
            clock.call_later(1, lambda: note("inner"))

    clock.call_later(20, lambda: note("late"))
    clock.call_later(5, lambda: note("first"))
    clock.call_later(-1, lambda: note("now"))
    cancelled = clock.call_later(3, lambda: note("cancelled"))
    assert clock.timers == 4
    cancelled.cancel()
    assert clock.timers == 3
    await clock.advance(10)
    assert seen == [("now", 0), ("first", 5), ("inner", 6)]
    assert clock.now() == START + timedelta(seconds=10)
    await clock.advance(10)
    assert seen[-1] == ("late", 20)


async def test_manual_clock_waits_for_what_is_watched_but_only_once_for_what_is_stuck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("simulator.clock.SETTLE_S", 60)  # a crowded machine is late
    clock = ManualClock(START)
    pending: list[object] = []
    clock.watch(lambda: tuple(pending))
    asyncio.get_running_loop().call_later(0.01, pending.clear)
    pending.append("answer")
    await clock.advance(1)
    assert not pending
    monkeypatch.setattr("simulator.clock.SETTLE_S", 0.02)
    pending.append("never")
    for _ in range(100):
        await clock.advance(1)
    assert clock.monotonic() == 101


async def test_the_reference_is_shared_or_real() -> None:
    assert ManualClock(START, shared=True).reference() == START
    assert ManualClock(START).reference() > START
    assert ManualClock().now().microsecond == 0


async def test_running_clock_runs_as_many_times_faster() -> None:
    clock = RunningClock(1000)
    before, wall = clock.monotonic(), clock.now()
    await sleep(clock, 20)
    passed = clock.monotonic() - before
    assert 20 <= passed < 1000
    assert (clock.now() - wall).total_seconds() == pytest.approx(passed, abs=20)
    assert abs((clock.reference() - datetime.now(UTC)).total_seconds()) < 1
    assert clock.tick_s == 50
    assert RunningClock().tick_s == 1


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_clock_must_go_forward(speed: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        RunningClock(speed)


async def test_sleep_can_be_cancelled() -> None:
    clock = ManualClock(START)
    task = asyncio.create_task(sleep(clock, 5))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert clock.timers == 0


async def test_named_timers_replace_repeat_and_end() -> None:
    clock = ManualClock(START)
    timers = Timers(clock)
    seen: list[str] = []
    timers.set("a", 1, lambda: seen.append("old"))
    timers.set("a", 2, lambda: seen.append("new"))
    timers.every("b", 3, lambda: seen.append("tick"))
    await clock.advance(7)
    assert seen == ["new", "tick", "tick"]
    assert timers.is_set("b")
    assert not timers.is_set("a")
    timers.cancel("a")
    timers.cancel_all()
    await clock.advance(10)
    assert seen == ["new", "tick", "tick"]


async def test_a_repeating_timer_may_end_itself() -> None:
    clock = ManualClock(START)
    timers = Timers(clock)
    seen: list[float] = []

    def once() -> None:
        seen.append(clock.monotonic())
        timers.cancel("a")

    timers.every("a", 2, once)
    await clock.advance(10)
    assert seen == [2]


@pytest.mark.parametrize("woken_first", [True, False])
async def test_a_sleeper_that_is_woken_and_cancelled_at_once_is_cancelled(
    woken_first: bool,
) -> None:
    clock = ManualClock(START)
    task = asyncio.create_task(sleep(clock, 1))
    await asyncio.sleep(0)
    (wake,) = [timer.callback for timer in clock._timers]
    assert wake is not None
    for act in (wake, task.cancel) if woken_first else (task.cancel, wake):
        act()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()
    assert clock.timers == 0
