"""The log of decisions: bounded, replayed, and in diagnostics without what is nobody's business."""

from datetime import timedelta
from itertools import pairwise
import json
from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.plug_control.charging.plans.plan import PlanGoal
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    RoundInputs,
    RoundState,
)
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.controller.decision_log import DecisionLog
from custom_components.plug_control.controller.plan_tasks import PlanTask
from custom_components.plug_control.diagnostics import async_get_config_entry_diagnostics
from tests.charging.test_round import NOW, Site, case_of
from tests.house import House, house, wallbox


def logged(rounds: int, connectors: int, every_s: float = 10) -> DecisionLog:
    """Return a log of so many rounds."""
    log = DecisionLog()
    rows = {f"CP-{number}#1": ConnectorRow(case=case_of()) for number in range(connectors)}
    state = RoundState()
    for number in range(rounds):
        site = Site(None, **rows)
        site.decide(number * every_s)
        ((inputs, _, decision),) = site.log
        log.add(inputs, state, decision)
        state = decision.state
    return log


def test_two_hours_are_remembered() -> None:
    log = logged(100, 1, every_s=120)
    assert log.steps[-1].inputs.now - log.steps[0].inputs.now == timedelta(hours=2)


def test_many_connectors_shorten_the_memory() -> None:
    log = logged(30, 400)
    assert len(log.steps) == 12
    assert len(logged(2, 6000).steps) == 1


def test_what_concerns_nobody_is_not_remembered() -> None:
    log = DecisionLog()
    inputs = RoundInputs(now=NOW, readings=Site().state.readings)
    log.add(inputs, RoundState(), decide_round(inputs, RoundState()))
    assert not log.steps


async def a_day(home: House) -> None:
    """Have sun, clouds, another mode and a boost."""
    charger = await home.add_charger("WALLBOX-4711")
    key = charger.key
    await home.wish(key, mode=Mode.SOLAR)
    await charger.plug_in()
    for sun_w in (0, 5000, 3000, 200):
        home.sun_w = sun_w
        await home.run(200)
    await home.wish(key, boost=True)
    await home.run(30)
    await home.wish(key, boost=False, mode=Mode.SOLAR_MINIMUM)
    await home.run(30)


SITE = {
    "grid_meter": "power",
    "grid_power": "sensor.grid_power",
    "main_fuse": 40,
    "prices": ["sensor.p"],
}


async def test_the_log_replays_the_same_decisions(hass: HomeAssistant) -> None:
    async with house(hass, wallbox("WALLBOX-4711"), site=SITE) as home:
        await a_day(home)
        steps = list(home.controller.log.steps)
        assert len(steps) > 80
        for before, after in pairwise(steps):
            assert decide_round(before.inputs, before.before) == before.decision
            assert after.before == before.decision.state


async def test_plans_are_remembered_with_what_they_were_made_of(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True)
        await home.run(60)
        (made,) = home.controller.log.plans
        assert made.task.make() == made.plan


async def test_diagnostics_tell_the_decisions_and_no_names(hass: HomeAssistant) -> None:
    async with house(hass, wallbox("WALLBOX-4711"), site=SITE) as home:
        await a_day(home)
        await home.wish(("WALLBOX-4711", 1), plan=True)
        told = await async_get_config_entry_diagnostics(hass, home.entry)
        charging: dict[str, Any] = told["smart_charging"]
        text = json.dumps(charging)
        assert "WALLBOX" not in text
        codes = [change["code"] for change in charging["changes"]]
        assert "boost" in codes
        assert {change["connector"] for change in charging["changes"]} == {"1#1"}
        step = charging["steps"][0]
        assert "1#1" in step["verdicts"]
        assert charging["wishes"]["1#1"]["mode"] == "solar_minimum"
        assert charging["site"]["main_fuse_a"] == 40
        assert charging["plans"][0]["task"]["goal"]["energy_wh"] > 0
        assert sum("tree" in each for each in charging["steps"]) == 1
        assert charging["state"] is not None


async def test_diagnostics_do_not_name_a_charge_point_that_was_removed(hass: HomeAssistant) -> None:
    async with house(hass, wallbox("WALLBOX-4711"), wallbox("WALLBOX-4712"), site=SITE) as home:
        await a_day(home)
        coordinator = home.entry.runtime_data.coordinators["WALLBOX-4711"]
        await home.chargers.pop().charge_point.close()
        hass.config_entries.async_remove_subentry(home.entry, coordinator.subentry.subentry_id)
        await home.settle()
        told = await async_get_config_entry_diagnostics(hass, home.entry)
        charging: dict[str, Any] = told["smart_charging"]
        assert "WALLBOX" not in json.dumps(charging)
        assert {name for step in charging["steps"] for name in step["verdicts"]} >= {"removed 1#1"}
        assert "removed 1#1" not in {change["connector"] for change in charging["changes"]}


def test_decisions_go_on_while_the_log_is_exported() -> None:
    """Many rows take a while, in a thread of their own."""
    log = logged(3, 2)

    def alias(name: str) -> str:
        log.plans.append(log.plans[0])
        return name

    task = PlanTask(
        goal=PlanGoal(energy_wh=0.0, ready_at=NOW),
        prices=(),
        solar=(),
        learned=None,
        settings=PlanSettings(),
        phases=1,
        charging=False,
        now=NOW,
    )
    for _ in range(2):
        log.add_plan("CP-1#1", task, task.make())
    told = log.export(alias)
    assert (len(told["plans"]), len(told["steps"])) == (2, 3)


async def test_diagnostics_without_smart_charging_are_short(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        told = await async_get_config_entry_diagnostics(hass, home.entry)
        assert told["smart_charging"]["steps"] == []
        assert told["smart_charging"]["state"] is None
