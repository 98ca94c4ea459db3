"""Plans: so much energy, or a state of charge, by a time, once or on days of the week."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant, ServiceCall, SupportsResponse

from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.controller.wishes import Repeat
from tests.helpers import car_data
from tests.house import KEY, MEASURED, Charger, house, wallbox
from tests.site.test_price_actions import HOUR, price_entity

PRICES = "sensor.prices"


def set_prices(hass: HomeAssistant, *prices: float) -> None:
    """Have the prices of the hours from 10:00 UTC on known."""
    hours = [
        {
            "start": f"2026-06-{1 + (10 + hour) // 24:02}T{(10 + hour) % 24:02}:00:00+00:00",
            "end": f"2026-06-{1 + (11 + hour) // 24:02}T{(11 + hour) % 24:02}:00:00+00:00",
            "value": price,
        }
        for hour, price in enumerate(prices)
    ]
    hass.states.async_set(
        PRICES,
        str(prices[0]),
        {"raw_today": hours, "raw_tomorrow": [], "unit_of_measurement": "EUR/kWh"},
    )


async def test_a_plan_waits_for_the_cheapest_hours_and_ends_itself(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.05, 0.3, 0.3, 0.3)
    async with house(hass, wallbox(), site={"prices": [PRICES]}) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=3000.0, ready_by=time(15))
        await charger.plug_in()
        await home.run(60)
        outcome = home.outcome()
        assert (outcome.reason.code, charger.limit_a) == ("plan_waiting", 0)
        assert outcome.plan is not None
        assert outcome.plan.windows[0].start.hour == 12
        await home.step(2 * 3600)
        await home.run(120)
        assert (home.code(), charger.limit_a) == ("plan", 16)
        await home.run(3300)
        assert charger.energy_wh >= 1000 + 3000 - 100
        await home.step(3600)
        assert (home.code(), charger.limit_a) == ("mode_off", 0)
        assert home.controller.wishes_of(KEY).plan
        await home.step(2 * 3600)
        assert not home.controller.wishes_of(KEY).plan
        assert home.outcome().plan is None


async def test_a_plan_that_cannot_be_reached_says_so_at_once_and_charges(
    hass: HomeAssistant,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=50_000.0, ready_by=time(11))
        reason = home.outcome().reason
        assert (reason.code, charger.limit_a) == ("plan_unreachable", 16)
        assert reason.energy_wh is not None
        assert reason.energy_wh > 40_000


async def test_a_weekly_plan_begins_again(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(
            mode=Mode.OFF,
            plan=True,
            repeat=Repeat.DAILY,
            target_energy_wh=1000.0,
            ready_by=time(11),
        )
        await home.run(1200)
        assert (home.code(), charger.limit_a) == ("mode_off", 0)
        await home.step(3600)
        assert home.controller.wishes_of(KEY).plan
        plan = home.outcome().plan
        assert plan is not None
        assert plan.goal.ready_at.isoformat() == "2026-06-02T11:00:00+00:00"
        assert plan.goal.energy_wh == 1000


async def test_a_state_of_charge_is_a_goal_where_the_battery_is_known(
    hass: HomeAssistant,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    car = car_data(soc_entity="sensor.car", battery_capacity=50)
    hass.states.async_set("sensor.car", "40", {"unit_of_measurement": "%"})
    async with house(hass, wallbox(), car) as home:
        assert home.controller.has_state_of_charge(KEY)
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(mode=Mode.OFF, plan=True, target_soc_percent=58.0, ready_by=time(9))
        plan = home.outcome().plan
        assert plan is not None
        assert round(plan.goal.energy_wh) == 10_000
        await home.run(1200)
        plan = home.outcome().plan
        assert plan is not None
        assert 8500 < plan.goal.energy_wh < 9100
        hass.states.async_set("sensor.car", "58", {"unit_of_measurement": "%"})
        await home.run(10)
        assert (home.code(), charger.limit_a) == ("mode_off", 0)


async def test_the_charger_tells_the_state_of_charge_itself(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox(), car_data(battery_capacity=50)) as home:
        assert not home.controller.has_state_of_charge(KEY)
        charger = await home.add_charger()
        await charger.plug_in()
        await charger.report(SoC="40")
        await home.settle()
        assert home.controller.has_state_of_charge(KEY)
        await home.wish(mode=Mode.OFF, plan=True, target_soc_percent=58.0, ready_by=time(9))
        plan = home.outcome().plan
        assert plan is not None
        assert round(plan.goal.energy_wh) == 10_000


async def test_without_a_battery_capacity_there_is_no_such_goal(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(soc_entity="sensor.car")) as home:
        assert not home.controller.has_state_of_charge(KEY)
        assert not home.controller.has_state_of_charge(("CP-9", 1))


async def test_another_deadline_counts_at_once(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, ready_by=time(15))
        plan = home.outcome().plan
        assert plan is not None
        assert plan.goal.ready_at.hour == 15
        await home.wish(ready_by=time(16))
        plan = home.outcome().plan
        assert plan is not None
        assert plan.goal.ready_at.hour == 16


async def test_forecast_sun_comes_first_and_is_followed(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.2, 0.3, 0.3, 0.3, 0.3)
    hass.states.async_set(
        "sensor.forecast",
        "5",
        {
            "detailedForecast": [
                {"period_start": f"2026-06-01T{hour:02}:00:00+00:00", "pv_estimate": 3.0}
                for hour in (12, 13)
            ]
        },
    )
    site = {
        **MEASURED,
        "prices": [PRICES],
        "solar_forecast": ["sensor.forecast"],
        "feed_in_price": 0.05,
        "house_power": "sensor.house",
    }
    hass.states.async_set("sensor.house", "500", {"unit_of_measurement": "W"})
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=4500.0, ready_by=time(15))
        await charger.plug_in()
        await home.run(130)
        plan = home.outcome().plan
        assert plan is not None
        assert any(window.solar for window in plan.windows)
        await home.step(2 * 3600 + 600)
        home.sun_w = 3000
        await home.run(120)
        assert home.code() == "plan"
        assert charger.limit_a is not None
        assert 6 <= charger.limit_a < 16


async def test_a_plan_waits_for_prices_that_are_asked_for(hass: HomeAssistant) -> None:
    """Its integration tells this hour's price as a state, and the others in an answer; after a restart it comes late."""
    await hass.config.async_set_time_zone("UTC")
    entity_id, _ = price_entity(hass, "nordpool", "SE3-current_price")
    answered = asyncio.Event()

    async def answer(call: ServiceCall) -> Any:
        await answered.wait()
        day = datetime.fromisoformat(call.data["date"]).replace(tzinfo=UTC)
        starts = [day + at * timedelta(hours=1) for at in range(24)]
        prices = [100.0 if start.hour < 12 else 10.0 for start in starts]
        return {
            "SE3": [
                {"start": start.isoformat(), "end": (start + HOUR).isoformat(), "price": price}
                for start, price in zip(starts, prices, strict=True)
            ]
        }

    async with house(hass, wallbox(), site={"prices": [entity_id]}) as home:
        await home.wish(mode=Mode.OFF, target_energy_wh=3000.0, ready_by=time(20))
        hass.services.async_register(
            "nordpool", "get_prices_for_date", answer, supports_response=SupportsResponse.ONLY
        )
        hass.set_state(CoreState.starting)
        await hass.config_entries.async_reload(home.entry.entry_id)
        charger = await home.add_charger()
        await home.wish(plan=True)
        await charger.plug_in()
        await home.run(20)
        assert home.code() == "starting"
        hass.set_state(CoreState.running)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await home.run(20)
        assert home.code() == "starting"
        answered.set()
        await home.run(20)
        assert (home.code(), charger.limit_a) == ("plan_waiting", 0)
        assert not any(profile_limits(charger))


