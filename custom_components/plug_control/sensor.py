"""Sensors: status, power, energy, sessions, and the charge point's own data."""

from collections.abc import Iterator
from functools import partial

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfElectricCurrent, UnitOfEnergy, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from ocpp.v16.enums import ChargePointErrorCode

from .const import DOMAIN
from .coordinator import SESSION_ENERGY, ChargePointCoordinator, PlugControlConfigEntry
from .entities.back_end_sensors import back_end_sensors
from .entities.back_ends import async_setup_back_ends
from .entities.car_sensors import car_sensors
from .entities.cars import async_setup_cars
from .entities.charging_sensors import charging_sensors
from .entities.check_up import CHECK_UP_STATES, CheckUpSensor
from .entities.meter_sensors import _ENERGY_STEP_WH, ALL_METER_SENSORS, STATION_METER_SENSORS
from .entities.month_sensors import async_setup_people, month_sensors
from .entities.sensors import (
    IdTagSensor,
    LastSeenSensor,
    LatencySensor,
    MeterSensor,
    PlugControlSensor,
    PlugControlSensorDescription,
    SessionDurationSensor,
    StatusSensor,
    session_energy_wh,
    session_reset,
    session_start,
    stop_reason,
)
from .entity import (
    PlugControlEntity,
    Source,
    async_setup_dynamic,
    connector_unique_id,
    described_entities,
)
from .model.charge_point import ChargePoint
from .model.connector import Connector, ConnectorStatus
from .model.local_list import ListState
from .model.transaction import StopReason
from .texts.spelling import snake_case

PARALLEL_UPDATES = 0

STATUSES = {status: snake_case(status) for status in ConnectorStatus} | {
    ConnectorStatus.UNAVAILABLE: "out_of_service"
}
"""The states by OCPP's statuses; Unavailable has another name, since Home Assistant's `unavailable` means unknown."""
ERRORS = {code.value: snake_case(code.value) for code in ChargePointErrorCode}
"""The states by OCPP's error codes; any other code is `other_error`, with the code as attribute."""


def _error(source: Source) -> str | None:
    """Return the error of a connector or of the charge point itself (connector 0); None if it reported none."""
    return source.error_code and ERRORS.get(source.error_code, "other_error")


def _error_attributes(source: Source) -> dict[str, StateType]:
    return {
        "error_code": source.error_code,
        "vendor_error_code": source.vendor_error_code,
        "info": source.error_info,
    }


def _list_state(charge_point: ChargePoint) -> str | None:
    report = charge_point.local_list
    return None if report is None else report.state


def _list_attributes(charge_point: ChargePoint) -> dict[str, StateType]:
    if (report := charge_point.local_list) is None:
        return {}
    changed_at = report.changed_at
    return {
        "cards": report.cards,
        "left_out": report.left_out,
        "refused": report.refused,
        "changed_at": None if changed_at is None else changed_at.isoformat(),
    }


CHARGE_POINT_SENSORS = (
    PlugControlSensorDescription[ChargePoint](
        key="error",
        translation_key="station_error",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=list(ERRORS.values()),
        has_fn=lambda charge_point: charge_point.error_code is not None,
        value_fn=_error,
        attributes_fn=_error_attributes,
    ),
    PlugControlSensorDescription[ChargePoint](
        key="firmware",
        translation_key="firmware",
        entity_category=EntityCategory.DIAGNOSTIC,
        has_fn=lambda charge_point: charge_point.firmware_version is not None,
        value_fn=lambda charge_point: charge_point.firmware_version,
    ),
    PlugControlSensorDescription[ChargePoint](
        key="model",
        translation_key="model",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,  # The device's page says it.
        has_fn=lambda charge_point: charge_point.model is not None,
        value_fn=lambda charge_point: charge_point.model,
    ),
    PlugControlSensorDescription[ChargePoint](
        key="serial_number",
        translation_key="serial_number",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,  # The device's page says it.
        has_fn=lambda charge_point: charge_point.serial_number is not None,
        value_fn=lambda charge_point: charge_point.serial_number,
    ),
    PlugControlSensorDescription[ChargePoint](
        key="local_list",
        translation_key="local_list",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=[*ListState],
        keeps=True,
        has_fn=lambda charge_point: charge_point.local_list is not None,
        value_fn=_list_state,
        attributes_fn=_list_attributes,
    ),
    PlugControlSensorDescription[ChargePoint](
        key="reconnects",
        translation_key="reconnects",
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_category=EntityCategory.DIAGNOSTIC,
        keeps=True,
        value_fn=lambda charge_point: max(charge_point.connections - 1, 0),
    ),
)

LATENCY = PlugControlSensorDescription[ChargePoint](
    key="latency",
    translation_key="latency",
    device_class=SensorDeviceClass.DURATION,
    state_class=SensorStateClass.MEASUREMENT,
    native_unit_of_measurement=UnitOfTime.MILLISECONDS,
    suggested_display_precision=0,
    entity_category=EntityCategory.DIAGNOSTIC,
)

LAST_SEEN = PlugControlSensorDescription[ChargePoint](
    key="last_seen",
    translation_key="last_seen",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,  # The logbook shows every change of a point in time.
    keeps=True,
)

