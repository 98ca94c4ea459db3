"""Cost and sun of people in long-term statistics, with a real recorder: they are what the ledger says."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import list_statistic_ids
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
import pytest

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.statistics.worth import Kind, worth_by_hour
from tests.filed_sessions import ANNA, NOON, Home, at
from tests.helpers import charge_point_data, id_tag_data, set_up

COST = f"{DOMAIN}:cost_anna"
SOLAR = f"{DOMAIN}:solar_anna"


@pytest.fixture(autouse=True)
async def afternoon(freezer: FrozenDateTimeFactory) -> None:
    """It is six in the evening, UTC."""
    freezer.move_to(at(6))


@pytest.fixture
async def home(recorder_mock: Recorder, hass: HomeAssistant) -> Home:
    """A config entry with the card "Anna", and a recorder that runs already."""
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    home = Home(hass, entry)
    await home.count()
    return home


def worth(cost: float, *quarters: tuple[float, float, float], **fields: object) -> SessionWorth:
    """A session's worth: of each quarter from noon on, the energy from the grid and the sun, and the price."""
    return SessionWorth(
        cost=cost,
        currency="EUR",
        price=0.3,
        grid_wh=sum(grid for grid, _, _ in quarters),
        solar_wh=sum(sun for _, sun, _ in quarters),
        battery_wh=0.0,
        is_final=True,
        slots=tuple(
            WorthSlot(
                start=NOON + number * QUARTER,
                energy_wh=grid + sun,
                grid_wh=grid,
                solar_wh=sun,
                price=price,
                feed_in_price=0.1,
            )
            for number, (grid, sun, price) in enumerate(quarters)
        ),
        **fields,  # type: ignore[arg-type]
    )


TWO_HOURS = worth(
    0.3 + 0.1 + 0.5,
    (1000, 0, 0.3),
    (0, 1000, 0.3),
    (0, 0, 0.3),
    (0, 0, 0.3),
    (1000, 0, 0.5),
)


async def file(home: Home, found: SessionWorth | None, number: int = 1) -> None:
    """File a session of 3 kWh, with this worth in place of the one that the entry computed."""
    home.file(number, (0, 1.25), 3000)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    home.ledger.keep_details(number, SessionDetails(worth=found))
    await home.count()


async def test_cost_and_sun_stand_in_their_hours_beside_the_energy(home: Home) -> None:
    await file(home, TWO_HOURS)
    assert await home.hours(COST) == {0: 0.4, 1: 0.5}
    assert await home.hours(SOLAR) == {0: 1}
    assert (await home.totals())[ANNA] == 3


async def test_they_are_as_dashboards_want_them(home: Home) -> None:
    await file(home, TWO_HOURS)
    found = {
        each["statistic_id"]: each
        for each in await get_instance(home.hass).async_add_executor_job(
            partial(list_statistic_ids, home.hass, statistic_ids={COST, SOLAR})
        )
    }
    told = {
        statistic_id: (
            each["name"],
            each["has_sum"],
            each["unit_class"],
            each["statistics_unit_of_measurement"],
        )
        for statistic_id, each in found.items()
    }
    assert told == {
        COST: ("Anna: cost", True, None, "EUR"),
        SOLAR: ("Anna: energy from the sun", True, "energy", "kWh"),
    }


async def test_a_correction_is_followed(home: Home) -> None:
    await file(home, TWO_HOURS)
    home.ledger.keep_details(1, SessionDetails(worth=worth(0.2, (1000, 0, 0.2), (0, 500, 0.2))))
    await home.count()
    assert (await home.totals())[COST] == pytest.approx(0.2)
    assert await home.hours(SOLAR) == {0: 0.5}
    home.ledger.keep_details(1, SessionDetails(person="Cleo", worth=TWO_HOURS))
    await home.count()
    totals = await home.totals()
    assert totals[COST] == pytest.approx(0)
    assert totals[f"{DOMAIN}:cost_cleo"] == pytest.approx(0.9)
    assert totals[f"{DOMAIN}:solar_cleo"] == pytest.approx(1)
    await home.ledger.delete([1])
    await home.count()
    assert (await home.totals())[f"{DOMAIN}:cost_cleo"] == pytest.approx(0)


async def test_what_is_unknown_has_no_statistic(home: Home) -> None:
    await file(home, None)
    assert await home.ids() == {ANNA}


async def test_a_new_name_and_a_removed_entry_take_them_along(home: Home) -> None:
    await file(home, TWO_HOURS)
    (card,) = home.entry.get_subentries_of_type("id_tag")
    home.hass.config_entries.async_update_subentry(home.entry, card, title="Berta")
    await home.count()
    names = {
        each["statistic_id"]: each["name"]
        for each in await get_instance(home.hass).async_add_executor_job(
            partial(list_statistic_ids, home.hass, statistic_ids={COST, SOLAR, ANNA})
        )
    }
    assert names == {
        ANNA: "Berta",
        COST: "Berta: cost",
        SOLAR: "Berta: energy from the sun",
    }
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    await get_instance(home.hass).async_block_till_done()
    assert await home.ids() == set()


# ---- a session by hours


def test_the_hours_of_a_cost_add_up_to_it_whatever_prices_are_missing() -> None:
    partly = replace(
        TWO_HOURS, slots=(*TWO_HOURS.slots[:4], replace(TWO_HOURS.slots[4], price=None))
    )
    for found in (TWO_HOURS, partly):
        hours = worth_by_hour(found, "EUR")[Kind.COST]
        assert sum(hours.values()) == pytest.approx(900)
        assert set(hours) == {NOON, NOON + timedelta(hours=1)}


def test_money_of_another_currency_and_of_nothing_does_not_count() -> None:
    assert worth_by_hour(TWO_HOURS, "SEK")[Kind.COST] == {}
    assert worth_by_hour(worth(0.0), "EUR") == {Kind.SOLAR: {}, Kind.COST: {}}
    assert worth_by_hour(replace(TWO_HOURS, cost=None), "EUR")[Kind.COST] == {}
