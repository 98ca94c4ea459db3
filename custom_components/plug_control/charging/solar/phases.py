"""On how many phases a connector may charge, and when that may change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorSettings,
    TimedValue,
    fresh_value,
)

from .switching_costs import PAUSED

_DRAWING_A = 1.0
"""A phase with at least this current counts as used; less is noise and the charger's own consumption."""


def phase_options(charger: ChargerTraits) -> tuple[int, ...]:
    """Return the numbers of phases that the charger can use, the fewest first."""
    if charger.can_switch_phases and charger.phases > 1:
        return (1, charger.phases)
    return (charger.phases,)


def charging_options(
    settings: ConnectorSettings, standing: int, *, may_pause: bool
) -> tuple[int, ...]:
    """Return the options: PAUSED where it is allowed, and numbers of phases; only `standing` for a one-phase car."""
    phases = phase_options(settings.charger) if settings.car_phases > 1 else (standing,)
    return (PAUSED, *phases) if may_pause else phases


def standing_phases(phases: int | None, charger: ChargerTraits) -> int:
    """Return the commanded number of phases; all where none or an impossible one was commanded."""
    return phases if phases in phase_options(charger) else charger.phases


def dwell_left_s(switched_at: datetime | None, settings: ConnectorSettings, now: datetime) -> float:
    """Return the seconds left of the dwell time after the last change of phases."""
    if switched_at is None:
        return 0.0
    until = switched_at + timedelta(seconds=settings.solar.dwell_s)
    return max(0.0, (until - now).total_seconds())


def seen_phases(
    currents_a: Sequence[TimedValue | None], told: int, now: datetime, limit_s: float
) -> int | None:
    """Return the number of phases that the car draws on; None: on none, `told` is 1, or not all `told` ones are measured."""
    values = [fresh_value(reading, now, limit_s) for reading in currents_a[:told]]
    known = [value for value in values if value is not None]
    drawing = sum(value >= _DRAWING_A for value in known)
    return drawing if drawing and len(known) == told > 1 else None
