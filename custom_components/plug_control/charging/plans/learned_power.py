"""Learn the power that a car really takes, for plans that would else trust its type plate."""

from dataclasses import dataclass, replace
from datetime import datetime
import math

from custom_components.plug_control.charging.types import TimedValue

_MEMORY_S = 300.0
"""How long a sample counts, once there are older ones."""
_LONGEST_S = 300.0
"""A sample stands for no more than this."""
_KNOWN_AFTER_S = 240.0
_SPREAD_NEW, _SPREAD_KNOWN = 0.12, 0.01
"""By how much a car may take less than it did: in the last sessions, and a moment ago in this one."""
_LEAST_SHARE = 0.8
"""Of its type plate, what a car that is not known takes at least on each phase that it uses."""
_DRAWING_W = 500.0
"""Less is no charging, but a car that waits or is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPower:
    """What a car took at a limit."""

    power_w: float
    limit_a: float
    at: datetime
    observed_s: float = 0.0
    """For how long, in this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPower:
    """What a plan may count on: what is likely, and what is nearly sure."""

    power_w: float
    least_w: float


def learn(
    learned: LearnedPower | None, power: TimedValue, limit_a: float, since: datetime
) -> LearnedPower | None:
    """Return what is known after a sample, taken under a limit that has been in full effect since then."""
    fresh_s = (power.at - max(since, learned.at if learned else since)).total_seconds()
    usable = math.isfinite(power.value) and power.value >= _DRAWING_W
    if not usable or limit_a <= 0 or fresh_s <= 0:
        return learned
    took_s = min(fresh_s, _LONGEST_S)
    before = learned or LearnedPower(power_w=power.value, limit_a=limit_a, at=power.at)
    weight = max(took_s / (before.observed_s + took_s), 1 - math.exp(-took_s / _MEMORY_S))
    expected_w = before.power_w * limit_a / before.limit_a
    return LearnedPower(
        power_w=expected_w + weight * (power.value - expected_w),
        limit_a=limit_a,
        at=power.at,
        observed_s=before.observed_s + took_s,
    )


def new_session(learned: LearnedPower) -> LearnedPower:
    """Return what a former session tells: likely the same again, but a battery may be cold, or another car plugged in."""
    return replace(learned, observed_s=0.0)


def expected_power(
    learned: LearnedPower | None, limit_a: float, phases: int, voltage_v: float
) -> ExpectedPower:
    """Return what a car may be expected to take at a limit; of an unknown one, that it may use a single phase."""
    if learned is None:
        phase_w = limit_a * voltage_v
        return ExpectedPower(power_w=phase_w * phases, least_w=phase_w * _LEAST_SHARE)
    doubt = max(1 - learned.observed_s / _KNOWN_AFTER_S, 0.0)
    spread = _SPREAD_KNOWN + (_SPREAD_NEW - _SPREAD_KNOWN) * doubt
    power_w = learned.power_w * limit_a / learned.limit_a
    # At more amperes than were tried it may be the car that sets the bound.
    return ExpectedPower(power_w=power_w, least_w=min(power_w, learned.power_w) * (1 - spread))
