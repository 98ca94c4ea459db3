"""Doing something for the newest wish only."""

import asyncio

import pytest

from custom_components.plug_control.central_system.limits.coalescing import Coalescer
from custom_components.plug_control.protocol.errors import OfflineError


class Work:
    """Work that takes until it is released, and notes what was wanted when it began."""

    def __init__(self) -> None:
        self.wanted = 0
        self.begun: list[tuple[str, int, int]] = []
        self.released = asyncio.Semaphore(0)
        self.coalescer = Coalescer[str, int](self._work)

    async def _work(self, group: str, key: int) -> None:
        self.begun.append((group, key, self.wanted))
        await self.released.acquire()
        if self.wanted < 0:
            raise ValueError(self.wanted)

    def ask(self, wanted: int, group: str = "A", key: int = 1) -> asyncio.Task[None]:
        self.wanted = wanted
        return asyncio.create_task(self.coalescer.run(group, key))


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_wishes_at_once_are_one_run() -> None:
    work = Work()
    tasks = [work.ask(each) for each in (1, 2, 3)]
    await turns()
    work.released.release()
    await asyncio.gather(*tasks)
    assert work.begun == [("A", 1, 3)]


async def test_wishes_during_a_run_share_the_next_one() -> None:
    work = Work()
    first = work.ask(1)
    await turns()
    later = [work.ask(each) for each in (2, 3)]
    await turns()
    work.released.release()
    await first
    assert not any(task.done() for task in later)
    work.released.release()
    await asyncio.gather(*later)
    assert work.begun == [("A", 1, 1), ("A", 1, 3)]


async def test_one_at_a_time_in_a_group_and_groups_beside_each_other() -> None:
    work = Work()
    tasks = [work.ask(1), work.ask(1, key=2), work.ask(1, group="B")]
    await turns()
    assert [(group, key) for group, key, _ in work.begun] == [("A", 1), ("B", 1)]
    for _ in tasks:
        work.released.release()
    await asyncio.gather(*tasks)
    assert ("A", 2, 1) in work.begun


async def test_failure_is_everybodys_who_shared_the_run() -> None:
    work = Work()
    tasks = [work.ask(-1), work.ask(-2)]
    await turns()
    work.released.release()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(each) for each in outcomes] == ["-2", "-2"]


async def test_failure_that_nobody_waits_for_is_no_noise() -> None:
    work = Work()
    task = work.ask(-1)
    await turns()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    work.released.release()
    await turns()
    assert task.cancelled()


async def test_stop_ends_what_runs_and_what_waits() -> None:
    work = Work()
    running = work.ask(1)
    await turns()
    waiting = work.ask(2)
    await turns()
    await work.coalescer.stop()
    for task in (running, waiting):
        with pytest.raises(OfflineError):
            await task
    assert len(work.begun) == 1
    again = work.ask(3)
    work.released.release()
    await again
