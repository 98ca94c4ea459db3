"""The forms of the site's wizard for prices, tariffs and the forecast."""

from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    DateSelector,
    EntityWithDeviceFilterSelectorConfig,
    ObjectSelector,
    ObjectSelectorField,
    TimeSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_BATTERY_POWER,
    CONF_BATTERY_PRICE,
    CONF_BEGINS,
    CONF_CO2_ENTITY,
    CONF_FEED_IN_ENTITY,
    CONF_FEED_IN_PRICES,
    CONF_FIXED_PRICES,
    CONF_OTHER_FROM,
    CONF_OTHER_PRICE,
    CONF_OTHER_UNTIL,
    CONF_PRICE,
    CONF_PRICE_FACTOR,
    CONF_PRICE_SURCHARGE,
    CONF_PRICES,
    CONF_SOLAR_FORECAST,
)
from custom_components.plug_control.flows.form import decimal, entities, entity, number, rows
from custom_components.plug_control.site.tariffs import fixed_price_error

from .drafts import Draft, Errors, has_meter

_PRICE_INTEGRATIONS: Final = (
    *("amber", "amberelectric", "energidataservice", "entsoe", "epex_spot", "frank_energie"),
    *("nordpool", "octopus_energy", "pvpc_hourly_pricing", "tibber", "zonneplan_one"),
)
_FORECAST_INTEGRATIONS: Final = (
    *("forecast_solar", "helios_forecast", "open_meteo_solar_forecast", "solcast_solar"),
    "victron_remote_monitoring",
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


def prices(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of the entities of prices and of the forecast of solar power."""
    return vol.Schema(
        {
            vol.Optional(CONF_PRICES): entities(_price_filters(hass)),
            vol.Required(CONF_PRICE_SURCHARGE): decimal(*_MONEY, _per_kwh(hass)),
            vol.Required(CONF_PRICE_FACTOR): decimal(0.01, 100),
            vol.Optional(CONF_SOLAR_FORECAST): entities(_FORECASTS),
        }
    )


def tariffs(hass: HomeAssistant, draft: Draft) -> vol.Schema:
    """Return the form of fixed prices, of what feeding in earns, and of CO2."""
    fields: dict[vol.Marker, Any] = {
        vol.Optional(CONF_FIXED_PRICES): _fixed_prices(hass, bands=True)
    }
    if has_meter(draft):
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
    price = number(None, _MONEY[1], _per_kwh(hass))
    fields: dict[str, ObjectSelectorField] = {
        CONF_BEGINS: {"selector": DateSelector(), "required": True},
        CONF_PRICE: {"selector": price, "required": True},
    }
    if bands:
        fields |= {
            CONF_OTHER_PRICE: {"selector": price},
            CONF_OTHER_FROM: {"selector": TimeSelector()},
            CONF_OTHER_UNTIL: {"selector": TimeSelector()},
        }
    return rows("fixed_price", CONF_BEGINS, CONF_PRICE, fields)


def _per_kwh(hass: HomeAssistant) -> str:
    return f"{hass.config.currency}/kWh"


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


def tariff_errors(draft: Draft) -> Errors:
    """Return the errors of the fixed prices."""
    found = {
        field: fixed_price_error(draft.get(field, ()))
        for field in (CONF_FIXED_PRICES, CONF_FEED_IN_PRICES)
    }
    return {field: error for field, error in found.items() if error is not None}
