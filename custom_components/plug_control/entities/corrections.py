"""Correct the session energy's statistics after a late StopTransaction.

While the sensor shows a session, the recorder records its correction. A correction after a newer session began has to
change the statistic itself, in the period in which the session ended.
"""

from datetime import datetime

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import SESSION_ENERGY, PlugControlConfigEntry
from custom_components.plug_control.entity import connector_unique_id
from custom_components.plug_control.model.events import SessionCorrected


@callback
def async_correct_statistic(
    hass: HomeAssistant, entry: PlugControlConfigEntry, event: SessionCorrected
) -> None:
    """Adjust the statistic's sums since the session's end by the correction, if the sensor shows another session."""
    change_wh = round(event.session.energy_wh) - round(event.before.energy_wh)
    coordinator = entry.runtime_data.coordinators.get(event.charge_point_id)
    if not change_wh or coordinator is None or RECORDER not in hass.config.components:
        return
    connector = coordinator.charge_point.connectors[event.connector_id]
    shown = connector.transaction or connector.last_session
    if shown is None or shown.session_id == event.session.session_id:
        return
    unique_id = connector_unique_id(event.charge_point_id, event.connector_id, SESSION_ENERGY)
    entity_id = er.async_get(hass).async_get_entity_id(SENSOR, DOMAIN, unique_id)
    if entity_id is not None:
        get_instance(hass).async_adjust_statistics(
            entity_id, _five_minutes(event), change_wh, UnitOfEnergy.WATT_HOUR
        )


def _five_minutes(event: SessionCorrected) -> datetime:
    """Return the start of the five-minute period in which the uncorrected session ended."""
    ended_at = event.before.stopped_at or event.session.stopped_at or dt_util.utcnow()
    ended_at = min(ended_at, dt_util.utcnow())
    return ended_at.replace(minute=ended_at.minute // 5 * 5, second=0, microsecond=0)
