"""Messages without meaning: the standard's codes, and nothing else for whatever comes."""

from typing import Any

from hypothesis import given, settings, strategies as st
from ocpp.v16.enums import Action
import pytest

from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.messages import BootNotification, read

from .test_reading import start, status

FROM_CHARGE_POINTS = [
    "Authorize",
    "BootNotification",
    "DataTransfer",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "LogStatusNotification",
    "MeterValues",
    "SecurityEventNotification",
    "SignCertificate",
    "SignedFirmwareStatusNotification",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
]


def refusal_of(action: str, payload: dict[str, Any]) -> PayloadError:
    with pytest.raises(PayloadError) as caught:
        read(action, payload)
    return caught.value


@pytest.mark.parametrize(
    ("action", "payload", "code", "field"),
    [
        ("Authorize", {}, "OccurenceConstraintViolation", "idTag"),
        ("Authorize", {"idTag": None}, "OccurenceConstraintViolation", "idTag"),
        ("Authorize", {"idTag": ["A"]}, "TypeConstraintViolation", "idTag"),
        ("StatusNotification", {}, "OccurenceConstraintViolation", "connectorId"),
        ("StatusNotification", {"connectorId": "x"}, "TypeConstraintViolation", "connectorId"),
        ("StatusNotification", {"connectorId": -1}, "PropertyConstraintViolation", "connectorId"),
        (
            "StatusNotification",
            {"connectorId": 10**9},
            "PropertyConstraintViolation",
            "connectorId",
        ),
        ("StatusNotification", {"connectorId": 1}, "OccurenceConstraintViolation", "status"),
        (
            "StatusNotification",
            {"connectorId": 1, "status": {}},
            "TypeConstraintViolation",
            "status",
        ),
        (
            "StatusNotification",
            {"connectorId": 1, "status": "Asleep"},
            "PropertyConstraintViolation",
            "status",
        ),
        ("StartTransaction", {"idTag": "A"}, "OccurenceConstraintViolation", "connectorId"),
        ("FirmwareStatusNotification", {}, "OccurenceConstraintViolation", "status"),
        ("DiagnosticsStatusNotification", {"status": ""}, "OccurenceConstraintViolation", "status"),
        ("LogStatusNotification", {}, "OccurenceConstraintViolation", "status"),
        ("SecurityEventNotification", {}, "OccurenceConstraintViolation", "type"),
        ("SignCertificate", {"csr": 7}, "TypeConstraintViolation", "csr"),
        ("SignCertificate", {"csr": ""}, "OccurenceConstraintViolation", "csr"),
        ("SignedFirmwareStatusNotification", {}, "OccurenceConstraintViolation", "status"),
    ],
)
def test_r8_missing_meaning_has_the_standards_code(
    action: str, payload: dict[str, Any], code: str, field: str
) -> None:
    refusal = refusal_of(action, payload)
    assert (refusal.code, refusal.field) == (code, field)


@pytest.mark.parametrize("action", ["Nonsense", "", "x" * 10_000, "NotifyEvent"])
def test_r8_unknown_action_is_not_implemented(action: str) -> None:
    refusal = refusal_of(action, {})
    assert refusal.code is ErrorCode.NOT_IMPLEMENTED
    assert len(refusal.description) < 100
    assert refusal.description.isprintable()


@pytest.mark.parametrize("action", sorted(set(map(str, Action)) - set(FROM_CHARGE_POINTS)))
def test_r8_an_action_of_the_central_system_is_not_supported(action: str) -> None:
    assert refusal_of(action, {}).code is ErrorCode.NOT_SUPPORTED


def test_attack_html_in_texts_is_plain_text_without_control_characters() -> None:
    boot = read("BootNotification", {"chargePointVendor": "<img src=x onerror=alert(1)>\r\n"})
    assert isinstance(boot, BootNotification)
    assert boot.charge_point_vendor == "<img src=x onerror=alert(1)>"


def test_attack_overlong_fields_are_cut() -> None:
    huge = "x" * 1_000_000
    boot = read("BootNotification", {"chargePointVendor": huge, "firmwareVersion": huge})
    assert isinstance(boot, BootNotification)
    assert len(boot.charge_point_vendor) == len(boot.firmware_version or "") == 255
    assert len(status(info=huge).info or "") == 500
    assert len(start(idTag=huge).id_tag) == 255


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    [
        "connectorId",
        "status",
        "idTag",
        "errorCode",
        "timestamp",
        "meterStart",
        "meterStop",
        "transactionId",
        "transactionData",
        "meterValue",
        "vendorId",
        "data",
        "csr",
        "type",
        "requestId",
        "CONNECTORID",
    ]
)


NEVER_REFUSED = {
    "BootNotification",
    "DataTransfer",
    "Heartbeat",
    "MeterValues",
    "StopTransaction",
}


def outcome_of(action: str, payload: dict[str, Any]) -> object:
    try:
        return read(action, payload)
    except PayloadError as err:
        return err


@settings(max_examples=150)
@given(st.sampled_from(FROM_CHARGE_POINTS), st.dictionaries(FIELDS | st.text(), ANYTHING))
def test_whatever_comes_a_message_or_a_refusal_results(
    action: str, payload: dict[str, Any]
) -> None:
    outcome = outcome_of(action, payload)
    if isinstance(outcome, PayloadError):
        assert outcome.field is not None
        assert action not in NEVER_REFUSED
    else:
        assert type(outcome).__name__ == action
