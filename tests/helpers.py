"""Helpers of the Home Assistant tests: a config entry that listens on a free port, and scripted charge points."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryData
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_CONNECTORS,
    CONF_ID_TAG,
    DOMAIN,
    SUBENTRY_CAR,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.entry_settings import charge_point_unique_id, id_tag_unique_id
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

HOST = "127.0.0.1"
CHARGE_POINT_ID = "CP-1"
CHARGE_POINT_NAME = "Garage"
ID_TAG = "04A1B2C3D4E580"
ID_TAG_NAME = "Anna"

TIMEOUT_S = 30.0

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "ChangeConfiguration": {"status": "Accepted"},
    "ClearChargingProfile": {"status": "Accepted"},
    "SetChargingProfile": {"status": "Accepted"},
    "TriggerMessage": {"status": "Accepted"},
}
"""A charge point's answers to the requests after its boot."""


def charge_point_data(
    charge_point_id: str = CHARGE_POINT_ID, name: str = CHARGE_POINT_NAME, **data: Any
) -> ConfigSubentryData:
    """Return a `charge_point` subentry; `data` are its other settings."""
    return ConfigSubentryData(
        data={CONF_CHARGE_POINT_ID: charge_point_id, **data},
        subentry_type=SUBENTRY_CHARGE_POINT,
        title=name,
        unique_id=charge_point_unique_id(charge_point_id),
    )


def id_tag_data(id_tag: str = ID_TAG, name: str = ID_TAG_NAME, **data: Any) -> ConfigSubentryData:
    """Return an `id_tag` subentry; `data` are its other settings."""
    return ConfigSubentryData(
        data={CONF_ID_TAG: id_tag, **data},
        subentry_type=SUBENTRY_ID_TAG,
        title=name,
        unique_id=id_tag_unique_id(id_tag),
    )


def car_data(name: str = "Ioniq", **data: Any) -> ConfigSubentryData:
    """Return a `car` subentry, by default at the charge point's first connector; `data` are its settings."""
    return ConfigSubentryData(
        data={CONF_CONNECTORS: [f"{CHARGE_POINT_ID}#1"], **data},
        subentry_type=SUBENTRY_CAR,
        title=name,
        unique_id=None,
    )


def car_id_of(entry: MockConfigEntry, name: str = "Ioniq") -> str:
    """Return the id of a car by its name."""
    return next(
        each.subentry_id
        for each in entry.get_subentries_of_type(SUBENTRY_CAR)
        if each.title == name
    )


async def set_up(
    hass: HomeAssistant,
    *subentries: ConfigSubentryData,
    options: Mapping[str, Any] | None = None,
    port: int = 0,
) -> MockConfigEntry:
    """Return a loaded config entry that listens on 127.0.0.1, on any free port if `port` is 0."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Plug Control",
        data={CONF_HOST: HOST, CONF_PORT: port},
        options=options or {},
        subentries_data=subentries,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    """Return the present state of `entry`; type checkers assume that the attribute never changes."""
    return entry.state


def coordinator_of(
    entry: MockConfigEntry, charge_point_id: str = CHARGE_POINT_ID
) -> ChargePointCoordinator:
    """Return the coordinator of a charge point of `entry`."""
    coordinator: ChargePointCoordinator = entry.runtime_data.coordinators[charge_point_id]
    return coordinator


def scripted(
    entry: MockConfigEntry, charge_point_id: str = CHARGE_POINT_ID, **options: Any
) -> ScriptedChargePoint:
    """Return an unconnected charge point for `entry` that answers the requests after its boot."""
    port = entry.runtime_data.central_system.port
    charge_point = ScriptedChargePoint(
        f"ws://{HOST}:{port}/{quote(charge_point_id, safe='')}", **options
    )
    for action, answer in ANSWERS.items():
        charge_point.auto_reply(action, answer)
    tell_connectors(charge_point, 1)
    return charge_point


def over_tls(
    entry: MockConfigEntry, charge_point_id: str = CHARGE_POINT_ID, **options: Any
) -> ScriptedChargePoint:
    """Return an unconnected charge point for `entry` that dials wss:// with the TLS settings `tls`."""
    charge_point = scripted(entry, charge_point_id, **options)
    charge_point.url = charge_point.url.replace("ws:", "wss:", 1)
    return charge_point


def tell_connectors(charge_point: ScriptedChargePoint, number: int) -> None:
    """Let the charge point report its number of connectors."""
    key: Json = {"key": "NumberOfConnectors", "readonly": True, "value": str(number)}
    charge_point.auto_reply("GetConfiguration", {"configurationKey": [key], "unknownKey": []})


def devices_of(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, dr.AnyDeviceEntry]:
    """Return the devices of `entry`, connectors included, by identifier."""
    registry = dr.async_get(hass)
    devices: list[dr.AnyDeviceEntry] = [
        *dr.async_entries_for_config_entry(registry, entry.entry_id),
        *dr.async_child_entries_for_config_entry(registry, entry.entry_id),
    ]
    return {next(iter(device.identifiers))[1]: device for device in devices}


async def status(
    charge_point: ScriptedChargePoint, status: str = "Available", connector_id: int = 1
) -> None:
    """Send a StatusNotification."""
    await charge_point.call(
        "StatusNotification",
        {"connectorId": connector_id, "errorCode": "NoError", "status": status},
    )


async def until(condition: Callable[[], object], timeout: float = TIMEOUT_S) -> None:
    """Wait until `condition` holds; raises TimeoutError."""
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.005)
