"""Import sessions from JSON files into a ledger that runs: each once, and none over what is there."""

import asyncio
from dataclasses import replace
from datetime import datetime
from itertools import batched
import logging
from operator import attrgetter

from custom_components.plug_control.model.money.worth import SessionDetails, has_final_worth
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import SignedReading

from .json_files import JsonFiles
from .queries.every_session import unhurried
from .queries.queries import SessionIdentity, identity_of
from .records import LedgerRecords
from .sqlite.outbox_rows import DeliveredTo
from .sqlite.rows import identity_key

_LOGGER = logging.getLogger(__name__)

type _Imported = tuple[Session, list[SignedReading], SessionDetails | None, list[DeliveredTo]]

_AT_ONCE = 20
"""Sessions that are recorded before the import waits until they are stored."""


async def import_files(records: LedgerRecords, files: JsonFiles, now: datetime) -> int:
    """Import the sessions that are not here yet and return their number; raises OSError and, for wrong files, ValueError.

    A transaction that runs in the files becomes an estimated session, which its stop still corrects. Rows that cannot be
    read are left out.
    """
    here = await records.queries.identities()
    gone = await records.gone()
    new = await asyncio.get_running_loop().run_in_executor(
        None, _new_sessions, files, here, gone, now
    )
    for chunk in batched(new, _AT_ONCE, strict=False):
        for session, signed, details, delivered in chunk:
            session_id = session.session_id
            if records.has(session_id):
                session_id = records.take_id(session.charge_point_id)
            filed = records.file(
                replace(session, session_id=session_id),
                has_worth=details is not None and has_final_worth(details),
                anonymous=details is not None and details.anonymised,
            )
            records.keep_signed(filed.session_id, signed)
            if details is not None:
                records.details.keep(filed.session_id, details)
            records.outbox.took_before(
                [each.relayed(filed.session_id, filed.charge_point_id) for each in delivered]
            )
        await records.saved()
    return len(new)


def _new_sessions(
    files: JsonFiles, here: set[SessionIdentity], gone: set[int], now: datetime
) -> list[_Imported]:
    """Return each session of the files that is not `here` and was not deleted, once, with all that belongs to it; for a thread."""
    found = files.read()
    sessions = [*found.sessions.values()]
    sessions += [each.end_without_stop(now=now) for each in found.open.values()]
    if found.unreadable:
        _LOGGER.warning("%d rows of the import cannot be read", len(found.unreadable))
    new: dict[SessionIdentity, Session] = {}
    # Where the files have a session twice, the one with its stop counts
    for each in unhurried(sorted(sessions, key=attrgetter("provisional"))):
        if (identity := identity_of(each)) not in here and identity_key(each) not in gone:
            new.setdefault(identity, each)
    return [
        (
            each,
            found.signed.get(each.session_id, []),
            found.details.get(each.session_id),
            found.delivered.get(each.session_id, []),
        )
        for each in new.values()
    ]
