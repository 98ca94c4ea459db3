"""Measure sites that all relay to one back end, and how it is found again after an outage: `scripts/fleet`.

Each site is a central system without Home Assistant in a process of its own, with its ledger on disk; the back end is one, too.
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
import resource
import shutil
import sys
import tempfile
from time import monotonic
from typing import Any, Final

from scripts.lib.houses import HOST
from scripts.lib.houses.charger import Charger
from scripts.lib.houses.process import House
from scripts.lib.processes import ScriptError, free_ports

BACK_END: Final = "csms"
AT_ONCE: Final = 8
"""Sites and chargers that begin at a time."""
PATIENCE_S: Final = 900.0
_MB: Final = 1e6


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run does."""

    sites: int
    chargers: int = 20
    readings: int = 30
    """Meter values of a charge."""
    pace_s: float = 1.0
    """The time between them by day; by night a twentieth."""
    outage_s: float = 60.0
    longest_retry_s: float = 30.0
    """The relay's longest pause between two tries, 300 s in a house: the outage must be long enough to reach it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What the sites and the back end have used so far: CPU in s, memory in bytes."""

    sites_cpu_s: float
    sites_bytes: float
    back_end_cpu_s: float
    back_end_bytes: float


class Fleet:
    """Sites with their chargers, and the back end."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        port, *ports = free_ports(plan.sites + 1)
        self.sites = [
            House(
                folder / f"site-{number:03}",
                site_port,
                [f"CP{each:02}" for each in range(plan.chargers)],
                back_ends={BACK_END: f"ws://{HOST}:{port}/"},
                prefix=f"S{number:03}-",
                timing={"longest_retry_s": plan.longest_retry_s},
                log=folder / "sites.log",
            )
            for number, site_port in enumerate(ports)
        ]
        identities = [
            f"S{number:03}-CP{each:02}"
            for number in range(plan.sites)
            for each in range(plan.chargers)
        ]
        self.back_end = House(folder / "back-end", port, identities, log=folder / "back-end.log")
        self.chargers = [
            Charger(f"ws://{HOST}:{site_port}", f"CP{each:02}")
            for site_port in ports
            for each in range(plan.chargers)
        ]

    async def start(self, stack: AsyncExitStack) -> None:
        """Start everything, and wait until each charger is known to the back end. Raises ScriptError."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def begin(house: House) -> None:
            async with gate:
                await house.begin()

        async def connect(charger: Charger) -> None:
            async with gate:
                await charger.connect()
                stack.push_async_callback(charger.close)

        for house in (self.back_end, *self.sites):
            stack.push_async_callback(_end, house)
        await asyncio.gather(*map(begin, (self.back_end, *self.sites)))
        await asyncio.gather(*map(connect, self.chargers))
        await self.until("connected", len(self.chargers))

    async def told(self, what: str) -> int:
        """Return the sum of a number of all sites' queues: messages, connected."""
        queues = await asyncio.gather(*(site.ask("queue") for site in self.sites))
        return sum(queue[BACK_END][what] for queue in queues)

    async def until(self, what: str, wanted: int) -> float:
        """Wait until a sum is as wanted; return how long that took, in s. Raises ScriptError."""
        began_at = monotonic()
        while (now := await self.told(what)) != wanted:
            if monotonic() - began_at > PATIENCE_S:
                raise ScriptError(f"{what}: {now} instead of {wanted}")
            await asyncio.sleep(1.0)
        return monotonic() - began_at

    async def used(self) -> Used:
        """Return what was used so far."""
        sites: list[dict[str, float]] = [
            *await asyncio.gather(*(s.ask("usage") for s in self.sites))
        ]
        there: dict[str, float] = await self.back_end.ask("usage")
        return Used(
            sites_cpu_s=sum(each["cpu_s"] for each in sites),
            sites_bytes=sum(each["resident_bytes"] for each in sites),
            back_end_cpu_s=there["cpu_s"],
            back_end_bytes=there["resident_bytes"],
        )

    async def charge(self, pace_s: float) -> None:
        """Have each charger charge once, the chargers spread over the first two readings."""

        async def one(number: int, charger: Charger) -> None:
            await asyncio.sleep(2 * pace_s * number / len(self.chargers))
            await charger.charge(self.plan.readings, pace_s)

        await asyncio.gather(*(one(*each) for each in enumerate(self.chargers)))


async def _end(house: House) -> None:
    await house.kill()
    await house.stop()


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


