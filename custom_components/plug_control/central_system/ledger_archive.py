"""The ledger's months: rows of sessions, loaded when they are asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
import logging
from typing import Any

from .ledger_storage import LedgerStorage

_LOGGER = logging.getLogger(__name__)

_CACHED_MONTHS = 3

type Row = dict[str, Any]


class Archive:
    """Rows by month, each with a `session_id`: a row that comes again replaces the one before.

    Rows that nobody understands are kept as they are.
    """

    def __init__(self, storage: LedgerStorage) -> None:
        self._storage = storage
        self._cache: OrderedDict[str, list[Row]] = OrderedDict()
        self._lock = asyncio.Lock()

    async def months(self) -> list[str]:
        """Return the months that have rows, oldest first; raises OSError."""
        return sorted(await self._storage.months())

    async def rows(self, month: str) -> list[Row]:
        """Return the rows of a month, which are not to be changed; raises OSError."""
        async with self._lock:
            return await self._load(month)

    async def add(self, month: str, rows: Sequence[Row]) -> None:
        """Store rows among those of a month; returns when they are on disk; raises OSError."""
        async with self._lock:
            merged = list(await self._load(month))
            places = {_session_id(row): place for place, row in enumerate(merged)}
            for row in rows:
                place = places.setdefault(row["session_id"], len(merged))
                merged[place : place + 1] = [row]
            await self._storage.save_month(month, merged)
            self._remember(month, merged)

    async def _load(self, month: str) -> list[Row]:
        if (rows := self._cache.get(month)) is None:
            try:
                rows = await self._storage.load_month(month)
            except ValueError:
                _LOGGER.exception("The sessions of %s are damaged and were set aside", month)
                rows = []
        self._remember(month, rows)
        return rows

    def _remember(self, month: str, rows: list[Row]) -> None:
        self._cache[month] = rows
        self._cache.move_to_end(month)
        while len(self._cache) > _CACHED_MONTHS:
            self._cache.popitem(last=False)


def _session_id(row: Any) -> Any:
    return row.get("session_id") if isinstance(row, dict) else None
