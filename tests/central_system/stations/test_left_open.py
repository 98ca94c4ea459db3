"""What was open when a charge point booted is over, where nothing tells that it runs (evcc 33908)."""

from dataclasses import replace

import pytest

from custom_components.plug_control.central_system.stations.auto_start import AutoStartState
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.model.events import SessionEnded, SessionStarted
from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import CARD, QUICK, Lab, MakeLab, meter_values, status
from tests.central_system.session_messages import start, stop

SOON = replace(QUICK, tick_s=0.02, left_open_s=0.1)
POWER = ("Power.Active.Import", "7000", "W")


async def rebooted(lab: Lab) -> tuple[ScriptedChargePoint, int]:
    """A charge point that lost its power during a charge, and the transaction that it forgot."""
    charge_point = await lab.started_up()
    transaction_id = await start(charge_point)
    await charge_point.call("StatusNotification", status("Charging"))
    lab.clock.advance(600)
    register = ("Energy.Active.Import.Register", "2000", "Wh")
    await charge_point.call("MeterValues", meter_values(register, POWER, at=lab.clock.now))
    await charge_point.abort()
    await lab.until(lambda: not lab.model().connected)
    lab.clock.advance(120)
    return await lab.started_up(), transaction_id


async def quick_lab(make_lab: MakeLab) -> Lab:
    """A central system that soon ends what a boot left open."""
    lab = await make_lab(timing=SOON)
    lab.add()
    lab.cards(CARD)
    return lab


@pytest.mark.parametrize("word", ["Preparing", "Available", "Finishing"])
async def test_a_boot_after_which_nothing_runs_ends_what_was_open(
    make_lab: MakeLab, word: str
) -> None:
    lab = await quick_lab(make_lab)
    charge_point, transaction_id = await rebooted(lab)
    await charge_point.call("StatusNotification", status(word))
    await lab.until(lambda: lab.told(SessionEnded))
    (session,) = await lab.central_system.ledger.sessions()
    assert (session.energy_wh, session.energy_estimated, session.provisional) == (1000, True, True)
    assert lab.connector().transaction is None
    await stop(lab, charge_point, transaction_id, meterStop=2100)  # it comes late, and is right
    (session,) = await lab.central_system.ledger.sessions()
    assert (session.energy_wh, session.energy_estimated) == (1100, False)


async def test_a_start_after_such_a_boot_works_at_once(lab: Lab) -> None:
    charge_point, _ = await rebooted(lab)
    with pytest.raises(NotPossibleError) as caught:
        await lab.central_system.user_commands.start_charging("CP-1", 1)
    assert caught.value.reason is NotPossible.ALREADY_CHARGING  # nothing was told yet
    await charge_point.call("StatusNotification", status("Preparing"))
    assert lab.connector().transaction is not None
    await lab.central_system.user_commands.start_charging("CP-1", 1)
    assert len(charge_point.received("RemoteStartTransaction")) == 1
    assert len(lab.told(SessionEnded)) == 1


@pytest.mark.parametrize("proof", ["status", "values with the id", "power", "no word"])
async def test_what_runs_on_after_a_boot_stays_open(lab: Lab, proof: str) -> None:
    """A C2EU sends BootNotification whenever it connects, and charges on."""
    charge_point, transaction_id = await rebooted(lab)
    if proof != "no word":
        await charge_point.call("StatusNotification", status("Preparing"))
    match proof:
        case "status":
            await charge_point.call("StatusNotification", status("SuspendedEV"))
        case "values with the id":
            voltage = meter_values(("Voltage", "230", "V"), transactionId=transaction_id)
            await charge_point.call("MeterValues", voltage)
        case "power":
            watts = ("Power.Active.Import", "6900", "W")
            await charge_point.call("MeterValues", meter_values(watts, at=lab.clock.advance(1)))
    station = lab.central_system._context.registry.stations["CP-1"]
    if proof == "no word":
        assert station.left_open
    else:
        await lab.until(lambda: not station.left_open)
    lab.central_system._housekeeping.look_round()
    assert lab.connector().transaction is not None
    assert not lab.told(SessionEnded)


async def test_a_status_that_tells_nothing_takes_the_proof_back(lab: Lab) -> None:
    charge_point, _ = await rebooted(lab)
    station = lab.central_system._context.registry.stations["CP-1"]
    for word, is_idle in (("Preparing", True), ("Preparing", True), ("Faulted", False)):
        await charge_point.call("StatusNotification", status(word))
        assert (station.left_open[1].idle_since is not None) is is_idle


async def test_what_begins_after_the_boot_is_not_ended(lab: Lab) -> None:
    charge_point, _ = await rebooted(lab)
    await charge_point.call("StatusNotification", status("Preparing"))
    second = await start(charge_point, timestamp=lab.clock.now.isoformat(), meterStart=2000)
    await lab.until(lambda: len(lab.told(SessionStarted)) == 1)
    lab.central_system._housekeeping.look_round()
    transaction = lab.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == second
    assert len(lab.told(SessionStarted)) == 1


@pytest.mark.parametrize(
    ("reason", "armed"), [(None, True), ("Reboot", True), ("PowerLoss", True), ("Local", False)]
)
async def test_a_charge_that_began_by_itself_begins_again_after_a_power_cut(
    make_lab: MakeLab, reason: str | None, armed: bool
) -> None:
    lab = await quick_lab(make_lab)
    lab.add("CP-1", who_may_charge=WhoMayCharge.ANYONE, start_when_plugged_in=True)
    charge_point, transaction_id = await rebooted(lab)
    if reason is not None:
        fields: dict[str, Json] = {"reason": reason}
        await stop(lab, charge_point, transaction_id, **fields)
    await charge_point.call("StatusNotification", status("Preparing"))
    await lab.until(lambda: lab.connector().transaction is None)
    station = lab.central_system._context.registry.stations["CP-1"]
    assert (station.auto_start(1).state is AutoStartState.ARMED) is armed
