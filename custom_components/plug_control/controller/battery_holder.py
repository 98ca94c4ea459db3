"""Hold the home batteries at the entities of their integrations, and release them, also after a crash."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import math
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_OPTION,
    SERVICE_SELECT_OPTION,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, State, callback

from custom_components.plug_control import issues
from custom_components.plug_control.model.stored import read_row, write_row
from custom_components.plug_control.site.batteries import NUMBERS, SWITCHES, BatteryControl
from custom_components.plug_control.storage.storage import Memory, MemoryStore

from .battery_control import ControlStep, HeldControl, control_step

_LOGGER = logging.getLogger(__name__)

_SHORTEST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(minutes=5)
_TROUBLE_AFTER: Final = timedelta(minutes=5)
_TIMEOUT_S: Final = 30.0
_STEP: Final = 0.002
"""Step of a number whose entity tells none."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """When the next attempt at a control may begin, and how long the one after it waits."""

    again_at: datetime
    wait: timedelta


class BatteryHolder:
    """What one config entry set at the controls of its site's home batteries."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Set nothing yet."""
        self._hass = hass
        self._entry = entry
        self._store = MemoryStore(hass, entry.entry_id, "battery")
        self._store.read = self._write
        self._records: dict[str, HeldControl] = {}
        self._attempts: dict[str, _Attempt] = {}
        self._open_since: dict[str, datetime] = {}
        self._tasks: dict[str, asyncio.Task[bool]] = {}
        self._told: tuple[str, ...] = ()
        self._released_at_stop: set[str] = set()
        """Controls that took the release at the stop; what they show may come later."""

    async def async_load(self) -> None:
        """Load what was set before the start."""
        for entity_id, row in (await self._store.async_load()).get("controls", {}).items():
            try:
                self._records[entity_id] = read_row(HeldControl, row)
            except ValueError as error:
                _LOGGER.warning("What was set at %s cannot be read: %s", entity_id, error)

    @property
    def holds(self) -> bool:
        """Whether a battery is held by us, or was before the start."""
        return any(not one.overruled and not one.releasing for one in self._records.values())

    @callback
    def see(self, controls: Iterable[BatteryControl], now: datetime, *, wanted: bool) -> None:
        """Hold the batteries, or release them; call it at every decision, it is cheap where nothing is to do."""
        known = {control.entity_id: control for control in controls}
        for control, is_wanted in self._all(known, wanted=wanted):
            if control.entity_id not in self._tasks:
                self._look(control, now, wanted=is_wanted)
        troubled = {
            entity_id
            for entity_id, since in self._open_since.items()
            if now - since >= _TROUBLE_AFTER and (entity_id in known or entity_id in self._records)
        }
        self._tell(tuple(sorted(troubled)))

    async def async_stop(self) -> None:
        """Release what is held, unless Home Assistant stops: then the next start does what is right then."""
        running = tuple(self._tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if not self._hass.is_stopping:
            for control, _ in tuple(self._all({}, wanted=False)):
                step = self._step(control, wanted=False)
                if step.send is not None:
                    if await self._attempt(control, step):
                        self._released_at_stop.add(control.entity_id)
                else:
                    self._keep(control.entity_id, step.record)
        await self._store.async_save()

    def _all(
        self, known: dict[str, BatteryControl], *, wanted: bool
    ) -> Iterator[tuple[BatteryControl, bool]]:
        """Yield each control, and whether it has to be set; one that the user no longer chooses has to be released."""
        for control in known.values():
            yield control, wanted
        for entity_id, record in tuple(self._records.items()):
            if entity_id not in known:
                former = BatteryControl(
                    entity_id=entity_id, hold=record.held, normal=record.restore
                )
                yield former, False

    # ---- one control

    def _look(self, control: BatteryControl, now: datetime, *, wanted: bool) -> None:
        """Take what a control shows, and send what is to be sent."""
        entity_id = control.entity_id
        step = self._step(control, wanted=wanted)
        is_silent = self._shown(control) is None and (wanted or step.record is not None)
        if step.send is None:
            self._keep(entity_id, step.record)
            self._attempts.pop(entity_id, None)
            if not is_silent:
                self._open_since.pop(entity_id, None)
            else:
                self._open_since.setdefault(entity_id, now)
            return
        self._open_since.setdefault(entity_id, now)
        attempt = self._attempts.get(entity_id)
        if attempt is not None and now < attempt.again_at:
            return
        wait = _SHORTEST if attempt is None else min(2 * attempt.wait, _LONGEST)
        self._attempts[entity_id] = _Attempt(now + wait, wait)
        task = self._entry.async_create_background_task(
            self._hass, self._attempt(control, step), f"home battery at {entity_id}"
        )
        if not task.done():
            self._tasks[entity_id] = task
            task.add_done_callback(lambda _: self._tasks.pop(entity_id, None))

    def _step(self, control: BatteryControl, *, wanted: bool) -> ControlStep:
        return control_step(
            self._records.get(control.entity_id),
            self._shown(control),
            control.hold,
            normal=control.normal,
            wanted=wanted,
        )

    def _keep(self, entity_id: str, record: HeldControl | None) -> None:
        """Keep a control's record; save it if it is another one."""
        if record == self._records.get(entity_id):
            return
        if record is None:
            del self._records[entity_id]
        else:
            self._records[entity_id] = record
        self._store.async_schedule_save()

    async def _attempt(self, control: BatteryControl, step: ControlStep) -> bool:
        """Store what will be set, then set it; return whether the control took it, log what fails.

        Nothing is held that could not be stored.

        A release goes on without: the disk knows already what to restore.
        """
        entity_id, before = control.entity_id, self._records.get(control.entity_id)
        if step.record is not None and step.record != before:
            self._records[entity_id] = step.record
            if not await self._is_stored() and not step.record.releasing:
                self._keep(entity_id, before)
                _LOGGER.warning(
                    "%s is not set: what to restore after it could not be stored", entity_id
                )
                return False
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await self._set(control, step.send or control.normal)
        except Exception as error:  # noqa: BLE001 - another integration's, which may raise anything
            _LOGGER.warning("%s was not set, and is tried again: %s", entity_id, error)
            return False
        return True

    async def _is_stored(self) -> bool:
        try:
            return await self._store.async_save_surely()
        except Exception:
            _LOGGER.exception("What is set at home batteries could not be stored")
            return False

    async def _set(self, control: BatteryControl, value: str) -> None:
        """Set a control's value by its domain's action."""
        entity_id, domain = control.entity_id, control.domain
        data: dict[str, Any] = {ATTR_ENTITY_ID: entity_id}
        if domain in SWITCHES:
            service = SERVICE_TURN_ON if value == STATE_ON else SERVICE_TURN_OFF
        elif domain in NUMBERS:
            service, data["value"] = "set_value", float(value)
        else:
            service, data[ATTR_OPTION] = SERVICE_SELECT_OPTION, self._offered(control, value)
        await self._hass.services.async_call(domain, service, data, blocking=True)

    def _offered(self, control: BatteryControl, value: str) -> str:
        """Return an option of a select; the normal one where `value` is no longer there."""
        state = self._hass.states.get(control.entity_id)
        options = state.attributes.get("options") if state is not None else None
        return control.normal if options and value not in options else value

    def _shown(self, control: BatteryControl) -> str | None:
        """Return the value that a control shows, in the words of ours that equal it; None: it is unavailable."""
        state = self._hass.states.get(control.entity_id)
        if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return None
        if control.domain not in NUMBERS:
            return state.state
        record = self._records.get(control.entity_id)
        ours = (control.hold,) if record is None else (record.held, control.hold, record.restore)
        step = _number(state.attributes.get("step")) or _STEP
        shown = _number(state.state)
        for value in ours:
            told = _number(value)
            if shown is not None and told is not None and abs(shown - told) < step / 2:
                return value
        return None if shown is None else state.state

    # ---- problems and storing

    def _tell(self, troubled: tuple[str, ...]) -> None:
        if troubled == self._told:
            return
        self._told = troubled
        if troubled:
            issues.async_battery_not_obeying(self._hass, self._entry, troubled)
        else:
            issues.async_battery_obeys(self._hass, self._entry)

    def _write(self) -> Memory:
        return {
            "controls": {entity_id: write_row(one) for entity_id, one in self._records.items()},
            "released": dict.fromkeys(sorted(self._released_at_stop), True),
        }


async def async_left_held(hass: HomeAssistant, entry_id: str) -> dict[str, str]:
    """Return the controls that a config entry, which no longer runs, may have left held, with the values that release them."""
    memory = await MemoryStore(hass, entry_id, "battery").async_load()
    released, left = memory.get("released", {}), {}
    for entity_id, row in memory.get("controls", {}).items():
        try:
            record = read_row(HeldControl, row)
        except ValueError:
            continue  # logged at the last start
        state = hass.states.get(entity_id)
        if not record.overruled and entity_id not in released and _may_hold(state, record.held):
            left[entity_id] = record.restore
    return left


def _may_hold(state: State | None, held: str) -> bool:
    """Return whether a control shows the value that holds the battery, or nothing."""
    if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
        return True
    return state.state == held or (
        _number(held) is not None and _number(state.state) == _number(held)
    )


def _number(value: object) -> float | None:
    """Return a finite number; None: it is none."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
