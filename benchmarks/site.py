"""Measure the time of a whole decision: `python -m benchmarks.site [--minutes N] [--seeds N]`.

200 connectors on 20 circuits, decided as in the integration: the surplus and each connector's request, the circuits'
shares, changes of phases, and the limits that are safe without us. Random sites by seed: modes, phases, rotations,
priorities, plans and prices, cars that come and go, chargers that are offline or report only once a minute; a decision
every 10 s, each with new readings.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import gc
from random import Random
from statistics import median
import sys
from time import process_time

from custom_components.plug_control.charging.circuits.tree import PHASES, POSITION
from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    ConnectorVerdict,
    RoundInputs,
    RoundState,
    Wiring,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import (
    DEFAULT_ROTATION,
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    Reason,
    ReasonCode,
    TimedValue,
)

from .circuits import BOUND_MS, CIRCUITS, CONNECTORS, ROTATIONS, STEP, tree

_BEGIN = datetime(2026, 6, 1, 10, tzinfo=UTC)
_ACTS_AFTER = timedelta(seconds=10)
_SITE_SETTINGS = SiteSettings(
    battery_power_known=True, battery_first_percent=50.0, battery_maximum_w=20_000.0
)

type Readings = tuple[TimedValue | None, TimedValue | None, TimedValue | None]


@dataclass(slots=True, kw_only=True)
class Point:
    """The real state of a connector, and its last report."""

    settings: ConnectorSettings
    wiring: Wiring
    contactor: bool
    """Whether a contactor switches its phases instead of its profile."""
    car_phases: int
    takes: float
    """The share of its limit that its car draws."""
    reports_every_s: int
    plan: Reason | None
    online: bool = True
    connected: bool = True
    limit_a: int = 0
    phases: int
    acts_at: datetime = _BEGIN
    drawn_a: Readings = (None, None, None)

    def step(self, random: Random, now: datetime) -> None:
        """Let ten seconds pass: its car may come or leave, its connection may break or return, and it may report."""
        if random.random() < 0.003:
            self.connected = not self.connected
        if random.random() < 0.001:
            self.online = not self.online
        if self.online and now.second % self.reports_every_s < STEP.total_seconds():
            one, two, three = (TimedValue(value, now) for value in self.currents_a(now))
            self.drawn_a = one, two, three

    def tell(self, verdict: ConnectorVerdict, now: datetime) -> None:
        """Apply a decision, which acts 10 s later."""
        limit_a = self.limit_a if verdict.limit_a is None else verdict.limit_a
        phases = verdict.switch_to or verdict.phases or self.phases
        if (limit_a, phases) != (self.limit_a, self.phases):
            self.limit_a, self.phases = limit_a, phases
            self.acts_at = now + _ACTS_AFTER

    def currents_a(self, now: datetime) -> tuple[float, float, float]:
        """Return the currents on its own first, second and third phase."""
        drawing = self.connected and now >= self.acts_at
        used = min(self.phases, self.car_phases) if drawing else 0
        one, two, three = (
            self.limit_a * self.takes if number < used else 0.0 for number in range(3)
        )
        return one, two, three

    def row(self, price: float) -> ConnectorRow:
        """Return the inputs of its decision."""
        readings = ConnectorReadings(connected=self.connected, currents_a=self.drawn_a)
        case = DecisionInputs(
            settings=self.settings, readings=readings, plan=self.plan, price=price
        )
        return ConnectorRow(
            case=case,
            online=self.online,
            wiring=self.wiring,
            contactor=self.contactor,
            contactor_phases=self.phases if self.contactor else None,
            told_a=self.limit_a,
            confirmed_a=self.limit_a,
            confirmed_phases=self.phases,
        )


def point(random: Random) -> Point:
    """Return a random connector."""
    phases = random.choice((1, 3, 3))
    traits = ChargerTraits(
        phases=phases,
        can_switch_phases=phases == 3 and random.random() < 0.5,
        period_s=300.0 if random.random() < 0.1 else 0.0,
    )
    settings = ConnectorSettings(
        mode=random.choice((Mode.OFF, Mode.FAST, Mode.SOLAR, Mode.SOLAR, Mode.SOLAR_MINIMUM)),
        maximum_a=random.choice((16, 32)),
        priority=random.randrange(3),
        charger=traits,
        price_limit=0.1 if random.random() < 0.2 else None,
    )
    plan = Reason(code=random.choice((ReasonCode.PLAN, ReasonCode.PLAN_WAITING)))
    return Point(
        settings=settings,
        wiring=Wiring(
            circuit=str(random.randrange(CIRCUITS)),
            rotation=random.choice((*ROTATIONS, None)),
            phases=phases,
            maximum_a=settings.maximum_a,
        ),
        contactor=traits.can_switch_phases and random.random() < 0.3,
        car_phases=random.choice((1, 3, 3)),
        takes=random.uniform(0.8, 1.0),
        reports_every_s=random.choice((10, 30, 60)),
        plan=plan if random.random() < 0.2 else None,
        online=random.random() > 0.04,
        connected=random.random() < 0.8,
        phases=phases,
    )


@dataclass(frozen=True, slots=True)
class Took:
    """The CPU time of a decision, which excludes other work of the machine."""

    whole_ms: float
    collecting_ms: float
    """The part of it in which the interpreter collected garbage."""


class _Stopwatch:
    """Measures the CPU time of decisions, and of the garbage collections during them."""

    def __init__(self) -> None:
        self._collecting_s = self._began_collecting = 0.0

    def _on_collection(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._began_collecting = process_time()
        else:
            self._collecting_s += process_time() - self._began_collecting

    def time[T](self, decide: Callable[[], T]) -> tuple[T, Took]:
        """Return the result of `decide` and its time."""
        self._collecting_s = 0.0
        gc.callbacks.append(self._on_collection)
        begin = process_time()
        try:
            decided = decide()
        finally:
            took_s = process_time() - begin
            gc.callbacks.remove(self._on_collection)
        return decided, Took(took_s * 1000, self._collecting_s * 1000)


class Site:
    """A random site and its state."""

    def __init__(self, seed: int) -> None:
        """Build the site from its seed."""
        self.random = Random(seed)
        self.tree = tree()
        self.points = {str(number): point(self.random) for number in range(CONNECTORS)}
        self.state = RoundState()
        self.now = _BEGIN
        self.sun_w = 200_000.0
        self.price = 0.2
        self._stopwatch = _Stopwatch()

    def step(self) -> Took:
        """Let ten seconds pass and decide; return the time of the decision."""
        self.now += STEP
        random, now = self.random, self.now
        for one in self.points.values():
            one.step(random, now)
        self.sun_w = min(max(self.sun_w + random.gauss(0, 15_000), 0.0), 500_000.0)
        self.price = random.choice((self.price,) * 50 + (0.05, 0.2, 0.3))
        inputs = RoundInputs(
            now=now,
            readings=self._readings(),
            currents=self._measured(),
            connectors={name: one.row(self.price) for name, one in self.points.items()},
            tree=self.tree,
            site=_SITE_SETTINGS,
        )
        decision, took = self._stopwatch.time(lambda: decide_round(inputs, self.state))
        self.state = decision.state
        for name, verdict in decision.verdicts.items():
            self.points[name].tell(verdict, now)
        return took

    def _readings(self) -> SiteReadings:
        drawn_w = sum(230 * sum(one.currents_a(self.now)) for one in self.points.values())
        at = self.now - timedelta(seconds=self.random.uniform(0, 5))
        return SiteReadings(
            grid_w=TimedValue(drawn_w + 20_000 - self.sun_w, at),
            battery_w=TimedValue(self.random.uniform(-5_000, 20_000), at),
            battery_percent=TimedValue(self.random.uniform(45, 55), at),
        )

    def _measured(self) -> dict[str, Readings]:
        """Return the currents through each circuit: the house's load and everything below it."""
        at = self.now - timedelta(seconds=self.random.uniform(0, 5))
        through_a = [[self.random.uniform(2, 10) for _ in PHASES] for _ in range(CIRCUITS)]
        for one in self.points.values():
            phases = one.wiring.rotation or DEFAULT_ROTATION
            for phase, current_a in zip(phases, one.currents_a(self.now), strict=True):
                for place in self.tree.paths[one.wiring.circuit]:
                    through_a[place][POSITION[phase]] += current_a
        readings = [[TimedValue(current_a, at) for current_a in circuit] for circuit in through_a]
        return {str(place): (l1, l2, l3) for place, (l1, l2, l3) in enumerate(readings)}


