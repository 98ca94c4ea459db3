"""Actions that send one OCPP command each, as a table of fields and messages."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile
from ocpp.v16.enums import (
    AvailabilityType,
    CertificateUse,
    ChargingProfilePurposeType,
    HashAlgorithm,
    MessageTrigger,
)
import voluptuous as vol

from custom_components.plug_control.const import CONF_ID_TAG, DOMAIN
from custom_components.plug_control.texts.spelling import snake_keys

from .fields import (
    CONNECTOR,
    Fields,
    certificate,
    charging_profile,
    choice,
    configuration_value,
    text,
    whole,
)
from .targets import ServiceTarget

type Data = Mapping[str, Any]
USER = "user_id"
"""The key of the calling user's id in `Data`, beside the action's fields."""

TRIGGERS = (
    MessageTrigger.boot_notification,
    MessageTrigger.diagnostics_status_notification,
    MessageTrigger.firmware_status_notification,
    MessageTrigger.heartbeat,
    MessageTrigger.meter_values,
    MessageTrigger.status_notification,
)
"""The messages that TriggerMessage can request (OCPP 1.6, 7.32)."""
EXTENDED_TRIGGERS = (
    MessageTrigger.log_status_notification,
    MessageTrigger.sign_charge_point_certificate,
)
"""The messages that only ExtendedTriggerMessage can request (security whitepaper)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandService:
    """An action that sends one OCPP command; `message_fn` returns the `ocpp.v16.call` message."""

    fields: Fields = field(default_factory=dict)
    message_fn: Callable[[ServiceTarget, Data], Any]


def _remote_start(target: ServiceTarget, data: Data) -> call.RemoteStartTransaction:
    coordinator = target.coordinator
    return call.RemoteStartTransaction(
        id_tag=data.get(CONF_ID_TAG)
        or coordinator.central_system.commands.remote_id_tag(
            coordinator.charge_point, data.get(USER)
        ),
        connector_id=target.only_connector_id,
        charging_profile=data.get("charging_profile"),
    )


def _remote_stop(target: ServiceTarget, data: Data) -> call.RemoteStopTransaction:
    return call.RemoteStopTransaction(
        transaction_id=data.get("transaction_id") or _running_transaction_id(target)
    )


def _trigger_message(
    target: ServiceTarget, data: Data
) -> call.TriggerMessage | call.ExtendedTriggerMessage:
    requested = data["requested_message"]
    kind = call.ExtendedTriggerMessage if requested in EXTENDED_TRIGGERS else call.TriggerMessage
    return kind(requested_message=requested, connector_id=target.connector_id)


def _set_charging_profile(target: ServiceTarget, data: Data) -> call.SetChargingProfile:
    """Return the message; a TxProfile needs one connector and its transaction (R23), others may be for the charge point."""
    profile: ChargingProfile = data["cs_charging_profiles"]
    connector_id = target.connector_id or 0
    if profile.charging_profile_purpose is ChargingProfilePurposeType.tx_profile:
        connector_id = target.require_connector_id()
        if profile.transaction_id is None:
            running = _running_transaction_id(replace(target, connector_id=connector_id))
            profile = replace(profile, transaction_id=running)
    return call.SetChargingProfile(connector_id=connector_id, cs_charging_profiles=profile)


def _running_transaction_id(target: ServiceTarget) -> int:
    """Return the id of the target's only running transaction; raises ServiceValidationError if it has none or several."""
    transactions = [
        connector.transaction.transaction_id
        for connector_id, connector in target.coordinator.charge_point.connectors.items()
        if connector.transaction and target.only_connector_id in {None, connector_id}
    ]
    if len(transactions) != 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="several_transactions" if transactions else "no_transaction",
            translation_placeholders={"charge_point": target.coordinator.name},
        )
    return transactions[0]


def _delete_certificate(target: ServiceTarget, data: Data) -> call.DeleteCertificate:
    names = ("hash_algorithm", "issuer_name_hash", "issuer_key_hash", "serial_number")
    return call.DeleteCertificate(certificate_hash_data={name: data[name] for name in names})


_CERTIFICATE_TYPE: Fields = {
    vol.Optional(
        "certificate_type", default=CertificateUse.central_system_root_certificate
    ): choice(CertificateUse)
}

