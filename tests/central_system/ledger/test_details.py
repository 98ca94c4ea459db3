"""What a session is worth, its car and its note are kept as safely as the session."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
import json
import math
import os
from pathlib import Path
import sqlite3
from typing import Any
from unittest.mock import patch
import zlib

import pytest

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.central_system.ledger.ledger import (
    Damage,
    Ledger,
    LedgerDatabase,
    SessionFilter,
    StoredCharge,
)
from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    details_of_row,
    details_row,
)
from custom_components.plug_control.central_system.ledger.sqlite.salvage import Salvage
from custom_components.plug_control.central_system.ledger.sqlite.schema import DetailsRow
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import damage
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth

from .conftest import NOW, LedgerLab, after, began, charged, detailed, make_older, stop

BEFORE_DETAILS = 3
NOTE = SessionDetails(note="a trip")


def progress(cost: float) -> SessionDetails:
    """What a running session is worth by now."""
    return SessionDetails(worth=SessionWorth(cost=cost))


async def test_they_are_there_at_once_and_over_a_restart(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    assert lab.ledger.details(session_id) is None
    before = lab.ledger.revision
    lab.ledger.keep_details(session_id, detailed())
    assert lab.ledger.details(session_id) == detailed()
    assert lab.ledger.revision > before
    assert await lab.ledger.saved()
    assert lab.ledger.details(session_id) == detailed()
    ledger = await lab.restart()
    assert ledger.details(session_id) == detailed()
    assert ledger.revision > before


async def test_who_listens_gets_each_change_and_nothing_else(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    for details in (NOTE, NOTE, detailed()):
        lab.ledger.keep_details(session_id, details)
    await lab.ledger.saved()
    lab.ledger.keep_details(session_id, detailed())
    fields = frozenset({"car_id", "car_name", "note", "worth"})
    assert lab.detailed == [(session_id, frozenset({"note"})), (session_id, fields)]


async def test_they_share_the_commit_of_the_session(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    await lab.ledger.saved()
    before = lab.disk.commits
    lab.now = after(3600)
    lab.ledger.stop("CP-1", stop(running.transaction_id))
    lab.ledger.keep_details(running.session_id, detailed())
    assert await lab.ledger.saved()
    assert lab.disk.commits == before + 1


async def test_a_number_that_is_not_finite_changes_nothing(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, NOTE)
    for number in (math.nan, math.inf):
        with pytest.raises(ValueError, match="JSON"):
            lab.ledger.keep_details(session_id, progress(number))
    assert lab.ledger.details(session_id) == NOTE
    assert await lab.ledger.saved()


async def test_a_text_that_sqlite_cannot_store_costs_nothing(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    odd = detailed(car_id="\ud800", person="\udfff", note="\ud800 \0")
    lab.ledger.keep_details(session_id, odd)
    assert await lab.ledger.saved()
    assert lab.ledger.details(session_id) == odd


async def test_mere_progress_is_stored_once_a_minute_and_all_else_at_once(lab: LedgerLab) -> None:
    session_id = began(lab.ledger).session_id
    lab.ledger.keep_details(session_id, progress(0.0))
    await lab.ledger.saved()
    changes = lab.ledger._records._writer._changes
    for second in range(1, 60):
        lab.now = after(second)
        lab.ledger.keep_details(session_id, progress(0.01 * second))
    assert lab.ledger._records._writer._changes == changes
    lab.now = after(60)
    lab.ledger.keep_details(session_id, progress(0.6))
    assert lab.ledger._records._writer._changes == changes + 1
    lab.ledger.keep_details(session_id, replace(progress(0.6), car_id="01CAR"))
    assert lab.ledger._records._writer._changes == changes + 2


async def test_progress_that_waits_is_stored_when_the_ledger_closes(lab: LedgerLab) -> None:
    session_id = began(lab.ledger).session_id
    lab.ledger.keep_details(session_id, progress(0.0))
    await lab.ledger.saved()
    lab.ledger.keep_details(session_id, progress(0.5))
    await lab.ledger.close()
    ledger = await lab.restart()
    assert ledger.details(session_id) == progress(0.5)


async def test_a_change_while_they_are_stored_is_not_taken_for_stored(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, NOTE)
    with lab.disk.held():
        saving = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0)
        lab.ledger.keep_details(session_id, detailed())
    await saving
    assert await lab.ledger.saved()
    assert (await lab.restart()).details(session_id) == detailed()


async def test_what_the_disk_refuses_is_kept_until_it_can_be_stored(lab: LedgerLab) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, NOTE)
    await lab.ledger.saved()
    lab.disk.error = sqlite3.OperationalError("disk I/O error")
    lab.ledger.keep_details(session_id, detailed())
    assert not await lab.ledger.saved()
    assert lab.ledger.details(session_id) == detailed()
    page = await lab.ledger.page(SessionFilter(car_id="01CAR"), limit=5)
    assert [row["cost"] for row in page.rows] == [1.92]
    lab.disk.error = None
    assert await lab.ledger.saved()
    assert (await lab.restart()).details(session_id) == detailed()


# ---- questions


async def test_rows_of_sessions_say_what_they_are_worth(lab: LedgerLab) -> None:
    stored, unstored, plain = [await charged(lab, after(7200 * number)) for number in range(3)]
    lab.ledger.keep_details(stored, detailed(person="Anna", note="a trip"))
    assert await lab.ledger.saved()
    lab.ledger.keep_details(unstored, progress(0.5))
    running = began(lab.ledger, at=after(90_000))
    lab.ledger.keep_details(running.session_id, progress(0.25))
    rows = {
        row["session_id"]: row for row in (await lab.ledger.page(SessionFilter(), limit=9)).rows
    }
    assert rows[stored]["car_id"] == "01CAR"
    assert rows[stored]["car"] == "ID.3"
    assert rows[stored]["person"] == "Anna"
    assert rows[stored]["note"] == "a trip"
    assert rows[stored]["currency"] == "EUR"
    assert [rows[each]["cost"] for each in (stored, unstored, plain, running.session_id)] == [
        1.92,
        0.5,
        None,
        0.25,
    ]
    assert rows[plain]["worth_estimated"] is False
    found = await lab.ledger.page(SessionFilter(car_id="01CAR"), limit=9)
    assert [row["session_id"] for row in found.rows] == [stored]


def parts_of(charge: StoredCharge) -> dict[str, object]:
    """Return what the rows of pages say, too, times as text."""
    told: dict[str, object] = charge._asdict()
    del told["source_wh"]
    for key in ("started_at", "stopped_at"):
        at = told[key]
        told[key] = at.isoformat() if isinstance(at, datetime) else None
    return told


async def test_documents_read_the_same_as_tables_oldest_first(lab: LedgerLab) -> None:
    first, second, plain = [await charged(lab, after(7200 * number)) for number in range(3)]
    lab.ledger.keep_details(first, detailed(person="Anna", note="a trip"))
    assert await lab.ledger.saved()
    lab.ledger.keep_details(second, progress(0.5))
    running = began(lab.ledger, at=after(90_000)).session_id
    charges = await lab.ledger.charges(SessionFilter(), lambda charge: charge, 4)
    rows = (await lab.ledger.page(SessionFilter(), limit=9)).rows
    assert charges is not None
    assert [each.session_id for each in charges] == [first, second, plain, running]
    assert [parts_of(each) for each in charges] == [
        {key: row[key] for key in parts_of(charges[0])} for row in rows
    ]
    assert [each.source_wh for each in charges][2:] == [0, 0]
    assert charges[-1].stopped_at is None
    assert await lab.ledger.charges(SessionFilter(), lambda charge: charge, 3) is None
    assert await lab.ledger.charges(SessionFilter(car_id="none"), lambda charge: charge, 3) == []


async def test_documents_read_what_is_odd_in_a_row(lab: LedgerLab) -> None:
    """Half a character is text that Python wrote; an infinite sum is no worth."""
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, detailed(note="\ud800"))
    assert await lab.ledger.saved()
    (charge,) = await lab.ledger.charges(SessionFilter(), lambda charge: charge, 1) or []
    assert (charge.note, charge.cost) == ("\ud800", 1.92)
    lab.disk.change("UPDATE details SET cost = 9e999")
    (charge,) = await lab.ledger.charges(SessionFilter(), lambda charge: charge, 1) or []
    assert (charge.note, charge.cost, charge.currency) == ("\ud800", None, None)


async def test_a_follower_sees_changes_of_details(lab: LedgerLab) -> None:
    first, second = [await charged(lab, after(7200 * number)) for number in range(2)]
    seen = lab.ledger.revision
    assert await lab.ledger.sessions(after_revision=seen) == []
    lab.ledger.keep_details(first, NOTE)
    for _ in range(2):
        changed = await lab.ledger.sessions(after_revision=seen)
        assert [each.session_id for each in changed] == [first]
        assert await lab.ledger.saved()
    lab.ledger.keep_details(second, NOTE)
    assert len(await lab.ledger.sessions(after_revision=seen)) == 2


async def test_sessions_without_a_final_worth_are_found(lab: LedgerLab) -> None:
    none, progressing, final, corrected = [
        await charged(lab, after(7200 * number)) for number in range(4)
    ]
    began(lab.ledger, "CP-2")
    lab.ledger.keep_details(progressing, progress(0.5))
    for each in (final, corrected):
        lab.ledger.keep_details(each, detailed())
    assert await lab.ledger.saved()
    lab.now = after(90_000)
    session = lab.ledger.session(corrected)
    assert session is not None
    lab.ledger._records.file(replace(session, energy_wh=7001.0))
    for _ in range(2):
        found = [each.session_id for each in await lab.ledger.without_worth()]
        assert found == [none, progressing, corrected]
        assert await lab.ledger.saved()
    since = await lab.ledger.without_worth(after(7200 * 3))
    assert [each.session_id for each in since] == [corrected]
    lab.ledger.keep_details(none, detailed())
    assert none not in {each.session_id for each in await lab.ledger.without_worth()}


async def test_one_session_is_found_by_its_id(lab: LedgerLab) -> None:
    ended = await charged(lab, NOW)
    running = began(lab.ledger, at=after(90_000))
    for session_id in (ended, running.session_id):
        session = lab.ledger.session(session_id)
        assert session is not None
        assert session.session_id == session_id
    assert lab.ledger.session(4711) is None


async def test_damaged_details_cost_themselves_only(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, detailed())
    await lab.ledger.saved()
    lab.disk.change(
        "UPDATE details SET row = '{}'",
    )
    assert lab.ledger.details(session_id) is None  # its slots are of something
    lab.disk.change("UPDATE details SET row = '[5]'")
    assert lab.ledger.details(session_id) is None
    (row,) = (await lab.ledger.page(SessionFilter(), limit=5)).rows
    assert row["cost"] is None
    assert "not understood" in caplog.text


async def test_where_the_file_cannot_be_read_nothing_stored_is_known(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, detailed())
    await lab.ledger.saved()
    lab.disk.change("ALTER TABLE details RENAME TO elsewhere")
    assert lab.ledger.details(session_id) is None
    assert "cannot be read" in caplog.text
    lab.ledger.keep_details(session_id, NOTE)
    assert lab.ledger.details(session_id) == NOTE
    lab.disk.change("ALTER TABLE elsewhere RENAME TO details")
    await lab.ledger.saved()
    history = lab.ledger._records.history
    unread = history.unread
    assert history.look_up("SELECT row FROM main.nowhere", ()) == []
    assert history.unread == unread + 1
    history.close()
    assert history.look_up("SELECT row FROM main.sessions", ()) == []
    assert history.unread == unread + 2
    assert (history.details(session_id), history.stop_key(session_id)) == (None, None)
    history.open()


# ---- files


def test_slots_that_are_too_long_are_refused() -> None:
    bomb = zlib.compress(b"[" + b" " * 2**24 + b"]")
    with pytest.raises(ValueError, match=r"."):
        details_of_row('{"worth":{}}', bomb)


async def _with_details(path: Path) -> int:
    """Create a ledger's file with a session and its details, and return the session's id."""
    ledger = Ledger(LedgerDatabase(path), clock=lambda: after(3600))
    await ledger.load()
    running = began(ledger)
    ledger.keep_details(running.session_id, detailed())
    ledger.stop("CP-1", stop(running.transaction_id))
    assert await ledger.saved()
    await ledger.close()
    return running.session_id


async def test_they_are_saved_from_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    session_id = await _with_details(path)
    with path.open("r+b") as file:
        file.seek(20)
        file.write(os.urandom(50))  # the header
    damages: list[Damage] = []
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW, on_damage=damages.append)
    await ledger.load()
    assert len(damages) == 1
    assert ledger.details(session_id) == detailed()
    await ledger.close()


async def test_what_is_stored_is_there_while_damage_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    session_id = await _with_details(path)
    damages: list[Damage] = []
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW, on_damage=damages.append)
    await ledger.load()
    ledger._records._ledger_file.on_error(damage("torn"))
    ledger.keep_details(session_id, NOTE)
    async with asyncio.timeout(30):
        while not damages:
            await asyncio.sleep(0.01)
    assert await ledger.saved()
    assert ledger.details(session_id) == NOTE
    assert (await ledger.page(SessionFilter(), limit=5)).rows[0]["note"] == "a trip"
    await ledger.close()


async def test_the_newest_of_several_torn_copies_counts() -> None:
    found = Salvage()
    for revision, note in ((7, "old"), (9, "new"), (8, "older")):
        row = details_row(1, SessionDetails(note=note), revision)
        found.take((1, [None, *row[1:]]), of_table=True)
    assert json.loads(found.details[1].row) == {"note": "new"}


@pytest.mark.parametrize(
    "change",
    [
        {"row": "{"},
        {"row": '{"note": 5}'},
        {"row": "5"},
        {"row": None},
        {"revision": "1"},
        {"slots": b"x"},
        {"slots": 5},
        {"slots": zlib.compress(b"[5]")},
    ],
)
def test_a_torn_row_costs_itself_only(change: dict[str, Any]) -> None:
    found = Salvage()
    row: DetailsRow = details_row(1, detailed(), 1)._replace(**change)
    with pytest.raises((TypeError, ValueError)):
        found.take((1, [None, *row[1:]]), of_table=True)
    assert not found.details


async def test_a_file_of_the_schema_before_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make_older(path, BEFORE_DETAILS)
    session_id = await _with_details(path)
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW)
    await ledger.load()
    assert ledger.details(session_id) == detailed()
    await ledger.close()


async def test_an_older_file_that_cannot_be_written_to_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    session_id = await _with_details(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE details")
        db.execute("DROP TABLE gone")
        db.execute("DROP TABLE outbox")
        db.execute("DROP TABLE relayed")
        db.execute(f"PRAGMA user_version = {BEFORE_DETAILS}")
        db.commit()

    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    with monkeypatch.context() as refusing:
        refusing.setattr(LedgerDatabase, "_connected", refuse)
        ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW)
        await ledger.load()
        assert ledger.details(session_id) is None
        ledger.keep_details(session_id, NOTE)
        assert ledger.details(session_id) == NOTE
        (row,) = (await ledger.page(SessionFilter(), limit=5)).rows
        assert row["note"] == "a trip"
        assert len(await ledger.without_worth()) == 1
    assert await ledger.saved()
    assert ledger.details(session_id) == NOTE
    await ledger.close()


@pytest.mark.parametrize("is_taken", [False, True])
async def test_an_export_has_them_and_an_import_brings_them_back(
    tmp_path: Path, lab: LedgerLab, is_taken: bool
) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, detailed(note="a trip <b> \ud800"))
    running = began(lab.ledger, "CP-3", at=after(90_000))
    lab.ledger.keep_details(running.session_id, progress(0.25))
    files = JsonFiles(tmp_path, "ledger.")
    lab.now = after(100_000)
    assert await lab.ledger.write_files(files) == 1
    async with LedgerLab() as other:
        other.now = after(100_000)
        if is_taken:
            assert began(other.ledger, "CP-9").session_id == session_id
        assert await other.ledger.read_files(files) == 2
        (session,) = await other.ledger.sessions(charge_point_id="CP-1")
        assert (session.session_id != session_id) == is_taken
        assert other.ledger.details(session.session_id) == lab.ledger.details(session_id)
        (session,) = await other.ledger.sessions(charge_point_id="CP-3")
        assert other.ledger.details(session.session_id) == progress(0.25)


async def test_what_came_with_its_worth_is_told_so(tmp_path: Path, lab: LedgerLab) -> None:
    final, progressing, none = [await charged(lab, after(7200 * number)) for number in range(3)]
    lab.ledger.keep_details(final, detailed())
    lab.ledger.keep_details(progressing, progress(0.5))
    files = JsonFiles(tmp_path, "ledger.")
    await lab.ledger.write_files(files)
    async with LedgerLab() as other:
        told: dict[int, bool] = {}
        other.ledger._records._on_session = lambda session, has_worth: told.update(
            {session.session_id: has_worth}
        )
        other.now = after(100_000)
        await other.ledger.read_files(files)
        assert told == {final: True, progressing: False, none: False}
        found = [each.session_id for each in await other.ledger.without_worth()]
        assert found == [progressing, none]


async def test_damaged_details_in_an_import_cost_themselves_only(
    tmp_path: Path, lab: LedgerLab
) -> None:
    session_id = await charged(lab, NOW)
    lab.ledger.keep_details(session_id, NOTE)
    files = JsonFiles(tmp_path, "ledger.")
    await lab.ledger.write_files(files)
    (path,) = tmp_path.glob("*sessions*")
    path.write_text(path.read_text().replace('"note": "a trip"', '"note": 5'))
    async with LedgerLab() as other:
        other.now = NOW + timedelta(days=1)
        assert await other.ledger.read_files(files) == 1
        assert other.ledger.details(session_id) is None


async def test_details_of_a_session_that_runs_are_not_read_from_the_file_each_minute(
    lab: LedgerLab,
) -> None:
    """A session of a month has thousands of quarters; what is in memory is what is stored, and goes when the session ends."""
    running = began(lab.ledger)
    session_id = running.session_id
    for minute in range(3):
        lab.ledger.keep_details(session_id, detailed(note=f"minute {minute}"))
        assert await lab.ledger.saved()
    last = detailed(note="minute 2")
    with patch.object(lab.ledger._records.history, "details", side_effect=AssertionError):
        assert lab.ledger.details(session_id) == last
    lab.now = after(3600)
    lab.ledger.stop("CP-1", stop(running.transaction_id))
    assert await lab.ledger.saved()
    assert lab.ledger._records.details._live == {}
    assert lab.ledger.details(session_id) == last
    await lab.restart()
    assert lab.ledger.details(session_id) == last
