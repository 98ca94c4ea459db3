"""Rounds of faults between charge points and a central system, each followed by a comparison."""

from abc import ABC, abstractmethod
import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any, override

from scripts.lib.chaos.charge_point import ChargePoint, Habits
from scripts.lib.chaos.network import Network, Weather
from scripts.lib.processes import ScriptError

HABITS = {
    "PLAIN": Habits(),
    "REPEATING": Habits(repeats=True),
    "SWAPPING": Habits(swaps=True),
    "REORDERING": Habits(reorders=True),
    "TIMELESS": Habits(forgets_time=True),
    "JUMPING": Habits(jumps=True),
    "EVERYTHING": Habits(repeats=True, swaps=True, reorders=True, forgets_time=True, jumps=True),
}
FAULTS_A_ROUND = 5
PAUSE_S = 1.2
"""The longest pause between two faults."""
SETTLE_S = 90.0


@dataclass(slots=True)
class Figures:
    """Counts of a run, and the faults found."""

    rounds: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0
    repeats: int = 0
    starts: int = 0
    notes: list[str] = field(default_factory=list)
    """Lines about what else was counted."""
    found: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Return them as a few lines."""
        faults = ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items()))
        lines = [
            f"{self.rounds} rounds: {faults}",
            f"{self.sessions} sessions delivered, {self.lost} lost, {self.doubled} doubled",
            f"{self.refused} refused until they could be stored, {self.repeats} old batches repeated",
            f"the central system started {self.starts} times",
            *self.notes,
            *self.found,
        ]
        return "\n".join(lines)


class Rounds(ABC):
    """Charge points, the network to their central system, and the faults of both."""

    def __init__(self, port: int, random: Random) -> None:
        self.random = random
        self.network = Network(port)
        self.charge_points: list[ChargePoint] = []
        self.figures = Figures()

    @abstractmethod
    def running(self, cards: dict[str, str]) -> AbstractAsyncContextManager[None]:
        """Have the central system within the block, with the charge points by identity and the card of each. Raises ScriptError."""

    @abstractmethod
    def faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Return the possible faults by name."""

    @abstractmethod
    async def heal(self) -> None:
        """End all faults. Raises ScriptError."""

    @abstractmethod
    async def compare(self) -> None:
        """Compare what was stored with what the charge points delivered."""

    async def run(self, *, until: Callable[[], bool], say: Callable[[str], None]) -> Figures:
        """Run rounds until `until()` is true or a fault is found, and return the figures. Raises ScriptError."""
        cards = {identity: f"CA2D{number:04}" for number, identity in enumerate(HABITS)}
        async with self.network.running():
            url = f"ws://127.0.0.1:{self.network.port}"
            self.charge_points = [
                ChargePoint(url, identity, cards[identity], Random(self.random.random()), habits)
                for identity, habits in HABITS.items()
            ]
            for each in self.charge_points:
                each.end()
            running = [asyncio.create_task(each.run()) for each in self.charge_points]
            try:
                async with self.running(cards):
                    while not self.figures.found and not until():
                        await self._round()
                        say(f"round {self.figures.rounds}: {self.figures.sessions} sessions")
            finally:
                for task in running:
                    task.cancel()
                ended = await asyncio.gather(*running, return_exceptions=True)
            if broken := [each for each in ended if isinstance(each, Exception)]:
                raise broken[0]
        return self.figures

    async def _round(self) -> None:
        for each in self.charge_points:
            each.begin()
        faults = self.faults()
        for _ in range(FAULTS_A_ROUND):
            await asyncio.sleep(self.random.uniform(0.1, PAUSE_S))
            name = self.random.choice(list(faults))
            self.figures.faults[name] += 1
            await faults[name]()
        await asyncio.sleep(self.random.uniform(0.1, PAUSE_S))
        self.network.set(Weather.FINE)
        await self.heal()
        for each in self.charge_points:
            each.end()
        await self._settled()
        self.figures.rounds += 1
        await self.compare()

    # ---- faults

    async def cut(self) -> None:
        """Abort every connection."""
        self.network.cut()

    async def silence(self) -> None:
        """Leave every connection half-open for some seconds."""
        self.network.set(Weather.SILENT)
        await asyncio.sleep(self.random.uniform(0.5, 4.0))
        self.network.set(Weather.FINE)

    async def power_cut(self) -> None:
        """Cut the power of a charge point."""
        self.random.choice(self.charge_points).power_cut()

    async def clock(self) -> None:
        """Set clocks of charge points wrong, or right."""
        for each in self.charge_points:
            each.jump()

    # ---- checks

    async def _settled(self) -> None:
        """Wait until every charge point has delivered all messages. Raises ScriptError after SETTLE_S."""
        give_up_at = monotonic() + SETTLE_S
        while not all(each.is_idle for each in self.charge_points):
            if monotonic() > give_up_at:
                left = {each.identity: len(each.queue) for each in self.charge_points}
                raise ScriptError(f"not delivered within {SETTLE_S:.0f} s: {left}")
            await asyncio.sleep(0.1)

    def compare_ledger(self, sessions: Sequence[dict[str, Any]]) -> None:
        """Compare the ledger's sessions with those of the charge points."""
        figures = self.figures
        figures.sessions = figures.lost = figures.doubled = 0
        figures.refused = sum(each.refused for each in self.charge_points)
        figures.repeats = sum(each.resent for each in self.charge_points)
        ids = Counter(row["transaction_id"] for row in sessions)
        figures.found += [f"transaction {each} twice" for each, n in ids.items() if n > 1]
        for charge_point in self.charge_points:
            figures.found += charge_point.faults
            delivered = Counter((each.start_wh, each.stop_wh) for each in charge_point.charges)
            mine = [row for row in sessions if row["charge_point_id"] == charge_point.identity]
            stored = Counter((row["meter_start_wh"], row["meter_stop_wh"]) for row in mine)
            figures.sessions += delivered.total()
            figures.lost += (delivered - stored).total()
            figures.doubled += (stored - delivered).total()
            figures.found += [
                f"{charge_point.identity} {what}: {from_wh} to {to_wh} Wh, {count} times"
                for what, rest in (("lost", delivered - stored), ("too much", stored - delivered))
                for (from_wh, to_wh), count in rest.items()
            ]
            figures.found += [
                f"{charge_point.identity}: {row['energy_wh']} Wh in {row}"
                for row in mine
                if row["energy_wh"] != (row["meter_stop_wh"] or 0) - (row["meter_start_wh"] or 0)
            ]
