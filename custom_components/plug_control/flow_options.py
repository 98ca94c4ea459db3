"""Options flow: what holds for all charge points, and the site that they are on."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from .central_system.settings import UnknownChargePoints
from .const import (
    CONF_ACCEPT_WITHOUT_SUBPROTOCOL,
    CONF_ERASE_LEDGER,
    CONF_HEARTBEAT_INTERVAL,
    CONF_METER_INTERVAL,
    CONF_SHARED_SESSIONS,
    CONF_UNKNOWN_CHARGE_POINTS,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CIRCUIT,
    SUBENTRY_ID_TAG,
)
from .entry_settings import SharedSessions, central_system_settings, shared_sessions
from .flow_site import SiteFlow
from .form import choice, integer
from .storage import ledger_path

_CENTRAL_SYSTEM_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_UNKNOWN_CHARGE_POINTS): choice(
            CONF_UNKNOWN_CHARGE_POINTS, list(UnknownChargePoints)
        ),
        vol.Required(CONF_METER_INTERVAL): integer(5, 3600, "s"),
        vol.Required(CONF_HEARTBEAT_INTERVAL): integer(10, 86400, "s"),
        vol.Required(CONF_ACCEPT_WITHOUT_SUBPROTOCOL): BooleanSelector(),
        vol.Required(CONF_SHARED_SESSIONS): choice(CONF_SHARED_SESSIONS, list(SharedSessions)),
    }
)
_REMOVAL_SCHEMA = vol.Schema({vol.Required(CONF_ERASE_LEDGER): BooleanSelector()})


class PlugControlOptionsFlow(SiteFlow):
    """Changes options; nothing of it disconnects a charge point."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which options it is about."""
        return self.async_show_menu(
            step_id="init", menu_options=["site", "central_system", "removal"]
        )

    async def async_step_removal(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what goes when the integration is deleted, and ask what becomes of the ledger then."""
        options = self.config_entry.options
        if user_input is not None:
            return self.async_create_entry(data={**options, **user_input})
        kinds = (SUBENTRY_CHARGE_POINT, SUBENTRY_ID_TAG, SUBENTRY_CIRCUIT)
        numbers = {
            kind: str(len([*self.config_entry.get_subentries_of_type(kind)])) for kind in kinds
        }
        return self.async_show_form(
            step_id="removal",
            data_schema=self.add_suggested_values_to_schema(
                _REMOVAL_SCHEMA, {CONF_ERASE_LEDGER: options.get(CONF_ERASE_LEDGER, False)}
            ),
            description_placeholders={
                **numbers,
                "path": str(ledger_path(self.hass, self.config_entry.entry_id)),
            },
        )

    async def async_step_central_system(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what holds for all charge points; the site stays as it is."""
        if user_input is not None:
            return self.async_create_entry(data={**self.config_entry.options, **user_input})
        settings = central_system_settings(self.config_entry)
        return self.async_show_form(
            step_id="central_system",
            data_schema=self.add_suggested_values_to_schema(
                _CENTRAL_SYSTEM_SCHEMA,
                {
                    CONF_UNKNOWN_CHARGE_POINTS: settings.unknown_charge_points,
                    CONF_METER_INTERVAL: settings.meter_interval_s,
                    CONF_HEARTBEAT_INTERVAL: settings.heartbeat_interval_s,
                    CONF_ACCEPT_WITHOUT_SUBPROTOCOL: not settings.require_subprotocol,
                    CONF_SHARED_SESSIONS: shared_sessions(self.config_entry),
                },
            ),
        )
