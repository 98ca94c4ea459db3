"""A house with chargers as they really are: they obey late, at their own times, or go offline; and the rounds that limit them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
import math

from custom_components.plug_control.charging.circuits.tree import CircuitTree
from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.grid_signal.signal import (
    GridLimit,
    SignalSettings,
    SignalState,
    SourceReading,
    judge,
)
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    ConnectorVerdict,
    RoundInputs,
    RoundState,
    Wiring,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings
from custom_components.plug_control.charging.types import (
    NOMINAL_VOLTAGE_V,
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    TimedValue,
)

START = datetime(2026, 1, 15, 12, tzinfo=UTC)
C2EU = ChargerTraits(phases=3, period_s=300.0, pause_is_final=True)
QUICK = ChargerTraits(phases=3)


@dataclass(kw_only=True)
class Charger:
    """A charger with a car that takes all that it may."""

    traits: ChargerTraits = QUICK
    car_phases: int = 3
    maximum_a: int = 16
    mode: Mode = Mode.FAST
    connected: bool = True
    online: bool = True
    stops_at_once: bool = False
    wiring: Wiring | None = None
    sent: list[tuple[datetime, int]] = field(default_factory=list)
    """Limits with the moments from which they act."""
    confirmed_a: int | None = None
    stopped: bool = False
    """Whether the transaction was stopped."""

    def limit_a(self, now: datetime) -> int:
        """Return the limit in force."""
        acting = [limit_a for at, limit_a in self.sent if at <= now]
        return acting[-1] if acting else self.maximum_a

    def power_w(self, now: datetime) -> float:
        """Return what the car draws."""
        if not self.connected or self.stopped:
            return 0.0
        phases = min(self.car_phases, self.traits.phases)
        return self.limit_a(now) * phases * NOMINAL_VOLTAGE_V

    def most_w(self) -> float:
        """Return the most that it can draw."""
        return self.maximum_a * self.traits.phases * NOMINAL_VOLTAGE_V

    def tell(self, verdict: ConnectorVerdict, now: datetime) -> None:
        """Take a verdict."""
        if not self.online or verdict.limit_a is None:
            return
        if verdict.at_once and self.connected:
            self.stopped = True
        if verdict.limit_a != self.confirmed_a:
            self.confirmed_a = verdict.limit_a
            self.sent.append((self.traits.effect_at(now), verdict.limit_a))
        elif self.stopped and verdict.limit_a and self.limit_a(now) <= verdict.limit_a:
            self.stopped = False  # its transaction is started again

    def row(self, now: datetime) -> ConnectorRow:
        """Return what a round sees of it."""
        current_a = self.power_w(now) / NOMINAL_VOLTAGE_V / min(self.car_phases, self.traits.phases)
        one, two, three = (
            TimedValue(current_a if at < self.car_phases else 0.0, now) for at in range(3)
        )
        return ConnectorRow(
            case=DecisionInputs(
                settings=ConnectorSettings(
                    mode=self.mode, maximum_a=self.maximum_a, charger=self.traits
                ),
                readings=ConnectorReadings(connected=self.connected, currents_a=(one, two, three)),
            ),
            online=self.online,
            wiring=self.wiring,
            told_a=self.maximum_a if self.confirmed_a is None else self.confirmed_a,
            confirmed_a=self.confirmed_a,
            stops_at_once=self.stops_at_once,
            charging=self.connected and not self.stopped,
        )


@dataclass(kw_only=True)
class House:
    """Rounds every ten seconds."""

    chargers: dict[str, Charger]
    settings: SignalSettings = field(default_factory=SignalSettings)
    tree: CircuitTree = field(default_factory=lambda: CircuitTree(()))
    now: datetime = START
    source_w: float | None = math.inf
    """What the source says; None: nothing."""
    other_w: float = 0.0
    measured: bool = True
    signal: SignalState = field(default_factory=SignalState)
    state: RoundState = field(default_factory=RoundState)
    limit: GridLimit | None = None
    verdicts: dict[str, ConnectorVerdict] = field(default_factory=dict)

    def drawn_w(self) -> float:
        """Return what all chargers draw now."""
        return sum(charger.power_w(self.now) for charger in self.chargers.values())

    def restart(self) -> None:
        """Lose what is only in memory; the signal's state is stored."""
        self.state = RoundState()

    def round(self) -> dict[str, ConnectorVerdict]:
        """Decide once, then let ten seconds pass."""
        reading = None
        if self.source_w is not None:
            reading = SourceReading(limit_w=self.source_w, at=self.now)
        maxima_w = [charger.most_w() for charger in self.chargers.values()]
        self.limit, self.signal = judge(reading, self.signal, self.settings, maxima_w, self.now)
        grid_w = None
        if self.measured:
            grid_w = TimedValue(self.drawn_w() + self.other_w, self.now)
        inputs = RoundInputs(
            now=self.now,
            readings=SiteReadings(grid_w=grid_w),
            connectors={name: one.row(self.now) for name, one in self.chargers.items()},
            tree=self.tree,
            grid_limit=None if self.limit is None else replace(self.limit, assumed_w=2300.0),
        )
        decision = decide_round(inputs, self.state)
        self.state = decision.state
        self.verdicts = dict(decision.verdicts)
        for name, charger in self.chargers.items():
            charger.tell(decision.verdicts[name], self.now)
        self.now += timedelta(seconds=10)
        return self.verdicts

    def run(self, seconds: float) -> None:
        """Decide for so long."""
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.round()
