"""The time by which what cannot be undone is done: a clock that leaps far ahead is not believed before the next day."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .storage import Memory, MemoryStore

MOST_AHEAD: Final = timedelta(days=7)
"""A clock further ahead of the last time that was believed is doubted: Home Assistant was off, or the clock is wrong."""
PROVEN_AFTER: Final = timedelta(hours=20)
"""A doubted clock is believed where it went on by so much: from one night to the next, on the day of 23 hours too."""
_PROVEN_UNTIL: Final = timedelta(days=62)
"""What is further ahead of a doubted time than this is no proof of it, but another leap."""
_CLOCK: Final = "clock"
_BELIEVED: Final = "believed"
_DOUBTED: Final = "doubted"


class SteadyTime:
    """The computer's clock without its leaps ahead, by what it said when it was asked before, restarts included."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Believe nothing yet; `async_load` reads what the clock said before."""
        self._believed = dt_util.utc_from_timestamp(0)
        self._doubted: datetime | None = None
        self._store = MemoryStore(hass, entry_id, "steady_time")
        self._store.read = self._memory

    async def async_load(self) -> None:
        """Read what the clock said before."""
        stored = (await self._store.async_load()).get(_CLOCK, {})
        self._believed = _time(stored.get(_BELIEVED)) or self._believed
        self._doubted = _time(stored.get(_DOUBTED))

    @property
    def latest(self) -> datetime:
        """The clock's time in UTC, or the last one that was believed where the clock is behind it."""
        return max(dt_util.utcnow(), self._believed)

    async def async_now(self) -> datetime:
        """Return the time in UTC: the clock's, or the last one that was believed where the clock is far ahead of it."""
        now = dt_util.utcnow()
        if now <= self._believed:
            return now
        since = None if self._doubted is None else now - self._doubted
        if now - self._believed <= MOST_AHEAD:
            self._believed, self._doubted = now, None
        elif since is None or not timedelta(0) <= since <= _PROVEN_UNTIL:
            self._doubted = now
        elif since >= PROVEN_AFTER:
            self._believed, self._doubted = now, None
        await self._store.async_save()
        return self._believed

    def _memory(self) -> Memory:
        doubted = None if self._doubted is None else self._doubted.isoformat()
        return {_CLOCK: {_BELIEVED: self._believed.isoformat(), _DOUBTED: doubted}}


def _time(stored: object) -> datetime | None:
    """Return a stored time; None where it is none."""
    found = dt_util.parse_datetime(stored) if isinstance(stored, str) else None
    return None if found is None else dt_util.as_utc(found)
