"""Remove who charged from sessions, or whole sessions, so that nothing of it is left on disk.

R18: what repeats a removed session's messages is still known as a repeat, by keys without the card. An equal start gets the
same id and is not recorded; a late stop and late meter values of a deleted session are answered and dropped. So its energy
neither comes back nor counts twice. Registers go on: the next session begins where the charger says.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import batched

from custom_components.plug_control.model.session import Session

from .records import LedgerRecords
from .sqlite.rows import filed_under

_AT_ONCE = 8
"""Sessions that are changed before the event loop has its turn and they are stored."""


async def anonymise(records: LedgerRecords, session_ids: Collection[int]) -> int:
    """Make ended sessions anonymous and return how many were not yet; on disk when it returns. Raises OSError."""
    done = await _each(records, session_ids, records.anonymise, _is_named)
    return len(done)


async def delete(
    records: LedgerRecords, session_ids: Collection[int]
) -> tuple[frozenset[int], datetime | None]:
    """Delete ended sessions and return their ids and the time of the first one; gone from disk when it returns.

    Raises OSError.
    """
    done = await _each(records, session_ids, records.delete, lambda records, session: True)
    since = min(map(filed_under, done), default=None)
    return frozenset(each.session_id for each in done), since


def _is_named(records: LedgerRecords, session: Session) -> bool:
    return not records.details.are_anonymous(session.session_id)


async def _each(
    records: LedgerRecords,
    session_ids: Collection[int],
    change: Callable[[Session], None],
    is_due: Callable[[LedgerRecords, Session], bool],
) -> list[Session]:
    """Change the ended sessions among these, leave nothing of before on disk, and return them; raises OSError."""
    done: list[Session] = []
    for chunk in batched(sorted(session_ids), _AT_ONCE, strict=False):
        for session_id in chunk:
            session = records.history.of_id(session_id)
            if session is not None and is_due(records, session):
                change(session)
                done.append(session)
        if not await records.saved():
            raise OSError("the disk takes nothing now; it is done as soon as the disk works again")
    await records.scrub()
    return done
