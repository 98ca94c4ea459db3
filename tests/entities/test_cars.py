"""A car has a device of its own, with few entities that all come to know something."""

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from custom_components.plug_control import async_remove_config_entry_device
from custom_components.plug_control.const import CONF_TARIFFS
from custom_components.plug_control.device_layout import car_identifier
from custom_components.plug_control.statistics.month_totals import Group
from tests.entity_states import state, value
from tests.helpers import car_data, car_id_of, until
from tests.house import KEY, MEASURED, House, house, wallbox

MOST = 10
CAR = "select.wallbox_cp_1_car"
PLANS = [{"weekdays": ["tuesday"], "ready_by": "07:00:00", "plan_range": 200}]


def of_car(hass: HomeAssistant, home: House, name: str = "Ioniq") -> dict[str, er.RegistryEntry]:
    """The entities of a car by their ids."""
    car_id = car_id_of(home.entry, name)
    return {
        each.entity_id: each
        for each in er.async_entries_for_config_entry(er.async_get(hass), home.entry.entry_id)
        if each.config_subentry_id == car_id
    }


async def choose(hass: HomeAssistant, home: House, option: str) -> None:
    await hass.services.async_call(
        "select", "select_option", {"entity_id": CAR, "option": option}, blocking=True
    )
    await home.settle()


