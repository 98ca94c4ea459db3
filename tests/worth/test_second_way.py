"""What sessions are worth, computed a second way: second by second from what the house and its chargers did."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter, TotalsBy
from custom_components.plug_control.const import CONF_TARIFFS
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from tests.helpers import ID_TAG, until
from tests.house import GRID, MEASURED, Charger, House, house, wallbox

STEP_S = 10
BATTERY = "sensor.battery_power"
PRICE = "sensor.price"
FEED_IN = 0.08
BATTERY_PRICE = 0.15
CO2 = 400.0


@dataclass
class Reckoned:
    """What a charger's session really was, by source and in money."""

    grid_wh: float = 0.0
    solar_wh: float = 0.0
    battery_wh: float = 0.0
    cost: float = 0.0
    at_once: float = 0.0
    co2_g: float = 0.0
    charging_s: float = 0.0
    peak_w: float = 0.0
    by_price: defaultdict[float, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def energy_wh(self) -> float:
        """All its energy."""
        return self.grid_wh + self.solar_wh + self.battery_wh


class Reckoner:
    """Runs a house, and adds up what happens in it."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.battery_w = 0.0
        """Charging is positive."""
        self.sessions: defaultdict[str, Reckoned] = defaultdict(Reckoned)

    async def run(
        self,
        minutes: float,
        sun_w: Callable[[datetime], float],
        price: Callable[[datetime], float],
        battery_w: Callable[[datetime], float] = lambda _: 0.0,
    ) -> None:
        """Let time pass; each step has the powers and the price of its end."""
        home = self.home
        told: float | None = None
        for _ in range(round(minutes * 60 / STEP_S)):
            end = home.now + timedelta(seconds=STEP_S)
            home.sun_w = sun_w(end)
            stored_w = battery_w(end)
            if told != price(end):
                told = price(end)
                home.measure(PRICE, told, "EUR/kWh")
            home.measure(BATTERY, stored_w, "W")
            home.load_w += stored_w
            try:
                powers = {each.charge_point_id: each.power_w for each in home.chargers}
                grid_w = home.load_w + sum(powers.values()) - home.sun_w
                await home.step(STEP_S)
            finally:
                home.load_w -= stored_w
            for name, power_w in powers.items():
                if power_w:
                    self._count(
                        self.sessions[name], power_w, sum(powers.values()), grid_w, stored_w, told
                    )

    def _count(
        self,
        session: Reckoned,
        power_w: float,
        cars_w: float,
        grid_w: float,
        stored_w: float,
        price: float,
    ) -> None:
        came_wh = power_w * STEP_S / 3600
        imported_w = min(max(grid_w, 0.0), cars_w)
        discharged_w = min(max(-stored_w, 0.0), cars_w - imported_w)
        grid_wh = came_wh * imported_w / cars_w
        battery_wh = came_wh * discharged_w / cars_w
        session.grid_wh += grid_wh
        session.battery_wh += battery_wh
        session.solar_wh += came_wh - grid_wh - battery_wh
        session.cost += (
            grid_wh * price
            + battery_wh * BATTERY_PRICE
            + (came_wh - grid_wh - battery_wh) * FEED_IN
        ) / 1000
        session.at_once += came_wh * price / 1000
        session.co2_g += grid_wh * CO2 / 1000
        session.charging_s += STEP_S
        session.peak_w = max(session.peak_w, power_w)
        session.by_price[price] += came_wh


def details_of(home: House, charger: Charger) -> SessionDetails:
    """What the ledger has of a charger's last session."""
    session = home.connector(charger.key).last_session
    assert session is not None
    details = home.central_system.ledger.details(session.session_id)
    assert details is not None
    return details


def stored(home: House, charger: Charger) -> SessionWorth:
    """What a charger's last session was worth by the ledger."""
    worth = details_of(home, charger).worth
    assert worth is not None
    return worth


async def with_tariffs(home: House, **tariffs: Any) -> None:
    """Store what a kWh costs."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={**home.entry.options, CONF_TARIFFS: tariffs}
    )
    await home.settle()


TARIFFS: dict[str, Any] = {
    "feed_in_prices": [{"begins": "2026-01-01", "price": FEED_IN}],
    "battery_price": BATTERY_PRICE,
    "co2_entity": "sensor.co2",
}


def by_quarter(*prices: float) -> Callable[[datetime], float]:
    """Prices that change each quarter of an hour."""
    return lambda at: prices[(at - timedelta(seconds=1)).minute // 15]


def is_close(found: SessionWorth, expected: Reckoned) -> None:
    """Compare within what a register of whole Wh and looks every ten seconds can say."""
    part = pytest.approx
    near_wh = 0.015 * expected.energy_wh + 5
    assert found.grid_wh == part(expected.grid_wh, abs=near_wh)
    assert found.solar_wh == part(expected.solar_wh, abs=near_wh)
    assert found.battery_wh == part(expected.battery_wh, abs=near_wh)
    assert sum(each.energy_wh for each in found.slots) == part(expected.energy_wh, abs=2)
    assert found.cost == part(expected.cost, abs=0.015 * abs(expected.cost) + 0.01)
    assert found.co2_g == part(expected.co2_g, abs=0.4 * near_wh)
    assert found.charging_s == part(expected.charging_s, abs=20)
    assert found.mean_power_w == part(expected.energy_wh / expected.charging_s * 3600, rel=0.02)
    by_price: defaultdict[float | None, float] = defaultdict(float)
    for slot in found.slots:
        by_price[slot.price] += slot.energy_wh
    assert {key: wh for key, wh in by_price.items() if wh} == part(expected.by_price, abs=25)
    assert not found.estimated
    assert found.is_final


async def test_two_cars_sun_battery_and_prices_that_change_and_are_negative(
    hass: HomeAssistant,
) -> None:
    """An hour of a cloudy noon; the second car comes in the middle and leaves first."""
    hass.states.async_set("sensor.co2", str(CO2), {"unit_of_measurement": "g/kWh"})
    hass.states.async_set(PRICE, "0.4", {"unit_of_measurement": "EUR/kWh"})
    hass.states.async_set(BATTERY, "0", {"unit_of_measurement": "W"})
    site = {**MEASURED, "battery_power": BATTERY, "prices": [PRICE]}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        await with_tariffs(home, **TARIFFS)
        one = await home.add_charger(takes_a=16.0)
        two = await home.add_charger("CP-2", takes_a=10.0)
        reckoner = Reckoner(home)
        price = by_quarter(0.4, -0.1, 0.25, 0.1)

        def sun_w(at: datetime) -> float:
            return 5000.0 if at.minute % 7 < 4 else 900.0

        def battery_w(at: datetime) -> float:
            return 1000.0 if at.minute % 5 < 2 else -1500.0

        await one.plug_in()
        await reckoner.run(21, sun_w, price, battery_w)
        await two.plug_in()
        await reckoner.run(20, sun_w, price, battery_w)
        await two.leave()
        await home.settle()
        await reckoner.run(12, sun_w, price, battery_w)
        await one.leave()
        await home.settle()
        await until(lambda: stored(home, one).is_final and stored(home, two).is_final)
        for charger in (one, two):
            is_close(stored(home, charger), reckoner.sessions[charger.charge_point_id])
        found, expected = stored(home, one), reckoner.sessions["CP-1"]
        assert found.saved == pytest.approx(expected.at_once - expected.cost, abs=0.02)
        for worth in (found, stored(home, two)):
            assert worth.currency == "EUR"
        totals = await home.central_system.ledger.totals(SessionFilter())
        assert len(totals) == 1
        worths = found, stored(home, two)
        assert totals[0].cost == pytest.approx(sum(each.cost or 0 for each in worths))
        assert totals[0].solar_wh == pytest.approx(sum(each.solar_wh or 0 for each in worths))
        assert totals[0].grid_wh == pytest.approx(sum(each.grid_wh or 0 for each in worths))


async def test_money_of_two_currencies_is_never_added(hass: HomeAssistant) -> None:
    """Home Assistant's currency changes in the middle of a session, which the charger corrects after that."""
    async with house(hass, wallbox()) as home:
        await with_tariffs(
            home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}], battery_price=0.2
        )
        charger = await home.add_charger(takes_a=16.0)
        await charger.plug_in()
        await home.run(870)
        await hass.config.async_update(currency="CHF")
        await with_tariffs(
            home, fixed_prices=[{"begins": "2026-01-01", "price": 0.9}], battery_price=0.7
        )
        await home.run(330)
        home.central_system.ledger.close_transactions("CP-1")
        await home.settle()
        (first,) = await home.central_system.ledger.sessions()
        for energy_wh in (first.energy_wh, first.energy_wh + 100):
            details = home.central_system.ledger.details(first.session_id)
            assert details is not None
            assert details.worth is not None
            worth = details.worth
            assert (worth.currency, worth.battery_price) == ("EUR", 0.2)
            assert worth.cost == pytest.approx(energy_wh * 0.3 / 1000, rel=0.001)
            assert worth.estimated  # the prices of the rest are not known in euro
            assert {each.price for each in worth.slots} == {0.3, None}
            if energy_wh == first.energy_wh:
                charger.energy_wh = 1000 + first.energy_wh + 100
                home.clock.tick(timedelta(minutes=5))
                await charger.leave()
                await home.settle()
        charger.transaction_id = None
        await charger.plug_in()
        await home.run(120)
        await charger.leave()
        await home.settle()
        assert stored(home, charger).currency == "CHF"
        assert stored(home, charger).price == pytest.approx(0.9)


