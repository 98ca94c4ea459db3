"""Migrate config entries of earlier versions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, CONF_PASSWORD
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.plug_control.const import (
    CONF_BATTERY_CAPACITY,
    CONF_BEGINS,
    CONF_CONNECTORS,
    CONF_FEED_IN_PRICES,
    CONF_MAIN_CONNECTOR,
    CONF_PRICE,
    CONF_PRICES,
    CONF_SITE,
    CONF_SOC_ENTITY,
    CONF_TARIFFS,
    SUBENTRY_CAR,
)
from custom_components.plug_control.device_layout import (
    NO_CONNECTOR,
    async_rename_child,
    charge_point_identifier,
    connector_name,
    former_identifier,
    shown_name,
)
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.connector import name_of
from custom_components.plug_control.security.passwords import hash_password, is_hash
from custom_components.plug_control.site.price_reader import unit_scale
from custom_components.plug_control.site.tariffs import ALWAYS
from custom_components.plug_control.texts.languages import words_in

_FEED_IN_PRICE = "feed_in_price"
"""The former option of the site."""

VERSION = 4
"""The entry's version. 1: every connector has a device of its own. 2: a charge point's only connector shares its device.
3: passwords are kept as hashes. 3.2: what feeding in pays is a tariff with a beginning, in the currency's main unit.
4: the cars of connectors are subentries of their own."""
MINOR_VERSION = 1
"""Its minor version."""


async def async_migrate(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Migrate `entry` to VERSION; Home Assistant itself refuses one of a newer version."""
    if entry.version < 2:
        for charge_point_id, subentry in [*charge_point_subentries(entry)]:
            _migrate_devices(hass, entry, charge_point_id, subentry)
    if entry.version < 3:
        for _, subentry in [*charge_point_subentries(entry)]:
            await _async_hash_password(hass, entry, subentry)
    before = (entry.version, entry.minor_version)
    if before < (3, 2):
        _migrate_feed_in_price(hass, entry)
    if entry.version < 4:
        _move_cars(hass, entry)
    if before < (VERSION, MINOR_VERSION):
        hass.config_entries.async_update_entry(entry, version=VERSION, minor_version=MINOR_VERSION)


@callback
def _migrate_feed_in_price(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Make a tariff of what feeding in pays; it was in the unit of the first price entity that has one."""
    site = dict(entry.options.get(CONF_SITE, {}))
    if (price := site.pop(_FEED_IN_PRICE, None)) is None:
        return
    told = (_unit(hass, entity_id) for entity_id in site.get(CONF_PRICES, ()))
    price = round(float(price) * unit_scale(next((unit for unit in told if unit), None)), 6)
    tariffs = dict(entry.options.get(CONF_TARIFFS, {}))
    if price:
        feed_in = {CONF_BEGINS: ALWAYS.isoformat(), CONF_PRICE: price}
        tariffs.setdefault(CONF_FEED_IN_PRICES, [feed_in])
    options = {**entry.options, CONF_SITE: site, CONF_TARIFFS: tariffs}
    hass.config_entries.async_update_entry(entry, options=options)


def _unit(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return an entity's unit by its state, or else by the registry: during the start many have no state yet."""
    state, entity = hass.states.get(entity_id), er.async_get(hass).async_get(entity_id)
    told = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) if state is not None else None
    return told or (entity.unit_of_measurement if entity is not None else None)


async def _async_hash_password(
    hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry
) -> None:
    """Keep the hash of a charge point's password in place of its clear text."""
    password = subentry.data.get(CONF_PASSWORD)
    if password is None or is_hash(password):
        return
    stored = await hass.async_add_executor_job(hash_password, password)
    data = {**subentry.data, CONF_PASSWORD: stored}
    hass.config_entries.async_update_subentry(entry, subentry, data=data)


@callback
def _migrate_devices(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, subentry: ConfigSubentry
) -> None:
    """Merge an only connector's device into the charge point's; name several connectors' devices after it."""
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier(
        charge_point_identifier(charge_point_id), entry.entry_id
    )
    if device is None:
        return
    children = {
        _connector_id(child): child
        for child in dr.async_entries_for_parent_device(registry, device.id)
    }
    if not children:
        return
    if len(children) == 1:
        main, child = next(iter(children.items()))
        _merge(hass, device, child)
    else:
        main = NO_CONNECTOR
        for connector_id, child in children.items():
            async_rename_child(hass, child, connector_name(shown_name(device), connector_id))
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, CONF_MAIN_CONNECTOR: main}
    )


