"""What is left of removed rows in unused parts of pages goes, also from what a connection remembers of the file."""

import os
from pathlib import Path

from custom_components.plug_control.central_system.ledger.sqlite.database import LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite.rows import gone_row, read_session
from custom_components.plug_control.central_system.ledger.sqlite.schema import PAGE_BYTES, GoneRow
from custom_components.plug_control.central_system.ledger.sqlite.traces import Scrub, unused_part
from custom_components.plug_control.central_system.ledger.sqlite.units import Erased

from .test_damage import RESERVE_BYTES, refill, stored

LEFT = b"A CARD THAT WAS REMOVED"


def opened(path: Path) -> LedgerDatabase:
    """A ledger's file that is open."""
    database = LedgerDatabase(path, reserve_bytes=RESERVE_BYTES, full_bytes=0)
    database.open()
    refill(database)
    return database


def gone(number: int) -> GoneRow:
    """What is left of a session."""
    session = read_session(stored(number).session.row)  # type: ignore[union-attr]
    assert session is not None
    return gone_row(session, number, None)


def leave_traces(path: Path) -> int:
    """Write something into the unused part of each page that has one; return into how many."""
    count = 0
    with path.open("r+b") as file:
        for number in range(path.stat().st_size // PAGE_BYTES):
            page = os.pread(file.fileno(), PAGE_BYTES, number * PAGE_BYTES)
            begin, end = unused_part(page, is_first=number == 0)
            if end - begin > len(LEFT):
                os.pwrite(file.fileno(), LEFT, number * PAGE_BYTES + begin)
                count += 1
    return count


def traces(path: Path) -> int:
    """How often the traces are in the file and in its log."""
    return sum(each.read_bytes().count(LEFT) for each in (path, Path(f"{path}-wal")))


def test_pages_that_the_connection_remembers_are_not_written_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    database = opened(path)
    database.store([stored(number) for number in range(1, 200)], {})
    assert database._db is not None
    database._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.close()
    assert leave_traces(path) > 10
    database = opened(path)
    assert database._db is not None
    database._db.execute("SELECT sum(length(row)) FROM sessions").fetchone()
    database.store([Erased(session_id=1, gone=gone(1))], {})
    assert database.scrub() is Scrub.GOES_ON
    assert LEFT not in path.read_bytes()  # the log is emptied at the end
    database.store([stored(number) for number in range(2, 200)], {})
    while (state := database.scrub()) is Scrub.GOES_ON:
        pass
    assert state is Scrub.DONE
    assert traces(path) == 0
    refill(database)
    assert Path(f"{path}-wal").stat().st_size >= RESERVE_BYTES * 3 // 4
    database.close()
    database = opened(path)
    assert database._db is not None
    assert database._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database._db.execute("SELECT count(*) FROM sessions").fetchone() == (198,)
    database.close()
