"""Run rounds of chaos, and compare the ledger with the delivered transactions after each: `scripts/chaos`."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random, SystemRandom
import sys
import tempfile
from time import monotonic
from typing import override

from scripts.lib.chaos.disk import disk
from scripts.lib.chaos.home import PRICE, Home
from scripts.lib.chaos.relaying import relayed_chaos
from scripts.lib.chaos.rounds import Figures, Rounds
from scripts.lib.processes import ScriptError


class Chaos(Rounds):
    """One Home Assistant, its charge points, and the faults between them."""

    def __init__(self, home: Home, random: Random) -> None:
        super().__init__(home.ocpp_port, random)
        self.home = home
        self.stood_still = False
        """Whether the disk refuses writes: a kill now may lose what could not be stored (the one exception to R15)."""

    @asynccontextmanager
    @override
    async def running(self, cards: dict[str, str]) -> AsyncIterator[None]:
        async with self.home.client:
            try:
                await self.home.start()
                await self.home.set_up(cards)
                yield
            finally:
                self.home.accept_writes()
                await self.home.process.stop()
                self.figures.starts = self.home.starts

    @override
    def faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        faults: dict[str, Callable[[], Awaitable[None]]] = {
            "kill": self._kill,
            "cut": self.cut,
            "half-open": self.silence,
            "power cut": self.power_cut,
            "clock": self.clock,
            "disk refuses": self._refuse,
        }
        if self.home.disk.is_small:
            faults["disk full"] = self._fill
        return faults

    async def _kill(self) -> None:
        if self.stood_still:
            return
        await self.home.kill()
        self.home.disk.heal()
        await asyncio.sleep(self.random.uniform(0.0, 1.0))
        await self.home.revive()

    async def _refuse(self) -> None:
        self.stood_still = True
        self.home.refuse_writes()

    async def _fill(self) -> None:
        self.home.disk.fill()

    @override
    async def heal(self) -> None:
        self.home.disk.heal()
        self.home.accept_writes()
        self.stood_still = False
        await self.home.revive()

    @override
    async def compare(self) -> None:
        sessions = await self.home.sessions()
        self.compare_ledger(sessions)
        self.figures.found += [
            f"{row['charge_point_id']}: {row['cost']} for {row['energy_wh']} Wh in {row}"
            for row in sessions
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
    parser.add_argument(
        "--relayed",
        action="store_true",
        help="without Home Assistant, relayed to two back ends; both sides get killed",
    )
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else SystemRandom().randrange(1_000_000)
    print(f"seed {seed}", flush=True)
    end = monotonic() + 60 * options.minutes
    folder = Path(tempfile.mkdtemp(prefix="plug-control-chaos-"))
    rounds = relayed_chaos if options.relayed else chaos
    try:
        figures = asyncio.run(
            rounds(
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
