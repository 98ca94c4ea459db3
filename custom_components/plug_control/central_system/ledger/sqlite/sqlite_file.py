"""Open connections to the ledger's SQLite file and classify its errors."""

from pathlib import Path
import sqlite3
from urllib.parse import quote

_BUSY_S = 5.0

_REFUSED = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite reports that the file is corrupt or no database."""
    return _code(error) in _DAMAGE


def is_refused(error: sqlite3.Error) -> bool:
    """Whether the file cannot be opened or written (full, read-only, no permission, I/O error), which may pass."""
    return _code(error) in _REFUSED


def is_full(error: BaseException) -> bool:
    """Whether the disk was full."""
    return isinstance(error, sqlite3.Error) and _code(error) == sqlite3.SQLITE_FULL


def damage(text: str) -> sqlite3.DatabaseError:
    """Return the error that SQLite raises for a corrupt file."""
    error = sqlite3.DatabaseError(text)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def connect(path: Path | None, *, busy_s: float = _BUSY_S) -> sqlite3.Connection:
    """Open the file, which other processes then cannot open, or (None) a new database in memory; raises sqlite3.Error.

    Only the thread that opened the file may use and close the connection: any other gets sqlite3.ProgrammingError. To close
    one while another thread runs a statement would crash the process. One in memory can be handed on, to one thread at a time.
    """
    name = ":memory:" if path is None else f"file:{quote(str(path))}?vfs=unix-excl"
    db = sqlite3.connect(
        name, uri=True, isolation_level=None, check_same_thread=path is not None, timeout=busy_s
    )
    try:
        db.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
        for pragma in (
            "temp_store = MEMORY",
            "synchronous = FULL",
            "secure_delete = ON",
            "wal_autocheckpoint = 0",
            "journal_size_limit = -1",
            "cell_size_check = ON",
        ):
            db.execute(f"PRAGMA {pragma}")
    except BaseException:
        db.close()
        raise
    return db
