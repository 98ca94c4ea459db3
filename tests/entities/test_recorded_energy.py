"""What the recorder makes of energy, with a real recorder: crashes, chargers that come back, sessions corrected late."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.entities import recorded_energy
from simulator.scripted import ScriptedChargePoint
from tests.chargers import report_status, sample
from tests.entity_states import state, value
from tests.helpers import ID_TAG, charge_point_data, id_tag_data, scripted, set_up, until

ENERGY = "sensor.garage_energy"
SESSION_ENERGY = "sensor.garage_session_energy"
EVENT = "event.garage_session"
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=dt_util.UTC)


@pytest.fixture
def noon(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """It is noon."""
    freezer.move_to(NOON)
    return freezer


async def dialled(entry: MockConfigEntry) -> ScriptedChargePoint:
    charge_point = scripted(entry)
    await charge_point.connect()
    await charge_point.boot()
    await report_status(charge_point, "Preparing")
    return charge_point


async def tell(hass: HomeAssistant, charge_point: ScriptedChargePoint, register_wh: float) -> None:
    """Have the charger tell its register now."""
    element: dict[str, Any] = {
        "timestamp": dt_util.utcnow().isoformat(),
        "sampledValue": [sample(str(register_wh), "Energy.Active.Import.Register", "Wh")],
    }
    await charge_point.call("MeterValues", {"connectorId": 1, "meterValue": [element]})
    await hass.async_block_till_done()


async def start(charge_point: ScriptedChargePoint, register_wh: int) -> int:
    answer: dict[str, Any] = await charge_point.call(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": ID_TAG,
            "meterStart": register_wh,
            "timestamp": dt_util.utcnow().isoformat(),
        },
    )
    return int(answer["transactionId"])


async def recorded_before(hass: HomeAssistant, shown: str, unit: str) -> None:
    """Have the recorder know an energy of a time before the charger was removed, or its memory lost."""
    hass.states.async_set(ENERGY, shown, {"unit_of_measurement": unit, "device_class": "energy"})
    hass.states.async_set(ENERGY, "unavailable")
    await async_wait_recording_done(hass)
    hass.states.async_remove(ENERGY)
    await async_wait_recording_done(hass)


@pytest.mark.parametrize(("shown", "unit"), [("22.0", "kWh"), ("22000", "Wh"), ("0.022", "MWh")])
async def test_a_charger_whose_memory_is_lost_goes_on_from_what_was_recorded(
    recorder_mock: Recorder, hass: HomeAssistant, shown: str, unit: str
) -> None:
    await recorded_before(hass, shown, unit)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await tell(hass, charge_point, 5_500)
    await until(lambda: hass.states.get(ENERGY) is not None)
    assert float(value(hass, ENERGY)) == 22
    await tell(hass, charge_point, 5_700)
    assert float(value(hass, ENERGY)) == pytest.approx(22.2)
    await charge_point.close()


@pytest.mark.parametrize(("hourly", "unit"), [(22.0, "kWh"), (22_000.0, "Wh")])
async def test_where_the_states_are_purged_the_statistics_are_gone_on_from(
    recorder_mock: Recorder, hass: HomeAssistant, hourly: float, unit: str
) -> None:
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        name=None,
        source="recorder",
        statistic_id=ENERGY,
        unit_class="energy",
        unit_of_measurement=unit,
    )
    rows = [
        StatisticData(start=NOON - timedelta(hours=ago), state=hourly / ago, sum=hourly / ago)
        for ago in (2, 1)
    ]
    async_import_statistics(hass, metadata, rows)
    await async_wait_recording_done(hass)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await tell(hass, charge_point, 5_500)
    await until(lambda: hass.states.get(ENERGY) is not None)
    assert float(value(hass, ENERGY)) == 22
    await charge_point.close()


async def test_the_session_takes_nothing_of_what_was_recorded_before_it(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    await recorded_before(hass, "22", "kWh")
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await start(charge_point, 5_000)
    await tell(hass, charge_point, 5_500)
    await until(lambda: hass.states.get(ENERGY) is not None)
    await tell(hass, charge_point, 5_600)
    assert float(value(hass, SESSION_ENERGY)) == pytest.approx(0.6)
    assert float(value(hass, ENERGY)) == pytest.approx(22.1)
    await charge_point.close()


async def test_energy_does_not_go_back_after_a_crash(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await tell(hass, charge_point, 155_000)
    assert await hass.config_entries.async_unload(entry.entry_id)
    # What came after that was saved was shown and recorded, and lost with the crash.
    await recorded_before(hass, "155.38", "kWh")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert float(value(hass, ENERGY)) == pytest.approx(155.38)
    charge_point = await dialled(entry)
    await hass.async_block_till_done()
    assert float(value(hass, ENERGY)) == pytest.approx(155.38)
    await tell(hass, charge_point, 155_400)
    assert float(value(hass, ENERGY)) == pytest.approx(155.4)
    await charge_point.close()


async def test_a_register_stays_shown_while_the_charger_is_away(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await tell(hass, charge_point, 155_380)
    await charge_point.close()
    await until(lambda: value(hass, "sensor.garage_status") == "unavailable")
    assert float(value(hass, ENERGY)) == pytest.approx(155.38)


async def test_without_a_readable_recorder_the_memory_counts(
    recorder_mock: Recorder, hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(
        recorded_energy, "_last_energy_wh", side_effect=SQLAlchemyError("no such table")
    ):
        entry = await set_up(hass, charge_point_data(), id_tag_data())
        charge_point = await dialled(entry)
        await tell(hass, charge_point, 5_500)
        await until(lambda: hass.states.get(ENERGY) is not None)
    assert float(value(hass, ENERGY)) == 5.5
    assert "no such table" in caplog.text
    await charge_point.close()


@pytest.mark.parametrize("shown", ["unknown", "a lot"])
async def test_what_is_no_energy_is_not_gone_on_from(
    recorder_mock: Recorder, hass: HomeAssistant, shown: str
) -> None:
    await recorded_before(hass, shown, "kWh")
    await recorded_before(hass, "99", "bananas")
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    await tell(hass, charge_point, 5_500)
    await until(lambda: hass.states.get(ENERGY) is not None)
    assert float(value(hass, ENERGY)) == 5.5
    await charge_point.close()


# ---- corrections


async def session_sum_kwh(hass: HomeAssistant, start: datetime) -> float:
    """Return the last sum of the session energy's statistic."""
    await async_wait_recording_done(hass)
    rows = await get_instance(hass).async_add_executor_job(
        partial(
            statistics_during_period,
            hass,
            start,
            None,
            {SESSION_ENERGY},
            "5minute",
            {"energy": "kWh"},
            {"sum"},
        )
    )
    return rows[SESSION_ENERGY][-1]["sum"] or 0.0


