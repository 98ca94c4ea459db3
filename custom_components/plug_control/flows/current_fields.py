"""The form that the main fuse and every circuit have: a sensor of the current on each phase, and what counts without one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import voluptuous as vol

from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, Phase
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_CURRENT_L1,
    CONF_CURRENT_L2,
    CONF_CURRENT_L3,
)

from .form import CURRENT, decimal, entity

FIELD_OF: Final[Mapping[Phase, str]] = {
    Phase.L1: CONF_CURRENT_L1,
    Phase.L2: CONF_CURRENT_L2,
    Phase.L3: CONF_CURRENT_L3,
}


def currents_schema(phases: Sequence[Phase]) -> vol.Schema:
    """Return the form for a fuse that has these phases."""
    return vol.Schema(
        {
            **{vol.Optional(FIELD_OF[phase]): entity(CURRENT) for phase in phases},
            vol.Required(CONF_ASSUMED_LOAD): decimal(0, 1000, "A"),
        }
    )


def currents_errors(
    data: Mapping[str, Any], phases: Sequence[Phase], fuse_a: int
) -> dict[str, str]:
    """Return what is wrong with the form, by field: sensors are for all phases or for none, each another one."""
    errors: dict[str, str] = {}
    sensors: set[str] = set()
    fields = [FIELD_OF[phase] for phase in phases]
    measured = any(data.get(field) for field in fields)
    for field in fields:
        sensor = data.get(field)
        if measured and sensor is None:
            errors[field] = "all_phases"
        elif sensor in sensors:
            errors[field] = "same_sensor"
        elif sensor is not None:
            sensors.add(sensor)
    if data[CONF_ASSUMED_LOAD] > fuse_a - (0 if measured else MINIMUM_CURRENT_A):
        errors[CONF_ASSUMED_LOAD] = "nothing_left"
    return errors
