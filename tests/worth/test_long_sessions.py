"""A session that lasts for weeks has thousands of quarters: nothing waits until all of them are computed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.const import CONF_SITE, CONF_TARIFFS
from custom_components.plug_control.model.money.quarters import QuarterPrices
from custom_components.plug_control.model.money.session_slots import AT_ONCE
from custom_components.plug_control.model.money.worth import SessionWorth
from custom_components.plug_control.site.quarter_prices import PriceBook
from custom_components.plug_control.worth.history import RecordedHouse
from tests.filed_sessions import NOON, Home, at
from tests.helpers import charge_point_data, id_tag_data, set_up, until
from tests.house import MEASURED

from .test_sessions import TARIFFS

LASTED_H = 20 * 24
QUARTERS = LASTED_H * 4
ENERGY_WH = 96_000.0


@pytest.fixture
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> AsyncIterator[Home]:
    """A house with fixed prices and a charger, three hours after noon."""
    freezer.move_to(at(3))
    entry = await set_up(hass, charge_point_data("CP-1"), id_tag_data())
    hass.config_entries.async_update_entry(entry, options={**entry.options, CONF_TARIFFS: TARIFFS})
    await hass.async_block_till_done(wait_background_tasks=True)
    yield Home(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)


@asynccontextmanager
async def counted() -> AsyncIterator[list[int]]:
    """Count the quarters that are priced in each turn of the event loop."""
    turns = [0]
    quarter = PriceBook.quarter

    def count(book: PriceBook, start: datetime, *, fixed: bool = False) -> QuarterPrices:
        turns[-1] += 1
        return quarter(book, start, fixed=fixed)

    async def tick() -> None:
        while True:
            await asyncio.sleep(0)
            turns.append(0)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    with patch.object(PriceBook, "quarter", count):
        yield turns
    ticking.cancel()


def file(home: Home, energy_wh: float = ENERGY_WH) -> None:
    """Let a charger tell of a session of twenty days that nobody saw."""
    home.file(1, (-LASTED_H, 0), energy_wh)


def worth(home: Home) -> SessionWorth | None:
    """What is known of the session's worth."""
    details = home.ledger.details(1)
    return None if details is None else details.worth


async def ended(home: Home) -> SessionWorth:
    """What the session is worth for good."""

    def is_final() -> bool:
        found = worth(home)
        return found is not None and found.is_final

    await until(is_final)
    found = worth(home)
    assert found is not None
    return found


async def test_a_long_session_is_priced_in_steps(home: Home) -> None:
    async with counted() as turns:
        file(home)
        assert worth(home) is None
        found = await ended(home)
    assert max(turns) <= AT_ONCE
    assert sum(turns) >= QUARTERS
    assert len(found.slots) == QUARTERS
    assert sum(slot.energy_wh for slot in found.slots) == pytest.approx(ENERGY_WH, abs=0.06)
    assert found.cost == pytest.approx(ENERGY_WH / 1000 * 0.3)


async def test_a_correction_while_a_long_session_is_computed_counts(home: Home) -> None:
    file(home)
    await asyncio.sleep(0)
    file(home, ENERGY_WH / 2)
    cost = pytest.approx(ENERGY_WH / 2000 * 0.3)
    await until(lambda: (found := worth(home)) is not None and found.cost == cost)


async def test_what_is_computed_when_home_assistant_stops_is_stored(home: Home) -> None:
    file(home)
    assert worth(home) is None
    home.entry.runtime_data.worth.async_stop()
    found = worth(home)
    assert found is not None
    assert found.is_final
    assert found.cost == pytest.approx(ENERGY_WH / 1000 * 0.3)


async def test_a_correction_while_the_history_is_priced_counts(home: Home) -> None:
    """The earlier computation ends without storing anything."""
    hass, entry = home.hass, home.entry
    hass.config_entries.async_update_entry(entry, options={**entry.options, CONF_SITE: MEASURED})
    await hass.async_block_till_done(wait_background_tasks=True)
    prices_of, asked = RecordedHouse.prices_of, []

    def correct(house: RecordedHouse, quarter: datetime) -> QuarterPrices:
        asked.append(quarter)
        if len(asked) == AT_ONCE:
            hass.loop.call_soon(file, home, ENERGY_WH / 2)
        return prices_of(house, quarter)

    recorded = RecordedHouse(grid_w={NOON: 1000.0})

    async def read(*_: object) -> RecordedHouse:
        return recorded

    with (
        patch("custom_components.plug_control.worth.ended.async_read_house", read),
        patch.object(RecordedHouse, "prices_of", correct),
    ):
        file(home)
        await until(lambda: len(asked) > AT_ONCE)
        await hass.async_block_till_done(wait_background_tasks=True)
        found = await ended(home)
    assert sum(slot.energy_wh for slot in found.slots) == pytest.approx(ENERGY_WH / 2, abs=0.06)
