"""Actions for the personal data of sessions: export them, and anonymise or delete them after asking twice."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.privacy.confirmations import Confirmations
from custom_components.plug_control.privacy.privacy import Erased, Erasure, Found, Privacy

from .fields import TARGET, Fields, moment, text, whole
from .targets import async_get_optional_target, async_loaded_entries

CONFIRM: Final = "confirm"
UNTIL: Final = "until"
PERSON: Final = "person"
ERASE_FIELDS: Fields = {
    **TARGET,
    vol.Required(PERSON): vol.All(text(255), vol.Strip, vol.Length(min=1)),
    vol.Optional(UNTIL): moment,
    vol.Optional(CONFIRM): text(20),
}
PERSON_FIELDS: Fields = {
    **TARGET,
    vol.Optional(PERSON): vol.All(text(255), vol.Strip, vol.Length(min=1)),
    vol.Optional("limit", default=1000): whole(1, 5000),
    vol.Optional("offset", default=0): whole(0),
}

type Where = tuple[tuple[str, Found], ...]
"""The sessions that were found, by the id of their config entry."""

_CONFIRMATIONS: HassKey[Confirmations[Where]] = HassKey(f"{DOMAIN}_confirmations")


async def async_export_person(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return all that is stored of the sessions of a person, or of the caller's own; raises Unauthorized."""
    data = service_call.data
    found = []
    for entry in _entries(caller, service_call):
        privacy = _privacy(entry)
        try:
            its = await _find(caller, entry, data.get(PERSON))
            found += [(privacy, session_id) for session_id in its.session_ids]
        except OSError as error:
            raise _failed("ledger_not_read", error) from error
    offset = data["offset"]
    sessions = [
        await privacy.async_stored(session_id)
        for privacy, session_id in found[offset : offset + data["limit"]]
    ]
    return {"sessions": [*filter(None, sessions)], "total_count": len(found)}


async def async_anonymise_sessions(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Say which sessions of a person would be anonymised; with the code of that answer, do it."""
    return await _erase(Erasure.ANONYMISE, caller, service_call)


async def async_delete_sessions(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Say which sessions of a person would be deleted; with the code of that answer, do it."""
    return await _erase(Erasure.DELETE, caller, service_call)


async def _erase(how: Erasure, caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    hass, data = caller.hass, service_call.data
    confirmations = hass.data.setdefault(_CONFIRMATIONS, Confirmations(dt_util.utcnow))
    entries = _entries(caller, service_call)
    user_id = None if caller.user is None else caller.user.id
    question: Hashable = (how, user_id, data[PERSON], data.get(UNTIL))
    try:
        if CONFIRM not in data:
            where = [
                (entry.entry_id, await _privacy(entry).async_find(data[PERSON], data.get(UNTIL)))
                for entry in entries
            ]
            return _described(confirmations, question, tuple(where))
        if (confirmed := confirmations.take(data[CONFIRM], question)) is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_confirmed")
        found = dict(confirmed)
        erased = []
        for entry in entries:
            if (its := found.get(entry.entry_id)) is not None:
                privacy = _privacy(entry)
                its = await privacy.async_confirmed(data[PERSON], its, data.get(UNTIL))
                erased.append(await privacy.async_erase(how, its))
    except OSError as error:
        raise _failed("erase_failed", error) from error
    return _done(erased)


def _described(
    confirmations: Confirmations[Where], question: Hashable, where: Where
) -> JsonObjectType:
    found = [each for _, each in where]
    count = sum(len(each.session_ids) for each in found)
    told: JsonObjectType = {
        "sessions": count,
        "energy_kwh": round(sum(each.energy_wh for each in found) / 1000, 3),
        "first": _text(min(filter(None, (each.first for each in found)), default=None)),
        "last": _text(max(filter(None, (each.last for each in found)), default=None)),
        "running": sum(each.running for each in found),
    }
    if count:
        given = confirmations.ask(question, where)
        told |= {CONFIRM: given.code, "valid_until": given.until.isoformat()}
    return told


def _done(erased: Sequence[Erased]) -> JsonObjectType:
    return {
        "sessions": sum(each.sessions for each in erased),
        "documents": [*chain.from_iterable(each.documents for each in erased)],
        "not_reached": {
            "exports": [*sorted({name for each in erased for name in each.exports})],
            "back_ends": [*dict.fromkeys(name for each in erased for name in each.back_ends)],
            "backups": True,
            "recorder": True,
        },
    }


async def _find(caller: Caller, entry: PlugControlConfigEntry, person: str | None) -> Found:
    """Return the sessions of a person, or None: the caller's own; raises OSError, Unauthorized, ServiceValidationError."""
    if person is not None:
        caller.require_administrator()
        return await _privacy(entry).async_find(person)
    if caller.user is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="person_needed")
    return await _privacy(entry).async_find_own(caller.user.id, partial(caller.owns, entry))


def _entries(caller: Caller, service_call: ServiceCall) -> list[PlugControlConfigEntry]:
    """Return the config entry of the named charge point, or else all loaded ones; raises ServiceValidationError."""
    target = async_get_optional_target(caller.hass, service_call.data)
    return async_loaded_entries(caller.hass) if target is None else [target.coordinator.entry]


def _privacy(entry: PlugControlConfigEntry) -> Privacy:
    return entry.runtime_data.privacy


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _failed(key: str, error: Exception) -> HomeAssistantError:
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"error": str(error)[:200]},
    )