async def test_a_full_charge_at_once_saves_nothing_wherever_it_ends(hass: HomeAssistant) -> None:
    """It ends with a quarter of an hour; the register counts a little more than the power says."""
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}])
        charger = await home.add_charger(takes_a=16.0)
        await charger.plug_in()
        await home.run(1790)
        charger.energy_wh += 15
        await home.run(10)
        await charger.leave()
        await home.settle()
        worth = stored(home, charger)
        assert worth.saved == pytest.approx(0, abs=0.01)


async def test_a_silent_meter_leaves_its_part_unknown_and_that_costs_as_from_the_grid(
    hass: HomeAssistant,
) -> None:
    """Of an hour the meter is silent for twenty minutes; each price counts from its quarter on, though it is told a little late."""
    hass.states.async_set(PRICE, "0.4", {"unit_of_measurement": "EUR/kWh"})
    async with house(hass, wallbox(), site={**MEASURED, "prices": [PRICE]}) as home:
        await with_tariffs(home, feed_in_prices=TARIFFS["feed_in_prices"])
        charger = await home.add_charger(takes_a=10.0)
        home.sun_w = 1000.0  # of the car's 2,300 W the grid gives 1,600
        await charger.plug_in()
        for minutes, price, works in (
            (15, "0.4", True),
            (5, "0.2", True),
            (10, "0.2", False),
            (10, "0.25", False),
            (5, "0.25", True),
            (15, "0.3", True),
        ):
            home.measure(PRICE, price, "EUR/kWh")
            home.meter_works = works
            if not works:
                home.measure(GRID, "unavailable", "W")
            await home.run(minutes * 60)
        await charger.leave()
        await home.settle()
        await until(lambda: stored(home, charger).is_final)
        found = stored(home, charger)
        quarter_wh, sun = 575.0, 700 / 2300
        known_wh = 2300 * 40 / 60
        assert found.grid_wh == pytest.approx(known_wh * (1 - sun), abs=60)
        assert found.solar_wh == pytest.approx(known_wh * sun, abs=30)
        assert found.battery_wh == 0
        prices = {slot.start.minute: slot.price for slot in found.slots if slot.energy_wh > 1}
        assert prices == {0: 0.4, 15: 0.2, 30: 0.25, 45: 0.3}
        solar_wh = [quarter_wh * sun, quarter_wh * sun / 3, quarter_wh * sun / 3, quarter_wh * sun]
        cost = sum(
            (quarter_wh - sun_wh) / 1000 * price + sun_wh / 1000 * FEED_IN
            for sun_wh, price in zip(solar_wh, (0.4, 0.2, 0.25, 0.3), strict=True)
        )
        assert found.cost == pytest.approx(cost, abs=0.01)
        assert found.estimated


