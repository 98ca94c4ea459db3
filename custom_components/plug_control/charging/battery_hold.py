"""Decide whether the home battery is held, so that it does not run into a car that charges at full power."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .decision_inputs import DecisionInputs, full_power_reason
from .solar.connector_state import ConnectorState
from .solar.draw import drawn_w
from .solar.surplus import BatteryState, SiteSettings
from .types import Mode

_DRAWING_W = 500.0
"""A car that charges draws more than this; one that is full and balances its cells does not."""
_RELEASED_AFTER_S = 180.0
"""How long the battery stays held after the last car drew: a short pause of a car or a lost connection releases nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldState:
    """State of the decision from one round to the next."""

    drew_at: datetime | None = None
    """When a car last drew at full power; None: not since the battery was released."""


def hold_battery(
    connectors: Mapping[str, DecisionInputs],
    states: Mapping[str, ConnectorState],
    others_w: float,
    battery: BatteryState,
    state: HoldState,
    settings: SiteSettings,
    now: datetime,
) -> tuple[bool, HoldState]:
    """Return whether the battery is to be held, and the next state; `others_w` is what cars draw that nothing regulates."""
    if not settings.battery_can_be_held or battery.is_for_cars:
        return False, HoldState()
    draws = others_w > _DRAWING_W or any(
        _is_at_full_power(one)
        and drawn_w(one.readings, states[name], one.settings, settings, now) > _DRAWING_W
        for name, one in connectors.items()
    )
    drew_at = now if draws else state.drew_at
    if drew_at is None or (now - drew_at).total_seconds() >= _RELEASED_AFTER_S:
        return False, HoldState()
    return True, HoldState(drew_at=drew_at)


def _is_at_full_power(one: DecisionInputs) -> bool:
    """Return whether it charges fast or by plan, price, boost or minimum state of charge, not by the surplus."""
    fast = one.mode is Mode.FAST or full_power_reason(one) is not None
    return fast and one.readings.connected
