"""What of a session came from the sun, in a whole Home Assistant: from the meter to the sensor."""

from datetime import timedelta

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.charging.types import Mode
from tests.entity_states import value
from tests.house import GRID, KEY, MEASURED, House, house, wallbox
from tests.smart import change_site

SHARE = "sensor.wallbox_cp_1_session_solar_share"


def share(home: House) -> str:
    """Return what the sensor of the first charger tells."""
    return value(home.hass, SHARE)


async def test_a_session_that_nothing_is_decided_for_has_its_share_too(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        assert share(home) == STATE_UNKNOWN
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(300)
        assert home.code() == "fast"
        assert share(home) == "50"
        home.sun_w = 0
        await home.run(300)
        assert 24 <= int(share(home)) <= 26


async def test_following_the_sun_a_session_is_all_sun(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        home.sun_w = 4000
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(400)
        assert home.code() == "solar"
        assert share(home) == "100"


async def test_two_cars_share_the_sun(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=MEASURED) as home:
        home.sun_w = 300 + 1840
        for charge_point_id, takes_a in (("CP-1", 16.0), ("CP-2", 16.0)):
            charger = await home.add_charger(charge_point_id, takes_a=takes_a)
            await charger.plug_in()
        await home.run(300)
        assert share(home) == value(hass, SHARE.replace("cp_1", "cp_2")) == "25"


async def test_the_share_stays_after_the_session_and_over_a_restart_until_the_next(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(300)
        await charger.leave()
        home.sun_w = 0
        await home.run(60)
        assert share(home) == "50"
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_reload(home.entry.entry_id)
        await home.settle()
        assert share(home) == "50"
        charger = await home.add_charger(takes_a=10.0)
        assert share(home) == "50"
        await charger.plug_in()
        await home.settle()
        assert share(home) == STATE_UNKNOWN
        await home.run(60)
        assert share(home) == "0"


async def test_a_restart_in_the_middle_of_a_session_is_a_gap(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(300)
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_unload(home.entry.entry_id)
        home.clock.tick(timedelta(hours=1))
        home.measure(GRID, -1000, "W")
        await hass.config_entries.async_setup(home.entry.entry_id)
        await home.settle()
        assert share(home) == "50"


async def test_while_the_meter_is_silent_nothing_counts_as_sun(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(120)
        assert share(home) == "50"
        home.meter_works = False
        home.measure(GRID, "unavailable", "W")
        await home.run(180)
        assert share(home) == STATE_UNKNOWN
        home.meter_works = True
        await home.run(600)
        assert share(home) == "50"


async def test_what_the_home_battery_gives_is_no_sun(hass: HomeAssistant) -> None:
    site = {**MEASURED, "battery_power": "sensor.battery"}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 2300
        await charger.plug_in()
        for _ in range(12):
            home.measure("sensor.battery", -920, "W")
            await home.step()
        assert share(home) == "60"


async def test_without_a_meter_all_is_from_the_grid(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(60)
        worth = home.entry.runtime_data.worth.of(KEY)
        assert worth.grid_wh > 0
        assert (worth.solar_wh, worth.battery_wh) == (0, 0)
        await change_site(hass, home.entry, MEASURED)
        await home.run(60)
        assert share(home) == "0"


@pytest.mark.parametrize(("grid_use", "limit_a"), [("little", 0), ("more", 6)])
async def test_how_much_may_come_from_the_grid_decides_whether_charging_goes_on_with_too_little_sun(
    hass: HomeAssistant, grid_use: str, limit_a: int
) -> None:
    async with house(hass, wallbox(), site={**MEASURED, "grid_use": grid_use}) as home:
        charger = await home.add_charger()
        home.sun_w = 300 + 1400  # 6 A take 1,380 W
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(900)
        assert charger.limit_a == 6
        home.sun_w = 300 + 1000
        await home.run(1800)
        assert charger.limit_a == limit_a
