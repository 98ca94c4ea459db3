"""A simulated charge point and a central system on manual clocks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ocpp.messages import get_validator

from simulator.car import Car
from simulator.clock import ManualClock
from simulator.frames import Json, Payload
from simulator.simulated import SimulatedChargePoint

from .central_system import CentralSystem

START = datetime(2026, 3, 14, 6, 1, tzinfo=UTC)
CARD = "04A1B2C3D4E580"


@dataclass(slots=True)
class Bench:
    """A central system, a charge point, the simulated clock and the network's clock."""

    cs: CentralSystem
    cp: SimulatedChargePoint
    clock: ManualClock
    network: ManualClock

    async def advance(self, seconds: float) -> None:
        """Advance the simulated clock."""
        await self.clock.advance(seconds)

    async def reconnect(self) -> None:
        """Skip the delay before a reconnect, and wait for the next BootNotification."""
        boots = len(self.cs.payloads("BootNotification"))
        await self.waiting()
        await self.network.advance(5)
        await self.cs.wait_call("BootNotification", boots + 1)
        await self.settle()

    async def configure(self, key: str, value: str) -> None:
        """Change a configuration key; it has to be accepted."""
        changed = await self.cs.call("ChangeConfiguration", {"key": key, "value": value})
        assert changed == {"status": "Accepted"}

    async def install(self, raw: Payload, connector: int = 1) -> Payload:
        """Send a SetChargingProfile and return the answer."""
        return await self.cs.call(
            "SetChargingProfile", {"connectorId": connector, "csChargingProfiles": raw}
        )

    async def go_offline(self) -> None:
        """Cut the network, and wait until the charge point has noticed."""
        self.cp.cut_network()
        await self.waiting()

    async def go_online(self) -> None:
        """Restore the network, and wait for the next BootNotification."""
        self.cp.restore_network()
        await self.reconnect()

    async def waiting(self) -> None:
        """Wait until the charge point is in the delay before a reconnect."""
        await until(lambda: self.cp._software is not None and self.cp._software.link.waiting)

    async def settle(self) -> None:
        """Wait until all pending messages have arrived."""
        await self.clock.advance(0)
        await self.cs.ping()

    async def settle_closed(self) -> None:
        """Wait until the charge point has noticed the end of the connection."""
        await self.cp.wait_for(lambda cp: not cp.connected)
        await self.clock.advance(0)

    async def charge(self, id_tag: str = CARD, car: Car | None = None) -> Payload:
        """Plug a car in, start with a card, and return the StartTransaction's payload."""
        started = len(self.cs.payloads("StartTransaction"))
        self.cp.plug(car=car or single_phase_car())
        await self.advance(3)
        self.cp.tap(id_tag)
        await self.advance(6)
        return await self.cs.wait_call("StartTransaction", started + 1)

    async def start(self, connector: int = 1, id_tag: str = CARD, car: Car | None = None) -> None:
        """Plug a car in and present a card; the car draws afterwards."""
        self.cp.plug(connector, car or Car(maximum_current_a=32))
        await self.advance(1)
        self.cp.tap(id_tag, connector)
        await self.advance(5)

    async def charge_offline(self, seconds: float = 120) -> None:
        """Charge with the known card for `seconds` while offline, then unplug."""
        self.cp.plug(car=single_phase_car())
        await self.advance(3)
        self.cp.tap(CARD)
        await self.advance(seconds)
        self.cp.unplug()
        await self.advance(5)

    def assert_valid(self) -> None:
        """Assert that every CALL of the charge point follows the standard's JSON schema."""
        for call in self.cs.calls:
            get_validator(2, call.action, "1.6").validate(call.payload)

    def statuses(self, connector: int = 1) -> list[str]:
        """Return the connector's reported statuses, oldest first."""
        return [
            str(payload["status"])
            for payload in self.cs.payloads("StatusNotification")
            if payload["connectorId"] == connector
        ]


async def until(predicate: Callable[[], object], timeout: float = 30) -> None:
    """Wait until `predicate` holds; raises TimeoutError."""
    async with asyncio.timeout(timeout):
        while not predicate():
            await asyncio.sleep(0)


def charging_profile(
    *steps: tuple[int, float],
    purpose: str = "TxDefaultProfile",
    kind: str = "Relative",
    level: int = 0,
    profile_id: int = 1,
    unit: str = "A",
    schedule: Payload | None = None,
    **fields: Json,
) -> Payload:
    """Return a charging profile with `steps` of (second, limit)."""
    periods: list[Json] = [{"startPeriod": start, "limit": limit} for start, limit in steps]
    return {
        "chargingProfileId": profile_id,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        **fields,
        "chargingSchedule": {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": periods,
            **(schedule or {}),
        },
    }


def single_phase_car(soc: float = 0.5) -> Car:
    """Return a car that draws 7.4 kW from one phase."""
    return Car(soc=soc, phases=1, maximum_current_a=32)


@asynccontextmanager
async def bench(
    profile: str = "c2eu",
    *,
    path: str = "",
    prepare: Callable[[CentralSystem], object] = lambda cs: None,
    boot: bool = True,
    charge_point_id: str | None = None,
    password: str | None = None,
    connectors: int | None = None,
    phases: int | None = None,
    seed: int = 1,
    state_file: Path | None = None,
    start: datetime = START,
    tick_s: float = 1.0,
) -> AsyncIterator[Bench]:
    """Run `profile` against a central system that `prepare` has set up; with `boot`, wait until it is accepted."""
    clock, network = ManualClock(start, shared=True, tick_s=tick_s), ManualClock(start)
    async with CentralSystem(now=clock.now) as cs:
        prepare(cs)
        async with SimulatedChargePoint(
            cs.url + path,
            profile=profile,
            charge_point_id=charge_point_id,
            password=password,
            connectors=connectors,
            phases=phases,
            clock=clock,
            network_clock=network,
            seed=seed,
            state_file=state_file,
        ) as cp:
            running = Bench(cs, cp, clock, network)
            if boot:
                await cp.wait_for(lambda cp: cp.accepted)
                await running.settle()
            yield running
