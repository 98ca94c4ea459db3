"""The forms of the site's wizard for home batteries: sensors, who comes first, and what holds them."""

from collections.abc import Sequence
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntityWithDeviceFilterSelectorConfig,
    ObjectSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_BATTERY_CAPACITY,
    CONF_BATTERY_DISCHARGE_POWER,
    CONF_BATTERY_FIRST,
    CONF_BATTERY_FLOOR,
    CONF_BATTERY_HOLD,
    CONF_BATTERY_HOLD_VALUE,
    CONF_BATTERY_MAXIMUM_POWER,
    CONF_BATTERY_NORMAL_VALUE,
    CONF_BATTERY_POWER,
    CONF_BATTERY_POWER_INVERTED,
    CONF_BATTERY_SOC,
    CONF_FURTHER_BATTERIES,
)
from custom_components.plug_control.flows.form import (
    POWER,
    STATE_OF_CHARGE,
    choice,
    decimal,
    entity,
    number,
    rows,
)
from custom_components.plug_control.site.batteries import (
    NUMBERS,
    ON_OFF,
    SELECTS,
    SWITCHES,
    control_error,
)

from .drafts import Draft, Errors

_CONTROL: Final[Sequence[EntityWithDeviceFilterSelectorConfig]] = (
    {"domain": sorted(SWITCHES | SELECTS | NUMBERS)},
)
_CAPACITY: Final = (0.1, 10_000.0)
_SOME_POWER: Final = (0, 1_000_000)


def has_percent(draft: Draft) -> bool:
    """Return whether each battery of a draft has a sensor of its state of charge."""
    rows = (draft, *draft.get(CONF_FURTHER_BATTERIES, ()))
    return all(row.get(CONF_BATTERY_SOC) for row in rows)


def battery(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the batteries' sensors."""
    return vol.Schema(
        {
            vol.Optional(CONF_BATTERY_POWER): entity(POWER),
            vol.Required(CONF_BATTERY_POWER_INVERTED): BooleanSelector(),
            vol.Optional(CONF_BATTERY_SOC): entity(STATE_OF_CHARGE),
            vol.Optional(CONF_BATTERY_CAPACITY): decimal(*_CAPACITY, "kWh"),
            vol.Optional(CONF_FURTHER_BATTERIES): _further(),
        }
    )


def battery_first(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of who comes first, and of what cars may use."""
    return vol.Schema(
        {
            vol.Required(CONF_BATTERY_FIRST): decimal(0, 100, "%"),
            vol.Required(CONF_BATTERY_MAXIMUM_POWER): decimal(*_SOME_POWER, "W"),
            vol.Required(CONF_BATTERY_FLOOR): decimal(0, 100, "%"),
            vol.Required(CONF_BATTERY_DISCHARGE_POWER): decimal(*_SOME_POWER, "W"),
        }
    )


def battery_hold(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the entity that holds the battery."""
    return vol.Schema({vol.Optional(CONF_BATTERY_HOLD): entity(_CONTROL)})


def battery_hold_values(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the values of that entity, as it offers them now."""
    selector = _value_selector(hass, draft[CONF_BATTERY_HOLD])
    return vol.Schema(
        {
            vol.Required(CONF_BATTERY_HOLD_VALUE): selector,
            vol.Required(CONF_BATTERY_NORMAL_VALUE): selector,
        }
    )


def _value_selector(hass: HomeAssistant, entity_id: str) -> Any:
    domain, state = entity_id.partition(".")[0], hass.states.get(entity_id)
    told = {} if state is None else state.attributes
    if domain in SWITCHES:
        return choice("switch_value", [*ON_OFF])
    if domain in NUMBERS:
        least, most = (
            told[key] if isinstance(told.get(key), int | float) else None for key in ("min", "max")
        )
        return number(least, most)
    if options := told.get("options"):
        return SelectSelector(
            SelectSelectorConfig(
                options=[*options], custom_value=True, mode=SelectSelectorMode.DROPDOWN
            )
        )
    return TextSelector()


def _further() -> ObjectSelector:
    """Return the selector of a list of batteries."""
    return rows(
        "further_battery",
        CONF_BATTERY_POWER,
        CONF_BATTERY_SOC,
        {
            CONF_BATTERY_POWER: {"selector": entity(POWER), "required": True},
            CONF_BATTERY_POWER_INVERTED: {"selector": BooleanSelector()},
            CONF_BATTERY_SOC: {"selector": entity(STATE_OF_CHARGE)},
            CONF_BATTERY_CAPACITY: {"selector": number(None, _CAPACITY[1], "kWh")},
            CONF_BATTERY_HOLD: {"selector": entity(_CONTROL)},
            CONF_BATTERY_HOLD_VALUE: {"selector": TextSelector()},
            CONF_BATTERY_NORMAL_VALUE: {"selector": TextSelector()},
        },
    )


def battery_errors(draft: Draft, meters: Sequence[str]) -> Errors:
    """Return the errors of the batteries' sensors: each needs a power of its own, none of `meters`; and right values to hold it."""
    power = draft.get(CONF_BATTERY_POWER)
    rows = draft.get(CONF_FURTHER_BATTERIES, ())
    if power is None:
        needless = bool(draft.get(CONF_BATTERY_SOC)) or bool(rows)
        return {CONF_BATTERY_POWER: "power_missing"} if needless else {}
    taken = {draft.get(field) for field in meters}
    if power in taken:
        return {CONF_BATTERY_POWER: "same_sensor"}
    taken.add(power)
    for row in rows:
        if row[CONF_BATTERY_POWER] in taken:
            return {CONF_FURTHER_BATTERIES: "same_sensor"}
        taken.add(row[CONF_BATTERY_POWER])
        if row.get(CONF_BATTERY_HOLD) and (error := _control_error(row)):
            return {CONF_FURTHER_BATTERIES: error}
    return {}


def hold_errors(draft: Draft) -> Errors:
    """Return the errors of the values that hold and release the battery."""
    error = _control_error(draft)
    return {} if error is None else {CONF_BATTERY_HOLD_VALUE: error}


def _control_error(row: Draft) -> str | None:
    return control_error(
        row[CONF_BATTERY_HOLD], row.get(CONF_BATTERY_HOLD_VALUE), row.get(CONF_BATTERY_NORMAL_VALUE)
    )
