"""Steps of a charge point's subentry flow for a connector's wiring."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_CIRCUIT,
    CONF_CONNECTORS,
    CONF_PHASE_ROTATION,
    CONF_PHASE_SWITCH_ALL,
    CONF_PHASE_SWITCH_ENTITY,
    CONF_PHASE_SWITCH_KEY,
    CONF_PHASE_SWITCH_ONE,
    CONF_PHASE_SWITCHING,
    CONF_SIGNAL_STOPS,
)
from custom_components.plug_control.entry_settings import charge_point_settings
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    ConnectorOptions,
    PhaseSwitching,
    circuit_options,
    site_options,
    stored_circuits,
)

from .form import choice, entity, filled_in

_AUTO: Final = "auto"
_ROTATIONS: Final = ("L1L2L3", "L2L3L1", "L3L1L2", "L1L3L2", "L2L1L3", "L3L2L1")
_CONNECTOR: Final = "connector"
_MAX_KEY_LENGTH: Final = 50
_MAX_VALUE_LENGTH: Final = 500
"""The longest configuration key and value, in characters (OCPP 1.6, ChangeConfiguration.req)."""

_ENTITY_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_PHASE_SWITCH_ENTITY): entity([{"domain": ["switch", "input_boolean"]}])}
)
_KEY_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_PHASE_SWITCH_KEY): TextSelector(),
        vol.Required(CONF_PHASE_SWITCH_ONE): TextSelector(),
        vol.Required(CONF_PHASE_SWITCH_ALL): TextSelector(),
    }
)
_DEFAULTS: Final[Mapping[str, Any]] = {
    CONF_CIRCUIT: MAIN_CIRCUIT,
    CONF_PHASE_ROTATION: _AUTO,
    CONF_PHASE_SWITCHING: PhaseSwitching.NONE.value,
    CONF_PHASE_SWITCH_ONE: ConnectorOptions().phase_switch_one,
    CONF_PHASE_SWITCH_ALL: ConnectorOptions().phase_switch_all,
    CONF_SIGNAL_STOPS: False,
}
"""The forms' suggestions where nothing is stored."""
_UNSAID: Final = {
    CONF_CIRCUIT: MAIN_CIRCUIT,
    CONF_PHASE_ROTATION: _AUTO,
    CONF_SIGNAL_STOPS: False,
}
"""Choices that are stored by leaving the field out."""


