"""A simulated site behind fuses: chargers that obey late, go offline or draw too much, late meters, and the real currents."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random

from hypothesis import strategies as st

from custom_components.plug_control.charging.circuits.circuit import (
    CircuitDecision,
    CircuitState,
    share_circuits,
)
from custom_components.plug_control.charging.circuits.loads import UNMEASURED, PhaseCurrents
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
)
from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    PerPhase,
)
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    GridPhase,
    Rotation,
    TimedValue,
)

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=10)
ROTATIONS: tuple[Rotation, ...] = (
    (GridPhase.L1, GridPhase.L2, GridPhase.L3),
    (GridPhase.L2, GridPhase.L3, GridPhase.L1),
    (GridPhase.L3, GridPhase.L1, GridPhase.L2),
    (GridPhase.L1, GridPhase.L3, GridPhase.L2),
)


class Tells(StrEnum):
    """Which readings a charger reports of its draw."""

    CURRENTS = "currents"
    POWER = "power"
    NOTHING = "nothing"


@dataclass(kw_only=True)
class Rhythm:
    """When a value is measured, and how much later it is reported (s)."""

    every_s: int = 10
    offset_s: int = 0
    late_s: int = 0

    def is_due(self, now: datetime) -> bool:
        """Return whether a measurement is due now."""
        return int((now - START).total_seconds()) % self.every_s == self.offset_s


@dataclass(kw_only=True)
class Car:
    """A connector and its car, as they really are."""

    name: str
    circuit: str
    wanted_a: int
    priority: int = 0
    minimum_a: int = 6
    maximum_a: int = 32
    rotation: Rotation = ROTATIONS[0]
    rotation_known: bool = True
    told_phases: int = 3
    real_phases: int = 3
    takes: float = 1.0
    """The share of the limit that the car draws."""
    excess_a: float = 0.0
    """By how much a disobedient charger exceeds its limit."""
    latency_s: int = 10
    obeys_late_s: int = 0
    """How much later than after its latency it obeys."""
    online: bool = True
    away_since: datetime | None = None
    tells: Tells = Tells.CURRENTS
    rhythm: Rhythm = field(default_factory=Rhythm)
    told: list[tuple[datetime, PhaseCurrents]] = field(default_factory=list)
    """Its measurements, each with the time of the report."""
    fallback_a: int = 0
    confirmed_a: int = 0
    acting_a: int = 0
    coming: list[tuple[datetime, int]] = field(default_factory=list)
    """Accepted limits that do not act yet, each with the time when it acts."""
    former: list[tuple[datetime, int]] = field(default_factory=list)
    """Replaced limits, each with the time until which it may still be in force, for all that the central system knows."""
    told_at: datetime = START - timedelta(hours=1)
    in_force_a: int = 0
    """The highest limit that was or may have been in force at the last decision."""

    def tell(self, limit_a: int, now: datetime) -> None:
        """Accept a limit; it acts after the latency."""
        self.told_at = now
        if limit_a != self.confirmed_a:
            # The next decision is the first to see that it has accepted; a latency later it must obey.
            settled_at = now + STEP + timedelta(seconds=self.latency_s)
            self.former.append((settled_at, self.confirmed_a))
            self.confirmed_a = limit_a
            acts_at = now + timedelta(seconds=self.latency_s + self.obeys_late_s)
            self.coming.append((acts_at, limit_a))

    def connect(self, online: bool, now: datetime) -> None:
        """Connect or disconnect the charger."""
        self.online = online
        self.away_since = None if online else now

    def step(self, now: datetime) -> None:
        """Apply the limits that are due, and measure."""
        for acts_at, limit_a in list(self.coming):
            if acts_at <= now:
                self.acting_a = limit_a
                self.coming.remove((acts_at, limit_a))
        if self.rhythm.is_due(now):
            used = min(self.told_phases, self.real_phases)
            one, two, three = (
                TimedValue(self.current_a() if number < used else 0.0, now) for number in range(3)
            )
            self.told.append((now + timedelta(seconds=self.rhythm.late_s), (one, two, three)))

    def known(self, now: datetime) -> PhaseCurrents:
        """Return the last reported measurement."""
        while len(self.told) > 1 and self.told[1][0] <= now:
            self.told.pop(0)
        return self.told[0][1] if self.told and self.told[0][0] <= now else UNMEASURED

    def current_a(self) -> float:
        """Return the current on each phase that it uses."""
        if self.acting_a < 6 and not self.excess_a:
            return 0.0
        return min(self.acting_a * self.takes + self.excess_a, self.maximum_a)

    def drawn_a(self) -> PerPhase:
        """Return the currents on L1, L2 and L3."""
        used = self.rotation[: min(self.told_phases, self.real_phases)]
        on = [self.current_a() if phase in used else 0.0 for phase in PHASES]
        return (on[0], on[1], on[2])

    def member(self, now: datetime) -> CircuitMember:
        """Return the circuit member with what the central system knows of the connector."""
        told = self.known(now) if self.online else UNMEASURED
        self.former = [(until, limit_a) for until, limit_a in self.former if until > now]
        possible = (*self.coming, *self.former)
        self.in_force_a = max(self.acting_a, *(limit_a for _, limit_a in possible), 0)
        power = None
        if self.tells is Tells.POWER and told[0] is not None:
            drawn_a = sum(one.value for one in told if one is not None)
            power = TimedValue(230 * drawn_a, told[0].at)
        return CircuitMember(
            connector=self.name,
            circuit=self.circuit,
            wanted_a=self.wanted_a,
            minimum_a=self.minimum_a,
            maximum_a=self.maximum_a,
            priority=self.priority,
            rotation=self.rotation if self.rotation_known else None,
            phases=self.told_phases,
            drawn_a=told if self.tells is Tells.CURRENTS else UNMEASURED,
            power_w=power,
            confirmed_a=self.confirmed_a,
            online=self.online,
            fallback_a=self.fallback_a,
            charger=ChargerTraits(latency_s=self.latency_s, start_s=0),
        )


@dataclass(kw_only=True)
class Site:
    """The circuits, the other loads behind them, and the cars."""

    tree: CircuitTree
    house_a: dict[str, PerPhase]
    """The other loads by circuit, without those behind circuits that it feeds."""
    cars: list[Car]
    measured: frozenset[str] = frozenset()
    meter: Rhythm = field(default_factory=Rhythm)
    silent_until: datetime = START
    """No meter measures before this time."""
    shown: list[tuple[datetime, dict[str, PhaseCurrents]]] = field(default_factory=list)
    """The meters' measurements, each with the time of the report."""
    settings: CircuitSettings = field(default_factory=lambda: CircuitSettings(turn_s=300))
    state: CircuitState = field(default_factory=CircuitState)
    now: datetime = START

    def house_through_a(self, place: int) -> list[float]:
        """Return the other loads' currents through a circuit."""
        return [
            sum(
                self.house_a[circuit.circuit][position]
                for circuit in self.tree.circuits
                if place in self.tree.paths[circuit.circuit]
            )
            for position in range(3)
        ]

    def through_a(self, place: int) -> list[float]:
        """Return the real currents through a circuit."""
        house_a = self.house_through_a(place)
        cars = [car for car in self.cars if place in self.tree.paths[car.circuit]]
        return [
            house_a[position] + sum(car.drawn_a()[position] for car in cars)
            for position in range(3)
        ]

    def measure(self) -> None:
        """Measure, if that is due."""
        if not self.meter.is_due(self.now) or self.now < self.silent_until:
            return
        found: dict[str, PhaseCurrents] = {}
        for place, circuit in enumerate(self.tree.circuits):
            if circuit.circuit in self.measured:
                one, two, three = (TimedValue(value, self.now) for value in self.through_a(place))
                found[circuit.circuit] = (one, two, three)
        self.shown.append((self.now + timedelta(seconds=self.meter.late_s), found))

    def readings(self) -> dict[str, PhaseCurrents]:
        """Return the meters' last reported values."""
        while len(self.shown) > 1 and self.shown[1][0] <= self.now:
            self.shown.pop(0)
        return self.shown[0][1] if self.shown and self.shown[0][0] <= self.now else {}

    def decide(self) -> CircuitDecision:
        """Decide once, and keep the state."""
        decision = share_circuits(
            self.tree,
            [car.member(self.now) for car in self.cars],
            self.readings(),
            self.state,
            self.settings,
            self.now,
        )
        self.state = decision.state
        return decision

    def step(self) -> CircuitDecision:
        """Advance the time by STEP, decide, and send the limits to the chargers that are online."""
        self.now += STEP
        for car in self.cars:
            car.step(self.now)
        self.measure()
        decision = self.decide()
        for car in self.cars:
            if car.online:
                car.tell(decision.allowances[car.name].limit_a, self.now)
        return decision


