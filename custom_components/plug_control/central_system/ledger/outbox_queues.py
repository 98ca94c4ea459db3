"""Which messages wait for each back end, in memory: by charge point and session."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from custom_components.plug_control.model.relaying import QueueLength

from .sqlite.outbox_rows import StoredQueue

MOST_OF_SESSION = 240
"""Messages of a session that wait for a back end before its meter values are thinned."""


class KnownMessages(NamedTuple):
    """Ids of messages, in no order."""

    waiting: array[int]
    aside: array[int]


@dataclass(slots=True)
class QueuedSession:
    """What waits of one session for one back end."""

    oldest_at: datetime
    message_ids: array[int] = field(default_factory=lambda: array("q"))
    """In order; a set would take ten times the memory, and hundreds of thousands may wait."""
    is_aside: bool = False
    made_stop: int | None = None
    """The message id of a stop that we made ourselves."""
    thin_at: int = MOST_OF_SESSION
    """With how many messages it is thinned next."""
    is_thin: bool = False
    """Nothing of it is left to be thinned."""

    def __contains__(self, message_id: int) -> bool:
        """Whether a message waits."""
        at = bisect_left(self.message_ids, message_id)
        return at < len(self.message_ids) and self.message_ids[at] == message_id

    def add(self, message_id: int) -> None:
        """Add a message; one that is there already changes nothing."""
        if not self.message_ids or message_id > self.message_ids[-1]:
            self.message_ids.append(message_id)
        elif message_id not in self:
            self.message_ids.insert(bisect_left(self.message_ids, message_id), message_id)

    def remove(self, message_id: int) -> None:
        """Remove a message; one that is not there changes nothing."""
        if message_id in self:
            del self.message_ids[bisect_left(self.message_ids, message_id)]


@dataclass(slots=True)
class Queue:
    """What waits of one charge point for one back end; sessions in the order of their oldest message."""

    sessions: dict[int, QueuedSession] = field(default_factory=dict)
    messages: int = 0
    """Those of sessions that are set aside not included."""
    aside: int = 0
    """How many sessions are set aside."""

    def add(
        self, session_id: int, at: datetime, *message_ids: int, is_aside: bool
    ) -> QueuedSession:
        """Add messages of a session, and return what waits of it; those that are there already change nothing."""
        queued = self.sessions.get(session_id)
        if queued is None:
            queued = self.sessions[session_id] = QueuedSession(at, is_aside=is_aside)
            self.aside += is_aside
        before = len(queued.message_ids)
        for message_id in message_ids:
            queued.add(message_id)
        queued.is_thin = False
        if not queued.is_aside:
            self.messages += len(queued.message_ids) - before
        return queued

    def remove(self, session_id: int, *message_ids: int) -> None:
        """Remove messages of a session; those that are not there change nothing."""
        queued = self.sessions.get(session_id)
        if queued is None:
            return
        before = len(queued.message_ids)
        for message_id in message_ids:
            queued.remove(message_id)
        if not queued.is_aside:
            self.messages -= before - len(queued.message_ids)
        if not queued.message_ids:
            del self.sessions[session_id]
            self.aside -= queued.is_aside

    def hold_back(self, session_id: int, is_aside: bool) -> None:
        """Count a session as set aside, or as waiting again."""
        queued = self.sessions.get(session_id)
        if queued is None or queued.is_aside == is_aside:
            return
        queued.is_aside = is_aside
        self.aside += 1 if is_aside else -1
        count = len(queued.message_ids)
        self.messages += -count if is_aside else count

    def drop(self, session_id: int) -> None:
        """Remove all of a session."""
        if (queued := self.sessions.get(session_id)) is not None:
            self.remove(session_id, *queued.message_ids)

    def has(self, session_id: int, message_id: int) -> bool:
        """Whether a message is here, set aside or not."""
        queued = self.sessions.get(session_id)
        return queued is not None and message_id in queued

    def waits(self, session_id: int, message_id: int) -> bool:
        """Whether a message is here and not set aside."""
        return self.has(session_id, message_id) and not self.sessions[session_id].is_aside

    def known(self) -> KnownMessages:
        """Return the ids of all messages, as they are now."""
        known = KnownMessages(array("q"), array("q"))
        for each in self.sessions.values():
            (known.aside if each.is_aside else known.waiting).extend(each.message_ids)
        return known

    def count_anew(self) -> bool:
        """Count what is here; returns whether it was counted as something else."""
        before = self.messages, self.aside
        waiting = [each for each in self.sessions.values() if not each.is_aside]
        self.messages = sum(len(each.message_ids) for each in waiting)
        self.aside = len(self.sessions) - len(waiting)
        return before != (self.messages, self.aside)

    @property
    def oldest_at(self) -> datetime | None:
        """When the oldest message was recorded that is not set aside."""
        return next((each.oldest_at for each in self.sessions.values() if not each.is_aside), None)


class Queues:
    """What waits for all back ends."""

    def __init__(self) -> None:
        self._queues: dict[str, dict[str, Queue]] = {}

    def load(self, stored: Iterable[StoredQueue]) -> None:
        """Have what the file has, and nothing else."""
        self._queues.clear()
        for each in stored:
            queued = self.of(each.back_end_id, each.charge_point_id).add(
                each.session_id, each.oldest_at, *each.message_ids, is_aside=each.is_aside
            )
            queued.made_stop = each.made_stop

    def of(self, back_end_id: str, charge_point_id: str) -> Queue:
        """Return the queue of a charge point, to add to it."""
        queues = self._queues.setdefault(back_end_id, {})
        queue = queues.get(charge_point_id)
        if queue is None:
            queue = queues[charge_point_id] = Queue()
        return queue

    def queued(
        self, back_end_id: str, charge_point_id: str, session_id: int
    ) -> QueuedSession | None:
        """Return what waits of a session; None without anything."""
        queue = self._queues.get(back_end_id, {}).get(charge_point_id)
        return None if queue is None else queue.sessions.get(session_id)

    def of_back_end(self, back_end_id: str) -> dict[str, Queue]:
        """Return the queues of a back end, by charge point."""
        return self._queues.get(back_end_id, {})

    def places(self, session_id: int) -> list[tuple[str, str]]:
        """Return each back end and charge point where something of a session waits."""
        return [
            (back_end_id, charge_point_id)
            for back_end_id, queues in self._queues.items()
            for charge_point_id, queue in queues.items()
            if session_id in queue.sessions
        ]

    def sessions(self) -> Iterator[tuple[str, int]]:
        """Yield each back end and session of which something waits."""
        for back_end_id, queues in self._queues.items():
            for queue in queues.values():
                yield from ((back_end_id, session_id) for session_id in queue.sessions)

    def messages(self, back_end_id: str) -> int:
        """Return how many messages wait for a back end."""
        return sum(queue.messages for queue in self.of_back_end(back_end_id).values())

    def thick(self, back_end_id: str) -> dict[int, str]:
        """Return the sessions of a back end that may have something to leave out, with their charge points."""
        return {
            session_id: charge_point_id
            for charge_point_id, queue in self.of_back_end(back_end_id).items()
            for session_id, queued in queue.sessions.items()
            if not queued.is_thin
        }

    def forget(self, back_end_id: str) -> None:
        """Count nothing for a back end any more."""
        self._queues.pop(back_end_id, None)

    def length(self, back_end_id: str, charge_point_id: str | None = None) -> QueueLength:
        """Return what waits for a back end, of all charge points or of one."""
        queues = [
            queue
            for each, queue in self.of_back_end(back_end_id).items()
            if charge_point_id in {None, each}
        ]
        oldest = [at for queue in queues if (at := queue.oldest_at) is not None]
        return QueueLength(
            sessions=sum(len(queue.sessions) - queue.aside for queue in queues),
            messages=sum(queue.messages for queue in queues),
            oldest_at=min(oldest, default=None),
            set_aside=sum(queue.aside for queue in queues),
        )
