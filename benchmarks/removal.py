"""Measure how long chargers wait for answers while sessions are removed: `python -m benchmarks.removal`.

Ten years of a house with 50 chargers (200,000 sessions with details). Starts and stops come all the time, and each waits
until it is stored, as its answer does. Prints the median and the longest wait while nothing else happens, while a few
sessions are made anonymous (what a day adds), and while a person of many sessions is deleted.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
import tempfile
from time import perf_counter

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction
from scripts.lib.simulated_year import large_house

from .sessions import fill

_END = datetime(2026, 11, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_BREATH_S = 0.005


class Charger:
    """Starts and stops transactions, one after the other, and notes how long each was not stored."""

    def __init__(self, ledger: Ledger, name: str) -> None:
        self._ledger = ledger
        self._name = name
        self._count = 0
        self.waits_ms: list[float] = []

    async def charge(self) -> None:
        """Start and stop a transaction."""
        at = _END + timedelta(seconds=self._count)
        self._count += 1
        message = StartTransaction(
            connector_id=1,
            id_tag="A CARD",
            meter_start_wh=1000.0 * self._count,
            timestamp=at,
            reservation_id=None,
        )
        began = perf_counter()
        number = self._ledger.start(self._name, message).transaction_id
        await self._ledger.saved(number)
        self.waits_ms.append(1000 * (perf_counter() - began))
        stop = StopTransaction(
            transaction_id=number,
            id_tag="A CARD",
            meter_stop_wh=1000.0 * self._count + 500,
            timestamp=at + timedelta(milliseconds=500),
            reason="Local",
            meter_values=(),
        )
        began = perf_counter()
        self._ledger.stop(self._name, stop)
        await self._ledger.saved(number)
        self.waits_ms.append(1000 * (perf_counter() - began))

    async def go_on(self) -> None:
        """Charge until cancelled."""
        while True:
            await self.charge()
            await asyncio.sleep(_BREATH_S)


async def _measure(name: str, ledger: Ledger, work: Callable[[], Awaitable[object]]) -> None:
    charger = Charger(ledger, name)
    charging = asyncio.create_task(charger.go_on())
    await asyncio.sleep(0.2)
    charger.waits_ms.clear()
    began = perf_counter()
    await work()
    seconds = perf_counter() - began
    await asyncio.sleep(0.2)
    charging.cancel()
    with suppress(asyncio.CancelledError):
        await charging
    waits = charger.waits_ms
    print(
        f"  {name}: {seconds:.2f} s; {len(waits)} answers waited {median(waits):.1f} ms (median),"
        f" {max(waits):.0f} ms at most"
    )


async def main() -> None:
    """Measure answers while nothing, a few and many sessions are removed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_000, help="of a year")
    parser.add_argument("--years", type=int, default=10)
    arguments = parser.parse_args()
    house = large_house()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "ledger.db"
        count = await fill(path, house, years=arguments.years, a_year=arguments.sessions, step=_DAY)
        print(f"{count} sessions, {path.stat().st_size / 2**20:.0f} MiB")
        ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
        await ledger.load()
        of_day, of_person = range(1, 56), range(100, count, max(1, count // 2000))
        await _measure("nothing, for a second", ledger, lambda: asyncio.sleep(1))
        await _measure("a day made anonymous", ledger, lambda: ledger.anonymise(of_day))
        await _measure("2000 sessions deleted", ledger, lambda: ledger.delete([*of_person]))
        await ledger.close()


if __name__ == "__main__":
    asyncio.run(main())
