"""Measure what people ask of many sessions: `python -m benchmarks.sessions`.

A year of a house with 50 chargers (20,000 sessions with what they are worth, by quarters of an hour), and ten such years
(200,000). Prints each question's time, how long the event loop stood still meanwhile, and the ratio to a floor: the same
rows added up by SQLite alone, without persons, cars and worth.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
import gc
from pathlib import Path
import sqlite3
from statistics import median
import tempfile

from custom_components.plug_control.central_system.ledger.ledger import (
    Ledger,
    LedgerDatabase,
    People,
    SessionFilter,
    TotalsBy,
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
from custom_components.plug_control.model.money.worth import QUARTER
from custom_components.plug_control.model.tag import normalise_id_tag
from scripts.lib.simulated_year import House, large_house, simulated_sessions

from .ledger import took

_END = datetime(2026, 11, 1, tzinfo=UTC)
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)
_RUNS = 5


async def fill(path: Path, house: House, *, years: int, a_year: int, step: timedelta) -> int:
    """Fill a ledger with years of sessions and return their number."""
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    await ledger.close()
    db = connect(path)
    count = years * a_year
    found = simulated_sessions(
        house, begin=_END - years * _YEAR, days=years * 365, count=count, step=step
    )
    with transaction(db):
        for session, details in found:
            revision = 2 * session.session_id
            db.execute(INSERT_SESSION, session_row(session, revision))
            db.execute(INSERT_DETAILS, details_row(session.session_id, details, revision + 1))
        db.execute("INSERT OR REPLACE INTO meta VALUES ('sessions', ?)", (count,))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.close()
    return count


def people_of(house: House) -> People:
    """Return a person for each card."""
    return People(
        cards={
            (place, normalise_id_tag(card)): f"Person {number}"
            for place, _ in house.connectors
            for number, card in enumerate(house.cards)
        }
    )


def months(first: datetime, last: datetime) -> Sequence[datetime]:
    """Return the beginnings of months, and the end of the last one."""
    begins = [first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)]
    while begins[-1] <= last:
        begins.append((begins[-1] + 32 * _DAY).replace(day=1))
    return begins


def _floor(path: Path) -> Callable[[], Awaitable[object]]:
    """Return a question to SQLite alone: number and energy of all sessions, row by row of an index."""

    def ask() -> object:
        db = connect(path)
        try:
            return db.execute("SELECT count(*), total(energy_wh) FROM sessions").fetchone()
        finally:
            db.close()

    return lambda: asyncio.get_running_loop().run_in_executor(None, ask)


def questions(ledger: Ledger, people: People) -> dict[str, Callable[[], Awaitable[object]]]:
    """Return what people ask, by what it is called."""
    every, year = SessionFilter(), SessionFilter(start=_END - _YEAR)

    def totals(
        wanted: SessionFilter, by: TotalsBy, *, whole: bool = False
    ) -> Callable[[], Awaitable[object]]:
        return lambda: ledger.totals(
            wanted, by=by, people=people, boundaries=None if whole else months
        )

    return {
        "50 newest of all": lambda: ledger.page(every, limit=50, newest_first=True),
        "50 newest of a person": lambda: ledger.page(
            SessionFilter(person=(people, "Person 3")), limit=50, newest_first=True
        ),
        "a year by month and person": totals(year, TotalsBy.PERSON),
        "a year by month and car": totals(year, TotalsBy.CAR),
        "a year by month and connector": totals(year, TotalsBy.CONNECTOR),
        "all by month and person": totals(every, TotalsBy.PERSON),
        "all by month and connector": totals(every, TotalsBy.CONNECTOR),
        "all by person": totals(every, TotalsBy.PERSON, whole=True),
        "all by month": totals(every, TotalsBy.NONE),
        "sessions without worth": ledger.without_worth,
        "nothing, for 0.1 s": lambda: asyncio.sleep(0.1),
    }


async def measure(path: Path, people: People, runs: int) -> None:
    """Print the times of all questions."""
    ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
    await ledger.load()
    floors = [await took(_floor(path)) for _ in range(runs)]
    floor_ms = median(each for each, _ in floors)
    print(f"  floor: {floor_ms:.1f} ms")
    for name, question in questions(ledger, people).items():
        found = [await took(question) for _ in range(runs)]
        took_ms = median(each for each, _ in found)
        still = [each for _, each in found]
        print(
            f"  {name}: {min(found)[0]:.1f} to {max(found)[0]:.1f} ms, {took_ms / floor_ms:.1f} × floor,"
            f" loop stood still {min(still):.1f} to {max(still):.1f} ms"
        )
    await ledger.close()


async def main() -> None:
    """Measure a year and ten years."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_000, help="of a year")
    parser.add_argument("--runs", type=int, default=_RUNS)
    arguments = parser.parse_args()
    house = large_house()
    people = people_of(house)
    gc.freeze()
    with tempfile.TemporaryDirectory() as directory:
        # Of ten years the slots are few: no question reads them, and to make them takes minutes
        for years, step in ((1, QUARTER), (10, _DAY)):
            path = Path(directory) / f"{years}.db"
            count = await fill(path, house, years=years, a_year=arguments.sessions, step=step)
            size = path.stat().st_size / 2**20
            print(
                f"{count} sessions of {years} years, {size:.0f} MiB, SQLite {sqlite3.sqlite_version}"
            )
            await measure(path, people, arguments.runs)


if __name__ == "__main__":
    asyncio.run(main())
