"""Charge on surplus: starts, follows and pauses with sane delays, and never asks for 1 to 5 A."""

import pytest

from tests.entity_states import value

from .house import CABLE, CHARGE, MAXIMUM, MINUTE, POWER, WATTS, House

GRID = "sensor.grid"
SURPLUS = {
    "grid": GRID,
    "charge": CHARGE,
    "maximum_current": MAXIMUM,
    "power": POWER,
    "cable": CABLE,
}


async def shine(house: House, surplus_w: float, seconds: float, voltage: float = 230) -> None:
    """Let time pass under so much sun; the car takes what it is let, and the meters tell so."""
    while seconds > 0:
        charging = value(house.hass, CHARGE) == "on"
        drawn_w = house.limit_a * voltage if charging else 0
        if charging:
            await house.draw(drawn_w)
        house.set(GRID, drawn_w - surplus_w, WATTS)
        house.hass.states.async_set(GRID, str(drawn_w - surplus_w), WATTS, force_update=True)
        await house.move(10, step_s=10)
        if charging is False and house.asked("RemoteStartTransaction") > house.started:
            house.started += 1
            await house.charge()
        seconds -= 10


async def test_surplus_starts_follows_and_pauses(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 1300, 300)
    assert house.asked("RemoteStartTransaction") == 0
    await shine(house, 1500, 100)
    assert house.asked("RemoteStartTransaction") == 0
    await shine(house, 1500, 60)
    assert house.asked("RemoteStartTransaction") == 1
    assert house.limit_a == 6
    await shine(house, 2400, 90)
    assert house.limit_a == 10
    await shine(house, 9000, 90)
    assert house.limit_a == 16
    await shine(house, 500, 120)
    assert house.limit_a == 6
    await shine(house, 500, 250)
    assert house.limit_a == 0
    assert house.asked("RemoteStopTransaction") == 0
    await shine(house, 1800, 240)
    assert house.limit_a == 7
    assert house.asked("RemoteStartTransaction") == 1
    assert house.limits <= {0.0} | {float(limit_a) for limit_a in range(6, 17)}


async def test_surplus_sits_a_cloud_out(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 3000, 400)
    assert house.limit_a == 13
    for _ in range(3):
        await shine(house, 0, 200)
        assert house.limit_a == 6
        await shine(house, 3000, 100)
    assert 0 not in house.limits
    assert house.asked("RemoteStartTransaction") == 1


async def test_surplus_changes_no_more_often_than_it_may(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS, interval=300)
    await shine(house, 1500, 150)
    assert house.limit_a == 6
    await shine(house, 3000, 240)
    assert house.limit_a == 6
    await shine(house, 3000, 100)
    assert house.limit_a == 13


@pytest.mark.parametrize(
    "shown", ["unavailable", pytest.param("nan", marks=pytest.mark.long), None]
)
async def test_surplus_that_nobody_knows_is_none(house: House, shown: str | None) -> None:
    """None: the meter stops telling anything."""
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 3000, 300)
    assert house.limit_a > 6
    if shown is not None:
        house.set(GRID, shown)
    await house.move(15 * MINUTE + 310, step_s=10)
    assert house.limit_a == 0
    await shine(house, 3000, 400)
    assert house.limit_a == 13


async def test_surplus_is_not_sent_to_a_car_that_is_not_there(house: House) -> None:
    await house.report("Available")
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 5000, 300)
    assert house.asked("RemoteStartTransaction") == 0


async def test_surplus_pauses_what_another_started(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS)
    await house.charge()
    await shine(house, 0, 350)
    assert house.limit_a == 0


async def test_surplus_starts_no_charge_again_that_was_ended(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 3000, 200)
    assert house.asked("RemoteStartTransaction") == 1
    await house.end("Preparing")
    await shine(house, 3000, 300)
    assert house.asked("RemoteStartTransaction") == 1
    await house.report("Available")
    await house.report("Preparing")
    await shine(house, 3000, 200)
    assert house.asked("RemoteStartTransaction") == 2


async def test_surplus_by_an_inverted_meter_on_three_phases_leaves_a_reserve(
    house: House,
) -> None:
    more = {"inverted": True, "phases": "3", "reserve": 200}
    await house.automate("charge_on_surplus", **SURPLUS, **more)
    kilowatts = {"device_class": "power", "unit_of_measurement": "kW"}
    house.set(GRID, 4.3, kilowatts)
    await house.move(200, step_s=10)
    assert house.asked("RemoteStartTransaction") == 0
    house.set(GRID, 4.4)
    await house.move(200, step_s=10)
    assert house.asked("RemoteStartTransaction") == 1


async def test_surplus_goes_on_after_a_restart(house: House) -> None:
    await house.automate("charge_on_surplus", **SURPLUS)
    await shine(house, 3000, 300)
    await house.restart_automation()
    await house.reconnect()
    await house.report("Charging")
    await shine(house, 2400, 200)
    assert house.limit_a == 10
