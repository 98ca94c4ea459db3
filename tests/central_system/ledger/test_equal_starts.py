"""Starts that are equal to an earlier one: most are repeats (R18), some are another charge; no energy is lost either way."""

from datetime import datetime, timedelta

import pytest

from custom_components.plug_control.central_system.ledger.ledger import StopKind
from custom_components.plug_control.model.meter import Meter

from .conftest import NOW, LedgerLab, after, began, metered, start, stop, values

EPOCH = datetime(1970, 1, 1, tzinfo=NOW.tzinfo)


async def energies(lab: LedgerLab) -> list[float]:
    return [session.energy_wh for session in await lab.ledger.sessions()]


async def ended_at_once(lab: LedgerLab, at: datetime) -> int:
    """A charge of 0 Wh: the car said no, or somebody tapped twice."""
    transaction_id = lab.ledger.start("CP-1", start(at=at)).transaction_id
    lab.ledger.stop("CP-1", stop(transaction_id, at=at, meter_stop_wh=1000.0))
    return transaction_id


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("at", [EPOCH, NOW, NOW - timedelta(days=400)])
async def test_a_charge_whose_start_equals_that_of_an_empty_one_is_a_session(
    lab: LedgerLab, at: datetime, restarts: bool
) -> None:
    """A clock that stands still, or two starts in a second: the stop proves that it charged."""
    first = await ended_at_once(lab, at)
    lab.now = after(10)
    again = lab.ledger.start("CP-1", start(at=at))
    assert (again.transaction_id, again.repeated, again.transaction) == (first, True, None)
    assert lab.ledger.start("CP-1", start(at=at)).transaction_id == first
    await lab.ledger.saved()
    if restarts:
        await lab.restart()
    lab.now = after(4000)
    message = stop(first, at=at if at == EPOCH else after(3600), meter_stop_wh=9000.0)
    stopped = lab.ledger.stop("CP-1", message)
    assert stopped.kind is StopKind.ENDED
    assert lab.ledger.stop("CP-1", message).kind is StopKind.REPEATED
    assert sorted(await energies(lab)) == [0, 8000]
    # Whatever of it is replayed, changes nothing any more
    for each in (stop(first, at=at, meter_stop_wh=1000.0), message):
        assert lab.ledger.start("CP-1", start(at=at)).transaction_id == first
        assert lab.ledger.stop("CP-1", each).kind is StopKind.REPEATED
    assert sorted(await energies(lab)) == [0, 8000]
    assert lab.ledger.open_transactions() == []


async def test_meter_values_above_the_ended_stop_prove_that_an_equal_start_charges(
    lab: LedgerLab,
) -> None:
    first = await ended_at_once(lab, EPOCH)
    lab.now = after(10)
    lab.ledger.start("CP-1", start(at=EPOCH))
    meter = metered(values(after(30), register_wh=1000, power_w=0))
    assert lab.ledger.meter_values("CP-1", 1, first, meter).transaction is None
    lab.now = after(60)
    meter.take([values(after(60), register_wh=1500, power_w=7000)], now=lab.now)
    found = lab.ledger.meter_values("CP-1", 1, first, meter)
    assert found.adopted
    assert found.transaction is not None
    assert found.transaction.transaction_id == first
    await lab.ledger.saved()
    await lab.restart()
    assert [each.transaction_id for each in lab.ledger.open_transactions()] == [first]
    # The stop of the first one, once more, does not end it
    again = lab.ledger.stop("CP-1", stop(first, at=EPOCH, meter_stop_wh=1000.0))
    assert again.kind is StopKind.REPEATED
    assert len(lab.ledger.open_transactions()) == 1
    lab.now = after(4000)
    stopped = lab.ledger.stop("CP-1", stop(first, at=EPOCH, meter_stop_wh=9000.0))
    assert (stopped.kind, stopped.session.energy_wh) == (StopKind.ENDED, 8000)
    assert sorted(await energies(lab)) == [0, 8000]


@pytest.mark.parametrize("told_id", [0, -1, 987_654_321])
async def test_meter_values_under_an_id_that_nobody_gave_prove_it_too(
    lab: LedgerLab, told_id: int
) -> None:
    """R20: what an equal start drew until then passed for nobody's, and its stop for a repeat."""
    first = await ended_at_once(lab, NOW)
    lab.ledger.start("CP-1", start(at=NOW))
    lab.now = after(600)
    meter = metered(values(after(600), register_wh=1700, power_w=7000))
    found = lab.ledger.meter_values("CP-1", 1, told_id, meter)
    assert found.transaction is not None
    assert found.transaction.transaction_id == first
    lab.now = after(4000)
    stopped = lab.ledger.stop("CP-1", stop(first, at=after(4000), meter_stop_wh=9000.0))
    assert stopped.kind is StopKind.ENDED
    assert sorted(await energies(lab)) == [0, 8000]


