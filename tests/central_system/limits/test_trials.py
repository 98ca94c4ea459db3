"""Limits that a check-up tries only lower what the others allow, and leave nothing behind."""

from itertools import product

import pytest

from custom_components.plug_control.central_system.limits.targets import target_of
from custom_components.plug_control.model.connector import Limit, SmartLimit, TrialLimit

_SMARTS = (
    None,
    SmartLimit(limit_a=0),
    SmartLimit(limit_a=13),
    SmartLimit(limit_a=16, phases=1, fallback_a=6, silence_s=900),
    SmartLimit(limit_a=6, phases=3, fallback_a=20, silence_s=900),
)


@pytest.mark.parametrize("trial_a", [0.0, 6.0, 7.5, 10.0, 16.0, 32.0])
def test_trial_never_exceeds_a_fuse_the_user_or_the_charge_point(trial_a: float) -> None:
    """For every combination, at every moment of the schedule."""
    for wanted_a, smart, maximum_a, phases in product(
        (None, 0.0, 6.0, 20.0), _SMARTS, (6.0, 16.0, 32.0), (None, 1)
    ):
        trial = TrialLimit(limit_a=trial_a, phases=phases)
        target = target_of(Limit(wanted_a=wanted_a, smart=smart, trial=trial), maximum_a)
        assert target is not None
        without = target_of(Limit(wanted_a=wanted_a, smart=smart, released=True), maximum_a)
        assert without is not None
        assert target.limit_a == min(trial_a, without.limit_a)
        if smart is not None and smart.fallback_a is not None:
            assert (
                target.steps[-1][1] == without.steps[-1][1]
            )  # in a long silence the trial is over
        else:
            assert len(target.steps) == 1
        assert (target.phases or 3) <= (without.phases or 3)
