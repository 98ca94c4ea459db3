"""Compute the mean voltage of phases, power from currents and voltages, and energy from power."""

from collections.abc import Collection, Iterable, Mapping
import math

from .quantity import Phase

NOMINAL_VOLTAGE_V = 230.0
"""Voltage that is assumed where a charger sends currents but no voltage."""
ABSENT_V = 10.0
"""A phase with a lower voltage is not connected (Wallbox: first phase 0 V; Zaptec: 0.1 V)."""

_SHORT_GAP_S = 1200.0
"""Up to this gap power is taken to change steadily: chargers send it every quarter of an hour at least."""
_LONG_GAP_S = 3600.0
"""After a longer gap no energy is computed."""


def representative_voltage_v(
    phases: Collection[float], lines: Iterable[float]
) -> tuple[float, bool] | None:
    """Return the mean voltage of connected phases, and whether it is from voltages between phases; None without any."""
    if present := [voltage for voltage in phases if voltage >= ABSENT_V]:
        return sum(present) / len(present), False
    if between := [voltage for voltage in lines if voltage >= ABSENT_V]:
        return sum(between) / len(between) / math.sqrt(3), True
    return (0.0, False) if phases else None


def estimated_power_w(
    currents: Mapping[Phase, float],
    voltages: Mapping[Phase, float],
    current_a: float | None,
    voltage_v: float | None,
) -> float | None:
    """Return the power in W of currents and voltages, None without a current.

    `current_a` and `voltage_v` are the representative ones. A current without a phase is taken to flow on every phase
    that has a voltage, and on one where no phase is known.
    """
    if current_a is None:
        return None
    nominal_v = voltage_v if voltage_v is not None and voltage_v >= ABSENT_V else NOMINAL_VOLTAGE_V
    present = {phase: voltage for phase, voltage in voltages.items() if voltage >= ABSENT_V}
    if currents:
        return sum(current * present.get(phase, nominal_v) for phase, current in currents.items())
    return current_a * (sum(present.values()) or nominal_v)


def integrated_wh(before_w: float, after_w: float, seconds: float) -> float:
    """Return the energy in Wh between two powers: of their mean up to 20 min, of the lower up to 1 h, else 0."""
    if 0 < seconds <= _SHORT_GAP_S:
        return (before_w + after_w) / 2 * seconds / 3600
    if 0 < seconds <= _LONG_GAP_S:
        return min(before_w, after_w) * seconds / 3600
    return 0.0
