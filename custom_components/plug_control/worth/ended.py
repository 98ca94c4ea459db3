"""Compute for good what sessions are worth that ended: those that are filed now, and those that ended while nobody looked.

What was not seen live is filled in from registers and, where the recorder has it, from the history of the house's sensors
(`history`). A session may last for weeks: what is computed of all its quarters is done in steps, between which the event loop does
other things.
"""

import asyncio
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime, timedelta
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.model.money.quarters import Sources
from custom_components.plug_control.model.money.sources import SessionSources
from custom_components.plug_control.model.money.worth import QUARTER, SessionWorth
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.work_queue import WorkQueue, all_of, async_all_of

from .history import NO_OTHERS, RecordedHouse, async_energy_beside, async_read_house
from .shared_quarters import SharedQuarters
from .valuation import Valuation

_LOGGER = logging.getLogger(__name__)

CATCH_UP_S: Final = 90
"""How long after the start sessions that ended unseen are filled in: by then the integrations of prices have started."""
CATCH_UP_OF: Final = timedelta(days=62)
"""How old a session may be that is filled in."""

type Keep = Callable[[Session, SessionWorth], None]
"""Stores what a session is worth, and tells it."""


class EndedSessions:
    """Computes what the ended sessions of one config entry are worth."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        ledger: Ledger,
        valuation: Valuation,
        work_queue: WorkQueue,
        *,
        sources_of: Callable[[Session], SessionSources],
        keep: Keep,
    ) -> None:
        """`sources_of` returns where an ended session's energy came from, as far as it was seen; `work_queue` spreads work over turns."""
        self._hass = hass
        self._entry = entry
        self._ledger = ledger
        self._valuation = valuation
        self._work_queue = work_queue
        self._sources_of = sources_of
        self._keep = keep
        self._shared = SharedQuarters(
            hass, ledger, valuation, recorded=self._async_recorded, finish=self._async_finish
        )
        self._completing: dict[int, SessionSources] = {}
        """Sessions whose history is being read, or that are computed with it."""
        self._reads = asyncio.Lock()
        """One at a time: each thread that computes delays the event loop by some ms."""
        self._filing: dict[int, Iterator[None]] = {}
        """The steps that are left of sessions that ended now."""
        self._ends: list[CALLBACK_TYPE] = []
        self._is_started = False

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start, and catch up on what ended unseen once Home Assistant runs; return the function that ends that."""
        self._is_started = True
        ends = self._ends
        ends.append(async_at_started(self._hass, self._catch_up_soon))

        @callback
        def stop() -> None:
            while ends:
                ends.pop()()

        return stop

    @callback
    def async_stop(self) -> None:
        """Compute at once what is computed in steps, and stop; call it before the ledger is closed."""
        if self._is_started:
            for session_id in [*self._filing]:
                self._complete_filing(session_id)
        self._is_started = False
        self._shared.async_stop()

    @callback
    def _catch_up_soon(self, _: HomeAssistant) -> None:
        self._ends.append(async_call_later(self._hass, CATCH_UP_S, self._async_catch_up))

    async def _async_catch_up(self, _: datetime) -> None:
        """Compute the worth of sessions that ended, or were corrected, while nobody looked."""
        try:
            since = dt_util.utcnow() - CATCH_UP_OF
            sessions = await self._ledger.without_worth(since)
        except OSError as error:
            _LOGGER.warning("What earlier sessions cost cannot be computed now: %.200s", error)
            return
        for session in sessions:
            if not self._is_started:
                return
            session_id = session.session_id
            if session_id not in self._completing and session_id not in self._filing:
                sources = self._completing[session_id] = self._sources_of(session)
                await async_all_of(self._valuation.settle(session, sources))
                await self._async_complete(session_id, sources)

    @callback
    def async_filed(self, session: Session) -> None:
        """Settle a session that ended or was corrected, and read the history of what nobody saw of it."""
        if session.stopped_at is None or not self._is_started:
            return  # the next start computes it
        session_id = session.session_id
        self._complete_filing(session_id)
        self._completing.pop(session_id, None)
        steps = self._filing[session_id] = self._file_steps(session)
        self._work_queue.begin(steps)

    def _complete_filing(self, session_id: int) -> None:
        """Do what is left to do for a session that ended, as far as it is computed in steps."""
        if (steps := self._filing.pop(session_id, None)) is not None:
            all_of(steps)

    def _file_steps(self, session: Session) -> Iterator[None]:
        session_id = session.session_id
        try:
            unseen = yield from self._settle_and_keep(session)
        finally:
            self._filing.pop(session_id, None)
        if unseen is not None:
            # Not sooner: it begins at once, may be over at once, and stores nothing of what is still being filed
            self._entry.async_create_background_task(
                self._hass, self._async_complete(session_id, unseen), "what a session cost"
            )

    def _settle_and_keep(self, session: Session) -> Generator[None, None, SessionSources | None]:
        """Store what an ended session is worth, in steps; return its sources if the recorder may know more of them."""
        session_id = session.session_id
        sources = self._sources_of(session)
        yield from self._valuation.pause(sources)
        yield from self._valuation.settle(session, sources)
        yield from self._valuation.pause(sources)
        if not self._valuation.needs_history(sources):
            yield from self._price_for_good(sources)
            self._keep_for_good(session, sources)
            return None
        self._completing[session_id] = sources
        worth = self._valuation.worth_of_ended(session, sources, is_final=False)
        yield from self._valuation.pause(sources)
        self._keep(session, worth)
        return sources

    async def _async_complete(self, session_id: int, sources: SessionSources) -> None:
        """Fill in from the recorder what nobody saw of a session, and store its worth for good, unless it changes meanwhile."""
        valuation = self._valuation
        try:
            async with self._reads:
                recorded, beside_wh = await self._async_recorded(session_id, sources)
                found = await self._async_found(sources, recorded, beside_wh)
            session = self._ledger.session(session_id)
            is_latest = self._completing.get(session_id) is sources
            if session is None or session.stopped_at is None or not is_latest:
                return
            unseen = {*valuation.unknown_quarters(sources)}
            sources.fill(found)
            self._shared.async_came_late(unseen)
            stopped_at = session.stopped_at - valuation.behind(session.charge_point_id)
            await async_all_of(valuation.price(sources, stopped_at, recorded))
            if self._completing.get(session_id) is sources:
                await self._async_finish(session, sources)
        finally:
            if self._completing.get(session_id) is sources:
                del self._completing[session_id]

    async def _async_found(
        self, sources: SessionSources, recorded: RecordedHouse, beside_wh: Mapping[datetime, float]
    ) -> Mapping[datetime, Sources]:
        """Return what the recorder has of a session's unknown sources."""
        slots = self._valuation.slots(sources)
        return await self._hass.async_add_executor_job(recorded.sources, slots, beside_wh)

    async def _async_recorded(
        self, session_id: int, sources: SessionSources
    ) -> tuple[RecordedHouse, Mapping[datetime, float]]:
        """Return what the recorder has of the house in a session's time, and what other cars took then."""
        slots = self._valuation.slots(sources)
        if not slots or not self._valuation.needs_history(sources):
            return RecordedHouse(), NO_OTHERS
        options, ledger = self._valuation.price_book.options, self._ledger
        start, end = slots[0].start, slots[-1].start + QUARTER
        try:
            house = await async_read_house(self._hass, options, start, end)
            return house, await async_energy_beside(ledger, session_id, start, end)
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.warning("The history of a session cannot be read: %.200s", error)
            return RecordedHouse(), NO_OTHERS

    async def _async_finish(self, session: Session, sources: SessionSources) -> None:
        """Store a session's worth for good, unless it is computed anew meanwhile."""
        session_id = session.session_id
        if session_id in self._filing:
            return
        self._completing[session_id] = sources
        try:
            await async_all_of(self._price_for_good(sources))
            if self._completing.get(session_id) is sources:
                self._keep_for_good(session, sources)
        finally:
            if self._completing.get(session_id) is sources:
                del self._completing[session_id]

    def _price_for_good(self, sources: SessionSources) -> Iterator[None]:
        if starts := sources.starts():
            yield from self._valuation.price(sources, max(starts) + QUARTER, fixed=True)
            yield from self._valuation.pause(sources)

    def _keep_for_good(self, session: Session, sources: SessionSources) -> None:
        if self._is_started:
            self._keep(session, self._valuation.worth_of_ended(session, sources, is_final=True))
