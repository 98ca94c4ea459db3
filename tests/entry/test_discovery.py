"""Charge points that dial in: each is offered once, with one click."""

from functools import partial
from typing import Any

from homeassistant.config_entries import SOURCE_IGNORE, ConfigFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.const import (
    CONF_UNKNOWN_CHARGE_POINTS,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.entry.discovery import ChargePointFound
from custom_components.plug_control.flows.newcomer import new_charge_point
from custom_components.plug_control.model.events import UnknownChargePointGone
from simulator.scripted import ScriptedChargePoint
from tests.helpers import charge_point_data, coordinator_of, scripted, set_up, until
from tests.offers import accept, ignore, offers, placeholders, show

NEWCOMER = "NEW-1"


async def dial_in(
    hass: HomeAssistant, charge_point: ScriptedChargePoint, **boot: Any
) -> ConfigFlowResult:
    """Have an unknown charge point boot; returns the offer."""
    answer = await charge_point.boot(**{"vendor": "XC", "model": "C2EU", **boot})
    assert answer["status"] == "Pending"
    await until(lambda: offers(hass))
    await hass.async_block_till_done()
    (offer,) = offers(hass)
    return offer


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the boot of those that are unknown."""
    monkeypatch.setattr(
        "custom_components.plug_control.central_system.central_system.Timing",
        partial(Timing, introduce_s=0.05, tick_s=0.02),
    )


@pytest.mark.usefixtures("impatient")
async def test_one_that_does_not_boot_on_its_connection_is_offered_by_its_identity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER):
        await until(lambda: offers(hass))
        await hass.async_block_till_done()
        (offer,) = offers(hass)
        assert offer["context"]["title_placeholders"] == {"name": NEWCOMER}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("boots", [True, False])
async def test_one_that_was_deleted_and_still_dials_is_offered_again(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, boots: bool
) -> None:
    subentry_id = coordinator_of(entry).subentry.subentry_id
    hass.config_entries.async_remove_subentry(entry, subentry_id)
    await charge_point.wait_closed()
    await hass.async_block_till_done()
    async with scripted(entry) as again:  # chargers dial in again by themselves
        if boots:
            assert (await again.boot())["status"] == "Pending"
        await until(lambda: offers(hass))
        await hass.async_block_till_done()
        (offer,) = offers(hass)
        result = await accept(hass, await show(hass, offer), "Garage")
        assert result["type"] is FlowResultType.ABORT
        await until(lambda: coordinator_of(entry).available)


async def test_an_unknown_charge_point_is_offered_confirmed_and_boots_again_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer, chargePointSerialNumber="SN-4711")
        assert offer["context"]["title_placeholders"] == {"name": f"XC C2EU ({NEWCOMER})"}
        form = await show(hass, offer)
        assert form["step_id"] == "charge_point"
        assert placeholders(form) == {
            "vendor": "XC",
            "model": "C2EU",
            "serial_number": r"SN\-4711",
            "charge_point_id": r"NEW\-1",
            "remote_address": r"127\.0\.0\.1",
        }

        result = await accept(hass, offer, "Carport")

        assert result["type"] is FlowResultType.ABORT
        assert result["reason"] == "charge_point_added"
        assert offers(hass) == []
        assert coordinator_of(entry, NEWCOMER).name == "Carport"
        assert (await newcomer.boot())["status"] == "Accepted"
        assert charge_point.connected


async def test_the_model_is_suggested_as_the_name_and_the_identity_stands_in_for_an_empty_one(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer)
        form = await show(hass, offer)
        assert form["data_schema"] is not None
        assert form["data_schema"]({}) == {CONF_NAME: "C2EU"}
        await accept(hass, offer, " ")
        assert coordinator_of(entry, NEWCOMER).name == NEWCOMER


async def test_a_second_charge_point_of_a_model_is_suggested_another_name(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as first, scripted(entry, "CP-NEXT") as second:
        await accept(hass, await dial_in(hass, first), "C2EU")
        form = await show(hass, await dial_in(hass, second))
        assert form["data_schema"] is not None
        assert form["data_schema"]({}) == {CONF_NAME: "C2EU (2)"}


async def test_foreign_text_is_shown_as_it_is_never_as_markdown(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer, vendor="<img src=x> [a](http://b)", model="**B**")
        form = await show(hass, offer)
        assert placeholders(form)["vendor"] == r"\<img src\=x\> \[a\]\(http\:\/\/b\)"
        assert placeholders(form)["model"] == r"\*\*B\*\*"
        assert placeholders(form)["serial_number"] == "–"


async def test_an_offer_is_made_once_however_often_the_charger_boots(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer)
        await newcomer.boot("XC", "C2EU", firmwareVersion="2")
    async with scripted(entry, NEWCOMER) as newcomer:
        again = await dial_in(hass, newcomer)
        assert again["flow_id"] == offer["flow_id"]


async def test_an_offer_goes_with_its_charge_point(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await dial_in(hass, newcomer)
        entry.runtime_data.central_system.publish(UnknownChargePointGone(charge_point_id="other"))
        assert len(offers(hass)) == 1
        entry.runtime_data.central_system.publish(UnknownChargePointGone(charge_point_id=NEWCOMER))
        assert offers(hass) == []


async def test_an_offer_that_someone_has_open_stays(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer)
        await show(hass, offer)
        entry.runtime_data.central_system.publish(UnknownChargePointGone(charge_point_id=NEWCOMER))
        assert len(offers(hass)) == 1
        result = await accept(hass, offer, "Carport")
        assert result["reason"] == "charge_point_added"


async def test_an_ignored_charge_point_is_not_offered_again_until_the_ignoring_is_taken_back(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await ignore(hass, await dial_in(hass, newcomer))
        assert offers(hass) == []
        await newcomer.boot("XC", "C2EU", firmwareVersion="2")
        await hass.async_block_till_done()
        assert offers(hass) == []
        assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]

        (ignored,) = (
            each
            for each in hass.config_entries.async_entries(DOMAIN)
            if each.source == SOURCE_IGNORE
        )
        await hass.config_entries.async_remove(ignored.entry_id)
        await until(lambda: offers(hass))


async def test_an_ignored_charge_point_that_is_added_by_hand_is_ignored_no_longer(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await ignore(hass, await dial_in(hass, newcomer))
        hass.config_entries.async_add_subentry(entry, new_charge_point(NEWCOMER, "Carport"))
        await hass.async_block_till_done(wait_background_tasks=True)
        assert hass.config_entries.async_entries(DOMAIN) == [entry]


async def test_an_offer_goes_when_its_charge_point_is_added_by_hand(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await show(hass, await dial_in(hass, newcomer))
        hass.config_entries.async_add_subentry(entry, new_charge_point(NEWCOMER, "Carport"))
        await hass.async_block_till_done()
        assert offers(hass) == []


async def test_an_offer_that_another_entry_took_meanwhile_is_not_taken_twice(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer)
        MockConfigEntry(
            domain=DOMAIN, data={"port": 9017}, subentries_data=[charge_point_data(NEWCOMER)]
        ).add_to_hass(hass)
        result = await accept(hass, offer, "Carport")
        assert result["reason"] == "charge_point_exists"
        assert len(entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)) == 1


@pytest.mark.parametrize(
    ("identity", "reason"), [("CP-1", "charge_point_exists"), ("left", "gone")]
)
async def test_what_is_configured_or_gone_is_not_offered(
    hass: HomeAssistant, entry: MockConfigEntry, identity: str, reason: str
) -> None:
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "integration_discovery"}, data=found(entry.entry_id, identity)
    )
    assert result["reason"] == reason


async def test_nothing_is_offered_for_an_entry_that_is_not_there(hass: HomeAssistant) -> None:
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "integration_discovery"}, data=found("nobody", "left")
    )
    assert result["reason"] == "gone"


def wrong_port(hass: HomeAssistant) -> list[dict[str, str] | None]:
    """What is told of charge points that dial in at the wrong port."""
    return [
        issue.translation_placeholders
        for issue in ir.async_get(hass).issues.values()
        if issue.translation_key == "dialled_elsewhere"
    ]


async def test_a_charge_point_of_another_entry_is_told_and_not_offered_until_that_entry_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    other = await set_up(hass)
    async with scripted(other) as twin:
        assert (await twin.boot())["status"] == "Pending"
        await until(lambda: wrong_port(hass))
        (told,) = wrong_port(hass)
        assert told is not None
        assert told["name"] == "Garage"
        assert offers(hass) == []
        assert charge_point.connected

        await hass.config_entries.async_remove(entry.entry_id)
        await hass.async_block_till_done()
        assert wrong_port(hass) == []
        assert len(offers(hass)) == 1


async def test_a_charge_point_is_offered_where_it_dials_in_once_the_other_entry_has_it_no_longer(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    other = await set_up(hass)
    subentry_id = coordinator_of(entry).subentry.subentry_id
    async with scripted(other) as twin:
        await twin.boot()
        await until(lambda: wrong_port(hass))
        hass.config_entries.async_remove_subentry(entry, subentry_id)
        await hass.async_block_till_done()
        assert wrong_port(hass) == []
        assert len(offers(hass)) == 1
        hass.config_entries.async_add_subentry(entry, new_charge_point("CP-1", "Garage"))
        await hass.async_block_till_done()
        assert len(wrong_port(hass)) == 1
        assert offers(hass) == []


async def test_a_charge_point_that_no_longer_dials_in_at_the_wrong_port_is_told_no_longer(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    other = await set_up(hass)
    async with scripted(other) as twin:
        await twin.boot()
        await until(lambda: wrong_port(hass))
    other.runtime_data.central_system.publish(UnknownChargePointGone(charge_point_id="CP-1"))
    assert wrong_port(hass) == []


async def test_what_is_offered_goes_with_its_entry_even_when_someone_has_it_open(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    other = await set_up(hass)
    async with scripted(entry, NEWCOMER) as newcomer, scripted(other, "NEW-2") as second:
        offer = await dial_in(hass, newcomer)
        await show(hass, offer)
        await charge_point.call("Authorize", {"idTag": "04FFEE"})
        await second.boot()
        await hass.async_block_till_done()
        assert len(offers(hass)) == 3
        await hass.config_entries.async_remove(entry.entry_id)
        (left,) = offers(hass)
        assert left["context"]["unique_id"] == "charge_point_NEW-2"


def found(entry_id: str, identity: str) -> ChargePointFound:
    """A discovery that comes late."""
    return ChargePointFound(
        found="charge_point",
        entry_id=entry_id,
        charge_point_id=identity,
        vendor=None,
        model=None,
        serial_number=None,
        remote_address="127.0.0.1",
    )


async def test_unknown_charge_points_are_not_offered_where_they_are_refused(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, options={CONF_UNKNOWN_CHARGE_POINTS: "refuse"})
    with pytest.raises(Exception, match="404"):
        await scripted(entry, NEWCOMER).connect()
    await hass.async_block_till_done()
    assert offers(hass) == []
