"""Energy that came while Home Assistant was away, in the statistics of a connector: in its hours, and to the Wh."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    statistics_during_period,
)
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.statistics.missed_hours import Row, moved
from tests.filed_sessions import Home
from tests.helpers import charge_point_data, id_tag_data, set_up

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
START = datetime(2026, 6, 10, 18, tzinfo=UTC)
REGISTER = 1_234_567.0


def sums(*hours: float, start: datetime) -> list[Row]:
    """Rows of a register that counted so much in each hour."""
    rows, counted = [], 0.0
    for number, energy_wh in enumerate(hours):
        counted += energy_wh
        rows.append(Row(start + number * HOUR, REGISTER + counted, counted))
    return rows


async def record(hass: HomeAssistant, entity_id: str, rows: list[Row]) -> None:
    """Record a statistic as Home Assistant does, in kWh."""
    async_import_statistics(
        hass,
        {
            "has_sum": True,
            "mean_type": StatisticMeanType.NONE,
            "name": None,
            "source": "recorder",
            "statistic_id": entity_id,
            "unit_class": "energy",
            "unit_of_measurement": UnitOfEnergy.KILO_WATT_HOUR,
        },
        [
            {"start": row.start, "state": row.state_wh / 1000, "sum": row.sum_wh / 1000}
            for row in rows
        ],
    )
    await async_wait_recording_done(hass)


async def changes(
    hass: HomeAssistant, entity_id: str, period: Any, since: datetime
) -> Mapping[datetime, float]:
    """What a statistic counted in each period, in Wh."""
    await async_wait_recording_done(hass)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        since,
        None,
        {entity_id},
        period,
        {"energy": "Wh"},
        {"change"},
    )
    return {
        dt_util.utc_from_timestamp(row["start"]): round(row["change"] or 0, 3)
        for row in found[entity_id]
        if row["change"]
    }


@pytest.mark.parametrize(
    "evening",
    [
        datetime(2026, 6, 10, 20, tzinfo=BERLIN),
        datetime(2026, 3, 28, 20, tzinfo=BERLIN),
        datetime(2026, 10, 24, 20, tzinfo=BERLIN),
        datetime(2026, 5, 31, 20, tzinfo=BERLIN),
        datetime(2026, 12, 31, 20, tzinfo=BERLIN),
    ],
    ids=["midnight", "summer time begins", "summer time ends", "month's end", "year's end"],
)
async def test_after_a_whole_days_outage_each_hour_has_its_energy_and_the_sum_is_the_registers(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    evening: datetime,
) -> None:
    """Away from eight in the evening for a day; a car took 1.5 kWh an hour from ten to six."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    start = evening.astimezone(UTC)
    freezer.move_to(start + 26 * HOUR)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    home = Home(hass, entry)
    entity_id = (
        er.async_get(hass)
        .async_get_or_create("sensor", DOMAIN, "CP-1#1_energy", config_entry=entry)
        .entity_id
    )
    flat = [300.0, *([0.0] * 23), 12_000.0, 0.0]
    await record(hass, entity_id, sums(*flat, start=start - HOUR))
    began, ended = start + 2 * HOUR, start + 10 * HOUR
    slots = tuple(
        WorthSlot(start=began + number * QUARTER, energy_wh=375, estimated=True)
        for number in range(32)
    )
    home.file(1, (0, 1), 12_000, started_at=began, stopped_at=ended)
    await hass.async_block_till_done(wait_background_tasks=True)
    worth = SessionWorth(is_final=True, slots=slots)
    home.ledger.keep_details(1, SessionDetails(worth=worth))
    assert await changes(hass, entity_id, "hour", start) == {start + 23 * HOUR: 12_000}

    await entry.runtime_data.missed_hours.async_compare(dt_util.utcnow())
    hours = await changes(hass, entity_id, "hour", start)
    assert hours == {began + number * HOUR: 1500 for number in range(8)}
    days = await changes(hass, entity_id, "day", start - HOUR)
    midnight = (evening + timedelta(hours=4)).replace(hour=0, fold=0)
    before = (midnight.astimezone(UTC) - began) / HOUR * 1500
    assert list(days.values()) == [300 + before, 12_000 - before]
    assert sum(days.values()) == 12_300
    await entry.runtime_data.missed_hours.async_compare(dt_util.utcnow())
    assert await changes(hass, entity_id, "hour", start) == hours


