"""Compute what a connector draws now: as measured, or as allowed where nothing is measured."""

from datetime import datetime

from custom_components.plug_control.charging.types import (
    ConnectorReadings,
    ConnectorSettings,
    TimedValue,
)

from .connector_state import ConnectorState
from .phases import standing_phases
from .surplus import SiteSettings


def measured_draw(
    readings: ConnectorReadings, voltage_v: float, site: SiteSettings, now: datetime
) -> TimedValue | None:
    """Return the measured power in W, the total or by the currents of its phases; None: no fresh reading."""
    limit_s = site.drawn_stale_after_s
    power = readings.power_w
    if power is not None and power.is_fresh(now, limit_s):
        return power
    fresh = [one for one in readings.currents_a if one is not None and one.is_fresh(now, limit_s)]
    if not fresh:
        return None
    current_a = sum(reading.value for reading in fresh)
    return TimedValue(current_a * voltage_v, min(reading.at for reading in fresh))


def drawn_w(
    readings: ConnectorReadings,
    state: ConnectorState,
    settings: ConnectorSettings,
    site: SiteSettings,
    now: datetime,
) -> float:
    """Return its power in W; an unmeasured connected car counts with what it may draw, once it has had time to start."""
    measured = measured_draw(readings, settings.charger.voltage_v, site, now)
    if measured is not None:
        return measured.value
    begun = state.settled_at is None or now >= state.settled_at
    if not readings.connected or not begun:
        return 0.0
    return settings.power_w(state.limit_a, standing_phases(state.phases, settings.charger))
