"""Diagnostics: settings, state and last frames of each charge point, redacted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry, ChildDeviceEntry

from .back_ends.back_ends import BackEnds
from .cars.options import CarOptions
from .central_system.ledger.ledger import SessionFilter
from .central_system.wire import KeptFrame
from .const import CONF_FORMATS, CONF_LAYOUT, SUBENTRY_DOCUMENT
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .device_layout import back_end_identifier
from .model.connector import name_of
from .redaction import Redactor
from .relay.settings import BackEndSettings


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: PlugControlConfigEntry
) -> dict[str, Any]:
    """Return settings, state and frames of the central system and all its charge points, redacted."""
    central_system = entry.runtime_data.central_system
    redactor = _redactor(entry)
    return {
        "smart_charging": await _smart_charging(hass, entry, redactor),
        "central_system": {
            "settings": redactor.redact(central_system.settings),
            "listening": central_system.is_listening,
            "counters": redactor.redact(central_system.counters),
        },
        "cards": redactor.redact(entry.runtime_data.id_tags),
        "cars": [_car(entry, car, redactor) for car in entry.runtime_data.cars.all],
        "documents": _documents(entry),
        "back_ends": _back_ends(entry, redactor),
        "unknown_charge_points": redactor.redact(list(central_system.unknown.values())),
        "charge_points": [
            await _charge_point(coordinator, redactor)
            for coordinator in entry.runtime_data.coordinators.values()
        ],
    }


def _back_ends(entry: PlugControlConfigEntry, redactor: Redactor) -> list[dict[str, Any]]:
    """Return the back ends with settings, state and the last frames both ways, redacted."""
    back_ends = entry.runtime_data.back_ends
    return [_back_end(back_ends, settings, redactor) for settings in back_ends.all]


def _back_end(back_ends: BackEnds, settings: BackEndSettings, redactor: Redactor) -> dict[str, Any]:
    """Return a back end with settings, state and the last frames both ways, redacted."""
    state = back_ends.state(settings.back_end_id)
    links = {} if state is None else state.links
    return {
        # Paths are no JSON, and identities as keys would be one after they are redacted.
        "settings": redactor.redact(replace(settings, roots=None, certificate=None, identities={})),
        "own_authorities": settings.roots is not None,
        "own_certificate": settings.certificate is not None,
        "other_identities": len(settings.identities),
        "state": None if state is None else redactor.redact(replace(state, links={})),
        "charge_points": [
            {
                "state": redactor.redact(link),
                "frames": _frames(
                    back_ends.frames(settings.back_end_id, charge_point_id), redactor
                ),
            }
            for charge_point_id, link in links.items()
        ],
    }


def _frames(frames: Iterable[KeptFrame], redactor: Redactor) -> list[dict[str, Any]]:
    return [
        {
            "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
            "direction": direction.value,
            "frame": redactor.frame(text),
        }
        for at, direction, text in frames
    ]


def _documents(entry: PlugControlConfigEntry) -> dict[str, Any]:
    """Return the kept documents without names, and what is made each month."""
    return {
        "kept": [
            {
                "layout": document.layout,
                "format": document.format,
                "start": document.start.isoformat(),
                "made_at": document.made_at.isoformat(),
                "size": document.size,
                "sessions": document.sessions,
                "is_monthly": document.order is not None,
                "announced": document.announced,
            }
            for document in entry.runtime_data.documents.kept
        ],
        "monthly": [
            {key: order.data.get(key) for key in (CONF_LAYOUT, CONF_FORMATS)}
            for order in entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
        ],
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: PlugControlConfigEntry, device: AnyDeviceEntry
) -> dict[str, Any]:
    """Return settings, state and frames of the charge point or the back end of `device`, redacted; empty for another device."""
    back_ends = entry.runtime_data.back_ends
    for settings in back_ends.all:
        if back_end_identifier(settings.back_end_id) in device.identifiers:
            return _back_end(back_ends, settings, _redactor(entry))
    device_id = device.parent_device_id if isinstance(device, ChildDeviceEntry) else device.id
    for coordinator in entry.runtime_data.coordinators.values():
        if coordinator.device_id == device_id:
            return await _charge_point(coordinator, _redactor(entry))
    return {}


async def _smart_charging(
    hass: HomeAssistant, entry: PlugControlConfigEntry, redactor: Redactor
) -> dict[str, Any]:
    """Return the wishes and the log of the last hours' decisions, with charge points as their place in the list.

    A charge point that was removed since is named "removed" and a number.
    """
    data = entry.runtime_data
    places = {identity: str(place) for place, identity in enumerate(data.coordinators, start=1)}
    configured = len(places)

    def alias(name: str) -> str:
        charge_point_id, hash_sign, connector_id = name.rpartition("#")
        if not hash_sign:
            return name
        removed = f"removed {len(places) - configured + 1}"
        return f"{places.setdefault(charge_point_id, removed)}#{connector_id}"

    controller = data.controller
    # In the executor, since there may be thousands of rows.
    log = await hass.async_add_executor_job(controller.log.export, alias)
    return {
        "site": redactor.redact(controller.site),
        "wishes": {
            alias(name): redactor.redact(wishes) for name, wishes in controller.wishes().items()
        },
        "changes": controller.changes.export(alias),
        "grid_signal": controller.signal.export(alias),
        **log,
    }


def _car(entry: PlugControlConfigEntry, car: CarOptions, redactor: Redactor) -> dict[str, Any]:
    """Return a car's settings, and what told that it is plugged in; None: it is not."""
    cars = entry.runtime_data.cars
    key = cars.place_of(car.car_id)
    found = cars.recognised(key) if key is not None else None
    connectors = [name_of(each) for each in sorted(car.connectors)]
    return {
        **redactor.redact(replace(car, connectors=frozenset())),
        "connectors": redactor.redact(connectors),
        "recognised_by": found.by if found is not None else None,
    }


