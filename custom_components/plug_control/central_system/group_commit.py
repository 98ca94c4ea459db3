"""One write at a time, shared by all who wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
import logging

_LOGGER = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 60.0
_CLOSE_S = 10.0


class GroupCommit:
    """Writes whenever something changed; what changes during a write shares the next one.

    `write` stores all that is known, `tidy` does what can wait, and returns whether it did anything (which is written
    then); both raise OSError. A failure is tried again after growing pauses, and at once when something new comes.
    """

    def __init__(
        self,
        *,
        write: Callable[[], Awaitable[None]],
        tidy: Callable[[], Awaitable[bool]],
        on_failure: Callable[[str | None], None],
        pause_s: float = 1.0,
    ) -> None:
        """`on_failure` gets the error when writing begins to fail, and None when all is written again."""
        self._write = write
        self._tidy = tidy
        self._on_failure = on_failure
        self._first_pause_s = pause_s
        self._changes = 0
        self._written = 0
        self._attempted = 0
        self._attempt_over = asyncio.Event()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._failing = False
        self._closing = False

    def changed(self) -> None:
        """Note that something has to be written."""
        self._changes += 1
        self._wake.set()
        if self._task is None and not self._closing:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="ledger")

    async def attempted(self, timeout_s: float) -> None:
        """Wait until all that changed was written, or could not be, or for `timeout_s`."""
        wanted = self._changes
        try:
            async with asyncio.timeout(timeout_s):
                while self._attempted < wanted and self._task is not None:
                    await self._attempt_over.wait()
        except TimeoutError:
            _LOGGER.warning("Writing the ledger takes more than %g s", timeout_s)

    async def close(self) -> None:
        """Write what is left, once, and end."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            _, late = await asyncio.wait({self._task}, timeout=_CLOSE_S)
            for task in late:
                task.cancel()
        if self._written < self._changes:
            _LOGGER.error("The ledger could not be written before the end")

    async def _run(self) -> None:
        pause_s = self._first_pause_s
        try:
            while True:
                self._wake.clear()
                try:
                    is_done = not await self._step()
                # The boundary to the storage: the ledger outlives its faults, whatever they are.
                except Exception as error:  # noqa: BLE001 - told, and logged with its traceback
                    self._failed(error)
                    if self._closing:
                        return
                    await self._pause(pause_s)
                    pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
                else:
                    if is_done:
                        self._report(None)
                        return
        finally:
            self._task = None
            self._release()

    async def _step(self) -> bool:
        """Do what is most urgent; False when nothing is left. Raises OSError."""
        if self._written < self._changes:
            changes = self._changes
            try:
                await self._write()
                self._written = changes
            finally:
                self._attempted = changes
                self._release()
            return True
        if await self._tidy():
            self._changes += 1
            return True
        return self._written < self._changes

    def _release(self) -> None:
        """Wake all who wait for the attempt that is over."""
        self._attempt_over.set()
        self._attempt_over = asyncio.Event()

    async def _pause(self, pause_s: float) -> None:
        """Wait, but not when something new has come."""
        try:
            async with asyncio.timeout(pause_s):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _failed(self, error: Exception) -> None:
        """Tell of a failure; of one that no storage should have with its traceback."""
        if not isinstance(error, OSError) and not self._failing:
            _LOGGER.error("Unexpected error while the ledger was written", exc_info=error)
        self._report(str(error))

    def _report(self, error: str | None) -> None:
        if self._failing != (error is not None):
            self._failing = error is not None
            self._on_failure(error)
