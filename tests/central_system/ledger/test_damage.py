"""Parts of the ledger's file: transactions, room, copies, and rows out of a damaged file."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
import json
import os
from pathlib import Path
import shutil
import sqlite3

import pytest

from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite.pages import DamagedFile
from custom_components.plug_control.central_system.ledger.sqlite.rows import open_row, session_row
from custom_components.plug_control.central_system.ledger.sqlite.salvage import salvage
from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    PAGE_BYTES,
    OpenRow,
    SessionRow,
    transaction,
)
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.central_system.ledger.sqlite.units import StoredSession
from custom_components.plug_control.model.transaction import Session, Transaction

from .conftest import NOW

RESERVE_BYTES = 65_536


def session(number: int, *, revision: int | None = None) -> SessionRow:
    """Return the row of a session of 7 kWh and a half Wh."""
    return session_row(
        Session(
            session_id=number,
            transaction_id=number,
            charge_point_id="CP-1",
            connector_id=1,
            started_at=NOW,
            stopped_at=NOW,
            id_tag=None,
            meter_start_wh=1000.0,
            meter_stop_wh=8000.5,
            energy_wh=7000.5,
            energy_estimated=False,
            time_estimated=False,
            stop_reason=None,
        ),
        number if revision is None else revision,
    )


def unit(
    number: int, row: SessionRow | None = None, running: OpenRow | None = None
) -> StoredSession:
    return StoredSession(session_id=number, change=number, session=row, open=running)


def stored(number: int) -> StoredSession:
    return unit(number, session(number))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[LedgerDatabase]:
    """A database that is open, with a small reserve that is not filled yet."""
    directory = tmp_path / "config"
    directory.mkdir()
    database = LedgerDatabase(directory / "ledger.db", reserve_bytes=RESERVE_BYTES, full_bytes=0)
    database.open()
    yield database
    database.close()


def path_of(database: LedgerDatabase) -> Path:
    assert database.path is not None
    return database.path


def copy_of(database: LedgerDatabase, target: Path) -> LedgerDatabase:
    """Copy the files as they stand on the disk."""
    path = path_of(database)
    shutil.copy(path, target)
    shutil.copy(f"{path}-wal", f"{target}-wal")
    return LedgerDatabase(target)


# ---- transactions


def test_a_transaction_that_raises_leaves_nothing() -> None:
    with closing(connect(None)) as db:
        db.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY)")
        with pytest.raises(sqlite3.IntegrityError), transaction(db):
            db.executemany("INSERT INTO rows VALUES (?)", [(1,), (1,)])
        assert db.execute("SELECT * FROM rows").fetchall() == []


def test_a_transaction_that_cannot_be_committed_leaves_nothing() -> None:
    with closing(connect(None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY)")
        db.execute("CREATE TABLE parts (row REFERENCES rows DEFERRABLE INITIALLY DEFERRED)")
        with pytest.raises(sqlite3.IntegrityError), transaction(db):
            db.execute("INSERT INTO parts VALUES (7)")
        assert not db.in_transaction  # the next one can begin
        assert db.execute("SELECT * FROM parts").fetchall() == []


# ---- room


def refill(database: LedgerDatabase) -> int:
    """Refill the reserve; returns the number of steps."""
    steps = 1
    while database.refill():
        steps += 1
    return steps


def free_bytes(database: LedgerDatabase) -> int:
    """The space in free pages."""
    assert database._db is not None
    (pages,) = database._db.execute("PRAGMA freelist_count").fetchone()
    return int(pages) * PAGE_BYTES


def sessions_in(database: LedgerDatabase) -> int:
    """How many sessions are stored."""
    assert database._db is not None
    (count,) = database._db.execute("SELECT count(*) FROM sessions").fetchone()
    return int(count)


def test_the_reserve_is_filled_up_once(database: LedgerDatabase) -> None:
    assert not database.maintain()
    assert database.is_short
    assert refill(database) > 1
    filled = Path(f"{database.path}-wal").stat().st_size
    assert filled >= RESERVE_BYTES
    assert free_bytes(database) >= RESERVE_BYTES
    assert not database.maintain()
    assert refill(database) == 1
    assert Path(f"{database.path}-wal").stat().st_size == filled


@pytest.fixture
def half_full(tmp_path: Path) -> Iterator[LedgerDatabase]:
    """A database with a reserve of several steps, half of which are taken; the log is long enough already."""
    database = LedgerDatabase(tmp_path / "ledger.db", reserve_bytes=1024 * 1024, full_bytes=0)
    database.open()
    log = Path(f"{database.path}-wal")
    while log.stat().st_size < 1024 * 1024:
        assert database.refill()
    assert free_bytes(database) == 0
    for _ in range(2):
        assert database.refill()
    yield database
    database.close()


def test_the_reserve_is_refilled_in_steps_and_what_is_stored_between_them_is_stored(
    half_full: LedgerDatabase,
) -> None:
    """The space of all fillers is free at once, so that the file grew by all of them."""
    half_full.store([stored(1)], {})
    assert refill(half_full) == 3
    assert free_bytes(half_full) >= 1000 * 1024
    assert half_full._db is not None
    assert half_full._db.execute("SELECT count(*) FROM reserve").fetchone() == (0,)
    assert sessions_in(half_full) == 1


def test_what_is_stored_takes_the_space_that_fillers_have(half_full: LedgerDatabase) -> None:
    """The disk filled up between two steps."""
    db = half_full._db
    assert db is not None
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(1, 60):
        half_full.store([stored(number)], {})
    assert db.execute("SELECT count(*) FROM reserve").fetchone() == (0,)
    assert sessions_in(half_full) == 59


@pytest.mark.parametrize("reason", ["full", "held"])
def test_the_reserve_is_not_refilled_now(half_full: LedgerDatabase, reason: str) -> None:
    """A full disk gets its space back; of a file that a backup copies nothing changes."""
    if reason == "held":
        half_full.hold()
    else:
        half_full._full_bytes = 2**62
    assert not half_full.refill()
    assert (free_bytes(half_full) > 0) == (reason == "full")


@pytest.mark.parametrize("closed", [False, True], ids=["killed", "closed"])
def test_a_reserve_that_was_being_refilled_is_free_after_the_next_start(
    half_full: LedgerDatabase, tmp_path: Path, closed: bool
) -> None:
    half_full.store([stored(1)], {})
    if closed:
        half_full.close()
    copy = copy_of(half_full, tmp_path / "copy.db")
    other = LedgerDatabase(copy.path, reserve_bytes=1024 * 1024, full_bytes=0)
    assert other.open().count == 1
    assert free_bytes(other) >= 512 * 1024
    other.close()


def test_a_file_that_may_not_grow_is_a_full_disk(database: LedgerDatabase) -> None:
    refill(database)
    assert database._db is not None
    database._db.execute("PRAGMA max_page_count = 1")  # the least is what it has
    numbers = count(1)
    while not database.is_short:
        database.store([stored(next(numbers))], {})
        database.maintain()
    assert not database.refill()
    assert database.maintain()
    assert database._db.execute("SELECT count(*) FROM reserve").fetchone() == (0,)
    database._db.execute("PRAGMA max_page_count = 100000")
    assert refill(database) > 1
    assert not database.maintain()


def test_a_disk_without_room_is_not_filled_up(tmp_path: Path) -> None:
    database = LedgerDatabase(tmp_path / "ledger.db", reserve_bytes=RESERVE_BYTES, full_bytes=2**62)
    database.open()
    before = Path(f"{database.path}-wal").stat().st_size
    assert database.maintain()
    assert not database.refill()
    assert Path(f"{database.path}-wal").stat().st_size == before
    database.close()


def test_a_file_that_cannot_be_looked_after_is_a_warning(
    database: LedgerDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    assert database._db is not None
    database._db.execute("DROP TABLE reserve")
    refill(database)
    assert "no such table: reserve" in caplog.text
    shutil.rmtree(path_of(database).parent)
    assert not database.maintain()
    assert "No such file or directory" in caplog.text


# ---- copies of a file that cannot be opened for writing


def test_a_copy_has_what_was_committed_to_the_log(database: LedgerDatabase, tmp_path: Path) -> None:
    """A commit that was torn, and what came after it, is not in it."""
    for number in (1, 2):
        database.store([stored(number)], {})
    copy = copy_of(database, tmp_path / "copy.db")
    contents, db = copy.copy()
    db.close()
    assert contents.count == 2
    with Path(f"{copy.path}-wal").open("r+b") as log:
        log.seek(-1, os.SEEK_END)
        log.write(b"\xa5")
    contents, db = copy.copy()
    db.close()
    assert contents.count == 1


def test_a_copy_needs_no_log(database: LedgerDatabase, tmp_path: Path) -> None:
    database.store([stored(1)], {})
    database.close()
    copy = copy_of(database, tmp_path / "copy.db")
    Path(f"{copy.path}-wal").unlink()
    contents, db = copy.copy()
    db.close()
    assert contents.count == 1


def test_a_file_of_which_there_can_be_no_copy_raises(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        LedgerDatabase(path).copy()


def test_a_log_that_became_long_is_cut_at_the_next_start_where_there_is_room(
    database: LedgerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a backup, or by what was taken in: it is read as a whole at each start."""
    log = Path(f"{path_of(database)}-wal")
    database.hold()
    for number in range(200):
        database.store([stored(number)], {})
    database.close()
    assert log.stat().st_size > 8 * RESERVE_BYTES
    monkeypatch.setattr(database, "_full_bytes", 2**62)
    database.open()
    assert log.stat().st_size > 8 * RESERVE_BYTES  # its room is the reserve of a full disk
    database.close()
    monkeypatch.setattr(database, "_full_bytes", 0)
    assert database.open().highest_id == 199
    assert log.stat().st_size <= 4 * RESERVE_BYTES


