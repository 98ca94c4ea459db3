"""Apply changes of the config entry as differences, so that no charger is disconnected."""

import asyncio
from collections.abc import Mapping

from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control import issues, reported_problems
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import (
    IN_FORCE,
    ChargePointCoordinator,
    PlugControlConfigEntry,
)
from custom_components.plug_control.entities.back_ends import async_update_back_end_devices
from custom_components.plug_control.entities.cars import async_update_car_devices
from custom_components.plug_control.entry_settings import (
    central_system_settings,
    charge_point_settings,
    charge_point_subentries,
    charge_point_unique_id,
    id_tag_unique_id,
    id_tags,
)
from custom_components.plug_control.site.circuits_in_use import (
    async_keep_circuits,
    deleted_circuits,
)

from . import discovery


async def async_entry_changed(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Apply the differences; only another port or address needs a reload, which disconnects all charge points."""
    if entry.state not in IN_FORCE:
        return  # it is being unloaded; the next setup reads everything again
    central_system = entry.runtime_data.central_system
    settings = central_system_settings(entry)
    now = central_system.settings
    if (settings.host, settings.port, settings.second_port) != (
        now.host,
        now.port,
        now.second_port,
    ):
        hass.config_entries.async_schedule_reload(entry.entry_id)
        return
    await entry.runtime_data.certificates.async_options_changed()
    if settings != now:
        central_system.update_settings(settings)
    entry.runtime_data.names.async_note()
    async_apply_id_tags(hass, entry)
    removing = _remove_charge_points(hass, entry)
    async_apply_charge_points(hass, entry)
    _keep_circuits(hass, entry)
    if entry.runtime_data.cars.async_entry_changed():
        async_update_car_devices(hass, entry)
        _show_all(entry)
    entry.runtime_data.back_ends.async_entry_changed()
    async_update_back_end_devices(hass, entry)
    _apply_installation(entry)
    await asyncio.gather(*removing)  # closing a socket may take a while


@callback
def async_apply_id_tags(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Give the central system the registered cards, if they changed."""
    data = entry.runtime_data
    tags = id_tags(entry)
    if tags == data.id_tags:
        return
    known = {tag.id_tag for tag in data.id_tags}
    data.id_tags = tags
    data.central_system.set_id_tags(tags)
    data.statistics.async_people_changed()
    data.month_totals.async_refresh_soon()
    for tag in tags:
        if tag.id_tag not in known:
            discovery.async_configured(hass, entry, id_tag_unique_id(tag.id_tag))
    # Entities may show a card's name.
    for coordinator in data.coordinators.values():
        coordinator.async_update_all_listeners()


@callback
def async_apply_charge_points(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Add the new charge points, and update settings and names of the others."""
    data = entry.runtime_data
    for charge_point_id, subentry in charge_point_subentries(entry):
        settings = charge_point_settings(subentry)
        coordinator = data.coordinators.get(charge_point_id)
        if coordinator is None:
            data.central_system.add_charge_point(settings)
            coordinator = ChargePointCoordinator(
                hass, entry, subentry, data.central_system, data.builders, data.work_queue
            )
            data.coordinators[charge_point_id] = coordinator
            coordinator.async_build()
            discovery.async_configured(hass, entry, charge_point_unique_id(charge_point_id))
            issues.async_charge_point_back(hass, entry, charge_point_id)
            continue
        if settings != coordinator.settings:
            data.central_system.update_charge_point(settings)
            coordinator.async_settings_changed()
        else:
            coordinator.async_update_device()  # only the name may differ


@callback
def _remove_charge_points(
    hass: HomeAssistant, entry: PlugControlConfigEntry
) -> list[asyncio.Task[None]]:
    """Start to remove the charge points without a subentry; return the tasks. Home Assistant removes devices and entities."""
    data = entry.runtime_data
    gone = [
        coordinator
        for coordinator in data.coordinators.values()
        if coordinator.subentry.subentry_id not in entry.subentries
    ]
    removing = []
    for coordinator in gone:
        charge_point_id = coordinator.charge_point_id
        data.coordinators.pop(charge_point_id).async_close()
        reported_problems.async_forget_charge_point(hass, entry, charge_point_id)
        fuses = data.controller.fuses_of(coordinator.charge_point)
        removing.append(
            hass.async_create_task(
                _async_remove_charge_point(hass, entry, coordinator, fuses),
                f"{DOMAIN} removes {charge_point_id}",
            )
        )
    return removing


async def _async_remove_charge_point(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    coordinator: ChargePointCoordinator,
    fuses: Mapping[int, str],
) -> None:
    """Remove a charge point; create an issue with its `fuses`, by connector, if it may go on charging."""
    charge_point_id, name = coordinator.charge_point_id, coordinator.name
    central_system = entry.runtime_data.central_system
    check_ups = entry.runtime_data.check_ups
    for connector_id in coordinator.charge_point.connectors:
        await check_ups.stop((charge_point_id, connector_id))
    check_ups.forget(charge_point_id)
    charging_on = await central_system.remove_charge_point(charge_point_id)
    await entry.runtime_data.transfers.async_remove_charge_point(charge_point_id)
    if charging_on and charge_point_id not in entry.runtime_data.coordinators:
        behind = {fuses[connector_id] for connector_id in charging_on if connector_id in fuses}
        issues.async_charges_on(
            hass,
            entry,
            charge_point_id,
            name,
            current_a=max(charging_on.values()),
            fuses=", ".join(sorted(behind)),
        )


@callback
def _keep_circuits(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Keep deleted circuits in force that connectors are behind, and create issues that ask what to do with these."""
    async_keep_circuits(hass, entry)
    deleted = {each.circuit: each for each in deleted_circuits(entry)}
    issues.async_circuits_there(hass, entry, deleted)
    for each in deleted.values():
        issues.async_circuit_deleted(hass, entry, each)


@callback
def _apply_installation(entry: PlugControlConfigEntry) -> None:
    """Apply changes of the site to smart charging; they may add entities."""
    if entry.runtime_data.controller.async_options_changed():
        _show_all(entry)


@callback
def _show_all(entry: PlugControlConfigEntry) -> None:
    """Add the entities that are possible now, and update the others."""
    for coordinator in entry.runtime_data.coordinators.values():
        coordinator.async_build()
        coordinator.async_update_all_listeners()
