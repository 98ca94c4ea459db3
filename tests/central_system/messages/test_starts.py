"""Cards and starts over the wire: answers, events, what stands on the connector and in the ledger."""

import asyncio
from datetime import datetime, timedelta

import pytest

from custom_components.plug_control.central_system.messages.transactions import RECENT
from custom_components.plug_control.central_system.stations.auto_start import AutoStartState
from custom_components.plug_control.central_system.stations.expected_starts import expect_start
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import (
    CardPresented,
    ConnectorChanged,
    SessionEnded,
    SessionStarted,
)
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.protocol.errors import CommandRejectedError
from tests.central_system.conftest import CARD, NOW, Lab, start_transaction, status, tag_status
from tests.central_system.session_messages import start, stop

# ---- Authorize


@pytest.mark.parametrize(
    ("id_tag", "answer", "known"),
    [(CARD, "Accepted", True), (CARD.lower(), "Accepted", True), ("OTHER", "Invalid", False)],
)
async def test_r19_a_card_is_answered_and_shown(
    lab: Lab, id_tag: str, answer: str, known: bool
) -> None:
    charge_point = await lab.boot()
    payload = await charge_point.call("Authorize", {"idTag": id_tag})
    assert tag_status(payload) == answer
    presented = lab.told(CardPresented)
    assert [(e.id_tag, e.status, e.known, e.connector_id) for e in presented] == [
        (id_tag, answer, known, None)
    ]


async def test_a_blocked_card_is_told_so_and_anyone_may_charge_where_the_user_wants_that(
    lab: Lab,
) -> None:
    lab.add("CP-2", who_may_charge=WhoMayCharge.ANYONE)
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="lost", blocked=True)])
    charge_point = await lab.boot("CP-2")
    blocked = await charge_point.call("Authorize", {"idTag": CARD})
    anyone = await charge_point.call("Authorize", {"idTag": "ANY"})
    assert tag_status(blocked) == "Blocked"
    assert tag_status(anyone) == "Accepted"


async def test_a_kebas_tag_is_known_by_its_card(lab: Lab) -> None:
    keba = await lab.boot(boot={"vendor": "KEBA AG", "model": "KC-P30"})
    answer = await keba.call("Authorize", {"idTag": f"{CARD}_12345678"})
    assert tag_status(answer) == "Accepted"
    assert lab.central_system.id_tag(f"{CARD}_12345678", "CP-1") is not None
    assert lab.central_system.id_tag(f"{CARD}_12345678") is None
    assert lab.central_system.id_tag(CARD) is not None


# ---- starts (R15 to R19)


async def test_r15_a_start_gets_an_id_and_the_tags_state_and_is_told(lab: Lab) -> None:
    charge_point = await lab.boot()
    lab.events.clear()
    answer = await charge_point.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "Accepted"
    transaction_id = answer["transactionId"]
    await lab.until(lambda: lab.told(SessionStarted))
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == transaction_id
    assert transaction.started_at == NOW
    (started,) = lab.told(SessionStarted)
    assert started.session.transaction_id == transaction_id
    assert started.session.stopped_at is None
    assert lab.told(ConnectorChanged)
    assert lab.station("CP-1").last_transaction_ids.get(1) == transaction_id


