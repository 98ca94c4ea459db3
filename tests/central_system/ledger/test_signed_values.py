"""Signed meter values stay with their session exactly as they came, within bounds."""

import asyncio
from contextlib import closing
from datetime import timedelta
import os
from pathlib import Path
import sqlite3
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.central_system.ledger.ledger import (
    Ledger,
    LedgerDatabase,
    SessionFilter,
)
from custom_components.plug_control.central_system.ledger.sqlite import schema
from custom_components.plug_control.central_system.ledger.sqlite.salvage import Salvage
from custom_components.plug_control.central_system.ledger.sqlite.signed_values import (
    count_signed,
    put_signed,
    signed_of,
)
from custom_components.plug_control.model.signed_reading import (
    BEGIN,
    END,
    MOST_AT_AN_END,
    signed_readings,
)
from custom_components.plug_control.protocol.messages import MeterValue, SignedValue

from .conftest import NOW, LedgerLab, after, began, make_older, stop

BEFORE_SIGNED = 2
OTHER_NUMBER = "Grüße \ud800 <b>"


def signed(*texts: str, context: str = "Sample.Periodic") -> MeterValue:
    return MeterValue(NOW, (), (), tuple(SignedValue(text, context) for text in texts))


async def texts(ledger: Ledger, session_id: int) -> list[str]:
    return [each.data for each in await ledger.signed(session_id)]


async def counts(ledger: Ledger) -> list[int]:
    page = await ledger.page(SessionFilter(), limit=10)
    return [row["signed_values"] for row in page.rows]


