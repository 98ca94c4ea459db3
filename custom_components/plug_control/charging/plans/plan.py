"""A plan: its goal, and the times in which it charges."""

from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.charging.types import Reason, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGoal:
    """The energy that is still missing, and the deadline."""

    energy_wh: float
    ready_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWindow:
    """A span of time to charge in, and the current."""

    start: datetime
    end: datetime
    current_a: int
    price: float
    """The mean price of a kWh from the grid."""
    solar: bool = False
    """Whether the current is what the forecast sun gives; then follow the real surplus."""
    assumed: bool = False
    """Whether the price is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to charge, and the result."""

    goal: PlanGoal
    windows: tuple[PlanWindow, ...]
    energy_wh: float
    """Energy of the windows: the goal's, less what cannot be reached, more where a trial may prove needless."""
    cost: float
    """Cost at known and assumed prices, with surplus at the feed-in price; in the prices' currency."""
    shortfall_wh: float = 0.0
    """Energy that will be missing although it charges all the time."""
    on_trial: bool = False
    """Whether it charges ahead of the cheapest times, since the car might take less than expected."""

    def window_at(self, now: datetime) -> PlanWindow | None:
        """Return the window that it charges in now; None: it waits."""
        return next((window for window in self.windows if window.start <= now < window.end), None)

    def reason(self, now: datetime) -> Reason | None:
        """Return why it charges or waits now; None: nothing is left to charge."""
        window = self.window_at(now)
        if self.shortfall_wh and window:
            return Reason(
                code=ReasonCode.PLAN_UNREACHABLE,
                energy_wh=self.shortfall_wh,
                start=window.start,
                end=self.goal.ready_at,
            )
        code = ReasonCode.PLAN if window else ReasonCode.PLAN_WAITING
        window = window or next((window for window in self.windows if window.start > now), None)
        if window is None:
            return None
        return Reason(
            code=code,
            start=window.start,
            end=window.end,
            price=window.price,
            current_a=float(window.current_a),
            energy_wh=self.goal.energy_wh,
        )
