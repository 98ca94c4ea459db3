"""A simulated C2EU at the real central system: configured, started, limited, paused, stopped, reset."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ocpp.v16 import call
import pytest

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger import MemoryStorage
from custom_components.plug_control.central_system.limits import LimitWay
from custom_components.plug_control.central_system.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.protocol.errors import CallTimeoutError, CommandRejectedError
from simulator.car import Car
from simulator.clock import ManualClock
from simulator.simulated import SimulatedChargePoint

SERIAL = "C2011907DEMOEU01"


@dataclass
class Home:
    """One C2EU, one car, one central system, on one clock."""

    clock: ManualClock
    central_system: CentralSystem
    charger: SimulatedChargePoint
    events: list[Event] = field(default_factory=list)

    @property
    def connector(self) -> Connector:
        return self.central_system.charge_points[SERIAL].connector(1)

    async def do[T](self, work: Awaitable[T]) -> T:
        """Do something while time passes."""
        task = asyncio.ensure_future(work)
        for _ in range(100):
            if task.done():
                break
            await self.clock.advance(1)
        return await task

    async def until(self, condition: Callable[[], object], patience_s: int = 120) -> None:
        """Let time pass until `condition` holds."""
        for _ in range(patience_s):
            if condition():
                return
            await self.clock.advance(1)
        raise TimeoutError

    async def charge(self) -> None:
        """Plug the car in and start."""
        self.charger.plug(car=Car(soc=0.1, phases=1, maximum_current_a=32))
        await self.do(self.central_system.commands.start_charging(SERIAL, 1))
        await self.until(lambda: self.connector.transaction)


@asynccontextmanager
async def at_home(**settings: int) -> AsyncIterator[Home]:
    clock = ManualClock(datetime(2026, 3, 14, 6, 1, tzinfo=UTC), shared=True)
    events: list[Event] = []
    central_system = CentralSystem(
        settings=CentralSystemSettings(host="127.0.0.1", port=0),
        storage=MemoryStorage(),
        publish=events.append,
        clock=clock.now,
    )
    await central_system.start()
    central_system.add_charge_point(ChargePointSettings(charge_point_id=SERIAL, **settings))  # type: ignore[arg-type] # numbers only
    try:
        async with SimulatedChargePoint(
            f"ws://127.0.0.1:{central_system.port}/",
            charge_point_id=SERIAL,
            clock=clock,
            reconnect_s=0.01,
            seed=1,
        ) as charger:
            home = Home(clock, central_system, charger, events)
            await charger.wait_for(lambda charger: charger.accepted)
            await charger.wait_for(lambda charger: len(charger.sent("MeterValues")) == 1)
            yield home
    finally:
        await central_system.stop()


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home(phases=1) as home:
        yield home


async def test_startup_configures_it(home: Home) -> None:
    """Q7, Q12, Q18, Q28, and a profile that stands before the first charge."""
    written = {
        str(each["key"]): each["value"] for each in home.charger.received("ChangeConfiguration")
    }
    assert written == {
        "AllowOfflineTxForUnknownId": "false",
        "LocalPreAuthorize": "false",
        "StopTxnSampledData": "",
        "StopTxnAlignedData": "",
    }
    asked = [each["requestedMessage"] for each in home.charger.received("TriggerMessage")]
    assert asked == ["StatusNotification", "MeterValues"]
    assert len(home.charger.received("SetChargingProfile")) == 1
    assert home.connector.status is ConnectorStatus.AVAILABLE
    assert home.connector.limit.applied_a == 32


async def test_second_boot_writes_nothing_again(home: Home) -> None:
    written = len(home.charger.received("ChangeConfiguration"))
    home.charger.cut_network()
    await home.until(lambda: not home.charger.connected)
    home.charger.restore_network()
    await home.charger.wait_for(lambda charger: len(charger.sent("MeterValues")) == 2)
    assert len(home.charger.received("ChangeConfiguration")) == written
    assert len(home.charger.received("SetChargingProfile")) == 2


async def test_limit_is_obeyed_at_the_next_boundary(home: Home) -> None:
    await home.charge()
    latency_s = int(home.central_system.limits.latency_s(SERIAL))
    await home.until(lambda: home.charger.power_w > 6000)
    for limit_a in (10, 16, 6):
        await home.do(home.central_system.limits.set_limit(SERIAL, 1, limit_a))
        assert home.connector.limit.applied_a == limit_a
        await home.clock.advance(latency_s + 1)
        assert home.charger.limit_a == limit_a
    assert home.central_system.charge_points[SERIAL].limit_way == LimitWay.TX_DEFAULT_A


async def test_limit_that_was_set_before_counts_from_the_first_second(home: Home) -> None:
    await home.do(home.central_system.limits.set_limit(SERIAL, 1, 8))
    await home.charge()
    assert home.charger.limit_a == 8


async def test_pause_and_going_on(home: Home) -> None:
    await home.charge()
    await home.do(home.central_system.limits.set_limit(SERIAL, 1, 13))
    await home.do(home.central_system.limits.set_limit(SERIAL, 1, 0))
    await home.clock.advance(301)
    assert home.charger.power_w == 0
    assert home.connector.transaction is not None

    await home.do(home.central_system.commands.start_charging(SERIAL, 1))
    await home.clock.advance(305)
    assert home.charger.limit_a == 13
    assert home.charger.power_w > 2000
    assert len(home.charger.received("RemoteStartTransaction")) == 1


async def test_stop(home: Home) -> None:
    await home.charge()
    await home.do(home.central_system.commands.stop_charging(SERIAL, 1))
    await home.until(lambda: home.connector.transaction is None)
    assert home.charger.sessions[-1]["reason"] == "Remote"
    with pytest.raises(CommandRejectedError):  # section 6 (b): not before it was unplugged
        await home.do(home.central_system.commands.start_charging(SERIAL, 1))


async def test_q27_reset_whose_answer_is_lost(home: Home) -> None:
    async def reset() -> None:
        boots = len(home.charger.sent("BootNotification"))
        await home.do(home.central_system.commands.reset(SERIAL, True))
        await home.until(lambda: len(home.charger.sent("BootNotification")) > boots)
        await home.charger.wait_for(lambda charger: charger.accepted)
        await home.clock.advance(30)

    for _ in range(3):  # every second answer is lost
        await reset()


async def test_q6_action_that_is_never_answered_holds_nobody_up(home: Home) -> None:
    with pytest.raises(CallTimeoutError):
        await home.central_system.commands.request(
            SERIAL, call.DataTransfer(vendor_id="V"), timeout_s=0.05
        )
    assert await home.do(home.central_system.commands.set_availability(SERIAL, 1, True))
