"""The forms of the site's wizard for the grid: feeding in, other consumers of what would be fed in, and its operator's signal."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import EntityWithDeviceFilterSelectorConfig, TextSelector
import voluptuous as vol

from custom_components.plug_control.charging.grid_signal.signal import (
    SignalScope,
    SignalSettings,
    SilentAnswer,
)
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
    CONF_GRID_SIGNAL,
    CONF_GRID_SIGNAL_LIMIT,
    CONF_GRID_SIGNAL_MINIMUM,
    CONF_GRID_SIGNAL_SCOPE,
    CONF_GRID_SIGNAL_SILENT,
    CONF_GRID_SIGNAL_SILENT_AFTER,
    CONF_GRID_SIGNAL_STALE,
    CONF_PEAK_POWER,
    CONF_RESIDUAL_POWER,
)
from custom_components.plug_control.flows.form import decimal, entity, integer, number, radio, rows
from custom_components.plug_control.site.grid_signal import BINARY_DOMAINS, NUMBER_DOMAINS
from custom_components.plug_control.site.options import FeedInLimit

from .drafts import Draft, Errors

_MOST_W = 1_000_000
_NUMBERS: Final[Mapping[str, tuple[float, str | None]]] = {
    CONF_CONSUMER_POWER: (_MOST_W, "W"),
    CONF_CONSUMER_PRIORITY: (10, None),
    CONF_CONSUMER_MINIMUM_ON: (1440, "min"),
    CONF_CONSUMER_MINIMUM_OFF: (1440, "min"),
}
"""The most and the unit of each number."""
_SIGNAL: Final = SignalSettings()
SIGNAL_DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        CONF_GRID_SIGNAL_SCOPE: _SIGNAL.scope.value,
        CONF_GRID_SIGNAL_MINIMUM: _SIGNAL.minimum_w / 1000,
        CONF_GRID_SIGNAL_SILENT: _SIGNAL.silent.value,
        CONF_GRID_SIGNAL_SILENT_AFTER: round(_SIGNAL.silent_after_s / 60),
    }
)
"""The form's suggestions where nothing is stored."""
_SIGNAL_FILTERS: Final[list[EntityWithDeviceFilterSelectorConfig]] = [
    {"domain": list(BINARY_DOMAINS)},
    {"domain": "sensor", "device_class": ["power", "current"]},
    {"domain": list(NUMBER_DOMAINS), "unit_of_measurement": ["W", "kW", "A"]},
]


def feed_in(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the power that is left to the grid, and of the kind of limit."""
    return vol.Schema(
        {
            vol.Required(CONF_RESIDUAL_POWER): decimal(-_MOST_W, _MOST_W, "W"),
            vol.Required(CONF_FEED_IN_LIMIT): radio(CONF_FEED_IN_LIMIT, [*FeedInLimit]),
        }
    )


def feed_in_percent(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of a limit by the modules' peak power."""
    return vol.Schema(
        {
            vol.Required(CONF_PEAK_POWER): decimal(1, _MOST_W, "W"),
            vol.Required(CONF_FEED_IN_LIMIT_PERCENT): decimal(0, 100, "%"),
        }
    )


def feed_in_power(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of a limit in W."""
    return vol.Schema({vol.Required(CONF_FEED_IN_LIMIT_POWER): decimal(0, _MOST_W, "W")})


def is_limited(draft: Draft, kind: FeedInLimit) -> bool:
    """Return whether this kind of limit is chosen."""
    return bool(draft.get(CONF_FEED_IN_LIMIT) == kind)


def consumers(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the list of consumers."""
    listed = rows(
        "consumer",
        CONF_CONSUMER_NAME,
        CONF_CONSUMER_POWER,
        {
            CONF_CONSUMER_NAME: {"selector": TextSelector(), "required": True},
            **{
                name: {"selector": number(0, *about), "required": name == CONF_CONSUMER_POWER}
                for name, about in _NUMBERS.items()
            },
        },
    )
    return vol.Schema({vol.Optional(CONF_CONSUMERS): listed})


def consumer_errors(draft: Draft) -> Errors:
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


def grid_signal(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the signal's entity, what it limits, and what its silence means."""
    return vol.Schema(
        {
            vol.Optional(CONF_GRID_SIGNAL): entity(_SIGNAL_FILTERS),
            vol.Required(CONF_GRID_SIGNAL_SCOPE): radio(CONF_GRID_SIGNAL_SCOPE, [*SignalScope]),
            vol.Required(CONF_GRID_SIGNAL_MINIMUM): decimal(1.4, 100, "kW"),
            vol.Optional(CONF_GRID_SIGNAL_LIMIT): decimal(0, 10_000, "kW"),
            vol.Required(CONF_GRID_SIGNAL_SILENT): radio(CONF_GRID_SIGNAL_SILENT, [*SilentAnswer]),
            vol.Required(CONF_GRID_SIGNAL_SILENT_AFTER): integer(1, 1440, "min"),
            vol.Optional(CONF_GRID_SIGNAL_STALE): integer(1, 1440, "min"),
        }
    )
