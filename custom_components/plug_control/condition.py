"""Conditions for automations: a car charges, a car is plugged in, the surplus is at least a number of watts."""

from collections.abc import Mapping
from typing import override

from homeassistant.const import CONF_OPTIONS, CONF_TARGET, STATE_ON, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    Condition,
    ConditionConfig,
    EntityConditionBase,
    EntityStateConditionBase,
)
import voluptuous as vol

from .binary_sensor import CABLE_CONNECTED, CHARGING
from .const import DOMAIN
from .coordinator import PlugControlConfigEntry
from .entities.automation_targets import async_entities_of
from .entities.charging_sensors import CHARGING_REASON, SURPLUS
from .entity import connector_of

CONF_AT_LEAST_W = "at_least_w"
_BINARY_SENSORS: Mapping[str, DomainSpec] = {Platform.BINARY_SENSOR: DomainSpec()}
_SENSORS: Mapping[str, DomainSpec] = {Platform.SENSOR: DomainSpec()}
_ON: set[str | bool] = {STATE_ON}


class _ConnectorIsOn(EntityStateConditionBase):
    """A connector's binary sensor with the translation key `_key` is on."""

    _domain_specs = _BINARY_SENSORS
    _states = _ON
    _key: str | None

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the binary sensors of this kind."""
        return async_entities_of(self._hass, super().entity_filter(entities), self._key)


class IsChargingCondition(_ConnectorIsOn):
    """A car charges."""

    _key = CHARGING.translation_key


class IsPluggedInCondition(_ConnectorIsOn):
    """A car is plugged in."""

    _key = CABLE_CONNECTED.translation_key


class SurplusCondition(EntityConditionBase):
    """The surplus available to a connector is at least `at_least_w`; works also while its surplus sensor is disabled."""

    _domain_specs = _SENSORS
    _schema = vol.Schema(
        {
            vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
            vol.Required(CONF_OPTIONS): {
                vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
                    [BEHAVIOR_ANY, BEHAVIOR_ALL]
                ),
                vol.Required(CONF_AT_LEAST_W): vol.Coerce(float),
            },
        }
    )

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take `at_least_w` from a validated configuration."""
        super().__init__(hass, config)
        self._at_least_w: float = (config.options or {})[CONF_AT_LEAST_W]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the sensors of charging reason and surplus: each stands for its connector."""
        return async_entities_of(
            self._hass,
            super().entity_filter(entities),
            CHARGING_REASON.translation_key,
            SURPLUS.translation_key,
        )

    @property
    @override
    def needs_polling(self) -> bool:
        """True: the surplus changes more often than the entities' states."""
        return True

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether the connector's surplus is known and at least `at_least_w`."""
        surplus_w = _surplus_w(self._hass, entity_state.entity_id)
        return surplus_w is not None and surplus_w >= self._at_least_w


def _surplus_w(hass: HomeAssistant, entity_id: str) -> float | None:
    """Return the surplus (W) that the last decision for an entity's connector used; None if it is not known."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or (key := connector_of(entity.unique_id)) is None:
        return None
    loaded: list[PlugControlConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    entry = next((each for each in loaded if each.entry_id == entity.config_entry_id), None)
    outcome = entry.runtime_data.controller.outcome_of(key) if entry else None
    return None if outcome is None else outcome.surplus_w


CONDITIONS: dict[str, type[Condition]] = {
    "is_charging": IsChargingCondition,
    "is_plugged_in": IsPluggedInCondition,
    "surplus_at_least": SurplusCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by their keys."""
    return CONDITIONS
