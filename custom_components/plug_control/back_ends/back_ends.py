"""The back ends of a config entry: run the relay, apply changed settings, tell entities, raise and withdraw repair issues."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.handing_in import report_again
from custom_components.plug_control.const import CONF_PAUSED, DOMAIN
from custom_components.plug_control.model.events import BackEndEvent, Event
from custom_components.plug_control.model.relaying import RelayedSession, RelayState
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.state import BackEndState
from custom_components.plug_control.storage.storage import Memory, MemoryStore

from . import problems
from .options import back_ends_of

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(seconds=30)
"""How often entities and issues follow what no event tells: a queue that grows, a trouble that lasts."""

HOLD_S: Final = 5.0
"""How long to wait until the connections to a back end are closed."""

type HandedIn = list[tuple[str, dict[str, Any]]]
"""The messages of a session of before: actions and payloads."""
type EventListener = Callable[[Event], None]


class BackEnds:
    """The back ends of a config entry."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem
    ) -> None:
        """Start without any; `async_start` reads them."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._store = MemoryStore(hass, entry.entry_id, "relay")
        self._store.read = self._memory
        self._kept: Memory = {}
        self._relay: Relay | None = None
        self._settings: dict[str, BackEndSettings] = {}
        self._held: set[str] = set()
        self._last_delivered: dict[str, datetime] = {}
        self._listeners: list[CALLBACK_TYPE] = []
        self._of_one: defaultdict[str, list[CALLBACK_TYPE]] = defaultdict(list)
        self._event_listeners: defaultdict[str, list[EventListener]] = defaultdict(list)
        self._stop_looking: CALLBACK_TYPE | None = None

    # ---- life

    async def async_load(self) -> None:
        """Read what was kept at the last stop."""
        self._kept = await self._store.async_load()
        for back_end_id, stored in self._kept.get("last_delivered", {}).items():
            if (delivered_at := dt_util.parse_datetime(stored)) is not None:
                self._last_delivered[back_end_id] = delivered_at

    async def async_start(self) -> None:
        """Begin to report; the ledger is loaded, the charge points are known."""
        central_system = self._central_system
        self._settings = back_ends_of(self._entry)
        await central_system.back_end_commands.keep_ceilings(self._settings)
        self._relay = Relay(
            outbox=central_system.ledger.outbox,
            charge_points=lambda: central_system.charge_points,
            port=central_system.back_end_commands,
            publish=central_system.publish,
            clock=central_system.clock,
            memory=self._kept.get("relay"),
            memory_changed=self._store.async_schedule_save,
        )
        self._apply()
        self._stop_looking = async_track_time_interval(self._hass, self._async_look, LOOK_EVERY)
        for back_end_id in central_system.ledger.outbox.back_ends() - self._settings.keys():
            self._async_removed(back_end_id, None)

    async def async_stop(self) -> None:
        """End all connections; what waits goes on after the next start."""
        if self._stop_looking is not None:
            self._stop_looking()
            self._stop_looking = None
        if (relay := self._relay) is not None:
            self._central_system.relay = None
            await relay.stop()
            await self._store.async_save()
            self._relay = None

    @callback
    def async_entry_changed(self) -> None:
        """Apply the differences of the subentries."""
        before, self._settings = self._settings, back_ends_of(self._entry)
        if self._relay is None:
            return
        if before != self._settings:
            self._apply()
            for back_end_id in before.keys() - self._settings.keys():
                self._async_removed(back_end_id, before[back_end_id].name)
        else:
            self._relay.charge_points_changed()
        self._async_look()

    def _apply(self) -> None:
        assert self._relay is not None
        self._relay.update_settings(
            replace(each, paused=each.paused or each.back_end_id in self._held)
            for each in self._settings.values()
        )
        # Without a back end, a message costs nothing.
        self._central_system.relay = self._relay if self._settings else None

    @callback
    def _async_removed(self, back_end_id: str, name: str | None) -> None:
        """Forget a back end that was deleted; ask first where sessions wait for it."""
        self._last_delivered.pop(back_end_id, None)
        problems.async_forget(self._hass, self._entry, back_end_id)
        queue = self._central_system.ledger.outbox.queue(back_end_id)
        if waiting := queue.sessions + queue.set_aside:
            problems.async_removed(self._hass, self._entry, back_end_id, name, waiting)
            return
        self._entry.async_create_background_task(
            self._hass, self._async_forget(back_end_id), f"{DOMAIN} forgets a back end"
        )

    async def _async_forget(self, back_end_id: str) -> None:
        try:
            await self.async_forget(back_end_id)
        except OSError as error:  # the next start tries again
            _LOGGER.warning("What was kept for a deleted back end was not removed: %s", error)

    async def async_forget(self, back_end_id: str) -> None:
        """Remove what is kept for a back end that was deleted. Raises OSError."""
        await self._central_system.ledger.outbox.forget(back_end_id)

    # ---- shown

    @property
    def all(self) -> tuple[BackEndSettings, ...]:
        """The back ends, in the order of their subentries."""
        return tuple(self._settings.values())

    def of(self, back_end_id: str) -> BackEndSettings | None:
        """Return a back end's settings; None: it was deleted."""
        return self._settings.get(back_end_id)

    def state(self, back_end_id: str) -> BackEndState | None:
        """Return what is shown of a back end; None while the relay does not run."""
        return None if self._relay is None else self._relay.state(back_end_id)

    def last_delivered(self, back_end_id: str) -> datetime | None:
        """Return when it last took a message of a transaction, also before the start."""
        state = self.state(back_end_id)
        now = None if state is None else state.last_delivered_at
        if now is not None:
            self._last_delivered[back_end_id] = now
        return self._last_delivered.get(back_end_id)

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` when a back end may have been added; return a remover."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_add_back_end_listener(
        self, back_end_id: str, listener: CALLBACK_TYPE
    ) -> CALLBACK_TYPE:
        """Call `listener` when a back end's state may have changed; return a remover."""
        self._of_one[back_end_id].append(listener)
        return lambda: self._of_one[back_end_id].remove(listener)

    @callback
    def async_add_event_listener(self, back_end_id: str, listener: EventListener) -> CALLBACK_TYPE:
        """Call `listener` with each event of a back end; return a remover."""
        self._event_listeners[back_end_id].append(listener)
        return lambda: self._event_listeners[back_end_id].remove(listener)

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Take an event of the relay."""
        if isinstance(event, BackEndEvent):
            for listener in tuple(self._event_listeners.get(event.back_end_id, ())):
                listener(event)
            self._show(event.back_end_id)

    @callback
    def _async_look(self, now: datetime | None = None) -> None:
        for listener in tuple(self._listeners):
            listener()
        for back_end_id in self._settings:
            self._show(back_end_id)

    def _show(self, back_end_id: str) -> None:
        """Have entities and issues say how a back end is now."""
        settings, state = self.of(back_end_id), self.state(back_end_id)
        if settings is None or state is None:
            return
        problems.async_show(self._hass, self._entry, settings, state, dt_util.utcnow())
        for listener in tuple(self._of_one.get(back_end_id, ())):
            listener()

    def _memory(self) -> Memory:
        for back_end_id in self._settings:
            self.last_delivered(back_end_id)
        delivered = {key: each.isoformat() for key, each in self._last_delivered.items()}
        relay = {} if self._relay is None else self._relay.memory()
        return {"relay": relay, "last_delivered": delivered}

    # ---- for the user

    @asynccontextmanager
    async def async_held(self, back_end_id: str) -> AsyncIterator[None]:
        """Keep no connections to a back end within the block: it may refuse a second one with the same identity."""
        if self._relay is None or back_end_id not in self._settings:
            yield
            return
        self._held.add(back_end_id)
        self._apply()
        try:
            await self._async_until_closed(back_end_id)
            yield
        finally:
            self._held.discard(back_end_id)
            if self._relay is not None:
                self._apply()

    async def _async_until_closed(self, back_end_id: str) -> None:
        closed = asyncio.Event()

        @callback
        def look() -> None:
            if not self._is_connected(back_end_id):
                closed.set()

        remove = self.async_add_back_end_listener(back_end_id, look)
        look()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(HOLD_S):
                    await closed.wait()
        finally:
            remove()

    def _is_connected(self, back_end_id: str) -> bool:
        state = self.state(back_end_id)
        return state is not None and any(each.connected for each in state.links.values())

    @callback
    def async_pause(self, back_end_id: str, paused: bool) -> None:
        """Pause a back end, or let it go on."""
        subentry = self._entry.subentries[back_end_id]
        self._hass.config_entries.async_update_subentry(
            self._entry, subentry, data={**subentry.data, CONF_PAUSED: paused}
        )

    async def async_report_again(
        self,
        back_end_id: str,
        start: datetime,
        end: datetime | None = None,
        charge_point_id: str | None = None,
    ) -> int:
        """Queue the sessions that began from `start` on and that the back end has not got; return how many. Raises OSError.

        Only those of the charge points that it hears of, or of one.
        """
        relay, settings = self._relay, self.of(back_end_id)
        if relay is None or settings is None:
            return 0

        def hand_in(place: str, session_id: int, transaction_id: int, told: HandedIn) -> bool:
            is_wanted = charge_point_id in {None, place} and settings.identity_of(place) is not None
            return is_wanted and relay.hand_in(back_end_id, place, session_id, transaction_id, told)

        queued = await report_again(self._central_system.ledger, hand_in, start=start, end=end)
        self._show(back_end_id)
        return queued

    async def async_relayed(self, session_ids: list[int] | None = None) -> list[RelayedSession]:
        """Return what the back ends know of sessions, of all where `session_ids` is None. Raises OSError."""
        outbox = self._central_system.ledger.outbox
        relayed = await outbox.relayed_sessions(session_ids)
        return [each for each in relayed if each.back_end_id in self._settings]

    async def async_set_aside(self, back_end_id: str) -> list[RelayedSession]:
        """Return the sessions that a back end does not take, the first one first. Raises OSError."""
        outbox = self._central_system.ledger.outbox
        sessions = await outbox.relayed_sessions(state=RelayState.SET_ASIDE)
        found = [each for each in sessions if each.back_end_id == back_end_id]
        return sorted(found, key=lambda each: each.session_id)

    async def async_settle(self, session: RelayedSession, *, send_again: bool) -> bool:
        """Send a session that was set aside again, or let it go; return whether that is stored."""
        if self._relay is None:
            return False
        if send_again:
            self._relay.send_again(session)
        else:
            self._relay.let_go(session)
        stored = await self._central_system.ledger.saved()
        self._show(session.back_end_id)
        return stored

    def frames(self, back_end_id: str, charge_point_id: str) -> Any:
        """Return the last frames of a charge point's connection, without secrets."""
        return () if self._relay is None else self._relay.frames(back_end_id, charge_point_id)
