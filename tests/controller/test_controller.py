"""Smart charging in a whole Home Assistant, with a real central system and a charger that obeys."""

from homeassistant.core import HomeAssistant

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.model.events import ConnectorChanged
from tests.helpers import coordinator_of
from tests.house import KEY, MEASURED, house, wallbox


async def test_without_smart_charging_a_charger_is_told_nothing(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        assert home.code() == "no_car"
        await charger.plug_in()
        await home.run(60)
        assert home.code() == "fast"
        assert charger.profiles == []
        assert home.connector().limit.smart is None


async def test_the_sun_rises_and_a_cloud_comes(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(30)
        assert charger.limit_a == 0
        assert home.code() == "waiting_for_surplus"
        home.sun_w = 4000
        await home.run(200)
        assert home.code() == "solar"
        assert charger.limit_a == 16
        home.sun_w = 2500
        await home.run(60)
        assert charger.limit_a == 9
        home.sun_w = 0
        await home.run(60)
        assert (home.code(), charger.limit_a) == ("holding_minimum", 6)
        await home.run(400)
        assert (home.code(), charger.limit_a) == ("waiting_for_surplus", 0)
        assert home.outcome(KEY).surplus_w == -300


async def test_solar_with_a_minimum_never_pauses(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR_MINIMUM, minimum_a=8)
        await charger.plug_in()
        await home.run(600)
        assert (home.code(), charger.limit_a) == ("minimum", 8)
        home.sun_w = 3000
        await home.run(60)
        assert (home.code(), charger.limit_a) == ("solar", 12)


async def test_off_and_fast_act_at_once(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.wish(mode=Mode.OFF)
        assert (home.code(), charger.limit_a) == ("mode_off", 0)
        await home.wish(mode=Mode.FAST)
        assert (home.code(), charger.limit_a) == ("fast", 16)
        assert home.connector().limit.smart is None


async def test_a_boost_ends_with_the_session(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(30)
        await home.wish(boost=True)
        assert (home.code(), charger.limit_a) == ("boost", 16)
        await home.run(60)
        assert home.controller.wishes_of(KEY).boost
        told: list[bool] = []
        home.controller.async_add_listener(
            lambda: told.append(home.controller.wishes_of(KEY).boost), KEY
        )
        await charger.leave()
        await home.settle()
        assert not home.controller.wishes_of(KEY).boost
        assert told[-1] is False
        assert charger.limit_a == 0


async def test_cheap_hours_charge_at_full_power(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.price", "0.30", {"unit_of_measurement": "EUR/kWh"})
    async with house(hass, wallbox(), site={**MEASURED, "prices": ["sensor.price"]}) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR, charge_when_cheap=True, price_limit=0.1)
        await charger.plug_in()
        await home.run(30)
        assert home.code() == "waiting_for_surplus"
        hass.states.async_set("sensor.price", "0.05", {"unit_of_measurement": "EUR/kWh"})
        await home.run(20)
        assert (home.code(), charger.limit_a) == ("cheap", 16)
        assert home.outcome().reason.price == 0.05


async def test_the_users_own_limit_is_a_cap_and_a_pause(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        home.sun_w = 9000
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(120)
        assert charger.limit_a == 16
        await home.central_system.limits.set_limit(*KEY, 10)
        await home.settle()
        assert charger.limit_a == 10
        await home.run(30)
        assert (home.code(), charger.limit_a) == ("solar", 10)
        await home.central_system.limits.set_limit(*KEY, 0)
        await home.settle()
        assert (home.code(), charger.limit_a) == ("paused", 0)
        await home.run(60)
        await home.central_system.limits.set_limit(*KEY, 16)
        await home.settle()
        assert home.code() != "paused"
        await home.run(400)
        assert (home.code(), charger.limit_a) == ("solar", 16)


async def test_rounds_between_ticks_are_one_for_all_that_happened_at_once(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.wish(mode=Mode.SOLAR)
        await home.add_charger()
        before = len(home.controller.log.steps)
        for _ in range(5):
            home.controller.async_decide_soon()
        await home.settle()
        assert len(home.controller.log.steps) == before + 1


async def test_a_wish_after_the_end_is_kept_and_decides_nothing(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger()
        await home.controller.async_stop()
        before = len(home.controller.log.steps)
        await home.wish(mode=Mode.SOLAR)
        assert home.controller.wishes_of(KEY).mode is Mode.SOLAR
        assert len(home.controller.log.steps) == before


async def test_what_happens_to_a_charge_point_that_is_gone_decides_nothing(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger()
        await home.settle()
        before = len(home.controller.log.steps)
        home.controller.async_handle_event(ConnectorChanged(charge_point_id="GONE", connector_id=1))
        await home.settle()
        assert len(home.controller.log.steps) == before
        assert "GONE" not in home.central_system.charge_points


async def test_how_a_connector_is_wired_counts_as_soon_as_it_is_told(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(phases=3), site=MEASURED) as home:
        await home.add_charger()
        await home.wish(mode=Mode.SOLAR)

        def can_switch_phases() -> bool:
            row = home.controller.log.steps[-1].inputs.connectors["CP-1#1"]
            return row.case.settings.charger.can_switch_phases

        assert not can_switch_phases()
        subentry = coordinator_of(home.entry, "CP-1").subentry
        wired = {"connectors": {"1": {"phase_switching": "profile"}}}
        hass.config_entries.async_update_subentry(
            home.entry, subentry, data={**subentry.data, **wired}
        )
        await home.settle()
        assert can_switch_phases()
