"""The reminder to plug in: at its time, when nothing is plugged in and all that was asked for is so."""

from typing import Any

import pytest

from tests.entity_states import value
from tests.helpers import until

from .house import CABLE, MINUTE, House


async def remind(house: House, **inputs: Any) -> list[str]:
    """Let the time of the reminder come; returns what was told."""
    await house.automate("plug_in_reminder", cable=[CABLE], **inputs)
    await house.move_to(20, 59)
    assert house.messages == []
    await house.move_to(21, 1)
    return house.forget()


async def test_plug_in_is_asked_for_at_its_time(house: House) -> None:
    await house.report("Available")
    assert await remind(house) == ["No car is plugged in."]


async def test_plug_in_is_asked_for_in_german(house: House) -> None:
    await house.report("Available")
    house.set("sensor.car_battery", "49", {"device_class": "battery"})
    told = await remind(house, state_of_charge="sensor.car_battery", below=50, language="de")
    assert told == ["Kein Auto ist angesteckt. Der Akku ist bei 49 %."]


@pytest.mark.long
async def test_plug_in_is_not_asked_for_when_a_car_is_plugged_in(house: House) -> None:
    assert await remind(house) == []


@pytest.mark.parametrize(("days", "told"), [(["wed"], 1), (["tue", "thu"], 0)])
@pytest.mark.long
async def test_plug_in_is_asked_for_on_its_days(house: House, days: list[str], told: int) -> None:
    await house.report("Available")
    assert len(await remind(house, weekdays=days)) == told


@pytest.mark.long
async def test_plug_in_is_asked_for_when_none_of_several_is_plugged_in(house: House) -> None:
    await house.report("Available")
    house.set("binary_sensor.other_cable", "on")
    await house.automate("plug_in_reminder", cable=[CABLE, "binary_sensor.other_cable"])
    await house.move_to(21, 1)
    assert house.messages == []
    house.set("binary_sensor.other_cable", "off")
    await house.move_to(20, 59)
    await house.move_to(21, 1)
    assert len(house.messages) == 1


@pytest.mark.parametrize(("plan", "told"), [("on", 1), ("off", 0), ("unavailable", 0)])
@pytest.mark.long
async def test_plug_in_is_asked_for_only_with_a_plan(house: House, plan: str, told: int) -> None:
    await house.report("Available")
    house.set("switch.wallbox_plan", plan)
    assert len(await remind(house, plan="switch.wallbox_plan")) == told


@pytest.mark.parametrize(("soc", "told"), [("49", 1), ("50", 0), ("unknown", 0)])
@pytest.mark.long
async def test_plug_in_is_asked_for_only_with_a_low_battery(
    house: House, soc: str, told: int
) -> None:
    await house.report("Available")
    house.set("sensor.car_battery", soc, {"device_class": "battery"})
    messages = await remind(house, state_of_charge="sensor.car_battery", below=50)
    assert len(messages) == told
    assert all("49 %" in message for message in messages)


@pytest.mark.parametrize(("place", "told"), [("home", 1), ("not_home", 0)])
@pytest.mark.long
async def test_plug_in_is_asked_for_only_at_home(house: House, place: str, told: int) -> None:
    await house.report("Available")
    house.set("device_tracker.car", place)
    assert len(await remind(house, at_home="device_tracker.car")) == told


@pytest.mark.long
async def test_plug_in_waits_for_a_charger_that_is_offline_for_a_moment(house: House) -> None:
    await house.report("Available")
    await house.charge_point.close()
    await until(lambda: value(house.hass, CABLE) == "unavailable")
    assert await remind(house) == []
    await house.reconnect_anew()
    await house.report("Available")
    await house.settle()
    assert len(house.messages) == 1


@pytest.mark.long
async def test_plug_in_is_not_asked_for_when_nothing_is_known(house: House) -> None:
    await house.charge_point.close()
    await until(lambda: value(house.hass, CABLE) == "unavailable")
    assert await remind(house) == []
    await house.move(20 * MINUTE)
    await house.reconnect_anew()
    await house.report("Available")
    await house.settle()
    assert house.messages == []
