"""Anonymise sessions by themselves, so many months after their end: at night, in small steps."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import CONF_ANONYMISE_AFTER_MONTHS
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.worth import SessionDetails

from .months import months_before
from .privacy import Erasure, Found, Privacy

_LOGGER = logging.getLogger(__name__)

AT_ONCE: Final = 5000
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
        """Return some of the sessions that ended before `until` and are not anonymous yet; raises OSError."""

        def due(sessions: Iterator[tuple[Session, SessionDetails]]) -> list[int]:
            found = (
                session.session_id
                for session, details in sessions
                if not details.anonymised
                and session.stopped_at is not None
                and session.stopped_at < until
            )
            return [*islice(found, AT_ONCE)]

        return await self._central_system.ledger.fold_details(due, end=until)
