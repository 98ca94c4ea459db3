"""The ledger as files of JSON: those of older versions are taken in once; all of it can be written out, and taken in again."""

from dataclasses import replace
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.central_system.ledger.ledger import (
    Damage,
    Ledger,
    LedgerDatabase,
)
from custom_components.plug_control.model.session import Session

from .conftest import NOW, LedgerLab, after, began, charged, only, start, stop

PREFIX = "plug_control.entry."


@pytest.fixture
def files(tmp_path: Path) -> JsonFiles:
    """Files that are not there yet."""
    return JsonFiles(tmp_path / "files", PREFIX)


def write(files: JsonFiles, name: str, data: Any, version: int = 1) -> Path:
    files.directory.mkdir(exist_ok=True)
    path = files.directory / f"{PREFIX}{name}"
    path.write_text(json.dumps({"version": version, "data": data}))
    return path


async def rows(lab: LedgerLab) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return what an older version had of a ledger: its sessions, and its file of what is open."""
    sessions = [each.as_dict() for each in await lab.ledger.sessions() if each.stopped_at]
    running = [each.as_dict() for each in lab.ledger.open_transactions()]
    return sessions, {"reserved_id": 2**29, "open": running, "ended": [], "unreadable": [8]}


async def opened(path: Path, files: JsonFiles, damages: list[Damage] | None = None) -> Ledger:
    ledger = Ledger(
        LedgerDatabase(path, older=files),
        clock=lambda: after(90_000),
        on_damage=(damages if damages is not None else []).append,
    )
    await ledger.load()
    return ledger


async def test_older_files_become_the_database_with_all_that_they_have(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path
) -> None:
    done = [await charged(lab, after(7200 * number)) for number in range(3)]
    running = began(lab.ledger, "CP-2", at=lab.now)
    sessions, opens = await rows(lab)
    opens["ended"] = [sessions.pop()]
    opens["open"] += [{"transaction_id": 8}]
    write(files, "sessions.2026-03", [*sessions, "?", {"session_id": 9}])
    write(files, "open", opens)
    for _ in range(2):
        ledger = await opened(tmp_path / "ledger.db", files)
        found = await ledger.sessions()
        assert [each.transaction_id for each in found] == [*done, running.transaction_id]
        assert ledger.open_transactions() == [running]
        assert began(ledger, "CP-3").transaction_id >= 2**29
        ledger.close_transactions("CP-3")
        await ledger.write_files(JsonFiles(tmp_path / "out", PREFIX))
        ledger._records.open.pop(("CP-3", 1), None)
        await ledger.close()
        out = json.loads((tmp_path / "out" / f"{PREFIX}open").read_text())["data"]
        assert out["unreadable"] == ["?", {"session_id": 9}, {"transaction_id": 8}, 8]
        assert files.paths() == []
        break
    assert len([*files.directory.glob("*.imported.*")]) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("open", "{"),
        ("open", "[]"),
        ("open", '{"version": 2, "data": {}}'),
        ("open", '{"version": 1, "data": []}'),
        ("sessions.2026-02", '{"version": 1, "data": {}}'),
        ("sessions.2026-02", "\x00"),
    ],
)
async def test_an_older_file_that_is_damaged_is_set_aside_and_told(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path, name: str, content: str
) -> None:
    await charged(lab, NOW)
    sessions, _ = await rows(lab)
    write(files, "sessions.2026-03", sessions)
    (files.directory / f"{PREFIX}{name}").write_text(content)
    damages: list[Damage] = []
    ledger = await opened(tmp_path / "ledger.db", files, damages)
    assert len(await ledger.sessions()) == 1
    await ledger.close()
    (damage,) = damages
    assert damage.path.read_text() == content
    assert f"{name}.corrupt." in damage.path.name


async def test_files_of_an_older_version_that_was_used_again_bring_what_is_newer(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path
) -> None:
    """Back to the version before, and forth again: what ended there has ended, what ended here stays so."""
    first = began(lab.ledger)
    second = began(lab.ledger, "CP-2")
    before, opens = await rows(lab)
    write(files, "open", opens)
    ledger = await opened(tmp_path / "ledger.db", files)
    ledger.stop("CP-1", stop(first.transaction_id))
    await ledger.close()
    lab.ledger.stop("CP-2", stop(second.transaction_id))
    sessions, opens = await rows(lab)
    (provisional,) = lab.ledger.close_transactions("CP-1")
    write(files, "sessions.2026-03", [*sessions, provisional.as_dict()])
    write(files, "open", opens)
    ledger = await opened(tmp_path / "ledger.db", files)
    assert before == []
    assert ledger.open_transactions() == []
    assert [each.energy_wh for each in await ledger.sessions()] == [7000, 7000]
    await ledger.close()


async def test_what_was_taken_in_before_mends_what_is_damaged_now(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path
) -> None:
    done = [await charged(lab, after(7200 * number)) for number in range(3)]
    sessions, opens = await rows(lab)
    write(files, "sessions.2026-03", sessions)
    write(files, "open", opens)
    (files.directory / f"{PREFIX}sessions.2026-01.imported.1").write_text("{")
    path, damages = tmp_path / "ledger.db", list[Damage]()
    await (await opened(path, files)).close()
    path.with_name("ledger.db-wal").unlink()
    path.write_bytes(b"\xa5" * path.stat().st_size)
    ledger = await opened(path, files, damages)
    assert [each.transaction_id for each in await ledger.sessions()] == done
    assert [(each.saved, each.lost) for each in damages] == [(3, 0)]
    await ledger.close()


async def test_what_ended_last_in_files_that_were_taken_in_mends_damage_too(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path
) -> None:
    """It stands in the file of open transactions; a month that was taken in later is newer."""
    old, new = await a_row(session_id=5, energy_wh=1.0), await a_row(session_id=5)
    opens = {"reserved_id": 9, "open": [], "unreadable": []}
    write(files, "open.imported.1", {**opens, "ended": [old, await a_row(session_id=6)]})
    write(files, "sessions.2026-03.imported.1", [{**old, "energy_wh": 2.0}])
    assert [(row.session_id, row.energy_wh) for row in files.kept()] == [(5, 1), (6, 7000)]
    write(files, "sessions.2026-03.imported.2", [new])
    assert [(row.session_id, row.energy_wh) for row in files.kept()] == [(5, 7000), (6, 7000)]


async def test_all_is_written_out_and_taken_in_again(lab: LedgerLab, files: JsonFiles) -> None:
    months = [NOW.replace(month=month) for month in (1, 2, 2, 3)]
    for day, month in enumerate(months, start=1):
        await charged(lab, month.replace(day=day))
    began(lab.ledger, "CP-2", at=lab.now)
    stale = write(files, "sessions.2020-01", [])
    assert await lab.ledger.write_files(files) == 4
    assert not stale.exists()
    assert [path.name.removeprefix(PREFIX) for path in files.paths()] == [
        *(f"sessions.2026-0{month}" for month in (1, 2, 3)),
        "open",
    ]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files.paths())
    expected = await lab.ledger.sessions()
    async with LedgerLab() as other:
        other.now = lab.now
        # Another session has the id of one of them
        other.ledger._records.ids._next = expected[1].session_id
        own = began(other.ledger, "CP-9")
        other.ledger.stop("CP-9", stop(own.transaction_id))
        assert await other.ledger.read_files(files) == 5
        assert await other.ledger.read_files(files) == 0
        found = [each for each in await other.ledger.sessions() if each.charge_point_id != "CP-9"]
        assert [each.energy_wh for each in found] == [each.energy_wh for each in expected]
        assert len({each.session_id for each in await other.ledger.sessions()}) == 6
        assert found[-1].provisional
    assert await lab.ledger.read_files(files) == 0


async def test_a_file_that_makes_no_sense_is_taken_in_by_nobody(
    lab: LedgerLab, files: JsonFiles
) -> None:
    write(files, "open", {}, version=3)
    with pytest.raises(ValueError, match="version"):
        await lab.ledger.read_files(files)
    assert len(files.paths()) == 1


BEYOND_SQLITE = 2**63
BEYOND_FLOATS = 10**400


async def a_row(**fields: Any) -> dict[str, Any]:
    """Return a session of another ledger as a row, with some fields of its own."""
    async with LedgerLab() as lab:
        await charged(lab, NOW)
        ((row,), _) = await rows(lab)
    return {**row, "charge_point_id": "CP-8", **fields}


@pytest.mark.parametrize("is_dormant", [False, True])
async def test_an_imported_session_never_gets_the_id_of_a_transaction(
    lab: LedgerLab, files: JsonFiles, is_dormant: bool
) -> None:
    if is_dormant:
        ended = await charged(lab, NOW)
        assert lab.ledger.start("CP-1", start()).transaction_id == ended
        (running,) = lab.ledger._records.dormant.values()
    else:
        running = began(lab.ledger)
    write(files, "sessions.2026-03", [await a_row(session_id=running.session_id)])
    assert await lab.ledger.read_files(files) == 1
    lab.now = after(7200)
    lab.ledger.stop("CP-1", stop(running.transaction_id, at=lab.now, meter_stop_wh=9000.0))
    await lab.ledger.saved()
    found = await lab.ledger.sessions()
    assert [each.energy_wh for each in found if each.charge_point_id == "CP-8"] == [7000]
    assert any(each.charge_point_id == "CP-1" for each in found)
    assert len(await (await lab.restart()).sessions()) == len(found)


async def test_a_new_id_is_not_that_of_a_running_session(lab: LedgerLab) -> None:
    """The session of a transaction that the charger numbered has an id of its own."""
    running = began(lab.ledger)
    running.transaction_id = 77
    lab.ledger._records.ids._next = running.session_id
    assert began(lab.ledger, "CP-2").session_id != running.session_id


BAD_ROWS: list[dict[str, Any]] = [
    {"session_id": BEYOND_SQLITE},
    {"session_id": -BEYOND_SQLITE - 1},
    {"connector_id": BEYOND_SQLITE},
    {"energy_wh": BEYOND_FLOATS},
    {"started_at": "0001-01-01T00:00:00+14:00"},
]


@pytest.mark.parametrize("bad", BAD_ROWS)
async def test_a_row_that_cannot_be_stored_costs_only_itself_in_an_import(
    lab: LedgerLab, files: JsonFiles, bad: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    good = await a_row(session_id=5)
    write(files, "sessions.2026-03", [await a_row(session_id=4, transaction_id=4) | bad, good])
    assert await lab.ledger.read_files(files) == 1
    assert "1 row" in caplog.text
    began(lab.ledger)
    assert await lab.ledger.saved()
    assert lab.problems == []
    assert await lab.ledger.write_files(JsonFiles(files.directory / "out", PREFIX)) == 1


@pytest.mark.parametrize("bad", [*BAD_ROWS[:3], {"meter_start_wh": BEYOND_FLOATS}])
async def test_a_row_that_cannot_be_stored_does_not_stop_the_start(
    lab: LedgerLab, files: JsonFiles, tmp_path: Path, bad: dict[str, Any]
) -> None:
    """It is kept with the other rows that cannot be read; so is the counter of ids that none can follow."""
    running = began(lab.ledger)
    wrong = {**running.as_dict(), **bad}
    good, ended = await a_row(session_id=5), await a_row(session_id=4) | bad
    write(files, "sessions.2026-03", [ended, good])
    opens = {"reserved_id": BEYOND_SQLITE, "open": [wrong], "ended": [], "unreadable": []}
    write(files, "open", opens)
    ledger = await opened(tmp_path / "ledger.db", files)
    assert [each.session_id for each in await ledger.sessions()] == [5]
    await ledger.write_files(JsonFiles(tmp_path / "out", PREFIX))
    await ledger.close()
    out = json.loads((tmp_path / "out" / f"{PREFIX}open").read_text())["data"]
    assert out["unreadable"] == [ended, wrong]


async def test_a_session_that_cannot_be_stored_leaves_the_ledger_as_it_was(lab: LedgerLab) -> None:
    session = Session.from_dict(await a_row(session_id=5))
    records = lab.ledger._records
    with pytest.raises(ValueError, match="connector_id"):
        records.file(replace(session, connector_id=BEYOND_SQLITE))
    assert (records.count, records._unstored.changes) == (0, {})
    records.file(session)
    assert await lab.ledger.saved()


async def test_the_file_of_open_transactions_overrides_the_months(
    lab: LedgerLab, files: JsonFiles
) -> None:
    """A session that ended last stands there, newer than in its month."""
    newer = await a_row(session_id=5)
    write(files, "sessions.2026-03", [{**newer, "energy_wh": 1.0, "provisional": True}])
    write(files, "open", {"reserved_id": 9, "open": [], "ended": [newer], "unreadable": []})
    assert await lab.ledger.read_files(files) == 1
    assert (await only(lab.ledger)).energy_wh == 7000


@pytest.mark.parametrize("is_provisional_first", [False, True])
async def test_a_session_that_the_files_have_twice_is_imported_once(
    lab: LedgerLab, files: JsonFiles, is_provisional_first: bool
) -> None:
    """The one with its stop counts, under whatever id."""
    twins = [
        await a_row(session_id=7),
        await a_row(session_id=8, energy_wh=1.0, provisional=True),
    ]
    write(files, "sessions.2026-03", twins[::-1] if is_provisional_first else twins)
    assert await lab.ledger.read_files(files) == 1
    assert (await only(lab.ledger)).energy_wh == 7000
