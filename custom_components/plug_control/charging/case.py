"""All that one connector's decision depends on, and what of it overrides its mode."""

from dataclasses import dataclass

from .types import ConnectorReadings, ConnectorSettings, Reason, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that one connector's decision depends on, but for its state and the time."""

    settings: ConnectorSettings
    readings: ConnectorReadings
    surplus_w: float | None = None
    """Its share of the surplus, counted as if it did not charge; None: not known, the meter is silent."""
    surplus_settled: bool = True
    """Whether that was measured with its last command in full effect."""
    battery_first: Reason | None = None
    """The home battery takes surplus before the car does."""
    boost: bool = False
    price: float | None = None
    plan: Reason | None = None
    """PLAN and PLAN_UNREACHABLE charge at full power; PLAN_WAITING says when."""


def full_power_reason(case: Case) -> Reason | None:
    """Return why it charges at full power whatever its mode: boost, plan, or price."""
    if case.boost:
        return Reason(code=ReasonCode.BOOST)
    if case.plan is not None and case.plan.code is not ReasonCode.PLAN_WAITING:
        return case.plan
    limit = case.settings.price_limit
    if case.price is not None and limit is not None and case.price <= limit:
        return Reason(code=ReasonCode.CHEAP, price=case.price, price_limit=limit)
    return None
