"""Start when cheap: a price that crosses its limit starts and pauses, and nothing else does."""

import pytest

from tests.entity_states import value
from tests.helpers import until

from .house import CABLE, CHARGE, MAXIMUM, MINUTE, House

PRICE = "sensor.price"


CHEAP = {"price": PRICE, "charge": CHARGE, "maximum_current": MAXIMUM, "cable": CABLE, "limit": 0.2}


async def test_cheap_starts_and_pauses_at_the_limit(house: House) -> None:
    house.set(PRICE, 0.3)
    await house.automate("start_when_cheap", **CHEAP)
    house.set(PRICE, 0.2)
    await until(lambda: house.asked("RemoteStartTransaction") == 1)
    await house.charge()
    assert house.limit_a == 16
    house.set(PRICE, 0.21)
    await until(house.limited_to(0))
    await house.settle()
    assert house.asked("RemoteStopTransaction") == 0
    house.set(PRICE, -0.1)
    await until(house.limited_to(16))
    await house.settle()
    assert house.asked("RemoteStartTransaction") == 1


async def test_cheap_leaves_alone_what_somebody_wants_while_it_is_dear(house: House) -> None:
    house.set(PRICE, 0.1)
    await house.automate("start_when_cheap", **CHEAP)
    await house.charge()
    house.set(PRICE, 0.3)
    await until(house.limited_to(0))
    await house.wish(10)
    house.set(PRICE, 0.4)
    await house.settle()
    assert house.limit_a == 10


@pytest.mark.parametrize("price", ["unavailable", "unknown", "0.1"])
async def test_cheap_does_nothing_without_a_crossing(house: House, price: str) -> None:
    house.set(PRICE, 0.15)
    await house.automate("start_when_cheap", **CHEAP)
    house.set(PRICE, price)
    await house.settle()
    assert (house.limit_a, house.asked("RemoteStartTransaction")) == (16, 0)


async def test_cheap_starts_a_car_that_is_plugged_in_then(house: House) -> None:
    await house.report("Available")
    house.set(PRICE, 0.3)
    await house.automate("start_when_cheap", **CHEAP)
    house.set(PRICE, 0.1)
    await house.settle()
    assert house.asked("RemoteStartTransaction") == 0
    await house.report("Preparing")
    await until(lambda: house.asked("RemoteStartTransaction") == 1)


async def test_cheap_pauses_a_car_that_is_plugged_in_while_it_is_dear(house: House) -> None:
    await house.report("Available")
    house.set(PRICE, 0.3)
    await house.automate("start_when_cheap", **CHEAP)
    await house.report("Preparing")
    await until(house.limited_to(0))
    assert house.asked("RemoteStartTransaction") == 0


async def test_cheap_starts_no_charge_again_that_was_ended(house: House) -> None:
    house.set(PRICE, 0.1)
    await house.automate("start_when_cheap", **CHEAP)
    await house.charge()
    await house.end("Preparing")
    house.set(PRICE, 0.3)
    await until(house.limited_to(0))
    house.set(PRICE, 0.1)
    await house.settle()
    assert house.asked("RemoteStartTransaction") == 0
    await house.report("Available")
    await house.report("Preparing")
    await until(lambda: house.asked("RemoteStartTransaction") == 1)


async def test_cheap_catches_up_with_what_was_missed_while_offline(house: House) -> None:
    house.set(PRICE, 0.1)
    await house.automate("start_when_cheap", **CHEAP)
    await house.charge()
    await house.charge_point.close()
    await until(lambda: value(house.hass, MAXIMUM) == "unavailable")
    house.set(PRICE, 0.3)
    await house.settle()
    await house.reconnect()
    await until(house.limited_to(0))


async def test_cheap_asks_a_busy_charger_again(house: House) -> None:
    house.set(PRICE, 0.3)
    await house.automate("start_when_cheap", **CHEAP)
    house.charge_point.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    house.set(PRICE, 0.1)
    await until(lambda: house.asked("RemoteStartTransaction") == 1)
    await house.move(10 * MINUTE)
    assert house.asked("RemoteStartTransaction") == 3


async def test_cheap_goes_by_a_limit_of_the_dashboard(house: House) -> None:
    house.set(PRICE, 0.3)
    house.set("input_number.limit", 0.25)
    await house.automate("start_when_cheap", **CHEAP, limit_entity="input_number.limit")
    await house.charge()
    house.set("input_number.limit", 0.29)
    await until(house.limited_to(0))
    house.set("input_number.limit", 0.3)
    await until(house.limited_to(16))
