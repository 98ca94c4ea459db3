"""What is deleted while it is in use: circuits guard on until it is said what becomes of theirs, chargers stop."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import CONF_CIRCUITS_IN_USE, CONF_FED_BY, DOMAIN
from custom_components.plug_control.flows.repair import DeletedCircuitFlow
from custom_components.plug_control.repairs import async_create_fix_flow
from custom_components.plug_control.site.circuits_in_use import deleted_circuits
from custom_components.plug_control.site.options import circuit_options
from custom_components.plug_control.texts.markdown import escape_markdown
from tests.chargers import report_status
from tests.helpers import coordinator_of, state_of, until
from tests.house import House, circuit_data, house, wallbox
from tests.test_repairs import issues

BARN = "01BARN"
YARD = "01YARD"


def circuit(circuit_id: str, name: str, fuse_a: int, **data: Any) -> ConfigSubentryDataWithId:
    """Return a circuit whose id is known before it is added."""
    return {**circuit_data(name, fuse_a, **data), "subentry_id": circuit_id}


@pytest.fixture
async def home(hass: HomeAssistant) -> AsyncGenerator[House]:
    """A house where a car charges behind the circuit "Barn" (12 A), which the circuit "Yard" feeds (14 A)."""
    async with house(
        hass,
        circuit(YARD, "Yard", 14),
        circuit(BARN, "Barn", 12, **{CONF_FED_BY: YARD}),
        wallbox(connector={"circuit": BARN}),
    ) as home:
        charger = await home.add_charger()
        charger.charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        await charger.plug_in()
        await home.run(60)
        assert charger.limit_a == 12
        yield home


def delete(home: House, circuit_id: str) -> None:
    """Delete a circuit as the user interface does."""
    home.hass.config_entries.async_remove_subentry(home.entry, circuit_id)


async def open_dialog(home: House) -> Any:
    """Open the repair, as the user does; returns its flow."""
    issue = issues(home.hass)["circuit_deleted"]
    flow = await async_create_fix_flow(home.hass, issue.issue_id, issue.data)
    assert isinstance(flow, DeletedCircuitFlow)
    flow.hass, flow.issue_id, flow.data = home.hass, issue.issue_id, issue.data
    flow.handler = DOMAIN
    return flow


async def settle(home: House, becomes: str) -> None:
    """Answer the repair."""
    flow = await open_dialog(home)
    assert (await flow.async_step_init())["type"] == "form"
    assert (await flow.async_step_confirm({"circuit_becomes": becomes}))["type"] == "create_entry"


def limits_since(home: House, before: int) -> list[float]:
    """Return what the charger was allowed since then."""
    return [
        period["limit"]
        for profile in home.chargers[0].profiles[before:]
        for period in profile["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"]
    ]


# ---- a circuit


async def test_a_deleted_circuit_guards_on_and_asks_what_becomes_of_its_connectors(
    home: House,
) -> None:
    before = len(home.chargers[0].profiles)
    delete(home, BARN)
    await home.run(120)
    assert home.chargers[0].limit_a == 12
    assert all(limit <= 12 for limit in limits_since(home, before))
    assert home.outcome().circuit_name == "Barn"
    issue = issues(home.hass)["circuit_deleted"]
    assert issue.is_fixable
    assert issue.translation_placeholders == {
        "name": "Barn",
        "circuit": "Barn",
        "fuse": "12",
        "charge_points": escape_markdown("Wallbox CP-1"),
    }


@pytest.mark.parametrize(("becomes", "limit_a"), [("restore", 12), (YARD, 14), ("main", 16)])
async def test_its_connectors_pass_to_another_fuse_without_a_gap(
    home: House, becomes: str, limit_a: float
) -> None:
    before = len(home.chargers[0].profiles)
    delete(home, BARN)
    await settle(home, becomes)
    await home.run(60)
    assert home.chargers[0].limit_a == limit_a
    assert all(limit <= limit_a for limit in limits_since(home, before))
    assert "circuit_deleted" not in issues(home.hass)
    there = {each.subentry_id for each in home.entry.get_subentries_of_type("circuit")}
    assert there == ({BARN, YARD} if becomes == "restore" else {YARD})
    assert not [*deleted_circuits(home.entry)]


@pytest.mark.parametrize(("becomes", "fed_by"), [("main", None), (BARN, None), ("restore", YARD)])
async def test_a_circuit_that_feeds_another_guards_on_and_none_feeds_itself(
    home: House, becomes: str, fed_by: str | None
) -> None:
    delete(home, YARD)
    options = {each.circuit: each for each in circuit_options(home.entry)}
    assert options[BARN].fed_by == YARD
    assert options[YARD].fuse_a == 14
    await settle(home, becomes)
    assert {each.circuit: each.fed_by for each in circuit_options(home.entry)}[BARN] == fed_by
    assert "circuit_deleted" not in issues(home.hass)


async def test_a_circuit_that_is_deleted_while_nothing_runs_guards_on(home: House) -> None:
    hass, entry = home.hass, home.entry
    await hass.config_entries.async_unload(entry.entry_id)
    assert not issues(hass)
    delete(home, BARN)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert "circuit_deleted" in issues(hass)
    assert {each.circuit for each in circuit_options(entry)} == {BARN, YARD}


async def test_nothing_is_asked_about_a_circuit_that_nothing_is_behind(home: House) -> None:
    assert set(home.entry.options[CONF_CIRCUITS_IN_USE]) == {BARN, YARD}
    subentry = coordinator_of(home.entry).subentry
    home.hass.config_entries.async_update_subentry(
        home.entry, subentry, data={**subentry.data, "connectors": {"1": {}}}
    )
    delete(home, BARN)
    assert "circuit_deleted" not in issues(home.hass)
    assert home.entry.options[CONF_CIRCUITS_IN_USE] == {}
    assert {each.circuit for each in circuit_options(home.entry)} == {YARD}


async def test_the_question_goes_with_its_last_connector(home: House) -> None:
    delete(home, BARN)
    flow = await open_dialog(home)
    home.hass.config_entries.async_remove_subentry(
        home.entry, coordinator_of(home.entry).subentry.subentry_id
    )
    assert "circuit_deleted" not in issues(home.hass)
    assert (await flow.async_step_init())["type"] == "create_entry"
    assert (await flow.async_step_confirm({"circuit_becomes": "restore"}))["type"] == "create_entry"
    await home.hass.async_block_till_done(wait_background_tasks=False)
    assert BARN not in home.entry.subentries


# ---- a charge point


async def remove_charger(home: House) -> ConfigSubentry:
    """Delete the charge point as the user interface does, and wait until its socket is closed."""
    subentry = coordinator_of(home.entry).subentry
    home.hass.config_entries.async_remove_subentry(home.entry, subentry.subentry_id)
    await home.chargers[0].charge_point.wait_closed()
    await home.hass.async_block_till_done(wait_background_tasks=False)
    return subentry


async def test_a_charge_point_that_is_deleted_stops_charging(home: House) -> None:
    charge_point = home.chargers[0].charge_point
    charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    await remove_charger(home)
    assert charge_point.received("RemoteStopTransaction") == [
        {"transactionId": home.chargers[0].transaction_id}
    ]
    assert not issues(home.hass)
    (session,) = await home.central_system.ledger.sessions()
    assert session.energy_estimated


async def test_one_that_cannot_be_stopped_is_told_of_with_its_fuse_until_it_is_back(
    home: House,
) -> None:
    home.chargers[0].charge_point.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
    subentry = await remove_charger(home)
    issue = issues(home.hass)["charges_on_behind_fuse"]
    assert issue.is_persistent
    assert issue.translation_placeholders == {
        "name": "Wallbox CP-1",
        "charge_point": escape_markdown("Wallbox CP-1"),
        "current": "12",
        "fuses": escape_markdown("Barn, 12 A"),
    }
    home.hass.config_entries.async_add_subentry(home.entry, subentry)
    assert not issues(home.hass)


async def test_one_that_is_away_may_charge_on(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await charger.charge_point.abort()
        await until(lambda: not coordinator_of(home.entry).available)
        await remove_charger(home)
        assert issues(hass)["charges_on"].severity is ir.IssueSeverity.WARNING


async def test_one_that_is_paused_and_cannot_be_stopped_charges_nothing(home: House) -> None:
    (charger,) = home.chargers
    charger.charge_point.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
    await home.wish(mode=Mode.OFF)
    await home.run(60)
    assert charger.limit_a == 0
    await remove_charger(home)
    assert not issues(home.hass)


async def test_one_that_does_not_charge_is_deleted_in_silence(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await report_status(charger.charge_point, "Preparing")
        await remove_charger(home)
        assert not issues(hass)
        assert not charger.charge_point.received("RemoteStopTransaction")


async def test_the_entry_can_be_unloaded_after_a_charge_point_was_deleted(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    subentry_id = coordinator_of(entry).subentry.subentry_id
    hass.config_entries.async_remove_subentry(entry, subentry_id)
    await hass.async_block_till_done()
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.NOT_LOADED
