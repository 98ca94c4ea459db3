"""Everything that one connector's decision depends on."""

from dataclasses import dataclass

from .types import ConnectorReadings, ConnectorSettings, Mode, Reason, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInputs:
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
    """PLAN charges with its `current_a`, or all where it names none; PLAN_UNREACHABLE with all; PLAN_WAITING says when."""
    keeps_charging: bool = False
    """It charges, and its charger does not go on after a pause: it gets the minimum where it would be paused to go on later."""
    plan_solar: bool = False
    """The plan's hours are of forecast sun: they follow the surplus, from the minimum on."""

    @property
    def mode(self) -> Mode:
        """How it charges now, unless at full power: as set, or as a plan's sunny hours or a charge that must not pause ask for."""
        kept = self.keeps_charging and self.settings.mode is Mode.SOLAR
        return Mode.SOLAR_MINIMUM if kept or self.is_sunny_plan else self.settings.mode

    @property
    def is_sunny_plan(self) -> bool:
        """Whether a plan's sunny hours say how it charges now."""
        sunny = self.plan_solar and self.plan is not None and self.plan.code is ReasonCode.PLAN
        return sunny and self.settings.mode is not Mode.FAST


def full_power_reason(case: DecisionInputs) -> Reason | None:
    """Return why it charges without regard to the sun, whatever its mode: boost, plan, or price."""
    if case.boost:
        return Reason(code=ReasonCode.BOOST)
    if case.plan is not None and (
        case.plan.code is ReasonCode.PLAN_UNREACHABLE
        or (case.plan.code is ReasonCode.PLAN and not case.plan_solar)
    ):
        return case.plan
    limit = case.settings.price_limit
    if case.price is not None and limit is not None and case.price <= limit:
        return Reason(code=ReasonCode.CHEAP, price=case.price, price_limit=limit)
    return None
