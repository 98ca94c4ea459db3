"""Actions on one session: it is shown with all that is known of it, and people correct its car, person and note."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import (
    NO_DETAILS,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.texts.wording import plain

from .fields import TARGET, Fields, text, whole
from .queries import Scope, async_known_cars, async_page, scopes

MAX_NOTE: Final = 500
MAX_NAME: Final = 100
_CORRECTIONS: Final = ("car", "person", "note")

SESSION_FIELDS: Fields = {**TARGET, vol.Required("session_id"): whole(1)}
CORRECT_FIELDS: Fields = {
    **SESSION_FIELDS,
    vol.Optional("car"): vol.Any(None, text(255)),
    vol.Optional("person"): vol.Any(None, text(MAX_NAME)),
    vol.Optional("note"): vol.Any(None, text(MAX_NOTE)),
}


async def async_get_session(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return a session that the caller may see, with its slots and its plan; raises ServiceValidationError."""
    session_id = service_call.data["session_id"]
    async for scope, row in _sessions(caller, service_call):
        details = scope.entry.runtime_data.central_system.ledger.details(session_id)
        details = details or NO_DETAILS
        may_correct = scope.is_own(row) and not details.anonymised
        told = told_details(details) | {"may_correct": may_correct}
        return {"session": row | told}
    raise _unknown(session_id)


async def async_correct_session(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Correct the car, the person or the note of a session, never what was measured; an empty text removes it.

    Users correct their own sessions, administrators all. Raises Unauthorized, ServiceValidationError, HomeAssistantError.
    """
    session_id = service_call.data["session_id"]
    found = [each async for each in _sessions(caller, service_call)]
    if len(found) > 1:
        names = ", ".join(sorted({str(row["charge_point_name"]) for _, row in found}))
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="several_charge_points",
            translation_placeholders={"charge_points": names},
        )
    for scope, row in found:
        if not scope.is_own(row):
            raise caller.refusal()
        ledger = scope.entry.runtime_data.central_system.ledger
        before = ledger.details(session_id) or NO_DETAILS
        if before.anonymised:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="anonymous_session"
            )
        corrected = await _async_corrected(scope, before, service_call.data)
        ledger.keep_details(session_id, corrected)
        if not await ledger.saved():
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_stored_yet")
        return {"session_id": session_id}
    raise _unknown(session_id)


def told_details(details: SessionDetails) -> dict[str, Any]:
    """Return what is told of a session beside its row: slots, plan, and why it ended."""
    worth = details.worth or SessionWorth()
    plan = {
        "energy_wh": worth.plan_energy_wh,
        "ready_by": worth.plan_ready_by and worth.plan_ready_by.isoformat(),
    }
    return {
        "slots": [*map(_slot, worth.slots)],
        "plan": None if worth.plan_energy_wh is None and worth.plan_ready_by is None else plan,
        "why_ended": worth.why_ended,
        "is_final": worth.is_final,
        "anonymised": details.anonymised,
    }


def _slot(slot: WorthSlot) -> dict[str, Any]:
    return asdict(slot) | {"start": slot.start.isoformat()}


async def _sessions(
    caller: Caller, service_call: ServiceCall
) -> AsyncIterator[tuple[Scope, dict[str, Any]]]:
    """Yield the sessions with this id that the caller may see: one for each config entry that has such a one."""
    data = {"session_id": service_call.data["session_id"]}
    for scope in scopes(caller, service_call):
        page = await async_page(scope, data, limit=1, hourly=True)
        for row in page.rows:
            yield scope, row


async def _async_corrected(
    scope: Scope, before: SessionDetails, data: Mapping[str, Any]
) -> SessionDetails:
    """Return details with what was corrected; raises ServiceValidationError for an unknown car."""
    details = before
    if "car" in data:
        car_id, car_name = await _async_car(scope, before, data["car"] or "")
        details = replace(details, car_id=car_id, car_name=car_name)
    if "person" in data:
        details = replace(details, person=plain(data["person"] or "", MAX_NAME) or None)
    if "note" in data:
        details = replace(details, note=plain(data["note"] or "", MAX_NOTE) or None)
    return details


async def _async_car(
    scope: Scope, before: SessionDetails, named: str
) -> tuple[str | None, str | None]:
    """Return the id and the name of a car, given by one of them.

    A car that the caller may not see is as unknown as one that does not exist: nobody finds out names by guessing.
    """
    if not (named := named.strip()):
        return None, None
    if named in {before.car_id, before.car_name}:
        return before.car_id, before.car_name
    for car_id, name in (await async_known_cars(scope)).items():
        if named == car_id or named.casefold() == name.casefold():
            return car_id, name
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_car",
        translation_placeholders={"car": plain(named)},
    )


def _unknown(session_id: int) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_session",
        translation_placeholders={"session_id": str(session_id)},
    )
