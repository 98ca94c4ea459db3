"""What a session is worth, in a whole Home Assistant: from the house's sensors to the ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.const import CONF_TARIFFS
from custom_components.plug_control.model.money.quarters import QuarterPrices, quarter_of
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.site.quarter_prices import co2_scale, is_home_currency
from custom_components.plug_control.worth.ended import CATCH_UP_S
from custom_components.plug_control.worth.history import RecordedHouse
from tests.helpers import until
from tests.house import KEY, MEASURED, Charger, House, house, wallbox

TARIFFS = {
    "fixed_prices": [{"begins": "2026-01-01", "price": 0.3}],
    "feed_in_prices": [{"begins": "2026-01-01", "price": 0.1}],
}


async def with_tariffs(home: House, tariffs: dict[str, Any] | None = None) -> None:
    """Store what a kWh costs."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={**home.entry.options, CONF_TARIFFS: tariffs or TARIFFS}
    )
    await home.settle()


def worth(home: House) -> SessionWorth:
    """The worth of the first charger's running or last session."""
    found: SessionWorth | None = home.entry.runtime_data.worth.of(KEY)
    assert found is not None
    return found


def energy_wh(home: House) -> float:
    """The energy of the first charger's running or last session."""
    connector = home.connector()
    session = connector.transaction or connector.last_session
    assert session is not None
    return session.energy_wh


def stored(home: House) -> SessionWorth:
    """What the ledger has of the first charger's last session."""
    session = home.connector().last_session
    assert session is not None
    details = home.entry.runtime_data.central_system.ledger.details(session.session_id)
    assert details is not None
    assert details.worth is not None
    found: SessionWorth = details.worth
    return found


async def test_a_session_costs_what_its_sources_cost(hass: HomeAssistant) -> None:
    """Half of 2,300 W is the sun's: a kWh costs 20 ct."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 1150
        await charger.plug_in()
        await home.run(1200)
        running = worth(home)
        assert not running.is_final
        assert running.price == pytest.approx(0.2, abs=0.01)
        await charger.leave()
        await home.settle()
        found = stored(home)
        assert found.is_final
        assert found == worth(home)
        assert sum(slot.energy_wh for slot in found.slots) == pytest.approx(
            energy_wh(home), abs=0.06
        )
        assert found.grid_wh == pytest.approx(found.solar_wh, rel=0.02)
        assert found.battery_wh == 0
        assert found.cost == pytest.approx(energy_wh(home) / 1000 * 0.2, rel=0.02)
        assert found.currency == "EUR"
        assert found.saved == pytest.approx(energy_wh(home) / 1000 * 0.1, rel=0.03)
        assert found.charging_s == pytest.approx(1200, abs=30)
        assert found.mean_power_w == pytest.approx(2300, rel=0.03)
        assert not found.estimated
        assert found.why_ended == "ev_disconnected"


async def test_a_car_charges_no_longer_than_its_session_lasts(hass: HomeAssistant) -> None:
    """A charger that lost its power tells afterwards when it did; meanwhile the car seemed to draw on."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(600)
        (transaction,) = home.central_system.ledger.open_transactions()
        running = transaction.session()
        assert running.started_at is not None
        cut = replace(running, stopped_at=running.started_at + timedelta(seconds=300))
        sources = home.entry.runtime_data.worth._running[transaction.session_id].sources
        assert sources.charging_s > 500
        found = home.entry.runtime_data.worth._valuation.worth_of_ended(cut, sources, is_final=True)
        assert found.charging_s == 300
        assert found.mean_power_w == pytest.approx(sources.energy_wh * 12)


async def test_energy_that_its_power_cannot_explain_leaves_the_time_of_charging_unknown(
    hass: HomeAssistant,
) -> None:
    """A charger that tells its power in a few moments only, and its register afterwards."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(600)
        (transaction,) = home.central_system.ledger.open_transactions()
        worth_of = home.entry.runtime_data.worth
        sources = worth_of._running[transaction.session_id].sources
        found = worth_of._valuation.worth(None, sources)
        assert found.mean_power_w == pytest.approx(2300, rel=0.05)
        sources.charging_s = 5.0
        found = worth_of._valuation.worth(None, sources)
        assert (found.charging_s, found.mean_power_w) == (None, None)


async def test_progress_is_stored_each_minute_and_goes_on_after_a_restart(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 2300
        await charger.plug_in()
        await home.run(600)
        before = worth(home)
        ledger = home.central_system.ledger
        (transaction,) = ledger.open_transactions()
        kept = ledger.details(transaction.session_id)
        assert kept is not None
        assert kept.worth is not None
        assert not kept.worth.is_final
        assert before.seen_at is not None
        assert kept.worth.seen_at is not None
        assert before.seen_at - kept.worth.seen_at <= timedelta(seconds=90)
        charger = await restart(home, charger, away_s=0)
        await home.run(60)
        assert solar_wh(home) >= (before.solar_wh or 0) * 0.99
        assert solar_wh(home) == pytest.approx(energy_wh(home), rel=0.02)


def solar_wh(home: House) -> float:
    """The energy from the sun in the first charger's session."""
    found = worth(home).solar_wh
    assert found is not None
    return found


