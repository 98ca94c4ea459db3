"""Sensors of smart charging: reason, surplus, solar share, planned start."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, UnitOfPower
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.plug_control.charging.plans.plan import Plan, PlanWindow
from custom_components.plug_control.charging.plans.prices import PriceSlot, orderly
from custom_components.plug_control.charging.types import Reason, ReasonCode
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.told import circumstances_of, window_of
from custom_components.plug_control.controller.wishes import Outcome
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.entity import connector_unique_id
from custom_components.plug_control.texts.reason import (
    ATTRIBUTES,
    CODES,
    Circumstances,
    reason_attributes,
    told_code,
)
from custom_components.plug_control.texts.wording import nearest_minute, plain

from .sensors import PlainSensorEntity
from .wishes import ChargingDescription, ChargingEntity, charging_entities

_MONEY_DIGITS = 2
"""Decimal places of a session's cost: a state is a row in the database."""
_SURPLUS_STEP_W = 10
_SURPLUS_PAUSE = timedelta(minutes=15)
"""The interval of surplus states while no car is plugged in, since each state is a row in the database."""


@dataclass(frozen=True, kw_only=True)
class ChargingSensorDescription(SensorEntityDescription, ChargingDescription):
    """Describes a sensor of smart charging."""


CHARGING_REASON = ChargingSensorDescription(
    key="charging_reason",
    translation_key="charging_reason",
    device_class=SensorDeviceClass.ENUM,
    options=[*CODES],
)
SURPLUS = ChargingSensorDescription(
    key="surplus",
    translation_key="surplus",
    device_class=SensorDeviceClass.POWER,
    state_class=SensorStateClass.MEASUREMENT,
    native_unit_of_measurement=UnitOfPower.WATT,
    suggested_display_precision=0,
    entity_registry_enabled_default=False,
    offered_fn=lambda controller, _: controller.measures_surplus,
)
SESSION_SOLAR_SHARE = ChargingSensorDescription(
    key="session_solar_share",
    translation_key="session_solar_share",
    native_unit_of_measurement=PERCENTAGE,
    suggested_display_precision=0,
    offered_fn=lambda controller, _: controller.measures_surplus,
)
SESSION_COST = ChargingSensorDescription(
    key="session_cost",
    translation_key="session_cost",
    device_class=SensorDeviceClass.MONETARY,
    suggested_display_precision=2,
)
PLANNED_START = ChargingSensorDescription(
    key="planned_start",
    translation_key="planned_start",
    device_class=SensorDeviceClass.TIMESTAMP,
)
CHARGING_SENSORS = (CHARGING_REASON, SURPLUS, SESSION_SOLAR_SHARE, SESSION_COST, PLANNED_START)


class PlannedStretch:
    """Remembers when charging by plan began, since the current window of each new plan begins at the present time."""

    def __init__(self) -> None:
        """Start without a stretch."""
        self._start: datetime | None = None
        self._end: datetime | None = None

    def begin(self, window: PlanWindow) -> datetime:
        """Return the start of the uninterrupted stretch to which the current window belongs."""
        start, end = self._start, self._end
        if start is None or end is None or not start <= window.start <= end:
            self._start = start = window.start
        self._end = window.end
        return start


