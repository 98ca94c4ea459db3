"""Sensors of a car."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from custom_components.plug_control.cars.options import CarOptions
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.device_layout import shown_name
from custom_components.plug_control.entity import SlimEntity
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.timestamps import read_time
from custom_components.plug_control.statistics.month_totals import Group
from custom_components.plug_control.texts.wording import plain

from .cars import CarDescription, CarEntity, CarView, car_device_info, car_unique_id
from .meter_sensors import _ENERGY_STEP_WH
from .month_sensors import MONTH_SENSORS, MonthDescription, MonthSensor, is_known
from .sensors import PlainSensorEntity

NOWHERE = "nowhere"
"""The state of a car's place while it is plugged in at no connector."""


@dataclass(frozen=True, kw_only=True)
class CarSensorDescription(SensorEntityDescription, CarDescription):
    """Describes a sensor of a car."""

    value_fn: Callable[[CarView], StateType | datetime]
    attributes_fn: Callable[[CarView], dict[str, StateType]] = lambda _: {}
    last_reset_fn: Callable[[CarView], datetime | None] = lambda _: None
    step: float | None = None
    """The least change to show."""


def _place(view: CarView) -> str:
    """Return the name of the connector where a car is plugged in."""
    key = view.cars.place_of(view.car.car_id)
    return NOWHERE if key is None else plain(connector_label(view.entry, key))


def connector_label(entry: PlugControlConfigEntry, key: ConnectorKey) -> str:
    """Return the name of a connector's device, or of its charge point."""
    coordinator = entry.runtime_data.coordinators.get(key[0])
    if coordinator is None:
        return key[0]
    device = coordinator.async_connector_device(key[1])
    return coordinator.name if device is None else shown_name(device)


def _session_energy_wh(view: CarView) -> float | None:
    if view.running_wh is not None:
        return view.running_wh
    last = view.last
    return None if last is None else float(last["energy_wh"])


def _session_reset(view: CarView) -> datetime | None:
    connector = view.cars.connector_of(view.car.car_id)
    if connector is not None and connector.transaction is not None:
        return connector.transaction.started_at
    last = view.last
    return read_time(last["started_at"]) if last and last["started_at"] else None


def _energy_wh(view: CarView) -> float:
    ended = view.cars.sessions_of(view.car.car_id)
    return (ended.energy_wh if ended is not None else 0.0) + (view.running_wh or 0.0)


def _last_session(view: CarView) -> datetime | None:
    last = view.last
    return read_time(last["stopped_at"]) if last is not None else None


def _last_attributes(view: CarView) -> dict[str, StateType]:
    """Return what the last session took, and what it cost where that is known."""
    last = view.last
    if last is None:
        return {}
    key = (last["charge_point_id"], last["connector_id"] or 1)
    told: dict[str, StateType] = {
        "energy_kwh": round(last["energy_wh"] / 1000, 2),
        "connector": plain(connector_label(view.entry, key)),
    }
    if last.get("cost") is not None:
        told |= {"cost": round(last["cost"], 2), "currency": last.get("currency")}
    return told


def _next_plan(view: CarView) -> datetime | None:
    coming = view.car.next_plan(dt_util.now())
    return coming[0] if coming is not None else None


def _plan_attributes(view: CarView) -> dict[str, StateType]:
    coming = view.car.next_plan(dt_util.now())
    if coming is None:
        return {}
    plan = coming[1]
    percent = plan.soc_percent
    if plan.energy_wh is None and plan.range_km is None and percent is None:
        percent = view.car.target_soc_percent
    told = {
        "energy_kwh": None if plan.energy_wh is None else plan.energy_wh / 1000,
        "state_of_charge_percent": percent,
        "range_km": plan.range_km,
    }
    return {name: value for name, value in told.items() if value is not None}


