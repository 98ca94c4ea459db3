"""The forms of the site's wizard: fields, conditions and checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from homeassistant.core import HomeAssistant
import voluptuous as vol

from custom_components.plug_control.charging.solar.preferences import GridUse, Switching
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_BATTERY_DISCHARGE_POWER,
    CONF_BATTERY_FIRST,
    CONF_BATTERY_FLOOR,
    CONF_BATTERY_HOLD,
    CONF_BATTERY_MAXIMUM_POWER,
    CONF_BATTERY_POWER,
    CONF_BATTERY_POWER_INVERTED,
    CONF_FEED_IN_LIMIT,
    CONF_FEED_IN_LIMIT_PERCENT,
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_METER,
    CONF_GRID_POWER_INVERTED,
    CONF_GRID_USE,
    CONF_HOUSE_POWER,
    CONF_MAIN_FUSE,
    CONF_MAIN_FUSE_PHASES,
    CONF_PRICE_FACTOR,
    CONF_PRICE_SURCHARGE,
    CONF_RESIDUAL_POWER,
    CONF_SILENCE,
    CONF_SOLAR_POWER,
    CONF_SOLAR_SWITCHING,
    CONF_STALE_AFTER,
)
from custom_components.plug_control.flows.form import integer, radio
from custom_components.plug_control.site.options import (
    DEFAULT_PERCENT,
    FeedInLimit,
    GridMeter,
    SiteOptions,
)

from . import battery_forms, grid_forms, meter_forms, price_forms
from .drafts import Draft, Errors, has_meter, meter_of

_DEFAULT: Final = SiteOptions()
DEFAULTS: Final[Draft] = MappingProxyType(
    {
        CONF_GRID_METER: GridMeter.POWER.value,
        CONF_GRID_POWER_INVERTED: _DEFAULT.grid_power_inverted,
        CONF_BATTERY_POWER_INVERTED: False,
        CONF_BATTERY_FIRST: _DEFAULT.battery_first_percent,
        CONF_BATTERY_MAXIMUM_POWER: _DEFAULT.battery_maximum_w,
        CONF_BATTERY_FLOOR: _DEFAULT.battery_floor_percent,
        CONF_BATTERY_DISCHARGE_POWER: _DEFAULT.battery_discharge_w,
        CONF_RESIDUAL_POWER: _DEFAULT.residual_w,
        CONF_FEED_IN_LIMIT: FeedInLimit.NONE.value,
        CONF_FEED_IN_LIMIT_PERCENT: DEFAULT_PERCENT,
        CONF_MAIN_FUSE_PHASES: _DEFAULT.main_fuse_phases,
        CONF_ASSUMED_LOAD: _DEFAULT.assumed_load_a,
        **grid_forms.SIGNAL_DEFAULTS,
        CONF_PRICE_SURCHARGE: _DEFAULT.tariffs.adjustment.surcharge,
        CONF_PRICE_FACTOR: _DEFAULT.tariffs.adjustment.factor,
        CONF_SOLAR_SWITCHING: _DEFAULT.solar_switching.value,
        CONF_GRID_USE: _DEFAULT.grid_use.value,
        CONF_STALE_AFTER: _DEFAULT.stale_after_s,
        CONF_SILENCE: _DEFAULT.silence_s,
    }
)
"""The forms' suggestions where nothing is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForm:
    """A step of the wizard: its schema, when it is asked, and its checks; the review opens a whole group."""

    group: str
    schema: Callable[[HomeAssistant, Draft], vol.Schema]
    asked: Callable[[Draft], bool] = lambda _: True
    errors: Callable[[Draft], Errors] = lambda _: {}


# ---- schemas


def _solar(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_SOLAR_SWITCHING): radio(CONF_SOLAR_SWITCHING, list(Switching)),
            vol.Required(CONF_GRID_USE): radio(CONF_GRID_USE, list(GridUse)),
        }
    )


def _times(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_STALE_AFTER): integer(20, 3600, "s"),
            vol.Required(CONF_SILENCE): integer(300, 86_400, "s"),
        }
    )


# ---- conditions


def _limited_by(kind: FeedInLimit) -> Callable[[Draft], bool]:
    return lambda draft: has_meter(draft) and grid_forms.is_limited(draft, kind)


def _has_battery(draft: Draft) -> bool:
    return has_meter(draft) and CONF_BATTERY_POWER in draft


