"""The grid operator's signal, with real chargers: limited within a round, back after it, over restarts, with a silent source."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
import pytest

from custom_components.plug_control.const import CONF_SITE, DOMAIN
from custom_components.plug_control.device_layout import site_identifier
from custom_components.plug_control.diagnostics import async_get_config_entry_diagnostics
from custom_components.plug_control.issues import ISSUE_SILENT_SIGNAL, issue_id_of
from custom_components.plug_control.model.connector import ConnectorKey
from tests.house import House, house, wallbox

SIGNAL = "input_boolean.grid_signal"
TWO: ConnectorKey = ("CP-2", 1)
BINARY: Mapping[str, Any] = {"grid_signal": SIGNAL}
LIMIT_ENTITY = "binary_sensor.plug_control_grid_limit"


async def act(hass: HomeAssistant, action: str, **data: Any) -> Mapping[str, Any]:
    """Call an action and return its response."""
    answer = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    assert answer is not None
    return answer


def say(hass: HomeAssistant, value: str, **attributes: str) -> None:
    """Have the signal's source say something."""
    hass.states.async_set(SIGNAL, value, attributes, force_update=True)


async def charging(hass: HomeAssistant, home: House, **more: Any) -> None:
    """Have a car charge at full power."""
    say(hass, "off")
    charger = await home.add_charger(**more)
    await charger.plug_in()
    await home.run(60)


def entity_of(home: House) -> str:
    """Return the entity that shows the limit."""
    registry = er.async_get(home.hass)
    unique_id = f"{home.entry.entry_id}_grid_limit"
    entity_id = registry.async_get_entity_id("binary_sensor", DOMAIN, unique_id)
    assert entity_id is not None
    return entity_id