CAR_SENSORS = (
    CarSensorDescription(key="place", translation_key="car_place", value_fn=_place),
    CarSensorDescription(
        key="session_energy",
        translation_key="car_session_energy",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        has_fn=lambda view: view.had_session,
        value_fn=_session_energy_wh,
        last_reset_fn=_session_reset,
        step=_ENERGY_STEP_WH,
    ),
    CarSensorDescription(
        key="energy",
        translation_key="car_energy",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        has_fn=lambda view: view.had_session,
        value_fn=_energy_wh,
        step=_ENERGY_STEP_WH,
    ),
    CarSensorDescription(
        key="last_session",
        translation_key="car_last_session",
        device_class=SensorDeviceClass.TIMESTAMP,
        has_fn=lambda view: view.last is not None,
        value_fn=_last_session,
        attributes_fn=_last_attributes,
    ),
)
NEXT_PLAN = CarSensorDescription(
    key="next_plan",
    translation_key="car_next_plan",
    device_class=SensorDeviceClass.TIMESTAMP,
    has_fn=lambda view: bool(view.car.plans),
    value_fn=_next_plan,
    attributes_fn=_plan_attributes,
)


CAR_MONTH_SENSORS = tuple(each for each in MONTH_SENSORS if each.months_ago == 0)
"""This month's; the last one is in the sessions and the documents."""


class CarSensor(CarEntity, PlainSensorEntity):
    """A value of a car."""

    entity_description: CarSensorDescription

    @override
    def _take(self, view: CarView) -> object:
        description = self.entity_description
        self._attr_native_value = value = description.value_fn(view)
        self._attr_last_reset = last_reset = description.last_reset_fn(view)
        self._attr_extra_state_attributes = attributes = description.attributes_fn(view)
        is_running = view.running_wh is not None
        if description.step is not None and is_running and isinstance(value, int | float):
            return int(value // description.step), last_reset, attributes
        return value, last_reset, attributes


class NextPlanSensor(CarSensor):
    """When the car's next plan is due; at that time the one after it is shown."""

    _cancel: CALLBACK_TYPE | None = None

    @override
    def _take(self, view: CarView) -> object:
        shown = super()._take(view)
        self._stop_waiting()
        if isinstance(due := self._attr_native_value, datetime):
            self._cancel = async_track_point_in_utc_time(self.hass, self._due, due)
        return shown

    @callback
    def _due(self, _: datetime) -> None:
        self._cancel = None
        self._async_update()

    @callback
    def _stop_waiting(self) -> None:
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Stop the timer."""
        await super().async_will_remove_from_hass()
        self._stop_waiting()


class CarMonthSensor(SlimEntity, MonthSensor):
    """This month of a car."""

    __slots__ = ("_car_id", "_entry")
    entity_description: MonthDescription
    entity_registry_enabled_default = True

    def __init__(
        self, entry: PlugControlConfigEntry, car: CarOptions, description: MonthDescription
    ) -> None:
        """Belong to the car's device."""
        super().__init__(description, car_unique_id(car.car_id, description))
        self._entry = entry
        self._car_id = car.car_id
        self.keeper = entry.runtime_data.month_totals
        self.of_group, self.key = Group.CAR, car.car_id

    @property
    @override
    def device_info(self) -> DeviceInfo | None:
        """The car's device."""
        car = self._entry.runtime_data.cars.of(self._car_id)
        return None if car is None else car_device_info(car)

    @property
    @override
    def available(self) -> bool:
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Take the first state, and listen for the car's totals."""
        await super().async_added_to_hass()
        self._shown = (self.available, self.refresh())
        self.async_on_remove(
            self.keeper.async_add_listener(self.of_group, self.key, self._async_update)
        )

    @callback
    @override
    def refresh(self) -> object:
        """Take the value."""
        return self.take()


def car_sensors(
    hass: HomeAssistant, entry: PlugControlConfigEntry, car: CarOptions
) -> Iterable[CarEntity | CarMonthSensor]:
    """Yield the sensors of a car that have something to show."""
    view = CarView(entry, car)
    yield from (CarSensor(entry, car, each) for each in CAR_SENSORS if each.has_fn(view))
    if NEXT_PLAN.has_fn(view):
        yield NextPlanSensor(entry, car, NEXT_PLAN)
    for description in CAR_MONTH_SENSORS:
        unique_id = car_unique_id(car.car_id, description)
        if is_known(hass, entry, Group.CAR, car.car_id, unique_id, description.kind):
            yield CarMonthSensor(entry, car, description)
