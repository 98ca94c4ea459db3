"""Collect what the card's ribbon shows: from the recorder, the log of decisions, the plan, prices and forecast."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Any, Final

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.charging.plans.plan import Plan, PlanWindow
from custom_components.plug_control.charging.plans.prices import PriceSlot, orderly
from custom_components.plug_control.controller.changes import KEPT, Change
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.money.worth import QUARTER
from custom_components.plug_control.permissions import Caller, connector_entity
from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.site.price_reader import unit_scale
from custom_components.plug_control.texts.wording import plain
from custom_components.plug_control.worth.history import RecordedHouse, async_read_house, read_means

_LOGGER = logging.getLogger(__name__)

LONGEST: Final = timedelta(hours=48)
_BEFORE: Final = timedelta(hours=9)
_AFTER: Final = timedelta(hours=15)
_STEP_W: Final = 10

type Powers = Mapping[datetime, float]
"""Mean powers in W by the beginning of five minutes."""


def default_span(now: datetime) -> tuple[datetime, datetime]:
    """Return the 24 hours around a moment."""
    return now - _BEFORE, now + _AFTER


async def async_ribbon(
    caller: Caller,
    coordinator: ChargePointCoordinator,
    connector_id: int,
    start: datetime,
    end: datetime,
) -> dict[str, Any]:
    """Return all that the ribbon shows of a connector from `start` to `end`, as JSON-able values.

    The house's sun is only for those who may read its sensors. Without a recorder its past and the car's power are missing.
    """
    hass, controller = caller.hass, coordinator.entry.runtime_data.controller
    key = (coordinator.charge_point_id, connector_id)
    now = dt_util.utcnow()
    site = controller.site
    past_end = min(end, now)
    house = await _async_house(hass, site, start, past_end)
    power = connector_entity(hass, *key, (Platform.SENSOR, "power"))
    powers = await _async_powers(hass, power, start, past_end)
    sees_house = caller.may_read_entity(_sun_entity(site))
    kind, sun = _sun(site, house, powers) if sees_house else (None, {})
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "now": now.isoformat(),
        "kept_since": (now - KEPT).isoformat(),
        "power": _points(powers, start, past_end),
        "sun_kind": kind,
        "sun": _points(sun, start, past_end),
        "forecast": [*_forecast(controller, start, end)] if sees_house else [],
        "prices": [*_steps(_prices(controller, house, start, end))],
        "price_unit": plain(controller.price_unit or ""),
        "changes": [_change(change) for change in controller.changes.of(key, start, past_end)],
        **_plan(controller, key),
    }


# ---- the past


async def _async_house(
    hass: HomeAssistant, site: SiteOptions, start: datetime, end: datetime
) -> RecordedHouse:
    if start >= end:
        return RecordedHouse()
    try:
        return await async_read_house(hass, site, start, end)
    except SQLAlchemyError as error:
        _LOGGER.warning("The house's history cannot be read: %.200s", error)
        return RecordedHouse()


async def _async_powers(
    hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime
) -> Powers:
    """Return a connector's mean powers; empty without a recorder, or if it has none or cannot be read."""
    if RECORDER not in hass.config.components or entity_id is None or start >= end:
        return {}
    read = partial(read_means, hass, {entity_id}, start, end)
    try:
        found = await get_instance(hass).async_add_executor_job(read)
    except SQLAlchemyError as error:
        _LOGGER.warning("The history of %s cannot be read: %.200s", entity_id, error)
        return {}
    return found.get(entity_id, {})


def _sun_entity(site: SiteOptions) -> str | None:
    return site.solar_power or site.grid_power or site.grid_export


def _sun(site: SiteOptions, house: RecordedHouse, car_w: Powers) -> tuple[str | None, Powers]:
    """Return the kind of the sun's past and its powers: all of it, or else the surplus, the car's part included."""
    if site.solar_power:
        return "solar", house.solar_w
    if not site.measures_surplus:
        return None, {}
    battery_w = house.battery_w or {}
    return "surplus", {
        at: max(car_w.get(at, 0.0) + battery_w.get(at, 0.0) - grid_w, 0.0)
        for at, grid_w in house.grid_w.items()
    }


