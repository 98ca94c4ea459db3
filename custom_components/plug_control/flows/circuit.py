"""Subentry flow of a circuit: its fuse, its other loads, and the connectors behind it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.types import GridPhase
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_CONNECTORS,
    CONF_FED_BY,
    CONF_FUSE,
    CONF_FUSE_PHASES,
    SUBENTRY_CIRCUIT,
)
from custom_components.plug_control.site.circuits_in_use import async_put_behind, way
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    circuit_options,
    main_circuit,
    site_options,
    stored_circuits,
)
from custom_components.plug_control.texts.markdown import escape_markdown

from .form import connectors_of, currents_errors, currents_schema, filled_in, integer

USUAL_FUSE_A: Final = 16
_FUSE: Final = "fuse"
_CURRENTS: Final = "currents"


class CircuitFlow(ConfigSubentryFlow):
    """Adds a circuit, or changes one; for a new one it asks for the connectors behind it."""

    def __init__(self) -> None:
        """Begin with the usual fuse of a house."""
        self._data: dict[str, Any] = {
            CONF_FUSE: USUAL_FUSE_A,
            CONF_FUSE_PHASES: list(map(str, PHASES)),
            CONF_ASSUMED_LOAD: 0.0,
        }
        self._subentry: ConfigSubentry | None = None
        self._new: dict[str, Any] = {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Begin a new circuit, with the phases of the main fuse."""
        for main in main_circuit(site_options(self._get_entry())):
            self._data[CONF_FUSE_PHASES] = list(map(str, main.phases))
        return await self.async_step_fuse()

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Begin with the stored circuit."""
        self._subentry = self._get_reconfigure_subentry()
        self._data |= {**self._subentry.data, CONF_NAME: self._subentry.title}
        return await self.async_step_fuse()

    async def async_step_fuse(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the name, the fuse, its phases and what feeds it."""
        entry = self._get_entry()
        feeders = _feeders(entry, self._subentry)
        schema = _fuse_schema(feeders)
        if self._data.get(CONF_FED_BY) not in feeders:
            self._data.pop(CONF_FED_BY, None)  # its feeder was deleted, so the main fuse feeds it
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data = filled_in(self._data, schema, user_input)
            self._data[CONF_NAME] = self._data.get(CONF_NAME, "").strip()
            errors = _fuse_errors(entry, self._subentry, self._data)
            if not errors:
                return await self.async_step_currents()
        return self.async_show_form(
            step_id=_FUSE,
            data_schema=self.add_suggested_values_to_schema(
                schema, {CONF_FED_BY: MAIN_CIRCUIT} | self._data
            ),
            errors=errors,
            last_step=False,
        )

    async def async_step_currents(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the sensors of its currents, and for the load to assume without them."""
        phases = _phases(self._data)
        schema = currents_schema(phases)
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data = filled_in(self._data, schema, user_input)
            errors = currents_errors(self._data, phases, self._data[CONF_FUSE])
            if not errors:
                return await self._async_finish(schema)
        return self.async_show_form(
            step_id=_CURRENTS,
            data_schema=self.add_suggested_values_to_schema(schema, self._data),
            description_placeholders={"fuse": str(self._data[CONF_FUSE])},
            errors=errors,
            last_step=self._subentry is not None or not self._guardable(),
        )

    async def _async_finish(self, currents: vol.Schema) -> SubentryFlowResult:
        """Store the circuit, without a feeder that is the main fuse and without sensors of phases that it lacks."""
        fields = {CONF_FUSE, CONF_FUSE_PHASES, CONF_FED_BY, *map(str, currents.schema)}
        data = {
            key: value
            for key, value in self._data.items()
            if key in fields and (key, value) != (CONF_FED_BY, MAIN_CIRCUIT)
        }
        data[CONF_FUSE_PHASES] = list(map(str, _phases(self._data)))
        title = self._data[CONF_NAME]
        if self._subentry is None:
            self._new = data
            if self._guardable():
                return await self.async_step_connectors()
            return self.async_create_entry(title=title, data=data)
        return self.async_update_and_abort(
            self._get_entry(), self._subentry, title=title, data=data
        )

    # ---- the connectors behind it

    async def async_step_connectors(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which connectors are behind a new circuit, and store both: it limits no others."""
        guardable = self._guardable()
        if user_input is None:
            options = [SelectOptionDict(value=key, label=name) for key, name in guardable.items()]
            selector = SelectSelector(
                SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.LIST)
            )
            return self.async_show_form(
                step_id="connectors",
                data_schema=vol.Schema({vol.Optional(CONF_CONNECTORS): selector}),
                description_placeholders={"name": escape_markdown(self._data[CONF_NAME])},
                last_step=True,
            )
        entry, name = self._get_entry(), self._data[CONF_NAME]
        chosen = [key for key in user_input.get(CONF_CONNECTORS, ()) if key in guardable]
        circuit = ConfigSubentry(
            data=MappingProxyType(self._new),
            subentry_type=SUBENTRY_CIRCUIT,
            title=name,
            unique_id=None,
        )
        self.hass.config_entries.async_add_subentry(entry, circuit)
        async_put_behind(
            self.hass, entry, circuit.subentry_id, (_connector_of(key) for key in chosen)
        )
        return self.async_abort(
            reason="guards" if chosen else "guards_nothing",
            description_placeholders={
                "name": escape_markdown(name),
                "connectors": escape_markdown(", ".join(guardable[key] for key in chosen)),
            },
        )

    def _guardable(self) -> dict[str, str]:
        """Return the names of all known connectors by keys `subentry#number`; connector 1 if none is known."""
        return {
            f"{subentry.subentry_id}#{number}": name
            for subentry, number, name in connectors_of(self._get_entry())
        }


