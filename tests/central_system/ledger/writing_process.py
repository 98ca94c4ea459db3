"""A process that stores sessions with their details, and prints each when it is stored; tests kill it, or keep its files from growing.

`python -m scripts.lib.without_home_assistant tests.central_system.ledger.writing_process PATH FIRST COUNT [--no-growth] [--relayed]`
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


def _queue(ledger: Ledger, charge_point_id: str, session_id: int, action: str) -> None:
    ledger.outbox.put(
        ("monta", "road"),
        charge_point_id,
        session_id=session_id,
        transaction_id=session_id,
        action=action,
        payload={"idTag": "04A1B2C3D4E580", "timestamp": NOW.isoformat()},
    )


async def _store(path: Path, first: int, count: int, *, may_grow: bool, is_relayed: bool) -> None:
    now = NOW
    database = LedgerDatabase(path)
    ledger = Ledger(database, clock=lambda: now)
    await ledger.load()
    if not may_grow:
        transaction = began(ledger, "CP-0")
        if is_relayed:
            _queue(ledger, "CP-0", transaction.session_id, "StartTransaction")
        await ledger.saved()
        began(
            ledger, "CP-0", connector_id=2
        )  # stored only after the first commit has seen what space there is
        await ledger.saved()
        while database.is_short:
            await asyncio.sleep(0.01)
        _stop_growth(path)
    for number in range(first, first + count):
        at, charge_point_id = after(600 * number), f"CP-{1 + number % 3}"
        now = after(600 * number + 300)
        started = ledger.start(charge_point_id, start(at=at))
        if is_relayed:
            _queue(ledger, charge_point_id, started.transaction_id, "StartTransaction")
        if await ledger.saved(started.transaction_id):
            print("started", started.transaction_id, flush=True)
        stopped = ledger.stop(charge_point_id, stop(started.transaction_id, at=now))
        if is_relayed:
            _queue(ledger, charge_point_id, started.transaction_id, "StopTransaction")
        ledger.keep_details(stopped.session.session_id, detailed(car_id=f"car {number}"))
        if await ledger.saved():
            print("stopped", started.transaction_id, flush=True)
    await ledger.close()


if __name__ == "__main__":
    path, first, count, *options = sys.argv[1:]
    asyncio.run(
        _store(
            Path(path),
            int(first),
            int(count),
            may_grow="--no-growth" not in options,
            is_relayed="--relayed" in options,
        )
    )
