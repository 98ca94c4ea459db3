"""Bound how much is done in one turn of the event loop, so that other tasks run."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

LONGEST_S: Final = 0.01
_UNTIMED: Final = 4
"""Pieces of work that no clock is looked at for: a lone peer's messages cost no turns of their own."""


class LoopBudget:
    """The present turn of the event loop.

    After a power cut hundreds of charge points come back at once, and at the full minute they all send their meter
    values: each piece of work is short, all of them together are not.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._loop = asyncio.get_running_loop()
        self._clock = clock
        self._pieces = 0
        self._began_at = 0.0
        self._long_work = asyncio.Lock()

    def has_room(self) -> bool:
        """Count a piece of work in; False where it has to wait for another turn."""
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

    async def room(self) -> None:
        """Wait for a turn with room for a piece of work, and count it in."""
        while True:
            if self.has_room():
                return
            await asyncio.sleep(0)

    async def part(self) -> None:
        """Wait to do a part of something long: one part a turn, whoever's, in the order of asking."""
        async with self._long_work:
            await asyncio.sleep(0)
