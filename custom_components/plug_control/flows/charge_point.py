"""Subentry flow of a charge point."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry, SubentryFlowResult
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.helpers.selector import BooleanSelector, TextSelector
import voluptuous as vol

from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_MAKE_PASSWORD,
    CONF_MAXIMUM_CURRENT,
    CONF_METER_PUBLIC_KEY,
    CONF_PHASES,
    CONF_REMOTE_ID_TAG,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_WHO_MAY_CHARGE,
)
from custom_components.plug_control.entry_settings import charge_point_unique_id
from custom_components.plug_control.model.tag import MAX_ID_TAG
from custom_components.plug_control.security.signed_values import is_public_key

from .check_up import CheckUpFlow
from .connector import ConnectorFlow
from .firmware import MaintenanceFlow
from .form import PASSWORD_SELECTOR, UNCHANGED, choice, integer, password_error
from .newcomer import DEFAULTS, identity_error
from .offline_cards import OfflineCardsFlow
from .security import SecurityFlow

SETTINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_WHO_MAY_CHARGE): choice(CONF_WHO_MAY_CHARGE, list(WhoMayCharge)),
        vol.Required(CONF_START_WHEN_PLUGGED_IN): BooleanSelector(),
        vol.Required(CONF_MAXIMUM_CURRENT): integer(6, 80, "A"),
        vol.Required(CONF_PHASES): vol.All(choice(CONF_PHASES, ["1", "2", "3"]), vol.Coerce(int)),
        vol.Optional(CONF_REMOTE_ID_TAG): TextSelector(),
        vol.Optional(CONF_PASSWORD): PASSWORD_SELECTOR,
        vol.Optional(CONF_MAKE_PASSWORD): BooleanSelector(),
        vol.Required(CONF_LEAVE_CONFIGURATION_ALONE): BooleanSelector(),
    }
)
IDENTITY_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_CHARGE_POINT_ID): TextSelector(),
        vol.Optional(CONF_NAME): TextSelector(),
    }
).extend(SETTINGS_SCHEMA.schema)
RECONFIGURE_SCHEMA: Final = vol.Schema({vol.Required(CONF_NAME): TextSelector()}).extend(
    {**SETTINGS_SCHEMA.schema, vol.Optional(CONF_METER_PUBLIC_KEY): TextSelector()}
)


class ChargePointFlow(SecurityFlow, OfflineCardsFlow, ConnectorFlow, CheckUpFlow, MaintenanceFlow):
    """Adds a charge point, by its call or by its identity, or changes its settings or those of its connectors."""

    async def async_step_identity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for identity and settings of a charge point that will call later."""
        errors: dict[str, str] = {}
        entry = self._get_entry()
        if user_input is not None:
            data = dict(user_input)
            charge_point_id = data[CONF_CHARGE_POINT_ID] = data[CONF_CHARGE_POINT_ID].strip()
            name = data.pop(CONF_NAME, "").strip() or charge_point_id
            makes_password = data.pop(CONF_MAKE_PASSWORD, False)
            errors = _errors(data)
            if error := identity_error(self.hass, entry, charge_point_id):
                errors[CONF_CHARGE_POINT_ID] = error
            if not errors and makes_password:
                return self._show_made_password(partial(self._expect, name, data))
            if not errors:
                return self._expect(name, data, data.get(CONF_PASSWORD))
        return self.async_show_form(
            step_id="identity",
            data_schema=self.add_suggested_values_to_schema(
                IDENTITY_SCHEMA, _suggested(user_input or DEFAULTS)
            ),
            errors=errors,
        )

    def _expect(self, name: str, data: dict[str, Any], password: str | None) -> SubentryFlowResult:
        """Add a charge point that will call later, and show the addresses to type into it."""
        charge_point_id = data[CONF_CHARGE_POINT_ID]
        return self.async_create_entry(
            title=name,
            data=_with_password(data, password),
            unique_id=charge_point_unique_id(charge_point_id),
            description="expected",
            description_placeholders={"urls": "\n".join(self._urls_of(charge_point_id))},
        )

    def _urls_of(self, charge_point_id: str) -> list[str]:
        """Return the URLs to type into the charge point, as items of a Markdown list."""
        return [f"- `{url}{quote(charge_point_id, safe='')}`" for url in self._urls]

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to change: the settings, cards without Home Assistant, or a connector's wiring."""
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=[
                "settings",
                "cards",
                "charging",
                "firmware",
                "logs",
                "security",
                "check_up",
            ],
            description_placeholders={
                "charge_point_id": self._get_reconfigure_subentry().data[CONF_CHARGE_POINT_ID]
            },
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for other settings; the identity stays, since the devices depend on it."""
        errors: dict[str, str] = {}
        subentry = self._get_reconfigure_subentry()
        if user_input is not None:
            data = dict(user_input)
            name = data.pop(CONF_NAME).strip()
            makes_password = data.pop(CONF_MAKE_PASSWORD, False)
            if data.get(CONF_PASSWORD) == UNCHANGED:
                data[CONF_PASSWORD] = subentry.data[CONF_PASSWORD]
            errors = _errors(data)
            if not errors and makes_password:
                connected = self._connected(subentry.data[CONF_CHARGE_POINT_ID])
                return self._show_made_password(partial(self._change, name, data), connected)
            if not errors:
                return self._change(name, data, data.get(CONF_PASSWORD))
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                RECONFIGURE_SCHEMA, _suggested(user_input or _as_form(subentry))
            ),
            description_placeholders={"charge_point_id": subentry.data[CONF_CHARGE_POINT_ID]},
            errors=errors,
        )

    def _change(self, name: str, data: dict[str, Any], password: str | None) -> SubentryFlowResult:
        subentry = self._get_reconfigure_subentry()
        return self.async_update_and_abort(
            self._get_entry(),
            subentry,
            title=name or subentry.data[CONF_CHARGE_POINT_ID],
            data=_beside_the_form(subentry) | _with_password(data, password),
        )

    def _connected(self, charge_point_id: str) -> str | None:
        """Return the identity of a charge point if it is connected, or None."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return None
        coordinator = entry.runtime_data.coordinators.get(charge_point_id)
        return charge_point_id if coordinator is not None and coordinator.available else None


