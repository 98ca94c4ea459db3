"""Take the messages of transactions from the outbox to a back end: one at a time, those of a transaction in their order.

What is not answered is sent again as it was (S4.8: as a charge point retries), and leaves the outbox with the answer only.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
import json
import logging
from typing import Any, Final

from custom_components.plug_control.model.events import BackEndRefusedCard, BackEndSetAside
from custom_components.plug_control.model.relaying import OutboxMessage, RelayedSession, RelayState
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    ErrorCode,
    OfflineError,
)
from custom_components.plug_control.protocol.values import clean, integer

from .cards import ACCEPTED, Cards, read_decision
from .host import Host
from .messages import Payload, standard
from .state import LinkState

_LOGGER = logging.getLogger(__name__)

ATTEMPTS: Final = 5
"""Errors after which a session is set aside, if the back end has taken others since the first of them."""
MOST_ATTEMPTS: Final = 20
"""Errors after which it is set aside in any case: half a day, by the pauses of `RelayTiming`."""
METER_ATTEMPTS: Final = 3
"""Errors after which unsigned meter values are given up, twice as many if the back end has taken nothing else since: their session is worth more."""
_SIGNED: Final = "SignedData"
_DROPS: Final = 3
"""How often a back end may close the connection over a message until that counts as an error."""
_BATCH: Final = 20
_LARGEST_BATCH: Final = 1280
_MAX_ID: Final = 2**31 - 1
NO_START: Final = "no_start"
"""The error of a session whose start the back end has never answered, and that waits nowhere."""
NO_ANSWER: Final = "no_answer"
CLOSES: Final = "closes_connection"
NO_TRANSACTION_ID: Final = "no_transaction_id"

_FINAL: Final = frozenset(
    {
        *(code.value for code in ErrorCode),
        "OccurrenceConstraintViolation",
        "FormatViolation",
    }
    - {ErrorCode.INTERNAL_ERROR, ErrorCode.GENERIC_ERROR, ErrorCode.SECURITY_ERROR}
)
"""Errors that the same meter values get every time."""

type Call = Callable[[str, Payload], Awaitable[dict[str, Any]]]
"""Sends a CALL to the back end and returns the answer's payload; raises CommandError."""


@dataclass(slots=True)
class _Pause:
    """A session that waits after an error."""

    since: float
    """When its first error came, in the event loop's time."""
    until: float
    drops: int = 0


