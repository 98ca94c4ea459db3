"""The outlet of a wallbox: pilot signal (IEC 61851), relay, meter and lock."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from .car import MINIMUM_CURRENT_A, Car
from .clock import Clock

INTEGRATION_STEP_S = 30.0
SECONDS_PER_HOUR = 3600.0


class PilotState(StrEnum):
    """The states of the control pilot."""

    NO_CAR = "A"
    CONNECTED = "B"
    CHARGING = "C"
    FAULT = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Readings of the meter and the sensors; currents and voltages per phase, power in total."""

    currents_a: tuple[float, ...]
    voltages_v: tuple[float, ...]
    power_w: float
    register_wh: float | None
    temperature_c: float
    offered_a: float
    soc: float | None


class Connector:
    """One outlet with its physics; `register_wh` counts the energy delivered in its lifetime.

    The software offers a current (`offer`), withdraws it, and reads; people plug and unplug; faults interrupt charging.
    """

    def __init__(
        self,
        number: int,
        *,
        clock: Clock,
        random: Random,
        phases: int = 3,
        maximum_current_a: float = 32.0,
        register_wh: float = 0.0,
    ) -> None:
        """Create outlet `number` (from 1) with its meter at `register_wh`."""
        self.number = number
        self.phases = phases
        self.maximum_current_a = maximum_current_a
        self.fault: str | None = None
        self.lock_fault = False
        self.meter_readable = True
        self.car: Car | None = None
        self._clock = clock
        self._random = random
        self._register_wh = register_wh
        self._voltages_v = tuple(round(random.uniform(228.0, 234.0), 1) for _ in range(phases))
        self._offered_a = 0.0
        self._used_phases = phases
        self._offered_since = clock.monotonic()
        self._integrated_until = clock.monotonic()

    # ---- people

    def plug(self, car: Car) -> None:
        """Connect `car`. Raises ValueError where one is connected."""
        if self.car is not None:
            raise ValueError(f"connector {self.number} has a car already")
        self.integrate()
        self.car = car
        self._restart_delay()

    def unplug(self) -> Car:
        """Disconnect and return the car. Raises ValueError where none is connected."""
        if self.car is None:
            raise ValueError(f"connector {self.number} has no car")
        self.integrate()
        car, self.car = self.car, None
        return car

    @property
    def plugged(self) -> bool:
        """Whether a car is connected."""
        return self.car is not None

    # ---- the software

    def offer(self, current_a: float) -> None:
        """Offer `current_a` per phase by the pilot signal; a car draws nothing under 6 A."""
        self.integrate()
        before, self._offered_a = self._offered_a, max(0.0, min(current_a, self.maximum_current_a))
        if before < MINIMUM_CURRENT_A <= self._offered_a:
            self._restart_delay()

    def use_phases(self, phases: int | None) -> None:
        """Use `phases` phases (None: all); the car begins anew after a change."""
        used = min(phases or self.phases, self.phases)
        if used != self._used_phases:
            self.integrate()
            self._used_phases = used
            self._restart_delay()

    def withdraw(self) -> None:
        """Offer nothing and open the relay."""
        self.offer(0.0)

    @property
    def offered_a(self) -> float:
        """The offered current per phase."""
        return self._offered_a

    @property
    def pilot(self) -> PilotState:
        """The state of the control pilot."""
        if self.fault is not None:
            return PilotState.FAULT
        if self.car is None:
            return PilotState.NO_CAR
        return PilotState.CHARGING if self.current_a > 0 else PilotState.CONNECTED

    @property
    def current_a(self) -> float:
        """The present current per phase."""
        return self._current_a(self._clock.monotonic())

    @property
    def active_phases(self) -> int:
        """How many phases the connected car uses."""
        return 0 if self.car is None else min(self._used_phases, self.car.phases)

    @property
    def power_w(self) -> float:
        """The present power of all phases."""
        return self._power_w(self._clock.monotonic())

    @property
    def register_wh(self) -> float:
        """The exact energy delivered so far in Wh."""
        self.integrate()
        return self._register_wh

    def read(self) -> Readings:
        """Read the meter and the sensors."""
        self.integrate()
        current = self.current_a
        active = self.active_phases
        return Readings(
            currents_a=tuple(current if n < active else 0.0 for n in range(self.phases)),
            voltages_v=tuple(v + self._random.uniform(-0.4, 0.4) for v in self._voltages_v),
            power_w=self.power_w,
            register_wh=self._register_wh if self.meter_readable else None,
            temperature_c=22.0 + current * 0.6 + self._random.uniform(-0.3, 0.3),
            offered_a=self._offered_a,
            soc=None if self.car is None else self.car.soc,
        )

    def integrate(self) -> None:
        """Count the energy since the last call; call it before every change of the current."""
        now = self._clock.monotonic()
        while self._integrated_until < now:
            step = min(INTEGRATION_STEP_S, now - self._integrated_until)
            if self.car is not None:
                possible_wh = self._power_w(self._integrated_until) * step / SECONDS_PER_HOUR
                flowing_wh = min(possible_wh, self.car.remaining_wh)
                self._register_wh += flowing_wh
                self.car.absorb(flowing_wh)
            self._integrated_until += step

    def _current_a(self, at: float) -> float:
        if (
            self.car is None
            or self.fault is not None
            or at - self._offered_since < self.car.delay_s
        ):
            return 0.0
        return self.car.current_a(self._offered_a)

    def _power_w(self, at: float) -> float:
        return self._current_a(at) * sum(self._voltages_v[: self.active_phases])

    def _restart_delay(self) -> None:
        self._offered_since = self._clock.monotonic()
