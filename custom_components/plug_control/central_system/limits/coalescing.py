"""Run work for the newest request only, however often it is requested."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from custom_components.plug_control.protocol.errors import OfflineError


class Coalescer[G: Hashable, K: Hashable]:
    """Runs `work(group, key)`, one at a time in a group; callers during a run share the next run of their key.

    `work` reads what is wanted when it begins: so the last value wins, and every caller gets the outcome of a run that
    applied its value or a newer one.
    """

    def __init__(self, work: Callable[[G, K], Awaitable[None]]) -> None:
        """`work` does what `run` asks for."""
        self._work = work
        self._locks: dict[G, asyncio.Lock] = {}
        self._next: dict[tuple[G, K], asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, group: G, key: K) -> None:
        """Run the work, or share a run that has not begun yet; raises what the work raises.

        Raises OfflineError where `stop` cancelled it.
        """
        task = self._next.get((group, key))
        if task is None:
            task = asyncio.create_task(self._run(group, key))
            self._next[group, key] = task
            self._tasks.add(task)
            task.add_done_callback(self._done)
        # A cancelled caller does not cancel the run for others; unlike `shield`, `wait` then reports no unhandled failure.
        await asyncio.wait({task})
        if task.cancelled():
            raise OfflineError("stopping")
        task.result()

    async def _run(self, group: G, key: K) -> None:
        async with self._locks.setdefault(group, asyncio.Lock()):
            del self._next[group, key]  # from here on a new value needs another run
            await self._work(group, key)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # marked as retrieved: all callers may have been cancelled

    async def stop(self) -> None:
        """Cancel the runs under way and those that wait."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._next.clear()
        self._locks.clear()
