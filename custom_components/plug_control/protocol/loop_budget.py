"""Bound the work done in one turn of the event loop, so that other tasks run."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final

LONGEST_S: Final = 0.01
_UNTIMED: Final = 4
"""Pieces of work in a turn before the clock is read: the messages of a single peer need no measuring."""
_WOKEN: Final = 4
"""Tasks woken up in a turn; they do their work in the next one."""


class LoopBudget:
    """Bounds the work in each turn of the event loop; the rest waits in a queue, first come, first served.

    After a power cut hundreds of charge points come back at once, and at the full minute they all send their meter
    values: each piece of work is short, all of them together are not.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._loop = asyncio.get_running_loop()
        self._clock = clock
        self._pieces = 0
        self._began_at = 0.0
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_going_on = False
        self._woken = 0
        self._long_work = asyncio.Lock()

    def has_room(self) -> bool:
        """Count a piece of work and return True; False if it has to wait for another turn or behind others."""
        return not self._waiting and self._fits()

    def _fits(self) -> bool:
        self._pieces += 1
        if self._pieces < _UNTIMED:
            return True
        if self._pieces == _UNTIMED:
            self._began_at = self._clock()
            self._loop.call_soon(self._end)
            return True
        return self._clock() - self._began_at < LONGEST_S

    def _end(self) -> None:
        self._pieces = 0

    def later(self, work: Callable[[], None]) -> None:
        """Do a piece of work in a turn that has room for it."""
        self._waiting.append(work)
        self._go_on_soon()

    async def do(self, work: Callable[[], None]) -> None:
        """Do a piece of work in a turn that has room for it, and wait until it is done; a cancelled wait drops the work."""
        if self.has_room():
            work()
            return
        done: asyncio.Future[None] = self._loop.create_future()

        def finish() -> None:
            if not done.done():
                work()
                done.set_result(None)

        self.later(finish)
        await done

    async def room(self) -> None:
        """Wait for a turn with room for a piece of work, and count it."""
        if self.has_room():
            return
        woken: asyncio.Future[None] = self._loop.create_future()

        def wake() -> None:
            if not woken.done():
                self._woken += 1
                woken.set_result(None)

        self.later(wake)
        await woken
        self._fits()

    def _go_on_soon(self) -> None:
        if self._waiting and not self._is_going_on:
            self._is_going_on = True
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        self._woken = 0
        try:
            while self._waiting and self._woken < _WOKEN and self._fits():
                self._waiting.popleft()()
        finally:
            self._is_going_on = False
            self._go_on_soon()

    async def part(self) -> None:
        """Wait until a part of long work may be done: one part of all callers in each turn, in the order of their calls."""
        async with self._long_work:
            await asyncio.sleep(0)
