"""Limits on how often something happens."""

import asyncio
from collections import deque
from datetime import datetime, timedelta


class RateLimit:
    """At most `count` times within any `window_s` seconds."""

    def __init__(self, count: int, window_s: float) -> None:
        self._times: deque[float] = deque(maxlen=count)
        self._window_s = window_s

    def allows(self, now: float) -> bool:
        """Count one more and tell whether it is within the bound; what is refused is not counted."""
        times = self._times
        if len(times) == times.maxlen and now - times[0] < self._window_s:
            return False
        times.append(now)
        return True


class TokenBucket:
    """So many at once, and one more each `every`: for what may come in bursts and seldom else."""

    def __init__(self, count: int, every: timedelta) -> None:
        self._count = count
        self._every = every
        self._full_at: datetime | None = None

    def has_any(self, now: datetime) -> bool:
        """Whether there is one left."""
        return self._full_at is None or self._full_at - now <= (self._count - 1) * self._every

    def take(self, now: datetime) -> None:
        """Take one."""
        since = now if self._full_at is None else max(self._full_at, now)
        self._full_at = since + self._every


class Pacer:
    """Gives turns in the order of asking, at least an interval apart."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next_at = 0.0

    async def turn(self) -> None:
        """Wait for a turn; one that nobody else has just had comes at once."""
        now = asyncio.get_running_loop().time()
        at = max(self._next_at, now)
        self._next_at = at + self._interval_s
        if at > now:
            await asyncio.sleep(at - now)
