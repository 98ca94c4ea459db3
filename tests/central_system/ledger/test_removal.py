"""Who charged can be removed from sessions, or whole sessions: nothing of it is left, and nothing comes back (R18)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
import os
from pathlib import Path
import sqlite3
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger import writer
from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.central_system.ledger.ledger import (
    Damage,
    Ledger,
    LedgerDatabase,
    SessionFilter,
    StopKind,
)
from custom_components.plug_control.central_system.ledger.sqlite import (
    database as ledger_database,
    traces,
)
from custom_components.plug_control.central_system.ledger.sqlite.rows import gone_row
from custom_components.plug_control.central_system.ledger.sqlite.salvage import Salvage
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import damage
from custom_components.plug_control.central_system.ledger.sqlite.units import Erased
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.money.worth import SessionDetails

from .conftest import (
    CARD,
    NOW,
    LedgerLab,
    after,
    began,
    charged,
    detailed,
    metered,
    start,
    stop,
    values,
)
from .test_signed_values import signed, texts

SECRET = "04DEADBEEF0001"
PERSONAL = (
    b"04DEADBEEF0001",
    b"04deadbeef0001",
    b"Clementine",
    b"to the sea",
    b"user-of-hers",
    b"Volvo",
)


async def personal(lab: LedgerLab, at: datetime = NOW) -> int:
    """Charge with a card, a person, a note, a car and signed values; return the session's id."""
    lab.now = at
    outcome = lab.ledger.start("CP-1", start(at=at, id_tag=SECRET), started_by="user-of-hers")
    number = outcome.transaction_id
    lab.ledger.keep_signed("CP-1", 1, number, [signed(f"OCMF|{SECRET}")])
    lab.now = after((at - NOW).total_seconds() + 3600)
    lab.ledger.stop("CP-1", stop(number, at=lab.now, id_tag=SECRET))
    lab.ledger.keep_details(
        number, detailed(person="Clementine", note="to the sea", car_name="Volvo")
    )
    return number


async def now_and_after_a_restart(lab: LedgerLab) -> AsyncIterator[Ledger]:
    yield lab.ledger
    yield await lab.restart()


@pytest.mark.parametrize("is_stored", [True, False])
async def test_an_anonymous_session_keeps_energy_times_and_worth(
    lab: LedgerLab, is_stored: bool
) -> None:
    number = await personal(lab)
    if is_stored:
        await lab.ledger.saved()
    before = lab.ledger.session(number)
    assert await lab.ledger.anonymise([number, 4711]) == 1
    assert await lab.ledger.anonymise([number]) == 0
    async for ledger in now_and_after_a_restart(lab):
        session = ledger.session(number)
        assert session is not None
        assert before is not None
        assert (session.id_tag, session.started_by) == (None, None)
        assert session.energy_wh == before.energy_wh
        assert session.started_at == before.started_at
        assert ledger.details(number) == SessionDetails(worth=detailed().worth, anonymised=True)
        assert await texts(ledger, number) == []
        page = await ledger.page(SessionFilter(id_tag=SECRET), limit=5)
        assert page.count == 0


@pytest.mark.parametrize("is_stored", [True, False])
async def test_a_deleted_session_is_gone(lab: LedgerLab, is_stored: bool) -> None:
    number, other = await personal(lab), await charged(lab, after(90_000))
    if is_stored:
        await lab.ledger.saved()
    running = began(lab.ledger, "CP-2", at=after(100_000))
    deleted: list[Any] = []
    lab.ledger._on_deleted = lambda *told: deleted.append(told)
    assert await lab.ledger.delete([number, running.session_id, 4711]) == 1
    assert deleted == [({number}, NOW)]
    assert await lab.ledger.delete([number]) == 0
    async for ledger in now_and_after_a_restart(lab):
        found = {each.session_id for each in await ledger.sessions()}
        assert found == {other, running.session_id}
        assert ledger.session(number) is None
        assert ledger.details(number) is None
        assert await texts(ledger, number) == []
        assert ledger.mark()["sessions"] == 1
    assert deleted == [({number}, NOW)]


async def test_only_a_change_of_who_is_told_not_a_session_that_is_recorded(lab: LedgerLab) -> None:
    number = await personal(lab)
    filed: list[Any] = []
    lab.ledger._records._on_session = lambda *told: filed.append(told)
    del lab.detailed[:]
    await lab.ledger.anonymise([number])
    assert filed == []
    ((told, fields),) = lab.detailed
    assert told == number
    assert "anonymised" in fields
    assert "worth" not in fields


