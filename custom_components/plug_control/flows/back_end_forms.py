"""The forms of a back end's subentry flow, and their checks."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_NAME, CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_ASKS_CARDS,
    CONF_AUTHORITIES,
    CONF_CERTIFICATE,
    CONF_CHARGE_POINTS,
    CONF_CHOSEN_CARDS,
    CONF_COMMANDS,
    CONF_CONFIGURATION_KEYS,
    CONF_FURTHER_ACTIONS,
    CONF_METER_INTERVAL,
    CONF_MISSING_ANSWER,
    CONF_OWN_CARDS,
    CONF_PRIVATE_KEY,
    CONF_SESSIONS,
    CONF_STOPS_REFUSED,
)
from custom_components.plug_control.entry_settings import charge_point_subentries, id_tags
from custom_components.plug_control.model.relaying import MissingAnswer
from custom_components.plug_control.relay.requests import PASSED_ON
from custom_components.plug_control.relay.settings import CommandKind, SessionChoice

from .form import PASSWORD_SELECTOR, UNCHANGED, choice, integer, password_error

OTHER_IDENTITIES: Final = "other_identities"
"""A field of the form that asks for the identities there in a next step."""
SAVE_ANYWAY: Final = "save_anyway"
"""A field that a form has after a trial that failed."""
_TRUSTED: Final = (CONF_AUTHORITIES, CONF_CERTIFICATE, CONF_PRIVATE_KEY)
_SCHEMES: Final = ("ws", "wss")
MAX_IDENTITY: Final = 255


def connection_schema(entry: ConfigEntry, stored: Iterable[str], *, failed: bool) -> vol.Schema:
    """Return the form of where a back end is and what it hears of; `stored` charge points may be removed ones."""
    names = {each: each for each in stored} | {
        each: subentry.title for each, subentry in charge_point_subentries(entry)
    }
    charge_points = SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=each, label=name) for each, name in names.items()],
            multiple=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
    return vol.Schema(
        {
            vol.Required(CONF_NAME): TextSelector(),
            vol.Required(CONF_URL): TextSelector(),
            **({vol.Optional(CONF_CHARGE_POINTS): charge_points} if names else {}),
            **({vol.Optional(OTHER_IDENTITIES): BooleanSelector()} if names else {}),
            vol.Optional(CONF_USERNAME): TextSelector(),
            vol.Optional(CONF_PASSWORD): PASSWORD_SELECTOR,
            **{vol.Optional(key): TextSelector() for key in _TRUSTED},
            **({vol.Optional(SAVE_ANYWAY): BooleanSelector()} if failed else {}),
        }
    )


def connection_errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the form's errors by field."""
    errors = {}
    if not str(data.get(CONF_NAME, "")).strip():
        errors[CONF_NAME] = "name_missing"
    if not _is_url(str(data.get(CONF_URL, ""))):
        errors[CONF_URL] = "url"
    if error := password_error(data.get(CONF_PASSWORD)):
        errors[CONF_PASSWORD] = error
    if data.get(CONF_PRIVATE_KEY) and not data.get(CONF_CERTIFICATE):
        errors[CONF_CERTIFICATE] = "certificate_missing"
    return errors


def _is_url(url: str) -> bool:
    """Whether this is the URL of a websocket, without a user, a query or spaces."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    has_more = "@" in parts.netloc or parts.query or parts.fragment
    return (
        parts.scheme in _SCHEMES
        and bool(parts.hostname)
        and not has_more
        and url.isprintable()
        and " " not in url
    )


def rules_schema(entry: ConfigEntry) -> vol.Schema:
    """Return the form of what a back end hears and may do."""
    cards = SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=card.id_tag, label=card.name) for card in id_tags(entry)
            ],
            multiple=True,
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
    return vol.Schema(
        {
            vol.Required(CONF_SESSIONS): choice(
                "back_end_sessions", [each.value for each in SessionChoice]
            ),
            vol.Optional(CONF_CHOSEN_CARDS): cards,
            vol.Optional(CONF_OWN_CARDS): cards,
            vol.Required(CONF_ASKS_CARDS): BooleanSelector(),
            vol.Required(CONF_MISSING_ANSWER): choice(
                "back_end_missing_answer", [each.value for each in MissingAnswer]
            ),
            vol.Required(CONF_STOPS_REFUSED): BooleanSelector(),
            vol.Optional(CONF_COMMANDS): SelectSelector(
                SelectSelectorConfig(
                    options=[each.value for each in CommandKind],
                    multiple=True,
                    mode=SelectSelectorMode.LIST,
                    translation_key="back_end_commands",
                )
            ),
            vol.Optional(CONF_METER_INTERVAL): integer(1, 86400, "s"),
            vol.Optional(CONF_CONFIGURATION_KEYS): TextSelector(
                {"multiple": True}  # each key is a line of its own
            ),
            vol.Optional(CONF_FURTHER_ACTIONS): SelectSelector(
                SelectSelectorConfig(
                    options=sorted(PASSED_ON), multiple=True, mode=SelectSelectorMode.DROPDOWN
                )
            ),
        }
    )


def identity_fields(entry: ConfigEntry, chosen: Iterable[str]) -> dict[str, str]:
    """Return the field of each charge point (all where none is chosen) by its identity: its name, and the identity where names repeat."""
    names = {each: subentry.title for each, subentry in charge_point_subentries(entry)}
    wanted = [*chosen] or [*names]
    titles = [names.get(each, each) for each in wanted]
    return {
        each: title if titles.count(title) == 1 else f"{title} ({each})"
        for each, title in zip(wanted, titles, strict=True)
    }


def identity_error(identities: Mapping[str, str]) -> str | None:
    """Return the key of a form error for identities there: of bad characters, too long, or of two charge points."""
    values = [*identities.values()]
    if any(len(each) > MAX_IDENTITY or not each.isprintable() for each in values):
        return "identity_invalid"
    return "identity_twice" if len({*values}) < len(values) else None


def trimmed(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered, without spaces around texts and without empty fields."""
    data = {
        key: value.strip() if isinstance(value, str) else value for key, value in user_input.items()
    }
    return {key: value for key, value in data.items() if value not in ("", [], None)}


def with_password(data: Mapping[str, Any], stored: str | None) -> dict[str, Any]:
    """Return the form's data with the stored password where the form shows that there is one."""
    kept = {key: value for key, value in data.items() if key != CONF_PASSWORD}
    given = data.get(CONF_PASSWORD)
    password = stored if given == UNCHANGED else given
    return kept | ({CONF_PASSWORD: password} if password else {})
