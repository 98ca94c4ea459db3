"""Which messages belong together: repeats, late stops, stops that come before their start (R17, R18, R20)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from custom_components.plug_control.model.energy import true_register
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.timestamps import write_time
from custom_components.plug_control.model.transaction import Session, Transaction
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction

REMEMBERED = 100
"""Ended sessions of each charge point that a message may still belong to."""

_CLOCK_NEVER_SET = datetime(2020, 1, 1, tzinfo=UTC)
_SAME_REGISTER_WH = 20.0


class StartKey(NamedTuple):
    """What makes two StartTransactions the same (R18, C2EU Q9)."""

    connector_id: int | None
    id_tag: str
    meter_start_wh: float | None
    timestamp: str | None

    @classmethod
    def of_message(cls, message: StartTransaction) -> StartKey:
        """Return the key of a start as it comes."""
        return cls(
            connector_id=message.connector_id,
            id_tag=normalise_id_tag(message.id_tag),
            meter_start_wh=true_register(message.meter_start_wh),
            timestamp=write_time(message.timestamp),
        )

    @classmethod
    def of(cls, record: Transaction | Session) -> StartKey:
        """Return the key of the start that a transaction or session came from."""
        return cls(
            connector_id=record.connector_id,
            id_tag=normalise_id_tag(record.id_tag or ""),
            meter_start_wh=record.meter_start_wh,
            timestamp=record.start_timestamp,
        )

    def is_unique(self) -> bool:
        """Whether no other charge can have it: some chargers have neither a clock nor a register."""
        if self.timestamp is None:
            return False
        return (
            bool(self.meter_start_wh) or datetime.fromisoformat(self.timestamp) >= _CLOCK_NEVER_SET
        )


class History:
    """The sessions that ended last, by charge point, in the order in which they were filed."""

    def __init__(self) -> None:
        self._sessions: defaultdict[str, dict[int, Session]] = defaultdict(dict)

    def add(self, session: Session) -> None:
        """Remember a session, in place of itself as it was before."""
        sessions = self._sessions[session.charge_point_id]
        sessions.pop(session.session_id, None)
        sessions[session.session_id] = session
        while len(sessions) > REMEMBERED:
            del sessions[next(iter(sessions))]

    def discard(self, session: Session) -> None:
        """Forget a session, which runs on."""
        self._sessions[session.charge_point_id].pop(session.session_id, None)

    def latest(self, charge_point_id: str) -> Iterator[Session]:
        """Yield the charge point's sessions, the one filed last first."""
        return reversed(self._sessions[charge_point_id].values())

    def last_on(self, charge_point_id: str, connector_id: int) -> Session | None:
        """Return the session of a connector that was filed last."""
        sessions = self.latest(charge_point_id)
        return next((each for each in sessions if each.connector_id == connector_id), None)

    def starts_after(self, transaction: Transaction) -> list[Session]:
        """Return the sessions on a transaction's connector that began after it."""
        return [
            session
            for session in self.latest(transaction.charge_point_id)
            if session.connector_id == transaction.connector_id and is_later(session, transaction)
        ]

    def of_transaction(self, charge_point_id: str, transaction_id: int | None) -> Session | None:
        """Return the session that a transaction of this charge point left."""
        if transaction_id is None:
            return None
        for session in self.latest(charge_point_id):
            if session.transaction_id == transaction_id and session.connector_id is not None:
                return session
        return None

    def of_start(self, charge_point_id: str, key: StartKey) -> Session | None:
        """Return the session that the same start began."""
        if not key.is_unique():
            return None
        sessions = self.latest(charge_point_id)
        return next((session for session in sessions if StartKey.of(session) == key), None)

    def of_stop(self, charge_point_id: str, message: StopTransaction) -> Session | None:
        """Return the session of its own that the same stop left."""
        wanted = (
            message.transaction_id,
            write_time(message.timestamp),
            true_register(message.meter_stop_wh),
        )
        for session in self.latest(charge_point_id):
            stop = (session.transaction_id, session.stop_timestamp, session.meter_stop_wh)
            if session.connector_id is None and stop == wanted:
                return session
        return None

    def stop_before(self, transaction: Transaction) -> Session | None:
        """Return the session of a stop that came before this start, whose time is true, and belongs to it."""
        stops = [
            session
            for session in self.latest(transaction.charge_point_id)
            if session.connector_id is None and _may_end(session, transaction)
        ]
        return min(stops, key=_stopped_at, default=None)


def is_later(record: Transaction | Session, transaction: Transaction) -> bool:
    """Whether something began after a transaction, by the charger's own times alone."""
    if record.started_at is None or not record.has_true_start:
        return False
    return record.started_at > transaction.started_at


def _may_end(session: Session, transaction: Transaction) -> bool:
    if session.time_estimated or _stopped_at(session) <= transaction.started_at:
        return False
    if session.id_tag and normalise_id_tag(session.id_tag) != normalise_id_tag(transaction.id_tag):
        return False
    start_wh = transaction.meter_start_wh
    begin_wh, stop_wh = session.meter_start_wh, session.meter_stop_wh
    if start_wh is not None and begin_wh is not None:
        return abs(begin_wh - start_wh) <= _SAME_REGISTER_WH
    return start_wh is None or stop_wh is None or stop_wh >= start_wh


def _stopped_at(session: Session) -> datetime:
    assert session.stopped_at is not None
    return session.stopped_at


def is_repeated(session: Session, message: StopTransaction) -> bool:
    """Whether a stop is the one that ended a session; ids that the charger made up may come again."""
    if session.session_id == session.transaction_id or message.timestamp is None:
        return True
    return message.timestamp <= _stopped_at(session)


def may_stop(transaction: Transaction, message: StopTransaction) -> bool:
    """Whether a stop without an id can be this transaction's (an offline start's is −1)."""
    if message.id_tag and normalise_id_tag(message.id_tag) != normalise_id_tag(transaction.id_tag):
        return False
    start_wh, stop_wh = transaction.meter_start_wh, true_register(message.meter_stop_wh)
    if start_wh is not None and stop_wh is not None and stop_wh < start_wh:
        return False
    if message.timestamp is None or transaction.time_estimated:
        return True
    return message.timestamp >= transaction.started_at
