"""The outbox: what concerns a session waits for its back ends in the same commit as the session's row, whatever happens."""

from array import array
import asyncio
from dataclasses import replace
import json
from math import nan
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger import relayed_sessions, thinning
from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.central_system.ledger.outbox_queues import (
    MOST_OF_SESSION,
    Queue,
)
from custom_components.plug_control.central_system.ledger.sqlite.contents import LedgerContents
from custom_components.plug_control.central_system.ledger.sqlite.outbox_rows import StoredQueue
from custom_components.plug_control.model.relaying import QueueLength, RelayedSession, RelayState

from .conftest import CARD, NOW, LedgerLab, after, metered as meter_of, values
from .relayed import (
    MONTA,
    ROAD,
    answer,
    metered,
    now_and_after_a_restart,
    put,
    relay_start,
    relay_stop,
    waiting,
    waits,
)

NOTHING = QueueLength()


def rows(lab: LedgerLab, table: str = "outbox") -> list[tuple[Any, ...]]:
    return lab.disk.reader().execute(f"SELECT * FROM main.{table}").fetchall()


async def test_messages_wait_in_order_with_our_transaction_id(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    metered(lab.ledger, number)
    relay_stop(lab.ledger, number)
    start, values, stopped = await waiting(lab.ledger)
    assert [each.action for each in (start, values, stopped)] == [
        "StartTransaction",
        "MeterValues",
        "StopTransaction",
    ]
    assert json.loads(start.payload) == {"connectorId": 1, "idTag": CARD, "meterStart": 1000}
    assert json.loads(values.payload)["transactionId"] == number
    assert json.loads(stopped.payload)["transactionId"] == number  # not the 4711 that it named
    assert start.message_id < values.message_id < stopped.message_id
    assert lab.ledger.outbox.queue(MONTA) == QueueLength(sessions=1, messages=3, oldest_at=NOW)
    assert lab.ledger.outbox.queue(MONTA, "CP-2") == NOTHING
    assert lab.ledger.outbox.charge_points(MONTA) == {"CP-1"}


async def test_a_restart_goes_on_with_what_waits(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger, "CP-1", MONTA, ROAD)
    await lab.ledger.saved()
    before = await waiting(lab.ledger)
    ledger = await lab.restart()
    assert await waiting(ledger) == before
    assert await waits(ledger, ROAD) == [(number, "StartTransaction")]
    assert ledger.outbox.queue(ROAD).messages == 1
    relay_stop(ledger, number)
    assert [each.message_id for each in await waiting(ledger)][1] > before[0].message_id


async def test_ids_of_messages_grow_though_all_were_answered_before_a_restart(
    lab: LedgerLab,
) -> None:
    relay_start(lab.ledger)
    (before,) = await waiting(lab.ledger)
    await answer(lab.ledger)
    ledger = await lab.restart()
    relay_start(ledger, connector_id=2)
    (message,) = await waiting(ledger)
    assert message.message_id > before.message_id


async def test_an_answered_session_is_delivered_and_its_ids_are_mapped_for_ever(
    lab: LedgerLab,
) -> None:
    number = relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=77, note="Blocked")
    relay_stop(lab.ledger, number)
    lab.now = after(7200)
    await answer(lab.ledger)
    expected = RelayedSession(
        back_end_id=MONTA,
        session_id=number,
        charge_point_id="CP-1",
        transaction_id=number,
        their_transaction_id=77,
        state=RelayState.DELIVERED,
        delivered_at=lab.now,
        note="Blocked",
    )
    async for ledger in now_and_after_a_restart(lab):
        outbox = ledger.outbox
        assert await waiting(ledger) == []
        assert outbox.queue(MONTA) == NOTHING
        assert outbox.relayed(MONTA, number) == expected
        assert outbox.relayed(ROAD, number) is None
        assert outbox.by_their_id(MONTA, "CP-1", 77) == expected
        assert outbox.by_their_id(MONTA, "CP-2", 77) is None
        assert outbox.by_their_id(MONTA, "CP-1", 2**70) is None
        assert await outbox.relayed_sessions() == [expected]
        assert await outbox.relayed_sessions([number, 5]) == [expected]
        assert await outbox.relayed_sessions([5]) == []
        assert await outbox.relayed_sessions(state=RelayState.QUEUED) == []
        assert await outbox.relayed_sessions([number], state=RelayState.DELIVERED) == [expected]