async def restart(home: House, charger: Charger, *, away_s: float) -> Charger:
    """Set the entry up again after so long, in which the charger charged on; return the charger, connected again."""
    home.chargers.clear()
    await charger.charge_point.close()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.clock.tick(timedelta(seconds=away_s))
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    return await home.add_charger(
        status="Charging",
        takes_a=charger.takes_a,
        transaction_id=charger.transaction_id,
        energy_wh=charger.energy_wh + charger.power_w * away_s / 3600,
    )


async def test_what_came_while_home_assistant_was_away_is_filled_in_and_marked(
    hass: HomeAssistant,
) -> None:
    """Three hours from before midnight on: the quarters of that time have their price, and an unknown source."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        home.clock.move_to("2026-06-01T21:00:00+00:00")
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 300 + 2300
        await charger.plug_in()
        await home.run(900)
        charger = await restart(home, charger, away_s=3 * 3600)
        await home.run(900)
        found = worth(home)
        assert sum(slot.energy_wh for slot in found.slots) == pytest.approx(energy_wh(home), abs=60)
        marked = [slot for slot in found.slots if slot.estimated]
        assert 11 <= len(marked) <= 13
        assert all(slot.price == 0.3 for slot in found.slots)
        assert found.cost is None
        await charger.leave()
        await home.settle()
        await until(lambda: stored(home).is_final)
        final = stored(home)
        assert sum(slot.energy_wh for slot in final.slots) == pytest.approx(
            energy_wh(home), abs=0.06
        )
        assert final.estimated
        assert final.cost is None


async def test_without_a_meter_all_is_from_the_grid_also_what_was_not_seen(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(300)
        charger = await restart(home, charger, away_s=7200)
        await home.run(60)
        await charger.leave()
        await home.settle()
        found = stored(home)
        assert found.is_final
        assert found.cost == pytest.approx(energy_wh(home) / 1000 * 0.3, abs=1e-3)
        assert found.saved == pytest.approx(0, abs=1e-3)
        assert found.estimated


async def test_a_session_that_ended_unseen_is_computed_after_the_next_start(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger(takes_a=10.0)
        home.entry.runtime_data.worth.async_stop()
        await charger.plug_in()
        await home.run(600)
        await charger.leave()
        await home.settle()
        (session,) = await home.central_system.ledger.without_worth()
        assert home.central_system.ledger.details(session.session_id) is None
        await with_tariffs(home)
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_reload(home.entry.entry_id)
        await home.run(CATCH_UP_S + 10)
        await until(lambda: home.central_system.ledger.details(session.session_id) is not None)
        found = stored(home)
        assert found.is_final
        assert found.cost == pytest.approx(session.energy_wh / 1000 * 0.3, abs=1e-3)


async def test_a_tariff_that_changes_leaves_earlier_sessions_alone(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(300)
        await charger.leave()
        await home.settle()
        before = stored(home)
        await with_tariffs(home, {"fixed_prices": [{"begins": "2026-01-01", "price": 0.9}]})
        await home.run(120)
        assert stored(home) == before
        await charger.plug_in()
        await home.run(300)
        await charger.leave()
        await home.settle()
        assert stored(home).price == pytest.approx(0.9)


async def test_a_late_stop_corrects_what_a_session_cost(hass: HomeAssistant) -> None:
    """The process was killed, the charger charged on for an hour and then lost its car: its stop comes late."""
    async with house(hass, wallbox()) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(600)
        home.central_system.ledger.close_transactions("CP-1")
        await home.settle()
        (first,) = await home.central_system.ledger.sessions()
        details = home.central_system.ledger.details(first.session_id)
        assert details is not None
        assert details.worth is not None
        assert details.worth.is_final
        home.clock.tick(timedelta(hours=1))
        charger.energy_wh += 2300
        await charger.leave()
        await home.settle()
        details = home.central_system.ledger.details(first.session_id)
        assert details is not None
        found = details.worth
        assert found is not None
        assert found.is_final
        assert found.cost == pytest.approx((first.energy_wh + 2300) / 1000 * 0.3, abs=2e-3)
        assert found.estimated


async def test_a_price_entity_tells_each_quarters_price_with_surcharge_and_factor(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set("sensor.price", "10", {"unit_of_measurement": "ct/kWh"})
    hass.states.async_set("sensor.co2", "0.4", {"unit_of_measurement": "kg/kWh"})
    async with house(hass, wallbox(), site={"prices": ["sensor.price"]}) as home:
        await with_tariffs(
            home, {"price_surcharge": 0.1, "price_factor": 1.2, "co2_entity": "sensor.co2"}
        )
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(900)
        hass.states.async_set("sensor.price", "30", {"unit_of_measurement": "ct/kWh"})
        await home.run(900)
        await charger.leave()
        await home.settle()
        await until(lambda: stored(home).is_final)
        found = stored(home)
        assert {round(slot.price or 0, 6) for slot in found.slots} == {0.24, 0.48}
        assert found.cost == pytest.approx(energy_wh(home) / 1000 * 0.36, rel=0.02)
        assert found.co2_g == pytest.approx(energy_wh(home) * 0.4, rel=1e-6)


async def test_what_others_know_of_a_session_stays_beside_its_worth(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(30)
        ledger = home.central_system.ledger
        (transaction,) = ledger.open_transactions()
        ledger.keep_details(
            transaction.session_id, SessionDetails(car_id="a", car_name="Zoe", note="hello")
        )
        await home.run(180)
        await charger.leave()
        await home.settle()
        details = ledger.details(transaction.session_id)
        assert details is not None
        assert (details.car_name, details.note) == ("Zoe", "hello")
        assert details.worth is not None
        assert details.worth.is_final


async def test_a_clock_that_is_off_does_not_move_the_energy(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(300)
        home.central_system.charge_points["CP-1"].clock_offset_s = 3600.0
        entry = home.entry.runtime_data.worth
        assert entry._valuation.behind("CP-1") == timedelta(hours=1)
        home.central_system.charge_points["CP-1"].clock_offset_s = 30.0
        assert entry._valuation.behind("CP-1") == timedelta()
        assert entry._valuation.behind("unknown") == timedelta()
        assert entry.of(("unknown", 1)) is None
        assert entry.of(("CP-1", 7)) is None


async def test_a_ledger_that_cannot_be_read_is_said_and_harms_nothing(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(hass, wallbox()) as home:
        with patch.object(home.central_system.ledger, "without_worth", side_effect=OSError("gone")):
            await home.run(CATCH_UP_S + 10)
            await until(lambda: "cannot be computed now" in caplog.text)


async def test_a_history_that_cannot_be_read_leaves_the_source_unknown(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        home.meter_works = False
        home.measure("sensor.grid_power", "unavailable", "W")
        await home.run(300)
        reading = "custom_components.plug_control.worth.ended.async_read_house"
        with patch(reading, side_effect=SQLAlchemyError("locked")):
            await charger.leave()
            await home.settle()
            await until(lambda: stored(home).is_final)
        assert "history of a session cannot be read" in caplog.text
        assert stored(home).cost is None


async def test_a_history_that_is_read_at_once_counts(hass: HomeAssistant) -> None:
    """A thread may be done before anyone waits for it: then the whole reading is over before the next step."""

    async def at_once[T](job: Callable[..., T], *arguments: Any) -> T:
        return job(*arguments)

    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        home.meter_works = False
        home.measure("sensor.grid_power", "unavailable", "W")
        await home.run(300)
        reading = "custom_components.plug_control.worth.ended.async_read_house"
        with (
            patch(reading, side_effect=SQLAlchemyError("locked")),
            patch.object(hass, "async_add_executor_job", at_once),
        ):
            await charger.leave()
            await until(lambda: stored(home).is_final)
        assert stored(home).cost is None


async def test_the_recorders_history_tells_the_source_of_what_was_not_seen(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home)
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        home.meter_works = False
        home.measure("sensor.grid_power", "unavailable", "W")
        await home.run(300)
        began = home.now - timedelta(hours=1)
        means = {
            (began + timedelta(minutes=5 * number)).replace(
                minute=(began + timedelta(minutes=5 * number)).minute // 5 * 5,
                second=0,
                microsecond=0,
            ): 1150.0
            for number in range(30)
        }
        recorded = RecordedHouse(grid_w=means)
        reading = "custom_components.plug_control.worth.ended.async_read_house"
        with patch(reading, return_value=recorded):
            await charger.leave()
            await home.settle()
            await until(lambda: stored(home).is_final)
        found = stored(home)
        assert found.grid_wh is not None
        assert found.solar_wh is not None
        assert found.grid_wh + found.solar_wh == pytest.approx(energy_wh(home), abs=1)
        assert found.estimated
        assert found.cost is not None


async def test_a_stop_without_a_start_has_its_worth_too(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await with_tariffs(home)
        charger = await home.add_charger()
        begin = home.now - timedelta(hours=2)
        values: list[Any] = [
            {
                "timestamp": (begin + timedelta(hours=hour)).isoformat(),
                "sampledValue": [{"value": str(wh), "unit": "Wh"}],
            }
            for hour, wh in enumerate((1000, 2000, 5000))
        ]
        await charger.charge_point.call(
            "StopTransaction",
            {
                "transactionId": 4711,
                "meterStop": 5000,
                "timestamp": home.now.isoformat(),
                "transactionData": values,
            },
        )
        await home.settle()
        (session,) = await home.central_system.ledger.sessions()
        details = home.central_system.ledger.details(session.session_id)
        assert details is not None
        assert details.worth is not None
        assert details.worth.is_final
        assert details.worth.cost == pytest.approx(4 * 0.3)
        hours = [sum(s.energy_wh for s in details.worth.slots[at : at + 4]) for at in (0, 4)]
        assert hours == [pytest.approx(1000, abs=1), pytest.approx(3000, abs=1)]


async def test_an_entity_that_tells_what_feeding_in_pays(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.feed_in", "0.05", {"unit_of_measurement": "EUR/kWh"})
    site = {**MEASURED, "prices": ["sensor.price"], "battery_power": "sensor.battery"}
    hass.states.async_set("sensor.price", "30", {"unit_of_measurement": "ct/kWh"})
    async with house(hass, wallbox(), site=site) as home:
        await with_tariffs(home, {"feed_in_entity": "sensor.feed_in", "battery_price": 0.2})
        book = home.controller.price_book
        quarter = quarter_of(home.now)
        assert book.quarter(quarter) == QuarterPrices(price=0.3, feed_in_price=0.05)
        assert book.feed_in_price(home.now) == pytest.approx(5)
        later = quarter + timedelta(hours=9)
        assert book.quarter(later) == QuarterPrices()
        assert book.quarter(later, fixed=True) == QuarterPrices(feed_in_price=0.0)
        await with_tariffs(
            home, {"feed_in_entity": "sensor.feed_in", "feed_in_prices": TARIFFS["feed_in_prices"]}
        )
        assert home.controller.price_book.quarter(later).feed_in_price == 0.1


@pytest.mark.parametrize(
    ("unit", "is_home"),
    [("EUR/kWh", True), ("ct/kWh", True), ("€/kWh", True), ("SEK/kWh", False), (None, True)],
)
def test_money_of_another_country_does_not_count(unit: str | None, is_home: bool) -> None:
    assert is_home_currency(unit, "EUR") == is_home


@pytest.mark.parametrize(
    ("unit", "scale"),
    [("gCO2eq/kWh", 1), ("kg/kWh", 1000), ("kg/MWh", 1), ("g/MWh", 0.001), (None, 1)],
)
def test_co2_is_in_grams(unit: str | None, scale: float) -> None:
    assert co2_scale(unit) == scale


async def test_what_comes_after_the_end_is_left_to_the_next_start(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(60)
        worths = home.entry.runtime_data.worth
        ended = worths._ended
        (transaction,) = home.central_system.ledger.open_transactions()
        worths.async_stop()
        worths.async_stop()
        await home.run(30)
        worths._refresh(transaction.session_id)
        worths._keep_progress(transaction.session_id)
        sources = worths._valuation.sources_of(transaction.session())
        await charger.leave()
        await home.settle()
        await ended._async_complete(transaction.session_id, sources)
        await ended._async_complete(4711, sources)
        (session,) = await home.central_system.ledger.without_worth()
        await ended._async_finish(session, sources)
        await ended._async_catch_up(home.now)
        details = home.central_system.ledger.details(session.session_id)
        assert details is None or details.worth is None or not details.worth.is_final


async def test_a_session_that_is_seen_twice_before_its_turn_is_taken_up_once(
    hass: HomeAssistant,
) -> None:
    """A slow start of Home Assistant may have two rounds before the first turn."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        data = home.entry.runtime_data
        seen: list[Any] = []
        data.controller.rounds.on_seen = seen.append
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(60)
        assert KEY in seen[-1].charges
        data.worth.async_stop()  # as before the first round: nothing is followed
        end = data.worth.async_start()
        taken_up: list[Any] = []
        with patch.object(data.worth, "_take_up", taken_up.append):
            data.worth.async_house_seen(seen[-1])
            data.worth.async_house_seen(seen[-1])
            await home.settle()
        assert taken_up == [KEY]
        end()
