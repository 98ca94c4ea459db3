"""Messages in any order, as chargers replay them (R17, C2EU Q16)."""

import asyncio
from datetime import datetime
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.central_system.ledger.ledger import StopKind
from custom_components.plug_control.model.transaction import StopReason

from .conftest import NOW, LedgerLab, after, began, metered, only, start, stop, values


# ---- replays in any order (R17, C2EU Q16)
async def test_a_start_on_a_connector_that_charges_ends_the_old_transaction(
    lab: LedgerLab,
) -> None:
    first = began(lab.ledger)
    meter = metered(values(after(600), register_wh=2000.0, power_w=6000))
    lab.now = after(700)
    lab.ledger.meter_values("CP-1", 1, first.transaction_id, meter)
    started = lab.ledger.start("CP-1", start(at=after(700), meter_start_wh=2100.0))
    ended = started.superseded
    assert ended is not None
    assert (ended.transaction_id, ended.energy_wh) == (first.transaction_id, 1000)
    assert ended.energy_estimated
    assert ended.stop_reason is StopReason.UNKNOWN
    assert lab.ledger.open_transactions() == [started.transaction]


async def test_a_late_stop_corrects_the_session_that_was_closed_without_it(
    lab: LedgerLab,
) -> None:
    first = began(lab.ledger)
    lab.now = after(4000)
    began(lab.ledger, at=after(3700), meter_start_wh=9000.0)
    await lab.ledger.saved()
    stopped = lab.ledger.stop("CP-1", stop(first.transaction_id))
    assert stopped.kind is StopKind.CORRECTED
    assert lab.ledger.stop("CP-1", stop(first.transaction_id)).kind is StopKind.REPEATED
    await lab.ledger.close()
    ledger = await lab.restart()
    ended, running = await ledger.sessions()
    assert (ended.energy_wh, ended.energy_estimated, ended.provisional) == (7000, False, False)
    assert running.stopped_at is None


async def test_r17_c2eu_q16_sessions_replayed_newest_first_are_all_right(
    lab: LedgerLab,
) -> None:
    """Three charges offline, the last still running: starts newest first, one a minute, stops later."""
    ledger = lab.ledger
    lab.now = after(40_000)
    newest = ledger.start("CP-1", start(at=after(30_000), meter_start_wh=3000.0))
    middle = ledger.start("CP-1", start(at=after(20_000), meter_start_wh=2000.0))
    oldest = ledger.start("CP-1", start(at=after(10_000), meter_start_wh=1000.0))
    assert newest.transaction is not None
    assert (middle.transaction, oldest.transaction) == (None, None)
    assert (middle.superseded, oldest.superseded) == (None, None)
    assert ledger.open_transactions() == [newest.transaction]
    estimates = (await ledger.sessions())[:2]
    assert [session.energy_wh for session in estimates] == [1000, 1000]
    assert all(session.provisional for session in estimates)
    kinds = [
        ledger.stop("CP-1", stop(middle.transaction_id, at=after(25_000), meter_stop_wh=2900.0)),
        ledger.stop("CP-1", stop(oldest.transaction_id, at=after(15_000), meter_stop_wh=1900.0)),
        ledger.stop("CP-1", stop(newest.transaction_id, at=after(35_000), meter_stop_wh=3900.0)),
    ]
    assert [stopped.kind for stopped in kinds] == [
        StopKind.CORRECTED,
        StopKind.CORRECTED,
        StopKind.ENDED,
    ]
    sessions = await ledger.sessions()
    assert [session.started_at for session in sessions] == [
        after(10_000),
        after(20_000),
        after(30_000),
    ]
    assert [session.energy_wh for session in sessions] == [900, 900, 900]
    assert not any(session.energy_estimated or session.time_estimated for session in sessions)


async def test_r17_a_replayed_start_after_its_followers_stop_is_over(lab: LedgerLab) -> None:
    lab.now = after(40_000)
    second = began(lab.ledger, at=after(20_000), meter_start_wh=2000.0)
    lab.ledger.stop("CP-1", stop(second.transaction_id, at=after(25_000), meter_stop_wh=2900.0))
    first = lab.ledger.start("CP-1", start(at=after(10_000)))
    assert first.transaction is None
    assert lab.ledger.open_transactions() == []