async def test_they_are_kept_from_start_to_stop_and_over_a_restart(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    number = running.transaction_id
    lab.ledger.keep_signed("CP-1", 1, number, [signed("OCMF|begin", context=BEGIN)])
    assert await texts(lab.ledger, running.session_id) == ["OCMF|begin"]  # not stored yet
    assert await counts(lab.ledger) == [1]
    assert await lab.ledger.saved(running.session_id)
    ledger = await lab.restart()
    lab.now = after(3600)
    ledger.stop("CP-1", stop(number, meter_values=(signed("OCMF|end", context=END),)))
    assert await ledger.saved(running.session_id)
    assert await texts(ledger, running.session_id) == ["OCMF|begin", "OCMF|end"]
    # A repeated stop, and meter values that come after it
    ledger.stop("CP-1", stop(number, meter_values=(signed("OCMF|end", context=END),)))
    ledger.keep_signed("CP-1", 1, number, [signed("OCMF|late")])
    assert await ledger.saved(running.session_id)
    assert await counts(ledger) == [3]
    assert len(await ledger.sessions()) == 1


async def test_they_belong_to_the_transaction_that_they_name_or_that_runs(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|unnamed")])
    lab.ledger.keep_signed("CP-1", 1, 4711, [signed("OCMF|unknown id")])
    lab.ledger.keep_signed("CP-1", 2, None, [signed("OCMF|nobody's")])
    lab.ledger.keep_signed("CP-2", 1, running.transaction_id, [signed("OCMF|other's")])
    assert await texts(lab.ledger, running.session_id) == ["OCMF|unnamed", "OCMF|unknown id"]


async def test_a_session_keeps_a_bounded_number(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    for minute in range(40):
        lab.now = NOW + timedelta(minutes=minute)
        lab.ledger.keep_signed("CP-1", 1, None, [signed(f"OCMF|{minute}")])
        if minute % 7 == 0:
            await lab.ledger.saved()
    lab.ledger.stop(
        "CP-1",
        stop(
            running.transaction_id,
            meter_values=(signed("OCMF|a", context=BEGIN), signed("OCMF|b", context=END)),
        ),
    )
    await lab.ledger.saved()
    kept = await texts(lab.ledger, running.session_id)
    assert len(kept) <= 2 * MOST_AT_AN_END
    assert {"OCMF|a", "OCMF|b", "OCMF|0", "OCMF|39"} <= {*kept}


@pytest.mark.parametrize("context", ["Sample.Periodic", END])
async def test_a_text_that_cannot_be_stored_as_it_is_is_bounded_too(
    lab: LedgerLab, context: str
) -> None:
    running = began(lab.ledger)
    for minute in range(40):
        lab.now = NOW + timedelta(minutes=minute)
        lab.ledger.keep_signed("CP-1", 1, None, [signed(f"\ud800{minute}", context=context)])
        await lab.ledger.saved()
    assert len(await texts(lab.ledger, running.session_id)) <= 2 * MOST_AT_AN_END
    assert len(signed_of(lab.disk.reader(), running.session_id)) <= 2 * MOST_AT_AN_END


async def test_a_charger_that_signs_every_sample_does_not_have_each_written_at_once(
    lab: LedgerLab,
) -> None:
    """Only the ends are kept for good: what is between them is stored with the next change."""
    running = began(lab.ledger)
    await lab.ledger.saved()
    writer = lab.ledger._records._writer
    before = writer._changes
    for minute in range(8):
        lab.now = NOW + timedelta(minutes=minute)
        lab.ledger.keep_signed("CP-1", 1, None, [signed(f"OCMF|{minute}")])
    assert writer._changes == before
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|begin", context=BEGIN)])
    assert writer._changes == before + 1
    assert await lab.ledger.saved()
    assert len(signed_of(lab.disk.reader(), running.session_id)) == 9


async def test_a_value_that_comes_while_a_session_is_stored_does_not_make_that_unstored(
    lab: LedgerLab,
) -> None:
    running = began(lab.ledger)
    with lab.disk.held():
        saving = asyncio.create_task(lab.ledger.saved(running.session_id))
        await asyncio.sleep(0)
        lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|meanwhile")])
    assert await saving


async def test_what_cannot_be_stored_yet_is_kept_until_it_can(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    assert await lab.ledger.saved()
    lab.disk.error = sqlite3.OperationalError("disk I/O error")
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|1")])
    assert not await lab.ledger.saved(running.session_id)
    lab.disk.error = None
    with lab.disk.held():
        lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|2")])
    assert await lab.ledger.saved(running.session_id)
    assert await texts(lab.ledger, running.session_id) == ["OCMF|1", "OCMF|2"]


async def test_what_comes_during_a_commit_is_stored_by_the_next(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    records = lab.ledger._records
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|1")])
    unit = next(each for each in records._collect() if not hasattr(each, "open"))
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|2")])
    records._stored([unit])
    assert [each.data for each in records._unstored.signed[running.session_id]] == ["OCMF|2"]
    await lab.ledger.saved()


async def test_a_value_that_the_database_has_damaged_is_left_out(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    lab.ledger.keep_signed("CP-1", 1, None, [signed("OCMF|1", "OCMF|2")])
    await lab.ledger.saved()
    lab.disk.change("UPDATE signed SET at = 1e300 WHERE data = 'OCMF|1'")
    assert await texts(lab.ledger, running.session_id) == ["OCMF|2"]


# ---- files


async def test_a_file_of_the_former_schema_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make_older(path, BEFORE_SIGNED)
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW)
    await ledger.load()
    running = began(ledger)
    ledger.keep_signed("CP-1", 1, None, [signed("OCMF|1")])
    assert await ledger.saved()
    assert await texts(ledger, running.session_id) == ["OCMF|1"]
    await ledger.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_file_of_the_former_schema_that_cannot_be_written_to_has_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make_older(path, BEFORE_SIGNED)
    with closing(sqlite3.connect(path)) as db:
        assert signed_of(db, 1) == []
        assert count_signed(db, [1]) == {}


async def test_they_are_saved_from_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW)
    await ledger.load()
    running = began(ledger)
    ledger.keep_signed("CP-1", 1, None, [signed("OCMF|1")])
    await ledger.saved()
    await ledger.close()
    with path.open("r+b") as file:
        file.seek(20)
        file.write(os.urandom(50))  # the header
    ledger = Ledger(LedgerDatabase(path), clock=lambda: NOW)
    await ledger.load()
    assert await texts(ledger, running.session_id) == ["OCMF|1"]
    await ledger.close()


@pytest.mark.parametrize(
    "row",
    [
        (1, 1, 0, None, 5, "OCMF|1"),
        (1, 1, 0, None, "Sample.Periodic", b"OCMF|1"),
        (1, "1", 0, None, "Sample.Periodic", "OCMF|1"),
        (1, 1, "0", None, "Sample.Periodic", "OCMF|1"),
        (1, 1, 0, "0", "Sample.Periodic", "OCMF|1"),
    ],
)
def test_a_damaged_row_costs_itself_only(row: tuple[Any, ...]) -> None:
    """One that cannot be written again would cost the whole repair."""
    found = Salvage()
    with pytest.raises((TypeError, ValueError)):
        found.take((row[0], [None, *row[1:]]), of_table=True)
    assert not found.signed


async def test_they_are_counted_however_many_sessions_are_asked_for(lab: LedgerLab) -> None:
    running = began(lab.ledger)
    await lab.ledger.saved()
    db = lab.disk.reader()
    put_signed(db, running.session_id, signed_readings([signed("OCMF|1", "OCMF|2")], NOW))
    assert count_signed(db, [*range(300_000), running.session_id]) == {running.session_id: 2}


@pytest.mark.parametrize("is_taken", [False, True])
async def test_an_export_has_them_and_an_import_brings_them_back(
    tmp_path: Path, lab: LedgerLab, is_taken: bool
) -> None:
    running = began(lab.ledger)
    message = stop(running.transaction_id, meter_values=(signed("OCMF|1", OTHER_NUMBER),))
    lab.now = after(3600)
    lab.ledger.stop("CP-1", message)
    files = JsonFiles(tmp_path, "ledger.")
    assert await lab.ledger.write_files(files) == 1
    async with LedgerLab() as other:
        other.now = after(7200)
        if is_taken:
            other_id = began(other.ledger, "CP-9").session_id
            assert other_id == running.session_id
        assert await other.ledger.read_files(files) == 1
        (session,) = await other.ledger.sessions(charge_point_id="CP-1")
        assert (session.session_id != running.session_id) == is_taken
        assert await texts(other.ledger, session.session_id) == await texts(
            lab.ledger, running.session_id
        )


async def test_a_damaged_value_in_an_import_costs_itself_only(
    tmp_path: Path, lab: LedgerLab
) -> None:
    running = began(lab.ledger)
    lab.now = after(3600)
    lab.ledger.stop("CP-1", stop(running.transaction_id, meter_values=(signed("OCMF|1"),)))
    files = JsonFiles(tmp_path, "ledger.")
    await lab.ledger.write_files(files)
    (path,) = tmp_path.glob("*sessions*")
    stored = path.read_text().replace('"signed_values": [', '"signed_values": [7, ')
    path.write_text(stored.replace("Sample.Periodic", r"\ud800"))
    async with LedgerLab() as other:
        assert await other.ledger.read_files(files) == 1
        assert await counts(other.ledger) == [1]
        assert await other.ledger.saved()
