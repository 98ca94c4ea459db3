"""Bound how often something may happen."""

from collections.abc import Callable


class Bucket:
    """At most `burst` at once, then one each `every_s`."""

    def __init__(self, burst: int, every_s: float, time: Callable[[], float]) -> None:
        self._burst = burst
        self._every_s = every_s
        self._time = time
        self._full_at = float("-inf")

    def takes_one(self) -> bool:
        """Whether one more is within the bound; counts it if so."""
        now = self._time()
        full_at = max(self._full_at, now) + self._every_s
        if full_at - now > self._burst * self._every_s:
            return False
        self._full_at = full_at
        return True