async def test_until_the_register_is_read_again_nothing_changes(
    recorder_mock: Recorder, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    start = datetime(2026, 6, 10, 18, tzinfo=UTC)
    freezer.move_to(start + 6 * HOUR)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    home = Home(hass, entry)
    missed = entry.runtime_data.missed_hours
    worth = SessionWorth(
        is_final=True, slots=(WorthSlot(start=start, energy_wh=2000, estimated=True),)
    )
    home.file(1, (0, 1), 2000, started_at=start, stopped_at=start + HOUR)
    home.file(2, (0, 1), 2000, started_at=start, stopped_at=None, connector_id=None)
    await hass.async_block_till_done(wait_background_tasks=True)
    home.ledger.keep_details(1, SessionDetails(worth=worth))
    await missed.async_compare(dt_util.utcnow())
    assert missed._waiting == set()  # the connector has no sensor

    entity_id = (
        er.async_get(hass)
        .async_get_or_create("sensor", DOMAIN, "CP-1#1_energy", config_entry=entry)
        .entity_id
    )
    missed._waiting = {1, 2, 99}
    await missed.async_compare(dt_util.utcnow())
    assert missed._waiting == set()  # the sensor has no statistics
    await record(hass, entity_id, sums(300, 0, 0, start=start - HOUR))
    missed._waiting = {1}
    await missed.async_compare(dt_util.utcnow())
    assert missed._waiting == {1}
    await record(hass, entity_id, sums(300, 0, 0, 2000, start=start - HOUR))
    await missed.async_compare(dt_util.utcnow())
    assert missed._waiting == set()
    assert await changes(hass, entity_id, "hour", start) == {start: 2000}
    missed._waiting = {1}
    await missed.async_compare(dt_util.utcnow() + timedelta(days=4))
    assert missed._waiting == set()


async def test_each_hour_it_is_compared_and_an_error_is_tried_again(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    freezer.move_to(START)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    missed, ledger = entry.runtime_data.missed_hours, entry.runtime_data.central_system.ledger
    with patch.object(ledger, "fold_details", side_effect=OSError("gone")):
        freezer.move_to(START + timedelta(minutes=7))
        async_fire_time_changed(hass, START + timedelta(minutes=7))
        await hass.async_block_till_done(wait_background_tasks=True)
    assert "cannot be compared now" in caplog.text
    assert not missed._is_loaded
    freezer.move_to(START + timedelta(minutes=67))
    async_fire_time_changed(hass, START + timedelta(minutes=67))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert missed._is_loaded


# ---- the arithmetic


def test_a_statistic_that_begins_later_or_has_other_energy_is_left_alone() -> None:
    came = {START: 1000.0}
    assert moved([], came, START, START) is None
    assert moved(sums(0, 5000, start=START - HOUR), came, START, START) is None
    assert moved(sums(0, 1000, start=START - HOUR), came, START, START) == []


@given(
    came=st.lists(st.integers(0, 20_000), min_size=1, max_size=30),
    away=st.integers(1, 5),
)
def test_the_sum_after_the_outage_stays_to_the_wh(came: list[int], away: int) -> None:
    """A second way: hour by hour what came, and nothing else."""
    hours = {START + number * HOUR: float(wh) for number, wh in enumerate(came)}
    last = START + (len(came) - 1) * HOUR
    rows = sums(0, *([0.0] * (len(came) + away)), float(sum(came)), start=START - HOUR)
    changed = moved(rows, hours, START, last)
    if sum(came) <= 50:
        return
    assert changed is not None
    fixed = {row.start: row for row in rows} | {row.start: row for row in changed}
    assert fixed[rows[-1].start] == rows[-1]
    ordered = [fixed[start].sum_wh for start in sorted(fixed)]
    counted = [after - before for before, after in pairwise(ordered)]
    expected = [*map(float, came), *([0.0] * (len(counted) - len(came)))]
    assert counted == pytest.approx(expected, abs=41)
    assert sum(counted) == pytest.approx(sum(came))
