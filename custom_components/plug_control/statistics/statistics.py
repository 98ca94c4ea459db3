"""Write each person's energy, cost and sun into long-term statistics: `plug_control:energy_<name>`, in kWh by the hour, and so on.

The ledger is the truth: after each session, each correction and each hour, the hours since the session began are counted
again, and differences are written. Everything is compared if the mark does not hold, or if energy of one person now counts
as another's. A new name alone changes only the statistic's name.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import batched
import logging
from typing import Any, Final

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.models import StatisticMetaData
from homeassistant.components.recorder.statistics import async_add_external_statistics, get_metadata
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util, slugify
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.model.events import (
    Event,
    SessionDetailsChanged,
    SessionFiled,
    SessionsDeleted,
)
from custom_components.plug_control.model.hours import HOUR, MAX_HOURS, hour_of
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.worth import SessionDetails
from custom_components.plug_control.storage.past_names import PastNames
from custom_components.plug_control.storage.storage import Memory, MemoryStore

from .mark import Mark, read_ends
from .people import (
    CARD,
    CorrectedTo,
    Person,
    Shown,
    Who,
    cards_of_users,
    others,
    people_of,
    placeholder_names,
    shown_in,
)
from .rows import RecordedSums, Span, metadata_of, rows_of, spans
from .sums import Hours, Sums, tally
from .worth import Kind, id_of, kind_metadata, kind_name, tally_worth

_LOGGER = logging.getLogger(__name__)

MAX_PEOPLE: Final = 200
"""Statistics of one config entry; beyond that, unregistered cards count together."""
DELAY_S: Final = 5
"""How long an update waits for further changes."""
RETRY_S: Final = 600
"""How long after a failure of the disk or the database until the next try."""
SECOND_OF_HOUR: Final = 30
"""When a full hour is counted: by then its last readings have come."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_IDS: Final = "statistic_ids"
_MARK: Final = "mark"
_STORE: Final = "statistics"
_DAY: Final = timedelta(days=1)
_SLUG_LENGTH: Final = 40
_ROWS_AT_ONCE: Final = 1000
SESSIONS_AT_ONCE: Final = 5000
"""Sessions that are counted before differences are written, so that never all of them are in memory."""
_PEOPLE_AT_ONCE: Final = 500


