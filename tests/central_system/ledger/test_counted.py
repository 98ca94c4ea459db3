"""What statistics need of sessions is read quickly from rows of the usual form, and with care from all others."""

from datetime import datetime, timedelta

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Counted
from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)

from .conftest import CARD, NOW, LedgerLab, after, began, charged

SLOTS = tuple(
    WorthSlot(start=NOW + number * QUARTER, energy_wh=1750.0, grid_wh=1750.0, price=0.3)
    for number in range(4)
)
WORTH = SessionWorth(cost=2.1, currency="EUR", battery_price=0.1, is_final=True, slots=SLOTS)


async def counted(
    lab: LedgerLab, begin: datetime = NOW, end: datetime | None = None
) -> list[Counted]:
    """All that counts between two times."""
    return await lab.ledger.fold_counted(
        lambda found: sorted(found, key=lambda each: each.start_s), begin, end
    )


async def priced(lab: LedgerLab) -> int:
    """A session of 7 kWh that cost 2.10 €."""
    number = await charged(lab, NOW)
    lab.ledger.keep_details(number, SessionDetails(person="Anna", worth=WORTH))
    await lab.ledger.saved()
    return number


WHOLE = Counted(
    charge_point_id="CP-1",
    id_tag=CARD,
    started_by=None,
    person="Anna",
    start_s=NOW.timestamp(),
    stop_s=after(3600).timestamp(),
    energy_wh=7000.0,
    hourly_wh=[],
    cost=2.1,
    currency="EUR",
    battery_price=0.1,
    slots=[slot.as_list() for slot in SLOTS],
)


async def test_a_stored_session_and_one_that_is_not_read_alike(lab: LedgerLab) -> None:
    await priced(lab)
    assert await counted(lab) == [WHOLE]
    running = began(lab.ledger, at=after(7200), connector_id=2)
    found = await counted(lab)
    assert [each.stop_s for each in found] == [WHOLE.stop_s, None]
    assert found[1].start_s == running.started_at.timestamp()
    assert found[1].slots == []


@pytest.mark.parametrize(
    ("begin_days", "end_days", "is_there"),
    [(-1, None, True), (0.9, None, True), (1.1, None, False), (-9, -1.1, False), (-9, -0.9, True)],
)
async def test_only_sessions_that_may_have_energy_in_the_time_are_read(
    lab: LedgerLab, begin_days: float, end_days: float | None, is_there: bool
) -> None:
    """A day more on both sides: by a charger's clock its session may be at another time than its quarters."""
    await priced(lab)
    begin = after(3600) + timedelta(days=begin_days)
    end = None if end_days is None else NOW + timedelta(days=end_days)
    assert bool(await counted(lab, begin, end)) is is_there


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("sessions", "json_set(row, '$.hourly_wh', json('[1]'))"),
        ("sessions", "json_set(row, '$.hourly_wh', json('{}'))"),
        ("sessions", "json_set(row, '$.started_by', 5)"),
        ("sessions", "json_set(row, '$.id_tag', 5)"),
        ("sessions", "'[]'"),
        ("sessions", "'{'"),
        ("details", "json_set(row, '$.worth.battery_price', 'dear')"),
        ("details", "json_set(row, '$.worth', 5)"),
        ("details", "'{'"),
    ],
)
async def test_a_row_of_another_form_counts_as_far_as_it_can_be_read(
    lab: LedgerLab, table: str, change: str
) -> None:
    await priced(lab)
    lab.disk.change(f"UPDATE {table} SET row = {change}")
    found = await counted(lab)
    if table == "details":
        assert [(each.energy_wh, each.cost, each.slots) for each in found] == [(7000.0, None, [])]
    elif "[1]" in change:
        assert found == [WHOLE._replace(hourly_wh=[1.0])]
    else:
        assert found == []


@pytest.mark.parametrize(
    "slots", ["5", "[5]", "[[]]", '[["1"]]', '[[1,"2"]]', "[[1,2,3,4,5,6,7,8,9,0]]"]
)
async def test_slots_of_another_form_are_no_worth(lab: LedgerLab, slots: str) -> None:
    await priced(lab)
    lab.disk.change(
        "UPDATE details SET slots = NULL, row = json_set(row, '$.worth.slots', json(?))", slots
    )
    (found,) = await counted(lab)
    assert (found.energy_wh, found.cost, found.slots) == (7000.0, None, [])


async def test_slots_that_cannot_be_unpacked_are_no_worth(lab: LedgerLab) -> None:
    await priced(lab)
    lab.disk.change("UPDATE details SET slots = x'00'")
    (found,) = await counted(lab)
    assert (found.energy_wh, found.cost, found.slots) == (7000.0, None, [])
