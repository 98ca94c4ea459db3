"""Call the actions as users do."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from custom_components.plug_control.const import DOMAIN

from .chargers import TWO_CONNECTORS

PROFILE = {
    "charging_profile_id": 1,
    "stack_level": 2,
    "charging_profile_purpose": "TxDefaultProfile",
    "charging_profile_kind": "Absolute",
    "charging_schedule": {
        "charging_rate_unit": "A",
        "start_schedule": "2026-03-14T06:00:00+01:00",
        "charging_schedule_period": [{"start_period": 0, "limit": 10.04, "number_phases": 3}],
    },
}
SENT_PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 2,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "startSchedule": "2026-03-14T05:00:00Z",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10.0, "numberPhases": 3}],
    },
}


def device_id(hass: HomeAssistant, number: int) -> str:
    """Return the device id of the charge point (0) or of one of its connectors."""
    registry = dr.async_get(hass)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    device: dr.AnyDeviceEntry | None
    if number == 0:
        device = registry.async_get_device_by_identifier((DOMAIN, TWO_CONNECTORS), entry.entry_id)
    else:
        device = registry.async_get_child_device_by_identifier(
            (DOMAIN, f"{TWO_CONNECTORS}#{number}"), entry.entry_id
        )
    assert device is not None
    return device.id


async def call(hass: HomeAssistant, service: str, **data: Any) -> dict[str, Any]:
    """Call an action and return its response; `device` is the number of a connector, 0 the charge point."""
    if (number := data.pop("device", None)) is not None:
        data["device_id"] = device_id(hass, number)
    response = await hass.services.async_call(
        DOMAIN, service, data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response
