"""The signed meter values of a session: returned as they came, checked with the meter's key, shown to whom the session is shown."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import CONF_METER_PUBLIC_KEY, DOMAIN
from simulator.frames import Payload
from simulator.generic.signing import PUBLIC_KEY, signed_value
from simulator.scripted import ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_ID,
    ID_TAG,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    scripted,
    set_up,
    until,
)

BEGAN, ENDED = "2026-03-14T10:00:00Z", "2026-03-14T11:00:00Z"
BEGIN = signed_value(1000, "Transaction.Begin", BEGAN, meter="M1", id_tag=ID_TAG, number=1)
END = signed_value(8000, "Transaction.End", ENDED, meter="M1", id_tag=ID_TAG, number=1)
REGISTER: Payload = {"value": "8000", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}


def element(when: str, *values: Payload) -> Payload:
    return {"timestamp": when, "sampledValue": [*values]}


async def charge(charge_point: ScriptedChargePoint) -> int:
    """Charge with signed values at start and stop; return the transaction's id."""
    answer = await charge_point.call(
        "StartTransaction",
        {"connectorId": 1, "idTag": ID_TAG, "meterStart": 1000, "timestamp": BEGAN},
    )
    number = answer["transactionId"]
    assert isinstance(number, int)
    await charge_point.call(
        "MeterValues",
        {"connectorId": 1, "transactionId": number, "meterValue": [element(BEGAN, BEGIN)]},
    )
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": number,
            "meterStop": 8000,
            "timestamp": ENDED,
            "transactionData": [element(ENDED, REGISTER, END)],
        },
    )
    return number


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    return await set_up(hass, charge_point_data(), id_tag_data())


@pytest.fixture(autouse=True)
async def charger(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncGenerator[ScriptedChargePoint]:
    """A charge point that has charged with signed values."""
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await until(lambda: coordinator_of(entry).available)
        await charge(charge_point)
        await hass.async_block_till_done()
        yield charge_point


async def ask(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    response = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response


async def session(hass: HomeAssistant) -> dict[str, Any]:
    (row,) = (await ask(hass, "get_sessions"))["sessions"]
    assert isinstance(row, dict)
    return row


async def verdicts(hass: HomeAssistant, session_id: int) -> list[str]:
    answer = await ask(hass, "get_signed_values", session_id=session_id)
    return [each["verdict"] for each in answer["signed_values"]]


async def test_they_are_returned_as_they_came(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    row = await session(hass)
    assert row["signed_values"] == 2
    assert row["energy_wh"] == 7000  # a signed value is no number
    answer = await ask(
        hass, "get_signed_values", session_id=row["session_id"], charge_point_id=CHARGE_POINT_ID
    )
    assert (answer["public_key"], answer["transaction_id"]) == (None, row["transaction_id"])
    received = [each.pop("received") for each in answer["signed_values"]]
    assert received == sorted(received)
    assert answer["signed_values"] == [
        {
            "time": when.replace("Z", "+00:00"),
            "context": value["context"],
            "format": "OCMF",
            "verdict": "no_key",
            "data": value["value"],
        }
        for when, value in ((BEGAN, BEGIN), (ENDED, END))
    ]


async def test_they_are_checked_with_the_key_that_the_charger_publishes(
    hass: HomeAssistant, entry: MockConfigEntry, charger: ScriptedChargePoint
) -> None:
    row = await session(hass)
    key: Payload = {"key": "MeterPublicKey[1]", "readonly": True, "value": PUBLIC_KEY}
    charger.auto_reply("GetConfiguration", {"configurationKey": [key]})
    await ask(hass, "get_configuration", charge_point_id=CHARGE_POINT_ID)
    await entry.runtime_data.central_system.commands.read_configuration(CHARGE_POINT_ID)
    answer = await ask(hass, "get_signed_values", session_id=row["session_id"])
    assert answer["public_key_from"] == "charge_point"
    assert [each["verdict"] for each in answer["signed_values"]] == ["verified"] * 2


@pytest.mark.parametrize(
    ("key", "verdict"),
    [(PUBLIC_KEY, "verified"), (PUBLIC_KEY[:-2] + "00", "no_key")],
)
async def test_they_are_checked_with_the_key_that_the_user_entered(
    hass: HomeAssistant, entry: MockConfigEntry, key: str, verdict: str
) -> None:
    row = await session(hass)
    (subentry,) = entry.get_subentries_of_type("charge_point")
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, CONF_METER_PUBLIC_KEY: key}
    )
    assert await verdicts(hass, row["session_id"]) == [verdict] * 2


async def test_there_must_be_such_a_session(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await ask(hass, "get_signed_values", session_id=4711)
    assert error.value.translation_key == "unknown_session"
