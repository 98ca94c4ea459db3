"""Follow what each session is worth: live by the rounds of smart charging, and for good when it is filed.

The progress is stored with the session's details once a minute; what ended is computed in `ended`. A session may last for weeks:
what is computed of all its quarters is done in steps, between which the event loop does other things.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.solar.sources import source_parts
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.events import (
    Event,
    ReadingsChanged,
    SessionFiled,
    SessionStarted,
)
from custom_components.plug_control.model.money.cost import solar_percent
from custom_components.plug_control.model.money.quarters import NO_PRICES, Sources, quarter_of
from custom_components.plug_control.model.money.sources import SessionSources
from custom_components.plug_control.model.money.worth import NO_DETAILS, SessionWorth
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.site.seen import HouseSeen
from custom_components.plug_control.work_queue import WorkQueue, all_of

from .ended import EndedSessions
from .valuation import Facts, Valuation

_LOGGER = logging.getLogger(__name__)

REFRESH: Final = timedelta(seconds=20)
"""How often a running session's worth is computed."""
KEEP: Final = timedelta(minutes=1)
"""How often it is stored."""
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
        self._central_system = central_system
        self._valuation = Valuation(hass, central_system, facts)
        self._work_queue = work_queue
        self._ended = EndedSessions(
            hass,
            entry,
            central_system.ledger,
            self._valuation,
            work_queue,
            sources_of=self._sources_of_ended,
            keep=self._keep_ended,
        )
        self._running: dict[int, _Running] = {}
        self._listeners: defaultdict[ConnectorKey, list[Update]] = defaultdict(list)
        self._priced: set[ConnectorKey] = set()
        self.on_priced: Update = lambda: None
        """Called when a cost is known for the first time at a connector: its entity may be missing."""
        self._is_started = False

    # ---- start and stop

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start following; return the function that stops it."""
        self._is_started = True
        end_catching_up = self._ended.async_start()

        @callback
        def stop() -> None:
            self.async_stop()
            end_catching_up()

        return stop

    @callback
    def async_stop(self) -> None:
        """Store the progress of running sessions, and stop; call it before the ledger is closed."""
        self._ended.async_stop()
        if self._is_started:
            for running in [*self._running.values()]:
                all_of(self._refresh_steps(running, is_last=True))
        self._is_started = False
        self._running.clear()

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
                self._work_queue.take(self._take_up, key)
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
                self._work_queue.take(self._refresh, running.session_id)

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Take in a reading, a start, an end or a correction of a session."""
        match event:
            case ReadingsChanged(session=True) | SessionStarted():
                key = (event.charge_point_id, event.connector_id)
                if self._is_started and (running := self._follow(key)) is not None:
                    self._observe(running)
            case SessionFiled(session=session, has_worth=False):
                self._ended.async_filed(session)

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
            self._work_queue.take(self._keep_progress, session_id)
        self._tell(running.key)

    @callback
    def _keep_progress(self, session_id: int) -> None:
        """Store what a session that still runs is worth up to now; in a turn of its own, since it may have lasted for weeks."""
        running = self._running.get(session_id)
        if self._is_started and running is not None and running.worth is not None:
            self._keep(session_id, running.worth)

    # ---- what is stored

    def _sources_of_ended(self, session: Session) -> SessionSources:
        """Return where an ended session's energy came from, as far as it was seen until now; it runs no more."""
        running = self._running.pop(session.session_id, None)
        return self._valuation.sources_of(session) if running is None else running.sources

    def _keep_ended(self, session: Session, worth: SessionWorth) -> None:
        """Store what a session is worth that ended, and tell it."""
        self._keep(session.session_id, worth)
        if session.connector_id is not None:
            self._tell((session.charge_point_id, session.connector_id))

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
