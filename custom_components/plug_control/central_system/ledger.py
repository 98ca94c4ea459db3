"""The ledger: transactions while they run, and the sessions that they leave; nothing is ever lost (decisions 6 to 8).

Everything is recorded in memory at once, in the order of the messages; `saved` waits until it is on disk, and many who
wait share one write. An answer to StartTransaction or StopTransaction is given after `saved`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from custom_components.plug_control.model.energy import (
    SessionData,
    read_transaction_data,
    true_register,
)
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter, Quantity
from custom_components.plug_control.model.timestamps import guard_time, write_time
from custom_components.plug_control.model.transaction import (
    Session,
    Stop,
    StopReason,
    Transaction,
    correct,
)
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction

from .ledger_books import Books, SessionFilter
from .ledger_history import StartKey, is_later, is_repeated, may_stop
from .ledger_outcomes import Metered, Started, StopKind, Stopped
from .ledger_storage import LedgerStorage, MemoryStorage

__all__ = [
    "Ledger",
    "LedgerStorage",
    "MemoryStorage",
    "Metered",
    "Started",
    "StopKind",
    "Stopped",
]

MAX_OPEN = 100
"""Open transactions of one charge point."""
_PROGRESS = timedelta(minutes=15)
"""How often the progress of running transactions is written, which only a lost stop will need."""


class Ledger:
    """Transactions and sessions of all charge points."""

    def __init__(
        self,
        storage: LedgerStorage,
        *,
        clock: Callable[[], datetime],
        on_problem: Callable[[Problem, str | None], None] = lambda problem, detail: None,
        on_session: Callable[[Session], None] = lambda session: None,
    ) -> None:
        """`on_problem` gets the problem with a printable detail, and with None once it is gone.

        `on_session` gets each session that ends, and each that is corrected.
        """
        self._clock = clock
        self._books = Books(
            storage,
            clock=clock,
            on_failure=lambda error: on_problem(Problem.LEDGER_NOT_WRITABLE, error),
            on_session=on_session,
        )

    async def load(self) -> None:
        """Read what is stored; open transactions go on. Damage is logged and kept aside; raises OSError."""
        await self._books.load()

    async def close(self) -> None:
        """Write what is not yet written, as far as the disk lets it, and end the writing."""
        await self._books.close()

    async def saved(self) -> None:
        """Wait until all that was recorded is on disk; returns, too, when the disk refuses or is slow (R15); never raises."""
        await self._books.saved()

    # ---- starts

    def start(
        self, charge_point_id: str, message: StartTransaction, *, remote: bool = False
    ) -> Started:
        """Record a StartTransaction and number it; a repeated one gets the same number (R18)."""
        key = StartKey.of_message(message)
        running = self._books.open.get((charge_point_id, message.connector_id))
        if running is not None and StartKey.of(running) == key:
            return Started(
                transaction_id=running.transaction_id, transaction=running, repeated=True
            )
        ended = self._books.history.of_start(charge_point_id, key)
        if ended is not None and ended.transaction_id is not None:
            return Started(transaction_id=ended.transaction_id, transaction=None, repeated=True)
        transaction = self._transaction(charge_point_id, message, remote=remote)
        if self._file_as_over(transaction, running):
            return Started(
                transaction_id=transaction.transaction_id, transaction=None, repeated=False
            )
        superseded = None
        if running is not None:
            session = running.end_without_stop(
                now=self._clock(),
                next_at=transaction.started_at,
                next_register_wh=transaction.meter_start_wh,
            )
            superseded = self._books.end(running, session)
        self._make_room(charge_point_id)
        self._books.begin(transaction)
        return Started(
            transaction_id=transaction.transaction_id,
            transaction=transaction,
            repeated=False,
            superseded=superseded,
        )

    def _make_room(self, charge_point_id: str) -> None:
        """Close the oldest of more open transactions than a charge point can have: one that makes connectors up."""
        running = self.open_transactions(charge_point_id)
        for transaction in running[: max(0, len(running) - MAX_OPEN + 1)]:
            self._books.end(transaction, transaction.end_without_stop(now=self._clock()))

    def _transaction(
        self, charge_point_id: str, message: StartTransaction, *, remote: bool
    ) -> Transaction:
        started_at, time_estimated = guard_time(message.timestamp, self._clock())
        transaction_id = self._take_id(charge_point_id)
        return Transaction(
            transaction_id=transaction_id,
            session_id=transaction_id,
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

    def _take_id(self, charge_point_id: str) -> int:
        """Return a new id, which no charger has from somewhere else."""

        def is_used(number: int) -> bool:
            running = self._books.open.values()
            ended = self._books.history.of_transaction(charge_point_id, number)
            return ended is not None or any(each.transaction_id == number for each in running)

        return self._books.ids.take(is_used)

    def _file_as_over(self, transaction: Transaction, running: Transaction | None) -> bool:
        """File a start that is replayed when it is over (R17): its stop came before it, or later starts did."""
        if transaction.time_estimated:
            return False
        if (stop := self._books.history.stop_before(transaction)) is not None:
            self._books.file(self._joined(transaction, stop))
            return True
        later: list[Transaction | Session] = [*self._books.history.starts_after(transaction)]
        if running is not None and is_later(running, transaction):
            later.append(running)
        if not later:
            return False
        following = min(later, key=lambda record: record.started_at or self._clock())
        session = transaction.end_without_stop(
            now=self._clock(),
            next_at=following.started_at,
            next_register_wh=following.meter_start_wh,
        )
        self._books.file(session)
        return True

    def _joined(self, transaction: Transaction, stop: Session) -> Session:
        """Return the session of a start and of the stop that came before it, in place of the stop's own."""
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

    # ---- stops

    def stop(
        self,
        charge_point_id: str,
        message: StopTransaction,
        *,
        reasons: Mapping[str, StopReason] | None = None,
    ) -> Stopped:
        """Record a StopTransaction; it never touches another charge point's transaction (R20).

        `reasons` says what this charger means by a reason, "" being none at all (C2EU: PowerLoss is a full car).
        """
        books, now = self._books, self._clock()
        stop = Stop(
            reason=StopReason.read(message.reason, reasons),
            timestamp=message.timestamp,
            meter_stop_wh=message.meter_stop_wh,
            data=read_transaction_data(message.meter_values),
        )
        if (running := self._stopped(charge_point_id, message)) is not None:
            session = books.end(running, running.end(stop, now=now))
            return Stopped(kind=StopKind.ENDED, session=session)
        ended = books.history.of_transaction(charge_point_id, message.transaction_id)
        if ended is not None and ended.provisional:
            session = books.file(correct(ended, stop, now=now))
            return Stopped(kind=StopKind.CORRECTED, session=session)
        if ended is None or not is_repeated(ended, message):
            ended = books.history.of_stop(charge_point_id, message)
        if ended is not None:
            return Stopped(kind=StopKind.REPEATED, session=ended)
        session = Session.of_stop(
            stop,
            now=now,
            session_id=self._take_id(charge_point_id),
            charge_point_id=charge_point_id,
            transaction_id=message.transaction_id,
            id_tag=message.id_tag,
        )
        return Stopped(kind=StopKind.UNKNOWN, session=books.file(session))

    def _stopped(self, charge_point_id: str, message: StopTransaction) -> Transaction | None:
        """Return the open transaction that a stop ends; one without an id ends the only one that it can mean."""
        if message.transaction_id is not None:
            return self.open_transaction(charge_point_id, transaction_id=message.transaction_id)
        meant = [
            each for each in self.open_transactions(charge_point_id) if may_stop(each, message)
        ]
        return meant[0] if len(meant) == 1 else None

    def close_transactions(
        self, charge_point_id: str, connector_id: int | None = None
    ) -> list[Session]:
        """End the open transactions of a charge point or connector without their stop, as estimates (a late stop corrects)."""
        return [
            self._books.end(transaction, transaction.end_without_stop(now=self._clock()))
            for transaction in self.open_transactions(charge_point_id)
            if connector_id in {None, transaction.connector_id}
        ]

    # ---- meter values

    def meter_values(
        self,
        charge_point_id: str,
        connector_id: int,
        transaction_id: int | None,
        meter: Meter,
        *,
        adopt: bool = True,
    ) -> Metered:
        """Credit what the connector's meter has just taken in to the transaction that runs there, whichever id it names.

        Where none runs, and an id is named: a session that was closed without its stop runs on, when power flows; an
        id that nobody knows is adopted as a running transaction.
        """
        running = self._books.open.get((charge_point_id, connector_id))
        adopted = False
        if running is None and transaction_id is not None and adopt and connector_id > 0:
            running = self._found(charge_point_id, connector_id, transaction_id, meter)
            adopted = running is not None
        if running is None:
            return Metered(transaction=None)
        _observe(running, meter)
        if self._clock() - self._books.written_at >= _PROGRESS:
            self._books.changed()
        return Metered(transaction=running, adopted=adopted)

    def _found(
        self, charge_point_id: str, connector_id: int, transaction_id: int, meter: Meter
    ) -> Transaction | None:
        """Return the transaction that runs though nobody knew, if it can be."""
        history = self._books.history
        ended = history.of_transaction(charge_point_id, transaction_id)
        if ended is not None:
            latest = history.last_on(charge_point_id, connector_id)
            if ended is latest and ended.provisional and meter.value(Quantity.POWER_IMPORT_W):
                return self._books.reopen(ended)
            return None
        for each in self._books.open.values():
            foreign = each.charge_point_id != charge_point_id and each.adopted
            if each.transaction_id == transaction_id and not foreign:
                return None
        now = self._clock()
        transaction = Transaction(
            transaction_id=transaction_id,
            session_id=self._take_id(charge_point_id),
            charge_point_id=charge_point_id,
            connector_id=connector_id,
            id_tag="",
            started_at=now if meter.register is None else min(meter.register[2], now),
            meter_start_wh=meter.begin_register_wh,
            start_timestamp=None,
            adopted=True,
            time_estimated=True,
        )
        self._books.begin(transaction)
        return transaction

    # ---- what is asked

    def open_transactions(self, charge_point_id: str | None = None) -> list[Transaction]:
        """Return the open transactions, oldest first; at most one a connector."""
        transactions = [
            transaction
            for transaction in self._books.open.values()
            if charge_point_id in {None, transaction.charge_point_id}
        ]
        return sorted(transactions, key=attrgetter("started_at"))

    def open_transaction(
        self,
        charge_point_id: str,
        *,
        connector_id: int | None = None,
        transaction_id: int | None = None,
    ) -> Transaction | None:
        """Return the charge point's open transaction by connector or by id."""
        for transaction in self._books.open.values():
            if (
                transaction.charge_point_id == charge_point_id
                and connector_id in {None, transaction.connector_id}
                and transaction_id in {None, transaction.transaction_id}
            ):
                return transaction
        return None

    async def sessions(
        self,
        *,
        charge_point_id: str | None = None,
        connector_id: int | None = None,
        id_tag: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> list[Session]:
        """Return the sessions that began at `start` or later and before `end`, oldest first, running ones included.

        Raises OSError where the disk cannot be read.
        """
        return await self._books.sessions(
            SessionFilter(
                charge_point_id=charge_point_id,
                connector_id=connector_id,
                id_tag=id_tag,
                start=start,
                end=end,
            )
        )


def _observe(transaction: Transaction, meter: Meter) -> None:
    """Let a transaction see its connector's meter."""
    power = meter.readings.get((Quantity.POWER_IMPORT_W, None))
    if power is not None and power.at >= transaction.started_at:
        transaction.observe_power(power.value, at=power.at)
    if (register := meter.register) is not None:
        register_wh, lifetime_wh, at = register
        transaction.observe_register(register_wh, lifetime_wh, at=at)
    transaction.mark_hours()
