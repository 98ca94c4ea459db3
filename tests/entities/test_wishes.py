"""The entities of smart charging: wishes that are always there, what comes and goes with the options, refusals."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from unittest.mock import patch

from homeassistant.components.number.const import ATTR_VALUE, DOMAIN as NUMBER, SERVICE_SET_VALUE
from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_UNIT_OF_MEASUREMENT,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    EntityCategory,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.central_system.wire import CommandRejectedError
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.controller.wishes import Wishes
from custom_components.plug_control.entities.wishes import WishDescription
from tests.chargers import C2EU
from tests.entity_states import (
    assert_platform,
    charging_c2eu,
    charging_with_two_connectors,
    state,
    value,
    written_states,
)
from tests.helpers import coordinator_of, until
from tests.smart import KEY, METER, PRICES, change_site, controller_of
from tests.translated import described

pytestmark = pytest.mark.usefixtures("all_enabled")

PREFIX = "c2eu_"
TARGET_ENERGY = f"number.{PREFIX}target_energy"
TARGET_SOC = f"number.{PREFIX}target_state_of_charge"
PRICE_LIMIT = f"number.{PREFIX}price_limit"
MINIMUM_CURRENT = f"number.{PREFIX}minimum_current"
PRIORITY = f"number.{PREFIX}priority"
BOOST = f"switch.{PREFIX}boost"
PLAN = f"switch.{PREFIX}plan"
WHEN_CHEAP = f"switch.{PREFIX}charge_when_cheap"
SURPLUS = f"sensor.{PREFIX}surplus"
SOLAR_SHARE = f"sensor.{PREFIX}session_solar_share"
ALWAYS = {
    MINIMUM_CURRENT,
    PRIORITY,
    TARGET_ENERGY,
    BOOST,
    PLAN,
    f"select.{PREFIX}charging_mode",
    f"select.{PREFIX}plan_repeat",
    f"select.{PREFIX}plan_shape",
    f"sensor.{PREFIX}charging_reason",
    f"sensor.{PREFIX}planned_start",
    f"time.{PREFIX}ready_by",
}


def smart_entities(hass: HomeAssistant) -> set[str]:
    """The entities of smart charging that there are and that mean something."""
    sometimes = {TARGET_SOC, PRICE_LIMIT, WHEN_CHEAP, SURPLUS, SOLAR_SHARE}
    return {
        each.entity_id
        for each in hass.states.async_all()
        if each.entity_id in ALWAYS | sometimes and each.state != STATE_UNAVAILABLE
    }


async def set_number(hass: HomeAssistant, entity_id: str, number: float) -> None:
    """Set a number, as the user does."""
    await hass.services.async_call(
        NUMBER, SERVICE_SET_VALUE, {ATTR_ENTITY_ID: entity_id, ATTR_VALUE: number}, blocking=True
    )


async def switch(hass: HomeAssistant, entity_id: str, *, on: bool) -> None:
    """Turn a switch on or off, as the user does."""
    service = SERVICE_TURN_ON if on else SERVICE_TURN_OFF
    await hass.services.async_call(SWITCH, service, {ATTR_ENTITY_ID: entity_id}, blocking=True)


# ---- what there is


@pytest.fixture
def knows_state_of_charge() -> Any:
    """Let every car's state of charge be known."""
    with patch.object(Controller, "has_state_of_charge", return_value=True) as known:
        yield known


@pytest.mark.usefixtures("knows_state_of_charge")
@pytest.mark.parametrize("platform", [NUMBER, SWITCH])
async def test_all_that_a_site_can_have(
    hass: HomeAssistant, platform: str, snapshot: SnapshotAssertion
) -> None:
    async with charging_c2eu(hass, site={**METER, **PRICES}) as (entry, _):
        assert_platform(hass, entry, platform, snapshot)


@pytest.mark.parametrize(
    ("site", "more"),
    [({}, set()), (METER, {SURPLUS, SOLAR_SHARE}), (PRICES, {PRICE_LIMIT, WHEN_CHEAP})],
    ids=["nothing", "meter", "prices"],
)
async def test_there_is_what_the_site_has_a_use_for(
    hass: HomeAssistant, site: Mapping[str, Any], more: set[str]
) -> None:
    async with charging_c2eu(hass, site=site):
        assert smart_entities(hass) == ALWAYS | more


