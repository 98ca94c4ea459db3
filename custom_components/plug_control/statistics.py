"""Long-term statistics of the energy of each person, as the ledger has it: `plug_control:energy_<name>`, in kWh by the hour.

The ledger is what is true: after each session, each correction and each hour the hours since then are counted again, and
what differs is written. Everything is compared when Home Assistant has started and when a card gets another name.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import batched
import logging
from typing import Final

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    async_add_external_statistics,
    get_last_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import UnitOfEnergy
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util, slugify
from homeassistant.util.unit_conversion import EnergyConverter
from sqlalchemy.exc import SQLAlchemyError

from .central_system.central_system import CentralSystem
from .const import DOMAIN
from .dashboard_words import words_of
from .entry_settings import id_tags
from .model.events import Event, SessionFiled
from .model.hours import HOUR, MAX_HOURS, hour_of
from .past_names import PastNames
from .people import Names, Person, cards_of_users, others, people_of, shown_in
from .person_energy import Hours, Sums, changed_sums, tally
from .statistics_mark import Mark, digest_of, read_ends
from .storage import Memory, MemoryStore

_LOGGER = logging.getLogger(__name__)

MAX_PEOPLE: Final = 200
"""Statistics of one config entry; beyond that, cards that nobody registered are counted together."""
DELAY_S: Final = 5
"""How long an update waits for others."""
RETRY_S: Final = 600
"""How long after a failure of the disk or the database it is tried again."""
SECOND_OF_HOUR: Final = 30
"""When the hour is counted: by then its last readings have come."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_IDS: Final = "statistic_ids"
_MARK: Final = "mark"
_STORE: Final = "statistics"
_DAY: Final = timedelta(days=1)
_SLUG_LENGTH: Final = 40
_ROWS_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statistic:
    """Whose statistic is which."""

    statistic_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """What the recorder calls a statistic (None: it has none), and the sums that it has to be told."""

    name: str | None
    changed: Sums


