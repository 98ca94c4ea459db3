"""The forms of the site's wizard: fields, conditions and checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    DateSelector,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)
import voluptuous as vol

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.solar.preferences import GridUse, Switching
from custom_components.plug_control.charging.types import GridPhase
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_BATTERY_DISCHARGE_POWER,
    CONF_BATTERY_FIRST,
    CONF_BATTERY_FLOOR,
    CONF_BATTERY_HOLD,
    CONF_BATTERY_MAXIMUM_POWER,
    CONF_BATTERY_POWER,
    CONF_BATTERY_POWER_INVERTED,
    CONF_BATTERY_PRICE,
    CONF_BEGINS,
    CONF_CO2_ENTITY,
    CONF_FEED_IN_ENTITY,
    CONF_FEED_IN_LIMIT,
    CONF_FEED_IN_LIMIT_PERCENT,
    CONF_FEED_IN_PRICES,
    CONF_FIXED_PRICES,
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_METER,
    CONF_GRID_POWER,
    CONF_GRID_POWER_INVERTED,
    CONF_GRID_USE,
    CONF_HOUSE_POWER,
    CONF_MAIN_FUSE,
    CONF_MAIN_FUSE_PHASES,
    CONF_OTHER_FROM,
    CONF_OTHER_PRICE,
    CONF_OTHER_UNTIL,
    CONF_PRICE,
    CONF_PRICE_FACTOR,
    CONF_PRICE_SURCHARGE,
    CONF_PRICES,
    CONF_RESIDUAL_POWER,
    CONF_SILENCE,
    CONF_SOLAR_FORECAST,
    CONF_SOLAR_POWER,
    CONF_SOLAR_SWITCHING,
    CONF_STALE_AFTER,
)
from custom_components.plug_control.site.options import (
    DEFAULT_PERCENT,
    FeedInLimit,
    GridMeter,
    SiteOptions,
)
from custom_components.plug_control.site.tariffs import fixed_price_error

from . import battery_forms, grid_forms
from .form import POWER, currents_errors, currents_schema, decimal, entities, entity, integer

type Draft = Mapping[str, Any]
"""The site's options in the form in which they are stored, not yet complete."""
type Errors = dict[str, str]

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

_PRICE_INTEGRATIONS: Final = (
    *("amber", "amberelectric", "energidataservice", "entsoe", "epex_spot", "frank_energie"),
    *("nordpool", "octopus_energy", "pvpc_hourly_pricing", "tibber", "zonneplan_one"),
)
_FORECAST_INTEGRATIONS: Final = (
    *("forecast_solar", "helios_forecast", "open_meteo_solar_forecast", "solcast_solar"),
    "victron_remote_monitoring",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForm:
    """A step of the wizard: its schema, when it is asked, and its checks; the review opens a whole group."""

    group: str
    schema: Callable[[HomeAssistant, Draft], vol.Schema]
    asked: Callable[[Draft], bool] = lambda _: True
    errors: Callable[[Draft], Errors] = lambda _: {}


# ---- schemas


def _meter(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema({vol.Required(CONF_GRID_METER): _radio(CONF_GRID_METER, list(_METERS))})


def _grid_power(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_GRID_POWER): entity(POWER),
            vol.Required(CONF_GRID_POWER_INVERTED): BooleanSelector(),
        }
    )


def _two_powers(first: str, second: str) -> Callable[[HomeAssistant, Draft], vol.Schema]:
    schema = vol.Schema({vol.Required(first): entity(POWER), vol.Required(second): entity(POWER)})
    return lambda hass, draft: schema


def _fuse(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Optional(CONF_MAIN_FUSE): integer(6, 1000, "A"),
            vol.Required(CONF_MAIN_FUSE_PHASES): vol.All(
                _radio(CONF_MAIN_FUSE_PHASES, ["1", "3"]), vol.Coerce(int)
            ),
        }
    )


def _currents(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return currents_schema(_phases(draft))


def _prices(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Optional(CONF_PRICES): entities(_price_filters(hass)),
            vol.Required(CONF_PRICE_SURCHARGE): decimal(*_MONEY, _per_kwh(hass)),
            vol.Required(CONF_PRICE_FACTOR): decimal(0.01, 100),
            vol.Optional(CONF_SOLAR_FORECAST): entities(_FORECASTS),
        }
    )


