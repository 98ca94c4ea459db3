"""The installation by the config entry: fuses, wiring of connectors, and settings of the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from custom_components.plug_control.charging.circuits.member_types import CircuitSettings
from custom_components.plug_control.charging.circuits.tree import CircuitTree
from custom_components.plug_control.charging.solar.preferences import solar_settings
from custom_components.plug_control.charging.solar.surplus import SiteSettings
from custom_components.plug_control.charging.types import SolarSettings
from custom_components.plug_control.const import CONF_CONNECTORS, CONF_MAXIMUM_CURRENT, CONF_PHASES
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import ConnectorKey, key_of
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    CircuitOptions,
    ConnectorOptions,
    SiteOptions,
    circuit_options,
    circuit_tree,
    connector_options,
    site_options,
)

_NO_TREE = CircuitTree(())

_DECISIVE = (CONF_CONNECTORS, CONF_PHASES, CONF_MAXIMUM_CURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The config entry's settings: the site, its circuits, and how each connector is wired."""

    site: SiteOptions
    circuits: tuple[CircuitOptions, ...] = ()
    tree: CircuitTree = _NO_TREE
    subentries: Mapping[str, ConfigSubentry] = field(default_factory=dict, compare=False)
    """Subentries of charge points, by their identity."""
    wirings: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """Data of the subentries that decisions depend on."""
    _options: dict[ConnectorKey, ConnectorOptions] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, entry: ConfigEntry) -> Installation:
        """Return the installation of `entry`."""
        circuits = circuit_options(entry)
        return cls(
            site=site_options(entry),
            circuits=circuits,
            tree=sound_tree(circuits),
            subentries=dict(charge_point_subentries(entry)),
            # Home Assistant changes subentries in place, so keep a copy to compare with.
            wirings={
                name: tuple(each.data.get(key) for key in _DECISIVE)
                for name, each in charge_point_subentries(entry)
            },
        )

    def without_names(self) -> Installation:
        """Return a copy without circuits' names, which change no limit."""
        return replace(self, circuits=tuple(replace(one, name="") for one in self.circuits))

    def options_of(self, key: ConnectorKey) -> ConnectorOptions:
        """Return the settings of a connector; defaults where it has none."""
        options = self._options.get(key)
        if options is None:
            subentry = self.subentries.get(key[0])
            options = connector_options(subentry, key[1]) if subentry else ConnectorOptions()
            self._options[key] = options
        return options

    @property
    def site_settings(self) -> SiteSettings:
        """Settings for decisions about surplus; a battery without a sensor of its state of charge never comes first, and is not for cars."""
        site = self.site
        has_percent = site.knows_state_of_charge
        return SiteSettings(
            stale_after_s=site.stale_after_s,
            battery_power_known=bool(site.batteries),
            battery_first_percent=site.battery_first_percent if has_percent else 0.0,
            battery_maximum_w=site.battery_maximum_w,
            battery_discharge_w=site.battery_discharge_w,
            battery_floor_percent=site.battery_floor_percent if has_percent else 100.0,
            residual_w=site.residual_w,
            feed_in_limit_w=site.feed_in_limit_w,
            battery_can_be_held=bool(site.battery_controls),
        )

    def solar_settings(self, feed_in_price: float) -> SolarSettings:
        """Return the settings for decisions about starts, pauses and phases on surplus at this price of feeding in."""
        site = self.site
        return solar_settings(
            site.solar_switching, site.grid_use, feeding_in_costs=feed_in_price < 0
        )

    @property
    def circuit_settings(self) -> CircuitSettings:
        """Settings for decisions about circuits."""
        return CircuitSettings(reading_limit_s=self.site.stale_after_s)

    def circuit_of(self, key: ConnectorKey) -> str | None:
        """Return the circuit of a connector: its own, or else the grid connection; None: neither is known."""
        known = self.tree.paths
        wanted = self.options_of(key).circuit
        return next((each for each in (wanted, MAIN_CIRCUIT) if each in known), None)

    def circuit_name(self, circuit: str | None) -> str | None:
        """Return the user's name of a circuit ("" for the main fuse); None: an unknown circuit."""
        return next((one.name for one in self.circuits if one.circuit == circuit), None)

    def fuses_of(self, charge_point: ChargePoint) -> dict[int, str]:
        """Return the fuse of each connector that has a known one, as people call it ("Yard, 16 A")."""
        fuses = {
            one.circuit: ", ".join(filter(None, (one.name, f"{one.fuse_a} A")))
            for one in self.circuits
        }
        return {
            connector_id: fuses[circuit]
            for connector_id in charge_point.connectors
            if (circuit := self.circuit_of((charge_point.charge_point_id, connector_id)))
        }

    def charger_name(self, connector: str | None) -> str | None:
        """Return the user's name of a connector's charge point; None: unknown."""
        subentry = self.subentries.get(key_of(connector)[0]) if connector else None
        return subentry.title if subentry is not None else None

    @property
    def current_sensors(self) -> frozenset[str]:
        """The sensors of circuits' currents."""
        return frozenset(
            entity_id for one in self.circuits for entity_id in one.currents if entity_id
        )

    @property
    def is_fuse_told_by_grid_power(self) -> bool:
        """Whether the grid meter shows the current of the main fuse."""
        return self.site.measures_surplus and any(
            one.is_told_by_grid_power for one in self.circuits
        )

    @property
    def measured_circuits(self) -> frozenset[str]:
        """The circuits whose current is measured."""
        return frozenset(
            one.circuit
            for one in self.circuits
            if any(one.currents) or (one.is_told_by_grid_power and self.site.measures_surplus)
        )

    def circuits_wait_for(self, silent: Iterable[str]) -> bool:
        """Return whether a silent sensor is needed for a circuit's current."""
        return any(
            each in self.current_sensors or self.is_fuse_told_by_grid_power for each in silent
        )

    def has_currents(self, circuit: str) -> bool:
        """Return whether the current of a circuit, or of one that feeds it, is measured."""
        measured = self.measured_circuits
        return any(self.circuits[place].circuit in measured for place in self.tree.paths[circuit])


def sound_tree(circuits: tuple[CircuitOptions, ...]) -> CircuitTree:
    """Return the circuits' tree; if one would feed itself, put each directly behind the main fuse instead."""
    try:
        return circuit_tree(circuits)
    except ValueError:
        main = MAIN_CIRCUIT if any(one.circuit == MAIN_CIRCUIT for one in circuits) else None
        flat = (
            replace(one, fed_by=None if one.circuit == MAIN_CIRCUIT else main) for one in circuits
        )
        return circuit_tree(tuple(flat))