async def test_a_plan_waits_until_all_that_tell_prices_may_be_there(hass: HomeAssistant) -> None:
    """What was asked while Home Assistant started is asked again once it runs."""
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.3, 0.05, 0.3)
    async with house(hass, wallbox(), site={"prices": [PRICES]}) as home:
        hass.set_state(CoreState.starting)
        await hass.config_entries.async_reload(home.entry.entry_id)
        charger = await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=3000.0, ready_by=time(15))
        await charger.plug_in()
        await home.run(20)
        assert home.code() == "starting"
        hass.set_state(CoreState.running)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await home.run(20)
        assert home.code() == "plan_waiting"


def profile_limits(charger: Charger) -> list[float]:
    """Return what the charger has been told in all its profiles."""
    told = [profile["csChargingProfiles"]["chargingSchedule"] for profile in charger.profiles]
    return [schedule["chargingSchedulePeriod"][0]["limit"] for schedule in told]


async def test_the_sun_that_the_house_leaves_is_not_less_for_a_car_that_charges(
    hass: HomeAssistant,
) -> None:
    """Nothing is decided for that car, and its charger's last reading is as good as gone when it falls silent."""
    await hass.config.async_set_time_zone("UTC")
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    watts = {(noon + at * timedelta(hours=1)).isoformat(): 5000 for at in range(3)}
    hass.states.async_set("sensor.forecast", "1", {"watts": watts})
    site = {**MEASURED, "solar_forecast": ["sensor.forecast"], "house_power": "sensor.house"}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        other = await home.add_charger("CP-2")
        await other.plug_in()
        await home.step()
        await home.add_charger()
        for _ in range(60):
            home.measure("sensor.house", 500 + other.power_w, "W")
            await home.step()
        assert other.power_w > 3000
        await home.wish(mode=Mode.SOLAR, plan=True, ready_by=time(15))
        await home.step()
        (slot, *_) = home.controller.log.plans[-1].task.solar
        assert slot.power_w == 4500


