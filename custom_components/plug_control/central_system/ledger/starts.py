"""Record how a transaction begins: a StartTransaction is new, a repeat, or over already (R17, R18); meter values may name one, too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from custom_components.plug_control.model.energy import SessionData, true_register
from custom_components.plug_control.model.meter import Meter, Quantity
from custom_components.plug_control.model.session import Session, Stop, StopReason
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.timestamps import guard_time, write_time
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import StartTransaction

from .history import is_later
from .outcomes import NOTHING_RUNS, MeterOutcome, StartOutcome
from .records import LedgerRecords
from .sqlite.rows import stop_key

MAX_OPEN = 100
"""Maximum number of open transactions of one charge point."""
_TOLERANCE = timedelta(seconds=60)


class StartRecorder:
    """Records how transactions begin."""

    def __init__(self, records: LedgerRecords, clock: Callable[[], datetime]) -> None:
        self._records = records
        self._clock = clock

    def start(
        self,
        charge_point_id: str,
        message: StartTransaction,
        *,
        remote: bool,
        started_by: str | None,
        refused: str | None = None,
    ) -> StartOutcome:
        """Record a StartTransaction and give it a transaction id; a repeat gets the same one (R18)."""
        told = self._told_start(charge_point_id, message, remote=remote)
        told.started_by, told.refused = started_by, refused
        running = self._records.open.get((charge_point_id, message.connector_id))
        if running is not None and _are_equal(running, told):
            return StartOutcome(
                transaction_id=running.transaction_id, transaction=running, repeated=True
            )
        if (ended := self._records.history.of_start(told)) is not None:
            return self._repeated(told, ended)
        transaction = self._number(told)
        if (over := self._file_as_over(transaction, running)) is not None:
            return StartOutcome(
                transaction_id=transaction.transaction_id,
                transaction=None,
                repeated=False,
                over=over,
            )
        superseded = None
        if running is not None:
            session = running.end_without_stop(
                now=self._clock(),
                next_at=transaction.started_at,
                next_register_wh=transaction.meter_start_wh,
            )
            superseded = self._records.end(running, session)
        self._make_room(charge_point_id)
        self._records.begin(transaction)
        return StartOutcome(
            transaction_id=transaction.transaction_id,
            transaction=transaction,
            repeated=False,
            superseded=superseded,
        )

    def adopt(
        self, charge_point_id: str, connector_id: int, transaction_id: int, meter: Meter
    ) -> MeterOutcome:
        """Open the transaction that the meter values name; without one where they do not prove that it runs."""
        history = self._records.history
        ended = history.of_transaction(charge_point_id, transaction_id)
        dormant = self._records.dormant.get((charge_point_id, connector_id))
        if dormant is not None:
            equal = ended or history.of_start(dormant)
            if equal is not None and _proves(meter, dormant, equal):
                self._records.begin(dormant)
                return MeterOutcome(transaction=dormant, adopted=True, is_new=True)
        if ended is not None:
            latest = history.last_on(charge_point_id, connector_id)
            if ended == latest and ended.provisional and meter.value(Quantity.POWER_IMPORT_W):
                return MeterOutcome(transaction=self._records.reopen(ended), adopted=True)
            return NOTHING_RUNS
        for each in self._records.open.values():
            foreign = each.charge_point_id != charge_point_id and each.adopted
            if each.transaction_id == transaction_id and not foreign:
                return NOTHING_RUNS
        now = self._clock()
        transaction = Transaction(
            transaction_id=transaction_id,
            session_id=self._records.take_id(charge_point_id),
            charge_point_id=charge_point_id,
            connector_id=connector_id,
            id_tag="",
            started_at=now if meter.register is None else min(meter.register.at, now),
            meter_start_wh=meter.begin_register_wh,
            start_timestamp=None,
            adopted=True,
            time_estimated=True,
        )
        self._records.begin(transaction)
        return MeterOutcome(transaction=transaction, adopted=True, is_new=True)

    def _repeated(self, told: Transaction, ended: Session) -> StartOutcome:
        """Give an equal start the same id (R18); where nothing runs on its connector, keep it as a dormant start.

        Not where the session was made anonymous or deleted: the start would bring the card back.
        """
        place = told.charge_point_id, told.connector_id
        told.transaction_id = ended.transaction_id or 0
        dormant = self._records.dormant.get(place)
        is_known = dormant is not None and _are_equal(dormant, told)
        is_anonymous = ended.id_tag is None and bool(told.id_tag)
        if not (ended.provisional or is_known or is_anonymous or place in self._records.open):
            told.session_id = self._records.take_id(told.charge_point_id)
            self._records.doze(told)
        return StartOutcome(transaction_id=told.transaction_id, transaction=None, repeated=True)

    def _make_room(self, charge_point_id: str) -> None:
        """Close the oldest open transactions of a charge point that has MAX_OPEN of them: it makes connectors up."""
        running = self._records.running(charge_point_id)
        for transaction in running[: max(0, len(running) - MAX_OPEN + 1)]:
            self._records.end(transaction, transaction.end_without_stop(now=self._clock()))

    def _told_start(
        self, charge_point_id: str, message: StartTransaction, *, remote: bool
    ) -> Transaction:
        """Return the transaction that a start describes, without an id."""
        started_at, time_estimated = guard_time(message.timestamp, self._clock())
        return Transaction(
            transaction_id=0,
            charge_point_id=charge_point_id,
            connector_id=message.connector_id,
            id_tag=message.id_tag,
            started_at=started_at,
            meter_start_wh=true_register(message.meter_start_wh),
            start_timestamp=write_time(message.timestamp),
            reservation_id=message.reservation_id,
            remote=remote,
            time_estimated=time_estimated,
        )

    def _number(self, transaction: Transaction) -> Transaction:
        """Give a transaction a new id, which is also its session's, and return it."""
        transaction.transaction_id = self._records.take_id(transaction.charge_point_id)
        transaction.session_id = transaction.transaction_id
        return transaction

    def _file_as_over(
        self, transaction: Transaction, running: Transaction | None
    ) -> Session | None:
        """Record the session of a start that is replayed after its charge is over (R17), and return it; None where it is not.

        It is over if its stop, or a later start on the connector, came before it.
        """
        if transaction.time_estimated:
            return None
        history = self._records.history
        # A wrong clock may have left sessions in the future.
        latest = self._clock() + _TOLERANCE
        following: Transaction | Session | None = history.next_start(transaction, latest)
        if (
            running is not None
            and is_later(running, transaction)
            and running.started_at <= latest
            and (following is None or running.started_at < _began_at(following))
        ):
            following = running
        until = None if following is None else following.started_at
        if (stop := history.stop_before(transaction, until)) is not None:
            return self._records.file(self._joined(transaction, stop), self._key_of_stop(stop))
        if following is None:
            return None
        session = transaction.end_without_stop(
            now=self._clock(),
            next_at=following.started_at,
            next_register_wh=following.meter_start_wh,
        )
        return self._records.file(session)

    @staticmethod
    def _key_of_stop(stop: Session) -> int:
        """Return the `stop_key` of the message that a session without a start was made of."""
        return stop_key(
            stop.charge_point_id, stop.transaction_id, stop.stop_timestamp, stop.meter_stop_wh
        )

    def _joined(self, transaction: Transaction, stop: Session) -> Session:
        """Return the session of a start and of the stop that came before it, which replaces the stop's own session."""
        begin_wh = stop.meter_start_wh
        facts = Stop(
            reason=stop.stop_reason or StopReason.UNKNOWN,
            timestamp=stop.stopped_at,
            meter_stop_wh=stop.meter_stop_wh,
            data=SessionData(
                begin_wh=begin_wh,
                end_wh=stop.meter_stop_wh,
                energy_wh=None if begin_wh is None else stop.energy_wh,
                first_at=stop.started_at,
                last_at=stop.stopped_at,
            ),
        )
        session = transaction.end(facts, now=self._clock())
        return replace(session, session_id=stop.session_id, stop_timestamp=stop.stop_timestamp)


def _are_equal(one: Transaction, other: Transaction) -> bool:
    """Whether two starts are the same (R18)."""
    return (
        one.start_timestamp == other.start_timestamp
        and one.meter_start_wh == other.meter_start_wh
        and normalise_id_tag(one.id_tag) == normalise_id_tag(other.id_tag)
    )


def _began_at(record: Transaction | Session) -> datetime:
    assert record.started_at is not None
    return record.started_at


def _proves(meter: Meter, dormant: Transaction, ended: Session) -> bool:
    """Whether a meter proves that a start which looked like a repeat charges.

    Proof is a register above that of the ended session, or power where one of the registers is not known.
    """
    if (register := meter.register) is not None and ended.meter_stop_wh is not None:
        return register.raw_wh > ended.meter_stop_wh and register.at >= dormant.started_at
    power = meter.readings.get((Quantity.POWER_IMPORT_W, None))
    return power is not None and power.value > 0 and power.at >= dormant.started_at
