"""What the user set for a connector's smart charging, and what was decided for it."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from custom_components.plug_control.charging.plans.plan import Plan
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
        """The days of the week that it is due on (Monday is 0); none for once."""
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
    """What the user wishes of one connector; its maximum current is the connector's own limit."""

    mode: Mode = Mode.FAST
    minimum_a: int = MINIMUM_CURRENT_A
    priority: int = 0
    """More is earlier."""
    boost: bool = False
    """Full power until the car is unplugged or its charge ends."""
    charge_when_cheap: bool = False
    price_limit: float = 0.0
    """At or under it a connector with `charge_when_cheap` charges at full power; in the price entity's unit."""
    plan: bool = False
    target_energy_wh: float = 10_000.0
    """What a plan charges in a session, where no state of charge is known or wished."""
    target_soc_percent: float = 0.0
    """What a plan charges to where the state of charge is known; 0: go by the energy."""
    ready_by: time = time(7)
    """By when a plan is due, in Home Assistant's time zone."""
    repeat: Repeat = Repeat.ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a connector charges with, and why."""

    reason: Reason
    limit_a: int | None = None
    """What smart charging allows, amperes per phase; None: it has nothing to say."""
    phases: int | None = None
    """On how many phases; None: on all that the charger is wired to."""
    surplus_w: float | None = None
    """What of the surplus is for this connector, as if it did not charge; None: not known, or it does not follow the sun."""
    solar_percent: int | None = None
    """What part of its session came from the sun, of the last one where none runs; None: not known."""
    plan: Plan | None = None
    price_unit: str | None = None
    """The unit of the prices; None where it is not known."""
    circuit_name: str | None = None
    """The name of the reason's circuit; "" for the main fuse."""
    away_name: str | None = None
    """The name of the charge point that the reason speaks of."""
