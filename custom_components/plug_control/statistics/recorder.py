"""Names and rows of statistics in the recorder: read, write and clear them."""

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import batched
from typing import Final

from homeassistant.components.recorder.models import StatisticMetaData
from homeassistant.components.recorder.statistics import async_add_external_statistics, get_metadata
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance

from .rows import rows_of
from .sums import Sums

_ROWS_AT_ONCE: Final = 1000


async def async_recorded(
    hass: HomeAssistant, statistic_ids: Iterable[str]
) -> dict[str, tuple[int, StatisticMetaData]]:
    """Return the recorder's metadata of those of these statistics that it has, by id."""
    return await get_instance(hass).async_add_executor_job(
        partial(get_metadata, hass, statistic_ids={*statistic_ids})
    )


async def async_recorded_names(hass: HomeAssistant, statistic_ids: Iterable[str]) -> dict[str, str]:
    """Return the recorder's names of those of these statistics that it has, by id."""
    known = await async_recorded(hass, statistic_ids)
    return {each: metadata["name"] or each for each, (_, metadata) in known.items()}


async def async_add(hass: HomeAssistant, metadata: StatisticMetaData, changed: Sums) -> None:
    """Pass sums to the recorder in batches, so that the event loop is not blocked for long."""
    for rows in batched(rows_of(changed), _ROWS_AT_ONCE, strict=False):
        async_add_external_statistics(hass, metadata, rows)
        await asyncio.sleep(0)


async def async_rename(hass: HomeAssistant, names: Mapping[str, str]) -> None:
    """Give these names to the statistics that the recorder has."""
    for statistic_id, (_, metadata) in (await async_recorded(hass, names)).items():
        if metadata["name"] != names[statistic_id]:
            renamed: StatisticMetaData = {**metadata, "name": names[statistic_id]}
            async_add_external_statistics(hass, renamed, ())


async def async_clear(hass: HomeAssistant, statistic_ids: Iterable[str]) -> None:
    """Remove those of these statistics that the recorder has."""
    if known := await async_recorded_names(hass, statistic_ids):
        get_instance(hass).async_clear_statistics([*known])


async def async_wait_until_written(hass: HomeAssistant) -> None:
    """Wait until the recorder has written all that was passed to it; its own wait returns at once while its last task still runs."""
    is_written: asyncio.Future[None] = hass.loop.create_future()
    get_instance(hass).queue_task(SynchronizeTask(is_written))
    await is_written
