"""The ledger's file while the ledger runs: opened, checked for damage, mended, and closed."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
import logging
import sqlite3

from .history import History
from .queries.every_session import UnstoredRows
from .queries.queries import LedgerQueries
from .sqlite.contents import LedgerContents
from .sqlite.database import LedgerDatabase
from .sqlite.salvage import Damage
from .sqlite.schema import migrate
from .sqlite.sqlite_file import connect, is_damage, is_refused
from .unstored import Unstored

_LOGGER = logging.getLogger(__name__)

CHECK_AFTER_S = 60.0
"""How long after the start the file is checked for damage."""
CLOSE_S = 10.0
"""How long closing waits for a disk that does not answer."""
MEND_AGAIN_S = 60.0
"""How long after a failed repair of a damaged file the next one may begin."""


class LedgerFile:
    """The file, and what is found in it; what is not stored yet is found as well."""

    def __init__(
        self,
        database: LedgerDatabase,
        unstored: Unstored,
        *,
        newer: Callable[[], UnstoredRows],
        expected: Callable[[], int],
        on_damage: Callable[[Damage], None],
        on_mended: Callable[[LedgerContents], None],
    ) -> None:
        """`newer` returns what queries use instead of stored rows, `expected` how many sessions the file should have.

        `on_mended` gets what could be read of a file that was found damaged while the ledger runs.
        """
        self.history = History(database, self.on_error)
        self.queries = LedgerQueries(database, newer, self.on_error)
        self.is_closed = False
        self._database = database
        self._unstored = unstored
        self._expected = expected
        self._on_damage = on_damage
        self._on_mended = on_mended
        self._mending: asyncio.Task[None] | None = None
        self._mend_again_at = 0.0
        self._checking: asyncio.Task[None] | None = None
        self._logged_error: str | None = None
        """The last read error that was logged; it is not logged again until something was stored."""
        self._is_copy = False
        """Whether queries use a copy in memory, since the file itself cannot be opened."""

    async def run[T](self, work: Callable[[], T]) -> T:
        """Run `work` in the thread that writes and return its result; raises OSError once the file is closed."""
        return await asyncio.get_running_loop().run_in_executor(self._database.executor, work)

    # ---- opening and closing

    async def open(self, known_count: int) -> LedgerContents:
        """Open the file, or a copy of it in memory where the disk refuses, so that cars can charge. Raises OSError."""
        self._database.start()
        try:
            return await self._opened(known_count)
        except BaseException as error:
            self._database.stop(wait=isinstance(error, Exception))
            if isinstance(error, sqlite3.Error):
                raise OSError(str(error)) from error
            raise

    async def _opened(self, known_count: int) -> LedgerContents:
        try:
            contents = await self.run(lambda: self._database.open(known_count))
            self.history.open()
        except sqlite3.Error as error:
            if not is_refused(error):
                raise
            _LOGGER.error("The ledger's file cannot be written to: %s", error)
            contents, copy = await self.run(self._database.copy)
            contents.is_copy = self._is_copy = True
            self.history.open(copy)
        return contents

    def was_stored(self) -> None:
        """Use the file itself from now on, where it was a copy: something was stored in it."""
        self._logged_error = None
        if self._is_copy:
            self._is_copy = False
            self._look_up_in(None)

    async def leave(self) -> None:
        """Begin no check and no repair any more; wait for a repair that is under way."""
        self.is_closed = True
        if self._checking is not None:
            self._checking.cancel()
        if self._mending is not None:
            await asyncio.wait({self._mending})

    async def close(self, *, is_idle: bool) -> None:
        """Close the file; `is_idle` says that nothing is stored any more. What takes too long ends by itself, in its thread."""
        self.history.close()
        if is_idle:
            try:
                async with asyncio.timeout(CLOSE_S):
                    await self.run(self._database.close)
            except TimeoutError:
                is_idle = False
                _LOGGER.error("The ledger's file is not closed yet: its disk does not answer")
        self._database.stop(wait=is_idle)

    # ---- backups

    async def hold(self) -> None:
        """Keep the file unchanged until `release`; logs errors."""
        if self.is_closed:
            return
        try:
            await self.run(self._database.hold)
        except sqlite3.Error as error:
            self.on_error(error)
        except OSError as error:
            _LOGGER.warning("The ledger's file could not be held for a backup: %s", error)

    async def release(self) -> None:
        """Let the file change again, as closing does; logs errors."""
        if self.is_closed:
            return
        try:
            await self.run(self._database.release)
        except sqlite3.Error as error:
            self.on_error(error)
        except OSError as error:
            _LOGGER.warning("The ledger's file could not be released after a backup: %s", error)

    # ---- damage

    def watch(self, damages: Iterable[Damage]) -> None:
        """Report the damage that opening found, and check the file for more in a while."""
        if self._database.path is not None:
            self._checking = asyncio.get_running_loop().create_task(self._check(), name="ledger")
        for damage in damages:
            self._on_damage(damage)

    async def _check(self) -> None:
        await asyncio.sleep(CHECK_AFTER_S)
        with suppress(OSError):
            await self.queries.check()

    def on_error(self, error: sqlite3.Error) -> None:
        """Begin to repair a damaged file; log any other read error, once."""
        if not is_damage(error):
            if str(error) != self._logged_error:
                self._logged_error = str(error)
                _LOGGER.warning("The ledger's file cannot be read: %s", error)
        elif self._mending is None and self._database.path is not None and not self.is_closed:
            loop = asyncio.get_running_loop()
            if loop.time() >= self._mend_again_at:
                _LOGGER.error("The ledger's file is damaged: %s", error)
                self._mending = loop.create_task(self._mend(), name="ledger")

    async def _mend(self) -> None:
        """Replace the damaged file by a new one with what can be read; until then only what is not stored yet is found."""
        try:
            self._look_up_in(connect(None))
            expected = self._expected()
            damage = await self.run(lambda: self._database.mend(expected))
            contents = await self.run(self._database.open)
            self._look_up_in(None)
            self._on_mended(contents)
        except (OSError, sqlite3.Error) as error:
            _LOGGER.error("The ledger's damaged file could not be mended: %s", error)
            self._mend_again_at = asyncio.get_running_loop().time() + MEND_AGAIN_S
            # Until the next attempt, use what can be read of it
            with suppress(sqlite3.Error):
                self._look_up_in(None)
        else:
            self._on_damage(damage)
        finally:
            self._mending = None

    def _look_up_in(self, db: sqlite3.Connection | None) -> None:
        """Query the file (None) or another database from now on; raises sqlite3.Error."""
        if db is not None:
            migrate(db)
        self.history.open(db)
        for session_id, change in self._unstored.changes.items():
            self.history.put(session_id, change.session)