async def test_a_target_state_of_charge_needs_one_that_is_known(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert TARGET_SOC not in smart_entities(hass)
        with patch.object(Controller, "has_state_of_charge", return_value=True):
            coordinator_of(entry, C2EU).async_build()
            await hass.async_block_till_done()
            assert TARGET_SOC in smart_entities(hass)


async def test_entities_come_and_go_with_the_options_and_nobody_is_disconnected(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass) as (entry, _):
        await change_site(hass, entry, {**METER, **PRICES})
        assert smart_entities(hass) == ALWAYS | {SURPLUS, SOLAR_SHARE, PRICE_LIMIT, WHEN_CHEAP}
        await change_site(hass, entry, {})
        assert smart_entities(hass) == ALWAYS
        await change_site(hass, entry, PRICES)
        assert smart_entities(hass) == ALWAYS | {PRICE_LIMIT, WHEN_CHEAP}
        assert coordinator_of(entry, C2EU).charge_point.connections == 1


async def test_wishes_are_there_while_the_charge_point_is_offline(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        assert smart_entities(hass) == ALWAYS
        await switch(hass, BOOST, on=True)
        assert controller_of(entry).wishes_of(KEY).boost
        assert value(hass, BOOST) == STATE_ON


async def test_each_connector_has_its_own_wishes(hass: HomeAssistant) -> None:
    async with charging_with_two_connectors(hass):
        await switch(hass, "switch.twin_2_plan", on=True)
        assert value(hass, "switch.twin_2_plan") == STATE_ON
        assert value(hass, "switch.twin_1_plan") == STATE_OFF


async def test_fine_tuning_stands_apart(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass):
        registry = er.async_get(hass)
        config = {
            entity_id
            for entity_id in ALWAYS
            if (entry := registry.async_get(entity_id)) is not None
            and entry.entity_category is EntityCategory.CONFIG
        }
        assert config == {MINIMUM_CURRENT, PRIORITY}


# ---- wishes


def test_every_wish_has_its_entity() -> None:
    wishes = [each.wish for _, each in described() if isinstance(each, WishDescription)]
    assert sorted(wishes) == sorted(field.name for field in fields(Wishes))


@pytest.mark.usefixtures("knows_state_of_charge")
@pytest.mark.parametrize(
    ("entity_id", "before", "number", "wish", "wished"),
    [
        (TARGET_ENERGY, "10.0", 22.5, "target_energy_wh", 22_500.0),
        (TARGET_SOC, "0.0", 80, "target_soc_percent", 80.0),
        (PRICE_LIMIT, "0.0", -0.015, "price_limit", -0.015),
        (MINIMUM_CURRENT, "6", 8, "minimum_a", 8),
        (PRIORITY, "0.0", 3, "priority", 3),
    ],
)
async def test_a_number_is_wished_and_shown(
    hass: HomeAssistant, entity_id: str, before: str, number: float, wish: str, wished: float
) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        assert value(hass, entity_id) == before
        await set_number(hass, entity_id, number)
        assert getattr(controller_of(entry).wishes_of(KEY), wish) == wished
        assert type(getattr(controller_of(entry).wishes_of(KEY), wish)) is type(wished)
        assert float(value(hass, entity_id)) == number


@pytest.mark.parametrize(
    ("entity_id", "wish"),
    [(BOOST, "boost"), (PLAN, "plan"), (WHEN_CHEAP, "charge_when_cheap")],
)
async def test_a_switch_is_wished_and_shown(hass: HomeAssistant, entity_id: str, wish: str) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        for on, shown in ((True, STATE_ON), (False, STATE_OFF)):
            await switch(hass, entity_id, on=on)
            assert getattr(controller_of(entry).wishes_of(KEY), wish) is on
            assert value(hass, entity_id) == shown


@pytest.mark.parametrize(
    ("entity_id", "number"),
    [(MINIMUM_CURRENT, 5), (MINIMUM_CURRENT, 17), (TARGET_ENERGY, 0), (PRIORITY, -1)],
)
async def test_what_cannot_be_is_not_wished(
    hass: HomeAssistant, entity_id: str, number: float
) -> None:
    async with charging_c2eu(hass, maximum_current=16) as (entry, _):
        with pytest.raises(ServiceValidationError):
            await set_number(hass, entity_id, number)
        assert controller_of(entry).wishes_of(KEY) == Wishes()


async def test_the_minimum_ends_at_the_installations_maximum(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, maximum_current=20) as (entry, _):
        await set_number(hass, MINIMUM_CURRENT, 18)
        subentry = coordinator_of(entry, C2EU).subentry
        hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, "maximum_current": 16}
        )
        await hass.async_block_till_done()
        assert state(hass, MINIMUM_CURRENT).attributes["max"] == 16
        assert float(value(hass, MINIMUM_CURRENT)) == 16


async def test_a_price_limit_has_the_unit_of_the_prices(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        with patch.object(Controller, "price_unit", "öre/kWh"):
            coordinator_of(entry, C2EU).async_update_listeners(1)
            shown = state(hass, PRICE_LIMIT)
        assert shown.attributes[ATTR_UNIT_OF_MEASUREMENT] == "öre/kWh"


async def test_the_unit_is_taken_over_as_soon_as_the_prices_tell_it(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        hass.states.async_set("sensor.prices", "2.5", {ATTR_UNIT_OF_MEASUREMENT: "SEK/kWh"})
        controller_of(entry).async_decide_soon()
        await hass.async_block_till_done()
        assert state(hass, PRICE_LIMIT).attributes[ATTR_UNIT_OF_MEASUREMENT] == "SEK/kWh"


# ---- refusals and writing


async def test_a_refusal_of_the_charger_is_told_and_the_wish_stands(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        controller = controller_of(entry)
        wish = controller.async_wish

        async def refuse(key: tuple[str, int], **changes: Any) -> None:
            await wish(key, **changes)
            raise CommandRejectedError("Rejected")

        with (
            patch.object(controller, "async_wish", refuse),
            pytest.raises(HomeAssistantError, match="C2EU") as error,
        ):
            await switch(hass, BOOST, on=True)
        assert error.value.translation_key == "command_rejected"
        assert value(hass, BOOST) == STATE_ON


async def test_only_what_changed_is_written(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass):
        with written_states(hass) as written:
            await switch(hass, PLAN, on=True)
            await switch(hass, PLAN, on=True)
        assert [each for each in written if each == PLAN] == [PLAN]
        assert BOOST not in written
