"""Hand in sessions of before to a back end: as messages that are made of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .ledger import Ledger
from .session_messages import session_messages, transaction_id_of

type HandIn = Callable[[str, int, int, list[tuple[str, dict[str, Any]]]], bool]
"""Takes charge point, session id, our transaction id, and messages; returns whether they were queued."""
_AT_ONCE = 20
"""Sessions that are queued before it waits until they are stored."""


async def report_again(
    ledger: Ledger, hand_in: HandIn, *, start: datetime, end: datetime | None = None
) -> int:
    """Hand in the sessions that began from `start` on (and before `end`), oldest first; return how many were queued.

    Who was erased is not reported. Raises OSError where the disk cannot be read, or takes nothing: what was queued by then
    stays.
    """
    queued = 0
    for session in await ledger.sessions(start=start, end=end):
        details = ledger.details(session.session_id)
        if details is not None and details.anonymised:
            continue
        messages = session_messages(session, await ledger.signed(session.session_id))
        transaction_id = transaction_id_of(session)
        queued += hand_in(session.charge_point_id, session.session_id, transaction_id, messages)
        if queued and queued % _AT_ONCE == 0 and not await ledger.saved():
            raise OSError("the disk takes nothing now")
    if not await ledger.saved():
        raise OSError("the disk takes nothing now")
    return queued
