"""How a charger obeys limits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHabits:
    """How a charger obeys limits, as far as smart charging plans with it."""

    latency_s: float
    """How long it may take to obey a limit that it accepted, beside waiting for a period's end."""
    period_s: int
    """It looks at a new limit only at multiples of this after midnight UTC; 0: at once."""
    has_fail_safe: bool
    """Whether it can be left a limit to go over to when it hears nothing of us, as far as is known by now."""
    can_pause: bool
    """Whether a limit of 0 A pauses a charge; otherwise the charge is stopped, and started again."""
    pause_is_final: bool = False
    """Whether a charge that was paused or stopped does not go on before the car was unplugged."""
