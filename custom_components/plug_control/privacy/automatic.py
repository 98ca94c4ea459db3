"""Anonymise sessions by themselves, so many months after their end: at night, in small steps."""

from datetime import datetime
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import CONF_ANONYMISE_AFTER_MONTHS
from custom_components.plug_control.model.timestamps import is_undated

from .months import months_before
from .privacy import Erasure, Found, Privacy

_LOGGER = logging.getLogger(__name__)

AT_ONCE: Final = 1000
"""Sessions of one step."""
AFTER_START_S: Final = 120
"""A house that is off every night anonymises after the start."""
_HOUR: Final = 3
_MINUTE: Final = 23


class AutomaticPrivacy:
    """Anonymises the sessions of one config entry that are old enough, each night and after each start."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        privacy: Privacy,
    ) -> None:
        """Ask `entry.options` for the months: none, or 0, is never."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._privacy = privacy
        self._cancel: CALLBACK_TYPE | None = None
        self._runs = False

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin to look each night; return what ends this."""

        @callback
        def started(_: HomeAssistant) -> None:
            self._cancel = async_call_later(self._hass, AFTER_START_S, self._run)

        ends = [
            async_at_started(self._hass, started),
            async_track_time_change(self._hass, self._run, hour=_HOUR, minute=_MINUTE, second=0),
        ]

        @callback
        def end() -> None:
            for each in (*ends, *filter(None, [self._cancel])):
                each()

        return end

    async def _run(self, _: datetime) -> None:
        """Anonymise what is old enough; log errors, and try again the next night."""
        if self._runs:
            return
        self._runs = True
        months = int(self._entry.options.get(CONF_ANONYMISE_AFTER_MONTHS, 0))
        try:
            now = dt_util.as_local(await self._entry.runtime_data.steady_time.async_now())
            while months and (found := await self._async_due(months_before(now, months))):
                erased = await self._privacy.async_erase(
                    Erasure.ANONYMISE, Found(session_ids=tuple(found))
                )
                if not erased.sessions:
                    break
        except OSError as error:
            _LOGGER.error("Old sessions were not anonymised, trying again tomorrow: %.200s", error)
        finally:
            self._runs = False

    async def _async_due(self, until: datetime) -> list[int]:
        """Return some of the sessions that ended before `until` and are not anonymous yet; raises OSError.

        Those that no clock dates count from now on.
        """
        ledger = self._central_system.ledger
        found: list[int] = []
        if is_undated(until):
            return found
        while not found and (named := await ledger.named(until, AT_ONCE)):
            for session in named:
                if session.ended_by is None:
                    ledger.date(session)
                else:
                    found.append(session.session_id)
        return found
