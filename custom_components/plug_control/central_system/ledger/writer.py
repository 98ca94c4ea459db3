"""Commit changes to disk, one commit at a time for all waiting callers; try again until it succeeds."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
import logging
import sqlite3

from .ledger_file import LedgerFile
from .sqlite.database import LedgerDatabase
from .sqlite.traces import Scrub
from .sqlite.units import Unit, apart

_LOGGER = logging.getLogger(__name__)

RETRY_S = 1.0
"""How long after a failure the next attempt begins; a new change begins one at once."""
LOOK_S = 30.0
"""How often the disk is checked while nothing is written."""
READERS_S = 5.0
"""How long a scrub waits for those who read the file; chargers are answered meanwhile."""
_AGAIN_S = 0.05
CLOSE_S = 10.0


class LedgerWriter:
    """Stores changes; those that come during a commit share the next one."""

    def __init__(
        self,
        database: LedgerDatabase,
        file: LedgerFile,
        *,
        collect: Callable[[], Sequence[Unit]],
        meta: Callable[[], dict[str, int]],
        stored: Callable[[Sequence[Unit]], None],
        on_refused: Callable[[str | None], None],
        on_full: Callable[[bool], None],
    ) -> None:
        """`on_refused` gets the error when storing begins to fail, and None when all is stored again."""
        self._database = database
        self._file = file
        self._collect = collect
        self._meta = meta
        self._stored = stored
        self._on_refused = on_refused
        self._on_full = on_full
        self._changes = 0
        self._written = 0
        self._begun = 0
        """How many attempts have begun; `_over` of them have ended."""
        self._over = 0
        self._attempt_over = asyncio.Event()
        self._wake = asyncio.Event()
        self._look_now = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._is_failing = False
        self._is_full = False
        self._is_closing = False

    def start(self) -> None:
        """Maintain the file regularly from now on; a database in memory needs no maintenance."""
        if self._database.path is not None:
            loop = asyncio.get_running_loop()
            self._looking = loop.create_task(self._look(), name="ledger's disk")

    def changed(self) -> int:
        """Note that something has to be stored; returns the number of the change."""
        self._changes += 1
        self._wake.set()
        if self._task is None and not self._is_closing:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="ledger")
        return self._changes

    async def attempted(self, timeout_s: float) -> bool:
        """Wait until all changes are stored, or an attempt fails, or for `timeout_s`; returns whether they are stored.

        Only an attempt that begins after the call counts as failed: one that is under way may have begun before the disk
        recovered.
        """
        wanted, attempt = self._changes, self._begun + 1
        self._wake.set()
        try:
            async with asyncio.timeout(timeout_s):
                while self._written < wanted and self._over < attempt and self._task is not None:
                    await self._attempt_over.wait()
        except TimeoutError:
            _LOGGER.warning("Writing the ledger takes more than %g s", timeout_s)
        return self._written >= wanted

    async def close(self) -> bool:
        """Try once more to store what is left, and stop; returns whether no work on the file is under way any more."""
        self._is_closing = True
        self._wake.set()
        if self._looking is not None:
            self._looking.cancel()
        late: set[asyncio.Task[None]] = set()
        if self._task is not None:
            _, late = await asyncio.wait({self._task}, timeout=CLOSE_S)
            for task in late:
                task.cancel()
        if self._written < self._changes:
            _LOGGER.error(
                "The last changes of the ledger could not be written before it was closed"
            )
        return not late

    async def _run(self) -> None:
        try:
            while self._written < self._changes:
                self._wake.clear()
                if await self._store():
                    self._tell(None)
                elif self._is_closing:
                    return
                else:
                    await self._pause()
        finally:
            self._task = None
            self._release()

    async def _store(self) -> bool:
        """Store all changes so far, one by one if they fail together; returns whether all are stored."""
        changes = self._changes
        self._begun += 1
        units = self._collect()
        try:
            is_done = await self._commit(units) or (
                len(units) > 1 and await self._store_one_by_one(units)
            )
            if is_done:
                self._written = changes
        finally:
            self._over = self._begun
            self._release()
        if is_done and self._database.path is not None:
            await self._maintain()
            if self._database.is_short and not self._is_full:
                self.look()
        return is_done

    async def _store_one_by_one(self, units: Sequence[Unit]) -> bool:
        """Store each session by itself, so that one that does not fit or cannot be stored does not stop the others.

        What it has to report to back ends is stored with it or not at all.
        """
        results = [await self._commit(share) for share in apart(units)]
        return all(results)

    async def _commit(self, units: Sequence[Unit]) -> bool:
        meta = self._meta()
        try:
            await self._file.run(lambda: self._database.store(units, meta))
        # The boundary to the storage: the ledger goes on after any error.
        except Exception as error:  # noqa: BLE001 - reported, and logged with its traceback
            self._failed(error)
            return False
        self._stored(units)
        return True

    def _release(self) -> None:
        """Wake all that wait for the end of an attempt."""
        self._attempt_over.set()
        self._attempt_over = asyncio.Event()

    async def _pause(self) -> None:
        """Wait for the next attempt, or until there is a new change."""
        try:
            async with asyncio.timeout(RETRY_S):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _look(self) -> None:
        """Maintain the file and check its disk regularly, and go on with a scrub that was interrupted."""
        while True:
            self._look_now.clear()
            while await self._file.run(self._database.refill):
                pass
            await self._maintain()
            try:
                await self.scrub()
            except (OSError, sqlite3.Error) as error:
                _LOGGER.warning("The ledger's file has remains of removed sessions: %s", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._look_now.wait()

    async def _maintain(self) -> None:
        self._tell_full(await self._file.run(self._database.maintain))

    def look(self) -> None:
        """Maintain the file soon."""
        self._look_now.set()

    async def scrub(self) -> None:
        """Remove what is left of removed rows, in short steps between which others write.

        While a backup holds the file it is done later; closing leaves the rest to the next start. Raises sqlite3.Error, OSError.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + READERS_S
        has_begun = False
        while not self._is_closing:
            state = await self._file.run(self._database.scrub)
            if state is Scrub.DONE:
                if has_begun:
                    await self._maintain()
                    self.look()
                return
            has_begun = True
            if state is Scrub.GOES_ON:
                until = loop.time() + READERS_S
            elif loop.time() >= until:
                raise OSError("somebody reads the ledger's file")
            else:
                await asyncio.sleep(_AGAIN_S)
        raise OSError("the ledger is closed: the next start goes on")

    # ---- reporting

    def _failed(self, error: Exception) -> None:
        """Report a failure; log an unexpected exception with its traceback."""
        if isinstance(error, sqlite3.DatabaseError):
            self._file.on_error(error)
        elif not isinstance(error, OSError) and not self._is_failing:
            _LOGGER.error("Unexpected error while the ledger was written", exc_info=error)
        self._tell(str(error))

    def _tell(self, error: str | None) -> None:
        if self._is_failing != (error is not None):
            self._is_failing = error is not None
            self._on_refused(error)

    def _tell_full(self, is_full: bool) -> None:
        if self._is_full != is_full:
            self._is_full = is_full
            self._on_full(is_full)
