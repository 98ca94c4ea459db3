"""The forms of the site's wizard for what else happens to the surplus: feeding in, and other consumers."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_CONSUMER_MINIMUM_OFF,
    CONF_CONSUMER_MINIMUM_ON,
    CONF_CONSUMER_NAME,
    CONF_CONSUMER_POWER,
    CONF_CONSUMER_PRIORITY,
    CONF_CONSUMERS,
    CONF_FEED_IN_LIMIT,
    CONF_FEED_IN_LIMIT_PERCENT,
    CONF_FEED_IN_LIMIT_POWER,
    CONF_PEAK_POWER,
    CONF_RESIDUAL_POWER,
)
from custom_components.plug_control.site.options import FeedInLimit

from .form import decimal

_MOST_W = 1_000_000
_NUMBERS: Final[Mapping[str, tuple[float, str | None]]] = {
    CONF_CONSUMER_POWER: (_MOST_W, "W"),
    CONF_CONSUMER_PRIORITY: (10, None),
    CONF_CONSUMER_MINIMUM_ON: (1440, "min"),
    CONF_CONSUMER_MINIMUM_OFF: (1440, "min"),
}
"""The most and the unit of each number."""


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


def consumers(hass: HomeAssistant, draft: Mapping[str, Any]) -> vol.Schema:
    """Return the form of the list of consumers."""
    config = ObjectSelectorConfig(
        multiple=True,
        label_field=CONF_CONSUMER_NAME,
        description_field=CONF_CONSUMER_POWER,
        translation_key="consumer",
        fields={
            CONF_CONSUMER_NAME: {"selector": TextSelector(), "required": True},
            **{
                name: {"selector": _number(*about), "required": name == CONF_CONSUMER_POWER}
                for name, about in _NUMBERS.items()
            },
        },
    )
    return vol.Schema({vol.Optional(CONF_CONSUMERS): ObjectSelector(config)})


def _number(most: float, unit: str | None) -> NumberSelector:
    config = NumberSelectorConfig(min=0, max=most, step="any", mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def consumer_errors(draft: Mapping[str, Any]) -> dict[str, str]:
    """Return the form's errors: each consumer needs a name of its own and a power."""
    names: set[str] = set()
    for row in draft.get(CONF_CONSUMERS, ()):
        name = str(row.get(CONF_CONSUMER_NAME) or "").strip()
        if not name or not row.get(CONF_CONSUMER_POWER):
            return {CONF_CONSUMERS: "consumer_incomplete"}
        if name in names:
            return {CONF_CONSUMERS: "consumer_same_name"}
        names.add(name)
    return {}