async def test_a_session_without_energy_costs_nothing(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}])
        charger = await home.add_charger(takes_a=0.0)
        await charger.plug_in()
        await home.run(120)
        await charger.leave()
        await home.settle()
        found = stored(home, charger)
        assert (found.cost, found.price, found.mean_power_w, found.charging_s) == (0, None, None, 0)
        assert not found.estimated


# ---- what came while somebody was away, in a house without other sources


async def replayed(
    charger: Charger, began: datetime, ended: datetime, *registers: tuple[datetime, float]
) -> None:
    """Send a session of the past that ended; `registers` are transactionData in Wh since its start."""
    meter_start = charger.register_wh
    answer = await charger.charge_point.call(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": ID_TAG,
            "meterStart": meter_start,
            "timestamp": began.isoformat(),
        },
    )
    charger.energy_wh += registers[-1][1]
    stop: dict[str, Any] = {
        "transactionId": answer["transactionId"],
        "meterStop": charger.register_wh,
        "timestamp": ended.isoformat(),
    }
    if len(registers) > 1:
        stop["transactionData"] = [
            {
                "timestamp": at.isoformat(),
                "sampledValue": [{"value": str(meter_start + wh), "unit": "Wh"}],
            }
            for at, wh in registers
        ]
    await charger.charge_point.call("StopTransaction", stop)


