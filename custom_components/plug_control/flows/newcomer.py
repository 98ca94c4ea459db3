"""Parts for confirming a charge point that called: its form, its device, its subentry."""

from collections.abc import Mapping
from itertools import chain, count
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import AreaSelector, BooleanSelector, TextSelector
import voluptuous as vol

from custom_components.plug_control.central_system.wire import IdentityError, identity_of
from custom_components.plug_control.const import (
    CONF_AREA,
    CONF_CHARGE_POINT_ID,
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_MAKE_PASSWORD,
    CONF_MAXIMUM_CURRENT,
    CONF_PHASES,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_WHO_MAY_CHARGE,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.entry_settings import (
    DEFAULT_CHARGE_POINT,
    charge_point_subentries,
    charge_point_unique_id,
    entry_of_charge_point,
)
from custom_components.plug_control.texts.markdown import escape_markdown

_UNTOLD: Final = "–"

DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        CONF_WHO_MAY_CHARGE: DEFAULT_CHARGE_POINT.who_may_charge.value,
        CONF_START_WHEN_PLUGGED_IN: DEFAULT_CHARGE_POINT.start_when_plugged_in,
        CONF_MAXIMUM_CURRENT: DEFAULT_CHARGE_POINT.maximum_current_a,
        CONF_PHASES: DEFAULT_CHARGE_POINT.phases,
        CONF_LEAVE_CONFIGURATION_ALONE: DEFAULT_CHARGE_POINT.leave_configuration_alone,
    }
)
"""The settings of a new charge point."""


def name_and_area_schema(name: str) -> vol.Schema:
    """Return the form for a charge point's name and area, and whether to generate a password."""
    return vol.Schema(
        {
            vol.Required(CONF_NAME, default=name): TextSelector(),
            vol.Optional(CONF_AREA): AreaSelector(),
            vol.Optional(CONF_MAKE_PASSWORD): BooleanSelector(),
        }
    )


def foreign(**told: str | None) -> dict[str, str]:
    """Return foreign texts as placeholders, escaped for Markdown; a dash for missing ones."""
    return {key: escape_markdown(value) if value else _UNTOLD for key, value in told.items()}


def free_name(entry: ConfigEntry, name: str) -> str:
    """Return `name`, or "Garage (2)" if a charge point "Garage" exists: "Garage 2" may be a connector's name."""
    taken = {subentry.title for _, subentry in charge_point_subentries(entry)}
    names = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(each for each in names if each not in taken)


@callback
def async_place_device(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, name: str, area_id: str | None
) -> str:
    """Register a charge point's device before its subentry exists, to set the area; return the path of its page."""
    registry = dr.async_get(hass)
    device = registry.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, charge_point_id)}, name=name
    )
    if area_id:
        registry.async_update_device(device.id, area_id=area_id)
    return f"/config/devices/device/{device.id}"


def identity_error(hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str) -> str | None:
    """Return the key of a form error if `entry` cannot have a new charge point of that identity, or None."""
    if not _is_identity(charge_point_id):
        return "invalid_charge_point_id"
    if (owner := entry_of_charge_point(hass, charge_point_id)) is None:
        return None
    return "already_configured" if owner is entry else "configured_elsewhere"


def new_charge_point(
    charge_point_id: str, name: str, password: str | None = None
) -> ConfigSubentry:
    """Return the subentry of a charge point with the default settings."""
    secret = {} if password is None else {CONF_PASSWORD: password}
    return ConfigSubentry(
        data=MappingProxyType({CONF_CHARGE_POINT_ID: charge_point_id, **DEFAULTS, **secret}),
        subentry_type=SUBENTRY_CHARGE_POINT,
        title=name,
        unique_id=charge_point_unique_id(charge_point_id),
    )


def _is_identity(text: str) -> bool:
    """Return whether a charge point could call with that identity in its path."""
    try:
        return identity_of(f"/{quote(text, safe='')}") == text
    except IdentityError:
        return False
