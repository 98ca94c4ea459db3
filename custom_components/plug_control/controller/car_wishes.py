"""The wishes of a connector while a car is plugged in that has wishes of its own; pure.

What a car's settings leave open stays with the connector: mode, plan, target. What the user changes while the car is
plugged in counts for the car: a mode as the one that it likes from then on, a plan until that is due or the car leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
import math
from typing import Any, Final

from custom_components.plug_control.cars.options import DAYS, CarOptions, CarPlan
from custom_components.plug_control.charging.plans.settings import PlanShape

from .wishes import Repeat, Wishes

_TARGET: Final = ("target_soc_percent",)
_PLAN: Final = ("plan", "ready_by", "repeat", "plan_shape", "target_energy_wh", *_TARGET)
_WH_PER_KM: Final = 200.0
"""What is charged for a km where the car tells no range: rather too much than too little."""
_LEAST_PERCENT: Final = 5.0
"""Below this state of charge a range says too little about a full battery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What the user changed in the plan of the car that is plugged in; None: as the car's settings say."""

    car_id: str
    plan: bool | None = None
    ready_by: time | None = None
    repeat: Repeat | None = None
    plan_shape: PlanShape | None = None
    target_energy_wh: float | None = None
    target_soc_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarState:
    """What a car tells of itself now; None: unknown."""

    soc_percent: float | None = None
    range_km: float | None = None

    def percent_for(self, range_km: float) -> float | None:
        """Return the state of charge in whole % that gives a range, by the present ratio; None: it is not known."""
        percent = self.soc_percent
        if not self.range_km or self.range_km < 0 or percent is None or percent < _LEAST_PERCENT:
            return None
        return min(float(math.ceil(range_km * percent / self.range_km)), 100.0)


def carried_by(car: CarOptions | None) -> frozenset[str]:
    """Return the fields of `Wishes` that come and go with a car."""
    if car is None:
        return frozenset()
    plan = _PLAN if car.plans else _TARGET if car.target_soc_percent is not None else ()
    return frozenset((*plan, *(("mode",) if car.mode is not None else ())))


def with_car(
    own: Wishes, car: CarOptions | None, change: PlanChange | None, now: datetime, state: CarState
) -> Wishes:
    """Return the connector's `own` wishes with those of the car that is plugged in; `now` is local."""
    if car is None:
        return own
    if car.mode is not None:
        own = replace(own, mode=car.mode)
    if (coming := car.next_plan(now)) is not None:
        own = _by_plan(own, *coming, car, state)
    elif car.target_soc_percent is not None:
        own = replace(own, target_soc_percent=car.target_soc_percent)
    if change is not None and change.car_id == car.car_id:
        changed = {name: value for name in _PLAN if (value := getattr(change, name)) is not None}
        own = replace(own, **changed)
    return own


def changed_plan(
    change: PlanChange | None, car: CarOptions, changes: Mapping[str, Any]
) -> PlanChange:
    """Return the change of a car's plan with further changes."""
    before = change if change and change.car_id == car.car_id else PlanChange(car_id=car.car_id)
    known = {field.name for field in fields(PlanChange)}
    return replace(before, **{name: value for name, value in changes.items() if name in known})


def _by_plan(own: Wishes, due: datetime, plan: CarPlan, car: CarOptions, state: CarState) -> Wishes:
    """Return the wishes with a car's plan that is due next: as a weekly one of that day, which has the same deadline."""
    own = replace(own, plan=True, ready_by=plan.ready_by, repeat=Repeat(DAYS[due.weekday()]))
    if plan.shape is not None:
        own = replace(own, plan_shape=plan.shape)
    percent = plan.soc_percent
    if plan.range_km is not None:
        percent = state.percent_for(plan.range_km)
        if percent is None or car.battery_wh is None:
            energy_wh = plan.range_km * _WH_PER_KM
            return replace(own, target_energy_wh=energy_wh, target_soc_percent=0.0)
    if plan.energy_wh is not None:
        return replace(own, target_energy_wh=plan.energy_wh, target_soc_percent=0.0)
    if percent is None:
        percent = car.target_soc_percent
    return own if percent is None else replace(own, target_soc_percent=percent)