# ---- repeats (R18)


@pytest.mark.parametrize("remove", ["anonymise", "delete"])
async def test_r18_a_repeated_start_gets_the_same_id_and_is_not_recorded(
    lab: LedgerLab, remove: str
) -> None:
    number = await personal(lab)
    await getattr(lab.ledger, remove)([number])
    async for ledger in now_and_after_a_restart(lab):
        before = await ledger.sessions()
        again = ledger.start("CP-1", start(at=NOW, id_tag=SECRET))
        assert (again.transaction_id, again.repeated, again.transaction) == (number, True, None)
        await ledger.saved()
        assert lab.disk.stored("open") == []
        assert await ledger.sessions() == before
        # Another one is another one (R16)
        assert ledger.start("CP-7", start(at=NOW, id_tag=SECRET)).transaction_id != number
        ledger.close_transactions("CP-7")
        await ledger.delete(
            [each.session_id for each in await ledger.sessions(charge_point_id="CP-7")]
        )


async def test_r18_late_messages_of_a_deleted_session_bring_nothing_back(lab: LedgerLab) -> None:
    number = await personal(lab)
    await lab.ledger.delete([number])
    async for ledger in now_and_after_a_restart(lab):
        for message in (
            stop(number, at=after(3600), id_tag=SECRET),
            stop(number, at=after(4000), meter_stop_wh=9000.0, id_tag=SECRET),
        ):
            outcome = ledger.stop("CP-1", message)
            assert outcome.kind is StopKind.REPEATED
        meter = metered(values(after(5000), register_wh=9500, power_w=7000))
        assert ledger.meter_values("CP-1", 1, number, meter).transaction is None
        ledger.keep_signed("CP-1", 1, number, [signed(f"OCMF|{SECRET}")])
        ledger.keep_details(number, detailed())
        await ledger.saved()
        assert await ledger.sessions() == []
        assert await texts(ledger, number) == []
        assert ledger.details(number) is None


async def test_what_an_anonymous_session_gets_late_has_no_card(lab: LedgerLab) -> None:
    running = began(lab.ledger, id_tag=SECRET)
    lab.now = after(600)
    lab.ledger.close_transactions("CP-1")
    await lab.ledger.anonymise([running.session_id])
    lab.now = after(3700)
    late = stop(running.transaction_id, meter_values=(signed(f"OCMF|{SECRET}"),), id_tag=SECRET)
    assert lab.ledger.stop("CP-1", late).kind is StopKind.CORRECTED
    (session,) = await lab.ledger.sessions()
    assert (session.id_tag, session.energy_wh, session.provisional) == (None, 7000, False)
    assert await texts(lab.ledger, session.session_id) == []
    again = lab.ledger.start("CP-1", start(at=NOW, id_tag=SECRET))
    assert (again.transaction_id, again.repeated) == (running.transaction_id, True)


async def test_a_dormant_start_goes_with_its_session(lab: LedgerLab) -> None:
    number = await personal(lab)
    lab.ledger.start("CP-1", start(at=NOW, id_tag=SECRET))
    other = lab.ledger.start("CP-2", start(at=NOW, id_tag=CARD)).transaction_id
    lab.ledger.stop("CP-2", stop(other))
    lab.ledger.start("CP-2", start(at=NOW, id_tag=CARD))
    assert len(lab.ledger._records.dormant) == 2
    await lab.ledger.anonymise([number])
    assert [*lab.ledger._records.dormant] == [("CP-2", 1)]


async def test_a_number_that_a_charger_made_up_may_come_again(lab: LedgerLab) -> None:
    meter = metered(values(after(60), register_wh=1500, power_w=7000))
    lab.now = after(60)
    adopted = lab.ledger.meter_values("CP-1", 1, 7, meter).transaction
    assert adopted is not None
    lab.now = after(600)
    lab.ledger.stop("CP-1", stop(7, at=after(600)))
    await lab.ledger.delete([adopted.session_id])
    lab.now = after(90_060)
    meter = metered(values(after(90_060), register_wh=9500, power_w=7000))
    again = lab.ledger.meter_values("CP-1", 1, 7, meter).transaction
    assert again is not None
    assert again.session_id != adopted.session_id


