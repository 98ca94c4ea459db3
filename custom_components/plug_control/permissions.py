"""Permissions: tables of all actions, websocket commands and pages, with the rights that each needs.

Home Assistant checks only the entities that an entity action names; an integration checks its own actions, websocket
commands and pages. What is not in these tables cannot be registered, and a test says so.
"""

from collections.abc import Callable, Container, Coroutine, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL, POLICY_READ
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import require_admin, websocket_command
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import (
    Context,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.typing import VolDictType
import voluptuous as vol

from .const import CONF_ID_TAG, CONF_USER, DOMAIN, SUBENTRY_ID_TAG
from .entity import connector_of, connector_unique_id
from .entry_settings import SharedSessions, shared_sessions
from .model.tag import normalise_id_tag


class Access(StrEnum):
    """Who may use an action, a websocket command or a page."""

    ADMINISTRATOR = "administrator"
    """Administrators."""
    CONTROL = "control"
    """Users who may control the entity that does the same."""
    READ = "read"
    """All users; the answer has only what the user may read."""
    OWN = "own"
    """Users for what is their own, administrators for all."""
    TOKEN = "token"  # noqa: S105 - the name of an access
    """Charge points, with the unguessable token of one transfer that is expected."""
    PUBLIC = "public"
    """Everyone, logged in or not: it has no data of the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """The rights that an action needs of the user who calls it."""

    access: Access
    entity: tuple[Platform, str] | None = None
    """The platform and the key of the connector's entity that the user must be allowed to control."""
    administrator_fields: frozenset[str] = frozenset()
    """Fields that only administrators may use."""


_ADMINISTRATOR: Final = Permission(access=Access.ADMINISTRATOR)
_READ: Final = Permission(access=Access.READ)
_CHARGE: Final = (Platform.SWITCH, "charging")

ACTIONS: Final[Mapping[str, Permission]] = {
    "remote_start_transaction": Permission(
        access=Access.CONTROL,
        entity=_CHARGE,
        administrator_fields=frozenset({"charging_profile"}),
    ),
    "remote_stop_transaction": Permission(access=Access.CONTROL, entity=_CHARGE),
    "reserve": Permission(access=Access.CONTROL, entity=_CHARGE),
    "cancel_reservation": Permission(access=Access.CONTROL, entity=_CHARGE),
    "set_limit": Permission(access=Access.CONTROL, entity=(Platform.NUMBER, "maximum_current")),
    "check_up": _ADMINISTRATOR,
    "get_check_up": _ADMINISTRATOR,
    "stop_check_up": _ADMINISTRATOR,
    "anonymise_sessions": _ADMINISTRATOR,
    "change_availability": _ADMINISTRATOR,
    "change_configuration": _ADMINISTRATOR,
    "clear_cache": _ADMINISTRATOR,
    "clear_charging_profile": _ADMINISTRATOR,
    "data_transfer": _ADMINISTRATOR,
    "delete_certificate": _ADMINISTRATOR,
    "delete_document": _ADMINISTRATOR,
    "delete_sessions": _ADMINISTRATOR,
    "get_installed_certificate_ids": _ADMINISTRATOR,
    "install_certificate": _ADMINISTRATOR,
    "export_grid_signal": _ADMINISTRATOR,
    "export_ledger": _ADMINISTRATOR,
    "get_configuration": _ADMINISTRATOR,
    "get_local_list_version": _ADMINISTRATOR,
    "get_log": _ADMINISTRATOR,
    "import_ledger": _ADMINISTRATOR,
    "let_go_session": _ADMINISTRATOR,
    "report_again": _ADMINISTRATOR,
    "resend_session": _ADMINISTRATOR,
    "reset": _ADMINISTRATOR,
    "send_local_list": _ADMINISTRATOR,
    "set_charging_profile": _ADMINISTRATOR,
    "trigger_message": _ADMINISTRATOR,
    "unlock_connector": _ADMINISTRATOR,
    "update_firmware": _ADMINISTRATOR,
    "export_sessions": _READ,
    "export_person": Permission(access=Access.READ, administrator_fields=frozenset({"person"})),
    "get_composite_schedule": _READ,
    "get_dashboard": _READ,
    "get_documents": _READ,
    "get_reservations": _READ,
    "correct_session": Permission(access=Access.OWN),
    "get_session": _READ,
    "get_session_totals": _READ,
    "get_sessions": _READ,
    "get_signed_values": _READ,
    "get_transactions": _READ,
    "preview_plan": _READ,
}
"""The permissions by the action's name."""

WEBSOCKET_COMMANDS: Final[Mapping[str, Access]] = {
    f"{DOMAIN}/controllable": Access.READ,
    f"{DOMAIN}/preview_plan": Access.READ,
    f"{DOMAIN}/ribbon": Access.READ,
}
"""The access by the command's type."""

VIEWS: Final[Mapping[str, Access]] = {
    f"/{DOMAIN}/{{version}}/plug-control.js": Access.PUBLIC,
    f"/api/{DOMAIN}/check_up/{{charge_point_id}}/{{connector_id}}": Access.READ,
    f"/api/{DOMAIN}/authority/{{kind}}.pem": Access.PUBLIC,
    f"/api/{DOMAIN}/document/{{document_id}}": Access.READ,
    f"/api/{DOMAIN}/log/{{log_id}}": Access.ADMINISTRATOR,
    f"/api/{DOMAIN}/receipt/{{entry_id}}/{{session_id}}.png": Access.READ,
    f"/api/{DOMAIN}/transfer/{{token}}": Access.TOKEN,
    f"/api/{DOMAIN}/transfer/{{token}}/{{name}}": Access.TOKEN,
}
"""The access by the path, its variable parts in braces; Home Assistant's own diagnostics view is for administrators."""

CONTROLS: Final = frozenset(
    {Platform.BUTTON, Platform.NUMBER, Platform.SELECT, Platform.SWITCH, Platform.TIME}
)
"""Platforms whose entities are shown only to users who may control them."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The user behind a call; `user` None is Home Assistant itself (an automation), which may do everything."""

    hass: HomeAssistant
    user: User | None
    context: Context | None = None
    _own: dict[str, frozenset[str]] = field(default_factory=dict, init=False)
    _readable: dict[str, Container[tuple[str, int]] | None] = field(
        default_factory=dict, init=False
    )

    @property
    def is_administrator(self) -> bool:
        """Whether the caller is an administrator or Home Assistant itself, who may do everything."""
        return self.user is None or self.user.is_admin

    # ---- entities

    def may_control(self, entity_id: str | None) -> bool:
        """Return whether the caller may control an entity; None (it does not exist) needs control of all entities."""
        return self._may(entity_id, POLICY_CONTROL)

    def may_see(self, entity: er.RegistryEntry) -> bool:
        """Return whether the caller may read an entity and, on the platforms of CONTROLS, control it."""
        if not self._may(entity.entity_id, POLICY_READ):
            return False
        return entity.domain not in CONTROLS or self.may_control(entity.entity_id)

    def may_read(self, entry: ConfigEntry, charge_point_id: str, connector_id: int) -> bool:
        """Return whether the caller may read any entity of a connector; a removed one needs the right to read all."""
        if entry.entry_id not in self._readable:
            self._readable[entry.entry_id] = self._connectors(entry)
        readable = self._readable[entry.entry_id]
        return readable is None or (charge_point_id, connector_id) in readable

    def may_read_entity(self, entity_id: str | None) -> bool:
        """Return whether the caller may read an entity of any integration; None needs the right to read all."""
        return self._may(entity_id, POLICY_READ)

    def _may(self, entity_id: str | None, policy: str) -> bool:
        if self.user is None or self.is_administrator:
            return True
        permissions = self.user.permissions
        if entity_id is None:
            return permissions.access_all_entities(policy)
        return permissions.check_entity(entity_id, policy)

    def _connectors(self, entry: ConfigEntry) -> Container[tuple[str, int]] | None:
        """Return the connectors of which the caller may read an entity; None for all."""
        if self._may(None, POLICY_READ):
            return None
        return {
            key
            for entity in er.async_entries_for_config_entry(er.async_get(self.hass), entry.entry_id)
            if (key := connector_of(entity.unique_id)) is not None
            and self._may(entity.entity_id, POLICY_READ)
        }

    def may_read_car(self, entry: ConfigEntry, car_id: str) -> bool:
        """Return whether the caller may read an entity of a car, or one of those that name all cars."""
        return self._may(None, POLICY_READ) or any(
            self._may(entity.entity_id, POLICY_READ)
            for entity in er.async_entries_for_config_entry(er.async_get(self.hass), entry.entry_id)
            if entity.config_subentry_id == car_id
            or (entity.domain, entity.translation_key) == (Platform.SELECT, "car")
        )

    # ---- cards and sessions

    def owns(self, entry: ConfigEntry, id_tag: str | None) -> bool:
        """Return whether a registered card belongs to the user."""
        if self.user is None or id_tag is None:
            return False
        if entry.entry_id not in self._own:
            self._own[entry.entry_id] = own_id_tags(entry, self.user.id)
        return normalise_id_tag(id_tag) in self._own[entry.entry_id]

    def shared(self, entry: ConfigEntry) -> SharedSessions:
        """Return how much the caller sees of other people's sessions."""
        if self.is_administrator:
            return SharedSessions.WHOLE
        return shared_sessions(entry)

    # ---- refusals

    def require_administrator(self) -> None:
        """Raise Unauthorized unless the caller is an administrator."""
        if not self.is_administrator:
            raise self.refusal()

    def require_control(self, entity_id: str | None) -> None:
        """Raise Unauthorized unless the caller may control an entity (None: all entities)."""
        if not self.may_control(entity_id):
            raise self.refusal(entity_id, POLICY_CONTROL)

    def refusal(self, entity_id: str | None = None, policy: str | None = None) -> Unauthorized:
        """Return the error for a missing right, which Home Assistant answers with 401."""
        return Unauthorized(
            context=self.context,
            user_id=None if self.user is None else self.user.id,
            entity_id=entity_id,
            permission=policy,
            perm_category=CAT_ENTITIES,
        )


async def async_caller(hass: HomeAssistant, context: Context) -> Caller:
    """Return the caller of a context; raises UnknownUser."""
    if context.user_id is None:
        return Caller(hass=hass, user=None, context=context)
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        raise UnknownUser(context=context)
    return Caller(hass=hass, user=user, context=context)


def own_id_tags(entry: ConfigEntry, user_id: str) -> frozenset[str]:
    """Return the idTags of a Home Assistant user's cards, normalised for comparison."""
    return frozenset(
        normalise_id_tag(card.data[CONF_ID_TAG])
        for card in entry.get_subentries_of_type(SUBENTRY_ID_TAG)
        if card.data.get(CONF_USER) == user_id
    )


def connector_entity(
    hass: HomeAssistant,
    charge_point_id: str,
    connector_id: int | None,
    entity: tuple[Platform, str] | None,
) -> str | None:
    """Return the id of a connector's entity, enabled or not; None if there is none."""
    if connector_id is None or entity is None:
        return None
    platform, key = entity
    unique_id = connector_unique_id(charge_point_id, connector_id, key)
    return er.async_get(hass).async_get_entity_id(platform, DOMAIN, unique_id)


# ---- registering

type Handler = Callable[[Caller, ServiceCall], Coroutine[Any, Any, ServiceResponse]]
type WebSocketHandler = Callable[[HomeAssistant, ActiveConnection, dict[str, Any]], None]


@callback
def async_register_action(
    hass: HomeAssistant,
    name: str,
    handler: Handler,
    schema: vol.Schema,
    supports_response: SupportsResponse,
) -> None:
    """Register an action that checks administrators' rights before it calls `handler`; raises KeyError if not in ACTIONS."""
    hass.services.async_register(
        DOMAIN,
        name,
        partial(_async_checked, ACTIONS[name], handler),
        schema=schema,
        supports_response=supports_response,
    )


async def _async_checked(
    permission: Permission, handler: Handler, service_call: ServiceCall
) -> ServiceResponse:
    caller = await async_caller(service_call.hass, service_call.context)
    if permission.access is Access.ADMINISTRATOR or (
        permission.administrator_fields & service_call.data.keys()
    ):
        caller.require_administrator()
    return await handler(caller, service_call)


@callback
def async_register_websocket_command(
    hass: HomeAssistant, command: str, fields: VolDictType, handler: WebSocketHandler
) -> None:
    """Register a websocket command with its access; raises KeyError if it is not in WEBSOCKET_COMMANDS."""
    if WEBSOCKET_COMMANDS[command] is Access.ADMINISTRATOR:
        handler = require_admin(handler)
    described = websocket_command({vol.Required("type"): command, **fields})
    async_register_command(hass, described(handler))


# ---- websocket commands of the cards


@callback
def async_controllable(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the entities of `entity_ids` that the user may control."""
    caller = Caller(hass=hass, user=connection.user)
    connection.send_result(msg["id"], [*filter(caller.may_control, msg["entity_ids"])])


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the websocket commands."""
    async_register_websocket_command(
        hass,
        f"{DOMAIN}/controllable",
        {vol.Required("entity_ids"): [str]},
        async_controllable,
    )
