"""Actions that make documents of sessions, list them and delete them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
import re
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_LANGUAGE
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.central_system.ledger.ledger import PresentedCard, SessionFilter
from custom_components.plug_control.const import (
    CONF_FORMATS,
    CONF_ID_TAG,
    CONF_LAYOUT,
    CONF_PRICE_PER_KWH,
    DOMAIN,
    SUBENTRY_CAR,
)
from custom_components.plug_control.documents.gather import TooManySessions
from custom_components.plug_control.documents.layouts import LAYOUTS, Format
from custom_components.plug_control.documents.monthly import bounds, previous_month
from custom_components.plug_control.documents.order import Order
from custom_components.plug_control.documents.rows import FixedPrice
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.texts.names import short_id_tag

from .fields import CONNECTOR, TARGET, YEARS, Fields, choice, moment, text, whole
from .queries import Scope, scopes

MOST_LINK_DAYS: Final = 365
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_PERIOD: Final = "period"


def month(value: object) -> date:
    """Return the first day of a month given as "2026-10"; raises vol.Invalid."""
    if (found := _MONTH.fullmatch(str(value).strip())) is not None:
        try:
            if (first := date(int(found[1]), int(found[2]), 1)).year in YEARS:
                return first
        except ValueError:
            pass
    raise vol.Invalid("not a month such as 2026-10")


EXPORT_FIELDS: Fields = {
    **TARGET,
    **CONNECTOR,
    vol.Optional(CONF_LAYOUT, default="sessions"): vol.In([*LAYOUTS]),
    vol.Optional(CONF_FORMATS, default=[Format.PDF.value]): vol.All(
        cv.ensure_list, [choice(Format)], vol.Length(min=1)
    ),
    vol.Exclusive("month", _PERIOD): month,
    vol.Exclusive("start", _PERIOD): moment,
    vol.Optional("end"): moment,
    vol.Optional("person"): text(255),
    vol.Optional("car"): text(255),
    vol.Optional(CONF_ID_TAG): text(255),
    vol.Optional(CONF_PRICE_PER_KWH): vol.All(vol.Coerce(float), vol.Range(min=0, max=100_000)),
    vol.Optional(CONF_LANGUAGE): text(35),
    vol.Optional("link_days"): whole(1, MOST_LINK_DAYS),
}
DOCUMENTS_FIELDS: Fields = {**TARGET, vol.Optional("link_days"): whole(1, MOST_LINK_DAYS)}
DELETE_FIELDS: Fields = {**TARGET, vol.Required("document_id"): text(64)}


class _OwnSessions(Caller):
    """A caller who sees no sessions of others, whatever the options share; an administrator sees all."""

    @override
    def shared(self, entry: ConfigEntry) -> SharedSessions:
        """Return that nothing is shared."""
        return SharedSessions.NONE


async def async_export_sessions(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Make documents of the sessions that match, for others than administrators of their own; return them with links.

    Raises ServiceValidationError, and HomeAssistantError where the disk refuses.
    """
    data = service_call.data
    start, end = _period(data)
    own = _OwnSessions(hass=caller.hass, user=caller.user, context=caller.context)
    made = []
    for scope in scopes(own, service_call):
        documents = scope.entry.runtime_data.documents
        order = Order(
            layout=data[CONF_LAYOUT],
            formats=tuple(dict.fromkeys(data[CONF_FORMATS])),
            start=start,
            end=end,
            language=data.get(CONF_LANGUAGE, caller.hass.config.language),
            wanted=await _wanted(scope, data, start, end),
            price=_price(caller, data),
            person=data.get("person"),
            subject=_subject(scope, data),
            owner=None if caller.is_administrator or caller.user is None else caller.user.id,
        )
        try:
            kept = await documents.async_make(order)
            await documents.async_announce(kept)
        except TooManySessions as error:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="too_many_sessions"
            ) from error
        except OSError as error:
            raise _failed(error) from error
        made += [documents.described(document, _life(data)) for document in kept]
    return {"documents": [*made]}


