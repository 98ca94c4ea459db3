"""Find the one charge point or connector that an action call names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import ChildDeviceEntry
from homeassistant.helpers.service import async_get_config_entry, async_get_device_and_config_entry

from custom_components.plug_control.const import CONF_CHARGE_POINT_ID, DOMAIN
from custom_components.plug_control.coordinator import (
    ChargePointCoordinator,
    PlugControlConfigEntry,
)
from custom_components.plug_control.device_layout import async_find_former
from custom_components.plug_control.entity import connector_of
from custom_components.plug_control.entry_settings import charge_point_subentries

ATTR_CONNECTOR_ID = "connector_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTarget:
    """The charge point or connector of an action call; `connector_id` is None if it names no connector."""

    coordinator: ChargePointCoordinator
    connector_id: int | None
    main_connector_id: int | None = None
    """The connector that shares the named device."""

    @property
    def charge_point_id(self) -> str:
        """The charge point's identity."""
        return self.coordinator.charge_point_id

    @property
    def only_connector_id(self) -> int | None:
        """The named connector, or else the charge point's only one, or else the one that shares the named device."""
        if self.connector_id is not None:
            return self.connector_id
        connectors = self.coordinator.charge_point.connectors
        return next(iter(connectors)) if len(connectors) == 1 else self.main_connector_id

    def at(self, connector_id: int) -> ServiceTarget:
        """Return the target that is this connector of the charge point."""
        return replace(self, connector_id=connector_id)

    def require_connector_id(self) -> int:
        """Return `only_connector_id`; raises ServiceValidationError if it is None."""
        if (connector_id := self.only_connector_id) is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="connector_needed",
                translation_placeholders={"charge_point": self.coordinator.name},
            )
        return connector_id


@callback
def async_get_target(hass: HomeAssistant, data: Mapping[str, Any]) -> ServiceTarget:
    """Return the one target that an action call names; raises ServiceValidationError if it names none or several."""
    targets = list(_targets(hass, data))
    if not targets:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_target")
    coordinators = [target.coordinator for target in targets]
    if any(coordinator is not coordinators[0] for coordinator in coordinators):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="several_charge_points",
            translation_placeholders={"charge_points": _names(coordinators)},
        )
    connector_ids = {each.connector_id for each in targets} | {data.get(ATTR_CONNECTOR_ID)}
    connector_ids.discard(None)
    if len(connector_ids) > 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="several_connectors",
            translation_placeholders={
                "charge_point": coordinators[0].name,
                "connectors": ", ".join(map(str, sorted(filter(None, connector_ids)))),
            },
        )
    return ServiceTarget(
        coordinator=coordinators[0],
        connector_id=next(iter(connector_ids), None),
        main_connector_id=next(filter(None, (each.main_connector_id for each in targets)), None),
    )


@callback
def async_get_target_or_entity(hass: HomeAssistant, data: Mapping[str, Any]) -> ServiceTarget:
    """Return the target of a websocket command: of its device or of one of its entities; raises ServiceValidationError."""
    entity = er.async_get(hass).async_get(data.get(ATTR_ENTITY_ID, ""))
    device_id = data.get(ATTR_DEVICE_ID) if entity is None else entity.device_id
    target = async_get_target(hass, {ATTR_DEVICE_ID: [device_id]} if device_id else {})
    key = None if entity is None else connector_of(entity.unique_id)
    return target if key is None else target.at(key[1])


@callback
def async_get_optional_target(hass: HomeAssistant, data: Mapping[str, Any]) -> ServiceTarget | None:
    """Return the target that an action call names, None if it names none; raises ServiceValidationError for several."""
    named = data.get(ATTR_DEVICE_ID) or data.get(CONF_CHARGE_POINT_ID)
    return async_get_target(hass, data) if named else None


@callback
def async_loaded_entries(hass: HomeAssistant) -> list[PlugControlConfigEntry]:
    """Return the loaded config entries; raises ServiceValidationError if there are none."""
    if not (entries := hass.config_entries.async_loaded_entries(DOMAIN)):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_loaded")
    return entries


def _targets(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterator[ServiceTarget]:
    for device_id in data.get(ATTR_DEVICE_ID, ()):
        yield _target_of_device(hass, device_id)
    if (charge_point_id := data.get(CONF_CHARGE_POINT_ID)) is not None:
        yield from _targets_of_identity(hass, charge_point_id)


def _target_of_device(hass: HomeAssistant, device_id: str) -> ServiceTarget:
    """Return the target of a device; a merged connector device still stands for its connector."""
    former = async_find_former(hass, device_id)
    device, entry = async_get_device_and_config_entry(
        hass, DOMAIN, device_id if former is None else former.id
    )
    identifier = next(value for domain, value in device.identifiers if domain == DOMAIN)
    if isinstance(device, ChildDeviceEntry):
        charge_point_id, _, connector_id = identifier.rpartition("#")
        return ServiceTarget(
            coordinator=_coordinator(entry, charge_point_id), connector_id=int(connector_id)
        )
    coordinator = _coordinator(entry, identifier)
    main = coordinator.main_connector or None
    return ServiceTarget(
        coordinator=coordinator,
        connector_id=None if former is None else main,
        main_connector_id=main,
    )


def _targets_of_identity(hass: HomeAssistant, charge_point_id: str) -> Iterator[ServiceTarget]:
    """Yield the charge point of that identity for each config entry that has it; raises ServiceValidationError."""
    entries = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if charge_point_id in dict(charge_point_subentries(entry))
    ]
    if not entries:
        raise _unknown(charge_point_id)
    for entry in entries:
        loaded = async_get_config_entry(hass, DOMAIN, entry.entry_id)
        yield ServiceTarget(coordinator=_coordinator(loaded, charge_point_id), connector_id=None)


def _coordinator(entry: PlugControlConfigEntry, charge_point_id: str) -> ChargePointCoordinator:
    if (coordinator := entry.runtime_data.coordinators.get(charge_point_id)) is None:
        raise _unknown(charge_point_id)
    return coordinator


def _unknown(charge_point_id: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_charge_point",
        translation_placeholders={"charge_point": charge_point_id},
    )


def _names(coordinators: Iterable[ChargePointCoordinator]) -> str:
    return ", ".join(sorted({coordinator.name for coordinator in coordinators}))
