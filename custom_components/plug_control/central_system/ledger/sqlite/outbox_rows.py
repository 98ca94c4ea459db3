"""Rows of the outbox, made of messages and of what back ends know of sessions, and read back."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
import json
import sqlite3
from typing import NamedTuple

from custom_components.plug_control.model.relaying import OutboxMessage, RelayedSession, RelayState

from .rows import storable
from .schema import OutboxRow, RelayedRow

MAX_NOTE = 500
"""Characters that are kept of what a back end said; it is foreign text."""

GOING_ON = (RelayState.QUEUED, RelayState.SET_ASIDE)
"""The states of sessions of which more may come."""
_METER_VALUES = "MeterValues"
_KEPT = ("SignedData", "Transaction.Begin", "Transaction.End")
"""Texts of meter values that are never left out: signed ones, and those of a session's ends."""


class StoredQueue(NamedTuple):
    """What the file has of a session's messages for a back end."""

    back_end_id: str
    charge_point_id: str
    session_id: int
    is_aside: bool
    message_ids: array[int]
    oldest_at: datetime
    made_stop: int | None
    """The message id of a stop that we made ourselves."""


def is_plain(action: str, payload: str) -> bool:
    """Whether a message is a MeterValues without anything signed and not of a session's end."""
    signed, begin, end = _KEPT
    return action == _METER_VALUES and not (signed in payload or begin in payload or end in payload)


def short(text: str) -> str:
    """Return a foreign text as it is kept: bounded, and such that SQLite can store it."""
    return storable(text[:MAX_NOTE])


def outbox_row(message: OutboxMessage, *, is_aside: bool) -> OutboxRow:
    """Return the row to store for a message; `is_aside` says that its session is set aside."""
    return OutboxRow(
        message_id=message.message_id,
        back_end_id=message.back_end_id,
        charge_point_id=storable(message.charge_point_id),
        session_id=message.session_id,
        action=message.action,
        payload=message.payload,
        recorded=message.recorded_at.timestamp(),
        not_before=None if message.not_before is None else message.not_before.timestamp(),
        attempts=message.attempts,
        state=int(is_aside),
        error=message.error,
    )


def read_outbox_row(row: OutboxRow) -> OutboxMessage:
    """Return the message of a stored row."""
    return OutboxMessage(
        message_id=row.message_id,
        back_end_id=row.back_end_id,
        charge_point_id=row.charge_point_id,
        session_id=row.session_id,
        action=row.action,
        payload=row.payload,
        recorded_at=datetime.fromtimestamp(row.recorded, UTC),
        not_before=None if row.not_before is None else datetime.fromtimestamp(row.not_before, UTC),
        attempts=row.attempts,
        error=row.error,
    )


def relayed_row(relayed: RelayedSession) -> RelayedRow:
    """Return the row to store for what a back end knows of a session."""
    delivered_at = relayed.delivered_at
    return RelayedRow(
        back_end_id=relayed.back_end_id,
        session_id=relayed.session_id,
        charge_point_id=storable(relayed.charge_point_id),
        transaction_id=relayed.transaction_id,
        their_transaction_id=relayed.their_transaction_id,
        state=int(relayed.state),
        delivered=None if delivered_at is None else delivered_at.timestamp(),
        note=relayed.note,
    )


def read_relayed_row(row: RelayedRow) -> RelayedSession:
    """Return what a stored row says; raises ValueError for a state that there is not."""
    return RelayedSession(
        back_end_id=row.back_end_id,
        session_id=row.session_id,
        charge_point_id=row.charge_point_id,
        transaction_id=row.transaction_id,
        their_transaction_id=row.their_transaction_id,
        state=RelayState(row.state),
        delivered_at=None if row.delivered is None else datetime.fromtimestamp(row.delivered, UTC),
        note=row.note,
    )


def stored_queues(db: sqlite3.Connection) -> Iterator[StoredQueue]:
    """Yield what waits in the file, by session, the oldest session first; raises sqlite3.Error."""
    found = db.execute(
        "SELECT back_end_id, charge_point_id, session_id, max(state), group_concat(message_id), min(recorded),"
        " max(CASE WHEN not_before IS NOT NULL THEN message_id END) FROM main.outbox"
        " GROUP BY session_id, back_end_id, charge_point_id ORDER BY min(message_id)"
    )
    for back_end_id, charge_point_id, session_id, state, ids, recorded, made_stop in found:
        yield StoredQueue(
            back_end_id=back_end_id,
            charge_point_id=charge_point_id,
            session_id=session_id,
            is_aside=bool(state),
            message_ids=array("q", map(int, ids.split(","))),
            oldest_at=datetime.fromtimestamp(recorded, UTC),
            made_stop=made_stop,
        )


