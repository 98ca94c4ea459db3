"""Random days with smart charging: whatever happens, a charger never offers more than it was last allowed."""

import random

import pytest

from custom_components.plug_control.model.connector import SmartLimit
from custom_components.plug_control.protocol.errors import CommandError
from simulator.car import Car
from tests.helpers import until

from .simulated_home import ID, Home, at_home

SILENCE_S = 300
LIMITS_A = (0.0, 6.0, 8.0, 16.0, 32.0)


class Day:
    """What may happen to a connector, and what must hold after it."""

    def __init__(self, home: Home, seed: int) -> None:
        self.home = home
        self.random = random.Random(seed)
        self.wanted_a = 32.0
        self.smart = SmartLimit(limit_a=32)
        self.silent_since: float | None = None
        self.offered = self.fell_back = 0
        """How often a current was seen to be offered, and a charge that had to fall back."""

    @property
    def allowed_a(self) -> float:
        return min(self.wanted_a, self.smart.limit_a)

    @property
    def fallback_a(self) -> float:
        fallback_a = self.smart.fallback_a
        return self.allowed_a if fallback_a is None else min(fallback_a, self.wanted_a)

    async def decide(self) -> None:
        """Smart charging decides anew."""
        self.smart = SmartLimit(
            limit_a=self.random.choice(LIMITS_A),
            fallback_a=self.random.choice((None, 0.0, 6.0, 16.0)),
            silence_s=SILENCE_S,
        )
        await self.tick()

    async def tick(self) -> None:
        """Smart charging looks."""
        await self.home.do(self.home.central_system.limits.set_smart_limit(ID, 1, self.smart))

    async def wish(self) -> None:
        """The user sets his limit."""
        self.wanted_a = self.random.choice((*LIMITS_A, 20.0, 24.0))
        await self.home.limit(self.wanted_a)

    async def drive(self) -> None:
        """A car comes and is started, or leaves."""
        charger = self.home.charger
        if charger.connectors[1].plugged:
            charger.unplug()
            return
        charger.plug(1, Car(soc=0.1, maximum_current_a=32, capacity_wh=1e6))
        try:
            await self.home.do(self.home.central_system.user_commands.start_charging(ID, 1))
        except CommandError:
            charger.unplug()
        else:
            self.wanted_a = self.home.connector().limit.wanted_a or 32.0  # a start lifts a pause

    async def fall_silent(self) -> None:
        """The network fails."""
        self.home.charger.cut_network()
        await until(lambda: not self.home.charge_point.connected)
        self.silent_since = self.home.clock.monotonic()

    async def come_back(self) -> None:
        """The network is there again."""
        self.home.charger.restore_network()
        await until(lambda: self.home.central_system.is_ready(ID))
        self.silent_since = None

    async def step(self) -> None:
        """Something happens, and time passes."""
        if self.silent_since is not None:
            await self.come_back()
        else:
            acts = (self.decide, self.wish, self.drive, self.fall_silent)
            await self.random.choices(acts, weights=(4, 1, 2, 3))[0]()
        if not self.home.charger.connectors[1].plugged and self.silent_since is None:
            await self.drive()
        for _ in range(self.random.randint(1, 3 if self.silent_since is None else 16)):
            if self.silent_since is None:
                await self.tick()
            await self.home.clock.advance(self.random.choice((10, 60, 120)))
            self.check()

    def check(self) -> None:
        """What was allowed last counts, and what it falls back to in silence."""
        offered_a = self.home.charger.connectors[1].offered_a
        charging = self.home.connector().transaction is not None
        if self.silent_since is None:
            assert offered_a <= self.allowed_a
            self.offered += offered_a > 0
        elif self.home.clock.monotonic() - self.silent_since <= 2 * SILENCE_S:
            assert offered_a <= max(self.allowed_a, self.fallback_a)
        else:
            assert offered_a <= self.fallback_a
            self.fell_back += charging and self.fallback_a != self.allowed_a


@pytest.mark.parametrize("profile", ["generic", "keba"])
@pytest.mark.parametrize("seed", [0, 2, 3])
async def test_charger_never_offers_more_than_it_was_allowed(profile: str, seed: int) -> None:
    async with at_home(profile, boot_wait_s=0) as home:
        day = Day(home, seed)
        await day.tick()
        for _ in range(30):
            await day.step()
        assert home.charger.sessions
        assert day.offered
        assert day.fell_back