@st.composite
def sites(draw: st.DrawFn, *, most_cars: int = 6, late: bool = True) -> Site:
    """Draw a tree of circuits, other loads and cars; meters measure the other loads, or they are assumed.

    `late`: meters and chargers report rarely, late and at different times.
    """
    random = draw(st.randoms(use_true_random=False))
    count = draw(st.integers(1, 4))
    in_line = draw(st.booleans())
    circuits, house_a, measured = [], {}, set()
    for number in range(count):
        loads = _three(random, 0, 6)
        name = f"c{number}"
        if random.random() < 0.5:
            measured.add(name)
        circuits.append(
            Circuit(
                circuit=name,
                parent=f"c{number - 1 if in_line else random.randrange(number)}"
                if number
                else None,
                limits_a=_three(random, 10, 50),
            )
        )
        house_a[name] = loads
    tree = CircuitTree(tuple(circuits))
    site = Site(
        tree=tree,
        house_a=house_a,
        measured=frozenset(measured),
        meter=_rhythm(random, (10, 10, 30, 60)) if late else Rhythm(),
        cars=[
            _car(random, number, f"c{random.randrange(count)}", late=late)
            for number in range(draw(st.integers(1, most_cars)))
        ],
    )
    # Without a meter, a circuit assumes its loads.
    site.tree = CircuitTree(
        tuple(
            Circuit(
                circuit=circuit.circuit,
                parent=circuit.parent,
                limits_a=circuit.limits_a,
                assumed_a=_as_three(site.house_through_a(place)),
            )
            for place, circuit in enumerate(tree.circuits)
        )
    )
    return site


