"""Chaos of a central system that relays to two back ends, where each of the three gets killed.

One back end recognises repeats (R18): it must have the ledger's sessions, each once. The other does not: it must miss none.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final, override

from scripts.lib.chaos import disk as disks
from scripts.lib.chaos.network import Network, Weather
from scripts.lib.chaos.rounds import HABITS, SETTLE_S, Figures, Rounds
from scripts.lib.houses import HOST
from scripts.lib.houses.package_back_end import kept
from scripts.lib.houses.process import House, PackageBackEnd, Server
from scripts.lib.processes import ScriptError, free_ports

QUICK: Final = {
    "open_s": 3.0,
    "close_s": 0.5,
    "answer_s": 2.0,
    "longest_answer_s": 4.0,
    "ping_s": 1.5,
    "retry_s": 0.2,
    "longest_retry_s": 1.0,
    "longest_refused_retry_s": 1.0,
    "spread_s": 0.1,
    "linger_s": 1.0,
    "boot_retry_s": 0.5,
    "longest_boot_retry_s": 1.0,
    "boot_again_s": 0.5,
    "message_retry_s": 0.3,
    "longest_message_retry_s": 1.0,
    "disk_retry_s": 0.3,
}
"""Intervals of the relay in s: what takes minutes in a house takes seconds here."""
RECOGNISES: Final = "recognises"
REPEATS: Final = "takes_repeats"


class RelayedChaos(Rounds):
    """A house, its charge points, two back ends, and the faults between them."""

    def __init__(self, folder: Path, random: Random) -> None:
        port, first, second = free_ports(3)
        super().__init__(port, random)
        self._port = port
        self._folder = folder
        self._log = folder / "house.log"
        self._logs = self._log, folder / "employer.log"
        folder.mkdir(parents=True, exist_ok=True)
        self._employer = House(folder / "employer", first, list(HABITS), log=self._logs[1])
        self._package = PackageBackEnd(folder / "package.jsonl", second, log=folder / "package.log")
        self._paths = {RECOGNISES: Network(first), REPEATS: Network(second)}
        self._house: House
        self._stood_still = False
        self.outages = 0

    @asynccontextmanager
    @override
    async def running(self, cards: dict[str, str]) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for path in self._paths.values():
                await stack.enter_async_context(path.running())
            self._house = House(
                self._folder / "house",
                self._port,
                list(cards),
                back_ends={key: f"ws://{HOST}:{path.port}/" for key, path in self._paths.items()},
                timing=QUICK,
                log=self._log,
            )
            for each in self._servers():
                stack.push_async_callback(each.stop)
                await each.begin()
            yield
            self.figures.starts = self._house.starts

    def _servers(self) -> tuple[Server, ...]:
        return self._employer, self._package, self._house

    def _back_ends(self) -> tuple[Server, ...]:
        return self._employer, self._package

    # ---- faults

    @override
    def faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {
            "house killed": self._kill_house,
            "back end killed": self._kill_back_end,
            "both sides killed": self._kill_both,
            "outage": self._outage,
            "answers lost": self._lose_answers,
            "back end cut": self._cut_back_end,
            "back end half-open": self._silence_back_end,
            "cut": self.cut,
            "half-open": self.silence,
            "power cut": self.power_cut,
            "clock": self.clock,
            "disk refuses": self._refuse,
        }

    async def _pause(self, longest_s: float) -> None:
        await asyncio.sleep(self.random.uniform(0.0, longest_s))

    async def _kill_house(self) -> None:
        if self._stood_still:  # what could not be stored dies with it, answered or not (R15)
            return
        await self._house.kill()
        await self._pause(1.0)
        await self._house.revive()

    async def _kill_back_end(self) -> None:
        each = self.random.choice(self._back_ends())
        await each.kill()
        await self._pause(0.5)
        await each.revive()

    async def _kill_both(self) -> None:
        if self._stood_still:
            return
        self.outages += 1
        for each in self.random.sample(self._servers(), 3):
            await each.kill()
            await self._pause(0.2)
        for each in self.random.sample(self._servers(), 3):
            await each.revive()
            await self._pause(0.5)

    async def _outage(self) -> None:
        """Kill a back end; it comes back some faults later, or when all is healed."""
        self.outages += 1
        await self.random.choice(self._back_ends()).kill()
        await self._pause(2.0)

    async def _lose_answers(self) -> None:
        path = self.random.choice([*self._paths.values()])
        path.set(Weather.NO_ANSWERS)
        await self._pause(3.0)
        path.set(Weather.FINE)

    async def _silence_back_end(self) -> None:
        path = self.random.choice([*self._paths.values()])
        path.set(Weather.SILENT)
        await self._pause(4.0)
        path.set(Weather.FINE)

    async def _cut_back_end(self) -> None:
        self.random.choice([*self._paths.values()]).cut()

    async def _refuse(self) -> None:
        if self._house.is_alive:
            self._stood_still = True
            disks.refuse(self._house.process.pid)

    @override
    async def heal(self) -> None:
        if self._house.is_alive:
            disks.accept(self._house.process.pid)
        self._stood_still = False
        for path in self._paths.values():
            path.set(Weather.FINE)
        for each in self._servers():
            await each.revive()

    # ---- checks

    @override
    async def compare(self) -> None:
        queue = await self._delivered()
        sessions = await self._house.sessions()
        self.compare_ledger(sessions)
        ledger = Counter(map(_key, sessions))
        there = Counter(map(_key, await self._employer.sessions()))
        got, starts = package_sessions(kept(self._package.file))
        missing = [*(ledger - there), *(each for each in ledger if each not in got)]
        self.figures.lost += len(missing)
        self.figures.doubled += (there - ledger).total()
        self.figures.found += [f"missing at a back end: {each}" for each in missing]
        self.figures.found += [f"too much at a back end: {each}" for each in there - ledger]
        self.figures.found += [
            f"set aside for {key}: {each}" for key, each in queue.items() if each["set_aside"]
        ]
        errors = [f"logged: {line}" for log in self._logs for line in errors_in(log)]
        self.figures.found += [each for each in errors if each not in self.figures.found]
        repeats = starts - len(got)
        self.figures.notes = [
            f"back ends started {self._employer.starts} and {self._package.starts} times, {self.outages} outages",
            f"{sum(there.values())} sessions at the one that recognises repeats",
            f"{len(got)} at the one that does not, which took {repeats} repeated starts for others",
        ]

    async def _delivered(self) -> dict[str, dict[str, Any]]:
        """Wait until nothing waits for the back ends. Raises ScriptError after SETTLE_S."""
        give_up_at = monotonic() + SETTLE_S
        while True:
            queue: dict[str, dict[str, Any]] = await self._house.ask("queue")
            if not any(each["messages"] for each in queue.values()):
                return queue
            if monotonic() > give_up_at:
                await self._house.ask("tasks")  # into the log: where they wait
                raise ScriptError(f"not relayed within {SETTLE_S:.0f} s: {queue}")
            await asyncio.sleep(0.2)


type Key = tuple[str, int, int | None]
"""Charge point, first and last register in Wh."""


def _key(row: dict[str, Any]) -> Key:
    return row["charge_point_id"], row["meter_start_wh"], row["meter_stop_wh"]


def package_sessions(told: list[dict[str, Any]]) -> tuple[set[Key], int]:
    """Return the whole sessions of a back end that takes repeats for others, and how many starts it got."""
    starts = {each["transaction_id"]: each for each in told if each["action"] == "StartTransaction"}
    whole = {
        (start["charge_point_id"], start["meter_wh"], each["meter_wh"])
        for each in told
        if each["action"] == "StopTransaction"
        and (start := starts.get(each["transaction_id"])) is not None
    }
    return whole, len(starts)


def errors_in(log: Path) -> list[str]:
    """Return the lines of errors: also what was mended by itself, such as an outbox that its memory did not have as it is."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if " ERROR " in line]


async def relayed_chaos(
    folder: Path, *, seed: int, until: Callable[[int], bool], say: Callable[[str], None]
) -> Figures:
    """Run rounds until `until(rounds)` is true, and return the figures. Raises ScriptError for undelivered messages."""
    run = RelayedChaos(folder, Random(seed))
    return await run.run(until=lambda: until(run.figures.rounds), say=say)
