"""What chargers fall back to when they hear nothing of us: limits that fit together without anybody to share them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
import math

from .circuit_members import CircuitMember
from .circuit_tree import PHASES, CircuitTree
from .sharing import Contender, share
from .types import NOMINAL_VOLTAGE_V, Reading, fresh_value


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPeriod:
    """A limit from so long after it was sent."""

    start_s: int
    limit_a: int


def fallbacks(tree: CircuitTree, members: Sequence[CircuitMember]) -> dict[str, int]:
    """Return what each connector may take for ever when nobody decides: its minimum by priority as far as that fits, else 0.

    Nothing measured counts here, since nothing will be: the others take what is assumed of them.
    """
    rooms_a = [
        math.floor(limit_a - circuit.reserve_a - assumed_a + 1e-6)
        for circuit in tree.circuits
        for limit_a, assumed_a in zip(circuit.limits_a, circuit.assumed_a, strict=True)
    ]
    contenders = [
        Contender(
            connector=one.connector,
            slots=tree.slots(
                one.circuit, PHASES if one.rotation is None else one.rotation[: one.phases]
            ),
            wanted_a=one.minimum_a,
            minimum_a=one.minimum_a,
            priority=one.priority,
        )
        for one in sorted(members, key=lambda one: (-one.priority, one.connector))
    ]
    return share(contenders, rooms_a)


def fail_safe_periods(limit_a: int, fallback_a: int, silence_s: int) -> tuple[LimitPeriod, ...]:
    """Return the schedule to send for a limit: after `silence_s` without a new one, what fits without us.

    A charger that would gain by our silence waits as long again: until each of the others has come down, whose
    schedules were sent at other times. The schedule begins when it is sent, and is sent anew within `silence_s` / 2.
    """
    if silence_s <= 0:
        msg = "silence_s must be positive"
        raise ValueError(msg)
    periods = [LimitPeriod(start_s=0, limit_a=limit_a)]
    if fallback_a < limit_a:
        periods.append(LimitPeriod(start_s=silence_s, limit_a=fallback_a))
    elif fallback_a > limit_a:
        periods.append(LimitPeriod(start_s=2 * silence_s, limit_a=fallback_a))
    return tuple(periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBattery:
    """A home battery that charges behind a circuit's fuse."""

    maximum_power_w: float
    """What it can charge with."""
    priority_soc_percent: float
    """Up to here it comes before the cars."""
    phases: int = 3
    soc_percent: Reading | None = None
    power_w: Reading | None = None
    """What it charges with; discharging is negative."""
    voltage_v: float = NOMINAL_VOLTAGE_V


def battery_reserve_a(battery: HomeBattery, limit_s: float, now: datetime) -> float:
    """Return what to keep free on each of its phases for what it does not draw yet; all it can where its state is unknown."""
    soc = fresh_value(battery.soc_percent, now, limit_s)
    if soc is not None and soc >= battery.priority_soc_percent:
        return 0.0
    drawn_w = max(fresh_value(battery.power_w, now, limit_s) or 0.0, 0.0)
    missing_w = max(battery.maximum_power_w - drawn_w, 0.0)
    return missing_w / (battery.phases * battery.voltage_v)
