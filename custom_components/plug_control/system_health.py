"""System health: the ports listened on, the connected charge points, and the message counters."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import PlugControlConfigEntry, PlugControlData


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register the info callback."""
    register.async_register_info(system_health_info)


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the figures of all loaded config entries together."""
    entries: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    loaded: list[PlugControlData] = [entry.runtime_data for entry in entries]
    systems = [data.central_system for data in loaded]
    charge_points = [
        charge_point for system in systems for charge_point in system.charge_points.values()
    ]
    connected = sum(charge_point.connected for charge_point in charge_points)
    return {
        "listening": ", ".join(str(system.port) for system in systems if system.is_listening)
        or "no",
        "charge_points": f"{connected}/{len(charge_points)}",
        "unknown_charge_points": sum(len(system.unknown) for system in systems),
        "messages_received": sum(system.counters.messages_received for system in systems),
        "messages_sent": sum(system.counters.messages_sent for system in systems),
        "errors_sent": sum(system.counters.call_errors_sent for system in systems),
    }
