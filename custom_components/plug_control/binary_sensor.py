"""Binary sensors: connected, plugged in, charging, problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import override
from urllib.parse import quote

from homeassistant.components.binary_sensor import BinarySensorEntity, BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import CONF_HOST, CONF_PORT, EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .back_ends.problems import KINDS
from .cars.options import CarOptions
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.back_ends import BackEndEntity, async_setup_back_ends
from .entities.cars import CarDescription, CarEntity, CarView, async_setup_cars
from .entities.site import SiteEntity, async_setup_site
from .entity import (
    DescribedEntity,
    PlugControlDescription,
    PlugControlEntity,
    Source,
    async_setup_dynamic,
    described_entities,
)
from .flows.addresses import async_urls
from .model.charge_point import ChargePoint
from .model.connector import Connector
from .model.events import CallRefused, Event
from .relay.settings import BackEndSettings
from .relay.state import BackEndState
from .texts.wording import plain

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class PlugControlBinarySensorDescription[SourceT: Source](
    BinarySensorEntityDescription, PlugControlDescription[SourceT]
):
    """Describes a binary sensor; `is_on_fn` returns None for unknown."""

    is_on_fn: Callable[[SourceT], bool | None]


CONNECTIVITY = PlugControlBinarySensorDescription[ChargePoint](
    key="connectivity",
    translation_key="connectivity",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
    keeps=True,
    is_on_fn=lambda charge_point: charge_point.connected,
)
STATION_PROBLEM = PlugControlBinarySensorDescription[ChargePoint](
    key="problem",
    translation_key="station_problem",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
    has_fn=lambda charge_point: charge_point.error_code is not None,
    is_on_fn=lambda charge_point: charge_point.has_problem,
)
CHARGE_POINT_SENSORS = (CONNECTIVITY, STATION_PROBLEM)

CABLE_CONNECTED = PlugControlBinarySensorDescription[Connector](
    key="cable_connected",
    translation_key="cable_connected",
    device_class=BinarySensorDeviceClass.PLUG,
    is_on_fn=lambda connector: connector.is_plugged_in,
)
CHARGING = PlugControlBinarySensorDescription[Connector](
    key="charging",
    translation_key="charging",
    device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
    is_on_fn=lambda connector: connector.is_charging,
)
PROBLEM = PlugControlBinarySensorDescription[Connector](
    key="problem",
    translation_key="problem",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
    is_on_fn=lambda connector: connector.has_problem,
)
CONNECTOR_SENSORS = (CABLE_CONNECTED, CHARGING, PROBLEM)


@dataclass(frozen=True, kw_only=True)
class CarBinarySensorDescription(BinarySensorEntityDescription, CarDescription):
    """Describes a binary sensor of a car."""

    is_on_fn: Callable[[CarView], bool]


def _is_charging(view: CarView) -> bool:
    connector = view.cars.connector_of(view.car.car_id)
    return connector is not None and connector.is_charging is True


CAR_CHARGING = CarBinarySensorDescription(
    key="charging",
    translation_key="car_charging",
    device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
    is_on_fn=_is_charging,
)


BACK_END_CONNECTED = BinarySensorEntityDescription(
    key="connected",
    translation_key="back_end_connected",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


BATTERY_HELD = BinarySensorEntityDescription(
    key="battery_held",
    translation_key="battery_held",
)
GRID_LIMIT = BinarySensorEntityDescription(key="grid_limit", translation_key="grid_limit")


MAY_RUN = BinarySensorEntityDescription(
    key="may_run",
    translation_key="may_run",
    translation_placeholders={"consumer": ""},
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)
    async_setup_cars(entry, async_add_entities, partial(_build_car, entry))
    async_setup_back_ends(entry, async_add_entities, _build_back_end)
    async_setup_site(hass, entry, async_add_entities, Platform.BINARY_SENSOR, _build_site)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    yield ConnectivitySensor(coordinator, CONNECTIVITY, coordinator.charge_point)
    yield from described_entities(
        coordinator,
        PlugControlBinarySensor,
        charge_point=(STATION_PROBLEM,),
        connector=CONNECTOR_SENSORS,
    )


def _build_car(entry: PlugControlConfigEntry, car: CarOptions) -> Iterator[CarEntity]:
    yield CarBinarySensor(entry, car, CAR_CHARGING)


def _build_back_end(
    entry: PlugControlConfigEntry, back_end: BackEndSettings
) -> Iterator[BackEndEntity]:
    yield BackEndConnected(entry, back_end, BACK_END_CONNECTED)


def _build_site(entry: PlugControlConfigEntry) -> Iterator[SiteEntity]:
    if entry.runtime_data.controller.site.battery_controls:
        yield BatteryHeld(entry, BATTERY_HELD)
    if entry.runtime_data.controller.measures_surplus:
        for consumer in entry.runtime_data.controller.site.consumers:
            yield MayRun(entry, consumer.name)
    if entry.runtime_data.controller.site.signal.entity is not None:
        yield GridLimitSensor(entry, GRID_LIMIT)


class PlugControlBinarySensor[SourceT: Source](DescribedEntity[SourceT], BinarySensorEntity):
    """A binary sensor of a charge point or a connector."""

    entity_description: PlugControlBinarySensorDescription[SourceT]

    @callback
    @override
    def refresh(self) -> object:
        """Take the state from the model."""
        self._attr_is_on = is_on = self.entity_description.is_on_fn(self.source)
        return is_on


class ConnectivitySensor(PlugControlBinarySensor[ChargePoint]):
    """Whether a charge point is connected; if not, its attributes name the right address and the last refused call."""

    _unrecorded_attributes = frozenset({"address", "refused", "refused_at", "refused_from"})
    _address: str | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Find the address that the charge point has to call, and listen for refused calls."""
        data = self.coordinator.entry.data
        urls = await async_urls(self.hass, data.get(CONF_HOST), data[CONF_PORT])
        self._address = f"{urls[0]}{quote(self.coordinator.charge_point_id, safe='')}"
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_add_event_listener(self._async_look))

    @callback
    def _async_look(self, event: Event) -> None:
        if isinstance(event, CallRefused):
            self._async_update()

    @callback
    @override
    def refresh(self) -> object:
        """Take the connection and, where there is none, what may prevent it."""
        attributes = {} if self.source.connected else self._obstacles()
        self._attr_extra_state_attributes = attributes
        return super().refresh(), attributes

    def _obstacles(self) -> dict[str, str]:
        refused = next(
            (
                each
                for each in self.coordinator.central_system.refused_callers
                if each.identity == self.coordinator.charge_point_id
            ),
            None,
        )
        told = {} if self._address is None else {"address": self._address}
        if refused is None:
            return told
        return told | {
            "refused": refused.cause.value,
            "refused_at": refused.at.isoformat(timespec="seconds"),
            "refused_from": refused.remote_address,
        }