def _tariffs(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    fields: dict[vol.Marker, Any] = {
        vol.Optional(CONF_FIXED_PRICES): _fixed_prices(hass, bands=True)
    }
    if _meter_of(draft) is not GridMeter.NONE:
        fields |= {
            vol.Optional(CONF_FEED_IN_PRICES): _fixed_prices(hass, bands=False),
            vol.Optional(CONF_FEED_IN_ENTITY): entity(_price_filters(hass)),
        }
        if draft.get(CONF_BATTERY_POWER) is not None:
            fields[vol.Optional(CONF_BATTERY_PRICE)] = decimal(*_MONEY, _per_kwh(hass))
    return vol.Schema(fields | {vol.Optional(CONF_CO2_ENTITY): entity(_CO2)})


def _fixed_prices(hass: HomeAssistant, *, bands: bool) -> ObjectSelector:
    """Return the selector of prices with a beginning, and with a second band of the day.

    A price has no minimum: Home Assistant's form begins with it, and whoever adds a price would begin at -1000.
    """
    price = NumberSelector(
        NumberSelectorConfig(
            max=_MONEY[1],
            step="any",
            mode=NumberSelectorMode.BOX,
            unit_of_measurement=_per_kwh(hass),
        )
    )
    config = ObjectSelectorConfig(
        multiple=True,
        label_field=CONF_BEGINS,
        description_field=CONF_PRICE,
        translation_key="fixed_price",
        fields={
            CONF_BEGINS: {"selector": DateSelector(), "required": True},
            CONF_PRICE: {"selector": price, "required": True},
        },
    )
    if bands:
        config["fields"] |= {
            CONF_OTHER_PRICE: {"selector": price},
            CONF_OTHER_FROM: {"selector": TimeSelector()},
            CONF_OTHER_UNTIL: {"selector": TimeSelector()},
        }
    return ObjectSelector(config)


def _per_kwh(hass: HomeAssistant) -> str:
    return f"{hass.config.currency}/kWh"


def _solar(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_SOLAR_SWITCHING): _radio(CONF_SOLAR_SWITCHING, list(Switching)),
            vol.Required(CONF_GRID_USE): _radio(CONF_GRID_USE, list(GridUse)),
        }
    )


def _times(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_STALE_AFTER): integer(20, 3600, "s"),
            vol.Required(CONF_SILENCE): integer(300, 86_400, "s"),
        }
    )


_MONEY: Final = (-1000, 100_000)
_CO2: Final[list[EntityWithDeviceFilterSelectorConfig]] = [
    {"domain": "sensor", "integration": "co2signal"},
    {
        "domain": ["sensor", "input_number"],
        "unit_of_measurement": ["gCO2eq/kWh", "g/kWh", "kg/kWh", "gCO2/kWh", "kg/MWh"],
    },
]
_FORECASTS: Final[list[EntityWithDeviceFilterSelectorConfig]] = [
    {"domain": "sensor", "device_class": ["energy", "power"], "integration": name}
    for name in (*_FORECAST_INTEGRATIONS, "template")
]


def _price_filters(hass: HomeAssistant) -> list[EntityWithDeviceFilterSelectorConfig]:
    """Return filters for entities of price integrations, and for all whose unit is money per energy."""
    units = {str(state.attributes.get("unit_of_measurement")) for state in hass.states.async_all()}
    filters: list[EntityWithDeviceFilterSelectorConfig] = [
        {
            "domain": ["sensor", "input_number", "number"],
            "unit_of_measurement": sorted(
                unit for unit in units if unit.endswith(("/kWh", "/MWh", "/Wh"))
            ),
        },
        {"domain": "sensor", "device_class": "monetary"},
    ]
    filters += [
        {"domain": ["sensor", "event"], "integration": name} for name in _PRICE_INTEGRATIONS
    ]
    return filters


def _radio(translation_key: str, options: list[str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options, translation_key=translation_key, mode=SelectSelectorMode.LIST
        )
    )


# ---- errors


def _same(first: str, second: str) -> Callable[[Draft], Errors]:
    """Return a check that two fields have different sensors."""
    return lambda draft: {second: "same_sensor"} if draft[first] == draft[second] else {}


