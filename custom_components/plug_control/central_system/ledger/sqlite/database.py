"""The ledger's file: one SQLite database that one thread writes and any thread of this process reads.

It has a write-ahead log with `synchronous=FULL`: what was committed survives a kill and a power cut. Space for further
sessions is reserved inside the database (free pages) and inside its log, which keeps its length: so the ledger goes on
when the disk is full. The index of the log is kept in memory (`unix-excl`), so that no third file needs space; no other
process can open the file meanwhile.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
import logging
import os
from pathlib import Path
import sqlite3
from typing import Any, Protocol, override
from weakref import finalize

from .contents import LedgerContents
from .outbox_rows import stored_going_on, stored_queues
from .pages import committed, is_cut_short
from .reserve import Reserve, empty_reserve
from .salvage import Damage, finish, salvage
from .schema import HELD, PAGE_BYTES, OpenRow, SessionRow, migrate, transaction
from .sqlite_file import connect, damage, is_damage, is_full
from .traces import Scrub, wipe
from .units import TO_SCRUB, Erased, Unit, put

_LOGGER = logging.getLogger(__name__)

RESERVE_BYTES = 4 * 2**20
"""Space for at least 500 further sessions, in the database and as much again in its log; twice that where back ends hear of them."""
FULL_BYTES = 16 * 2**20
"""A disk with less free space than this counts as full."""
_CHECKPOINT_PAGES = 250
"""Pages written to the log after which they are copied into the database."""
_LONG_LOG = 4
"""A log longer than this many times the reserve is truncated when the file is opened."""
_PAGES_A_UNIT = 12
"""Pages that a stored session changes, in most cases at most: its row and its indexes."""


class InlineExecutor(Executor):
    """Runs everything at once, in the caller's thread."""

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future passes it on
            future.set_exception(error)
        return future


class _Stopped(Executor):
    """Refuses everything: work that comes after the end would run beside what the thread still does."""

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_exception(OSError("the ledger is closed"))
        return future


class OlderFiles(Protocol):
    """Files in which earlier versions kept the ledger."""

    def take_in(self, db: sqlite3.Connection, revision: int) -> list[Damage]:
        """Store their contents with revisions above `revision`, rename them, and return those that could not be read.

        Raises OSError, sqlite3.Error.
        """

    def kept(self) -> list[SessionRow]:
        """Return the sessions of files that were taken in before, as far as they can be read."""


