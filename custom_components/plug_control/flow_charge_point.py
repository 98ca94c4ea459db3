"""Subentry flow of a charge point."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, SubentryFlowResult
from homeassistant.const import CONF_HOST, CONF_NAME, CONF_PASSWORD, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import BooleanSelector, TextSelector
import voluptuous as vol

from .addresses import async_urls_text
from .central_system.settings import WhoMayCharge
from .central_system.wire import IdentityError, identity_of
from .const import (
    CONF_CHARGE_POINT_ID,
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_MAXIMUM_CURRENT,
    CONF_PHASES,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_WHO_MAY_CHARGE,
    SUBENTRY_CHARGE_POINT,
)
from .entry_settings import DEFAULT_CHARGE_POINT, charge_point_unique_id, entry_of_charge_point
from .flow_connector import ConnectorFlow
from .form import PASSWORD_SELECTOR, UNCHANGED, choice, integer, password_error

SETTINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_WHO_MAY_CHARGE): choice(CONF_WHO_MAY_CHARGE, list(WhoMayCharge)),
        vol.Required(CONF_START_WHEN_PLUGGED_IN): BooleanSelector(),
        vol.Required(CONF_MAXIMUM_CURRENT): integer(6, 80, "A"),
        vol.Required(CONF_PHASES): vol.All(choice(CONF_PHASES, ["1", "2", "3"]), vol.Coerce(int)),
        vol.Optional(CONF_PASSWORD): PASSWORD_SELECTOR,
        vol.Required(CONF_LEAVE_CONFIGURATION_ALONE): BooleanSelector(),
    }
)
USER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_CHARGE_POINT_ID): TextSelector(),
        vol.Optional(CONF_NAME): TextSelector(),
    }
).extend(SETTINGS_SCHEMA.schema)
RECONFIGURE_SCHEMA: Final = vol.Schema({vol.Required(CONF_NAME): TextSelector()}).extend(
    SETTINGS_SCHEMA.schema
)

DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        CONF_WHO_MAY_CHARGE: DEFAULT_CHARGE_POINT.who_may_charge.value,
        CONF_START_WHEN_PLUGGED_IN: DEFAULT_CHARGE_POINT.start_when_plugged_in,
        CONF_MAXIMUM_CURRENT: DEFAULT_CHARGE_POINT.maximum_current_a,
        CONF_PHASES: DEFAULT_CHARGE_POINT.phases,
        CONF_LEAVE_CONFIGURATION_ALONE: DEFAULT_CHARGE_POINT.leave_configuration_alone,
    }
)


class ChargePointFlow(ConnectorFlow):
    """Adds a charge point before it dials in, or changes its settings; how its connectors are wired is asked apart."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new charge point."""
        errors: dict[str, str] = {}
        entry = self._get_entry()
        if user_input is not None:
            data = dict(user_input)
            charge_point_id = data[CONF_CHARGE_POINT_ID] = data[CONF_CHARGE_POINT_ID].strip()
            name = data.pop(CONF_NAME, "").strip()
            errors = _errors(data)
            if error := identity_error(self.hass, entry, charge_point_id):
                errors[CONF_CHARGE_POINT_ID] = error
            if not errors:
                return self.async_create_entry(
                    title=name or charge_point_id,
                    data=_without_empty_password(data),
                    unique_id=charge_point_unique_id(charge_point_id),
                )
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                USER_SCHEMA, _suggested(user_input or DEFAULTS)
            ),
            description_placeholders={
                "urls": await async_urls_text(
                    self.hass, entry.data.get(CONF_HOST), entry.data[CONF_PORT]
                )
            },
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what shall be changed."""
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["settings", "charging"],
            description_placeholders={
                "charge_point_id": self._get_reconfigure_subentry().data[CONF_CHARGE_POINT_ID]
            },
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for other settings; the identity stays, since the devices hang on it."""
        errors: dict[str, str] = {}
        subentry = self._get_reconfigure_subentry()
        if user_input is not None:
            data = dict(user_input)
            name = data.pop(CONF_NAME).strip()
            if data.get(CONF_PASSWORD) == UNCHANGED:
                data[CONF_PASSWORD] = subentry.data[CONF_PASSWORD]
            if not (errors := _errors(data)):
                return self.async_update_and_abort(
                    self._get_entry(),
                    subentry,
                    title=name or subentry.data[CONF_CHARGE_POINT_ID],
                    data=_beside_the_form(subentry) | _without_empty_password(data),
                )
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                RECONFIGURE_SCHEMA, _suggested(user_input or _as_form(subentry))
            ),
            description_placeholders={"charge_point_id": subentry.data[CONF_CHARGE_POINT_ID]},
            errors=errors,
        )


def identity_error(hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str) -> str | None:
    """Return why `entry` cannot have a new charge point of that identity, as the key of a form error, or None."""
    if not _is_identity(charge_point_id):
        return "invalid_charge_point_id"
    if (owner := entry_of_charge_point(hass, charge_point_id)) is None:
        return None
    return "already_configured" if owner is entry else "configured_elsewhere"


def new_charge_point(charge_point_id: str, name: str) -> ConfigSubentry:
    """Return a charge point with the default settings."""
    return ConfigSubentry(
        data=MappingProxyType({CONF_CHARGE_POINT_ID: charge_point_id, **DEFAULTS}),
        subentry_type=SUBENTRY_CHARGE_POINT,
        title=name,
        unique_id=charge_point_unique_id(charge_point_id),
    )


def _is_identity(text: str) -> bool:
    """Return whether a charge point could dial in under that name."""
    try:
        return identity_of(f"/{quote(text, safe='')}") == text
    except IdentityError:
        return False


def _errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the settings, by field."""
    errors = {}
    if error := password_error(data.get(CONF_PASSWORD)):
        errors[CONF_PASSWORD] = error
    if data[CONF_START_WHEN_PLUGGED_IN] and data[CONF_WHO_MAY_CHARGE] != WhoMayCharge.ANYONE:
        errors[CONF_START_WHEN_PLUGGED_IN] = "only_for_anyone"
    return errors


def _as_form(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return the stored settings as the form shows them."""
    data = {**DEFAULTS, **subentry.data, CONF_NAME: subentry.title}
    if CONF_PASSWORD in data:
        data[CONF_PASSWORD] = UNCHANGED
    return data


def _beside_the_form(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return what is stored and no field of the settings: the identity and the connectors."""
    fields = set(map(str, RECONFIGURE_SCHEMA.schema))
    return {key: value for key, value in subentry.data.items() if key not in fields}


def _suggested(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, CONF_PHASES: str(data[CONF_PHASES])}


def _without_empty_password(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != CONF_PASSWORD or value}
