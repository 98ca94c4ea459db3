"""Triggers and conditions of automations, in automations as a user writes them."""

from typing import Any
from unittest.mock import patch

from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant, ServiceCall, State
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.condition import (
    ConditionConfig,
    async_get_all_descriptions as all_conditions,
)
from homeassistant.helpers.trigger.descriptions import async_get_all_descriptions as all_triggers
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.plug_control.condition import SurplusCondition
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.wishes import Outcome
from custom_components.plug_control.model.transaction import StopReason
from custom_components.plug_control.trigger import STOPPED_BY_SOMEBODY

from .chargers import C2EU, boot_c2eu, report_status, start, stop
from .entity_states import charging_c2eu, charging_with_two_connectors
from .helpers import charge_point_data, coordinator_of, id_tag_data, set_up
from .smart import controller_of, outcome

AUTOMATION = "automation"

type Json = dict[str, Any]
GARAGE = {"entity_id": "event.c2eu_session"}
CABLE = {"entity_id": "binary_sensor.c2eu_cable"}


async def automate(
    hass: HomeAssistant, trigger: Json, condition: Json | None = None
) -> list[ServiceCall]:
    """Set up an automation; returns the calls that it makes, as they come."""
    calls = async_mock_service(hass, "test", "run")
    automation = {
        "id": "tried",
        "alias": "Tried",
        "triggers": trigger,
        "conditions": condition or [],
        "actions": {"action": "test.run", "data": {"entity": "{{ trigger.entity_id }}"}},
    }
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: [automation]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.tried")
    assert state is not None
    assert state.state == STATE_ON
    return calls


def trigger(name: str, target: Json, **options: Any) -> Json:
    """Write a trigger of ours."""
    return {"trigger": f"{DOMAIN}.{name}", "target": target, "options": options}


async def test_a_session_that_starts_and_not_that_it_ends(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    calls = await automate(hass, trigger("session_started", GARAGE))
    transaction_id = await start(charge_point)
    await hass.async_block_till_done()
    assert [call.data["entity"] for call in calls] == ["event.c2eu_session"]
    await stop(charge_point, transaction_id, meter_stop=2000)
    await hass.async_block_till_done()
    assert len(calls) == 1
    await charge_point.close()


async def test_a_session_that_ends_at_a_device(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        calls = await automate(hass, trigger("session_ended", {"device_id": device.id}))
        transaction = entry.runtime_data.coordinators[C2EU].charge_point.connectors[1].transaction
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000)
        await hass.async_block_till_done()
        assert [call.data["entity"] for call in calls] == ["event.c2eu_session"]


@pytest.mark.parametrize(
    ("reason", "count"),
    [("PowerLoss", 1), ("EmergencyStop", 1), ("Other", 1), ("Local", 0), ("EVDisconnected", 0)],
)
async def test_a_charge_that_stops_by_itself(hass: HomeAssistant, reason: str, count: int) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        calls = await automate(hass, trigger("stopped_by_itself", GARAGE))
        transaction = entry.runtime_data.coordinators[C2EU].charge_point.connectors[1].transaction
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000, reason=reason)
        await hass.async_block_till_done()
        assert len(calls) == count


def test_every_reason_is_either_somebodys_or_the_chargers_own() -> None:
    own = set(StopReason) - STOPPED_BY_SOMEBODY
    assert {reason.value for reason in own} == {
        *("car_full", "deauthorized", "emergency_stop", "hard_reset", "other"),
        *("power_loss", "reboot", "reset", "soft_reset"),
    }


@pytest.mark.parametrize(("id_tag", "count"), [("NOBODY", 1), ("AABBCCDD", 0)])
async def test_a_card_that_nobody_registered(hass: HomeAssistant, id_tag: str, count: int) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data("AABBCCDD"))
    charge_point = await boot_c2eu(hass, entry)
    target = {"entity_id": "event.c2eu_card_reader"}
    calls = await automate(hass, trigger("unknown_card_presented", target))
    await charge_point.call("Authorize", {"idTag": id_tag})
    await hass.async_block_till_done()
    assert len(calls) == count
    await charge_point.close()


