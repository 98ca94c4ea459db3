"""What a process that is killed leaves in the ledger's file: the worth of each session with the session, never twice."""

from datetime import timedelta
from pathlib import Path
import shutil

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.storage.storage import ledger_path
from tests.house import MEASURED, Charger, House, house, wallbox

from .hours import agree, agreed, energy_of
from .test_over_time import with_tariffs

TARIFFS = {
    "fixed_prices": [{"begins": "2026-01-01", "price": 0.3}],
    "feed_in_prices": [{"begins": "2026-01-01", "price": 0.1}],
}


def left_by_a_kill(home: House, tmp_path: Path) -> Path:
    """Copy the ledger's files as they are: what a process that is killed now leaves."""
    path = ledger_path(home.hass, home.entry.entry_id)
    kept = tmp_path / "left"
    kept.mkdir(exist_ok=True)
    for each in path.parent.glob(f"{path.name}*"):
        shutil.copy2(each, kept / each.name)
    return kept / path.name


async def start_again(home: House, left: Path) -> None:
    """Start with what was left, and nothing that came after it."""
    path = ledger_path(home.hass, home.entry.entry_id)
    home.chargers.clear()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    for each in left.parent.glob(f"{left.name}*"):
        shutil.copy2(each, path.parent / each.name)
    await home.hass.config_entries.async_setup(home.entry.entry_id)


async def test_a_session_that_ends_has_its_worth_on_the_disk_before_its_stop_is_answered(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """The charger never hears the answer, and repeats its stop to the next process."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home, **TARIFFS)
        home.sun_w = 300 + 1150
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(600)
        stop = {
            "transactionId": charger.transaction_id,
            "meterStop": charger.register_wh,
            "timestamp": home.now.isoformat(),
            "reason": "EVDisconnected",
        }
        await charger.charge_point.call("StopTransaction", stop)
        left = left_by_a_kill(home, tmp_path)
        ledger = Ledger(LedgerDatabase(left), clock=lambda: home.now)
        await ledger.load()
        (session,) = await ledger.sessions()
        details = ledger.details(session.session_id)
        assert details is not None
        worth = agree(session, details, within_wh=45)
        assert worth.is_final
        assert worth.cost == pytest.approx(session.energy_wh * 0.0002, rel=0.02)
        await ledger.close()
        charger.transaction_id = None
        await charger.charge_point.close()

        await start_again(home, left_by_a_kill(home, tmp_path))
        charger = await home.add_charger(takes_a=10.0, energy_wh=charger.energy_wh)
        await charger.charge_point.call("StopTransaction", stop)
        await home.settle()
        (again,) = await home.central_system.ledger.sessions()
        assert again == session
        assert home.central_system.ledger.details(session.session_id) == details


@pytest.mark.parametrize("away_s", [20, 3000])
async def test_a_killed_process_loses_at_most_the_last_minutes_of_what_it_saw_and_counts_nothing_twice(
    hass: HomeAssistant, tmp_path: Path, away_s: float
) -> None:
    """Half of it is the sun's; what nobody saw has an unknown source, and its energy all the same."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        await with_tariffs(home, **TARIFFS)
        home.sun_w = 300 + 1150
        charger = await home.add_charger(takes_a=10.0)
        await charger.plug_in()
        await home.run(900)
        left = left_by_a_kill(home, tmp_path)
        began_wh, before = 1000.0, charger.energy_wh
        await home.run(20)  # the process that is killed saw that, too
        charger = await _goes_on(home, charger, left, away_s)
        await home.run(300)
        await charger.leave()
        await home.settle()
        (session,) = await home.central_system.ledger.sessions()
        assert session.energy_wh == pytest.approx(charger.energy_wh - began_wh, abs=2)
        worth = await agreed(home, session.session_id, within_wh=45)
        seen_wh = session.energy_wh - (charger.energy_wh - before)
        assert sum(energy_of(worth).values()) == pytest.approx(session.energy_wh, abs=0.06)
        assert worth.solar_wh is not None
        assert worth.grid_wh is not None
        assert worth.grid_wh == pytest.approx(worth.solar_wh, rel=0.03)
        known_wh = worth.grid_wh + worth.solar_wh
        two_minutes_wh = 2 * 2300 / 60
        assert known_wh >= seen_wh - two_minutes_wh + 300 * 2300 / 3600 * 0.9
        assert known_wh <= session.energy_wh + 0.1
        assert worth.estimated is (away_s > 60 or known_wh < session.energy_wh * 0.99)


async def _goes_on(home: House, charger: Charger, left: Path, away_s: float) -> Charger:
    """Kill the process and start the next one, while the charger charges on; return the charger, connected again."""
    await charger.charge_point.close()
    await start_again(home, left)
    home.clock.tick(timedelta(seconds=away_s))
    return await home.add_charger(
        status="Charging",
        takes_a=charger.takes_a,
        transaction_id=charger.transaction_id,
        energy_wh=charger.energy_wh + charger.power_w * away_s / 3600,
    )
