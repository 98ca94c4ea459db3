"""Prices that change within a session, or that nobody tells for a while."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.model.money.worth import SessionWorth
from tests.house import Charger, House, house, wallbox

from .hours import agreed, last_session
from .test_over_time import with_tariffs

PRICE = "sensor.price"
STEP_S = 30
QUARTER_WH = 2300 / 4


async def quarter(home: House, price: str, *, silent_s: int = 0) -> None:
    """Charge for a quarter of an hour at a price, which is not told at first."""
    home.measure(PRICE, "unavailable" if silent_s else price, "EUR/kWh")
    for number in range(900 // STEP_S):
        if silent_s and number * STEP_S >= silent_s:
            home.measure(PRICE, price, "EUR/kWh")
        await home.step(STEP_S)


async def ended(home: House, charger: Charger) -> SessionWorth:
    """End the session and return what it was worth."""
    await charger.leave()
    await home.settle()
    return await agreed(home, last_session(home).session_id, within_wh=30)


def by_price(worth: SessionWorth) -> Mapping[float | None, float]:
    """Return the energy that each price counts for; `agree` has checked that the sum is the session's."""
    found: defaultdict[float | None, float] = defaultdict(float)
    for slot in worth.slots:
        found[slot.price] += slot.energy_wh
    return {price: wh for price, wh in found.items() if wh > 1}


@pytest.mark.parametrize(
    ("fixed", "stand_in"),
    [({}, None), ({"fixed_prices": [{"begins": "2026-01-01", "price": 0.5}]}, 0.5)],
    ids=["nothing stands in", "a fixed price stands in"],
)
async def test_a_price_entity_that_is_unavailable_for_a_while(
    hass: HomeAssistant, fixed: dict[str, Any], stand_in: float | None
) -> None:
    """The second quarter has no price, the third one tells it late: that of the quarter before does not count."""
    hass.states.async_set(PRICE, "0.1", {"unit_of_measurement": "EUR/kWh"})
    async with house(hass, wallbox(), site={"prices": [PRICE]}) as home:
        await with_tariffs(home, **fixed)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await quarter(home, "0.1")
        await quarter(home, "0.2", silent_s=900)
        await quarter(home, "0.3", silent_s=300)
        await quarter(home, "0.4")
        worth = await ended(home, charger)
        near = pytest.approx(QUARTER_WH, abs=25)
        assert by_price(worth) == {0.1: near, stand_in: near, 0.3: near, 0.4: near}
        # What has no price costs as much as the rest
        told = [0.1, 0.3, 0.4] if stand_in is None else [0.1, stand_in, 0.3, 0.4]
        assert worth.cost == pytest.approx(sum(told) / len(told) * 2.3, abs=0.02)
        assert worth.estimated is (stand_in is None)


async def test_a_tariff_that_begins_in_the_middle_of_a_session_counts_from_then_on(
    hass: HomeAssistant,
) -> None:
    """Somebody enters the new price of this day while a car charges: what it took before keeps its price."""
    async with house(hass, wallbox()) as home:
        old = {"begins": "2026-01-01", "price": 0.3}
        await with_tariffs(home, fixed_prices=[old])
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        for _ in range(2):
            await quarter(home, "0")
        await with_tariffs(home, fixed_prices=[old, {"begins": "2026-06-01", "price": 0.9}])
        for _ in range(2):
            await quarter(home, "0")
        worth = await ended(home, charger)
        near = pytest.approx(2 * QUARTER_WH, abs=25)
        assert by_price(worth) == {0.3: near, 0.9: near}
        assert worth.cost == pytest.approx(2.3 * 0.6, abs=0.03)
        assert not worth.estimated
