"""The unplug reminder: told once, of a car that is done, at a decent hour."""

import re

from homeassistant.util import dt as dt_util
import pytest

from custom_components.plug_control.charging.types import ReasonCode
from custom_components.plug_control.sensor import STATUSES
from tests.chargers import meter_values, sample

from .conftest import FOLDER
from .house import MINUTE, PREFIX, STATUS, House


async def test_unplug_a_car_that_stays_is_reported_once(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    await house.move(14 * MINUTE)
    assert house.messages == []
    await house.move(2 * MINUTE)
    (message,) = house.forget()
    assert message.startswith("Wallbox:")
    assert "5.0 kWh" in message
    await house.move(60 * MINUTE)
    assert house.messages == []


async def test_unplug_is_reported_in_german(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS, language="de")
    await house.charge()
    await house.end()
    await house.move(16 * MINUTE)
    (message,) = house.messages
    assert message.endswith("Der Ladevorgang ist beendet (5,0 kWh), das Auto ist noch angesteckt.")


@pytest.mark.long
async def test_unplug_a_car_whose_charge_ended_by_card_is_reported(house: House) -> None:
    """After a stop by card the C2EU goes over to Preparing."""
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end("Preparing")
    await house.move(16 * MINUTE)
    assert len(house.messages) == 1


@pytest.mark.parametrize("then", [("Available", "Preparing"), ("Charging",)])
@pytest.mark.long
async def test_unplug_a_car_that_left_or_charges_again_is_not_reported(
    house: House, then: tuple[str, ...]
) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    await house.move(10 * MINUTE)
    for status in then:
        await house.report(status)
    await house.move(30 * MINUTE)
    assert house.messages == []


@pytest.mark.long
async def test_unplug_a_car_that_only_arrives_is_not_reported(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.report("Available")
    await house.report("Preparing")
    await house.move(30 * MINUTE)
    assert house.messages == []


@pytest.mark.parametrize(
    ("energy_wh", "full_counts", "told"), [(5000, True, 1), (5000, False, 0), (0, True, 0)]
)
@pytest.mark.long
async def test_unplug_a_full_car_is_reported_if_it_charged_at_all(
    house: House, energy_wh: int, full_counts: bool, told: int
) -> None:
    await house.automate("unplug_reminder", status=STATUS, full_counts=full_counts)
    await house.charge()
    samples = (sample(str(1000 + energy_wh), "Energy.Active.Import.Register", "Wh"),)
    await meter_values(house.charge_point, samples, timestamp=dt_util.utcnow().isoformat())
    await house.report("SuspendedEV")
    await house.move(16 * MINUTE)
    assert len(house.messages) == told


@pytest.mark.long
def test_unplug_knows_what_the_integration_tells() -> None:
    """The blueprint's states are the status sensor's, and its reasons are those that there are."""
    blueprint = (FOLDER / "unplug_reminder.yaml").read_text()
    (states,) = re.findall(r"still: \[(.+)\]", blueprint)
    assert set(states.split(", ")) <= {*STATUSES.values(), "unavailable", "unknown"}
    (reasons,) = re.findall(r"{{ (\['starting'.+?\]) }}", blueprint, re.DOTALL)
    pausing = {ReasonCode(reason) for reason in re.findall(r"\w+", reasons)}
    assert ReasonCode.PLAN_WAITING in pausing
    assert ReasonCode.NO_CAR not in pausing


@pytest.mark.parametrize(("code", "told"), [("waiting_for_surplus", 0), ("no_car", 1)])
@pytest.mark.long
async def test_unplug_a_charge_that_only_pauses_is_not_reported(
    house: House, code: str, told: int
) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    house.set(f"sensor.{PREFIX}_charging_reason", code, {"code": code})
    await house.move(16 * MINUTE)
    assert len(house.messages) == told


@pytest.mark.long
async def test_unplug_at_night_waits_for_the_morning(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.move_to(23)
    await house.end()
    await house.move_to(6, 55)
    assert house.messages == []
    await house.move_to(7, 1)
    assert len(house.messages) == 1


@pytest.mark.long
async def test_unplug_at_night_a_car_that_leaves_before_the_morning_is_not_reported(
    house: House,
) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.move_to(23)
    await house.end()
    await house.move_to(6)
    await house.report("Available")
    await house.move_to(8)
    assert house.messages == []


@pytest.mark.long
async def test_unplug_is_repeated_on_request(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS, repeat_after=30)
    await house.charge()
    await house.end()
    await house.move(16 * MINUTE)
    assert len(house.forget()) == 1
    await house.move(31 * MINUTE)
    assert len(house.forget()) == 1
    await house.report("Available")
    await house.move(60 * MINUTE)
    assert house.messages == []


@pytest.mark.long
async def test_unplug_is_reported_over_a_lost_connection(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    await house.reconnect()
    await house.report("Finishing")
    await house.move(16 * MINUTE)
    assert len(house.messages) == 1
