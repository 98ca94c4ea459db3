"""Compare a ledger of ten years with an empty one and one month: `python -m benchmarks.ledger [--sessions 200000]`.

Measures loading, a query of a month, pages of the table with their totals, a StartTransaction with its look-ups (R18),
and the longest block of the event loop meanwhile. The query of the last month should take the same time in a ledger
that has only this month.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
import gc
from pathlib import Path
from statistics import median, quantiles
import tempfile
from time import perf_counter

from custom_components.plug_control.central_system.ledger.ledger import (
    Ledger,
    LedgerDatabase,
    SessionFilter,
)
from custom_components.plug_control.central_system.ledger.sqlite.rows import session_row
from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    INSERT_SESSION,
    transaction,
)
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.protocol.messages import StartTransaction

_BEGIN = datetime(2016, 11, 1, tzinfo=UTC)
_END = datetime(2026, 11, 1, tzinfo=UTC)
_MONTH = _END - timedelta(days=30)
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


async def _filled(path: Path, sessions: Sequence[Session]) -> None:
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    await ledger.close()
    db = connect(path)
    with transaction(db):
        rows = (session_row(each, each.session_id) for each in sessions)
        db.executemany(INSERT_SESSION, rows)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('sessions', ?)", (len(sessions),))
    # A ledger that grew in ten years has no write-ahead log of its whole content
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.close()


async def took(
    work: Callable[[], Awaitable[object]], look_up: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """Return the time of `work` and the event loop's longest block meanwhile in ms; the loop calls `look_up` all the time."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            before = perf_counter()
            await asyncio.sleep(_TICK_S)
            look_up()
            longest = max(longest, perf_counter() - before - _TICK_S)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    before = perf_counter()
    await work()
    seconds = perf_counter() - before
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking
    return 1000 * seconds, 1000 * longest


def _energy_wh(sessions: Iterable[Session]) -> float:
    return sum(session.energy_wh for session in sessions)


async def _measure(path: Path, sessions: Sequence[Session]) -> dict[str, float]:
    """Print and return the time of each query in ms, the median of _RUNS runs."""
    runs: dict[str, list[tuple[float, float]]] = {}
    for _ in range(_RUNS):
        ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
        runs.setdefault("start of Home Assistant", []).append(await took(ledger.load))
        await ledger.close()
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    middle, latest = len(sessions) // 2, sessions[-1].session_id if sessions else 0
    month, every = SessionFilter(start=_MONTH), SessionFilter()
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "the last month's rows": lambda: ledger.page(month, limit=None),
        "the last month's sessions": lambda: ledger.sessions(start=_MONTH),
        "what changed since a mark": lambda: ledger.sessions(after_revision=latest),
        "the last 50 rows, and totals": lambda: ledger.page(every, limit=50, newest_first=True),
        "1000 rows in the middle, and totals": lambda: ledger.page(
            every, limit=1000, offset=middle
        ),
        "5000 rows, and totals": lambda: ledger.page(every, limit=5000),
        "the cards that were shown": ledger.shown,
        "the energy of all sessions, one by one": lambda: ledger.fold(_energy_wh),
        "nothing, for 0.1 s": lambda: asyncio.sleep(0.1),
    }
    repeated = sessions[middle] if sessions else None

    def look_up() -> None:
        if repeated is not None:
            ledger.start(repeated.charge_point_id, _start(repeated))

    for name, question in questions.items():
        runs[name] = [await took(question, look_up) for _ in range(_RUNS)]
    for name, each_run in runs.items():
        spread = f"{min(each_run)[0]:.1f} to {max(each_run)[0]:.1f} ms"
        still = [blocked for _, blocked in each_run]
        # Other work of the machine blocks the loop, too, but not in every run.
        print(f"  {name}: {spread}, loop stood still {min(still):.1f} to {max(still):.1f} ms")
    took_ms = []
    for number in range(_LOOK_UPS):
        session = sessions[number * 7919 % len(sessions)] if sessions else _session(number, _END)
        before = perf_counter()
        ledger.start(session.charge_point_id, _start(session))
        took_ms.append(1000 * (perf_counter() - before))
    percentiles = quantiles(took_ms, n=100)
    print(f"  a start, recorded: median {median(took_ms):.3f} ms, p99 {percentiles[98]:.3f} ms")
    await ledger.saved()
    await ledger.close()
    return {name: median(each for each, _ in each_run) for name, each_run in runs.items()}


async def main() -> None:
    """Measure an empty ledger, one of a month, and a full one; print how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200_000)
    count = parser.parse_args().sessions
    step = (_END - _BEGIN) / count
    every = [_session(number, _BEGIN + number * step) for number in range(count)]
    last = [each for each in every if each.started_at is not None and each.started_at >= _MONTH]
    gc.freeze()  # the interpreter's collections do not walk what only the benchmark keeps
    figures = {}
    with tempfile.TemporaryDirectory() as directory:
        for name, sessions in (("empty", []), ("a month", last), ("all", every)):
            path = Path(directory) / f"{len(sessions)}.db"
            await _filled(path, sessions)
            print(f"{name}: {len(sessions)} sessions, {path.stat().st_size / 2**20:.0f} MiB")
            figures[name] = await _measure(path, sessions)
    print("all, compared (medians):")
    for name, took_ms in figures["all"].items():
        ratios = [
            f"{took_ms / figures[other][name]:.1f} × {other}" for other in ("a month", "empty")
        ]
        print(f"  {name}: {', '.join(ratios)}")


if __name__ == "__main__":
    asyncio.run(main())
