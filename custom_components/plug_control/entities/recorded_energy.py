"""Read from the recorder the last energy that a sensor showed."""

from collections.abc import Iterator
from functools import partial
import logging

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.history import get_last_state_changes
from homeassistant.components.recorder.statistics import get_last_statistics, get_metadata
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.recorder import get_instance
from homeassistant.util.unit_conversion import EnergyConverter
from sqlalchemy.exc import SQLAlchemyError

_LOGGER = logging.getLogger(__name__)

_STATES = 5
"""How many states to read, since the last ones may be unknown."""


async def async_last_energy_wh(hass: HomeAssistant, entity_id: str) -> float | None:
    """Return the last energy (Wh) that an entity showed; None without a recorder, or if it has none or cannot be read."""
    if RECORDER not in hass.config.components:
        return None
    read = partial(_last_energy_wh, hass, entity_id)
    try:
        return await get_instance(hass).async_add_executor_job(read)
    except SQLAlchemyError as error:
        _LOGGER.warning("The last energy of %s cannot be read: %.200s", entity_id, error)
        return None


def _last_energy_wh(hass: HomeAssistant, entity_id: str) -> float | None:
    """Return the highest energy (Wh) of the last states and the last statistic; reads the database."""
    return max(
        (*_of_states(hass, entity_id), *_of_statistics(hass, entity_id)),
        default=None,
    )


def _of_states(hass: HomeAssistant, entity_id: str) -> Iterator[float]:
    for state in get_last_state_changes(hass, _STATES, entity_id).get(entity_id, ()):
        yield from _wh(state.state, state.attributes.get(ATTR_UNIT_OF_MEASUREMENT))


def _of_statistics(hass: HomeAssistant, entity_id: str) -> Iterator[float]:
    """Yield the energy of the last hourly statistic, which the recorder keeps for ever."""
    known = get_metadata(hass, statistic_ids={entity_id}).get(entity_id)
    rows = get_last_statistics(hass, 1, entity_id, False, {"state"}).get(entity_id, ())
    if known is not None:
        for row in rows:
            yield from _wh(row.get("state"), known[1]["unit_of_measurement"])


def _wh(value: str | float | None, unit: str | None) -> Iterator[float]:
    """Yield a value in Wh; nothing if it is no number or has no unit of energy."""
    if value is None or unit is None:
        return
    try:
        yield EnergyConverter.convert(float(value), unit, UnitOfEnergy.WATT_HOUR)
    except ValueError, HomeAssistantError:
        return