FORMS: Final[Mapping[str, SiteForm]] = {
    "grid_meter": SiteForm(group="meter", schema=meter_forms.meter),
    "grid_power": SiteForm(
        group="meter", schema=meter_forms.grid_power, asked=meter_forms.measured_by(GridMeter.POWER)
    ),
    "grid_import_export": SiteForm(
        group="meter",
        schema=meter_forms.two_powers(CONF_GRID_IMPORT, CONF_GRID_EXPORT),
        asked=meter_forms.measured_by(GridMeter.IMPORT_EXPORT),
        errors=meter_forms.same(CONF_GRID_IMPORT, CONF_GRID_EXPORT),
    ),
    "solar_house": SiteForm(
        group="meter",
        schema=meter_forms.two_powers(CONF_SOLAR_POWER, CONF_HOUSE_POWER),
        asked=meter_forms.measured_by(GridMeter.SOLAR_HOUSE),
        errors=meter_forms.same(CONF_SOLAR_POWER, CONF_HOUSE_POWER),
    ),
    "battery": SiteForm(
        group="battery",
        schema=battery_forms.battery,
        asked=has_meter,
        errors=lambda draft: battery_forms.battery_errors(
            draft, meter_forms.METERS[meter_of(draft)]
        ),
    ),
    "battery_first": SiteForm(
        group="battery",
        schema=battery_forms.battery_first,
        asked=lambda draft: _has_battery(draft) and battery_forms.has_percent(draft),
    ),
    "battery_hold": SiteForm(
        group="battery", schema=battery_forms.battery_hold, asked=_has_battery
    ),
    "battery_hold_values": SiteForm(
        group="battery",
        schema=battery_forms.battery_hold_values,
        asked=lambda draft: _has_battery(draft) and CONF_BATTERY_HOLD in draft,
        errors=battery_forms.hold_errors,
    ),
    "main_fuse": SiteForm(group="fuse", schema=meter_forms.fuse),
    "currents": SiteForm(
        group="fuse",
        schema=meter_forms.currents,
        asked=lambda draft: CONF_MAIN_FUSE in draft,
        errors=meter_forms.fuse_errors,
    ),
    "prices": SiteForm(group="prices", schema=price_forms.prices),
    "tariffs": SiteForm(
        group="tariffs", schema=price_forms.tariffs, errors=price_forms.tariff_errors
    ),
    "grid_signal": SiteForm(group="grid_signal", schema=grid_forms.grid_signal),
    "solar": SiteForm(
        group="solar",
        schema=_solar,
        asked=has_meter,
    ),
    "times": SiteForm(group="times", schema=_times),
    "consumers": SiteForm(
        group="consumers",
        schema=grid_forms.consumers,
        asked=has_meter,
        errors=grid_forms.consumer_errors,
    ),
    "feed_in": SiteForm(
        group="feed_in",
        schema=grid_forms.feed_in,
        asked=has_meter,
    ),
    "feed_in_percent": SiteForm(
        group="feed_in",
        schema=grid_forms.feed_in_percent,
        asked=_limited_by(FeedInLimit.PERCENT),
    ),
    "feed_in_power": SiteForm(
        group="feed_in",
        schema=grid_forms.feed_in_power,
        asked=_limited_by(FeedInLimit.POWER),
    ),
}
"""The forms by step, in the order in which they are asked."""
FIRST_FORM: Final = "grid_meter"
_ON_REQUEST: Final = frozenset({"solar", "grid_signal", "times", "consumers", "feed_in"})
"""The groups that only the review opens, since their defaults suit nearly everyone."""


def form_after(step: str, draft: Draft, *, within_group: bool) -> str | None:
    """Return the next form's step, None at the end; `within_group`: only forms of the group of `step`."""
    steps = list(FORMS)
    group = FORMS[step].group
    for name in steps[steps.index(step) + 1 :]:
        form = FORMS[name]
        if form.group != group and (within_group or form.group in _ON_REQUEST):
            continue
        if form.asked(draft):
            return name
    return None


def meant(hass: HomeAssistant, draft: Draft) -> dict[str, Any]:
    """Return the draft's fields in the forms that its choices ask for, without sensors of a meter that is not chosen."""
    asked = [form.schema(hass, draft) for form in FORMS.values() if form.asked(draft)]
    fields = {str(field) for schema in asked for field in schema.schema}
    return {key: value for key, value in draft.items() if key in fields}
