"""Transaction ids: positive 31-bit integers that are never used twice, whatever is lost (decision 6)."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

MAX_ID = 2**31 - 1
LOST = 86_400
"""Ids to skip after a loss, since they may have been given after the last known one: one a second for a day."""

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_BLOCK = 100
"""Ids that are stored as used ahead of their use, for starts that are answered while nothing can be stored."""
_MAX_SEED = 2**30
"""Limit of the seconds, so that a wrong clock cannot use up the ids."""


class TransactionIds:
    """The counter of ids; `reserved` is to be stored, and never below the next id.

    The counter begins at the seconds since 2025 at least, which hardly any installation is ahead of. Where one is, its ids
    are remembered in more than one place, and after a loss the counter begins far beyond them.
    """

    def __init__(self) -> None:
        self._next = 1
        self.reserved = 1

    def begin(
        self, *, reserved: object, known: Collection[int], now: datetime, lost: bool = False
    ) -> None:
        """Begin above the remembered ids; `reserved` may be missing or damaged, `known` are ids found elsewhere.

        `lost` says that ids above the remembered ones may have been given.
        """
        seconds = min(int((now - _EPOCH).total_seconds()), _MAX_SEED)
        stored = reserved if type(reserved) is int and reserved <= MAX_ID else 1
        first = max(1, seconds, stored, max(known, default=0) + 1)
        self._next = self.reserved = first + LOST if lost else first

    def take(self, is_used: Callable[[int], bool]) -> int:
        """Return the next id, without those that `is_used` finds in use here although the counter did not give them."""
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
