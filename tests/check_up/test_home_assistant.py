"""The check-up in Home Assistant: actions, entities, event, dialog, file, storage, dashboard."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.check_up import running
from custom_components.plug_control.check_up.before import Before
from custom_components.plug_control.check_up.findings import Finding, Outcome, Verdict
from custom_components.plug_control.check_up.steps import STEPS, Step
from custom_components.plug_control.check_up.subject import Subject
from custom_components.plug_control.const import DOMAIN, SUBENTRY_CHARGE_POINT
from custom_components.plug_control.entry.check_up import async_file_link, async_serve_files
from custom_components.plug_control.flows import check_up as dialog
from custom_components.plug_control.texts.check_up import check_up_words, template
from simulator.scripted import ScriptedChargePoint
from tests.action_calls import call
from tests.chargers import C2EU, TWO_CONNECTORS, charge_with_c2eu, charge_with_two_connectors
from tests.helpers import car_data, charge_point_data, id_tag_data, set_up, until
from tests.subentries import reconfigure
from tests.translated import LANGUAGES, texts

KEY = (TWO_CONNECTORS, 1)
SENSOR = "sensor.twin_check_up"
EVENT = "event.twin_check_up_finished"
CONFIRMED = {"not_above_80_percent": True}


@dataclass
class House:
    """A charger that charges, and a check-up of two steps, the second of which waits until it is let go on."""

    hass: HomeAssistant
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    go_on: asyncio.Event

    @property
    def check_ups(self) -> Any:
        return self.entry.runtime_data.check_ups

    def state(self, entity_id: str = SENSOR) -> str:
        state = self.hass.states.get(entity_id)
        assert state is not None
        return state.state


@pytest.fixture
async def house(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    go_on = asyncio.Event()

    async def first(subject: Subject) -> tuple[Finding, ...]:
        values = {"limit_a": 10.0, "drawn_a": 9.5, "seconds": 5}
        return (
            Finding(key="limit_10", verdict=Verdict.WORKS, sentence="limit_obeyed", values=values),
        )

    async def second(subject: Subject) -> tuple[Finding, ...]:
        await go_on.wait()
        return (
            Finding(
                key="phases",
                verdict=Verdict.NOT_TRIED,
                sentence="one_phase_car",
            ),
        )

    steps = tuple(
        Step(name=name, run=run, seconds=lambda _: 60.0)
        for name, run in (("limit_10", first), ("phases", second))
    )
    monkeypatch.setattr(running, "steps_of", lambda form: steps)
    monkeypatch.setattr(dialog, "_TICK_S", 0.0)
    entry = await set_up(hass, charge_point_data(TWO_CONNECTORS, "Twin"), id_tag_data())
    charge_point = await charge_with_two_connectors(hass, entry)
    charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    yield House(hass, entry, charge_point, go_on)
    go_on.set()
    await charge_point.close()


async def test_action_runs_a_check_up_and_tells_what_it_found(house: House) -> None:
    hass = house.hass
    assert house.state() == "never"
    assert (await call(hass, "get_check_up", device=1))["state"] == "never"
    answer = await call(hass, "check_up", device=1, **CONFIRMED)
    assert answer["state"] == "running"
    assert answer["expected_s"] > 0
    await until(lambda: house.check_ups.running(KEY).position == 1)
    await hass.async_block_till_done()
    state = hass.states.get(SENSOR)
    assert state is not None
    assert state.state == "running"
    assert (state.attributes["step"], state.attributes["percent"]) == ("phases", 50)
    assert [each["key"] for each in state.attributes["findings"]] == ["limit_10"]
    house.go_on.set()
    await house.check_ups.wait_for(KEY)
    await hass.async_block_till_done()
    assert house.state() == "finished"
    event = hass.states.get(EVENT)
    assert event is not None
    assert event.attributes["event_type"] == "finished"
    assert (event.attributes["connector_id"], event.attributes["works"]) == (1, 1)
    told = await call(hass, "get_check_up", device=1)
    assert told["file"]["model"] == "Twin 22"
    assert "After 5 s the charger obeyed 10 A: 9.5 A flow." in told["text"]
    assert TWO_CONNECTORS not in str(told["file"])
    assert house.charge_point.received("ClearChargingProfile") == []


async def test_action_waits_for_the_end_where_that_is_wanted(house: House) -> None:
    house.go_on.set()
    answer = await call(house.hass, "check_up", device=1, wait=True, form="whole", **CONFIRMED)
    assert answer["state"] == "finished"
    assert answer["file"]["form"] == "whole"


async def test_action_says_why_it_cannot_begin(house: House) -> None:
    with pytest.raises(ServiceValidationError, match="No car is plugged in"):
        await call(house.hass, "check_up", device=2, **CONFIRMED)


async def test_check_up_is_stopped_by_an_action(house: House) -> None:
    await call(house.hass, "check_up", device=1, **CONFIRMED)
    assert await call(house.hass, "stop_check_up", device=1) == {"stopped": True}
    await house.hass.async_block_till_done()
    assert house.state() == "stopped"
    assert await call(house.hass, "stop_check_up", device=1) == {"stopped": False}


async def test_result_is_kept_and_what_was_interrupted_is_restored(house: House) -> None:
    hass, entry = house.hass, house.entry
    await call(hass, "check_up", device=1, **CONFIRMED)
    await until(lambda: house.check_ups.running(KEY).position == 1)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    result = house.check_ups.result(KEY)
    assert result.outcome is Outcome.INTERRUPTED
    assert result.finding("limit_10") is not None
    house.check_ups._befores[KEY] = Before(charging=False)
    house.check_ups.look_round()
    assert KEY in house.check_ups._befores  # the charger is not there yet


async def test_file_is_served_to_those_who_have_its_link(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    house.go_on.set()
    await call(house.hass, "check_up", device=1, wait=True, **CONFIRMED)
    assert await async_setup_component(house.hass, "http", {})
    assert "?" in async_file_link(house.hass, KEY)
    async_serve_files(house.hass)
    client = await hass_client_no_auth()
    link = async_file_link(house.hass, KEY)
    answer = await client.get(link)
    assert answer.status == HTTPStatus.OK
    assert "attachment" in answer.headers["Content-Disposition"]
    assert (await answer.json())["findings"][0]["key"] == "limit_10"
    assert (await client.get(link.partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    other = async_file_link(house.hass, (TWO_CONNECTORS, 2))
    assert (await client.get(other)).status == HTTPStatus.NOT_FOUND


async def submit(house: House, result: Any, **user_input: Any) -> Any:
    answer = await house.hass.config_entries.subentries.async_configure(
        result["flow_id"], user_input
    )
    await asyncio.sleep(0)
    return answer


async def until_step(house: House, result: Any, step: str) -> Any:
    """Let the dialog go on until it shows a step."""
    async with asyncio.timeout(20):
        while result.get("step_id") != step:
            await asyncio.sleep(0.01)
            result = await house.hass.config_entries.subentries.async_configure(result["flow_id"])
    return result


async def test_dialog_starts_shows_and_tells_the_result(house: House) -> None:
    result = await reconfigure(house.hass, house.entry, SUBENTRY_CHARGE_POINT, "check_up")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "check_up")
    told = result["description_placeholders"] or {}
    assert int(told["quick"]) <= 10
    form = {"connector": "2", "check_up_form": "quick", **CONFIRMED}
    result = await submit(house, result, **form)
    assert result["errors"] == {"base": "no_check_up_not_ready"}
    result = await submit(house, result, **form | {"connector": "1"})
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    assert result["progress_action"] == "check_up_runs"
    told = result["description_placeholders"]
    assert 1 <= int(told["step"]) <= int(told["steps"])
    house.go_on.set()
    await house.check_ups.wait_for(KEY)
    result = await until_step(house, result, "check_up_result")
    told = result["description_placeholders"]
    verdicts = ("works", "works_slowly", "does_not_work", "not_tried")
    assert sum(int(told[each]) for each in verdicts) == len(house.check_ups.result(KEY).findings)
    assert "/api/plug_control/check_up/" in told["file"]
    result = await submit(house, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "check_up_done")


async def test_dialog_of_a_running_check_up_can_stop_it(house: House) -> None:
    await call(house.hass, "check_up", device=1, **CONFIRMED)
    result = await reconfigure(house.hass, house.entry, SUBENTRY_CHARGE_POINT, "check_up")
    assert result["type"] is FlowResultType.MENU
    result = await submit(house, result, next_step_id="check_up_watch")
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    result = await reconfigure(house.hass, house.entry, SUBENTRY_CHARGE_POINT, "check_up")
    result = await submit(house, result, next_step_id="check_up_stop")
    assert result["step_id"] == "check_up_result"
    assert house.check_ups.result(KEY).outcome is Outcome.STOPPED


async def test_dialog_shows_the_last_result_with_its_file(house: House) -> None:
    house.go_on.set()
    await call(house.hass, "check_up", device=1, wait=True, **CONFIRMED)
    result = await reconfigure(house.hass, house.entry, SUBENTRY_CHARGE_POINT, "check_up")
    told = result["description_placeholders"] or {}
    assert "/api/plug_control/check_up/" in told["file"]


async def test_dialog_of_an_entry_that_is_not_loaded(house: House) -> None:
    assert await house.hass.config_entries.async_unload(house.entry.entry_id)
    result = await reconfigure(house.hass, house.entry, SUBENTRY_CHARGE_POINT, "check_up")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "check_up_not_ready")


async def test_dialog_of_a_charger_with_one_connector(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not ask for the connector, and knows the state of charge by the car's sensor."""
    hass.states.async_set("sensor.car", "81", {"unit_of_measurement": "%"})
    car = car_data(soc_entity="sensor.car", connectors=[f"{C2EU}#1"])
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data(), car)
    charge_point = await charge_with_c2eu(hass, entry)
    result = await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT, "check_up")
    assert "connector" not in map(str, (result["data_schema"] or vol.Schema({})).schema)
    told = result["description_placeholders"] or {}
    assert int(told["quick"]) > 30  # it looks at limits every five minutes
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], {"check_up_form": "quick", **CONFIRMED}
    )
    assert result["errors"] == {"base": "no_check_up_too_full"}
    with pytest.raises(ServiceValidationError, match="above 80 %"):
        await hass.services.async_call(
            DOMAIN, "check_up", {"charge_point_id": C2EU, **CONFIRMED}, blocking=True
        )
    await charge_point.close()