@pytest.mark.parametrize("remove", ["anonymise", "delete"])
async def test_an_older_export_does_not_bring_it_back(
    tmp_path: Path, lab: LedgerLab, remove: str
) -> None:
    number, other = await personal(lab), await charged(lab, after(90_000))
    files = JsonFiles(tmp_path, "ledger.")
    await lab.ledger.write_files(files)
    lab.disk.error = OSError("later")
    with pytest.raises(OSError, match="disk"):
        await getattr(lab.ledger, remove)([number])
    assert await lab.ledger.read_files(files) == 0  # known although it is not stored yet
    lab.disk.error = None
    await lab.ledger.saved()
    async for ledger in now_and_after_a_restart(lab):
        assert await ledger.read_files(files) == 0
        assert [each.session_id for each in await ledger.sessions() if each.id_tag] == [other]
    await lab.ledger.write_files(files)
    exported = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert not [each for each in PERSONAL if each in exported]


async def test_an_anonymous_session_stays_so_in_another_ledger(
    tmp_path: Path, lab: LedgerLab
) -> None:
    number = await personal(lab)
    await lab.ledger.anonymise([number])
    files = JsonFiles(tmp_path, "ledger.")
    await lab.ledger.write_files(files)
    async with LedgerLab() as other:
        other.now = after(7200)
        assert await other.ledger.read_files(files) == 1
        again = other.ledger.start("CP-1", start(at=NOW, id_tag=SECRET))
        assert (again.transaction_id, again.repeated) == (number, True)
        assert other.ledger._records.dormant == {}


async def test_what_the_disk_refuses_is_removed_when_it_can_be(lab: LedgerLab) -> None:
    number = await personal(lab)
    await lab.ledger.saved()
    lab.disk.error = sqlite3.OperationalError("disk I/O error")
    with pytest.raises(OSError, match="as soon as the disk works"):
        await lab.ledger.delete([number])
    assert await lab.ledger.sessions() == []
    again = lab.ledger.start("CP-1", start(at=NOW, id_tag=SECRET))  # R18 all the same
    assert (again.transaction_id, again.repeated) == (number, True)
    assert lab.ledger.stop("CP-1", stop(number, id_tag=SECRET)).kind is StopKind.REPEATED
    lab.disk.error = None
    await lab.ledger.saved()
    assert await (await lab.restart()).sessions() == []


async def test_a_change_while_something_is_removed_is_not_taken_for_removed(lab: LedgerLab) -> None:
    number = await personal(lab)
    with lab.disk.held():
        removing = asyncio.create_task(lab.ledger.anonymise([number]))
        await asyncio.sleep(0.01)
        lab.ledger._records._unstored.erased[number] = again = Erased(session_id=number)
    await removing
    assert lab.ledger._records._unstored.erased in ({}, {number: again})


# ---- the file


