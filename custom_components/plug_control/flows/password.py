"""The step of a subentry flow that shows a generated password once, before it is saved."""

from collections.abc import Callable
from typing import Any, Final, cast

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import BooleanSelector
from ocpp.v16.enums import ConfigurationKey
import voluptuous as vol

from custom_components.plug_control.central_system.wire import (
    CommandError,
    OfflineError,
    may_be_done,
)
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.exceptions import home_assistant_error

from .form import made_password

_SEND: Final = "send_password"


class PasswordFlow(ConfigSubentryFlow):
    """Generates a password for a charge point."""

    _made: str
    _send_to: str | None
    _keep: Callable[[str], SubentryFlowResult]

    def _show_made_password(
        self, keep: Callable[[str], SubentryFlowResult], send_to: str | None = None
    ) -> SubentryFlowResult:
        """Generate and show a password; `keep` ends the flow with it. The user may send it to the charge point `send_to`."""
        self._made, self._keep, self._send_to = made_password(), keep, send_to
        return self._made_password_form({})

    async def async_step_made_password(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Send the password if the user asks for it, and save it; save nothing if the charge point does not accept it."""
        if user_input is None:
            return self._made_password_form({})
        if self._send_to is not None and user_input[_SEND]:
            try:
                await self._async_send(self._send_to)
            except CommandError as error:
                name = self._get_reconfigure_subentry().title
                told = str(home_assistant_error(error, name))
                key = "password_uncertain" if may_be_done(error) else "command_failed"
                return self._made_password_form({"base": key}, error=told)
        return self._keep(self._made)

    async def _async_send(self, charge_point_id: str) -> None:
        """Send the password to the charge point; raises CommandError."""
        entry = cast(PlugControlConfigEntry, self._get_entry())
        if entry.state is not ConfigEntryState.LOADED:
            raise OfflineError
        commands = entry.runtime_data.central_system.commands
        key = ConfigurationKey.authorization_key.value
        await commands.change_configuration(charge_point_id, key, self._made)

    def _made_password_form(self, errors: dict[str, str], error: str = "") -> SubentryFlowResult:
        can_send = self._send_to is not None
        fields = {vol.Required(_SEND, default=False): BooleanSelector()} if can_send else {}
        return self.async_show_form(
            step_id="made_password",
            data_schema=vol.Schema(fields),
            description_placeholders={"password": self._made, "error": error},
            errors=errors,
        )