async def _charge_point(coordinator: ChargePointCoordinator, redactor: Redactor) -> dict[str, Any]:
    central_system = coordinator.central_system
    latest = await central_system.ledger.page(
        SessionFilter(charge_point_id=coordinator.charge_point_id), limit=10, newest_first=True
    )
    return {
        "settings": redactor.redact(coordinator.settings),
        "state": redactor.redact(coordinator.charge_point),
        "startup": redactor.redact(central_system.startup_report_of(coordinator.charge_point_id)),
        "sessions": redactor.redact(latest.rows[::-1]),
        "frames": _frames(coordinator.frames, redactor),
    }


def _redactor(entry: PlugControlConfigEntry) -> Redactor:
    """Return a redactor that knows every identity, serial number, password, address, name and tag of `entry`."""
    data = entry.runtime_data
    secrets: list[str | None] = []
    for tag in data.id_tags:
        secrets += [tag.id_tag, tag.name, tag.group]
    for car in data.cars.all:
        secrets += [car.name, *car.id_tags]
    for coordinator in data.coordinators.values():
        charge_point = coordinator.charge_point
        secrets += [
            coordinator.charge_point_id,
            coordinator.name,
            coordinator.settings.password,
            charge_point.serial_number,
            charge_point.meter_serial_number,
            charge_point.imsi,
            charge_point.iccid,
            charge_point.remote_address,
        ]
    for back_end in data.back_ends.all:
        secrets += [back_end.name, back_end.url, urlsplit(back_end.url).hostname]
        secrets += [back_end.username, back_end.password]
        secrets += back_end.identities.values()
        secrets += back_end.rules.own_id_tags | back_end.rules.chosen_id_tags
    for unknown in data.central_system.unknown.values():
        secrets += [unknown.charge_point_id, unknown.serial_number, unknown.remote_address]
    return Redactor(secrets)
