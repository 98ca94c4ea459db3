"""The action that asks a charger what it will allow."""

from homeassistant.core import ServiceCall
from homeassistant.util.json import JsonObjectType
from ocpp.v16.enums import ChargingRateUnitType
import voluptuous as vol

from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.permissions import Caller

from .fields import CONNECTOR, TARGET, Fields, choice, whole
from .targets import async_get_target

COMPOSITE_FIELDS: Fields = {
    **TARGET,
    **CONNECTOR,
    vol.Optional("duration", default=86_400): whole(1, 7 * 86_400),
    vol.Optional("charging_rate_unit"): choice(ChargingRateUnitType),
}


async def async_get_composite_schedule(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the charger's limits over time, in A and W; the answer may be a minute old for others than administrators.

    Raises Unauthorized for a connector that the caller may not read, and a translated HomeAssistantError.
    """
    data = service_call.data
    target = async_get_target(caller.hass, data)
    coordinator = target.coordinator
    connector_id = target.require_connector_id()
    of = [connector_id] if connector_id else [*coordinator.charge_point.connectors]
    if not all(caller.may_read(coordinator.entry, target.charge_point_id, each) for each in of):
        raise caller.refusal()
    try:
        schedule = await coordinator.central_system.composite_schedules.ask(
            target.charge_point_id,
            connector_id,
            data["duration"],
            data.get("charging_rate_unit"),
            may_be_old=not caller.is_administrator,
        )
    except CommandError as error:
        raise home_assistant_error(error, coordinator.name) from error
    return {
        "connector_id": schedule.connector_id,
        "charging_rate_unit": schedule.unit,
        "periods": [
            {
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "current_a": period.current_a,
                "power_w": period.power_w,
                "phases": period.phases,
            }
            for period in schedule.periods
        ],
    }