def _connector_id(child: dr.ChildDeviceEntry) -> int:
    identifier = next(iter(child.identifiers))[1]
    return int(identifier.rpartition("#")[2])


@callback
def _merge(hass: HomeAssistant, device: dr.DeviceEntry, child: dr.ChildDeviceEntry) -> None:
    """Move everything from `child` to `device`, store the former id, and remove `child`."""
    registry, entities = dr.async_get(hass), er.async_get(hass)
    for entity in er.async_entries_for_device(entities, child.id, include_disabled_entities=True):
        _move(entities, entity, device, child)
    registry.async_update_device(
        device.id,
        area_id=device.area_id or child.area_id,
        labels=device.labels | child.labels,
        new_identifiers=device.identifiers | {former_identifier(child.id)},
    )
    registry.async_remove_device(child.id)


def _move(
    entities: er.EntityRegistry,
    entity: er.RegistryEntry,
    device: dr.DeviceEntry,
    child: dr.ChildDeviceEntry,
) -> None:
    """Move an entity to the charge point's device; it stays in its area, and disabled if it was."""
    area_id, disabled_by = entity.area_id, entity.disabled_by
    if (
        area_id is None
        and device.area_id is not None
        and child.area_id not in (None, device.area_id)
    ):
        area_id = child.area_id
    if disabled_by is er.RegistryEntryDisabler.DEVICE and not device.disabled:
        disabled_by = er.RegistryEntryDisabler.USER
    entities.async_update_entity(
        entity.entity_id, device_id=device.id, area_id=area_id, disabled_by=disabled_by
    )


# ---- cars

_OF_A_CAR = (CONF_SOC_ENTITY, CONF_BATTERY_CAPACITY)
"""What connectors said of the car that they mostly charged."""


@callback
def _move_cars(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Make a car of what each connector says of one, with that connector as its default; one sensor is one car's."""
    cars: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    for charge_point_id, subentry in [*charge_point_subentries(entry)]:
        connectors: Mapping[str, Mapping[str, Any]] = subentry.data.get(CONF_CONNECTORS, {})
        for number, stored in connectors.items():
            told = {key: stored[key] for key in _OF_A_CAR if stored.get(key) is not None}
            if not told:
                continue
            key = name_of((charge_point_id, int(number)))
            sensor = told.get(CONF_SOC_ENTITY)
            car = cars.setdefault(sensor or key, {CONF_CONNECTORS: []})
            cars[sensor or key] = {**told, **car, CONF_CONNECTORS: [*car[CONF_CONNECTORS], key]}
            place = subentry.title if len(connectors) == 1 else f"{subentry.title} {number}"
            names.setdefault(sensor or key, _car_name(hass, sensor, place))
        if any(key in stored for stored in connectors.values() for key in _OF_A_CAR):
            kept = {
                number: {key: value for key, value in stored.items() if key not in _OF_A_CAR}
                for number, stored in connectors.items()
            }
            data = {**subentry.data, CONF_CONNECTORS: kept}
            hass.config_entries.async_update_subentry(entry, subentry, data=data)
    taken = {each.title for each in entry.get_subentries_of_type(SUBENTRY_CAR)}
    for of, car in cars.items():
        title = _free_name(names[of], taken)
        taken.add(title)
        hass.config_entries.async_add_subentry(
            entry,
            ConfigSubentry(
                data=MappingProxyType(car), subentry_type=SUBENTRY_CAR, title=title, unique_id=None
            ),
        )


def _car_name(hass: HomeAssistant, sensor: str | None, place: str) -> str:
    """Return the name of the device that has a car's sensor, else "Car of Garage"."""
    entity = er.async_get(hass).async_get(sensor) if sensor else None
    device = dr.async_get(hass).async_get(entity.device_id) if entity and entity.device_id else None
    name = shown_name(device) if device is not None else ""
    return name or words_in(hass.config.language, "cars")["car_of"].format(name=place)


def _free_name(name: str, taken: set[str]) -> str:
    """Return the name, with a number if another car has it."""
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)
