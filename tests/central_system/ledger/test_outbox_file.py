"""The outbox in its file: files of the version before, backups, damage."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
import shutil
import sqlite3
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from custom_components.plug_control.central_system.ledger.ledger import (
    Damage,
    Ledger,
    LedgerDatabase,
)
from custom_components.plug_control.central_system.ledger.outbox import RESTORED
from custom_components.plug_control.central_system.ledger.sqlite import schema
from custom_components.plug_control.central_system.ledger.sqlite.outbox_rows import (
    checked_outbox,
    checked_relayed,
    delivered_to,
)
from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    INSERT_OUTBOX,
    INSERT_RELAYED,
    OutboxRow,
    RelayedRow,
)
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect, damage
from custom_components.plug_control.model.relaying import RelayState

from .conftest import NOW, after, make_older
from .relayed import MONTA, ROAD, answer, metered, relay_start, relay_stop, waiting, waits

BEFORE_OUTBOX = schema.VERSION - 1


@asynccontextmanager
async def opened(path: Path, damages: list[Damage] | None = None) -> AsyncIterator[Ledger]:
    found = [] if damages is None else damages
    ledger = Ledger(LedgerDatabase(path), clock=lambda: after(7200), on_damage=found.append)
    await ledger.load()
    try:
        yield ledger
    finally:
        await ledger.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


async def test_a_file_of_the_version_before_gets_the_outbox(path: Path) -> None:
    make_older(path, BEFORE_OUTBOX)
    async with opened(path) as ledger:
        assert ledger.outbox.back_ends() == frozenset()
        number = relay_start(ledger)
        assert await ledger.saved()
    async with opened(path) as ledger:
        assert await waits(ledger) == [(number, "StartTransaction")]


async def test_what_waits_is_read_in_parts_together_with_what_is_not_stored(path: Path) -> None:
    async with opened(path) as ledger:
        number = relay_start(ledger)
        for value in range(30):
            metered(ledger, number, str(value))
        assert await ledger.saved()
        metered(ledger, number, "30")
        first = await ledger.outbox.waiting(MONTA, "CP-1", 10)
        assert len(first) == 10
        for message in first:
            await ledger.outbox.answered(message, their_transaction_id=1)
        assert len(await waiting(ledger)) == 22
        assert ledger.outbox.queue(MONTA).messages == 22
    async with opened(path) as ledger:
        assert len(await waiting(ledger)) == 22


# ---- backups


async def test_sessions_whose_start_waits_in_a_restored_backup_are_set_aside_since_they_may_be_delivered(
    path: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    async with opened(path) as ledger:
        done = relay_start(ledger, connector_id=2)
        relay_stop(ledger, done)
        await answer(ledger, their_transaction_id=1)
        taken = relay_start(ledger, connector_id=2, at=after(30))
        await answer(ledger, their_transaction_id=7)
        relay_stop(ledger, taken)
        number = relay_start(ledger)
        await ledger.hold()
        shutil.copy(path, backup)
        shutil.copy(f"{path}-wal", f"{backup}-wal")
        await ledger.release()
        await answer(ledger, their_transaction_id=2)
    async with opened(path) as ledger:  # it went on
        assert ledger.outbox.queue(MONTA).set_aside == 0
        assert ledger.outbox.by_their_id(MONTA, "CP-1", 2) is not None
    for _ in range(2):
        async with opened(backup) as ledger:
            outbox = ledger.outbox
            assert await waits(ledger) == [(taken, "StopTransaction")]
            assert (outbox.queue(MONTA).set_aside, outbox.queue(MONTA).messages) == (1, 1)
            relayed = outbox.relayed(MONTA, number)
            assert relayed is not None
            assert (relayed.state, relayed.note) == (RelayState.SET_ASIDE, RESTORED)
            (delivered,) = await outbox.relayed_sessions(state=RelayState.DELIVERED)
            assert delivered.session_id == done
            assert await ledger.saved()
    async with opened(backup) as ledger:
        await answer(ledger)
        ledger.outbox.send_again(MONTA, number)
        later = relay_start(ledger, connector_id=2, at=after(60))
        assert await ledger.saved()
    async with opened(backup) as ledger:  # asked once
        assert await waits(ledger) == [(number, "StartTransaction"), (later, "StartTransaction")]


async def test_closing_while_a_backup_is_made_leaves_no_restored_backup(path: Path) -> None:
    async with opened(path) as ledger:
        relay_start(ledger)
        await ledger.hold()
    async with opened(path) as ledger:
        assert ledger.outbox.queue(MONTA).set_aside == 0


async def test_a_backup_that_cannot_be_released_is_logged(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path) as ledger:
        relay_start(ledger)
        await ledger.saved()
        for error in (OSError("the disk does not answer"), sqlite3.OperationalError("busy")):
            await ledger.hold()

            def refuse(error: Exception = error) -> None:
                raise error

            with monkeypatch.context() as refusing:
                database = ledger._records._ledger_file._database
                refusing.setattr(database, "release", refuse)
                await ledger.release()
            await ledger.release()
    assert "the disk does not answer" in caplog.text
    assert "busy" in caplog.text


# ---- damage


async def filled(path: Path) -> dict[str, int]:
    """Fill a file with a delivered, a running, a waiting session, and one that is set aside."""
    async with opened(path) as ledger:
        sessions = {"delivered": relay_start(ledger, "CP-1", MONTA, ROAD)}
        relay_stop(ledger, sessions["delivered"], "CP-1", MONTA, ROAD)
        await answer(ledger, their_transaction_id=11)
        sessions["running"] = relay_start(ledger, connector_id=2)
        await answer(ledger, their_transaction_id=12)
        metered(ledger, sessions["running"])
        sessions["waiting"] = relay_start(ledger, connector_id=3)
        sessions["aside"] = relay_start(ledger, connector_id=4)
        ledger.outbox.set_aside(MONTA, sessions["aside"], "no")
        assert await ledger.saved()
    return sessions


async def expect(ledger: Ledger, sessions: dict[str, int]) -> None:
    """Check what `filled` stored, after damage."""
    outbox = ledger.outbox
    assert await waits(ledger) == [
        (sessions["running"], "MeterValues"),
        (sessions["waiting"], "StartTransaction"),
    ]
    assert await waits(ledger, ROAD) == [
        (sessions["delivered"], "StartTransaction"),
        (sessions["delivered"], "StopTransaction"),
    ]
    length = outbox.queue(MONTA, "CP-1")
    assert (length.messages, length.sessions, length.set_aside) == (2, 2, 1)
    for name, number in (("delivered", 11), ("running", 12)):
        found = outbox.by_their_id(MONTA, "CP-1", number)
        assert found is not None
        assert found.session_id == sessions[name]
    aside = outbox.relayed(MONTA, sessions["aside"])
    assert aside is not None
    assert aside.note == "no"


async def test_a_damaged_file_gives_its_messages_and_maps_back(path: Path) -> None:
    sessions = await filled(path)
    assert LedgerDatabase(path).mend().lost == 0
    async with opened(path) as ledger:
        await expect(ledger, sessions)
        relay_start(ledger, "CP-2")
        (later,) = await waiting(ledger, MONTA, "CP-2")
        assert later.message_id > max(each.message_id for each in await waiting(ledger))


async def test_damage_that_is_found_later_costs_no_message(path: Path) -> None:
    sessions = await filled(path)
    damages: list[Damage] = []
    async with opened(path, damages) as ledger:
        ledger._records._ledger_file.on_error(damage("malformed"))
        later = relay_start(ledger, "CP-2")
        mending = ledger._records._ledger_file._mending
        assert mending is not None
        await mending
        assert await ledger.saved()
        await expect(ledger, sessions)
        assert await waits(ledger, MONTA, "CP-2") == [(later, "StartTransaction")]
        assert ledger.outbox.queue(MONTA, "CP-2").messages == 1
    assert [each.lost for each in damages] == [0]


MESSAGE = OutboxRow(1, MONTA, "CP-1", 7, "MeterValues", "{}", 1.5, None, 0, 0, None)
RELAYED = RelayedRow(MONTA, 7, "CP-1", 7, None, 0, None, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": "{"},
        {"payload": "[]"},
        {"payload": None},
        {"session_id": "x"},
        {"recorded": "x"},
        {"not_before": "x"},
        {"error": 5},
        {"attempts": 1.5},
    ],
)
def test_a_torn_message_is_no_message(changes: dict[str, Any]) -> None:
    assert checked_outbox(MESSAGE) == MESSAGE
    with pytest.raises((TypeError, ValueError)):
        checked_outbox(MESSAGE._replace(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"back_end_id": 5},
        {"state": 9},
        {"state": "x"},
        {"their_transaction_id": "x"},
        {"delivered": "x"},
        {"note": 5},
    ],
)
def test_a_torn_map_is_no_map(changes: dict[str, Any]) -> None:
    assert checked_relayed(RELAYED) == RELAYED
    with pytest.raises((TypeError, ValueError)):
        checked_relayed(RELAYED._replace(**changes))


async def test_old_pages_bring_no_message_back_that_was_answered(path: Path) -> None:
    """What is further counts: a delivered session is not reported again, a known start not sent again."""
    async with opened(path) as ledger:
        assert await ledger.saved()
    with closing(connect(path)) as db:
        db.executemany(
            INSERT_OUTBOX,
            [
                MESSAGE._replace(message_id=number, session_id=session_id, action=action)
                for number, session_id, action in (
                    (1, 1, "StopTransaction"),  # delivered
                    (2, 2, "StartTransaction"),  # let go
                    (3, 3, "StartTransaction"),  # its id is known
                    (4, 3, "MeterValues"),
                    (5, 4, "StartTransaction"),
                    (6, 5, "StartTransaction"),  # nobody knows of it
                )
            ],
        )
        db.executemany(
            INSERT_RELAYED,
            [
                RELAYED._replace(session_id=1, state=1, delivered=NOW.timestamp()),
                RELAYED._replace(session_id=2, state=3),
                RELAYED._replace(session_id=3, their_transaction_id=5),
                RELAYED._replace(session_id=4),
            ],
        )
    LedgerDatabase(path).mend()
    async with opened(path) as ledger:
        assert await waits(ledger) == [(3, "MeterValues"), (4, "StartTransaction")]


# ---- exports


async def test_an_import_knows_who_took_a_session_and_reports_it_to_nobody_again(
    path: Path, tmp_path: Path
) -> None:
    files = JsonFiles(tmp_path / "export", "ledger.")
    sessions = await filled(path)
    async with opened(path) as ledger:
        await ledger.write_files(files)
    other = tmp_path / "other.db"
    for _ in range(2):
        async with opened(other) as ledger:
            await ledger.read_files(files)
            found = ledger.outbox.relayed(MONTA, sessions["delivered"])
            assert found is not None
            assert (found.state, found.their_transaction_id) == (RelayState.DELIVERED, 11)
            assert found.delivered_at == after(7200)
            # What only waited is not reported by the export
            assert await ledger.outbox.relayed_sessions() == [found]
            assert ledger.outbox.back_ends() == frozenset()


async def test_an_export_that_is_torn_costs_what_is_torn(path: Path, tmp_path: Path) -> None:
    files = JsonFiles(tmp_path / "export", "ledger.")
    await filled(path)
    async with opened(path) as ledger:
        await ledger.write_files(files)
    for each in (tmp_path / "export").iterdir():
        torn = each.read_text().replace('"back_end_id": "monta"', '"back_end_id": 5')
        each.write_text(torn)
    async with opened(tmp_path / "other.db") as ledger:
        assert await ledger.read_files(files) == 4
        assert await ledger.outbox.relayed_sessions() == []


async def test_a_file_of_an_older_version_that_cannot_be_written_to_exports_without_it(
    path: Path,
) -> None:
    make_older(path, BEFORE_OUTBOX)
    with closing(connect(path)) as db:
        assert delivered_to(db, 7) == []