def _connector_of(key: str) -> tuple[str, str]:
    subentry_id, _, number = key.partition("#")
    return subentry_id, number


def _fuse_schema(feeders: Mapping[str, str]) -> vol.Schema:
    """Return the form; it asks for the feeder only if there is a choice."""
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_FUSE): integer(6, 1000, "A"),
        vol.Required(CONF_FUSE_PHASES): SelectSelector(
            SelectSelectorConfig(
                options=list(map(str, PHASES)), multiple=True, mode=SelectSelectorMode.LIST
            )
        ),
    }
    if feeders:
        options = [
            SelectOptionDict(value=MAIN_CIRCUIT, label=MAIN_CIRCUIT),
            *(SelectOptionDict(value=circuit, label=name) for circuit, name in feeders.items()),
        ]
        fields[vol.Required(CONF_FED_BY)] = SelectSelector(
            SelectSelectorConfig(options=options, translation_key=CONF_FED_BY)
        )
    return vol.Schema(fields)


def _feeders(entry: ConfigEntry, subentry: ConfigSubentry | None) -> dict[str, str]:
    """Return the names by id of the circuits that can feed this one: neither itself nor circuits that it feeds."""
    return {
        other: name
        for other, (name, _) in stored_circuits(entry).items()
        if subentry is None or subentry.subentry_id not in way(entry, other)
    }


def _phases(data: Mapping[str, Any]) -> list[GridPhase]:
    """Return the chosen phases in the order of L1 to L3."""
    return [phase for phase in PHASES if phase in data.get(CONF_FUSE_PHASES, ())]


def _fuse_errors(
    entry: ConfigEntry, subentry: ConfigSubentry | None, data: Mapping[str, Any]
) -> dict[str, str]:
    """Return the errors of the fuse by field."""
    errors: dict[str, str] = {}
    others = [
        other
        for other in entry.get_subentries_of_type(SUBENTRY_CIRCUIT)
        if subentry is None or other.subentry_id != subentry.subentry_id
    ]
    if not data[CONF_NAME]:
        errors[CONF_NAME] = "name_missing"
    elif data[CONF_NAME] in {other.title for other in others}:
        errors[CONF_NAME] = "name_taken"
    fed_by = data.get(CONF_FED_BY, MAIN_CIRCUIT)
    if fed_by != MAIN_CIRCUIT and fed_by not in _feeders(entry, subentry):
        errors[CONF_FED_BY] = "feeds_itself"
    elif not _phases(data):
        errors[CONF_FUSE_PHASES] = "phase_missing"
    elif not set(_phases(data)) <= _fed_phases(entry, fed_by):
        errors[CONF_FUSE_PHASES] = "phases_not_fed"
    return errors


def _fed_phases(entry: ConfigEntry, circuit: str) -> set[GridPhase]:
    """Return the phases of a circuit; all if it is unknown."""
    known = {one.circuit: one.phases for one in circuit_options(entry)}
    return set(known.get(circuit, PHASES))
