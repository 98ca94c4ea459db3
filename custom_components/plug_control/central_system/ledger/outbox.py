"""The outbox: messages to back ends in the ledger's file, and for ever what back ends know of sessions.

What is put is in memory at once, and in the same commit as the ledger's rows that were recorded in the same turn of the
event loop. Plain meter values wait up to LAZY for a commit: a back end that answers meanwhile costs none.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.plug_control.model.relaying import (
    OutboxMessage,
    QueueLength,
    RelayedSession,
    RelayState,
)
from custom_components.plug_control.protocol.frames import payload_text

from .history import History
from .outbox_queues import Queues
from .queries.queries import LedgerQueries
from .relayed_sessions import RelayedSessions
from .sqlite.contents import LedgerContents
from .sqlite.outbox_rows import is_plain, short
from .sqlite.rows import storable_id
from .sqlite.schema import HELD
from .sqlite.units import StoredMessages
from .thinning import Thinning
from .unstored_messages import UnstoredMessages, is_held_back
from .waiting import WaitingMessages

START, STOP = "StartTransaction", "StopTransaction"
LAZY = timedelta(minutes=1)
"""How long plain meter values wait for a commit of something else."""
RESTORED = "restored_backup"
"""The note of sessions whose start waited when the backup was made that was restored: they may have been delivered since."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_OVER = frozenset({RelayState.DELIVERED, RelayState.LET_GO})


