"""A process that stores sessions with their details, and prints each when it is stored; tests kill it, or keep its files from growing.

`python -m tests.without_home_assistant tests.central_system.ledger.writing_process PATH FIRST COUNT [--no-growth]`
"""

import asyncio
from pathlib import Path
import resource
import sys

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase

from .conftest import NOW, after, began, detailed, start, stop


def _stop_growth(path: Path) -> None:
    """Limit the size of files to that of the longest one."""
    longest = max(each.stat().st_size for each in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))


async def _store(path: Path, first: int, count: int, *, may_grow: bool) -> None:
    now = NOW
    ledger = Ledger(LedgerDatabase(path), clock=lambda: now)
    await ledger.load()
    if not may_grow:
        began(ledger, "CP-0")
        await ledger.saved()
        _stop_growth(path)
    for number in range(first, first + count):
        at, charge_point_id = after(600 * number), f"CP-{1 + number % 3}"
        now = after(600 * number + 300)
        started = ledger.start(charge_point_id, start(at=at))
        if await ledger.saved(started.transaction_id):
            print("started", started.transaction_id, flush=True)
        stopped = ledger.stop(charge_point_id, stop(started.transaction_id, at=now))
        ledger.keep_details(stopped.session.session_id, detailed(car_id=f"car {number}"))
        if await ledger.saved():
            print("stopped", started.transaction_id, flush=True)
    await ledger.close()


if __name__ == "__main__":
    path, first, count, *options = sys.argv[1:]
    asyncio.run(_store(Path(path), int(first), int(count), may_grow="--no-growth" not in options))
