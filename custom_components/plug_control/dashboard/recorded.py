"""Find which long-term statistics exist, since a graph of a missing one shows an error."""

from collections.abc import Iterable

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.statistics import get_last_statistics, get_metadata
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util.hass_dict import HassKey

from custom_components.plug_control.const import DOMAIN

_KNOWN: HassKey[set[str]] = HassKey(f"{DOMAIN}_recorded")


async def async_recorded(hass: HomeAssistant, statistic_ids: Iterable[str]) -> set[str]:
    """Return the statistics that the recorder has, or all without a recorder; remember those found.

    One that was deleted is forgotten.
    """
    asked = {*statistic_ids}
    if RECORDER not in hass.config.components:
        return asked
    known = hass.data.setdefault(_KNOWN, set())
    found = await get_instance(hass).async_add_executor_job(
        _recorded, hass, asked, frozenset(known)
    )
    known -= asked
    known |= found
    return found


def _recorded(hass: HomeAssistant, statistic_ids: set[str], known: frozenset[str]) -> set[str]:
    """Return those with rows; of the `known` ones, those that still exist, which is one look-up for all."""
    return {
        each
        for each in get_metadata(hass, statistic_ids=statistic_ids)
        if each in known or get_last_statistics(hass, 1, each, False, {"sum"}).get(each)
    }
