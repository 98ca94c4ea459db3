"""A car brings its mode, plans, limits and learned power to a connector, and takes them away again."""

from dataclasses import replace
from datetime import time
from typing import Any

from homeassistant.const import CONF_MODE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.cars.recognition import OTHER_CAR, RecognisedBy
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.wishes import Repeat, Wishes
from custom_components.plug_control.entity import connector_unique_id
from custom_components.plug_control.model.events import ConnectorChanged
from tests.helpers import ID_TAG, car_data, car_id_of, id_tag_data
from tests.house import KEY, MEASURED, House, house, wallbox

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def cars_of(home: House) -> Cars:
    cars: Cars = home.entry.runtime_data.cars
    return cars


def plan(ready_by: str, weekdays: list[str], **amount: float) -> dict[str, Any]:
    return {"weekdays": weekdays, "ready_by": ready_by, **amount}


async def test_a_car_brings_its_mode_and_leaves_the_connectors(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(mode="solar"), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR_MINIMUM, minimum_a=8)
        assert home.controller.wishes_of(KEY).mode is Mode.SOLAR_MINIMUM
        await charger.plug_in()
        await home.run(20)
        assert home.controller.wishes_of(KEY) == Wishes(mode=Mode.SOLAR, minimum_a=8)
        assert (home.code(), charger.limit_a) == ("waiting_for_surplus", 0)
        await charger.leave()
        await home.run(20)
        assert home.controller.wishes_of(KEY).mode is Mode.SOLAR_MINIMUM


async def test_a_mode_that_is_chosen_meanwhile_is_what_the_car_likes(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(mode="solar"), site=MEASURED) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(mode=Mode.OFF, priority=3)
        car = home.entry.subentries[car_id_of(home.entry)]
        assert car.data[CONF_MODE] == "off"
        assert (home.code(), charger.limit_a) == ("mode_off", 0)
        await charger.leave()
        await home.settle()
        assert home.controller.wishes_of(KEY) == Wishes(priority=3)
        await charger.plug_in()
        await home.settle()
        assert home.controller.wishes_of(KEY).mode is Mode.OFF


async def test_what_a_car_leaves_open_stays_with_the_connector(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(battery_capacity=50)) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(mode=Mode.OFF, target_energy_wh=7000.0)
        await charger.leave()
        await home.settle()
        assert home.controller.wishes_of(KEY) == Wishes(mode=Mode.OFF, target_energy_wh=7000.0)


async def test_a_boost_from_before_the_card_goes_on(hass: HomeAssistant) -> None:
    async with house(
        hass, wallbox(), car_data(mode="off", connectors=[], id_tags=[ID_TAG])
    ) as home:
        charger = await home.add_charger()
        await home.wish(boost=True)
        await charger.plug_in()
        await home.run(20)
        assert cars_of(home).at(KEY) is not None
        assert home.code() == "boost"


async def test_of_several_plans_the_next_counts_and_then_the_one_after(hass: HomeAssistant) -> None:
    """It is Monday, 10:00."""
    await hass.config.async_set_time_zone("UTC")
    plans = [
        plan("07:00:00", ["wednesday"], plan_energy=3),
        plan("12:00:00", ["monday", "sunday"], plan_energy=1),
    ]
    async with house(hass, wallbox(), car_data(mode="off", plans=plans)) as home:
        charger = await home.add_charger()
        assert home.outcome().plan is None
        await charger.plug_in()
        await home.run(20)
        made = home.outcome().plan
        assert made is not None
        assert made.goal.ready_at.isoformat() == "2026-06-01T12:00:00+00:00"
        assert home.controller.wishes_of(KEY).repeat is Repeat.MONDAY
        await home.step(2 * 3600)
        await home.run(20)
        made = home.outcome().plan
        assert made is not None
        assert made.goal.ready_at.isoformat() == "2026-06-03T07:00:00+00:00"
        assert home.controller.wishes_of(KEY).target_energy_wh == 3000
        await charger.leave()
        await home.run(20)
        assert not home.controller.wishes_of(KEY).plan
        assert home.outcome().plan is None


