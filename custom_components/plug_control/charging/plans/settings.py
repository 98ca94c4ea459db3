"""Settings of a plan, and the shapes that it may have."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A


class PlanShape(StrEnum):
    """How a plan spreads its energy over the time to its deadline."""

    CHEAPEST = "cheapest"
    LATE = "late"
    """As late as possible, since a battery ages least when it is full for a short time only."""
    ONE_BLOCK = "one_block"
    """Without a pause once it has begun, at the cheapest place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """Settings of a connector's plan."""

    minimum_a: int = MINIMUM_CURRENT_A
    maximum_a: int = 16
    feed_in_price: float = 0.0
    """What a kWh of surplus earns when no car takes it."""
    start_s: float = 30.0
    """Time from being enabled until the car draws."""
    trial_s: float = 600.0
    """How long a car charges ahead of the cheapest times to show what it takes; longer than the time between plans."""
    start_weight: float = 0.001
    """Cost of a start, as a part of the cost of all the energy."""
    more_at_most: float = 0.003
    """How much more fewer starts may cost in all, as a part of the cost of the cheapest times."""
    shape: PlanShape = PlanShape.CHEAPEST
    late_margin_s: float = 1800.0
    """How long before the deadline a late plan is done."""
