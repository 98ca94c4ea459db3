"""Simulate a house with sun, a charger and a car that always waits, in steps of ten seconds."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
import math
import random
from typing import Protocol

from .solar_days import STEP_S, Day, steps

VOLTAGE_V = 230.0
MINIMUM_A = 6
MAXIMUM_A = 16
ACTS_AFTER_S = 10
DRAWS_AFTER_S = 20
SWITCH_PAUSE_S = 60


@dataclass(frozen=True, slots=True)
class Wiring:
    """The phases that the charger can use: always one, always three, or either."""

    name: str
    phases: tuple[int, ...]
    period_s: int = 0
    """It applies commands only at multiples of this, in s; 0: at once."""


ONE = Wiring("one phase", (1,))
THREE = Wiring("three phases", (3,))
AUTOMATIC = Wiring("automatic", (1, 3))
C2EU_ONE = Wiring("C2EU, 1 phase", (1,), period_s=300)
C2EU_THREE = Wiring("C2EU, 3 phases", (3,), period_s=300)


@dataclass(frozen=True, slots=True)
class Measuring:
    """Delay and noise of the readings."""

    name: str
    delay_steps: int = 0
    noise: float = 0.0
    every_s: int = STEP_S
    """The meter measures so often; what it last measured stands until then, with its time."""


EXACT = Measuring("exact readings")
POOR = Measuring("readings 10 s late, 2 % noise", delay_steps=1, noise=0.02)
HALF_MINUTE = Measuring("readings every 30 s", every_s=30)
MINUTELY = Measuring("readings every 60 s", every_s=60)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to the charger; 0 A pauses."""

    limit_a: int
    phases: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What a policy sees: the powers of grid and car, measured together."""

    grid_w: float
    drawn_w: float
    at_s: int


class Policy(Protocol):
    """A policy under test, created anew for each day."""

    def decide(self, time_s: int, readings: Readings) -> Command | None:
        """Return the command to the charger, or None to send none."""


type MakePolicy = Callable[[Wiring], Policy]


@dataclass(slots=True)
class Car:
    """A charger with a car, which act with the delays of real ones."""

    phases: int
    period_s: int = 0
    limit_a: int = 0
    drawn_w: float = 0.0
    starts: int = 0
    switches: int = 0
    _draws_from_s: float = 0.0
    _sent: deque[tuple[float, Command]] = field(default_factory=deque)

    def send(self, command: Command, time_s: float) -> None:
        """Queue a command, which acts later; of several in a period only the last one acts."""
        if self.period_s:
            time_s = math.ceil(time_s / self.period_s) * self.period_s
        acts_s = time_s + ACTS_AFTER_S
        if self.period_s and self._sent and self._sent[-1][0] == acts_s:
            self._sent.pop()
        self._sent.append((acts_s, command))

    def step(self, time_s: float) -> None:
        """Apply the commands that are due, and update the power."""
        while self._sent and self._sent[0][0] <= time_s:
            self._act(self._sent.popleft()[1], time_s)
        drawing = time_s >= self._draws_from_s
        self.drawn_w = self.limit_a * self.phases * VOLTAGE_V if drawing else 0.0

    def _act(self, command: Command, time_s: float) -> None:
        if command.phases != self.phases:
            self.switches += 1
            self._draws_from_s = max(self._draws_from_s, time_s + SWITCH_PAUSE_S)
        if command.limit_a and not self.limit_a:
            self.starts += 1
            self._draws_from_s = max(self._draws_from_s, time_s + DRAWS_AFTER_S)
        self.limit_a, self.phases = command.limit_a, command.phases


@dataclass(slots=True)
class Outcome:
    """The totals of all days."""

    bound_wh: float = 0.0
    """What could be charged without import, from 6 A on, were switching free."""
    usable_wh: float = 0.0
    """The surplus up to the most that the wiring can take."""
    solar_wh: float = 0.0
    drawn_wh: float = 0.0
    starts: int = 0
    switches: int = 0

    def add(self, drawn_w: float, surplus_w: float, wiring: Wiring, hours: float) -> None:
        """Add a time of constant powers."""
        top_w = MAXIMUM_A * wiring.phases[-1] * VOLTAGE_V
        self.bound_wh += feasible_w(surplus_w, wiring) * hours
        self.usable_wh += min(surplus_w, top_w) * hours
        self.solar_wh += min(drawn_w, surplus_w) * hours
        self.drawn_wh += drawn_w * hours

    @property
    def captured(self) -> float:
        """The charged solar energy as a share of the feasible bound."""
        return self.solar_wh / self.bound_wh

    @property
    def from_grid(self) -> float:
        """The share of the car's energy that was imported."""
        return 1 - self.solar_wh / self.drawn_wh if self.drawn_wh else 0.0


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the sum of the outcomes of several days."""
    return Outcome(
        bound_wh=sum(one.bound_wh for one in outcomes),
        usable_wh=sum(one.usable_wh for one in outcomes),
        solar_wh=sum(one.solar_wh for one in outcomes),
        drawn_wh=sum(one.drawn_wh for one in outcomes),
        starts=sum(one.starts for one in outcomes),
        switches=sum(one.switches for one in outcomes),
    )


def feasible_w(surplus_w: float, wiring: Wiring) -> float:
    """Return the highest power within a surplus without import, from 6 A and with free switching, W."""
    unit_w = [phases * VOLTAGE_V for phases in wiring.phases]
    return max(
        min(surplus_w, MAXIMUM_A * unit) if surplus_w >= MINIMUM_A * unit else 0.0
        for unit in unit_w
    )


def simulate(
    days: Sequence[Day],
    make_policy: MakePolicy,
    wiring: Wiring,
    measuring: Measuring = EXACT,
    *,
    seed: int = 1,
) -> Outcome:
    """Run a policy over days, each from its midnight on, and return the outcome."""
    outcome = Outcome()
    for day in days:
        car = Car(phases=wiring.phases[0], period_s=wiring.period_s)
        _run_day(day, make_policy(wiring), car, wiring, measuring, outcome, random.Random(seed))
        outcome.starts += car.starts
        outcome.switches += car.switches
    return outcome


def _run_day(
    day: Day,
    policy: Policy,
    car: Car,
    wiring: Wiring,
    measuring: Measuring,
    outcome: Outcome,
    rng: random.Random,
) -> None:
    seen: deque[tuple[float, float]] = deque(maxlen=measuring.delay_steps + 1)
    last: Command | None = None
    readings = Readings(0.0, 0.0, 0)
    for number, minute in enumerate(steps(day)):
        time_s = number * STEP_S
        car.step(time_s)
        surplus_w = max(minute.solar_w - minute.house_w, 0.0)
        seen.append((minute.house_w - minute.solar_w + car.drawn_w, car.drawn_w))
        grid_w, drawn_w = (value * rng.gauss(1, measuring.noise) for value in seen[0])
        if time_s % measuring.every_s == 0:
            readings = Readings(grid_w, drawn_w, time_s)
        command = policy.decide(time_s, readings)
        if command is not None and command != last:
            car.send(command, time_s)
            last = command
        outcome.add(car.drawn_w, surplus_w, wiring, STEP_S / 3600)
