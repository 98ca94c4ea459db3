"""Circuits: what each connector may take now, and why not more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.plug_control.charging.circuits.circuit import (
    Allowance,
    CircuitDecision,
    CircuitState,
    share_circuits,
)
from custom_components.plug_control.charging.circuits.loads import PhaseCurrents
from custom_components.plug_control.charging.circuits.member_types import (
    CircuitMember,
    CircuitSettings,
)
from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    PerPhase,
    on_each_phase,
)
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    GridPhase,
    Reason,
    ReasonCode,
    Rotation,
    TimedValue,
)

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS = CircuitSettings(turn_s=600)
SHIFTED: Rotation = (GridPhase.L2, GridPhase.L3, GridPhase.L1)


def main_fuse(limit_a: float = 25, assumed_a: float = 0) -> CircuitTree:
    """Return one circuit."""
    circuit = Circuit(
        circuit="main", limits_a=on_each_phase(limit_a), assumed_a=on_each_phase(assumed_a)
    )
    return CircuitTree((circuit,))


def member(name: str = "a", wanted_a: int = 16, **more: Any) -> CircuitMember:
    """Return a connector that takes limits at once and has been told 0 A."""
    plain = CircuitMember(
        connector=name,
        circuit="main",
        wanted_a=wanted_a,
        confirmed_a=0,
        charger=ChargerTraits(latency_s=10, start_s=20),
    )
    return replace(plain, **more)


def at(seconds: float) -> datetime:
    """Return a moment after the start."""
    return START + timedelta(seconds=seconds)


def drawn(current_a: float, moment: datetime, phases: int = 3) -> PhaseCurrents:
    """Return readings of a car on so many phases."""
    one, two, three = (
        TimedValue(current_a if number < phases else 0.0, moment) for number in range(3)
    )
    return (one, two, three)


class Run:
    """Decisions one after the other, each with the state of the last."""

    def __init__(self, tree: CircuitTree) -> None:
        """Begin with no state."""
        self.tree = tree
        self.state = CircuitState()

    def decide(
        self, seconds: float, *members: CircuitMember, main_a: float | PerPhase | None = None
    ) -> CircuitDecision:
        """Decide so many seconds after the start, with fresh readings of the main circuit."""
        measured: dict[str, PhaseCurrents] = {}
        if main_a is not None:
            values = main_a if isinstance(main_a, tuple) else on_each_phase(main_a)
            one, two, three = (TimedValue(value, at(seconds)) for value in values)
            measured["main"] = (one, two, three)
        decision = share_circuits(self.tree, members, measured, self.state, SETTINGS, at(seconds))
        self.state = decision.state
        return decision

    def limits(
        self, seconds: float, *members: CircuitMember, main_a: float | PerPhase | None = None
    ) -> list[int]:
        """Return the limits in the order of the members that can be told."""
        decision = self.decide(seconds, *members, main_a=main_a)
        return [
            decision.allowances[one.connector].limit_a
            for one in members
            if one.connector in decision.allowances
        ]


def test_what_was_in_force_before_we_looked_counts_until_our_limits_have_acted() -> None:
    assert Run(main_fuse(37)).limits(0, member("a"), member("b")) == [0, 0]
    run = Run(main_fuse(40))
    run.limits(0, member())
    run.limits(20, member())
    other = member("b", wanted_a=0)
    assert run.limits(30, member(), other) == [8, 0]
    assert run.limits(39, member(), other) == [8, 0]
    assert run.limits(40, member(), other) == [16, 0]


def test_a_charger_that_has_accepted_nothing_yet_counts_with_all_that_it_can_give() -> None:
    run = Run(main_fuse(40))
    unknown = member("b", wanted_a=0, confirmed_a=None, maximum_a=32)
    run.limits(0, member(), unknown)
    assert run.limits(60, member(), unknown) == [8, 0]


def test_a_lower_limit_makes_room_only_once_it_has_acted() -> None:
    run = Run(main_fuse(25))
    running, waiting = member("a", confirmed_a=16), member("b", wanted_a=0)
    run.limits(0, running, waiting)
    assert run.limits(20, running, waiting) == [16, 0]
    waiting = replace(waiting, wanted_a=16)
    assert run.limits(30, running, waiting) == [13, 9]
    running = replace(running, confirmed_a=13)
    waiting = replace(waiting, confirmed_a=9)
    assert run.limits(40, running, waiting) == [13, 9]
    assert run.limits(50, running, waiting) == [13, 12]


def test_several_lower_limits_count_one_after_the_other() -> None:
    run = Run(main_fuse(30))
    slow = ChargerTraits(latency_s=100)
    lowered = member("a", wanted_a=0, confirmed_a=24, charger=slow)
    run.limits(0, lowered, member("b"))
    run.limits(100, lowered, member("b"))
    assert run.limits(110, replace(lowered, confirmed_a=20), member("b")) == [0, 6]
    told = replace(lowered, confirmed_a=10)
    other = member("b", confirmed_a=6)
    assert run.limits(150, told, other) == [0, 6]
    assert run.limits(210, told, other) == [0, 10]
    assert run.limits(250, told, other) == [0, 16]


def test_a_period_boundary_is_when_the_c2eu_takes_a_limit() -> None:
    run = Run(main_fuse(25))
    c2eu = ChargerTraits(latency_s=10, period_s=300)
    lowered = member("a", wanted_a=0, confirmed_a=20, charger=c2eu)
    run.limits(0, lowered, member("b"))
    run.limits(310, lowered, member("b"))
    lowered = replace(lowered, confirmed_a=0)
    assert run.limits(320, lowered, member("b")) == [0, 0]
    assert run.limits(599, lowered, member("b")) == [0, 0]
    assert run.limits(600, lowered, member("b")) == [0, 16]


def test_an_offline_charger_counts_with_its_last_limit_and_is_told_nothing() -> None:
    run = Run(main_fuse(25))
    gone = member("gone", confirmed_a=14, online=False)
    run.decide(0, gone, member())
    decision = run.decide(60, gone, member())
    assert dict(decision.allowances) == {
        "a": Allowance(
            limit_a=11,
            reason=Reason(
                code=ReasonCode.LIMITED_BY_AWAY,
                current_a=11,
                circuit="main",
                phase=GridPhase.L1,
                away="gone",
                away_a=14,
            ),
        )
    }


def test_an_offline_charger_counts_with_what_it_falls_back_to_where_that_is_more() -> None:
    run = Run(main_fuse(20))
    gone = member("gone", confirmed_a=0, online=False, fallback_a=6)
    run.limits(0, gone, member())
    assert run.limits(60, gone, member()) == [14]


def away_and_here(run: Run, seconds: float, **more: Any) -> Allowance:
    """Return what a car gets beside two chargers that are away, each with 32 A."""
    away = [member(name, confirmed_a=32, online=False) for name in ("gone", "lost")]
    return run.decide(seconds, *away, member("here"), **more).allowances["here"]


def test_a_charger_that_is_away_counts_with_no_more_than_the_meter_shows() -> None:
    run = Run(main_fuse(35, assumed_a=5))
    assert away_and_here(run, 0).limit_a == 0
    assert away_and_here(run, 60).limit_a == 0
    assert away_and_here(run, 130, main_a=1).limit_a == 16
    run = Run(main_fuse(35, assumed_a=5))
    away_and_here(run, 0)
    assert away_and_here(run, 60, main_a=24).limit_a == 11


def test_a_charger_that_has_just_gone_counts_with_all_that_it_may_draw() -> None:
    """It may have been told something a moment ago, and be back in another."""
    run = Run(main_fuse(35))
    there = member("gone", confirmed_a=32, drawn_a=drawn(0, at(0)))
    run.decide(0, there, member("here"), main_a=0)
    run.decide(20, there, member("here"), main_a=0)
    gone = replace(there, online=False, drawn_a=drawn(0, at(0)))
    assert run.limits(30, gone, member("here"), main_a=0) == [0]
    assert run.limits(140, gone, member("here"), main_a=0) == [0]
    assert run.limits(150, gone, member("here"), main_a=0) == [16]
    # What it begins to draw is seen like the house's, and it counts again with its limit when it is back.
    here = member("here", confirmed_a=16)
    assert run.limits(160, gone, here, main_a=36) == [15]
    assert run.limits(170, there, member("here", wanted_a=10, confirmed_a=6), main_a=6) == [16, 6]


def test_a_reading_from_before_its_last_limit_acted_shows_nothing_of_a_charger_that_is_away() -> (
    None
):
    run = Run(main_fuse(35))
    slow = ChargerTraits(latency_s=60)
    told = member("gone", confirmed_a=0, charger=slow)
    for seconds in (0, 90):
        run.decide(seconds, told, member("here"), main_a=0)
    gone = replace(told, confirmed_a=32, online=False)
    run.decide(100, gone, member("here"), main_a=0)
    run.decide(120, gone, member("here"), main_a=0)
    old = {"main": drawn(0, at(125))}
    state = run.state
    for seconds, limit_a in ((215, 0), (225, 0), (240, 0)):
        decision = share_circuits(
            run.tree, [gone, member("here")], old, state, SETTINGS, at(seconds)
        )
        state = decision.state
        assert decision.allowances["here"].limit_a == limit_a


def test_what_a_meter_shows_of_one_charger_that_is_away_hides_nothing_of_a_second() -> None:
    """The second's last limit acted after the meter was read; the next reading shows both."""
    run = Run(main_fuse(32, assumed_a=4))
    first = member("first", confirmed_a=0, online=False)
    second = member("second", confirmed_a=0, charger=ChargerTraits(latency_s=60))
    here = member("here", confirmed_a=12)
    for seconds in (0, 90):
        run.decide(seconds, first, second, here, main_a=4)
    second = replace(second, confirmed_a=16, online=False)
    run.decide(100, first, second, here, main_a=4)
    old = {"main": drawn(4, at(150))}
    members = [first, second, here]
    decision = share_circuits(run.tree, members, old, run.state, SETTINGS, at(220))
    assert decision.allowances["here"].limit_a == 12
    run.state = decision.state
    assert run.limits(230, *members, main_a=20) == [12]
    assert run.limits(300, *members, main_a=20) == [12]


