"""A ledger with a manual clock, and a disk that can be slow, full or damaged."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sqlite3
import threading
from typing import Any, Self, override
from weakref import finalize

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite import schema
from custom_components.plug_control.central_system.ledger.sqlite.units import Unit
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.model.transaction import Session, Transaction
from custom_components.plug_control.protocol.messages import (
    Labels,
    MeterValue,
    StartTransaction,
    StopTransaction,
)

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
CARD = "04A1B2C3D4E580"


@pytest.fixture
async def lab() -> AsyncIterator[LedgerLab]:
    """Yield a loaded ledger with its disk and clock; close it afterwards."""
    async with LedgerLab() as lab:
        yield lab


@pytest.fixture
def ledger(lab: LedgerLab) -> Ledger:
    """Return the lab's ledger."""
    return lab.ledger


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class OneAtATime(sqlite3.Connection):
    """A connection that two threads share: what one does with it begins after the other's has ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._turn = threading.Lock()
        super().__init__(*args, **kwargs)

    @override
    def execute(self, *args: Any) -> sqlite3.Cursor:
        with self._turn:
            return super().execute(*args)

    @override
    def executemany(self, *args: Any) -> sqlite3.Cursor:
        with self._turn:
            return super().executemany(*args)

    @override
    def serialize(self, **kwargs: Any) -> bytes:
        with self._turn:
            return super().serialize(**kwargs)

    @override
    def deserialize(self, *args: Any, **kwargs: Any) -> None:
        with self._turn:
            super().deserialize(*args, **kwargs)


class Disk(LedgerDatabase):
    """A database in memory with a thread; counts commits, waits while `held`, and raises `error` if it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.error: Exception | None = None
        self.commits = 0
        self._go = threading.Event()
        self._go.set()

    @override
    def start(self) -> None:
        self.executor = self._worker = ThreadPoolExecutor(1)

    @override
    def _connected(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(
                ":memory:",
                isolation_level=None,
                check_same_thread=False,
                factory=OneAtATime,
            )
            schema.migrate(self._db)
            finalize(self, self._db.close)
        return self._db

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep commits from finishing; the thread of a database that was stopped meanwhile ends with it."""
        self._go.clear()
        try:
            yield
        finally:
            self._go.set()
            if self.executor is not self._worker:
                self._worker.shutdown()

    @override
    def store(self, units: Sequence[Unit], meta: dict[str, int]) -> None:
        self.commits += 1
        self._go.wait()
        if self.error is not None:
            raise self.error
        super().store(units, meta)

    def stored(self, table: str = "sessions") -> list[dict[str, Any]]:
        """Return a table's stored rows."""
        rows = self.reader().execute(f"SELECT row FROM main.{table} ORDER BY session_id")
        return [json.loads(row) for (row,) in rows]

    def snapshot(self) -> bytes:
        """Return the content of the disk."""
        return self.reader().serialize()

    def restore(self, content: bytes) -> None:
        """Replace the content of the disk by a snapshot."""
        self.reader().deserialize(content)

    def lose(self) -> None:
        """Lose the connection, and with it all content."""
        self._db = None

    def change(self, statement: str, *values: Any) -> None:
        """Change the content of the disk by an SQL statement."""
        self.reader().execute(statement, values)


class LedgerLab:
    """A ledger, its disk and its clock; `restart` is a power cut."""

    def __init__(self, disk: Disk | None = None, mark: dict[str, Any] | None = None) -> None:
        self.disk = disk or Disk()
        self.mark = mark
        self.now = NOW
        self.problems: list[tuple[Problem, str | None]] = []
        self.detailed: list[tuple[int, frozenset[str]]] = []
        """The sessions whose details changed, and in which fields, in order."""
        self.ledger = self._ledger()

    def _ledger(self) -> Ledger:
        return Ledger(
            self.disk,
            clock=lambda: self.now,
            on_problem=lambda problem, detail: self.problems.append((problem, detail)),
            on_details=lambda *told: self.detailed.append(told),
        )

    def cut(self) -> bytes:
        """Return the content of the disk after a power cut now."""
        return self.disk.snapshot()

    async def restart(self, on_disk: bytes | None = None) -> Ledger:
        """Restart after a power cut: load the disk, or the snapshot `on_disk`, into a new ledger."""
        if on_disk is None:
            loop = asyncio.get_running_loop()
            on_disk = await loop.run_in_executor(self.disk.executor, self.disk.snapshot)
        await self.ledger.close()
        self.disk.restore(on_disk)
        self.ledger = self._ledger()
        await self.ledger.load()
        return self.ledger

    async def __aenter__(self) -> Self:
        await self.ledger.load(self.mark)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.disk.error = None
        await self.ledger.close()


STOPPED_AT = after(3600)


def start(
    *,
    at: datetime | None = NOW,
    meter_start_wh: float | None = 1000.0,
    id_tag: str = CARD,
    connector_id: int = 1,
) -> StartTransaction:
    return StartTransaction(
        connector_id=connector_id,
        id_tag=id_tag,
        meter_start_wh=meter_start_wh,
        timestamp=at,
        reservation_id=None,
    )


def stop(
    transaction_id: int | None,
    *,
    at: datetime | None = STOPPED_AT,
    meter_stop_wh: float | None = 8000.0,
    reason: str | None = "Local",
    id_tag: str | None = CARD,
    meter_values: tuple[MeterValue, ...] = (),
) -> StopTransaction:
    return StopTransaction(
        transaction_id=transaction_id,
        meter_stop_wh=meter_stop_wh,
        timestamp=at,
        reason=reason,
        id_tag=id_tag,
        meter_values=meter_values,
    )


def values(
    at: datetime,
    *,
    register_wh: float | None = None,
    power_w: float | None = None,
    begin_wh: float | None = None,
) -> MeterValue:
    register = "Energy.Active.Import.Register"
    samples = [
        ("Power.Active.Import", power_w, "Sample.Periodic"),
        (register, begin_wh, "Transaction.Begin"),
        (register, register_wh, "Sample.Periodic"),
    ]
    kept = [each for each in samples if each[1] is not None]
    return MeterValue(
        timestamp=at,
        labels=tuple(
            Labels(
                measurand=measurand,
                unit="W" if measurand.startswith("Power") else "Wh",
                phase=None,
                location="Outlet",
                context=context,
            )
            for measurand, _, context in kept
        ),
        values=tuple(value for _, value, _ in kept if value is not None),
    )


def metered(*elements: MeterValue, meter: Meter | None = None) -> Meter:
    meter = meter or Meter()
    meter.take(elements, now=elements[-1].timestamp or NOW)
    return meter


def began(ledger: Ledger, charge_point_id: str = "CP-1", **fields: Any) -> Transaction:
    """Start a transaction and return it."""
    transaction = ledger.start(charge_point_id, start(**fields)).transaction
    assert transaction is not None
    return transaction


async def charged(
    lab: LedgerLab, at: datetime, *, charge_point_id: str = "CP-1", **fields: Any
) -> int:
    """Start a transaction, stop it an hour later, and return its id."""
    lab.now = at + timedelta(hours=2)
    transaction = began(lab.ledger, charge_point_id, at=at, **fields)
    message = stop(transaction.transaction_id, at=at + timedelta(hours=1))
    lab.ledger.stop(charge_point_id, message)
    await lab.ledger.saved()
    return transaction.transaction_id


async def only(ledger: Ledger) -> Session:
    """Return the only session; raises ValueError if there are none or several."""
    (session,) = await ledger.sessions()
    return session


def make_older(path: Path, version: int) -> None:
    """Create a ledger's empty file of an older version of the schema."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statements in schema._STEPS[:version]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")


def detailed(*, hours: int = 8, **fields: Any) -> SessionDetails:
    """Return details of a session of so many hours that ended, with a slot for each quarter."""
    slots = tuple(
        WorthSlot(
            start=NOW + number * QUARTER,
            energy_wh=1834.5 + number * 7919 % 997 / 10,
            grid_wh=1000.25 + number * 6007 % 997 / 10,
            solar_wh=834.25 + number * 7027 % 997 / 10,
            price=0.2 + number // 4 * 77 % 997 / 1e4,
            feed_in_price=0.0803,
            co2_g_per_kwh=312.5 + number // 4 * 601 % 997 / 10,
        )
        for number in range(4 * hours)
    )
    worth = SessionWorth(
        grid_wh=1000.25 * len(slots),
        solar_wh=834.25 * len(slots),
        battery_wh=0.0,
        cost=1.92,
        currency="EUR",
        price=0.2531,
        saved=3.4,
        co2_g=312.5 * len(slots),
        charging_s=900.0 * len(slots),
        mean_power_w=7338.0,
        is_final=True,
        why_ended="car_full",
        slots=slots,
    )
    told: dict[str, Any] = {"car_id": "01CAR", "car_name": "ID.3", "worth": worth} | fields
    return SessionDetails(**told)
