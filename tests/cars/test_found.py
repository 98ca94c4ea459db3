"""Cars are found among the devices of Home Assistant; phones, locks and watches are none."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.cars.found import FoundCar, found_cars

BATTERY: dict[str, Any] = {"original_device_class": "battery", "unit_of_measurement": "%"}
DISTANCE: dict[str, Any] = {"original_device_class": "distance", "unit_of_measurement": "km"}
COUNTER: dict[str, Any] = {**DISTANCE, "capabilities": {"state_class": "total_increasing"}}
PLUG: dict[str, Any] = {"original_device_class": "plug"}
CONNECTED: dict[str, Any] = {"original_device_class": "connectivity"}


def device(hass: HomeAssistant, domain: str, name: str, **entities: dict[str, Any]) -> str:
    """Add a device with entities by their object ids; those of a plug are binary sensors."""
    entry = MockConfigEntry(domain=domain)
    entry.add_to_hass(hass)
    made = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(domain, name)}, name=name
    )
    for object_id, data in entities.items():
        is_binary = data in (PLUG, CONNECTED)
        er.async_get(hass).async_get_or_create(
            "binary_sensor" if is_binary else "sensor",
            domain,
            f"{name}_{object_id}",
            suggested_object_id=object_id,
            config_entry=entry,
            device_id=made.id,
            **data,
        )
    return made.id


async def test_the_sensors_of_a_car_are_told_apart(hass: HomeAssistant) -> None:
    car = device(
        hass,
        "hyundai_kia_connect",
        "Ioniq",
        car_12v_battery=BATTERY,
        ev_charge_limit_target=BATTERY,
        ev_battery_level=BATTERY,
        odometer=COUNTER,
        mileage=DISTANCE,
        ev_range=DISTANCE,
        last_trip=DISTANCE,
        ev_battery_plug=PLUG,
        ev_battery_capacity={"unit_of_measurement": "kWh"},
        ev_energy_capacity={"unit_of_measurement": "kWh"},
    )
    hass.states.async_set("sensor.ev_battery_capacity", "?", {"unit_of_measurement": "kWh"})
    hass.states.async_set("sensor.ev_energy_capacity", "72.6", {"unit_of_measurement": "kWh"})
    assert found_cars(hass) == [
        FoundCar(
            device_id=car,
            name="Ioniq",
            soc_entity="sensor.ev_battery_level",
            range_entity="sensor.ev_range",
            plugged_entity="binary_sensor.ev_battery_plug",
            battery_kwh=72.6,
        )
    ]


async def test_a_known_cars_battery_is_enough(hass: HomeAssistant) -> None:
    car = device(hass, "tessie", "Model 3", battery=BATTERY, energy_capacity={})
    hass.states.async_set("sensor.energy_capacity", "9999", {"unit_of_measurement": "kWh"})
    assert found_cars(hass) == [
        FoundCar(device_id=car, name="Model 3", soc_entity="sensor.battery")
    ]


async def test_a_car_of_an_unknown_integration_has_a_range_and_a_plug(hass: HomeAssistant) -> None:
    device(hass, "new_brand", "Two", battery=BATTERY, range=DISTANCE)
    device(
        hass,
        "new_brand",
        "one",
        soc=BATTERY,
        remaining_range=DISTANCE,
        charging_cable_connected=CONNECTED,
    )
    (car,) = found_cars(hass)
    assert (car.name, car.plugged_entity) == ("one", "binary_sensor.charging_cable_connected")


async def test_what_has_a_battery_and_is_no_car(hass: HomeAssistant) -> None:
    device(hass, "mobile_app", "Phone", battery=BATTERY, distance=DISTANCE, charger=PLUG)
    device(hass, "zha", "Lock", battery=BATTERY)
    device(hass, "tessie", "Powerwall", battery={**BATTERY, "unit_of_measurement": "V"})
    device(
        hass,
        "tessie",
        "Disabled",
        battery={**BATTERY, "disabled_by": er.RegistryEntryDisabler.USER},
    )
    assert found_cars(hass) == []