STATUS = PlugControlSensorDescription[Connector](
    key="status",
    translation_key="status",
    device_class=SensorDeviceClass.ENUM,
    options=list(STATUSES.values()),
    value_fn=lambda connector: connector.status and STATUSES[connector.status],
)

CONNECTOR_SENSORS = (
    PlugControlSensorDescription[Connector](
        key="current_limit",
        translation_key="current_limit",
        device_class=SensorDeviceClass.CURRENT,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        suggested_display_precision=0,
        entity_category=EntityCategory.DIAGNOSTIC,
        has_fn=lambda connector: (
            connector.limit.applied_a is not None
            or connector.limit.wanted_a is not None
            or connector.limit.smart is not None
        ),
        value_fn=lambda connector: connector.limit.applied_a,
        entity_registry_enabled_default=False,
    ),
    PlugControlSensorDescription[Connector](
        key="error",
        translation_key="error",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=list(ERRORS.values()),
        value_fn=_error,
        attributes_fn=_error_attributes,
    ),
)

SESSION_SENSORS = (
    PlugControlSensorDescription[Connector](
        key=SESSION_ENERGY,
        translation_key="session_energy",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        keeps=True,
        follows=(SESSION_ENERGY,),
        step=_ENERGY_STEP_WH,
        value_fn=session_energy_wh,
        last_reset_fn=session_reset,
    ),
    PlugControlSensorDescription[Connector](
        key="session_start",
        translation_key="session_start",
        entity_registry_enabled_default=False,  # The session energy's last reset says it.
        device_class=SensorDeviceClass.TIMESTAMP,
        keeps=True,
        value_fn=session_start,
    ),
    PlugControlSensorDescription[Connector](
        key="stop_reason",
        translation_key="stop_reason",
        device_class=SensorDeviceClass.ENUM,
        options=[reason.value for reason in StopReason if reason is not StopReason.UNKNOWN],
        keeps=True,
        value_fn=stop_reason,
        entity_registry_enabled_default=False,
    ),
    PlugControlSensorDescription[Connector](
        key="transaction_id",
        translation_key="transaction_id",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda connector: (
            None if connector.transaction is None else connector.transaction.transaction_id
        ),
        entity_registry_enabled_default=False,
    ),
)
"""The sensors of a connector that had a session: before, they would know nothing."""

SESSION_DURATION = PlugControlSensorDescription[Connector](
    key="session_duration",
    translation_key="session_duration",
    device_class=SensorDeviceClass.DURATION,
    native_unit_of_measurement=UnitOfTime.MINUTES,
    suggested_display_precision=0,
    keeps=True,
    entity_registry_enabled_default=False,
)

CHECK_UP = PlugControlSensorDescription[ChargePoint](
    key="check_up",
    translation_key="check_up",
    device_class=SensorDeviceClass.ENUM,
    options=CHECK_UP_STATES,
    entity_category=EntityCategory.DIAGNOSTIC,
    keeps=True,
)

ID_TAG = PlugControlSensorDescription[Connector](key="id_tag", translation_key="id_tag")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)
    async_setup_cars(entry, async_add_entities, partial(car_sensors, hass, entry))
    async_setup_people(hass, entry, async_add_entities)
    async_setup_back_ends(entry, async_add_entities, back_end_sensors)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    charge_point = coordinator.charge_point
    yield LastSeenSensor(coordinator, LAST_SEEN, charge_point)
    yield CheckUpSensor(coordinator, CHECK_UP, charge_point)
    if charge_point.latency_s is not None:
        yield LatencySensor(coordinator, LATENCY, charge_point)
    yield from described_entities(
        coordinator,
        PlugControlSensor,
        charge_point=CHARGE_POINT_SENSORS,
        connector=CONNECTOR_SENSORS,
    )
    for description in STATION_METER_SENSORS:
        if (description.quantity, None) in charge_point.meter.readings:
            yield MeterSensor(coordinator, description, charge_point)
    for connector_id, connector in coordinator.connectors.items():
        yield StatusSensor(coordinator, STATUS, connector, connector_id)
        if _had_session(coordinator, connector):
            for each in SESSION_SENSORS:
                yield PlugControlSensor(coordinator, each, connector, connector_id)
            yield SessionDurationSensor(coordinator, SESSION_DURATION, connector, connector_id)
            yield IdTagSensor(coordinator, ID_TAG, connector, connector_id)
        for description in ALL_METER_SENSORS:
            if (description.quantity, description.phase) in connector.meter.readings:
                yield MeterSensor(coordinator, description, connector, connector_id)
    yield from charging_sensors(coordinator)
    yield from month_sensors(coordinator)


def _had_session(coordinator: ChargePointCoordinator, connector: Connector) -> bool:
    """Return whether a connector has or had a session; by its sensors in the registry, if the memory of it is lost."""
    if connector.transaction is not None or connector.last_session is not None:
        return True
    unique_id = connector_unique_id(
        coordinator.charge_point_id, connector.connector_id, SESSION_ENERGY
    )
    registry = er.async_get(coordinator.hass)
    return registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id) is not None
