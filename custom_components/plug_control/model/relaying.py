"""What the central system and the relay to back ends tell each other: messages in the outbox, sessions delivered, the ports."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Protocol


class RelayState(IntEnum):
    """How far a session is with a back end; the numbers are stored."""

    QUEUED = 0
    """Messages of it wait, or it still runs."""
    DELIVERED = 1
    """The back end answered its StopTransaction."""
    SET_ASIDE = 2
    """The back end does not take it; a person sends it again or lets it go."""
    LET_GO = 3
    """A person let it go, or who charged was erased before it was delivered."""


class MissingAnswer(StrEnum):
    """What an Authorize becomes when the back end does not answer in time."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    LAST_TIME = "last_time"
    """As it last answered for that card; refused where it never did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """A message that a back end has not answered yet."""

    message_id: int
    """Grows: messages of one charge point go to a back end in this order."""
    back_end_id: str
    charge_point_id: str
    """Our identity of the charge point."""
    session_id: int
    action: str
    """StartTransaction, MeterValues or StopTransaction."""
    payload: str
    """JSON as the charger sent it, with our transaction id."""
    recorded_at: datetime
    not_before: datetime | None = None
    """A stop that we made ourselves waits until then for the charger's own, which replaces it."""
    attempts: int = 0
    error: str | None = None
    """What the back end last said against it; foreign text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayedSession:
    """What a back end knows of a session."""

    back_end_id: str
    session_id: int
    charge_point_id: str
    transaction_id: int
    """Ours."""
    their_transaction_id: int | None = None
    """The one that the back end gave; None before it answered the start."""
    state: RelayState = RelayState.QUEUED
    delivered_at: datetime | None = None
    note: str | None = None
    """Why it was set aside, or the status with which its card was refused; foreign text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLength:
    """What waits for a back end."""

    sessions: int = 0
    messages: int = 0
    oldest_at: datetime | None = None
    set_aside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDecision:
    """A back end's answer about a card, by OCPP's words."""

    status: str
    parent_id_tag: str | None = None
    expires_at: datetime | None = None


class Outbox(Protocol):
    """The queue in the ledger's file. What is recorded in one turn of the event loop is in one commit with the ledger's rows."""

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
        """Queue a message for back ends; a StopTransaction replaces one of ours that waits."""

    async def waiting(
        self, back_end_id: str, charge_point_id: str, limit: int = 20
    ) -> list[OutboxMessage]:
        """Return the oldest messages that are not set aside, those not stored yet included. Raises OSError."""

    async def check(self, back_end_id: str, charge_point_id: str) -> None:
        """Compare what waits by memory with the file, and log and mend a difference. Raises OSError."""

    async def answered(
        self,
        message: OutboxMessage,
        *,
        their_transaction_id: int | None = None,
        note: str | None = None,
    ) -> None:
        """Take an answered message out; with the map of a start and the end of a session in the same commit. Returns once stored."""

    def failed(self, message: OutboxMessage, error: str) -> None:
        """Count an attempt that the back end answered with an error."""

    def set_aside(self, back_end_id: str, session_id: int, error: str) -> None:
        """Hold a session's messages back: others go first from now on."""

    def send_again(self, back_end_id: str, session_id: int) -> None:
        """Queue the messages of a session that was set aside, from its first one that was not answered."""

    def let_go(self, back_end_id: str, session_id: int) -> None:
        """Remove a session's messages."""

    def take_back(self, back_end_id: str, session_id: int) -> None:
        """Let messages of a session that was let go be queued again."""

    def queue(self, back_end_id: str, charge_point_id: str | None = None) -> QueueLength:
        """Return what waits; costs no disk access."""

    def charge_points(self, back_end_id: str) -> frozenset[str]:
        """Return our identities of the charge points for which messages wait, removed ones included."""

    def relayed(self, back_end_id: str, session_id: int) -> RelayedSession | None:
        """Return what the back end knows of a session; None where it never was for it."""

    def by_their_id(
        self, back_end_id: str, charge_point_id: str, their_transaction_id: int
    ) -> RelayedSession | None:
        """Return the session of a transaction id that the back end gave."""

    async def relayed_sessions(
        self, session_ids: Sequence[int] | None = None, *, state: RelayState | None = None
    ) -> list[RelayedSession]:
        """Return what back ends know of sessions, of all where `session_ids` is None. Raises OSError."""

    async def forget(self, back_end_id: str) -> None:
        """Remove all that is kept for a back end that was deleted. Raises OSError."""


class Relay(Protocol):
    """What the central system tells the relay; calls are synchronous, cheap and never raise."""

    def heard(
        self,
        charge_point_id: str,
        action: str,
        payload: Mapping[str, Any],
        *,
        session_id: int | None = None,
        transaction_id: int | None = None,
    ) -> None:
        """Take a message of a charge point, recorded but not yet stored (what it queues is in the same commit).

        BootNotification, StatusNotification, StartTransaction, MeterValues, StopTransaction, as the charger sent them.
        A repeat of a start or stop (R18) is not told again. `session_id` and `transaction_id` are ours.
        """

    def ended_without_stop(
        self, charge_point_id: str, session_id: int, transaction_id: int, stop: Mapping[str, Any]
    ) -> None:
        """Take a session that was closed, since its stop did not come (it may still come), and the stop that we make of it."""

    def connection_changed(self, charge_point_id: str) -> None:
        """Take that a charge point connected or went."""

    def asks(self, charge_point_id: str, id_tag: str) -> Awaitable[CardDecision | None] | None:
        """Ask the back end of a card that we do not know; None: no back end has such cards.

        The awaited result comes within 5 s: the decision, also one for want of an answer; None: we decide ourselves.
        """

    def knows(self, charge_point_id: str, id_tag: str) -> CardDecision | None:
        """Return what a back end last said of a card, as long as that is valid; for starts, which do not wait."""


class CommandPort(Protocol):
    """What a back end may ask of the central system, as far as its rules allow. Raises CommandError; returns OCPP's status."""

    def is_of_house(self, charge_point_id: str, id_tag: str) -> bool:
        """Whether a card is registered, or the one with which we start charges ourselves."""

    async def remote_start(
        self, charge_point_id: str, connector_id: int | None, id_tag: str, back_end_id: str
    ) -> str:
        """Start a transaction with a card of the back end."""

    async def remote_stop(self, charge_point_id: str, transaction_id: int) -> str:
        """Stop a transaction by our id."""

    async def send(
        self, charge_point_id: str, action: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Send another command (UnlockConnector, ChangeAvailability, Reset, TriggerMessage, GetConfiguration) and return its answer."""

    async def set_ceiling(
        self, charge_point_id: str, connector_id: int, back_end_id: str, limit_a: float | None
    ) -> None:
        """Hold a connector at or below `limit_a` per phase; None lifts this back end's ceiling."""