class EnergyStatistics:
    """Keeps the statistics of one config entry."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        past_names: PastNames,
    ) -> None:
        """Tell the recorder of the sessions of `central_system`; who has no card any more keeps the name of before."""
        self._hass = hass
        self._entry = entry
        self._past_names = past_names
        self._central_system = central_system
        self._store = MemoryStore(hass, entry.entry_id, _STORE)
        self._store.read = self._write
        self._ids: dict[str, str] = {}
        """The statistics by the people's keys: both outlast names."""
        self._mark: Mark | None = None
        """Up to where all is written; None where that is not known."""
        self._is_whole = False
        """Whether everything up to the mark was counted, or the mark holds."""
        self._since: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._is_started = False
        self._lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Load which statistic is whose."""
        stored = await self._store.async_load()
        self._ids = _stored_ids(stored)
        self._mark = Mark.read(stored.get(_MARK))

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin to write, where there is a recorder; returns what ends it."""
        if RECORDER not in self._hass.config.components:
            return lambda: None
        self._is_started = True
        ends = [
            async_at_started(self._hass, self._begin),
            async_track_time_change(self._hass, self._tick, minute=0, second=SECOND_OF_HOUR),
        ]

        @callback
        def end() -> None:
            self._is_started = False
            for each in (*ends, *filter(None, [self._cancel])):
                each()

        return end

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Count anew from the beginning of a session that ended or was corrected."""
        if isinstance(event, SessionFiled):
            session = event.session
            self._update_soon(session.started_at or session.stopped_at or dt_util.utcnow())

    @callback
    def async_people_changed(self) -> None:
        """Compare everything: cards have other names."""
        self._update_soon(_EVER)

    async def async_names(self) -> dict[str, str]:
        """Return the names of the people by their statistics, in the order of the names."""
        if not self._is_started or not self._ids:
            return {}
        known = await get_instance(self._hass).async_add_executor_job(
            partial(get_metadata, self._hass, statistic_ids=set(self._ids.values()))
        )
        names = {each: metadata["name"] or each for each, (_, metadata) in known.items()}
        return dict(sorted(names.items(), key=lambda item: item[1].casefold()))

    # ---- when

    async def _begin(self, _: HomeAssistant) -> None:
        """Count what changed since the mark, or everything where the mark does not hold."""
        async with self._lock:
            try:
                since = await self._unwritten_since()
            except (OSError, SQLAlchemyError) as error:
                _LOGGER.warning("What the statistics lack is not known: %.200s", error)
                since = _EVER
        if since is not None:
            self._update_soon(since)

    async def _unwritten_since(self) -> datetime | None:
        """Return from when on hours may lack something, None where none does; raises OSError, SQLAlchemyError."""
        ledger, mark = self._central_system.ledger, self._mark
        ends = await get_instance(self._hass).async_add_executor_job(
            read_ends, self._hass, set(self._ids.values())
        )
        if mark is None or not mark.holds(ledger.revision, self._cards(), ends):
            return _EVER
        self._is_whole = True
        changed = await ledger.sessions(after_revision=mark.revision)
        # One that was corrected may have begun earlier than it was taken for
        ended = [each for each in changed if each.stopped_at is not None]
        times = [(each.started_at or each.stopped_at or _EVER) - _DAY for each in ended]
        times += [each.started_at for each in ledger.open_transactions()]
        return min(times, default=None)

    def _cards(self) -> str:
        names = _names(self._hass)
        words = (names.no_card, names.others)
        return digest_of(self._past_names.cards(), words, self._user_cards())

    def _user_cards(self) -> dict[str, str]:
        return cards_of_users(id_tags(self._entry))

    @callback
    def _tick(self, _: datetime) -> None:
        """Count what running sessions took in the hour that is over."""
        if running := self._central_system.ledger.open_transactions():
            self._update_soon(running[0].started_at)

    @callback
    def _update_soon(self, since: datetime, delay_s: float = DELAY_S) -> None:
        if not self._is_started:
            return
        self._since = since if self._since is None else min(self._since, since)
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, delay_s, self._async_update)

    async def _async_update(self, _: datetime) -> None:
        self._cancel = None
        async with self._lock:
            since, self._since = self._since, None
            if since is None:
                return
            try:
                await self._async_count(max(hour_of(since), _EVER))
            except (OSError, SQLAlchemyError) as error:
                _LOGGER.error("The statistics are not up to date: %.200s", error)
                self._update_soon(since, RETRY_S)

    # ---- what

    async def _async_count(self, since: datetime) -> None:
        """Compare the hours from `since` on with the ledger, and write what differs; raises OSError."""
        revision = self._central_system.ledger.revision
        sessions = await self._central_system.ledger.sessions(start=since - MAX_HOURS * HOUR)
        names = _names(self._hass)
        user_cards = self._user_cards()
        by_session = [(shown_in(session, user_cards), session) for session in sessions]
        shown = people_of(
            {of for of, _ in by_session}, self._central_system, self._past_names.cards(), names
        )
        people = await self._async_identify(set(shown.values()), others(names))
        keyed = [(people[shown[of]], session) for of, session in by_session]
        counted = await self._hass.async_add_executor_job(
            tally, [(of.statistic_id, session) for of, session in keyed], since, dt_util.utcnow()
        )
        named = {of.statistic_id: of.name for of, _ in keyed}
        await self._async_write(since, counted, named)
        self._is_whole |= since == _EVER
        if self._is_whole:
            await self._async_set_mark(revision)

    async def _async_set_mark(self, revision: int) -> None:
        """Remember that all up to a revision of the ledger is written, once the recorder has it."""
        instance = get_instance(self._hass)
        # Its own wait returns at once while the last task is under way
        is_written: asyncio.Future[None] = self._hass.loop.create_future()
        instance.queue_task(SynchronizeTask(is_written))
        await is_written
        ends = await instance.async_add_executor_job(read_ends, self._hass, set(self._ids.values()))
        self._mark = Mark(revision=revision, cards=self._cards(), ends=ends)
        self._store.async_schedule_save()

    async def _async_identify(
        self, people: Iterable[Person], others: Person
    ) -> Mapping[Person, _Statistic]:
        """Return whose statistic is which; new people get one."""
        new = [person for person in people if person.key not in self._ids]
        if new:
            taken = await get_instance(self._hass).async_add_executor_job(
                partial(get_metadata, self._hass, statistic_source=DOMAIN)
            )
            used = {*taken, *self._ids.values()}
            for person in sorted(new, key=lambda each: (not each.is_named, each.name)):
                self._add(person if self._has_room(person) else others, used)
            await self._store.async_save()
        told = {person: person if person.key in self._ids else others for person in people}
        return {
            person: _Statistic(statistic_id=self._ids[of.key], name=of.name)
            for person, of in told.items()
        }

    def _has_room(self, person: Person) -> bool:
        return person.is_named or len(self._ids) < MAX_PEOPLE

    def _add(self, person: Person, used: set[str]) -> None:
        if person.key not in self._ids:
            self._ids[person.key] = statistic_id = _new_id(person.name, used)
            used.add(statistic_id)

    async def _async_write(
        self, since: datetime, counted: Mapping[str, Hours], named: Mapping[str, str]
    ) -> None:
        """Write what differs from what the recorder has; what was written before is waited for, and counts."""
        instance = get_instance(self._hass)
        await instance.async_block_till_done()
        found = await instance.async_add_executor_job(
            _compare, self._hass, set(self._ids.values()), counted, since
        )
        for statistic_id, each in found.items():
            if each.name is not None and since == _EVER and statistic_id not in counted:
                instance.async_clear_statistics([statistic_id])
                continue
            name = named.get(statistic_id, each.name)
            if name is not None and (each.changed or name != each.name):
                await self._async_add(_metadata(statistic_id, name), each.changed)

    async def _async_add(self, metadata: StatisticMetaData, changed: Sums) -> None:
        """Hand sums to the recorder, a year of charging at a time, so that nothing else has to wait for long."""
        for rows in batched(_rows(changed), _ROWS_AT_ONCE, strict=False):
            async_add_external_statistics(self._hass, metadata, rows)
            await asyncio.sleep(0)
        if not changed:
            async_add_external_statistics(self._hass, metadata, ())

    def _write(self) -> Memory:
        mark = {} if self._mark is None else {_MARK: self._mark.as_dict()}
        return {_IDS: dict(self._ids)} | mark


async def async_remove_statistics(hass: HomeAssistant, entry_id: str) -> None:
    """Have the recorder forget the statistics of a config entry, whose files must still be there."""
    ids = _stored_ids(await MemoryStore(hass, entry_id, _STORE).async_load())
    if ids and RECORDER in hass.config.components:
        get_instance(hass).async_clear_statistics([*ids.values()])


def _stored_ids(stored: Memory) -> dict[str, str]:
    return dict(stored.get(_IDS, {}))


def _names(hass: HomeAssistant) -> Names:
    words = words_of(hass.config.language)
    return Names(no_card=words["no_card"], others=words["other_cards"])


def _new_id(name: str, used: set[str]) -> str:
    """Return a statistic's id that nothing has."""
    slug = slugify(name)[:_SLUG_LENGTH].strip("_") or "card"
    new = f"{DOMAIN}:energy_{slug}"
    number = 1
    while new in used:
        number += 1
        new = f"{DOMAIN}:energy_{slug}_{number}"
    return new


