"""A bound on how often something happens."""

from collections import deque


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
