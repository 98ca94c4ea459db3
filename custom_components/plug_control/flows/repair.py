"""The dialogs of repair issues."""

from collections.abc import Mapping
from typing import Any, Final, cast, override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from custom_components.plug_control.back_ends.problems import ISSUE_REMOVED, ISSUE_SET_ASIDE
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.const import CONF_ACCEPT_WITHOUT_SUBPROTOCOL
from custom_components.plug_control.coordinator import PlugControlData
from custom_components.plug_control.entry_settings import (
    async_keep_password,
    charge_point_subentries,
    title_for_port,
)
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.issues import (
    ISSUE_CHARGER_AWAY,
    ISSUE_CIRCUIT_DELETED,
    ISSUE_PORT_TAKEN,
)
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.security.passwords import check_password
from custom_components.plug_control.site.circuits_in_use import (
    RESTORE,
    async_settle_circuit,
    deleted_circuits,
)
from custom_components.plug_control.site.options import MAIN_CIRCUIT, stored_circuits

from .addresses import async_probe
from .back_end_repair import RemovedFlow, SetAsideFlow
from .form import PASSWORD_SELECTOR, integer, password_error
from .problem import ProblemFlow

_BECOMES: Final = "circuit_becomes"


class AcceptWithoutSubprotocolFlow(ProblemFlow):
    """Sets the option that admits chargers that do not ask for the OCPP 1.6 subprotocol."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a confirmation, then set the option."""
        if user_input is not None:
            self.hass.config_entries.async_update_entry(
                self._entry,
                options={**self._entry.options, CONF_ACCEPT_WITHOUT_SUBPROTOCOL: True},
            )
        return await super().async_step_confirm(user_input)


class NewPasswordFlow(ProblemFlow):
    """Asks for the password that the charge point really has."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for the password, then store it; an empty one means that the charge point needs none."""
        errors = {}
        if user_input is not None:
            password = user_input.get(CONF_PASSWORD)
            if error := password_error(password) or await self._async_keep(password):
                errors[CONF_PASSWORD] = error
            else:
                return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({vol.Optional(CONF_PASSWORD): PASSWORD_SELECTOR}),
            description_placeholders=self._placeholders,
            errors=errors,
        )

    async def _async_keep(self, password: str | None) -> str | None:
        """Store the password; return the key of a form error if it is the present one."""
        charge_point_id = cast(str, (self.data or {})["charge_point_id"])
        subentry = dict(charge_point_subentries(self._entry)).get(charge_point_id)
        stored = None if subentry is None else subentry.data.get(CONF_PASSWORD)
        if stored and password:
            given = password.encode()
            if await self.hass.async_add_executor_job(check_password, stored, given):
                return "password_unchanged"
        changed = async_keep_password(self.hass, self._entry, charge_point_id, password)
        return None if changed else "password_unchanged"


class _SettlingFlow(ProblemFlow):
    """A flow that settles the problem here, without a message to the charge point, and deletes the issue."""

    def _settle(self, data: PlugControlData, charge_point_id: str) -> None:
        raise NotImplementedError

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a confirmation, then settle it."""
        if user_input is not None:
            if self._entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="not_loaded")
            self._settle(self._entry.runtime_data, cast(str, (self.data or {})["charge_point_id"]))
        return await super().async_step_confirm(user_input)


class LowerProfileFlow(_SettlingFlow):
    """Requires nothing but the password, if there is one, as the user has confirmed (R5)."""

    @override
    def _settle(self, data: PlugControlData, charge_point_id: str) -> None:
        data.central_system.certificates.lower_profile(charge_point_id, 0)


class OtherPortFlow(ProblemFlow):
    """Asks for a free port, which may be the same one if it is free by now, and listens there."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for a port, try it, and reload the entry with it."""
        errors = {}
        entry = self._entry
        port = entry.data[CONF_PORT]
        if user_input is not None:
            port = user_input[CONF_PORT]
            if error := await async_probe(entry.data.get(CONF_HOST), port):
                errors["base"] = error
            else:
                self._move(entry, port)
                return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({vol.Required(CONF_PORT, default=port): integer(1, 65535)}),
            description_placeholders=self._placeholders,
            errors=errors,
        )

    def _move(self, entry: ConfigEntry, port: int) -> None:
        self.hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_PORT: port}, title=title_for_port(entry, port)
        )
        self.hass.config_entries.async_schedule_reload(entry.entry_id)


