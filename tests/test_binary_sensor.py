"""Binary sensors: connected, plugged in, charging, in trouble."""

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from .chargers import C2EU, report_status
from .entities import assert_platform, charging_c2eu, charging_with_two_connectors, value
from .helpers import coordinator_of, until

PREFIX = "binary_sensor.c2eu"
CONNECTION = "binary_sensor.c2eu_connection"


async def test_binary_sensors_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, "binary_sensor", snapshot)


async def test_binary_sensors_of_two_connectors(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, "binary_sensor", snapshot)


@pytest.mark.parametrize(
    ("status", "cable", "charging", "problem"),
    [
        ("Available", STATE_OFF, STATE_OFF, STATE_OFF),
        ("Preparing", STATE_ON, STATE_OFF, STATE_OFF),
        ("SuspendedEV", STATE_ON, STATE_OFF, STATE_OFF),
        ("Finishing", STATE_ON, STATE_OFF, STATE_OFF),
        ("Unavailable", STATE_UNKNOWN, STATE_OFF, STATE_OFF),
        ("Faulted", STATE_UNKNOWN, STATE_OFF, STATE_ON),
    ],
)
async def test_the_status_tells_cable_charging_and_problem(
    hass: HomeAssistant, status: str, cable: str, charging: str, problem: str
) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await report_status(charge_point, status)
        assert value(hass, f"{PREFIX}_cable") == cable
        assert value(hass, f"{PREFIX}_charging") == charging
        assert value(hass, f"{PREFIX}_problem") == problem


async def test_the_connection_is_known_when_it_is_gone(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        assert value(hass, CONNECTION) == STATE_ON
        assert value(hass, f"{PREFIX}_charging") == STATE_ON
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        assert value(hass, CONNECTION) == STATE_OFF
        assert value(hass, f"{PREFIX}_charging") == STATE_UNAVAILABLE
