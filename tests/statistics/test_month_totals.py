"""This month and the last one, of connectors and people, from the sessions to the sensors."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import CONF_TARIFFS
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.statistics.month_totals import (
    Group,
    MonthTotals,
    MonthTotalsKeeper,
    months_around,
)
from tests.entity_states import value
from tests.helpers import until
from tests.house import KEY, MEASURED, House, house, wallbox

pytestmark = pytest.mark.usefixtures("all_enabled")

TARIFFS = {"fixed_prices": [{"begins": "2026-01-01", "price": 0.3}]}


def keeper(home: House) -> MonthTotalsKeeper:
    """The totals of a house."""
    found: MonthTotalsKeeper = home.entry.runtime_data.month_totals
    return found


def of(home: House, group: Group = Group.CONNECTOR, key: Any = KEY, ago: int = 0) -> MonthTotals:
    """Totals that are known."""
    found = keeper(home).of(group, key, ago)
    assert found is not None
    return found


async def charge(home: House, seconds: float = 600) -> None:
    """Charge with 2.3 kW."""
    charger = home.chargers[0]
    await charger.plug_in()
    await home.run(seconds)
    await charger.leave()
    await home.run(20)


async def added_up(home: House, sessions: int, ago: int = 0) -> None:
    """Wait until so many sessions count."""

    def is_there() -> bool:
        found = keeper(home).of(Group.CONNECTOR, KEY, ago)
        return found is not None and found.sessions == sessions

    await until(is_there)
    await home.settle()


async def test_the_months_of_a_connector_and_a_person(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, CONF_TARIFFS: TARIFFS}
        )
        await home.add_charger(takes_a=10.0)
        await home.run(10)
        assert of(home) == MonthTotals()
        assert not keeper(home).has(Group.CONNECTOR, KEY, "sessions")
        home.sun_w = 300 + 1150
        home.clock.move_to("2026-06-30T21:00:00+00:00")  # 14 o'clock in the tests' time zone
        await charge(home)
        await added_up(home, 1)
        june = of(home)
        assert june.energy_wh == pytest.approx(383, abs=8)
        assert june.cost == pytest.approx(june.energy_wh / 1000 * 0.15, rel=0.05)
        assert june.currency == "EUR"
        assert june.solar_percent == pytest.approx(50, abs=2)
        (person,) = keeper(home).people().values()
        assert of(home, Group.PERSON, person.key) == june
        device = next(
            each
            for each in dr.async_entries_for_config_entry(dr.async_get(hass), home.entry.entry_id)
            if each.name == person.name
        )
        entities = er.async_entries_for_device(
            er.async_get(hass), device.id, include_disabled_entities=True
        )
        assert len(entities) == 6
        prefix = "sensor.wallbox_cp_1"
        assert float(value(hass, f"{prefix}_cost_this_month")) == pytest.approx(june.cost, abs=1e-3)
        assert value(hass, f"{prefix}_solar_share_this_month") == "50"
        assert float(value(hass, f"{prefix}_energy_last_month")) == 0
        assert value(hass, f"{prefix}_solar_share_last_month") == STATE_UNKNOWN
        assert sum(not each.disabled for each in entities) == 2
        of_person = next(
            each.entity_id for each in entities if each.unique_id.endswith("_month_cost")
        )
        assert float(value(hass, of_person)) == pytest.approx(june.cost, abs=1e-3)
        assert about_cost(hass, of_person) == (0, False)

        home.clock.move_to("2026-07-01T07:00:00+00:00")  # the first minute of July there
        keeper(home).async_refresh_soon(0)
        home.leap(5)
        await until(lambda: of(home, ago=1).sessions == 1)
        await home.settle()
        assert of(home, ago=1) == june
        assert (of(home).sessions, of(home).cost) == (0, 0.0)
        assert float(value(hass, f"{prefix}_energy_this_month")) == 0
        assert float(value(hass, f"{prefix}_cost_last_month")) == pytest.approx(june.cost, abs=1e-3)
        await charge(home, 300)
        await added_up(home, 1)
        assert of(home).energy_wh == pytest.approx(192, abs=8)


def about_cost(hass: HomeAssistant, entity_id: str) -> tuple[object, object]:
    """What a sensor says of its cost."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.attributes["sessions_without_cost"], state.attributes["estimated"]