class ReasonSensor(ChargingEntity, PlainSensorEntity):
    """Why a connector charges as it does: a code, with its numbers as attributes."""

    entity_description: ChargingSensorDescription
    _unrecorded_attributes = ATTRIBUTES

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: ChargingSensorDescription,
        connector_id: int,
    ) -> None:
        """Show the reason of `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self._connector = coordinator.charge_point.connectors[connector_id]
        self._stretch = PlannedStretch()

    @callback
    @override
    def refresh(self) -> object:
        """Take code and attributes from the last decision."""
        outcome = self.controller.outcome_of(self.key)
        code, attributes = None, {}
        if outcome is not None:
            window = window_of(outcome)
            reason = self._steady(outcome.reason, window)
            circumstances = self._circumstances(outcome)
            code = told_code(reason, circumstances)
            attributes = reason_attributes(reason, circumstances)
        self._attr_native_value = code
        self._attr_extra_state_attributes = attributes
        return code, attributes

    def _steady(self, reason: Reason, window: PlanWindow | None) -> Reason:
        """Return the reason with the time when charging by plan began."""
        if window is None or reason.code is not ReasonCode.PLAN:
            return reason
        return replace(reason, start=self._stretch.begin(window))

    def _circumstances(self, outcome: Outcome) -> Circumstances:
        return circumstances_of(
            self.coordinator.central_system,
            self.coordinator.charge_point,
            self.key[1],
            outcome,
            priced=self.controller.has_prices,
        )


class SurplusSensor(ChargingEntity, PlainSensorEntity):
    """The surplus (W) available to a connector, its own draw included; updated rarely while no car is plugged in."""

    entity_description: ChargingSensorDescription

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: ChargingSensorDescription,
        connector_id: int,
    ) -> None:
        """Show the surplus of `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self._connector = coordinator.charge_point.connectors[connector_id]
        self._shown_at: datetime | None = None

    @callback
    @override
    def refresh(self) -> object:
        """Take the surplus, rounded to _SURPLUS_STEP_W, if an update is due."""
        outcome = self.controller.outcome_of(self.key)
        surplus_w = None if outcome is None else outcome.surplus_w
        shown_w = (
            None if surplus_w is None else round(surplus_w / _SURPLUS_STEP_W) * _SURPLUS_STEP_W
        )
        if self._is_due(shown_w):
            self._attr_native_value = shown_w
            self._shown_at = dt_util.utcnow()
        return self._attr_native_value

    def _is_due(self, surplus_w: int | None) -> bool:
        shown_at = self._shown_at
        if self._connector.is_plugged_in or shown_at is None:
            return True
        is_known = self._attr_native_value is not None
        return is_known != (surplus_w is not None) or dt_util.utcnow() - shown_at >= _SURPLUS_PAUSE


class WorthSensor(ChargingEntity, PlainSensorEntity):
    """Shows what a connector's session is worth."""

    entity_description: ChargingSensorDescription

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: ChargingSensorDescription,
        connector_id: int,
    ) -> None:
        """Show the session of `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self.worth = coordinator.entry.runtime_data.worth

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for what the session is worth, too."""
        await super().async_added_to_hass()
        self.worth.async_add_listener(self._async_update, self.key)

    @callback
    @override
    def _async_stop_listening(self) -> None:
        super()._async_stop_listening()
        self.worth.async_remove_listener(self._async_update, self.key)


class SolarShareSensor(WorthSensor):
    """The solar share (%) of the session's energy; of the last session until the next begins."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the share, in whole percent."""
        percent = self.worth.solar_percent(self.key)
        self._attr_native_value = shown = None if percent is None else round(percent)
        return shown


class SessionCostSensor(WorthSensor):
    """What the running or the last session cost up to now."""

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """The currency."""
        worth = self.worth.of(self.key)
        return (worth and worth.currency) or self.hass.config.currency

    @callback
    @override
    def refresh(self) -> object:
        """Take the cost."""
        worth = self.worth.of(self.key)
        cost = None if worth is None or worth.cost is None else round(worth.cost, _MONEY_DIGITS)
        self._attr_native_value = cost
        return cost, self.native_unit_of_measurement


