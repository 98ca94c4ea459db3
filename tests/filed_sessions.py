"""Add sessions to a config entry's ledger, and read their statistics from the recorder."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    get_metadata,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.statistics.statistics import DELAY_S, EnergyStatistics

from .helpers import ID_TAG

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ANNA = f"{DOMAIN}:energy_anna"


def at(hours: float) -> datetime:
    """Return a time in hours after NOON."""
    return NOON + timedelta(hours=hours)


class Home:
    """Adds sessions to an entry's ledger, and reads their statistics."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self.hass = hass
        self.entry = entry

    @property
    def statistics(self) -> EnergyStatistics:
        """The entry's energy statistics."""
        statistics: EnergyStatistics = self.entry.runtime_data.statistics
        return statistics

    def file(
        self, number: int, hours: tuple[float, float], energy_wh: float, **fields: Any
    ) -> None:
        """Add a session of Anna's to the ledger, or correct it; `hours` are begin and end after NOON."""
        begin, end = hours
        row = {
            "session_id": number,
            "transaction_id": number,
            "charge_point_id": "CP-1",
            "connector_id": 1,
            "id_tag": ID_TAG,
            "started_at": at(begin),
            "stopped_at": at(end),
            "meter_start_wh": 0.0,
            "meter_stop_wh": energy_wh,
            "energy_wh": energy_wh,
            "energy_estimated": False,
            "time_estimated": False,
            "stop_reason": StopReason.LOCAL,
        }
        self.ledger._records.file(Session(**{**row, **fields}))

    @property
    def ledger(self) -> Any:
        """The entry's ledger."""
        return self.entry.runtime_data.central_system.ledger

    async def count(self, after_s: float = DELAY_S) -> None:
        """Advance the time until the statistics are written, and wait for the recorder."""
        await self.hass.async_block_till_done(wait_background_tasks=True)
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=after_s + 1))
        await self.hass.async_block_till_done(wait_background_tasks=True)
        await async_wait_recording_done(self.hass)

    async def rows(self, period: Any = "hour") -> dict[str, list[StatisticsRow]]:
        """Return the recorded rows by statistic."""
        return await get_instance(self.hass).async_add_executor_job(
            partial(
                statistics_during_period,
                self.hass,
                at(-24 * 400),
                None,
                await self.ids(),
                period,
                None,
                {"change", "sum"},
            )
        )

    async def ids(self) -> set[str]:
        """Return the ids of the existing statistics."""
        known = await get_instance(self.hass).async_add_executor_job(
            partial(get_metadata, self.hass, statistic_source=DOMAIN)
        )
        return set(known)

    async def hours(self, statistic_id: str = ANNA) -> dict[float, object]:
        """Return the energy of a statistic (kWh) by hours after NOON, without hours of none."""
        return {
            (row["start"] - NOON.timestamp()) / 3600: pytest.approx(row["change"])
            for row in (await self.rows()).get(statistic_id, [])
            if row["change"]
        }

    async def totals(self) -> dict[str, object]:
        """Return the total energy of each statistic (kWh)."""
        return {
            statistic_id: pytest.approx(rows[-1]["sum"] or 0.0)
            for statistic_id, rows in (await self.rows()).items()
        }
