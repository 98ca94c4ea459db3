"""Follow what each session is worth: live by the rounds of smart charging, and for good when it is filed.

The progress is stored with the session's details once a minute. What was not seen live is filled in from registers and, where
the recorder has it, from the history of the house's sensors (`history`). A session may last for weeks: what is computed of all its
quarters is done in steps, between which the event loop does other things.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.solar.sources import source_parts
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.cost import solar_percent
from custom_components.plug_control.model.events import (
    Event,
    ReadingsChanged,
    SessionFiled,
    SessionStarted,
)
from custom_components.plug_control.model.quarters import NO_PRICES, Sources, quarter_of
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.sources import SessionSources
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.model.worth import NO_DETAILS, QUARTER, SessionWorth
from custom_components.plug_control.site.seen import HouseSeen
from custom_components.plug_control.work_queue import WorkQueue, all_of, async_all_of

from .history import NO_OTHERS, RecordedHouse, async_energy_beside, async_read_house
from .shared_quarters import SharedQuarters
from .valuation import Facts, Valuation

_LOGGER = logging.getLogger(__name__)

REFRESH: Final = timedelta(seconds=20)
"""How often a running session's worth is computed."""
KEEP: Final = timedelta(minutes=1)
"""How often it is stored."""
CATCH_UP_S: Final = 90
"""How long after the start sessions that ended unseen are filled in: by then the integrations of prices have started."""
CATCH_UP_OF: Final = timedelta(days=62)
"""How old a session may be that is filled in."""
_PRICES_COME: Final = timedelta(minutes=1)
"""How long entities may take to tell a new quarter's price."""

type Update = Callable[[], None]


@dataclass(slots=True, kw_only=True)
class _Running:
    """A running session."""

    session_id: int
    key: ConnectorKey
    sources: SessionSources
    refreshed_at: datetime
    kept_at: datetime
    worth: SessionWorth | None = None
    is_refreshing: bool = False
    """Whether its worth is being computed."""


