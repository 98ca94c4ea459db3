"""Find which long-term statistics exist, since a graph of a missing one shows an error."""

from collections.abc import Iterable

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.statistics import get_last_statistics
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util.hass_dict import HassKey

from custom_components.plug_control.const import DOMAIN

_KNOWN: HassKey[set[str]] = HassKey(f"{DOMAIN}_recorded")


async def async_recorded(hass: HomeAssistant, statistic_ids: Iterable[str]) -> set[str]:
    """Return the statistics that the recorder has, or all without a recorder; remember those found."""
    asked = {*statistic_ids}
    if RECORDER not in hass.config.components:
        return asked
    known = hass.data.setdefault(_KNOWN, set())
    if unsure := asked - known:
        known |= await get_instance(hass).async_add_executor_job(_recorded, hass, unsure)
    return asked & known


def _recorded(hass: HomeAssistant, statistic_ids: set[str]) -> set[str]:
    return {
        each
        for each in statistic_ids
        if get_last_statistics(hass, 1, each, False, {"sum"}).get(each)
    }
