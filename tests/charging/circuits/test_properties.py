"""What holds for every site: no fuse is asked for too much, no car gets a useless limit, nobody waits for ever."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import example, given, settings, strategies as st

from custom_components.plug_control.charging.circuits.circuit import CircuitDecision, share_circuits
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
)
from custom_components.plug_control.charging.circuits.tree import PHASES, Circuit, CircuitTree
from custom_components.plug_control.charging.types import TimedValue
from tests.charging.circuit_site import ROTATIONS, START, STEP, Car, Rhythm, Site, Tells, sites

EXAMPLES = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=25, deadline=None)
SETTLED_STEPS = 24
"""After so many, each limit is in force, and each meter and charger has told what it did."""


def disturb(site: Site, random: Random) -> None:
    """Let cars come and go, chargers fall silent and come back, and disobey for a while, and meters fall silent."""
    for car in site.cars:
        if random.random() < 0.05:
            car.wanted_a = random.choice((0, car.minimum_a, 16, 32))
        known = site.state.members.get(car.name)
        found_out = not car.excess_a or (known is not None and known.disobeys)
        if random.random() < (0.05 if car.online else 0.03) and found_out:
            car.connect(not car.online, site.now)
        settled = site.now >= START + timedelta(seconds=100)
        if random.random() < 0.03 and tells_at_once(car) and car.online and settled:
            car.excess_a = 0.0 if car.excess_a else random.choice((3.0, 10.0))
    if random.random() < 0.01:
        site.silent_until = site.now + timedelta(seconds=random.choice((60, 200)))


def tells_at_once(car: Car) -> bool:
    """Return whether a charger that draws too much would be found out at once."""
    return car.tells is Tells.CURRENTS and (car.rhythm.every_s, car.rhythm.late_s) == (10, 0)


def asked_a(
    site: Site, decision: CircuitDecision, place: int, position: int
) -> tuple[float, float]:
    """Return what a circuit's phase is asked to bear by the cars that obey, and by all else, counted independently.

    One that draws more than it may counts with what it draws, within the tolerance with as much more than its limit. A charger
    that has been away for long counts with what it draws, where a meter on its way shows that.

    Until a lower limit must have come into force, one that obeys and one that does not draw the same: the former limit, and the
    tolerance at most, as before. So what it draws beyond the lower limit counts only then: nobody is off for minutes because
    another has had no time to obey.
    """
    obeying, others = 0.0, site.house_through_a(place)[position]
    for car in site.cars:
        if place not in site.tree.paths[car.circuit]:
            continue
        used = car.rotation[: min(car.told_phases, car.real_phases)]
        real = PHASES[position] in used
        drawn_a = car.drawn_a()[position]
        if not car.online and is_shown(site, car):
            others += drawn_a
            continue
        limit_a = decision.allowances[car.name].limit_a if car.online else car.confirmed_a
        excess_a = max(drawn_a - car.in_force_a, 0.0) if car.online else 0.0
        if not car.online or excess_a > site.settings.tolerance_a:
            others += max(limit_a if real else 0.0, drawn_a if car.online else 0.0)
        else:
            obeying += limit_a if real else 0.0
            others += excess_a
    return obeying, others


def is_shown(site: Site, car: Car) -> bool:
    """Return whether a meter tells what a charger draws that has been away for long."""
    long_ago = site.now - timedelta(seconds=site.settings.away_s) - STEP
    path = site.tree.paths[car.circuit]
    measured = any(site.tree.circuits[place].circuit in site.measured for place in path)
    return measured and car.away_since is not None and car.away_since <= long_ago


def lowered_while_it_exceeds_its_limit() -> Site:
    """Return a site on which seed 2 lets a charger draw 10 A at 9 A; it is lowered to 8 A and draws on."""
    phases: dict[str, Any] = {"told_phases": 1, "real_phases": 1}
    late = Rhythm(late_s=10)
    return Site(
        tree=CircuitTree((Circuit(circuit="c0", limits_a=(10, 18, 10), assumed_a=(0, 3, 0)),)),
        house_a={"c0": (0, 3, 0)},
        cars=[
            Car(name="car0", circuit="c0", wanted_a=0, latency_s=0, real_phases=2, rhythm=late),
            Car(
                name="car1",
                circuit="c0",
                wanted_a=0,
                priority=1,
                rotation=ROTATIONS[1],
                takes=0.0,
                **phases,
            ),
            Car(name="car2", circuit="c0", wanted_a=0, latency_s=0, rhythm=late, **phases),
            Car(name="car3", circuit="c0", wanted_a=0, latency_s=0, **phases),
        ],
    )


@EXAMPLES
@example(site=lowered_while_it_exceeds_its_limit(), seed=2)
@given(site=sites(), seed=st.integers(0, 10_000))
def test_no_circuit_is_asked_for_more_than_its_limit_on_any_phase(site: Site, seed: int) -> None:
    """Chargers that are offline or disobey count with their last limit or their draw, the house with what it takes."""
    random = Random(seed)
    for _ in range(40):
        disturb(site, random)
        decision = site.step()
        for place, circuit in enumerate(site.tree.circuits):
            for position in range(3):
                obeying, others = asked_a(site, decision, place, position)
                if obeying:
                    assert obeying + others <= circuit.limits_a[position] + 1e-6


@EXAMPLES
@given(site=sites(), seed=st.integers(0, 10_000))
def test_what_really_flows_fits_minutes_after_the_last_charger_fell_silent_or_drew_too_much(
    site: Site, seed: int
) -> None:
    """Whatever was counted meanwhile. What nobody can lower may exceed a fuse by itself; then no other car charges behind it."""
    random = Random(seed)
    for _ in range(30):
        disturb(site, random)
        site.step()
    for car in site.cars:
        if tells_at_once(car) and car.online and not car.excess_a:
            car.excess_a = random.choice((0.0, 0.5, 1.0))
    for step in range(60):
        site.step()
        for place, circuit in enumerate(site.tree.circuits):
            obeying, others = flows_a(site, place)
            for position, limit_a in enumerate(circuit.limits_a):
                if step >= SETTLED_STEPS and obeying[position]:
                    assert obeying[position] + others[position] <= limit_a + 1e-6


def flows_a(site: Site, place: int) -> tuple[list[float], list[float]]:
    """Return what really flows through a circuit to the cars that may charge and obey, and to all else, by phase."""
    obeying, others = [0.0, 0.0, 0.0], site.house_through_a(place)
    for car in site.cars:
        if place in site.tree.paths[car.circuit]:
            beyond_a = car.current_a() - car.acting_a
            obeys = car.online and car.acting_a and beyond_a <= site.settings.tolerance_a
            loads_a = obeying if obeys else others
            for position, drawn_a in enumerate(car.drawn_a()):
                loads_a[position] += drawn_a
    return obeying, others


@EXAMPLES
@given(site=sites(), seed=st.integers(0, 10_000))
def test_no_fuse_carries_more_than_its_limit_while_limits_come_into_force(
    site: Site, seed: int
) -> None:
    """With chargers that obey late and fall silent, what really flows never exceeds a limit."""
    random = Random(seed)
    for _ in range(40):
        for car in site.cars:
            if random.random() < 0.15:
                car.wanted_a = random.choice((0, car.minimum_a, 16, 32))
            if random.random() < 0.05:
                car.connect(not car.online, site.now)
        site.step()
        for place, circuit in enumerate(site.tree.circuits):
            house_a = site.house_through_a(place)
            for position, current_a in enumerate(site.through_a(place)):
                limit_a = max(circuit.limits_a[position], house_a[position])
                assert current_a <= limit_a + 1e-6


@EXAMPLES
@given(site=sites(), seed=st.integers(0, 10_000))
def test_r29_no_car_is_given_1_to_5_amperes_nor_more_than_it_wants(site: Site, seed: int) -> None:
    random = Random(seed)
    for _ in range(30):
        disturb(site, random)
        decision = site.step()
        for car in site.cars:
            if car.online:
                limit_a = decision.allowances[car.name].limit_a
                assert limit_a == 0 or car.minimum_a <= limit_a <= car.wanted_a
                assert (decision.allowances[car.name].reason is None) == (limit_a == car.wanted_a)


@EXAMPLES
@given(site=sites(), other=st.floats(0, 100), seed=st.integers(0, 10_000))
def test_no_decision_depends_on_a_reading_older_than_its_limit(
    site: Site, other: float, seed: int
) -> None:
    for _ in range(5):
        site.step()
    limit_s = max(site.settings.reading_limit_s, site.settings.drawn_limit_s)
    now = site.now + timedelta(seconds=limit_s + 1)
    random = Random(seed)
    decisions = []
    for value in (None, other, random.uniform(0, 100)):
        old = None if value is None else TimedValue(value, site.now)
        members = [_with_readings(car, old, now) for car in site.cars]
        measured = dict.fromkeys(site.measured, (old, old, old))
        decisions.append(
            share_circuits(site.tree, members, measured, site.state, site.settings, now)
        )
    assert decisions[0] == decisions[1] == decisions[2]


def _with_readings(car: Car, reading: TimedValue | None, now: datetime) -> CircuitMember:
    """Return what is known of a car, with other readings."""
    return replace(car.member(now), drawn_a=(reading, reading, reading))


@FEW
@given(site=sites(most_cars=5), start=st.integers(0, 3))
def test_nobody_waits_for_ever(site: Site, start: int) -> None:
    """Of cars of one priority that never finish, each that fits by itself gets its turn, again and again."""
    site.settings = CircuitSettings(turn_s=100, off_s=50)
    for car in site.cars:
        car.priority = 0
        car.takes = 1.0
        car.wanted_a = car.minimum_a if start else 32
        car.latency_s = 10
    turns_s = (len(site.cars) + 1) * (site.settings.turn_s + 60)
    steps = int(turns_s / STEP.total_seconds())
    charged: set[str] = set()
    for step in range(3 * steps):
        decision = site.step()
        charged |= {name for name, given in decision.allowances.items() if given.limit_a}
        if step % steps == steps - 1:
            waiting = {car.name for car in site.cars if fits_alone(site, car)} - charged
            assert not waiting
            charged = set()


def test_cars_that_exclude_each_other_take_turns_though_one_is_on_nobody_knows_which_phase() -> (
    None
):
    """What the one draws must not pass for the house's, which would leave the other too little for ever."""
    circuit = Circuit(circuit="main", limits_a=(12, 10, 10))
    site = Site(
        tree=CircuitTree((circuit,)),
        house_a={"main": (0, 0, 0)},
        measured=frozenset({"main"}),
        cars=[
            Car(
                name="known", circuit="main", wanted_a=8, minimum_a=8, told_phases=1, real_phases=1
            ),
            Car(
                name="unknown",
                circuit="main",
                wanted_a=6,
                told_phases=1,
                real_phases=1,
                rotation_known=False,
            ),
        ],
    )
    charged_s = dict.fromkeys(("known", "unknown"), 0.0)
    for _ in range(360):
        for name, allowance in site.step().allowances.items():
            charged_s[name] += STEP.total_seconds() if allowance.limit_a else 0
    assert min(charged_s.values()) > 1200


def fits_alone(site: Site, car: Car) -> bool:
    """Return whether a car's minimum fits beside the house on all phases that it may count on."""
    used = car.rotation[: car.told_phases] if car.rotation_known else PHASES
    return all(
        site.tree.circuits[place].limits_a[position] - site.house_through_a(place)[position]
        >= car.minimum_a
        for place in site.tree.paths[car.circuit]
        for position, phase in enumerate(PHASES)
        if phase in used
    )


@FEW
@given(site=sites(), seed=st.integers(0, 10_000))
def test_the_same_inputs_give_the_same_decisions(site: Site, seed: int) -> None:
    again = deepcopy(site)
    for one in (site, again):
        random = Random(seed)
        for _ in range(10):
            disturb(one, random)
            one.step()
    assert site.state == again.state
    assert site.decide() == again.decide()