async def test_dialog_of_a_charger_that_never_called(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data("NEW", "New"))
    result = await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT, "check_up")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "check_up_not_ready")


async def test_smart_charging_is_held_meanwhile(house: House) -> None:
    """A connector that waits for the sun may draw all that its fuse allows while it is under check-up."""
    controller = house.entry.runtime_data.controller
    await controller.async_wish(KEY, mode=Mode.OFF)
    await until(lambda: house.entry.runtime_data.central_system.limits.trials.allowed_a(KEY) == 0)
    await call(house.hass, "check_up", device=1, **CONFIRMED)
    trials = house.entry.runtime_data.central_system.limits.trials
    await until(lambda: trials.allowed_a(KEY) == 32)
    assert controller.wishes_of(KEY).mode is Mode.OFF
    await call(house.hass, "stop_check_up", device=1)
    await until(lambda: trials.allowed_a(KEY) == 0)


async def test_removed_charger_ends_its_check_up(house: House) -> None:
    await call(house.hass, "check_up", device=1, **CONFIRMED)
    (subentry,) = house.entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    house.hass.config_entries.async_remove_subentry(house.entry, subentry.subentry_id)
    await house.hass.async_block_till_done()
    await until(lambda: house.check_ups.running(KEY) is None)
    assert house.check_ups.result(KEY) is None


