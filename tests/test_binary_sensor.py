"""Binary sensors: connected, plugged in, charging, in trouble."""

from datetime import datetime

from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion
from websockets.exceptions import InvalidHandshake

from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause

from .chargers import C2EU, C2EU_BOOT, report_status
from .entity_states import (
    assert_platform,
    charging_c2eu,
    charging_with_two_connectors,
    state,
    value,
)
from .helpers import CHARGE_POINT_ID, charge_point_data, coordinator_of, scripted, set_up, until
from .translated import LANGUAGES, texts

PREFIX = "binary_sensor.c2eu"
CONNECTION = "binary_sensor.c2eu_connection"
GARAGE = "binary_sensor.garage_connection"
PASSWORD = "a-secret-password"


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


async def test_a_charge_point_that_never_called_or_was_refused_says_so_on_its_page(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data(password=PASSWORD))
    attributes = state(hass, GARAGE).attributes
    assert value(hass, GARAGE) == STATE_OFF
    assert attributes["address"].endswith(f"/{CHARGE_POINT_ID}")
    assert "refused" not in attributes

    with pytest.raises(InvalidHandshake):
        await scripted(entry, password="another one").connect()
    await until(lambda: "refused" in state(hass, GARAGE).attributes)
    attributes = state(hass, GARAGE).attributes
    assert (attributes["refused"], attributes["refused_from"]) == ("wrong_password", "127.0.0.1")
    assert datetime.fromisoformat(attributes["refused_at"]) <= dt_util.utcnow()
    for language in LANGUAGES:
        told = texts(language)["entity"]["binary_sensor"]["connectivity"]["state_attributes"]
        assert {*told} == {"address", "refused", "refused_at", "refused_from"}
        assert {*told["refused"]["state"]} == {*map(str, RefusalCause)}

    async with scripted(entry, password=PASSWORD) as charge_point:
        await charge_point.boot()
        await until(lambda: value(hass, GARAGE) == STATE_ON)
        assert not {"address", "refused"} & {*state(hass, GARAGE).attributes}


async def test_after_a_start_nothing_is_claimed_before_the_charger_has_told(
    hass: HomeAssistant,
) -> None:
    """Off, then on, would run automations after each restart."""
    async with charging_c2eu(hass) as (entry, charge_point):
        await charge_point.close()
        await hass.config_entries.async_reload(entry.entry_id)
        seen: dict[str, list[str]] = {f"{PREFIX}_charging": [], f"{PREFIX}_problem": []}

        @callback
        def note(event: Event[EventStateChangedData]) -> None:
            if (new := event.data["new_state"]) is not None and new.entity_id in seen:
                seen[new.entity_id].append(new.state)

        hass.bus.async_listen(EVENT_STATE_CHANGED, note)
        async with scripted(entry, C2EU) as again:
            await again.boot(**C2EU_BOOT)
            await until(lambda: value(hass, f"{PREFIX}_charging") == STATE_UNKNOWN)
            assert value(hass, f"{PREFIX}_problem") == STATE_UNKNOWN
            await report_status(again, "Charging")
            await until(lambda: value(hass, f"{PREFIX}_charging") == STATE_ON)
        assert STATE_OFF not in seen[f"{PREFIX}_charging"]
        assert seen[f"{PREFIX}_problem"][-2:] != [STATE_ON, STATE_OFF]
