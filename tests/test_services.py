"""Services: each finds its one target, sends what it says, answers with what the charger said, and never fails silently."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
import voluptuous as vol

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from simulator.scripted import ScriptedChargePoint

from .action_calls import PROFILE, SENT_PROFILE, call
from .chargers import TWO_CONNECTORS, start
from .entity_states import charging_with_two_connectors


@pytest.fixture
async def charge_point(hass: HomeAssistant) -> AsyncGenerator[ScriptedChargePoint]:
    """A charger with two connectors; a car charges at the first."""
    async with charging_with_two_connectors(hass) as (_, charge_point):
        yield charge_point


async def test_stopping_means_the_transaction_that_runs(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    (running,) = (await call(hass, "get_transactions"))["transactions"]
    assert await call(hass, "remote_stop_transaction", device=0) == {"status": "Accepted"}
    assert await call(hass, "remote_stop_transaction", device=1) == {"status": "Accepted"}
    expected = {"transactionId": running["transaction_id"]}
    assert charge_point.received("RemoteStopTransaction") == [expected, expected]


async def test_any_transaction_can_be_stopped_by_its_number(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    await call(hass, "remote_stop_transaction", device=2, transaction_id=4711)
    assert charge_point.received("RemoteStopTransaction") == [{"transactionId": 4711}]


async def test_what_shall_be_stopped_must_be_clear(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    with pytest.raises(HomeAssistantError) as error:
        await call(hass, "remote_stop_transaction", device=2)
    assert error.value.translation_key == "no_transaction"
    await start(charge_point, 2, id_tag="HOMEASSISTANT")
    with pytest.raises(HomeAssistantError) as error:
        await call(hass, "remote_stop_transaction", device=0)
    assert error.value.translation_key == "several_transactions"
    assert charge_point.received("RemoteStopTransaction") == []


async def test_r23_a_profile_for_a_transaction_carries_its_number(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    (running,) = (await call(hass, "get_transactions"))["transactions"]
    profile = PROFILE | {"charging_profile_purpose": "tx_profile"}
    sent = SENT_PROFILE | {"chargingProfilePurpose": "TxProfile"}
    await call(hass, "set_charging_profile", device=1, cs_charging_profiles=profile)
    await call(
        hass,
        "set_charging_profile",
        device=1,
        cs_charging_profiles=profile | {"transaction_id": 4711},
    )
    assert charge_point.received("SetChargingProfile")[-2:] == [
        {
            "connectorId": 1,
            "csChargingProfiles": sent | {"transactionId": running["transaction_id"]},
        },
        {"connectorId": 1, "csChargingProfiles": sent | {"transactionId": 4711}},
    ]
    with pytest.raises(HomeAssistantError) as error:
        await call(hass, "set_charging_profile", device=2, cs_charging_profiles=profile)
    assert error.value.translation_key == "no_transaction"


@pytest.mark.parametrize("kind", ["hard", "Hard", "soft"])
async def test_restarting(
    hass: HomeAssistant, charge_point: ScriptedChargePoint, kind: str
) -> None:
    charge_point.auto_reply("Reset", {"status": "Accepted"})
    assert await call(hass, "reset", device=0, type=kind) == {"status": "Accepted"}
    assert charge_point.received("Reset") == [{"type": kind.title()}]


async def test_a_limit_concerns_the_connector_that_was_meant(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    before = len(charge_point.received("SetChargingProfile"))
    assert await call(hass, "set_limit", device=2, limit_a=10) == {
        "wanted_a": 10,
        "smart_a": None,
        "back_end_a": None,
        "applied_a": 10,
        "phases": None,
    }
    sent = charge_point.received("SetChargingProfile")[before:]
    assert {each["connectorId"] for each in sent} == {2}


async def test_a_limit_is_answered_with_what_smart_charging_allows(hass: HomeAssistant) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        controller = entry.runtime_data.controller
        await controller.async_wish((TWO_CONNECTORS, 1), mode=Mode.OFF)
        assert await call(hass, "set_limit", device=1, limit_a=10) == {
            "wanted_a": 10,
            "smart_a": 0,
            "back_end_a": None,
            "applied_a": 0,
            "phases": None,
        }


async def test_r29_a_limit_between_0_and_6_ampere_is_refused(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    with pytest.raises(HomeAssistantError) as error:
        await call(hass, "set_limit", device=2, limit_a=5)
    assert error.value.translation_key == "limit_out_of_range"


async def test_a_service_can_be_called_without_asking_for_its_response(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    charge_point.auto_reply("ClearCache", {"status": "Accepted"})
    await hass.services.async_call(
        DOMAIN, "clear_cache", {"charge_point_id": TWO_CONNECTORS}, blocking=True
    )
    assert charge_point.received("ClearCache") == [{}]


# ---- what a charger refuses


@pytest.mark.parametrize(
    ("service", "data", "action", "answer", "status"),
    [
        ("clear_cache", {}, "ClearCache", {"status": "Rejected"}, "Rejected"),
        (
            "data_transfer",
            {"vendor_id": "V"},
            "DataTransfer",
            {"status": "UnknownVendorId"},
            "UnknownVendorId",
        ),
        (
            "trigger_message",
            {"requested_message": "heartbeat"},
            "TriggerMessage",
            {"status": "NotImplemented"},
            "NotImplemented",
        ),
        (
            "change_configuration",
            {"key": "K", "value": "1"},
            "ChangeConfiguration",
            {"status": "NotSupported"},
            "NotSupported",
        ),
    ],
)
async def test_a_refusal_names_the_charge_point_and_what_it_said(
    hass: HomeAssistant,
    charge_point: ScriptedChargePoint,
    service: str,
    data: dict[str, Any],
    action: str,
    answer: dict[str, Any],
    status: str,
) -> None:
    charge_point.auto_reply(action, answer)
    with pytest.raises(HomeAssistantError) as error:
        await call(hass, service, device=0, **data)
    assert error.value.translation_domain == DOMAIN
    assert error.value.translation_key == "command_rejected"
    assert error.value.translation_placeholders == {
        "charge_point": "Twin",
        "action": action,
        "status": status,
    }


async def test_a_callerror_is_told(hass: HomeAssistant, charge_point: ScriptedChargePoint) -> None:
    task = hass.async_create_task(call(hass, "clear_cache", device=0))
    incoming = await charge_point.expect("ClearCache")
    await incoming.refuse("NotSupported", "no cache here")
    with pytest.raises(HomeAssistantError) as error:
        await task
    assert error.value.translation_key == "call_error"
    assert "no cache here" in str(error.value)


async def test_a_charger_that_goes_away_meanwhile_is_offline(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    task = hass.async_create_task(call(hass, "clear_cache", device=0))
    await charge_point.expect("ClearCache")
    await charge_point.abort()
    with pytest.raises(HomeAssistantError) as error:
        await task
    assert error.value.translation_key == "offline"
    assert str(error.value) == "Twin is not connected"


# ---- what is checked before anything is sent


NONSENSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reset", {"type": "firm"}),
    ("reset", {}),
    ("change_configuration", {"key": "K" * 51, "value": "1"}),
    ("change_configuration", {"key": "K", "value": "1" * 501}),
    ("remote_start_transaction", {"id_tag": "0" * 21}),
    ("remote_stop_transaction", {"transaction_id": 0}),
    ("trigger_message", {"requested_message": "StartTransaction"}),
    ("set_charging_profile", {"cs_charging_profiles": {}}),
    ("set_charging_profile", {"cs_charging_profiles": "high"}),
    (
        "set_charging_profile",
        {
            "cs_charging_profiles": PROFILE
            | {"charging_schedule": {"charging_rate_unit": "A", "charging_schedule_period": []}}
        },
    ),
    ("set_limit", {"limit_a": -1}),
    ("unlock_connector", {"connector_id": -1}),
    ("get_sessions", {"start": "yesterday"}),
)


async def test_nonsense_is_refused_and_nothing_sent(
    hass: HomeAssistant, charge_point: ScriptedChargePoint
) -> None:
    before = len(charge_point.frames)
    for service, data in NONSENSE:
        with pytest.raises(vol.Invalid):
            await call(hass, service, device=0, **data)
    assert len(charge_point.frames) == before
