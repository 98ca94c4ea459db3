"""Answers to our CALLs: tolerant, and an error only where what they must have is missing."""

from dataclasses import fields
import json
from typing import Any

from hypothesis import given, settings, strategies as st
from ocpp.v16 import call_result
from ocpp.v16.enums import DataTransferStatus
import pytest

from custom_components.plug_control.protocol.errors import AnswerUnreadableError
from custom_components.plug_control.protocol.messages import action_of, read_answer
from custom_components.plug_control.protocol.outgoing import MAX_CONFIGURATION_KEYS

from .test_outgoing import FROM_CENTRAL_SYSTEMS, NOON_TEXT


@pytest.mark.parametrize(
    ("action", "payload", "answer"),
    [
        ("Reset", {"status": "Accepted"}, call_result.Reset(status="Accepted")),  # type: ignore[arg-type]
        ("Reset", {"STATUS": "accepted", "x": 1}, call_result.Reset(status="Accepted")),  # type: ignore[arg-type]
        ("UnlockConnector", {"status": "Jammed"}, call_result.UnlockConnector(status="Jammed")),  # type: ignore[arg-type]
        ("UpdateFirmware", {}, call_result.UpdateFirmware()),
        ("GetDiagnostics", {}, call_result.GetDiagnostics()),
        ("GetDiagnostics", {"fileName": "a.zip"}, call_result.GetDiagnostics(file_name="a.zip")),
        ("GetLocalListVersion", {"listVersion": "-1"}, call_result.GetLocalListVersion(-1)),
        (
            "GetConfiguration",
            {"configurationKey": "x", "unknownKey": 7},
            call_result.GetConfiguration(),
        ),
        (
            "DataTransfer",
            {"status": "Accepted", "data": "d"},
            call_result.DataTransfer(status=DataTransferStatus.accepted, data="d"),
        ),
    ],
)
def test_answers_are_read_tolerantly(action: str, payload: dict[str, Any], answer: object) -> None:
    assert read_answer(action, payload) == answer


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("SetChargingProfile", {}),
        ("Reset", {"status": None}),
        ("Reset", {"status": []}),
        ("GetLocalListVersion", {"listVersion": "x"}),
    ],
)
def test_an_answer_without_what_it_must_have_is_unreadable(
    action: str, payload: dict[str, Any]
) -> None:
    with pytest.raises(AnswerUnreadableError, match="the answer has no"):
        read_answer(action, payload)


def test_configuration_keys_are_read_one_by_one() -> None:
    answer = read_answer(
        "GetConfiguration",
        {
            "configurationKey": [
                {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
                {"key": "NumberOfConnectors", "readonly": "true", "value": 1},
                {"Key": "LocalPreAuthorize", "value": True},
                {"key": "MeterValuesSampledData", "readonly": None, "value": ""},
                {"key": "Blank"},
                {"key": None},
                "x",
            ],
            "unknownKey": ["Foo", None, 7],
        },
    )
    assert answer.configuration_key == [
        {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
        {"key": "NumberOfConnectors", "readonly": True, "value": "1"},
        {"key": "LocalPreAuthorize", "readonly": False, "value": "true"},
        {"key": "MeterValuesSampledData", "readonly": False, "value": ""},
        {"key": "Blank", "readonly": False, "value": None},
    ]
    assert answer.unknown_key == ["Foo", "7"]


def test_attack_configuration_without_end_is_cut() -> None:
    entry = {"key": "k" * 1000, "value": "v" * 5000}
    answer = read_answer("GetConfiguration", {"configurationKey": [entry] * 5000})
    assert len(answer.configuration_key) == MAX_CONFIGURATION_KEYS
    assert len(answer.configuration_key[0]["key"]) == 255
    assert len(answer.configuration_key[0]["value"]) == 4096


def test_a_schedule_is_read_with_the_names_that_the_rest_has() -> None:
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"inner": deep}
    answer = read_answer(
        "GetCompositeSchedule",
        {
            "status": "Accepted",
            "connectorId": 1,
            "scheduleStart": NOON_TEXT,
            "chargingSchedule": {
                "chargingRateUnit": "A\n",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.1, "x": float("nan")}],
                "isDefault": True,
                "deep": deep,
            },
        },
    )
    assert answer.connector_id == 1
    assert answer.schedule_start == NOON_TEXT
    schedule = answer.charging_schedule
    assert schedule["charging_rate_unit"] == "A"
    assert schedule["charging_schedule_period"] == [{"start_period": 0, "limit": 16.1, "x": None}]
    assert schedule["is_default"] is True
    assert json.dumps(schedule).count("inner") < 10
    assert read_answer("GetCompositeSchedule", {"status": "Rejected"}).charging_schedule is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(FROM_CENTRAL_SYSTEMS)),
    st.dictionaries(
        st.sampled_from(["status", "configurationKey", "unknownKey", "chargingSchedule", "data"])
        | st.text(max_size=8),
        ANYTHING,
    ),
)
def test_whatever_comes_an_answer_or_an_error_results(action: str, payload: dict[str, Any]) -> None:
    try:
        answer = read_answer(action, payload)
    except AnswerUnreadableError:
        return
    assert action_of(answer) == action
    assert all(hasattr(answer, field.name) for field in fields(answer))
