"""Send limits and phase changes to chargers in the background, one at a time for each, with retries."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import math
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import SERVICE_TURN_OFF, SERVICE_TURN_ON
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.wire import CommandError, OfflineError
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    ConnectorVerdict,
    RoundDecision,
)
from custom_components.plug_control.model.connector import ConnectorKey, SmartLimit, name_of
from custom_components.plug_control.site.options import ConnectorOptions, PhaseSwitching

from .installation import Installation
from .rows import Connectors

_LOGGER = logging.getLogger(__name__)

_SHORTEST = timedelta(seconds=30)
_LONGEST = timedelta(minutes=5)

_RENEWED_IN_TIME = 3
"""A schedule may have to be renewed after the silence divided by this."""

type LimitCommand = Callable[[], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class _Failure:
    """A command that failed, and when to try it again."""

    wait: timedelta
    again_at: datetime
    least_a: float
    """The lowest limit that failed; a lower one need not wait."""


class RetriedCommands:
    """Commands to connectors, one at a time for each; failures are logged once and retried at growing intervals."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, what: str) -> None:
        """Send to connectors of `entry`; `what` ("limit") names the command in logs."""
        self._hass = hass
        self._entry = entry
        self._what = what
        self._running: dict[ConnectorKey, asyncio.Task[None]] = {}
        self._failures: dict[ConnectorKey, _Failure] = {}

    def is_waiting(self, key: ConnectorKey, now: datetime, limit_a: float = 0.0) -> bool:
        """Return whether a command runs now, or waits after a failure; a limit below all that failed does not wait."""
        failure = self._failures.get(key)
        if key in self._running or failure is None:
            return key in self._running
        return now < failure.again_at and limit_a >= failure.least_a

    def has_failed(self, key: ConnectorKey) -> bool:
        """Return whether the last command failed."""
        return key in self._failures

    def start(self, key: ConnectorKey, send: LimitCommand, limit_a: float = 0.0) -> None:
        """Start a command in the background; its part before the first wait has run when this returns."""
        task = self._entry.async_create_background_task(
            self._hass, self._attempt(key, send, limit_a), f"{self._what} of {name_of(key)}"
        )
        if not task.done():
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))

    async def do(self, key: ConnectorKey, send: LimitCommand, limit_a: float = 0.0) -> None:
        """Run a command now, whatever has failed before; raises CommandError, HomeAssistantError, but not OfflineError."""
        try:
            await send()
        except OfflineError:
            return
        except (CommandError, HomeAssistantError) as error:
            self._failed(key, error, limit_a)
            raise
        self._succeeded(key)

    def stop(self) -> None:
        """Cancel all running commands."""
        for task in tuple(self._running.values()):
            task.cancel()

    async def _attempt(self, key: ConnectorKey, send: LimitCommand, limit_a: float) -> None:
        try:
            await self.do(key, send, limit_a)
        except CommandError, HomeAssistantError:
            return  # logged already, and retried later

    def _failed(self, key: ConnectorKey, error: Exception, limit_a: float) -> None:
        failure = self._failures.get(key)
        wait = _SHORTEST if failure is None else min(2 * failure.wait, _LONGEST)
        least_a = limit_a if failure is None else min(limit_a, failure.least_a)
        self._failures[key] = _Failure(wait, dt_util.utcnow() + wait, least_a)
        if failure is None:
            _LOGGER.warning(
                "The %s of %s was not taken, and is tried again: %s",
                self._what,
                name_of(key),
                error,
            )

    def _succeeded(self, key: ConnectorKey) -> None:
        if self._failures.pop(key, None) is not None:
            _LOGGER.info("The %s of %s was taken after all", self._what, name_of(key))


