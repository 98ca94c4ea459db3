"""Space that is kept for further sessions: free pages in the ledger's database, and a long log."""

from collections.abc import Callable
import os
from pathlib import Path
import sqlite3

from .schema import PAGE_BYTES
from .sqlite_file import is_full

_FILLER = b"reserved" * 128
_STEP = 256 * 2**10
"""The reserve is refilled by this many bytes at a time, so that no charger waits for all of it."""


class Reserve:
    """The reserve of one file; what is stored while it is refilled may use all of it."""

    def __init__(self, size: int) -> None:
        """Reserve `size` bytes in the database and as many in its log; twice that where back ends hear of sessions."""
        self.size = size
        self.is_refused = False
        """Whether the file may not grow, although the disk has room."""
        self._filled = 0
        """The bytes in the database that fillers have, until there are enough."""
        self._is_refilling = False

    def is_short(self, db: sqlite3.Connection, log: Path) -> bool:
        """Return whether more than a quarter of it was used; raises sqlite3.Error, OSError."""
        wanted, *there = self._space(db, log)
        return min(there) < wanted * 3 // 4

    def step(self, db: sqlite3.Connection, log: Path, checkpoint: Callable[[], object]) -> bool:
        """Refill a part where it is short; returns whether there is more to do. Raises sqlite3.Error, OSError.

        Fillers take pages, and leave them free when all are deleted at once. The log is made longer by zeros, which mean
        nothing there.
        """
        try:
            self._is_refilling = self._step(db, log, checkpoint)
        except (sqlite3.Error, OSError) as error:
            self.is_refused = is_full(error)
            self.stop(db)
            raise
        if not self._is_refilling:
            self.is_refused = False
        return self._is_refilling

    def _step(self, db: sqlite3.Connection, log: Path, checkpoint: Callable[[], object]) -> bool:
        wanted, logged, free = self._space(db, log)
        enough = wanted * 3 // 4
        if logged < (wanted if self._is_refilling else enough):
            _lengthen(log, min(logged + _STEP, wanted))
            return True
        if not self._filled and free >= enough:
            return False
        if self._filled < wanted:
            step = min(_STEP, wanted - self._filled)
            db.execute("INSERT INTO reserve VALUES (?)", (_FILLER * (step // len(_FILLER)),))
            self._filled += step
            checkpoint()
            return True
        self.stop(db)
        return False

    def _space(self, db: sqlite3.Connection, log: Path) -> tuple[int, int, int]:
        """Return how many bytes there should be, how many the log has, and how many are free in the database."""
        (free_pages,) = db.execute("PRAGMA freelist_count").fetchone()
        (is_relayed,) = db.execute("SELECT EXISTS (SELECT 1 FROM relayed)").fetchone()
        return self.size * (1 + is_relayed), log.stat().st_size, free_pages * PAGE_BYTES

    def stop(self, db: sqlite3.Connection) -> bool:
        """Let others have what fillers have; returns whether there were any. Raises sqlite3.Error."""
        self._is_refilling = False
        if had := self._filled > 0:
            empty_reserve(db)
            self._filled = 0
        return had

    def forget(self) -> None:
        """Begin anew: the connection is closed, and the next one empties the reserve."""
        self._filled = 0
        self._is_refilling = False


def empty_reserve(db: sqlite3.Connection) -> None:
    """Leave the space of fillers to others, without writing it once more: it has nothing to hide. Raises sqlite3.Error."""
    db.execute("PRAGMA secure_delete = OFF")
    try:
        db.execute("DELETE FROM reserve")
    finally:
        db.execute("PRAGMA secure_delete = ON")


def _lengthen(log: Path, length: int) -> None:
    """Append zeros to a log up to this length, on disk when it returns; raises OSError."""
    with log.open("ab", buffering=0) as file:
        left = length - file.tell()
        while left > 0:
            left -= file.write(bytes(min(left, len(_FILLER) * PAGE_BYTES)))
        os.fdatasync(file.fileno())
