"""On how many phases a connector may charge, and when it may change that."""

from datetime import datetime, timedelta

from .stakes import PAUSED
from .types import ChargerTraits, ConnectorSettings


def phase_options(charger: ChargerTraits) -> tuple[int, ...]:
    """Return the numbers of phases that it can charge on, the fewest first."""
    if charger.can_switch_phases and charger.phases > 1:
        return (1, charger.phases)
    return (charger.phases,)


def charging_options(charger: ChargerTraits, *, may_pause: bool) -> tuple[int, ...]:
    """Return what can be chosen from: pausing, where that is allowed, and the numbers of phases."""
    return (PAUSED, *phase_options(charger)) if may_pause else phase_options(charger)


def standing_phases(phases: int | None, charger: ChargerTraits) -> int:
    """Return the phases that count now: what was commanded, or all where nothing (or something impossible) was."""
    return phases if phases in phase_options(charger) else charger.phases


def dwell_left_s(switched_at: datetime | None, settings: ConnectorSettings, now: datetime) -> float:
    """Return how long the phases must stay as they are since they were last changed."""
    if switched_at is None:
        return 0.0
    until = switched_at + timedelta(seconds=settings.solar.dwell_s)
    return max(0.0, (until - now).total_seconds())
