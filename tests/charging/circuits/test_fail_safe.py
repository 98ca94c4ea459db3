"""What chargers fall back to when they hear nothing of us."""

from random import Random

from hypothesis import given, settings, strategies as st

from custom_components.plug_control.central_system.limits.profiles import LimitSteps
from custom_components.plug_control.central_system.limits.targets import target_of
from custom_components.plug_control.charging.circuits.fail_safe import fallbacks
from custom_components.plug_control.charging.circuits.member_types import CircuitMember
from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.model.connector import Limit, SmartLimit
from tests.charging.circuit_site import ROTATIONS

SILENCE_S = 600


def tree(limit_a: float, assumed_a: float = 0.0) -> CircuitTree:
    """Return one circuit."""
    return CircuitTree(
        (
            Circuit(
                circuit="main",
                limits_a=on_each_phase(limit_a),
                assumed_a=on_each_phase(assumed_a),
            ),
        )
    )


def member(name: str, priority: int = 0, phases: int = 3, number: int | None = 0) -> CircuitMember:
    """Return a connector; `number` tells its rotation."""
    return CircuitMember(
        connector=name,
        circuit="main",
        wanted_a=0,
        priority=priority,
        phases=phases,
        rotation=None if number is None else ROTATIONS[number],
    )


def test_fallbacks_are_minimums_by_priority_as_far_as_they_fit_beside_what_is_assumed() -> None:
    members = [member("low"), member("high", 2), member("middle", 1)]
    assert fallbacks(tree(25, assumed_a=12), members) == {
        "high": 6,
        "middle": 6,
        "low": 0,
    }


def test_fallbacks_count_a_phase_where_the_connector_is_wired_to() -> None:
    members = [member(str(number), phases=1, number=number) for number in range(3)]
    assert set(fallbacks(tree(8), members).values()) == {6}
    assert list(fallbacks(tree(8), [*members, member("any", 1, 1, None)]).values()) == [6, 0, 0, 0]


def steps(limit_a: int, fallback_a: int) -> LimitSteps:
    """Return the schedule that a charger is sent."""
    smart = SmartLimit(limit_a=limit_a, fallback_a=fallback_a, silence_s=SILENCE_S)
    target = target_of(Limit(smart=smart), 32)
    assert target is not None
    return target.steps


@settings(max_examples=100, deadline=None)
@given(
    limits=st.lists(st.sampled_from((0, 6, 8, 16)), min_size=1, max_size=6),
    assumed_a=st.integers(0, 10),
    seed=st.integers(0, 1000),
)
def test_schedules_that_were_sent_at_different_times_fit_at_every_moment_of_the_silence(
    limits: list[int], assumed_a: int, seed: int
) -> None:
    """Whatever is allowed when we fall silent, and however long ago each charger was told."""
    random = Random(seed)
    site = tree(sum(limits) + assumed_a, assumed_a)
    shares = fallbacks(site, [member(str(number)) for number in range(len(limits))])
    schedules = [
        (
            random.uniform(0, SILENCE_S / 2),
            steps(limit_a, shares[str(number)]),
        )
        for number, limit_a in enumerate(limits)
    ]
    for moment in range(0, 3 * SILENCE_S, 30):
        total = sum(
            [limit_a for start_s, limit_a in told if start_s <= moment + age][-1]
            for age, told in schedules
        )
        assert total <= sum(limits)


def test_an_unknown_rotation_counts_on_every_phase() -> None:
    assert fallbacks(tree(11), [member("a", 1, 1, None), member("b", 0, 1, 2)]) == {"a": 6, "b": 0}
