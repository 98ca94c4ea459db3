"""Feeding in, in a whole Home Assistant: a negative price, and an inverter that throttles."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import CONF_SITE, CONF_TARIFFS
from tests.house import GRID, MEASURED, House, house, wallbox

FEED_IN = "sensor.feed_in"


def pays(hass: HomeAssistant, price: float) -> None:
    """Set what feeding in pays."""
    hass.states.async_set(FEED_IN, str(price), {"unit_of_measurement": "EUR/kWh"})


async def set_site(home: House, site: Mapping[str, Any], **tariffs: Any) -> None:
    """Change the site and its tariffs."""
    options = {CONF_SITE: {**site}, CONF_TARIFFS: tariffs}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.settle()


@pytest.mark.parametrize(("price", "charges"), [(0.08, False), (-0.05, True)])
async def test_where_feeding_in_costs_a_car_starts_with_less_than_its_minimum(
    hass: HomeAssistant, price: float, charges: bool
) -> None:
    pays(hass, price)
    async with house(hass, wallbox(), site=MEASURED) as home:
        await set_site(home, MEASURED, feed_in_entity=FEED_IN)
        charger = await home.add_charger()
        home.sun_w = 300 + 900
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(900)
        assert (charger.limit_a == 6) is charges


async def test_behind_an_inverter_that_feeds_in_nothing_a_car_finds_the_sun(
    hass: HomeAssistant,
) -> None:
    site = {**MEASURED, "feed_in_limit": "zero"}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        home.meter_works = False
        for _ in range(180):
            needed_w = home.load_w + charger.power_w
            home.measure(GRID, max(needed_w - 3000, 0.0), "W")
            await home.step()
        assert charger.limit_a in {11, 12}, "of 2.7 kW, or a step more"
