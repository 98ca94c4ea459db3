"""Background tasks with an owner: held until they are done, and cancelled together."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Any

_LOGGER = logging.getLogger(__name__)


class BackgroundTasks:
    """The tasks of one owner; a failure of one is logged and touches no other."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` beside everything else."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def repeat(
        self, work: Callable[[], Awaitable[None] | None], every_s: Callable[[], float], name: str
    ) -> asyncio.Task[Any]:
        """Do `work` again and again, `every_s` apart, until all ends; a time that failed is logged, and the next one comes."""

        async def run() -> None:
            while True:
                await asyncio.sleep(every_s())
                try:
                    done = work()
                    if done is not None:
                        await done
                except Exception:  # The boundary to what is done now and then.
                    _LOGGER.exception("Unexpected error in %s", name)

        return self.spawn(run(), name)

    def cancel(self) -> None:
        """End all tasks soon, without waiting for them."""
        for task in tuple(self._tasks):
            task.cancel()

    async def stop(self) -> None:
        """End all tasks and wait until they have ended."""
        tasks = tuple(self._tasks)
        self.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("Unexpected error in %s", task.get_name(), exc_info=error)