async def measure(fleet: Fleet) -> list[str]:
    """Run a day, an outage and the return of the back end; print the figures and return what is wrong. Raises ScriptError."""
    plan = fleet.plan
    idle = await fleet.used()
    count = len(fleet.chargers)
    say(
        f"{plan.sites} sites of {plan.chargers} chargers: {idle.sites_bytes / plan.sites / _MB:.0f} MB a site, "
        f"{idle.back_end_bytes / _MB:.0f} MB the back end"
    )
    await fleet.charge(plan.pace_s)
    await fleet.until("messages", 0)
    day = await fleet.used()
    messages = count * (plan.readings + 2)
    say(
        f"  by day: {messages} messages of {count} charges; CPU a message "
        f"{(day.sites_cpu_s - idle.sites_cpu_s) / messages * 1e3:.2f} ms at a site, "
        f"{(day.back_end_cpu_s - idle.back_end_cpu_s) / messages * 1e3:.2f} ms at the back end"
    )
    await fleet.back_end.kill()
    began_at = monotonic()
    await fleet.charge(plan.pace_s / 20)
    queued = await fleet.told("messages")
    await asyncio.sleep(max(plan.outage_s - (monotonic() - began_at), 0))
    outage_s = monotonic() - began_at
    before = await _cpu_of_sites(fleet)
    await fleet.back_end.begin()
    drained_s = await fleet.until("messages", 0)
    counts: dict[str, Any] = await fleet.back_end.ask("usage")
    sites_cpu_s = await _cpu_of_sites(fleet) - before
    found = await fleet.back_end.sessions()
    say(
        f"  an outage of {outage_s:.0f} s: {queued} messages waited; all delivered {drained_s:.0f} s after the return; "
        f"CPU {sites_cpu_s:.1f} s at the sites, {counts['cpu_s']:.1f} s at the back end"
    )
    say(
        f"  {counts['connections']} connections within {counts['seconds_of_connections']} s, at most "
        f"{counts['most_connections_a_second']} in one; at most {counts['most_calls_a_second']} CALLs in one, under way "
        f"at a time at most {counts['most_of_one']} of a charge point, {counts['most_of_all']} of all"
    )
    wrong = []
    sessions = {(each["charge_point_id"], each["meter_start_wh"]) for each in found}
    if len(found) != 2 * count or len(sessions) != 2 * count:
        wrong.append(f"{len(found)} sessions, {len(sessions)} different ones, of {2 * count}")
    if counts["most_of_one"] > 1:
        wrong.append(f"{counts['most_of_one']} messages of a charge point were under way at a time")
    say(f"  {len(found)} sessions at the back end, {len(wrong)} faults")
    return wrong


async def _cpu_of_sites(fleet: Fleet) -> float:
    usages = await asyncio.gather(*(site.ask("usage") for site in fleet.sites))
    return float(sum(each["cpu_s"] for each in usages))


async def run(plan: Plan) -> list[str]:
    """Run a fleet, and return what is wrong. Raises ScriptError."""
    folder = Path(tempfile.mkdtemp(prefix="plug-control-fleet-"))
    try:
        async with AsyncExitStack() as stack:
            fleet = Fleet(plan, folder)
            await fleet.start(stack)
            return await measure(fleet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run fleets from the command line; return 1 where a session is missing or doubled, otherwise 0."""
    parser = argparse.ArgumentParser(prog="scripts/fleet", description=__doc__)
    parser.add_argument("--sites", type=int, nargs="+", default=[1, 10], help="default: 1 10")
    parser.add_argument("--chargers", type=int, default=Plan.chargers)
    parser.add_argument("--readings", type=int, default=Plan.readings)
    parser.add_argument("--pace", type=float, default=Plan.pace_s, help="s between two readings")
    parser.add_argument("--outage", type=float, default=Plan.outage_s, help="s")
    parser.add_argument("--longest-retry", type=float, default=Plan.longest_retry_s, help="s")
    options = parser.parse_args(arguments)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(16384, hard), hard))
    wrong: list[str] = []
    for sites in options.sites:
        plan = Plan(
            sites=sites,
            chargers=options.chargers,
            readings=options.readings,
            pace_s=options.pace,
            outage_s=options.outage,
            longest_retry_s=options.longest_retry,
        )
        try:
            wrong += asyncio.run(run(plan))
        except ScriptError as error:
            wrong.append(str(error))
    for each in wrong:
        say(f"scripts/fleet: {each}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
