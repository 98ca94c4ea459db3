"""A transaction is told and named only after its StartTransaction was answered, and gets its limit then (R15, R18)."""

from typing import Any

import pytest

from custom_components.plug_control.central_system.sessions.running import show_transaction
from custom_components.plug_control.model.connector import ConnectorStatus, SmartLimit
from custom_components.plug_control.model.events import Event, SessionEnded, SessionStarted
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import (
    CARD,
    Lab,
    MakeLab,
    meter_values,
    start_transaction,
    status,
    tag_status,
)
from tests.central_system.ledger.conftest import Disk
from tests.central_system.session_messages import start, stop

POWER = ("Power.Active.Import", "7000", "W")


def named(charge_point: ScriptedChargePoint) -> list[object]:
    """The transactions that profiles were sent for."""
    return [
        each["csChargingProfiles"]["transactionId"]  # type: ignore[index,call-overload]
        for each in charge_point.received("SetChargingProfile")
        if "transactionId" in each["csChargingProfiles"]  # type: ignore[operator]
    ]


@pytest.fixture
async def held(make_lab: MakeLab) -> tuple[Lab, Disk]:
    """A central system whose disk waits to be released."""
    storage = Disk()
    lab = await make_lab(storage=storage)
    lab.add()
    lab.cards(CARD)
    return lab, storage


async def test_nothing_is_told_or_named_before_the_start_is_answered(
    held: tuple[Lab, Disk],
) -> None:
    lab, storage = held
    charge_point = await lab.started_up()
    with storage.held():
        answer = await charge_point.start_call("StartTransaction", start_transaction())
        await lab.until(lab.central_system.ledger.open_transactions)
        await charge_point.call("StatusNotification", status("Charging"))
        await charge_point.call("MeterValues", meter_values(POWER))
        await lab.central_system.limits.set_smart_limit("CP-1", 1, SmartLimit(limit_a=16))
        assert lab.connector().transaction is None
        assert not lab.told(SessionStarted)
        assert not named(charge_point)
    transaction_id = (await answer)["transactionId"]
    await lab.until(lambda: lab.told(SessionStarted))
    await lab.until(lambda: named(charge_point) == [transaction_id])


async def test_c2eu_q31_a_connector_whose_start_waits_for_its_answer_is_started_by_nobody_else(
    held: tuple[Lab, Disk],
) -> None:
    """It shows Preparing still: by itself that is a car to be started."""
    lab, storage = held
    charge_point = await lab.started_up()
    machine = lab.central_system._context.registry.stations["CP-1"].auto_start(1)
    machine.status_changed(ConnectorStatus.AVAILABLE, now=0.0)
    machine.status_changed(ConnectorStatus.PREPARING, now=0.0)
    with storage.held():
        answer = await charge_point.start_call("StartTransaction", start_transaction())
        await lab.until(lab.central_system.ledger.open_transactions)
        assert not machine.tick(now=1e6)
    await answer