async def test_a_start_is_not_taken_for_over_because_of_a_session_whose_time_is_a_guess(
    lab: LedgerLab,
) -> None:
    lab.now = after(4000)
    undated = began(lab.ledger, at=None)
    lab.ledger.stop("CP-1", stop(undated.transaction_id, at=None))
    assert lab.ledger.start("CP-1", start(at=after(3900))).transaction is not None


async def test_r17_a_stop_that_comes_before_its_start_is_joined_with_it(lab: LedgerLab) -> None:
    lab.now = after(4000)
    early = lab.ledger.stop("CP-1", stop(-1 % 7, meter_stop_wh=3500.0))
    assert early.kind is StopKind.UNKNOWN
    started = lab.ledger.start("CP-1", start())
    assert started.transaction is None
    session = await only(lab.ledger)
    assert (session.transaction_id, session.connector_id) == (started.transaction_id, 1)
    assert (session.started_at, session.stopped_at) == (NOW, after(3600))
    assert (session.energy_wh, session.energy_estimated) == (2500, False)
    await lab.ledger.close()
    ledger = await lab.restart()
    assert await only(ledger) == session
    assert ledger.stop("CP-1", stop(started.transaction_id)).kind is StopKind.REPEATED


async def test_an_early_stop_with_data_is_joined_by_its_register(lab: LedgerLab) -> None:
    lab.now = after(9000)
    data = (values(after(10), register_wh=1010), values(after(3500), register_wh=3400))
    lab.ledger.stop("CP-1", stop(5, meter_stop_wh=3500.0, meter_values=data))
    assert lab.ledger.start("CP-1", start(meter_start_wh=9000.0)).transaction is not None
    assert lab.ledger.start("CP-1", start()).transaction is None


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ({"at": after(-60)}, {}),
        ({"at": None}, {}),
        ({"id_tag": "OTHER"}, {}),
        ({"meter_stop_wh": 500.0}, {}),
        ({}, {"at": None}),
    ],
)
async def test_a_stop_is_not_joined_with_a_start_that_it_cannot_belong_to(
    lab: LedgerLab, early: dict[str, Any], late: dict[str, Any]
) -> None:
    lab.now = after(4000)
    lab.ledger.stop("CP-1", stop(5, **early))
    assert lab.ledger.start("CP-1", start(**late)).transaction is not None


async def replay(order: list[int]) -> list[tuple[datetime | None, datetime | None, float]]:
    """Tell three offline charges: 0, 2, 4 are their starts, 1, 3, 5 their stops, by the id that is known by then."""
    async with LedgerLab() as lab:
        lab.now = after(40_000)
        ids: dict[int, int] = {}
        for step in order:
            charge, is_stop = divmod(step, 2)
            at, wh = charge * 10_000.0, 1000.0 * charge + 1000
            if is_stop:
                number = ids.get(charge, 900 + charge)
                message = stop(number, at=after(at + 5000), meter_stop_wh=wh + 900)
                lab.ledger.stop("CP-1", message)
            else:
                first = lab.ledger.start("CP-1", start(at=after(at), meter_start_wh=wh))
                ids[charge] = first.transaction_id
        assert lab.ledger.open_transactions() == []
        sessions = await lab.ledger.sessions()
        return [(each.started_at, each.stopped_at, each.energy_wh) for each in sessions]


REPLAYED = [(after(at), after(at + 5000), 900.0) for at in (0, 10_000, 20_000)]


@settings(max_examples=60, deadline=None)
@given(st.permutations([0, 0, 1, 1, 2, 2]))
def test_r17_any_order_of_sessions_leaves_the_same_ledger(charges: list[int]) -> None:
    order = [2 * charge + (charge in charges[:place]) for place, charge in enumerate(charges)]
    assert asyncio.run(replay(order)) == REPLAYED


@settings(max_examples=20, deadline=None)
@given(st.permutations([1, 3, 5]), st.permutations([0, 2, 4]))
def test_r17_stops_before_all_starts_leave_the_same_ledger(
    stops: list[int], starts: list[int]
) -> None:
    assert asyncio.run(replay([*stops, *starts])) == REPLAYED
