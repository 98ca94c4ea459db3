"""Which car is at which connector, by a table of what is known: cards first, then a choice, a sensor, the usual place."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.plug_control.cars.options import CarOptions
from custom_components.plug_control.cars.recognition import (
    OTHER_CAR,
    Clues,
    Recognised,
    RecognisedBy,
    Stay,
    recognise,
)
from custom_components.plug_control.model.connector import ConnectorKey

AT = datetime(2026, 6, 1, 18, tzinfo=UTC)
GARAGE: ConnectorKey = ("CP-1", 1)
YARD: ConnectorKey = ("CP-2", 1)

IONIQ = CarOptions(
    car_id="ioniq",
    name="Ioniq",
    id_tags=("04A1B2C3", "FAMILY"),
    plugged_entity="binary_sensor.ioniq",
    connectors=frozenset({GARAGE}),
)
ZOE = CarOptions(
    car_id="zoe",
    name="Zoe",
    id_tags=("VID:92D50A693F80", "family"),
    plugged_entity="binary_sensor.zoe",
    connectors=frozenset({YARD}),
)
BOTH = CarOptions(car_id="both", name="Both", connectors=frozenset({GARAGE, YARD}))


def stay(minutes: float = 0, *tags: str, **fields: Any) -> Stay:
    """A car that was plugged in some minutes after AT, and charges with these tags, the latest first."""
    return Stay(plugged_in=True, since=AT + timedelta(minutes=minutes), id_tags=tags, **fields)


def at(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


CASES: Mapping[
    str, tuple[tuple[CarOptions, ...], dict[ConnectorKey, Stay], Clues, dict[Any, Any]]
] = {
    "nobody is plugged in": ((IONIQ,), {GARAGE: Stay()}, Clues(), {}),
    "a choice before the plug": ((IONIQ,), {GARAGE: Stay(chosen="ioniq")}, Clues(), {}),
    "no cars are set up": ((), {GARAGE: stay()}, Clues(), {}),
    "a card in another spelling": (
        (IONIQ, ZOE),
        {YARD: stay(0, "04:a1:b2:c3")},
        Clues(),
        {YARD: ("ioniq", "card")},
    ),
    "a card with the charger's serial number behind it": (
        (IONIQ, ZOE),
        {YARD: stay(0, "04A1B2C3_17619300")},
        Clues(),
        {YARD: ("ioniq", "card")},
    ),
    "Autocharge": (
        (IONIQ, ZOE),
        {GARAGE: stay(0, "VID:92D50A693F80")},
        Clues(),
        {GARAGE: ("zoe", "autocharge")},
    ),
    "the latest card counts": (
        (IONIQ, ZOE),
        {GARAGE: stay(0, "HomeAssistant", "VID:92D50A693F80")},
        Clues(),
        {GARAGE: ("zoe", "autocharge")},
    ),
    "a card comes before a choice that was made before it": (
        (IONIQ, ZOE),
        {GARAGE: stay(0, "04A1B2C3", chosen="zoe")},
        Clues(),
        {GARAGE: ("ioniq", "card")},
    ),
    "a choice that was made after the card corrects it": (
        (IONIQ, ZOE),
        {GARAGE: stay(0, "04A1B2C3", chosen="zoe", is_correction=True)},
        Clues(),
        {GARAGE: ("zoe", "choice")},
    ),
    "another car, although the card is known": (
        (IONIQ,),
        {GARAGE: stay(0, "04A1B2C3", chosen=OTHER_CAR, is_correction=True)},
        Clues(),
        {GARAGE: (None, "choice")},
    ),
    "another car is none of ours, whatever sensors and places say": (
        (IONIQ,),
        {GARAGE: stay(chosen=OTHER_CAR)},
        Clues(turned_on={"ioniq": at(0)}),
        {GARAGE: (None, "choice")},
    ),
    "a choice comes before sensors and places": (
        (IONIQ, ZOE),
        {GARAGE: stay(chosen="zoe")},
        Clues(turned_on={"ioniq": at(0)}),
        {GARAGE: ("zoe", "choice")},
    ),
    "a choice of a car that was deleted is none": (
        (IONIQ,),
        {GARAGE: stay(chosen="gone")},
        Clues(),
        {GARAGE: ("ioniq", "default")},
    ),
    "a sensor that turned on a little later": (
        (IONIQ, ZOE),
        {GARAGE: stay()},
        Clues(turned_on={"zoe": at(9)}),
        {GARAGE: ("zoe", "sensor")},
    ),
    "a sensor that turned on a little before": (
        (IONIQ, ZOE),
        {GARAGE: stay()},
        Clues(turned_on={"zoe": at(-1)}),
        {GARAGE: ("zoe", "sensor")},
    ),
    "a sensor that turned on much later": (
        (IONIQ, ZOE),
        {GARAGE: stay()},
        Clues(turned_on={"zoe": at(11)}),
        {GARAGE: ("ioniq", "default")},
    ),
    "a sensor tells nothing of a plug whose time is not known": (
        (IONIQ, ZOE),
        {GARAGE: Stay(plugged_in=True)},
        Clues(turned_on={"zoe": at(0)}),
        {GARAGE: ("ioniq", "default")},
    ),
    "a sensor that could be about two connectors": (
        (IONIQ,),
        {("CP-3", 1): stay(), YARD: stay(3)},
        Clues(turned_on={"ioniq": at(2)}),
        {},
    ),
    "of two connectors, the card explains one, and the sensor the other": (
        (IONIQ, ZOE),
        {GARAGE: stay(0, "VID:92D50A693F80"), YARD: stay(3)},
        Clues(turned_on={"ioniq": at(2)}),
        {GARAGE: ("zoe", "autocharge"), YARD: ("ioniq", "sensor")},
    ),
    "two cars whose sensors both turned on": (
        (IONIQ, ZOE),
        {("CP-3", 1): stay()},
        Clues(turned_on={"ioniq": at(1), "zoe": at(2)}),
        {},
    ),
    "a family's card, and the sensor says whose car": (
        (IONIQ, ZOE, BOTH),
        {GARAGE: stay(0, "FAMILY")},
        Clues(turned_on={"zoe": at(1), "both": at(1)}),
        {GARAGE: ("zoe", "sensor")},
    ),
    "a family's card, and the place says whose car": (
        (IONIQ, ZOE, BOTH),
        {GARAGE: stay(0, "FAMILY")},
        Clues(),
        {GARAGE: ("ioniq", "default")},
    ),
    "the usual place": ((IONIQ, ZOE), {YARD: stay()}, Clues(), {YARD: ("zoe", "default")}),
    "two cars have the same usual place": ((IONIQ, BOTH), {GARAGE: stay()}, Clues(), {}),
    "two cars have the same usual place, and one of them is elsewhere": (
        (IONIQ, BOTH),
        {GARAGE: stay(), YARD: stay(5, "04A1B2C3")},
        Clues(),
        {GARAGE: ("both", "default"), YARD: ("ioniq", "card")},
    ),
    "a car with two usual places is where it was plugged in first": (
        (BOTH,),
        {GARAGE: stay(5), YARD: stay()},
        Clues(),
        {YARD: ("both", "default")},
    ),
    "a car whose sensor says that it is plugged in nowhere": (
        (IONIQ,),
        {GARAGE: stay()},
        Clues(away={"ioniq"}),
        {},
    ),
    "one card at two connectors": (
        (IONIQ,),
        {("CP-3", 1): stay(5, "04A1B2C3"), YARD: stay(0, "04A1B2C3")},
        Clues(),
        {YARD: ("ioniq", "card")},
    ),
    "a choice takes a car away from its usual place": (
        (IONIQ,),
        {GARAGE: stay(), YARD: stay(5, chosen="ioniq")},
        Clues(),
        {YARD: ("ioniq", "choice")},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_car_is_recognised(case: str) -> None:
    cars, stays, clues, expected = CASES[case]
    assert recognise(cars, stays, clues) == {
        key: Recognised(car_id=car_id, by=RecognisedBy(by))
        for key, (car_id, by) in expected.items()
    }


def test_a_car_without_a_sensor_is_not_found_by_one() -> None:
    clues = Clues(turned_on={"both": at(0)})
    assert recognise((BOTH,), {("CP-3", 1): stay()}, clues) == {}