async def test_a_car_through_its_first_charge(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    async with house(hass, wallbox(), car_data(plans=PLANS)) as home:
        assert set(of_car(hass, home)) == {
            "binary_sensor.ioniq_charging",
            "sensor.ioniq_plugged_in_at",
            "sensor.ioniq_next_plan",
        }
        assert value(hass, "sensor.ioniq_plugged_in_at") == "nowhere"
        assert value(hass, "binary_sensor.ioniq_charging") == "off"
        plan = state(hass, "sensor.ioniq_next_plan")
        assert plan.state == "2026-06-02T07:00:00+00:00"
        assert plan.attributes["range_km"] == 200
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(1200)
        assert value(hass, "sensor.ioniq_plugged_in_at") == "Wallbox CP-1"
        assert value(hass, "binary_sensor.ioniq_charging") == "on"
        assert float(value(hass, "sensor.ioniq_session_energy")) > 1
        assert "sensor.ioniq_last_session" not in of_car(hass, home)
        await charger.leave()
        await hass.async_block_till_done(wait_background_tasks=True)
        assert value(hass, "sensor.ioniq_plugged_in_at") == "nowhere"
        last = state(hass, "sensor.ioniq_last_session")
        assert last.state == home.now.isoformat()
        assert last.attributes["connector"] == "Wallbox CP-1"
        energy = float(value(hass, "sensor.ioniq_energy"))
        assert energy == float(value(hass, "sensor.ioniq_session_energy")) > 1
        await charger.plug_in()
        await home.run(1200)
        assert round(float(value(hass, "sensor.ioniq_energy")) - energy, 1) == round(
            float(value(hass, "sensor.ioniq_session_energy")), 1
        )
        entities = of_car(hass, home)
        assert len(entities) <= MOST
        unknown = {each for each in entities if value(hass, each) == STATE_UNKNOWN}
        assert unknown == set()


async def test_the_next_plan_moves_on_when_it_is_due(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("UTC")
    plans = [{"weekdays": ["monday"], "ready_by": "10:30:00"}, *PLANS]
    async with house(hass, wallbox(), car_data(plans=plans, target_soc=80)) as home:
        plan = state(hass, "sensor.ioniq_next_plan")
        assert plan.state == "2026-06-01T10:30:00+00:00"
        assert plan.attributes["state_of_charge_percent"] == 80
        await home.step(1801)
        assert value(hass, "sensor.ioniq_next_plan") == "2026-06-02T07:00:00+00:00"
        subentry = home.entry.subentries[car_id_of(home.entry)]
        hass.config_entries.async_update_subentry(
            home.entry, subentry, title="Ioniq 5", data={"connectors": []}
        )
        await home.settle()
        assert value(hass, "sensor.ioniq_next_plan") == STATE_UNAVAILABLE
        device = dr.async_get(hass).async_get_device_by_identifier(
            car_identifier(subentry.subentry_id), home.entry.entry_id
        )
        assert device is not None
        assert device.name == "Ioniq 5"
        assert not await async_remove_config_entry_device(hass, home.entry, device)


async def test_a_person_says_which_car_it_is(hass: HomeAssistant) -> None:
    car = car_data(icon="mdi:car-sports", soc_entity="sensor.soc")
    async with house(hass, wallbox(), car, car_data("Zoe", connectors=[])) as home:
        charger = await home.add_charger()
        shown = state(hass, CAR)
        assert (shown.state, shown.attributes["options"]) == (
            "auto",
            ["auto", "Ioniq", "Zoe", "other"],
        )
        assert "car" not in shown.attributes
        await charger.plug_in()
        await home.settle()
        attributes = state(hass, CAR).attributes
        assert (attributes["car"], attributes["recognised_by"]) == ("Ioniq", "default")
        assert attributes["car_icon"] == "mdi:car-sports"
        assert attributes["state_of_charge_entity"] == "sensor.soc"
        await choose(hass, home, "Zoe")
        shown = state(hass, CAR)
        assert (shown.state, shown.attributes["car"]) == ("Zoe", "Zoe")
        assert value(hass, "sensor.zoe_plugged_in_at") == "Wallbox CP-1"
        assert value(hass, "sensor.ioniq_plugged_in_at") == "nowhere"
        await choose(hass, home, "other")
        assert "car" not in state(hass, CAR).attributes
        await choose(hass, home, "auto")
        assert state(hass, CAR).attributes["car"] == "Ioniq"
        await choose(hass, home, "Zoe")
        await charger.leave()
        await home.settle()
        assert value(hass, CAR) == "auto"


async def test_cars_of_one_name_can_be_told_apart(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), car_data(), car_data(), car_data("auto")) as home:
        await home.add_charger()
        assert state(hass, CAR).attributes["options"] == [
            "auto",
            "Ioniq",
            "Ioniq 2",
            "auto 2",
            "other",
        ]


async def test_cars_that_are_added_and_deleted_take_their_entities_along(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        assert hass.states.get(CAR) is None
        result = await hass.config_entries.subentries.async_init(
            (home.entry.entry_id, "car"), context={"source": "user"}
        )
        for form in ({"name": "Ioniq"}, {"connectors": ["CP-1#1"]}, {"mode": "connector"}):
            result = await hass.config_entries.subentries.async_configure(result["flow_id"], form)
        await home.settle()
        assert value(hass, "sensor.ioniq_plugged_in_at") == "nowhere"
        assert value(hass, CAR) == "auto"
        hass.config_entries.async_remove_subentry(home.entry, car_id_of(home.entry))
        await home.settle()
        assert hass.states.get("sensor.ioniq_plugged_in_at") is None
        assert value(hass, CAR) == STATE_UNAVAILABLE
        assert home.controller.outcome_of(KEY) is not None


async def test_the_month_of_a_car(hass: HomeAssistant) -> None:
    """Its entities come with the first session: energy at once, cost and sun where they are known."""
    async with house(hass, wallbox(), car_data(plans=PLANS), site=MEASURED) as home:
        tariffs = {"fixed_prices": [{"begins": "2026-01-01", "price": 0.3}]}
        hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, CONF_TARIFFS: tariffs}
        )
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(600)
        await charger.leave()
        await home.run(20)
        keeper = home.entry.runtime_data.month_totals
        await until(lambda: keeper.has(Group.CAR, car_id_of(home.entry), "cost"))
        await home.settle()
        assert float(value(hass, "sensor.ioniq_energy_this_month")) == pytest.approx(0.38, abs=0.03)
        assert float(value(hass, "sensor.ioniq_cost_this_month")) > 0
        assert 30 < float(value(hass, "sensor.ioniq_solar_share_this_month")) < 60
        assert not [each for each in of_car(hass, home).values() if each.disabled]
        assert len(of_car(hass, home)) == MOST - 1
        assert state(hass, "sensor.ioniq_last_session").attributes["cost"] > 0