async def test_a_car_that_comes_and_goes_and_no_other_entity(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    target = {"device_id": device.id}
    calls = await automate(hass, trigger("car_plugged_in", target))
    changes = [
        ("Available", 0),
        ("Preparing", 1),
        ("SuspendedEV", 1),
        ("Available", 1),
        ("Finishing", 2),
    ]
    for status, count in changes:
        await report_status(charge_point, status)
        await hass.async_block_till_done()
        assert len(calls) == count, status
    assert {call.data["entity"] for call in calls} == {"binary_sensor.c2eu_cable"}
    await charge_point.close()


async def test_a_car_that_leaves(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        calls = await automate(hass, trigger("car_unplugged", CABLE, behavior="each"))
        await charge_point.close()
        await hass.async_block_till_done()
        assert calls == []
    charge_point = await boot_c2eu(hass, entry)
    await report_status(charge_point, "Preparing")
    await report_status(charge_point, "Available")
    await hass.async_block_till_done()
    assert len(calls) == 1
    await charge_point.close()


async def run(hass: HomeAssistant, condition: Json) -> bool:
    """Return whether an automation with `condition` runs."""
    calls = await automate(hass, {"trigger": "event", "event_type": "go"}, condition)
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    return bool(calls)


def condition(name: str, target: Json, **options: Any) -> Json:
    """Write a condition of ours."""
    return {"condition": f"{DOMAIN}.{name}", "target": target, "options": options}


@pytest.mark.parametrize("name", ["is_charging", "is_plugged_in"])
@pytest.mark.parametrize(("connector", "holds"), [("1", True), ("2", False)])
async def test_a_connector_that_charges(
    hass: HomeAssistant, name: str, connector: str, holds: bool
) -> None:
    async with charging_with_two_connectors(hass):
        targets = {
            "is_charging": f"binary_sensor.twin_{connector}_charging",
            "is_plugged_in": f"binary_sensor.twin_{connector}_cable",
        }
        assert await run(hass, condition(name, {"entity_id": targets[name]})) is holds


@pytest.mark.parametrize(
    ("decided", "holds"),
    [
        (outcome(surplus_w=2300.0), True),
        (outcome(surplus_w=2299.0), False),
        (outcome(surplus_w=None), False),
        (None, False),
    ],
)
async def test_a_surplus_that_is_large_enough(
    hass: HomeAssistant, decided: Outcome | None, holds: bool
) -> None:
    async with charging_c2eu(hass) as (entry, _):
        (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        asked = condition("surplus_at_least", {"device_id": device.id}, at_least_w=2300)
        with patch.object(controller_of(entry), "outcome_of", return_value=decided):
            coordinator_of(entry, C2EU).async_update_listeners(1)
            assert await run(hass, asked) is holds


async def test_a_surplus_is_looked_at_again_and_is_unknown_once_its_connector_is_gone(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass) as (entry, _):
        reason = "sensor.c2eu_charging_reason"
        config = ConditionConfig(
            target={"entity_id": [reason]}, options={"behavior": "any", "at_least_w": 0.0}
        )
        surplus = SurplusCondition(hass, config)
        assert surplus.needs_polling
        shown = hass.states.get(reason)
        assert shown is not None
        with patch.object(controller_of(entry), "outcome_of", return_value=outcome(surplus_w=1.0)):
            assert surplus.is_valid_state(shown)
            assert not surplus.is_valid_state(State("sensor.gone", "solar"))
            assert await hass.config_entries.async_unload(entry.entry_id)
            assert not surplus.is_valid_state(shown)


async def test_home_assistant_offers_them(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, AUTOMATION, {})
    await set_up(hass)
    triggers = {key for key in await all_triggers(hass) if key.startswith(DOMAIN)}
    conditions = {key for key in await all_conditions(hass) if key.startswith(DOMAIN)}
    assert len(triggers) == 6
    assert len(conditions) == 3