async def test_a_new_transaction_is_handed_the_limit_that_stands(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await lab.central_system.limits.set_limit("CP-1", 1, 10)
    for _ in range(2):
        transaction_id = await start(charge_point, timestamp=lab.clock.now.isoformat())
        await lab.until(lambda: transaction_id in named(charge_point))  # noqa: B023
        await stop(lab, charge_point, transaction_id)
        lab.clock.advance(60)
    assert lab.connector().limit.applied_a == 10


async def test_whoever_hears_of_a_session_finds_its_answer_sent(lab: Lab) -> None:
    """What a listener does at once, such as a limit, must not overtake the answer."""
    charge_point = await lab.started_up()
    sent: list[list[str]] = []

    def listen(event: Event) -> None:
        if isinstance(event, SessionStarted):
            connection = lab.central_system.connection_of("CP-1")
            assert connection is not None
            sent.append([text for _, direction, text in connection.frames if direction == "sent"])

    lab.central_system._tell = listen
    transaction_id = await start(charge_point)
    await lab.until(lambda: sent)
    assert f'"transactionId":{transaction_id}' in sent[0][-1]


async def test_a_transaction_that_is_shown_already_is_told_no_second_time(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await start(charge_point)
    await lab.until(lambda: lab.told(SessionStarted))
    connector = lab.connector()
    assert connector.transaction is not None
    context = lab.central_system._context
    show_transaction(context, context.registry.stations["CP-1"], connector, connector.transaction)
    assert len(lab.told(SessionStarted)) == 1


async def cut_off(lab: Lab, storage: Disk) -> None:
    """Have the connection break after a start was recorded and before it is answered."""
    charge_point = await lab.started_up()
    with storage.held():
        await charge_point.start_call("StartTransaction", start_transaction())
        await lab.until(lab.central_system.ledger.open_transactions)
        await charge_point.abort()
        await lab.until(lambda: not lab.model().connected)
    station = lab.central_system._context.registry.stations["CP-1"]
    await lab.until(lambda: not station.unanswered)
    assert not lab.told(SessionStarted)


async def test_a_start_whose_answer_is_lost_is_told_when_it_is_repeated(
    held: tuple[Lab, Disk],
) -> None:
    await cut_off(*held)
    lab, _ = held
    charge_point = await lab.started_up()
    transaction_id = await start(charge_point)
    await lab.until(lambda: lab.told(SessionStarted))
    (told,) = lab.told(SessionStarted)
    assert told.session.transaction_id == transaction_id
    assert len(await lab.central_system.ledger.sessions()) == 1


@pytest.mark.parametrize(
    ("action", "payload"),
    [("MeterValues", meter_values(POWER)), ("StatusNotification", status("Charging"))],
)
async def test_a_start_whose_answer_is_lost_is_told_when_the_charge_goes_on(
    held: tuple[Lab, Disk], action: str, payload: dict[str, Any]
) -> None:
    await cut_off(*held)
    lab, _ = held
    charge_point = await lab.started_up()
    await charge_point.call(action, payload)
    await charge_point.call(action, payload)
    assert len(lab.told(SessionStarted)) == 1
    assert lab.connector().transaction is not None


async def test_a_start_whose_answer_is_lost_is_told_with_its_end_at_the_latest(
    held: tuple[Lab, Disk],
) -> None:
    await cut_off(*held)
    lab, _ = held
    charge_point = await lab.started_up()
    await stop(lab, charge_point, -1)
    kinds = [type(event) for event in lab.events if type(event) in {SessionStarted, SessionEnded}]
    assert kinds == [SessionStarted, SessionEnded]
    (session,) = await lab.central_system.ledger.sessions()
    assert session.energy_wh == 2500


# ---- starts that the answer refused (R19)


async def test_a_refused_start_runs_nothing_and_locks_nobody_out(lab: Lab) -> None:
    lab.add("CP-2")
    charge_point, other = await lab.started_up(), await lab.started_up("CP-2")
    await start(other)
    await charge_point.call("StatusNotification", status("Preparing"))
    answer = await charge_point.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "ConcurrentTx"
    assert lab.connector().transaction is None
    assert not lab.told(SessionStarted, "CP-1")
    await lab.central_system.user_commands.start_charging("CP-1", 1)
    assert charge_point.received("RemoteStartTransaction")
    lab.cards()
    answer = await charge_point.call(
        "StartTransaction", start_transaction(id_tag="STRANGER", meterStart=1001)
    )
    assert tag_status(answer) == "Invalid"
    assert not lab.central_system.ledger.open_transactions("CP-1")


async def test_a_card_that_was_refused_elsewhere_may_charge_here(lab: Lab) -> None:
    lab.add("CP-2")
    first, second = await lab.started_up(), await lab.started_up("CP-2")
    lab.cards()
    await start(first)  # refused; this charger never sends the stop of it
    lab.cards(CARD)
    answer = await second.call("StartTransaction", start_transaction())
    assert tag_status(answer) == "Accepted"


async def test_the_stop_of_a_refused_start_stands_in_the_ledger_and_is_no_news(lab: Lab) -> None:
    charge_point = await lab.started_up()
    transaction_id = await start(charge_point, idTag="STRANGER")
    last = lab.connector().last_session
    await stop(lab, charge_point, transaction_id, meterStop=1000, idTag="STRANGER")
    (session,) = await lab.central_system.ledger.sessions()
    assert (session.transaction_id, session.energy_wh) == (transaction_id, 0)
    assert lab.connector().last_session is last
    assert not lab.told(SessionEnded)


async def test_a_charger_that_charges_although_it_was_refused_is_seen(lab: Lab) -> None:
    charge_point = await lab.started_up()
    transaction_id = await start(charge_point, idTag="STRANGER")
    await charge_point.call("MeterValues", meter_values(POWER, transactionId=transaction_id))
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == transaction_id
    assert len(lab.told(SessionStarted)) == 1
