"""Rate limits."""

import asyncio
from collections import deque
from datetime import datetime, timedelta


class RateLimit:
    """At most `count` times within any `window_s` seconds."""

    def __init__(self, count: int, window_s: float) -> None:
        self._times: deque[float] = deque(maxlen=count)
        self._window_s = window_s

    def allows(self, now: float) -> bool:
        """Return whether one more is within the limit, and count it if so."""
        times = self._times
        if len(times) == times.maxlen and now - times[0] < self._window_s:
            return False
        times.append(now)
        return True


class TokenBucket:
    """A token bucket of `count` tokens that gains one each `every`: for what is rare but may come in bursts."""

    def __init__(self, count: int, every: timedelta) -> None:
        self._count = count
        self._every = every
        self._full_at: datetime | None = None

    def has_any(self, now: datetime) -> bool:
        """Whether a token is left."""
        return self._full_at is None or self._full_at - now <= (self._count - 1) * self._every

    def take(self, now: datetime) -> None:
        """Take a token; call `has_any` before."""
        since = now if self._full_at is None else max(self._full_at, now)
        self._full_at = since + self._every


class Pacer:
    """Gives turns in the order of the requests, at least an interval apart."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next_at = 0.0

    async def turn(self) -> None:
        """Wait for a turn; returns at once where the last turn is at least an interval ago."""
        now = asyncio.get_running_loop().time()
        at = max(self._next_at, now)
        self._next_at = at + self._interval_s
        if at > now:
            await asyncio.sleep(at - now)
