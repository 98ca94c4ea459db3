"""Raise a repair issue for offline chargers that take up an unmeasured fuse; withdraw it when they no longer do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control import issues
from custom_components.plug_control.charging.round_types import ConnectorVerdict
from custom_components.plug_control.model.connector import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The user said that a charger draws nothing while it is offline; it counts again when it is back."""

    since: datetime


class AwayChargers:
    """Repair issues for away chargers whose share other cars lack."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._told: dict[str, float] = {}
        """Share in A that is shown, by charge point."""

    @callback
    def see(self, verdicts: Mapping[str, ConnectorVerdict], *, starting: bool) -> None:
        """Raise and withdraw issues by the verdicts; raise none while `starting`, since all chargers are offline at first."""
        found: dict[str, float] = {}
        for verdict in verdicts.values():
            reason = verdict.reason
            if reason.away is not None and reason.away_a is not None and not starting:
                charge_point_id, _ = key_of(reason.away)
                found[charge_point_id] = max(found.get(charge_point_id, 0.0), reason.away_a)
        for charge_point_id in self._told.keys() - found.keys():
            issues.async_charger_counts_no_more(self._hass, self._entry, charge_point_id)
        for charge_point_id, share_a in found.items():
            if self._told.get(charge_point_id) != share_a:
                issues.async_charger_away_counts(self._hass, self._entry, charge_point_id, share_a)
        self._told = found