def run(minutes: int, seed: int) -> list[Took]:
    """Return the time of each decision of a site."""
    site = Site(seed)
    return [site.step() for _ in range(minutes * 60 // int(STEP.total_seconds()))]


def main() -> int:
    """Print the times; return 1 where the median is not under the bound, otherwise 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=30, help="simulated, for each site")
    parser.add_argument("--seeds", type=int, default=3, help="how many sites")
    arguments = parser.parse_args()
    took = [one for seed in range(arguments.seeds) for one in run(arguments.minutes, seed)]
    whole_ms = sorted(one.whole_ms for one in took)
    typical_ms, rare_ms = median(whole_ms), whole_ms[int(0.99 * (len(took) - 1))]
    own_ms = max(one.whole_ms - one.collecting_ms for one in took)
    print(f"{CONNECTORS} connectors on {CIRCUITS} circuits, {len(took)} whole decisions:")
    print(
        f"median {typical_ms:.1f} ms, 99 % within {rare_ms:.1f} ms, the slowest {whole_ms[-1]:.1f} ms"
        f" ({own_ms:.1f} ms without the interpreter's garbage collection); bound {BOUND_MS:.0f} ms"
    )
    return 0 if typical_ms < BOUND_MS else 1


if __name__ == "__main__":
    sys.exit(main())