class LimitSender:
    """Sends connectors their limits, and moves their contactors."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem
    ) -> None:
        """Send to the charge points of `central_system`."""
        self._hass = hass
        self._central_system = central_system
        self._limits = RetriedCommands(hass, entry, "limit")
        self._contactors = RetriedCommands(hass, entry, "change of phases")
        self._wanted: dict[ConnectorKey, SmartLimit | None] = {}

    def send(
        self,
        connectors: Connectors,
        rows: Mapping[str, ConnectorRow],
        decision: RoundDecision,
        installation: Installation,
        now: datetime,
    ) -> dict[ConnectorKey, SmartLimit | None]:
        """Send every connector its limit in the background, or that it has none any more; return the limits."""
        limits: dict[ConnectorKey, SmartLimit | None] = {}
        for key, _, connector in connectors:
            name, standing = name_of(key), connector.limit.smart
            verdict = decision.verdicts.get(name)
            if verdict is None and standing is None:
                continue
            smart = None
            if verdict is not None:
                smart = _smart_limit(rows[name], verdict, standing, installation.site.silence_s)
            if smart is None and standing is None:
                continue
            limits[key] = smart
            self._set_limit(key, smart, now)
            if verdict is not None and verdict.switch_to is not None:
                self._switch_phases(key, installation.options_of(key), verdict.switch_to, now)
        return limits

    def _set_limit(self, key: ConnectorKey, smart: SmartLimit | None, now: datetime) -> None:
        """Send a connector its limit in the background; call it at every decision, it is cheap where nothing is to do."""
        self._wanted[key] = smart
        limit_a = _amperes(smart)
        if not self._limits.is_waiting(key, now, limit_a) and not self._is_settled(key, smart, now):
            self._limits.start(key, lambda: self._send_limit(key), limit_a)

    async def async_set_limit(self, key: ConnectorKey, smart: SmartLimit | None) -> None:
        """Send a connector its limit, and return when its charger has taken it; raises CommandError, but not OfflineError."""
        self._wanted[key] = smart
        await self._limits.do(key, lambda: self._send_limit(key), _amperes(smart))

    def _switch_phases(
        self, key: ConnectorKey, options: ConnectorOptions, phases: int, now: datetime
    ) -> None:
        """Move a connector's contactor in the background; call it until the contactor is seen there."""
        if not self._contactors.is_waiting(key, now):
            self._contactors.start(key, lambda: self._switch(key, options, phases))

    def stop(self) -> None:
        """Cancel all running commands."""
        self._limits.stop()
        self._contactors.stop()

    def _is_settled(self, key: ConnectorKey, smart: SmartLimit | None, now: datetime) -> bool:
        """Return whether the charger holds the limit and need not get it again for a while."""
        limit = self._central_system.charge_points[key[0]].connectors[key[1]].limit
        if limit.smart != smart or self._limits.has_failed(key):
            return False
        if smart is None:
            return True
        if limit.applied_a is None or limit.applied_at is None or limit.stopped_id_tag is not None:
            return False
        age_s = (now - limit.applied_at).total_seconds()
        return smart.fallback_a is None or age_s < smart.silence_s / _RENEWED_IN_TIME

    async def _send_limit(self, key: ConnectorKey) -> None:
        """Send the wanted limit, again if it changed meanwhile."""
        charge_point_id, connector_id = key
        while True:
            smart = self._wanted[key]
            await self._central_system.limits.set_smart_limit(charge_point_id, connector_id, smart)
            if self._wanted[key] == smart:
                return

    async def _switch(self, key: ConnectorKey, options: ConnectorOptions, phases: int) -> None:
        if options.phase_switching is PhaseSwitching.CONFIGURATION_KEY:
            value = options.phase_switch_one if phases == 1 else options.phase_switch_all
            await self._central_system.commands.change_configuration(
                key[0], options.phase_switch_key or "", value
            )
            return
        entity_id = options.phase_switch_entity or ""
        await self._hass.services.async_call(
            entity_id.partition(".")[0],
            SERVICE_TURN_OFF if phases == 1 else SERVICE_TURN_ON,
            {"entity_id": entity_id},
            blocking=True,
        )


def _smart_limit(
    row: ConnectorRow, verdict: ConnectorVerdict, standing: SmartLimit | None, silence_s: int
) -> SmartLimit | None:
    """Return the limit that a verdict gives; without one, that which the connector has."""
    if verdict.limit_a is None:
        return standing
    return SmartLimit(
        limit_a=verdict.limit_a,
        phases=verdict.phases,
        fallback_a=verdict.fallback_a if row.has_fail_safe else None,
        silence_s=silence_s,
        stops_at_once=verdict.at_once,
    )


def _amperes(smart: SmartLimit | None) -> float:
    """Return the current in A that a limit allows; infinity without one."""
    return math.inf if smart is None else smart.limit_a