async def test_sessions_before_in_and_after_thirty_hours_away_count_once_at_their_prices(
    hass: HomeAssistant,
) -> None:
    """The tariff changes at local midnight in between; the charger tells everything when Home Assistant is back."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    tariff = [{"begins": "2026-01-01", "price": 0.3}, {"begins": "2026-06-02", "price": 0.5}]
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, fixed_prices=tariff)
        charger = await home.add_charger(takes_a=10.0)
        start, began_wh = home.now, charger.energy_wh

        def after(hours: float) -> datetime:
            return start + timedelta(hours=hours)

        await charger.plug_in()
        await home.run(600)
        first = charger.transaction_id
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_unload(home.entry.entry_id)
        home.clock.tick(timedelta(hours=30))
        await hass.config_entries.async_setup(home.entry.entry_id)
        charger = await home.add_charger(
            status="Available", takes_a=10.0, energy_wh=began_wh + 5000
        )
        await charger.charge_point.call(
            "StopTransaction",
            {
                "transactionId": first,
                "meterStop": charger.register_wh,
                "timestamp": after(2.5).isoformat(),
            },
        )
        await replayed(charger, after(10), after(14), (after(14), 8000))
        await replayed(
            charger, after(20), after(24), *((after(20 + n), 250.0 * n * n) for n in range(5))
        )
        charger.transaction_id = None
        await charger.plug_in()
        await home.run(600)
        await charger.leave()
        await home.settle()
        ledger = home.central_system.ledger
        sessions = sorted(await ledger.sessions(), key=lambda each: each.started_at or start)
        last_wh = 2300 / 6
        energies = [5000, 8000, 4000, last_wh]
        assert [each.energy_wh for each in sessions] == pytest.approx(energies, abs=2)
        worths = [
            details.worth for each in sessions if (details := ledger.details(each.session_id))
        ]
        assert all(worth is not None and worth.is_final for worth in worths)
        costs = [5 * 0.3, 4 * 0.3 + 4 * 0.5, 4 * 0.5, last_wh / 1000 * 0.5]
        assert [worth and worth.cost for worth in worths] == pytest.approx(costs, abs=0.002)
        assert [worth and worth.estimated for worth in worths] == [True, True, True, False]
        third = worths[2]
        assert third is not None
        by_hour: defaultdict[int, float] = defaultdict(float)
        for slot in third.slots:
            by_hour[int((slot.start - start) / timedelta(hours=1))] += slot.energy_wh
        assert {hour: wh for hour, wh in by_hour.items() if wh} == pytest.approx(
            {20: 250, 21: 750, 22: 1250, 23: 1750}, abs=1
        )
        (total,) = await ledger.totals(SessionFilter())
        assert total.energy_wh == pytest.approx(charger.energy_wh - began_wh, abs=2)
        assert total.cost == pytest.approx(sum(costs), abs=0.005)
        (by_person,) = await ledger.totals(SessionFilter(), by=TotalsBy.CARD)
        assert by_person.cost == pytest.approx(total.cost)


@pytest.mark.parametrize(
    ("night", "dear_hours"),
    [
        ("2026-03-28T22:30:00+00:00", 0),
        ("2026-10-24T22:30:00+00:00", 2),
        ("2026-06-09T22:30:00+00:00", 1),
    ],
    ids=["the hour is left out", "the hour comes twice", "an ordinary night"],
)
async def test_an_hour_of_another_price_in_a_night_in_which_the_clocks_change(
    hass: HomeAssistant, night: str, dear_hours: int
) -> None:
    """1 kWh in each of five hours; from two to three o'clock a kWh costs 1 €."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    tariff = {
        "begins": "2026-01-01",
        "price": 0.1,
        "other_price": 1.0,
        "other_from": "02:00:00",
        "other_until": "03:00:00",
    }
    async with house(hass, wallbox()) as home:
        began = datetime.fromisoformat(night)
        home.clock.move_to(began + timedelta(hours=9))
        await with_tariffs(home, fixed_prices=[tariff])
        charger = await home.add_charger()
        ended = began + timedelta(hours=5)
        await replayed(charger, began, ended, (ended, 5000))
        await home.settle()
        assert stored(home, charger).cost == pytest.approx(
            0.1 * (5 - dear_hours) + 1.0 * dear_hours, abs=0.001
        )