COMMANDS: Mapping[str, CommandService] = {
    "remote_start_transaction": CommandService(
        fields={
            **CONNECTOR,
            vol.Optional(CONF_ID_TAG): text(20),
            vol.Optional("charging_profile"): charging_profile,
        },
        message_fn=_remote_start,
    ),
    "remote_stop_transaction": CommandService(
        fields={**CONNECTOR, vol.Optional("transaction_id"): whole(1)},
        message_fn=_remote_stop,
    ),
    "unlock_connector": CommandService(
        fields=CONNECTOR,
        message_fn=lambda target, data: call.UnlockConnector(
            connector_id=target.require_connector_id()
        ),
    ),
    "change_availability": CommandService(
        fields={**CONNECTOR, vol.Required("type"): choice(AvailabilityType)},
        message_fn=lambda target, data: call.ChangeAvailability(
            connector_id=target.connector_id or 0, type=data["type"]
        ),
    ),
    "get_configuration": CommandService(
        fields={vol.Optional("key"): vol.All(cv.ensure_list, [text(50)])},
        message_fn=lambda target, data: call.GetConfiguration(key=data.get("key") or None),
    ),
    "change_configuration": CommandService(
        fields={vol.Required("key"): text(50), vol.Required("value"): configuration_value},
        message_fn=lambda target, data: call.ChangeConfiguration(
            key=data["key"], value=data["value"]
        ),
    ),
    "get_local_list_version": CommandService(
        message_fn=lambda target, data: call.GetLocalListVersion()
    ),
    "get_installed_certificate_ids": CommandService(
        fields=_CERTIFICATE_TYPE,
        message_fn=lambda target, data: call.GetInstalledCertificateIds(
            certificate_type=data["certificate_type"]
        ),
    ),
    "install_certificate": CommandService(
        fields={**_CERTIFICATE_TYPE, vol.Required("certificate"): certificate},
        message_fn=lambda target, data: call.InstallCertificate(
            certificate_type=data["certificate_type"], certificate=data["certificate"]
        ),
    ),
    "delete_certificate": CommandService(
        fields={
            vol.Required("hash_algorithm"): choice(HashAlgorithm),
            **{vol.Required(name): text(128) for name in ("issuer_name_hash", "issuer_key_hash")},
            vol.Required("serial_number"): text(40),
        },
        message_fn=_delete_certificate,
    ),
    "clear_cache": CommandService(message_fn=lambda target, data: call.ClearCache()),
    "data_transfer": CommandService(
        fields={
            vol.Required("vendor_id"): text(255),
            vol.Optional("message_id"): text(50),
            vol.Optional("data"): cv.string,
        },
        message_fn=lambda target, data: call.DataTransfer(
            vendor_id=data["vendor_id"],
            message_id=data.get("message_id"),
            data=data.get("data"),
        ),
    ),
    "trigger_message": CommandService(
        fields={
            **CONNECTOR,
            vol.Required("requested_message"): choice((*TRIGGERS, *EXTENDED_TRIGGERS)),
        },
        message_fn=_trigger_message,
    ),
    "set_charging_profile": CommandService(
        fields={**CONNECTOR, vol.Required("cs_charging_profiles"): charging_profile},
        message_fn=_set_charging_profile,
    ),
    "clear_charging_profile": CommandService(
        fields={
            **CONNECTOR,
            vol.Optional("id"): vol.Coerce(int),
            vol.Optional("charging_profile_purpose"): choice(ChargingProfilePurposeType),
            vol.Optional("stack_level"): whole(),
        },
        message_fn=lambda target, data: call.ClearChargingProfile(
            id=data.get("id"),
            connector_id=target.connector_id,
            charging_profile_purpose=data.get("charging_profile_purpose"),
            stack_level=data.get("stack_level"),
        ),
    ),
}


def answer_as_response(answer: Any) -> JsonObjectType:
    """Return an `ocpp.v16.call_result` as an action's response: keys in snake case, without absent fields."""
    fields: dict[str, Any] = asdict(answer)
    response: JsonObjectType = snake_keys(
        {name: value for name, value in fields.items() if value is not None}
    )
    return response