# ---- rows out of a damaged file


def test_rows_that_cannot_be_ours_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TABLE long (content BLOB)")
        db.execute("INSERT INTO long VALUES (zeroblob(2097152))")  # longer than any row
        db.execute("CREATE TABLE keyed (key TEXT PRIMARY KEY) WITHOUT ROWID")
        db.execute("INSERT INTO keyed VALUES ('no id of a row')")
        db.execute("CREATE TABLE numbers (whole, half, missing)")
        db.execute("INSERT INTO numbers VALUES (1, 2.5, NULL)")
    records = [record for _, record in DamagedFile(path, Path(f"{path}-wal")).records()]
    assert (1, [1, 2.5, None]) in records
    assert not any("no id of a row" in columns for _, columns in records)
    assert not any(isinstance(column, bytes) for _, columns in records for column in columns)


def test_rows_that_make_no_sense_are_lost_alone(database: LedgerDatabase) -> None:
    """A row whose text is torn, or that of another session, or of a transaction, costs itself."""
    path = path_of(database)
    torn, other = session(2)._replace(row="{"), session(3)._replace(row=session(4).row)
    huge = json.dumps({**json.loads(session(7).row), "energy_wh": 10**400})
    database.store(
        [
            stored(1),
            unit(2, torn),
            unit(3, other, OpenRow(3, 3, 0, "[]")),
            unit(5, None, OpenRow(5, 5, 0, session(4).row)),
            unit(7, session(7)._replace(row=huge)),
        ],
        {"reserved_id": 9, "sessions": 4},
    )
    database.close()
    kept = [session(1, revision=0), session(6)]  # they stand in an older file, too
    damage = salvage(path, kept)
    assert (damage.saved, damage.lost) == (2, 3)
    with closing(connect(path)) as db:
        assert db.execute("SELECT * FROM sessions ORDER BY session_id").fetchall() == [
            session(1),
            session(6),
        ]
        assert db.execute("SELECT * FROM open").fetchall() == []
        assert db.execute("SELECT value FROM meta WHERE name = 'reserved_id'").fetchall() == [(9,)]


