"""Read the site, and ask integrations for the prices and the forecast that are in no entity's attributes."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from custom_components.plug_control.site.quarter_prices import PriceBook
from custom_components.plug_control.site.readings import SiteSensors, SiteValues

from .installation import Installation

_REFRESH: Final = timedelta(minutes=15)


class SiteReader:
    """Reads the sensors of one config entry's site, and keeps the values of the last time."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, installation: Installation) -> None:
        """Read the sensors of `installation`."""
        self._hass = hass
        self._entry = entry
        self._asked: SiteSensors | None = None
        """Sensors whose prices and forecast have been requested."""
        self.follow(installation)

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Ask for prices and forecast now and every quarter of an hour; return the function that stops it."""
        ends = [
            async_track_time_interval(self._hass, self._refresh, _REFRESH, cancel_on_shutdown=True)
        ]
        if self._hass.state is not CoreState.running:
            ends.append(async_at_started(self._hass, self._refresh))
        self.refresh_soon()

        @callback
        def end() -> None:
            while ends:
                ends.pop()()

        return end

    def follow(self, installation: Installation) -> None:
        """Read the sensors of `installation` from now on."""
        self._sensors = SiteSensors(self._hass, installation.site, installation.circuits)
        self.values: SiteValues = self._sensors.read(dt_util.utcnow())
        """What was read last."""

    def read(self, now: datetime) -> SiteValues:
        """Read all sensors."""
        self.values = self._sensors.read(now)
        return self.values

    def stale(self, now: datetime) -> tuple[str, ...]:
        """Return the sensors that are silent."""
        return self._sensors.stale(now)

    @property
    def price_book(self) -> PriceBook:
        """The prices of quarters."""
        return self._sensors.price_book

    def are_prices_awaited(self, *, starting: bool) -> bool:
        """Return whether prices may still come: they were not asked for yet, or none is there while readings are `starting`."""
        return self._asked is not self._sensors or (starting and not self.values.prices)

    @callback
    def _refresh(self, _: datetime | HomeAssistant) -> None:
        self.refresh_soon()

    def refresh_soon(self) -> None:
        """Ask integrations whose prices or forecast are not in an entity's attributes."""
        sensors = self._sensors

        async def refresh() -> None:
            await sensors.async_refresh_forecast()
            await sensors.async_refresh_prices()
            if self._hass.state is CoreState.running:  # before, the integrations may not be there
                self._asked = sensors

        self._entry.async_create_background_task(self._hass, refresh(), "prices and forecast")
