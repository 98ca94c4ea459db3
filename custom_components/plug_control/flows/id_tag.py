"""Subentry flow of a card."""

from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    DateTimeSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_BLOCKED,
    CONF_EXPIRES_AT,
    CONF_GROUP,
    CONF_ID_TAG,
    CONF_USER,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.entry_settings import id_tag_unique_id

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ID_TAG): TextSelector(),
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(CONF_EXPIRES_AT): DateTimeSelector(),
        vol.Required(CONF_BLOCKED, default=False): BooleanSelector(),
        vol.Optional(CONF_GROUP): TextSelector(),
    }
)

MAX_TAG_LENGTH: Final = 64
"""The longest idTag; more than the standard's 20 characters, since longer ones occur (R19)."""
_LOCAL_TIME: Final = "%Y-%m-%d %H:%M:%S"


class IdTagFlow(ConfigSubentryFlow):
    """Registers a card, or changes one."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new card's data."""
        errors: dict[str, str] = {}
        if user_input is not None:
            title, data = _read(user_input)
            if not (errors := _errors(self._get_entry(), data, None)):
                return self.async_create_entry(
                    title=title, data=data, unique_id=id_tag_unique_id(data[CONF_ID_TAG])
                )
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                await async_schema(self.hass), user_input
            ),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a registered card's new data."""
        errors: dict[str, str] = {}
        subentry = self._get_reconfigure_subentry()
        if user_input is not None:
            title, data = _read(user_input)
            if not (errors := _errors(self._get_entry(), data, subentry)):
                return self.async_update_and_abort(
                    self._get_entry(),
                    subentry,
                    title=title,
                    data=data,
                    unique_id=id_tag_unique_id(data[CONF_ID_TAG]),
                )
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                await async_schema(self.hass, subentry.data.get(CONF_USER)),
                user_input or _as_form(subentry),
            ),
            errors=errors,
        )


async def async_schema(hass: HomeAssistant, stored_user: str | None = None) -> vol.Schema:
    """Return the form of a card, with Home Assistant's active users and the stored one to choose from."""
    users = [
        SelectOptionDict(value=user.id, label=user.name or user.id)
        for user in await hass.auth.async_get_users()
        if user.is_active and not user.system_generated
    ]
    if stored_user is not None and stored_user not in {user["value"] for user in users}:
        users.append(SelectOptionDict(value=stored_user, label=stored_user))
    selector = SelectSelector(SelectSelectorConfig(options=users, mode=SelectSelectorMode.DROPDOWN))
    return _SCHEMA.extend({vol.Optional(CONF_USER): selector})


def tag_error(entry: ConfigEntry, tag: str, but: ConfigSubentry | None = None) -> str | None:
    """Return the key of a form error if no card of `entry` may have this idTag, or None; `but` is the card to change."""
    if not tag or len(tag) > MAX_TAG_LENGTH or not tag.isprintable():
        return "invalid_id_tag"
    unique_id = id_tag_unique_id(tag)
    if any(
        other.unique_id == unique_id
        for other in entry.get_subentries_of_type(SUBENTRY_ID_TAG)
        if other is not but
    ):
        return "already_configured"
    return None


def new_card(tag: str, name: str) -> ConfigSubentry:
    """Return the subentry of a card that is neither blocked nor expires."""
    return ConfigSubentry(
        data=MappingProxyType({CONF_ID_TAG: tag, CONF_BLOCKED: False}),
        subentry_type=SUBENTRY_ID_TAG,
        title=name,
        unique_id=id_tag_unique_id(tag),
    )


def _read(user_input: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the card's name and data from the form: trimmed, without empty fields, the expiry in UTC."""
    trimmed = {
        key: value.strip() if isinstance(value, str) else value for key, value in user_input.items()
    }
    tag = trimmed[CONF_ID_TAG]
    data = {
        key: value
        for key, value in trimmed.items()
        if key in {CONF_ID_TAG, CONF_BLOCKED} or (key != CONF_NAME and value)
    }
    if expires_at := data.get(CONF_EXPIRES_AT):
        local = dt_util.parse_datetime(expires_at, raise_on_error=True)
        data[CONF_EXPIRES_AT] = dt_util.as_utc(local).isoformat()
    return trimmed[CONF_NAME] or tag, data


def _errors(
    entry: ConfigEntry, data: dict[str, Any], subentry: ConfigSubentry | None
) -> dict[str, str]:
    error = tag_error(entry, data[CONF_ID_TAG], subentry)
    return {CONF_ID_TAG: error} if error else {}


def _as_form(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return the stored card as the form shows it, the expiry in local time."""
    data = {**subentry.data, CONF_NAME: subentry.title}
    if stored := data.get(CONF_EXPIRES_AT):
        moment = dt_util.parse_datetime(stored, raise_on_error=True)
        data[CONF_EXPIRES_AT] = dt_util.as_local(moment).strftime(_LOCAL_TIME)
    return data
