"""Whole cycles with charge point clients of other authors, which hold our frames against the standard's schemas."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.const import CONF_PASSWORD
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from tests.helpers import (
    CHARGE_POINT_ID,
    ID_TAG,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    set_up,
    until,
)

from .client import PROGRAMS, TIMEOUT_S, ForeignClient, foreign_client

PASSWORD = "correct horse battery"
BOOT = {
    "chargePointVendor": "Others",
    "chargePointModel": "Foreign 1",
    "chargePointSerialNumber": "F-0001",
    "firmwareVersion": "1.0",
}
START_WH = 1_000_000
STOP_WH = 1_007_400
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=60)

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    return await set_up(hass, charge_point_data(**{CONF_PASSWORD: PASSWORD}), id_tag_data())


@pytest.fixture(params=PROGRAMS)
async def client(
    request: pytest.FixtureRequest, hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncIterator[ForeignClient]:
    """A foreign client, booted and available, its startup exchange over."""
    port = entry.runtime_data.central_system.port
    async with foreign_client(request.param, port, CHARGE_POINT_ID, PASSWORD) as client:
        answer = await client.call("BootNotification", BOOT)
        assert answer["status"] == "Accepted"
        assert answer["interval"] > 0
        await status(client, "Available")
        await until(lambda: coordinator_of(entry).available, TIMEOUT_S)
        await until(lambda: client.commands("TriggerMessage"), TIMEOUT_S)
        yield client
    assert client.violations == []


async def status(client: ForeignClient, status: str, connector_id: int = 1) -> None:
    payload = {"connectorId": connector_id, "errorCode": "NoError", "status": status}
    assert await client.call("StatusNotification", payload) == {}


def start(seconds: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "connectorId": 1,
        "idTag": ID_TAG,
        "meterStart": START_WH,
        "timestamp": moment(seconds),
        **fields,
    }


def moment(seconds: int) -> str:
    return (BEGAN + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def meter_values(transaction_id: int, register_wh: int, seconds: int) -> dict[str, Any]:
    sampled = [
        {
            "value": str(register_wh),
            "measurand": "Energy.Active.Import.Register",
            "unit": "Wh",
            "context": "Sample.Periodic",
            "location": "Outlet",
            "format": "Raw",
        },
        {"value": "7400", "measurand": "Power.Active.Import", "unit": "W"},
    ]
    return {
        "connectorId": 1,
        "transactionId": transaction_id,
        "meterValue": [{"timestamp": moment(seconds), "sampledValue": sampled}],
    }


async def act(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    """Call an action for the charge point and return its response."""
    response = await hass.services.async_call(
        DOMAIN,
        action,
        {"charge_point_id": CHARGE_POINT_ID, **data},
        blocking=True,
        return_response=True,
    )
    assert isinstance(response, dict)
    return response


async def sessions(hass: HomeAssistant) -> list[dict[str, Any]]:
    response = await hass.services.async_call(
        DOMAIN, "get_sessions", {}, blocking=True, return_response=True
    )
    assert response is not None
    found: Any = response["sessions"]
    return list(found)


async def test_whole_cycle_is_recorded_as_the_charge_point_told_it(
    hass: HomeAssistant, client: ForeignClient, entry: MockConfigEntry
) -> None:
    """Card, start, meter values, a lost connection, stop, and both again as replays (R15, R18)."""
    answer = await client.call("Authorize", {"idTag": ID_TAG})
    assert answer["idTagInfo"]["status"] == "Accepted"
    await status(client, "Preparing")
    began = await client.call("StartTransaction", start())
    assert began["idTagInfo"]["status"] == "Accepted"
    number = began["transactionId"]
    await status(client, "Charging")
    assert await client.call("MeterValues", meter_values(number, START_WH + 3_000, 20)) == {}
    await until(lambda: coordinator_of(entry).charge_point.connectors[1].transaction)
    await client.reconnect()
    assert "currentTime" in await client.call("Heartbeat", {})
    assert (await client.call("StartTransaction", start()))["transactionId"] == number
    assert await client.call("MeterValues", meter_values(number, START_WH + 5_000, 40)) == {}
    stop = {
        "transactionId": number,
        "idTag": ID_TAG,
        "meterStop": STOP_WH,
        "timestamp": moment(55),
        "reason": "EVDisconnected",
        "transactionData": meter_values(number, STOP_WH, 55)["meterValue"],
    }
    for _ in range(2):
        ended = await client.call("StopTransaction", stop)
        assert ended["idTagInfo"]["status"] == "Accepted"
    await status(client, "Available")
    (session,) = await sessions(hass)
    assert session["transaction_id"] == number
    assert session["energy_wh"] == STOP_WH - START_WH
    assert not session["energy_estimated"]
    assert not session["time_estimated"]


async def test_every_command_is_understood(hass: HomeAssistant, client: ForeignClient) -> None:
    """The clients hold each command against its schema and answer; an action answers with what they said."""
    await status(client, "Preparing")
    number = (await client.call("StartTransaction", start()))["transactionId"]
    profile = {
        "charging_profile_id": 7,
        "stack_level": 1,
        "charging_profile_purpose": "TxDefaultProfile",
        "charging_profile_kind": "Relative",
        "charging_schedule": {
            "charging_rate_unit": "A",
            "charging_schedule_period": [{"start_period": 0, "limit": 9.96}],
        },
    }
    answers = {
        "remote_start_transaction": ({"connector_id": 1, "id_tag": ID_TAG}, "Accepted"),
        "remote_stop_transaction": ({"transaction_id": number}, "Accepted"),
        "unlock_connector": ({"connector_id": 1}, "Unlocked"),
        "change_availability": ({"connector_id": 1, "type": "Operative"}, "Accepted"),
        "change_configuration": ({"key": "HeartbeatInterval", "value": "300"}, "Accepted"),
        "clear_cache": ({}, "Accepted"),
        "trigger_message": ({"requested_message": "Heartbeat"}, "Accepted"),
        "set_charging_profile": ({"cs_charging_profiles": profile}, "Accepted"),
        "clear_charging_profile": ({"id": 7}, "Accepted"),
    }
    for action, (data, expected) in answers.items():
        client.asked.clear()
        assert (await act(hass, action, **data))["status"] == expected, action
        command = "".join(word.capitalize() for word in action.split("_"))
        await until(partial(client.commands, command), TIMEOUT_S)
    known = await act(hass, "get_configuration")
    assert {each["key"] for each in known["configuration_key"]} >= {"NumberOfConnectors"}


async def test_limit_of_a_user_arrives_as_a_profile(
    hass: HomeAssistant, client: ForeignClient, entry: MockConfigEntry
) -> None:
    await status(client, "Preparing")
    number = (await client.call("StartTransaction", start()))["transactionId"]
    await status(client, "Charging")
    await client.call("MeterValues", meter_values(number, START_WH + 100, 10))
    client.asked.clear()
    await act(hass, "set_limit", connector_id=1, limit_a=10)
    await until(lambda: client.commands("SetChargingProfile"), TIMEOUT_S)
    schedule = client.commands("SetChargingProfile")[-1]["csChargingProfiles"]["chargingSchedule"]
    assert schedule["chargingSchedulePeriod"][0]["limit"] == 10
