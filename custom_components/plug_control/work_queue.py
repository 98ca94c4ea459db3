"""Spread work that many objects request at once over the event loop, one piece per iteration."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any


class WorkQueue:
    """Runs callbacks in order, one per iteration of the event loop, so that other tasks run in between."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start empty; callbacks run in `loop`."""
        self._loop = loop
        self._waiting: OrderedDict[tuple[Callable[..., object], tuple[Any, ...]], None] = (
            OrderedDict()
        )

    def take[*Arguments](
        self, work: Callable[[*Arguments], object], *arguments: *Arguments
    ) -> None:
        """Call `work` with hashable `arguments` soon; ignore it if the same work with equal arguments is waiting already."""
        if (work, arguments) in self._waiting:
            return
        self._waiting[work, arguments] = None
        if len(self._waiting) == 1:
            self._loop.call_soon(self._next)

    def begin(self, steps: Iterator[None]) -> None:
        """Do the first of some steps now, and each further one as a piece of work."""
        if next(steps, steps) is not steps:
            self.take(self.begin, steps)

    def _next(self) -> None:
        (work, arguments), _ = self._waiting.popitem(last=False)
        if self._waiting:
            self._loop.call_soon(self._next)
        work(*arguments)


def all_of(steps: Iterator[None]) -> None:
    """Do all steps at once."""
    for _ in steps:
        pass


async def async_all_of(steps: Iterator[None]) -> None:
    """Do all steps, each in an iteration of the event loop."""
    for _ in steps:
        await asyncio.sleep(0)