class LedgerDatabase:
    """The file, or (without a path) a database in memory, for tests and for use without Home Assistant.

    Call everything in the thread of `executor`, but `reader` and `asker` in the thread that uses and closes what they return.
    Another thread gets sqlite3.ProgrammingError.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        older: OlderFiles | None = None,
        reserve_bytes: int | None = None,
        full_bytes: int | None = None,
    ) -> None:
        """`open` takes in the `older` files, if there are any."""
        self.path = path
        self._older = older
        self.executor: Executor = InlineExecutor()
        self._full_bytes = FULL_BYTES if full_bytes is None else full_bytes
        self._db: sqlite3.Connection | None = None
        self._logged_pages = 0
        self._is_held = False
        self._file: int | None = None
        self.is_short = False
        """Whether more than a quarter of the reserve was used: `refill` it."""
        self._reserve = Reserve(RESERVE_BYTES if reserve_bytes is None else reserve_bytes)
        self._wiped = 0
        """Pages that have nothing of removed rows in their unused parts."""

    # ---- opening and closing

    def start(self) -> None:
        """Start the thread that writes."""
        if self.path is not None:
            self.executor = ThreadPoolExecutor(1, thread_name_prefix="plug_control_ledger")

    def stop(self, *, wait: bool) -> None:
        """Let the thread that writes close the file and end, once its work is done; `wait` waits for that."""
        if self.path is None:
            executor, self.executor = self.executor, InlineExecutor()
        else:
            executor, self.executor = self.executor, _Stopped()
            executor.submit(self._disconnect)
        executor.shutdown(wait=wait)

    def open(self, expected: int = 0) -> LedgerContents:
        """Open or create the file and return its contents; a damaged file is repaired first.

        `expected` is the number of sessions, as far as it is known (else 0). Raises sqlite3.Error and OSError.
        """
        try:
            return self._open(expected)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
        mended = self.mend(expected)
        contents = self._open(0)
        contents.damages.append(mended)
        return contents

    def _open(self, expected: int) -> LedgerContents:
        is_new = self._db is None
        if self.path is not None:
            finish(self.path)
            is_new = not self.path.exists() or self.path.stat().st_size == 0
            has_lost = self.path.exists() and is_cut_short(self.path, self._log)
            if has_lost or (is_new and expected and self.path.exists()):
                raise damage("cut short")
        db = self._connected()
        damages: list[Damage] = []
        if self._older is not None:
            damages += self._older.take_in(db, self._contents(db).revision)
        self._shorten(db)
        contents = self._contents(db)
        contents.queues, contents.relayed = [*stored_queues(db)], stored_going_on(db)
        contents.is_new = is_new
        contents.damages = damages
        return contents

    @property
    def _log(self) -> Path:
        return Path(f"{self.path}-wal")

    def copy(self) -> tuple[LedgerContents, sqlite3.Connection]:
        """Return the contents of a file that cannot be opened for writing, and a copy of it in memory for look-ups.

        Raises sqlite3.Error and OSError.
        """
        assert self.path is not None
        db = connect(None)
        try:
            db.deserialize(committed(self.path, self._log))
            migrate(db)
            contents = self._contents(db)
            contents.queues, contents.relayed = [*stored_queues(db)], stored_going_on(db)
        except BaseException:
            db.close()
            raise
        return contents, db

    def mend(self, expected: int = 0) -> Damage:
        """Replace a damaged file by a new one with what can be read of it; raises sqlite3.Error and OSError."""
        assert self.path is not None
        self._disconnect()
        self._close_file()
        return salvage(self.path, [] if self._older is None else self._older.kept(), expected)

    def _connected(self) -> sqlite3.Connection:
        """Return the connection that writes, opened if need be; raises sqlite3.Error and OSError."""
        if self._db is None:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                if not self.path.exists():
                    # Only the owner may read it; SQLite gives its log the same mode
                    os.close(os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            db = connect(self.path)
            try:
                db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
                db.execute("PRAGMA journal_mode = WAL")
                migrate(db)
                empty_reserve(db)
            except BaseException:
                db.close()
                raise
            self._db = db
            if self.path is None:
                finalize(self, db.close)
        return self._db

    def _contents(self, db: sqlite3.Connection) -> LedgerContents:
        meta: dict[str, Any] = dict(db.execute("SELECT name, value FROM meta"))
        highest = [0]
        for table in ("sessions", "open", "details"):
            # One query each, which an index answers: one for both would read the whole table.
            (found,) = db.execute(f"SELECT max(session_id) FROM {table}").fetchone()
            (revision,) = db.execute(f"SELECT max(revision) FROM {table}").fetchone()
            highest.append(found or 0)
            meta["revision"] = max(_whole(meta.get("revision")) or 0, revision or 0)
        count = _whole(meta.get("sessions"))
        if count is None:
            (count,) = db.execute("SELECT count(*) FROM sessions").fetchone()
        (message_id,) = db.execute("SELECT max(message_id) FROM outbox").fetchone()
        return LedgerContents(
            highest_message_id=max(message_id or 0, _whole(meta.get("message_id")) or 0),
            was_held=HELD in meta,
            count=count,
            open=[OpenRow(*row) for row in db.execute("SELECT * FROM open ORDER BY session_id")],
            revision=meta["revision"],
            reserved_id=_whole(meta.get("reserved_id")),
            highest_id=max(highest),
        )

    def reader(self) -> sqlite3.Connection:
        """Return a connection for look-ups that does not wait for locks; raises sqlite3.Error."""
        if self.path is None:
            return self._connected()
        return connect(self.path, busy_s=0)

    def asker(self) -> sqlite3.Connection | None:
        """Return a new connection, which the caller closes; None for a database in memory. Raises sqlite3.Error."""
        return None if self.path is None else connect(self.path)

    def close(self) -> None:
        """Copy the log into the database as far as possible, and close the file."""
        if self.path is None or self._db is None:
            return
        with suppress(sqlite3.Error):
            if self._is_held:
                self.release()
            self._reserve.stop(self._db)
            self._checkpoint()
        self._disconnect()
        self._close_file()

    def _disconnect(self) -> None:
        """Close the connection that writes; the next write opens another one."""
        if self._db is not None and self.path is not None:
            self._db.close()
        self._db = None
        self._reserve.forget()

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    # ---- writing

    def store(self, units: Sequence[Unit], meta: dict[str, int]) -> None:
        """Store units and counters, all or none; returns when they are on disk. Raises sqlite3.Error, OSError."""
        try:
            try:
                self._put(units, meta)
            except sqlite3.Error as error:
                if not (is_full(error) and self._db is not None and self._reserve.stop(self._db)):
                    raise
                self._put(units, meta)
        except sqlite3.Error as error:
            if not is_full(error):
                self._forget_connection(error)
            raise
        self._logged_pages += _PAGES_A_UNIT * (1 + len(units))

    def _put(self, units: Sequence[Unit], meta: dict[str, int]) -> None:
        db = self._connected()
        with transaction(db):
            put(db, units)
            if any(isinstance(unit, Erased) for unit in units):
                self._wiped = 0
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def _forget_connection(self, error: sqlite3.Error) -> None:
        """Close the file after an error, so that the next write opens it again; a database in memory stays open."""
        if isinstance(error, sqlite3.DatabaseError) and self.path is not None:
            self._disconnect()

    # ---- room

    def maintain(self) -> bool:
        """Checkpoint a long log, see whether the reserve `is_short`, and return whether the disk is full. Never raises."""
        if self.path is None or self._db is None:
            return False
        try:
            if self._logged_pages >= _CHECKPOINT_PAGES:
                self._checkpoint()
            self.is_short = self._reserve.is_short(self._db, self._log)
        except (sqlite3.Error, OSError) as error:
            _LOGGER.warning("Maintenance of the ledger's file failed: %s", error)
        return self._reserve.is_refused or self._is_disk_full()

    def refill(self) -> bool:
        """Take a short step to a full reserve where it is short; returns whether there is more to do.

        Never raises. What is stored between two steps has all the space that is there.
        """
        if self.path is None or self._db is None or self._is_held:
            return False
        try:
            if self._is_disk_full():
                self._reserve.stop(self._db)
                return False
            return self._reserve.step(self._db, self._log, self._checkpoint)
        except (sqlite3.Error, OSError) as error:
            if not is_full(error):
                _LOGGER.warning("Maintenance of the ledger's file failed: %s", error)
            return False

    def _checkpoint(self) -> bool:
        """Copy the log into the file as far as readers allow; returns whether all of it is there."""
        if self._db is None or self._is_held:
            return False
        _, logged, copied = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._logged_pages = 0
        return bool(logged == copied)

    def _is_disk_full(self) -> bool:
        assert self.path is not None
        try:
            disk = os.statvfs(self.path.parent)
        except OSError:
            return False
        free = disk.f_bfree if os.geteuid() == 0 else disk.f_bavail
        return free * disk.f_frsize < self._full_bytes

    def _shorten(self, db: sqlite3.Connection) -> None:
        """Truncate a log that an import or a backup made long, since each start reads it; call it before anyone reads.

        The reserve in the log is then made again: so a log is left alone when the disk is full.
        """
        if self.path is None or not self._log.exists() or self._is_disk_full():
            return
        if self._log.stat().st_size > _LONG_LOG * self._reserve.size:
            with suppress(sqlite3.Error):
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    # ---- what was removed

    def scrub(self) -> Scrub:
        """Take a short step to a file and a log without anything of removed rows; over a restart, too. Then `maintain`.

        While a backup holds the file, it waits until the next call after that. Raises sqlite3.Error, OSError.
        """
        if self.path is None or self._is_held:
            return Scrub.DONE
        db = self._connected()
        if db.execute("SELECT 1 FROM meta WHERE name = ?", (TO_SCRUB,)).fetchone() is None:
            return Scrub.DONE
        if not self._checkpoint():
            return Scrub.WAITS
        if self._file is None:
            # Stays open: closing it would release the locks of SQLite
            self._file = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        count, found = wipe(self._file, self._wiped)
        if found:
            # So that it does not write pages as it remembers them
            db.execute("PRAGMA shrink_memory")
        self._wiped += count
        return Scrub.GOES_ON if count else self._scrubbed(db)

    def _scrubbed(self, db: sqlite3.Connection) -> Scrub:
        """Empty the log, which has all that was in the file, and note that nothing is left."""
        assert self._file is not None
        os.fsync(self._file)
        (wait_ms,) = db.execute("PRAGMA busy_timeout").fetchone()
        db.execute("PRAGMA busy_timeout = 0")
        try:
            (is_busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            db.execute(f"PRAGMA busy_timeout = {wait_ms}")
        if is_busy:
            return Scrub.WAITS
        db.execute("DELETE FROM meta WHERE name = ?", (TO_SCRUB,))
        self._wiped = self._logged_pages = 0
        return Scrub.DONE

    # ---- backups

    def hold(self) -> None:
        """Keep the database's file unchanged until `release`: commits append to the log. Raises sqlite3.Error, OSError.

        So a copy of both files is the ledger as it was at one moment, whenever each of them is read.
        """
        db = self._connected()
        # The commit after a complete checkpoint overwrites the log: make that commit now, before anything is copied
        db.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, 1), ('backups', 1 + ifnull((SELECT value FROM meta WHERE name = 'backups'), 0))",
            (HELD,),
        )
        self._is_held = True

    def release(self) -> None:
        """Let checkpoints change the database's file again; what goes on is no copy. Raises sqlite3.Error, OSError."""
        self._is_held = False
        self._connected().execute("DELETE FROM meta WHERE name = ?", (HELD,))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
