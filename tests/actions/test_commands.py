"""The services that send one OCPP command: what each sends, and what it returns."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator.scripted import Reply, ScriptedChargePoint
from tests.action_calls import PROFILE, SENT_PROFILE, call
from tests.certificates import root_pem
from tests.entity_states import charging_with_two_connectors

CONNECTOR_1 = {"device": 1}
CHARGE_POINT = {"device": 0}

HASH_DATA = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "ab12",
    "issuerKeyHash": "cd34",
    "serialNumber": "1f",
}
NAMED = {
    "hash_algorithm": "SHA256",
    "issuer_name_hash": "ab12",
    "issuer_key_hash": "cd34",
    "serial_number": "1f",
}

type Case = tuple[str, dict[str, Any], str, dict[str, Any], dict[str, Any], dict[str, Any]]

CASES: tuple[Case, ...] = (
    # service, data, action, what is sent, what is answered, the response
    (
        "remote_start_transaction",
        {"device": 2, "id_tag": "04A1B2C3D4E580"},
        "RemoteStartTransaction",
        {"connectorId": 2, "idTag": "04A1B2C3D4E580"},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "remote_start_transaction",
        {
            "device": 0,
            "connector_id": 2,
            "charging_profile": PROFILE | {"charging_profile_purpose": "tx_profile"},
        },
        "RemoteStartTransaction",
        {
            "connectorId": 2,
            "idTag": "HOMEASSISTANT",
            "chargingProfile": SENT_PROFILE | {"chargingProfilePurpose": "TxProfile"},
        },
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "unlock_connector",
        {"device": 2},
        "UnlockConnector",
        {"connectorId": 2},
        {"status": "Unlocked"},
        {"status": "Unlocked"},
    ),
    (
        "change_availability",
        {"device": 0, "type": "inoperative"},
        "ChangeAvailability",
        {"connectorId": 0, "type": "Inoperative"},
        {"status": "Scheduled"},
        {"status": "Scheduled"},
    ),
    (
        "change_availability",
        {"device": 1, "type": "Operative"},
        "ChangeAvailability",
        {"connectorId": 1, "type": "Operative"},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "get_configuration",
        {"device": 0, "key": ["HeartbeatInterval", "Nonsense"]},
        "GetConfiguration",
        {"key": ["HeartbeatInterval", "Nonsense"]},
        {
            "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
            "unknownKey": ["Nonsense"],
        },
        {
            "configuration_key": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
            "unknown_key": ["Nonsense"],
        },
    ),
    (
        "get_configuration",
        {"device": 0},
        "GetConfiguration",
        {},
        {"configurationKey": []},
        {"configuration_key": []},
    ),
    (
        "change_configuration",
        {"device": 0, "key": "AllowOfflineTxForUnknownId", "value": False},
        "ChangeConfiguration",
        {"key": "AllowOfflineTxForUnknownId", "value": "false"},
        {"status": "RebootRequired"},
        {"status": "RebootRequired"},
    ),
    (
        "clear_cache",
        {"device": 0},
        "ClearCache",
        {},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "get_installed_certificate_ids",
        {"device": 0, "certificate_type": "manufacturer_root_certificate"},
        "GetInstalledCertificateIds",
        {"certificateType": "ManufacturerRootCertificate"},
        {"status": "Accepted", "certificateHashData": [HASH_DATA]},
        {"status": "Accepted", "certificate_hash_data": [NAMED]},
    ),
    (
        "install_certificate",
        {"device": 0, "certificate": root_pem()},
        "InstallCertificate",
        {"certificateType": "CentralSystemRootCertificate", "certificate": root_pem()},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "delete_certificate",
        {"device": 0, **NAMED},
        "DeleteCertificate",
        {"certificateHashData": HASH_DATA},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "data_transfer",
        {"device": 0, "vendor_id": "V", "message_id": "M", "data": "D"},
        "DataTransfer",
        {"vendorId": "V", "messageId": "M", "data": "D"},
        {"status": "Accepted", "data": "42"},
        {"status": "Accepted", "data": "42"},
    ),
    (
        "trigger_message",
        {"device": 2, "requested_message": "meter_values"},
        "TriggerMessage",
        {"requestedMessage": "MeterValues", "connectorId": 2},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "trigger_message",
        {"device": 0, "requested_message": "Heartbeat"},
        "TriggerMessage",
        {"requestedMessage": "Heartbeat"},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "trigger_message",
        {"device": 0, "requested_message": "log_status_notification"},
        "ExtendedTriggerMessage",
        {"requestedMessage": "LogStatusNotification"},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "set_charging_profile",
        {"device": 1, "cs_charging_profiles": PROFILE},
        "SetChargingProfile",
        {"connectorId": 1, "csChargingProfiles": SENT_PROFILE},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "set_charging_profile",
        {"device": 0, "cs_charging_profiles": SENT_PROFILE},
        "SetChargingProfile",
        {"connectorId": 0, "csChargingProfiles": SENT_PROFILE},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
    (
        "clear_charging_profile",
        {"device": 1, "charging_profile_purpose": "tx_default_profile", "stack_level": 0},
        "ClearChargingProfile",
        {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 0},
        {"status": "Unknown"},
        {"status": "Unknown"},
    ),
    (
        "clear_charging_profile",
        {"device": 0, "id": 7},
        "ClearChargingProfile",
        {"id": 7},
        {"status": "Accepted"},
        {"status": "Accepted"},
    ),
)


@pytest.fixture
async def charge_point(hass: HomeAssistant) -> AsyncGenerator[ScriptedChargePoint]:
    """A charger with two connectors; a car charges at the first."""
    async with charging_with_two_connectors(hass) as (_, charge_point):
        yield charge_point


def once(answer: dict[str, Any], requests: list[dict[str, Any]]) -> Reply:
    """Answer, and note what was asked."""

    def reply(payload: dict[str, Any]) -> dict[str, Any]:
        requests.append(payload)
        return answer

    return reply


@pytest.mark.parametrize(
    ("service", "data", "action", "sent", "answer", "response"),
    CASES,
    ids=[f"{case[0]} {index}" for index, case in enumerate(CASES)],
)
async def test_a_command_is_sent_and_its_answer_returned(
    hass: HomeAssistant,
    charge_point: ScriptedChargePoint,
    service: str,
    data: dict[str, Any],
    action: str,
    sent: dict[str, Any],
    answer: dict[str, Any],
    response: dict[str, Any],
) -> None:
    requests: list[dict[str, Any]] = []
    charge_point.auto_reply(action, once(answer, requests))
    assert await call(hass, service, **data) == response
    assert requests == [sent]