async def test_c2eu_q10_a_start_with_an_unknown_card_is_recorded_and_refused_in_its_answer(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    answer = await charge_point.call("StartTransaction", start_transaction("UNKNOWN"))
    assert tag_status(answer) == "Invalid"
    assert answer["transactionId"]
    (presented,) = lab.told(CardPresented)
    assert (presented.id_tag, presented.known, presented.connector_id) == ("UNKNOWN", False, 1)


async def test_r18_repeated_start_gets_the_same_id_and_is_told_once(lab: Lab) -> None:
    charge_point = await lab.boot()
    ids = {await start(charge_point) for _ in range(3)}
    assert len(ids) == 1
    await lab.until(lambda: lab.told(SessionStarted))
    assert len(lab.told(SessionStarted)) == 1
    assert len(lab.told(CardPresented)) == 1
    assert len(lab.central_system.ledger.open_transactions()) == 1


async def test_r18_starts_at_once_get_one_id_where_they_are_one_and_two_where_they_are_two(
    lab: Lab,
) -> None:
    lab.add("CP-2")
    first, second = await lab.boot("CP-1"), await lab.boot("CP-2")
    ids = await asyncio.gather(*(start(cp) for cp in (first, first, second, second)))
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert ids[0] != ids[2]


async def test_r19_a_card_that_charges_elsewhere_is_concurrent_at_a_start_only(lab: Lab) -> None:
    lab.add("CP-2")
    first, second = await lab.boot("CP-1"), await lab.boot("CP-2")
    await start(first)
    answer = await second.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "ConcurrentTx"
    repeated = await first.call("StartTransaction", start_transaction())
    assert tag_status(repeated) == "Accepted"


async def test_r19_what_runs_at_a_charge_point_that_is_away_blocks_no_card(lab: Lab) -> None:
    lab.add("CP-2")
    first, second = await lab.boot("CP-1"), await lab.boot("CP-2")
    await start(first)
    await first.close()
    await lab.until(lambda: not lab.model("CP-1").connected)
    answer = await second.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "Accepted"


async def test_a_tap_is_shown_once_though_it_is_sent_twice(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("Authorize", {"idTag": CARD})
    await start(charge_point)
    assert len(lab.told(CardPresented)) == 1


async def test_r19_a_tap_that_was_accepted_and_is_refused_at_its_start_is_shown_as_refused(
    lab: Lab,
) -> None:
    lab.add("CP-2")
    first, second = await lab.boot("CP-1"), await lab.boot("CP-2")
    await start(first)
    await second.call("Authorize", {"idTag": CARD})
    await second.call("StartTransaction", start_transaction())
    shown = [event.status for event in lab.told(CardPresented, "CP-2")]
    assert shown == ["Accepted", "ConcurrentTx"]


async def test_r17_a_replayed_start_is_no_tap_and_gets_no_profile(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(
        lab.central_system.limits, "transaction_started", lambda *args: told.append(args)
    )
    charge_point = await lab.boot()
    old = (NOW - RECENT - timedelta(seconds=1)).isoformat()
    await start(charge_point, timestamp=old)
    assert not lab.told(CardPresented)
    assert not told
    for _ in range(2):
        await start(charge_point, timestamp=NOW.isoformat())
    await lab.until(lambda: told)
    assert told == [("CP-1", 1)]


@pytest.mark.parametrize(("expired_s", "answer"), [(-1, "Accepted"), (1, "Expired")])
async def test_r19_a_replayed_start_and_stop_are_judged_by_what_the_card_was_then(
    lab: Lab, expired_s: float, answer: str
) -> None:
    """A card that has expired since was right then; the answer tells the charger to lock nobody out."""
    start_at, stop_at = NOW - timedelta(hours=3), NOW - timedelta(hours=2)
    charge_point = await lab.boot()

    def expire(at: datetime) -> None:
        expires_at = at - timedelta(seconds=expired_s)
        lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="lent", expires_at=expires_at)])

    expire(start_at)
    message = start_transaction(timestamp=start_at.isoformat())
    started = await charge_point.call("StartTransaction", message)
    assert tag_status(started) == answer
    expire(stop_at)
    stopped = await charge_point.call(
        "StopTransaction",
        {
            "transactionId": started["transactionId"],
            "meterStop": 2000,
            "timestamp": stop_at.isoformat(),
            "idTag": CARD,
        },
    )
    assert tag_status(stopped) == answer


async def test_c2eu_q31_a_charge_that_a_card_began_is_no_car_that_waits(lab: Lab) -> None:
    """Preparing after its stop, with the cable still in, begins nothing."""
    charge_point = await lab.boot()
    machine = lab.central_system._context.registry.stations["CP-1"].auto_start(1)
    machine.status_changed(ConnectorStatus.AVAILABLE, now=0.0)
    transaction_id = await start(charge_point)
    states = [machine.state]
    await charge_point.call("StatusNotification", status("Charging"))
    await stop(lab, charge_point, transaction_id)
    states.append(machine.state)
    assert states == [AutoStartState.RUNNING, AutoStartState.SPENT]


