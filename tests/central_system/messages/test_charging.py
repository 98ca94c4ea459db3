"""Stops and running transactions over the wire: what ends, what goes on, what a full disk changes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import override

import pytest

from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite.units import Unit
from custom_components.plug_control.model.events import (
    ConnectorAdded,
    ConnectorChanged,
    Problem,
    ProblemFound,
    ProblemGone,
    SessionCorrected,
    SessionEnded,
    SessionStarted,
)
from custom_components.plug_control.model.transaction import StopReason
from simulator.frames import Json
from simulator.scripted import CallErrorReceived
from tests.central_system.conftest import (
    CARD,
    NOW,
    Lab,
    MakeLab,
    meter_values,
    start_transaction,
    status,
    tag_status,
)
from tests.central_system.session_messages import C2EU, start, stop, stop_of

# ---- stops


async def test_r15_a_stop_ends_the_session_and_is_answered_with_the_tags_state(lab: Lab) -> None:
    charge_point = await lab.boot()
    transaction_id = await start(charge_point)
    lab.events.clear()
    answer = await stop(lab, charge_point, transaction_id)
    assert tag_status(answer) == "Accepted"
    (ended,) = lab.told(SessionEnded)
    assert ended.session.energy_wh == 2500
    assert ended.session.stop_reason is StopReason.LOCAL
    assert lab.connector().transaction is None
    assert lab.connector().last_session == ended.session
    (session,) = await lab.central_system.ledger.sessions()
    assert session == ended.session


@pytest.mark.parametrize("fields", [{"idTag": None}, {"idTag": "NOBODY"}, {}])
async def test_c2eu_q11_a_stop_is_answered_with_id_tag_info_whatever_it_says(
    lab: Lab, fields: dict[str, Json]
) -> None:
    charge_point = await lab.boot(boot=C2EU)
    answer = await stop(lab, charge_point, await start(charge_point), **fields)
    assert tag_status(answer)
    assert lab.connector().transaction is None


async def test_c2eu_q15_a_stop_that_nobody_knows_is_answered_and_kept_and_ends_nothing(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    running = await start(charge_point)
    await lab.until(lambda: lab.connector().transaction is not None)
    stops: list[dict[str, Json]] = [
        {"transactionId": running + 1000, "idTag": None},
        {"transactionId": None, "idTag": "SOMEBODY"},
        {"transactionId": -1, "idTag": "SOMEBODY"},
    ]
    for fields in stops:
        answer = await charge_point.call("StopTransaction", stop_of(0, 998_000) | fields)
        assert "idTagInfo" in answer
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == running


async def test_r20_a_stop_from_another_charge_point_ends_nothing(lab: Lab) -> None:
    lab.add("CP-2")
    owner, attacker = await lab.boot("CP-1"), await lab.boot("CP-2")
    transaction_id = await start(owner)
    await lab.until(lambda: lab.connector(1, "CP-1").transaction is not None)
    answer = await stop(lab, attacker, transaction_id)
    assert "idTagInfo" in answer
    assert lab.connector(1, "CP-1").transaction is not None
    assert not lab.told(SessionEnded, "CP-1")
    assert await stop(lab, owner, transaction_id)
    assert lab.told(SessionEnded, "CP-1")[0].session.energy_wh == 2500


async def test_a_repeated_stop_is_answered_and_told_once(lab: Lab) -> None:
    charge_point = await lab.boot()
    transaction_id = await start(charge_point)
    for _ in range(3):
        assert "idTagInfo" in await stop(lab, charge_point, transaction_id)
    assert len(lab.told(SessionEnded)) == 1


@pytest.mark.parametrize(
    ("sent", "there", "elsewhere"),
    [
        ("PowerLoss", StopReason.CAR_FULL, StopReason.POWER_LOSS),
        (None, StopReason.OTHER, StopReason.LOCAL),
    ],
)
async def test_c2eu_q19_a_reason_means_something_else_there(
    lab: Lab, sent: str | None, there: StopReason, elsewhere: StopReason
) -> None:
    lab.add("C2EU")
    for identity, boot, reason in (("C2EU", C2EU, there), ("CP-1", {}, elsewhere)):
        lab.clock.now = NOW
        charge_point = await lab.boot(identity, boot=dict(boot))
        await stop(lab, charge_point, await start(charge_point), reason=sent)
        (ended,) = lab.told(SessionEnded, identity)
        assert ended.session.stop_reason is reason


async def test_c2eu_q16_a_replay_of_the_past_leaves_the_newest_session_shown(lab: Lab) -> None:
    charge_point = await lab.boot()
    await stop(lab, charge_point, await start(charge_point))
    newest = lab.connector().last_session
    yesterday = NOW - timedelta(days=1)
    replayed = await start(charge_point, timestamp=yesterday.isoformat(), meterStart=0)
    await charge_point.call(
        "StopTransaction",
        stop_of(replayed, 900, timestamp=(yesterday + timedelta(hours=1)).isoformat()),
    )
    assert lab.connector().last_session == newest
    assert len(await lab.central_system.ledger.sessions()) == 2


async def test_a_late_stop_corrects_a_session_that_is_no_longer_the_last_one(lab: Lab) -> None:
    charge_point = await lab.boot()
    first = await start(charge_point)
    lab.clock.now = NOW + timedelta(hours=2)
    second = await start(charge_point, meterStart=4000, timestamp=lab.clock.now.isoformat())
    lab.clock.now = NOW + timedelta(hours=3)
    await charge_point.call(
        "StopTransaction", stop_of(second, 5000, timestamp=lab.clock.now.isoformat())
    )
    await charge_point.call("StopTransaction", stop_of(first, 3500))
    shown = lab.connector().last_session
    assert shown is not None
    assert shown.transaction_id == second
    sessions = await lab.central_system.ledger.sessions()
    assert [session.energy_wh for session in sessions] == [2500, 1000]
    assert len(lab.told(SessionEnded)) == 2
    (corrected,) = lab.told(SessionCorrected)
    assert (corrected.charge_point_id, corrected.connector_id) == ("CP-1", 1)
    assert (corrected.before.session_id, corrected.session) == (first, sessions[0])
    assert corrected.before.provisional


async def test_c2eu_q17_the_id_that_was_handed_out_last_is_known(lab: Lab) -> None:
    charge_point = await lab.boot()
    active = await start(charge_point)
    yesterday = (NOW - timedelta(days=1)).isoformat()
    replayed = await start(charge_point, timestamp=yesterday, meterStart=0)
    assert active != replayed
    assert lab.station("CP-1").last_transaction_ids.get(1) == replayed
    assert lab.station("CP-1").last_transaction_ids.get(2) is None


# ---- the running transaction


async def test_meter_values_without_an_id_belong_to_the_running_transaction(lab: Lab) -> None:
    charge_point = await lab.boot()
    transaction_id = await start(charge_point)
    await lab.until(lambda: lab.connector().transaction is not None)
    lab.clock.advance(3600)
    values = meter_values(("Energy.Active.Import.Register", "8000", "Wh"), at=lab.clock.now)
    await charge_point.call("MeterValues", values)
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == transaction_id
    assert transaction.energy_wh == 7000


async def test_a_transaction_that_nobody_knows_is_adopted_by_its_meter_values(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Charging"))
    assert lab.connector().transaction is None
    values = meter_values(("Energy.Active.Import.Register", "8000", "Wh"), transactionId=77)
    await charge_point.call("MeterValues", values)
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == 77
    assert len(lab.told(SessionStarted)) == 1
    assert lab.station("CP-1").last_transaction_ids.get(1) == 77


async def test_a_running_transaction_goes_on_after_a_restart_and_ends_with_its_energy(
    make_lab: MakeLab,
) -> None:
    storage = LedgerDatabase()
    before = await make_lab(storage=storage)
    before.add()
    before.cards(CARD)
    transaction_id = await start(await before.boot())
    memory = before.central_system.memory()
    await before.central_system.stop()
    after = await make_lab(storage=storage, memory=memory)
    after.cards(CARD)
    after.add()
    transaction = after.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == transaction_id
    charge_point = await after.dial()  # reconnects without a boot
    await stop(after, charge_point, transaction_id)
    (ended,) = after.told(SessionEnded)
    assert ended.session.energy_wh == 2500
    assert after.station("CP-1").last_transaction_ids.get(1) == transaction_id


async def test_charge_points_that_are_added_before_the_start_get_their_transactions_too(
    make_lab: MakeLab,
) -> None:
    storage = LedgerDatabase()
    before = await make_lab(storage=storage)
    before.add()
    before.cards(CARD)
    await start(await before.boot())
    await before.central_system.stop()
    after = Lab(storage=storage)
    after.add()
    async with after:
        assert after.connector().transaction is not None
        assert after.told(ConnectorAdded)
        assert after.told(ConnectorChanged)


# ---- removal


async def test_removing_a_charge_point_ends_its_transaction_in_the_ledger(lab: Lab) -> None:
    charge_point = await lab.boot()
    await start(charge_point)
    await lab.central_system.remove_charge_point("CP-1")
    (session,) = await lab.central_system.ledger.sessions()
    assert session.stopped_at is not None
    assert not lab.central_system.ledger.open_transactions()


# ---- a disk that refuses


class FullStorage(LedgerDatabase):
    """A disk that is full until someone makes room."""

    full = True

    @override
    def store(self, units: Sequence[Unit], meta: dict[str, int]) -> None:
        if self.full:
            raise OSError("disk full")
        super().store(units, meta)


async def test_r15_a_start_is_answered_though_the_disk_refuses_and_the_problem_is_shown(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(storage=FullStorage())
    lab.add()
    assert await start(await lab.boot())
    (found,) = lab.told(ProblemFound)
    assert (found.charge_point_id, found.problem) == ("", Problem.LEDGER_NOT_WRITABLE)


async def test_r15_a_stop_that_cannot_be_stored_is_kept_by_the_charger_until_it_can(
    make_lab: MakeLab,
) -> None:
    """It gets a CALLERROR, so that it is sent again; here it is kept, too, and told once."""
    storage = FullStorage()
    lab = await make_lab(storage=storage)
    lab.add()
    lab.cards(CARD)
    charge_point = await lab.boot()
    transaction_id = await start(charge_point)
    assert lab.told(ProblemFound)
    assert await charge_point.call("MeterValues", meter_values(("Voltage", "230", "V"))) == {}
    for _ in range(2):
        with pytest.raises(CallErrorReceived, match="InternalError"):
            await stop(lab, charge_point, transaction_id)
    assert len(await lab.central_system.ledger.sessions()) == 1
    storage.full = False
    await stop(lab, charge_point, transaction_id)
    await lab.until(lambda: lab.told(SessionEnded))
    (gone,) = lab.told(ProblemGone)
    assert (gone.charge_point_id, gone.problem) == ("", Problem.LEDGER_NOT_WRITABLE)
    assert len(lab.told(SessionEnded)) == 1
    assert len(await lab.central_system.ledger.sessions()) == 1


async def test_c2eu_q8_several_calls_at_once_get_their_own_answers(lab: Lab) -> None:
    charge_point = await lab.boot()
    answers = await asyncio.gather(
        charge_point.call("StartTransaction", start_transaction()),
        charge_point.call("StatusNotification", status("Charging")),
        charge_point.call("MeterValues", meter_values(("Voltage", "230", "V"))),
        charge_point.call("Heartbeat"),
    )
    assert "transactionId" in answers[0]
    assert answers[1] == answers[2] == {}
    assert "currentTime" in answers[3]


async def test_a_broken_start_gets_a_callerror_and_the_connection_goes_on(lab: Lab) -> None:
    charge_point = await lab.boot()
    with pytest.raises(CallErrorReceived):
        await charge_point.call("StartTransaction", {"meterStart": 5})
    await charge_point.call("Heartbeat")
