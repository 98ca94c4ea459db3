"""What is looked after now and then: lost stops, latencies, starts by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.plug_control.central_system.stations.settings import (
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.connector import SmartLimit
from custom_components.plug_control.model.events import ChargePointChanged, SessionEnded
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .conftest import (
    CARD,
    NOW,
    QUICK,
    Lab,
    MakeLab,
    meter_values,
    start_transaction,
    status,
    tag_status,
)

ROUND = replace(QUICK, tick_s=0.02)


async def test_a_charge_point_that_fails_costs_the_watch_of_the_others_nothing(
    make_lab: MakeLab, caplog: pytest.LogCaptureFixture
) -> None:
    lab = await make_lab(timing=replace(ROUND, ping_interval_s=0.0))
    lab.add()
    lab.add("CP-2", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point, broken = await lab.boot("CP-2"), await lab.boot()
    await broken.call("StatusNotification", status())
    station = lab.central_system._context.registry.stations["CP-1"]
    station.free_since = None  # type: ignore[assignment] # what no test foresees
    await lab.until(lambda: caplog.text.count("Unexpected error in the watch of CP-1") >= 2)
    await plugged_in(lab, charge_point)
    await lab.until(lambda: charge_point.received("RemoteStartTransaction"))


# ---- stops that never came


async def test_a_stop_that_never_came_ends_as_an_estimate_once_the_connector_is_free(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(ROUND, lost_stop_s=0.15))
    lab.add()
    lab.cards(CARD)
    charge_point = await lab.boot()
    started = await charge_point.call("StartTransaction", start_transaction())
    lab.clock.advance(1800)
    values = meter_values(("Energy.Active.Import.Register", "5000", "Wh"), at=lab.clock.now)
    await charge_point.call("MeterValues", values)
    await charge_point.call("StatusNotification", status("Available"))
    assert lab.connector().transaction is not None
    await lab.until(lambda: lab.told(SessionEnded))
    (ended,) = lab.told(SessionEnded)
    assert ended.session.energy_wh == 4000
    assert ended.session.energy_estimated
    assert lab.connector().transaction is None
    lab.clock.advance(600)
    late: dict[str, Json] = {
        "transactionId": started["transactionId"],
        "meterStop": 5600,
        "timestamp": (NOW + timedelta(minutes=40)).isoformat(),
    }
    await charge_point.call("StopTransaction", late)
    session = lab.connector().last_session
    assert session is not None
    assert session.energy_wh == 4600
    assert not session.energy_estimated
    assert len(lab.told(SessionEnded)) == 1
    assert len(await lab.central_system.ledger.sessions()) == 1


async def test_a_connector_that_is_not_free_for_long_keeps_its_transaction(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(ROUND, lost_stop_s=0.3))
    lab.add()
    lab.cards(CARD)
    charge_point = await lab.boot()
    await charge_point.call("StartTransaction", start_transaction())
    station = lab.central_system._context.registry.stations["CP-1"]
    await charge_point.call("StatusNotification", status("Available"))
    await lab.until(lambda: 1 in station.free_since)
    await charge_point.call("StatusNotification", status("Charging"))
    await lab.until(lambda: not station.free_since)
    assert lab.connector().transaction is not None
    assert not lab.told(SessionEnded)


# ---- latency


async def test_latency_is_measured_and_told(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=ROUND)
    lab.add()
    await lab.boot()
    lab.events.clear()
    await lab.until(lambda: lab.model().latency_s is not None)
    await lab.until(lambda: lab.told(ChargePointChanged))
    assert 0 <= (lab.model().latency_s or -1) < 1


# ---- starts by itself


async def plugged_in(lab: Lab, charge_point: ScriptedChargePoint) -> None:
    await charge_point.call("StatusNotification", status("Available"))
    await charge_point.call("StatusNotification", status("Preparing"))


async def test_a_car_that_is_plugged_in_starts_by_itself_where_the_user_wants_that(
    lab: Lab,
) -> None:
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.boot()
    await plugged_in(lab, charge_point)
    await lab.until(lambda: charge_point.received("RemoteStartTransaction"))
    (request,) = charge_point.received("RemoteStartTransaction")
    assert request["connectorId"] == 1
    tag = request["idTag"]
    assert isinstance(tag, str)
    answer = await charge_point.call("StartTransaction", start_transaction(tag))
    assert tag_status(answer) == "Accepted"
    await lab.until(lambda: lab.connector().transaction is not None)
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.remote


@pytest.mark.parametrize("is_final", [True, False])
async def test_what_would_be_paused_for_good_begins_once_it_may_charge(
    make_lab: MakeLab, is_final: bool
) -> None:
    lab = await make_lab(timing=ROUND)
    model = lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Available"))
    lab.connector().limit.smart = SmartLimit(limit_a=0)
    model.pause_habit = PauseHabit.FINAL if is_final else PauseHabit.GOES_ON
    await plugged_in(lab, charge_point)
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    if is_final:
        assert not charge_point.received("RemoteStartTransaction")
        lab.connector().limit.smart = SmartLimit(limit_a=6)
    await lab.until(lambda: charge_point.received("RemoteStartTransaction"))


async def test_a_pause_of_the_user_is_not_lifted_by_a_car_that_is_plugged_in(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=ROUND)
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Available"))
    await lab.central_system.limits.set_limit("CP-1", 1, 0)
    await charge_point.call("StatusNotification", status("Preparing"))
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    assert not charge_point.received("RemoteStartTransaction")
    assert lab.connector().limit.wanted_a == 0
    await lab.central_system.limits.set_limit("CP-1", 1, 16)
    await lab.until(lambda: charge_point.received("RemoteStartTransaction"))


@pytest.mark.parametrize(
    ("who", "wanted"), [(WhoMayCharge.CARDS, True), (WhoMayCharge.ANYONE, False)]
)
async def test_nothing_starts_by_itself_where_nobody_asked_for_it(
    lab: Lab, who: WhoMayCharge, wanted: bool
) -> None:
    lab.add("CP-1", who_may_charge=who, start_when_plugged_in=wanted)
    charge_point = await lab.boot()
    await plugged_in(lab, charge_point)
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    assert not charge_point.received("RemoteStartTransaction")


async def test_c2eu_q31_after_a_stop_by_card_with_the_cable_in_nothing_starts_again(
    lab: Lab,
) -> None:
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.boot(boot={"vendor": "XC", "model": "C2EU"})
    await plugged_in(lab, charge_point)
    started = await charge_point.call("StartTransaction", start_transaction())
    await charge_point.call("StatusNotification", status("Charging"))
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": started["transactionId"],
            "meterStop": 2000,
            "timestamp": NOW.isoformat(),
            "reason": "Local",
        },
    )
    before = len(charge_point.received("RemoteStartTransaction"))
    await charge_point.call("StatusNotification", status("Preparing"))
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    assert len(charge_point.received("RemoteStartTransaction")) == before
    await plugged_in(lab, charge_point)
    await lab.until(lambda: len(charge_point.received("RemoteStartTransaction")) == before + 1)


async def test_a_refused_start_by_itself_is_logged_and_harms_nothing(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.boot()
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    with caplog.at_level("INFO"):
        await plugged_in(lab, charge_point)
        await lab.until(lambda: "No start by itself" in caplog.text)
    await charge_point.call("Heartbeat")


async def test_switching_it_on_while_a_car_waits_starts_it(lab: Lab) -> None:
    charge_point = await lab.boot()
    await plugged_in(lab, charge_point)
    lab.central_system.update_charge_point(
        ChargePointSettings(
            charge_point_id="CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True
        )
    )
    await lab.until(lambda: charge_point.received("RemoteStartTransaction"))


async def test_c2eu_q30_a_remote_start_by_the_user_is_not_followed_by_one_of_our_own(
    lab: Lab,
) -> None:
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Available"))
    await lab.central_system.user_commands.start_charging("CP-1", 1)
    await charge_point.call("StatusNotification", status("Preparing"))
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    assert len(charge_point.received("RemoteStartTransaction")) == 1


async def test_after_a_reconnect_a_replay_is_waited_for(lab: Lab) -> None:
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Available"))
    await charge_point.close()
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Preparing"))
    lab.central_system._housekeeping.look_round()
    await charge_point.call("Heartbeat")
    assert not charge_point.received("RemoteStartTransaction")
