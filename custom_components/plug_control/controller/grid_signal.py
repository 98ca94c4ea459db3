"""The grid operator's signal of a site: what it limits now, its events, and what is kept of both over a restart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
import logging
import math
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event

from custom_components.plug_control import issues
from custom_components.plug_control.charging.grid_signal.signal import (
    GridLimit,
    SignalState,
    SourceReading,
    judge,
)
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V
from custom_components.plug_control.site.grid_signal import source_reading
from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.storage.storage import MemoryStore

from .grid_events import GridEvents, moment_of

_LOGGER = logging.getLogger(__name__)
_SAVE_EVERY: Final = timedelta(minutes=5)
"""How often a running event is stored."""


class GridSignal:
    """Judges the signal in each round, and records its events."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Follow no signal yet."""
        self._hass = hass
        self._entry = entry
        self._store = MemoryStore(hass, entry.entry_id, "grid_signal")
        self._store.read = self._write
        self._state = SignalState()
        self._entity: str | None = None
        self._stop_tracking: CALLBACK_TYPE | None = None
        self._is_reported = False
        self._saved_at: datetime | None = None
        self._on_signal: CALLBACK_TYPE = lambda: None
        self.events = GridEvents()
        self.limit: GridLimit | None = None
        """The limit that stands; None: there is none."""

    # ---- start and stop

    async def async_load(self) -> None:
        """Load the last word of the signal, and its events."""
        stored = await self._store.async_load()
        self._entity = stored.get("state", {}).get("entity")
        self._state = _read_state(stored.get("state", {}))
        self.events.read(stored.get("events", {}).get("all", []))

    async def async_save(self) -> None:
        """Save now."""
        await self._store.async_save()

    @callback
    def async_follow(self, options: SiteOptions, on_signal: CALLBACK_TYPE) -> None:
        """Listen to the signal in these options from now on, and call `on_signal` when it changes."""
        self.stop()
        self._on_signal = on_signal
        entity = options.signal.entity
        if entity != self._entity:  # another one's last word says nothing
            self._state = SignalState()
            self._entity = entity
        if entity is not None:
            self._stop_tracking = async_track_state_change_event(self._hass, entity, self._changed)

    @callback
    def stop(self) -> None:
        """Stop listening."""
        if self._stop_tracking is not None:
            self._stop_tracking()
            self._stop_tracking = None

    @callback
    def _changed(self, _: Event[EventStateChangedData]) -> None:
        self._on_signal()

    # ---- a round

    @callback
    def look(
        self, options: SiteOptions, maxima_w: Sequence[float], now: datetime
    ) -> GridLimit | None:
        """Return the limit that stands now; None: there is none. `maxima_w` is the most that each charger can draw."""
        signal = options.signal
        if signal.entity is None:
            self.limit = None
            self._report("", math.inf, now)  # none is silent
            return None
        reading = source_reading(self._hass, signal, options.main_fuse_phases, now)
        before = self._state
        limit, self._state = judge(reading, before, signal.settings, maxima_w, now)
        if limit is not None:
            assumed_w = options.assumed_load_a * options.main_fuse_phases * NOMINAL_VOLTAGE_V
            limit = replace(limit, assumed_w=assumed_w)
        self._report(signal.entity, signal.settings.silent_after_s, now)
        if _word(before) != _word(self._state):
            self._store.async_schedule_save()
        self.limit = limit
        return limit

    def _report(self, entity: str, silent_after_s: float, now: datetime) -> None:
        """Raise the issue that the source is silent for too long, or withdraw it."""
        since = self._state.silent_since
        is_silent = since is not None and (now - since).total_seconds() >= silent_after_s
        if is_silent is not self._is_reported:
            self._is_reported = is_silent
            if is_silent:
                issues.async_silent_signal(self._hass, self._entry, entity)
            else:
                issues.async_heard_signal(self._hass, self._entry)

    @callback
    def see(self, powers_w: Mapping[str, float | None], now: datetime) -> None:
        """Record what the chargers draw while the signal limits."""
        changed = self.events.see(self.limit, powers_w, now)
        if changed:
            stands = self.events.open is not None
            _LOGGER.info("The grid operator's limit %s", "begins" if stands else "ends")
        due = self._saved_at is None or now - self._saved_at >= _SAVE_EVERY
        if changed or (self.limit is not None and due):
            self._saved_at = now
            self._store.async_schedule_save()

    def export(self, alias: Callable[[str], str]) -> dict[str, Any]:
        """Return the signal's last word, the limit that stands and the last events as JSON-able values; chargers by their alias."""
        return {
            "last_word": self._last_word(),
            "limit": None if self.limit is None else asdict(self.limit),
            "events": self.events.export(alias),
        }

    # ---- storing

    def _write(self) -> dict[str, dict[str, Any]]:
        return {
            "state": {"entity": self._entity, **self._last_word()},
            "events": {"all": self.events.write()},
        }

    def _last_word(self) -> dict[str, Any]:
        last, silent_since = self._state.last, self._state.silent_since
        return {
            "limit_w": None if last is None or math.isinf(last.limit_w) else last.limit_w,
            "at": None if last is None else last.at.isoformat(),
            "silent_since": None if silent_since is None else silent_since.isoformat(),
        }


def _word(state: SignalState) -> tuple[float | None, bool]:
    """Return what a restart must know of the signal."""
    return None if state.last is None else state.last.limit_w, state.silent_since is None


def _read_state(row: Mapping[str, Any]) -> SignalState:
    """Return the stored state; an empty one where it cannot be read."""
    try:
        at, since = row.get("at"), row.get("silent_since")
        limit_w = row.get("limit_w")
        last = None
        if at is not None:
            limit_w = math.inf if limit_w is None else float(limit_w)
            last = SourceReading(limit_w=limit_w, at=moment_of(at))
        silent_since = None if since is None else moment_of(since)
    except (AttributeError, TypeError, ValueError) as error:
        _LOGGER.warning("The stored word of the grid signal cannot be read: %s", error)
        return SignalState()
    return SignalState(last=last, silent_since=silent_since)
