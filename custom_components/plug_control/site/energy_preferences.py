"""Read the site's sensors from Home Assistant's energy dashboard: meters, battery, prices, forecast."""

from collections.abc import Iterable, Iterator, Mapping
import re
from typing import Any, Final

from homeassistant.components.energy.data import async_get_manager
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, valid_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import (
    CONF_BATTERY_POWER,
    CONF_BATTERY_POWER_INVERTED,
    CONF_BATTERY_SOC,
    CONF_BEGINS,
    CONF_FEED_IN_ENTITY,
    CONF_FEED_IN_PRICES,
    CONF_FIXED_PRICES,
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_METER,
    CONF_GRID_POWER,
    CONF_GRID_POWER_INVERTED,
    CONF_PRICE,
    CONF_PRICES,
    CONF_SOLAR_FORECAST,
    CONF_SOLAR_POWER,
)

from .forecast_reader import forecast_slots
from .options import GridMeter
from .tariffs import ALWAYS

type EnergySource = Mapping[str, Any]
"""A source of energy in the preferences; the id of a statistic that is not external is an entity's."""
type StoredOptions = dict[str, Any]
"""Options of the site as stored."""

_ENERGY: Final = "energy"
_ONE_PHASE: Final = re.compile(r"(?:^|_)(?:l[123]|phase_[123abc])(?:_|$)")
_IMPORT: Final = re.compile(r"import|consum")
_EXPORT: Final = re.compile(r"export|produc|return|feed_in")
"""Patterns in entity ids of a meter's power sensors: of one phase, of import, of export."""


async def async_site_of_energy_preferences(hass: HomeAssistant) -> StoredOptions:
    """Return the options of the site that the energy preferences contain; empty: none."""
    if _ENERGY not in hass.config.components:
        return {}
    preferences = (await async_get_manager(hass)).data
    sources: list[EnergySource] = list(preferences["energy_sources"]) if preferences else []
    grids, solars, batteries = (_of_type(sources, kind) for kind in ("grid", "solar", "battery"))
    return {
        **_first(_grid(hass, source) for source in grids),
        **_first(_prices(hass, source) for source in grids),
        **_only(_solar(hass, source) for source in solars),
        **_only(_battery(hass, source) for source in batteries),
        **_forecast(hass, solars),
    }


async def async_knows_powers(hass: HomeAssistant) -> bool:
    """Return whether the energy preferences have a power sensor of a source, so that Home Assistant can draw the flow."""
    if _ENERGY not in hass.config.components:
        return False
    preferences = (await async_get_manager(hass)).data
    sources: list[EnergySource] = list(preferences["energy_sources"]) if preferences else []
    return any(source.get("stat_rate") for source in sources)


def _of_type(sources: Iterable[EnergySource], kind: str) -> list[EnergySource]:
    return [source for source in sources if source["type"] == kind]


def _first(told: Iterable[StoredOptions]) -> StoredOptions:
    """Return the first options that are not empty; empty: all are."""
    return next(filter(None, told), {})


def _only(told: Iterable[StoredOptions]) -> StoredOptions:
    """Return the options of the only source; empty with several, of which one sensor does not measure all."""
    each = list(told)
    return each[0] if len(each) == 1 else {}


def _grid(hass: HomeAssistant, source: EnergySource) -> StoredOptions:
    """Return the grid meter's options by the preferences, else by the power sensors of the energy meter's device."""
    config: EnergySource = source.get("power_config", {})
    if single := _entity(hass, config.get("stat_rate_inverted")):
        return _grid_power(single, inverted=True)
    import_, export = (_entity(hass, config.get(key)) for key in ("stat_rate_from", "stat_rate_to"))
    if import_ and export:
        return _grid_import_export(import_, export)
    if single := _entity(hass, config.get("stat_rate", source.get("stat_rate"))):
        return _grid_power(single, inverted=False)
    return _grid_of_device(_power_sensors(hass, source.get("stat_energy_from")))


def _grid_of_device(sensors: list[str]) -> StoredOptions:
    """Return the options of a grid meter with these power sensors; empty: their names do not tell."""
    whole = [sensor for sensor in sensors if not _ONE_PHASE.search(_object_id(sensor))]
    match whole:
        case [single]:
            return _grid_power(single, inverted=False)
        case [_, _]:
            imports = [sensor for sensor in whole if _IMPORT.search(_object_id(sensor))]
            exports = [sensor for sensor in whole if _EXPORT.search(_object_id(sensor))]
            if len(imports) == len(exports) == 1 and imports != exports:
                return _grid_import_export(imports[0], exports[0])
    return {}


def _grid_power(sensor: str, *, inverted: bool) -> StoredOptions:
    return {
        CONF_GRID_METER: GridMeter.POWER.value,
        CONF_GRID_POWER: sensor,
        CONF_GRID_POWER_INVERTED: inverted,
    }