def test_what_the_main_fuse_shows_bounds_a_charger_that_is_away_behind_a_smaller_one() -> None:
    tree = CircuitTree(
        (
            Circuit(circuit="main", limits_a=on_each_phase(63)),
            Circuit(circuit="garage", parent="main", limits_a=on_each_phase(32)),
        )
    )
    run = Run(tree)
    gone = member("gone", circuit="garage", confirmed_a=32, online=False)
    here = member("here", circuit="garage")
    assert run.limits(0, gone, here) == [0]
    assert run.limits(130, gone, here, main_a=4) == [16]


def test_the_charger_that_counts_with_most_while_it_is_away_is_named_with_its_share() -> None:
    run = Run(main_fuse(35))
    away_and_here(run, 0)
    reason = away_and_here(run, 60).reason
    assert reason == Reason(
        code=ReasonCode.LIMITED_BY_AWAY,
        current_a=0,
        circuit="main",
        phase=GridPhase.L1,
        away="gone",
        away_a=32,
    )
    assert away_and_here(Run(main_fuse(35)), 0, main_a=30).reason == Reason(
        code=ReasonCode.LIMITED_BY_CIRCUIT, current_a=0, circuit="main", phase=GridPhase.L1
    )


def test_what_a_charger_draws_within_the_tolerance_above_its_limit_counts_too() -> None:
    """31 A behind 30: it is told less by so much."""
    run = Run(main_fuse(30))
    over = member("over", wanted_a=20, confirmed_a=20)
    other = member("other", wanted_a=10, confirmed_a=10)
    run.limits(0, over, other)
    assert run.limits(60, over, other) == [20, 10]
    over = replace(over, drawn_a=drawn(20.9, at(70)))
    assert run.limits(70, over, other) == [19, 10]
    over = replace(over, confirmed_a=19, drawn_a=drawn(19.9, at(100)))
    assert run.limits(100, over, other) == [19, 10]
    # It is remembered for a while, so that noise moves nobody.
    over = replace(over, drawn_a=drawn(18.9, at(120)))
    assert run.limits(120, over, other) == [19, 10]
    over = replace(over, drawn_a=drawn(18.9, at(300)))
    assert run.limits(300, over, other) == [20, 10]