async def test_a_start_while_another_is_open_ends_that_one(lab: Lab) -> None:
    charge_point = await lab.boot()
    first = await start(charge_point)
    lab.clock.advance(600)
    second = await start(charge_point, meterStart=2000, timestamp=lab.clock.now.isoformat())
    assert first != second
    await lab.until(lambda: lab.told(SessionEnded) and lab.connector().transaction is not None)
    (ended,) = lab.told(SessionEnded)
    assert ended.session.transaction_id == first
    running = lab.connector().transaction
    assert running is not None
    assert running.transaction_id == second


# ---- remote starts


async def test_a_remote_start_is_known_as_remote_and_its_tag_is_let_through_once(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    expect_start(lab.station("CP-1"), 1, "GUEST")
    authorized = await charge_point.call("Authorize", {"idTag": "guest"})
    assert tag_status(authorized) == "Accepted"
    first = await charge_point.call("StartTransaction", start_transaction("GUEST"))
    assert tag_status(first) == "Accepted"
    await lab.until(lambda: lab.connector().transaction is not None)
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.remote
    assert not lab.told(CardPresented)
    await stop(lab, charge_point, transaction.transaction_id, idTag="GUEST")
    again = start_transaction("GUEST", timestamp=lab.clock.now.isoformat())
    second = await charge_point.call("StartTransaction", again)
    assert tag_status(second) == "Invalid"


async def test_a_remote_start_on_another_connector_or_too_long_ago_lets_nothing_through(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge_point = await lab.boot()
    expect_start(lab.station("CP-1"), 2, "GUEST")
    answer = await charge_point.call("StartTransaction", start_transaction("GUEST"))
    assert tag_status(answer) == "Invalid"
    monkeypatch.setattr(
        "custom_components.plug_control.central_system.stations.expected_starts.EXPECT_START_S",
        -1.0,
    )
    expect_start(lab.station("CP-1"), 1, "LATE")
    expect_start(lab.station("CP-1"), 1, "LATE")
    late = start_transaction("LATE", timestamp=(NOW + timedelta(seconds=1)).isoformat())
    answer = await charge_point.call("StartTransaction", late)
    assert tag_status(answer) == "Invalid"


async def test_a_remote_start_without_a_connector_may_begin_on_any(lab: Lab) -> None:
    charge_point = await lab.boot()
    expect_start(lab.station("CP-1"), 0, "GUEST")
    answer = await charge_point.call("StartTransaction", start_transaction("GUEST", connectorId=2))
    assert tag_status(answer) == "Accepted"


async def test_a_refused_remote_start_lets_nothing_through(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Preparing"))
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.user_commands.start_charging("CP-1", 1, id_tag="GUEST")
    answer = await charge_point.call("StartTransaction", start_transaction("GUEST"))
    assert tag_status(answer) == "Invalid"


async def test_taking_a_remote_start_back_that_has_come_is_harmless(lab: Lab) -> None:
    charge_point = await lab.boot()
    take_back = expect_start(lab.station("CP-1"), 1, "GUEST")
    await charge_point.call("StartTransaction", start_transaction("GUEST"))
    take_back()
    await lab.until(lambda: lab.connector().transaction is not None)


async def test_a_blocked_card_is_not_let_through_by_a_remote_start(lab: Lab) -> None:
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="lost", blocked=True)])
    charge_point = await lab.boot()
    expect_start(lab.station("CP-1"), 1, CARD)
    answer = await charge_point.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "Blocked"


async def test_the_central_systems_own_tag_charges_and_is_no_card(lab: Lab) -> None:
    charge_point = await lab.boot()
    own = lab.central_system.settings.remote_id_tag
    answer = await charge_point.call("StartTransaction", start_transaction(own))
    assert tag_status(answer) == "Accepted"
    assert not lab.told(CardPresented)
