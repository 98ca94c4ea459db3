"""What connectors said of the car that they mostly charged becomes a car; the entry is what version 3 stored."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.cars.options import CarOptions, cars_of
from custom_components.plug_control.const import (
    CONF_CONNECTORS,
    DOMAIN,
    SUBENTRY_CAR,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.entry.migration import VERSION
from tests.helpers import HOST, charge_point_data


def stored(*charge_points: Any, version: int = 3) -> MockConfigEntry:
    return MockConfigEntry(
        domain=DOMAIN,
        title="Plug Control",
        data={"host": HOST, "port": 0},
        version=version,
        subentries_data=charge_points,
    )


async def migrated(hass: HomeAssistant, *charge_points: Any) -> MockConfigEntry:
    entry = stored(*charge_points)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.version == VERSION == 4
    return entry


def cars(entry: MockConfigEntry) -> dict[str, CarOptions]:
    return {car.name: car for car in cars_of(entry)}


async def test_a_connectors_car_becomes_a_car_of_its_own_and_all_else_stays(
    hass: HomeAssistant,
) -> None:
    of_car = {"soc_entity": "sensor.car", "battery_capacity": 57.5}
    wiring = {"phase_switching": "profile", "phase_rotation": "L2L3L1"}
    entry = await migrated(
        hass, charge_point_data(phases=3, main_connector=1, connectors={"1": {**of_car, **wiring}})
    )
    car = cars(entry)["Car of Garage"]
    assert car == CarOptions(
        car_id=car.car_id,
        name="Car of Garage",
        soc_entity="sensor.car",
        battery_wh=57_500,
        connectors=frozenset({("CP-1", 1)}),
    )
    (charge_point,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    assert charge_point.data == {
        "charge_point_id": "CP-1",
        "phases": 3,
        "main_connector": 1,
        CONF_CONNECTORS: {"1": wiring},
    }


async def test_it_is_named_after_the_device_that_has_its_sensor(hass: HomeAssistant) -> None:
    other = MockConfigEntry(domain="renault")
    other.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("renault", "vin")}, name="Zoe"
    )
    sensor = er.async_get(hass).async_get_or_create(
        "sensor", "renault", "soc", config_entry=other, device_id=device.id
    )
    of_car = {"soc_entity": sensor.entity_id, "battery_capacity": 52}
    entry = await migrated(
        hass,
        charge_point_data(connectors={"1": of_car}),
        charge_point_data("CP-2", "Yard", connectors={"1": of_car, "2": {"battery_capacity": 30}}),
        charge_point_data("CP-3", "Carport", connectors={"1": {}}),
    )
    found = cars(entry)
    assert set(found) == {"Zoe", "Car of Yard 2"}
    assert found["Zoe"].connectors == {("CP-1", 1), ("CP-2", 1)}
    assert (found["Car of Yard 2"].battery_wh, found["Car of Yard 2"].soc_entity) == (30_000, None)


async def test_two_cars_of_one_name_are_told_apart(hass: HomeAssistant) -> None:
    hass.config.language = "de"
    entry = await migrated(
        hass,
        charge_point_data(connectors={"1": {"battery_capacity": 30}}),
        charge_point_data("CP-2", "Garage", connectors={"1": {"soc_entity": "sensor.car"}}),
    )
    assert {name: car.battery_wh for name, car in cars(entry).items()} == {
        "Auto von Garage": 30_000,
        "Auto von Garage 2": None,
    }


async def test_an_entry_without_cars_gets_none(hass: HomeAssistant) -> None:
    entry = await migrated(hass, charge_point_data(connectors={"1": {"phase_switching": "none"}}))
    assert cars(entry) == {}


@pytest.mark.parametrize("version", [VERSION, VERSION + 1])
async def test_cars_are_moved_once_and_a_downgrade_is_refused(
    hass: HomeAssistant, version: int
) -> None:
    entry = stored(
        charge_point_data(connectors={"1": {}}),
        version=version,
    )
    entry.add_to_hass(hass)
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType({"battery_capacity": 40}),
            subentry_type=SUBENTRY_CAR,
            title="Ioniq",
            unique_id=None,
        ),
    )
    works = await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert works is (version == VERSION)
    state = ConfigEntryState.LOADED if works else ConfigEntryState.MIGRATION_ERROR
    assert entry.state is state
    assert set(cars(entry)) == {"Ioniq"}
