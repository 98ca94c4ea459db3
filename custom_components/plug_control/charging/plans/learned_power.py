"""Learn the power that a car really takes, so that plans need not trust its type plate."""

from dataclasses import dataclass, replace
from datetime import datetime
import math

from custom_components.plug_control.charging.types import TimedValue

_MEMORY_S = 300.0
"""How long a sample counts, once there are older ones."""
_LONGEST_S = 300.0
"""A sample counts for at most this time."""
_KNOWN_AFTER_S = 240.0
_SPREAD_NEW, _SPREAD_KNOWN = 0.12, 0.01
"""The part by which a car may take less than learned: in former sessions, and in this one."""
_LEAST_SHARE = 0.8
"""Part of its limit that an unknown car takes at least, on one phase."""
_DRAWING_W = 500.0
"""Below this a car does not charge, but waits or is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPower:
    """The power that a car took at a limit."""

    power_w: float
    limit_a: float
    at: datetime
    observed_s: float = 0.0
    """How long it was observed in this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPower:
    """The power that a plan may count on: likely (`power_w`), and nearly sure (`least_w`)."""

    power_w: float
    least_w: float


def learn(
    learned: LearnedPower | None, power: TimedValue, limit_a: float, since: datetime
) -> LearnedPower | None:
    """Return the learned power with a sample added, if it is usable; its limit has been in full effect since `since`."""
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
    """Return the learned power with its certainty reset for a new session: the battery may be cold, or another car plugged in."""
    return replace(learned, observed_s=0.0)


def expected_power(
    learned: LearnedPower | None, limit_a: float, phases: int, voltage_v: float
) -> ExpectedPower:
    """Return the power that a car is expected to take at a limit; an unknown car may use only one phase."""
    if learned is None:
        phase_w = limit_a * voltage_v
        return ExpectedPower(power_w=phase_w * phases, least_w=phase_w * _LEAST_SHARE)
    doubt = max(1 - learned.observed_s / _KNOWN_AFTER_S, 0.0)
    spread = _SPREAD_KNOWN + (_SPREAD_NEW - _SPREAD_KNOWN) * doubt
    power_w = learned.power_w * limit_a / learned.limit_a
    # Above the current that was tried, the car itself may set the bound.
    return ExpectedPower(power_w=power_w, least_w=min(power_w, learned.power_w) * (1 - spread))