class PlannedStartSensor(ChargingEntity, PlainSensorEntity):
    """When charging by plan begins next, or began; the attributes show the whole plan."""

    entity_description: ChargingSensorDescription
    _unrecorded_attributes = frozenset({"windows", "prices"})

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: ChargingSensorDescription,
        connector_id: int,
    ) -> None:
        """Show the plan of `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self._stretch = PlannedStretch()

    @callback
    @override
    def refresh(self) -> object:
        """Take the start and the attributes from the plan."""
        outcome = self.controller.outcome_of(self.key)
        plan = None if outcome is None else outcome.plan
        self._attr_native_value = start = None if plan is None else self._start(plan)
        self._attr_extra_state_attributes = attributes = (
            {} if plan is None else self._attributes(plan)
        )
        return start, attributes

    def _start(self, plan: Plan) -> datetime | None:
        now = dt_util.utcnow()
        if (window := plan.window_at(now)) is not None:
            return nearest_minute(self._stretch.begin(window))
        starts = (window.start for window in plan.windows if window.start > now)
        start = next(starts, None)
        return None if start is None else nearest_minute(start)

    def _attributes(self, plan: Plan) -> dict[str, Any]:
        """Return the plan and its prices."""
        controller = self.controller
        attributes = _plan_attributes(plan, priced=controller.has_prices)
        if (percent := controller.unused_target_percent(self.key)) is not None:
            attributes["unused_target_soc"] = round(percent)
        if controller.has_prices:
            attributes["prices"] = _prices_shown(controller.prices)
            if controller.price_unit:
                attributes["price_unit"] = plain(controller.price_unit)
        return attributes


@lru_cache(maxsize=4)
def _prices_shown(prices: tuple[PriceSlot, ...]) -> list[dict[str, Any]]:
    """Return prices as steps; adjacent slots with the same price are merged."""
    steps: list[dict[str, Any]] = []
    for slot in orderly(prices):
        start, end = slot.start.isoformat(), slot.end.isoformat()
        price = round(slot.price, 4)
        if steps and (steps[-1]["end"], steps[-1]["price"]) == (start, price):
            steps[-1]["end"] = end
        else:
            steps.append({"start": start, "end": end, "price": price})
    return steps


def _plan_attributes(plan: Plan, *, priced: bool) -> dict[str, Any]:
    """Return a plan's goal, shortfall, cost (if `priced`) and windows."""
    attributes: dict[str, Any] = {
        "ready_by": plan.goal.ready_at.isoformat(),
        "energy_kwh": round(plan.goal.energy_wh / 1000, 1),
        "missing_kwh": round(plan.shortfall_wh / 1000, 1),
    }
    if priced:
        attributes["cost"] = round(plan.cost, 2)
    if plan.windows:
        attributes["end"] = nearest_minute(plan.windows[-1].end).isoformat()
    attributes["windows"] = [_window_shown(window, priced=priced) for window in plan.windows]
    return attributes


def _window_shown(window: PlanWindow, *, priced: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "start": nearest_minute(window.start).isoformat(),
        "end": nearest_minute(window.end).isoformat(),
        "current_a": window.current_a,
        "solar": window.solar,
    }
    return shown | {"price": round(window.price, 4)} if priced else shown


def charging_sensors(coordinator: ChargePointCoordinator) -> Iterator[ChargingEntity]:
    """Yield the sensors of smart charging of all connectors of a charge point."""
    yield from charging_entities(coordinator, ReasonSensor, (CHARGING_REASON,))
    yield from charging_entities(coordinator, SurplusSensor, (SURPLUS,))
    yield from charging_entities(coordinator, SolarShareSensor, (SESSION_SOLAR_SHARE,))
    for connector_id in coordinator.connectors:
        if _has_cost(coordinator, connector_id):
            yield SessionCostSensor(coordinator, SESSION_COST, connector_id)
    yield from charging_entities(coordinator, PlannedStartSensor, (PLANNED_START,))


def _has_cost(coordinator: ChargePointCoordinator, connector_id: int) -> bool:
    """Return whether the cost of a session was known, now or before."""
    key = (coordinator.charge_point_id, connector_id)
    if coordinator.entry.runtime_data.worth.has_cost(key):
        return True
    unique_id = connector_unique_id(*key, SESSION_COST.key)
    registry = er.async_get(coordinator.hass)
    return registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id) is not None
