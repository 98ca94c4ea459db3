"""The number that limits a connector."""

from homeassistant.components.number.const import ATTR_VALUE, DOMAIN as NUMBER, SERVICE_SET_VALUE
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.model.events import ConnectorChanged

from .chargers import C2EU, boot_c2eu
from .entity_states import (
    assert_platform,
    charging_c2eu,
    charging_with_two_connectors,
    state,
    value,
)
from .helpers import coordinator_of, until

LIMIT = "number.c2eu_maximum_current"


async def set_value(hass: HomeAssistant, limit_a: float, entity_id: str = LIMIT) -> None:
    """Move the slider, as the user does."""
    await hass.services.async_call(
        NUMBER, SERVICE_SET_VALUE, {ATTR_ENTITY_ID: entity_id, ATTR_VALUE: limit_a}, blocking=True
    )


async def test_number_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass, maximum_current=16) as (entry, _):
        assert_platform(hass, entry, NUMBER, snapshot)


async def test_numbers_of_two_connectors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, NUMBER, snapshot)


@pytest.mark.parametrize("limit_a", [0, 6, 10, 31])
async def test_a_limit_is_sent_and_shown(hass: HomeAssistant, limit_a: float) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        before = len(charge_point.received("SetChargingProfile"))
        await set_value(hass, limit_a)
        assert len(charge_point.received("SetChargingProfile")) > before
        assert float(value(hass, LIMIT)) == limit_a


@pytest.mark.parametrize("limit_a", [1, 3, 5])
async def test_r29_a_current_that_no_car_charges_with_is_refused(
    hass: HomeAssistant, limit_a: float
) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        before = len(charge_point.received("SetChargingProfile"))
        with pytest.raises(ServiceValidationError) as error:
            await set_value(hass, limit_a)
        assert error.value.translation_key == "limit_out_of_range"
        assert len(charge_point.received("SetChargingProfile")) == before
        assert float(value(hass, LIMIT)) == 32


async def test_more_than_the_installation_allows_is_refused(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, maximum_current=16):
        with pytest.raises(ServiceValidationError):
            await set_value(hass, 20)


async def test_a_refused_limit_says_so(hass: HomeAssistant) -> None:
    async with charging_with_two_connectors(hass) as (_, charge_point):
        charge_point.auto_reply("SetChargingProfile", {"status": "Rejected"})
        with pytest.raises(HomeAssistantError, match="Twin"):
            await set_value(hass, 10, "number.twin_2_maximum_current")


async def test_a_limit_is_kept_over_a_restart_and_sent_again(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        await set_value(hass, 10)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    charge_point = await boot_c2eu(hass, entry)
    await until(lambda: charge_point.received("SetChargingProfile"))
    assert float(value(hass, LIMIT)) == 10
    assert any('"limit":10' in frame.text for frame in charge_point.frames)
    await charge_point.close()


async def test_the_slider_ends_at_the_installations_maximum(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, maximum_current=20) as (entry, _):
        assert state(hass, LIMIT).attributes["max"] == 20
        subentry = coordinator_of(entry, C2EU).subentry
        hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, "maximum_current": 16}
        )
        await hass.async_block_till_done()
        assert state(hass, LIMIT).attributes["max"] == 16
        assert float(value(hass, LIMIT)) == 16


async def test_a_fallback_in_use_is_shown(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        charge_point = coordinator_of(entry, C2EU).charge_point
        assert "fallback" not in state(hass, LIMIT).attributes
        charge_point.limit_way, charge_point.limit_is_fallback = "tx_default_profile_a", True
        central_system = entry.runtime_data.central_system
        central_system.publish(ConnectorChanged(charge_point_id=C2EU, connector_id=1))
        await hass.async_block_till_done()
        assert state(hass, LIMIT).attributes["fallback"] == "tx_default_profile_a"