async def test_a_transaction_id_that_came_twice_means_the_latest_session(lab: LedgerLab) -> None:
    relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=1)
    latest = relay_start(lab.ledger, connector_id=2)
    await answer(lab.ledger, their_transaction_id=1)
    found = lab.ledger.outbox.by_their_id(MONTA, "CP-1", 1)
    assert found is not None
    assert found.session_id == latest


# ---- the same commit


async def test_a_power_cut_leaves_a_session_with_its_messages_or_neither(lab: LedgerLab) -> None:
    with lab.disk.held():
        on_disk = lab.cut()
        number = relay_start(lab.ledger)
    await lab.ledger.saved()
    stored = lab.cut()
    relay_stop(lab.ledger, number)
    assert lab.disk.stored("open")
    ledger = await lab.restart(stored)
    assert await waits(ledger) == [(number, "StartTransaction")]
    assert ledger.open_transactions()
    ledger = await lab.restart(on_disk)
    assert await waits(ledger) == []
    assert ledger.open_transactions() == []


async def test_one_by_one_a_session_and_its_messages_share_one_fate(
    lab: LedgerLab,
) -> None:
    """A commit of all that fails is followed by one for each session."""
    bad = relay_start(lab.ledger)
    good = relay_start(lab.ledger, "CP-2")
    payload_of = lab.ledger.outbox._unstored.of(bad).messages
    ((key, message),) = payload_of.items()
    payload_of[key] = replace(message, payload=None)  # type: ignore[arg-type]  # NOT NULL
    assert not await lab.ledger.saved()
    assert {row["session_id"] for row in lab.disk.stored("open")} == {good}
    assert {row[3] for row in rows(lab)} == {good}
    assert not await lab.ledger.saved(bad)
    payload_of[key] = message
    assert await lab.ledger.saved(bad)
    assert {row[3] for row in rows(lab)} == {bad, good}


async def test_plain_meter_values_that_are_answered_soon_cost_no_commit(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=1)
    commits = lab.disk.commits
    for value in range(10):
        metered(lab.ledger, number, str(value))
        await answer(lab.ledger)
    assert await lab.ledger.saved()
    assert lab.disk.commits == commits
    assert not lab.ledger.outbox.has_unstored


async def test_meter_values_that_wait_are_stored_after_a_minute_and_with_whatever_else_is(
    lab: LedgerLab,
) -> None:
    number = relay_start(lab.ledger)
    await lab.ledger.saved()
    commits = lab.disk.commits
    metered(lab.ledger, number)
    lab.now = after(61)
    metered(lab.ledger, number)
    async with asyncio.timeout(10):
        while lab.disk.commits == commits:
            await asyncio.sleep(0.001)
    assert await lab.ledger.saved()
    metered(lab.ledger, number)
    relay_stop(lab.ledger, number)
    await lab.ledger.saved()
    assert len(rows(lab)) == 5


