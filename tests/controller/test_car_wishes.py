"""What a car's settings make of a connector's wishes, by a table."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from custom_components.plug_control.cars.options import CarOptions, CarPlan
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.controller.car_wishes import (
    CarState,
    PlanChange,
    carried_by,
    changed_plan,
    with_car,
)
from custom_components.plug_control.controller.wishes import Repeat, Wishes

MONDAY = datetime(2026, 6, 1, 10, tzinfo=UTC)
OWN = Wishes(mode=Mode.OFF, target_energy_wh=7000.0, target_soc_percent=50.0, boost=True)
UNKNOWN = CarState()
KNOWN = CarState(soc_percent=40, range_km=160)


def car(**fields: Any) -> CarOptions:
    return CarOptions(car_id="ioniq", name="Ioniq", **fields)


def plan(weekday: int = 0, **amount: Any) -> CarPlan:
    return CarPlan(weekdays=frozenset({weekday}), ready_by=time(7), **amount)


def due(repeat: Repeat, **fields: Any) -> dict[str, Any]:
    return {"plan": True, "ready_by": time(7), "repeat": repeat, **fields}


@pytest.mark.parametrize(
    ("fields", "state", "expected"),
    [
        ({}, UNKNOWN, {}),
        ({"mode": Mode.SOLAR}, UNKNOWN, {"mode": Mode.SOLAR}),
        ({"target_soc_percent": 80}, UNKNOWN, {"target_soc_percent": 80}),
        # it is Monday at 10:00: the next Monday is in a week
        ({"plans": (plan(),)}, UNKNOWN, due(Repeat.MONDAY)),
        (
            {"plans": (plan(), plan(6, soc_percent=90))},
            UNKNOWN,
            due(Repeat.SUNDAY, target_soc_percent=90),
        ),
        (
            {"plans": (plan(),), "target_soc_percent": 80},
            UNKNOWN,
            due(Repeat.MONDAY, target_soc_percent=80),
        ),
        (
            {"plans": (plan(shape=PlanShape.LATE),)},
            UNKNOWN,
            due(Repeat.MONDAY, plan_shape=PlanShape.LATE),
        ),
        (
            {"plans": (plan(energy_wh=3000),), "target_soc_percent": 80},
            UNKNOWN,
            due(Repeat.MONDAY, target_energy_wh=3000, target_soc_percent=0),
        ),
        (
            {"plans": (plan(range_km=240),), "battery_wh": 50_000},
            KNOWN,
            due(Repeat.MONDAY, target_soc_percent=60),
        ),
        (
            {"plans": (plan(range_km=2000),), "battery_wh": 50_000},
            KNOWN,
            due(Repeat.MONDAY, target_soc_percent=100),
        ),
        # without the battery, the range, the state of charge, or with next to none
        *(
            (
                {"plans": (plan(range_km=240),), "battery_wh": battery_wh},
                state,
                due(Repeat.MONDAY, target_energy_wh=48_000, target_soc_percent=0),
            )
            for battery_wh, state in (
                (None, KNOWN),
                (50_000, CarState(soc_percent=40)),
                (50_000, CarState(range_km=160)),
                (50_000, CarState(soc_percent=4, range_km=16)),
                (50_000, CarState(soc_percent=40, range_km=-1)),
            )
        ),
    ],
)
def test_a_car_changes_what_it_has_its_own(
    fields: dict[str, Any], state: CarState, expected: dict[str, Any]
) -> None:
    found = with_car(OWN, car(**fields), None, MONDAY, state)
    changed = {
        name: getattr(found, name)
        for name in Wishes.__dataclass_fields__
        if getattr(found, name) != getattr(OWN, name)
    }
    assert changed == {
        name: value for name, value in expected.items() if value != getattr(OWN, name)
    }


def test_without_a_car_nothing_changes() -> None:
    assert with_car(OWN, None, None, MONDAY, UNKNOWN) is OWN
    assert carried_by(None) == frozenset()


def test_what_the_user_changed_comes_before_the_cars_plan_and_only_for_that_car() -> None:
    here = car(plans=(plan(soc_percent=80),))
    change = changed_plan(None, here, {"ready_by": time(6), "boost": True})
    change = changed_plan(change, here, {"target_soc_percent": 70.0})
    assert change == PlanChange(car_id="ioniq", ready_by=time(6), target_soc_percent=70.0)
    found = with_car(OWN, here, change, MONDAY, UNKNOWN)
    assert (found.ready_by, found.target_soc_percent, found.plan) == (time(6), 70.0, True)
    other = PlanChange(car_id="zoe", ready_by=time(6))
    assert with_car(OWN, here, other, MONDAY, UNKNOWN).ready_by == time(7)
    assert changed_plan(other, here, {}) == PlanChange(car_id="ioniq")


@pytest.mark.parametrize(
    ("fields", "carried"),
    [
        ({}, set()),
        ({"mode": Mode.FAST}, {"mode"}),
        ({"target_soc_percent": 80}, {"target_soc_percent"}),
        (
            {"plans": (plan(),)},
            {
                "plan",
                "ready_by",
                "repeat",
                "plan_shape",
                "target_energy_wh",
                "target_soc_percent",
            },
        ),
    ],
)
def test_what_a_car_brings_along(fields: dict[str, Any], carried: set[str]) -> None:
    assert carried_by(car(**fields)) == carried