def _errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors of the settings by field."""
    errors = {}
    if error := password_error(data.get(CONF_PASSWORD)):
        errors[CONF_PASSWORD] = error
    if data[CONF_START_WHEN_PLUGGED_IN] and data[CONF_WHO_MAY_CHARGE] != WhoMayCharge.ANYONE:
        errors[CONF_START_WHEN_PLUGGED_IN] = "only_for_anyone"
    tag = data.get(CONF_REMOTE_ID_TAG, "")
    if len(tag) > MAX_ID_TAG or not tag.isprintable() or tag != tag.strip():
        errors[CONF_REMOTE_ID_TAG] = "invalid_remote_id_tag"
    key = data.get(CONF_METER_PUBLIC_KEY)
    if key and not is_public_key(key):
        errors[CONF_METER_PUBLIC_KEY] = "invalid_public_key"
    return errors


def _as_form(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return the stored settings as the form shows them."""
    data = {**DEFAULTS, **subentry.data, CONF_NAME: subentry.title}
    if CONF_PASSWORD in data:
        data[CONF_PASSWORD] = UNCHANGED
    return data


def _beside_the_form(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return the stored data that are no field of the form: the identity and the connectors."""
    fields = set(map(str, RECONFIGURE_SCHEMA.schema))
    return {key: value for key, value in subentry.data.items() if key not in fields}


def _suggested(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, CONF_PHASES: str(data[CONF_PHASES])}


def _with_password(data: dict[str, Any], password: str | None) -> dict[str, Any]:
    others = {key: value for key, value in data.items() if key != CONF_PASSWORD}
    return others | ({CONF_PASSWORD: password} if password else {})
