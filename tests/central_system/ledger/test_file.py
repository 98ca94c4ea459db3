"""The ledger's file: kills, damage, disks that are full or refuse (R15, decision 8)."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from datetime import timedelta
import os
from pathlib import Path
import sqlite3
import sys
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger import ledger_file
from custom_components.plug_control.central_system.ledger.ledger import (
    Damage,
    Ledger,
    LedgerDatabase,
    SessionFilter,
    StopKind,
)
from custom_components.plug_control.central_system.ledger.queries.overlay import UnstoredOverlay
from custom_components.plug_control.central_system.ledger.sqlite import database as ledger_database
from custom_components.plug_control.central_system.ledger.sqlite.schema import STARTED_BY, VERSION
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect, damage
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter

from .conftest import NOW, after, began, start, stop, values

PAGE = 4096
SHORT_S = 30.0


class File:
    """A ledger in a file, its clock, and what it told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = Path(f"{path}-wal")
        self.now = NOW
        self.problems: list[tuple[Problem, str | None]] = []
        self.damages: list[Damage] = []

    @asynccontextmanager
    async def opened(self, mark: dict[str, Any] | None = None) -> AsyncIterator[Ledger]:
        """Open it, and close it in order."""
        ledger = Ledger(
            LedgerDatabase(self.path),
            clock=lambda: self.now,
            on_problem=lambda problem, detail: self.problems.append((problem, detail)),
            on_damage=self.damages.append,
        )
        await ledger.load(mark)
        try:
            yield ledger
        finally:
            await ledger.close()

    def charge(self, ledger: Ledger, number: int) -> int:
        """Have a charge of 7 kWh begin and end, the one of that number."""
        at = NOW + timedelta(hours=2 * number)
        self.now = at + timedelta(hours=1)
        transaction = began(ledger, at=at)
        ledger.stop("CP-1", stop(transaction.transaction_id, at=self.now))
        return transaction.transaction_id

    async def fill(self, count: int) -> list[int]:
        """Have it hold so many sessions, and one open transaction."""
        async with self.opened() as ledger:
            ids = [self.charge(ledger, number) for number in range(count)]
            began(ledger, "CP-2", at=self.now)
            assert await ledger.saved()
        return ids

    def change(self, place: int, content: bytes) -> None:
        """Overwrite a part of the file."""
        with self.path.open("r+b") as file:
            file.seek(place)
            file.write(content)

    def page_of(self, kind: int) -> int:
        """Return the place of a page of such a kind in the middle of the file."""
        content = self.path.read_bytes()
        places = [at for at in range(PAGE, len(content), PAGE) if content[at] == kind]
        return places[len(places) // 2]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """A ledger's file that is not there yet."""
    return File(tmp_path / "ledger.db")


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(SHORT_S):
        while not condition():
            await asyncio.sleep(0.005)


# ---- in order


async def test_what_was_stored_is_there_again(file: File) -> None:
    ids = await file.fill(3)
    async with file.opened() as ledger:
        sessions = await ledger.sessions()
        assert [each.transaction_id for each in sessions[:3]] == ids
        assert [each.charge_point_id for each in ledger.open_transactions()] == ["CP-2"]
        page = await ledger.page(SessionFilter(charge_point_id="CP-1"), limit=1)
        assert (page.count, len(page.rows)) == (3, 1)
    assert file.problems == []


async def test_nobody_else_opens_the_file_and_there_is_no_third_one(file: File) -> None:
    async with file.opened():
        other = f"import sqlite3; sqlite3.connect({str(file.path)!r}, timeout=0).execute('SELECT * FROM sessions')"
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", other, stderr=PIPE)
        _, told = await process.communicate()
        assert b"locked" in told
        assert {each.name for each in file.path.parent.iterdir()} == {"ledger.db", "ledger.db-wal"}


async def test_a_file_of_a_newer_version_is_left_alone(file: File) -> None:
    await file.fill(1)
    with closing(connect(file.path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = file.path.read_bytes(), file.log.read_bytes()
    with pytest.raises(OSError, match="newer version"):
        async with file.opened():
            pass
    assert (file.path.read_bytes(), file.log.read_bytes()) == before


async def test_a_file_of_the_first_schema_gets_the_index_of_who_started(file: File) -> None:
    await file.fill(1)
    with closing(connect(file.path)) as db:
        db.execute("DROP INDEX sessions_started_by")
        db.execute("DROP TABLE signed")
        db.execute("DROP TABLE details")
        db.execute("DROP TABLE gone")
        db.execute("DROP TABLE outbox")
        db.execute("DROP TABLE relayed")
        db.execute("PRAGMA user_version = 1")
    async with file.opened() as ledger:
        assert (await ledger.page(SessionFilter(), limit=5)).count >= 1
    with closing(connect(file.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        plan = f"EXPLAIN QUERY PLAN SELECT session_id FROM sessions WHERE {STARTED_BY} = 'anna'"
        ((*_, step),) = db.execute(plan)
        assert "sessions_started_by" in step


# ---- damage

LEAF, INDEX, INNER = 0x0D, 0x0A, 0x05


def overwrite_header(file: File) -> None:
    file.change(0, b"\xff" * 100)


def overwrite_first_page(file: File) -> None:
    file.change(0, os.urandom(PAGE))


def overwrite_inner_page(file: File) -> None:
    file.change(file.page_of(INNER), bytes(PAGE))


def overwrite_index(file: File) -> None:
    file.change(file.page_of(INDEX), os.urandom(PAGE))


def tear_rows(file: File) -> None:
    """Half of a page was written."""
    file.change(file.page_of(LEAF) + PAGE // 2, os.urandom(PAGE // 2))


def overwrite_rows(file: File) -> None:
    file.change(file.page_of(LEAF), b"\xa5" * PAGE)


def cut_short(file: File) -> None:
    os.truncate(file.path, file.path.stat().st_size * 6 // 10 // PAGE * PAGE)


def cut_in_a_page(file: File) -> None:
    os.truncate(file.path, file.path.stat().st_size * 6 // 10 + 100)


@pytest.mark.parametrize(
    ("harm", "most_lost"),
    [
        (overwrite_header, 0),
        (overwrite_first_page, 0),
        (overwrite_inner_page, 0),
        (overwrite_index, 0),
        (tear_rows, 12),
        (overwrite_rows, 12),
        (cut_short, 290),
        (cut_in_a_page, 290),
    ],
)
async def test_damage_costs_what_is_torn_and_no_more(
    file: File, harm: Callable[[File], None], most_lost: int
) -> None:
    ids = await file.fill(300)
    mark = {"reserved_id": ids[-1] + 50, "sessions": 300}
    file.log.unlink()
    harm(file)
    async with file.opened(mark) as ledger:
        # What opening does not meet, a question or a change does
        for number in range(300):
            ledger.start("CP-1", start(at=NOW + timedelta(hours=2 * number)))
        with suppress(OSError):
            await ledger.check()
        await until(lambda: file.damages)
        await ledger.saved()
        every = await ledger.sessions()
        sessions = [each for each in every if each.energy_wh]
        (damage,) = file.damages
        # A start whose session is torn is a new one, and may be in the file before the damage is mended.
        assert damage.saved in range(len(sessions), len(every) + 1)
        assert damage.lost == 300 - len(sessions) <= most_lost
        assert {each.transaction_id for each in sessions} <= set(ids)
        assert all(each.energy_wh == 7000 for each in sessions)
        assert began(ledger, "CP-3").transaction_id > mark["reserved_id"]
        # The new file takes what comes
        file.charge(ledger, 1000)
        assert await ledger.saved()
    assert damage.path.exists()
    async with file.opened() as ledger:
        found = [each for each in await ledger.sessions() if each.energy_wh]
        assert len(found) == len(sessions) + 1
    assert len(file.damages) == 1


async def test_damage_that_nothing_has_come_upon_is_found_soon_after_the_start(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file.fill(300)
    file.log.unlink()
    tear_rows(file)
    async with file.opened({"sessions": 300}) as ledger:
        await ledger.saved()
    assert not file.damages  # opening reads none of the torn rows
    monkeypatch.setattr(ledger_file, "CHECK_AFTER_S", 0.01)
    async with file.opened({"sessions": 300}):
        await until(lambda: file.damages)


def _is_read_only(*_: object) -> None:
    raise OSError("read-only")


async def test_r18_what_was_not_stored_when_damage_showed_is_known_while_and_after_it_is_mended(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file.fill(1)
    async with file.opened() as ledger:
        with monkeypatch.context() as refusing:
            refusing.setattr(LedgerDatabase, "store", _is_read_only)
            number = file.charge(ledger, 5)
            assert not await ledger.saved(number)
            at = NOW + timedelta(hours=10)
            ledger._records._ledger_file.on_error(damage("torn"))
            for _ in range(2):
                again = ledger.start("CP-1", start(at=at))
                assert (again.transaction_id, again.repeated) == (number, True)
                await until(lambda: file.damages)
        assert await ledger.saved(number)
        assert number in {each.session_id for each in await ledger.sessions()}


async def test_a_session_that_goes_on_is_no_ended_one_after_damage_was_mended(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored as ended, and that it goes on is not stored yet."""
    await file.fill(3)
    async with file.opened() as ledger:
        begun = began(ledger, at=file.now, meter_start_wh=9000.0)
        began_at, file.now = file.now, file.now + timedelta(seconds=600)
        ledger.close_transactions("CP-1")
        assert await ledger.saved()
        with monkeypatch.context() as refusing:
            refusing.setattr(LedgerDatabase, "store", _is_read_only)
            file.now = began_at + timedelta(seconds=1200)
            meter = Meter()
            meter.take([values(file.now, register_wh=9500, power_w=7000)], now=file.now)
            metered = ledger.meter_values("CP-1", 1, begun.transaction_id, meter)
            assert metered.adopted
            ledger._records._ledger_file.on_error(damage("torn"))
            await until(lambda: file.damages)
            # Without an id it is meant where it is the only one that can be
            at = began_at + timedelta(hours=1)
            stopped = ledger.stop("CP-1", stop(None, at=at, meter_stop_wh=12_000.0))
        assert (stopped.kind, stopped.session.session_id) == (StopKind.ENDED, begun.session_id)
        assert ledger.mark()["sessions"] == 4


async def test_r18_where_damage_cannot_be_mended_what_can_be_read_is_known_and_it_is_tried_again(
    file: File, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a disk fails, both come together: torn pages, and a system that mounts it read-only."""
    (known,) = await file.fill(1)
    monkeypatch.setattr(ledger_file, "MEND_AGAIN_S", 0.05)
    async with file.opened() as ledger:
        with monkeypatch.context() as refusing:
            refusing.setattr(ledger_database, "salvage", _is_read_only)
            ledger._records._ledger_file.on_error(damage("torn"))
            await until(lambda: "could not be mended" in caplog.text)
            ledger._records._ledger_file.on_error(damage("torn"))
            assert caplog.text.count("file is damaged") == 1
        assert ledger.start("CP-1", start()).transaction_id == known
        assert not file.damages

        def is_mended() -> bool:
            ledger._records._ledger_file.on_error(damage("torn"))
            return bool(file.damages)

        await until(is_mended)
        assert ledger.start("CP-1", start()).transaction_id == known


@pytest.mark.parametrize("content", [b"", b"nothing of ours" * 1000, bytes(5 * PAGE)])
async def test_a_file_of_which_nothing_can_be_read_is_set_aside(file: File, content: bytes) -> None:
    ids = await file.fill(3)
    file.log.unlink()
    file.path.write_bytes(content)
    mark = {"reserved_id": ids[-1] + 1, "sessions": 3}
    async with file.opened(mark) as ledger:
        assert await ledger.sessions() == []
        assert began(ledger).transaction_id > ids[-1] + 86_400
        assert await ledger.saved()
    (damage,) = file.damages
    assert (damage.saved, damage.lost) == (0, 3)
    assert damage.path.read_bytes() == content


async def test_what_is_only_in_the_log_is_salvaged_too(file: File) -> None:
    ids = await file.fill(10)
    os.truncate(file.path, 0)
    async with file.opened({"sessions": 10}) as ledger:
        assert [each.transaction_id for each in await ledger.sessions()][:10] == ids
        assert len(ledger.open_transactions()) == 1
    assert [each.lost for each in file.damages] == [0]


async def test_a_transaction_that_ended_does_not_run_again_after_damage(file: File) -> None:
    async with file.opened() as ledger:
        first = began(ledger)
        assert await ledger.saved()
        file.now = after(4000)
        ledger.stop("CP-1", stop(first.transaction_id))
        second = began(ledger, at=after(3900))
        assert await ledger.saved()
    overwrite_header(file)
    async with file.opened() as ledger:
        assert [each.session_id for each in ledger.open_transactions()] == [second.session_id]
        assert [each.energy_wh for each in await ledger.sessions()] == [7000, 0]


async def test_a_salvage_that_was_broken_off_goes_on(file: File) -> None:
    ids = await file.fill(3)
    file.path.rename(f"{file.path}.salvaged")
    async with file.opened() as ledger:
        assert [each.transaction_id for each in await ledger.sessions()][:3] == ids


async def test_long_rows_are_salvaged_whole(file: File) -> None:
    async with file.opened() as ledger:
        transaction = began(ledger)
        transaction.started_by = "0123456789" * 2000
        file.now = after(4000)
        ledger.stop("CP-1", stop(transaction.transaction_id))
        assert await ledger.saved()
    overwrite_header(file)
    async with file.opened() as ledger:
        (session,) = await ledger.sessions()
        assert session.started_by == transaction.started_by


# ---- a disk that refuses


async def test_r15_a_disk_that_refuses_when_home_assistant_starts_lets_cars_charge(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an error of the disk, which is mounted read-only then; the moment that it works, all is stored."""
    (known,) = await file.fill(1)

    def refuse(path: Path | None, **how: Any) -> sqlite3.Connection:
        if path is None:
            return connect(path, **how)
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    with monkeypatch.context() as refusing:
        refusing.setattr(ledger_database, "connect", refuse)
        async with file.opened() as ledger:
            assert ledger.start("CP-1", start()).transaction_id == known
            assert len(ledger.open_transactions()) == 1
            started = began(ledger, at=after(9000))
            assert not await ledger.saved(started.session_id)
            refusing.undo()
            await until(lambda: len(file.problems) == 2)
            assert await ledger.saved(started.session_id)
            assert ledger.start("CP-1", start()).transaction_id == known
            assert len(await ledger.sessions()) == 3
    assert [detail is None for _, detail in file.problems] == [False, True]
    async with file.opened() as ledger:
        assert len(ledger.open_transactions()) == 2


async def disconnect(ledger: Ledger) -> None:
    """Let the next write open the file again."""
    file = ledger._records._ledger_file
    await file.run(file._database._disconnect)


async def test_r15_the_moment_the_disk_works_all_is_stored(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with file.opened() as ledger:
        with monkeypatch.context() as refusing:
            refusing.setattr(ledger_database, "migrate", _refuse)
            await disconnect(ledger)
            first = began(ledger)
            assert not await ledger.saved()
            file.now = after(4000)
            message = stop(first.transaction_id)
            assert ledger.stop("CP-1", message).kind is StopKind.ENDED
            assert not await ledger.saved(first.session_id)
        await until(lambda: (Problem.LEDGER_NOT_WRITABLE, None) in file.problems)
        assert ledger.stop("CP-1", message).kind is StopKind.REPEATED
        assert await ledger.saved(first.session_id)


def _refuse(db: sqlite3.Connection) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    raise error


async def test_a_file_that_cannot_be_read_is_logged_once_until_something_was_stored(
    file: File, caplog: pytest.LogCaptureFixture
) -> None:
    async with file.opened() as ledger:
        for count in (1, 2):
            with pytest.MonkeyPatch.context() as refusing:
                refusing.setattr(UnstoredOverlay, "select", refused_unless_alone)
                for _ in range(3):
                    ledger.stop("CP-9", stop(12345))
            assert caplog.text.count("The ledger's file cannot be read: disk I/O error") == count
            assert await ledger.saved(began(ledger).session_id)


_select = UnstoredOverlay.select


def refused_unless_alone(overlay: UnstoredOverlay, *args: Any, **kwargs: Any) -> list[str]:
    """Read what is not stored yet; the file itself cannot be read."""
    if not kwargs.get("alone"):
        raise sqlite3.OperationalError("disk I/O error")
    return _select(overlay, *args, **kwargs)


# ---- backups


def copied(source: Path, target: Path, meanwhile: Callable[[], None]) -> None:
    """Copy a file as a backup does: a part at a time, while others write."""
    with source.open("rb") as file, target.open("wb") as copy:
        while part := file.read(3 * PAGE + 17):
            copy.write(part)
            meanwhile()


@pytest.mark.parametrize("log_first", [False, True])
async def test_a_backup_is_the_ledger_as_it_was_at_a_time(file: File, log_first: bool) -> None:
    await file.fill(40)
    rounds = iter(range(100, 112))
    async with file.opened() as ledger:
        database = ledger._records._ledger_file._database
        await ledger.hold()
        began(ledger, "CP-3")

        def write() -> None:
            """Store sessions in the midst of it."""
            if (number := next(rounds, None)) is None:
                return
            for part in range(5):
                file.charge(ledger, 10 * number + part)
            database.executor.submit(database.store, ledger._records._collect(), {}).result()
            database.executor.submit(database.maintain).result()

        target = File(file.path.with_name("backup.db"))
        pairs = [(file.path, target.path), (file.log, target.log)]
        for source, copy in reversed(pairs) if log_first else pairs:
            copied(source, copy, write)
        await ledger.release()
        assert await ledger.saved()
    with closing(connect(target.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    async with target.opened() as ledger:
        sessions = [each for each in await ledger.sessions() if each.charge_point_id == "CP-1"]
        assert len(sessions) >= 40
        ids = [each.session_id for each in sessions]
        assert ids == sorted(ids)


def _refuse_the_disk(*_: object) -> None:
    raise OSError("the disk does not answer")


@pytest.mark.parametrize("refuse", [_refuse, _refuse_the_disk])
async def test_a_backup_on_a_disk_that_refuses_goes_on(
    file: File,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    refuse: Callable[..., None],
) -> None:
    async with file.opened() as ledger:
        with monkeypatch.context() as refusing:
            refusing.setattr(ledger_database, "migrate", refuse)
            await disconnect(ledger)
            await ledger.hold()
        assert len([each for each in caplog.records if each.levelname == "WARNING"]) == 1
        await ledger.release()
        started = began(ledger)
        assert await ledger.saved(started.session_id)