def _metadata(statistic_id: str, name: str) -> StatisticMetaData:
    return StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name=name,
        source=DOMAIN,
        statistic_id=statistic_id,
        unit_class=EnergyConverter.UNIT_CLASS,
        unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    )


def _rows(sums: Sums) -> Iterator[StatisticData]:
    return (StatisticData(start=hour, state=sum_kwh, sum=sum_kwh) for hour, sum_kwh in sums.items())


def _compare(
    hass: HomeAssistant, statistic_ids: set[str], counted: Mapping[str, Hours], since: datetime
) -> dict[str, _Compared]:
    """Return what differs from the hour `since` on; reads the database."""
    if not statistic_ids:
        return {}
    known = get_metadata(hass, statistic_ids=statistic_ids)
    recorded = statistics_during_period(
        hass, since, None, statistic_ids, "hour", None, {"change", "sum"}
    )
    return {
        each: _Compared(
            name=(known[each][1]["name"] or each) if each in known else None,
            changed=_changed(hass, each, counted.get(each, {}), recorded.get(each, [])),
        )
        for each in statistic_ids
    }


def _changed(
    hass: HomeAssistant, statistic_id: str, hours: Hours, rows: list[StatisticsRow]
) -> Sums:
    """Return the sums of a statistic that differ from its rows."""
    written = {dt_util.utc_from_timestamp(row["start"]): row["sum"] or 0.0 for row in rows}
    if not hours and not written:
        return {}
    return changed_sums(_base_kwh(hass, statistic_id, rows), hours, written)


def _base_kwh(hass: HomeAssistant, statistic_id: str, rows: list[StatisticsRow]) -> float:
    """Return the sum before the first of the rows, or the last one where there are none."""
    if rows:
        return (rows[0]["sum"] or 0.0) - (rows[0]["change"] or 0.0)
    last = get_last_statistics(hass, 1, statistic_id, False, {"sum"})
    return next((row["sum"] or 0.0 for row in last.get(statistic_id, [])), 0.0)
