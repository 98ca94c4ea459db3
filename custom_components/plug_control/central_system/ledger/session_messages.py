"""OCPP messages made of a session of the ledger: for back ends that are to hear of it without the charger's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from custom_components.plug_control.model.hours import hour_of
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import format_timestamp

type Payload = dict[str, Any]

_REGISTER = "Energy.Active.Import.Register"
_REASONS = {
    StopReason.LOCAL: "Local",
    StopReason.REMOTE: "Remote",
    StopReason.EV_DISCONNECTED: "EVDisconnected",
    StopReason.POWER_LOSS: "PowerLoss",
    StopReason.REBOOT: "Reboot",
    StopReason.HARD_RESET: "HardReset",
    StopReason.SOFT_RESET: "SoftReset",
    StopReason.RESET: "SoftReset",
    StopReason.EMERGENCY_STOP: "EmergencyStop",
    StopReason.DEAUTHORIZED: "DeAuthorized",
    StopReason.UNLOCK: "UnlockCommand",
}
"""OCPP's reasons; Other for what it does not have (a full car) and for what nobody told."""


def transaction_id_of(session: Session | Transaction) -> int:
    """Return our id of the transaction; that of the session where its charger named none."""
    return session.session_id if session.transaction_id is None else session.transaction_id


def session_messages(
    session: Session, signed: Iterable[SignedReading] = ()
) -> list[tuple[str, Payload]]:
    """Return the messages that tell a session, as action and payload: StartTransaction and, where it ended, StopTransaction."""
    messages = [("StartTransaction", start_of(session))]
    if session.stopped_at is not None:
        messages.append(("StopTransaction", stop_of(session, signed)))
    return messages


def start_of(session: Session) -> Payload:
    """Return the StartTransaction of a session; at connector 1 where its start is not known, with the energy before its end."""
    began = session.started_at or session.stopped_at
    assert began is not None
    return {
        "connectorId": session.connector_id or 1,
        "idTag": session.id_tag or "",
        "meterStart": _start_wh(session),
        "timestamp": format_timestamp(began),
    }


def stop_of(session: Session, signed: Iterable[SignedReading] = ()) -> Payload:
    """Return the StopTransaction of an ended session, with its signed values and its register at full hours."""
    assert session.stopped_at is not None
    meter_stop_wh = session.meter_stop_wh
    if meter_stop_wh is None:
        meter_stop_wh = _start_wh(session) + session.energy_wh
    payload: Payload = {
        "transactionId": transaction_id_of(session),
        "meterStop": round(meter_stop_wh),
        "timestamp": format_timestamp(session.stopped_at),
        "reason": _reason(session),
    }
    elements = [_signed(each) for each in signed] + _hours(session)
    elements.sort(key=lambda each: each[0])
    if elements:
        payload["transactionData"] = [
            {"timestamp": format_timestamp(at), "sampledValue": [sample]} for at, sample in elements
        ]
    return payload


def _start_wh(session: Session) -> int:
    """Return the register at the start; where that is not known, such that the energy is right."""
    if session.meter_start_wh is not None:
        return round(session.meter_start_wh)
    if session.meter_stop_wh is not None:
        return max(0, round(session.meter_stop_wh - session.energy_wh))
    return 0


def _reason(session: Session) -> str:
    if session.refused is not None and session.provisional:
        return "DeAuthorized"
    return "Other" if session.stop_reason is None else _REASONS.get(session.stop_reason, "Other")


def _hours(session: Session) -> list[tuple[datetime, Payload]]:
    """Return the register at each full hour of the session."""
    if session.started_at is None or session.stopped_at is None:
        return []
    start_wh, first = _start_wh(session), hour_of(session.started_at)
    hours = [
        (first + number * timedelta(hours=1), wh)
        for number, wh in enumerate(session.hourly_wh, start=1)
    ]
    return [
        (
            at,
            {
                "value": str(round(start_wh + wh)),
                "context": "Sample.Clock",
                "measurand": _REGISTER,
                "unit": "Wh",
            },
        )
        for at, wh in hours
        if at < session.stopped_at
    ]


def _signed(reading: SignedReading) -> tuple[datetime, Payload]:
    sample = {
        "value": reading.data,
        "context": reading.context,
        "format": "SignedData",
        "measurand": _REGISTER,
    }
    return reading.at or reading.received, sample
