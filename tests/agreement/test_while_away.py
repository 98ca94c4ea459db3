"""Messages that come hours later: replays while Home Assistant runs, and a session that goes on through an outage."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.const import CONF_TARIFFS, DOMAIN
from tests.chargers import report_status
from tests.helpers import charge_point_data, id_tag_data, scripted, set_up
from tests.house import Charger, House, house, wallbox
from tests.statistics.test_missed_hours import changes, record, sums

from .hours import agree, agreed, energy_of
from .month import Charge
from .test_over_time import with_tariffs

HOUR = timedelta(hours=1)
PRICE = {"fixed_prices": [{"begins": "2026-01-01", "price": 0.3}]}


@pytest.fixture
async def home(hass: HomeAssistant) -> AsyncGenerator[House]:
    """A house without another source than the grid."""
    async with house(hass, wallbox()) as home:
        await with_tariffs(home, **PRICE)
        yield home


def past(charger: Charger, began: datetime, hours: float, energy_wh: int, *told: float) -> Charge:
    """A charge of the past, whose register goes on where the last one ended; `told` are its parts at full hours after its start."""
    charge = Charge(
        place=("CP-1", 1),
        id_tag="04A1B2C3D4E580",
        began=began,
        ended=began + hours * HOUR,
        meter_start=charger.register_wh,
        energy_wh=energy_wh,
        told=[(began + number * HOUR, round(part * energy_wh)) for number, part in enumerate(told)],
    )
    charger.energy_wh += energy_wh
    return charge


async def sessions_agree(home: House, *energies: float) -> None:
    """Compare what is said of each session, and of all of them together."""
    ledger = home.central_system.ledger
    sessions = sorted(await ledger.sessions(), key=lambda each: each.started_at or home.now)
    assert [each.energy_wh for each in sessions] == pytest.approx([*energies], abs=2)
    costs = 0.0
    for session in sessions:
        worth = await agreed(home, session.session_id, within_wh=45)
        assert worth.cost == pytest.approx(session.energy_wh * 0.0003, abs=1e-5)
        costs += worth.cost or 0
    (total,) = await ledger.totals(SessionFilter())
    assert total.energy_wh == pytest.approx(sum(energies), abs=4)
    assert total.cost == pytest.approx(costs)


async def test_replayed_sessions_are_worth_what_they_were_and_leave_the_present_alone(
    home: House,
) -> None:
    """Two sessions of the night come after a restart of the charger; a car is at it again, and their messages come twice."""
    charger = await home.add_charger(takes_a=10.0)
    first = past(charger, home.now - 9.5 * HOUR, 3.25, 4_000, 0, 0.5, 0.75, 0.8)
    second = past(charger, home.now - 5 * HOUR, 4.0, 6_000)
    for _ in range(2):
        for charge in (first, second):
            await charge.start(charger.charge_point)
            await charge.stop(charger.charge_point)
    await home.settle()
    await charger.plug_in()
    await home.run(300)
    for charge in (second, first):  # again, while the next one runs
        await charge.stop(charger.charge_point)
    running = home.entry.runtime_data.worth.of(("CP-1", 1))
    assert sum(energy_of(running).values()) == pytest.approx(300 * 2300 / 3600, abs=15)
    await home.run(300)
    await charger.leave()
    await home.settle()
    await sessions_agree(home, 4_000, 6_000, 600 * 2300 / 3600)
    ledger = home.central_system.ledger
    sessions = sorted(await ledger.sessions(), key=lambda each: each.started_at or home.now)
    details = [ledger.details(each.session_id) for each in sessions]
    assert [each and each.worth and each.worth.estimated for each in details] == [True, True, False]


async def test_a_session_that_began_offline_and_goes_on_has_its_hours(home: House) -> None:
    """The charger was offline for three hours while it charged; its start and readings come first, then it goes on."""
    charger = await home.add_charger(takes_a=10.0)
    began, meter_start = home.now - 3 * HOUR, charger.register_wh
    answer = await charger.charge_point.call(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": "04A1B2C3D4E580",
            "meterStart": meter_start,
            "timestamp": began.isoformat(),
        },
    )
    transaction_id = answer["transactionId"]
    for number, wh in enumerate((1_000, 1_500, 3_500), start=1):
        await charger.charge_point.call(
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": transaction_id,
                "meterValue": [
                    {
                        "timestamp": (began + number * HOUR).isoformat(),
                        "sampledValue": [{"value": str(meter_start + wh), "unit": "Wh"}],
                    }
                ],
            },
        )
    await report_status(charger.charge_point, "Charging")
    assert isinstance(transaction_id, int)
    charger.transaction_id, charger.energy_wh = transaction_id, meter_start + 3_500.0
    await home.settle()
    await home.run(600)
    await charger.leave()
    await home.settle()
    came_wh = 600 * 2300 / 3600
    await sessions_agree(home, 3_500 + came_wh)
    (session,) = await home.central_system.ledger.sessions()
    worth = await agreed(home, session.session_id, within_wh=45)
    assert [*energy_of(worth).values()] == pytest.approx([1_000, 500, 2_000, came_wh], abs=45)
    assert worth.estimated


async def test_a_replay_that_overlaps_a_session_at_the_same_connector_counts_once(
    home: House,
) -> None:
    """A charger with a wrong clock says that an earlier session ended after the one that runs began: both count in full."""
    charger = await home.add_charger(takes_a=10.0)
    overlapping = past(charger, home.now - 2 * HOUR, 2.05, 3_000)
    await charger.plug_in()
    await home.run(300)
    await overlapping.start(charger.charge_point)
    await overlapping.stop(charger.charge_point)
    await home.settle()
    await home.run(300)
    await charger.leave()
    await home.settle()
    sessions = await home.central_system.ledger.sessions()
    assert sorted(each.energy_wh for each in sessions) == pytest.approx(
        [600 * 2300 / 3600, 3_000], abs=4
    )


# ---- through an outage of Home Assistant


@pytest.mark.parametrize("tells", [True, False], ids=["transactionData", "registers only"])
async def test_a_session_through_an_outage_has_its_hours_in_ledger_and_statistics(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    tells: bool,
) -> None:
    """From before a month's midnight to the morning; the register is read again by the stop, and the sum stays its own, to the Wh."""
    start = datetime(2026, 6, 30, 20, tzinfo=UTC)
    await hass.config.async_set_time_zone("Europe/Berlin")
    freezer.move_to(start)
    entry = await set_up(hass, charge_point_data(), id_tag_data(), options={CONF_TARIFFS: PRICE})
    parts = [0, 1_003, 4_007, 4_507, 8_011, 9_001]
    charge = Charge(
        place=("CP-1", 1),
        id_tag="04A1B2C3D4E580",
        began=start,
        ended=start + 5.5 * HOUR,
        meter_start=1_234_567,
        energy_wh=9_999,
        told=[(start + number * HOUR, wh) for number, wh in enumerate(parts)] if tells else [],
    )
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await charge.start(charge_point)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.move_to(start + 9 * HOUR)
    await hass.config_entries.async_setup(entry.entry_id)
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await charge.stop(charge_point)
    await hass.async_block_till_done()
    ledger = entry.runtime_data.central_system.ledger
    (session,) = await ledger.sessions()
    worth = agree(session, ledger.details(session.session_id))
    assert session.energy_wh == 9_999
    assert worth.estimated
    assert all(slot.estimated for slot in worth.slots if slot.energy_wh)
    assert worth.cost == pytest.approx(9.999 * 0.3)
    hours: list[float] = [after - before for before, after in pairwise([*parts, 9_999])]
    if not tells:
        hours = [9_999 / 5.5] * 5 + [9_999 / 11]
    expected = {start + number * HOUR: wh for number, wh in enumerate(hours)}
    assert energy_of(worth) == pytest.approx(expected, abs=0.3)

    # The recorder counted all of it in the hour in which the register was read again
    entity_id = (
        er.async_get(hass)
        .async_get_or_create("sensor", DOMAIN, "CP-1#1_energy", config_entry=entry)
        .entity_id
    )
    await record(hass, entity_id, sums(200, *[0.0] * 9, 9_999, start=start - HOUR))
    freezer.move_to(start + 11 * HOUR)
    await entry.runtime_data.missed_hours.async_compare(dt_util.utcnow())
    counted = await changes(hass, entity_id, "hour", start)
    assert counted == pytest.approx(expected, abs=0.3)
    assert sum(counted.values()) == pytest.approx(9_999, abs=0.001)
    months: Any = await changes(hass, entity_id, "month", start - HOUR)
    assert [*months.values()] == pytest.approx(
        [200 + sum(hours[:2]), 9_999 - sum(hours[:2])], abs=0.3
    )