async def test_a_charger_that_nothing_else_limits_obeys_at_once_and_is_let_go_again(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await charging(hass, home, phases=3)  # draws 32 A, since nothing limits it
        (charger,) = home.chargers
        assert not charger.profiles
        say(hass, "on")
        await home.settle()
        assert charger.limit_a == 6  # without waiting for the next tick
        assert home.code() == "limited_by_grid"
        await home.run(30)
        assert charger.power_w <= 4200
        state = hass.states.get(entity_of(home))
        assert state is not None
        assert state.state == "on"
        assert state.attributes["limit_w"] == 4200
        assert state.attributes["takes_effect_within_s"] == {"Wallbox CP-1": 10}
        say(hass, "off")
        await home.settle()
        assert charger.limit_a == 16
        assert hass.states.is_state(entity_of(home), "off")
        (event,) = home.controller.signal.events.all
        assert event.end is not None
        assert event.kept_after_s == 10


async def test_a_power_limits_the_sum_of_all_chargers_and_fuses_hold_below_it(
    hass: HomeAssistant,
) -> None:
    site = {**BINARY, "main_fuse": 32, "assumed_load": 0}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        say(hass, "20", unit_of_measurement="kW")
        for name in ("CP-1", "CP-2"):
            await (await home.add_charger(name)).plug_in()
        await home.run(60)
        assert [charger.limit_a for charger in home.chargers] == [16, 16]
        hass.states.async_set("sensor.limit", "7300", {"unit_of_measurement": "W"})
        options = {**home.entry.options, CONF_SITE: {**site, "grid_signal": "sensor.limit"}}
        hass.config_entries.async_update_entry(home.entry, options=options)
        await home.run(60)
        # 7.3 kW are less than what the law leaves two chargers, 7.56 kW: 32 A
        assert sum(charger.limit_a or 0 for charger in home.chargers) <= 32


@pytest.mark.parametrize(
    ("value", "unit", "limit_a"),
    [
        ("-1", "W", 16),
        ("5", "kW", 7),
        ("7", "A", 7),
        ("30", "A", 16),
        ("nothing", "W", 6),
        ("nan", "kW", 6),
        ("20", "°C", 6),
    ],
)
async def test_numbers_are_read_by_their_unit(
    hass: HomeAssistant, value: str, unit: str, limit_a: int
) -> None:
    hass.states.async_set("sensor.limit", value, {"unit_of_measurement": unit})
    site = {"grid_signal": "sensor.limit"}
    async with house(hass, wallbox(phases=3), site=site) as home:
        charger = await home.add_charger(phases=3, takes_a=16)
        await charger.plug_in()
        await home.run(
            700
        )  # what is no number in W, kW or A is silence, and that counts as limited after ten minutes
        assert charger.current_a == limit_a


@pytest.mark.parametrize(
    ("answer", "limit_a"), [("keep", 16), ("limited", 6), ("free", 16), (None, 6)]
)
async def test_a_silent_source_counts_as_its_last_word_and_then_as_chosen(
    hass: HomeAssistant, issue_registry: ir.IssueRegistry, answer: str | None, limit_a: int
) -> None:
    site = {**BINARY, "grid_signal_silent_after": 5}
    if answer is not None:
        site["grid_signal_silent"] = answer
    async with house(hass, wallbox(phases=3), site=site) as home:
        await charging(hass, home, phases=3, takes_a=16)
        (charger,) = home.chargers
        say(hass, "unavailable")
        await home.run(280)
        assert charger.current_a == 16
        issue_id = issue_id_of(home.entry, ISSUE_SILENT_SIGNAL)
        assert issue_registry.async_get_issue(DOMAIN, issue_id) is None
        await home.run(60)
        assert charger.current_a == limit_a
        assert issue_registry.async_get_issue(DOMAIN, issue_id) is not None
        say(hass, "off")
        await home.run(20)
        assert charger.current_a == 16
        assert issue_registry.async_get_issue(DOMAIN, issue_id) is None


async def test_a_signal_that_is_no_longer_chosen_is_not_told_to_be_silent(
    hass: HomeAssistant, issue_registry: ir.IssueRegistry
) -> None:
    async with house(hass, wallbox(), site={**BINARY, "grid_signal_silent_after": 1}) as home:
        await charging(hass, home)
        say(hass, "unavailable")
        await home.run(80)
        issue_id = issue_id_of(home.entry, ISSUE_SILENT_SIGNAL)
        assert issue_registry.async_get_issue(DOMAIN, issue_id) is not None
        options = {**home.entry.options, CONF_SITE: {}}
        hass.config_entries.async_update_entry(home.entry, options=options)
        await home.run(20)
        assert issue_registry.async_get_issue(DOMAIN, issue_id) is None


async def test_a_source_that_must_report_is_silent_when_it_does_not(hass: HomeAssistant) -> None:
    site = {**BINARY, "grid_signal_silent_after": 1, "grid_signal_stale": 2}
    async with house(hass, wallbox(phases=3), site=site) as home:
        await charging(hass, home, phases=3, takes_a=16)
        await home.run(60)
        assert home.chargers[0].current_a == 16
        await home.run(120)
        assert home.chargers[0].current_a == 6
        event = home.controller.signal.events.open
        assert event is not None
        assert event.silent


async def test_a_restart_in_the_middle_keeps_the_limit_before_the_source_is_back(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await charging(hass, home, phases=3, takes_a=16)
        say(hass, "on")
        await home.run(120)
        begin = home.controller.signal.events.all[0].begin
        await home.chargers.pop().charge_point.close()
        await hass.config_entries.async_unload(home.entry.entry_id)
        hass.states.async_remove(SIGNAL)
        home.clock.tick(timedelta(minutes=5))
        await hass.config_entries.async_setup(home.entry.entry_id)
        charger = await home.add_charger(status="Charging", phases=3, takes_a=16)
        await charger.plug_in()
        await home.run(60)
        assert charger.limit_a == 6
        say(hass, "on")
        await home.run(60)
        say(hass, "off")
        await home.run(30)
        assert charger.current_a == 16
        (event,) = home.controller.signal.events.all
        assert event.begin == begin
        assert event.end is not None
        assert None in event.means_w["CP-1#1"]


async def test_a_signal_that_ended_while_nothing_ran_ends_where_it_was_last_seen(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await charging(hass, home, phases=3, takes_a=16)
        say(hass, "on")
        await home.run(120)
        seen = home.controller.signal.events.all[0].seen_at
        await home.chargers.pop().charge_point.close()
        await hass.config_entries.async_unload(home.entry.entry_id)
        say(hass, "off")
        home.clock.tick(timedelta(hours=3))
        await hass.config_entries.async_setup(home.entry.entry_id)
        await home.run(10)
        assert home.controller.signal.events.all[0].end == seen


@pytest.mark.parametrize(
    "stored",
    [
        {"state": {"entity": SIGNAL, "at": "never"}, "events": {"all": [{}]}},
        {"state": {"entity": SIGNAL, "at": 5, "silent_since": []}},
        {"state": {"entity": SIGNAL, "silent_since": "2026-06-01T09:00:00"}},
        {"state": [], "events": {"all": 5}},
        {"state": None, "events": []},
        {"state": {"entity": SIGNAL, "at": "2026-06-01T09:00:00+00:00", "limit_w": "much"}},
    ],
)
async def test_a_damaged_memory_costs_what_is_in_it(
    hass: HomeAssistant, hass_storage: dict[str, Any], stored: dict[str, Any]
) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await hass.config_entries.async_unload(home.entry.entry_id)
        key = f"{DOMAIN}.{home.entry.entry_id}.grid_signal"
        hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": stored}
        await hass.config_entries.async_setup(home.entry.entry_id)
        await charging(hass, home, phases=3, takes_a=16)
        say(hass, "on")
        await home.run(20)
        assert home.chargers[0].limit_a == 6


async def test_the_entity_comes_and_goes_with_the_setting(
    hass: HomeAssistant, device_registry: dr.DeviceRegistry
) -> None:
    async with house(hass, wallbox()) as home:
        registry = er.async_get(hass)
        unique_id = f"{home.entry.entry_id}_grid_limit"

        def found() -> str | None:
            return registry.async_get_entity_id("binary_sensor", DOMAIN, unique_id)

        assert found() is None
        for site, is_there in ((BINARY, True), ({}, False), (BINARY, True)):
            options = {**home.entry.options, CONF_SITE: dict(site)}
            hass.config_entries.async_update_entry(home.entry, options=options)
            await home.run(10)
            assert (found() is not None) is is_there
        assert device_registry.async_get_device_by_identifier(
            site_identifier(home.entry.entry_id), home.entry.entry_id
        )


async def test_the_proof_is_written_as_a_file(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await charging(hass, home, phases=3, takes_a=16)
        say(hass, "on")
        await home.run(180)
        say(hass, "off")
        await home.run(10)
        answer = await act(hass, "export_grid_signal")
        assert answer["events"] == 1
        (path,) = answer["files"]
        text = await hass.async_add_executor_job(Path(path).read_text)
        assert "Wallbox CP-1 (W)" in text
        assert text.count("\n") >= 4
        later = {"start": "2026-06-02T00:00:00+00:00"}
        assert (await act(hass, "export_grid_signal", **later))["events"] == 0
        before = {"end": "2026-06-01T00:00:00+00:00", "charge_point_id": "CP-1"}
        assert (await act(hass, "export_grid_signal", **before))["events"] == 0


async def test_a_proof_that_is_read_while_the_next_is_written_is_whole(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(phases=3), site=BINARY) as home:
        await charging(hass, home, phases=3)
        say(hass, "on")
        await home.run(180)
        (name,) = (await act(hass, "export_grid_signal"))["files"]
        path = Path(name)
        whole = path.read_bytes()
        with path.open("rb") as reader:
            assert reader.read(10) == whole[:10]
            later = {"start": "2036-06-02T00:00:00+00:00"}  # nothing but the head
            assert (await act(hass, "export_grid_signal", **later))["files"] == [name]
            assert reader.read() == whole[10:]
        assert len(path.read_bytes()) < len(whole)
        path.unlink()
        path.mkdir()
        with pytest.raises(HomeAssistantError, match="The file could not be written"):
            await act(hass, "export_grid_signal")


async def test_diagnostics_tell_what_limited_and_no_names(hass: HomeAssistant) -> None:
    async with house(hass, wallbox("WALLBOX-4711", phases=3), site=BINARY) as home:
        say(hass, "off")
        charger = await home.add_charger("WALLBOX-4711", phases=3)
        await charger.plug_in()
        await home.run(60)
        say(hass, "on")
        await home.run(180)
        told = await async_get_config_entry_diagnostics(hass, home.entry)
        signal = told["smart_charging"]["grid_signal"]
        assert "WALLBOX" not in json.dumps(signal)
        assert signal["last_word"]["limit_w"] == 0  # what the source says
        assert signal["limit"]["limit_w"] == 4200  # what the law leaves
        (event,) = signal["events"]
        assert event["end"] is None
        assert event["minutes"] >= 2
        assert event["lowest_limit_w"] == 4200
        assert list(event["highest_means_w"]) == ["1#1"]
        say(hass, "off")
        await home.run(10)
        told = await async_get_config_entry_diagnostics(hass, home.entry)
        signal = told["smart_charging"]["grid_signal"]
        assert signal["limit"] is signal["last_word"]["limit_w"] is None
        assert signal["events"][0]["end"] is not None


async def test_a_charge_is_stopped_at_once_where_a_limit_acts_late_and_the_user_allows_it(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A C2EU looks at its limit every five minutes."""
    late = wallbox(phases=3, connector={"signal_stops": True})
    async with house(hass, late, site=BINARY) as home:
        habits = home.central_system.limits.habits
        monkeypatch.setattr(
            home.central_system.limits, "habits", lambda one: replace(habits(one), period_s=300)
        )
        await charging(hass, home, phases=3, takes_a=16)
        (charger,) = home.chargers
        charger.charge_point.auto_reply("RemoteStopTransaction", lambda _: {"status": "Accepted"})
        await home.run(20)
        say(hass, "on")
        await home.settle()
        (stop,) = charger.charge_point.received("RemoteStopTransaction")
        assert stop == {"transactionId": charger.transaction_id}
        await home.run(10)
        assert charger.limit_a == 0
        state = hass.states.get(entity_of(home))
        assert state is not None
        assert state.attributes["takes_effect_within_s"] == {"Wallbox CP-1": 310}
