"""Cost and sun of people in long-term statistics, with a real recorder: they are what the ledger says."""

from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    list_statistic_ids,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
import pytest

from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.statistics.series import metadata_of
from tests.filed_sessions import ANNA, NOON, Home, at
from tests.helpers import charge_point_data, id_tag_data, set_up

COST = f"{DOMAIN}:cost_eur_anna"
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
        COST: ("Anna: cost (EUR)", True, None, "EUR"),
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
    assert totals[f"{DOMAIN}:cost_eur_cleo"] == pytest.approx(0.9)
    assert totals[f"{DOMAIN}:solar_cleo"] == pytest.approx(1)
    await home.ledger.delete([1])
    await home.count()
    assert (await home.totals())[f"{DOMAIN}:cost_eur_cleo"] == pytest.approx(0)


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
        COST: "Berta: cost (EUR)",
        SOLAR: "Berta: energy from the sun",
    }
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    await get_instance(home.hass).async_block_till_done()
    assert await home.ids() == set()


async def test_money_keeps_its_currency_when_that_of_home_assistant_changes(home: Home) -> None:
    """The statistic of the former currency stays as it is, and one of the new currency begins."""
    await file(home, TWO_HOURS)
    await home.hass.config.async_update(currency="CHF")
    swiss = replace(worth(0.6, (0, 0, 0.3), (2000, 0, 0.3)), currency="CHF")
    home.file(2, (2, 3), 2000)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    home.ledger.keep_details(2, SessionDetails(worth=swiss))
    await home.count()
    francs = f"{DOMAIN}:cost_chf_anna"
    for _ in range(2):
        assert await home.hours(COST) == {0: 0.4, 1: 0.5}
        assert await home.hours(francs) == {0: 0.6}
        home.statistics.async_count_anew()
        await home.count()
    units = {
        each["statistic_id"]: each["statistics_unit_of_measurement"]
        for each in await get_instance(home.hass).async_add_executor_job(
            partial(list_statistic_ids, home.hass, statistic_ids={COST, francs})
        )
    }
    assert units == {COST: "EUR", francs: "CHF"}
    await home.ledger.delete([1])
    home.statistics.async_count_anew()
    await home.count()
    assert await home.ids() == {ANNA, francs}


async def test_money_of_no_currency_has_no_statistic(home: Home) -> None:
    await file(home, replace(TWO_HOURS, currency=None))
    await file(home, replace(TWO_HOURS, currency="kr."), 2)
    assert await home.ids() == {ANNA, SOLAR}


async def test_the_statistic_of_a_former_version_is_replaced(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """There was one of the cost in whatever currency Home Assistant had."""
    await file(home, TWO_HOURS)
    former = f"{DOMAIN}:cost_anna"
    async_add_external_statistics(home.hass, metadata_of("EUR", former, "Anna: cost"), ())
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    (store,) = (each for key, each in hass_storage.items() if key.endswith(".statistics"))
    del store["data"]["currencies"]
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.count()
    assert await home.ids() == {ANNA, COST, SOLAR}
    assert await home.hours(COST) == {0: 0.4, 1: 0.5}


async def test_the_quarters_of_a_charger_whose_clock_is_ahead_count(home: Home) -> None:
    """The session is an hour later by the charger's clock than by ours, by which its quarters are counted."""
    home.file(1, (1, 2.25), 3000)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    home.ledger.keep_details(1, SessionDetails(worth=TWO_HOURS))
    await home.count()
    assert await home.hours(COST) == {0: 0.4, 1: 0.5}


async def test_rows_of_another_form_are_read_with_care(home: Home) -> None:
    """A row that the quick reading does not know counts as far as it can be read."""
    await file(home, TWO_HOURS)
    await file(home, TWO_HOURS, 2)
    await home.ledger.saved()
    database = home.ledger._records._ledger_file._database
    with closing(connect(database.path)) as db:
        db.execute(
            "UPDATE sessions SET row = json_set(row, '$.hourly_wh', json('[1000]')) WHERE session_id = 1"
        )
        db.execute("UPDATE sessions SET row = '{' WHERE session_id = 2")
    home.statistics.async_count_anew()
    await home.count()
    assert await home.hours() == {0: 1, 1: 2}
    assert await home.hours(COST) == {0: 0.4, 1: 0.5}