class Delivery:
    """The delivery of one charge point's messages to one back end."""

    def __init__(
        self,
        host: Host,
        back_end_id: str,
        charge_point_id: str,
        *,
        state: LinkState,
        cards: Cards,
        is_own: Callable[[str], bool],
        stop_refused: Callable[[RelayedSession], bool],
        changed: Callable[[], None],
    ) -> None:
        self._host = host
        self._back_end_id = back_end_id
        self._charge_point_id = charge_point_id
        self._state = state
        self._cards = cards
        self._is_own = is_own
        self._stop_refused = stop_refused
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._pauses: dict[int, _Pause] = {}
        self._taken_at = float("-inf")
        """When the back end last took a message of a transaction."""
        self._batch: list[OutboxMessage] = []

    def look_again(self) -> None:
        """Read the outbox anew, and try again what waits after an error: a person wants it so, or the back end has booted us."""
        self._batch = []
        self._pauses.clear()

    async def check(self) -> None:
        """Have the outbox look whether it knows all that waits; a disk that cannot be read now is asked the next time."""
        with suppress(OSError):
            await self._host.outbox.check(self._back_end_id, self._charge_point_id)

    async def next(self) -> OutboxMessage | float:
        """Return the next message to deliver, or the seconds until there may be one."""
        while self._batch:
            message = self._batch.pop(0)
            if self._wait_s(message) <= 0 and self._is_queued(message):
                return message
        size = _BATCH
        while True:
            try:
                waiting = await self._host.outbox.waiting(
                    self._back_end_id, self._charge_point_id, size
                )
            except OSError:
                return self._host.timing.disk_retry_s
            due, wait_s = self._due(waiting)
            if due:
                self._batch = due[1:]
                return due[0]
            if len(waiting) < size or size >= _LARGEST_BATCH:
                return wait_s
            size *= 2

    def _due(self, waiting: list[OutboxMessage]) -> tuple[list[OutboxMessage], float]:
        """Return the messages that may go, and the s until another one may: what waits holds up the rest of its session."""
        due: list[OutboxMessage] = []
        held: set[int] = set()
        shortest_s = float("inf")
        for message in waiting:
            wait_s = self._wait_s(message)
            if wait_s > 0:
                held.add(message.session_id)
                shortest_s = min(shortest_s, wait_s)
            elif message.session_id not in held:
                due.append(message)
        return due, shortest_s

    def _wait_s(self, message: OutboxMessage) -> float:
        """Return how long a message waits by itself, in s."""
        wait_s = 0.0
        if (pause := self._pauses.get(message.session_id)) is not None:
            wait_s = pause.until - self._loop.time()
        if message.not_before is not None:
            wait_s = max(wait_s, (message.not_before - self._host.clock()).total_seconds())
        return wait_s

    def _is_queued(self, message: OutboxMessage) -> bool:
        """Whether a message that was read before is still to go: its session may have been set aside, let go or erased since."""
        session = self._session(message)
        return session is not None and session.state is RelayState.QUEUED

    def _session(self, message: OutboxMessage) -> RelayedSession | None:
        return self._host.outbox.relayed(self._back_end_id, message.session_id)

    async def deliver(
        self, message: OutboxMessage, call: Call, beat: Callable[[], Awaitable[None]]
    ) -> None:
        """Deliver one message and take the answer.

        Raises OfflineError, or CallTimeoutError where the back end answers nothing else either: they say nothing against the message.
        """
        session = self._session(message)
        if session is not None and session.state in (RelayState.SET_ASIDE, RelayState.LET_GO):
            self._rest(message)  # since it was read from the outbox
            return
        payload = self._payload(message)
        if payload is None:
            return
        # Read anew after whatever is no answer: the rest of this session must not go before this message.
        rest, self._batch = self._batch, []
        try:
            answer = await call(message.action, payload)
        except CallErrorReceived as error:
            self._state.refused += 1
            told = f"{error.code} {error.description}".strip()
            await self._failed(message, told, is_final=error.code in _FINAL)
        except CallTimeoutError:
            await beat()
            await self._failed(message, NO_ANSWER)
        except OfflineError as error:
            if error.sent:
                await self._dropped(message)
            raise
        except CommandError as error:
            await self._failed(message, clean(error.said))
        else:
            self._batch = rest
            await self._taken(message, payload, answer)

    def _payload(self, message: OutboxMessage) -> Payload | None:
        """Return what is sent, with the back end's transaction id; None where it gave none."""
        try:
            read = json.loads(message.payload)
        except ValueError:
            read = {}
        payload = standard(message.action, read if isinstance(read, dict) else {})
        if message.action == "StartTransaction":
            return payload
        session = self._session(message)
        if session is None:  # what the back end knows cannot be read now
            now = self._loop.time()
            until = now + self._host.timing.disk_retry_s
            self._pauses[message.session_id] = _Pause(now, until)
            self._batch = []
            return None
        if session.their_transaction_id is None:
            self._set_aside(message, NO_START)
            return None
        return payload | {"transactionId": session.their_transaction_id}

    # --- answers ----------------------------------------------------------------------------------

    async def _taken(self, message: OutboxMessage, payload: Payload, answer: Payload) -> None:
        info = answer.get("idTagInfo")
        if message.action != "StartTransaction":
            if message.action == "StopTransaction" and self._is_own(payload.get("idTag", "")):
                self._cards.learn(payload["idTag"], info)
            await self._answered(message)
            return
        transaction_id = integer(answer.get("transactionId"))
        if transaction_id is None or abs(transaction_id) > _MAX_ID:
            await self._failed(message, NO_TRANSACTION_ID)
            return
        decision = read_decision(info)
        is_own = self._is_own(payload.get("idTag", ""))
        if is_own:  # what it says of the house's cards is no decision about them
            self._cards.learn(payload["idTag"], info)
        refusal = None if decision is None or decision.status == ACCEPTED else decision.status
        await self._answered(message, transaction_id, refusal)
        if refusal is not None and (session := self._session(message)) is not None:
            event = BackEndRefusedCard(
                charge_point_id=self._charge_point_id,
                back_end_id=self._back_end_id,
                session_id=message.session_id,
                status=refusal,
                stopped=is_own and self._stop_refused(session),
            )
            self._host.publish(event)

    async def _answered(
        self,
        message: OutboxMessage,
        their_transaction_id: int | None = None,
        note: str | None = None,
    ) -> None:
        """Take a message that the back end has taken out of the outbox."""
        await self._out(message, their_transaction_id, note)
        self._pauses.pop(message.session_id, None)
        self._taken_at = self._loop.time()
        self._state.delivered += 1
        self._state.last_delivered_at = self._host.clock()
        self._changed()

    async def _out(
        self,
        message: OutboxMessage,
        their_transaction_id: int | None = None,
        note: str | None = None,
    ) -> None:
        """Take a message out of the outbox; nothing else goes until that is stored."""
        while True:
            try:
                await self._host.outbox.answered(
                    message, their_transaction_id=their_transaction_id, note=note
                )
            except OSError:
                await asyncio.sleep(self._host.timing.disk_retry_s)
            else:
                return

    # --- errors -----------------------------------------------------------------------------------

    async def _failed(self, message: OutboxMessage, error: str, *, is_final: bool = False) -> None:
        """Count an error; let others go first for a while, or from now on."""
        timing = self._host.timing
        now = self._loop.time()
        self._state.last_error = error
        self._host.outbox.failed(message, error)
        self._batch = []
        attempts = message.attempts + 1
        pause_s = min(
            timing.message_retry_s * 2 ** min(attempts - 1, 20), timing.longest_message_retry_s
        )
        pause = self._pauses.setdefault(message.session_id, _Pause(now, now))
        pause.until = now + pause_s * self._host.random.uniform(1.0, 1.2)
        pause.drops = 0
        _LOGGER.debug(
            "Back end %s does not take a %s of %s: %s",
            self._back_end_id,
            message.action,
            self._charge_point_id,
            error,
        )
        takes_others = self._taken_at > pause.since
        if message.action == "MeterValues" and _SIGNED not in message.payload:
            if is_final or attempts >= METER_ATTEMPTS * (1 if takes_others else 2):
                await self._out(message)
                self._pauses.pop(message.session_id, None)
        elif attempts >= (ATTEMPTS if takes_others else MOST_ATTEMPTS):
            self._set_aside(message, error)
        self._changed()

    async def _dropped(self, message: OutboxMessage) -> None:
        """Count that the connection ended while a message waited for its answer."""
        now = self._loop.time()
        pause = self._pauses.setdefault(message.session_id, _Pause(now, now))
        pause.drops += 1
        if pause.drops >= _DROPS:
            await self._failed(message, CLOSES)

    def _set_aside(self, message: OutboxMessage, error: str) -> None:
        self._host.outbox.set_aside(self._back_end_id, message.session_id, error)
        self._rest(message)
        event = BackEndSetAside(
            charge_point_id=self._charge_point_id,
            back_end_id=self._back_end_id,
            session_id=message.session_id,
            error=error,
        )
        self._host.publish(event)
        self._changed()

    def _rest(self, message: OutboxMessage) -> None:
        """Look at nothing of a session for long, unless a person wants it: the outbox should not return it, a damaged one may."""
        now = self._loop.time()
        until = now + self._host.timing.longest_message_retry_s
        self._pauses[message.session_id] = _Pause(now, until)


def is_delivered(session: RelayedSession | None) -> bool:
    """Whether nothing more of a session goes to the back end."""
    return session is None or session.state in (RelayState.DELIVERED, RelayState.LET_GO)