async def test_a_changed_plan_counts_until_it_is_due(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    plans = [plan("15:00:00", WEEKDAYS, plan_energy=1)]
    async with house(hass, wallbox(), car_data(mode="off", plans=plans)) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(ready_by=time(11), target_energy_wh=500.0)
        assert home.controller.wishes_of(KEY).ready_by == time(11)
        await home.step(3700)
        await home.run(20)
        wishes = home.controller.wishes_of(KEY)
        assert (wishes.plan, wishes.ready_by, wishes.target_energy_wh) == (True, time(15), 1000)


async def test_a_plan_that_is_switched_off_is_off_until_the_car_leaves(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    plans = [plan("15:00:00", WEEKDAYS, plan_energy=1)]
    async with house(hass, wallbox(), car_data(plans=plans)) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(plan=False)
        await home.step(6 * 3600)
        assert not home.controller.wishes_of(KEY).plan
        await charger.leave()
        await home.run(10)
        await charger.plug_in()
        await home.run(10)
        assert home.controller.wishes_of(KEY).plan


async def test_range_and_state_of_charge_are_goals(hass: HomeAssistant) -> None:
    """At 40 % the car goes 160 km: 240 km are 60 %, 20 % of 50 kWh with losses."""
    await hass.config.async_set_time_zone("UTC")
    hass.states.async_set("sensor.soc", "40", {"unit_of_measurement": "%"})
    hass.states.async_set("sensor.range", "100", {"unit_of_measurement": "mi"})
    plans = [plan("15:00:00", WEEKDAYS, plan_range=240)]
    car = car_data(
        mode="off",
        battery_capacity=50,
        soc_entity="sensor.soc",
        range_entity="sensor.range",
        plans=plans,
    )
    async with house(hass, wallbox(), car) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(20)
        assert home.controller.wishes_of(KEY).target_soc_percent == 60
        made = home.outcome().plan
        assert made is not None
        assert round(made.goal.energy_wh, -2) == 11_100
        hass.states.async_set("sensor.range", "unavailable")
        assert home.controller.wishes_of(KEY).target_energy_wh == 48_000
        assert home.controller.wishes_of(KEY).target_soc_percent == 0


async def test_a_state_of_charge_is_never_another_cars(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    hass.states.async_set("sensor.soc", "40", {"unit_of_measurement": "%"})
    car = car_data(battery_capacity=50, soc_entity="sensor.soc")
    async with house(hass, wallbox(), car) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(
            mode=Mode.OFF,
            plan=True,
            target_soc_percent=58.0,
            target_energy_wh=2000.0,
            ready_by=time(15),
        )
        made = home.outcome().plan
        assert made is not None
        assert round(made.goal.energy_wh) == 10_000
        assert home.controller.has_state_of_charge(KEY)
        cars_of(home).async_choose(KEY, OTHER_CAR)
        await home.run(10)
        made = home.outcome().plan
        assert made is not None
        assert 1900 < made.goal.energy_wh <= 2000
        assert not home.controller.has_state_of_charge(KEY)


async def test_a_plan_says_that_it_takes_no_account_of_a_state_of_charge_that_the_car_does_not_tell(
    hass: HomeAssistant,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    hass.states.async_set("sensor.soc", "unavailable", {"unit_of_measurement": "%"})
    plans = [plan("15:00:00", WEEKDAYS, plan_soc=80)]
    car = car_data(mode="off", battery_capacity=50, soc_entity="sensor.soc", plans=plans)
    async with house(hass, wallbox(), car) as home:
        charger = await home.add_charger()
        registry = er.async_get(hass)
        entity_id = registry.async_get_entity_id(
            "sensor", DOMAIN, connector_unique_id(*KEY, "planned_start")
        )
        assert entity_id is not None

        def unused() -> object:
            state = hass.states.get(entity_id)
            assert state is not None
            return state.attributes.get("unused_target_soc")

        await home.run(20)
        assert unused() is None  # no car is there that could tell
        await charger.plug_in()
        await home.run(20)
        made = home.outcome().plan
        assert made is not None
        assert 9000 < made.goal.energy_wh <= 10_000
        assert unused() == home.controller.unused_target_percent(KEY) == 80
        hass.states.async_set("sensor.soc", "40", {"unit_of_measurement": "%"})
        await home.run(20)
        assert unused() is None
        made = home.outcome().plan
        assert made is not None
        assert made.goal.energy_wh > 20_000
        await home.wish(plan=False)
        assert home.controller.unused_target_percent(KEY) is None


async def test_a_nearly_empty_car_is_charged_first(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.soc", "12", {"unit_of_measurement": "%"})
    car = car_data(mode="solar", soc_entity="sensor.soc", minimum_soc=20)
    async with house(hass, wallbox(), car, site=MEASURED) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(10)
        reason = home.outcome().reason
        assert (reason.code, charger.limit_a) == ("minimum_soc", 16)
        assert (reason.soc_percent, reason.target_percent) == (12, 20)
        await home.wish(mode=Mode.OFF)
        assert (home.code(), charger.limit_a) == ("mode_off", 0)
        await home.wish(mode=Mode.SOLAR)
        assert home.code() == "minimum_soc"
        hass.states.async_set("sensor.soc", "20", {"unit_of_measurement": "%"})
        await home.run(10)
        assert home.code() != "minimum_soc"


async def test_a_car_gets_no_more_than_it_takes_wherever_it_is(hass: HomeAssistant) -> None:
    car = car_data(maximum_current=10, minimum_current=8, phases=1)
    async with house(hass, wallbox(phases=3), car, site=MEASURED) as home:
        charger = await home.add_charger(phases=3)
        await charger.plug_in()
        await home.run(10)
        assert (home.code(), charger.limit_a) == ("fast", 10)
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        await home.run(20)
        assert charger.limit_a == 8
        await home.wish(mode=Mode.FAST)
        await charger.leave()
        await home.run(20)
        assert home.connector().limit.smart is None


async def test_learned_power_goes_with_the_car(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        home.sun_w = 6000
        await charger.plug_in()
        await home.run(600)
        learned = home.controller.learned_of(KEY)
        assert learned is not None
        assert learned.power_w < 2400
        cars_of(home).async_choose(KEY, OTHER_CAR)
        assert home.controller.learned_of(KEY) is None
        cars_of(home).async_choose(KEY, None)
        assert home.controller.learned_of(KEY) == learned


async def test_the_session_knows_its_car_also_after_a_restart(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(), car_data("Zoe", connectors=[])) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        transaction = home.connector().transaction
        assert transaction is not None
        session_id = transaction.session_id

        def told() -> tuple[str | None, str | None]:
            details = home.central_system.ledger.details(session_id)
            assert details is not None
            return details.car_id, details.car_name

        ioniq, zoe = (car_id_of(home.entry, name) for name in ("Ioniq", "Zoe"))
        assert told() == (ioniq, "Ioniq")
        cars_of(home).async_choose(KEY, zoe)
        assert told() == (zoe, "Zoe")
        await hass.config_entries.async_reload(home.entry.entry_id)
        await hass.async_block_till_done()
        recognised = cars_of(home).recognised(KEY)
        assert recognised is not None
        assert (recognised.car_id, recognised.by) == (zoe, RecognisedBy.CHOICE)
        assert told() == (zoe, "Zoe")
        cars_of(home).async_choose(KEY, OTHER_CAR)
        assert told() == (None, None)


async def test_a_correction_by_hand_is_not_overwritten(hass: HomeAssistant) -> None:

    async with house(hass, wallbox(), car_data(), car_data("Zoe", connectors=[])) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        transaction = home.connector().transaction
        assert transaction is not None
        ledger = home.central_system.ledger
        details = ledger.details(transaction.session_id)
        assert details is not None
        ledger.keep_details(
            transaction.session_id, replace(details, car_id="guest", car_name="Guest")
        )
        cars_of(home).async_choose(KEY, car_id_of(home.entry, "Zoe"))
        details = ledger.details(transaction.session_id)
        assert details is not None
        assert details.car_name == "Guest"


async def test_the_cars_own_sensor_tells_where_it_is(hass: HomeAssistant) -> None:
    zoe = car_data("Zoe", connectors=[], plugged_entity="binary_sensor.zoe")
    async with house(hass, wallbox(), car_data(), zoe) as home:
        hass.states.async_set("binary_sensor.zoe", "off")
        charger = await home.add_charger()
        await charger.plug_in()
        await home.settle()
        car = cars_of(home).at(KEY)
        assert car is not None
        assert car.name == "Ioniq"
        await home.step(60)
        hass.states.async_set("binary_sensor.zoe", "on")
        await home.settle()
        car = cars_of(home).at(KEY)
        assert car is not None
        assert car.name == "Zoe"
        assert cars_of(home).place_of(car.car_id) == KEY


async def test_a_car_that_is_plugged_in_nowhere_is_not_at_its_usual_place(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), car_data(plugged_entity="binary_sensor.ioniq")) as home:
        hass.states.async_set("binary_sensor.ioniq", "off")
        charger = await home.add_charger()
        await charger.plug_in()
        assert cars_of(home).at(KEY) is not None
        await home.step(20 * 60)
        hass.states.async_set("binary_sensor.ioniq", "off")
        await home.step(15 * 60)
        assert cars_of(home).at(KEY) is None
        assert home.controller.learned_of(KEY) is None


async def test_a_deleted_car_stays_in_its_sessions(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        transaction = home.connector().transaction
        assert transaction is not None
        hass.config_entries.async_remove_subentry(home.entry, car_id_of(home.entry))
        await home.settle()
        assert cars_of(home).at(KEY) is None
        details = home.central_system.ledger.details(transaction.session_id)
        assert details is not None
        assert details.car_name == "Ioniq"


async def test_a_killed_process_knows_the_car_by_its_session(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    async with house(hass, wallbox(), car_data(), car_data("Zoe", connectors=[])) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        zoe = car_id_of(home.entry, "Zoe")
        cars_of(home).async_choose(KEY, zoe)
        await hass.config_entries.async_unload(home.entry.entry_id)
        del hass_storage[f"plug_control.{home.entry.entry_id}.cars"]
        await hass.config_entries.async_setup(home.entry.entry_id)
        assert cars_of(home).place_of(zoe) == KEY


async def test_a_session_that_is_reported_late_is_a_cars_by_its_card(hass: HomeAssistant) -> None:
    car = car_data(connectors=[], id_tags=[ID_TAG])
    async with house(hass, wallbox(), car, car_data("Zoe", connectors=[])) as home:
        charger = await home.add_charger()
        answer = await charger.charge_point.call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": ID_TAG,
                "meterStart": 1000,
                "timestamp": "2026-06-01T06:00:00Z",
            },
        )
        await charger.charge_point.call(
            "StopTransaction",
            {
                "transactionId": answer["transactionId"],
                "meterStop": 6000,
                "timestamp": "2026-06-01T08:00:00Z",
                "reason": "EVDisconnected",
            },
        )
        await home.settle()
        await hass.async_block_till_done(wait_background_tasks=True)
        ended = cars_of(home).sessions_of(car_id_of(home.entry))
        assert ended is not None
        assert ended.energy_wh == 5000
        assert cars_of(home).sessions_of(car_id_of(home.entry, "Zoe")) is None


async def test_a_session_whose_start_was_lost_is_a_cars_by_its_card(hass: HomeAssistant) -> None:
    car = car_data(connectors=[], id_tags=[ID_TAG])
    async with house(hass, wallbox(), car, car_data("Zoe")) as home:
        charger = await home.add_charger()
        for number, tag in enumerate((ID_TAG, "STRANGE")):
            await charger.charge_point.call(
                "StopTransaction",
                {
                    "transactionId": 4711 + number,
                    "idTag": tag,
                    "meterStop": 6000,
                    "timestamp": f"2026-06-01T08:0{number}:00Z",
                },
            )
        await home.settle()
        await hass.async_block_till_done(wait_background_tasks=True)
        ended = cars_of(home).sessions_of(car_id_of(home.entry))
        assert ended is not None
        assert ended.last is not None
        assert (ended.last["car"], ended.last["id_tag"]) == ("Ioniq", ID_TAG)
        assert cars_of(home).sessions_of(car_id_of(home.entry, "Zoe")) is None


async def test_a_users_card_tells_which_car_was_started_here(hass: HomeAssistant) -> None:
    user = await hass.auth.async_create_user("Anna")
    card = id_tag_data("ANNA-1", "Anna's card", user=user.id)
    car = car_data(connectors=[], id_tags=["ANNA-1"])
    async with house(hass, wallbox(), car, card) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        transaction = home.connector().transaction
        assert transaction is not None
        assert cars_of(home).at(KEY) is None
        transaction.started_by = user.id
        cars_of(home).async_handle_event(ConnectorChanged(charge_point_id=KEY[0], connector_id=1))
        await home.settle()
        recognised = cars_of(home).recognised(KEY)
        assert recognised is not None
        assert recognised.by is RecognisedBy.CARD


async def test_what_a_connector_had_learned_is_its_cars_after_the_migration(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    async with house(hass, wallbox(connector={"battery_capacity": 50}), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        car_id = car_id_of(home.entry, "Car of Wallbox CP-1")
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        cars_of(home).async_choose(KEY, OTHER_CAR)
        await charger.plug_in()
        await home.run(300)
        learned = home.controller.learned_of(KEY)
        assert learned is not None
        assert cars_of(home).learned_of(car_id, 1) is None
        await hass.config_entries.async_unload(home.entry.entry_id)
        del hass_storage[f"plug_control.{home.entry.entry_id}.cars"]
        await hass.config_entries.async_setup(home.entry.entry_id)
        assert cars_of(home).learned_of(car_id, 1) == learned
        await hass.config_entries.async_reload(home.entry.entry_id)
        assert cars_of(home).learned_of(car_id, 1) == learned
