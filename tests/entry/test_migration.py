"""Entries of earlier versions: the fixture is what Home Assistant had stored with the last version that gave each connector a device."""

from copy import deepcopy
import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    category_registry as cr,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    issue_registry as ir,
    label_registry as lr,
)
import pytest

from custom_components.plug_control.const import CONF_MAIN_CONNECTOR, DOMAIN
from custom_components.plug_control.device_layout import former_device_ids
from custom_components.plug_control.entry.migration import MINOR_VERSION, VERSION
from custom_components.plug_control.entry_settings import charge_point_subentries
from tests.chargers import C2EU, TWO_CONNECTORS

STORED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "registry_v1.json").read_text()
)
DEVICES = STORED["core.device_registry"]["data"]
ENTITIES = STORED["core.entity_registry"]["data"]["entities"]
NEWER = ("_reset_learned", "_check_up")
"""Ends of the unique ids of entities that there were not yet then."""

pytestmark = [
    pytest.mark.parametrize("load_registries", [False]),
    # Home Assistant looks for devices without entities some time after they changed.
    pytest.mark.parametrize("expected_lingering_timers", [True]),
]


def stored_device(kind: str, identifier: str) -> dict[str, Any]:
    """A device as it was stored."""
    (found,) = (each for each in DEVICES[kind] if each["identifiers"][0][1] == identifier)
    return dict(found)


def now(hass: HomeAssistant, stored: dict[str, Any]) -> er.RegistryEntry:
    """What became of an entity that was stored."""
    entity = er.async_get(hass).async_get(stored["entity_id"])
    assert entity is not None, stored["entity_id"]
    return entity


@pytest.fixture
async def entry(hass: HomeAssistant, hass_storage: dict[str, Any]) -> ConfigEntry:
    """The stored entry, loaded with its registries."""
    return await loaded(hass, hass_storage, STORED)


async def loaded(
    hass: HomeAssistant, hass_storage: dict[str, Any], stored: dict[str, dict[str, Any]]
) -> ConfigEntry:
    """Load what is stored, as Home Assistant does when it starts."""
    hass_storage.update(stored)
    await ar.async_load(hass, load_empty=True)
    areas = ar.async_get(hass)
    assert [areas.async_create(name).id for name in ("Garage", "Yard")] == ["garage", "yard"]
    for registry in (cr, fr, ir, lr):
        await registry.async_load(hass, load_empty=True)
    dr.async_setup(hass)
    await dr.async_load(hass)
    await er.async_load(hass)
    await hass.config_entries.async_initialize()
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def of(hass: HomeAssistant, entry: ConfigEntry, identifier: str) -> dr.DeviceEntry:
    """The device of a charge point."""
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, identifier), entry.entry_id)
    assert device is not None
    return device


def children_of(hass: HomeAssistant, device: dr.DeviceEntry) -> dict[str, dr.ChildDeviceEntry]:
    """The child devices of a charge point by their names."""
    children = dr.async_entries_for_parent_device(dr.async_get(hass), device.id)
    return {child.name or "": child for child in children}


