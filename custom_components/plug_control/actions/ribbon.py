"""The websocket command of the card's ribbon: what a connector did, does and will do, with the house's sun and prices."""

from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_INVALID_FORMAT, ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.hours import HOUR
from custom_components.plug_control.permissions import Caller, async_register_websocket_command

from .fields import moment
from .ribbon_data import LONGEST, async_ribbon, default_span
from .targets import async_get_target_or_entity

RIBBON: Final = f"{DOMAIN}/ribbon"


@callback
def async_setup_ribbon(hass: HomeAssistant) -> None:
    """Register the command."""
    async_register_websocket_command(
        hass,
        RIBBON,
        {
            vol.Exclusive("device_id", "target"): str,
            vol.Exclusive("entity_id", "target"): str,
            vol.Optional("start"): moment,
            vol.Optional("end"): moment,
        },
        _async_ribbon,
    )


@async_response
async def _async_ribbon(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the ribbon of a connector: 24 hours around now, or from `start` to `end`.

    Raises Unauthorized for a connector that the user may not read.
    """
    caller = Caller(hass=hass, user=connection.user, context=connection.context(msg))
    try:
        target = async_get_target_or_entity(hass, msg)
        connector_id = target.require_connector_id()
    except ServiceValidationError as error:
        connection.send_error(msg["id"], ERR_NOT_FOUND, str(error))
        return
    coordinator = target.coordinator
    if not caller.may_read(coordinator.entry, target.charge_point_id, connector_id):
        raise caller.refusal()
    start, end = default_span(dt_util.utcnow())
    start, end = msg.get("start", start), msg.get("end", end)
    if not start < end <= start + LONGEST:
        text = f"the span is not between 0 and {LONGEST / HOUR:.0f} hours"
        connection.send_error(msg["id"], ERR_INVALID_FORMAT, text)
        return
    answer = await async_ribbon(caller, coordinator, connector_id, start, end)
    connection.send_result(msg["id"], answer)
