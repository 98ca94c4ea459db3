"""A step of a charge point's subentry flow: who may charge while Home Assistant is away."""

from typing import Any, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from custom_components.plug_control.central_system.stations.settings import (
    CardMemory,
    OfflineCharging,
)
from custom_components.plug_control.const import (
    CONF_CARD_MEMORY,
    CONF_DECIDES_ALONE,
    CONF_LOCAL_LIST,
    CONF_OFFLINE_CHARGING,
)
from custom_components.plug_control.entry_settings import DEFAULT_CHARGE_POINT

from .form import choice

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OFFLINE_CHARGING): choice(CONF_OFFLINE_CHARGING, list(OfflineCharging)),
        vol.Required(CONF_LOCAL_LIST): BooleanSelector(),
        vol.Required(CONF_DECIDES_ALONE): BooleanSelector(),
        vol.Required(CONF_CARD_MEMORY): choice(CONF_CARD_MEMORY, list(CardMemory)),
    }
)
_DEFAULTS: Final = {
    CONF_OFFLINE_CHARGING: DEFAULT_CHARGE_POINT.offline_charging.value,
    CONF_LOCAL_LIST: DEFAULT_CHARGE_POINT.local_list,
    CONF_DECIDES_ALONE: DEFAULT_CHARGE_POINT.decides_alone,
    CONF_CARD_MEMORY: DEFAULT_CHARGE_POINT.card_memory.value,
}


class OfflineCardsFlow(ConfigSubentryFlow):
    """Asks how the charge point decides about cards by itself."""

    async def async_step_cards(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the settings, and keep all other data of the charge point."""
        subentry = self._get_reconfigure_subentry()
        if user_input is not None:
            return self.async_update_and_abort(
                self._get_entry(), subentry, data={**subentry.data, **user_input}
            )
        return self.async_show_form(
            step_id="cards",
            data_schema=self.add_suggested_values_to_schema(
                _SCHEMA, {**_DEFAULTS, **subentry.data}
            ),
        )
