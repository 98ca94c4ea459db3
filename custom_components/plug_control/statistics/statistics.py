"""Write each person's energy, sun and cost into long-term statistics by the hour: `plug_control:energy_<name>`, and so on (`series`).

The ledger is the truth: after each session, each correction and each hour, the hours since the session began are counted
again, and differences are written. Everything is compared if the mark does not hold, or if energy of one person now counts
as another's. A new name alone changes only the statistic's name.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import logging
from typing import Any, Final

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.model.events import (
    Event,
    SessionDetailsChanged,
    SessionFiled,
    SessionsDeleted,
)
from custom_components.plug_control.model.hours import hour_of
from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.storage.past_names import PastNames
from custom_components.plug_control.storage.storage import Memory, MemoryStore

from .counting import Counting
from .ids import StatisticIds
from .mark import Mark, read_ends
from .people import Who
from .recorder import async_clear, async_recorded_names, async_rename, async_wait_until_written
from .series import ENERGY, SOLAR, former_cost_id, ids_of

_LOGGER = logging.getLogger(__name__)

DELAY_S: Final = 5
"""How long an update waits for further changes."""
RETRY_S: Final = 600
"""How long after a failure of the disk or the database until the next try."""
SECOND_OF_HOUR: Final = 30
"""When a full hour is counted: by then its last readings have come."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_IDS: Final = "statistic_ids"
_MARK: Final = "mark"
_CURRENCIES: Final = "currencies"
_STORE: Final = "statistics"
_DAY: Final = timedelta(days=1)


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
        self._central_system = central_system
        self._store = MemoryStore(hass, entry.entry_id, _STORE)
        self._store.read = self._write
        self._ids = StatisticIds(hass, entry, central_system, past_names, self._store.async_save)
        self._counting = Counting(hass, entry, central_system.ledger, self._ids)
        self._mark: Mark | None = None
        """Up to where all is written; None: unknown."""
        self._former: set[str] = set()
        """Statistics of a former version, which are removed once all was counted."""
        self._is_whole = False
        """Whether everything up to the mark was counted, or the mark holds."""
        self._who: Who | None = None
        """The people as whom all up to the mark was counted; None: unknown."""
        self._is_renamed = False
        self._forgets = False
        """Whether people without energy are to be forgotten, since their sessions were erased."""
        self._since: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._task: asyncio.Task[Any] | None = None
        self._is_started = False
        self._lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Load the ids of people's statistics, and the mark."""
        stored = await self._store.async_load()
        self._ids.by_person = _stored_ids(stored)
        self._mark = Mark.read(stored.get(_MARK))
        if _CURRENCIES in stored:
            self._ids.currencies = {*stored[_CURRENCIES]}
        else:
            # There was one statistic of the cost in whatever currency: all is counted again
            self._mark, self._former = None, {*map(former_cost_id, self._ids.energy)}

    async def async_save(self) -> None:
        """Save the ids of people's statistics, and the mark."""
        await self._store.async_save()

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
            if self._task is not None:
                self._task.cancel()

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
                    details = self._central_system.ledger.details(session_id)
                    self._update_soon(min([_began(found), *_first_slot(details)]))
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
        if not self._is_started or not self._ids.by_person:
            return {}
        names = await async_recorded_names(self._hass, self._ids.energy)
        return dict(sorted(names.items(), key=lambda item: item[1].casefold()))

    # ---- when to count

    async def _begin(self, _: HomeAssistant) -> None:
        """Count what changed since the mark, or everything if the mark does not hold."""
        async with self._lock:
            try:
                since = await self._unwritten_since()
                await async_rename(self._hass, self._ids.present_names())
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
        who = await self._ids.async_who()
        ends = await get_instance(self._hass).async_add_executor_job(
            read_ends, self._hass, self._ids.energy
        )
        if mark is None or not mark.holds(ledger.revision, who.digest(), ends):
            return _EVER
        self._is_whole, self._who = True, who
        began = await ledger.fold(_first_began, after_revision=mark.revision)
        times = [] if began is None else [began - _DAY]
        times += [each.started_at for each in ledger.open_transactions()]
        return min(times, default=None)

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
        self._cancel, self._task = None, asyncio.current_task()
        try:
            await self._async_update_now()
        finally:
            self._task = None

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
                    await async_rename(self._hass, self._ids.present_names())
            except (OSError, SQLAlchemyError) as error:
                _LOGGER.error("The statistics were not updated, trying again soon: %.200s", error)
                self._is_renamed |= is_renamed
                self._update_soon(since, RETRY_S)

    async def _are_people_the_same(self) -> bool:
        """Return whether all energy still counts as the same people's, whatever their names; raises OSError."""
        return self._who is not None and (await self._ids.async_who()).agrees_with(self._who)

    # ---- counting

    async def _async_count(self, since: datetime) -> None:
        """Compare the hours from `since` on with the ledger, and write the differences; raises OSError."""
        ledger = self._central_system.ledger
        revision = ledger.revision
        who = await self._ids.async_who()
        counted = await self._counting.async_count(since)
        if since == _EVER:
            known = self._ids.all.keys() | self._former
            await async_clear(self._hass, known - counted.keys())
            self._former = set()
            if self._forgets:
                self._forgets = False
                await self._ids.async_forget_all_but(counted)
        await async_rename(self._hass, counted)
        self._is_whole |= since == _EVER
        if self._is_whole:
            await self._async_set_mark(revision, who)

    async def _async_set_mark(self, revision: int, who: Who) -> None:
        """Wait until the recorder has all, then store the mark: all up to `revision` is written for the people in `who`."""
        await async_wait_until_written(self._hass)
        ends = await get_instance(self._hass).async_add_executor_job(
            read_ends, self._hass, self._ids.energy
        )
        self._who = who
        self._mark = Mark(revision=revision, cards=who.digest(), ends=ends)
        self._store.async_schedule_save()

    def _write(self) -> Memory:
        memory: Memory = {
            _IDS: dict(self._ids.by_person),
            _CURRENCIES: dict.fromkeys(sorted(self._ids.currencies), True),
        }
        if self._mark is not None:
            memory[_MARK] = self._mark.as_dict()
        return memory


async def async_remove_statistics(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the statistics of a config entry from the recorder; call it while the entry's files are still there."""
    stored = await MemoryStore(hass, entry_id, _STORE).async_load()
    ids = _stored_ids(stored).values()
    if ids and RECORDER in hass.config.components:
        series = (ENERGY, SOLAR, *stored.get(_CURRENCIES, ()))
        get_instance(hass).async_clear_statistics([*ids_of(series, ids)])


def _stored_ids(stored: Memory) -> dict[str, str]:
    return dict(stored.get(_IDS, {}))


def _began(session: Session) -> datetime:
    return session.started_at or session.stopped_at or dt_util.utcnow()


def _first_slot(details: SessionDetails | None) -> Iterator[datetime]:
    """Yield when the first quarter of a session begins, which is by our clock, and not by the charger's."""
    if details is not None and details.worth is not None:
        yield from (slot.start for slot in details.worth.slots[:1])


def _first_began(sessions: Iterator[Session]) -> datetime | None:
    """Return the earliest start of the sessions that ended (None: none did); a correction may have changed it."""
    return min(
        (each.started_at or each.stopped_at for each in sessions if each.stopped_at),
        default=None,
    )
