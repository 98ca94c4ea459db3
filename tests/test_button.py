"""Buttons: restart, refresh, unlock."""

from homeassistant.components.button.const import DOMAIN as BUTTON, SERVICE_PRESS
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.entity import PlugControlEntity
from custom_components.plug_control.model.charge_point import PauseHabit

from .chargers import C2EU
from .entity_states import assert_platform, charging_c2eu, charging_with_two_connectors, value
from .helpers import coordinator_of, until


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button, as the user does."""
    await hass.services.async_call(
        BUTTON, SERVICE_PRESS, {ATTR_ENTITY_ID: entity_id}, blocking=True
    )


async def test_buttons_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, BUTTON, snapshot)


async def test_buttons_of_two_connectors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, BUTTON, snapshot)


@pytest.mark.parametrize(
    ("entity_id", "kind"),
    [("button.c2eu_soft_reset", "Soft"), ("button.c2eu_hard_reset", "Hard")],
)
async def test_restarting(hass: HomeAssistant, entity_id: str, kind: str) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        charge_point.auto_reply("Reset", {"status": "Accepted"})
        await press(hass, entity_id)
        assert charge_point.received("Reset") == [{"type": kind}]


async def test_unlocking_a_connector_concerns_that_connector(hass: HomeAssistant) -> None:
    async with charging_with_two_connectors(hass) as (_, charge_point):
        charge_point.auto_reply("UnlockConnector", {"status": "Unlocked"})
        await press(hass, "button.twin_2_unlock")
        assert charge_point.received("UnlockConnector") == [{"connectorId": 2}]


async def test_refreshing_asks_for_everything_again(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        before = len(charge_point.received("TriggerMessage"))
        await press(hass, "button.c2eu_refresh")
        asked = [each["requestedMessage"] for each in charge_point.received("TriggerMessage")]
        assert {"StatusNotification", "MeterValues"} <= set(asked[before:])


async def test_what_was_learned_of_a_charger_is_forgotten_by_a_button(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlugControlEntity, "entity_registry_enabled_default", True)
    async with charging_c2eu(hass) as (entry, _):
        model = coordinator_of(entry, C2EU).charge_point
        model.pause_habit, model.limit_way = PauseHabit.FINAL, "some_way"
        await press(hass, "button.c2eu_reset_what_was_learned")
        assert model.pause_habit is PauseHabit.GOES_ON
        assert model.limit_way != "some_way"


async def test_a_button_that_had_no_effect_says_so(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        charge_point.auto_reply("UnlockConnector", {"status": "UnlockFailed"})
        with pytest.raises(HomeAssistantError) as error:
            await press(hass, "button.c2eu_unlock")
        assert error.value.translation_placeholders is not None
        assert error.value.translation_placeholders["status"] == "UnlockFailed"


async def test_an_offline_charger_has_no_buttons(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        assert value(hass, "button.c2eu_soft_reset") == STATE_UNAVAILABLE
