"""A connection to the ledger's file is its thread's: to close one while another thread uses it would crash Home Assistant."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
import sqlite3
import threading
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger import ledger_file, writer
from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite import database as ledger_database
from custom_components.plug_control.central_system.ledger.sqlite.units import put
from custom_components.plug_control.model.session import Session

from .conftest import NOW, began, stop


class Works:
    """A ledger's file whose next commit waits until `go` is set."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = LedgerDatabase(path)
        self.ledger = Ledger(self.database, clock=lambda: NOW)
        self.is_under_way, self.go = threading.Event(), threading.Event()
        self.has_gone_on = False

        def waiting(db: sqlite3.Connection, *units: Any) -> None:
            self.is_under_way.set()
            assert self.go.wait(60)
            put(db, *units)
            self.has_gone_on = True

        monkeypatch.setattr(ledger_database, "put", waiting)

    async def begin(self) -> None:
        """Begin a commit."""
        await self.ledger.load()
        began(self.ledger)
        async with asyncio.timeout(60):
            while not self.is_under_way.is_set():
                await asyncio.sleep(0.001)


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    return Works(tmp_path / "ledger.db", monkeypatch)


@pytest.mark.parametrize(
    "meddle",
    [
        LedgerDatabase.close,
        LedgerDatabase.release,
        LedgerDatabase.scrub,
        LedgerDatabase._disconnect,
        lambda database: database.store([], {}),
    ],
)
async def test_nobody_else_uses_or_closes_the_connection_that_writes(
    works: Works, meddle: Callable[[LedgerDatabase], object]
) -> None:
    await works.begin()
    try:
        with pytest.raises(sqlite3.ProgrammingError, match="thread"):
            meddle(works.database)
    finally:
        works.go.set()
    assert await works.ledger.saved()
    assert works.has_gone_on
    await works.ledger.close()


async def test_nobody_else_uses_or_closes_a_connection_that_reads(works: Works) -> None:
    works.go.set()
    await works.ledger.load()
    for connected in (works.database.reader, works.database.asker):
        db = connected()
        assert db is not None
        with closing(db):
            for use in (db.close, lambda db=db: db.execute("SELECT * FROM sessions")):
                with pytest.raises(sqlite3.ProgrammingError, match="thread"):
                    await asyncio.to_thread(use)
            assert db.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    await works.ledger.close()


async def test_a_disk_that_hangs_while_the_ledger_ends_gets_no_other_work_and_its_file_is_closed(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes later, such as the end of a backup, neither waits for the disk nor uses the connection beside its thread."""
    monkeypatch.setattr(writer, "CLOSE_S", 0.01)
    await works.begin()
    executor = works.database.executor
    try:
        await works.ledger.close()
        await works.ledger.hold()
        await works.ledger.release()
        with pytest.raises(OSError, match="closed"):
            await works.ledger._records._ledger_file.run(works.database.release)
        assert works.database._db is not None
    finally:
        works.go.set()
    executor.shutdown()
    assert works.has_gone_on
    assert works.database._db is None


async def test_a_disk_that_hangs_in_maintenance_does_not_hang_the_end(
    works: Works, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ledger_file, "CLOSE_S", 0.01)
    is_under_way, go = threading.Event(), threading.Event()

    def hanging() -> bool:
        is_under_way.set()
        return not go.wait(60)

    monkeypatch.setattr(works.database, "maintain", hanging)
    await works.ledger.load()
    executor = works.database.executor
    try:
        assert await asyncio.to_thread(is_under_way.wait, 60)
        await works.ledger.close()
    finally:
        go.set()
    executor.shutdown()
    assert works.database._db is None
    assert "its disk does not answer" in caplog.text


async def test_a_ledger_that_could_not_be_opened_can_be_opened_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each start has a thread of its own, which leaves no connection to the next."""
    database = LedgerDatabase(tmp_path / "ledger.db")

    def refuse(*_: object) -> None:
        raise OSError("the disk does not answer")

    with monkeypatch.context() as refusing:
        refusing.setattr(database, "_contents", refuse)
        with pytest.raises(OSError, match="does not answer"):
            await Ledger(database, clock=lambda: NOW).load()
        assert database._db is None
    ledger = Ledger(database, clock=lambda: NOW)
    await ledger.load()
    assert await ledger.saved(began(ledger).session_id)
    await ledger.close()


# ---- questions, each in a thread


async def test_a_question_reads_the_state_of_one_moment(works: Works) -> None:
    """A page of sessions of which one was deleted between its two queries failed."""
    works.go.set()
    ledger = works.ledger
    await ledger.load()
    await ledger.saved(began(ledger).session_id)
    has_asked, ask_again = threading.Event(), threading.Event()
    count = "SELECT count(*), max(session_id) FROM main.open"

    def question(db: sqlite3.Connection) -> tuple[Any, Any]:
        first = db.execute(count).fetchone()
        has_asked.set()
        assert ask_again.wait(60)
        return first, db.execute(count).fetchone()

    asking = asyncio.create_task(ledger._records.queries.read(question))
    assert await asyncio.to_thread(has_asked.wait, 60)
    await ledger.saved(began(ledger, "CP-2").session_id)
    ask_again.set()
    first, second = await asking
    assert first == second
    assert (await ledger._records.queries.read(lambda db: db.execute(count).fetchone()))[0] == 2
    await ledger.close()


async def test_a_question_that_fails_reads_no_longer_whoever_keeps_its_error(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it read would end in another thread, and keep removed sessions on disk until then."""
    monkeypatch.setattr(writer, "READERS_S", 0.0)
    works.go.set()
    ledger = works.ledger
    await ledger.load()
    numbers = []
    for number in range(5):
        place = f"CP-{number}"
        transaction = began(ledger, place)
        ledger.stop(place, stop(transaction.transaction_id))
        numbers.append(transaction.session_id)
    assert await ledger.saved()

    def fail(sessions: Iterator[Session]) -> None:
        try:
            int(next(sessions).charge_point_id)
        except ValueError as error:
            raise OSError("cannot be made") from error

    with pytest.raises(OSError, match="cannot be made") as kept:
        await ledger.fold(fail)
    assert await ledger.delete(numbers) == 5
    assert kept.value.__cause__ is not None
    await ledger.close()
