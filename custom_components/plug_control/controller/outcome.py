"""What smart charging decided for a connector: what its entities show."""

from dataclasses import dataclass

from custom_components.plug_control.charging.plans.plan import Plan
from custom_components.plug_control.charging.types import Reason


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