class EnergyStatistics:
    """Keeps the statistics of one config entry."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        past_names: PastNames,
    ) -> None:
        """Write the sessions of `central_system` to the recorder; people without a card any more keep their past names."""
        self._hass = hass
        self._entry = entry
        self._past_names = past_names
        self._central_system = central_system
        self._store = MemoryStore(hass, entry.entry_id, _STORE)
        self._store.read = self._write
        self._ids: dict[str, str] = {}
        """The statistics' ids by the people's keys: both stay when names change."""
        self._mark: Mark | None = None
        """Up to where all is written; None: unknown."""
        self._is_whole = False
        """Whether everything up to the mark was counted, or the mark holds."""
        self._who: Who | None = None
        """The people as whom all up to the mark was counted; None: unknown."""
        self._is_renamed = False
        self._forgets = False
        """Whether people without energy are to be forgotten, since their sessions were erased."""
        self._since: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._counting: asyncio.Task[Any] | None = None
        self._is_started = False
        self._lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Load the ids of people's statistics, and the mark."""
        stored = await self._store.async_load()
        self._ids = _stored_ids(stored)
        self._mark = Mark.read(stored.get(_MARK))

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start writing if there is a recorder; return the function that stops it, as the end of Home Assistant does.

        What was being counted then is counted again at the next start.
        """
        if RECORDER not in self._hass.config.components:
            return lambda: None
        self._is_started = True
        ends = [
            async_at_started(self._hass, self._begin),
            async_track_time_change(self._hass, self._tick, minute=0, second=SECOND_OF_HOUR),
        ]

        @callback
        def stop(*_: object) -> None:
            self._is_started = False
            if self._cancel is not None:
                self._cancel()
            if self._counting is not None:
                self._counting.cancel()

        ends.append(self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))

        @callback
        def end() -> None:
            stop()
            for each in ends:
                each()

        return end

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Count again from the start of a session that ended or was corrected, or is somebody else's now."""
        match event:
            case SessionFiled(session=session):
                self._update_soon(_began(session))
            case SessionDetailsChanged(session_id=session_id, changed=changed) if changed & {
                "person",
                "anonymised",
                "worth",
            }:
                found = self._central_system.ledger.session(session_id)
                # What a running session costs is counted each hour, as its energy
                if found is not None and (found.stopped_at or changed != {"worth"}):
                    self._update_soon(_began(found))
            case SessionsDeleted(since=since):
                self._update_soon(since)

    @callback
    def async_people_changed(self) -> None:
        """Check soon whether cards have other names or belong to other people; call it when cards changed."""
        self._is_renamed = True
        self._update_soon(None)

    @callback
    def async_count_anew(self) -> None:
        """Compare everything soon, and forget people who have no energy any more; call it when sessions were erased."""
        self._forgets = True
        self._update_soon(_EVER)

    async def async_names(self) -> dict[str, str]:
        """Return the names of the people by statistic id, sorted by name."""
        if not self._is_started or not self._ids:
            return {}
        names = await self._async_recorded_names(self._ids.values())
        return dict(sorted(names.items(), key=lambda item: item[1].casefold()))

    # ---- when to count

    async def _begin(self, _: HomeAssistant) -> None:
        """Count what changed since the mark, or everything if the mark does not hold."""
        async with self._lock:
            try:
                since = await self._unwritten_since()
                await self._async_rename()
            except (OSError, SQLAlchemyError) as error:
                _LOGGER.warning(
                    "All statistics are compared, their state is unknown: %.200s", error
                )
                since = _EVER
        if since is not None:
            self._update_soon(since)

    async def _unwritten_since(self) -> datetime | None:
        """Return the time from which on hours may be incomplete (None: none is); raises OSError, SQLAlchemyError."""
        ledger, mark = self._central_system.ledger, self._mark
        who = await self._async_who()
        ends = await get_instance(self._hass).async_add_executor_job(
            read_ends, self._hass, set(self._ids.values())
        )
        if mark is None or not mark.holds(ledger.revision, who.digest(), ends):
            return _EVER
        self._is_whole, self._who = True, who
        began = await ledger.fold(_first_began, after_revision=mark.revision)
        times = [] if began is None else [began - _DAY]
        times += [each.started_at for each in ledger.open_transactions()]
        return min(times, default=None)

    async def _async_who(self) -> Who:
        """Return the people that all shown tags and all users count as now; raises OSError."""
        names = placeholder_names(self._hass)
        ledger = self._central_system.ledger
        shown: set[Shown] = {(place, id_tag) for place, _, id_tag in await ledger.shown()}
        shown |= {CorrectedTo(name) for name in (await ledger.corrected_people()).values()}
        keys: dict[Shown, str] = {}
        for some in batched(sorted(shown, key=str), _PEOPLE_AT_ONCE, strict=False):
            people = self._people_of(some)
            told = await self._async_identify(set(people.values()), others(names))
            keys |= {each: told[person].key for each, person in people.items()}
            await asyncio.sleep(0)
        cards = cards_of_users(id_tags(self._entry))
        owners = self._people_of({("", card) for card in cards.values()})
        users = {user_id: owners["", card].key for user_id, card in cards.items()}
        return Who(shown=keys, users=users)

    def _people_of(self, shown: Iterable[Shown]) -> Mapping[Shown, Person]:
        names = placeholder_names(self._hass)
        return people_of(shown, self._central_system, self._past_names.cards(), names)

    @callback
    def _tick(self, _: datetime) -> None:
        """Count the energy that running sessions took in the last hour."""
        if running := self._central_system.ledger.open_transactions():
            self._update_soon(running[0].started_at)

    @callback
    def _update_soon(self, since: datetime | None, delay_s: float = DELAY_S) -> None:
        """Count from `since` on (None: only check who is who) after `delay_s`."""
        if not self._is_started:
            return
        self._since = min(filter(None, (self._since, since)), default=None)
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, delay_s, self._async_update)

    async def _async_update(self, _: datetime) -> None:
        self._cancel, self._counting = None, asyncio.current_task()
        try:
            await self._async_update_now()
        finally:
            self._counting = None

    async def _async_update_now(self) -> None:
        async with self._lock:
            since, self._since = self._since, None
            is_renamed, self._is_renamed = self._is_renamed, False
            try:
                if is_renamed and not await self._are_people_the_same():
                    since = _EVER
                if since is not None:
                    await self._async_count(max(hour_of(since), _EVER))
                if is_renamed:
                    await self._async_rename()
            except (OSError, SQLAlchemyError) as error:
                _LOGGER.error("The statistics were not updated, trying again soon: %.200s", error)
                self._is_renamed |= is_renamed
                self._update_soon(since, RETRY_S)

    async def _are_people_the_same(self) -> bool:
        """Return whether all energy still counts as the same people's, whatever their names; raises OSError."""
        return self._who is not None and (await self._async_who()).agrees_with(self._who)

    # ---- counting

    async def _async_count(self, since: datetime) -> None:
        """Compare the hours from `since` on with the ledger, and write the differences; raises OSError."""
        ledger = self._central_system.ledger
        revision = ledger.revision
        who = await self._async_who()
        times = await ledger.times(since, SESSIONS_AT_ONCE)
        whole = spans(since, [hour_of(time) for time in times])
        recorded = RecordedSums(self._hass, whole)
        beside = {kind: RecordedSums(self._hass, whole) for kind in Kind}
        names = await self._async_recorded_names(self._ids.values())
        counted: dict[str, str] = {}
        for number, span in enumerate(whole):
            # What the recorder has not written yet waits in its queue, and holds up the end of Home Assistant
            await get_instance(self._hass).async_block_till_done()
            counted |= await self._async_count_span(number, span, recorded)
            counted |= await self._async_count_worth(number, span, beside, names | counted)
        if since == _EVER:
            await self._async_clear(self._all_ids() - counted.keys())
            await self._async_forget(counted)
        await self._async_name(counted)
        self._is_whole |= since == _EVER
        if self._is_whole:
            await self._async_set_mark(revision, who)

    async def _async_count_span(
        self, number: int, span: Span, recorded: RecordedSums
    ) -> dict[str, str]:
        """Compare a span of hours, and write the differences; return the names of the statistics that have energy there."""
        begin, end = span
        user_cards = cards_of_users(id_tags(self._entry))
        now = dt_util.utcnow()
        corrected = await self._central_system.ledger.corrected_people()

        def count(sessions: Iterator[Session]) -> dict[Shown, Hours]:
            keyed = (
                (shown_in(session, user_cards, corrected.get(session.session_id)), session)
                for session in sessions
            )
            return tally(keyed, begin, now, end)

        hours = await self._central_system.ledger.fold(
            count, start=begin - MAX_HOURS * HOUR, end=end
        )
        people = self._people_of(hours)
        told = await self._async_identify(
            set(people.values()), others(placeholder_names(self._hass))
        )
        statistics = {shown: self._ids[told[person].key] for shown, person in people.items()}
        changed = await get_instance(self._hass).async_add_executor_job(
            recorded.compare, number, hours, statistics, set(self._ids.values())
        )
        named = {self._ids[of.key]: of.name for of in told.values()}
        known = await self._async_recorded_names(changed)
        for statistic_id, sums in changed.items():
            name = named.get(statistic_id) or known.get(statistic_id, statistic_id)
            await self._async_add(metadata_of(statistic_id, name), sums)
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

        found = await self._central_system.ledger.fold_details(
            count, start=begin - MAX_HOURS * HOUR, end=end
        )
        people = self._people_of({shown for hours in found.values() for shown in hours})
        other = others(placeholder_names(self._hass))
        told = await self._async_identify(set(people.values()), other)
        written: dict[str, str] = {}
        for kind, hours in found.items():
            energy_ids = {shown: self._ids[told[people[shown]].key] for shown in hours}
            changed = await get_instance(self._hass).async_add_executor_job(
                recorded[kind].compare,
                number,
                hours,
                {shown: id_of(kind, energy_id) for shown, energy_id in energy_ids.items()},
                {id_of(kind, energy_id) for energy_id in self._ids.values()},
            )
            of = {id_of(kind, energy_id): energy_id for energy_id in self._ids.values()}
            for statistic_id, sums in changed.items():
                name = names.get(of[statistic_id], of[statistic_id])
                metadata = kind_metadata(self._hass, kind, statistic_id, name)
                await self._async_add(metadata, sums)
            for energy_id in energy_ids.values():
                name = names.get(energy_id, energy_id)
                written[id_of(kind, energy_id)] = kind_name(self._hass, kind, name)
        return written

    def _all_ids(self) -> set[str]:
        """Return the ids of all statistics that there may be."""
        return _with_kinds(self._ids.values())

    async def _async_recorded_names(self, statistic_ids: Iterable[str]) -> dict[str, str]:
        """Return the recorder's names of those of these statistics that it has, by id."""
        known = await self._async_recorded(statistic_ids)
        return {each: metadata["name"] or each for each, (_, metadata) in known.items()}

    async def _async_recorded(
        self, statistic_ids: Iterable[str]
    ) -> dict[str, tuple[int, StatisticMetaData]]:
        """Return the recorder's metadata of those of these statistics that it has, by id."""
        return await get_instance(self._hass).async_add_executor_job(
            partial(get_metadata, self._hass, statistic_ids={*statistic_ids})
        )

    async def _async_clear(self, statistic_ids: Iterable[str]) -> None:
        """Remove statistics of people who have no energy any more."""
        if known := await self._async_recorded_names(statistic_ids):
            get_instance(self._hass).async_clear_statistics([*known])

    async def _async_forget(self, counted: Collection[str]) -> None:
        """Forget the ids of people without energy, if sessions were erased: they contain names and numbers of cards."""
        if self._forgets:
            self._forgets = False
            self._ids = {key: each for key, each in self._ids.items() if each in counted}
            await self._store.async_save()

    async def _async_name(self, names: Mapping[str, str]) -> None:
        """Give these names to the statistics that the recorder has."""
        for statistic_id, (_, metadata) in (await self._async_recorded(names)).items():
            if metadata["name"] != names[statistic_id]:
                renamed: StatisticMetaData = {**metadata, "name": names[statistic_id]}
                async_add_external_statistics(self._hass, renamed, ())

    async def _async_rename(self) -> None:
        """Give people's statistics their present names, where people have one."""
        cards = {("", key.removeprefix(CARD)) for key in self._ids if key.startswith(CARD)}
        people = {*self._people_of(cards).values()}
        people |= {others(placeholder_names(self._hass)), *self._people_of([("", None)]).values()}
        named = [person for person in people if person.is_named and person.key in self._ids]
        names = {self._ids[person.key]: person.name for person in named}
        for kind in Kind:
            for person in named:
                statistic_id = id_of(kind, self._ids[person.key])
                names[statistic_id] = kind_name(self._hass, kind, person.name)
        await self._async_name(names)

    async def _async_set_mark(self, revision: int, who: Who) -> None:
        """Wait until the recorder has all, then store the mark: all up to `revision` is written for the people in `who`."""
        instance = get_instance(self._hass)
        # The recorder's own wait returns at once while its last task still runs
        is_written: asyncio.Future[None] = self._hass.loop.create_future()
        instance.queue_task(SynchronizeTask(is_written))
        await is_written
        ends = await instance.async_add_executor_job(read_ends, self._hass, set(self._ids.values()))
        self._who = who
        self._mark = Mark(revision=revision, cards=who.digest(), ends=ends)
        self._store.async_schedule_save()

    async def _async_identify(
        self, people: Iterable[Person], others: Person
    ) -> Mapping[Person, Person]:
        """Return the person, with a statistic, that each counts as; new people get one, or count as `others` beyond the limit."""
        new = [person for person in people if person.key not in self._ids]
        if new:
            taken = await get_instance(self._hass).async_add_executor_job(
                partial(get_metadata, self._hass, statistic_source=DOMAIN)
            )
            used = {*taken, *self._ids.values()}
            for person in sorted(new, key=lambda each: (not each.is_named, each.name)):
                self._add(person if self._has_room(person) else others, used)
            await self._store.async_save()
        return {person: person if person.key in self._ids else others for person in people}

    def _has_room(self, person: Person) -> bool:
        return person.is_named or len(self._ids) < MAX_PEOPLE

    def _add(self, person: Person, used: set[str]) -> None:
        if person.key not in self._ids:
            self._ids[person.key] = statistic_id = _new_id(person.name, used)
            used.add(statistic_id)

    async def _async_add(self, metadata: StatisticMetaData, changed: Sums) -> None:
        """Pass sums to the recorder in batches, so that the event loop is not blocked for long."""
        for rows in batched(rows_of(changed), _ROWS_AT_ONCE, strict=False):
            async_add_external_statistics(self._hass, metadata, rows)
            await asyncio.sleep(0)

    def _write(self) -> Memory:
        mark = {} if self._mark is None else {_MARK: self._mark.as_dict()}
        return {_IDS: dict(self._ids)} | mark


