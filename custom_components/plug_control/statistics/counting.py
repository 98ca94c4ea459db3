"""Count each person's energy, cost and sun by the hour, and write what differs from the recorder."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import Counted, Ledger
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.model.hours import hour_of

from .ids import StatisticIds
from .people import Shown, cards_of_users, others, placeholder_names, shown_of
from .recorder import async_add, async_recorded_names
from .rows import RecordedSums, spans
from .series import id_of, metadata_of, series_name
from .sums import Span, Tallies, tally

SESSIONS_AT_ONCE: Final = 5000
"""Sessions that are counted before differences are written, so that never all of them are in memory."""


class Counting:
    """Compares the recorder's statistics with the ledger, one span of hours after the other."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, ledger: Ledger, ids: StatisticIds
    ) -> None:
        """Count the sessions of `ledger` for the people of `ids`."""
        self._hass = hass
        self._entry = entry
        self._ledger = ledger
        self._ids = ids

    async def async_count(self, since: datetime) -> dict[str, str]:
        """Compare the hours from `since` on, and write the differences; return the names of the statistics that have some there.

        Raises OSError.
        """
        times = await self._ledger.times(since, SESSIONS_AT_ONCE)
        whole = spans(since, [hour_of(time) for time in times])
        recorded = RecordedSums(self._hass, whole)
        counted: dict[str, str] = {}
        for number, span in enumerate(whole):
            # What the recorder has not written yet waits in its queue, and holds up the end of Home Assistant
            await get_instance(self._hass).async_block_till_done()
            counted |= await self._async_count(number, span, recorded)
        return counted

    async def _async_count(self, number: int, span: Span, recorded: RecordedSums) -> dict[str, str]:
        """Compare a span of hours, and write the differences; return the names of the statistics that have some there."""
        found = await self._async_tally(span)
        people = self._ids.people_of({shown for _, shown in found})
        told = await self._ids.async_identify(
            set(people.values()), others(placeholder_names(self._hass))
        )
        await self._ids.async_add_series(series for series, _ in found)
        persons = {shown: told[person] for shown, person in people.items()}
        statistics = {
            (series, shown): id_of(series, self._ids.by_person[persons[shown].key])
            for series, shown in found
        }
        every = self._ids.all
        changed = await get_instance(self._hass).async_add_executor_job(
            recorded.compare, number, found, statistics, every.keys()
        )
        named = {
            statistics[series, shown]: series_name(self._hass, series, persons[shown].name)
            for series, shown in found
        }
        known = await async_recorded_names(self._hass, changed)
        for statistic_id, sums in changed.items():
            name = named.get(statistic_id) or known.get(statistic_id, statistic_id)
            metadata = metadata_of(every[statistic_id], statistic_id, name)
            await async_add(self._hass, metadata, sums)
        return named

    async def _async_tally(self, span: Span) -> Tallies[Shown]:
        """Add up a span of hours; raises OSError."""
        user_cards = cards_of_users(id_tags(self._entry))
        now = dt_util.utcnow()

        def count(sessions: Iterator[Counted]) -> Tallies[Shown]:
            return tally(sessions, lambda session: shown_of(session, user_cards), span, now)

        return await self._ledger.fold_counted(count, *span)
