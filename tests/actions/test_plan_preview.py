"""The action preview_plan in a house: what it answers, and that nothing follows from it (who may ask: test_permissions.py)."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockUser
import voluptuous as vol

from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from tests.helpers import car_data
from tests.house import House, house, wallbox

from .test_ribbon import prices

PRICED = {"prices": ["sensor.prices"]}
HOUR = timedelta(hours=1)


async def preview(
    home: House, charge_point_id: str = "CP-1", context: Context | None = None, **data: Any
) -> dict[str, Any]:
    """Return the preview of a wish at a charger."""
    answer = await home.hass.services.async_call(
        DOMAIN,
        "preview_plan",
        {"charge_point_id": charge_point_id, **data},
        blocking=True,
        context=context,
        return_response=True,
    )
    assert answer is not None
    return dict(answer)


async def test_a_wish_is_previewed_and_nothing_follows_from_it(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=PRICED) as home:
        prices(home, 0.30, 0.30, 0.10, 0.20)
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        sent = len(charger.profiles)
        told = await preview(home, ready_at=home.now + 4 * HOUR, energy_kwh=3)
        start = home.now.replace(minute=0, second=0, microsecond=0)
        (window,) = told["windows"]
        assert datetime.fromisoformat(window["start"]) == start + 2 * HOUR
        assert (window["current_a"], window["price"], window["solar"]) == (16, 0.1, False)
        assert window["power_kw"] == pytest.approx(3.68, rel=0.01)
        assert told["full_at"] == window["end"]
        assert told["cost"] == pytest.approx(0.3, abs=0.03)
        assert told["currency"] == hass.config.currency
        assert (told["sun_percent"], told["shortfall_kwh"], told["displaces"]) == (0, 0, [])
        assert told["soc_percent"] is None
        assert 0 < told["energy_kwh"] <= 3
        await home.run(30)
        assert not home.controller.wishes_of(charger.key).plan
        assert len(charger.profiles) == sent


async def test_what_is_not_given_is_as_the_wish_is_now(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=PRICED) as home:
        prices(home, 0.30, 0.30, 0.10, 0.20)
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=5000.0)
        await home.run(30)
        plan = home.outcome().plan
        assert plan is not None
        told = await preview(home)
        assert told["ready_at"] == plan.goal.ready_at.isoformat()
        assert told["energy_kwh"] == pytest.approx(plan.goal.energy_wh / 1000, abs=0.05)
        assert told["windows"][0]["start"] == plan.windows[0].start.isoformat()


async def test_each_shape_can_be_previewed_and_the_wished_one_is_the_default(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=PRICED) as home:
        prices(home, 0.10, 0.30, 0.12, 0.20, 0.20)
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        start = home.now.replace(minute=0, second=0, microsecond=0)

        async def times(**shape: Any) -> list[tuple[datetime, datetime]]:
            told = await preview(home, ready_at=start + 5 * HOUR, energy_kwh=6, **shape)
            assert told["shortfall_kwh"] == 0
            return [
                (datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"]))
                for each in told["windows"]
            ]

        cheapest, late, block = [
            await times(shape=shape) for shape in ("cheapest", "late", "one_block")
        ]
        assert len(cheapest) == 2
        assert cheapest[0][0] < start + HOUR
        assert cheapest[1][0] >= start + 2 * HOUR
        assert late[-1][1] == start + 4.5 * HOUR
        assert late[0][0] > start + 2.5 * HOUR
        assert block[0][0] >= start + 2 * HOUR
        assert block[-1][1] <= start + 4 * HOUR
        assert await times() == cheapest
        await home.wish(plan_shape=PlanShape.LATE)
        assert await times() == late
        with pytest.raises(vol.Invalid):
            await times(shape="early")


async def test_without_prices_it_has_no_cost(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        await home.run(30)
        told = await preview(home, energy_kwh=3)
        assert (told["cost"], told["currency"]) == (None, None)
        assert {window["price"] for window in told["windows"]} == {None}


async def test_what_it_takes_from_another_plan_is_told_by_name_to_those_who_may_read_that(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site={**PRICED, "main_fuse": 16}) as home:
        prices(home, *[0.3] * 30)
        one, other = await home.add_charger(), await home.add_charger("CP-2")
        for charger in (one, other):
            await charger.plug_in()
        await home.run(30)
        ready_by = dt_util.as_local(home.now + 8 * HOUR).time()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=25_000.0, ready_by=ready_by)
        await home.run(30)
        await home.controller.async_wish(other.key, priority=5)
        await home.run(30)
        told = await preview(home, "CP-2", energy_kwh=15, ready_at=home.now + 6 * HOUR)
        (lost,) = told["displaces"]
        assert lost["name"] == "Wallbox CP-1"
        assert lost["connector"] == "sensor.wallbox_cp_1_status"
        assert lost["shortfall_kwh"] > 5
        tenant = MockUser(id="tenant").add_to_hass(hass)
        own = {"entity_ids": {"sensor.wallbox_cp_2_status": {"read": True}}}
        tenant.mock_policy({"entities": own})
        (unnamed,) = (
            await preview(
                home,
                "CP-2",
                Context(user_id=tenant.id),
                energy_kwh=15,
                ready_at=home.now + 6 * HOUR,
            )
        )["displaces"]
        assert unnamed == {**lost, "name": None, "connector": None}


async def test_a_state_of_charge_needs_a_car_that_tells_it(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        with pytest.raises(ServiceValidationError, match="state of charge"):
            await preview(home, soc_percent=80)


async def test_a_state_of_charge_is_what_the_battery_lacks(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.soc", "50", {"unit_of_measurement": "%"})
    car = car_data(battery_capacity=60, soc_entity="sensor.soc", connectors=["CP-1#1"])
    async with house(hass, wallbox(), car) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        told = await preview(home, soc_percent=80, ready_at=home.now + 30 * HOUR)
        assert told["energy_kwh"] == pytest.approx(20, abs=0.1)
        assert told["soc_percent"] == 80
        told = await preview(home, energy_kwh=10, ready_at=home.now + 30 * HOUR)
        assert told["soc_percent"] == 65


@pytest.mark.parametrize("hours", [-1, 24 * 9])
async def test_a_deadline_that_is_over_or_too_far_is_refused(
    hass: HomeAssistant, hours: float
) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        await home.run(30)
        with pytest.raises(ServiceValidationError, match="8 days"):
            await preview(home, ready_at=home.now + hours * HOUR)


async def test_a_connector_that_is_not_there_is_refused(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        await home.run(30)
        with pytest.raises(ServiceValidationError, match="no such connector"):
            await preview(home, connector_id=7)


async def test_an_energy_and_a_state_of_charge_at_once_are_refused(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        with pytest.raises(vol.Invalid):
            await preview(home, energy_kwh=1, soc_percent=80)