async def async_remove_statistics(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the statistics of a config entry from the recorder; call it while the entry's files are still there."""
    ids = _stored_ids(await MemoryStore(hass, entry_id, _STORE).async_load())
    if ids and RECORDER in hass.config.components:
        get_instance(hass).async_clear_statistics([*_with_kinds(ids.values())])


def _stored_ids(stored: Memory) -> dict[str, str]:
    return dict(stored.get(_IDS, {}))


def _with_kinds(energy_ids: Iterable[str]) -> set[str]:
    """Return these ids of statistics of energy, and those of cost and sun beside them."""
    ids = {*energy_ids}
    return ids | {id_of(kind, each) for kind in Kind for each in ids}


def _began(session: Session) -> datetime:
    return session.started_at or session.stopped_at or dt_util.utcnow()


def _first_began(sessions: Iterator[Session]) -> datetime | None:
    """Return the earliest start of the sessions that ended (None: none did); a correction may have changed it."""
    return min(
        (each.started_at or each.stopped_at for each in sessions if each.stopped_at),
        default=None,
    )


def _new_id(name: str, used: set[str]) -> str:
    """Return a statistic's id for a name that is not in `used`."""
    slug = slugify(name)[:_SLUG_LENGTH].strip("_") or "card"
    new = f"{DOMAIN}:energy_{slug}"
    number = 1
    while new in used:
        number += 1
        new = f"{DOMAIN}:energy_{slug}_{number}"
    return new