class ConnectorFlow(ConfigSubentryFlow):
    """Asks for a connector's settings and keeps all other data of its charge point."""

    _connector: str
    _data: dict[str, Any]

    async def async_step_charging(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the only connector's settings, or first which connector to change."""
        connectors = self._connectors()
        if len(connectors) > 1:
            return await self.async_step_connector()
        return await self._async_begin(connectors[0])

    async def async_step_connector(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which connector to change."""
        if user_input is not None:
            return await self._async_begin(user_input[_CONNECTOR])
        connectors = self._connectors()
        options = [SelectOptionDict(value=each, label=self._named(each)) for each in connectors]
        selector = SelectSelector(
            SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
        )
        return self.async_show_form(
            step_id="connector",
            data_schema=vol.Schema({vol.Required(_CONNECTOR, default=connectors[0]): selector}),
            last_step=False,
        )

    async def _async_begin(self, connector: str) -> SubentryFlowResult:
        self._connector = connector
        stored = self._get_reconfigure_subentry().data.get(CONF_CONNECTORS, {})
        self._data = dict(stored.get(connector, {}))
        if self._data.get(CONF_CIRCUIT) not in stored_circuits(self._get_entry()):
            self._data.pop(
                CONF_CIRCUIT, None
            )  # its circuit was removed, so the main fuse feeds the connector
        return await self.async_step_wiring()

    async def async_step_wiring(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the circuit and the phases, where there is a choice."""
        schema = self._wiring_schema()
        if not schema.schema:
            return self.async_abort(reason="nothing_to_wire")
        if user_input is not None:
            self._data = filled_in(self._data, schema, user_input)
            return await self._async_after_wiring(schema)
        return self.async_show_form(
            step_id="wiring",
            data_schema=self.add_suggested_values_to_schema(schema, self._suggested()),
            description_placeholders={"connector": self._named(self._connector)},
        )

    async def _async_after_wiring(self, asked: vol.Schema) -> SubentryFlowResult:
        """Ask for the details of the chosen way of switching phases, or finish."""
        match (
            self._data.get(CONF_PHASE_SWITCHING) if CONF_PHASE_SWITCHING in asked.schema else None
        ):
            case PhaseSwitching.ENTITY:
                return await self.async_step_phase_switch_entity()
            case PhaseSwitching.CONFIGURATION_KEY:
                return await self.async_step_phase_switch_key()
        return self._finish()

    async def async_step_phase_switch_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the switch entity that switches phases."""
        if user_input is not None:
            self._data = filled_in(self._data, _ENTITY_SCHEMA, user_input)
            return self._finish()
        return self.async_show_form(
            step_id="phase_switch_entity",
            data_schema=self.add_suggested_values_to_schema(_ENTITY_SCHEMA, self._data),
            last_step=True,
        )

    async def async_step_phase_switch_key(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the configuration key that switches phases, and its values."""
        errors: dict[str, str] = {}
        if user_input is not None:
            trimmed = {key: value.strip() for key, value in user_input.items()}
            self._data = filled_in(self._data, _KEY_SCHEMA, trimmed)
            errors = _key_errors(self._data)
            if not errors:
                return self._finish()
        return self.async_show_form(
            step_id="phase_switch_key",
            data_schema=self.add_suggested_values_to_schema(
                _KEY_SCHEMA, {**_DEFAULTS, **self._data}
            ),
            errors=errors,
            last_step=True,
        )

    def _suggested(self) -> dict[str, Any]:
        """Return the form's suggestions, with a rotation that is equal on the wired phases."""
        suggested = {**_DEFAULTS, **self._data}
        used = 2 * self._phases()
        suggested[CONF_PHASE_ROTATION] = next(
            (each for each in _ROTATIONS if each[:used] == suggested[CONF_PHASE_ROTATION][:used]),
            _AUTO,
        )
        return suggested

    def _phases(self) -> int:
        return charge_point_settings(self._get_reconfigure_subentry()).phases

    def _finish(self) -> SubentryFlowResult:
        """Store the connector's settings, and keep the other connectors'."""
        subentry = self._get_reconfigure_subentry()
        connectors = dict(subentry.data.get(CONF_CONNECTORS, {}))
        connectors[self._connector] = {
            key: value for key, value in self._data.items() if _UNSAID.get(key) != value
        }
        return self.async_update_and_abort(
            self._get_entry(), subentry, data_updates={CONF_CONNECTORS: connectors}
        )

    def _connectors(self) -> list[str]:
        """Return the known connectors' numbers: reported by the charge point, or stored, and always connector 1."""
        entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
        known = {1, *map(int, subentry.data.get(CONF_CONNECTORS, {}))}
        if entry.state is ConfigEntryState.LOADED:
            charge_point_id = subentry.data[CONF_CHARGE_POINT_ID]
            coordinator = entry.runtime_data.coordinators.get(charge_point_id)
            known |= set(coordinator.charge_point.connectors) if coordinator else set()
        return [str(connector) for connector in sorted(known)]

    def _named(self, connector: str) -> str:
        """Return a connector's name: the charge point's name if it is the only one."""
        name = self._get_reconfigure_subentry().title
        return f"{name} {connector}" if len(self._connectors()) > 1 else name

    def _wiring_schema(self) -> vol.Schema:
        """Return the form; it asks for circuits and phases only where there is a choice."""
        entry = self._get_entry()
        phases = self._phases()
        # Of deleted circuits that are still in force only the connector's own, so that the user can keep it.
        names = {
            circuit: name
            for circuit, (name, _) in stored_circuits(entry).items()
            if circuit in entry.subentries or circuit == self._data.get(CONF_CIRCUIT)
        }
        fields: dict[vol.Marker, Any] = {}
        if names:
            fields[vol.Required(CONF_CIRCUIT)] = _labelled(CONF_CIRCUIT, MAIN_CIRCUIT, names)
        if circuit_options(entry):
            fields[vol.Required(CONF_PHASE_ROTATION)] = _labelled(
                CONF_PHASE_ROTATION, _AUTO, _rotations(phases)
            )
        if phases > 1:
            fields[vol.Required(CONF_PHASE_SWITCHING)] = choice(
                CONF_PHASE_SWITCHING, list(PhaseSwitching)
            )
        if site_options(entry).signal.entity is not None:
            fields[vol.Required(CONF_SIGNAL_STOPS)] = BooleanSelector()
        return vol.Schema(fields)


def _labelled(translation_key: str, first: str, labels: Mapping[str, str]) -> SelectSelector:
    """Return a selector whose first choice is translated; the others have the given labels."""
    options = [
        SelectOptionDict(value=first, label=first),
        *(SelectOptionDict(value=value, label=label) for value, label in labels.items()),
    ]
    return SelectSelector(SelectSelectorConfig(options=options, translation_key=translation_key))


def _rotations(phases: int) -> dict[str, str]:
    """Return the rotations that differ on `phases` phases, each with the names of these phases."""
    labels: dict[str, str] = {}
    for rotation in _ROTATIONS:
        label = ", ".join(rotation[2 * at : 2 * at + 2] for at in range(phases))
        labels.setdefault(label, rotation)
    return {rotation: label for label, rotation in labels.items()}


def _key_errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors of the configuration key and its values by field."""
    errors: dict[str, str] = {}
    if not _is_text(data.get(CONF_PHASE_SWITCH_KEY), _MAX_KEY_LENGTH):
        errors[CONF_PHASE_SWITCH_KEY] = "invalid_key"
    for field in (CONF_PHASE_SWITCH_ONE, CONF_PHASE_SWITCH_ALL):
        if not _is_text(data.get(field), _MAX_VALUE_LENGTH):
            errors[field] = "invalid_value"
    if not errors and data[CONF_PHASE_SWITCH_ONE] == data[CONF_PHASE_SWITCH_ALL]:
        errors[CONF_PHASE_SWITCH_ALL] = "same_value"
    return errors


def _is_text(text: str | None, length: int) -> bool:
    return text is not None and 0 < len(text) <= length and text.isprintable()
