"""Do work that many request at once, one piece in each turn of the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable


class WorkQueue:
    """Does what it is given in the order of asking; between two pieces the event loop serves everybody else."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start with nothing to do."""
        self._loop = loop
        self._waiting: deque[Callable[[], None]] = deque()

    def take(self, work: Callable[[], None]) -> None:
        """Do `work` soon; what waits already is not done twice."""
        if work in self._waiting:
            return
        self._waiting.append(work)
        if len(self._waiting) == 1:
            self._loop.call_soon(self._next)

    def _next(self) -> None:
        work = self._waiting.popleft()
        if self._waiting:
            self._loop.call_soon(self._next)
        work()
