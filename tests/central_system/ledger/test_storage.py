"""What the ledger keeps over restarts and damage, and how it is asked (decision 8)."""

import asyncio
from datetime import datetime
import json
from typing import Any

import pytest

from custom_components.plug_control.central_system import ledger_books
from custom_components.plug_control.central_system.ledger import Ledger, StopKind
from custom_components.plug_control.central_system.ledger_history import REMEMBERED
from custom_components.plug_control.model.meter import Meter

from .conftest import CARD, NOW, LedgerLab, after, began, charged, only, start, stop, values


# ---- what is asked
async def test_open_transactions_are_found_by_connector_and_by_id(lab: LedgerLab) -> None:
    lab.now = after(60)
    second = began(lab.ledger, "CP-1", connector_id=2, at=after(60))
    first = began(lab.ledger, "CP-1")
    other = began(lab.ledger, "CP-2", at=after(30))
    find = lab.ledger.open_transaction
    assert lab.ledger.open_transactions() == [first, other, second]
    assert lab.ledger.open_transactions("CP-1") == [first, second]
    assert find("CP-1", connector_id=2) is second
    assert find("CP-1", transaction_id=first.transaction_id) is first
    assert find("CP-1", connector_id=2, transaction_id=first.transaction_id) is None
    assert find("CP-2", transaction_id=first.transaction_id) is None


async def test_transactions_of_a_removed_charge_point_or_connector_are_closed(
    ledger: Ledger,
) -> None:
    began(ledger, connector_id=1)
    began(ledger, connector_id=2)
    other = began(ledger, "CP-2")
    assert [each.connector_id for each in ledger.close_transactions("CP-1", 2)] == [2]
    assert [each.connector_id for each in ledger.close_transactions("CP-1")] == [1]
    assert ledger.close_transactions("CP-1") == []
    assert ledger.open_transactions() == [other]


async def test_sessions_are_found_by_what_is_asked(lab: LedgerLab) -> None:
    january = await charged(lab, NOW.replace(month=1))
    february = await charged(lab, NOW.replace(month=2), charge_point_id="CP-2", id_tag="OTHER")
    march = await charged(lab, NOW.replace(month=3), connector_id=2)
    running = began(lab.ledger, at=NOW.replace(month=3, day=20)).transaction_id
    lab.now = NOW.replace(month=3, day=21)
    await lab.ledger.close()

    async def found(**wanted: Any) -> list[int | None]:
        return [each.transaction_id for each in await lab.ledger.sessions(**wanted)]

    for _ in range(2):
        assert await found() == [january, february, march, running]
        assert await found(charge_point_id="CP-2") == [february]
        assert await found(connector_id=2) == [march]
        assert await found(id_tag="other") == [february]
        assert await found(id_tag=CARD.lower()) == [january, march, running]
        assert await found(start=NOW.replace(month=2)) == [february, march, running]
        assert await found(end=NOW.replace(month=2)) == [january]
        assert await found(start=NOW.replace(month=2), end=NOW.replace(month=3)) == [february]
        await lab.restart()
    assert sorted(lab.disk.rows) == ["2026-01", "2026-02", "2026-03"]


async def test_a_session_without_card_is_not_found_by_one(lab: LedgerLab) -> None:
    lab.ledger.stop("CP-1", stop(1, id_tag=None))
    assert await lab.ledger.sessions(id_tag=CARD) == []


async def test_a_year_of_sessions_is_read_month_by_month(lab: LedgerLab) -> None:
    ids = [await charged(lab, NOW.replace(month=month)) for month in range(1, 9)]
    for _ in range(2):
        sessions = await lab.ledger.sessions()
        assert [session.transaction_id for session in sessions] == ids


async def test_a_session_is_filed_under_its_start(lab: LedgerLab) -> None:
    await charged(lab, datetime(2026, 3, 31, 23, 30, tzinfo=NOW.tzinfo))
    await lab.ledger.close()
    assert list(lab.disk.rows) == ["2026-03"]