# ---- words


@pytest.mark.parametrize("language", ["en", "de", "de-CH", "fr", "xx"])
async def test_card_shows_findings_in_the_readers_language(
    hass: HomeAssistant, language: str
) -> None:
    finding = {
        "key": "broken_amperes",
        "verdict": "works",
        "sentence": "broken_obeyed",
        "values": {"drawn_a": "7.5"},
    }
    hass.states.async_set(
        "sensor.x", "running", {"findings": [finding], "percent": 40, "trouble": None}
    )
    shown = Template(template("sensor.x", check_up_words(language)), hass).async_render()
    expected = "7.5 A" if language in {"en", "xx"} else "7,5 A"
    assert expected in shown
    assert "40 %" in shown
    hass.states.async_set("sensor.x", "never")
    assert "A" not in Template(template("sensor.x", check_up_words("en")), hass).async_render()


def test_every_step_and_verdict_has_words() -> None:
    words = check_up_words("en")
    assert set(words.verdicts) == {each.value for each in Verdict}
    assert {each.value for each in Outcome} < set(words.outcomes)
    things = {step.name for step in STEPS} - {"meter"}
    assert things <= set(words.things)


def test_every_trouble_has_words() -> None:
    """Of those that a check-up raises, and of those that keep it from beginning."""
    source = "".join(path.read_text() for path in Path(running.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'CheckUpError\("(\w+)"\)', source))
    assert raised
    assert raised <= set(check_up_words("en").troubles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialog_has_words_for_every_trouble(language: str) -> None:
    errors = texts(language)["config_subentries"]["charge_point"]["error"]
    for trouble, sentence in check_up_words(language).troubles.items():
        assert errors[f"no_check_up_{trouble}"] == sentence
