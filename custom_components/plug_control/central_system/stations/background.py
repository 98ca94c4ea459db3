"""Background tasks with an owner, which keeps them until they end and can cancel them together."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Any

_LOGGER = logging.getLogger(__name__)


class BackgroundTasks:
    """The background tasks of one owner; logs the failure of one and lets the others run."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` in a task of its own and return the task; logs its failure."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def repeat(
        self, work: Callable[[], Awaitable[None] | None], every_s: Callable[[], float], name: str
    ) -> asyncio.Task[Any]:
        """Call `work` every `every_s()` seconds until cancelled; logs a failure and goes on."""

        async def run() -> None:
            while True:
                await asyncio.sleep(every_s())
                try:
                    done = work()
                    if done is not None:
                        await done
                except Exception:  # The boundary to the periodic work.
                    _LOGGER.exception("Unexpected error in %s", name)

        return self.spawn(run(), name)

    def cancel(self) -> None:
        """Cancel all tasks without waiting for them."""
        for task in tuple(self._tasks):
            task.cancel()

    async def stop(self) -> None:
        """Cancel all tasks and wait until they have ended."""
        tasks = tuple(self._tasks)
        self.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("Unexpected error in %s", task.get_name(), exc_info=error)