# ---- restarts
async def test_open_transactions_go_on_after_a_power_cut(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    await lab.ledger.saved()
    ledger = await lab.restart()
    (again,) = ledger.open_transactions()
    assert again == transaction
    assert ledger.start("CP-1", start()).repeated
    lab.now = after(4000)
    assert ledger.stop("CP-1", stop(transaction.transaction_id)).kind is StopKind.ENDED


async def test_progress_is_written_now_and_then(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    await lab.ledger.saved()
    meter = Meter()
    for minute in range(1, 21):
        lab.now = after(60 * minute)
        reading = values(lab.now, register_wh=1000 + 100 * minute)
        meter.take([reading], now=lab.now)
        lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, meter)
        await lab.ledger.saved()
    assert lab.disk.writes == ["open", "open"]
    ledger = await lab.restart()
    (session,) = ledger.close_transactions("CP-1")
    assert session.energy_wh == 1500


async def test_a_power_cut_between_the_two_files_leaves_one_row(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    await lab.ledger.saved()
    before_filing = lab.disk.open
    await lab.ledger.close()
    assert json.loads(lab.disk.open or "")["ended"] == []
    lab.disk.open = before_filing
    ledger = await lab.restart()
    assert (await only(ledger)).transaction_id == transaction.transaction_id
    await ledger.close()
    assert len(json.loads(lab.disk.rows["2026-03"])) == 1


async def test_a_transaction_whose_session_is_filed_does_not_come_back_with_an_old_backup(
    lab: LedgerLab,
) -> None:
    transaction = began(lab.ledger)
    await lab.ledger.saved()
    backup = lab.disk.open
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    await lab.ledger.close()
    lab.disk.open = backup
    ledger = await lab.restart()
    assert ledger.open_transactions() == []
    assert (await only(ledger)).energy_wh == 7000


async def test_only_the_sessions_of_late_are_kept_in_mind(lab: LedgerLab) -> None:
    first = await charged(lab, NOW)
    for number in range(1, REMEMBERED + 1):
        await charged(lab, after(7200 * number))
    assert not lab.ledger.start("CP-1", start()).repeated
    assert len(await lab.ledger.sessions()) == REMEMBERED + 2
    assert first in {each.transaction_id for each in await lab.ledger.sessions()}


# ---- damage
async def test_a_damaged_file_of_open_transactions_loses_no_session_and_no_id(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    done = await charged(lab, NOW)
    await lab.ledger.close()
    lab.disk.damaged.add("open")
    ledger = await lab.restart()
    assert "damaged" in caplog.text
    assert (await only(ledger)).transaction_id == done
    assert began(ledger, at=after(9000)).transaction_id > done


async def test_a_damaged_month_is_set_aside_and_the_others_are_whole(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    await charged(lab, NOW.replace(month=2))
    march = await charged(lab, NOW)
    await lab.ledger.close()
    lab.disk.damaged.add("2026-02")
    ledger = await lab.restart()
    assert "2026-02" in caplog.text
    assert (await only(ledger)).transaction_id == march


async def test_rows_that_nobody_understands_are_kept_as_they_are(lab: LedgerLab) -> None:
    done = await charged(lab, NOW)
    await lab.ledger.close()
    strange: list[Any] = [7, {"session_id": "?"}, {"charge_point_id": "CP-1", "session_id": 5}]
    lab.disk.rows["2026-03"] = json.dumps([*strange, *json.loads(lab.disk.rows["2026-03"])])
    stored = json.loads(lab.disk.open or "")
    stored |= {"open": [{"transaction_id": 8}], "ended": [{"session_id": 9}]}
    lab.disk.open = json.dumps(stored)
    await lab.restart()
    assert lab.ledger.open_transactions() == []
    later = await charged(lab, after(9000))
    await lab.ledger.close()
    rows = json.loads(lab.disk.rows["2026-03"])
    assert rows[:3] == strange
    assert [row["transaction_id"] for row in rows[3:]] == [done, later]
    await lab.restart()
    await lab.ledger.close()
    unreadable = json.loads(lab.disk.open)["unreadable"]
    assert unreadable == [{"session_id": 9}, {"transaction_id": 8}]


async def test_a_file_with_the_wrong_things_in_it_is_read_as_far_as_it_goes(lab: LedgerLab) -> None:
    lab.disk.open = json.dumps({"open": 5, "ended": None, "unreadable": "x", "reserved_id": []})
    ledger = await lab.restart()
    assert began(ledger).transaction_id > 0


async def test_a_disk_that_cannot_be_read_is_no_empty_ledger(lab: LedgerLab) -> None:
    await charged(lab, NOW)
    await lab.ledger.close()
    lab.disk.month_error = OSError("no disk")
    with pytest.raises(OSError, match="no disk"):
        await lab.restart()


async def test_many_rows_are_read_without_holding_others_up(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_books, "_ROWS_AT_ONCE", 2)
    for hours in range(5):
        await charged(lab, after(7200 * hours))
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await asyncio.sleep(0)
    before = turns
    assert len(await lab.ledger.sessions()) == 5
    assert turns > before
    counting.cancel()


async def test_a_session_that_is_filed_while_sessions_are_read_is_among_them(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.disk.rows["2026-03"] = "[]"
    ended = await charged(lab, NOW)
    running = began(lab.ledger, "CP-2", at=lab.now)
    months = lab.disk.months

    async def slow() -> list[str]:
        listed = await months()
        await lab.ledger.close()  # all is filed meanwhile
        return listed

    monkeypatch.setattr(lab.disk, "months", slow)
    sessions = await lab.ledger.sessions()
    assert [each.session_id for each in sessions] == [ended, running.session_id]
    assert sessions[1].stopped_at is None
