"""An outbox in memory, with the contract of `model.relaying.Outbox`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
import json
from typing import Any

from custom_components.plug_control.model.relaying import (
    OutboxMessage,
    QueueLength,
    RelayedSession,
    RelayState,
)

from .times import NOW


class MemoryOutbox:
    """Keeps messages as the ledger's outbox does; `failures` says how often the disk fails from now on."""

    def __init__(self) -> None:
        self.messages: list[OutboxMessage] = []
        self.sessions: dict[tuple[str, int], RelayedSession] = {}
        self.failures = 0
        self._next_id = 1

    def _disk(self) -> None:
        if self.failures > 0:
            self.failures -= 1
            raise OSError("the disk is full")

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
        for back_end_id in back_end_ids:
            key = (back_end_id, session_id)
            self.sessions.setdefault(
                key,
                RelayedSession(
                    back_end_id=back_end_id,
                    session_id=session_id,
                    charge_point_id=charge_point_id,
                    transaction_id=transaction_id,
                ),
            )
            if action == "StopTransaction":
                self.messages = [
                    each
                    for each in self.messages
                    if (each.back_end_id, each.session_id) != key or each.not_before is None
                ]
            self.messages.append(
                OutboxMessage(
                    message_id=self._next_id,
                    back_end_id=back_end_id,
                    charge_point_id=charge_point_id,
                    session_id=session_id,
                    action=action,
                    payload=json.dumps(dict(payload)),
                    recorded_at=NOW,
                    not_before=not_before,
                )
            )
            self._next_id += 1

    async def waiting(
        self, back_end_id: str, charge_point_id: str, limit: int = 20
    ) -> list[OutboxMessage]:
        self._disk()
        return [
            each
            for each in self._of(back_end_id, charge_point_id)
            if self._state(each) is not RelayState.SET_ASIDE
        ][:limit]

    def _of(self, back_end_id: str, charge_point_id: str | None) -> list[OutboxMessage]:
        return [
            each
            for each in self.messages
            if each.back_end_id == back_end_id and charge_point_id in (None, each.charge_point_id)
        ]

    def _state(self, message: OutboxMessage) -> RelayState:
        return self.sessions[message.back_end_id, message.session_id].state

    async def answered(
        self,
        message: OutboxMessage,
        *,
        their_transaction_id: int | None = None,
        note: str | None = None,
    ) -> None:
        self._disk()
        self.messages = [each for each in self.messages if each.message_id != message.message_id]
        key = (message.back_end_id, message.session_id)
        session = self.sessions[key]
        if their_transaction_id is not None:
            session = replace(session, their_transaction_id=their_transaction_id)
        if note is not None:
            session = replace(session, note=note)
        if message.action == "StopTransaction":
            session = replace(session, state=RelayState.DELIVERED, delivered_at=NOW)
        self.sessions[key] = session

    async def check(self, back_end_id: str, charge_point_id: str) -> None:
        self._disk()

    def failed(self, message: OutboxMessage, error: str) -> None:
        self.messages = [
            replace(each, attempts=each.attempts + 1, error=error)
            if each.message_id == message.message_id
            else each
            for each in self.messages
        ]

    def set_aside(self, back_end_id: str, session_id: int, error: str) -> None:
        key = (back_end_id, session_id)
        self.sessions[key] = replace(self.sessions[key], state=RelayState.SET_ASIDE, note=error)

    def send_again(self, back_end_id: str, session_id: int) -> None:
        key = (back_end_id, session_id)
        self.sessions[key] = replace(self.sessions[key], state=RelayState.QUEUED, note=None)
        self.messages = [
            replace(each, attempts=0) if (each.back_end_id, each.session_id) == key else each
            for each in self.messages
        ]

    def let_go(self, back_end_id: str, session_id: int) -> None:
        key = (back_end_id, session_id)
        self.sessions[key] = replace(self.sessions[key], state=RelayState.LET_GO)
        self.messages = [
            each for each in self.messages if (each.back_end_id, each.session_id) != key
        ]

    def take_back(self, back_end_id: str, session_id: int) -> None:
        key = (back_end_id, session_id)
        if (session := self.sessions.get(key)) and session.state is RelayState.LET_GO:
            self.sessions[key] = replace(session, state=RelayState.QUEUED, note=None)

    def queue(self, back_end_id: str, charge_point_id: str | None = None) -> QueueLength:
        all_of_it = self._of(back_end_id, charge_point_id)
        waiting = [each for each in all_of_it if self._state(each) is not RelayState.SET_ASIDE]
        return QueueLength(
            sessions=len({each.session_id for each in waiting}),
            messages=len(waiting),
            oldest_at=min((each.recorded_at for each in waiting), default=None),
            set_aside=len({each.session_id for each in all_of_it})
            - len({each.session_id for each in waiting}),
        )

    def charge_points(self, back_end_id: str) -> frozenset[str]:
        return frozenset(each.charge_point_id for each in self._of(back_end_id, None))

    def relayed(self, back_end_id: str, session_id: int) -> RelayedSession | None:
        return self.sessions.get((back_end_id, session_id))

    def by_their_id(
        self, back_end_id: str, charge_point_id: str, their_transaction_id: int
    ) -> RelayedSession | None:
        return next(
            (
                each
                for each in reversed(self.sessions.values())
                if (each.back_end_id, each.charge_point_id, each.their_transaction_id)
                == (back_end_id, charge_point_id, their_transaction_id)
            ),
            None,
        )

    async def relayed_sessions(
        self, session_ids: Sequence[int] | None = None, *, state: RelayState | None = None
    ) -> list[RelayedSession]:
        return [
            each
            for each in self.sessions.values()
            if (session_ids is None or each.session_id in session_ids)
            and state in (None, each.state)
        ]

    async def forget(self, back_end_id: str) -> None:
        self.messages = [each for each in self.messages if each.back_end_id != back_end_id]
