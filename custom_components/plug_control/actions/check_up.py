"""Actions of the check-up: start, stop, and get what it found."""

from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.loader import async_get_integration
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.check_up.check_ups import CheckUps
from custom_components.plug_control.check_up.findings import Form, Result
from custom_components.plug_control.check_up.subject import CheckUpError
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.site.readings import state_of_charge
from custom_components.plug_control.texts.check_up import check_up_words, lines

from .fields import CONNECTOR, Fields
from .targets import ServiceTarget

CONF_FORM: Final = "form"
CONF_CONFIRMED: Final = "not_above_80_percent"
CONF_WAIT: Final = "wait"
START_FIELDS: Final[Fields] = {
    **CONNECTOR,
    vol.Required(CONF_FORM, default=Form.QUICK.value): vol.Coerce(Form),
    vol.Optional(CONF_CONFIRMED, default=False): bool,
    vol.Optional(CONF_WAIT, default=False): bool,
}


async def async_start_check_up(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Begin a check-up, and wait for its end if that is wanted; raises ServiceValidationError where it cannot begin."""
    check_ups, key = _of(target)
    form: Form = service_call.data[CONF_FORM]
    seconds = check_ups.seconds(key, form)
    try:
        await check_ups.start(
            key,
            form,
            percent=entity_percent(service_call.hass, target),
            confirmed=service_call.data[CONF_CONFIRMED],
        )
    except CheckUpError as error:
        words = check_up_words(service_call.hass.config.language)
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_check_up",
            translation_placeholders={"reason": words.troubles[error.trouble]},
        ) from error
    if service_call.data[CONF_WAIT]:
        await check_ups.wait_for(key)
    return {"expected_s": round(seconds), **await _told(service_call.hass, check_ups.result(key))}


async def async_stop_check_up(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Stop a check-up, restore what stood before, and return whether one ran."""
    check_ups, key = _of(target)
    return {"stopped": await check_ups.stop(key)}


async def async_get_check_up(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Return what the running or the last check-up found, in words and as the anonymous file."""
    check_ups, key = _of(target)
    return await _told(service_call.hass, check_ups.result(key))


def entity_percent(hass: HomeAssistant, target: ServiceTarget) -> float | None:
    """Return the state of charge in % that the plugged-in car's own integration reports; None: none, or unknown."""
    cars = target.coordinator.entry.runtime_data.cars
    car = cars.at((target.charge_point_id, target.require_connector_id()))
    told = state_of_charge(hass, car.soc_entity if car is not None else None)
    return None if told is None else told.value


async def _told(hass: HomeAssistant, result: Result | None) -> JsonObjectType:
    if result is None:
        return {"state": "never"}
    version = (await async_get_integration(hass, DOMAIN)).version
    words = check_up_words(hass.config.language)
    return {
        "state": "running" if result.outcome is None else result.outcome.value,
        "text": "\n".join(lines(result, words)),
        "file": result.anonymous(str(version)),
    }


def _of(target: ServiceTarget) -> tuple[CheckUps, ConnectorKey]:
    key = target.charge_point_id, target.require_connector_id()
    return target.coordinator.entry.runtime_data.check_ups, key
