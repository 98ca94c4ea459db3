"""Pause while the oven runs: the charge goes on as it was before, come what may."""

import pytest

from tests.helpers import until

from .house import CHARGE, MAXIMUM, MINUTE, WATTS, House, Json

OVEN = "sensor.oven_power"
PAUSE = {"charge": CHARGE, "maximum_current": MAXIMUM}


async def test_oven_pauses_and_lets_go_on_as_before(house: House) -> None:
    house.set(OVEN, 0, WATTS)
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    await house.wish(10)
    house.set(OVEN, 2000)
    await house.move(10, step_s=10)
    await until(house.limited_to(0))
    for _ in range(3):  # The thermostat clicks.
        house.set(OVEN, 0)
        await house.move(4 * MINUTE)
        house.set(OVEN, 2000)
        await house.move(2 * MINUTE)
        assert house.limit_a == 0
    house.set(OVEN, 0)
    await house.move(6 * MINUTE)
    assert house.limit_a == 10
    assert house.asked("RemoteStopTransaction") == 0
    assert house.asked("RemoteStartTransaction") == 0


@pytest.mark.parametrize(
    ("inputs", "entity_id", "shown", "attributes"),
    [
        ({"power": [OVEN], "threshold": 500}, OVEN, "0.6", {"unit_of_measurement": "kW"}),
        ({"appliance": ["switch.sauna"]}, "switch.sauna", "on", {}),
    ],
)
async def test_oven_may_be_anything_that_runs(
    house: House, inputs: Json, entity_id: str, shown: str, attributes: Json
) -> None:
    await house.automate("pause_while_running", **PAUSE, **inputs)
    await house.charge()
    house.set(entity_id, shown, attributes)
    await house.move(10, step_s=10)
    await until(house.limited_to(0))


async def test_oven_may_slow_down_instead(house: House) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN], reduced_current=6)
    await house.charge()
    house.set(OVEN, 2000, WATTS)
    await house.move(10, step_s=10)
    await until(house.limited_to(6))
    house.set(OVEN, "unavailable")
    await house.move(6 * MINUTE)
    assert house.limit_a == 16


@pytest.mark.parametrize(("reduced_a", "limit_a"), [(3, 0), (5, 0)])
async def test_oven_never_asks_for_what_no_car_charges_with(
    house: House, reduced_a: int, limit_a: int
) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN], reduced_current=reduced_a)
    await house.charge()
    house.set(OVEN, 2000, WATTS)
    await house.move(10, step_s=10)
    await until(house.limited_to(limit_a))


@pytest.mark.parametrize("shown", ["unavailable", "unknown", "900"])
async def test_oven_that_does_not_run_does_nothing(house: House, shown: str) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    house.set(OVEN, shown, WATTS)
    await house.move(MINUTE)
    assert house.limit_a == 16


async def test_oven_that_runs_for_a_moment_does_nothing(house: House) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    house.set(OVEN, 2000, WATTS)
    await house.move(3, step_s=3)
    house.set(OVEN, 0)
    await house.move(10 * MINUTE)
    assert house.limit_a == 16


async def test_oven_pauses_a_charge_that_begins_later(house: House) -> None:
    house.set(OVEN, 2000, WATTS)
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.move(MINUTE)
    assert house.limit_a == 16
    await house.charge()
    await house.move(10, step_s=10)
    await until(house.limited_to(0))


@pytest.mark.parametrize("reduced_a", [0, 6])
async def test_oven_leaves_what_somebody_set_meanwhile(house: House, reduced_a: int) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN], reduced_current=reduced_a)
    await house.charge()
    house.set(OVEN, 2000, WATTS)
    await house.move(10, step_s=10)
    await until(house.limited_to(reduced_a))
    await house.wish(8)
    house.set(OVEN, 0)
    await house.move(6 * MINUTE)
    assert house.limit_a == 8


async def test_oven_lets_go_on_after_a_restart_in_the_middle(house: House) -> None:
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    await house.wish(10)
    house.set(OVEN, 2000, WATTS)
    await house.move(10, step_s=10)
    await until(house.limited_to(0))
    await house.restart_automation()
    house.set(OVEN, 0)
    await house.reconnect()
    await house.move(6 * MINUTE)
    assert house.limit_a == 10


async def test_oven_does_not_lift_somebody_elses_pause_after_a_restart(house: House) -> None:
    house.set(OVEN, 0, WATTS)
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    await house.wish(0)
    await house.restart_automation()
    await house.reconnect()
    await house.move(10 * MINUTE)
    assert house.limit_a == 0


async def test_oven_starts_a_charge_again_that_had_to_be_stopped(house: House) -> None:
    """A charger that refuses 0 A is stopped instead."""
    await house.automate("pause_while_running", **PAUSE, power=[OVEN])
    await house.charge()
    house.charge_point.auto_reply("SetChargingProfile", {"status": "Rejected"})
    house.set(OVEN, 2000, WATTS)
    await house.move(10, step_s=10)
    await until(lambda: house.asked("RemoteStopTransaction") == 1)
    house.charge_point.auto_reply("SetChargingProfile", {"status": "Accepted"})
    await house.end("Preparing", reason="Remote")
    house.set(OVEN, 0)
    await house.move(6 * MINUTE)
    assert house.asked("RemoteStartTransaction") == 1
    assert house.limit_a == 16