async def test_the_entry_is_of_the_new_version_and_works(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    assert (entry.version, entry.minor_version) == (VERSION, MINOR_VERSION) == (4, 1)
    assert entry.state is ConfigEntryState.LOADED
    assert {
        charge_point_id: subentry.data.get(CONF_MAIN_CONNECTOR)
        for charge_point_id, subentry in charge_point_subentries(entry)
    } == {C2EU: 1, TWO_CONNECTORS: 0, "ALONE-3": 1, "NEVER-1": None}


async def test_a_charge_point_and_its_only_connector_become_the_charge_points_device(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    stored, child = stored_device("devices", C2EU), stored_device("child_devices", f"{C2EU}#1")
    device = of(hass, entry, C2EU)
    assert (device.id, device.name) == (stored["id"], "Garage")
    assert children_of(hass, device) == {}
    assert dr.async_get(hass).async_get(child["id"]) is None
    assert former_device_ids(device) == [child["id"]]
    assert (device.area_id, device.labels) == ("garage", {"cars"})


async def test_several_connectors_keep_their_devices_and_get_the_charge_points_name(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    children = children_of(hass, of(hass, entry, TWO_CONNECTORS))
    assert {name: (child.id, child.name_by_user) for name, child in children.items()} == {
        "Twin 1": (stored_device("child_devices", f"{TWO_CONNECTORS}#1")["id"], None),
        "Twin 2": (stored_device("child_devices", f"{TWO_CONNECTORS}#2")["id"], "Left"),
    }


async def test_unique_ids_and_entity_ids_stay_and_nothing_is_lost_or_new(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    def identity(each: Any) -> tuple[str, str, str]:
        return each["id"], each["entity_id"], each["unique_id"]

    registered = [
        each for each in er.async_get(hass).entities.values() if not each.unique_id.endswith(NEWER)
    ]
    assert sorted((each.id, each.entity_id, each.unique_id) for each in registered) == sorted(
        map(identity, ENTITIES)
    )


async def test_every_entity_of_a_device_that_went_hangs_on_the_charge_points(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    """Those of others, too: a utility meter shows beside what it measures."""
    gone = {stored_device("child_devices", f"{each}#1")["id"]: each for each in (C2EU, "ALONE-3")}
    moved = [each for each in ENTITIES if each["device_id"] in gone]
    assert {each["platform"] for each in moved} == {DOMAIN, "utility_meter"}
    for each in moved:
        charge_point_id = gone[each["device_id"]]
        assert now(hass, each).device_id == stored_device("devices", charge_point_id)["id"]


async def test_what_the_user_chose_for_an_entity_stays(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    for each in ENTITIES:
        entity = now(hass, each)
        disabled_by = None if entity.disabled_by is None else entity.disabled_by.value
        assert (entity.name, disabled_by) == (each["name"], each["disabled_by"])
    (power,) = (each for each in ENTITIES if each["entity_id"] == "sensor.my_wallbox_power")
    assert now(hass, power).name == "Charging power"


async def test_what_a_device_kept_disabled_stays_disabled_without_it(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    stored = deepcopy(STORED)
    child_id = stored_device("child_devices", f"{C2EU}#1")["id"]
    for child in stored["core.device_registry"]["data"]["child_devices"]:
        if child["id"] == child_id:
            child["disabled_by"] = "user"
    disabled = [
        each
        for each in stored["core.entity_registry"]["data"]["entities"]
        if each["device_id"] == child_id and each["disabled_by"] is None
    ]
    for each in disabled:
        each["disabled_by"] = "device"
    entry = await loaded(hass, hass_storage, stored)
    assert not of(hass, entry, C2EU).disabled
    assert disabled
    assert {now(hass, each).disabled_by for each in disabled} == {er.RegistryEntryDisabler.USER}


async def test_every_entity_stays_in_the_area_that_it_was_in(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    areas = {
        each["id"]: each["area_id"] for each in (*DEVICES["devices"], *DEVICES["child_devices"])
    }
    parents = {each["id"]: each["parent_device_id"] for each in DEVICES["child_devices"]}
    for each in ENTITIES:
        device_id = each["device_id"]
        before = each["area_id"] or areas[device_id] or areas.get(parents.get(device_id))
        after = er.async_get_effective_area_id(hass, now(hass, each))
        if before is not None:
            assert after == before, each["entity_id"]


async def test_a_new_name_is_what_voice_assistants_hear(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    charge = er.async_get(hass).async_get("switch.garage_connector_1_charge")
    assert charge is not None
    assert er.async_get_full_entity_name(hass, charge) == "Garage Charge"


async def test_an_entry_of_a_later_minor_version_goes_on_as_it_is(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, minor_version=entry.minor_version + 1)
    before = dict(entry.subentries)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.version == VERSION
    assert dict(entry.subentries) == before


async def test_a_newer_entry_is_left_alone(hass: HomeAssistant, entry: ConfigEntry) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, version=VERSION + 1)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.MIGRATION_ERROR
