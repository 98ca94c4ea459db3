"""The home battery in a whole Home Assistant: held at real entities, released after all that may happen."""

import asyncio
from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import CoreState, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.plug_control import async_remove_entry
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.battery_holder import async_left_held
from custom_components.plug_control.issues import (
    ISSUE_BATTERY_LEFT_HELD,
    ISSUE_BATTERY_NOT_OBEYING,
    issue_id_of,
)
from tests.chargers import report_status
from tests.entity_states import value
from tests.house import MEASURED, Charger, House, house, wallbox
from tests.smart import change_site

MODE = "input_select.battery"
LIMIT = "input_number.battery"
ALLOWED = "input_boolean.battery"
POWER = "sensor.battery_power"
SELECT: Mapping[str, Any] = {
    "battery_hold": MODE,
    "battery_hold_value": "Standby",
    "battery_normal_value": "Self-use",
}
WITH_BATTERY: Mapping[str, Any] = {**MEASURED, "battery_power": POWER}
SITE: Mapping[str, Any] = {**WITH_BATTERY, **SELECT}


@pytest.fixture(autouse=True)
async def battery(hass: HomeAssistant) -> None:
    """Entities as those of a battery's integration."""
    options = ["Self-use", "Backup", "Standby"]
    assert await async_setup_component(
        hass,
        "input_select",
        {"input_select": {"battery": {"options": options, "initial": "Backup"}}},
    )
    number = {"min": 0, "max": 5000, "step": 100, "initial": 4500}
    assert await async_setup_component(hass, "input_number", {"input_number": {"battery": number}})
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": {"battery": {"initial": True}}}
    )
    hass.states.async_set(POWER, "0", {"unit_of_measurement": "W"})


async def charging(home: House, mode: Mode = Mode.FAST) -> Charger:
    """Return a charger whose car charges for a while."""
    charger = await home.add_charger()
    await home.wish(mode=mode)
    await charger.plug_in()
    await run(home, 60)
    return charger


async def run(home: House, seconds: float) -> None:
    """Let time pass, while the battery reports its power."""
    for _ in range(round(seconds / 10)):
        home.measure(POWER, 0, "W")
        await home.step()


async def choose(hass: HomeAssistant, option: str) -> None:
    """Set the battery's mode as a user does."""
    data = {"entity_id": MODE, "option": option}
    await hass.services.async_call("input_select", "select_option", data, blocking=True)


def shown(home: House) -> str:
    """Return what the site's binary sensor shows."""
    entity_id = er.async_get(home.hass).async_get_entity_id(
        "binary_sensor", DOMAIN, f"{home.entry.entry_id}_battery_held"
    )
    assert entity_id is not None
    return value(home.hass, entity_id)


def issue(home: House) -> ir.IssueEntry | None:
    """Return the issue that the battery does not obey."""
    issue_id = issue_id_of(home.entry, ISSUE_BATTERY_NOT_OBEYING)
    return ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)


@pytest.mark.parametrize(
    ("control", "held", "before"),
    [
        (SELECT, "Standby", "Backup"),
        (
            {"battery_hold": LIMIT, "battery_hold_value": 0, "battery_normal_value": 5000},
            "0.0",
            "4500.0",
        ),
        (
            {"battery_hold": ALLOWED, "battery_hold_value": "off", "battery_normal_value": "on"},
            "off",
            "on",
        ),
    ],
)
async def test_it_is_held_while_a_car_charges_fast_and_is_as_before_afterwards(
    hass: HomeAssistant, control: Mapping[str, Any], held: str, before: str
) -> None:
    entity_id = control["battery_hold"]
    async with house(hass, wallbox(), site={**WITH_BATTERY, **control}) as home:
        assert (value(hass, entity_id), shown(home)) == (before, "off")
        charger = await charging(home)
        assert (value(hass, entity_id), shown(home)) == (held, "on")
        await charger.leave()
        await run(home, 170)
        assert value(hass, entity_id) == held
        await run(home, 30)
        assert (value(hass, entity_id), shown(home)) == (before, "off")
        assert issue(home) is None


