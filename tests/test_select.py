"""What is chosen of a few: how a connector charges, and when its plan is due."""

from homeassistant.components.select.const import ATTR_OPTIONS, CONF_OPTION, DOMAIN as SELECT
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_SELECT_OPTION
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.controller.wishes import Repeat

from .entity_states import assert_platform, charging_c2eu, state, value
from .smart import KEY, METER, change_site, controller_of

MODE = "select.c2eu_charging_mode"
REPEAT = "select.c2eu_plan_repeat"
SHAPE = "select.c2eu_plan_shape"


async def select(hass: HomeAssistant, entity_id: str, option: str) -> None:
    """Choose an option, as the user does."""
    await hass.services.async_call(
        SELECT,
        SERVICE_SELECT_OPTION,
        {ATTR_ENTITY_ID: entity_id, CONF_OPTION: option},
        blocking=True,
    )


async def test_selects_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        assert_platform(hass, entry, SELECT, snapshot)


@pytest.mark.parametrize("mode", Mode)
async def test_a_mode_is_wished_and_shown(hass: HomeAssistant, mode: Mode) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        assert value(hass, MODE) == "fast"
        await select(hass, MODE, mode)
        assert controller_of(entry).wishes_of(KEY).mode is mode
        assert value(hass, MODE) == mode


async def test_without_a_meter_there_is_no_sun_to_follow(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass):
        assert state(hass, MODE).attributes[ATTR_OPTIONS] == ["off", "fast"]
        with pytest.raises(ServiceValidationError):
            await select(hass, MODE, "solar")


async def test_modes_come_and_go_with_the_meter_but_for_the_chosen_one(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        await change_site(hass, entry, METER)
        assert state(hass, MODE).attributes[ATTR_OPTIONS] == [*Mode]
        await select(hass, MODE, "solar")
        await change_site(hass, entry, {})
        assert state(hass, MODE).attributes[ATTR_OPTIONS] == ["off", "fast", "solar"]
        assert value(hass, MODE) == "solar"
        await select(hass, MODE, "fast")
        assert state(hass, MODE).attributes[ATTR_OPTIONS] == ["off", "fast"]


@pytest.mark.parametrize("repeat", Repeat)
async def test_a_plan_is_repeated_as_wished(hass: HomeAssistant, repeat: Repeat) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert value(hass, REPEAT) == "once"
        await select(hass, REPEAT, repeat)
        assert controller_of(entry).wishes_of(KEY).repeat is repeat
        assert value(hass, REPEAT) == repeat


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("shape", PlanShape)
async def test_a_plan_has_the_shape_that_is_wished(hass: HomeAssistant, shape: PlanShape) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert value(hass, SHAPE) == "cheapest"
        await select(hass, SHAPE, shape)
        assert controller_of(entry).wishes_of(KEY).plan_shape is shape
        assert value(hass, SHAPE) == shape


async def test_the_shape_of_a_plan_is_an_entity_to_enable(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass):
        assert hass.states.get(SHAPE) is None
