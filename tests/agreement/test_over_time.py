"""Sessions over midnight, a month's end and the changes of the clocks: each hour has what came in it, wherever it is told."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.const import CONF_TARIFFS
from custom_components.plug_control.model.hours import energy_by_hour, hour_of
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.statistics.month_totals import Group
from tests.helpers import until
from tests.house import KEY, MEASURED, House, house, wallbox

from .hours import agreed, energy_of, last_session, sun_of

STEP_S = 60
NEAR_WH = 45
"""The register is read each minute: an hour may have what came in the minute before it."""
BAND_PRICE, OLD_PRICE, NEW_PRICE = 1.0, 0.1, 0.4


async def with_tariffs(home: House, **tariffs: Any) -> None:
    """Store what a kWh costs."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={**home.entry.options, CONF_TARIFFS: tariffs}
    )
    await home.settle()


@pytest.mark.parametrize(
    "began",
    [
        "2026-06-09T20:30:00+00:00",
        "2026-06-30T20:30:00+00:00",
        "2026-03-28T23:30:00+00:00",
        "2026-10-24T23:30:00+00:00",
    ],
    ids=["midnight", "a month's end", "an hour is left out", "an hour comes twice"],
)
async def test_each_hour_of_a_night_has_its_energy_its_sun_and_its_price(
    hass: HomeAssistant, began: str
) -> None:
    """Three hours, in each of which the car draws more; a new price begins with the local day, another one from two to three."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    start = datetime.fromisoformat(began)
    new_day = dt_util.as_local(start + timedelta(hours=2)).date().isoformat()
    band = {"other_price": BAND_PRICE, "other_from": "02:00:00", "other_until": "03:00:00"}
    async with house(hass, wallbox(), site=MEASURED) as home:
        home.clock.move_to(start)
        await with_tariffs(
            home,
            fixed_prices=[
                {"begins": "2026-01-01", "price": OLD_PRICE, **band},
                {"begins": new_day, "price": NEW_PRICE, **band},
            ],
        )
        charger = await home.add_charger(takes_a=6.0)
        energy: defaultdict[datetime, float] = defaultdict(float)
        sun: defaultdict[datetime, float] = defaultdict(float)
        cost = 0.0
        await charger.plug_in()
        for minute in range(180):
            hour = hour_of(home.now)
            charger.takes_a = 6.0 + 2 * (minute // 30)
            home.sun_w = home.load_w + 200.0 * (1 + minute // 60)
            came_wh = charger.power_w * STEP_S / 3600
            sun_wh = 200.0 * (1 + minute // 60) * STEP_S / 3600
            local = dt_util.as_local(home.now)
            price = OLD_PRICE if local.date().isoformat() < new_day else NEW_PRICE
            price = BAND_PRICE if local.hour == 2 else price
            await home.step(STEP_S)
            energy[hour] += came_wh
            sun[hour] += sun_wh
            cost += (came_wh - sun_wh) / 1000 * price
        await charger.leave()
        await home.settle()
        session = last_session(home)
        worth = await agreed(home, session.session_id, within_wh=NEAR_WH)
        near = pytest.approx
        assert energy_of(worth) == near(dict(energy), abs=NEAR_WH)
        assert energy_by_hour(session, home.now) == near(dict(energy), abs=NEAR_WH)
        assert sun_of(worth) == near(dict(sun), abs=NEAR_WH / 3)
        assert worth.cost == near(cost, abs=0.03)
        assert not worth.estimated
        await _counts_in_the_month_in_which_it_began(home, session, cost)


async def _counts_in_the_month_in_which_it_began(
    home: House, session: Session, cost: float
) -> None:
    keeper = home.entry.runtime_data.month_totals
    started_at = session.started_at
    assert started_at is not None
    ago = int(dt_util.as_local(started_at).month != dt_util.now().month)
    keeper.async_refresh_soon(0)
    home.leap(1)

    def months() -> list[float]:
        found = [keeper.of(Group.CONNECTOR, KEY, months_ago) for months_ago in (0, 1)]
        return [0 if each is None else each.energy_wh for each in found]

    energy_wh = session.energy_wh
    await until(lambda: months() == [(energy_wh, 0)[ago], (0, energy_wh)[ago]])
    found = keeper.of(Group.CONNECTOR, KEY, ago)
    assert found is not None
    assert found.sessions == 1
    assert found.cost == pytest.approx(cost, abs=0.03)
    (total,) = await home.central_system.ledger.totals(SessionFilter())
    assert (total.energy_wh, total.cost) == (found.energy_wh, found.cost)


# ---- a stop that says less than what was counted


@pytest.mark.parametrize(
    ("kept_wh", "minutes"),
    [(600, 200), (300, 15), (1300, 33), (0, 5)],
)
async def test_a_late_stop_with_less_than_was_counted_takes_it_from_all_that_counts(
    hass: HomeAssistant, kept_wh: int, minutes: int
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}])
        home.sun_w = 300 + 1150
        home.clock.move_to("2026-06-01T10:40:00+00:00")
        charger = await home.add_charger(takes_a=10.0)
        began, meter_start = home.now, charger.energy_wh
        await charger.plug_in()
        for _ in range(40):
            await home.step(STEP_S)
        home.central_system.ledger.close_transactions("CP-1")
        await home.settle()
        (before,) = await home.central_system.ledger.sessions()
        first = await agreed(home, before.session_id, within_wh=NEAR_WH)
        assert before.energy_wh == pytest.approx(40 * 2300 / 60, abs=50)
        home.clock.tick(timedelta(hours=5))
        charger.energy_wh = meter_start + kept_wh
        await charger.charge_point.call(
            "StopTransaction",
            {
                "transactionId": charger.transaction_id,
                "meterStop": charger.register_wh,
                "timestamp": (began + timedelta(minutes=minutes)).isoformat(),
            },
        )
        await home.settle()
        (session,) = await home.central_system.ledger.sessions()
        assert session.energy_wh == kept_wh
        worth = await agreed(home, session.session_id, within_wh=NEAR_WH)
        assert worth.cost == pytest.approx((first.cost or 0) * kept_wh / before.energy_wh, abs=0.02)
        await _counts_in_the_month_in_which_it_began(home, session, worth.cost or 0)
        charger.transaction_id = None


# ---- registers that begin anew


@pytest.mark.parametrize("anew_at", [0, 40, 500_000])
async def test_a_register_that_begins_anew_within_a_session_counts_what_came(
    hass: HomeAssistant, anew_at: float
) -> None:
    """It was reset, or another meter was put in."""
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}])
        home.clock.move_to("2026-06-01T10:40:00+00:00")
        charger = await home.add_charger(takes_a=10.0, energy_wh=20_000.0)
        await charger.plug_in()
        for _ in range(20):
            await home.step(30)
        charger.energy_wh = float(anew_at)
        for _ in range(60):
            await home.step(30)
        running = energy_of(home.entry.runtime_data.worth.of(KEY))
        assert sum(running.values()) == pytest.approx(40 * 2300 / 60, rel=0.07)
        await charger.leave()
        await home.settle()
        session = last_session(home)
        assert session.energy_wh == pytest.approx(40 * 2300 / 60, rel=0.04)
        worth = await agreed(home, session.session_id, within_wh=60)
        assert worth.cost == pytest.approx(session.energy_wh * 0.0003, abs=0.001)


def _lifetime_wh(home: House) -> float:
    register = home.connector().meter.register
    return 0.0 if register is None else register.lifetime_wh or 0.0


@pytest.mark.parametrize("anew_at", [0, 500_000])
async def test_registers_that_begin_anew_between_sessions_or_with_each_count_each_session_once(
    hass: HomeAssistant, anew_at: float
) -> None:
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, fixed_prices=[{"begins": "2026-01-01", "price": 0.3}])
        charger = await home.add_charger(takes_a=10.0, energy_wh=20_000.0)
        lifetimes: list[float] = []
        for number in range(3):
            if number:
                charger.energy_wh = float(anew_at)
            await charger.plug_in()
            for _ in range(20):
                await home.step(30)
                lifetimes.append(_lifetime_wh(home))
            await charger.leave()
            await home.run(60)
        sessions = await home.central_system.ledger.sessions()
        assert [each.energy_wh for each in sessions] == pytest.approx([383] * 3, abs=4)
        for session in sessions:
            worth = await agreed(home, session.session_id, within_wh=30)
            assert worth.cost == pytest.approx(session.energy_wh * 0.0003, abs=1e-6)
        assert lifetimes == sorted(lifetimes)
        assert lifetimes[-1] - lifetimes[0] == pytest.approx(3 * 383, abs=45)
        (total,) = await home.central_system.ledger.totals(SessionFilter())
        assert total.energy_wh == pytest.approx(sum(each.energy_wh for each in sessions))
