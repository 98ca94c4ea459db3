"""Record a StopTransaction: the end of a charge, a correction, a repeat, or an unknown one (R18, R20)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from custom_components.plug_control.model.energy import read_transaction_data, true_register
from custom_components.plug_control.model.hours import told_marks
from custom_components.plug_control.model.session import Session, Stop, StopReason
from custom_components.plug_control.model.timestamps import write_time
from custom_components.plug_control.model.transaction import Transaction, correct
from custom_components.plug_control.protocol.messages import StopTransaction

from .history import is_repeated
from .outcomes import StopKind, StopOutcome
from .records import LedgerRecords
from .sqlite.rows import stop_key
from .stop_matching import meant_by


class StopRecorder:
    """Records StopTransactions."""

    def __init__(self, records: LedgerRecords, clock: Callable[[], datetime]) -> None:
        self._records = records
        self._clock = clock

    def stop(
        self,
        charge_point_id: str,
        message: StopTransaction,
        reasons: Mapping[str, StopReason],
    ) -> StopOutcome:
        """Record a StopTransaction; it never touches another charge point's transaction (R20).

        `reasons` maps this charger's reasons to what they mean, "" for an absent one (C2EU: PowerLoss is a full car).
        """
        records, now = self._records, self._clock()
        stop = Stop(
            reason=StopReason.read(message.reason, reasons),
            timestamp=message.timestamp,
            meter_stop_wh=message.meter_stop_wh,
            data=read_transaction_data(message.meter_values),
        )
        key = stop_key(
            charge_point_id,
            message.transaction_id,
            write_time(message.timestamp),
            message.meter_stop_wh,
        )
        repeated = records.history.of_stop(charge_point_id, message)
        dormant = {*map(id, records.dormant.values())}
        running = self._stopped(charge_point_id, message, repeated)
        ended = records.history.of_transaction(charge_point_id, message.transaction_id)
        if running is None and ended is None and repeated is None:
            meant = meant_by(
                message,
                records.running(charge_point_id),
                records.history.left_open(charge_point_id),
            )
            running = meant if isinstance(meant, Transaction) else None
            ended = meant if isinstance(meant, Session) else None
        if running is not None:
            session = records.end(running, running.end(stop, now=now), key)
            return StopOutcome(kind=StopKind.ENDED, session=session, is_new=id(running) in dormant)
        if ended is not None and (
            ended.provisional or (repeated is None and self._goes_on(ended, message))
        ):
            session = records.file(correct(ended, stop, now=now), key)
            return StopOutcome(kind=StopKind.CORRECTED, session=session, before=ended)
        if repeated is None and ended is not None and is_repeated(ended, message):
            repeated = ended
        if repeated is not None:
            return StopOutcome(kind=StopKind.REPEATED, session=repeated)
        session = Session.of_stop(
            stop,
            now=now,
            session_id=self._records.take_id(charge_point_id),
            charge_point_id=charge_point_id,
            transaction_id=message.transaction_id,
            id_tag=message.id_tag,
        )
        begin_wh = stop.data.begin_wh or 0.0
        told = ((at, register_wh - begin_wh) for at, register_wh in stop.data.points)
        session = replace(session, hourly_wh=told_marks(session, told))
        return StopOutcome(kind=StopKind.UNKNOWN, session=records.file(session, key), is_new=True)

    def _stopped(
        self, charge_point_id: str, message: StopTransaction, repeated: Session | None
    ) -> Transaction | None:
        """Return the open transaction that a stop names, None where it names none.

        A start that looked like a repeat counts only if the stop's register differs from that of the ended session (R18).
        """
        number = message.transaction_id
        if number is None:
            return None
        for running in self._records.running(charge_point_id, number):
            is_first = running.adopted or running.session_id == number
            return running if is_first or repeated is None else None
        for place, dormant in self._records.dormant.items():
            if (dormant.charge_point_id, dormant.transaction_id) == (charge_point_id, number):
                return self._woken_by_stop(place, message, repeated)
        return None

    def _woken_by_stop(
        self, place: tuple[str, int], message: StopTransaction, repeated: Session | None
    ) -> Transaction | None:
        """Remove a dormant start; open and return it where its stop proves that it was no repeat."""
        dormant = self._records.rouse(place)
        ended = None if dormant is None else self._records.history.of_start(dormant)
        if dormant is None or repeated is not None or ended is None:
            return None
        stop_wh = true_register(message.meter_stop_wh)
        if stop_wh is None or stop_wh == ended.meter_stop_wh or place in self._records.open:
            return None
        self._records.begin(dormant)
        return dormant

    def _goes_on(self, ended: Session, message: StopTransaction) -> bool:
        """Whether a stop has a higher register than the stop that ended the same session, and nothing has followed that.

        The session must be the connector's last one, with an id that the ledger gave.
        """
        stop_wh = true_register(message.meter_stop_wh)
        if stop_wh is None or ended.meter_stop_wh is None or ended.connector_id is None:
            return False
        place = ended.charge_point_id, ended.connector_id
        return (
            ended.session_id == ended.transaction_id
            and stop_wh > ended.meter_stop_wh
            and place not in self._records.open
            and self._records.history.last_on(*place) == ended
        )
