"""A ledger with a clock that stands still and a disk that can be slow, full or damaged."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self, override

import pytest

from custom_components.plug_control.central_system.ledger import Ledger, MemoryStorage
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.transaction import Session, Transaction
from custom_components.plug_control.protocol.messages import (
    Labels,
    MeterValue,
    SampledValue,
    StartTransaction,
    StopTransaction,
)

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
CARD = "04A1B2C3D4E580"


@pytest.fixture
async def lab() -> AsyncIterator[LedgerLab]:
    """A ledger that is loaded and will be closed."""
    async with LedgerLab() as lab:
        yield lab


@pytest.fixture
def ledger(lab: LedgerLab) -> Ledger:
    """The lab's ledger."""
    return lab.ledger


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class Disk(MemoryStorage):
    """A storage in memory that counts its writes, waits where it is told to, and fails where it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.error: OSError | None = None
        self.month_error: OSError | None = None
        self.damaged: set[str] = set()
        self.writes: list[str] = []
        self._go = asyncio.Event()
        self._go.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no write finish."""
        self._go.clear()
        try:
            yield
        finally:
            self._go.set()

    @override
    async def load_open(self) -> dict[str, Any] | None:
        if "open" in self.damaged:
            self.damaged.remove("open")
            self.open = None
            raise ValueError("damaged")
        return await super().load_open()

    @override
    async def save_open(self, data: dict[str, Any]) -> None:
        self.writes.append("open")
        await self._go.wait()
        if self.error is not None:
            raise self.error
        await super().save_open(data)

    @override
    async def load_month(self, month: str) -> list[dict[str, Any]]:
        if self.month_error is not None:
            raise self.month_error
        if month in self.damaged:
            self.damaged.remove(month)
            del self.rows[month]
            raise ValueError("damaged")
        return await super().load_month(month)

    @override
    async def save_month(self, month: str, rows: list[dict[str, Any]]) -> None:
        self.writes.append(month)
        if self.month_error is not None:
            raise self.month_error
        await super().save_month(month, rows)


class LedgerLab:
    """A ledger, its disk and its clock; `restart` is a power cut."""

    def __init__(self, disk: Disk | None = None) -> None:
        self.disk = disk or Disk()
        self.now = NOW
        self.problems: list[tuple[Problem, str | None]] = []
        self.ledger = self._ledger()

    def _ledger(self) -> Ledger:
        return Ledger(
            self.disk,
            clock=lambda: self.now,
            on_problem=lambda problem, detail: self.problems.append((problem, detail)),
        )

    async def restart(self) -> Ledger:
        """Load what stands on the disk into a new ledger; what did not get there is lost."""
        self.ledger = self._ledger()
        await self.ledger.load()
        return self.ledger

    async def __aenter__(self) -> Self:
        await self.ledger.load()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.disk.error = self.disk.month_error = None
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
    return MeterValue(
        timestamp=at,
        sampled_values=tuple(
            SampledValue(
                value=value,
                labels=Labels(
                    measurand=measurand,
                    unit="W" if measurand.startswith("Power") else "Wh",
                    phase=None,
                    location="Outlet",
                    context=context,
                ),
            )
            for measurand, value, context in samples
            if value is not None
        ),
    )


def metered(*elements: MeterValue, meter: Meter | None = None) -> Meter:
    meter = meter or Meter()
    meter.take(elements, now=elements[-1].timestamp or NOW)
    return meter


def began(ledger: Ledger, charge_point_id: str = "CP-1", **fields: Any) -> Transaction:
    """Start a transaction that runs."""
    transaction = ledger.start(charge_point_id, start(**fields)).transaction
    assert transaction is not None
    return transaction


async def charged(
    lab: LedgerLab, at: datetime, *, charge_point_id: str = "CP-1", **fields: Any
) -> int:
    """Start a transaction, and stop it an hour later; returns its id."""
    lab.now = at + timedelta(hours=2)
    transaction = began(lab.ledger, charge_point_id, at=at, **fields)
    message = stop(transaction.transaction_id, at=at + timedelta(hours=1))
    lab.ledger.stop(charge_point_id, message)
    await lab.ledger.saved()
    return transaction.transaction_id


async def only(ledger: Ledger) -> Session:
    """Return the only session that there is."""
    (session,) = await ledger.sessions()
    return session