class OnDisk:
    """A ledger in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damages: list[Damage] = []
        self.problems: list[tuple[Problem, str | None]] = []
        self.now = NOW

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Ledger]:
        self.ledger = Ledger(
            LedgerDatabase(self.path), clock=lambda: self.now, on_damage=self.damages.append
        )
        await self.ledger.load()
        try:
            yield self.ledger
        finally:
            await self.ledger.close()

    def left(self) -> list[bytes]:
        """Return what the files still contain of a person."""
        content = b"".join(each.read_bytes() for each in self.path.parent.iterdir())
        return [each for each in PERSONAL if each in content]


@pytest.fixture
def disk(tmp_path: Path) -> OnDisk:
    return OnDisk(tmp_path / "ledger.db")


@pytest.mark.parametrize("remove", ["anonymise", "delete"])
@pytest.mark.parametrize("pages_at_once", [7, 256])
async def test_nothing_of_it_is_left_in_the_file_and_its_log(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch, remove: str, pages_at_once: int
) -> None:
    monkeypatch.setattr(traces, "PAGES_AT_ONCE", pages_at_once)
    async with disk.opened() as ledger:
        numbers = [await personal(disk, after(7200 * each)) for each in range(30)]  # type: ignore[arg-type]
        disk.now = after(10**6)
        other = ledger.start("CP-1", start(at=disk.now, id_tag=CARD)).transaction_id
        ledger.stop("CP-1", stop(other, at=disk.now))
        await ledger.saved()
        assert len(disk.left()) >= 5
        assert await getattr(ledger, remove)(numbers) == 30
        assert disk.left() == []
        assert CARD.encode() in b"".join(each.read_bytes() for each in disk.path.parent.iterdir())
        assert (
            disk.path.stat().st_size > ledger_database.RESERVE_BYTES
        )  # the reserve is there again
    assert disk.left() == []
    async with disk.opened() as ledger:
        await ledger.check()
        assert len(await ledger.sessions()) == (31 if remove == "anonymise" else 1)
    assert disk.damages == []


async def test_a_kill_before_the_file_was_written_anew_leaves_it_to_the_next_start(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: LedgerDatabase) -> None:
        raise sqlite3.OperationalError("killed")

    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        await ledger.saved()
        with monkeypatch.context() as killing:
            killing.setattr(LedgerDatabase, "scrub", killed)
            with pytest.raises(OSError, match="killed"):
                await ledger.anonymise([number])
            assert disk.left()
            await ledger.close()
    async with disk.opened() as ledger, asyncio.timeout(30):
        while disk.left():
            await asyncio.sleep(0.01)


async def test_while_a_backup_is_made_the_file_is_left_alone(disk: OnDisk) -> None:
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        await ledger.hold()
        before = disk.path.read_bytes()
        await ledger.delete([number])
        assert disk.path.read_bytes() == before
        await ledger.release()
        charge = ledger.start("CP-1", start(at=after(90_000)))
        await ledger.saved(charge.transaction_id)
        async with asyncio.timeout(30):
            while disk.left():
                await asyncio.sleep(0.01)


async def test_a_reader_delays_it(disk: OnDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        await personal(disk, after(90_000))  # type: ignore[arg-type]
        await ledger.saved()
        reader = ledger._records._ledger_file._database.reader()
        rows = reader.execute("SELECT * FROM sessions")
        rows.fetchone()
        monkeypatch.setattr(writer, "READERS_S", 0.0)
        with pytest.raises(OSError, match=r"."):
            await ledger.delete([number])
        del rows
        reader.close()
        assert disk.left()
        # Again, after the error
        await ledger.delete([each.session_id for each in await ledger.sessions()])
        assert disk.left() == []


async def test_a_copy_of_a_removed_row_in_an_unused_part_of_a_page_goes_too(disk: OnDisk) -> None:
    """SQLite leaves such copies where it lays out a page anew."""
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        await ledger.saved()
        file = ledger._records._ledger_file
        await file.run(file._database.close)
        content = disk.path.read_bytes()
        places = [
            (page, *traces.unused_part(content[page : page + 4096], is_first=page == 0))
            for page in range(0, len(content), 4096)
        ]
        with disk.path.open("r+b") as written:
            for page, begin, end in places:
                if end - begin > 100:
                    written.seek(page + end - 20)
                    written.write(SECRET.encode())
        assert sum(end - begin > 100 for _, begin, end in places) > 10
        await ledger.delete([number])
        assert disk.left() == []
        await ledger.check()
    assert disk.left() == []
    assert disk.damages == []


async def test_r15_starts_are_stored_between_the_steps_of_a_removal(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PAGES_AT_ONCE", 1)
    steps: list[int] = []
    wipe = traces.wipe

    def counted(file: int, first: int) -> tuple[int, bool]:
        steps.append(first)
        return wipe(file, first)

    monkeypatch.setattr(ledger_database, "wipe", counted)
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        removing = asyncio.create_task(ledger.delete([number]))
        async with asyncio.timeout(30):
            while not steps:
                await asyncio.sleep(0)
        charge = ledger.start("CP-1", start(at=after(90_000)))
        assert await ledger.saved(charge.transaction_id)
        assert not removing.done()
        await removing
        assert len(steps) > 40
        assert disk.left() == []


async def test_closing_ends_a_scrub_and_the_next_start_goes_on(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PAGES_AT_ONCE", 1)
    async with disk.opened() as ledger, asyncio.timeout(30):
        number = await personal(disk)  # type: ignore[arg-type]
        await ledger.saved()
        steps, scrub = [], LedgerDatabase.scrub

        def counted(database: LedgerDatabase) -> Any:
            steps.append(database)
            return scrub(database)

        monkeypatch.setattr(LedgerDatabase, "scrub", counted)
        removing = asyncio.create_task(ledger.anonymise([number]))
        while not steps:
            await asyncio.sleep(0)
        await ledger.close()
        with pytest.raises(OSError, match="the next start goes on"):
            await removing
        assert steps[0]._db is None
    async with disk.opened() as ledger, asyncio.timeout(30):
        while disk.left():
            await asyncio.sleep(0.01)


async def test_a_removal_while_another_is_scrubbed_is_scrubbed_too(
    disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PAGES_AT_ONCE", 8)
    async with disk.opened() as ledger:
        numbers = [await personal(disk, after(7200 * each)) for each in range(3)]  # type: ignore[arg-type]
        await asyncio.gather(*(ledger.delete([each]) for each in numbers))
        assert disk.left() == []


async def test_what_comes_late_brings_nobody_back_into_an_anonymous_session(lab: LedgerLab) -> None:
    number = await personal(lab)
    await lab.ledger.anonymise([number])
    recognised = detailed(
        person="Clementine", note="to the sea", car_id="01CAR", car_name="Volvo", anonymised=False
    )
    assert recognised.worth is not None
    worth = replace(recognised.worth, cost=47.11)
    lab.ledger.keep_details(number, replace(recognised, worth=worth))
    await lab.ledger.saved()
    async for ledger in now_and_after_a_restart(lab):
        assert ledger.details(number) == SessionDetails(worth=worth, anonymised=True)


async def test_a_deleted_session_stays_so_when_damage_is_mended(disk: OnDisk) -> None:
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        anonymous = await personal(disk, after(90_000))  # type: ignore[arg-type]
        await ledger.delete([number])
        await ledger.anonymise([anonymous])
        ledger._records._ledger_file.on_error(damage("torn"))
        async with asyncio.timeout(30):
            while not disk.damages:
                await asyncio.sleep(0.01)
    async with disk.opened() as ledger:
        assert [each.session_id for each in await ledger.sessions()] == [anonymous]
        for each, at in ((number, NOW), (anonymous, after(90_000))):
            again = ledger.start("CP-1", start(at=at, id_tag=SECRET))
            assert (again.transaction_id, again.repeated) == (each, True)


async def test_what_is_left_of_older_rows_does_not_come_back_with_a_repair(lab: LedgerLab) -> None:
    number = await personal(lab)
    await lab.ledger.saved()
    reader = lab.disk.reader()
    found = Salvage()
    session = lab.ledger.session(number)
    assert session is not None
    for table in ("sessions", "details", "signed"):
        for row in reader.execute(f"SELECT rowid, * FROM main.{table}").fetchall():
            found.take((row[0], [None, *row[2:]]), of_table=True)
    gone = gone_row(session, 99, 7)
    found.take((number, [None, *gone[1:]]), of_table=True)
    found.settle()
    assert found.sessions == {}
    assert found.gone == {number: gone}


@pytest.mark.parametrize(
    "change",
    [
        {"charge_point_id": 5},
        {"revision": "1"},
        {"identity_key": None},
        {"connector_id": "1"},
        {"meter_stop_wh": b"1"},
    ],
)
async def test_a_torn_row_of_a_deleted_session_costs_itself_only(
    lab: LedgerLab, change: dict[str, Any]
) -> None:
    number = await personal(lab)
    session = lab.ledger.session(number)
    assert session is not None
    found = Salvage()
    row = gone_row(session, 99, 7)._replace(**change)
    with pytest.raises(TypeError):
        found.take((number, [None, *row[1:]]), of_table=True)
    assert not found.gone


async def test_details_and_signed_values_of_no_session_are_not_repaired(disk: OnDisk) -> None:
    async with disk.opened() as ledger:
        number = await personal(disk)  # type: ignore[arg-type]
        await ledger.saved()
        database = ledger._records._ledger_file._database

        def orphan() -> None:
            db = database._connected()
            db.execute(
                "INSERT INTO details SELECT 4711, 1, car_id, person, is_final, estimated, currency, cost, saved,"
                " grid_wh, solar_wh, battery_wh, co2_g, charging_s, row, slots FROM details"
            )
            db.execute(
                "INSERT INTO signed SELECT 4711, 4711, received, at, context, data FROM signed"
            )

        await ledger._records._ledger_file.run(orphan)
    with disk.path.open("r+b") as file:
        file.seek(20)
        file.write(os.urandom(50))
    async with disk.opened() as ledger:
        assert len(disk.damages) == 1
        assert ledger.details(number) is not None
        assert ledger.details(4711) is None
        assert await texts(ledger, 4711) == []


async def test_sessions_come_with_their_details(lab: LedgerLab) -> None:
    first, second = await personal(lab), await charged(lab, after(90_000))
    found = await lab.ledger.fold_details(
        lambda pairs: {session.session_id: details for session, details in pairs}
    )
    expected = detailed(person="Clementine", note="to the sea", car_name="Volvo")
    assert found == {first: expected, second: SessionDetails()}
