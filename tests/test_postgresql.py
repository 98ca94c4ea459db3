"""A recorder on PostgreSQL records, corrects and reads as one on SQLite does."""

from collections.abc import Iterator
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.dashboard.recorded import async_recorded
from custom_components.plug_control.entities.recorded_energy import async_last_energy_wh
from tests.entities.test_recorded_energy import (
    ENERGY,
    SESSION_ENERGY,
    count,
    dialled,
    session_sum_kwh,
    start,
    tell,
)
from tests.filed_sessions import ANNA, NOON, Home, at
from tests.helpers import charge_point_data, id_tag_data, set_up
from tests.postgresql import postgresql
from tests.statistics.test_worth_statistics import COST, SOLAR, TWO_HOURS, file


@pytest.fixture
def recorder_db_url() -> Iterator[str]:
    """Replace the recorder's database by an empty one of a real server."""
    with postgresql() as url:
        yield url


@pytest.mark.long
async def test_the_recorder_may_be_postgresql(
    recorder_mock: Recorder, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    assert recorder_mock.dialect_name == "postgresql"
    freezer.move_to(NOON)
    home = Home(hass, await set_up(hass, charge_point_data(), id_tag_data()))
    await home.count()
    await _a_late_stop_corrects_the_connectors_statistic(home, freezer)
    await _what_was_recorded_is_found(home)
    freezer.move_to(at(6))
    await _peoples_statistics_are_written_corrected_and_renamed(home)


async def _a_late_stop_corrects_the_connectors_statistic(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    charge_point = await dialled(home.entry)
    transaction_id = await start(charge_point, 1_000)
    await tell(home.hass, charge_point, 1_000)
    await count(home.hass, NOON)
    freezer.tick(timedelta(minutes=5))
    await tell(home.hass, charge_point, 1_500)
    freezer.tick(timedelta(minutes=1))
    newer_id = await start(charge_point, 2_000)
    freezer.tick(timedelta(minutes=1))
    await count(home.hass, NOON + timedelta(minutes=5))
    before_kwh = await session_sum_kwh(home.hass, NOON)
    for stopped, register_wh, second in ((transaction_id, 2_000, 350), (newer_id, 2_000, 400)):
        at_time = (NOON + timedelta(seconds=second)).isoformat()
        await charge_point.call(
            "StopTransaction",
            {"transactionId": stopped, "meterStop": register_wh, "timestamp": at_time},
        )
    await home.hass.async_block_till_done()
    freezer.tick(timedelta(minutes=5))
    await count(home.hass, NOON + timedelta(minutes=10))
    assert await session_sum_kwh(home.hass, NOON) == pytest.approx(before_kwh + 0.5)
    await charge_point.close()


async def _what_was_recorded_is_found(home: Home) -> None:
    assert await async_last_energy_wh(home.hass, ENERGY) == 2_000
    assert await async_last_energy_wh(home.hass, "sensor.never_seen") is None
    assert await async_recorded(home.hass, {SESSION_ENERGY, "sensor.never_seen"}) == set()


async def _peoples_statistics_are_written_corrected_and_renamed(home: Home) -> None:
    other = f"{DOMAIN}:energy_01"
    home.file(101, (1.5, 3.5), 8_000)
    home.file(102, (1, 2), 1_000, id_tag="BEEF01")
    await home.count()
    assert await home.hours() == {0: 1, 1: 2, 2: 4, 3: 2}
    assert await home.hours(other) == {1: 1}
    assert await async_recorded(home.hass, {ANNA, f"{DOMAIN}:energy_nobody"}) == {ANNA}
    home.file(101, (1.5, 3.5), 6_000)
    home.file(102, (1, 2), 1_000)
    await home.count()
    assert await home.hours() == {0: 1, 1: 2.5, 2: 3, 3: 1.5}
    assert await home.hours(other) == {}
    await file(home, TWO_HOURS, 103)
    assert await home.hours(COST) == {0: 0.4, 1: 0.5}
    assert await home.hours(SOLAR) == {0: 1}
    (card,) = home.entry.get_subentries_of_type("id_tag")
    home.hass.config_entries.async_update_subentry(home.entry, card, title="Αnna·Müller")
    await home.count()
    assert (await home.statistics.async_names())[ANNA] == "Αnna·Müller"
