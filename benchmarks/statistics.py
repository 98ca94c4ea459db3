"""Measure the statistics of a year of 50 chargers: `python -m benchmarks.statistics [--sessions 20000]`.

Counts each person's energy, cost and sun by the hour from a ledger on disk, in spans as Home Assistant's statistics do,
without the recorder; then what counts again when one session was filed. Prints how long each took and how long the event
loop stood still meanwhile.
"""

import argparse
import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
import gc
from pathlib import Path
import tempfile

from benchmarks.ledger import took
from custom_components.plug_control.central_system.ledger.ledger import (
    Counted,
    Ledger,
    LedgerDatabase,
)
from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    details_row,
    session_row,
)
from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    INSERT_DETAILS,
    INSERT_SESSION,
    transaction,
)
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.model.hours import HOUR, hour_of
from custom_components.plug_control.statistics.counting import SESSIONS_AT_ONCE
from custom_components.plug_control.statistics.people import Shown
from custom_components.plug_control.statistics.rows import spans
from custom_components.plug_control.statistics.sums import Span, Tallies, tally
from scripts.lib.simulated_year import large_house, simulated_sessions

_BEGIN = datetime(2025, 11, 1, tzinfo=UTC)
_DAYS = 365
_END = _BEGIN + timedelta(days=_DAYS)


async def main() -> None:
    """Measure a first full count, and that of the last hours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_000)
    count = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "ledger.db"
        ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
        await ledger.load()
        await ledger.close()
        _fill(path, count)
        ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
        await ledger.load()
        gc.freeze()
        print(f"{count} sessions")
        for what, since in (("all of them", _BEGIN), ("the last two hours", _END - 2 * HOUR)):
            ms, still_ms = await took(partial(_counted, ledger, since))
            print(
                f"  energy, cost and sun of {what}: {ms:.0f} ms, loop stood still {still_ms:.1f} ms"
            )
        await ledger.close()


def _fill(path: Path, count: int) -> None:
    db = connect(path)
    with transaction(db):
        for session, details in simulated_sessions(
            large_house(), begin=_BEGIN, days=_DAYS, count=count
        ):
            number = session.session_id
            db.execute(INSERT_SESSION, session_row(session, number))
            db.execute(INSERT_DETAILS, details_row(number, details, number))
    db.close()


async def _counted(ledger: Ledger, since: datetime) -> None:
    times = await ledger.times(since, SESSIONS_AT_ONCE)
    for span in spans(since, [hour_of(time) for time in times]):
        await ledger.fold_counted(partial(_tallied, span), *span)


def _tallied(span: Span, sessions: Iterator[Counted]) -> Tallies[Shown]:
    return tally(sessions, _shown, span, _END)


def _shown(session: Counted) -> Shown:
    return session.charge_point_id, session.id_tag


if __name__ == "__main__":
    asyncio.run(main())
