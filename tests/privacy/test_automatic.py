"""Old sessions are anonymised by themselves, where the option says so: each night and after each start."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.plug_control.const import CONF_ANONYMISE_AFTER_MONTHS
from custom_components.plug_control.privacy import automatic
from custom_components.plug_control.privacy.automatic import AFTER_START_S
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction
from tests.filed_sessions import NOON
from tests.helpers import ID_TAG

from .home import PrivateHome, private_home

MONTH = 31 * 24
"""Hours."""


@pytest.fixture
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> PrivateHome:
    """A house with further sessions of Anna, half a year old and three years old."""
    freezer.move_to(NOON)
    home = await private_home(hass)
    home.file(10, (-6 * MONTH, 1 - 6 * MONTH), 100)
    home.file(11, (-36 * MONTH, 1 - 36 * MONTH), 100)
    await hass.async_block_till_done(wait_background_tasks=True)
    return home


def choose(home: PrivateHome, months: int) -> None:
    options = {**home.entry.options, CONF_ANONYMISE_AFTER_MONTHS: months}
    home.hass.config_entries.async_update_entry(home.entry, options=options)


async def night(home: PrivateHome, freezer: FrozenDateTimeFactory) -> None:
    """Let it be the next night, 3:23 local time."""
    local = dt_util.now() + timedelta(days=1)
    then = local.replace(hour=3, minute=23, second=0, microsecond=0)
    freezer.move_to(then + timedelta(seconds=1))
    async_fire_time_changed(home.hass, then + timedelta(seconds=1))
    await home.hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize(
    ("months", "left"), [(0, (1, 2, 10, 11)), (12, (1, 2, 10)), (3, (1, 2)), (60, (1, 2, 10, 11))]
)
async def test_each_night_what_is_old_enough_is_anonymised(
    home: PrivateHome, freezer: FrozenDateTimeFactory, months: int, left: tuple[int, ...]
) -> None:
    choose(home, months)
    await night(home, freezer)
    assert await home.ids_of("Anna") == left
    assert sum(each.energy_wh for each in await home.ledger.sessions()) == 15_200


async def test_after_a_start_what_was_missed_is_made_up_for(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    await night(home, freezer)
    choose(home, 3)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert await home.ids_of("Anna") == (1, 2, 10, 11)
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=AFTER_START_S + 1))
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert await home.ids_of("Anna") == (1, 2)


async def test_many_are_done_in_steps_and_each_once(
    home: PrivateHome, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automatic, "AT_ONCE", 2)
    for number in range(20, 25):
        home.file(number, (-36 * MONTH, 1 - 36 * MONTH), 100)
    choose(home, 3)
    steps: list[Any] = []
    anonymise = home.ledger.anonymise

    async def counted(session_ids: Any) -> int:
        steps.append(session_ids)
        count: int = await anonymise(session_ids)
        return count

    with patch.object(home.ledger, "anonymise", counted):
        await night(home, freezer)
        assert sorted(number for step in steps for number in step) == [10, 11, *range(20, 25)]
        assert max(map(len, steps)) == 2
        steps.clear()
        await night(home, freezer)
    assert steps == []


async def test_a_disk_that_fails_is_logged_and_tried_again_the_next_night(
    home: PrivateHome, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    choose(home, 3)
    with patch.object(home.ledger, "anonymise", side_effect=OSError("full")):
        await night(home, freezer)
    assert "Old sessions were not anonymised" in caplog.text
    assert len(await home.ids_of("Anna")) == 4
    await night(home, freezer)
    assert await home.ids_of("Anna") == (1, 2)


async def start(home: PrivateHome, freezer: FrozenDateTimeFactory, now: datetime) -> None:
    """Start the integration anew at a time of the clock, and let it look."""
    freezer.move_to(now)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    async_fire_time_changed(home.hass, now + timedelta(seconds=AFTER_START_S + 1))
    await home.hass.async_block_till_done(wait_background_tasks=True)


async def test_a_clock_that_is_ahead_for_a_time_anonymises_nothing(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    choose(home, 12)
    await night(home, freezer)
    await start(home, freezer, NOON.replace(year=2099))
    await start(home, freezer, NOON.replace(year=2099, hour=13))
    await start(home, freezer, NOON + timedelta(days=2))
    await start(home, freezer, NOON.replace(year=2099) + timedelta(days=3))
    assert await home.ids_of("Anna") == (1, 2, 10)


async def test_the_first_start_by_a_clock_that_is_ahead_anonymises_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(NOON.replace(year=2099))
    home = await private_home(hass)
    choose(home, 12)
    home.file(10, (-6 * MONTH, 1 - 6 * MONTH), 100)
    await start(home, freezer, NOON.replace(year=2099, hour=13))
    await start(home, freezer, NOON)
    await start(home, freezer, NOON + timedelta(days=1))
    assert await home.ids_of("Anna") == (1, 2, 10)


async def test_a_house_that_was_off_for_long_anonymises_from_the_next_day_on(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    choose(home, 12)
    await night(home, freezer)
    on = NOON + timedelta(days=300)
    await start(home, freezer, on)
    assert await home.ids_of("Anna") == (1, 2, 10)
    await start(home, freezer, on + timedelta(days=1))
    assert await home.ids_of("Anna") == (1, 2)


OLD_CLOCK = datetime(2021, 1, 1, 12, tzinfo=UTC)
NO_CLOCK = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)


async def nights_later(home: PrivateHome, freezer: FrozenDateTimeFactory, days: float) -> None:
    """Let it be so many days later, and two nights more: a leap of the clock is believed in the second one."""
    freezer.tick(timedelta(days=days))
    await night(home, freezer)
    await night(home, freezer)


async def test_what_a_charger_with_a_clock_of_years_ago_tells_today_is_not_old(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    start = StartTransaction(
        connector_id=1,
        id_tag=ID_TAG,
        meter_start_wh=0.0,
        timestamp=OLD_CLOCK,
        reservation_id=None,
    )
    number = home.ledger.start("CP-1", start).transaction_id
    stop = StopTransaction(
        transaction_id=number,
        id_tag=ID_TAG,
        meter_stop_wh=5_000.0,
        timestamp=OLD_CLOCK + timedelta(hours=2),
        reason="Local",
        meter_values=(),
    )
    session = home.ledger.stop("CP-1", stop).session
    assert (session.stopped_at, session.heard_at) == (stop.timestamp, NOON)
    choose(home, 3)
    await night(home, freezer)
    assert number in await home.ids_of("Anna")
    await nights_later(home, freezer, 80)
    assert number in await home.ids_of("Anna")
    await nights_later(home, freezer, 10)
    assert number not in await home.ids_of("Anna")


async def test_a_session_that_no_clock_dates_counts_from_the_first_night_on(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    home.file(30, (0, 0), 100, started_at=NO_CLOCK, stopped_at=NO_CLOCK, stop_timestamp="1970")
    choose(home, 3)
    known = home.ledger._records.history.stop_key(30)
    await night(home, freezer)
    assert 30 in await home.ids_of("Anna")
    assert home.ledger._records.history.stop_key(30) == known
    await nights_later(home, freezer, 80)
    assert 30 in await home.ids_of("Anna")
    await nights_later(home, freezer, 15)
    assert 30 not in await home.ids_of("Anna")


async def test_a_computer_without_a_clock_anonymises_nothing(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    home.file(30, (0, 0), 100, started_at=NO_CLOCK, stopped_at=NO_CLOCK)
    choose(home, 3)
    await start(home, freezer, datetime(1971, 1, 1, tzinfo=UTC))
    assert home.ledger.session(30).heard_at is None
    assert 30 in await home.ids_of("Anna")
