"""What Home Assistant's long-term statistics make of the energy sensors, with a real recorder."""

from datetime import datetime, timedelta

from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
    get_start_time,
)

from simulator.scripted import ScriptedChargePoint
from tests.chargers import C2EU, boot_c2eu, meter_values, sample, start, stop
from tests.helpers import charge_point_data, id_tag_data, set_up, until

PREFIX = "sensor.c2eu"


async def register(charge_point: ScriptedChargePoint, energy_wh: int) -> None:
    """Have the charger tell its register."""
    samples = (sample(str(energy_wh), "Energy.Active.Import.Register", "Wh"),)
    await meter_values(charge_point, samples, timestamp=dt_util.utcnow().isoformat())


async def sums(hass: HomeAssistant, since: datetime) -> dict[str, float | None]:
    """What each statistic added up to in the five minutes of `since` and those of now."""
    await async_wait_recording_done(hass)
    periods = sorted({get_start_time(since), get_start_time(dt_util.utcnow())})
    for period in periods:
        do_adhoc_statistics(hass, start=period)
    await async_wait_recording_done(hass)
    statistics = await get_instance(hass).async_add_executor_job(
        statistics_during_period, hass, periods[0], None, None, "5minute", None, {"sum"}
    )
    return {statistic_id: rows[-1].get("sum") for statistic_id, rows in statistics.items()}


async def test_statistics_see_no_jump_over_a_restart_in_the_middle_of_a_session(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    """The session before, shown for a moment, would be counted once more."""
    assert await async_setup_component(hass, "sensor", {})
    began = dt_util.utcnow()
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await register(charge_point, 1_000_000)
    await until(lambda: hass.states.is_state(f"{PREFIX}_energy", "1000.0"))
    first = (began - timedelta(hours=2)).isoformat()
    transaction_id = await start(charge_point, meter_start=1_000_000, timestamp=first)
    await register(charge_point, 1_004_000)
    await stop(charge_point, transaction_id, meter_stop=1_005_000, timestamp=began.isoformat())
    await start(charge_point, meter_start=1_005_000, timestamp=began.isoformat())
    await register(charge_point, 1_005_850)
    await hass.async_block_till_done()
    await charge_point.close()

    await hass.config_entries.async_reload(entry.entry_id)
    charge_point = await boot_c2eu(hass, entry)
    await register(charge_point, 1_006_050)
    await hass.async_block_till_done()
    await charge_point.close()

    added_up = await sums(hass, began)
    assert added_up[f"{PREFIX}_energy"] == pytest.approx(6.05)
    assert added_up[f"{PREFIX}_session_energy"] == pytest.approx(5 + 1.05)
