"""Count each person's energy, cost and sun by the hour, and write what differs from the recorder."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.model.hours import HOUR, MAX_HOURS, hour_of
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.worth import SessionDetails

from .ids import StatisticIds
from .people import Shown, cards_of_users, others, placeholder_names, shown_in
from .recorder import async_add, async_recorded_names
from .rows import RecordedSums, Span, metadata_of, spans
from .sums import Hours, tally
from .worth import Kind, id_of, kind_metadata, kind_name, tally_worth

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
        beside = {kind: RecordedSums(self._hass, whole) for kind in Kind}
        names = await async_recorded_names(self._hass, self._ids.energy)
        counted: dict[str, str] = {}
        for number, span in enumerate(whole):
            # What the recorder has not written yet waits in its queue, and holds up the end of Home Assistant
            await get_instance(self._hass).async_block_till_done()
            counted |= await self._async_count_energy(number, span, recorded)
            counted |= await self._async_count_worth(number, span, beside, names | counted)
        return counted

    async def _async_count_energy(
        self, number: int, span: Span, recorded: RecordedSums
    ) -> dict[str, str]:
        """Compare a span of hours, and write the differences; return the names of the statistics that have energy there."""
        begin, end = span
        user_cards = cards_of_users(id_tags(self._entry))
        now = dt_util.utcnow()
        corrected = await self._ledger.corrected_people()

        def count(sessions: Iterator[Session]) -> dict[Shown, Hours]:
            keyed = (
                (shown_in(session, user_cards, corrected.get(session.session_id)), session)
                for session in sessions
            )
            return tally(keyed, begin, now, end)

        hours = await self._ledger.fold(count, start=begin - MAX_HOURS * HOUR, end=end)
        people = self._ids.people_of(hours)
        told = await self._ids.async_identify(
            set(people.values()), others(placeholder_names(self._hass))
        )
        statistics = {
            shown: self._ids.by_person[told[person].key] for shown, person in people.items()
        }
        changed = await get_instance(self._hass).async_add_executor_job(
            recorded.compare, number, hours, statistics, self._ids.energy
        )
        named = {self._ids.by_person[of.key]: of.name for of in told.values()}
        known = await async_recorded_names(self._hass, changed)
        for statistic_id, sums in changed.items():
            name = named.get(statistic_id) or known.get(statistic_id, statistic_id)
            await async_add(self._hass, metadata_of(statistic_id, name), sums)
        return named

    async def _async_count_worth(
        self,
        number: int,
        span: Span,
        recorded: Mapping[Kind, RecordedSums],
        names: Mapping[str, str],
    ) -> dict[str, str]:
        """Compare the cost and the sun of a span, and write the differences; return the statistics that have some there.

        `names` are those of the statistics of energy, which are counted already.
        """
        begin, end = span
        user_cards = cards_of_users(id_tags(self._entry))

        def key_of(session: Session, details: SessionDetails) -> Shown:
            return shown_in(session, user_cards, details.person)

        def count(
            pairs: Iterator[tuple[Session, SessionDetails]],
        ) -> dict[Kind, dict[Shown, Hours]]:
            return tally_worth(pairs, key_of, span, self._hass.config.currency)

        found = await self._ledger.fold_details(count, start=begin - MAX_HOURS * HOUR, end=end)
        people = self._ids.people_of({shown for hours in found.values() for shown in hours})
        other = others(placeholder_names(self._hass))
        told = await self._ids.async_identify(set(people.values()), other)
        written: dict[str, str] = {}
        for kind, hours in found.items():
            energy_ids = {shown: self._ids.by_person[told[people[shown]].key] for shown in hours}
            changed = await get_instance(self._hass).async_add_executor_job(
                recorded[kind].compare,
                number,
                hours,
                {shown: id_of(kind, energy_id) for shown, energy_id in energy_ids.items()},
                {id_of(kind, energy_id) for energy_id in self._ids.energy},
            )
            of = {id_of(kind, energy_id): energy_id for energy_id in self._ids.energy}
            for statistic_id, sums in changed.items():
                name = names.get(of[statistic_id], of[statistic_id])
                metadata = kind_metadata(self._hass, kind, statistic_id, name)
                await async_add(self._hass, metadata, sums)
            for energy_id in energy_ids.values():
                name = names.get(energy_id, energy_id)
                written[id_of(kind, energy_id)] = kind_name(self._hass, kind, name)
        return written
