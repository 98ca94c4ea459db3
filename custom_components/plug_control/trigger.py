"""Triggers for automations: a session starts or ends, a car is plugged in or unplugged, an unknown card is presented."""

from collections.abc import Mapping
from typing import override

from homeassistant.components.event.const import ATTR_EVENT_TYPE
from homeassistant.const import STATE_OFF, STATE_ON, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    EntityTargetStateTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
)

from .binary_sensor import CABLE_CONNECTED
from .entities.automation_targets import async_entities_of
from .event import ATTR_KNOWN, ATTR_REASON, CARD, ENDED, SESSION, STARTED
from .model.transaction import StopReason

STOPPED_BY_SOMEBODY = frozenset(
    {
        StopReason.EV_DISCONNECTED,
        StopReason.LOCAL,
        StopReason.REMOTE,
        StopReason.UNKNOWN,
        StopReason.UNLOCK,
    }
)
"""Stop reasons that somebody caused, or that are unknown; with any other the session ended by itself."""

_BINARY_SENSORS: Mapping[str, DomainSpec] = {Platform.BINARY_SENSOR: DomainSpec()}
_EVENTS: Mapping[str, DomainSpec] = {Platform.EVENT: DomainSpec()}
_ON = {STATE_ON}
_OFF = {STATE_OFF}


class _CableTrigger(EntityTargetStateTriggerBase):
    """A connector's cable sensor changes to `_to_states`."""

    _domain_specs = _BINARY_SENSORS

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the cable sensors."""
        return async_entities_of(
            self._hass, super().entity_filter(entities), CABLE_CONNECTED.translation_key
        )


class PluggedInTrigger(_CableTrigger):
    """A car is plugged in."""

    _to_states = _ON


class UnpluggedTrigger(_CableTrigger):
    """A car is unplugged."""

    _to_states = _OFF


class _EventTrigger(StatelessEntityTriggerBase):
    """An event happens to an entity with the translation key `_key`."""

    _domain_specs = _EVENTS
    _key: str | None

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the event entities of this kind."""
        return async_entities_of(self._hass, super().entity_filter(entities), self._key)


class SessionStartedTrigger(_EventTrigger):
    """A session starts."""

    _key = SESSION.translation_key

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the event is the start of a session."""
        return state.attributes.get(ATTR_EVENT_TYPE) == STARTED


class SessionEndedTrigger(_EventTrigger):
    """A session ends."""

    _key = SESSION.translation_key

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the event is the end of a session."""
        return state.attributes.get(ATTR_EVENT_TYPE) == ENDED


class StoppedByItselfTrigger(SessionEndedTrigger):
    """A session ends although nobody stopped it, unplugged the car or unlocked the connector."""

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the session ended by itself; if somebody stopped it, report the reason."""
        if not super().is_valid_state(state, report_not_triggered):
            return False
        reason = state.attributes.get(ATTR_REASON)
        if reason is None or reason in STOPPED_BY_SOMEBODY:
            report_not_triggered("stopped_by_somebody", reason=reason)
            return False
        return True


class UnknownCardTrigger(_EventTrigger):
    """A card that is not registered is presented."""

    _key = CARD.translation_key

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the card is unknown."""
        return state.attributes.get(ATTR_KNOWN) is False


TRIGGERS: dict[str, type[Trigger]] = {
    "car_plugged_in": PluggedInTrigger,
    "car_unplugged": UnpluggedTrigger,
    "session_started": SessionStartedTrigger,
    "session_ended": SessionEndedTrigger,
    "stopped_by_itself": StoppedByItselfTrigger,
    "unknown_card_presented": UnknownCardTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by their keys."""
    return TRIGGERS
