"""Transaction ids: positive 31-bit integers that are never used twice, whatever is lost (decision 6)."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

MAX_ID = 2**31 - 1

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_BLOCK = 100
"""Ids that are stored as used ahead of their use: so many starts may go unstored before one could repeat."""
_MAX_SEED = 2**30
"""A clock gone wild may not use the ids up."""


class TransactionIds:
    """The counter. What it has to remember is `reserved`, which is always ahead of what was given.

    Without memory it begins at the seconds since 2025: nobody starts more than one charge a second for years, so that is
    beyond all ids that were ever given here, also by an installation that was lost.
    """

    def __init__(self) -> None:
        self._next = 1
        self.reserved = 1

    def begin(self, *, reserved: object, known: Collection[int], now: datetime) -> None:
        """Begin after what is remembered; `reserved` may be missing or damaged, `known` are ids found elsewhere."""
        if type(reserved) is int and 1 <= reserved <= MAX_ID:
            first = reserved
        else:
            seconds = int((now - _EPOCH).total_seconds())
            first = max(1, min(seconds, _MAX_SEED))
        self._next = self.reserved = max(first, max(known, default=0) + 1)

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
