"""Check requests before they are sent, so that a wrong one is never sent (decision 10)."""

from collections.abc import Mapping
from typing import Any

from ocpp.v16.enums import ChargingProfilePurposeType as Purpose, ChargingRateUnitType

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.configuration import known_connectors
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import is_limit
from custom_components.plug_control.model.stored import read_number
from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError

_FOR_STATION_TOO = frozenset(
    {
        "ChangeAvailability",
        "ClearChargingProfile",
        "ExtendedTriggerMessage",
        "GetCompositeSchedule",
        "ReserveNow",
        "SetChargingProfile",
        "TriggerMessage",
    }
)
"""Actions whose connectorId may be 0: the charge point as a whole."""

_FOR_KNOWN = frozenset({"RemoteStartTransaction", "SetChargingProfile"})
"""Actions that we keep a record of, so that their connector must be known. Of others the charger knows best what it has."""

_LIST, _LIST_1_5 = "localAuthorizationList", "localAuthorisationList"
"""The list of cards in OCPP 1.6's spelling, and in OCPP 1.5's."""
_NOT_WHILE_PENDING = frozenset({"RemoteStartTransaction", "RemoteStopTransaction"})


def check_request(
    charge_point: ChargePoint, action: str, payload: Mapping[str, Any], *, pending: bool
) -> None:
    """Raise NotPossibleError where this request must not be sent to the charge point (R12, R13, R23, R24)."""
    for reason in (
        _registration(charge_point, action, payload, pending=pending),
        _connector(charge_point, action, payload),
    ):
        if reason is not None:
            raise NotPossibleError(reason)
    _check_profile(action, payload)


def _registration(
    charge_point: ChargePoint, action: str, payload: Mapping[str, Any], *, pending: bool
) -> NotPossible | None:
    """Return why the registration forbids a request, None where it does not.

    Nothing is sent before BootNotification was answered: some charge points would reboot for ever (R12; lbbrhzn/ocpp 1503,
    evcc 27309).
    """
    if pending:
        return NotPossible.NOT_ACCEPTED if action in _NOT_WHILE_PENDING else None
    if not charge_point.accepted:
        return NotPossible.NOT_ACCEPTED
    quirks = quirks_of(charge_point)
    if action in quirks.never_answered:
        return NotPossible.NEVER_ANSWERED
    if action == "SendLocalList" and not quirks.list_entries_delete and _deletes(payload):
        return NotPossible.NEVER_ANSWERED
    if action == "ReserveNow" and quirks.reservations_start_charges:
        return NotPossible.RESERVATION_STARTS_CHARGE
    if action == "TriggerMessage" and payload.get("requestedMessage") == "BootNotification":
        return NotPossible.ALREADY_ACCEPTED  # R13
    return None


def _deletes(payload: Mapping[str, Any]) -> bool:
    """Whether a list has an entry without idTagInfo, or is none."""
    entries = payload.get(_LIST, [])
    return not isinstance(entries, list) or not all(
        isinstance(each, Mapping) and each.get("idTagInfo") for each in entries
    )


def as_understood(
    charge_point: ChargePoint, action: str, payload: dict[str, Any]
) -> dict[str, Any]:
    """Return a request as this charge point reads it: without the spelling that it knows, an update clears its list (C2EU Q25)."""
    if action == "SendLocalList" and quirks_of(charge_point).list_spelling_1_5:
        return payload | {_LIST_1_5: payload.get(_LIST, [])}
    return payload


def _connector(
    charge_point: ChargePoint, action: str, payload: Mapping[str, Any]
) -> NotPossible | None:
    connector_id = payload.get("connectorId")
    if connector_id is None or (connector_id == 0 and action in _FOR_STATION_TOO):
        return None
    if action in _FOR_KNOWN:
        possible = connector_id in known_connectors(charge_point)
    else:  # some models do not answer for a connector that they lack (C2EU section 4)
        possible = 0 < connector_id <= (quirks_of(charge_point).connectors or connector_id)
    return None if possible else NotPossible.UNKNOWN_CONNECTOR


def _check_profile(action: str, payload: Mapping[str, Any]) -> None:
    if action == "RemoteStartTransaction" and "chargingProfile" in payload:
        profile = payload["chargingProfile"]
        fits = _fits_start(profile)
    elif action == "SetChargingProfile":
        profile = payload["csChargingProfiles"]
        fits = _fits_connector(profile, payload["connectorId"])
    else:
        return
    if not fits:
        purpose = profile.get("chargingProfilePurpose", "")
        raise NotPossibleError(NotPossible.PROFILE_NOT_ALLOWED, purpose)
    if not _has_limits(profile["chargingSchedule"]):
        raise NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE)


def _has_limits(schedule: Mapping[str, Any]) -> bool:
    """Whether all limits of a schedule are possible: not 1-5 A (R29), nothing negative."""
    try:
        limits = [read_number(period["limit"]) for period in schedule["chargingSchedulePeriod"]]
    except ValueError:
        return False
    if schedule["chargingRateUnit"] == ChargingRateUnitType.amps:
        return all(map(is_limit, limits))
    return all(limit >= 0 for limit in limits)


def _fits_start(profile: Mapping[str, Any]) -> bool:
    """Whether RemoteStartTransaction may carry a profile: a TxProfile without transactionId (R23)."""
    purpose = profile.get("chargingProfilePurpose")
    return purpose == Purpose.tx_profile and profile.get("transactionId") is None


def _fits_connector(profile: Mapping[str, Any], connector_id: int) -> bool:
    """Whether a connector may have a profile (R23, R24): 0 any but TxProfile, others any but ChargePointMaxProfile.

    A TxProfile needs its transactionId.
    """
    purpose = profile.get("chargingProfilePurpose")
    if purpose == Purpose.charge_point_max_profile:
        return connector_id == 0
    if purpose == Purpose.tx_profile:
        return connector_id > 0 and profile.get("transactionId") is not None
    return True