def _tariff_errors(draft: Draft) -> Errors:
    found = {
        field: fixed_price_error(draft.get(field, ()))
        for field in (CONF_FIXED_PRICES, CONF_FEED_IN_PRICES)
    }
    return {field: error for field, error in found.items() if error is not None}


def _fuse_errors(draft: Draft) -> Errors:
    return currents_errors(draft, _phases(draft), draft[CONF_MAIN_FUSE])


# ---- conditions


def _meter_of(draft: Draft) -> GridMeter:
    return GridMeter(draft.get(CONF_GRID_METER, GridMeter.NONE))


def _limited_by(kind: FeedInLimit) -> Callable[[Draft], bool]:
    return lambda draft: (
        _meter_of(draft) is not GridMeter.NONE and grid_forms.is_limited(draft, kind)
    )


def _has_battery(draft: Draft) -> bool:
    return _meter_of(draft) is not GridMeter.NONE and CONF_BATTERY_POWER in draft


def _phases(draft: Draft) -> tuple[GridPhase, ...]:
    return PHASES[: draft.get(CONF_MAIN_FUSE_PHASES, _DEFAULT.main_fuse_phases)]


def _measured_by(meter: GridMeter) -> Callable[[Draft], bool]:
    return lambda draft: _meter_of(draft) is meter


_METERS: Final[Mapping[GridMeter, tuple[str, ...]]] = {
    GridMeter.POWER: (CONF_GRID_POWER,),
    GridMeter.IMPORT_EXPORT: (CONF_GRID_IMPORT, CONF_GRID_EXPORT),
    GridMeter.SOLAR_HOUSE: (CONF_SOLAR_POWER, CONF_HOUSE_POWER),
    GridMeter.NONE: (),
}
"""The fields of the sensors for each way of measuring, the most exact way first."""

FORMS: Final[Mapping[str, SiteForm]] = {
    "grid_meter": SiteForm(group="meter", schema=_meter),
    "grid_power": SiteForm(group="meter", schema=_grid_power, asked=_measured_by(GridMeter.POWER)),
    "grid_import_export": SiteForm(
        group="meter",
        schema=_two_powers(CONF_GRID_IMPORT, CONF_GRID_EXPORT),
        asked=_measured_by(GridMeter.IMPORT_EXPORT),
        errors=_same(CONF_GRID_IMPORT, CONF_GRID_EXPORT),
    ),
    "solar_house": SiteForm(
        group="meter",
        schema=_two_powers(CONF_SOLAR_POWER, CONF_HOUSE_POWER),
        asked=_measured_by(GridMeter.SOLAR_HOUSE),
        errors=_same(CONF_SOLAR_POWER, CONF_HOUSE_POWER),
    ),
    "battery": SiteForm(
        group="battery",
        schema=battery_forms.battery,
        asked=lambda draft: _meter_of(draft) is not GridMeter.NONE,
        errors=lambda draft: battery_forms.battery_errors(draft, _METERS[_meter_of(draft)]),
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
    "main_fuse": SiteForm(group="fuse", schema=_fuse),
    "currents": SiteForm(
        group="fuse",
        schema=_currents,
        asked=lambda draft: CONF_MAIN_FUSE in draft,
        errors=_fuse_errors,
    ),
    "prices": SiteForm(group="prices", schema=_prices),
    "tariffs": SiteForm(group="tariffs", schema=_tariffs, errors=_tariff_errors),
    "grid_signal": SiteForm(group="grid_signal", schema=grid_forms.grid_signal),
    "solar": SiteForm(
        group="solar",
        schema=_solar,
        asked=lambda draft: _meter_of(draft) is not GridMeter.NONE,
    ),
    "times": SiteForm(group="times", schema=_times),
    "consumers": SiteForm(
        group="consumers",
        schema=grid_forms.consumers,
        asked=lambda draft: _meter_of(draft) is not GridMeter.NONE,
        errors=grid_forms.consumer_errors,
    ),
    "feed_in": SiteForm(
        group="feed_in",
        schema=grid_forms.feed_in,
        asked=lambda draft: _meter_of(draft) is not GridMeter.NONE,
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