def _as_three(values: list[float]) -> PerPhase:
    """Return three values as a tuple."""
    one, two, three = values
    return (one, two, three)


def _three(random: Random, least: int, most: int) -> PerPhase:
    """Return three random currents."""
    return (
        random.randint(least, most) + 0.0,
        random.randint(least, most) + 0.0,
        random.randint(least, most) + 0.0,
    )


def _rhythm(random: Random, periods_s: tuple[int, ...]) -> Rhythm:
    """Return a random rhythm."""
    every_s = random.choice(periods_s)
    return Rhythm(
        every_s=every_s,
        offset_s=random.randrange(0, every_s, 10),
        late_s=random.choice((0, 0, 10, 30)),
    )


def _car(random: Random, number: int, circuit: str, *, late: bool) -> Car:
    """Return a random car at a random charger."""
    minimum_a = random.choice((6, 6, 6, 8))
    return Car(
        name=f"car{number}",
        circuit=circuit,
        wanted_a=random.choice((0, 16, 32, random.randint(minimum_a, 32))),
        priority=random.randrange(3),
        minimum_a=minimum_a,
        rotation=random.choice(ROTATIONS),
        rotation_known=random.random() < 0.8,
        told_phases=random.choice((1, 3)),
        real_phases=random.choice((1, 2, 3)),
        takes=random.choice((1.0, 1.0, 0.9, 0.0)),
        latency_s=random.choice((0, 10, 60)),
        tells=random.choice((*[Tells.CURRENTS] * 4, Tells.POWER, Tells.NOTHING)),
        rhythm=_rhythm(random, (10, 10, 30, 60, 300)) if late else Rhythm(),
    )