def test_a_car_that_a_circuit_switched_off_says_for_how_long_it_stays_so() -> None:
    run = Run(main_fuse(20))
    car = member(confirmed_a=16)
    run.decide(0, car, main_a=16)
    run.decide(60, car, main_a=16)
    assert run.limits(70, car, main_a=37) == [0]
    off = member(confirmed_a=0)
    decision = run.decide(200, off, main_a=0)
    assert decision.allowances["a"] == Allowance(
        limit_a=0,
        reason=Reason(
            code=ReasonCode.LIMITED_BY_CIRCUIT,
            current_a=0,
            wait_s=SETTINGS.off_s - 130,
            circuit="main",
            phase=GridPhase.L1,
        ),
    )
    assert run.limits(70 + SETTINGS.off_s, off, main_a=0) == [16]


def test_another_car_need_not_wait_because_one_was_switched_off() -> None:
    run = Run(main_fuse(20))
    car = member(confirmed_a=16)
    run.decide(0, car, main_a=16)
    run.decide(70, car, main_a=37)
    run.decide(80, member(wanted_a=6, connected=False), main_a=0)
    assert run.limits(150, member(), main_a=0) == [16]


def test_a_charger_that_draws_more_than_its_limit_counts_with_what_it_draws() -> None:
    run = Run(main_fuse(40))
    greedy = member("greedy", confirmed_a=16)
    run.limits(0, greedy, member())
    assert run.limits(60, replace(greedy, drawn_a=drawn(16.9, at(60))), member()) == [16, 16]
    assert run.limits(70, replace(greedy, drawn_a=drawn(24.2, at(70))), member()) == [16, 15]
    # Silent since: all that the charger can give.
    assert run.limits(300, greedy, member()) == [16, 8]
    assert run.limits(310, replace(greedy, drawn_a=drawn(15, at(310))), member()) == [16, 16]


