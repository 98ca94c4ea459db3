"""Compute the other loads of a circuit: its measured currents less those of the connectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
import math

from custom_components.plug_control.charging.types import TimedValue

from .member_types import CircuitSettings, ObservedMember
from .tree import CircuitTree

type PhaseCurrents = tuple[TimedValue | None, TimedValue | None, TimedValue | None]
"""A circuit's measured currents on L1, L2 and L3, of everything behind its fuse; export is negative."""
type RecentReadings = tuple[TimedValue, ...]
"""Recent other loads on one phase, with their times of measurement."""

UNMEASURED: PhaseCurrents = (None, None, None)


@dataclass(frozen=True, slots=True)
class AwayCharger:
    """An away charger, and the current that it counts with in a slot that no meter shows."""

    connector: str
    share_a: float


@dataclass(frozen=True, slots=True)
class ShownLoad:
    """The load of others and away chargers together, as a meter shows it in a slot."""

    reading: TimedValue
    away: tuple[str, ...]
    """Connectors of those chargers."""
    known: RecentReadings
    load_a: float


@dataclass(frozen=True, slots=True)
class OtherLoads:
    """Other loads by slot, and what to remember of them."""

    others_a: list[float]
    """Without the away chargers."""
    known: tuple[RecentReadings, ...]
    away_a: list[float]
    """Current of the away chargers."""
    away: dict[int, AwayCharger]
    """By slot, the away charger that counts with most where no meter shows its draw."""
    shown: tuple[ShownLoad | None, ...]
    """By slot, what a meter shows of them and of away chargers; None: nothing of the latter."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A measured phase of a circuit, and its limit."""

    reading: TimedValue
    position: int
    limit_a: float

    def known(
        self, before: RecentReadings, expected_a: float, members: Sequence[ObservedMember]
    ) -> RecentReadings:
        """Return the recent loads of all but these members, the present one last.

        Meter and chargers are read at different times, so a starting car would look like another load. So the load known
        before (else `expected_a`) stays, within bounds: at least the reading less all that the members may have drawn, at
        most the reading less what they surely drew.
        """
        position, reading = self.position, self.reading
        # Believe an overload at once: a charger draws what it last reported under its present limit.
        overloaded = reading.value > self.limit_a
        least_a = most_a = reading.value
        for one in members:
            drew_least_a, drew_most_a = one.drew_a(position, reading.at)
            if overloaded:
                drew_most_a = one.told_a(position, reading.at)
            elif not before and not one.state.disobeys:
                # Limits from before the first look are unknown: assume that it drew no more than it may now.
                drew_most_a = min(drew_most_a, one.state.held[-1].limit_a)
            most_a -= drew_least_a
            least_a -= drew_most_a
        value = before[-1].value if before else expected_a
        # Export makes no room: a cloud would take it away faster than a charger obeys.
        found = TimedValue(max(min(max(value, least_a), most_a), 0.0), reading.at)
        # Earlier loads count only while they are higher.
        return (*(load for load in before if load.value > found.value), found)


def other_loads(
    tree: CircuitTree,
    measured: Sequence[PhaseCurrents],
    members: Sequence[ObservedMember],
    known: tuple[RecentReadings, ...],
    settings: CircuitSettings,
    now: datetime,
    shown_before: tuple[ShownLoad | None, ...] = (),
) -> OtherLoads:
    """Return the other loads by slot; a circuit's load counts in its feeders, too."""
    count = 3 * len(tree.circuits)
    known = known if len(known) == count else ((),) * count
    shown_before = shown_before if len(shown_before) == count else (None,) * count
    inside: list[list[ObservedMember]] = [[] for _ in tree.circuits]
    for one in members:
        for place in tree.paths[one.member.circuit]:
            inside[place].append(one)
    others_a = [0.0] * count
    shown: list[ShownLoad | None] = [None] * count
    remembered: list[RecentReadings] = [()] * count
    for place in tree.upwards():
        circuit = tree.circuits[place]
        for position in range(3):
            slot = 3 * place + position
            recent = _fresh(known[slot], settings.reading_limit_s, now)
            reading = measured[place][position]
            load_a = circuit.assumed_a[position]
            if reading is not None and reading.is_fresh(now, settings.reading_limit_s):
                through = _Slot(reading, position, circuit.limits_a[position])
                recent = through.known(recent, load_a, inside[place])
                load_a = _held(recent, settings, now)
                last = shown_before[slot]
                shown[slot] = _shown(through, inside[place], load_a, last, settings, now)
            remembered[slot] = recent
            others_a[slot] = max(others_a[slot], load_a)
        if circuit.parent is not None:
            _pass_on(others_a, place, tree.paths[circuit.circuit][1])
    away_a, away = _away(tree, members, others_a, shown)
    return OtherLoads(others_a, tuple(remembered), away_a, away, tuple(shown))


def _shown(
    through: _Slot,
    members: Sequence[ObservedMember],
    others_a: float,
    last: ShownLoad | None,
    settings: CircuitSettings,
    now: datetime,
) -> ShownLoad | None:
    """Return what the meter shows of others and those away chargers whose draw it shows; None: it shows none's."""
    gone = [one for one in members if one.is_told_by(through.reading)]
    if not gone:
        return None
    names = tuple(one.member.connector for one in gone)
    # What was known beside other away chargers would hide what these draw.
    same = last.known if last is not None and last.away == names else ()
    found = through.known(
        _fresh(same, settings.reading_limit_s, now),
        others_a + sum(one.committed_a[through.position] for one in gone),
        [one for one in members if not one.is_told_by(through.reading)],
    )
    return ShownLoad(through.reading, names, found, _held(found, settings, now))


def _away(
    tree: CircuitTree,
    members: Sequence[ObservedMember],
    others_a: Sequence[float],
    shown: Sequence[ShownLoad | None],
) -> tuple[list[float], dict[int, AwayCharger]]:
    """Return the away chargers' current by slot, and by slot the largest of them where no meter shows it.

    Each counts with what it may draw, at most with what any meter on its path shows beside the present connectors.
    """
    away_a = [
        0.0 if found is None else max(found.load_a - load_a, 0.0)
        for found, load_a in zip(shown, others_a, strict=True)
    ]
    named: dict[int, AwayCharger] = {}
    for one in members:
        if not one.away:
            continue
        path = tree.paths[one.member.circuit]
        for position in range(3):
            slots = [3 * place + position for place in path]
            tells = {
                slot: found.load_a
                for slot in slots
                if (found := shown[slot]) is not None and one.is_told_by(found.reading)
            }
            share_a = min(one.committed_a[position], *tells.values(), math.inf)
            for slot in slots:
                if slot in tells:
                    continue
                away_a[slot] += share_a
                if share_a and (slot not in named or share_a > named[slot].share_a):
                    named[slot] = AwayCharger(one.member.connector, share_a)
    return away_a, named


def _pass_on(others_a: list[float], place: int, feeder: int) -> None:
    """Add a circuit's load to what its feeder surely carries."""
    for position in range(3):
        others_a[3 * feeder + position] += others_a[3 * place + position]


def _fresh(known: RecentReadings, limit_s: float, now: datetime) -> RecentReadings:
    """Return the loads that are at most `limit_s` old."""
    return tuple(load for load in known if load.is_fresh(now, limit_s))


def _held(known: RecentReadings, settings: CircuitSettings, now: datetime) -> float:
    """Return the highest load of the last `hold_s`, or the last known one."""
    return max(load.value for load in (*_fresh(known, settings.hold_s, now), known[-1]))
