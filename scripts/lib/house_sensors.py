"""The YAML configuration with which the demo's Home Assistant reads the simulated house."""

from dataclasses import dataclass

POLL_S = 5
PRICES_POLL_S = 60
UNIQUE_ID_PREFIX = "simulated_house_"

type Yaml = dict[str, object]

_MEASUREMENT = {"state_class": "measurement"}
POWER: Yaml = {"device_class": "power", "unit_of_measurement": "W", **_MEASUREMENT}
CURRENT: Yaml = {"device_class": "current", "unit_of_measurement": "A", **_MEASUREMENT}
ENERGY: Yaml = {
    "device_class": "energy",
    "unit_of_measurement": "kWh",
    "state_class": "total_increasing",
}


@dataclass(frozen=True, slots=True)
class HouseSensor:
    """A sensor of the house's reading `key`, and its further configuration (`traits`)."""

    key: str
    name: str
    traits: Yaml


METERS = (
    HouseSensor("grid_power", "Grid power", POWER | {"icon": "mdi:transmission-tower"}),
    HouseSensor("solar_power", "Solar power", POWER | {"icon": "mdi:solar-power"}),
    HouseSensor("house_power", "House power", POWER | {"icon": "mdi:home-lightning-bolt"}),
    HouseSensor("grid_current_l1", "Grid current L1", CURRENT),
    HouseSensor("grid_current_l2", "Grid current L2", CURRENT),
    HouseSensor("grid_current_l3", "Grid current L3", CURRENT),
    HouseSensor("solar_energy", "Solar energy", ENERGY),
    HouseSensor("grid_import", "Grid import", ENERGY),
    HouseSensor("grid_export", "Grid export", ENERGY),
    HouseSensor("battery_power", "Battery power", POWER | {"icon": "mdi:home-battery"}),
    HouseSensor(
        "battery_charge",
        "Battery charge",
        {"device_class": "battery", "unit_of_measurement": "%", **_MEASUREMENT},
    ),
    HouseSensor("battery_mode", "Battery mode", {"icon": "mdi:home-battery-outline"}),
    HouseSensor("clock", "House clock", {"icon": "mdi:clock-outline"}),
)


def entity_id(key: str) -> str:
    """Return the entity id that Home Assistant generates from the sensor's name."""
    names = {sensor.key: sensor.name for sensor in METERS} | {"price": "Electricity price"}
    return f"sensor.{names[key].lower().replace(' ', '_')}"


def rest(house_port: int, poll_s: int, currency: str) -> list[Yaml]:
    """Return the configuration of Home Assistant's `rest` integration for the house on 127.0.0.1:`house_port`."""
    price: Yaml = {
        "unit_of_measurement": f"{currency}/kWh",
        "icon": "mdi:cash",
        "json_attributes": ["raw_today", "raw_tomorrow"],
        **_MEASUREMENT,
    }
    url = f"http://127.0.0.1:{house_port}"
    return [
        {
            "resource": f"{url}/meters",
            "scan_interval": poll_s,
            "sensor": [_sensor(sensor) for sensor in METERS],
        },
        {
            "resource": f"{url}/prices",
            "scan_interval": PRICES_POLL_S,
            "sensor": [_sensor(HouseSensor("price", "Electricity price", price))],
        },
    ]


BATTERY_HOLD = "switch.battery_hold"
"""What holds the house's battery, as the switch of a battery's integration does."""


def battery_commands(house_port: int) -> dict[str, Yaml]:
    """Return the commands that hold and release the battery of the house on 127.0.0.1:`house_port`."""
    return {
        f"battery_{word}": {"url": f"http://127.0.0.1:{house_port}/battery/{word}", "method": "get"}
        for word in ("hold", "release")
    }


def battery_switch() -> Yaml:
    """Return the switch that does so."""
    return {
        "name": "Battery hold",
        "unique_id": f"{UNIQUE_ID_PREFIX}battery_hold",
        "state": f"{{{{ is_state('{entity_id('battery_mode')}', 'held') }}}}",
        "availability": f"{{{{ has_value('{entity_id('battery_mode')}') }}}}",
        "turn_on": [{"action": "rest_command.battery_hold"}],
        "turn_off": [{"action": "rest_command.battery_release"}],
    }


def _sensor(sensor: HouseSensor) -> Yaml:
    return {
        "name": sensor.name,
        "unique_id": f"{UNIQUE_ID_PREFIX}{sensor.key}",
        "value_template": f"{{{{ value_json.{sensor.key} }}}}",
        **sensor.traits,
    }
