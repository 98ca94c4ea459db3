"""How the ledger comes to disk: few writes, no answer delayed, nothing lost (R15)."""

import asyncio
import json
from typing import Any

import pytest

from custom_components.plug_control.central_system import group_commit, ledger_books
from custom_components.plug_control.central_system.ledger import Ledger, MemoryStorage
from custom_components.plug_control.model.events import Problem

from .conftest import NOW, LedgerLab, after, began, charged, start, stop

SHORT_S = 2.0


# ---- writing
async def test_200_starts_at_once_share_a_few_writes(lab: LedgerLab) -> None:
    async def one(number: int) -> int:
        started = lab.ledger.start(f"CP-{number}", start())
        await lab.ledger.saved()
        stored = json.loads(lab.disk.open or "")
        assert started.transaction_id in {each["transaction_id"] for each in stored["open"]}
        return started.transaction_id

    ids = await asyncio.gather(*(one(number) for number in range(200)))
    assert len(set(ids)) == 200
    assert len(lab.disk.writes) <= 3


async def test_a_start_during_a_write_waits_for_the_next_one(lab: LedgerLab) -> None:
    with lab.disk.held():
        began(lab.ledger, "CP-1")
        first = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0)
        late = began(lab.ledger, "CP-2")
        second = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0)
        assert not first.done()
        assert not second.done()
    await asyncio.wait_for(second, SHORT_S)
    assert first.done()
    stored = json.loads(lab.disk.open or "")
    assert late.transaction_id in {each["transaction_id"] for each in stored["open"]}
    assert lab.disk.writes == ["open", "open"]


async def test_nothing_to_write_is_not_waited_for(ledger: Ledger) -> None:
    await asyncio.wait_for(ledger.saved(), SHORT_S)


async def test_r15_a_full_disk_delays_no_answer_and_is_told_and_tried_again(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.disk.error = OSError("disk full")
    transaction = began(lab.ledger)
    await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert lab.problems == [(Problem.LEDGER_NOT_WRITABLE, "disk full")]
    began(lab.ledger, "CP-2")
    await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert len(lab.problems) == 1
    lab.disk.error = None
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    await lab.ledger.close()
    assert lab.problems[1:] == [(Problem.LEDGER_NOT_WRITABLE, None)]
    ledger = await lab.restart()
    assert [each.charge_point_id for each in await ledger.sessions()] == ["CP-1", "CP-2"]


async def test_a_full_disk_is_tried_again_by_itself() -> None:
    errors: asyncio.Queue[str | None] = asyncio.Queue()
    attempts = 0

    async def write() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 4:
            raise OSError("disk full")

    async def tidy() -> bool:
        return False

    commit = group_commit.GroupCommit(
        write=write, tidy=tidy, on_failure=errors.put_nowait, pause_s=0.001
    )
    commit.changed()
    async with asyncio.timeout(SHORT_S):
        assert [await errors.get(), await errors.get()] == ["disk full", None]
    assert attempts == 4
    await commit.close()


async def test_r15_a_slow_disk_delays_no_answer_for_long(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ledger_books, "_ANSWER_S", 0.01)
    with lab.disk.held():
        began(lab.ledger)
        await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert "takes more than" in caplog.text


async def test_a_month_that_cannot_be_written_delays_no_answer_and_loses_nothing(
    lab: LedgerLab,
) -> None:
    lab.disk.month_error = OSError("month full")
    first = await charged(lab, NOW)
    second = await charged(lab, after(9000))
    await lab.ledger.close()
    assert lab.problems == [(Problem.LEDGER_NOT_WRITABLE, "month full")]
    lab.disk.month_error = None
    ledger = await lab.restart()
    assert [each.transaction_id for each in await ledger.sessions()] == [first, second]
    await ledger.close()
    assert len(json.loads(lab.disk.rows["2026-03"])) == 2


async def test_a_ledger_that_cannot_write_at_the_end_says_so(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.disk.error = OSError("disk full")
    began(lab.ledger)
    await asyncio.wait_for(lab.ledger.close(), SHORT_S)
    assert "could not be written" in caplog.text


async def test_a_disk_that_hangs_does_not_hang_the_end(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(group_commit, "_CLOSE_S", 0.01)
    with lab.disk.held():
        began(lab.ledger)
        await asyncio.wait_for(lab.ledger.close(), SHORT_S)
        began(lab.ledger, "CP-2")
        await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert "could not be written" in caplog.text


async def test_a_session_that_is_corrected_while_it_is_filed_is_filed_again(
    lab: LedgerLab,
) -> None:
    first = began(lab.ledger)
    lab.now = after(4000)
    began(lab.ledger, at=after(3700), meter_start_wh=9000.0)
    filing = asyncio.Event()
    go_on = asyncio.Event()
    save_month = lab.disk.save_month

    async def slow(month: str, rows: list[dict[str, Any]]) -> None:
        filing.set()
        await go_on.wait()
        await save_month(month, rows)

    lab.disk.save_month = slow  # type: ignore[method-assign]
    async with asyncio.timeout(SHORT_S):
        await filing.wait()
    lab.ledger.stop("CP-1", stop(first.transaction_id))
    go_on.set()
    await lab.ledger.close()
    (row,) = json.loads(lab.disk.rows["2026-03"])
    assert (row["energy_wh"], row["provisional"]) == (7000, False)


async def test_a_memory_storage_keeps_what_it_is_given() -> None:
    storage = MemoryStorage()
    assert await storage.load_open() is None
    assert await storage.load_month("2026-03") == []
    await storage.save_open({"open": []})
    await storage.save_month("2026-03", [{"session_id": 1}])
    assert await storage.load_open() == {"open": []}
    assert await storage.months() == ["2026-03"]
    assert await storage.load_month("2026-03") == [{"session_id": 1}]


async def test_a_fault_of_the_storage_is_told_logged_and_survived(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fault(data: dict[str, Any]) -> None:
        raise TypeError("integer exceeds 64 bits")

    with monkeypatch.context() as faulty:
        faulty.setattr(lab.disk, "save_open", fault)
        began(lab.ledger)
        await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
        began(lab.ledger, "CP-2")
        await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert lab.problems == [(Problem.LEDGER_NOT_WRITABLE, "integer exceeds 64 bits")]
    assert caplog.text.count("Unexpected error while the ledger was written") == 1
    await lab.ledger.close()
    ledger = await lab.restart()
    assert len(ledger.open_transactions()) == 2
