"""Measure what the worth of running sessions costs: `python -m benchmarks.worth [--sessions 50] [--minutes 20]`.

Cars charge at so many connectors for a quarter of an hour, a day, or thirty days already, the most of it unseen. Each ten seconds a round of smart charging
tells what they draw, and each register is read in a turn of its own, as its message comes. Prints the CPU time of the first round, which has to value all
that nobody saw, and how long the event loop stood still meanwhile; the same of rounds after that and of each piece of work that they leave; of sessions that
end unseen, nobody having priced anything of them; and of running ones after a restart.
"""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
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
from custom_components.plug_control.model.events import ReadingsChanged, SessionFiled
from custom_components.plug_control.model.money.worth import QUARTER
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction
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
        self.idle = asyncio.Event()
        self.idle.set()

    @override
    def take[*Arguments](
        self, work: Callable[[*Arguments], object], *arguments: *Arguments
    ) -> None:
        self.idle.clear()
        super().take(self._timed, work, *arguments)

    def _timed(self, work: Callable[..., object], *arguments: object) -> None:
        begin = process_time()
        work(*arguments)
        self.pieces_ms.append(1000 * (process_time() - begin))
        if not self._waiting:
            self.idle.set()


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
        facts = _Facts(PriceBook(hass, options, PriceSources(hass, ())))
        self._tasks: list[asyncio.Task[None]] = []
        self._begin: Callable[[], SessionWorths] = lambda: SessionWorths(
            hass, cast("Any", self), central_system, cast("Any", facts), self.queue
        )
        self.worths = self._begin()
        self.rounds_ms: list[float] = []
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

    def async_create_background_task(
        self, hass: HomeAssistant, work: Coroutine[Any, Any, None], name: str
    ) -> None:
        """Do work in the background, as a config entry does."""
        self._tasks.append(hass.loop.create_task(work, name=name))

    def restart(self) -> None:
        """Follow all sessions anew, as after a restart."""
        self.worths.async_stop()
        self.worths = self._begin()
        self.worths.async_start()

    def _transaction(self, charge_point_id: str) -> Transaction:
        transaction: Transaction = self.charge_points[charge_point_id].connectors[1].transaction
        return transaction

    def taken(self) -> tuple[list[float], list[float]]:
        """Return the CPU times in ms of the pieces of rounds, and of the work that they left, since the last call."""
        taken = self.rounds_ms, self.queue.pieces_ms
        self.rounds_ms, self.queue.pieces_ms = [], []
        return taken

    def charge(self, charge_point_id: str) -> Transaction:
        """Let a car have charged up to now."""
        transaction = self._transaction(charge_point_id)
        seconds = (self.now - transaction.started_at).total_seconds()
        transaction.measured_wh = _POWER_W * seconds / 3600
        transaction.last_register_at = self.now
        return transaction

    async def round(self) -> None:
        """Read each register in a turn of its own, and let a round see the house."""
        charges = {}
        for key in self.keys:
            begin = process_time()
            transaction = self.charge(key[0])
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
            self.rounds_ms.append(1000 * (process_time() - begin))
            await asyncio.sleep(0)
        begin = process_time()
        readings = SiteReadings(
            grid_w=TimedValue(_GRID_W * len(self.keys), self.now),
        )
        self.worths.async_house_seen(
            HouseSeen(now=self.now, readings=readings, settings=SiteSettings(), charges=charges)
        )
        self.rounds_ms.append(1000 * (process_time() - begin))
        await self.queue.idle.wait()

    async def end(self) -> None:
        """Let each session end, in a turn of its own."""
        for charge_point_id, connector_id in self.keys:
            transaction = self._transaction(charge_point_id)
            self.charge_points[charge_point_id].connectors[connector_id].transaction = None
            message = StopTransaction(
                transaction_id=transaction.transaction_id,
                meter_stop_wh=1000.0 + transaction.energy_wh,
                timestamp=self.now,
                reason=None,
                id_tag=None,
                meter_values=(),
            )
            session = self.ledger.stop(charge_point_id, message).session
            assert session is not None
            self.worths.async_handle_event(
                SessionFiled(charge_point_id=charge_point_id, session=session)
            )
            await asyncio.sleep(0)
        await self.queue.idle.wait()
        await asyncio.gather(*self._tasks)
        self._tasks.clear()


async def _measure(hass: HomeAssistant, lasted: timedelta, sessions: int, minutes: int) -> str:
    with tempfile.TemporaryDirectory() as directory:
        home: _Home | None = None
        ledger = Ledger(
            LedgerDatabase(Path(directory) / "ledger.db"),
            clock=lambda: _BEGIN if home is None else home.now,
        )
        await ledger.load()
        home = _Home(hass, ledger, sessions)
        stills_ms: list[float] = []
        told: list[str] = []
        found = home
        with patch.object(dt_util, "utcnow", lambda: found.now):
            home.worths.async_start()
            home.start(lasted)
            await ledger.saved()
            home.now += _ROUND
            (_, still_ms), rounds_ms, pieces_ms = await took(home.round), *home.taken()
            told.append(
                f"first {sum(rounds_ms) + sum(pieces_ms):.0f} ms, its longest piece {max(rounds_ms + pieces_ms):.1f} ms,"
                f" loop stood still {still_ms:.1f} ms"
            )
            for _ in range(minutes * 6):
                home.now += _ROUND
                stills_ms.append((await took(home.round))[1])
            await ledger.saved()
            rounds_ms, pieces_ms = home.taken()
            told.append(
                f"then a round's pieces {median(rounds_ms):.2f} ms, at most {max(rounds_ms):.1f} ms,"
                f" and what they leave {median(pieces_ms):.2f} ms, at most {max(pieces_ms):.1f} ms;"
                f" {(sum(rounds_ms) + sum(pieces_ms)) / minutes:.0f} ms a minute;"
                f" loop stood still {median(stills_ms):.1f} ms, at most {max(stills_ms):.1f} ms"
            )
            home.restart()
            home.now += _ROUND
            told.append(f"after a restart it stood still {(await took(home.round))[1]:.1f} ms")
            told.append(f"at their ends {(await took(home.end))[1]:.1f} ms")
            home.start(lasted)
            for charge_point_id, _ in home.keys:
                home.charge(charge_point_id)
            told.append(f"where nobody saw them {(await took(home.end))[1]:.1f} ms")
            await ledger.saved()
            home.worths.async_stop()
        await ledger.close()
    return "; ".join(told)


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
