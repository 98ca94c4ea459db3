"""How the ledger comes to disk: few commits, no answer delayed, nothing lost (R15)."""

import asyncio
from collections.abc import Sequence
import threading

import pytest

from custom_components.plug_control.central_system.ledger import records, writer
from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.central_system.ledger.sqlite.database import LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite.units import Unit
from custom_components.plug_control.model.events import Problem

from .conftest import LedgerLab, after, began, only, start, stop

SHORT_S = 4.0


def stored_ids(lab: LedgerLab) -> set[int]:
    return {row["transaction_id"] for row in lab.disk.stored("open")}


async def test_200_starts_at_once_share_a_few_commits(lab: LedgerLab) -> None:
    async def one(number: int) -> int:
        started = lab.ledger.start(f"CP-{number}", start())
        assert await lab.ledger.saved(started.transaction_id)
        assert started.transaction_id in stored_ids(lab)
        return started.transaction_id

    ids = await asyncio.gather(*(one(number) for number in range(200)))
    assert len(set(ids)) == 200
    assert lab.disk.commits <= 3


async def test_a_start_during_a_commit_waits_for_the_next_one(lab: LedgerLab) -> None:
    with lab.disk.held():
        began(lab.ledger, "CP-1")
        first = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0)
        late = began(lab.ledger, "CP-2")
        second = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0)
        assert not first.done()
        assert not second.done()
    assert await asyncio.wait_for(second, SHORT_S)
    assert first.done()
    assert late.transaction_id in stored_ids(lab)
    assert lab.disk.commits == 2


async def test_nothing_to_write_is_not_waited_for(ledger: Ledger) -> None:
    assert await asyncio.wait_for(ledger.saved(), SHORT_S)


async def test_r15_a_disk_that_refuses_delays_no_answer_and_is_told_and_tried_again(
    lab: LedgerLab,
) -> None:
    lab.disk.error = OSError("read-only")
    transaction = began(lab.ledger)
    assert not await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert lab.problems == [(Problem.LEDGER_NOT_WRITABLE, "read-only")]
    began(lab.ledger, "CP-2")
    assert not await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert len(lab.problems) == 1
    lab.disk.error = None
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    assert await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert lab.problems[1:] == [(Problem.LEDGER_NOT_WRITABLE, None)]
    ledger = await lab.restart()
    assert [each.charge_point_id for each in await ledger.sessions()] == ["CP-1", "CP-2"]


async def test_a_disk_that_refused_is_tried_again_by_itself(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RETRY_S", 0.001)
    lab.disk.error = OSError("read-only")
    transaction = began(lab.ledger)
    await lab.ledger.saved()
    lab.disk.error = None
    async with asyncio.timeout(SHORT_S):
        while len(lab.problems) < 2:
            await asyncio.sleep(0.001)
    assert stored_ids(lab) == {transaction.transaction_id}


@pytest.mark.parametrize("has_failed", [False, True])
async def test_r15_an_attempt_from_before_the_disk_was_mended_refuses_no_stop(
    lab: LedgerLab, has_failed: bool
) -> None:
    """Neither the stop that it is about, nor the same one when the charger sends it again."""
    is_under_way, go = threading.Event(), threading.Event()

    def refuse(units: Sequence[Unit], meta: dict[str, int]) -> None:
        is_under_way.set()
        go.wait()
        raise OSError("read-only")

    transaction = began(lab.ledger)
    if has_failed:
        lab.disk.error = OSError("read-only")
        assert not await lab.ledger.saved()
    lab.disk.store = refuse  # type: ignore[method-assign]
    stopped = lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    async with asyncio.timeout(SHORT_S):
        while not is_under_way.is_set():
            await asyncio.sleep(0.001)
    del lab.disk.store
    lab.disk.error = None
    saved = asyncio.create_task(lab.ledger.saved(stopped.session.session_id))
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.wait_for(saved, SHORT_S)


async def test_r15_a_slow_disk_delays_no_answer_for_long(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(records, "ANSWER_S", 0.01)
    with lab.disk.held():
        transaction = began(lab.ledger)
        assert not await asyncio.wait_for(lab.ledger.saved(transaction.session_id), SHORT_S)
    assert "takes more than" in caplog.text


async def test_a_session_that_cannot_be_stored_keeps_no_other_from_it(lab: LedgerLab) -> None:
    """Each has its own answer: the disk may have room for one of them."""

    def picky(units: Sequence[Unit], meta: dict[str, int]) -> None:
        if any(unit.session_id == bad.session_id for unit in units):
            raise OSError("too large")
        LedgerDatabase.store(lab.disk, units, meta)

    bad = began(lab.ledger, "CP-1")
    await lab.ledger.saved()
    lab.disk.store = picky  # type: ignore[method-assign]
    lab.ledger.stop("CP-1", stop(bad.transaction_id))
    good = began(lab.ledger, "CP-2")
    assert not await lab.ledger.saved()
    assert not await lab.ledger.saved(bad.session_id)
    assert await lab.ledger.saved(good.session_id)
    assert good.transaction_id in stored_ids(lab)
    del lab.disk.store
    assert await lab.ledger.saved(began(lab.ledger, "CP-3").session_id)
    assert [row["transaction_id"] for row in lab.disk.stored()] == [bad.transaction_id]


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
    monkeypatch.setattr(writer, "CLOSE_S", 0.01)
    with lab.disk.held():
        began(lab.ledger)
        await asyncio.wait_for(lab.ledger.close(), SHORT_S)
        began(lab.ledger, "CP-2")
        await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert "could not be written" in caplog.text


async def test_a_session_that_is_corrected_while_it_is_stored_is_stored_again(
    lab: LedgerLab,
) -> None:
    first = began(lab.ledger)
    lab.now = after(4000)
    with lab.disk.held():
        began(lab.ledger, at=after(3700), meter_start_wh=9000.0)
        storing = asyncio.create_task(lab.ledger.saved())
        while not lab.disk.commits:
            await asyncio.sleep(0.001)
        lab.ledger.stop("CP-1", stop(first.transaction_id))
    await storing
    await lab.ledger.saved()
    (row,) = lab.disk.stored()
    assert (row["energy_wh"], row.get("provisional", False)) == (7000, False)


async def test_what_is_not_stored_yet_is_known_all_the_same(lab: LedgerLab) -> None:
    """Repeats and corrections are told from new charges while nothing can be written (R18)."""
    lab.disk.error = OSError("read-only")
    first = began(lab.ledger)
    lab.ledger.stop("CP-1", stop(first.transaction_id))
    await lab.ledger.saved()
    assert lab.ledger.start("CP-1", start()).transaction_id == first.transaction_id
    lab.ledger.stop("CP-1", stop(first.transaction_id))
    assert (await only(lab.ledger)).energy_wh == 7000


async def test_a_fault_of_the_storage_is_told_logged_and_survived(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.disk.error = TypeError("integer exceeds 64 bits")
    began(lab.ledger)
    await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    began(lab.ledger, "CP-2")
    await asyncio.wait_for(lab.ledger.saved(), SHORT_S)
    assert lab.problems == [(Problem.LEDGER_NOT_WRITABLE, "integer exceeds 64 bits")]
    assert caplog.text.count("Unexpected error while the ledger was written") == 1
    lab.disk.error = None
    await lab.ledger.close()
    ledger = await lab.restart()
    assert len(ledger.open_transactions()) == 2
