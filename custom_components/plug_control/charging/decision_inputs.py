"""Inputs of one connector's decision."""

from dataclasses import dataclass

from .types import ConnectorReadings, ConnectorSettings, Mode, Reason, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInputs:
    """Inputs of one connector's decision, except its state and the time."""

    settings: ConnectorSettings
    readings: ConnectorReadings
    surplus_w: float | None = None
    """Its share of the surplus in W, its own draw included; None: unknown, the meter is silent."""
    surplus_settled: bool = True
    """Whether `surplus_w` separates its draw reliably, see `solar.surplus.is_settled`."""
    battery_first: Reason | None = None
    """Why the home battery takes surplus before the car; None: it does not."""
    boost: bool = False
    first: Reason | None = None
    """Why the car is charged at full power before plans, prices and sun; None: it is not."""
    price: float | None = None
    plan: Reason | None = None
    """PLAN charges with its `current_a` (None: full power), PLAN_UNREACHABLE with full power; PLAN_WAITING has the next hours."""
    keeps_charging: bool = False
    """Whether it charges at a charger that cannot resume after a pause: it gets the minimum instead of a pause."""
    plan_solar: bool = False
    """Whether the plan counts on forecast sun in these hours: it follows the surplus, with at least the minimum."""

    @property
    def mode(self) -> Mode:
        """The mode that applies now: as set, or Solar + minimum in a plan's sunny hours and for a Solar charge that must not pause."""
        kept = self.keeps_charging and self.settings.mode is Mode.SOLAR
        return Mode.SOLAR_MINIMUM if kept or self.is_sunny_plan else self.settings.mode

    @property
    def is_sunny_plan(self) -> bool:
        """Whether a plan's sunny hours decide how it charges now; never in Fast."""
        sunny = self.plan_solar and self.plan is not None and self.plan.code is ReasonCode.PLAN
        return sunny and self.settings.mode is not Mode.FAST


def full_power_reason(case: DecisionInputs) -> Reason | None:
    """Return why it charges at full power in any mode (boost, minimum state of charge, plan or price); None: it does not."""
    if case.boost:
        return Reason(code=ReasonCode.BOOST)
    if case.first is not None:
        return case.first
    if case.plan is not None and (
        case.plan.code is ReasonCode.PLAN_UNREACHABLE
        or (case.plan.code is ReasonCode.PLAN and not case.plan_solar)
    ):
        return case.plan
    limit = case.settings.price_limit
    if case.price is not None and limit is not None and case.price <= limit:
        return Reason(code=ReasonCode.CHEAP, price=case.price, price_limit=limit)
    return None