def _points(powers: Powers, start: datetime, end: datetime) -> list[tuple[int, int]]:
    """Return powers from `start` to `end` as pairs of seconds since the epoch and W, in order."""
    return [
        (int(at.timestamp()), round(power_w / _STEP_W) * _STEP_W)
        for at, power_w in sorted(powers.items())
        if start <= at < end
    ]


def _change(change: Change) -> dict[str, Any]:
    return {
        "at": change.at.isoformat(),
        "code": change.code,
        "limit_a": change.limit_a,
        "phases": change.phases,
        "attributes": change.numbers,
    }


# ---- prices and forecast


def _prices(
    controller: Controller, house: RecordedHouse, start: datetime, end: datetime
) -> Iterator[PriceSlot]:
    """Yield the prices from `start` to `end`: before the first that is known now, those that were recorded."""
    known = [slot for slot in orderly(controller.prices) if slot.start < end]
    first = min(known[0].start if known else end, end, dt_util.utcnow())
    scale = unit_scale(controller.price_unit)
    at = start
    while at < first:
        until = min(at + QUARTER, first)
        if (price := house.prices_of(at).price) is not None:
            yield PriceSlot(start=at, end=until, price=price / scale)
        at = until
    yield from (slot for slot in known if slot.end > start)


def _steps(slots: Iterable[PriceSlot]) -> Iterator[dict[str, Any]]:
    """Yield prices as steps; adjacent ones with the same price are one."""
    step: PriceSlot | None = None
    for slot in slots:
        if step is not None and (step.end, step.price) == (slot.start, slot.price):
            step = PriceSlot(start=step.start, end=slot.end, price=step.price)
            continue
        if step is not None:
            yield _step(step)
        step = slot
    if step is not None:
        yield _step(step)


def _step(slot: PriceSlot) -> dict[str, Any]:
    return {
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
        "price": round(slot.price, 4),
    }


def _forecast(controller: Controller, start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    for slot in controller.forecast:
        if slot.end > start and slot.start < end:
            yield {
                "start": slot.start.isoformat(),
                "end": slot.end.isoformat(),
                "power_w": round(slot.power_w / _STEP_W) * _STEP_W,
            }


# ---- the plan


def _plan(controller: Controller, key: ConnectorKey) -> dict[str, Any]:
    """Return the plan, if there is one, and the wish that it is made of."""
    wishes, outcome = controller.wishes_of(key), controller.outcome_of(key)
    plan = None if outcome is None else outcome.plan
    percent = wishes.target_soc_percent if controller.has_state_of_charge(key) else 0
    return {
        "full_power_w": controller.full_power_w(key),
        "wish": {
            "plan": wishes.plan,
            "ready_by": wishes.ready_by.isoformat(),
            "repeat": wishes.repeat.value,
            "energy_kwh": round(wishes.target_energy_wh / 1000, 3),
            "soc_percent": percent or None,
            "unused_soc_percent": controller.unused_target_percent(key),
        },
        "plan": None if plan is None else _made(plan, priced=controller.has_prices),
    }


def _made(plan: Plan, *, priced: bool) -> dict[str, Any]:
    return {
        "ready_at": plan.goal.ready_at.isoformat(),
        "energy_kwh": round(plan.goal.energy_wh / 1000, 1),
        "shortfall_kwh": round(plan.shortfall_wh / 1000, 1),
        "cost": round(plan.cost, 2) if priced else None,
        "windows": [_window(window, priced=priced) for window in plan.windows],
    }


def _window(window: PlanWindow, *, priced: bool) -> dict[str, Any]:
    return {
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "current_a": window.current_a,
        "price": round(window.price, 4) if priced else None,
        "solar": window.solar,
        "assumed": window.assumed,
    }
