"""Cards that are presented: each is offered once, with one click."""

import asyncio
from typing import Any

from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import (
    CONF_ID_TAG,
    CONF_WHO_MAY_CHARGE,
    DOMAIN,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.entry import discovery
from custom_components.plug_control.entry.discovery import MAX_CARDS
from custom_components.plug_control.flows.id_tag import new_card
from custom_components.plug_control.model.events import CardPresented
from simulator.scripted import ScriptedChargePoint
from tests.helpers import charge_point_data, coordinator_of, scripted, set_up
from tests.offers import accept, ignore, offers, placeholders, show


async def present(hass: HomeAssistant, charge_point: ScriptedChargePoint, id_tag: str) -> str:
    """Hold a card to the charge point."""
    answer = await charge_point.call("Authorize", {"idTag": id_tag})
    await hass.async_block_till_done()
    info = answer["idTagInfo"]
    assert isinstance(info, dict)
    return str(info["status"])


async def test_an_unknown_card_is_offered_and_registered_with_a_name(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert await present(hass, charge_point, "04FFEE") == "Invalid"
    (offer,) = offers(hass)
    assert offer["context"]["title_placeholders"] == {
        "name": "RFID 04FFEE",
        "id_tag": "04FFEE",
        "charge_point": "Garage",
        "kind": "card",
    }
    form = await show(hass, offer)
    assert form["step_id"] == "card"
    assert placeholders(form) == {"id_tag": "04FFEE", "charge_point": "Garage"}

    result = await accept(hass, offer, "Ben")

    assert result["reason"] == "card_added"
    assert placeholders(result) == {"name": "Ben"}
    assert offers(hass) == []
    assert await present(hass, charge_point, "04ffee") == "Accepted"


async def test_autocharge_an_unknown_car_is_offered_as_a_car(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert await present(hass, charge_point, "VID:92D50A693F80") == "Invalid"
    (offer,) = offers(hass)
    told = offer["context"]["title_placeholders"]
    assert (told["name"], told["kind"]) == ("Autocharge VID:92D50A693F80", "car")
    form = await show(hass, offer)
    assert form["step_id"] == "car"
    assert placeholders(form) == {"id_tag": r"VID\:92D50A693F80", "charge_point": "Garage"}

    result = await accept(hass, offer, "Anna's car")

    assert result["reason"] == "card_added"
    assert await present(hass, charge_point, "vid:92:d5:0a:69:3f:80") == "Accepted"


async def test_a_known_card_is_not_offered(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    hass.config_entries.async_add_subentry(entry, new_card("04FFEE", "Ben"))
    await present(hass, charge_point, "04ffee")
    assert offers(hass) == []


async def test_where_anyone_may_charge_no_card_is_offered(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(**{CONF_WHO_MAY_CHARGE: "anyone"}))
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        assert await present(hass, charge_point, "04FFEE") == "Accepted"
        assert offers(hass) == []


async def test_a_card_is_offered_once_and_not_when_it_is_ignored(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await present(hass, charge_point, "04FFEE")
    await present(hass, charge_point, "04ffee")
    (offer,) = offers(hass)
    await ignore(hass, offer)
    await present(hass, charge_point, "04FFEE")
    assert offers(hass) == []


async def test_an_offer_goes_when_its_card_is_registered_by_hand(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await present(hass, charge_point, "04FFEE")
    hass.config_entries.async_add_subentry(entry, new_card("04ffee", "Ben"))
    await hass.async_block_till_done()
    assert offers(hass) == []


async def test_the_number_of_offered_cards_is_bounded_the_newest_ones_stay(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    tags = [f"04{number:06}" for number in range(MAX_CARDS + 3)]
    coordinator = coordinator_of(entry)
    for tag in tags:
        discovery.async_card_presented(
            hass,
            entry,
            CardPresented(
                charge_point_id="CP-1", connector_id=None, id_tag=tag, status="Invalid", known=False
            ),
            coordinator.name,
        )
        await hass.async_block_till_done()
        await asyncio.sleep(0.002)  # the age of an offer is known to the millisecond
        if tag == tags[0]:
            await show(hass, offers(hass)[0])
    names = {offer["context"]["title_placeholders"]["name"] for offer in offers(hass)}
    assert names == {f"RFID {tag}" for tag in [tags[0], *tags[-MAX_CARDS:]]}


async def test_a_card_that_cannot_be_registered_is_not_offered(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": "integration_discovery"},
        data={
            "found": "id_tag",
            "entry_id": entry.entry_id,
            "id_tag": "0" * 65,
            "charge_point": "Garage",
        },
    )
    assert result["reason"] == "card_exists"


async def test_a_card_that_was_registered_while_its_offer_was_open_is_not_registered_twice(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await present(hass, charge_point, "04FFEE")
    (offer,) = offers(hass)
    flow: Any = hass.config_entries.flow._progress[offer["flow_id"]]
    hass.config_entries.async_add_subentry(entry, new_card("04ffee", "Ben"))
    await hass.async_block_till_done()
    result = await flow.async_step_card({CONF_NAME: "Ben"})
    assert result["reason"] == "card_exists"
    assert len(entry.get_subentries_of_type(SUBENTRY_ID_TAG)) == 2


async def test_a_card_without_a_name_is_called_by_its_number(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await present(hass, charge_point, "04FFEE")
    (offer,) = offers(hass)
    await accept(hass, offer, " ")
    names = {each.title: dict(each.data) for each in entry.get_subentries_of_type(SUBENTRY_ID_TAG)}
    assert names["04FFEE"][CONF_ID_TAG] == "04FFEE"
