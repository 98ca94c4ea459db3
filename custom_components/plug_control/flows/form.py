"""Selectors and checks that several forms share."""

from collections.abc import Iterator, Mapping, Sequence
import secrets
from typing import Any, Final, Literal

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, GridPhase
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_CHARGE_POINT_ID,
    CONF_CONNECTORS,
    CONF_CURRENT_L1,
    CONF_CURRENT_L2,
    CONF_CURRENT_L3,
)
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.connector import name_of

FIELD_OF: Final[Mapping[GridPhase, str]] = {
    GridPhase.L1: CONF_CURRENT_L1,
    GridPhase.L2: CONF_CURRENT_L2,
    GridPhase.L3: CONF_CURRENT_L3,
}
PASSWORD_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="new-password")
)
UNCHANGED: Final = "__unchanged__"
"""A form shows this instead of a stored password, which never leaves Home Assistant."""

MAX_PASSWORD_LENGTH: Final = 128
_MADE_PASSWORD_BYTES: Final = 20
"""The longest AuthorizationKey (OCPP 1.6 security, A01)."""

POWER: Final[Sequence[EntityWithDeviceFilterSelectorConfig]] = (
    {"domain": "sensor", "device_class": "power"},
    {"domain": ["sensor", "input_number"], "unit_of_measurement": ["W", "kW"]},
)
CURRENT: Final[Sequence[EntityWithDeviceFilterSelectorConfig]] = (
    {"domain": "sensor", "device_class": "current"},
    {"domain": ["sensor", "input_number"], "unit_of_measurement": "A"},
)
STATE_OF_CHARGE: Final[Sequence[EntityWithDeviceFilterSelectorConfig]] = (
    {"domain": "sensor", "device_class": "battery"},
    {"domain": ["number", "input_number"], "unit_of_measurement": "%"},
)
"""Filters of entity selectors: an entity has to match one of them."""


def integer(minimum: int, maximum: int, unit: str | None = None) -> vol.All[int]:
    """Return a selector and validator of a whole number in a box."""
    return vol.All(_box(1, minimum, maximum, unit), vol.Coerce(int))


def decimal(minimum: float, maximum: float, unit: str | None = None) -> vol.All[float]:
    """Return a selector and validator of a number in a box."""
    return vol.All(number(minimum, maximum, unit), vol.Coerce(float))


def number(
    minimum: float | None = None, maximum: float | None = None, unit: str | None = None
) -> NumberSelector:
    """Return a selector of a number in a box; without a minimum a new row's box begins empty."""
    return _box("any", minimum, maximum, unit)


def _box(
    step: Literal["any"] | float, minimum: float | None, maximum: float | None, unit: str | None
) -> NumberSelector:
    config = NumberSelectorConfig(step=step, mode=NumberSelectorMode.BOX)
    if minimum is not None:
        config["min"] = minimum
    if maximum is not None:
        config["max"] = maximum
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def rows(
    translation_key: str, label: str, description: str, fields: Mapping[str, ObjectSelectorField]
) -> ObjectSelector:
    """Return the selector of a list of rows of `fields`; two of these show a row in the list."""
    return ObjectSelector(
        ObjectSelectorConfig(
            multiple=True,
            label_field=label,
            description_field=description,
            translation_key=translation_key,
            fields={**fields},
        )
    )


def entity(filters: Sequence[EntityWithDeviceFilterSelectorConfig]) -> EntitySelector:
    """Return the selector of one entity that matches any of the filters."""
    return EntitySelector(EntitySelectorConfig(filter=list(filters)))


def entities(filters: Sequence[EntityWithDeviceFilterSelectorConfig]) -> EntitySelector:
    """Return the selector of several entities that match any of the filters; the user sets their order."""
    return EntitySelector(EntitySelectorConfig(filter=list(filters), multiple=True, reorder=True))


def connectors_of(entry: ConfigEntry) -> Iterator[tuple[ConfigSubentry, int, str]]:
    """Yield subentry, number and name of each known connector of a charge point; connector 1 where none is known."""
    for charge_point_id, subentry in charge_point_subentries(entry):
        numbers = {*map(int, subentry.data.get(CONF_CONNECTORS, {}))}
        if entry.state is ConfigEntryState.LOADED:
            coordinator = entry.runtime_data.coordinators.get(charge_point_id)
            numbers |= set(coordinator.charge_point.connectors) if coordinator else set()
        known = sorted(numbers) or [1]
        for number in known:
            name = subentry.title if len(known) == 1 else f"{subentry.title} {number}"
            yield subentry, number, name


def known_connectors(entry: ConfigEntry) -> dict[str, str]:
    """Return the names of all known connectors by `identity#number`; connector 1 where none is known."""
    return {
        name_of((subentry.data[CONF_CHARGE_POINT_ID], number)): name
        for subentry, number, name in connectors_of(entry)
    }


def filled_in(
    stored: Mapping[str, Any], schema: vol.Schema, user_input: Mapping[str, Any]
) -> dict[str, Any]:
    """Return `stored` updated with a form's fields; a field that the user emptied is removed."""
    fields = {str(field) for field in schema.schema}
    kept = {key: value for key, value in stored.items() if key not in fields}
    return kept | {key: value for key, value in user_input.items() if value not in ("", [], None)}


def choice(translation_key: str, options: list[str]) -> SelectSelector:
    """Return a selector of `options`, which `selector.<translation_key>.options` translates."""
    return SelectSelector(SelectSelectorConfig(options=options, translation_key=translation_key))


def radio(translation_key: str, options: list[str]) -> SelectSelector:
    """Return radio buttons of `options`, which `selector.<translation_key>.options` translates."""
    return SelectSelector(
        SelectSelectorConfig(
            options=options, translation_key=translation_key, mode=SelectSelectorMode.LIST
        )
    )


def made_password() -> str:
    """Return a new password: 20 random bytes as 40 hexadecimal digits, the form of AuthorizationKey."""
    return secrets.token_hex(_MADE_PASSWORD_BYTES)


def password_error(password: str | None) -> str | None:
    """Return the key of a form error for an invalid password, or None."""
    if password and (len(password) > MAX_PASSWORD_LENGTH or not password.isprintable()):
        return "invalid_password"
    return None


def currents_schema(phases: Sequence[GridPhase]) -> vol.Schema:
    """Return the form for the current sensors and the assumed load of a fuse with these phases."""
    return vol.Schema(
        {
            **{vol.Optional(FIELD_OF[phase]): entity(CURRENT) for phase in phases},
            vol.Required(CONF_ASSUMED_LOAD): decimal(0, 1000, "A"),
        }
    )


def currents_errors(
    data: Mapping[str, Any], phases: Sequence[GridPhase], fuse_a: int
) -> dict[str, str]:
    """Return the form's errors by field: all phases need a sensor or none, each another; the fuse must leave a current."""
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
