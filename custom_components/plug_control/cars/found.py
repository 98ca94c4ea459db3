"""Find the cars of Home Assistant's own integrations: devices with a battery and a range or a plug."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
import re
from typing import Final

from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import ATTR_STATE_CLASS, SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, Platform, UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.device_layout import shown_name

CAR_INTEGRATIONS: Final = frozenset(
    {
        *("audiconnect", "bmw_connected_drive", "bmw_cardata", "bmw_cardata_ha", "byd_vehicle"),
        *("cupra_we_connect", "fordpass", "hyundai_kia_connect", "jlrincontrol", "kia_uvo"),
        *("leapmotor", "lucid", "lynkco", "mazda", "mazda_cs", "mbapi2020", "mg_saic", "myskoda"),
        *(
            "nissan_connect",
            "nissan_leaf",
            "onstar2mqtt",
            "polestar_api",
            "polestar_soc",
            "porscheconnect",
        ),
        *("psacc", "renault", "rivian", "saic", "skodaconnect", "smarthashtag"),
        *(
            "stellantis_vehicles",
            "subaru",
            "tesla_custom",
            "tesla_fleet",
            "teslamate",
            "teslemetry",
        ),
        *("tessie", "toyota", "volkswagencarnet", "volvo", "volvo2mqtt", "volvooncall"),
    }
)
"""Integrations whose devices with a battery are cars; those of others also need a range and a plug."""
NO_CARS: Final = frozenset({DOMAIN, "mobile_app", "icloud", "tile", "google_maps"})
"""Integrations whose devices have batteries and distances, and are no cars."""

_SMALL_BATTERY: Final = re.compile(r"12_?v|auxiliary|aux_|starter|low_voltage|key|tyre|tire")
_A_LIMIT: Final = re.compile(r"target|limit|minimum|maximum|_min_|_max_|arriv|departure")
_DRIVEN: Final = re.compile(r"odometer|mileage|trip|total|service|inspection|fuel|combustion")
_PLUG: Final = re.compile(r"plug|cable|connected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCar:
    """A device that is a car, with the entities that tell about it."""

    device_id: str
    name: str
    soc_entity: str
    range_entity: str | None = None
    plugged_entity: str | None = None
    battery_kwh: float | None = None


def found_cars(hass: HomeAssistant) -> list[FoundCar]:
    """Return the cars of the installed integrations, by name."""
    registry = er.async_get(hass)
    of_device: dict[str, list[er.RegistryEntry]] = {}
    for entity in registry.entities.values():
        if entity.device_id is not None and entity.disabled_by is None:
            of_device.setdefault(entity.device_id, []).append(entity)
    devices = dr.async_get(hass)
    found = [
        car
        for device_id, entities in of_device.items()
        if (device := devices.async_get(device_id)) is not None
        if (car := _car_of(hass, device, entities)) is not None
    ]
    return sorted(found, key=lambda car: car.name.casefold())


def _car_of(
    hass: HomeAssistant, device: dr.AnyDeviceEntry, entities: list[er.RegistryEntry]
) -> FoundCar | None:
    """Return the car that a device is; None: it is none."""
    platforms = {entity.platform for entity in entities}
    if platforms <= NO_CARS:
        return None
    entities = [entity for entity in entities if entity.platform not in NO_CARS]
    soc = _best(entities, _is_soc, ("state_of_charge", "soc", "battery_level", "battery"))
    range_entity = _best(entities, _is_range, ("range",))
    plugged = _best(entities, _is_plug, ("plug", "cable"))
    is_known = bool(platforms & CAR_INTEGRATIONS)
    if soc is None or not (is_known or (range_entity and plugged)):
        return None
    return FoundCar(
        device_id=device.id,
        name=shown_name(device),
        soc_entity=soc,
        range_entity=range_entity,
        plugged_entity=plugged,
        battery_kwh=_battery_kwh(hass, entities),
    )


def _best(
    entities: Iterable[er.RegistryEntry],
    fits: Callable[[er.RegistryEntry], bool],
    words: tuple[str, ...],
) -> str | None:
    """Return the entity that fits and whose name has the first of these words; None: none fits."""

    def rank(entity: er.RegistryEntry) -> tuple[int, int, str]:
        name = _name(entity)
        place = next((place for place, word in enumerate(words) if word in name), len(words))
        return place, len(name), entity.entity_id

    fitting = sorted(filter(fits, entities), key=rank)
    return fitting[0].entity_id if fitting else None


def _is_soc(entity: er.RegistryEntry) -> bool:
    is_battery = _device_class(entity) == SensorDeviceClass.BATTERY
    unit = entity.unit_of_measurement in {PERCENTAGE, None}
    name = _name(entity)
    return (
        entity.domain == Platform.SENSOR
        and is_battery
        and unit
        and not _SMALL_BATTERY.search(name)
        and not _A_LIMIT.search(name)
    )


def _is_range(entity: er.RegistryEntry) -> bool:
    is_distance = _device_class(entity) == SensorDeviceClass.DISTANCE
    counts_up = (entity.capabilities or {}).get(ATTR_STATE_CLASS) in {
        SensorStateClass.TOTAL,
        SensorStateClass.TOTAL_INCREASING,
    }
    is_driven = counts_up or _DRIVEN.search(_name(entity)) is not None
    return entity.domain == Platform.SENSOR and is_distance and not is_driven


def _is_plug(entity: er.RegistryEntry) -> bool:
    if entity.domain != Platform.BINARY_SENSOR:
        return False
    kind = _device_class(entity)
    if kind == BinarySensorDeviceClass.PLUG:
        return True
    named = _PLUG.search(_name(entity)) is not None
    return (
        named and kind in {BinarySensorDeviceClass.CONNECTIVITY, None} and "charg" in _name(entity)
    )


def _battery_kwh(hass: HomeAssistant, entities: Iterable[er.RegistryEntry]) -> float | None:
    """Return the battery's size by a sensor of the energy that it can store; None: there is none."""
    for entity in entities:
        if entity.domain != Platform.SENSOR or "capacity" not in _name(entity):
            continue
        state = hass.states.get(entity.entity_id)
        if (
            state is None
            or state.attributes.get("unit_of_measurement") != UnitOfEnergy.KILO_WATT_HOUR
        ):
            continue
        try:
            size_kwh = float(state.state)
        except ValueError:
            continue
        if 1 <= size_kwh <= 1000:
            return size_kwh
    return None


def _device_class(entity: er.RegistryEntry) -> str | None:
    return entity.device_class or entity.original_device_class


def _name(entity: er.RegistryEntry) -> str:
    """Return how an entity is called: its key and its object id, which the user may have changed."""
    return f"{entity.translation_key or ''} {entity.entity_id.partition('.')[2]}"