def _grid_import_export(import_: str, export: str) -> StoredOptions:
    return {
        CONF_GRID_METER: GridMeter.IMPORT_EXPORT.value,
        CONF_GRID_IMPORT: import_,
        CONF_GRID_EXPORT: export,
    }


def _solar(hass: HomeAssistant, source: EnergySource) -> StoredOptions:
    power = _entity(hass, source.get("stat_rate")) or _single_power(hass, source)
    return {CONF_SOLAR_POWER: power} if power else {}


def _battery(hass: HomeAssistant, source: EnergySource) -> StoredOptions:
    """Return the home battery's sensors; the preferences count its discharging as positive."""
    told: StoredOptions = {}
    if as_it_is := _entity(hass, source.get("power_config", {}).get("stat_rate_inverted")):
        told = {CONF_BATTERY_POWER: as_it_is, CONF_BATTERY_POWER_INVERTED: False}
    elif power := _entity(hass, source.get("stat_rate")):
        told = {CONF_BATTERY_POWER: power, CONF_BATTERY_POWER_INVERTED: True}
    elif power := _single_power(hass, source):
        told = {CONF_BATTERY_POWER: power}
    if told and (soc := _entity(hass, source.get("stat_soc"))):
        told[CONF_BATTERY_SOC] = soc
    return told


def _prices(hass: HomeAssistant, source: EnergySource) -> StoredOptions:
    told: StoredOptions = {}
    if price := _entity(hass, source.get("entity_energy_price")):
        told[CONF_PRICES] = [price]
    elif (fixed := source.get("number_energy_price")) is not None:
        told[CONF_FIXED_PRICES] = [_since_ever(fixed)]
    if feed_in := _entity(hass, source.get("entity_energy_price_export")):
        told[CONF_FEED_IN_ENTITY] = feed_in
    elif amount := source.get("number_energy_price_export"):
        told[CONF_FEED_IN_PRICES] = [_since_ever(amount)]
    return told


def _since_ever(price: float) -> StoredOptions:
    """Return a fixed price that always counted."""
    return {CONF_BEGINS: ALWAYS.isoformat(), CONF_PRICE: price}


def _forecast(hass: HomeAssistant, sources: Iterable[EnergySource]) -> StoredOptions:
    """Return the entities of the integrations whose forecast the energy dashboard shows."""
    entries = [entry for source in sources for entry in source["config_entry_solar_forecast"] or ()]
    found = [entity for entry in dict.fromkeys(entries) for entity in _forecast_of(hass, entry)]
    return {CONF_SOLAR_FORECAST: found} if found else {}


def _forecast_of(hass: HomeAssistant, config_entry_id: str) -> list[str]:
    """Return the sensors of a config entry that hold a forecast; else any one, by which the entry can be found."""
    registry = er.async_get(hass)
    sensors = [
        entity.entity_id
        for entity in er.async_entries_for_config_entry(registry, config_entry_id)
        if _is_sensor(entity, {SensorDeviceClass.ENERGY, SensorDeviceClass.POWER})
    ]
    zone = dt_util.get_default_time_zone()
    holding = [
        sensor
        for sensor in sensors
        if (state := hass.states.get(sensor)) and forecast_slots(state.attributes, zone)
    ]
    return holding or sensors[:1]


# ---- entities


def _entity(hass: HomeAssistant, statistic_id: str | None) -> str | None:
    """Return the entity of a statistic; None: the statistic is external, or the entity is gone."""
    if statistic_id is None or not valid_entity_id(statistic_id):
        return None
    known = hass.states.get(statistic_id) or er.async_get(hass).async_get(statistic_id)
    return statistic_id if known else None


def _single_power(hass: HomeAssistant, source: EnergySource) -> str | None:
    """Return the only power sensor of the device that measures the energy; None: it has none or several."""
    sensors = _power_sensors(hass, source["stat_energy_from"])
    return sensors[0] if len(sensors) == 1 else None


def _power_sensors(hass: HomeAssistant, statistic_id: str | None) -> list[str]:
    """Return the power sensors of the device that has this energy sensor."""
    registry = er.async_get(hass)
    energy = registry.async_get(statistic_id) if statistic_id else None
    if energy is None or energy.device_id is None:
        return []
    return sorted(_power_sensors_of(registry, energy.device_id))


def _power_sensors_of(registry: er.EntityRegistry, device_id: str) -> Iterator[str]:
    for entity in er.async_entries_for_device(registry, device_id):
        if _is_sensor(entity, {SensorDeviceClass.POWER}):
            yield entity.entity_id


def _is_sensor(entity: er.RegistryEntry, device_classes: set[SensorDeviceClass]) -> bool:
    device_class = entity.device_class or entity.original_device_class
    return (
        entity.domain == Platform.SENSOR
        and entity.disabled_by is None
        and device_class in device_classes
    )


def _object_id(entity_id: str) -> str:
    return entity_id.partition(".")[2]
