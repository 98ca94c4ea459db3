"""Things that happen in the middle of other things: removals, confirmations, stops and listeners that fail."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.model.events import Event, Problem, ProblemFound
from custom_components.plug_control.protocol.errors import CommandError
from simulator.scripted import Disconnected

from .conftest import CARD, QUICK, Lab, MakeLab, start_transaction, status
from .ledger.conftest import Disk

SERIAL = "C2011907DEMOEU01"


# ---- strangers


async def test_a_stranger_that_is_known_by_its_serial_number_is_held_as_long_as_it_likes(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.05, identify_s=0.05))
    stranger = await lab.dial("")
    assert (await stranger.boot(chargePointSerialNumber=SERIAL))["status"] == "Pending"
    (link,) = lab.central_system._context.registry.links.values()
    waiting = link.onboarding
    assert waiting is not None
    await lab.until(waiting.done)  # nothing will close it any more
    assert stranger.connected
    assert not stranger.received("TriggerMessage")


@pytest.mark.parametrize(("given", "stays"), [("secret", True), ("other", False), (None, False)])
async def test_r5_a_stranger_that_is_confirmed_with_a_password_must_have_given_it(
    lab: Lab, given: str | None, stays: bool
) -> None:
    stranger = await lab.dial("CP-2", password=given)
    await stranger.boot()
    model = lab.add("CP-2", password="secret")
    if stays:
        assert model.connected
        assert (await stranger.boot())["status"] == "Accepted"
    else:
        assert (await stranger.wait_closed())[0] == 1008
        assert not model.connected
        assert not model.accepted
        assert [(e.charge_point_id, e.problem) for e in lab.told(ProblemFound)] == [
            ("CP-2", Problem.WRONG_PASSWORD)
        ]


# ---- removals


async def test_a_charge_point_that_is_removed_while_its_start_is_written_harms_nothing(
    make_lab: MakeLab, caplog: pytest.LogCaptureFixture
) -> None:
    storage = Disk()
    lab = await make_lab(storage=storage)
    lab.add()
    lab.cards(CARD)
    lab.add("CP-2")
    charge_point = await lab.started_up()
    with storage.held():
        answer = await charge_point.start_call("StartTransaction", start_transaction())
        await lab.until(lab.central_system.ledger.open_transactions)
        removing = asyncio.create_task(lab.central_system.remove_charge_point("CP-1"))
        await asyncio.sleep(0)
    await removing
    with pytest.raises((Disconnected, TimeoutError)):
        async with asyncio.timeout(1):
            await answer
    await (await lab.boot("CP-2")).call("StatusNotification", status())
    (session,) = await lab.central_system.ledger.sessions()
    assert session.stopped_at is not None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_charge_point_that_is_removed_while_a_limit_is_under_way_harms_nothing(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("SetChargingProfile", None)
    limiting = asyncio.create_task(lab.central_system.limits.set_limit("CP-1", 1, 16))
    await charge_point.expect("SetChargingProfile")
    await lab.central_system.remove_charge_point("CP-1")
    with pytest.raises(CommandError):
        await limiting
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


# ---- whoever listens to events


async def test_r15_a_listener_that_fails_costs_no_charger_its_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("a fault of whoever listens")

    lab = Lab()
    lab.central_system = CentralSystem(
        settings=lab.settings, storage=lab.storage, publish=fail, clock=lab.clock, timing=QUICK
    )
    async with lab:
        lab.add()
        charge_point = await lab.boot()
        await lab.until_started_up()
        answer = await charge_point.call("StartTransaction", start_transaction())
        transaction_id = answer["transactionId"]
        await charge_point.call(
            "StopTransaction",
            {
                "transactionId": transaction_id,
                "meterStop": 2000,
                "timestamp": "2026-03-14T11:00:00Z",
            },
        )
        await charge_point.close()
        await lab.until(lambda: not lab.model().connected)
        await lab.boot()
    assert "a fault of whoever listens" in caplog.text