def test_a_lowered_charger_that_draws_on_counts_with_that_once_it_must_have_obeyed() -> None:
    """Not before: one that obeys draws the same until then, and the other would be off for minutes."""
    run = Run(main_fuse(15))
    over, other = member("over", confirmed_a=9), member("other", wanted_a=6, confirmed_a=6)
    run.limits(0, over, other)
    assert run.limits(60, over, other) == [9, 6]
    assert run.limits(70, replace(over, drawn_a=drawn(10, at(70))), other) == [8, 6]
    over, lowered = replace(over, confirmed_a=8), run.state
    assert run.limits(80, replace(over, drawn_a=drawn(10, at(80))), other) == [8, 6]
    assert run.limits(90, replace(over, drawn_a=drawn(10, at(90))), other) == [8, 0]
    run.state = lowered
    run.limits(80, replace(over, drawn_a=drawn(10, at(80))), other)
    assert run.limits(90, replace(over, drawn_a=drawn(9, at(90))), other) == [8, 6]


def test_a_disobedient_charger_that_overloads_a_circuit_is_told_to_pause() -> None:
    run = Run(main_fuse(20))
    greedy = member("greedy", confirmed_a=16, drawn_a=drawn(21, at(60)))
    run.limits(0, greedy)
    run.limits(60, greedy)
    assert run.limits(61, greedy, member()) == [0, 0]


def test_a_disobedient_charger_that_is_not_wanted_stays_off() -> None:
    run = Run(main_fuse(20))
    idle = member("idle", wanted_a=0, confirmed_a=0)
    run.limits(0, idle)
    assert run.limits(60, replace(idle, drawn_a=drawn(8, at(60))), member()) == [0, 12]


def test_a_reading_from_before_a_lower_limit_is_no_disobedience() -> None:
    run = Run(main_fuse(32))
    lowered = member("a", wanted_a=6, confirmed_a=16)
    run.limits(0, lowered, member("b"))
    before = drawn(16, at(30))
    assert run.limits(30, replace(lowered, drawn_a=before), member("b")) == [6, 16]
    lowered = replace(lowered, confirmed_a=6, drawn_a=before)
    assert run.limits(40, lowered, member("b")) == [6, 16]
    assert run.limits(60, lowered, member("b", wanted_a=26)) == [6, 26]


