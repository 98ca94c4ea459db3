"""The user's settings of a connector's smart charging, and its outcome."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from custom_components.plug_control.charging.plans.plan import Plan
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, Mode, Reason


class Repeat(StrEnum):
    """When a plan is due: once, or on days of the week."""

    ONCE = "once"
    DAILY = "daily"
    WORKING_DAYS = "working_days"
    WEEKEND = "weekend"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of the week on which it is due (Monday is 0); none for `ONCE`."""
        return _WEEKDAYS[self]


_SINGLE_DAYS = (
    Repeat.MONDAY,
    Repeat.TUESDAY,
    Repeat.WEDNESDAY,
    Repeat.THURSDAY,
    Repeat.FRIDAY,
    Repeat.SATURDAY,
    Repeat.SUNDAY,
)
_WEEKDAYS = {
    Repeat.ONCE: frozenset[int](),
    Repeat.DAILY: frozenset(range(7)),
    Repeat.WORKING_DAYS: frozenset(range(5)),
    Repeat.WEEKEND: frozenset({5, 6}),
    **{day: frozenset({number}) for number, day in enumerate(_SINGLE_DAYS)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The user's settings of one connector; its maximum current is the connector's own limit."""

    mode: Mode = Mode.FAST
    minimum_a: int = MINIMUM_CURRENT_A
    priority: int = 0
    """Higher values come first."""
    boost: bool = False
    """Full power until the car is unplugged or its charge ends."""
    charge_when_cheap: bool = False
    price_limit: float = 0.0
    """At or below it a connector with `charge_when_cheap` charges at full power; in `price_unit`."""
    plan: bool = False
    target_energy_wh: float = 10_000.0
    """Energy that a plan charges in a session, where no state of charge is known or wanted."""
    target_soc_percent: float = 0.0
    """State of charge that a plan charges to, where it is known; 0: go by the energy."""
    ready_by: time = time(7)
    """Time of a plan's deadline, in Home Assistant's time zone."""
    repeat: Repeat = Repeat.ONCE
    plan_shape: PlanShape = PlanShape.CHEAPEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A connector's limit, and why."""

    reason: Reason
    limit_a: int | None = None
    """Smart charging's limit in A per phase; None: it sets none."""
    phases: int | None = None
    """Number of phases; None: all that the charger is wired to."""
    surplus_w: float | None = None
    """Its share of the surplus in W, its own draw included, or all of it where it does not follow the sun; None: unknown."""
    plan: Plan | None = None
    price_unit: str | None = None
    """The unit of the prices; None: unknown."""
    circuit_name: str | None = None
    """The name of the reason's circuit; "" for the main fuse."""
    away_name: str | None = None
    """The name of the charge point of the reason's `away`."""
