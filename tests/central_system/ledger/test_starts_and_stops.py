"""Starts and stops: which are the same, which belong together, whose they are (decisions 6 and 7)."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, StopKind
from custom_components.plug_control.central_system.ledger.starts import MAX_OPEN
from custom_components.plug_control.model.transaction import StopReason

from .conftest import CARD, NOW, LedgerLab, after, began, only, start, stop, values

C2EU = {"PowerLoss": StopReason.CAR_FULL, "": StopReason.OTHER}


# ---- repeated starts (R18)
async def test_r18_repeated_start_gets_same_id_and_opens_nothing(ledger: Ledger) -> None:
    first = ledger.start("CP-1", start())
    for id_tag in (CARD, CARD.lower(), f" {CARD}"):
        again = ledger.start("CP-1", start(id_tag=id_tag))
        assert again.repeated
        assert again.transaction is first.transaction
    assert len(ledger.open_transactions()) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"at": after(1)},
        {"meter_start_wh": 1001.0},
        {"id_tag": "OTHER"},
        {"connector_id": 2},
    ],
)
async def test_r18_another_start_gets_another_id(ledger: Ledger, other: dict[str, Any]) -> None:
    first = began(ledger)
    assert not ledger.start("CP-1", start(**other)).repeated
    second = ledger.start("CP-1", start(**other)).transaction_id
    assert second != first.transaction_id
    assert began(ledger, "CP-2").transaction_id not in {first.transaction_id, second}


async def test_r18_a_start_that_is_repeated_after_its_stop_gets_the_same_id(
    lab: LedgerLab,
) -> None:
    first = began(lab.ledger)
    lab.ledger.stop("CP-1", stop(first.transaction_id))
    for _ in range(3):
        ledger = lab.ledger
        again = ledger.start("CP-1", start())
        assert (again.transaction_id, again.transaction, again.repeated) == (
            first.transaction_id,
            None,
            True,
        )
        await ledger.saved()
        await lab.restart()
    assert (await only(lab.ledger)).energy_wh == 7000


async def test_r18_a_start_of_1970_is_known_by_its_register(ledger: Ledger) -> None:
    epoch = datetime(1970, 1, 1, 0, 7, 13, tzinfo=NOW.tzinfo)
    first = began(ledger, at=epoch)
    assert first.time_estimated
    assert first.started_at == NOW
    assert ledger.start("CP-1", start(at=epoch)).repeated
    ledger.stop("CP-1", stop(first.transaction_id))
    assert ledger.start("CP-1", start(at=epoch)).repeated
    second = ledger.start("CP-1", start(at=epoch, meter_start_wh=8000.0))
    assert not second.repeated


@pytest.mark.parametrize("at", [None, datetime(1970, 1, 1, tzinfo=NOW.tzinfo)])
async def test_r18_without_clock_and_register_only_an_open_start_is_repeated(
    ledger: Ledger, at: datetime | None
) -> None:
    first = began(ledger, at=at, meter_start_wh=0.0)
    assert ledger.start("CP-1", start(at=at, meter_start_wh=0.0)).repeated
    ledger.stop("CP-1", stop(first.transaction_id))
    second = ledger.start("CP-1", start(at=at, meter_start_wh=0.0))
    assert not second.repeated
    assert second.transaction_id != first.transaction_id


async def test_a_charger_that_makes_connectors_up_has_only_so_many_open(lab: LedgerLab) -> None:
    began(lab.ledger, "CP-2", connector_id=1)
    for connector_id in range(1, MAX_OPEN + 6):
        lab.now = after(connector_id)
        began(lab.ledger, connector_id=connector_id, at=lab.now)
    running = lab.ledger.open_transactions("CP-1")
    assert [each.connector_id for each in running] == list(range(6, MAX_OPEN + 6))
    assert len(lab.ledger.open_transactions("CP-2")) == 1
    assert len(await lab.ledger.sessions()) == MAX_OPEN + 6


# ---- stops
async def test_a_stop_ends_its_transaction(ledger: Ledger) -> None:
    transaction = began(ledger)
    stopped = ledger.stop(
        "CP-1", stop(transaction.transaction_id, reason="PowerLoss"), reasons=C2EU
    )
    assert stopped.kind is StopKind.ENDED
    session = stopped.session
    assert (session.energy_wh, session.energy_estimated) == (7000, False)
    assert session.stop_reason is StopReason.CAR_FULL
    assert (session.started_at, session.time_estimated) == (NOW, True)
    assert ledger.open_transactions() == []


async def test_c2eu_q15_a_repeated_stop_is_no_second_row(lab: LedgerLab) -> None:
    lab.now = after(4000)
    transaction = began(lab.ledger)
    message = stop(transaction.transaction_id)
    first = lab.ledger.stop("CP-1", message)
    again = lab.ledger.stop("CP-1", message)
    assert again.kind is StopKind.REPEATED
    assert again.session == first.session
    assert await only(lab.ledger) == first.session


async def test_r20_a_stop_never_ends_anothers_transaction(ledger: Ledger) -> None:
    transaction = began(ledger, "CP-1")
    stopped = ledger.stop("CP-2", stop(transaction.transaction_id, meter_stop_wh=998_000.0))
    assert stopped.kind is StopKind.UNKNOWN
    assert stopped.session.charge_point_id == "CP-2"
    assert ledger.open_transactions() == [transaction]


async def test_a_stop_that_nobody_knows_is_kept_without_making_energy_up(lab: LedgerLab) -> None:
    lab.now = after(4000)
    message = stop(1, meter_stop_wh=998_000.0)
    stopped = lab.ledger.stop("CP-1", message)
    assert stopped.kind is StopKind.UNKNOWN
    session = stopped.session
    assert (session.transaction_id, session.connector_id, session.energy_wh) == (1, None, 0)
    assert session.energy_estimated
    assert lab.ledger.stop("CP-1", message).kind is StopKind.REPEATED
    await lab.restart()
    await lab.ledger.saved()
    other = stop(1, at=after(3700), meter_stop_wh=998_000.0)
    assert lab.ledger.stop("CP-1", other).kind is StopKind.UNKNOWN


async def test_microocpp_a_stop_that_nobody_knows_has_the_energy_of_its_data(
    lab: LedgerLab,
) -> None:
    lab.now = after(4000)
    data = (values(after(0), begin_wh=1644), values(after(363), register_wh=2421))
    message = stop(387000, at=after(362), meter_stop_wh=2310.0, meter_values=data)
    session = lab.ledger.stop("CP-1", message).session
    assert (session.energy_wh, session.started_at) == (777, NOW)
    assert await only(lab.ledger) == session


async def test_a_stop_without_id_ends_the_only_transaction_that_it_can_mean(
    lab: LedgerLab,
) -> None:
    lab.now = after(4000)
    transaction = began(lab.ledger)
    assert lab.ledger.stop("CP-1", stop(None)).kind is StopKind.ENDED
    session = await only(lab.ledger)
    assert session.transaction_id == transaction.transaction_id


@pytest.mark.parametrize(
    "fields",
    [
        {"id_tag": "OTHER"},
        {"meter_stop_wh": 500.0},
        {"at": after(-60)},
    ],
)
async def test_a_stop_without_id_that_contradicts_a_transaction_ends_nothing(
    ledger: Ledger, fields: dict[str, Any]
) -> None:
    began(ledger)
    assert ledger.stop("CP-1", stop(None, **fields)).kind is StopKind.UNKNOWN
    assert len(ledger.open_transactions()) == 1


@pytest.mark.parametrize(
    "fields", [{"id_tag": None}, {"meter_stop_wh": None}, {"meter_stop_wh": -1000.0}, {"at": None}]
)
async def test_a_stop_without_id_may_lack_the_rest(ledger: Ledger, fields: dict[str, Any]) -> None:
    began(ledger)
    assert ledger.stop("CP-1", stop(None, **fields)).kind is StopKind.ENDED


async def test_a_stop_without_id_does_not_choose_between_two(ledger: Ledger) -> None:
    began(ledger, connector_id=1)
    began(ledger, connector_id=2)
    assert ledger.stop("CP-1", stop(None)).kind is StopKind.UNKNOWN
    assert len(ledger.open_transactions()) == 2


async def test_a_stop_without_id_may_end_a_start_of_1970(ledger: Ledger) -> None:
    began(ledger, at=datetime(1970, 1, 1, tzinfo=NOW.tzinfo))
    assert ledger.stop("CP-1", stop(None, at=after(-60))).kind is StopKind.ENDED