class CarBinarySensor(CarEntity, BinarySensorEntity):
    """Whether something is true of a car."""

    entity_description: CarBinarySensorDescription

    @override
    def _take(self, view: CarView) -> object:
        self._attr_is_on = is_on = self.entity_description.is_on_fn(view)
        return is_on


class BackEndConnected(BackEndEntity, BinarySensorEntity):
    """Whether a back end is connected for every charge point that is to be; while none is, the state is unknown."""

    _unrecorded_attributes = frozenset({"detail"})

    @override
    def _take(self, state: BackEndState) -> object:
        names = self._entry.runtime_data.coordinators
        missing = [
            plain(names[each].name if each in names else each)
            for each, link in state.links.items()
            if link.wanted and not link.connected
        ]
        is_wanted = any(link.wanted for link in state.links.values())
        self._attr_is_on = is_on = state.connected if is_wanted and not state.paused else None
        attributes: dict[str, object] = {"not_connected": missing}
        if state.trouble is not None:
            attributes |= {"trouble": KINDS[state.trouble], "detail": plain(state.detail)}
        self._attr_extra_state_attributes = attributes
        return is_on, attributes


class BatteryHeld(SiteEntity, BinarySensorEntity):
    """Whether the home battery is held, so that it does not run into a car."""

    @override
    def refresh(self) -> object:
        """Take whether it is held."""
        self._attr_is_on = is_on = self._controller.holds_battery
        return is_on


class MayRun(SiteEntity, BinarySensorEntity):
    """Whether a consumer of surplus may run."""

    def __init__(self, entry: PlugControlConfigEntry, consumer: str) -> None:
        """Belong to the consumer of this name."""
        named = replace(MAY_RUN, translation_placeholders={"consumer": plain(consumer)})
        super().__init__(entry, named, f"_{consumer}")
        self._consumer = consumer

    @override
    def refresh(self) -> object:
        """Take whether it may run."""
        self._attr_is_on = is_on = self._controller.may_run(self._consumer)
        return is_on


class GridLimitSensor(SiteEntity, BinarySensorEntity):
    """Whether the grid operator limits now, with the limit, its last event, and how fast each charge point obeys."""

    _unrecorded_attributes = frozenset({"takes_effect_within_s"})

    @callback
    @override
    def refresh(self) -> object:
        """Take the limit that stands, and the last event."""
        signal = self._controller.signal
        limit, events = signal.limit, signal.events.all
        attributes: dict[str, object] = {}
        if limit is not None:
            attributes = {
                "limit_w": round(limit.limit_w),
                "scope": limit.scope.value,
                "source_silent": limit.silent,
            }
        if events:
            last = events[-1]
            attributes |= {
                "begin": last.begin.isoformat(timespec="seconds"),
                "end": None if last.end is None else last.end.isoformat(timespec="seconds"),
                "kept_after_s": last.kept_after_s,
            }
        attributes["takes_effect_within_s"] = {
            plain(name): seconds for name, seconds in self._controller.reactions_s().items()
        }
        self._attr_is_on = limit is not None
        self._attr_extra_state_attributes = attributes
        return limit is not None, attributes