def test_one_phase_cars_on_different_phases_do_not_share() -> None:
    run = Run(main_fuse(16))
    first = member("a", phases=1)
    second = member("b", phases=1, rotation=SHIFTED)
    run.limits(0, first, second)
    assert run.limits(60, first, second) == [16, 16]


def test_an_unknown_rotation_counts_on_every_phase() -> None:
    run = Run(main_fuse(16))
    first = member("a", phases=1)
    second = member("b", phases=1, rotation=None)
    run.limits(0, first, second)
    assert run.limits(60, first, second) == [8, 8]
    greedy = replace(second, confirmed_a=8, drawn_a=drawn(10, at(70), phases=1))
    assert run.limits(70, replace(first, confirmed_a=8), greedy) == [6, 8]


def test_a_one_phase_car_at_a_three_phase_charger_counts_where_it_is_really_on() -> None:
    run = Run(main_fuse(20))
    car = member("a", confirmed_a=10, rotation=SHIFTED)
    other = member("b", confirmed_a=10, phases=1)
    run.limits(0, car, other)
    seen = replace(car, drawn_a=drawn(10, at(60), phases=1))
    assert run.limits(60, seen, other) == [10, 10]
    seen = replace(car, drawn_a=drawn(10, at(215), phases=1))
    assert run.limits(215, seen, other) == [16, 16]
    # It draws on all three after all, or another car has come.
    assert run.limits(216, replace(car, drawn_a=drawn(10, at(216))), other) == [10, 10]


@pytest.mark.parametrize("change", [{"connected": False}, {"phases": 2}])
def test_what_was_learned_of_a_car_goes_with_it_or_with_a_change_of_phases(
    change: dict[str, Any],
) -> None:
    run = Run(main_fuse(20))
    car = member("a", confirmed_a=10, rotation=SHIFTED)
    for seconds in (0, 60, 215):
        seen = replace(car, drawn_a=drawn(10, at(seconds), phases=1))
        decision = run.decide(seconds, seen)
    assert decision.state.members["a"].seen
    decision = run.decide(216, member("a", **change))
    assert decision.state.members["a"].seen is None


def test_a_charger_that_does_not_measure_every_phase_teaches_nothing() -> None:
    run = Run(main_fuse(20))
    car = member("a", confirmed_a=10, drawn_a=(TimedValue(10, START), None, None))
    assert run.decide(0, car).state.members["a"].seen is None
    seen = run.decide(10, replace(car, phases=1)).state.members["a"].seen
    assert seen is not None
    assert seen.phases == (GridPhase.L1,)


def test_a_sub_distribution_and_the_main_fuse_both_hold() -> None:
    tree = CircuitTree(
        (
            Circuit(circuit="main", limits_a=(30, 30, 30)),
            Circuit(circuit="garage", parent="main", limits_a=(16, 20, 20)),
        )
    )
    run = Run(tree)
    members = [
        member("a", circuit="garage"),
        member("b", circuit="garage"),
        member("c"),
    ]
    run.limits(0, *members)
    assert run.limits(60, *members) == [8, 8, 14]


def test_cars_take_turns_where_there_is_not_enough_for_all() -> None:
    run = Run(main_fuse(8))
    limits = {"a": 0, "b": 0}
    charged: dict[str, int] = {"a": 0, "b": 0}
    for seconds in range(0, 6000, 10):
        members = [member(name, confirmed_a=limits[name]) for name in limits]
        told = run.limits(seconds, *members)
        limits = dict(zip(limits, told, strict=True))
        for name, limit_a in limits.items():
            charged[name] += limit_a > 0
    assert min(charged.values()) > 250


def test_one_that_waits_is_told_for_how_long_at_the_most() -> None:
    run = Run(main_fuse(8))
    names = ("a", "b", "c")
    run.decide(0, *(member(name) for name in names))
    run.decide(60, *(member(name) for name in names))
    decision = run.decide(
        160, *(member(name, confirmed_a=8 if name == "a" else 0) for name in names)
    )
    waiting = Reason(
        code=ReasonCode.WAITING_FOR_TURN, wait_s=500, circuit="main", phase=GridPhase.L1
    )
    assert decision.allowances["a"].limit_a == 8
    assert decision.allowances["b"].reason == waiting
    assert decision.allowances["c"].reason == replace(waiting, wait_s=1100)


