"""Sensors of a back end: what waits for it, when it last took something, and what it does not take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.state import BackEndState
from custom_components.plug_control.texts.wording import plain

from .back_ends import BackEndEntity
from .sensors import PlainSensorEntity

_STEP: Final = timedelta(minutes=5)
"""How often *Last delivered* follows a running session, which would fill the logbook with each meter value."""
_SETTLED: Final = timedelta(minutes=2)
"""Nothing more seems to come: meter values come each minute, or much more seldom."""


@dataclass(frozen=True, kw_only=True)
class BackEndSensorDescription(SensorEntityDescription):
    """Describes a sensor of a back end."""

    value_fn: Callable[[BackEndState], StateType | datetime] = lambda _: None
    attributes_fn: Callable[[BackEndState], dict[str, StateType]] = lambda _: {}


def _queue(state: BackEndState) -> dict[str, StateType]:
    oldest = state.queue.oldest_at
    return {
        "sessions": state.queue.sessions,
        "oldest": None if oldest is None else oldest.isoformat(timespec="seconds"),
    }


def _refused(state: BackEndState) -> dict[str, StateType]:
    error = state.last_error
    return {
        "messages": state.refused,
        "last_error": None if error is None else plain(error),
    }


QUEUE = BackEndSensorDescription(
    key="queue",
    translation_key="back_end_queue",
    state_class=SensorStateClass.MEASUREMENT,
    value_fn=lambda state: state.queue.messages,
    attributes_fn=_queue,
)
REFUSED = BackEndSensorDescription(
    key="refused",
    translation_key="back_end_refused",
    entity_category=EntityCategory.DIAGNOSTIC,
    value_fn=lambda state: state.queue.set_aside,
    attributes_fn=_refused,
)
LAST_DELIVERED = BackEndSensorDescription(
    key="last_delivered",
    translation_key="back_end_last_delivered",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
)


def back_end_sensors(
    entry: PlugControlConfigEntry, back_end: BackEndSettings
) -> Iterator[BackEndEntity]:
    """Yield the sensors of a back end."""
    for description in (QUEUE, REFUSED):
        yield BackEndSensor(entry, back_end, description)
    yield LastDeliveredSensor(entry, back_end, LAST_DELIVERED)


class BackEndSensor(BackEndEntity, PlainSensorEntity):
    """A value of a back end."""

    _unrecorded_attributes = frozenset({"oldest", "last_error"})
    entity_description: BackEndSensorDescription

    @override
    def _take(self, state: BackEndState) -> object:
        description = self.entity_description
        self._attr_native_value = value = description.value_fn(state)
        self._attr_extra_state_attributes = attributes = description.attributes_fn(state)
        return value, attributes


class LastDeliveredSensor(BackEndSensor):
    """When a back end last took a message of a transaction; in steps while it takes one after the other."""

    @override
    def _take(self, state: BackEndState) -> object:
        latest, shown = self._back_ends.last_delivered(self._back_end_id), self._attr_native_value
        if (
            latest is None
            or not isinstance(shown, datetime)
            or not shown <= latest < shown + _STEP
            or dt_util.utcnow() - latest >= _SETTLED
        ):
            self._attr_native_value = shown = latest
        return shown
