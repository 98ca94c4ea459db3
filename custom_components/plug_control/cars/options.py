"""Read the cars and their plans from the config entry's subentries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_ICON, CONF_MODE

from custom_components.plug_control.charging.plans.ready_by import ReadyBy
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import (
    CONF_BATTERY_CAPACITY,
    CONF_CARDS,
    CONF_CONNECTORS,
    CONF_MAXIMUM_CURRENT,
    CONF_MINIMUM_CURRENT,
    CONF_MINIMUM_SOC,
    CONF_PHASES,
    CONF_PLAN_ENERGY,
    CONF_PLAN_RANGE,
    CONF_PLAN_SHAPE,
    CONF_PLAN_SOC,
    CONF_PLANS,
    CONF_PLUGGED_ENTITY,
    CONF_RANGE_ENTITY,
    CONF_READY_BY,
    CONF_SOC_ENTITY,
    CONF_TARGET_SOC,
    CONF_WEEKDAYS,
    SUBENTRY_CAR,
)
from custom_components.plug_control.model.connector import ConnectorKey, key_of

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""How the days of the week are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarPlan:
    """One plan of a car: ready at a time of day on days of the week, with an amount; without one, up to the car's target."""

    weekdays: frozenset[int]
    """Monday is 0."""
    ready_by: time
    energy_wh: float | None = None
    soc_percent: float | None = None
    range_km: float | None = None
    shape: PlanShape | None = None
    """None: as at the connector."""

    def next_after(self, now: datetime) -> datetime | None:
        """Return its next deadline after `now`, in the time zone of `now`; None: it has no days."""
        return ReadyBy(at=self.ready_by, weekdays=self.weekdays).next_after(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarOptions:
    """The user's settings of a car; what is None is not known, or stays as the connector has it."""

    car_id: str
    """The id of its subentry."""
    name: str
    icon: str | None = None
    battery_wh: float | None = None
    soc_entity: str | None = None
    range_entity: str | None = None
    plugged_entity: str | None = None
    """A binary sensor of the car's own integration that is on while it is plugged in anywhere."""
    phases: int | None = None
    minimum_a: int | None = None
    maximum_a: int | None = None
    minimum_soc_percent: float = 0.0
    """Up to this state of charge it charges at full power, in every mode but Off."""
    target_soc_percent: float | None = None
    """State of charge that its plans charge to where they name no other amount."""
    mode: Mode | None = None
    plans: tuple[CarPlan, ...] = ()
    id_tags: tuple[str, ...] = ()
    """Its cards and Autocharge ids."""
    connectors: frozenset[ConnectorKey] = frozenset()
    """Where it is assumed to be if nothing else tells."""

    def next_plan(self, now: datetime) -> tuple[datetime, CarPlan] | None:
        """Return the deadline and the plan that is due next after `now`; None: it has none."""
        dated = [(due, plan) for plan in self.plans if (due := plan.next_after(now)) is not None]
        return min(dated, key=lambda each: each[0].timestamp(), default=None)


def cars_of(entry: ConfigEntry) -> tuple[CarOptions, ...]:
    """Return the cars of `entry`."""
    return tuple(car_options(subentry) for subentry in entry.get_subentries_of_type(SUBENTRY_CAR))


def car_options(subentry: ConfigSubentry) -> CarOptions:
    """Return the car of a subentry; its name is the subentry's title."""
    data = subentry.data
    mode = data.get(CONF_MODE)
    return CarOptions(
        car_id=subentry.subentry_id,
        name=subentry.title,
        icon=data.get(CONF_ICON),
        battery_wh=_thousands(data.get(CONF_BATTERY_CAPACITY)),
        soc_entity=data.get(CONF_SOC_ENTITY),
        range_entity=data.get(CONF_RANGE_ENTITY),
        plugged_entity=data.get(CONF_PLUGGED_ENTITY),
        phases=_whole(data.get(CONF_PHASES)),
        minimum_a=_whole(data.get(CONF_MINIMUM_CURRENT)),
        maximum_a=_whole(data.get(CONF_MAXIMUM_CURRENT)),
        minimum_soc_percent=float(data.get(CONF_MINIMUM_SOC, 0.0)),
        target_soc_percent=_number(data.get(CONF_TARGET_SOC)),
        mode=None if mode is None else Mode(mode),
        plans=tuple(car_plan(stored) for stored in data.get(CONF_PLANS, ())),
        id_tags=tuple(data.get(CONF_CARDS, ())),
        connectors=frozenset(key_of(name) for name in data.get(CONF_CONNECTORS, ())),
    )


def car_plan(stored: Mapping[str, Any]) -> CarPlan:
    """Return a plan from its stored form."""
    shape = stored.get(CONF_PLAN_SHAPE)
    return CarPlan(
        weekdays=frozenset(DAYS.index(day) for day in stored[CONF_WEEKDAYS]),
        ready_by=time.fromisoformat(stored[CONF_READY_BY]),
        energy_wh=_thousands(stored.get(CONF_PLAN_ENERGY)),
        soc_percent=_number(stored.get(CONF_PLAN_SOC)),
        range_km=_number(stored.get(CONF_PLAN_RANGE)),
        shape=None if shape is None else PlanShape(shape),
    )


def _number(stored: Any) -> float | None:
    return None if stored is None else float(stored)


def _thousands(stored: Any) -> float | None:
    """Return Wh of stored kWh."""
    return None if stored is None else float(stored) * 1000


def _whole(stored: Any) -> int | None:
    return None if stored is None else int(stored)
