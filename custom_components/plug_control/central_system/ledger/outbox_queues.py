"""How much waits for each back end, in memory: by charge point and session."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from custom_components.plug_control.model.relaying import QueueLength

from .sqlite.outbox_rows import StoredQueue

MOST_OF_SESSION = 240
"""Messages of a session that wait for a back end before its meter values are thinned."""


@dataclass(slots=True)
class QueuedSession:
    """What waits of one session for one back end."""

    oldest_at: datetime
    messages: int = 0
    is_aside: bool = False
    made_stop: int | None = None
    """The message id of a stop that we made ourselves."""
    thin_at: int = MOST_OF_SESSION
    """With how many messages it is thinned next."""
    is_thin: bool = False
    """Nothing of it is left to be thinned."""


@dataclass(slots=True)
class Queue:
    """What waits of one charge point for one back end; sessions in the order of their oldest message."""

    sessions: dict[int, QueuedSession] = field(default_factory=dict)
    messages: int = 0
    """Those of sessions that are set aside not included."""
    aside: int = 0
    """How many sessions are set aside."""

    def add(
        self, session_id: int, at: datetime, *, is_aside: bool, count: int = 1
    ) -> QueuedSession:
        """Count messages of a session, and return what waits of it."""
        queued = self.sessions.get(session_id)
        if queued is None:
            queued = self.sessions[session_id] = QueuedSession(at, is_aside=is_aside)
            self.aside += is_aside
        queued.messages += count
        queued.is_thin = False
        if not queued.is_aside:
            self.messages += count
        return queued

    def remove(self, session_id: int, count: int = 1) -> None:
        """Count messages of a session that do not wait any more."""
        queued = self.sessions.get(session_id)
        if queued is None:
            return
        count = min(count, queued.messages)
        queued.messages -= count
        if not queued.is_aside:
            self.messages -= count
        if not queued.messages:
            del self.sessions[session_id]
            self.aside -= queued.is_aside

    def hold_back(self, session_id: int, is_aside: bool) -> None:
        """Count a session as set aside, or as waiting again."""
        queued = self.sessions.get(session_id)
        if queued is None or queued.is_aside == is_aside:
            return
        queued.is_aside = is_aside
        self.aside += 1 if is_aside else -1
        self.messages += -queued.messages if is_aside else queued.messages

    def drop(self, session_id: int) -> None:
        """Count nothing of a session any more."""
        if (queued := self.sessions.get(session_id)) is not None:
            self.remove(session_id, queued.messages)

    @property
    def count(self) -> int:
        """How many messages there are, those that are set aside included."""
        return sum(each.messages for each in self.sessions.values())

    @property
    def oldest_at(self) -> datetime | None:
        """When the oldest message was recorded that is not set aside."""
        return next((each.oldest_at for each in self.sessions.values() if not each.is_aside), None)


class Queues:
    """What waits for all back ends."""

    def __init__(self, stored: Iterable[StoredQueue] = ()) -> None:
        """Begin with what the file has."""
        self._queues: dict[str, dict[str, Queue]] = {}
        for each in stored:
            queued = self.of(each.back_end_id, each.charge_point_id).add(
                each.session_id, each.oldest_at, is_aside=each.is_aside, count=each.messages
            )
            queued.made_stop = each.made_stop

    def of(self, back_end_id: str, charge_point_id: str) -> Queue:
        """Return the queue of a charge point, to add to it."""
        return self._queues.setdefault(back_end_id, {}).setdefault(charge_point_id, Queue())

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
