"""OCPP messages that are made of sessions, for back ends."""

from dataclasses import replace
from typing import Any

from ocpp.messages import MessageType, get_validator
import pytest

from custom_components.plug_control.central_system.ledger.session_messages import (
    session_messages,
    start_of,
    stop_of,
    transaction_id_of,
)
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.signed_reading import SignedReading

from .conftest import NOW, after

SESSION = Session(
    session_id=7,
    transaction_id=7,
    charge_point_id="CP-1",
    connector_id=2,
    id_tag="CARD",
    started_at=NOW,
    stopped_at=after(5400),
    meter_start_wh=1000.4,
    meter_stop_wh=8000.6,
    energy_wh=7000.2,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=StopReason.EV_DISCONNECTED,
    hourly_wh=(4000.0, 7000.0),
)


def test_a_session_is_a_start_and_a_stop_with_its_hours_and_signed_values() -> None:
    signed = [
        SignedReading(data="OCMF|1", context="Transaction.Begin", at=NOW, received=NOW),
        SignedReading(data="OCMF|2", context="Transaction.End", at=None, received=after(5401)),
    ]
    (_, start), (_, stop) = messages = session_messages(SESSION, signed)
    assert [action for action, _ in messages] == ["StartTransaction", "StopTransaction"]
    assert start == {
        "connectorId": 2,
        "idTag": "CARD",
        "meterStart": 1000,
        "timestamp": "2026-03-14T10:00:00Z",
    }
    register = "Energy.Active.Import.Register"
    assert stop == {
        "transactionId": 7,
        "meterStop": 8001,
        "timestamp": "2026-03-14T11:30:00Z",
        "reason": "EVDisconnected",
        "transactionData": [
            {
                "timestamp": at,
                "sampledValue": [{"measurand": register, **sample}],
            }
            for at, sample in (
                (
                    "2026-03-14T10:00:00Z",
                    {"value": "OCMF|1", "context": "Transaction.Begin", "format": "SignedData"},
                ),
                (
                    "2026-03-14T11:00:00Z",
                    {"value": "5000", "context": "Sample.Clock", "unit": "Wh"},
                ),
                (
                    "2026-03-14T11:30:01Z",
                    {"value": "OCMF|2", "context": "Transaction.End", "format": "SignedData"},
                ),
            )
        ],
    }


def test_a_running_session_is_a_start() -> None:
    running = replace(SESSION, stopped_at=None, meter_stop_wh=None)
    assert [action for action, _ in session_messages(running)] == ["StartTransaction"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"meter_start_wh": None}, (1000, 8001)),
        ({"meter_start_wh": None, "meter_stop_wh": 100.0}, (0, 100)),
        ({"meter_stop_wh": None}, (1000, 8000)),
        ({"meter_start_wh": None, "meter_stop_wh": None}, (0, 7000)),
    ],
)
def test_a_register_that_is_not_known_keeps_the_energy_right(
    changes: dict[str, Any], expected: tuple[int, int]
) -> None:
    session = replace(SESSION, **changes)
    assert (start_of(session)["meterStart"], stop_of(session)["meterStop"]) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stop_reason": StopReason.CAR_FULL}, "Other"),
        ({"stop_reason": StopReason.UNLOCK}, "UnlockCommand"),
        ({"stop_reason": None}, "Other"),
        ({"stop_reason": None, "refused": "Invalid", "provisional": True}, "DeAuthorized"),
        ({"refused": "Invalid"}, "EVDisconnected"),
    ],
)
def test_reasons_are_the_standards(changes: dict[str, Any], expected: str) -> None:
    assert stop_of(replace(SESSION, **changes))["reason"] == expected


@pytest.mark.parametrize("reason", [None, *StopReason])
def test_a_session_of_which_little_is_known_is_still_valid(reason: StopReason | None) -> None:
    session = replace(
        SESSION,
        transaction_id=None,
        connector_id=None,
        id_tag=None,
        started_at=None,
        stop_reason=reason,
        hourly_wh=(),
    )
    assert transaction_id_of(session) == 7
    for action, payload in session_messages(session):
        get_validator(MessageType.Call, action, "1.6").validate(payload)
    assert "transactionData" not in stop_of(session)
    assert start_of(session)["timestamp"] == stop_of(session)["timestamp"]
