"""Run rounds of chaos, and compare the ledger with the delivered transactions after each: `scripts/chaos`."""

import argparse
import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
import sys
import tempfile
from time import monotonic
from typing import Any, override

from scripts.lib.chaos.charge_point import ChargePoint, Habits
from scripts.lib.chaos.disk import disk
from scripts.lib.chaos.home import PRICE, Home
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
    found: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Return them as a few lines."""
        faults = ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items()))
        lines = [
            f"{self.rounds} rounds: {faults}",
            f"{self.sessions} sessions delivered, {self.lost} lost, {self.doubled} doubled",
            f"{self.refused} refused until they could be stored, {self.repeats} old batches repeated",
            f"Home Assistant started {self.starts} times",
            *self.found,
        ]
        return "\n".join(lines)


class Chaos:
    """One Home Assistant, its charge points, and the faults between them."""

    def __init__(self, home: Home, random: Random) -> None:
        self.home = home
        self.random = random
        self.network = Network(home.ocpp_port)
        self.charge_points: list[ChargePoint] = []
        self.figures = Figures()
        self.stood_still = False
        """Whether the disk refuses writes: a kill now may lose what could not be stored (the one exception to R15)."""

    def faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Return the possible faults by name."""
        faults: dict[str, Callable[[], Awaitable[None]]] = {
            "kill": self._kill,
            "cut": self._cut,
            "half-open": self._silence,
            "power cut": self._power_cut,
            "clock": self._clock,
            "disk refuses": self._refuse,
        }
        if self.home.disk.is_small:
            faults["disk full"] = self._fill
        return faults

    async def run(self, *, until: Callable[[], bool], say: Callable[[str], None]) -> Figures:
        """Run rounds until `until()` is true or a fault is found, and return the figures. Raises ScriptError."""
        cards = {identity: f"CA2D{number:04}" for number, identity in enumerate(HABITS)}
        async with self.network.running(), self.home.client:
            url = f"ws://127.0.0.1:{self.network.port}"
            self.charge_points = [
                ChargePoint(url, identity, cards[identity], Random(self.random.random()), habits)
                for identity, habits in HABITS.items()
            ]
            for each in self.charge_points:
                each.end()
            running = [asyncio.create_task(each.run()) for each in self.charge_points]
            try:
                await self.home.start()
                await self.home.set_up(cards)
                while not self.figures.found and not until():
                    await self._round()
                    say(f"round {self.figures.rounds}: {self.figures.sessions} sessions")
            finally:
                for task in running:
                    task.cancel()
                ended = await asyncio.gather(*running, return_exceptions=True)
                broken = [each for each in ended if isinstance(each, Exception)]
                self.home.accept_writes()
                await self.home.process.stop()
            if broken:
                raise broken[0]
        self.figures.starts = self.home.starts
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
        await self._heal()
        for each in self.charge_points:
            each.end()
        await self._settled()
        self.figures.rounds += 1
        self._compare(await self.home.sessions())

    # ---- faults

    async def _kill(self) -> None:
        if self.stood_still:
            return
        await self.home.kill()
        self.home.disk.heal()
        await asyncio.sleep(self.random.uniform(0.0, 1.0))
        await self.home.revive()

    async def _cut(self) -> None:
        self.network.cut()

    async def _silence(self) -> None:
        self.network.set(Weather.SILENT)
        await asyncio.sleep(self.random.uniform(0.5, 4.0))
        self.network.set(Weather.FINE)

    async def _power_cut(self) -> None:
        self.random.choice(self.charge_points).power_cut()

    async def _clock(self) -> None:
        for each in self.charge_points:
            each.jump()

    async def _refuse(self) -> None:
        self.stood_still = True
        self.home.refuse_writes()

    async def _fill(self) -> None:
        self.home.disk.fill()

    async def _heal(self) -> None:
        self.network.set(Weather.FINE)
        self.home.disk.heal()
        self.home.accept_writes()
        self.stood_still = False
        await self.home.revive()

    # ---- checks

    async def _settled(self) -> None:
        """Wait until every charge point has delivered all messages. Raises ScriptError after SETTLE_S."""
        give_up_at = monotonic() + SETTLE_S
        while not all(each.is_idle for each in self.charge_points):
            if monotonic() > give_up_at:
                left = {each.identity: len(each.queue) for each in self.charge_points}
                raise ScriptError(f"not delivered within {SETTLE_S:.0f} s: {left}")
            await asyncio.sleep(0.1)

    def _compare(self, sessions: Sequence[dict[str, Any]]) -> None:
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
            figures.found += [
                f"{charge_point.identity}: {row['cost']} for {row['energy_wh']} Wh in {row}"
                for row in mine
                if row["cost"] is None or abs(row["cost"] - row["energy_wh"] / 1000 * PRICE) > 1e-6
            ]


async def chaos(
    folder: Path, *, seed: int, until: Callable[[int], bool], say: Callable[[str], None]
) -> Figures:
    """Run rounds until `until(rounds)` is true, and return the figures. Raises ScriptError for undelivered messages."""
    with disk(folder / "disk") as lent:
        home = Home(lent, folder / "home-assistant.log")
        run = Chaos(home, Random(seed))
        return await run.run(until=lambda: until(run.figures.rounds), say=say)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run chaos from the command line; return 1 where a session was lost or doubled, otherwise 0."""
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long (default: 5)")
    parser.add_argument("--seed", type=int, help="repeat the faults of a run")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else SystemRandom().randrange(1_000_000)
    print(f"seed {seed}", flush=True)
    end = monotonic() + 60 * options.minutes
    folder = Path(tempfile.mkdtemp(prefix="plug-control-chaos-"))
    try:
        figures = asyncio.run(
            chaos(
                folder,
                seed=seed,
                until=lambda rounds: monotonic() > end,
                say=lambda text: print(text, flush=True),
            )
        )
    except ScriptError as error:
        print(f"scripts/chaos: {error} (seed {seed}, log in {folder})")
        return 1
    print(figures)
    if figures.found:
        print(f"scripts/chaos: something is wrong (seed {seed}, log in {folder})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
