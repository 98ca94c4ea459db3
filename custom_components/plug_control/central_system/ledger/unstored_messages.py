"""What of the outbox is recorded and not stored yet, by session: so it shares the fate of the session's row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from custom_components.plug_control.model.relaying import OutboxMessage, RelayedSession, RelayState

from .sqlite.outbox_rows import is_plain, outbox_row, relayed_row
from .sqlite.schema import OutboxRow
from .sqlite.units import Step, StoredMessages


@dataclass(slots=True)
class SessionMessages:
    """What is not stored yet of one session."""

    steps: list[Step] = field(default_factory=list)
    """Changes of rows that are stored, in order; each may be done twice."""
    messages: dict[int, OutboxMessage] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    relayed: dict[str, RelayedSession] = field(default_factory=dict)
    """By back end."""
    collected: set[int] = field(default_factory=set)
    """Ids of messages that a commit has got: they may be on disk although they still count as unstored."""

    @property
    def is_empty(self) -> bool:
        """Whether all is stored."""
        return not (self.steps or self.messages or self.removed or self.relayed)


class UnstoredMessages:
    """What is not stored yet of all sessions; session 0 is for what concerns no single one."""

    def __init__(self) -> None:
        self._sessions: dict[int, SessionMessages] = {}

    def of(self, session_id: int) -> SessionMessages:
        """Return what is not stored yet of a session, to add to it."""
        unstored = self._sessions.get(session_id)
        if unstored is None:
            unstored = self._sessions[session_id] = SessionMessages()
        return unstored

    def known(self, session_id: int) -> SessionMessages | None:
        """Return what is not stored yet of a session; None without anything."""
        return self._sessions.get(session_id)

    def sessions(self) -> list[tuple[int, SessionMessages]]:
        """Return the ids of sessions, and what is not stored yet of them."""
        return [*self._sessions.items()]

    def messages(self) -> Iterator[OutboxMessage]:
        """Yield the messages that are not stored yet."""
        for each in self._sessions.values():
            yield from each.messages.values()

    @property
    def has_any(self) -> bool:
        """Whether anything is not stored yet."""
        return bool(self._sessions)

    @property
    def has_steps(self) -> bool:
        """Whether stored rows are still to be changed."""
        return any(each.steps for each in self._sessions.values())

    def removed(self) -> Iterator[int]:
        """Yield the ids of the messages whose removal is not stored yet."""
        for each in self._sessions.values():
            yield from each.removed

    def relayed(self) -> Iterator[RelayedSession]:
        """Yield what back ends know of sessions and is not stored yet."""
        for each in self._sessions.values():
            yield from each.relayed.values()

    def step(self, session_id: int, statement: str, *values: Any) -> None:
        """Add a change of stored rows."""
        self.of(session_id).steps.append(Step(statement, values))

    def drop(self, session_id: int, message_id: int) -> bool:
        """Remove a message; returns whether that must be stored, since it may be on disk."""
        unstored = self.of(session_id)
        is_new = unstored.messages.pop(message_id, None) is not None
        if is_new and message_id not in unstored.collected:
            self._tidy(session_id)
            return False
        unstored.removed.add(message_id)
        return True

    def change(self, message: OutboxMessage) -> None:
        """Let a message count instead of what is stored of it."""
        unstored = self.of(message.session_id)
        if message.message_id not in unstored.messages:
            unstored.collected.add(message.message_id)
        unstored.messages[message.message_id] = message

    def untried(self, back_end_id: str, session_id: int) -> None:
        """Forget the attempts of a session's messages."""
        messages = self.of(session_id).messages
        for number, message in messages.items():
            if message.back_end_id == back_end_id:
                messages[number] = replace(message, attempts=0, error=None)

    def drop_all(self, back_end_id: str, session_id: int) -> None:
        """Drop a session's messages for a back end; the caller has what is stored of them removed."""
        messages = self.of(session_id).messages
        for number, message in [*messages.items()]:
            if message.back_end_id == back_end_id:
                del messages[number]

    def newest_plain(self, back_end_id: str, session_id: int) -> int | None:
        """Return the newest message of plain meter values that is surely not on disk; None without one, or where it is the only one."""
        unstored = self.of(session_id)
        plain = [
            number
            for number, each in unstored.messages.items()
            if each.back_end_id == back_end_id
            and number not in unstored.collected
            and is_plain(each.action, each.payload)
        ]
        return max(plain) if len(plain) > 1 else None

    def forget(self, back_end_id: str) -> None:
        """Drop all messages for a back end, and what it knows."""
        for session_id, unstored in self.sessions():
            unstored.relayed.pop(back_end_id, None)
            for message in [*unstored.messages.values()]:
                if message.back_end_id == back_end_id:
                    del unstored.messages[message.message_id]
            self._tidy(session_id)

    def units(self, is_aside: Callable[[str, int], bool]) -> list[StoredMessages]:
        """Return what is to be stored; `is_aside(back_end_id, session_id)` says whether a session is set aside."""
        units: list[StoredMessages] = []
        for session_id, unstored in self._sessions.items():
            unstored.collected.update(unstored.messages)
            units.append(
                StoredMessages(
                    session_id=session_id,
                    steps=tuple(unstored.steps),
                    messages=tuple(
                        outbox_row(each, is_aside=is_aside(each.back_end_id, session_id))
                        for each in unstored.messages.values()
                    ),
                    removed=tuple(unstored.removed),
                    relayed=tuple(map(relayed_row, unstored.relayed.values())),
                )
            )
        return units

    def stored(self, unit: StoredMessages) -> None:
        """Forget what is on disk now, except what has changed meanwhile."""
        unstored = self._sessions.get(unit.session_id)
        if unstored is None:
            return
        del unstored.steps[: len(unit.steps)]
        unstored.removed.difference_update(unit.removed)
        for row in unit.messages:
            message = unstored.messages.get(row.message_id)
            if message is not None and _is_as_stored(message, row):
                del unstored.messages[row.message_id]
            if row.message_id not in unstored.messages:
                unstored.collected.discard(row.message_id)
        for stored in unit.relayed:
            relayed = unstored.relayed.get(stored.back_end_id)
            if relayed is not None and relayed_row(relayed) == stored:
                del unstored.relayed[stored.back_end_id]
        self._tidy(unit.session_id)

    def _tidy(self, session_id: int) -> None:
        unstored = self._sessions.get(session_id)
        if unstored is not None and unstored.is_empty:
            del self._sessions[session_id]


def _is_as_stored(message: OutboxMessage, row: OutboxRow) -> bool:
    return (message.attempts, message.error) == (row.attempts, row.error)


def is_held_back(relayed: RelayedSession | None) -> bool:
    """Whether a session's messages wait for a person."""
    return relayed is not None and relayed.state is RelayState.SET_ASIDE
