"""Random days with a simulated charge point: whatever happens, the ledger agrees with what was delivered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
import json
from random import Random
from typing import Any

import pytest

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.meter import Quantity
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.protocol.errors import CommandError
from simulator.car import Car
from simulator.clock import ManualClock
from simulator.simulated import SimulatedChargePoint

from .ledger.conftest import Disk
from .simulated_home import ID

STEPS = 40
HASTY = Timing(takeover_ping_s=0.2, boot_wait_s=0.3, tick_s=0.1)
TOLERANCE_WH = 20.0
"""Registers are told in steps of 10 Wh, at the start and at the stop."""


class Day:
    """A central system that is restarted, in order or by a power cut; it watches the registers that it shows."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.clock = ManualClock(datetime(2026, 3, 14, 6, 1, tzinfo=UTC), shared=True)
        self.central_system: CentralSystem
        self._who = random.choice(list(WhoMayCharge))
        self._storage = Disk()
        self._memory: dict[str, dict[str, Any]] = {}
        self._port = 0
        self._shown_wh: dict[int, float] = {}
        self.fallen: list[str] = []

    def _watch(self, event: Event) -> None:
        """Note what should never happen: an energy that goes back."""
        for number, connector in self.central_system.charge_points[ID].connectors.items():
            energy_wh = connector.meter.value(Quantity.ENERGY_IMPORT_WH) or 0.0
            if energy_wh < self._shown_wh.get(number, 0.0):
                self.fallen.append(f"{number}: {self._shown_wh[number]} to {energy_wh} Wh")
            self._shown_wh[number] = energy_wh

    async def start(self) -> None:
        """Start with what was stored and remembered."""
        self.central_system = CentralSystem(
            settings=CentralSystemSettings(host="127.0.0.1", port=self._port),
            storage=self._storage,
            publish=self._watch,
            clock=self.clock.now,
            memory=json.loads(json.dumps(self._memory)),
            timing=HASTY,
        )
        self.central_system.set_id_tags(IdTag(id_tag=each, name=each) for each in "AB")
        settings = ChargePointSettings(charge_point_id=ID, who_may_charge=self._who)
        self.central_system.add_charge_point(settings)
        await self.central_system.start()
        self._port = self.central_system.port

    async def restart(self) -> None:
        """Stop in order, or lose what was not on disk by then; start again some time later."""
        is_power_cut = self.random.random() < 0.5
        on_disk = self._storage.snapshot()
        self._memory = json.loads(json.dumps(self.central_system.memory()))
        await self.central_system.stop()
        if is_power_cut:
            self._storage.restore(on_disk)
        await self.clock.advance(self.random.choice((0, 60, 900)))
        await self.start()

    async def command(self, work: Awaitable[object]) -> None:
        """Carry a command out while time passes, if that is possible."""
        task = asyncio.ensure_future(work)
        for _ in range(60):
            if not task.done():
                await self.clock.advance(1)
        task.cancel()
        with suppress(CommandError, asyncio.CancelledError):
            await task

    def acts(self, charger: SimulatedChargePoint) -> list[Callable[[], object]]:
        """What people, cars, bad luck and automations do."""
        random, commands = self.random, self.central_system.user_commands
        number = random.choice(list(charger.connectors))
        return [
            lambda: self.arrive(charger, number, Car(soc=random.random() / 2)),
            lambda: self.arrive(charger, number, Car(soc=0.8, capacity_wh=9_000, phases=1)),
            lambda: self.arrive(charger, number, Car(soc=0.9, capacity_wh=2_000)),
            lambda: charger.unplug(number),
            lambda: charger.tap(random.choice("ABC"), number),
            lambda: charger.fault("GroundFailure", number),
            lambda: charger.clear_fault(number),
            lambda: charger.cut_network(half_open=random.random() < 0.5),
            charger.restore_network,
            charger.restore_network,
            charger.power_off,
            charger.power_on,
            charger.power_on,
            self.restart,
            lambda: self.command(commands.start_charging(ID, number)),
            lambda: self.command(commands.start_charging(ID, number)),
            lambda: self.command(commands.stop_charging(ID, number)),
            lambda: self.command(self._limit(number)),
        ]

    async def arrive(self, charger: SimulatedChargePoint, number: int, car: Car) -> None:
        """Plug a car in and hold a card to the reader."""
        charger.plug(number, car)
        await self.clock.advance(5)
        charger.tap(self.random.choice("AB"), number)

    async def _limit(self, number: int) -> None:
        limit_a = self.random.choice((0, 6, 16, 32))
        await self.central_system.limits.set_limit(ID, number, limit_a)

    async def misfortune(self, charger: SimulatedChargePoint) -> None:
        """Let something happen, and some time pass."""
        with suppress(ValueError):  # a plug without a car, a second car
            act = self.random.choice(self.acts(charger))()
            if isinstance(act, Awaitable):
                await act
        await self.clock.advance(self.random.choice((0, 1, 10, 60, 400, 3000)))

    async def peace(self, charger: SimulatedChargePoint) -> None:
        """Put everything right and wait until all is told."""
        charger.restore_network()
        charger.power_on()
        for number, connector in charger.connectors.items():
            charger.clear_fault(number)
            if connector.plugged:
                charger.unplug(number)
        for _ in range(30):
            await charger.wait_for(lambda charger: charger.connected)
            await self.clock.advance(60)


@pytest.fixture
async def day(seed: int) -> AsyncIterator[Day]:
    """A day that has begun."""
    day = Day(Random(seed))
    await day.start()
    yield day
    await day.central_system.stop()


@pytest.mark.parametrize(
    ("profile", "seed"), [("c2eu", 1), ("c2eu", 5), ("generic", 2), ("generic", 8), ("keba", 2)]
)
async def test_every_charge_that_was_told_is_in_the_ledger_with_its_energy(
    day: Day, profile: str, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"ws://127.0.0.1:{day.central_system.port}/"
    options: dict[str, Any] = {"clock": day.clock, "reconnect_s": 0.02, "seed": seed}
    async with SimulatedChargePoint(url, profile=profile, charge_point_id=ID, **options) as charger:
        await charger.wait_for(lambda charger: charger.accepted)
        for _ in range(STEPS):
            await day.misfortune(charger)
        await day.peace(charger)
    ledger = day.central_system.ledger
    sessions = {each.transaction_id: each for each in await ledger.sessions()}
    assert not ledger.open_transactions()
    # What a C2EU could not tell before its power failed is lost (C2EU Q26).
    told = [each for each in charger.sessions if each["transaction_id"] is not None]
    assert len(sessions) >= len(told) >= 1
    for each in told:
        energy_wh = sessions[each["transaction_id"]].energy_wh
        assert energy_wh == pytest.approx(each["energy_wh"], abs=TOLERANCE_WH)
    assert not day.fallen
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