async def test_a_months_cost_says_how_many_sessions_it_leaves_out(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger(takes_a=10.0)
        await charge(home)
        await added_up(home, 1)
        assert of(home).without_cost == 1
        hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, CONF_TARIFFS: TARIFFS}
        )
        await charge(home)
        await added_up(home, 2)
        cost = "sensor.wallbox_cp_1_cost_this_month"
        assert float(value(hass, cost)) == pytest.approx(of(home).cost, abs=1e-3)
        assert about_cost(hass, cost) == (1, of(home).estimated)
        assert about_cost(hass, "sensor.wallbox_cp_1_cost_last_month") == (0, False)


async def test_without_prices_there_is_no_cost(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger(takes_a=10.0)
        await charge(home)
        await added_up(home, 1)
        assert of(home).cost is None
        assert hass.states.get("sensor.wallbox_cp_1_energy_this_month") is not None
        assert hass.states.get("sensor.wallbox_cp_1_cost_this_month") is None
        assert hass.states.get("sensor.wallbox_cp_1_session_cost") is None


async def test_a_disk_that_cannot_be_read_is_tried_again(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger(takes_a=10.0)
        ledger = home.central_system.ledger
        with patch.object(ledger, "totals", side_effect=OSError("gone")):
            await charge(home)
            await until(lambda: "cannot be computed now" in caplog.text)
        home.leap(700)
        home.clock.tick(timedelta(seconds=700))
        await added_up(home, 1)


def test_months_begin_at_local_midnight_whatever_the_clock_does() -> None:
    for month in range(1, 13):
        now = datetime(2026, month, 31 if month in {1, 3, 5, 7, 8, 10, 12} else 28, 23, tzinfo=UTC)
        last, this, following = months_around(now)
        assert this.month == month
        assert (this - last).days in {28, 29, 30, 31}
        assert last.month == (month - 2) % 12 + 1
        assert following.month == month % 12 + 1
        assert {each.day for each in (last, this, following)} == {1}


def test_before_anything_was_added_up_nothing_is_known(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    data = entry.runtime_data
    new = MonthTotalsKeeper(hass, entry, data.central_system, data.names)
    assert new.of("car", "a") is None
    heard: list[int] = []
    end = new.async_add_listener("car", "a", lambda: heard.append(1))
    end()
    new.async_refresh_soon()
    assert heard == []


async def test_a_months_cost_in_two_currencies_is_told_by_currency(hass: HomeAssistant) -> None:
    """Home Assistant's currency changed: nobody adds up money of two currencies."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, CONF_TARIFFS: TARIFFS}
        )
        await home.add_charger(takes_a=10.0)
        await charge(home)
        session = home.connector().last_session
        assert session is not None
        ledger = home.entry.runtime_data.central_system.ledger
        paid = SessionWorth(cost=2.0, currency="CHF", is_final=True)
        ledger.keep_details(session.session_id, SessionDetails(worth=paid))
        await charge(home)
        await added_up(home, 2)
        totals = of(home)
        assert (totals.cost, totals.currency) == (None, None)
        cost = "sensor.wallbox_cp_1_cost_this_month"
        await home.settle()
        assert value(hass, cost) == STATE_UNKNOWN
        state = hass.states.get(cost)
        assert state is not None
        told = state.attributes["cost_by_currency"]
        assert told["CHF"] == 2.0
        assert told["EUR"] > 0
        ledger.keep_details(session.session_id, SessionDetails(worth=replace(paid, currency="EUR")))
        keeper(home).async_refresh_soon(0)
        home.leap(5)
        await until(lambda: value(hass, cost) != STATE_UNKNOWN)
        state = hass.states.get(cost)
        assert state is not None
        assert "cost_by_currency" not in state.attributes
        assert float(state.state) == pytest.approx(told["EUR"] + 2.0, abs=1e-3)
