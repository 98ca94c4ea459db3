"""Raise a repair issue for meters that are silent for too long; withdraw it when they are back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from math import isfinite

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control import issues


class StaleMeters:
    """The repair issue for silent sensors; a sensor that is only briefly unavailable does not count."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._since: dict[str, datetime] = {}
        self._told: tuple[str, ...] = ()

    @callback
    def see(self, stale: Collection[str], limit_s: float, now: datetime, *, starting: bool) -> None:
        """Raise, update or withdraw the issue: `stale` are the sensors without a fresh value, shown after `limit_s`.

        `starting`: show none yet, since all sensors begin without a value.
        """
        self._since = {entity_id: self._since.get(entity_id, now) for entity_id in stale}
        told = tuple(
            sorted(
                entity_id
                for entity_id, since in self._since.items()
                if not starting
                and (self._is_old(entity_id) or now - since >= timedelta(seconds=limit_s))
            )
        )
        if told == self._told:
            return
        self._told = told
        if told:
            issues.async_stale_meter(self._hass, self._entry, told, limit_s)
        else:
            issues.async_fresh_meter(self._hass, self._entry)

    def _is_old(self, entity_id: str) -> bool:
        """Return whether a sensor has a number: then it is stale by its age, which already exceeds the limit."""
        state = self._hass.states.get(entity_id)
        try:
            return state is not None and isfinite(float(state.state))
        except ValueError:
            return False
