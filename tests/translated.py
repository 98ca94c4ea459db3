"""The integration's texts and descriptions, for the tests of translations and icons."""

from collections.abc import Iterator
from functools import cache
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.helpers.entity import EntityDescription
import yaml

from custom_components.plug_control import (
    binary_sensor,
    button,
    event,
    number,
    select,
    sensor,
    switch,
    time,
    update,
)
from custom_components.plug_control.entities import (
    back_end_sensors,
    car_select,
    car_sensors,
    charging_sensors,
    meter_sensors,
    month_sensors,
)
from scripts.lib.languages import REQUIRED

FOLDER = Path(sensor.__file__).parent
LANGUAGES = sorted(REQUIRED)
"""The languages that have every text."""
PLACEHOLDER = re.compile(r"{(\w+)}")

type Json = dict[str, Any]

CHARGE_POINT: dict[str, tuple[EntityDescription, ...]] = {
    "binary_sensor": binary_sensor.CHARGE_POINT_SENSORS,
    "button": (*button.CHARGE_POINT_BUTTONS, button.GET_LOG),
    "event": (event.CARD, event.CHECK_UP, event.VENDOR_MESSAGE, event.SECURITY_EVENT),
    "sensor": (sensor.CHECK_UP, sensor.LAST_SEEN, sensor.LATENCY, *sensor.CHARGE_POINT_SENSORS),
    "switch": switch.CHARGE_POINT_SWITCHES,
    "update": (update.FIRMWARE,),
}
CONNECTOR: dict[str, tuple[EntityDescription, ...]] = {
    "binary_sensor": binary_sensor.CONNECTOR_SENSORS,
    "button": button.CONNECTOR_BUTTONS,
    "event": (event.SESSION,),
    "number": (
        number.MAXIMUM_CURRENT,
        number.MINIMUM_CURRENT,
        number.PRICE_LIMIT,
        *number.WISH_NUMBERS,
    ),
    "select": (*select.CONNECTOR_SELECTS, car_select.CAR_AT_CONNECTOR),
    "sensor": (
        sensor.SESSION_DURATION,
        sensor.ID_TAG,
        sensor.STATUS,
        *sensor.CONNECTOR_SENSORS,
        *sensor.SESSION_SENSORS,
        *meter_sensors.ALL_METER_SENSORS,
        *meter_sensors.STATION_METER_SENSORS,
        *charging_sensors.CHARGING_SENSORS,
        *month_sensors.MONTH_SENSORS,
    ),
    "switch": (*switch.CONNECTOR_SWITCHES, *switch.WISH_SWITCHES),
    "time": time.CONNECTOR_TIMES,
}
"""The descriptions of the entities of a connector by platform, as CHARGE_POINT has those of a charge point."""

CAR: dict[str, tuple[EntityDescription, ...]] = {
    "binary_sensor": (binary_sensor.CAR_CHARGING,),
    "sensor": (*car_sensors.CAR_SENSORS, car_sensors.NEXT_PLAN),
}
"""The descriptions of the entities of a car."""

BACK_END: dict[str, tuple[EntityDescription, ...]] = {
    "binary_sensor": (binary_sensor.BACK_END_CONNECTED,),
    "event": (event.BACK_END,),
    "sensor": (
        back_end_sensors.QUEUE,
        back_end_sensors.REFUSED,
        back_end_sensors.LAST_DELIVERED,
    ),
    "switch": (switch.BACK_END_PAUSE,),
}
"""The descriptions of the entities of a back end."""

SITE: dict[str, tuple[EntityDescription, ...]] = {
    "binary_sensor": (
        binary_sensor.BATTERY_HELD,
        binary_sensor.GRID_LIMIT,
        binary_sensor.MAY_RUN,
    )
}
"""The descriptions of the entities of the site."""


def described() -> Iterator[tuple[str, EntityDescription]]:
    """Yield every entity description with its platform."""
    for table in (CHARGE_POINT, CONNECTOR, CAR, BACK_END, SITE):
        for platform, descriptions in table.items():
            for description in descriptions:
                yield platform, description


def texts(language: str) -> Json:
    """Return the translations of a language."""
    loaded: Json = json.loads((FOLDER / "translations" / f"{language}.json").read_text())
    return loaded


def icons() -> Json:
    """Return the icons of icons.json."""
    loaded: Json = json.loads((FOLDER / "icons.json").read_text())
    return loaded


@cache
def services() -> Json:
    """Return the actions of services.yaml."""
    loaded: Json = yaml.load((FOLDER / "services.yaml").read_text(), yaml.CSafeLoader)
    return loaded


def flat(tree: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted path and the text of every leaf of a tree."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