def stored_going_on(db: sqlite3.Connection) -> list[RelayedSession]:
    """Return what back ends know of the sessions of which more may come; raises sqlite3.Error."""
    found = db.execute("SELECT * FROM main.relayed WHERE state IN (?, ?)", (*GOING_ON,))
    return [read_relayed_row(RelayedRow(*row)) for row in found]


# ---- exports


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredTo:
    """A back end that took a session, in an export."""

    back_end_id: str
    transaction_id: int
    """Ours."""
    their_transaction_id: int | None = None
    delivered_at: datetime | None = None

    def relayed(self, session_id: int, charge_point_id: str) -> RelayedSession:
        """Return what the back end knows of the session under its id here."""
        return RelayedSession(
            back_end_id=self.back_end_id,
            session_id=session_id,
            charge_point_id=charge_point_id,
            transaction_id=self.transaction_id,
            their_transaction_id=self.their_transaction_id,
            state=RelayState.DELIVERED,
            delivered_at=self.delivered_at,
        )


def delivered_to(db: sqlite3.Connection, session_id: int) -> list[DeliveredTo]:
    """Return the back ends that took a session; none in a file of an older version. Raises sqlite3.Error."""
    schema = "SELECT 1 FROM main.sqlite_schema WHERE name = 'relayed'"
    if db.execute(schema).fetchone() is None:
        return []
    found = db.execute(
        "SELECT * FROM main.relayed WHERE session_id = ? AND state = ? ORDER BY back_end_id",
        (session_id, int(RelayState.DELIVERED)),
    )
    relayed = [read_relayed_row(RelayedRow(*row)) for row in found]
    return [
        DeliveredTo(
            back_end_id=each.back_end_id,
            transaction_id=each.transaction_id,
            their_transaction_id=each.their_transaction_id,
            delivered_at=each.delivered_at,
        )
        for each in relayed
    ]


# ---- rows of a damaged file


def checked_outbox(row: OutboxRow) -> OutboxRow:
    """Return a row of a damaged file; raises TypeError and ValueError where it is not one."""
    texts = (row.back_end_id, row.charge_point_id, row.action, row.payload)
    _check(
        (texts, {str}),
        ((row.message_id, row.session_id, row.attempts, row.state), {int}),
        ((row.recorded,), {int, float}),
        ((row.not_before,), {int, float, type(None)}),
        ((row.error,), {str, type(None)}),
    )
    if not isinstance(json.loads(row.payload), dict):
        raise TypeError("no payload")
    return row._replace(recorded=float(row.recorded))


def checked_relayed(row: RelayedRow) -> RelayedRow:
    """Return a row of a damaged file; raises TypeError and ValueError where it is not one."""
    _check(
        ((row.back_end_id, row.charge_point_id), {str}),
        ((row.session_id, row.transaction_id, row.state), {int}),
        ((row.their_transaction_id,), {int, type(None)}),
        ((row.delivered,), {int, float, type(None)}),
        ((row.note,), {str, type(None)}),
    )
    RelayState(row.state)
    return row


def _check(*wanted: tuple[tuple[object, ...], set[type]]) -> None:
    for values, types in wanted:
        if any(type(each) not in types for each in values):
            raise TypeError("a column of the wrong type")


_RANKS = {
    RelayState.QUEUED: 0,
    RelayState.SET_ASIDE: 1,
    RelayState.LET_GO: 2,
    RelayState.DELIVERED: 3,
}


def is_further(one: RelayedRow, other: RelayedRow | None) -> bool:
    """Whether of two rows of the same session the first says more: a damaged file also has old ones."""
    return other is None or _progress(one) >= _progress(other)


def _progress(row: RelayedRow) -> tuple[int, bool]:
    return _RANKS[RelayState(row.state)], row.their_transaction_id is not None


def is_answered(message: OutboxRow, known: RelayedRow) -> bool:
    """Whether what a back end knows of a session says that it has answered a message, or will not get it."""
    if RelayState(known.state) in {RelayState.DELIVERED, RelayState.LET_GO}:
        return True
    return message.action == "StartTransaction" and known.their_transaction_id is not None
