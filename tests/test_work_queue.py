"""Work in turns: after a power cut every charge point comes back at once, and the event loop goes on serving."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from custom_components.plug_control.work_queue import WorkQueue


async def test_one_piece_is_done_in_each_turn_in_the_order_of_asking() -> None:
    turns = WorkQueue(asyncio.get_running_loop())
    done: list[str] = []
    for name in "abc":
        turns.take(done.append, name)
    seen = []
    for _ in range(4):
        await asyncio.sleep(0)
        seen.append("".join(done))
    assert seen == ["a", "ab", "abc", "abc"]


async def test_what_waits_already_is_not_done_twice_and_can_be_asked_for_again() -> None:
    turns = WorkQueue(asyncio.get_running_loop())
    done: list[int] = []

    def work() -> None:
        done.append(1)
        if len(done) < 2:
            turns.take(work)

    turns.take(work)
    turns.take(work)
    await asyncio.sleep(0)
    assert len(done) == 1
    await asyncio.sleep(0)
    assert len(done) == 2
    await asyncio.sleep(0)
    assert len(done) == 2


async def test_equal_work_with_equal_arguments_waits_once() -> None:
    turns = WorkQueue(asyncio.get_running_loop())
    done: list[tuple[str, int]] = []

    class Worker:
        def work(self, *key: Any) -> None:
            done.append(key)

    one, other = Worker(), Worker()
    turns.take(one.work, "CP-1", 1)
    turns.take(one.work, *("CP-1", 1))
    turns.take(one.work, "CP-1", 2)
    turns.take(other.work, "CP-1", 1)
    for _ in range(5):
        await asyncio.sleep(0)
    assert done == [("CP-1", 1), ("CP-1", 2), ("CP-1", 1)]


async def test_work_that_fails_does_not_keep_the_next_from_its_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turns = WorkQueue(asyncio.get_running_loop())
    done: list[str] = []
    turns.take(done.index, "missing")
    turns.take(done.append, "b")
    for _ in range(3):
        await asyncio.sleep(0)
    assert done == ["b"]
    assert "ValueError" in caplog.text


async def test_the_first_step_is_done_at_once_and_each_further_one_in_its_turn() -> None:
    turns = WorkQueue(asyncio.get_running_loop())
    done: list[str] = []

    def steps() -> Iterator[None]:
        done.append("a")
        yield
        done.append("b")
        yield
        done.append("c")

    turns.begin(steps())
    turns.take(done.append, "other")
    seen = ["".join(done)]
    for _ in range(4):
        await asyncio.sleep(0)
        seen.append("".join(done))
    assert seen == ["a", "ab", "abother", "abotherc", "abotherc"]