def test_a_torn_column_costs_no_other_row_and_not_its_own_where_the_text_is_whole(
    tmp_path: Path,
) -> None:
    """The salvaged table takes numbers as numbers only: a text among them would make it refuse all rows."""
    path = tmp_path / "ledger.db"
    rows = [
        session(1),
        session(2)._replace(time="torn", energy_wh=None, start_key="x"),  # type: ignore[arg-type]
        session(3)._replace(revision="torn"),  # type: ignore[arg-type]
    ]
    running = Transaction(
        session_id=8,
        transaction_id=8,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag="A",
        started_at=NOW,
        meter_start_wh=0.0,
        start_timestamp=NOW.isoformat(),
    )
    whole = open_row(running, 8, dormant=False)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for table, some in (("sessions", rows), ("open", [whole._replace(dormant="torn")])):  # type: ignore[arg-type]
            others = ",".join(some[0]._fields[1:])
            db.execute(f"CREATE TABLE {table} (session_id INTEGER PRIMARY KEY, {others})")
            marks = ",".join("?" * len(some[0]._fields))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
    damage = salvage(path, [])
    assert damage.saved == 2
    with closing(connect(path)) as db:
        assert db.execute("SELECT * FROM sessions ORDER BY session_id").fetchall() == [
            session(1),
            session(2),
        ]
        assert db.execute("SELECT session_id, row FROM open").fetchall() == [(8, whole.row)]