async def test_what_a_car_takes_is_learned_and_known_after_a_restart(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger(takes_a=10.0)
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=20_000.0, ready_by=time(20))
        await charger.plug_in()
        await home.run(400)
        learned = home.controller.learned_of(KEY)
        assert learned is not None
        assert round(learned.power_w) == 2300
        await charger.leave()
        await home.settle()
        await charger.plug_in()
        await home.run(10)
        again = home.controller.learned_of(KEY)
        assert again is not None
        assert again.observed_s < learned.observed_s
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_reload(home.entry.entry_id)
        restored = home.controller.learned_of(KEY)
        assert restored is not None
        assert round(restored.power_w) == 2300


async def test_a_plan_counts_on_no_more_than_its_fuses_leave(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.05, 0.05, 0.05, 0.3)
    site = {"prices": [PRICES], "main_fuse": 25, "assumed_load": 15}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=3450.0, ready_by=time(15))
        await charger.plug_in()
        await home.run(60)
        plan = home.outcome().plan
        assert plan is not None
        (window,) = plan.windows
        assert window.current_a == 10
        assert (window.end - window.start).total_seconds() > 5400
        await home.step((window.start - home.now).total_seconds())
        await home.run(900)
        assert (home.code(), charger.limit_a) == ("plan", 10)
        assert home.controller.log.plans[-1].task.charging


async def test_a_plan_behind_fuses_that_leave_nothing_says_that_it_cannot_be_reached(
    hass: HomeAssistant,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox(), site={"main_fuse": 16, "assumed_load": 14}) as home:
        await home.add_charger()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=9000.0, ready_by=time(11))
        plan = home.outcome().plan
        assert plan is not None
        assert [window.current_a for window in plan.windows] == [6]
        assert plan.shortfall_wh > 7000


async def test_plans_behind_one_fuse_leave_each_other_room(hass: HomeAssistant) -> None:
    """Both want the cheap hours, and 16 A are there once: the second plan takes other hours."""
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.3, 0.05, 0.05, 0.3, 0.3)
    site = {"prices": [PRICES], "main_fuse": 16, "main_fuse_phases": 1, "assumed_load": 0}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        for name in ("CP-1", "CP-2"):
            charger = await home.add_charger(name)
            await charger.plug_in()
        keys = (KEY, ("CP-2", 1))
        for key in keys:
            await home.controller.async_wish(
                key, mode=Mode.OFF, plan=True, target_energy_wh=6_000.0, ready_by=time(17)
            )
        await home.run(20)
        outcomes = [home.controller.outcome_of(key) for key in keys]
        plans = [outcome.plan for outcome in outcomes if outcome is not None]
        one, other = (plan for plan in plans if plan is not None)
        assert one.windows[0].price == 0.05
        assert [plan.shortfall_wh for plan in (one, other)] == [0, 0]
        for window in other.windows:
            assert one.window_at(window.start) is None


