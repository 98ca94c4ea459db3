"""The forms of the site's wizard for the grid meter and the main fuse."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.types import GridPhase
from custom_components.plug_control.const import (
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_METER,
    CONF_GRID_POWER,
    CONF_GRID_POWER_INVERTED,
    CONF_HOUSE_POWER,
    CONF_MAIN_FUSE,
    CONF_MAIN_FUSE_PHASES,
    CONF_SOLAR_POWER,
)
from custom_components.plug_control.flows.form import (
    POWER,
    currents_errors,
    currents_schema,
    entity,
    integer,
    radio,
)
from custom_components.plug_control.site.options import GridMeter, SiteOptions

from .drafts import Draft, Errors, meter_of

_DEFAULT_PHASES: Final = SiteOptions().main_fuse_phases
METERS: Final[Mapping[GridMeter, tuple[str, ...]]] = {
    GridMeter.POWER: (CONF_GRID_POWER,),
    GridMeter.IMPORT_EXPORT: (CONF_GRID_IMPORT, CONF_GRID_EXPORT),
    GridMeter.SOLAR_HOUSE: (CONF_SOLAR_POWER, CONF_HOUSE_POWER),
    GridMeter.NONE: (),
}
"""The fields of the sensors for each way of measuring, the most exact way first."""


# ---- schemas


def meter(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of how the grid is measured."""
    return vol.Schema({vol.Required(CONF_GRID_METER): radio(CONF_GRID_METER, list(METERS))})


def grid_power(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of a sensor of the grid's power."""
    return vol.Schema(
        {
            vol.Required(CONF_GRID_POWER): entity(POWER),
            vol.Required(CONF_GRID_POWER_INVERTED): BooleanSelector(),
        }
    )


def two_powers(first: str, second: str) -> Callable[[HomeAssistant, Draft], vol.Schema]:
    """Return what makes the form of two sensors of power."""
    schema = vol.Schema({vol.Required(first): entity(POWER), vol.Required(second): entity(POWER)})
    return lambda hass, draft: schema


def fuse(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the main fuse."""
    return vol.Schema(
        {
            vol.Optional(CONF_MAIN_FUSE): integer(6, 1000, "A"),
            vol.Required(CONF_MAIN_FUSE_PHASES): vol.All(
                radio(CONF_MAIN_FUSE_PHASES, ["1", "3"]), vol.Coerce(int)
            ),
        }
    )


def currents(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the current sensors at the main fuse."""
    return currents_schema(_phases(draft))


# ---- errors and conditions


def same(first: str, second: str) -> Callable[[Draft], Errors]:
    """Return a check that two fields have different sensors."""
    return lambda draft: {second: "same_sensor"} if draft[first] == draft[second] else {}


def fuse_errors(draft: Draft) -> Errors:
    """Return the errors of the current sensors at the main fuse."""
    return currents_errors(draft, _phases(draft), draft[CONF_MAIN_FUSE])


def measured_by(way: GridMeter) -> Callable[[Draft], bool]:
    """Return a check whether the grid is measured in this way."""
    return lambda draft: meter_of(draft) is way


def _phases(draft: Draft) -> tuple[GridPhase, ...]:
    return PHASES[: draft.get(CONF_MAIN_FUSE_PHASES, _DEFAULT_PHASES)]
