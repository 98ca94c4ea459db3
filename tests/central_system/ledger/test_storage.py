"""What the ledger keeps over restarts and damage, and how it is asked (decision 8)."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.ledger import (
    Ledger,
    PresentedCard,
    SessionFilter,
    StopKind,
    shown_of,
)
from custom_components.plug_control.central_system.ledger.queries.flat_rows import flat_details
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.money.worth import NO_DETAILS

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
        await lab.ledger.saved()
        await lab.restart()


async def test_a_session_without_card_is_not_found_by_one(lab: LedgerLab) -> None:
    lab.ledger.stop("CP-1", stop(1, id_tag=None))
    assert await lab.ledger.sessions(id_tag=CARD) == []


async def test_a_page_has_some_of_the_sessions_and_the_figures_of_all(lab: LedgerLab) -> None:
    ids = [await charged(lab, NOW.replace(month=month)) for month in range(1, 9)]
    running = began(lab.ledger, at=lab.now, connector_id=2).transaction_id
    await lab.ledger.saved()
    for _ in range(2):
        page = await lab.ledger.page(SessionFilter(), limit=3, offset=2)
        assert [row["transaction_id"] for row in page.rows] == ids[2:5]
        assert (page.count, page.energy_wh, page.duration_s) == (9, 8 * 7000, 8 * 3600)
        newest = await lab.ledger.page(SessionFilter(), limit=2, newest_first=True)
        assert [row["transaction_id"] for row in newest.rows] == [running, ids[-1]]
        await lab.restart()


async def test_a_page_of_what_was_shown_where(lab: LedgerLab) -> None:
    first = await charged(lab, NOW)
    other = await charged(lab, after(7200), connector_id=2, id_tag="OTHER")
    lab.ledger.stop("CP-2", stop(1, id_tag=None))
    anybody, there, alone = sorted(await lab.ledger.shown(), key=str)
    assert (anybody, there) == (("CP-1", 1, CARD.lower()), ("CP-1", 2, "other"))
    assert alone == ("CP-2", None, None)

    async def found(*shown: PresentedCard) -> list[int]:
        page = await lab.ledger.page(SessionFilter(shown=shown), limit=None)
        assert page.count == len(page.rows)
        assert all(shown_of(row) in shown for row in page.rows)
        return [row["transaction_id"] for row in page.rows]

    assert await found() == []
    assert await found(anybody) == [first]
    assert await found(there, alone) == [1, other]


async def test_a_page_has_whole_rows(lab: LedgerLab) -> None:
    await charged(lab, NOW)
    (session,) = await lab.ledger.sessions()
    (row,) = (await lab.ledger.page(SessionFilter(), limit=None)).rows
    assert row == session.as_dict() | {"signed_values": 0} | flat_details(NO_DETAILS)
    assert [*row] == [*session.as_dict(), "signed_values", *flat_details(NO_DETAILS)]


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
    assert lab.disk.commits == 2
    ledger = await lab.restart()
    (session,) = ledger.close_transactions("CP-1")
    assert session.energy_wh == 1500


async def test_a_transaction_whose_session_stands_there_ends_with_it(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    await lab.ledger.saved()
    assert len(lab.disk.stored("open")) == 1
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    await lab.ledger.saved()
    assert lab.disk.stored("open") == []
    assert (await lab.restart()).open_transactions() == []
    assert (await only(lab.ledger)).energy_wh == 7000


async def test_r18_repeats_are_known_however_long_ago_it_was(lab: LedgerLab) -> None:
    """A charger that replays 130 sessions which it told before leaves 130."""
    ids = [await charged(lab, after(7200 * number)) for number in range(130)]
    await lab.restart()
    for number, transaction_id in enumerate(ids):
        again = lab.ledger.start("CP-1", start(at=after(7200 * number)))
        assert (again.transaction_id, again.repeated) == (transaction_id, True)
        stopped = lab.ledger.stop("CP-1", stop(transaction_id, at=after(7200 * number + 3600)))
        assert stopped.kind is StopKind.REPEATED
    assert len(await lab.ledger.sessions()) == 130


# ---- sessions that move (their start is not what it was taken for)
NOVEMBER = datetime(2026, 11, 1, 2, 0, tzinfo=NOW.tzinfo)
OCTOBER = datetime(2026, 10, 31, 22, 0, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_stop_that_is_joined_with_its_start_of_another_month_is_one_row(
    lab: LedgerLab, restarts: bool
) -> None:
    lab.now = NOVEMBER.replace(hour=3)
    lab.ledger.stop("CP-1", stop(5, at=NOVEMBER))
    await lab.ledger.saved()
    if restarts:
        await lab.restart()
    started = lab.ledger.start("CP-1", start(at=OCTOBER))
    for _ in range(2):
        again = lab.ledger.start("CP-1", start(at=OCTOBER))
        assert (again.repeated, again.transaction_id) == (True, started.transaction_id)
        session = await only(lab.ledger)
        assert (session.energy_wh, session.connector_id, session.started_at) == (7000, 1, OCTOBER)
        await lab.ledger.saved()
        await lab.restart()


async def test_a_late_correction_that_moves_a_session_to_another_month_leaves_one_row(
    lab: LedgerLab,
) -> None:
    lab.now = NOVEMBER.replace(hour=0, minute=5)
    first = began(lab.ledger, at=None)
    lab.now = NOVEMBER.replace(hour=1)
    lab.ledger.close_transactions("CP-1", 1)
    await lab.ledger.saved()
    stopped_at = NOVEMBER.replace(hour=0, second=30)
    data = (values(OCTOBER, register_wh=1000), values(stopped_at, register_wh=8000))
    message = stop(first.transaction_id, at=stopped_at, meter_values=data)
    assert lab.ledger.stop("CP-1", message).kind is StopKind.CORRECTED
    for _ in range(2):
        session = await only(lab.ledger)
        assert (session.energy_wh, session.provisional) == (7000, False)
        await lab.ledger.saved()
        await lab.restart()


# ---- what is not understood
async def test_rows_that_nobody_understands_are_kept_as_they_are(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    done = await charged(lab, NOW)
    began(lab.ledger, at=lab.now)
    await lab.ledger.saved()
    for table in ("sessions", "open"):
        lab.disk.change(f"UPDATE {table} SET row = ?", '{"session_id": 5}')
    await lab.restart()
    assert lab.ledger.open_transactions() == []
    assert await lab.ledger.sessions() == []
    later = await charged(lab, after(9000))
    assert later > done
    assert lab.disk.stored("open") == [{"session_id": 5}]
    assert lab.disk.stored()[0] == {"session_id": 5}
    assert "not understood" in caplog.text
