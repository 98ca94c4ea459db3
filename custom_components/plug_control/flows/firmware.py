"""Steps of a charge point's Reconfigure: its firmware, and its logs."""

from pathlib import Path
from typing import Any, Final

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import (
    BooleanSelector,
    FileSelector,
    FileSelectorConfig,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.const import CONF_CHARGE_POINT_ID
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.model.maintenance import LogKind
from custom_components.plug_control.texts.markdown import escape_markdown
from custom_components.plug_control.transfers import ways
from custom_components.plug_control.transfers.firmware import Firmware
from custom_components.plug_control.transfers.servers import TransferError
from custom_components.plug_control.transfers.transfers import Transfers
from custom_components.plug_control.transfers.views import log_link

from .form import choice

_FILE: Final = "file"
_URL: Final = "url"
_VERSION: Final = "version"
_CERTIFICATE: Final = "signing_certificate"
_SIGNATURE: Final = "signature"
_INSTALL_NOW: Final = "install_now"
_LOG: Final = "log_kind"
_LONG: Final = TextSelector(TextSelectorConfig(multiline=True))
_FIRMWARE_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(_FILE): FileSelector(FileSelectorConfig(accept="*")),
        vol.Optional(_URL): TextSelector(),
        vol.Optional(_VERSION): TextSelector(),
        vol.Optional(_CERTIFICATE): _LONG,
        vol.Optional(_SIGNATURE): _LONG,
        vol.Required(_INSTALL_NOW, default=False): BooleanSelector(),
    }
)
_LOGS_SCHEMA: Final = vol.Schema({vol.Required(_LOG): choice(_LOG, [*LogKind])})


class MaintenanceFlow(ConfigSubentryFlow):
    """Names a firmware and installs it; asks for logs and offers them for download."""

    @property
    def _transfers(self) -> Transfers | None:
        """The entry's transfers; None while it is not loaded."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return None
        transfers: Transfers = entry.runtime_data.transfers
        return transfers

    @property
    def _identity(self) -> str:
        return str(self._get_reconfigure_subentry().data[CONF_CHARGE_POINT_ID])

    # ---- firmware

    async def async_step_firmware(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a file or a URL; offer it by the update entity, or install it at once."""
        if (transfers := self._transfers) is None:
            return self.async_abort(reason="not_loaded")
        errors: dict[str, str] = {}
        error = ""
        if user_input is not None:
            errors = _firmware_errors(user_input)
            if not errors:
                try:
                    return await self._async_name(transfers, user_input)
                except CommandError as refused:
                    title = self._get_reconfigure_subentry().title
                    error = str(home_assistant_error(refused, title))
                except HomeAssistantError as refused:
                    error = str(refused)
                errors["base"] = "maintenance_failed"
        named = transfers.firmware.of(self._identity)
        return self.async_show_form(
            step_id="firmware",
            data_schema=self.add_suggested_values_to_schema(
                _FIRMWARE_SCHEMA,
                {key: each for key, each in (user_input or {}).items() if key != _FILE},
            ),
            errors=errors,
            description_placeholders={
                "named": "-" if named is None else escape_markdown(named.name),
                "error": error,
            },
        )

    async def _async_name(self, transfers: Transfers, data: dict[str, Any]) -> SubentryFlowResult:
        """Name the firmware, and install it if the user wants that; raises CommandError, HomeAssistantError."""
        if (file_id := data.get(_FILE)) is not None:
            await self._async_name_file(transfers, file_id, data)
        else:
            name = ways.file_name(data[_URL].strip())
            firmware = _firmware(name, data, url=data[_URL].strip())
            await transfers.firmware.async_name_url(self._identity, firmware)
        if not data[_INSTALL_NOW]:
            return self.async_abort(reason="firmware_named")
        await transfers.async_install(self._identity)
        return self.async_abort(reason="firmware_asked")

    async def _async_name_file(
        self, transfers: Transfers, file_id: str, data: dict[str, Any]
    ) -> None:
        """Copy the uploaded file; raises TransferError."""
        uploaded = process_uploaded_file(self.hass, file_id)
        try:
            path: Path = await self.hass.async_add_executor_job(uploaded.__enter__)
        except ValueError as error:  # Home Assistant was restarted since the upload.
            raise TransferError("firmware_not_stored", error=str(error)) from error
        try:
            await transfers.firmware.async_name_file(
                self._identity, _firmware(path.name, data), path
            )
        finally:
            await self.hass.async_add_executor_job(uploaded.__exit__, None, None, None)

    # ---- logs

    async def async_step_logs(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Offer the kept logs for download, and ask the charge point for another one."""
        if (transfers := self._transfers) is None:
            return self.async_abort(reason="not_loaded")
        errors: dict[str, str] = {}
        error = ""
        if user_input is not None:
            try:
                await transfers.async_ask_for_log(self._identity, LogKind(user_input[_LOG]))
            except CommandError as refused:
                title = self._get_reconfigure_subentry().title
                error = str(home_assistant_error(refused, title))
            except HomeAssistantError as refused:
                error = str(refused)
            else:
                return self.async_abort(reason="log_asked")
            errors["base"] = "maintenance_failed"
        return self.async_show_form(
            step_id="logs",
            data_schema=self.add_suggested_values_to_schema(
                _LOGS_SCHEMA, user_input or {_LOG: LogKind.DIAGNOSTICS}
            ),
            errors=errors,
            description_placeholders={"logs": self._links(transfers), "error": error},
        )

    def _links(self, transfers: Transfers) -> str:
        """Return links to the kept logs, as a Markdown list; they work as long as the user is logged in."""
        lines = []
        for log in transfers.logs.of(self._identity):
            link = log_link(self.hass, log.log_id)
            time = dt_util.as_local(log.received_at).strftime("%Y-%m-%d %H:%M")
            name = escape_markdown(log.name)
            size = f"{max(log.size / 1024, 1):.0f} kB"
            shown = name if link is None else f'<a href="{link}" target="_blank">{name}</a>'
            lines.append(f"- {shown} ({time}, {size})")
        return "\n".join(lines) or "-"


def _firmware_errors(data: dict[str, Any]) -> dict[str, str]:
    url = data.get(_URL, "").strip()
    if bool(url) == bool(data.get(_FILE)):
        return {"base": "file_or_url"}
    if url and not ways.is_url(url):
        return {_URL: "invalid_url"}
    if bool(data.get(_CERTIFICATE)) != bool(data.get(_SIGNATURE)):
        return {_SIGNATURE: "certificate_and_signature"}
    return {}


def _firmware(name: str, data: dict[str, Any], url: str | None = None) -> Firmware:
    return Firmware(
        name=name,
        version=data.get(_VERSION, "").strip() or name,
        url=url,
        signing_certificate=data.get(_CERTIFICATE) or None,
        signature=data.get(_SIGNATURE) or None,
    )
