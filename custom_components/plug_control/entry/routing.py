"""Pass the central system's events to coordinators, smart charging, discovery and repairs."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control import reported_problems
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.entities.corrections import async_correct_statistic
from custom_components.plug_control.entry_settings import async_keep_credentials
from custom_components.plug_control.model.events import (
    CardPresented,
    ChargedAlthoughRefused,
    Event,
    FirmwareUpdateEnded,
    PasswordChanged,
    PasswordHashed,
    ProblemFound,
    ProblemGone,
    SecurityEventReported,
    SecurityProfileChanged,
    SessionCorrected,
    UnknownChargePointAppeared,
    UnknownChargePointGone,
)

from . import discovery


def event_router(hass: HomeAssistant, entry: PlugControlConfigEntry) -> Callable[[Event], None]:
    """Return the callback for the central system's events; `entry.runtime_data` must be set before the first event."""

    @callback
    def route(event: Event) -> None:
        entry.runtime_data.cars.async_handle_event(event)
        coordinator = entry.runtime_data.coordinators.get(event.charge_point_id)
        if coordinator is not None:
            coordinator.async_handle_event(event)
        entry.runtime_data.controller.async_handle_event(event)
        entry.runtime_data.worth.async_handle_event(event)
        entry.runtime_data.statistics.async_handle_event(event)
        entry.runtime_data.month_totals.async_handle_event(event)
        entry.runtime_data.missed_hours.async_handle_event(event)
        entry.runtime_data.receipts.async_handle_event(event)
        entry.runtime_data.transfers.async_handle_event(event)
        entry.runtime_data.back_ends.async_handle_event(event)
        match event:
            case UnknownChargePointAppeared():
                discovery.async_charge_point_appeared(hass, entry, event)
            case UnknownChargePointGone():
                discovery.async_charge_point_gone(hass, entry, event.charge_point_id)
            case ProblemFound() | ProblemGone() | SecurityEventReported():
                reported_problems.async_handle_event(hass, entry, event)
            case FirmwareUpdateEnded(charge_point_id=charge_point_id, update=update):
                reported_problems.async_firmware_update_ended(hass, entry, charge_point_id, update)
            case SessionCorrected():
                async_correct_statistic(hass, entry, event)
            case PasswordChanged() | PasswordHashed() | SecurityProfileChanged():
                async_keep_credentials(hass, entry, event)
            case CardPresented(known=False) | ChargedAlthoughRefused(known=False) if (
                coordinator is not None
                and event.id_tag.strip()
                and coordinator.settings.who_may_charge is WhoMayCharge.CARDS
            ):
                discovery.async_card_presented(hass, entry, event, coordinator.name)

    return route
