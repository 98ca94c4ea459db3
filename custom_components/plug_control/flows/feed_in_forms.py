"""The forms of the site's wizard for feeding in: what is left to the grid, and how much may go there."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig, SelectSelectorMode
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_FEED_IN_LIMIT,
    CONF_FEED_IN_LIMIT_PERCENT,
    CONF_FEED_IN_LIMIT_POWER,
    CONF_PEAK_POWER,
    CONF_RESIDUAL_POWER,
)
from custom_components.plug_control.site.options import FeedInLimit

from .form import decimal

_MOST_W = 1_000_000


def feed_in(hass: HomeAssistant, draft: Mapping[str, Any]) -> vol.Schema:
    """Return the form of the power that is left to the grid, and of the kind of limit."""
    kinds = SelectSelectorConfig(
        options=[kind.value for kind in FeedInLimit],
        translation_key=CONF_FEED_IN_LIMIT,
        mode=SelectSelectorMode.LIST,
    )
    return vol.Schema(
        {
            vol.Required(CONF_RESIDUAL_POWER): decimal(-_MOST_W, _MOST_W, "W"),
            vol.Required(CONF_FEED_IN_LIMIT): SelectSelector(kinds),
        }
    )


def feed_in_percent(hass: HomeAssistant, draft: Mapping[str, Any]) -> vol.Schema:
    """Return the form of a limit by the modules' peak power."""
    return vol.Schema(
        {
            vol.Required(CONF_PEAK_POWER): decimal(1, _MOST_W, "W"),
            vol.Required(CONF_FEED_IN_LIMIT_PERCENT): decimal(0, 100, "%"),
        }
    )


def feed_in_power(hass: HomeAssistant, draft: Mapping[str, Any]) -> vol.Schema:
    """Return the form of a limit in W."""
    return vol.Schema({vol.Required(CONF_FEED_IN_LIMIT_POWER): decimal(0, _MOST_W, "W")})


def is_limited(draft: Mapping[str, Any], kind: FeedInLimit) -> bool:
    """Return whether this kind of limit is chosen."""
    return bool(draft.get(CONF_FEED_IN_LIMIT) == kind)
