"""Who may do what: a table of every action, websocket command and page, and the rights that each needs.

Home Assistant checks the entities that an entity action names. Actions of an integration, its websocket commands and its
pages it leaves to the integration. What is not in these tables cannot be registered, and a test says so.
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
from .entity import connector_of
from .entry_settings import SharedSessions, shared_sessions
from .model.connector import name_of
from .model.tag import normalise_id_tag


class Access(StrEnum):
    """Whom something is for."""

    ADMINISTRATOR = "administrator"
    """Administrators."""
    CONTROL = "control"
    """Who may control the entity that does the same."""
    READ = "read"
    """Everyone; the answer holds what the user may read."""
    PUBLIC = "public"
    """Everyone, also those who are not logged in: nothing of the house is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What an action asks of the user who calls it."""

    access: Access
    entity: tuple[Platform, str] | None = None
    """The platform and the key of a connector's entity whose control is asked for."""
    administrator_fields: frozenset[str] = frozenset()
    """Fields that only administrators may fill in."""


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
    "set_limit": Permission(access=Access.CONTROL, entity=(Platform.NUMBER, "maximum_current")),
    "change_availability": _ADMINISTRATOR,
    "change_configuration": _ADMINISTRATOR,
    "clear_cache": _ADMINISTRATOR,
    "clear_charging_profile": _ADMINISTRATOR,
    "data_transfer": _ADMINISTRATOR,
    "export_ledger": _ADMINISTRATOR,
    "get_configuration": _ADMINISTRATOR,
    "import_ledger": _ADMINISTRATOR,
    "reset": _ADMINISTRATOR,
    "set_charging_profile": _ADMINISTRATOR,
    "trigger_message": _ADMINISTRATOR,
    "unlock_connector": _ADMINISTRATOR,
    "get_dashboard": _READ,
    "get_sessions": _READ,
    "get_transactions": _READ,
}
"""By the action's name."""

WEBSOCKET_COMMANDS: Final[Mapping[str, Access]] = {
    f"{DOMAIN}/controllable": Access.READ,
}
"""By the command's type."""

VIEWS: Final[Mapping[str, Access]] = {
    f"/{DOMAIN}/{{version}}/plug-control.js": Access.PUBLIC,
}
"""By the address, its changing parts in braces; Home Assistant's own diagnostics view is for administrators."""

CONTROLS: Final = frozenset(
    {Platform.BUTTON, Platform.NUMBER, Platform.SELECT, Platform.SWITCH, Platform.TIME}
)
"""Platforms whose entities are there to be used: who may not use them is not shown them."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The user behind a call; None is Home Assistant itself (an automation), which may do everything."""

    hass: HomeAssistant
    user: User | None
    context: Context | None = None
    _own: dict[str, frozenset[str]] = field(default_factory=dict, init=False)
    _readable: dict[str, Container[tuple[str, int]] | None] = field(
        default_factory=dict, init=False
    )

    @property
    def is_administrator(self) -> bool:
        """Whether everything is allowed."""
        return self.user is None or self.user.is_admin

    # ---- entities

    def may_control(self, entity_id: str | None) -> bool:
        """Whether an entity may be controlled; None, one that there is not, takes the control of all."""
        return self._may(entity_id, POLICY_CONTROL)

    def may_see(self, entity: er.RegistryEntry) -> bool:
        """Whether an entity is to be shown: it may be read and, where it is there to be used, used."""
        if not self._may(entity.entity_id, POLICY_READ):
            return False
        return entity.domain not in CONTROLS or self.may_control(entity.entity_id)

    def may_read(self, entry: ConfigEntry, charge_point_id: str, connector_id: int) -> bool:
        """Whether anything of a connector may be read; of one that is gone, where everything may be."""
        if entry.entry_id not in self._readable:
            self._readable[entry.entry_id] = self._connectors(entry)
        readable = self._readable[entry.entry_id]
        return readable is None or (charge_point_id, connector_id) in readable

    def _may(self, entity_id: str | None, policy: str) -> bool:
        if self.user is None or self.is_administrator:
            return True
        permissions = self.user.permissions
        if entity_id is None:
            return permissions.access_all_entities(policy)
        return permissions.check_entity(entity_id, policy)

    def _connectors(self, entry: ConfigEntry) -> Container[tuple[str, int]] | None:
        """Return the connectors that may be read; None for all."""
        if self._may(None, POLICY_READ):
            return None
        return {
            key
            for entity in er.async_entries_for_config_entry(er.async_get(self.hass), entry.entry_id)
            if (key := connector_of(entity.unique_id)) is not None
            and self._may(entity.entity_id, POLICY_READ)
        }

    # ---- cards and sessions

    def owns(self, entry: ConfigEntry, id_tag: str | None) -> bool:
        """Whether a card, by the number that it is registered with, is the user's own."""
        if self.user is None or id_tag is None:
            return False
        if entry.entry_id not in self._own:
            self._own[entry.entry_id] = own_id_tags(entry, self.user.id)
        return normalise_id_tag(id_tag) in self._own[entry.entry_id]

    def shared(self, entry: ConfigEntry) -> SharedSessions:
        """What is seen of other people's sessions."""
        if self.is_administrator:
            return SharedSessions.WHOLE
        return shared_sessions(entry)

    # ---- refusals

    def require_administrator(self) -> None:
        """Raise Unauthorized for everyone else."""
        if not self.is_administrator:
            raise self.refusal()

    def require_control(self, entity_id: str | None) -> None:
        """Raise Unauthorized where an entity may not be controlled."""
        if not self.may_control(entity_id):
            raise self.refusal(entity_id, POLICY_CONTROL)

    def refusal(self, entity_id: str | None = None, policy: str | None = None) -> Unauthorized:
        """Return the error that Home Assistant answers with 401."""
        return Unauthorized(
            context=self.context,
            user_id=None if self.user is None else self.user.id,
            entity_id=entity_id,
            permission=policy,
            perm_category=CAT_ENTITIES,
        )


async def async_caller(hass: HomeAssistant, context: Context) -> Caller:
    """Return who is behind a call; raises UnknownUser."""
    if context.user_id is None:
        return Caller(hass=hass, user=None, context=context)
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        raise UnknownUser(context=context)
    return Caller(hass=hass, user=user, context=context)


def own_id_tags(entry: ConfigEntry, user_id: str) -> frozenset[str]:
    """Return the cards of a Home Assistant user, as they compare."""
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
    """Return the id of a connector's entity, enabled or not; None where there is none."""
    if connector_id is None or entity is None:
        return None
    platform, key = entity
    unique_id = f"{name_of((charge_point_id, connector_id))}_{key}"
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
    """Register an action; what its permission asks of every caller is checked before `handler` is called."""
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
    """Register a websocket command; one for administrators is refused to everyone else."""
    if WEBSOCKET_COMMANDS[command] is Access.ADMINISTRATOR:
        handler = require_admin(handler)
    described = websocket_command({vol.Required("type"): command, **fields})
    async_register_command(hass, described(handler))


# ---- what the cards ask


@callback
def async_controllable(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Answer with those of the named entities that the user may control."""
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
