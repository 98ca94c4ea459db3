"""Which devices a charge point has: one with its only connector, or a child device for each of several."""

from collections.abc import Collection
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_registry import COMPUTED_NAME

from .const import DOMAIN
from .model.connector import name_of

type Identifier = tuple[str, str]

NO_CONNECTOR: Final = 0
"""The main connector of a charge point whose connectors each have a device of their own."""
LAYOUT_WAIT_S: Final = 10.0
"""How long further connectors may follow the first one, if the charge point does not report how many it has."""
_FORMER: Final = f"{DOMAIN}.former_device"


def main_connector(heard: Collection[int], told: int | None, *, waited: bool) -> int | None:
    """Return the connector that shares the charge point's device; NO_CONNECTOR for none, None while undecided.

    `heard` are the connectors that reported, `told` is NumberOfConnectors, `waited` says whether LAYOUT_WAIT_S are over.
    """
    if not heard:
        return None
    if len(heard) > 1 or (told is not None and told > 1):
        return NO_CONNECTOR
    return next(iter(heard)) if told == 1 or waited else None


def charge_point_identifier(charge_point_id: str) -> Identifier:
    """Return the device identifier of a charge point."""
    return DOMAIN, charge_point_id


def connector_identifier(charge_point_id: str, connector_id: int) -> Identifier:
    """Return the device identifier of a connector's child device."""
    return DOMAIN, name_of((charge_point_id, connector_id))


def car_identifier(car_id: str) -> Identifier:
    """Return the device identifier of a car, by the id of its subentry."""
    return DOMAIN, f"car_{car_id}"


def back_end_identifier(back_end_id: str) -> Identifier:
    """Return the device identifier of a back end, by the id of its subentry."""
    return DOMAIN, f"back_end_{back_end_id}"


def site_identifier(entry_id: str) -> Identifier:
    """Return the device identifier of the site of a config entry."""
    return DOMAIN, f"site_{entry_id}"


def former_identifier(device_id: str) -> Identifier:
    """Return the identifier that a charge point's device gets for a child device merged into it."""
    return _FORMER, device_id


def former_device_ids(device: dr.AnyDeviceEntry) -> list[str]:
    """Return the ids of the child devices that were merged into a charge point's device."""
    return sorted(value for kind, value in device.identifiers if kind == _FORMER)


@callback
def async_find_former(hass: HomeAssistant, device_id: str) -> dr.DeviceEntry | None:
    """Return the charge point's device that a child device of this id was merged into; None if there is none."""
    devices = dr.async_get(hass).async_get_devices(identifiers={former_identifier(device_id)})
    return devices[0] if devices else None


def connector_name(charge_point_name: str, connector_id: int) -> str:
    """Return the name of a connector's child device."""
    return f"{charge_point_name} {connector_id}"


def shown_name(device: dr.AnyDeviceEntry) -> str:
    """Return a device's name: the user's, or else the integration's."""
    return device.name_by_user or device.name or ""


@callback
def async_rename_child(hass: HomeAssistant, child: dr.ChildDeviceEntry, name: str) -> None:
    """Rename a connector's child device, and the aliases of its entities that are made from its name."""
    if child.name == name:
        return
    registry = er.async_get(hass)
    entities = er.async_entries_for_device(registry, child.id, include_disabled_entities=True)
    dr.async_get(hass).async_update_child_device(child.id, name=name)
    for entity in entities:
        old, new = f"{child.name} {entity.original_name}", f"{name} {entity.original_name}"
        if old in entity.aliases:
            aliases = [new if alias == old else alias for alias in entity.aliases]
            registry.async_update_entity(entity.entity_id, aliases=aliases)


@callback
def async_name_for_assist(hass: HomeAssistant, entity: er.RegistryEntry) -> None:
    """Add the alias "Garage 2 Charge" to an entity of "Garage 2": Assist's own name for it is "Garage Garage 2 Charge"."""
    registry = dr.async_get(hass)
    device = registry.async_get(entity.device_id) if entity.device_id else None
    if not isinstance(device, dr.ChildDeviceEntry) or entity.aliases != [COMPUTED_NAME]:
        return
    parent = registry.async_get(device.parent_device_id)
    if parent is not None and shown_name(device).startswith(shown_name(parent)):
        name = f"{shown_name(device)} {entity.name or entity.original_name}"
        er.async_get(hass).async_update_entity(entity.entity_id, aliases=[COMPUTED_NAME, name])
