"""What the ledger answers about many sessions, each question in a thread."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.transaction import Session

from .counted import Counted, fold_counted
from .flat_rows import StoredCharge
from .people import NOBODY, People
from .queries import LedgerQueries, SessionPage
from .session_filter import PresentedCard, SessionFilter
from .totals import Boundaries, Total, TotalsBy, car_names, corrected_people, totals


class LedgerReader:
    """Reads sessions, running ones and those that are not stored yet included, and changes nothing."""

    def __init__(self, queries: LedgerQueries) -> None:
        """`queries` ask the ledger's file."""
        self._queries = queries

    async def sessions(self, **wanted: Any) -> list[Session]:
        """Return the sessions that fit a `SessionFilter`, oldest first, running ones included.

        Raises OSError where the disk cannot be read.
        """
        return await self._queries.sessions(SessionFilter(**wanted))

    async def fold[T](self, fold: Callable[[Iterator[Session]], T], **wanted: Any) -> T:
        """Call `fold` in a thread with the sessions that fit a `SessionFilter`, in no order, and return its result.

        The sessions are never all in memory at once. Raises OSError where the disk cannot be read.
        """
        return await self._queries.fold(SessionFilter(**wanted), fold)

    async def fold_details[T](
        self, fold: Callable[[Iterator[tuple[Session, SessionDetails]]], T], **wanted: Any
    ) -> T:
        """Call `fold` in a thread with the sessions that fit a `SessionFilter` and their details, in no order.

        They are never all in memory at once. Raises OSError where the disk cannot be read.
        """
        return await self._queries.fold_details(SessionFilter(**wanted), fold)

    async def fold_counted[T](
        self, fold: Callable[[Iterator[Counted]], T], begin: datetime, end: datetime | None
    ) -> T:
        """Call `fold` in a thread with what statistics need of the sessions that may have energy between two times, in no order.

        `end` None: until now. Raises OSError.
        """
        return await fold_counted(self._queries, fold, begin, end)

    async def times(self, since: datetime, step: int) -> list[datetime]:
        """Return the times of every `step`th stored session from `since` on, in order; raises OSError."""
        times = await self._queries.times(since.timestamp(), step)
        return [datetime.fromtimestamp(time, UTC) for time in times]

    async def without_worth(self, since: datetime | None = None) -> list[Session]:
        """Return ended sessions without a final worth, or corrected after it was computed, oldest first.

        `since` leaves out those that ended before. Raises OSError.
        """
        return await self._queries.without_worth(since)

    async def totals(
        self,
        wanted: SessionFilter,
        *,
        by: TotalsBy = TotalsBy.NONE,
        people: People = NOBODY,
        boundaries: Boundaries | None = None,
    ) -> list[Total]:
        """Return totals of the sessions that fit, by period and key, in order; SQL adds them up. Raises OSError.

        A session counts in the period in which it began. `boundaries` gets the times of the first and the last session and
        returns when the periods begin, and the end of the last one; None: there is one period. `people` tells who is who,
        for totals by person.
        """
        return await totals(self._queries, wanted, by=by, people=people, boundaries=boundaries)

    async def car_names(self, car_ids: Collection[str]) -> dict[str, str]:
        """Return the name that each car had in its latest session; raises OSError."""
        return await car_names(self._queries, car_ids)

    async def corrected_people(self) -> dict[int, str]:
        """Return the persons to whom sessions were corrected, by session id; raises OSError."""
        return await corrected_people(self._queries)

    async def named(self, until: datetime, limit: int) -> list[Session]:
        """Return some of the sessions that ended before `until`, or that no clock dates, and are not anonymous; raises OSError.

        What a charger told late ended when we heard of it: its clock may be wrong.
        """
        return await self._queries.named(until, limit)

    async def shown(self) -> set[PresentedCard]:
        """Return each charge point, connector and card that sessions have together; raises OSError."""
        return await self._queries.shown()

    async def check(self) -> None:
        """Check the file for damage; repair begins in the background where there is some. Raises OSError."""
        await self._queries.check()

    async def page(self, wanted: SessionFilter, **how: Any) -> SessionPage:
        """Return a page of the sessions that fit; `how` is as for `LedgerQueries.page`. Raises OSError."""
        return await self._queries.page(wanted, **how)

    async def charges[T](
        self, wanted: SessionFilter, shape: Callable[[StoredCharge], T], most: int
    ) -> list[T] | None:
        """Return what `shape` makes, in a thread, of each session that fits, as `LedgerQueries.charges`."""
        return await self._queries.charges(wanted, shape, most)