async def test_it_is_not_held_while_the_car_follows_the_sun(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        home.sun_w = 3000
        await charging(home, Mode.SOLAR_MINIMUM)
        assert home.code() == "solar"
        assert value(hass, MODE) == "Backup"


async def test_a_car_that_no_meter_shows_holds_it_while_its_charger_says_that_it_charges(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        with patch.object(Charger, "report", AsyncMock()):
            charger = await charging(home)
            assert value(hass, MODE) == "Standby"
            await report_status(charger.charge_point, "SuspendedEV")
            await run(home, 240)
            assert value(hass, MODE) == "Backup"


async def test_what_is_restored_is_stored_before_it_is_set(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    stored: list[object] = []
    async with house(hass, wallbox(), site=SITE) as home:

        @callback
        def look(event: Event) -> None:
            if event.data["domain"] == "input_select":
                data = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.battery"]["data"]
                stored.append(deepcopy(data["controls"][MODE]))

        hass.bus.async_listen(EVENT_CALL_SERVICE, look)
        await charging(home)
        assert [each["restore"] for each in stored if isinstance(each, dict)] == ["Backup"]


async def test_nothing_is_set_that_could_not_be_stored(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        for failure in (None, HomeAssistantError("disk")):
            with (
                patch.object(Store, "async_save"),
                patch.object(Store, "async_load", return_value=None, side_effect=failure),
            ):
                await charging(home) if failure is None else await run(home, 120)
                assert value(hass, MODE) == "Backup"
        assert "could not be stored" in caplog.text
        await run(home, 300)
        assert value(hass, MODE) == "Standby"


async def test_a_disk_that_refuses_keeps_no_battery_held(hass: HomeAssistant) -> None:
    """What to restore is on disk already: a release makes nothing that a crash could leave behind."""
    async with house(hass, wallbox(), site=SITE) as home:
        charger = await charging(home)
        assert value(hass, MODE) == "Standby"
        with (
            patch.object(Store, "async_save"),
            patch.object(Store, "async_load", return_value=None),
        ):
            await charger.leave()
            await run(home, 300)
            assert value(hass, MODE) == "Backup"
        assert shown(home) == "off"


async def test_what_the_user_sets_meanwhile_stays(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        charger = await charging(home)
        await choose(hass, "Self-use")
        await run(home, 60)
        assert (value(hass, MODE), shown(home)) == ("Self-use", "off")
        await charger.leave()
        await run(home, 240)
        assert value(hass, MODE) == "Self-use"
        await charger.plug_in()
        await run(home, 60)
        assert value(hass, MODE) == "Standby"
        await charger.leave()
        await run(home, 240)
        assert value(hass, MODE) == "Self-use"


async def restarted(home: House, *, state: CoreState) -> None:
    """End and set up the entry again; a Home Assistant that stops releases nothing."""
    home.chargers.clear()
    home.hass.set_state(state)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.hass.set_state(CoreState.running)
    home.clock.tick(timedelta(minutes=2))


async def set_up_again(home: House) -> None:
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()


async def test_over_a_restart_it_stays_held_while_the_car_charges_on(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        charger = await charging(home)
        transaction_id = charger.transaction_id
        await charger.charge_point.close()
        await restarted(home, state=CoreState.stopping)
        assert value(hass, MODE) == "Standby"
        calls = async_capture_events(hass, EVENT_CALL_SERVICE)
        await set_up_again(home)
        charger = await home.add_charger(status="Charging", transaction_id=transaction_id)
        await run(home, 300)
        assert (value(hass, MODE), shown(home)) == ("Standby", "on")
        assert not calls
        await charger.leave()
        await run(home, 240)
        assert value(hass, MODE) == "Backup"


async def test_over_a_restart_it_is_released_if_no_car_charges_any_more(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        charger = await charging(home)
        await charger.charge_point.close()
        await restarted(home, state=CoreState.stopping)
        await set_up_again(home)
        await home.add_charger(status="Available")
        await run(home, 240)
        assert (value(hass, MODE), shown(home)) == ("Backup", "off")


async def test_after_a_crash_it_is_released(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        charger = await charging(home)
        await charger.charge_point.close()
        key = f"{DOMAIN}.{home.entry.entry_id}.battery"
        at_the_crash = deepcopy(hass_storage[key])
        await restarted(home, state=CoreState.running)
        assert value(hass, MODE) == "Backup", "an entry that is unloaded releases it"
        hass_storage[key] = at_the_crash
        await choose(hass, "Standby")
        hass.states.async_set(MODE, "unavailable")
        await set_up_again(home)
        await run(home, 240)
        assert value(hass, MODE) == "unavailable"
        await choose(hass, "Standby")
        hass.states.async_set(MODE, "Standby", {"options": ["Self-use", "Standby"]})
        await run(home, 30)
        assert value(hass, MODE) == "Self-use", "the mode of before is no longer offered"


async def test_a_battery_that_the_site_has_no_more_is_released(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await charging(home)
        assert value(hass, MODE) == "Standby"
        await change_site(hass, home.entry, WITH_BATTERY)
        await run(home, 20)
        assert value(hass, MODE) == "Backup"
        registry = er.async_get(hass)
        unique_id = f"{home.entry.entry_id}_battery_held"
        assert registry.async_get_entity_id("binary_sensor", DOMAIN, unique_id) is None
        await change_site(hass, home.entry, SITE)
        await run(home, 20)
        assert (value(hass, MODE), shown(home)) == ("Standby", "on")


async def test_an_entity_that_does_not_obey_is_an_issue_until_it_does(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        hass.states.async_set(MODE, "unavailable")
        charger = await charging(home)
        await run(home, 310)
        assert issue(home) is not None
        hass.states.async_set(MODE, "Backup", {"options": ["Self-use", "Backup", "Standby"]})
        await run(home, 20)
        assert (value(hass, MODE), issue(home)) == ("Standby", None)
        with patch(
            "homeassistant.components.input_select.InputSelect.async_select_option",
            side_effect=OSError("no answer"),
        ) as refused:
            await charger.leave()
            await run(home, 700)
            assert value(hass, MODE) == "Standby"
            assert issue(home) is not None
            assert 3 <= refused.call_count <= 6, "at growing intervals"
        await run(home, 310)
        assert (value(hass, MODE), issue(home)) == ("Backup", None)


@pytest.mark.parametrize("stored", [[], {"controls": []}, {"controls": None}])
async def test_a_damaged_memory_costs_what_is_in_it(
    hass: HomeAssistant, hass_storage: dict[str, Any], stored: object
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await home.hass.config_entries.async_unload(home.entry.entry_id)
        hass_storage[f"{DOMAIN}.{home.entry.entry_id}.battery"] = {"version": 1, "data": stored}
        await set_up_again(home)
        assert shown(home) == "off"


async def test_what_was_stored_by_another_version_is_left_out(
    hass: HomeAssistant, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await home.hass.config_entries.async_unload(home.entry.entry_id)
        hass_storage[f"{DOMAIN}.{home.entry.entry_id}.battery"] = {
            "version": 1,
            "data": {"controls": {MODE: {"held": 3}}},
        }
        await set_up_again(home)
        assert f"What was set at {MODE} cannot be read" in caplog.text
        assert shown(home) == "off"


async def test_an_entity_that_hangs_is_released_when_the_entry_ends(hass: HomeAssistant) -> None:
    answers = asyncio.Event()

    async def hang(call: ServiceCall) -> None:
        hass.states.async_set(MODE, call.data["option"])
        await answers.wait()

    async with house(hass, wallbox(), site=SITE) as home:
        hass.services.async_register("input_select", "select_option", hang)
        charger = await charging(home)
        assert value(hass, MODE) == "Standby", "it took the value, and never answered"
        await charger.charge_point.close()
        home.chargers.clear()
        answers.set()
        assert await hass.config_entries.async_unload(home.entry.entry_id)
        assert value(hass, MODE) == "Backup"
        await set_up_again(home)


async def deleted(home: House) -> str | None:
    """Delete the entry, set it up again, and return what the issue says of batteries that stay held."""
    for charger in home.chargers:
        await charger.charge_point.close()
    home.chargers.clear()
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await async_remove_entry(home.hass, home.entry)
    issue_id = issue_id_of(home.entry, ISSUE_BATTERY_LEFT_HELD)
    found = ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)
    await set_up_again(home)
    if found is None:
        return None
    assert found.is_persistent
    return (found.translation_placeholders or {})["entities"]


@pytest.mark.parametrize("shown", ["unavailable", None])
async def test_a_battery_whose_control_is_away_when_the_entry_is_deleted_is_told(
    hass: HomeAssistant, shown: str | None
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await charging(home)
        if shown is None:
            hass.states.async_remove(MODE)
        else:
            hass.states.async_set(MODE, shown)
        assert await deleted(home) == r"- input\_select\.battery: **Backup**"


async def test_a_battery_that_refuses_when_the_entry_is_deleted_is_told(
    hass: HomeAssistant,
) -> None:
    site = {
        **WITH_BATTERY,
        "battery_hold": LIMIT,
        "battery_hold_value": 0,
        "battery_normal_value": 5000,
    }
    async with house(hass, wallbox(), site=site) as home:
        await charging(home)
        assert value(hass, LIMIT) == "0.0"
        with patch(
            "homeassistant.components.input_number.InputNumber.async_set_native_value",
            side_effect=OSError("no answer"),
        ):
            assert await deleted(home) == r"- input\_number\.battery: **4500\.0**"


async def test_a_battery_that_took_the_release_when_the_entry_is_deleted_is_not_told(
    hass: HomeAssistant,
) -> None:
    """It may show it only later."""
    async with house(hass, wallbox(), site=SITE) as home:
        await charging(home)
        with patch("homeassistant.components.input_select.InputSelect.async_select_option"):
            assert await deleted(home) is None
        assert value(hass, MODE) == "Standby"


async def test_a_battery_that_somebody_else_released_meanwhile_is_not_told(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    async with house(hass, wallbox(), site=SITE) as home:
        await charging(home)
        await choose(hass, "Self-use")
        assert await deleted(home) is None
        hass_storage[f"plug_control.{home.entry.entry_id}.battery"] = {
            "version": 1,
            "data": {
                "controls": {
                    MODE: {"held": "Standby", "restore": "Backup"},
                    LIMIT: "damaged",
                }
            },
        }
        assert await async_left_held(hass, home.entry.entry_id) == {}


async def test_a_number_that_shows_none_is_waited_for(hass: HomeAssistant) -> None:
    site = {
        **WITH_BATTERY,
        "battery_hold": LIMIT,
        "battery_hold_value": 0,
        "battery_normal_value": 5000,
    }
    async with house(hass, wallbox(), site=site) as home:
        hass.states.async_set(LIMIT, "full")
        await charging(home)
        assert value(hass, LIMIT) == "full"
        hass.states.async_set(LIMIT, "4500", {"step": 100})
        await run(home, 20)
        assert value(hass, LIMIT) == "0.0"
