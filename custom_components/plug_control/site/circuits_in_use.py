"""Keep deleted circuits that still have connectors behind them, until the user decides about those.

Home Assistant does not ask before it deletes a subentry. So the entry's options keep the data of circuits in use, too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control.const import (
    CONF_CIRCUIT,
    CONF_CIRCUITS_IN_USE,
    CONF_CONNECTORS,
    CONF_FED_BY,
    CONF_FUSE,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CIRCUIT,
)

from .options import MAIN_CIRCUIT, stored_circuits

RESTORE: Final = "restore"
"""The choice to restore a deleted circuit, beside moving its connectors to another circuit or the main fuse."""


@callback
def async_keep_circuits(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Store the data of the circuits in use in the entry's options, and drop that of others."""
    in_use = _in_use(entry)
    if in_use != entry.options.get(CONF_CIRCUITS_IN_USE, {}):
        hass.config_entries.async_update_entry(
            entry, options={**entry.options, CONF_CIRCUITS_IN_USE: in_use}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedCircuit:
    """A deleted circuit that still guards; `charge_points` are the names of those with connectors behind it."""

    circuit: str
    name: str
    fuse_a: int
    charge_points: tuple[str, ...]


def deleted_circuits(entry: ConfigEntry) -> Iterator[DeletedCircuit]:
    """Yield the circuits in use that were deleted."""
    for circuit, kept in entry.options.get(CONF_CIRCUITS_IN_USE, {}).items():
        if circuit not in entry.subentries:
            yield DeletedCircuit(
                circuit=circuit,
                name=kept["name"],
                fuse_a=int(kept["data"][CONF_FUSE]),
                charge_points=tuple(_names_behind(entry, circuit)),
            )


@callback
def async_settle_circuit(
    hass: HomeAssistant, entry: ConfigEntry, circuit: str, becomes: str
) -> None:
    """Restore a deleted circuit (RESTORE), or put its connectors and circuits behind another one, or the main fuse.

    Move one after the other, so that each stays guarded: by the deleted circuit, then by the other one.
    """
    name, data = stored_circuits(entry)[circuit]
    if becomes == RESTORE:
        subentry = ConfigSubentry(
            subentry_id=circuit,
            data=MappingProxyType(dict(data)),
            subentry_type=SUBENTRY_CIRCUIT,
            title=name,
            unique_id=None,
        )
        hass.config_entries.async_add_subentry(entry, subentry)
        return
    feeder = data.get(CONF_FED_BY, MAIN_CIRCUIT)
    for other in entry.get_subentries_of_type(SUBENTRY_CIRCUIT):
        if other.data.get(CONF_FED_BY) == circuit:
            fed_by = feeder if other.subentry_id in way(entry, becomes) else becomes
            _change(hass, entry, other, _with(other.data, CONF_FED_BY, fed_by))
    for charge_point in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
        connectors = {
            number: _with(each, CONF_CIRCUIT, becomes)
            if each.get(CONF_CIRCUIT) == circuit
            else each
            for number, each in charge_point.data.get(CONF_CONNECTORS, {}).items()
        }
        if connectors:
            changed = {**charge_point.data, CONF_CONNECTORS: connectors}
            _change(hass, entry, charge_point, changed)


@callback
def async_put_behind(
    hass: HomeAssistant, entry: ConfigEntry, circuit: str, connectors: Iterable[tuple[str, str]]
) -> None:
    """Put connectors behind a circuit; each is a charge point's subentry id and a connector number."""
    for subentry_id, number in connectors:
        charge_point = entry.subentries[subentry_id]
        stored = charge_point.data.get(CONF_CONNECTORS, {})
        changed = {**stored, number: _with(stored.get(number, {}), CONF_CIRCUIT, circuit)}
        _change(hass, entry, charge_point, {**charge_point.data, CONF_CONNECTORS: changed})


def way(entry: ConfigEntry, circuit: str) -> set[str]:
    """Return a circuit and all that feed it, without the main fuse."""
    known = stored_circuits(entry)
    found: set[str] = set()
    while circuit in known and circuit not in found:
        found.add(circuit)
        circuit = known[circuit][1].get(CONF_FED_BY, MAIN_CIRCUIT)
    return found


def _in_use(entry: ConfigEntry) -> dict[str, Any]:
    """Return the data of the circuits that connectors are behind, and of those that feed them."""
    known = stored_circuits(entry)
    behind = {circuit for _, circuit in _connectors(entry)}
    in_use = set[str]().union(*(way(entry, circuit) for circuit in behind))
    return {
        circuit: {"name": name, "data": dict(data)}
        for circuit, (name, data) in known.items()
        if circuit in in_use
    }


def _names_behind(entry: ConfigEntry, circuit: str) -> Iterator[str]:
    """Yield the names of the charge points that have a connector behind a circuit."""
    names = {name for name, behind in _connectors(entry) if circuit in way(entry, behind)}
    yield from sorted(names)


def _connectors(entry: ConfigEntry) -> Iterator[tuple[str, str]]:
    """Yield the charge point's name and the circuit of each connector that has one."""
    for charge_point in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
        for stored in charge_point.data.get(CONF_CONNECTORS, {}).values():
            if (circuit := stored.get(CONF_CIRCUIT)) is not None:
                yield charge_point.title, circuit


def _with(stored: Mapping[str, Any], key: str, circuit: str) -> dict[str, Any]:
    """Return stored settings with another circuit; the main fuse is stored as none."""
    others = {name: value for name, value in stored.items() if name != key}
    return others if circuit == MAIN_CIRCUIT else {**others, key: circuit}


def _change(
    hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry, data: Mapping[str, Any]
) -> None:
    hass.config_entries.async_update_subentry(entry, subentry, data=data)
