"""The simulated charger of the run through Home Assistant; it and its car behave like those of `benchmarks.solar`."""

from collections.abc import Callable
from dataclasses import replace
from typing import override

from simulator.car import MINIMUM_CURRENT_A, Car as PluggedCar
from simulator.connector import Connector, Readings
from simulator.frames import Direction
from simulator.simulated import SimulatedChargePoint

from .solar_simulation import (
    ACTS_AFTER_S,
    DRAWS_AFTER_S,
    MAXIMUM_A,
    SWITCH_PAUSE_S,
    VOLTAGE_V,
    Car,
    Command,
    Wiring,
)
from .virtual_time import LoopClock, VirtualLoop

IDENTITY = "SOLAR"
ID_TAG = "04A1B2C3D4E580"
_TICK_S = 10.0
"""The charger's tick; it follows a message at once."""
_C2EU_TICK_S = 1.0
"""A C2EU's tick, at which it also checks cable and car."""
_NEVER_FULL_WH = 1e9


class _Outlet(Connector):
    """An outlet with pilot, relays and car of the benchmark; an offer is a command to them."""

    def __init__(self, number: int, charger: SolarCharger) -> None:
        super().__init__(
            number,
            clock=charger.clock,
            random=charger.random,
            phases=charger.model.phases,
            maximum_current_a=MAXIMUM_A,
        )
        self._charger = charger
        self._told_phases = charger.model.phases

    @override
    def offer(self, current_a: float) -> None:
        super().offer(current_a)
        if self.offered_a < MINIMUM_CURRENT_A:
            self._charger.pause()
        else:
            self._charger.send(Command(int(self.offered_a), self._told_phases))

    @override
    def use_phases(self, phases: int | None) -> None:
        self._told_phases = phases or self.phases

    @property
    @override
    def active_phases(self) -> int:
        return self._charger.behaviour.phases if self._charger.behaviour.drawn_w else 0

    @override
    def read(self) -> Readings:
        return replace(super().read(), voltages_v=(VOLTAGE_V,) * self.phases)

    @override
    def _current_a(self, at: float) -> float:
        return float(self._charger.behaviour.limit_a) if self._charger.behaviour.drawn_w else 0.0

    @override
    def _power_w(self, at: float) -> float:
        return self._charger.behaviour.drawn_w


class SolarCharger(SimulatedChargePoint):
    """A charger with a car that always waits: one that follows the standard, or a C2EU with its own periods."""

    def __init__(self, url: str, loop: VirtualLoop, wiring: Wiring) -> None:
        """Prepare."""
        self.behaviour = Car(phases=wiring.phases[0])
        self.before_change: Callable[[], None] = lambda: None
        """Called before its power changes."""
        self._loop = loop
        self._sent = Command(0, wiring.phases[0])
        clock = LoopClock(loop, _C2EU_TICK_S if wiring.period_s else _TICK_S)
        super().__init__(
            url,
            profile="c2eu" if wiring.period_s else "generic",
            charge_point_id=IDENTITY,
            connectors=1,
            phases=wiring.phases[-1],
            clock=clock,
            network_clock=clock,
            seed=1,
        )

    def begin(self) -> None:
        """Plug the car in and present a card."""
        self.plug(car=PluggedCar(capacity_wh=_NEVER_FULL_WH, phases=self.model.phases))
        self.tap(ID_TAG)

    def pause(self) -> None:
        """Offer nothing; the contactor stays where it is."""
        self.send(replace(self._sent, limit_a=0))

    def send(self, command: Command) -> None:
        """Send a new command to the car, and step when it acts and when the car draws."""
        if command == self._sent:
            return
        self._sent = command
        self.behaviour.send(command, self._now_s)
        for delay_s in (0, DRAWS_AFTER_S, SWITCH_PAUSE_S):
            self._loop.call_later(ACTS_AFTER_S + delay_s, self._step)

    @override
    def log_frame(self, direction: Direction, text: str) -> None:
        super().log_frame(direction, text)
        if direction is Direction.RECEIVED:
            self._loop.call_soon(self.look)

    def look(self) -> None:
        """Check profiles and plug, as at every tick."""
        if self._software is not None:
            self._software.tick()

    def _step(self) -> None:
        for outlet in self.connectors.values():
            outlet.integrate()
        self.before_change()
        self.behaviour.step(self._now_s)

    @property
    def _now_s(self) -> float:
        # In whole milliseconds, so that the last bits of a float do not delay what is due now.
        return round(self._loop.time(), 3)

    @override
    def _connector(self, number: int) -> Connector:
        return _Outlet(number, self)
