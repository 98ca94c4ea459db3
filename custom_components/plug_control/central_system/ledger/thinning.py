"""Leave meter values of long queues out: never signed ones, never the first and the last of a session."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
import logging
import sqlite3
from typing import NamedTuple

from custom_components.plug_control.model.relaying import OutboxMessage

from .outbox_queues import MOST_OF_SESSION, Queues
from .queries.queries import LedgerQueries
from .sqlite.outbox_rows import is_plain
from .unstored_messages import UnstoredMessages

_LOGGER = logging.getLogger(__name__)

LONG = 20_000
"""Messages for a back end above which meter values between the ends of sessions are left out."""

_COUNTED_EACH = 50
"""After how many messages all that wait for a back end are counted."""


class Candidate(NamedTuple):
    """A queued message, and whether it may be left out."""

    message_id: int
    is_plain: bool


def left_out(candidates: Iterable[Candidate], *, ends_only: bool) -> list[int]:
    """Return the ids of the messages to leave out: each second plain one between the ends, or (`ends_only`) all of them."""
    plain = [each.message_id for each in sorted(set(candidates)) if each.is_plain]
    between = plain[1:-1]
    return between if ends_only else between[::2]


class Thinning:
    """Thins the queue of a session that is long, and all sessions of a back end whose queue is long; in the background."""

    def __init__(
        self,
        queries: LedgerQueries,
        unstored: UnstoredMessages,
        *,
        handed_out: Callable[[str, str], int],
        remove: Callable[[str, str, int, int], None],
    ) -> None:
        """`handed_out(back_end_id, charge_point_id)` is the highest message that may be under way or answered.

        `remove(back_end_id, charge_point_id, session_id, message_id)` takes a message out.
        """
        self._queries = queries
        self._unstored = unstored
        self._handed_out = handed_out
        self._remove = remove
        self._long_at: dict[str, int] = {}
        """With how many messages the queue of a back end is thinned next."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._since_count: Counter[str] = Counter()
        """Messages since all that wait for a back end were counted: it has a queue for each charge point."""

    def look(self, queues: Queues, message: OutboxMessage) -> None:
        """Thin what has become long by this message; one such work a back end."""
        back_end_id, charge_point_id = message.back_end_id, message.charge_point_id
        if back_end_id in self._tasks:
            return
        queued = queues.queued(back_end_id, charge_point_id, message.session_id)
        is_long = queued is not None and len(queued.message_ids) > queued.thin_at
        self._since_count[back_end_id] += 1
        if self._is_long(queues, back_end_id):
            places = queues.thick(back_end_id)
            self._start(queues, back_end_id, places, ends_only=True)
        elif is_long:
            places = {message.session_id: charge_point_id}
            self._start(queues, back_end_id, places, ends_only=False)

    def _is_long(self, queues: Queues, back_end_id: str) -> bool:
        if self._since_count[back_end_id] < _COUNTED_EACH:
            return False
        self._since_count[back_end_id] = 0
        return queues.messages(back_end_id) > max(self._long_at.get(back_end_id, 0), LONG)

    def close(self) -> None:
        """End the work that is under way."""
        for task in self._tasks.values():
            task.cancel()

    def _start(
        self, queues: Queues, back_end_id: str, places: Mapping[int, str], *, ends_only: bool
    ) -> None:
        task = asyncio.get_running_loop().create_task(
            self._thin(queues, back_end_id, places, ends_only), name="thinning"
        )
        self._tasks[back_end_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(back_end_id, None))

    async def _thin(
        self, queues: Queues, back_end_id: str, places: Mapping[int, str], ends_only: bool
    ) -> None:
        """Thin sessions, given with their charge points."""
        try:
            for session_id, charge_point_id in places.items():
                await self._thin_one(queues, back_end_id, charge_point_id, session_id, ends_only)
        except OSError as error:
            _LOGGER.warning("Meter values of a long queue could not be thinned: %s", error)
        self._long_at[back_end_id] = queues.messages(back_end_id) * 3 // 2

    async def _thin_one(
        self,
        queues: Queues,
        back_end_id: str,
        charge_point_id: str,
        session_id: int,
        ends_only: bool,
    ) -> None:
        stored = await self._queries.read(lambda db: _stored(db, back_end_id, session_id))
        queued = queues.queued(back_end_id, charge_point_id, session_id)
        if queued is None:
            return
        unstored = self._unstored.known(session_id)
        mine = [
            Candidate(each.message_id, is_plain(each.action, each.payload))
            for each in (() if unstored is None else unstored.messages.values())
            if each.back_end_id == back_end_id
        ]
        # What was answered while the file was read is not there any more; what is under way will be answered
        last = self._handed_out(back_end_id, charge_point_id)
        gone = set() if unstored is None else {*unstored.removed}
        candidates = [
            each
            for each in (*stored, *mine)
            if each.message_id > last and each.message_id not in gone
        ]
        for message_id in left_out(candidates, ends_only=ends_only):
            self._remove(back_end_id, charge_point_id, session_id, message_id)
        queued.thin_at = max(MOST_OF_SESSION, len(queued.message_ids) * 3 // 2)
        queued.is_thin = ends_only


def _stored(db: sqlite3.Connection, back_end_id: str, session_id: int) -> list[Candidate]:
    """Return the stored messages of a session; raises sqlite3.Error."""
    found = db.execute(
        "SELECT message_id, action, payload FROM main.outbox"
        " WHERE session_id = ? AND back_end_id = ?",
        (session_id, back_end_id),
    )
    return [Candidate(number, is_plain(action, payload)) for number, action, payload in found]
