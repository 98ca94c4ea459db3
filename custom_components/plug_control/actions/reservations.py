"""Actions that reserve connectors, and one that returns the reservations."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.const import CONF_ID_TAG, DOMAIN
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.model.reservation import Reservation, ReservationState
from custom_components.plug_control.permissions import ACTIONS, Caller

from .fields import CONNECTOR, TARGET, Fields, choice, moment, text, whole
from .queries import scopes
from .rights import require_permission
from .targets import ServiceTarget, async_get_target

RESERVE_FIELDS: Fields = {
    **TARGET,
    **CONNECTOR,
    vol.Exclusive(CONF_ID_TAG, "card"): text(64),
    vol.Exclusive("person", "card"): cv.entity_id,
    vol.Required("until"): moment,
}
CANCEL_FIELDS: Fields = {**TARGET, **CONNECTOR, vol.Optional("reservation_id"): whole()}
RESERVATIONS_FIELDS: Fields = {
    **TARGET,
    **CONNECTOR,
    vol.Optional("state"): vol.All(cv.ensure_list, [choice(ReservationState)]),
}


async def async_reserve(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Reserve a connector for a card or a person, the caller by default; return the reservation.

    Raises Unauthorized or a translated HomeAssistantError.
    """
    data = service_call.data
    target = async_get_target(caller.hass, data)
    named = _named_card(caller.hass, target, data)
    require_permission(caller, ACTIONS["reserve"], target, {**data, CONF_ID_TAG: named})
    connector_id = target.require_connector_id()
    coordinator = target.coordinator
    central_system = coordinator.central_system
    user_id = None if caller.user is None else caller.user.id
    try:
        reservation = await central_system.reservations.reserve(
            target.charge_point_id,
            connector_id,
            named or central_system.commands.remote_id_tag(coordinator.charge_point, user_id),
            data["until"],
            user_id=user_id,
        )
    except CommandError as error:
        raise home_assistant_error(error, coordinator.name) from error
    return _row(reservation)


async def async_cancel_reservation(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Cancel the reservation of a connector, or the one with an id; return it if it was made here.

    Raises Unauthorized or a translated HomeAssistantError.
    """
    data = service_call.data
    target = async_get_target(caller.hass, data)
    reservations = target.coordinator.central_system.reservations
    number = data.get("reservation_id")
    held = next(
        (
            each
            for each in reservations.all(target.charge_point_id)
            if each.reservation_id == number
        ),
        None,
    )
    require_permission(
        caller,
        ACTIONS["cancel_reservation"],
        target if held is None else target.at(held.connector_id),
        {},
    )
    try:
        cancelled = await reservations.cancel(
            target.charge_point_id,
            connector_id=target.only_connector_id if number is None else None,
            reservation_id=number,
        )
    except CommandError as error:
        raise home_assistant_error(error, target.coordinator.name) from error
    return {} if cancelled is None else _row(cancelled)


async def async_get_reservations(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the reservations of connectors that the caller may read, oldest first; other people's without their card."""
    wanted = service_call.data.get("state")
    rows: list[dict[str, Any]] = []
    for scope in scopes(caller, service_call):
        data = scope.entry.runtime_data
        for charge_point_id, coordinator in data.coordinators.items():
            if scope.charge_point_id not in {None, charge_point_id}:
                continue
            for reservation in coordinator.central_system.reservations.all(charge_point_id):
                of_connector = scope.connector_id in {None, reservation.connector_id}
                if of_connector and (wanted is None or reservation.state in wanted):
                    row = _row(reservation) | {
                        "started_by": reservation.user_id,
                        "started_at": reservation.reserved_at.isoformat(),
                    }
                    if scope.may_read(row):
                        seen = scope.seen(row) or row | {"id_tag": None, "started_by": None}
                        names = scope.names(seen)
                        rows.append(_shown(seen | names))
    rows.sort(key=lambda row: row["reserved_at"])
    return {"reservations": [*rows]}


def _named_card(hass: HomeAssistant, target: ServiceTarget, data: Mapping[str, Any]) -> str | None:
    """Return the idTag that is given by its number, its card's name or a person; None if none is given.

    Raises ServiceValidationError for a person without a card.
    """
    if (person := data.get("person")) is not None:
        state = hass.states.get(person)
        user_id = None if state is None else state.attributes.get("user_id")
        central_system = target.coordinator.central_system
        card = central_system.card_of_user(user_id) if user_id else None
        if card is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="no_card_of_person",
                translation_placeholders={"person": person if state is None else state.name},
            )
        return card.id_tag
    if (given := data.get(CONF_ID_TAG)) is None:
        return None
    named = {tag.name.casefold(): tag.id_tag for tag in id_tags(target.coordinator.entry)}
    found: str = named.get(given.casefold(), given)
    return found


def _row(reservation: Reservation) -> dict[str, Any]:
    ended_at = reservation.ended_at
    return {
        "reservation_id": reservation.reservation_id,
        "charge_point_id": reservation.charge_point_id,
        "connector_id": reservation.connector_id,
        "id_tag": reservation.id_tag,
        "reserved_at": reservation.reserved_at.isoformat(),
        "until": reservation.until.isoformat(),
        "state": reservation.state.value,
        "ended_at": None if ended_at is None else ended_at.isoformat(),
        "transaction_id": reservation.transaction_id,
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with `reserved_by_name` instead of the session's names for it."""
    by = row.pop("started_by_name", None)
    del row["started_at"], row["started_by"]
    return row | {"reserved_by_name": by}