async def count(hass: HomeAssistant, start: datetime) -> None:
    """Have the recorder count five minutes."""
    await async_wait_recording_done(hass)
    do_adhoc_statistics(hass, start=start)
    await async_wait_recording_done(hass)


@pytest.mark.parametrize("is_shown", [True, False])
async def test_a_session_that_is_corrected_is_right_in_its_statistic_and_told_with_both_figures(
    recorder_mock: Recorder, hass: HomeAssistant, noon: FrozenDateTimeFactory, is_shown: bool
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = await dialled(entry)
    transaction_id = await start(charge_point, 1_000)
    await tell(hass, charge_point, 1_000)
    await count(hass, NOON)
    noon.tick(timedelta(minutes=5))
    await tell(hass, charge_point, 1_500)
    noon.tick(timedelta(minutes=1))
    if is_shown:
        entry.runtime_data.central_system.ledger.close_transactions("CP-1")
        connector = entry.runtime_data.central_system.charge_points["CP-1"].connectors[1]
        sessions = await entry.runtime_data.central_system.ledger.sessions()
        connector.transaction, connector.last_session = None, sessions[-1]
    else:
        await start(charge_point, 2_000)
    noon.tick(timedelta(minutes=1))
    await hass.async_block_till_done()
    await count(hass, NOON + timedelta(minutes=5))
    before_kwh = await session_sum_kwh(hass, NOON)
    stop: dict[str, Any] = {
        "transactionId": transaction_id,
        "meterStop": 2_000,
        "timestamp": (NOON + timedelta(minutes=5, seconds=50)).isoformat(),
        "reason": "PowerLoss",
    }
    await charge_point.call("StopTransaction", stop)
    await hass.async_block_till_done()
    noon.tick(timedelta(minutes=5))
    await count(hass, NOON + timedelta(minutes=10))
    assert await session_sum_kwh(hass, NOON) == pytest.approx(before_kwh + 0.5)
    told = state(hass, EVENT).attributes
    assert told["event_type"] == "corrected"
    assert told["transaction_id"] == transaction_id
    assert (told["energy_kwh_before"], told["energy_kwh"]) == (0.5, 1.0)
    assert (told["energy_estimated_before"], told["energy_estimated"]) == (True, False)
    assert (told["reason_before"], told["reason"]) == ("unknown", "power_loss")
    await charge_point.close()