class SessionWorths:
    """What the sessions of one config entry are worth."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        facts: Facts,
        work_queue: WorkQueue,
    ) -> None:
        """Follow the sessions of `central_system`; `facts` is smart charging, `work_queue` spreads work over turns."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._valuation = Valuation(hass, central_system, facts)
        self._work_queue = work_queue
        self._shared = SharedQuarters(
            hass,
            central_system.ledger,
            self._valuation,
            recorded=self._async_recorded,
            finish=self._async_finish,
        )
        self._running: dict[int, _Running] = {}
        self._completing: dict[int, SessionSources] = {}
        """Ended sessions whose history is being read, or that are computed with it."""
        self._reads = asyncio.Lock()
        """One at a time: each thread that computes delays the event loop by some ms."""
        self._filing: dict[int, Iterator[None]] = {}
        """The steps that are left of ended sessions."""
        self._listeners: defaultdict[ConnectorKey, list[Update]] = defaultdict(list)
        self._priced: set[ConnectorKey] = set()
        self.on_priced: Update = lambda: None
        """Called when a cost is known for the first time at a connector: its entity may be missing."""
        self._ends: list[CALLBACK_TYPE] = []
        self._is_started = False

    # ---- start and stop

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start following; return the function that stops it."""
        self._is_started = True
        ends = self._ends
        ends.append(async_at_started(self._hass, self._catch_up_soon))

        @callback
        def stop() -> None:
            self.async_stop()
            while ends:
                ends.pop()()

        return stop

    @callback
    def async_stop(self) -> None:
        """Store the progress of running sessions, and stop; call it before the ledger is closed."""
        if self._is_started:
            for session_id in [*self._filing]:
                self._complete_filing(session_id)
            for running in [*self._running.values()]:
                all_of(self._refresh_steps(running, is_last=True))
        self._is_started = False
        self._shared.async_stop()
        self._running.clear()

    @callback
    def _catch_up_soon(self, _: HomeAssistant) -> None:
        self._ends.append(async_call_later(self._hass, CATCH_UP_S, self._async_catch_up))

    async def _async_catch_up(self, _: datetime) -> None:
        """Compute the worth of sessions that ended, or were corrected, while nobody looked."""
        try:
            since = dt_util.utcnow() - CATCH_UP_OF
            sessions = await self._central_system.ledger.without_worth(since)
        except OSError as error:
            _LOGGER.warning("What earlier sessions cost cannot be computed now: %.200s", error)
            return
        for session in sessions:
            if not self._is_started:
                return
            session_id = session.session_id
            if session_id not in self._completing and session_id not in self._filing:
                sources = self._completing[session_id] = self._sources_of_ended(session)
                await async_all_of(self._valuation.settle(session, sources))
                await self._async_complete(session_id, sources)

    # ---- what is known

    @callback
    def of(self, key: ConnectorKey) -> SessionWorth | None:
        """Return the worth of a connector's running session, else of its last one; None: unknown."""
        if (connector := self._connector(key)) is None:
            return None
        if (transaction := connector.transaction) is not None:
            running = self._running.get(transaction.session_id)
            return None if running is None else running.worth
        if (last := connector.last_session) is None:
            return None
        details = self._central_system.ledger.details(last.session_id)
        return None if details is None else details.worth

    @callback
    def has_cost(self, key: ConnectorKey) -> bool:
        """Return whether the cost of a session of a connector was known since the start."""
        return key in self._priced

    @callback
    def solar_percent(self, key: ConnectorKey) -> float | None:
        """Return the sun share in % of a connector's running session, else of its last one; None: unknown."""
        worth = self.of(key)
        if worth is None:
            return None
        return solar_percent(worth, sum(slot.energy_wh for slot in worth.slots))

    @callback
    def async_add_listener(self, update: Update, key: ConnectorKey) -> None:
        """Call `update` when the worth of a connector's session changed."""
        self._listeners[key].append(update)

    @callback
    def async_remove_listener(self, update: Update, key: ConnectorKey) -> None:
        """Stop calling `update`."""
        self._listeners[key].remove(update)

    def _tell(self, key: ConnectorKey) -> None:
        if key not in self._priced and (worth := self.of(key)) is not None and worth.price:
            self._priced.add(key)
            self.on_priced()
        for update in tuple(self._listeners.get(key, ())):
            update()

    def _connector(self, key: ConnectorKey) -> Connector | None:
        charge_point = self._central_system.charge_points.get(key[0])
        return None if charge_point is None else charge_point.connectors.get(key[1])

    # ---- running sessions

    @callback
    def async_house_seen(self, seen: HouseSeen) -> None:
        """Count what the cars draw now, by source."""
        if not self._is_started:
            return
        cars_w = sum(max(charge.power_w or 0.0, 0.0) for charge in seen.charges.values())
        parts = source_parts(seen.readings, cars_w, seen.settings, seen.now)
        sources = None if parts is None else Sources(*parts)
        quarter = quarter_of(seen.now)
        prices = None
        for key, charge in seen.charges.items():
            if (running := self._running.get(charge.session_id)) is None:
                # All that run at Home Assistant's start are new here: one at a time
                self._work_queue.take(partial(self._take_up, key))
                continue
            running.sources.look(seen.now, charge.power_w, sources)
            known = running.sources.prices.get(quarter, NO_PRICES)
            is_new = seen.now - quarter < _PRICES_COME
            if is_new or None in (known.price, known.feed_in_price):
                if prices is None:
                    prices = self._valuation.price_book.quarter(quarter)
                now_paid = self._valuation.payable(prices, running.sources)
                # Before that, entities may have told the price of the quarter before.
                running.sources.prices[quarter] = now_paid if is_new else known.or_else(now_paid)
            if seen.now - running.refreshed_at >= REFRESH:
                running.refreshed_at = seen.now
                self._work_queue.take(partial(self._refresh, running.session_id))

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Take in a reading, a start, an end or a correction of a session."""
        match event:
            case ReadingsChanged(session=True) | SessionStarted():
                key = (event.charge_point_id, event.connector_id)
                if self._is_started and (running := self._follow(key)) is not None:
                    self._observe(running)
            case SessionFiled(session=session, has_worth=False):
                self._filed(session)

    def _follow(self, key: ConnectorKey) -> _Running | None:
        """Return the running session of a connector, followed from now on; None without one."""
        connector = self._connector(key)
        transaction = None if connector is None else connector.transaction
        if transaction is None:
            return None
        if (running := self._running.get(transaction.session_id)) is None:
            running = _Running(
                session_id=transaction.session_id,
                key=key,
                sources=self._valuation.sources_of(transaction.session()),
                refreshed_at=dt_util.utcnow() - REFRESH,
                kept_at=dt_util.utcnow(),
            )
            self._running[transaction.session_id] = running
            self._tell(key)
        return running

    @callback
    def _take_up(self, key: ConnectorKey) -> None:
        """Follow a connector's session that runs already, and compute its worth so far."""
        if self._is_started and (running := self._follow(key)) is not None:
            running.refreshed_at = dt_util.utcnow()
            self._refresh(running.session_id)

    def _observe(self, running: _Running) -> None:
        connector = self._connector(running.key)
        if connector is None or (transaction := connector.transaction) is None:
            return
        if (at := _read_at(transaction)) is not None:
            running.sources.peak_power_w = max(
                running.sources.peak_power_w, transaction.peak_power_w
            )
            at = min(at - self._valuation.behind(running.key[0]), dt_util.utcnow())
            running.sources.observe(at, transaction.energy_wh)

    @callback
    def _refresh(self, session_id: int) -> None:
        """Compute a running session's worth, unless that is under way."""
        running = self._running.get(session_id)
        if self._is_started and running is not None and not running.is_refreshing:
            self._work_queue.begin(self._refresh_steps(running))

    def _refresh_steps(self, running: _Running, *, is_last: bool = False) -> Iterator[None]:
        """Compute a running session's worth, and store it if that is due."""
        session_id, now = running.session_id, dt_util.utcnow()
        valuation, sources = self._valuation, running.sources
        running.is_refreshing = True
        valuation.take_battery_price(sources)
        yield from valuation.prepare_slots(sources)
        if any(slot.price is None and slot.energy_wh > 0 for slot in valuation.slots(sources)):
            yield from valuation.price(sources, now)
        running.is_refreshing = False
        if self._running.get(session_id) is not running:
            return  # it ended meanwhile
        running.worth = valuation.worth(running.key, sources)
        if is_last:
            self._keep(session_id, running.worth)
        elif now - running.kept_at >= KEEP:
            running.kept_at = now
            self._work_queue.take(partial(self._keep_progress, session_id))
        self._tell(running.key)

    @callback
    def _keep_progress(self, session_id: int) -> None:
        """Store what a session that still runs is worth up to now; in a turn of its own, since it may have lasted for weeks."""
        running = self._running.get(session_id)
        if self._is_started and running is not None and running.worth is not None:
            self._keep(session_id, running.worth)

    # ---- ended sessions

    def _filed(self, session: Session) -> None:
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
        sources = self._sources_of_ended(session)
        yield from self._valuation.pause(sources)
        yield from self._valuation.settle(session, sources)
        yield from self._valuation.pause(sources)
        is_unseen = self._valuation.needs_history(sources)
        if is_unseen:
            self._completing[session_id] = sources
            worth = self._valuation.worth_of_ended(session, sources, is_final=False)
            yield from self._valuation.pause(sources)
            self._keep(session_id, worth)
        else:
            yield from self._price_for_good(sources)
            self._keep_for_good(session, sources)
        if session.connector_id is not None:
            self._tell((session.charge_point_id, session.connector_id))
        return sources if is_unseen else None

    def _sources_of_ended(self, session: Session) -> SessionSources:
        """Return where an ended session's energy came from, as far as it was seen until now; it runs no more."""
        running = self._running.pop(session.session_id, None)
        return self._valuation.sources_of(session) if running is None else running.sources

    async def _async_complete(self, session_id: int, sources: SessionSources) -> None:
        """Fill in from the recorder what nobody saw of a session, and store its worth for good, unless it changes meanwhile."""
        valuation = self._valuation
        try:
            async with self._reads:
                recorded, beside_wh = await self._async_recorded(session_id, sources)
                found = await self._async_found(sources, recorded, beside_wh)
            session = self._central_system.ledger.session(session_id)
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
        options, ledger = self._valuation.price_book.options, self._central_system.ledger
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
        if not self._is_started:
            return
        self._keep(
            session.session_id, self._valuation.worth_of_ended(session, sources, is_final=True)
        )
        if session.connector_id is not None:
            self._tell((session.charge_point_id, session.connector_id))

    # ---- the parts

    def _keep(self, session_id: int, worth: SessionWorth) -> None:
        """Store a session's worth beside whatever else is known of it."""
        ledger = self._central_system.ledger
        details = ledger.details(session_id) or NO_DETAILS
        ledger.keep_details(session_id, replace(details, worth=worth))


def _read_at(transaction: Transaction) -> datetime | None:
    """Return when the reading came that a transaction's energy goes by; None: none came."""
    if transaction.measured_wh is not None:
        return transaction.last_register_at
    return transaction.last_power_at
