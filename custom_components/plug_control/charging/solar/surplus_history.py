"""A connector's history of the surplus: how long it sufficed, what switching would cost, what to expect."""

from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.charging.types import ConnectorSettings

from .outlook import Outlook, look
from .phases import charging_options
from .switching_costs import SwitchingCosts, advance, costs_w


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusHistory:
    """A connector's history of the surplus, dropped when the meter falls silent or the car leaves."""

    surplus_w: float
    """The last surplus."""
    enough_since: datetime | None
    """Since when it suffices for the minimum without a break; None: it does not."""
    short_since: datetime | None
    """Since when pausing costs no more than charging, without a break; None: it costs more."""
    stakes: SwitchingCosts
    outlook: Outlook
    """Expected surplus until the next command acts."""


def see(
    before: SurplusHistory | None,
    surplus_w: float,
    settings: ConnectorSettings,
    now: datetime,
    *,
    standing: int,
    has_charged: bool,
    may_pause: bool,
) -> SurplusHistory:
    """Return the history with a surplus added; `standing` is the number of phases that it charges or last charged on.

    A car that has not charged since it came begins on the phases that suit, at no more than the cost of a start.
    """
    options = charging_options(settings, standing, may_pause=may_pause)
    costs = costs_w(options, surplus_w, settings)
    short = may_pause and costs[0] <= min(costs[1:])
    fewest = options[1] if may_pause else options[0]
    least_w = settings.power_w(settings.minimum_a, fewest)
    enough = surplus_w >= settings.solar.enough_share * least_w
    enough_since = before.enough_since if before else None
    short_since = before.short_since if before else None
    stakes = before.stakes if before else None
    return SurplusHistory(
        surplus_w=surplus_w,
        enough_since=(enough_since or now) if enough else None,
        short_since=(short_since or now) if short else None,
        stakes=advance(
            stakes, options, costs, settings, now, standing=standing if has_charged else None
        ),
        outlook=look(before.outlook if before else None, surplus_w, settings.charger.period_s, now),
    )
