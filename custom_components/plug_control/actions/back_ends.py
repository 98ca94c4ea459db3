"""Actions on what back ends hear: sessions of before are reported again, one that was set aside is sent again or let go."""

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.back_ends.back_ends import BackEnds
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.relaying import RelayState
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.texts.wording import plain

from .fields import TARGET, Fields, moment, text, whole
from .queries import Scope, scopes

_BACK_END: Fields = {**TARGET, vol.Optional("back_end"): text(255)}
REPORT_AGAIN_FIELDS: Fields = {
    **_BACK_END,
    vol.Required("start"): moment,
    vol.Optional("end"): moment,
}
SETTLE_FIELDS: Fields = {**_BACK_END, vol.Required("session_id"): whole(1)}


async def async_report_again(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Queue sessions of before that a back end has not got; return how many. Raises ServiceValidationError, HomeAssistantError."""
    data = service_call.data
    scope, back_ends, back_end = _back_end(caller, service_call)
    try:
        queued = await back_ends.async_report_again(
            back_end.back_end_id, data["start"], data.get("end"), scope.charge_point_id
        )
    except OSError as error:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="ledger_not_read",
            translation_placeholders={"error": str(error)},
        ) from error
    return {"sessions": queued}


async def async_resend_session(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Send a session that was set aside again. Raises ServiceValidationError, HomeAssistantError."""
    return await _async_settle(caller, service_call, send_again=True)


async def async_let_go_session(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Let a session go that was set aside: the back end does not get it. Raises ServiceValidationError, HomeAssistantError."""
    return await _async_settle(caller, service_call, send_again=False)


async def _async_settle(
    caller: Caller, service_call: ServiceCall, *, send_again: bool
) -> JsonObjectType:
    session_id = service_call.data["session_id"]
    scope, back_ends, back_end = _back_end(caller, service_call)
    session = next(
        (
            each
            for each in await back_ends.async_relayed([session_id])
            if each.back_end_id == back_end.back_end_id
            and each.state is RelayState.SET_ASIDE
            and scope.charge_point_id in {None, each.charge_point_id}
        ),
        None,
    )
    if session is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_set_aside",
            translation_placeholders={
                "session_id": str(session_id),
                "back_end": plain(back_end.name),
            },
        )
    if not await back_ends.async_settle(session, send_again=send_again):
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_stored_yet")
    return {"session_id": session_id}


def _back_end(caller: Caller, service_call: ServiceCall) -> tuple[Scope, BackEnds, BackEndSettings]:
    """Return the back end of that name or id, or the only one; raises ServiceValidationError."""
    named: str | None = service_call.data.get("back_end")
    found = [
        (scope, scope.entry.runtime_data.back_ends, each)
        for scope in scopes(caller, service_call)
        for each in scope.entry.runtime_data.back_ends.all
        if named is None
        or named == each.back_end_id
        or named.strip().casefold() == each.name.casefold()
    ]
    if len(found) == 1:
        return found[0]
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="several_back_ends" if found else "unknown_back_end",
        translation_placeholders={"back_end": plain(named or "")},
    )
