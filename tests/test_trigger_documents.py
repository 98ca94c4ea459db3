"""docs/triggers-and-conditions.md: every trigger and condition has a section, and its example does what the section says."""

from collections.abc import Awaitable, Callable
import re
from unittest.mock import patch

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.plug_control.condition import CONDITIONS
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.trigger import TRIGGERS
from simulator.scripted import ScriptedChargePoint

from .chargers import C2EU, boot_c2eu, report_status, start, stop
from .documentation import DOCS, blocks
from .helpers import charge_point_data, coordinator_of, id_tag_data, set_up
from .smart import controller_of, outcome
from .translated import texts

PAGE = "triggers-and-conditions.md"
EXAMPLES = {each.heading: each.data for each in blocks("yaml") if each.document == f"docs/{PAGE}"}
EXAMPLE = {"entity_id": "automation.example"}
TEXTS = texts("en")


def test_each_has_a_section_with_an_example_of_it_and_no_other() -> None:
    named = {
        TEXTS[kind][key]["name"]: key
        for kind, keys in (("triggers", TRIGGERS), ("conditions", CONDITIONS))
        for key in keys
    }
    shown = {
        heading: str(
            next(each["condition"] for each in example["conditions"])
            if "conditions" in example
            else example["triggers"][0]["trigger"]
        ).removeprefix(f"{DOMAIN}.")
        for heading, example in EXAMPLES.items()
    }
    assert shown == named


def test_every_option_is_explained() -> None:
    fields = {
        field
        for kind in ("triggers", "conditions")
        for texts_of in TEXTS[kind].values()
        for field in texts_of.get("fields", {})
    }
    assert set(re.findall(r"^\| `(\w+)` \|", (DOCS / PAGE).read_text(), re.MULTILINE)) == fields


async def automate(hass: HomeAssistant, heading: str) -> list[ServiceCall]:
    """Set up a section's example; returns the calls that it makes, as they come."""
    calls = async_mock_service(hass, "notify", "notify")
    automation = {"id": "example", "alias": "Example", **EXAMPLES[heading]}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.example")
    assert state is not None
    assert state.state == "on"
    return calls


async def begin(charge_point: ScriptedChargePoint) -> None:
    await start(charge_point)


async def charge_until_full(charge_point: ScriptedChargePoint) -> None:
    transaction_id = await start(charge_point, meter_start=1000)
    await stop(charge_point, transaction_id, meter_stop=6210, reason="PowerLoss")


async def plug_in(charge_point: ScriptedChargePoint) -> None:
    for status in ("Available", "Preparing"):
        await report_status(charge_point, status)


async def unplug(charge_point: ScriptedChargePoint) -> None:
    for status in ("Preparing", "Available"):
        await report_status(charge_point, status)


async def show_card(charge_point: ScriptedChargePoint) -> None:
    await charge_point.call("Authorize", {"idTag": "NOBODY"})


@pytest.mark.parametrize(
    ("heading", "happens", "message"),
    [
        ("Session started", begin, "The car is charging."),
        ("Session ended", charge_until_full, "5.2 kWh"),
        ("Charging stopped by itself", charge_until_full, "Charging stopped: car_full"),
        ("Car plugged in", plug_in, "A car is plugged in."),
        ("Car unplugged", unplug, "The car is unplugged."),
        ("Unknown card presented", show_card, "Somebody held an unknown card to the wallbox."),
    ],
)
async def test_a_triggers_example_does_what_it_says(
    hass: HomeAssistant,
    heading: str,
    happens: Callable[[ScriptedChargePoint], Awaitable[None]],
    message: str,
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "Wallbox"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    calls = await automate(hass, heading)
    await happens(charge_point)
    await hass.async_block_till_done()
    assert [call.data["message"] for call in calls] == [message]
    await charge_point.close()


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("heading", ["Is charging", "Is plugged in", "Surplus is at least"])
async def test_a_conditions_example_does_what_it_says(
    hass: HomeAssistant, heading: str, holds: bool
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "Wallbox"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    if holds:
        await begin(charge_point)
    await report_status(charge_point, "Charging" if holds else "Available")
    calls = await automate(hass, heading)
    decided = outcome(surplus_w=1400.0 if holds else 1399.0)
    with patch.object(controller_of(entry), "outcome_of", return_value=decided):
        coordinator_of(entry, C2EU).async_update_listeners(1)
        await hass.async_block_till_done()
        await hass.services.async_call(
            "automation", "trigger", {**EXAMPLE, "skip_condition": False}, blocking=True
        )
        await hass.async_block_till_done()
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    assert len(calls) == holds
    await charge_point.close()