async def test_closing_stores_meter_values_that_wait(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    relay_stop(lab.ledger, number)
    await lab.ledger.saved()
    metered(lab.ledger, number)
    await lab.ledger.close()
    assert len(rows(lab)) == 3


async def test_a_disk_that_refuses_delays_no_delivery_of_what_is_not_stored(
    lab: LedgerLab,
) -> None:
    await lab.ledger.saved()
    lab.disk.error = OSError("read-only")
    number = relay_start(lab.ledger)
    assert not await lab.ledger.saved()
    (message,) = await waiting(lab.ledger)
    with pytest.raises(OSError, match="stored"):
        await lab.ledger.outbox.answered(message, their_transaction_id=5)
    assert await waiting(lab.ledger) == []
    lab.disk.error = None
    await lab.ledger.outbox.answered(message, their_transaction_id=5)
    assert lab.ledger.outbox.queue(MONTA) == NOTHING
    ledger = await lab.restart()
    assert await waiting(ledger) == []
    found = ledger.outbox.by_their_id(MONTA, "CP-1", 5)
    assert found is not None
    assert found.session_id == number


async def test_while_the_disk_refuses_new_meter_values_replace_earlier_ones_in_memory(
    lab: LedgerLab,
) -> None:
    number = relay_start(lab.ledger)
    lab.disk.error = OSError("read-only")
    await lab.ledger.saved()
    for value in range(100):
        metered(lab.ledger, number, str(value))
    relay_stop(lab.ledger, number)
    lab.disk.error = None
    await lab.ledger.saved()
    texts = [each.payload for each in await waiting(lab.ledger) if each.action == "MeterValues"]
    assert len(texts) < 10
    assert '"value":"0"' in texts[0]
    assert '"value":"99"' in texts[-1]


async def test_what_is_under_way_is_replaced_by_nothing(lab: LedgerLab) -> None:
    """Its answer would take another message out of the count, and something would wait that nobody looks for."""
    number = relay_start(lab.ledger)
    lab.disk.error = OSError("read-only")
    await lab.ledger.saved()
    metered(lab.ledger, number, "0")
    metered(lab.ledger, number, "1")
    under_way = await waiting(lab.ledger)
    metered(lab.ledger, number, "2")
    relay_stop(lab.ledger, number)
    lab.disk.error = None
    for message in under_way:
        await lab.ledger.outbox.answered(message, their_transaction_id=5)
    left = await waiting(lab.ledger)
    assert [each.action for each in left] == ["MeterValues", "StopTransaction"]
    assert lab.ledger.outbox.queue(MONTA).messages == len(left)
    for message in left:
        await lab.ledger.outbox.answered(message)
    assert lab.ledger.outbox.queue(MONTA) == NOTHING
    assert rows(lab) == []


# ---- stops that we make


async def test_the_chargers_own_stop_replaces_the_one_that_we_made(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    later = after(3600)
    put(lab.ledger, number, "StopTransaction", {"meterStop": 1}, not_before=later)
    assert [each.not_before for each in await waiting(lab.ledger)] == [None, later]
    await lab.ledger.saved()
    ledger = await lab.restart()
    assert [each.not_before for each in await waiting(ledger)] == [None, later]
    relay_stop(ledger, number)
    assert [each.not_before for each in await waiting(ledger)] == [None, None]
    assert ledger.outbox.queue(MONTA).messages == 2
    ledger = await lab.restart()
    assert len(await waiting(ledger)) == 2


async def test_a_session_that_goes_on_takes_the_made_stop_back(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    lab.ledger.close_transactions("CP-1")
    put(lab.ledger, number, "StopTransaction", {"meterStop": 1}, not_before=after(3600))
    lab.now = after(60)
    flowing = meter_of(values(after(60), register_wh=1500.0, power_w=7000.0))
    outcome = lab.ledger.meter_values("CP-1", 1, number, flowing)
    assert outcome.transaction is not None
    assert await waits(lab.ledger) == [(number, "StartTransaction")]


async def test_a_made_stop_under_way_when_the_chargers_own_comes_ends_nothing(
    lab: LedgerLab,
) -> None:
    number = relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=1)
    put(lab.ledger, number, "StopTransaction", {"meterStop": 1}, not_before=NOW)
    (made,) = await waiting(lab.ledger)
    relay_stop(lab.ledger, number)
    await lab.ledger.outbox.answered(made)
    assert state(lab.ledger, number) is RelayState.QUEUED
    assert await waits(lab.ledger) == [(number, "StopTransaction")]
    await answer(lab.ledger)
    assert state(lab.ledger, number) is RelayState.DELIVERED


async def test_a_stop_after_a_made_one_was_taken_is_queued_all_the_same(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    put(lab.ledger, number, "StopTransaction", {"meterStop": 1}, not_before=NOW)
    await answer(lab.ledger)
    assert state(lab.ledger, number) is RelayState.DELIVERED
    relay_stop(lab.ledger, number)
    assert state(lab.ledger, number) is RelayState.QUEUED
    assert await waits(lab.ledger) == [(number, "StopTransaction")]


# ---- what a back end does not take


def state(ledger: Ledger, session_id: int, back_end_id: str = MONTA) -> RelayState:
    relayed = ledger.outbox.relayed(back_end_id, session_id)
    assert relayed is not None
    return relayed.state


async def test_attempts_are_counted_over_a_restart(lab: LedgerLab) -> None:
    relay_start(lab.ledger)
    await lab.ledger.saved()
    for tries in range(1, 4):
        (message,) = await waiting(lab.ledger)
        lab.ledger.outbox.failed(message, f"error {tries}\ud800" + "x" * 1000)
    ledger = await lab.restart() if await lab.ledger.saved() else lab.ledger
    (message,) = await waiting(ledger)
    assert message.attempts == 3
    assert (message.error or "").startswith("error 3\\ud800x")
    assert len(message.error or "") < 600
    assert ledger.outbox.queue(MONTA).messages == 1
    await answer(ledger)
    assert rows(lab) == []


@pytest.mark.parametrize("is_stored", [True, False])
async def test_a_session_that_is_set_aside_holds_up_no_other(
    lab: LedgerLab, is_stored: bool
) -> None:
    bad, good = relay_start(lab.ledger), relay_start(lab.ledger, connector_id=2)
    if is_stored:
        await lab.ledger.saved()
    lab.ledger.outbox.set_aside(MONTA, bad, "FormationViolation")
    relay_stop(lab.ledger, bad)
    expected = QueueLength(sessions=1, messages=1, oldest_at=NOW, set_aside=1)
    await lab.ledger.saved()
    async for ledger in now_and_after_a_restart(lab):
        assert await waits(ledger) == [(good, "StartTransaction")]
        assert ledger.outbox.queue(MONTA) == expected
        (aside,) = await ledger.outbox.relayed_sessions(state=RelayState.SET_ASIDE)
        assert (aside.session_id, aside.note) == (bad, "FormationViolation")
    outbox = lab.ledger.outbox
    outbox.send_again(MONTA, bad)
    assert outbox.queue(MONTA) == QueueLength(sessions=2, messages=3, oldest_at=NOW)
    async for ledger in now_and_after_a_restart(lab):
        assert await waits(ledger) == [
            (bad, "StartTransaction"),
            (good, "StartTransaction"),
            (bad, "StopTransaction"),
        ]
        assert state(ledger, bad) is RelayState.QUEUED
        assert await ledger.saved()


async def test_a_session_that_is_sent_again_has_no_attempts(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    (message,) = await waiting(lab.ledger)
    lab.ledger.outbox.failed(message, "no")
    lab.ledger.outbox.set_aside(MONTA, number, "no")
    lab.ledger.outbox.send_again(MONTA, number)
    assert [each.attempts for each in await waiting(lab.ledger)] == [0]


@pytest.mark.parametrize("is_stored", [True, False])
@pytest.mark.parametrize("is_aside", [True, False])
async def test_a_session_that_a_person_lets_go_is_not_reported_any_more(
    lab: LedgerLab, is_stored: bool, is_aside: bool
) -> None:
    number = relay_start(lab.ledger)
    (message,) = await waiting(lab.ledger)
    if is_aside:
        lab.ledger.outbox.set_aside(MONTA, number, "no")
    if is_stored:
        await lab.ledger.saved()
    lab.ledger.outbox.let_go(MONTA, number)
    lab.ledger.outbox.failed(message, "late")
    await lab.ledger.outbox.answered(message)
    relay_stop(lab.ledger, number)
    await lab.ledger.saved()
    async for ledger in now_and_after_a_restart(lab):
        assert await waits(ledger) == []
        assert ledger.outbox.queue(MONTA) == NOTHING
        assert state(ledger, number) is RelayState.LET_GO
    assert rows(lab) == []
    lab.ledger.outbox.take_back(MONTA, number)
    put(lab.ledger, number, "StopTransaction")
    assert await waits(lab.ledger) == [(number, "StopTransaction")]


async def test_what_changes_nothing_is_ignored(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    outbox = lab.ledger.outbox
    for change in (outbox.send_again, outbox.let_go, outbox.take_back):
        change(MONTA, 4711)
        change(ROAD, number)
    outbox.set_aside(ROAD, number, "no")
    outbox.send_again(MONTA, number)
    outbox.take_back(MONTA, number)
    assert state(lab.ledger, number) is RelayState.QUEUED
    assert outbox.queue(MONTA).messages == 1


async def test_a_back_end_that_was_deleted_leaves_nothing(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger, "CP-1", MONTA, ROAD)
    other = relay_start(lab.ledger, "CP-2", MONTA)
    await lab.ledger.saved()
    relay_stop(lab.ledger, number, "CP-1", MONTA, ROAD)
    assert lab.ledger.outbox.back_ends() == {MONTA, ROAD}
    await lab.ledger.outbox.forget(MONTA)
    async for ledger in now_and_after_a_restart(lab):
        assert ledger.outbox.back_ends() == {ROAD}
        assert ledger.outbox.charge_points(MONTA) == frozenset()
        assert ledger.outbox.relayed(MONTA, other) is None
        assert [each for each, _ in await waits(ledger, ROAD)] == [number, number]
        assert await waits(ledger) == []


async def test_forgetting_says_when_the_disk_refuses(lab: LedgerLab) -> None:
    relay_start(lab.ledger)
    await lab.ledger.saved()
    lab.disk.error = OSError("read-only")
    with pytest.raises(OSError, match="as soon as"):
        await lab.ledger.outbox.forget(MONTA)
    lab.disk.error = None
    await lab.ledger.saved()
    assert rows(lab) == rows(lab, "relayed") == []


# ---- foreign texts


@pytest.mark.parametrize(
    ("payload", "kept"),
    [
        ({"idTag": "\ud800"}, {"idTag": "\ud800"}),
        (
            {"meterStart": nan, "a": [nan, {"b": -nan}]},
            {"meterStart": None, "a": [None, {"b": None}]},
        ),
        ({"meterStart": 2**100}, {"meterStart": 2**100}),
    ],
)
async def test_odd_payloads_are_stored_all_the_same(
    lab: LedgerLab, payload: dict[str, Any], kept: dict[str, Any]
) -> None:
    put(lab.ledger, 7, "StartTransaction", payload)
    assert await lab.ledger.saved()
    ledger = await lab.restart()
    (message,) = await waiting(ledger)
    assert json.loads(message.payload) == kept


async def test_a_transaction_id_beyond_what_can_be_stored_is_none(lab: LedgerLab) -> None:
    number = relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=2**70)
    relayed = lab.ledger.outbox.relayed(MONTA, number)
    assert relayed is not None
    assert relayed.their_transaction_id is None


# ---- erasing


@pytest.mark.parametrize("how", ["anonymise", "delete"])
@pytest.mark.parametrize("is_stored", [True, False])
async def test_who_is_erased_is_not_reported(lab: LedgerLab, how: str, is_stored: bool) -> None:
    number = relay_start(lab.ledger, "CP-1", MONTA, ROAD)
    lab.ledger.outbox.set_aside(ROAD, number, f"card {CARD} unknown")
    relay_stop(lab.ledger, number, "CP-1", MONTA, ROAD)
    done = relay_start(lab.ledger, "CP-2")
    for message in await waiting(lab.ledger, MONTA, "CP-2"):
        await lab.ledger.outbox.answered(message, note="Blocked")
    relay_stop(lab.ledger, done, "CP-2")
    for message in await waiting(lab.ledger, MONTA, "CP-2"):
        await lab.ledger.outbox.answered(message)
    if is_stored:
        await lab.ledger.saved()
    assert await getattr(lab.ledger, how)([number, done]) == 2
    put(lab.ledger, number, "MeterValues", {"late": CARD})
    async for ledger in now_and_after_a_restart(lab):
        outbox = ledger.outbox
        assert await waits(ledger) == []
        assert (outbox.queue(MONTA), outbox.queue(ROAD)) == (NOTHING, NOTHING)
        assert state(ledger, number) is state(ledger, number, ROAD) is RelayState.LET_GO
        assert state(ledger, done) is RelayState.DELIVERED
        assert all(each.note is None for each in await outbox.relayed_sessions())
    assert rows(lab) == []


# ---- thinning


async def thinned(lab: LedgerLab) -> None:
    async with asyncio.timeout(10):
        while lab.ledger.outbox._thinning._tasks:
            await asyncio.sleep(0.001)


async def test_meter_values_of_a_long_session_are_thinned_but_never_signed_ones_nor_the_ends(
    lab: LedgerLab,
) -> None:
    number = relay_start(lab.ledger)
    metered(lab.ledger, number, "first")
    metered(lab.ledger, number, "signed", format="SignedData")
    metered(lab.ledger, number, "begin", context="Transaction.Begin")
    for value in range(2 * MOST_OF_SESSION):
        metered(lab.ledger, number, value)
        if value % 50 == 0:
            await lab.ledger.saved()
        await thinned(lab)
    metered(lab.ledger, number, "last")
    relay_stop(lab.ledger, number)
    await thinned(lab)
    found = await waiting(lab.ledger)
    assert len(found) <= MOST_OF_SESSION + 3
    assert len(found) > MOST_OF_SESSION // 2
    texts = [each.payload for each in found]
    assert (found[0].action, found[-1].action) == ("StartTransaction", "StopTransaction")
    for told, place in (("first", 1), ("signed", 2), ("begin", 3), ("last", -2)):
        assert f'"{told}"' in texts[place]
    assert lab.ledger.outbox.queue(MONTA).messages == len(found)
    assert await lab.ledger.saved()
    ledger = await lab.restart()
    assert [each.message_id for each in await waiting(ledger)] == [
        each.message_id for each in found
    ]
    assert ledger.outbox.queue(MONTA).messages == len(found)


async def test_a_long_queue_keeps_starts_stops_and_the_ends_of_meter_values(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thinning, "LONG", 100)
    monkeypatch.setattr(thinning, "_COUNTED_EACH", 1)
    numbers = []
    for index in range(20):
        numbers.append(number := relay_start(lab.ledger, at=after(index)))
        for value in range(10):
            metered(lab.ledger, number, str(value))
        relay_stop(lab.ledger, number)
        await thinned(lab)
        await lab.ledger.saved()
    found = await waiting(lab.ledger)
    assert len(found) < 160  # of 240
    assert lab.ledger.outbox.queue(MONTA).messages == len(found)
    oldest = [each for each in found if each.session_id == numbers[0]]
    assert [json.loads(each.payload).get("meterValue") is not None for each in oldest] == [
        False,
        True,
        True,
        False,
    ]
    assert {each.session_id for each in found if each.action == "StopTransaction"} == {*numbers}


async def test_thinning_ends_with_the_ledger_and_outlasts_a_disk_that_cannot_be_read(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relay_start(lab.ledger)

    async def refuse(question: object) -> None:
        raise OSError("unreadable")

    monkeypatch.setattr(lab.ledger.outbox._thinning._queries, "read", refuse)
    for value in range(MOST_OF_SESSION + 5):
        metered(lab.ledger, number, value)
    await thinned(lab)
    assert lab.ledger.outbox.queue(MONTA).messages == MOST_OF_SESSION + 6


async def test_thinning_under_way_ends_with_the_ledger(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relay_start(lab.ledger)
    under_way = asyncio.Event()

    async def hang(question: object) -> None:
        under_way.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(lab.ledger.outbox._thinning._queries, "read", hang)
    for value in range(MOST_OF_SESSION + 1):
        metered(lab.ledger, number, value)
    await under_way.wait()
    monkeypatch.undo()
    await lab.ledger.close()
    await thinned(lab)


async def test_a_session_that_is_let_go_while_it_is_thinned_is_left_alone(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relay_start(lab.ledger)
    queries = lab.ledger.outbox._thinning._queries
    read = queries.read

    async def let_go(question: Any) -> Any:
        found = await read(question)
        lab.ledger.outbox.let_go(MONTA, number)
        return found

    monkeypatch.setattr(queries, "read", let_go)
    for value in range(MOST_OF_SESSION + 1):
        metered(lab.ledger, number, value)
    await thinned(lab)
    assert lab.ledger.outbox.queue(MONTA) == NOTHING
    await lab.ledger.saved()
    assert rows(lab) == []


async def test_messages_that_are_answered_while_a_queue_is_thinned_count_once(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relay_start(lab.ledger)
    for value in range(20):
        metered(lab.ledger, number, value)
    await lab.ledger.saved()
    queries = lab.ledger.outbox._thinning._queries
    read = queries.read

    async def answer_meanwhile(question: Any) -> Any:
        found = await read(question)
        monkeypatch.setattr(queries, "read", read)
        for message in await lab.ledger.outbox.waiting(MONTA, "CP-1", 10):
            await lab.ledger.outbox.answered(message, their_transaction_id=5)
        return found

    monkeypatch.setattr(queries, "read", answer_meanwhile)
    monkeypatch.setattr(thinning, "LONG", 20)
    monkeypatch.setattr(thinning, "_COUNTED_EACH", 1)
    metered(lab.ledger, number, "last")
    await thinned(lab)
    left = await waiting(lab.ledger)
    # The last one was stored while the file was read: two count as the last
    assert lab.ledger.outbox.queue(MONTA).messages == len(left) == 3


# ---- in memory


async def test_a_file_that_cannot_be_read_for_a_moment_does_not_make_a_session_unknown_for_ever(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relay_start(lab.ledger)
    relay_stop(lab.ledger, number)
    await answer(lab.ledger, their_transaction_id=5)
    await lab.ledger.saved()
    ledger = await lab.restart()
    with monkeypatch.context() as patched:
        patched.setattr(ledger.outbox._relayed._history, "_db", None)
        assert ledger.outbox.relayed(MONTA, number) is None
    relayed = ledger.outbox.relayed(MONTA, number)
    assert relayed is not None
    assert relayed.their_transaction_id == 5


@pytest.mark.parametrize("is_aside", [False, True])
async def test_a_disk_that_refuses_right_after_a_restart_costs_a_session_that_goes_on_nothing(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, is_aside: bool
) -> None:
    number = relay_start(lab.ledger)
    await answer(lab.ledger, their_transaction_id=5)
    if is_aside:
        metered(lab.ledger, number)
        lab.ledger.outbox.set_aside(MONTA, number, "no")
    await lab.ledger.saved()
    ledger = await lab.restart()
    with monkeypatch.context() as patched:
        patched.setattr(ledger.outbox._relayed._history, "_db", None)
        relayed = ledger.outbox.relayed(MONTA, number)
        assert relayed is not None
        assert relayed.their_transaction_id == 5
        assert ledger.outbox.by_their_id(MONTA, "CP-1", 5) == relayed
        relay_stop(ledger, number)
    assert await ledger.saved()
    if is_aside:
        ledger.outbox.send_again(MONTA, number)
    assert (await waits(ledger))[-1] == (number, "StopTransaction")


async def test_what_back_ends_know_is_kept_in_memory_for_a_few_sessions_only(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relayed_sessions, "_KNOWN", 1)
    with lab.disk.held():
        one, other = relay_start(lab.ledger), relay_start(lab.ledger, connector_id=2)
        for number in (one, other):
            lab.ledger.outbox.let_go(MONTA, number)
        for _ in range(2):
            for number in (one, other):
                assert state(lab.ledger, number) is RelayState.LET_GO
    await lab.ledger.saved()
    for number in (one, other, one):
        assert state(lab.ledger, number) is RelayState.LET_GO
    assert len(lab.ledger.outbox._relayed._known) == 1
    assert not lab.ledger.outbox._relayed._going_on


async def test_an_answer_after_the_back_end_was_deleted_is_for_nobody(lab: LedgerLab) -> None:
    relay_start(lab.ledger)
    (message,) = await waiting(lab.ledger)
    await lab.ledger.outbox.forget(MONTA)
    await lab.ledger.outbox.answered(message, their_transaction_id=5)
    lab.ledger.outbox.failed(message, "late")
    assert await lab.ledger.saved()
    assert rows(lab) == rows(lab, "relayed") == []


async def test_after_a_repair_what_is_not_stored_counts_beside_what_could_be_read(
    lab: LedgerLab,
) -> None:
    await lab.ledger.saved()
    lab.disk.error = OSError("read-only")
    number = relay_start(lab.ledger)
    contents = LedgerContents(highest_message_id=0)
    lab.ledger.outbox.mended(contents)
    assert lab.ledger.outbox.queue(MONTA).messages == 1
    stored = StoredQueue(MONTA, "CP-1", number, False, array("q", [1, 2]), NOW, None)
    lab.ledger.outbox.mended(LedgerContents(highest_message_id=2, queues=[stored]))
    assert lab.ledger.outbox.queue(MONTA).messages == 2  # it had been stored, and counts once


@pytest.mark.parametrize("first", ["failed", "stored"])
async def test_a_message_that_changes_while_it_is_stored_is_stored_again(
    lab: LedgerLab, first: str
) -> None:
    number = relay_start(lab.ledger)
    await lab.ledger.saved()
    put(lab.ledger, number, "StopTransaction", {"meterStop": 5})
    with lab.disk.held():
        saved = asyncio.create_task(lab.ledger.saved())
        await asyncio.sleep(0.01)
        _, message = await waiting(lab.ledger)
        if first == "failed":
            lab.ledger.outbox.failed(message, "no")
        else:
            await_answer = asyncio.create_task(lab.ledger.outbox.answered(message))
            await asyncio.sleep(0.01)
    assert await saved
    if first != "failed":
        await await_answer
    assert await lab.ledger.saved()
    ledger = await lab.restart()
    left = [(each.action, each.error) for each in await waiting(ledger)]
    stop = [("StopTransaction", "no")] if first == "failed" else []
    assert left == [("StartTransaction", None), *stop]


def test_a_queue_counts_nothing_that_it_does_not_have() -> None:
    queue = Queue()
    queue.remove(7)
    queue.hold_back(7, True)
    queue.drop(7)
    assert (queue.messages, queue.aside, queue.oldest_at) == (0, 0, None)
    queue.add(7, NOW, 4, 2, 3, 2, is_aside=True)
    queue.hold_back(7, True)
    assert (queue.messages, queue.aside, queue.oldest_at) == (0, 1, None)
    queue.hold_back(7, False)
    assert (queue.messages, queue.aside, queue.oldest_at) == (3, 0, NOW)
    queue.remove(7, 1, 3, 3)
    assert [number for number in range(6) if queue.waits(7, number)] == [2, 4]
    assert queue.messages == 2


@pytest.mark.parametrize("is_aside", [False, True])
@pytest.mark.parametrize("drift", ["missing", "extra", "unknown_session", "count", "state"])
async def test_a_queue_that_differs_from_the_file_hides_nothing_for_long(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture, drift: str, is_aside: bool
) -> None:
    number = relay_start(lab.ledger)
    relay_stop(lab.ledger, number)
    if is_aside:
        lab.ledger.outbox.set_aside(MONTA, number, "no")
    assert await lab.ledger.saved()
    outbox = lab.ledger.outbox
    before = outbox.queue(MONTA), await waits(lab.ledger)
    await outbox.check(MONTA, "CP-1")
    assert not caplog.messages
    queue = outbox._queues.of(MONTA, "CP-1")
    if drift == "missing":
        queue.remove(number, 1)
    elif drift == "extra":
        queue.add(number, NOW, 17, is_aside=is_aside)
    elif drift == "unknown_session":
        queue.drop(number)
    elif drift == "count":
        queue.messages, queue.aside = 7, 7
    else:
        queue.hold_back(number, not is_aside)
    await outbox.check(MONTA, "CP-1")
    assert "was not known as it is in the ledger's file" in caplog.text
    assert (outbox.queue(MONTA), await waits(lab.ledger)) == before
    caplog.clear()
    assert await lab.ledger.saved()
    await outbox.check(MONTA, "CP-1")
    assert not caplog.messages


@pytest.mark.parametrize("then", ["waits", "let_go"])
async def test_the_file_is_brought_in_line_with_what_is_known_of_a_session(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture, then: str
) -> None:
    number = relay_start(lab.ledger)
    assert await lab.ledger.saved()
    lab.disk.reader().execute("UPDATE outbox SET state = 1")
    if then == "let_go":
        relayed = lab.ledger.outbox.relayed(MONTA, number)
        assert relayed is not None
        lab.ledger.outbox._relayed.keep(replace(relayed, state=RelayState.LET_GO))
        assert await lab.ledger.saved()
        lab.ledger.outbox._queues.of(MONTA, "CP-1").drop(number)
    for _ in range(2):
        expected = [] if then == "let_go" else [(number, "StartTransaction")]
        await lab.ledger.outbox.check(MONTA, "CP-1")
        assert await lab.ledger.saved()
        assert await waits(lab.ledger) == expected
    assert len(caplog.messages) == 1
    assert len(rows(lab)) == len(expected)


async def test_a_link_that_finds_nothing_where_something_is_to_wait_looks_into_the_file(
    lab: LedgerLab, caplog: pytest.LogCaptureFixture
) -> None:
    number = relay_start(lab.ledger)
    assert await lab.ledger.saved()
    queue = lab.ledger.outbox._queues.of(MONTA, "CP-1")
    queue.drop(number)
    queue.add(number, NOW, 17, is_aside=False)
    assert await waits(lab.ledger) == [(number, "StartTransaction")]
    assert len(caplog.messages) == 1


async def test_what_changes_while_the_file_is_compared_is_no_difference(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    number = relay_start(lab.ledger)
    relay_stop(lab.ledger, number)
    outbox, queries = lab.ledger.outbox, lab.ledger.outbox._waiting._queries
    outbox.set_aside(MONTA, number, "no")
    await outbox.check(MONTA, "CP-1")  # what is to be stored may differ
    outbox.send_again(MONTA, number)
    assert await lab.ledger.saved()
    read = queries.read

    async def answer_meanwhile(question: Any) -> Any:
        found = await read(question)
        monkeypatch.setattr(queries, "read", read)
        await answer(lab.ledger, 1, their_transaction_id=5)
        return found

    monkeypatch.setattr(queries, "read", answer_meanwhile)
    await outbox.check(MONTA, "CP-1")
    assert not caplog.messages
    assert await waits(lab.ledger) == [(number, "StopTransaction")]


@pytest.mark.parametrize("then", ["set_aside", "let_go"])
async def test_after_a_repair_a_session_that_a_person_settled_is_settled(
    lab: LedgerLab, then: str
) -> None:
    number = relay_start(lab.ledger)
    assert await lab.ledger.saved()
    lab.disk.error = OSError("read-only")
    outbox = lab.ledger.outbox
    outbox.set_aside(MONTA, number, "no")
    if then == "let_go":
        outbox.let_go(MONTA, number)
    stored = StoredQueue(MONTA, "CP-1", number, False, array("q", [1]), NOW, None)
    outbox.mended(LedgerContents(highest_message_id=1, queues=[stored]))
    assert outbox.queue(MONTA) == QueueLength(set_aside=int(then == "set_aside"))
