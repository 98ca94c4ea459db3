"""Register the actions."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.util.json import JsonObjectType
from ocpp.v16.enums import ResetType, UpdateType
import voluptuous as vol

from .actions.back_ends import (
    REPORT_AGAIN_FIELDS,
    SETTLE_FIELDS,
    async_let_go_session,
    async_report_again,
    async_resend_session,
)
from .actions.check_up import (
    START_FIELDS,
    async_get_check_up,
    async_start_check_up,
    async_stop_check_up,
)
from .actions.commands import COMMANDS, USER, CommandService, answer_as_response
from .actions.composite import COMPOSITE_FIELDS, async_get_composite_schedule
from .actions.corrections import (
    CORRECT_FIELDS,
    SESSION_FIELDS,
    async_correct_session,
    async_get_session,
)
from .actions.documents import (
    DELETE_FIELDS,
    DOCUMENTS_FIELDS,
    EXPORT_FIELDS,
    async_delete_document,
    async_export_sessions,
    async_get_documents,
)
from .actions.fields import CONNECTOR, TARGET, Fields, choice
from .actions.grid_signal import GRID_SIGNAL_FIELDS, async_export_grid_signal
from .actions.ledger import async_export_ledger, async_import_ledger
from .actions.maintenance import (
    GET_LOG_FIELDS,
    UPDATE_FIRMWARE_FIELDS,
    async_get_log,
    async_update_firmware,
)
from .actions.plan_preview import PREVIEW_FIELDS, async_preview_plan
from .actions.privacy import (
    ERASE_FIELDS,
    PERSON_FIELDS,
    async_anonymise_sessions,
    async_delete_sessions,
    async_export_person,
)
from .actions.queries import (
    DASHBOARD_FIELDS,
    SESSIONS_FIELDS,
    TRANSACTIONS_FIELDS,
    async_get_dashboard,
    async_get_sessions,
    async_get_transactions,
)
from .actions.reservations import (
    CANCEL_FIELDS,
    RESERVATIONS_FIELDS,
    RESERVE_FIELDS,
    async_cancel_reservation,
    async_get_reservations,
    async_reserve,
)
from .actions.rights import require_permission
from .actions.session_totals import TOTALS_FIELDS, async_get_session_totals
from .actions.signed_values import SIGNED_VALUES_FIELDS, async_get_signed_values
from .actions.targets import ServiceTarget, async_get_target
from .central_system.wire import CommandError
from .exceptions import home_assistant_error
from .permissions import ACTIONS, Caller, Permission, async_register_action

type SendAction = Callable[[ServiceTarget, ServiceCall], Coroutine[Any, Any, JsonObjectType]]
type AskAction = Callable[[Caller, ServiceCall], Coroutine[Any, Any, JsonObjectType]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetedService:
    """An action on one charge point or connector."""

    fields: Fields
    send: SendAction


async def _reset(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Restart the charge point, and accept one that restarts without an answer (C2EU Q27); raises CommandError."""
    hard = service_call.data["type"] is ResetType.hard
    await target.coordinator.central_system.commands.reset(target.charge_point_id, hard)
    return {"status": "Accepted"}


