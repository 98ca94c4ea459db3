"""A simulated charge point that is connected to the real central system, both on one clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, SmartLimit
from custom_components.plug_control.model.events import Event
from simulator.car import Car
from simulator.clock import ManualClock
from simulator.frames import Payload
from simulator.simulated import SimulatedChargePoint
from tests.helpers import until

ID = "C2011907DEMOEU01"


@dataclass
class Home:
    """A simulated charge point, its central system, and their clock."""

    clock: ManualClock
    central_system: CentralSystem
    charger: SimulatedChargePoint
    events: list[Event] = field(default_factory=list)

    @property
    def charge_point(self) -> ChargePoint:
        return self.central_system.charge_points[ID]

    def connector(self, connector_id: int = 1) -> Connector:
        return self.charge_point.connectors[connector_id]

    async def do[T](self, work: Awaitable[T]) -> T:
        """Return the result of `work`, while the clock advances by up to 100 s."""
        task = asyncio.ensure_future(work)
        for _ in range(100):
            if task.done():
                break
            await self.clock.advance(1)
        return await task

    async def until(self, condition: Callable[[], object], patience_s: int = 120) -> None:
        """Advance the clock by up to `patience_s` until `condition` holds, then wait for slow sockets alone; raises TimeoutError."""
        for _ in range(patience_s):
            if condition():
                return
            await self.clock.advance(1)
        await until(condition)

    async def limit(self, limit_a: float, connector_id: int = 1) -> None:
        """Set the user's limit of a connector."""
        await self.do(self.central_system.limits.set_limit(ID, connector_id, limit_a))

    async def allow(self, limit_a: float, connector_id: int = 1, **fields: Any) -> None:
        """Set smart charging's limit of a connector."""
        smart = SmartLimit(limit_a=limit_a, **fields)
        await self.do(self.central_system.limits.set_smart_limit(ID, connector_id, smart))

    async def charge(self, connector_id: int = 1, phases: int = 1) -> None:
        """Plug a car in, and wait until it charges."""
        self.charger.plug(connector_id, Car(soc=0.1, phases=phases, maximum_current_a=32))
        await self.do(self.central_system.user_commands.start_charging(ID, connector_id))
        outlet = self.charger.connectors[connector_id]
        await self.until(lambda: self.connector(connector_id).transaction and outlet.offered_a)


@asynccontextmanager
async def at_home(
    profile: str, *, boot_wait_s: float = Timing().boot_wait_s, **settings: Any
) -> AsyncIterator[Home]:
    """Run a charge point that has booted and is configured; `boot_wait_s` is in real time."""
    clock = ManualClock(datetime(2026, 3, 14, 6, 1, tzinfo=UTC), shared=True)
    events: list[Event] = []
    central_system = CentralSystem(
        settings=CentralSystemSettings(host="127.0.0.1", port=0),
        storage=LedgerDatabase(),
        publish=events.append,
        clock=clock.now,
        timing=Timing(boot_wait_s=boot_wait_s),
    )
    await central_system.start()
    central_system.add_charge_point(ChargePointSettings(charge_point_id=ID, **settings))
    url = f"ws://127.0.0.1:{central_system.port}/"
    try:
        async with SimulatedChargePoint(
            url, profile=profile, charge_point_id=ID, clock=clock, reconnect_s=0.01, seed=1
        ) as charger:
            await charger.wait_for(lambda charger: charger.accepted)
            await started_up(charger)
            yield Home(clock, central_system, charger, events)
    finally:
        await central_system.stop()


async def started_up(charger: SimulatedChargePoint, times: int = 1) -> None:
    """Wait for the request of its last connector's meter values, with which a startup ends."""
    last: Payload = {"requestedMessage": "MeterValues", "connectorId": max(charger.connectors)}
    await charger.wait_for(lambda charger: charger.received("TriggerMessage").count(last) >= times)