def test_one_that_waits_for_a_higher_priority_is_told_no_time() -> None:
    run = Run(main_fuse(8))
    members = (member("a", priority=1), member("b"))
    run.decide(0, *members)
    reason = run.decide(60, *members).allowances["b"].reason
    assert reason == Reason(code=ReasonCode.WAITING_FOR_TURN, circuit="main", phase=GridPhase.L1)


def test_one_that_the_house_leaves_too_little_is_limited_by_the_circuit() -> None:
    run = Run(main_fuse(25, assumed_a=20))
    run.decide(0, member())
    reason = run.decide(60, member()).allowances["a"].reason
    assert reason == Reason(
        code=ReasonCode.LIMITED_BY_CIRCUIT, current_a=0, circuit="main", phase=GridPhase.L1
    )


def test_free_current_is_told_by_slot() -> None:
    run = Run(main_fuse(25))
    run.decide(0, member(phases=1))
    assert run.decide(60, member(phases=1)).free_a == (9, 25, 25)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"minimum_a": 5}, "minimum_a"), ({"wanted_a": 5}, "wanted_a"), ({"wanted_a": 33}, "wanted")],
)
def test_r29_a_wish_that_no_car_understands_is_refused(
    change: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        member(**change)


@pytest.mark.parametrize(
    ("parents", "message"),
    [
        ({"main": None, "garage": "attic"}, "unknown"),
        ({"main": "garage", "garage": "main"}, "feeds itself"),
    ],
)
def test_a_tree_that_is_none_is_refused(parents: dict[str, str | None], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CircuitTree(
            tuple(
                Circuit(circuit=name, parent=parent, limits_a=on_each_phase(16))
                for name, parent in parents.items()
            )
        )


def test_two_circuits_of_one_name_are_refused() -> None:
    circuit = Circuit(circuit="main", limits_a=on_each_phase(16))
    with pytest.raises(ValueError, match="one name"):
        CircuitTree((circuit, circuit))


# ---- connectors without a car


def test_what_lets_a_car_begin_at_once_is_given_back_to_one_that_charges() -> None:
    run = Run(main_fuse(16))
    free = member("free", wanted_a=6, connected=False, confirmed_a=6)
    car = member("car", wanted_a=10, confirmed_a=10)
    assert run.limits(0, car, free) == [10, 6]
    car = replace(car, wanted_a=16)
    assert run.limits(60, car, free) == [10, 0]
    gone = replace(free, confirmed_a=0)
    run.limits(70, car, gone)
    assert run.limits(90, car, gone) == [16, 0]


def test_a_turn_begins_with_the_car_not_with_the_connector_that_was_free() -> None:
    run = Run(main_fuse(32))
    free = member("a", wanted_a=6, connected=False, confirmed_a=6)
    run.decide(0, free)
    assert run.decide(10, free).state.members["a"].started_at is None
    begun = run.decide(5000, member("a", confirmed_a=6))
    assert begun.state.members["a"].started_at == at(5000)


def test_others_get_no_more_while_a_check_up_lowers_one_below_its_share() -> None:
    """What a check-up leaves unused for minutes is not given away: at its end the connector may draw its share at once."""
    state, shares = CircuitState(), {"a": 0, "b": 0}
    for seconds in range(0, 600, 10):
        # The check-up's trial lowers what the charger holds, not what the connector asks for
        held_a = (
            shares["a"] if seconds < 200 else min(shares["a"], (10, 8, 6, 0)[seconds // 100 - 2])
        )
        members = [
            member("a", 32, confirmed_a=held_a, drawn_a=drawn(held_a, at(seconds))),
            member("b", 32, confirmed_a=shares["b"], drawn_a=drawn(shares["b"], at(seconds))),
        ]
        decision = share_circuits(main_fuse(32), members, {}, state, SETTINGS, at(seconds))
        state = decision.state
        shares = {name: each.limit_a for name, each in decision.allowances.items()}
        if seconds >= 100:
            assert shares == {"a": 16, "b": 16}, seconds
