"""Transaction ids: never used twice, whatever is lost (decision 6, R16)."""

from datetime import datetime

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.central_system.ledger.transaction_ids import (
    MAX_ID,
    TransactionIds,
)

from .conftest import NOW, LedgerLab, after, began, start, stop


# ---- ids (decision 6, R16)
async def test_r16_ids_are_positive_31_bit_and_differ_within_a_second(ledger: Ledger) -> None:
    ids = [
        ledger.start(f"CP-{number}", start(connector_id=connector)).transaction_id
        for number in range(100)
        for connector in (1, 2)
    ]
    assert len(set(ids)) == 200
    assert all(0 < each <= MAX_ID for each in ids)


async def test_an_id_is_never_used_twice_though_the_power_fails_before_it_is_written(
    lab: LedgerLab,
) -> None:
    await lab.ledger.saved()
    given_out = {began(lab.ledger, f"CP-{number}").transaction_id for number in range(3)}
    await lab.ledger.saved()
    with lab.disk.held():
        unwritten = {began(lab.ledger, f"CQ-{number}").transaction_id for number in range(50)}
        on_disk = lab.cut()
    ledger = await lab.restart(on_disk)
    again = {began(ledger, f"CR-{number}").transaction_id for number in range(300)}
    assert not again & (given_out | unwritten)


async def test_an_id_is_never_used_twice_though_the_counter_is_lost(lab: LedgerLab) -> None:
    first = began(lab.ledger)
    lab.ledger.stop("CP-1", stop(first.transaction_id))
    await lab.ledger.close()
    lab.disk.change("DELETE FROM meta")
    lab.now = after(60)
    ledger = await lab.restart()
    assert began(ledger, at=after(60)).transaction_id > first.transaction_id


async def test_an_id_is_never_used_twice_though_everything_is_lost(lab: LedgerLab) -> None:
    first = began(lab.ledger)
    lab.now = after(3600)
    async with LedgerLab() as other:
        other.now = lab.now
        ledger = await other.restart()
        assert began(ledger).transaction_id > first.transaction_id


async def test_ids_are_beyond_a_day_of_starts_each_second_since_the_lost_file_was_known(
    lab: LedgerLab,
) -> None:
    for number in range(200):  # ahead of the seconds
        last = began(lab.ledger, f"CP-{number}")
    known = lab.ledger.mark()["reserved_id"]
    assert known >= last.transaction_id
    await lab.ledger.close()
    lab.disk.lose()
    async with LedgerLab(lab.disk, {"reserved_id": known}) as again:
        assert began(again.ledger).transaction_id > known + 86_400


@pytest.mark.parametrize("reserved", [None, "5", 0, -1, 2**40, True, 1.5])
def test_a_damaged_counter_begins_at_the_time(reserved: object) -> None:
    ids = TransactionIds()
    ids.begin(reserved=reserved, known=[], now=NOW)
    assert (
        ids.take(lambda _: False)
        == (NOW - datetime(2025, 1, 1, tzinfo=NOW.tzinfo)).days * (86_400) + 10 * 3600
    )


def test_ids_go_on_after_those_that_are_known_and_those_that_were_reserved() -> None:
    far = 2**30
    for reserved, known, first in (
        (far, [], far),
        (far, [far + 5, 7], far + 6),
        (5, [far], far + 1),
    ):
        ids = TransactionIds()
        ids.begin(reserved=reserved, known=known, now=NOW)
        assert ids.take(lambda _: False) == first
        assert ids.reserved > first


@pytest.mark.parametrize(("year", "first"), [(1980, 1), (2200, 2**30)])
def test_a_wild_clock_leaves_enough_ids(year: int, first: int) -> None:
    ids = TransactionIds()
    ids.begin(reserved=None, known=[], now=NOW.replace(year=year))
    assert ids.take(lambda _: False) == first


def test_ids_of_others_are_passed_over_and_the_last_is_followed_by_the_first() -> None:
    ids = TransactionIds()
    ids.begin(reserved=MAX_ID - 1, known=[], now=NOW)
    foreign = {MAX_ID, 1, 2}
    assert [ids.take(lambda number: number in foreign) for _ in range(2)] == [MAX_ID - 1, 3]
    assert 1 <= ids.reserved <= MAX_ID