async def async_get_documents(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the documents that the caller may see, the newest first, with new links."""
    life = _life(service_call.data)
    return {
        "documents": [
            documents.described(document, life)
            for scope in scopes(caller, service_call)
            for documents in (scope.entry.runtime_data.documents,)
            for document in documents.kept
            if caller.is_administrator
            or (caller.user is not None and document.owner == caller.user.id)
        ]
    }


async def async_delete_document(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Delete a document and return its name; raises ServiceValidationError and HomeAssistantError."""
    document_id = service_call.data["document_id"]
    for scope in scopes(caller, service_call):
        try:
            gone = await scope.entry.runtime_data.documents.async_remove(document_id)
        except OSError as error:
            raise _failed(error) from error
        if gone is not None:
            return {"name": gone.name}
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_document")


async def _wanted(
    scope: Scope, data: Mapping[str, Any], start: datetime, end: datetime
) -> SessionFilter:
    """Return the filter of the sessions that are asked for, and that are the caller's own where it is no administrator."""
    wanted = SessionFilter(
        charge_point_id=scope.charge_point_id,
        connector_id=scope.connector_id,
        id_tag=scope.id_tag(data.get(CONF_ID_TAG)),
        car_id=_car_id(scope, data.get("car")),
        start=start,
        end=end,
    )
    caller = scope.caller
    if caller.is_administrator or caller.user is None:
        return wanted
    own: set[PresentedCard] = set()
    others: set[PresentedCard] = set()
    for shown in await scope.entry.runtime_data.central_system.ledger.shown():
        row = {"charge_point_id": shown[0], "connector_id": shown[1], "id_tag": shown[2]}
        if scope.seen(row) is not None:
            own.add(shown)
        elif scope.may_read(row):
            others.add(shown)
    return replace(
        wanted,
        shown=frozenset(own),
        started_by=caller.user.id,
        started_shown=frozenset(others),
    )


def _period(data: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Return the first moment of the period and the first one after it; raises ServiceValidationError.

    Without one, it is the last whole month.
    """
    if (start := data.get("start")) is None:
        last = previous_month(dt_util.now().date())
        return bounds(data.get("month", last))
    end: datetime = data.get("end", dt_util.utcnow())
    if end <= start:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_period")
    return start, end


def _price(caller: Caller, data: Mapping[str, Any]) -> FixedPrice | None:
    if (price := data.get(CONF_PRICE_PER_KWH)) is None:
        return None
    return FixedPrice(per_kwh=Decimal(str(price)), currency=caller.hass.config.currency)


def _car_id(scope: Scope, car: str | None) -> str | None:
    """Return the id of a car given by id or name; what is neither is taken for the id of a car that is gone."""
    if car is None:
        return None
    named = {
        subentry.title.casefold(): subentry.subentry_id
        for subentry in scope.entry.get_subentries_of_type(SUBENTRY_CAR)
    }
    return named.get(car.casefold(), car)


def _subject(scope: Scope, data: Mapping[str, Any]) -> str | None:
    """Return what a document says of which sessions it has: the card, the car, the user, the charge point."""
    caller, names = scope.caller, scope.entry.runtime_data.names
    parts = [data.get("car"), data.get(CONF_ID_TAG) and _card_name(scope, data[CONF_ID_TAG])]
    if not caller.is_administrator and caller.user is not None:
        parts.append(caller.user.name)
    if scope.charge_point_id is not None:
        point, connector = scope.charge_point_id, scope.connector_id
        parts.append(
            (connector and names.connector(point, connector)) or names.charge_point(point) or point
        )
    return ", ".join(part for part in parts if part) or None


def _card_name(scope: Scope, id_tag_or_name: str) -> str:
    """Return the name of a card, or the end of its number."""
    id_tag = scope.id_tag(id_tag_or_name) or id_tag_or_name
    name: str | None = scope.entry.runtime_data.names.card(id_tag)
    return name or short_id_tag(id_tag) or id_tag_or_name


def _life(data: Mapping[str, Any]) -> timedelta | None:
    return None if (days := data.get("link_days")) is None else timedelta(days=days)


def _failed(error: OSError) -> HomeAssistantError:
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="document_failed",
        translation_placeholders={"error": str(error)[:200]},
    )
