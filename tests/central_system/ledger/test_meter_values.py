"""Meter values: what they are credited to, and what they bring to light."""

from custom_components.plug_control.central_system.ledger.ledger import Ledger, StopKind
from custom_components.plug_control.model.meter import Meter

from .conftest import NOW, LedgerLab, after, began, metered, only, stop, values


# ---- meter values
async def test_meter_values_are_credited_to_what_runs_whichever_id_they_name(
    lab: LedgerLab,
) -> None:
    transaction = began(lab.ledger)
    meter = Meter()
    for minute, transaction_id in enumerate((transaction.transaction_id, None, 99), start=1):
        at = after(60 * minute)
        lab.now = at
        reading = values(at, register_wh=1000 + 100 * minute, power_w=6000)
        meter.take([reading], now=at)
        credited = lab.ledger.meter_values("CP-1", 1, transaction_id, meter)
        assert credited.transaction is transaction
        assert not credited.adopted
    session = await only(lab.ledger)
    assert (session.energy_wh, session.stopped_at) == (300, None)
    assert transaction.last_register_wh == 1300
    assert transaction.peak_power_w == 6000


async def test_power_of_before_the_start_does_not_count(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    meter = metered(values(after(-60), register_wh=900, power_w=9000))
    lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, meter)
    assert (transaction.peak_power_w, transaction.last_register_wh) == (0, None)
    lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, Meter())
    assert transaction.last_register_wh is None


async def test_meter_values_without_transaction_belong_to_none(ledger: Ledger) -> None:
    meter = metered(values(NOW, register_wh=1000))
    assert ledger.meter_values("CP-1", 1, None, meter).transaction is None


async def test_a_transaction_that_nobody_knows_is_adopted(lab: LedgerLab) -> None:
    meter = metered(values(NOW, register_wh=5000, power_w=6000))
    metered_as = lab.ledger.meter_values("CP-1", 1, 4711, meter)
    adopted = metered_as.transaction
    assert adopted is not None
    assert metered_as.adopted
    assert (adopted.transaction_id, adopted.started_at, adopted.id_tag) == (4711, NOW, "")
    lab.now = after(600)
    meter.take([values(after(600), register_wh=6000, power_w=6000)], now=lab.now)
    again = lab.ledger.meter_values("CP-1", 1, 4711, meter)
    assert again.transaction is adopted
    assert not again.adopted
    stopped = lab.ledger.stop("CP-1", stop(4711, at=after(660), meter_stop_wh=6100.0))
    session = stopped.session
    assert stopped.kind is StopKind.ENDED
    assert (session.energy_wh, session.energy_estimated, session.id_tag) == (1100, True, None)
    assert session.session_id != 4711


async def test_growatt_an_adopted_transaction_knows_its_register_of_the_beginning(
    lab: LedgerLab,
) -> None:
    meter = metered(values(NOW, register_wh=163_600, begin_wh=157_400))
    lab.ledger.meter_values("CP-1", 1, 4711, meter)
    message = stop(4711, at=after(600), meter_stop_wh=164_000.0)
    lab.now = after(600)
    assert lab.ledger.stop("CP-1", message).session.energy_wh == 6600


async def test_a_transaction_is_adopted_without_any_reading(ledger: Ledger) -> None:
    adopted = ledger.meter_values("CP-1", 1, 4711, Meter()).transaction
    assert adopted is not None
    assert adopted.started_at == NOW


async def test_what_is_not_to_be_adopted_is_not(ledger: Ledger) -> None:
    other = began(ledger, "CP-2")
    meter = metered(values(NOW, register_wh=5000))
    assert ledger.meter_values("CP-1", 1, 4711, meter, adopt=False).transaction is None
    assert ledger.meter_values("CP-1", 0, 4711, meter).transaction is None
    assert ledger.meter_values("CP-1", 1, other.transaction_id, meter).transaction is None
    assert ledger.open_transactions() == [other]


async def test_two_charge_points_may_bring_the_same_id_from_another_central_system(
    ledger: Ledger,
) -> None:
    meter = metered(values(NOW, register_wh=5000))
    assert ledger.meter_values("CP-1", 1, 4711, meter).adopted
    assert ledger.meter_values("CP-2", 1, 4711, meter).adopted
    assert not ledger.meter_values("CP-1", 2, 4711, meter).adopted
    running = ledger.open_transactions()
    assert len({each.session_id for each in running}) == 2


async def test_a_transaction_that_has_ended_is_not_adopted(lab: LedgerLab) -> None:
    transaction = began(lab.ledger)
    lab.ledger.stop("CP-1", stop(transaction.transaction_id))
    meter = metered(values(after(7200), register_wh=9000, power_w=7000))
    lab.now = after(7200)
    found = lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, meter)
    assert found.transaction is None


async def test_a_session_that_was_closed_without_its_stop_runs_on_when_power_flows(
    lab: LedgerLab,
) -> None:
    transaction = began(lab.ledger)
    lab.now = after(600)
    (closed,) = lab.ledger.close_transactions("CP-1")
    assert closed.provisional
    idle = metered(values(after(600), register_wh=1500, power_w=0))
    assert lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, idle).transaction is None
    meter = metered(values(after(660), register_wh=2000, power_w=6000))
    lab.now = after(660)
    found = lab.ledger.meter_values("CP-1", 1, transaction.transaction_id, meter)
    assert found.adopted
    assert found.transaction is not None
    assert found.transaction.energy_wh == 1000
    assert (await only(lab.ledger)).stopped_at is None
    lab.now = after(4000)
    assert lab.ledger.stop("CP-1", stop(transaction.transaction_id)).kind is StopKind.ENDED
    assert (await only(lab.ledger)).energy_wh == 7000


async def test_a_closed_session_does_not_run_on_after_another_one(lab: LedgerLab) -> None:
    first = began(lab.ledger)
    lab.now = after(600)
    second = began(lab.ledger, at=after(600), meter_start_wh=2000.0)
    lab.ledger.stop("CP-1", stop(second.transaction_id, at=after(700), meter_stop_wh=2100.0))
    meter = metered(values(after(800), register_wh=2200, power_w=6000))
    assert lab.ledger.meter_values("CP-1", 1, first.transaction_id, meter).transaction is None


async def test_adopted_ids_are_passed_over_by_our_own(lab: LedgerLab) -> None:
    probe = began(lab.ledger)
    lab.ledger.meter_values("CP-2", 1, probe.transaction_id + 2, Meter())
    ids = {began(lab.ledger, "CP-2", connector_id=n).transaction_id for n in range(2, 8)}
    assert probe.transaction_id + 2 not in ids


async def test_an_id_that_the_charger_made_up_may_come_again(lab: LedgerLab) -> None:
    lab.ledger.meter_values("CP-1", 1, 1, Meter())
    lab.now = after(4000)
    assert lab.ledger.stop("CP-1", stop(1)).kind is StopKind.ENDED
    assert lab.ledger.stop("CP-1", stop(1)).kind is StopKind.REPEATED
    assert lab.ledger.stop("CP-1", stop(1, at=None)).kind is StopKind.REPEATED
    lab.now = after(9000)
    assert lab.ledger.stop("CP-1", stop(1, at=after(8000))).kind is StopKind.UNKNOWN