class LedgerOutbox:
    """Implements `model.relaying.Outbox`."""

    def __init__(
        self,
        history: History,
        queries: LedgerQueries,
        *,
        clock: Callable[[], datetime],
        changed: Callable[[], int],
        saved: Callable[[], Awaitable[bool]],
        is_nobodys: Callable[[int], bool],
    ) -> None:
        """`changed` has all stored soon, `saved` waits for it; `is_nobodys` tells sessions of which nothing may come back."""
        self._clock = clock
        self._changed = changed
        self._saved = saved
        self._is_nobodys = is_nobodys
        self._unstored = UnstoredMessages()
        self._queues = Queues()
        self._relayed = RelayedSessions(history, queries, self._unstored, changed)
        self._waiting = WaitingMessages(queries, self._queues, self._unstored, self._relayed)
        self._last_id = 0
        self._answered: dict[tuple[str, str], int] = {}
        """The message that each back end answered last, by charge point."""
        self._stored_at = _NEVER
        self._thinning = Thinning(
            queries,
            self._unstored,
            handed_out=self._waiting.handed_out,
            remove=self._remove,
        )
        self._is_disk_full = self._disk_refuses = False

    # ---- what the ledger does

    def load(self, contents: LedgerContents) -> None:
        """Go on with what the file has; sessions whose start waits in a restored backup are set aside.

        Sent again, it could begin the session twice. A repeat of what names their transaction id is known as one.
        """
        self._take(contents)
        if contents.was_held:
            for back_end_id, session_id in [*self._queues.sessions()]:
                relayed = self.relayed(back_end_id, session_id)
                if relayed is None or relayed.their_transaction_id is None:
                    self.set_aside(back_end_id, session_id, RESTORED)
            self._unstored.step(0, "DELETE FROM meta WHERE name = ?", HELD)
            self._changed()

    def mended(self, contents: LedgerContents) -> None:
        """Go on with what could be read of a damaged file, and with what is not stored yet."""
        self._take(contents)
        for session_id, unstored in self._unstored.sessions():
            for message in unstored.messages.values():
                self._waiting.count(message)
            for place in self._queues.places(session_id):
                self._queues.of(*place).remove(session_id, *unstored.removed)
            for relayed in unstored.relayed.values():
                queue = self._queues.of(relayed.back_end_id, relayed.charge_point_id)
                if relayed.state is RelayState.LET_GO:
                    queue.drop(session_id)
                else:
                    queue.hold_back(session_id, is_held_back(relayed))

    def _take(self, contents: LedgerContents) -> None:
        self._queues.load(contents.queues)
        self._relayed.load(contents.relayed)
        self._last_id = max(self._last_id, contents.highest_message_id)

    def units(self) -> list[StoredMessages]:
        """Return what is to be stored."""
        return self._unstored.units(
            lambda back_end_id, session_id: is_held_back(self.relayed(back_end_id, session_id))
        )

    def stored(self, unit: StoredMessages) -> None:
        """Forget what is on disk now, except what has changed meanwhile."""
        self._stored_at = self._clock()
        self._unstored.stored(unit)

    @property
    def has_unstored(self) -> bool:
        """Whether anything is not stored yet."""
        return self._unstored.has_any

    def meta(self) -> dict[str, int]:
        """Return the counter to store; empty where nothing was ever put."""
        return {"message_id": self._last_id} if self._last_id else {}

    def reopened(self, session_id: int) -> None:
        """Take back the stops that we made for a session, since it goes on."""
        for place in self._queues.places(session_id):
            self._withdraw_stop(*place, session_id)

    def erase(self, session_id: int) -> None:
        """Remove all messages of a session, and what back ends said of it."""
        for relayed in self._relayed.of_session(session_id):
            is_done = relayed.state is RelayState.DELIVERED
            state = relayed.state if is_done else RelayState.LET_GO
            self._relayed.keep(replace(relayed, state=state, note=None))
            self._drop_messages(relayed)

    def took_before(self, delivered: Iterable[RelayedSession]) -> None:
        """Know which back ends took an imported session before."""
        for each in delivered:
            self._relayed.keep(each)

    def disk_takes(self, *, is_full: bool | None = None, refuses: bool | None = None) -> None:
        """Note what the disk does: while it is full or refuses, plain meter values replace earlier ones that are not stored."""
        if is_full is not None:
            self._is_disk_full = is_full
        if refuses is not None:
            self._disk_refuses = refuses

    def close(self) -> None:
        """End the work in the background."""
        self._thinning.close()

    # ---- messages

    def put(
        self,
        back_end_ids: Sequence[str],
        charge_point_id: str,
        *,
        session_id: int,
        transaction_id: int,
        action: str,
        payload: Mapping[str, Any],
        not_before: datetime | None = None,
    ) -> None:
        """Queue a message for back ends; a StopTransaction replaces one of ours that waits.

        Nothing is queued for a session that a person let go, or that was erased.
        """
        if self._is_nobodys(session_id):
            return
        named = {**payload} if action == START else {**payload, "transactionId": transaction_id}
        text = payload_text(named)
        plain = is_plain(action, text)
        for back_end_id in back_end_ids:
            relayed = self.relayed(back_end_id, session_id)
            if relayed is None:
                relayed = RelayedSession(
                    back_end_id=back_end_id,
                    session_id=session_id,
                    charge_point_id=charge_point_id,
                    transaction_id=transaction_id,
                )
            if relayed.state is RelayState.LET_GO:
                continue
            if relayed.state is RelayState.DELIVERED and action == STOP:
                relayed = replace(relayed, state=RelayState.QUEUED)
            self._relayed.keep(relayed)
            if plain and (self._is_disk_full or self._disk_refuses):
                self._replace_plain(relayed)
            self._add(relayed, action, text, not_before)
        if not plain or self._clock() - self._stored_at >= LAZY:
            self._stored_at = self._clock()
            self._changed()

    def _add(
        self, relayed: RelayedSession, action: str, text: str, not_before: datetime | None
    ) -> None:
        back_end_id, session_id = relayed.back_end_id, relayed.session_id
        if action == STOP:
            self._withdraw_stop(back_end_id, relayed.charge_point_id, session_id)
        self._last_id += 1
        message = OutboxMessage(
            message_id=self._last_id,
            back_end_id=back_end_id,
            charge_point_id=relayed.charge_point_id,
            session_id=session_id,
            action=action,
            payload=text,
            recorded_at=self._clock(),
            not_before=not_before,
        )
        self._unstored.of(session_id).messages[message.message_id] = message
        self._waiting.count(message)
        self._thinning.look(self._queues, message)

    def _replace_plain(self, relayed: RelayedSession) -> None:
        """Remove the newest plain meter values that neither the disk nor the back end may have."""
        place = relayed.back_end_id, relayed.charge_point_id
        newest = self._unstored.newest_plain(relayed.back_end_id, relayed.session_id)
        if newest is not None and newest > self._waiting.handed_out(*place):
            self._remove(*place, relayed.session_id, newest)

    def _withdraw_stop(self, back_end_id: str, charge_point_id: str, session_id: int) -> None:
        queued = self._queues.queued(back_end_id, charge_point_id, session_id)
        if queued is not None and queued.made_stop is not None:
            message_id, queued.made_stop = queued.made_stop, None
            self._remove(back_end_id, charge_point_id, session_id, message_id)

    def _remove(
        self, back_end_id: str, charge_point_id: str, session_id: int, message_id: int
    ) -> None:
        if self._unstored.drop(session_id, message_id):
            self._changed()
        self._queues.of(back_end_id, charge_point_id).remove(session_id, message_id)

    async def waiting(
        self, back_end_id: str, charge_point_id: str, limit: int = 20
    ) -> list[OutboxMessage]:
        """Return the oldest messages that are not set aside, those not stored yet included. Raises OSError."""
        waiting = await self._waiting.read(back_end_id, charge_point_id, limit)
        if not waiting and self._queues.of(back_end_id, charge_point_id).messages:
            await self.check(back_end_id, charge_point_id)
            waiting = await self._waiting.read(back_end_id, charge_point_id, limit)
        return waiting

    async def check(self, back_end_id: str, charge_point_id: str) -> None:
        """Compare what waits by memory with the file, and log and mend a difference. Raises OSError."""
        for session_id in await self._waiting.check(back_end_id, charge_point_id):
            relayed = self.relayed(back_end_id, session_id)
            if relayed is not None and relayed.state is RelayState.LET_GO:
                self._drop_messages(relayed)
            elif relayed is not None:
                self._step(relayed, f"UPDATE outbox SET state = {int(is_held_back(relayed))}")

    async def answered(
        self,
        message: OutboxMessage,
        *,
        their_transaction_id: int | None = None,
        note: str | None = None,
    ) -> None:
        """Take an answered message out; with the map of a start and the end of a session in the same commit.

        Returns once that is stored. Raises OSError where the disk refuses: called again with the same message, it waits for
        the disk again.
        """
        place = message.back_end_id, message.charge_point_id
        if self._answered.get(place) != message.message_id:
            self._answered[place] = message.message_id
            is_last = self._take_out(message)
            relayed = self.relayed(message.back_end_id, message.session_id)
            if relayed is not None:
                if (number := storable_id(their_transaction_id)) is not None:
                    relayed = replace(relayed, their_transaction_id=number)
                if note is not None and relayed.state is not RelayState.LET_GO:
                    relayed = replace(relayed, note=short(note))
                if message.action == STOP and is_last:
                    relayed = replace(
                        relayed, state=RelayState.DELIVERED, delivered_at=self._clock()
                    )
                self._relayed.keep(relayed)
        if not self._is_stored(message):
            self._changed()
            if not await self._saved() and not self._is_stored(message):
                raise OSError("the answer of the back end cannot be stored now")

    def _take_out(self, message: OutboxMessage) -> bool:
        """Remove an answered message; returns False where others of its session have replaced it meanwhile."""
        place = message.back_end_id, message.charge_point_id
        queued = self._queues.queued(*place, message.session_id)
        if queued is None:
            return True
        if message.message_id not in queued:
            return False
        if message.message_id == queued.made_stop:
            queued.made_stop = None
        self._unstored.drop(message.session_id, message.message_id)
        self._queues.of(*place).remove(message.session_id, message.message_id)
        return True

    def _is_stored(self, message: OutboxMessage) -> bool:
        unstored = self._unstored.known(message.session_id)
        return unstored is None or not (
            message.message_id in unstored.removed or message.back_end_id in unstored.relayed
        )

    def failed(self, message: OutboxMessage, error: str) -> None:
        """Count an attempt that the back end answered with an error."""
        queue = self._queues.of(message.back_end_id, message.charge_point_id)
        if not queue.has(message.session_id, message.message_id):
            return  # taken out meanwhile
        tried = replace(message, attempts=message.attempts + 1, error=short(error))
        self._unstored.change(tried)
        self._changed()

    # ---- sessions that a back end does not take

    def set_aside(self, back_end_id: str, session_id: int, error: str) -> None:
        """Hold a session's messages back: others go first from now on."""
        relayed = self.relayed(back_end_id, session_id)
        if relayed is not None and relayed.state is RelayState.QUEUED:
            self._relayed.keep(replace(relayed, state=RelayState.SET_ASIDE, note=short(error)))
            self._step(relayed, "UPDATE outbox SET state = 1")
            self._queues.of(back_end_id, relayed.charge_point_id).hold_back(session_id, True)

    def send_again(self, back_end_id: str, session_id: int) -> None:
        """Queue the messages of a session that was set aside, from its first one that was not answered."""
        relayed = self.relayed(back_end_id, session_id)
        if relayed is not None and relayed.state is RelayState.SET_ASIDE:
            self._relayed.keep(replace(relayed, state=RelayState.QUEUED, note=None))
            self._step(relayed, "UPDATE outbox SET state = 0, attempts = 0, error = NULL")
            self._unstored.untried(back_end_id, session_id)
            self._queues.of(back_end_id, relayed.charge_point_id).hold_back(session_id, False)

    def let_go(self, back_end_id: str, session_id: int) -> None:
        """Remove a session's messages; nothing more of it is queued."""
        relayed = self.relayed(back_end_id, session_id)
        if relayed is not None and relayed.state not in _OVER:
            self._relayed.keep(replace(relayed, state=RelayState.LET_GO))
            self._drop_messages(relayed)

    def take_back(self, back_end_id: str, session_id: int) -> None:
        """Let messages of a session that a person let go be queued again."""
        relayed = self.relayed(back_end_id, session_id)
        if relayed is not None and relayed.state is RelayState.LET_GO:
            self._relayed.keep(replace(relayed, state=RelayState.QUEUED, note=None))

    def _drop_messages(self, relayed: RelayedSession) -> None:
        self._unstored.drop_all(relayed.back_end_id, relayed.session_id)
        self._step(relayed, "DELETE FROM outbox")
        self._queues.of(relayed.back_end_id, relayed.charge_point_id).drop(relayed.session_id)

    def _step(self, relayed: RelayedSession, change: str) -> None:
        key = relayed.session_id, relayed.back_end_id
        statement = f"{change} WHERE session_id = ? AND back_end_id = ?"
        self._unstored.step(relayed.session_id, statement, *key)
        self._changed()

    # ---- what waits, and what back ends know

    def queue(self, back_end_id: str, charge_point_id: str | None = None) -> QueueLength:
        """Return what waits; costs no disk access. Sessions that are set aside count as such only."""
        return self._queues.length(back_end_id, charge_point_id)

    def charge_points(self, back_end_id: str) -> frozenset[str]:
        """Return our identities of the charge points for which messages wait, removed ones included."""
        queues = self._queues.of_back_end(back_end_id).items()
        return frozenset(charge_point_id for charge_point_id, queue in queues if queue.messages)

    def back_ends(self) -> frozenset[str]:
        """Return the back ends for which anything waits or is set aside, deleted ones included."""
        return frozenset(back_end_id for back_end_id, _ in self._queues.sessions())

    def relayed(self, back_end_id: str, session_id: int) -> RelayedSession | None:
        """Return what the back end knows of a session; None where it never was for it."""
        return self._relayed.of(back_end_id, session_id)

    def by_their_id(
        self, back_end_id: str, charge_point_id: str, their_transaction_id: int
    ) -> RelayedSession | None:
        """Return the session of a transaction id that the back end gave, the latest where it gave it twice."""
        return self._relayed.by_their_id(back_end_id, charge_point_id, their_transaction_id)

    async def relayed_sessions(
        self, session_ids: Sequence[int] | None = None, *, state: RelayState | None = None
    ) -> list[RelayedSession]:
        """Return what back ends know of sessions, of all where `session_ids` is None. Raises OSError."""
        return await self._relayed.of_sessions(session_ids, state=state)

    async def forget(self, back_end_id: str) -> None:
        """Remove all that is kept for a back end that was deleted. Raises OSError."""
        self._unstored.forget(back_end_id)
        self._queues.forget(back_end_id)
        self._relayed.forget(back_end_id)
        for table in ("outbox", "relayed"):
            self._unstored.step(0, f"DELETE FROM {table} WHERE back_end_id = ?", back_end_id)
        self._changed()
        if not await self._saved():
            raise OSError("the disk takes nothing now; it is done as soon as the disk works again")