class DeletedCircuitFlow(ProblemFlow):
    """Asks what to do with the connectors behind a deleted circuit."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask, then restore the circuit, or put everything behind it behind another fuse."""
        entry, circuit = self._entry, cast(str, (self.data or {})["circuit"])
        deleted = {each.circuit for each in deleted_circuits(entry)}
        if user_input is not None and circuit in deleted:
            async_settle_circuit(self.hass, entry, circuit, user_input[_BECOMES])
        if user_input is not None or circuit not in deleted:
            return self.async_create_entry(data={})
        others = {
            other: name
            for other, (name, _) in stored_circuits(entry).items()
            if other not in deleted
        }
        options = [
            *(SelectOptionDict(value=each, label=each) for each in (RESTORE, MAIN_CIRCUIT)),
            *(SelectOptionDict(value=other, label=name) for other, name in others.items()),
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=options, translation_key=_BECOMES, mode=SelectSelectorMode.LIST
            )
        )
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({vol.Required(_BECOMES, default=RESTORE): selector}),
            description_placeholders=self._placeholders,
        )


class _CommandFlow(ProblemFlow):
    """A flow that sends a command; it leaves the issue, which is deleted when its cause is gone."""

    async def _async_send(self, central_system: CentralSystem, charge_point_id: str) -> None:
        """Send the command; raises CommandError."""
        raise NotImplementedError

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a confirmation, then send the command; show its error if it fails."""
        placeholders = dict(self._placeholders or {})
        errors = {}
        if user_input is not None:
            if self._entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="not_loaded")
            try:
                await self._async_send(
                    self._entry.runtime_data.central_system,
                    cast(str, (self.data or {})["charge_point_id"]),
                )
            except CommandError as error:
                errors["base"] = "command_failed"
                name = placeholders.get("name", "")
                placeholders["error"] = str(home_assistant_error(error, name))
            else:
                return self.async_abort(reason="done")
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            description_placeholders=placeholders,
            errors=errors,
        )


class RestartFlow(_CommandFlow):
    """Restarts the charge point, which gets the time when it connects again."""

    @override
    async def _async_send(self, central_system: CentralSystem, charge_point_id: str) -> None:
        await central_system.commands.reset(charge_point_id, hard=False)


class NewCertificateFlow(_CommandFlow):
    """Has the charge point request a new certificate."""

    @override
    async def _async_send(self, central_system: CentralSystem, charge_point_id: str) -> None:
        await central_system.certificates.renew(charge_point_id)


class TryLimitAgainFlow(_CommandFlow):
    """Tries every way of limiting the current again, for example after a firmware update."""

    @override
    async def _async_send(self, central_system: CentralSystem, charge_point_id: str) -> None:
        await central_system.limits.reapply(charge_point_id)


class PauseAgainFlow(_CommandFlow):
    """Resets what was learned of the charger, so that smart charging pauses it again and learns from that."""

    @override
    async def _async_send(self, central_system: CentralSystem, charge_point_id: str) -> None:
        await central_system.limits.reset_learned(charge_point_id)


class LeaveOutFlow(_SettlingFlow):
    """Counts an offline charge point with no current until it is back."""

    @override
    def _settle(self, data: PlugControlData, charge_point_id: str) -> None:
        data.controller.async_leave_out(charge_point_id)


FLOWS: Final[Mapping[str, type[ConfirmRepairFlow]]] = {
    ISSUE_REMOVED: RemovedFlow,
    ISSUE_SET_ASIDE: SetAsideFlow,
    ISSUE_CIRCUIT_DELETED: DeletedCircuitFlow,
    ISSUE_CHARGER_AWAY: LeaveOutFlow,
    ISSUE_PORT_TAKEN: OtherPortFlow,
    Problem.CERTIFICATE_ENDS: NewCertificateFlow,
    Problem.CERTIFICATE_REFUSED: LowerProfileFlow,
    Problem.CLOCK_OFF: RestartFlow,
    Problem.PROFILE_TOO_LOW: LowerProfileFlow,
    Problem.REBOOT_REQUIRED: RestartFlow,
    Problem.LIMIT_NOT_SUPPORTED: TryLimitAgainFlow,
    Problem.PAUSE_IS_FINAL: PauseAgainFlow,
    Problem.SUBPROTOCOL_MISSING: AcceptWithoutSubprotocolFlow,
    Problem.WRONG_PASSWORD: NewPasswordFlow,
}
"""The flows that fix an issue, by its translation key; all other issues only have to be read."""
