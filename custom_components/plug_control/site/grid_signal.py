"""The grid operator's signal: its settings, and what its entity says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import math
from typing import Any, Final

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_OFF,
    STATE_ON,
    UnitOfElectricCurrent,
    UnitOfPower,
)
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import ElectricCurrentConverter, PowerConverter

from custom_components.plug_control.charging.grid_signal.signal import (
    SignalScope,
    SignalSettings,
    SilentAnswer,
    SourceReading,
)
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V
from custom_components.plug_control.const import (
    CONF_GRID_SIGNAL,
    CONF_GRID_SIGNAL_LIMIT,
    CONF_GRID_SIGNAL_MINIMUM,
    CONF_GRID_SIGNAL_SCOPE,
    CONF_GRID_SIGNAL_SILENT,
    CONF_GRID_SIGNAL_SILENT_AFTER,
    CONF_GRID_SIGNAL_STALE,
)

BINARY_DOMAINS: Final = ("binary_sensor", "input_boolean", "switch")
NUMBER_DOMAINS: Final = ("sensor", "number", "input_number")

_SETTINGS: Final = SignalSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalOptions:
    """The user's settings of the grid operator's signal."""

    entity: str | None = None
    """A binary entity (on: limited), or a number in W, kW or A; None: there is no signal."""
    binary_w: float = 0.0
    """The limit while a binary entity is on; 0: what the law leaves."""
    stale_after_s: float | None = None
    """Maximum age of a report; None: the source reports only changes."""
    settings: SignalSettings = _SETTINGS


NO_SIGNAL: Final = SignalOptions()


def read_signal(stored: Mapping[str, Any]) -> SignalOptions:
    """Return the settings of the signal in the site's stored options; absent ones have their defaults."""
    default = NO_SIGNAL.settings
    stale_min = stored.get(CONF_GRID_SIGNAL_STALE)
    silent_min = stored.get(CONF_GRID_SIGNAL_SILENT_AFTER)
    minimum_kw = stored.get(CONF_GRID_SIGNAL_MINIMUM)
    return SignalOptions(
        entity=stored.get(CONF_GRID_SIGNAL),
        binary_w=1000 * float(stored.get(CONF_GRID_SIGNAL_LIMIT, 0.0)),
        stale_after_s=None if stale_min is None else 60.0 * stale_min,
        settings=SignalSettings(
            scope=SignalScope(stored.get(CONF_GRID_SIGNAL_SCOPE, default.scope)),
            minimum_w=default.minimum_w if minimum_kw is None else 1000 * float(minimum_kw),
            silent=SilentAnswer(stored.get(CONF_GRID_SIGNAL_SILENT, default.silent)),
            silent_after_s=default.silent_after_s if silent_min is None else 60.0 * silent_min,
        ),
    )


def source_reading(
    hass: HomeAssistant, options: SignalOptions, phases: int, now: datetime
) -> SourceReading | None:
    """Return what the signal's entity says now; None while it is silent: unavailable, unknown, no number, or too old.

    A negative number means that there is no limit; a current is that of each of the connection's `phases`.
    """
    state = hass.states.get(options.entity) if options.entity else None
    if state is None:
        return None
    at = state.last_reported
    if options.stale_after_s is not None and now - at > timedelta(seconds=options.stale_after_s):
        return None
    if state.domain in BINARY_DOMAINS:
        limits_w = {STATE_ON: options.binary_w, STATE_OFF: math.inf}
        limit_w = limits_w.get(state.state)
    else:
        limit_w = _power_w(state.state, state.attributes.get(ATTR_UNIT_OF_MEASUREMENT), phases)
    return None if limit_w is None else SourceReading(limit_w=limit_w, at=at)


def is_power_or_current(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether an entity is binary, or has a unit of power or current; True while its unit is not known."""
    state = hass.states.get(entity_id)
    if state is None or state.domain in BINARY_DOMAINS:
        return True
    return _power_w("0", state.attributes.get(ATTR_UNIT_OF_MEASUREMENT), 1) is not None


def _power_w(text: str, unit: str | None, phases: int) -> float | None:
    """Return a limit in W, infinity for a negative number; None: it is no number, or its unit is no power or current."""
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if unit in PowerConverter.VALID_UNITS:
        power_w = PowerConverter.convert(value, unit, UnitOfPower.WATT)
    elif unit in ElectricCurrentConverter.VALID_UNITS:
        current_a = ElectricCurrentConverter.convert(value, unit, UnitOfElectricCurrent.AMPERE)
        power_w = current_a * phases * NOMINAL_VOLTAGE_V
    else:
        return None
    return math.inf if power_w < 0 else power_w
