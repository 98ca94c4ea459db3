"""Keep the fail-safe limits of chargers within the grid operator's signal: one that stands may outlast the connection."""

from collections.abc import Mapping, Sequence

from custom_components.plug_control.charging.circuits.member_types import CircuitMember
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V

from .signal import GridLimit, SignalScope


def within_signal(
    limit: GridLimit,
    members: Sequence[CircuitMember],
    fallbacks_a: Mapping[str, int],
    others_a: float,
) -> dict[str, int]:
    """Return the fail-safe limits that fit the signal, by priority; the rest are 0.

    Members count on all phases that they have here. `others_a` is what all other chargers hold, summed over their phases.
    The house counts as assumed, since nothing measures it then.
    """
    limit_a = limit.limit_w / NOMINAL_VOLTAGE_V
    house_w = limit.assumed_w if limit.scope is SignalScope.CONNECTION else 0.0
    left_a = max(limit.limit_w - house_w, limit.kept_w) / NOMINAL_VOLTAGE_V - others_a
    fitting: dict[str, int] = {}
    for one in sorted(members, key=lambda one: (-one.priority, one.connector)):
        fallback_a = fallbacks_a.get(one.connector, 0)
        total_a = fallback_a * one.phases
        fits = total_a <= (limit_a if limit.scope is SignalScope.EACH else left_a)
        fitting[one.connector] = fallback_a if fits else 0
        left_a -= total_a if fits else 0
    return fitting