async def _set_limit(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Set the user's limit of a connector (A per phase) and return the limits in force; smart charging may allow less."""
    connector_id = target.require_connector_id()
    await target.coordinator.central_system.limits.set_limit(
        target.charge_point_id, connector_id, service_call.data["limit_a"]
    )
    limit = target.coordinator.charge_point.connector(connector_id).limit
    smart = limit.smart
    return {
        "wanted_a": limit.wanted_a,
        "smart_a": None if smart is None else smart.limit_a,
        "back_end_a": limit.ceiling_a,
        "applied_a": limit.applied_a,
        "phases": None if smart is None else smart.phases,
    }


async def _send_local_list(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Send the registered cards to the charge point's own list; return what it has then. Raises CommandError."""
    held = await target.coordinator.central_system.local_lists.send(
        target.charge_point_id, full=service_call.data["update_type"] is UpdateType.full
    )
    return {"list_version": held.version, "cards": len(held.entries or ())}


async def _send_command(
    command: CommandService, target: ServiceTarget, service_call: ServiceCall
) -> JsonObjectType:
    """Send an OCPP command and return the charge point's answer; raises CommandError."""
    message = command.message_fn(target, {**service_call.data, USER: service_call.context.user_id})
    commands = target.coordinator.central_system.user_commands
    return answer_as_response(
        await commands.carry_out(
            target.charge_point_id, message, user_id=service_call.context.user_id
        )
    )


TARGETED: Mapping[str, TargetedService] = {
    **{
        name: TargetedService(fields=command.fields, send=partial(_send_command, command))
        for name, command in COMMANDS.items()
    },
    "reset": TargetedService(fields={vol.Required("type"): choice(ResetType)}, send=_reset),
    "send_local_list": TargetedService(
        fields={vol.Optional("update_type", default=UpdateType.full): choice(UpdateType)},
        send=_send_local_list,
    ),
    "check_up": TargetedService(fields=START_FIELDS, send=async_start_check_up),
    "get_check_up": TargetedService(fields=CONNECTOR, send=async_get_check_up),
    "stop_check_up": TargetedService(fields=CONNECTOR, send=async_stop_check_up),
    "get_log": TargetedService(fields=GET_LOG_FIELDS, send=async_get_log),
    "update_firmware": TargetedService(fields=UPDATE_FIRMWARE_FIELDS, send=async_update_firmware),
    "set_limit": TargetedService(
        fields={
            **CONNECTOR,
            vol.Required("limit_a"): vol.All(vol.Coerce(float), vol.Range(min=0)),
        },
        send=_set_limit,
    ),
}

QUERIES: Mapping[str, tuple[Fields, AskAction, SupportsResponse]] = {
    "get_sessions": (SESSIONS_FIELDS, async_get_sessions, SupportsResponse.ONLY),
    "get_session": (SESSION_FIELDS, async_get_session, SupportsResponse.ONLY),
    "get_session_totals": (TOTALS_FIELDS, async_get_session_totals, SupportsResponse.ONLY),
    "correct_session": (CORRECT_FIELDS, async_correct_session, SupportsResponse.OPTIONAL),
    "get_transactions": (TRANSACTIONS_FIELDS, async_get_transactions, SupportsResponse.ONLY),
    "preview_plan": (PREVIEW_FIELDS, async_preview_plan, SupportsResponse.ONLY),
    "get_dashboard": (DASHBOARD_FIELDS, async_get_dashboard, SupportsResponse.ONLY),
    "get_composite_schedule": (
        COMPOSITE_FIELDS,
        async_get_composite_schedule,
        SupportsResponse.ONLY,
    ),
    "get_reservations": (RESERVATIONS_FIELDS, async_get_reservations, SupportsResponse.ONLY),
    "reserve": (RESERVE_FIELDS, async_reserve, SupportsResponse.OPTIONAL),
    "cancel_reservation": (CANCEL_FIELDS, async_cancel_reservation, SupportsResponse.OPTIONAL),
    "get_signed_values": (SIGNED_VALUES_FIELDS, async_get_signed_values, SupportsResponse.ONLY),
    "export_sessions": (EXPORT_FIELDS, async_export_sessions, SupportsResponse.OPTIONAL),
    "get_documents": (DOCUMENTS_FIELDS, async_get_documents, SupportsResponse.ONLY),
    "delete_document": (DELETE_FIELDS, async_delete_document, SupportsResponse.OPTIONAL),
    "export_ledger": (TARGET, async_export_ledger, SupportsResponse.OPTIONAL),
    "export_grid_signal": (
        GRID_SIGNAL_FIELDS,
        async_export_grid_signal,
        SupportsResponse.OPTIONAL,
    ),
    "import_ledger": (TARGET, async_import_ledger, SupportsResponse.OPTIONAL),
    "report_again": (REPORT_AGAIN_FIELDS, async_report_again, SupportsResponse.OPTIONAL),
    "resend_session": (SETTLE_FIELDS, async_resend_session, SupportsResponse.OPTIONAL),
    "let_go_session": (SETTLE_FIELDS, async_let_go_session, SupportsResponse.OPTIONAL),
    "anonymise_sessions": (ERASE_FIELDS, async_anonymise_sessions, SupportsResponse.ONLY),
    "delete_sessions": (ERASE_FIELDS, async_delete_sessions, SupportsResponse.ONLY),
    "export_person": (PERSON_FIELDS, async_export_person, SupportsResponse.ONLY),
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions once, independent of config entries (quality scale: action-setup)."""
    for name, service in TARGETED.items():
        async_register_action(
            hass,
            name,
            partial(_async_handle, service, ACTIONS[name]),
            vol.Schema({**TARGET, **service.fields}),
            SupportsResponse.OPTIONAL,
        )
    for name, (fields, ask, answers) in QUERIES.items():
        async_register_action(hass, name, ask, vol.Schema(fields), answers)


async def _async_handle(
    service: TargetedService, permission: Permission, caller: Caller, service_call: ServiceCall
) -> ServiceResponse:
    """Check the caller's rights and carry an action out; raises Unauthorized or a translated HomeAssistantError."""
    target = async_get_target(service_call.hass, service_call.data)
    require_permission(caller, permission, target, service_call.data)
    try:
        return await service.send(target, service_call)
    except CommandError as error:
        raise home_assistant_error(error, target.coordinator.name) from error
