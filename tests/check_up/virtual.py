"""A simulated charger, its central system and its check-ups, all on one clock that runs as fast as they let it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.check_up.check_ups import CheckUps
from custom_components.plug_control.check_up.findings import Form, Result
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import Event
from simulator.car import Car
from simulator.clock import ManualClock, sleep
from simulator.simulated import SimulatedChargePoint
from tests.central_system.simulated_home import started_up

ID = "C2011907DEMOEU01"
KEY = (ID, 1)
_NETWORK_S = 0.002
"""Real time for the loopback while the charger connects."""


@dataclass
class Place:
    """A charger with a car, and the check-ups that look at it."""

    clock: ManualClock
    charger: SimulatedChargePoint
    settings: ChargePointSettings
    ledger: Path | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    central_system: CentralSystem = field(init=False)
    check_ups: CheckUps = field(init=False)
    highest_a: float = 0.0
    """The most that the charger offered since `watch`."""
    turns: int = 0
    saves: int = 0

    @property
    def charge_point(self) -> ChargePoint:
        return self.central_system.charge_points[ID]

    @property
    def connector(self) -> Connector:
        return self.charge_point.connectors[1]

    async def open(self, port: int = 0) -> None:
        """Start a central system, as after a restart of Home Assistant where one ran before."""
        self.central_system = CentralSystem(
            settings=CentralSystemSettings(host="127.0.0.1", port=port),
            storage=LedgerDatabase(self.ledger),
            publish=self.events.append,
            clock=self.clock.now,
            memory=self.memory,
            timing=Timing(boot_wait_s=0),
        )
        self.central_system.limits._settle_s = 0.0
        self.check_ups = CheckUps(self.central_system, save=self.save, wait=self.wait)
        self.check_ups.recall(self.kept)
        await self.central_system.start()
        self.central_system.add_charge_point(self.settings)

    async def save(self) -> None:
        self.saves += 1
        self.kept = self.check_ups.memory()
        self.memory = self.central_system.memory()

    async def wait(self, seconds: float) -> None:
        self.turns += 1
        await sleep(self.clock, seconds)

    # ---- time

    async def advance(self, seconds: float = 1) -> None:
        """Let time pass; real time only while something is on its way over the loopback."""
        turns = self.turns
        self.check_ups.look_round()
        await self.clock.advance(seconds)
        for _ in range(3):
            await asyncio.sleep(0)
        if turns == self.turns or not self.charger.connected:
            await asyncio.sleep(_NETWORK_S)
        self.highest_a = max(self.highest_a, self.charger.limit_a)

    async def until(self, condition: Any, patience_s: int = 600) -> None:
        for _ in range(patience_s):
            if condition():
                return
            await self.advance()
        raise TimeoutError

    async def do[T](self, work: Awaitable[T], patience_s: int = 20_000) -> T:
        """Return the result of `work`, while time passes."""
        task = asyncio.ensure_future(work)
        for _ in range(patience_s):
            if task.done():
                return await task
            await self.advance()
        task.cancel()
        raise TimeoutError

    # ---- what happens there

    async def charge(self, phases: int = 3, maximum_a: float = 32) -> None:
        """Plug a car in, and wait until it charges."""
        self.charger.plug(1, Car(soc=0.1, phases=phases, maximum_current_a=maximum_a))
        await self.do(self.central_system.user_commands.start_charging(*KEY))
        await self.until(lambda: self.connector.transaction and self.charger.power_w)
        await self.advance(10)

    async def check_up(self, form: Form = Form.QUICK, **fields: Any) -> Result:
        """Return the result of a check-up."""
        await self.check_ups.start(KEY, form, confirmed=True, **fields)
        await self.do(self.check_ups.wait_for(KEY))
        result = self.check_ups.result(KEY)
        assert result is not None
        return result


@asynccontextmanager
async def place(
    profile: str, *, ledger: Path | None = None, connectors: int | None = None, **settings: Any
) -> AsyncIterator[Place]:
    """Run a charger that has booted and is configured, with its own times to reconnect."""
    clock = ManualClock(datetime(2026, 3, 14, 6, 1, tzinfo=UTC), shared=True)
    charger = SimulatedChargePoint(
        "ws://127.0.0.1:1/",
        profile=profile,
        charge_point_id=ID,
        phases=settings.get("phases"),
        connectors=connectors,
        clock=clock,
        network_clock=clock,
        seed=1,
    )
    there = Place(clock, charger, ChargePointSettings(charge_point_id=ID, **settings), ledger)
    await there.open()
    charger.url = f"ws://127.0.0.1:{there.central_system.port}/"
    try:
        async with charger:
            await there.until(lambda: charger.accepted)
            await started_up(charger)
            await there.until(lambda: there.central_system.is_ready(ID))
            yield there
    finally:
        await there.check_ups.stop_all()
        await there.central_system.stop()
