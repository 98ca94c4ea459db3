"""Transaction ids: positive 31-bit integers that are never used twice, whatever is lost (decision 6)."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

MAX_ID = 2**31 - 1
LOST = 86_400
"""Ids that may have been given since something was known last that is lost now: one a second for a day."""

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_BLOCK = 100
"""Ids that are stored as used ahead of their use: those that were answered while nothing could be stored."""
_MAX_SEED = 2**30
"""A clock gone wild may not use the ids up."""


class TransactionIds:
    """The counter. What it has to remember is `reserved`, which is always ahead of what was given.

    It never begins before the seconds since 2025, which hardly any installation is ahead of; what is ahead of them is
    remembered in more than one place, and after a loss it goes on far beyond that.
    """

    def __init__(self) -> None:
        self._next = 1
        self.reserved = 1

    def begin(
        self, *, reserved: object, known: Collection[int], now: datetime, lost: bool = False
    ) -> None:
        """Begin after what is remembered; `reserved` may be missing or damaged, `known` are ids found elsewhere.

        `lost` tells that what is remembered is older than what was given.
        """
        seconds = min(int((now - _EPOCH).total_seconds()), _MAX_SEED)
        stored = reserved if type(reserved) is int and reserved <= MAX_ID else 1
        first = max(1, seconds, stored, max(known, default=0) + 1)
        self._next = self.reserved = first + LOST if lost else first

    def take(self, is_used: Callable[[int], bool]) -> int:
        """Return the next id; `is_used` knows ids that others gave and that are in use here."""
        while is_used(self._wrap()):
            self._next += 1
        taken = self._next
        self._next += 1
        if self._next > self.reserved:
            self.reserved = min(self._next + _BLOCK, MAX_ID)
        return taken

    def _wrap(self) -> int:
        if self._next > MAX_ID:
            self._next = 1
        return self._next
