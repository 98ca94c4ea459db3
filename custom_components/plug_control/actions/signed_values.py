"""The action that returns the signed meter values of a session, checked with the meter's public key where it is known."""

from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.documents.signed import public_key_of
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.security.signed_values import check_signed

from .fields import TARGET, Fields, whole
from .queries import Scope, scopes

SIGNED_VALUES_FIELDS: Fields = {**TARGET, vol.Required("session_id"): whole(1)}


async def async_get_signed_values(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the signed meter values of a session as they came, with what is known of each.

    Raises ServiceValidationError where the caller may not see such a session whole.
    """
    session_id = service_call.data["session_id"]
    for scope in scopes(caller, service_call):
        if (row := await _session(scope, session_id)) is None:
            continue
        readings = await scope.entry.runtime_data.central_system.ledger.signed(session_id)
        key, source = public_key_of(scope.entry, (row["charge_point_id"], row["connector_id"]))
        checked = await caller.hass.async_add_executor_job(_checked, readings, key)
        return {
            "session_id": session_id,
            "charge_point_id": row["charge_point_id"],
            "transaction_id": row["transaction_id"],
            "public_key": key,
            "public_key_from": source,
            "signed_values": [*checked],
        }
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_session",
        translation_placeholders={"session_id": str(session_id)},
    )


async def _session(scope: Scope, session_id: int) -> dict[str, Any] | None:
    """Return a session that the caller may see whole: signed values may contain the number of its card."""
    wanted = SessionFilter(
        session_id=session_id,
        charge_point_id=scope.charge_point_id,
        connector_id=scope.connector_id,
    )
    page = await scope.entry.runtime_data.central_system.ledger.page(wanted, limit=1)
    return next((row for row in page.rows if scope.seen(row) == row), None)


def _checked(readings: list[SignedReading], key: str | None) -> list[dict[str, Any]]:
    rows = []
    for reading in readings:
        check = check_signed(reading.data, key)
        rows.append(
            {
                "time": None if reading.at is None else reading.at.isoformat(),
                "received": reading.received.isoformat(),
                "context": reading.context,
                "format": check.format,
                "verdict": check.verdict.value,
                "data": reading.data,
            }
        )
    return rows
