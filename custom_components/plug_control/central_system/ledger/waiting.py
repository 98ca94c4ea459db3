"""Which messages wait for a back end: those in memory that are not stored yet, and those in the ledger's file."""

import logging
import sqlite3

from custom_components.plug_control.model.relaying import OutboxMessage, RelayState

from .outbox_queues import KnownMessages, Queues
from .queries.queries import LedgerQueries
from .relayed_sessions import RelayedSessions
from .sqlite.outbox_rows import read_outbox_row
from .sqlite.schema import OutboxRow
from .unstored_messages import UnstoredMessages, is_held_back

_LOGGER = logging.getLogger(__name__)


class WaitingMessages:
    """Reads what waits for the back ends, and compares what memory has of it with the file."""

    def __init__(
        self,
        queries: LedgerQueries,
        queues: Queues,
        unstored: UnstoredMessages,
        relayed: RelayedSessions,
    ) -> None:
        self._queries = queries
        self._queues = queues
        self._unstored = unstored
        self._relayed = relayed
        self._handed_out: dict[tuple[str, str], int] = {}

    def handed_out(self, back_end_id: str, charge_point_id: str) -> int:
        """Return the highest message that `read` returned: up to it, one may be under way."""
        return self._handed_out.get((back_end_id, charge_point_id), 0)

    async def read(self, back_end_id: str, charge_point_id: str, limit: int) -> list[OutboxMessage]:
        """Return the oldest messages that are not set aside. Raises OSError."""
        place = back_end_id, charge_point_id
        queue = self._queues.of_back_end(back_end_id).get(charge_point_id)
        if queue is None or not queue.messages:
            return []
        # Before the file is read: what is stored meanwhile is then in both
        found = {
            each.message_id: each
            for each in self._unstored.messages()
            if (each.back_end_id, each.charge_point_id) == place
            and queue.waits(each.session_id, each.message_id)
        }
        if len(found) < queue.messages:
            found = {each.message_id: each for each in await self._stored(*place, limit)} | found
        # What was taken out while the file was read is in what was read; the queue does not have it any more
        waiting = [
            message
            for message_id, message in sorted(found.items())
            if queue.waits(message.session_id, message_id)
        ][:limit]
        if waiting:
            self._handed_out[place] = max(waiting[-1].message_id, self.handed_out(*place))
        return waiting

    async def _stored(
        self, back_end_id: str, charge_point_id: str, limit: int
    ) -> list[OutboxMessage]:
        """Return stored messages in order, with `limit` that still wait, if there are so many. Raises OSError."""
        has_steps = self._unstored.has_steps
        most = -1 if has_steps else limit + sum(1 for _ in self._unstored.removed())
        state = "" if has_steps else " AND state = 0"
        return await self._queries.read(
            lambda db: _messages(db, back_end_id, charge_point_id, state, most)
        )

    async def check(self, back_end_id: str, charge_point_id: str) -> set[int]:
        """Compare what memory has with the file; where they differ, an error of ours, memory has what the file has from now on.

        Returns the sessions whose rows in the file are to be brought in line with what is known of them, set aside or let go.
        Does nothing where something changes meanwhile. Raises OSError.
        """
        place = back_end_id, charge_point_id
        queue = self._queues.of(*place)
        known = queue.known()
        not_stored = {each.message_id for each in self._unstored.messages()}
        not_stored.update(self._unstored.removed())
        if self._unstored.has_steps:
            return set()
        differing = await self._queries.read(lambda db: _differing(db, *place, known, not_stored))
        found = await self._queries.read(lambda db: _named(db, *place, differing))
        is_as_before = self._queues.of(*place) is queue and queue.known() == known
        if self._unstored.has_steps or not is_as_before:
            return set()
        if not queue.count_anew() and not differing:
            return set()
        _LOGGER.error(
            "What waits for back end %s of %s was not known as it is in the ledger's file (messages: %d)",
            back_end_id,
            charge_point_id,
            len(differing),
        )
        for session_id in [*queue.sessions]:
            queue.remove(session_id, *differing)
        for message in found:
            self.count(message)
        return {message.session_id for message in found}

    def count(self, message: OutboxMessage) -> None:
        """Know that a message waits."""
        relayed = self._relayed.of(message.back_end_id, message.session_id)
        if relayed is not None and relayed.state is RelayState.LET_GO:
            return
        queued = self._queues.of(message.back_end_id, message.charge_point_id).add(
            message.session_id,
            message.recorded_at,
            message.message_id,
            is_aside=is_held_back(relayed),
        )
        if message.not_before is not None:
            queued.made_stop = message.message_id


def _differing(
    db: sqlite3.Connection,
    back_end_id: str,
    charge_point_id: str,
    known: KnownMessages,
    not_stored: set[int],
) -> set[int]:
    """Return the messages that only memory or only the file has, or of which only one of them says that they are set aside."""
    rows = db.execute(
        "SELECT message_id, state FROM main.outbox WHERE back_end_id = ? AND charge_point_id = ?",
        (back_end_id, charge_point_id),
    )
    stored = {*rows}
    expected = {(each, 0) for each in known.waiting} | {(each, 1) for each in known.aside}
    return {message_id for message_id, _ in stored ^ expected} - not_stored


def _named(
    db: sqlite3.Connection, back_end_id: str, charge_point_id: str, message_ids: set[int]
) -> list[OutboxMessage]:
    """Return those of these messages that are stored."""
    if not message_ids:
        return []
    every = _messages(db, back_end_id, charge_point_id)
    return [each for each in every if each.message_id in message_ids]


def _messages(
    db: sqlite3.Connection,
    back_end_id: str,
    charge_point_id: str,
    further: str = "",
    most: int = -1,
) -> list[OutboxMessage]:
    """Return stored messages in order; at most so many, -1 for all."""
    found = db.execute(
        "SELECT * FROM main.outbox WHERE back_end_id = ? AND charge_point_id = ?"
        f"{further} ORDER BY message_id LIMIT {most}",
        (back_end_id, charge_point_id),
    )
    return [read_outbox_row(OutboxRow(*row)) for row in found]
