"""Which devices a charge point has: one with its only connector, or a child for each of several."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.plug_control.const import CONF_MAIN_CONNECTOR
from custom_components.plug_control.device_layout import LAYOUT_WAIT_S, NO_CONNECTOR, main_connector
from simulator.scripted import ScriptedChargePoint

from .chargers import started_up
from .helpers import (
    CHARGE_POINT_ID,
    charge_point_data,
    coordinator_of,
    devices_of,
    scripted,
    set_up,
    status,
    tell_connectors,
)

CHARGE = ("switch", "charging")
CONNECTION = ("binary_sensor", "connectivity")


def entity_of(
    hass: HomeAssistant, key: tuple[str, str], connector_id: int | None = None
) -> er.RegistryEntry:
    """The registry's entry of an entity of the charge point or of a connector."""
    domain, name = key
    prefix = CHARGE_POINT_ID if connector_id is None else f"{CHARGE_POINT_ID}#{connector_id}"
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(domain, "plug_control", f"{prefix}_{name}")
    assert entity_id is not None
    entity = registry.async_get(entity_id)
    assert entity is not None
    return entity


def names_of(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str | None]:
    """The names of the devices by identifier."""
    return {identifier: device.name for identifier, device in devices_of(hass, entry).items()}


def full_name(hass: HomeAssistant, entity: er.RegistryEntry) -> str:
    """What an entity is called where its device is not shown beside it."""
    state = hass.states.get(entity.entity_id)
    assert state is not None
    return state.name


@pytest.mark.parametrize(
    ("heard", "told", "waited", "main"),
    [
        ([], 1, True, None),
        ([1], None, False, None),
        ([1], None, True, 1),
        ([1], 1, False, 1),
        ([2], 1, False, 2),
        ([1], 2, False, NO_CONNECTOR),
        ([1], 0, True, 1),
        ([1, 2], None, False, NO_CONNECTOR),
        ([1, 2], 1, False, NO_CONNECTOR),
    ],
)
def test_a_single_connector_shares_the_device_and_several_have_their_own(
    heard: list[int], told: int | None, waited: bool, main: int | None
) -> None:
    assert main_connector(heard, told, waited=waited) == main


async def test_a_charge_point_with_one_connector_is_one_device(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    assert names_of(hass, entry) == {CHARGE_POINT_ID: "Garage"}
    charge = entity_of(hass, CHARGE, 1)
    assert charge.device_id == coordinator_of(entry).device_id
    assert charge.entity_id == "switch.garage_charge"
    assert full_name(hass, charge) == "Garage Charge"


async def test_a_second_connector_that_is_heard_of_later_is_a_child_and_the_first_stays(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    before = entity_of(hass, CHARGE, 1)
    await status(charge_point, connector_id=2)
    await hass.async_block_till_done()
    assert names_of(hass, entry) == {
        CHARGE_POINT_ID: "Garage",
        f"{CHARGE_POINT_ID}#2": "Garage 2",
    }
    assert entity_of(hass, CHARGE, 1) == before
    second = entity_of(hass, CHARGE, 2)
    assert second.entity_id == "switch.garage_2_charge"
    assert full_name(hass, second) == "Garage 2 Charge"


@pytest.mark.parametrize("told", [2, None])
async def test_several_connectors_from_the_beginning_are_children_with_its_name(
    hass: HomeAssistant, entry: MockConfigEntry, told: int | None
) -> None:
    async with scripted(entry) as charge_point:
        charge_point.auto_reply("GetConfiguration", {"configurationKey": []})
        if told is not None:
            tell_connectors(charge_point, told)
        await charge_point.boot()
        await status(charge_point, connector_id=1)
        await status(charge_point, connector_id=2)
        await started_up(hass, entry, CHARGE_POINT_ID)
    assert names_of(hass, entry) == {
        CHARGE_POINT_ID: "Garage",
        f"{CHARGE_POINT_ID}#1": "Garage 1",
        f"{CHARGE_POINT_ID}#2": "Garage 2",
    }
    assert entity_of(hass, CHARGE, 1).entity_id == "switch.garage_1_charge"
    assert entity_of(hass, CONNECTION).entity_id == "binary_sensor.garage_connection"


async def test_one_that_does_not_tell_how_many_it_has_is_waited_for_and_then_one_device(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry) as charge_point:
        charge_point.auto_reply("GetConfiguration", {"configurationKey": []})
        await charge_point.boot()
        await status(charge_point)
        await started_up(hass, entry, CHARGE_POINT_ID)
        assert coordinator_of(entry).main_connector is None
        assert hass.states.get("switch.garage_charge") is None

        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=LAYOUT_WAIT_S + 1))
        await hass.async_block_till_done()
        assert coordinator_of(entry).main_connector == 1
        assert hass.states.get("switch.garage_charge") is not None


async def test_what_was_decided_counts_after_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    await charge_point.close()
    (subentry,) = (each for each in entry.subentries.values() if each.title == "Garage")
    assert subentry.data[CONF_MAIN_CONNECTOR] == 1
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert names_of(hass, entry) == {CHARGE_POINT_ID: "Garage"}
    assert hass.states.get("switch.garage_charge") is not None


async def test_an_entry_that_is_unloaded_waits_for_no_connector_any_more(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry) as charge_point:
        charge_point.auto_reply("GetConfiguration", {"configurationKey": []})
        await charge_point.boot()
        await status(charge_point)
        await started_up(hass, entry, CHARGE_POINT_ID)
        assert await hass.config_entries.async_unload(entry.entry_id)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=LAYOUT_WAIT_S + 1))
    await hass.async_block_till_done()
    assert names_of(hass, entry) == {CHARGE_POINT_ID: "Garage"}


async def test_children_follow_the_name_of_their_charge_point(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(main_connector=NO_CONNECTOR))
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await status(charge_point)
        await started_up(hass, entry, CHARGE_POINT_ID)
        registry = dr.async_get(hass)
        registry.async_update_device(coordinator_of(entry).device_id, name_by_user="Carport")
        await hass.async_block_till_done()
        assert names_of(hass, entry)[f"{CHARGE_POINT_ID}#1"] == "Carport 1"
        charge = entity_of(hass, CHARGE, 1)
        assert full_name(hass, charge) == "Carport 1 Charge"
        assert er.async_get_entity_aliases(hass, charge) == [
            "Carport Carport 1 Charge",
            "Carport 1 Charge",
        ]

        registry.async_update_device(coordinator_of(entry).device_id, name_by_user=None)
        hass.config_entries.async_update_subentry(
            entry, coordinator_of(entry).subentry, title="Yard"
        )
        await hass.async_block_till_done()
        assert names_of(hass, entry)[f"{CHARGE_POINT_ID}#1"] == "Yard 1"


async def test_no_two_entities_of_a_device_have_the_same_name(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    """Assist could not tell them apart, whatever kind they are."""
    await status(charge_point)
    await hass.async_block_till_done()
    names = [
        (entity.device_id, (entity.original_name or "").casefold())
        for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    ]
    assert sorted(set(names)) == sorted(names)
