"""Options flow: settings for all charge points, and the site."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import CONF_HOST
from homeassistant.helpers.selector import BooleanSelector, TextSelector, TextSelectorConfig
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.central_system.stations.settings import UnknownChargePoints
from custom_components.plug_control.const import (
    CONF_ACCEPT_WITHOUT_SUBPROTOCOL,
    CONF_CERTIFICATE,
    CONF_DOCUMENT_LINK_DAYS,
    CONF_DOCUMENT_MONTHS,
    CONF_ERASE_LEDGER,
    CONF_HEARTBEAT_INTERVAL,
    CONF_METER_INTERVAL,
    CONF_PRIVATE_KEY,
    CONF_SECOND_PORT,
    CONF_SERVER_NAMES,
    CONF_SHARED_SESSIONS,
    CONF_TRANSFER_ADDRESS,
    CONF_UNKNOWN_CHARGE_POINTS,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CIRCUIT,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.documents.documents import DEFAULT_LINK_DAYS, DEFAULT_MONTHS
from custom_components.plug_control.entry_settings import (
    SharedSessions,
    central_system_settings,
    shared_sessions,
)
from custom_components.plug_control.security.errors import SecurityError
from custom_components.plug_control.security.own_files import check_own_files
from custom_components.plug_control.server_certificates import own_files_of
from custom_components.plug_control.storage.storage import (
    export_directory,
    files_to_export,
    ledger_path,
)
from custom_components.plug_control.transfers.ways import is_address

from .addresses import async_probe
from .form import choice, filled_in, integer
from .privacy import PrivacyFlow
from .site.flow import SiteFlow

_CENTRAL_SYSTEM_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_UNKNOWN_CHARGE_POINTS): choice(
            CONF_UNKNOWN_CHARGE_POINTS, list(UnknownChargePoints)
        ),
        vol.Required(CONF_METER_INTERVAL): integer(5, 3600, "s"),
        vol.Required(CONF_HEARTBEAT_INTERVAL): integer(10, 86400, "s"),
        vol.Required(CONF_ACCEPT_WITHOUT_SUBPROTOCOL): BooleanSelector(),
        vol.Required(CONF_SHARED_SESSIONS): choice(CONF_SHARED_SESSIONS, list(SharedSessions)),
        vol.Optional(CONF_TRANSFER_ADDRESS): TextSelector(),
    }
)
_ENCRYPTION_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_CERTIFICATE): TextSelector(),
        vol.Optional(CONF_PRIVATE_KEY): TextSelector(),
        vol.Optional(CONF_SERVER_NAMES): TextSelector(TextSelectorConfig(multiple=True)),
        vol.Optional(CONF_SECOND_PORT): integer(1, 65535),
    }
)
_DOCUMENTS_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_DOCUMENT_MONTHS): integer(1, 240),
        vol.Required(CONF_DOCUMENT_LINK_DAYS): integer(1, 365),
    }
)
_WRITE_FILES = "write_files"
_FILES_SCHEMA = {vol.Required(_WRITE_FILES, default=False): BooleanSelector()}
_REMOVAL_SCHEMA = vol.Schema({vol.Required(CONF_ERASE_LEDGER): BooleanSelector()})


class PlugControlOptionsFlow(PrivacyFlow, SiteFlow):
    """Changes options; no change disconnects a charge point."""

    _removal: dict[str, Any]
    """The option for what happens to the ledger when the entry is deleted."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which options to change."""
        return self.async_show_menu(
            step_id="init",
            menu_options=[
                "site",
                "central_system",
                "documents",
                "encryption",
                "privacy",
                "removal",
            ],
        )

    async def async_step_removal(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what a deletion of the entry removes, and ask whether to erase and to export the ledger."""
        options = self.config_entry.options
        errors: dict[str, str] = {}
        if user_input is not None:
            self._removal = {CONF_ERASE_LEDGER: user_input[CONF_ERASE_LEDGER]}
            if not user_input.get(_WRITE_FILES):
                return self._finish_removal()
            try:
                return await self._async_written()
            except OSError:
                errors["base"] = "export_failed"
        is_loaded = self.config_entry.state is ConfigEntryState.LOADED
        kinds = (SUBENTRY_CHARGE_POINT, SUBENTRY_ID_TAG, SUBENTRY_CIRCUIT)
        numbers = {
            kind: str(len([*self.config_entry.get_subentries_of_type(kind)])) for kind in kinds
        }
        return self.async_show_form(
            step_id="removal",
            data_schema=self.add_suggested_values_to_schema(
                _REMOVAL_SCHEMA.extend(_FILES_SCHEMA) if is_loaded else _REMOVAL_SCHEMA,
                {CONF_ERASE_LEDGER: options.get(CONF_ERASE_LEDGER, False)},
            ),
            errors=errors,
            description_placeholders={
                **numbers,
                "path": str(ledger_path(self.hass, self.config_entry.entry_id)),
            },
        )

    async def _async_written(self) -> ConfigFlowResult:
        """Export all sessions, and show where they are; raises OSError."""
        files = files_to_export(self.hass, self.config_entry.entry_id)
        count = await self.config_entry.runtime_data.central_system.ledger.write_files(files)
        return self.async_show_form(
            step_id="written",
            data_schema=vol.Schema({}),
            description_placeholders={
                "directory": str(export_directory(self.hass)),
                "sessions": str(count),
            },
        )

    async def async_step_written(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Finish after the user has read where the sessions are."""
        return self._finish_removal()

    def _finish_removal(self) -> ConfigFlowResult:
        return self.async_create_entry(data={**self.config_entry.options, **self._removal})

    async def async_step_encryption(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the user's own certificate, the names that chargers dial, and a second port."""
        errors: dict[str, str] = {}
        fields = {str(field) for field in _ENCRYPTION_SCHEMA.schema}
        shown: dict[str, Any] = dict(self.config_entry.options)
        detail = ""
        if user_input is not None:
            shown = user_input
            others = {k: v for k, v in self.config_entry.options.items() if k not in fields}
            options = others | {k: v for k, v in user_input.items() if v not in (None, "", [])}
            port = options.get(CONF_SECOND_PORT)
            if (CONF_CERTIFICATE in options) != (CONF_PRIVATE_KEY in options):
                errors["base"] = "both_files"
            elif port is not None and port != self.config_entry.options.get(CONF_SECOND_PORT):
                host = self.config_entry.data.get(CONF_HOST)
                if error := await async_probe(host, port):
                    errors[CONF_SECOND_PORT] = error
            if not errors and (files := own_files_of(options)) is not None:
                try:
                    await self.hass.async_add_executor_job(check_own_files, files, dt_util.utcnow())
                except SecurityError as error:
                    errors["base"], detail = f"certificate_{error.flaw}", error.detail
            if not errors:
                return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id="encryption",
            data_schema=self.add_suggested_values_to_schema(_ENCRYPTION_SCHEMA, shown),
            errors=errors,
            description_placeholders={
                "detail": detail,
                "ecdsa": f"/api/{DOMAIN}/authority/ecdsa.pem",
                "rsa": f"/api/{DOMAIN}/authority/rsa.pem",
            },
        )

    async def async_step_documents(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how long documents are kept, and how long links to them work."""
        options = self.config_entry.options
        if user_input is not None:
            return self.async_create_entry(data=filled_in(options, _DOCUMENTS_SCHEMA, user_input))
        stored = {
            CONF_DOCUMENT_MONTHS: options.get(CONF_DOCUMENT_MONTHS, DEFAULT_MONTHS),
            CONF_DOCUMENT_LINK_DAYS: options.get(CONF_DOCUMENT_LINK_DAYS, DEFAULT_LINK_DAYS),
        }
        return self.async_show_form(
            step_id="documents",
            data_schema=self.add_suggested_values_to_schema(_DOCUMENTS_SCHEMA, stored),
        )

    async def async_step_central_system(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the settings of all charge points; keep the other options."""
        options = self.config_entry.options
        errors: dict[str, str] = {}
        if user_input is not None:
            address = user_input.get(CONF_TRANSFER_ADDRESS, "").strip()
            if address and not is_address(address):
                errors[CONF_TRANSFER_ADDRESS] = "invalid_address"
            else:
                given = {**user_input, CONF_TRANSFER_ADDRESS: address}
                return self.async_create_entry(
                    data=filled_in(options, _CENTRAL_SYSTEM_SCHEMA, given)
                )
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
                    CONF_TRANSFER_ADDRESS: options.get(CONF_TRANSFER_ADDRESS, ""),
                    **(user_input or {}),
                },
            ),
            errors=errors,
        )