async def test_other_prices_make_every_plan_anew_without_waiting_for_the_next_tick(
    hass: HomeAssistant,
) -> None:
    """One plan is made in each turn of the event loop; wishes that come meanwhile do not begin that twice."""
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.3, 0.05, 0.3, 0.3, 0.3)
    names = [f"CP-{number}" for number in range(1, 6)]
    async with house(hass, *map(wallbox, names), site={"prices": [PRICES]}) as home:
        for name in names:
            charger = await home.add_charger(name)
            await charger.plug_in()
            await home.controller.async_wish(
                (name, 1), mode=Mode.OFF, plan=True, target_energy_wh=3_000.0, ready_by=time(17)
            )
        await home.run(20)
        set_prices(hass, 0.3, 0.3, 0.3, 0.3, 0.05, 0.3, 0.3)
        await asyncio.gather(
            *(home.controller.async_wish((name, 1), mode=Mode.SOLAR) for name in names[:2])
        )
        await home.settle()
        plans = [home.outcome((name, 1)).plan for name in names]
        starts = {window.start for plan in plans if plan is not None for window in plan.windows}
        prices = {window.price for plan in plans if plan is not None for window in plan.windows}
        assert None not in plans
        assert (len(starts), prices) == (1, {0.05})


async def test_what_the_house_takes_of_a_measured_fuse_is_foreseen(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.3, 0.3, 0.3, 0.05, 0.05, 0.05, 0.3)
    site = {"prices": [PRICES], "main_fuse": 20, "current_l1": "sensor.l1", "main_fuse_phases": 1}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        for _ in range(30):
            home.measure("sensor.l1", 10.0 + charger.power_w / 230, "A")
            await home.step()
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=5_000.0, ready_by=time(17))
        await home.run(20)
        plan = home.outcome().plan
        assert plan is not None
        assert {window.current_a for window in plan.windows} <= {8, 9, 10}


async def test_a_late_plan_waits_through_cheap_hours_and_still_reaches_its_target(
    hass: HomeAssistant,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    set_prices(hass, 0.05, 0.3, 0.3, 0.3, 0.3, 0.3)
    async with house(hass, wallbox(), site={"prices": [PRICES]}) as home:
        charger = await home.add_charger()
        await home.wish(
            mode=Mode.OFF,
            plan=True,
            plan_shape=PlanShape.LATE,
            target_energy_wh=3000.0,
            ready_by=time(15),
        )
        await charger.plug_in()
        await home.run(60)
        plan = home.outcome().plan
        assert plan is not None
        assert (home.code(), charger.limit_a) == ("plan_waiting", 0)
        assert plan.windows[0].start.hour == 13
        assert plan.windows[-1].end.isoformat() == "2026-06-01T14:30:00+00:00"
        await home.step(3 * 3600)
        await home.run(90 * 60)
        assert charger.energy_wh >= 1000 + 3000 - 100


async def test_one_block_that_has_begun_goes_on_when_a_cheaper_hour_appears(
    hass: HomeAssistant,
) -> None:
    """The cheapest shape pauses then."""
    await hass.config.async_set_time_zone("UTC")
    paused = {}
    for shape in (PlanShape.ONE_BLOCK, PlanShape.CHEAPEST):
        set_prices(hass, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3, 0.3)
        async with house(hass, wallbox(), site={"prices": [PRICES]}) as home:
            charger = await home.add_charger()
            await home.wish(
                mode=Mode.OFF,
                plan=True,
                plan_shape=shape,
                target_energy_wh=5000.0,
                ready_by=time(17),
            )
            await charger.plug_in()
            await home.run(20 * 60)
            assert (home.code(), charger.limit_a) == ("plan", 16)
            set_prices(hass, 0.1, 0.1, 0.3, 0.01, 0.01, 0.3, 0.3)
            await home.run(10 * 60)
            paused[shape] = home.code() == "plan_waiting"
    assert paused == {PlanShape.ONE_BLOCK: False, PlanShape.CHEAPEST: True}
