"""The table of sensors that show meter readings."""

from dataclasses import replace
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfFrequency,
    UnitOfPower,
    UnitOfTemperature,
)

from custom_components.plug_control.model.meter import Phase, Quantity

from .sensors import MeterSensorDescription

_ENERGY_STEP_WH = 10.0
"""The last shown digit of an energy: 0.01 kWh."""

_ENERGY: Final[dict[str, Any]] = {
    "device_class": SensorDeviceClass.ENERGY,
    "state_class": SensorStateClass.TOTAL_INCREASING,
    "native_unit_of_measurement": UnitOfEnergy.WATT_HOUR,
    "suggested_unit_of_measurement": UnitOfEnergy.KILO_WATT_HOUR,
    "suggested_display_precision": 2,
    "keeps": True,
    "step": _ENERGY_STEP_WH,
}

_POWER: Final[dict[str, Any]] = {
    "device_class": SensorDeviceClass.POWER,
    "native_unit_of_measurement": UnitOfPower.WATT,
    "suggested_display_precision": 0,
}

_CURRENT: Final[dict[str, Any]] = {
    "device_class": SensorDeviceClass.CURRENT,
    "native_unit_of_measurement": UnitOfElectricCurrent.AMPERE,
    "suggested_display_precision": 2,
    "digits": 2,
}

METER_SENSORS = (
    MeterSensorDescription(
        key="energy",
        translation_key="energy",
        phase_translation_key="energy_phase",
        quantity=Quantity.ENERGY_IMPORT_WH,
        **_ENERGY,
    ),
    MeterSensorDescription(
        key="energy_export",
        translation_key="energy_export",
        quantity=Quantity.ENERGY_EXPORT_WH,
        **_ENERGY,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="power",
        translation_key="power",
        phase_translation_key="power_phase",
        quantity=Quantity.POWER_IMPORT_W,
        **_POWER,
    ),
    MeterSensorDescription(
        key="power_export",
        translation_key="power_export",
        quantity=Quantity.POWER_EXPORT_W,
        **_POWER,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="power_offered",
        translation_key="power_offered",
        quantity=Quantity.POWER_OFFERED_W,
        entity_category=EntityCategory.DIAGNOSTIC,
        **_POWER,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="current",
        translation_key="current",
        phase_translation_key="current_phase",
        quantity=Quantity.CURRENT_IMPORT_A,
        **_CURRENT,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="current_export",
        translation_key="current_export",
        quantity=Quantity.CURRENT_EXPORT_A,
        **_CURRENT,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="current_offered",
        translation_key="current_offered",
        quantity=Quantity.CURRENT_OFFERED_A,
        entity_category=EntityCategory.DIAGNOSTIC,
        **_CURRENT,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="voltage",
        translation_key="voltage",
        phase_translation_key="voltage_phase",
        quantity=Quantity.VOLTAGE_V,
        device_class=SensorDeviceClass.VOLTAGE,
        native_unit_of_measurement=UnitOfElectricPotential.VOLT,
        suggested_display_precision=1,
        digits=1,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="frequency",
        translation_key="frequency",
        quantity=Quantity.FREQUENCY_HZ,
        device_class=SensorDeviceClass.FREQUENCY,
        native_unit_of_measurement=UnitOfFrequency.HERTZ,
        suggested_display_precision=2,
        digits=2,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="power_factor",
        translation_key="power_factor",
        quantity=Quantity.POWER_FACTOR,
        device_class=SensorDeviceClass.POWER_FACTOR,
        suggested_display_precision=2,
        digits=2,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="temperature",
        translation_key="temperature",
        quantity=Quantity.TEMPERATURE_C,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
        digits=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    MeterSensorDescription(
        key="state_of_charge",
        translation_key="state_of_charge",
        quantity=Quantity.STATE_OF_CHARGE_PERCENT,
        device_class=SensorDeviceClass.BATTERY,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
    ),
)


def _on_phase(description: MeterSensorDescription, phase: Phase) -> MeterSensorDescription:
    """Return the description of the same reading on one phase."""
    return replace(
        description,
        key=f"{description.key}_{phase.lower()}",
        translation_key=description.phase_translation_key,
        translation_placeholders={"phase": phase.value},
        phase=phase,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


STATION_METER_SENSORS = tuple(
    replace(
        each,
        key=f"station_{each.key}",
        translation_key=f"station_{each.key}",
        entity_category=EntityCategory.DIAGNOSTIC,
    )
    for each in METER_SENSORS
    if each.key in {"energy", "power", "current", "voltage"}
)
"""The sensors of connector 0's meter: the charge point with all its connectors."""

ALL_METER_SENSORS = (
    *METER_SENSORS,
    *(
        _on_phase(each, phase)
        for each in METER_SENSORS
        if each.phase_translation_key
        for phase in Phase
    ),
)
