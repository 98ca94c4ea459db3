"""Measure what the worth of running sessions costs: `python -m benchmarks.worth [--sessions 50] [--minutes 20]`.

Cars charge at so many connectors for a quarter of an hour, a day, or thirty days already, the most of it unseen. Each ten seconds a round of smart charging
tells what they draw, and their registers are read. Prints the CPU time of the first round, which has to value all that nobody saw;
then that of a round and of each piece of work that it leaves, and how long the event loop stood still meanwhile.
"""

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import gc
from pathlib import Path
from statistics import median
import tempfile
from time import process_time
from types import SimpleNamespace
from typing import Any, Final, cast, override
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from benchmarks.ledger import took
from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.charging.solar.sources import SessionCharge
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import TimedValue
from custom_components.plug_control.model.events import ReadingsChanged
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.model.worth import QUARTER
from custom_components.plug_control.protocol.messages import StartTransaction
from custom_components.plug_control.site.options import read_site
from custom_components.plug_control.site.price_sources import PriceSources
from custom_components.plug_control.site.quarter_prices import PriceBook
from custom_components.plug_control.site.seen import HouseSeen
from custom_components.plug_control.work_queue import WorkQueue
from custom_components.plug_control.worth.sessions import SessionWorths

_BEGIN: Final = datetime(2026, 6, 1, 10, tzinfo=UTC)
_ROUND: Final = timedelta(seconds=10)
_POWER_W: Final = 7000.0
_GRID_W: Final = 3000.0
_SITE: Final = {"grid_meter": "power", "grid_power": "sensor.grid"}
_TARIFFS: Final = {
    "fixed_prices": [
        {
            "begins": "2026-01-01",
            "price": 0.3,
            "other_price": 0.2,
            "other_from": "22:00:00",
            "other_until": "06:00:00",
        }
    ]
}
_LASTED: Final = {
    "a quarter of an hour": QUARTER,
    "a day": timedelta(days=1),
    "thirty days": timedelta(days=30),
}


class _TimedQueue(WorkQueue):
    """Notes the CPU time of each piece of work, in ms."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.pieces_ms: list[float] = []
        self._left = 0
        self.idle = asyncio.Event()
        self.idle.set()

    @override
    def take(self, work: Callable[[], None]) -> None:
        def timed() -> None:
            begin = process_time()
            work()
            self.pieces_ms.append(1000 * (process_time() - begin))
            self._left -= 1
            if not self._left:
                self.idle.set()

        self._left += 1
        self.idle.clear()
        super().take(timed)


class _Facts:
    """What smart charging knows: prices, and nothing of the cars."""

    def __init__(self, price_book: PriceBook) -> None:
        self.price_book = price_book

    def full_power_w(self, key: object) -> float | None:
        return None

    def plan_goal(self, key: object) -> None:
        return None


class _Home:
    """A house whose cars all charge, by a clock that only rounds move."""

    def __init__(self, hass: HomeAssistant, ledger: Ledger, sessions: int) -> None:
        self.now = _BEGIN
        self.ledger = ledger
        self.queue = _TimedQueue(hass.loop)
        options = read_site(_SITE, _TARIFFS)
        central_system: Any = SimpleNamespace(ledger=ledger, charge_points={})
        self.charge_points: dict[str, Any] = central_system.charge_points
        self.worths = SessionWorths(
            hass,
            cast("Any", None),
            central_system,
            cast("Any", _Facts(PriceBook(hass, options, PriceSources(hass, ())))),
            self.queue,
        )
        self.keys = [(f"CP-{number}", 1) for number in range(sessions)]

    def start(self, lasted: timedelta) -> None:
        """Let all sessions have begun so long ago."""
        began = self.now - lasted
        for charge_point_id, connector_id in self.keys:
            message = StartTransaction(
                connector_id=connector_id,
                id_tag=f"CARD-{charge_point_id}",
                meter_start_wh=1000.0,
                timestamp=began,
                reservation_id=None,
            )
            transaction = self.ledger.start(charge_point_id, message).transaction
            assert transaction is not None
            transaction.peak_power_w = _POWER_W
            connector = SimpleNamespace(transaction=transaction, last_session=None)
            self.charge_points[charge_point_id] = SimpleNamespace(
                connectors={connector_id: connector}, clock_offset_s=0.0
            )

    def _transaction(self, charge_point_id: str) -> Transaction:
        transaction: Transaction = self.charge_points[charge_point_id].connectors[1].transaction
        return transaction

    def round(self) -> None:
        """Read all registers, and let a round see the house."""
        charges = {}
        for key in self.keys:
            transaction = self._transaction(key[0])
            seconds = (self.now - transaction.started_at).total_seconds()
            transaction.measured_wh = _POWER_W * seconds / 3600
            transaction.last_register_at = self.now
            self.worths.async_handle_event(
                ReadingsChanged(
                    charge_point_id=key[0],
                    connector_id=key[1],
                    readings=frozenset(),
                    session=True,
                )
            )
            charges[key] = SessionCharge(
                session_id=transaction.session_id,
                energy_wh=transaction.energy_wh,
                power_w=_POWER_W,
            )
        readings = SiteReadings(
            grid_w=TimedValue(_GRID_W * len(self.keys), self.now),
        )
        self.worths.async_house_seen(
            HouseSeen(now=self.now, readings=readings, settings=SiteSettings(), charges=charges)
        )


async def _measure(hass: HomeAssistant, lasted: timedelta, sessions: int, minutes: int) -> str:
    with tempfile.TemporaryDirectory() as directory:
        home: _Home | None = None
        ledger = Ledger(
            LedgerDatabase(Path(directory) / "ledger.db"),
            clock=lambda: _BEGIN if home is None else home.now,
        )
        await ledger.load()
        home = _Home(hass, ledger, sessions)
        rounds_ms: list[float] = []
        stills_ms: list[float] = []
        found = home
        with patch.object(dt_util, "utcnow", lambda: found.now):
            stop = home.worths.async_start()
            home.start(lasted)
            await ledger.saved()

            async def one() -> None:
                begin = process_time()
                found.round()
                rounds_ms.append(1000 * (process_time() - begin))
                await found.queue.idle.wait()

            pieces_ms = home.queue.pieces_ms
            home.now += _ROUND
            await one()
            first = f"first {rounds_ms.pop():.1f} ms, its longest piece {max(pieces_ms):.1f} ms"
            pieces_ms.clear()
            for _ in range(minutes * 6):
                home.now += _ROUND
                stills_ms.append((await took(one))[1])
            await ledger.saved()
            a_minute_ms = (sum(rounds_ms) + sum(pieces_ms)) / minutes
            stop()
        await ledger.close()
    return (
        f"{first}; then a round {median(rounds_ms):.1f} ms, at most {max(rounds_ms):.1f} ms;"
        f" a piece {median(pieces_ms):.2f} ms, at most {max(pieces_ms):.1f} ms;"
        f" {a_minute_ms:.0f} ms a minute; loop stood still {median(stills_ms):.1f} ms,"
        f" at most {max(stills_ms):.1f} ms"
    )


async def main() -> None:
    """Measure sessions of all lengths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        hass = HomeAssistant(directory)
        hass.config.currency = "EUR"
        gc.freeze()
        print(f"{arguments.sessions} running sessions, {arguments.minutes} minutes")
        for name, lasted in _LASTED.items():
            told = await _measure(hass, lasted, arguments.sessions, arguments.minutes)
            print(f"  {name}: {told}")


if __name__ == "__main__":
    asyncio.run(main())