async def test_power_proves_it_of_a_charger_without_a_register(lab: LedgerLab) -> None:
    first = lab.ledger.start("CP-1", start(meter_start_wh=None)).transaction_id
    lab.ledger.stop("CP-1", stop(first, at=NOW, meter_stop_wh=None))
    lab.now = after(10)
    lab.ledger.start("CP-1", start(meter_start_wh=None))
    old = metered(values(after(-60), power_w=7000))
    assert lab.ledger.meter_values("CP-1", 1, first, old).transaction is None
    lab.now = after(60)
    now = metered(values(after(60), power_w=7000))
    assert lab.ledger.meter_values("CP-1", 1, first, now).adopted


async def test_a_session_register_that_begins_at_the_same_again_is_counted_each_time(
    lab: LedgerLab,
) -> None:
    """A clock that stands still since 2020 and a register of the session: each start is equal to the last."""
    stuck = datetime(2020, 1, 1, tzinfo=NOW.tzinfo)
    ids = set()
    for number, energy_wh in enumerate((1500.0, 8000.0, 700.0)):
        lab.now = after(10_000 * number)
        started = lab.ledger.start("CP-1", start(at=stuck, meter_start_wh=0.0))
        ids.add(started.transaction_id)
        lab.now += timedelta(hours=2)
        message = stop(started.transaction_id, at=stuck, meter_stop_wh=energy_wh)
        assert lab.ledger.stop("CP-1", message).kind is StopKind.ENDED
    assert len(ids) == 1
    assert sorted(await energies(lab)) == [700, 1500, 8000]


async def test_another_start_ends_the_wait_for_a_proof(lab: LedgerLab) -> None:
    first = await ended_at_once(lab, NOW)
    lab.now = after(60)
    lab.ledger.start("CP-1", start())
    second = began(lab.ledger, at=after(60))
    assert second.transaction_id != first
    meter = metered(values(after(90), register_wh=1500, power_w=7000))
    assert lab.ledger.meter_values("CP-1", 1, first, meter).transaction is second
    await lab.ledger.saved()
    assert len(lab.disk.stored("open")) == 1


async def test_a_repeat_while_something_else_charges_changes_nothing(lab: LedgerLab) -> None:
    first = await ended_at_once(lab, NOW)
    lab.now = after(60)
    second = began(lab.ledger, at=after(60))
    assert lab.ledger.start("CP-1", start()).transaction_id == first
    assert lab.ledger.open_transactions() == [second]


async def test_a_later_stop_of_more_energy_counts_without_a_second_start(lab: LedgerLab) -> None:
    """As after a backup that was restored, which does not know of the second start."""
    first = await ended_at_once(lab, NOW)
    lab.now = after(4000)
    stopped = lab.ledger.stop("CP-1", stop(first, meter_stop_wh=9000.0))
    assert stopped.kind is StopKind.CORRECTED
    assert await energies(lab) == [8000]
    for less in (8999.0, None, -5.0):
        repeated = lab.ledger.stop("CP-1", stop(first, at=after(3700), meter_stop_wh=less))
        assert repeated.kind is StopKind.REPEATED
    began(lab.ledger, at=after(3900), meter_start_wh=9000.0)
    later = lab.ledger.stop("CP-1", stop(first, at=after(3950), meter_stop_wh=9500.0))
    assert later.kind is StopKind.REPEATED


async def test_a_removed_charge_point_waits_for_no_proof(lab: LedgerLab) -> None:
    first = await ended_at_once(lab, NOW)
    lab.ledger.start("CP-1", start())
    assert lab.ledger.close_transactions("CP-1") == []
    assert not lab.ledger.meter_values("CP-1", 1, first, Meter()).adopted
    await lab.ledger.saved()
    assert lab.disk.stored("open") == []


async def test_sessions_of_a_clock_that_was_ahead_do_not_end_what_begins_now(
    lab: LedgerLab,
) -> None:
    """Home Assistant's own clock was wrong for a while."""
    lab.now = NOW.replace(year=2030)
    ahead = began(lab.ledger, at=lab.now)
    lab.ledger.stop("CP-1", stop(ahead.transaction_id, at=lab.now))
    lab.now = after(60)
    assert lab.ledger.start("CP-1", start(at=after(60))).transaction is not None
