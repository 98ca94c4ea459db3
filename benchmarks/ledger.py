"""What a ledger of ten years costs beside an empty one: `python -m benchmarks.ledger [--sessions 200000]`.

Start, a month's question, a page of the table, look-ups for a repeated start (R18), a start with its commit, and the longest
time for which the event loop stood still meanwhile.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
import tempfile
from time import perf_counter

from custom_components.plug_control.central_system.ledger import (
    Ledger,
    LedgerDatabase,
    SessionFilter,
)
from custom_components.plug_control.central_system.ledger_database import connect
from custom_components.plug_control.central_system.ledger_schema import (
    INSERT_SESSION,
    session_row,
    transaction,
)
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.protocol.messages import StartTransaction

_BEGIN = datetime(2016, 11, 1, tzinfo=UTC)
_END = datetime(2026, 11, 1, tzinfo=UTC)
_RUNS = 5
_LOOK_UPS = 2000
_TICK_S = 0.001


def _session(number: int, at: datetime) -> Session:
    return Session(
        session_id=number + 1,
        transaction_id=number + 1,
        charge_point_id=f"CP-{number % 20}",
        connector_id=1 + number % 2,
        id_tag=f"04A1B2C3D4{number % 50:04d}",
        started_at=at,
        stopped_at=at + timedelta(hours=2),
        meter_start_wh=1000.0 * number,
        meter_stop_wh=1000.0 * number + 9000,
        energy_wh=9000.0,
        energy_estimated=False,
        time_estimated=False,
        stop_reason=StopReason.LOCAL,
        start_timestamp=at.isoformat(),
        stop_timestamp=(at + timedelta(hours=2)).isoformat(),
        hourly_wh=(4000.0, 8000.0),
    )


def _start(session: Session) -> StartTransaction:
    return StartTransaction(
        connector_id=session.connector_id or 1,
        id_tag=session.id_tag or "",
        meter_start_wh=session.meter_start_wh,
        timestamp=session.started_at,
        reservation_id=None,
    )


async def _filled(path: Path, count: int) -> list[Session]:
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    await ledger.close()
    step = (_END - _BEGIN) / max(count, 1)
    sessions = [_session(number, _BEGIN + number * step) for number in range(count)]
    db = connect(path)
    with transaction(db):
        rows = (session_row(each, each.session_id) for each in sessions)
        db.executemany(INSERT_SESSION, rows)
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    db.close()
    return sessions


async def _took(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Return how long it took, and how long the event loop stood still at most, in ms."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            before = perf_counter()
            await asyncio.sleep(_TICK_S)
            longest = max(longest, perf_counter() - before - _TICK_S)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    before = perf_counter()
    await work()
    took = perf_counter() - before
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking
    return 1000 * took, 1000 * longest


async def _measure(path: Path, sessions: list[Session]) -> None:
    starts = []
    for _ in range(_RUNS):
        ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
        starts.append((await _took(ledger.load))[0])
        await ledger.close()
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    print(f"  start: {', '.join(f'{each:.1f}' for each in sorted(starts))} ms")
    month = SessionFilter(start=_END - timedelta(days=30))
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "a month's sessions": lambda: ledger.page(month, limit=1000),
        "last page of 50": lambda: ledger.page(SessionFilter(), limit=50, newest_first=True),
        "page of 1000 in the middle": lambda: ledger.page(
            SessionFilter(), limit=1000, offset=len(sessions) // 2
        ),
        "page of 5000": lambda: ledger.page(SessionFilter(), limit=5000),
    }
    for name, question in questions.items():
        runs = [await _took(question) for _ in range(_RUNS)]
        took, blocked = median(each for each, _ in runs), max(each for _, each in runs)
        print(f"  {name}: {took:.1f} ms, loop stood still {blocked:.1f} ms at most")
    took_ms = []
    for number in range(_LOOK_UPS):
        session = sessions[number * 7919 % len(sessions)] if sessions else _session(number, _END)
        before = perf_counter()
        ledger.start(session.charge_point_id, _start(session))
        took_ms.append(1000 * (perf_counter() - before))
    print(
        f"  start of a transaction, recorded in memory: p99 {quantiles(took_ms, n=100)[98]:.3f} ms"
    )
    await ledger.saved()
    await ledger.close()


async def main() -> None:
    """Measure an empty ledger and a full one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200_000)
    count = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as directory:
        for name, size in (("empty", 0), (f"{count} sessions", count)):
            path = Path(directory) / f"{size}.db"
            sessions = await _filled(path, size)
            print(f"{name} ({path.stat().st_size / 2**20:.0f} MiB):")
            await _measure(path, sessions)


if __name__ == "__main__":
    asyncio.run(main())
