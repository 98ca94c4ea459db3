"""Restarts: a Reset that closes the connection is a success once the charger is back, and what waits for one is told (R30)."""

import asyncio

from ocpp.v16 import call
from ocpp.v16.enums import ResetType
import pytest

from custom_components.plug_control.central_system.commands import commands as commands_module
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.protocol.errors import CallTimeoutError, OfflineError
from tests.central_system.conftest import Lab, MakeLab


async def closes_over_it(lab: Lab) -> asyncio.Task[None]:
    charge_point = await lab.started_up()
    resetting = asyncio.create_task(lab.central_system.commands.reset("CP-1", hard=True))
    await charge_point.expect("Reset")
    await charge_point.abort()
    await lab.until(lambda: not lab.model().connected)
    return resetting


async def test_reset_whose_connection_drops_is_a_success_once_the_charger_is_back(
    lab: Lab,
) -> None:
    resetting = await closes_over_it(lab)
    await asyncio.sleep(0.05)
    assert not resetting.done()
    await lab.boot()
    await resetting


async def test_reset_after_which_the_charger_stays_away_is_none(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands_module, "BACK_S", 0.1)
    with pytest.raises(OfflineError):
        await (await closes_over_it(lab))


async def test_reset_that_was_never_sent_or_answered_is_none(lab: Lab) -> None:
    with pytest.raises(OfflineError):
        await lab.central_system.commands.reset("CP-1", hard=False)
    charge_point = await lab.started_up()
    charge_point.auto_reply("Reset", None)
    with pytest.raises(CallTimeoutError):
        await lab.central_system.commands.request(
            "CP-1", call.Reset(type=ResetType.soft), timeout_s=0.1
        )


async def require(lab: Lab, key: str) -> None:
    change = lab.central_system.commands.change_configuration
    assert await change("CP-1", key, "1") == "RebootRequired"
    lab.model().configuration.clear()


async def test_r30_what_waits_for_a_reboot_is_told_until_it_comes(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    await require(lab, "Zeta")
    await require(lab, "Alpha")
    await require(lab, "Alpha")
    told = [each.detail for each in lab.told(ProblemFound)]
    assert told == ["Zeta", "Alpha, Zeta"]
    charge_point.auto_reply("ChangeConfiguration", {"status": "Accepted"})
    await charge_point.boot()
    assert [each.problem for each in lab.told(ProblemGone)] == [Problem.REBOOT_REQUIRED]


async def test_what_waits_for_a_reboot_is_remembered(make_lab: MakeLab) -> None:
    before = await make_lab()
    before.add()
    charge_point = await before.started_up()
    charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    await require(before, "Alpha")
    after = await make_lab(memory=before.central_system.memory())
    after.add()
    assert [each.detail for each in after.told(ProblemFound)] == ["Alpha"]


async def test_nobody_is_asked_for_ever_to_restart_what_a_restart_does_not_change(
    lab: Lab,
) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    for _ in range(5):
        await require(lab, "Alpha")
        lab.model().configuration.clear()
        charge_point.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await charge_point.boot()
        await lab.until_started_up()
        charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    assert len(lab.told(ProblemFound)) == 3
