"""All sessions and their details, stored or not, for one query."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
import sqlite3
from time import perf_counter, sleep
from types import MappingProxyType
from typing import override

from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    DetailsRow,
    SessionRow,
)
from custom_components.plug_control.central_system.ledger.sqlite.signed_values import count_signed

from .overlay import DetailsOverlay, UnstoredOverlay

_TURN_S = 0.002
"""How long a thread makes rows before the event loop has its turn; each pause costs 0.2 ms."""
_PAUSE_S = 0.0001
_FEW = 100
"""So many unstored rows are found as fast without indexes; to make these takes half of the time of a short question."""
OVERLAY = "asked"


@dataclass(frozen=True, slots=True)
class UnstoredRows:
    """What counts instead of what is stored."""

    sessions: Collection[tuple[int, SessionRow | None]] = ()
    """Session ids and rows; None hides a stored row."""
    details: Collection[DetailsRow] = ()
    signed: Mapping[int, int] = MappingProxyType({})
    """How many signed meter values come on top of the stored ones, by session id."""


NOTHING_UNSTORED = UnstoredRows()


class EverySession(UnstoredOverlay):
    """All sessions and their details, stored or not."""

    def __init__(self, db: sqlite3.Connection, newer: UnstoredRows) -> None:
        """Lay `newer` over what is stored; raises sqlite3.Error."""
        count = len(newer.sessions) + len(newer.details)
        super().__init__(db, OVERLAY, is_small=count <= _FEW)
        self.fill(newer.sessions)
        self.details = DetailsOverlay(self, newer.details)
        self._unstored_signed = newer.signed

    def with_details(
        self,
        columns: str,
        condition: str = "1",
        *,
        index: str | None = None,
        whole: bool = False,
    ) -> Iterator[str]:
        """Yield the sources of a query of sessions `s` (these columns of those that match) and their details `d`.

        `index` names the index by which stored sessions are found (None: SQLite chooses); `whole` says that the details' long
        columns are needed, too.
        """
        details_sources = self.details.whole_sources if whole else self.details.sources
        for sessions, details in zip(self.sources(index), details_sources, strict=True):
            yield (
                f"(SELECT {columns} FROM {sessions} AND {condition}) AS s"
                f" LEFT JOIN {details} ON d.session_id = s.session_id"
            )

    def count_signed(self, session_ids: Collection[int]) -> Counter[int]:
        """Return how many signed meter values each of these sessions has."""
        return Counter(count_signed(self.db, session_ids)) + Counter(self._unstored_signed)

    @override
    def drop(self) -> None:
        """Remove all views and tables."""
        super().drop()
        DetailsOverlay.drop_all(self.db, self.name)


def unhurried[T](rows: Iterable[T]) -> Iterator[T]:
    """Yield rows, and pause now and then so that the event loop can run."""
    began = perf_counter()
    for row in rows:
        yield row
        if perf_counter() - began > _TURN_S:
            sleep(_PAUSE_S)
            began = perf_counter()
