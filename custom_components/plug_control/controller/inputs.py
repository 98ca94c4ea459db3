"""From charge points, options and wishes to what a round of decisions takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.limits.limits import LimitHabits
from custom_components.plug_control.central_system.stations.configuration import items_of, value_of
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.charging.circuits.members import CircuitSettings
from custom_components.plug_control.charging.circuits.tree import PHASES, CircuitTree
from custom_components.plug_control.charging.decision_inputs import Case
from custom_components.plug_control.charging.round_types import Row, Wiring
from custom_components.plug_control.charging.solar.surplus import SiteSettings
from custom_components.plug_control.charging.types import (
    MINIMUM_CURRENT_A,
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    Phase,
    Reading,
    Rotation,
)
from custom_components.plug_control.const import CONF_CONNECTORS, CONF_MAXIMUM_CURRENT, CONF_PHASES
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import Connector, HeldLimit
from custom_components.plug_control.model.meter import Phase as MeterPhase, Quantity
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    CircuitOptions,
    ConnectorOptions,
    PhaseSwitching,
    SiteOptions,
    circuit_options,
    circuit_tree,
    connector_options,
    site_options,
)

from .wishes import ConnectorKey, Wishes

_NO_TREE = CircuitTree(())
_START_S = 20.0
"""From being enabled to the car's drawing, as most cars take it."""
_CONNECTOR_ROTATION = "ConnectorPhaseRotation"
_WIRES = {"R": Phase.L1, "S": Phase.L2, "T": Phase.L3}
_DECISIVE = (CONF_CONNECTORS, CONF_PHASES, CONF_MAXIMUM_CURRENT)
_SOLAR = frozenset({Mode.SOLAR, Mode.SOLAR_MINIMUM})


def name_of(key: ConnectorKey) -> str:
    """Return how decisions name a connector."""
    return f"{key[0]}#{key[1]}"


def key_of(name: str) -> ConnectorKey:
    """Return the connector that is named so."""
    charge_point_id, _, connector_id = name.rpartition("#")
    return charge_point_id, int(connector_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What the config entry says: the site, its circuits, and how each connector is wired."""

    site: SiteOptions
    circuits: tuple[CircuitOptions, ...] = ()
    tree: CircuitTree = _NO_TREE
    subentries: Mapping[str, ConfigSubentry] = field(default_factory=dict, compare=False)
    """Of the charge points, by their identity."""
    wirings: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """What decisions take from the subentries."""
    _options: dict[ConnectorKey, ConnectorOptions] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, entry: ConfigEntry) -> Installation:
        """Return what `entry` says."""
        circuits = circuit_options(entry)
        return cls(
            site=site_options(entry),
            circuits=circuits,
            tree=sound_tree(circuits),
            subentries=dict(charge_point_subentries(entry)),
            # Home Assistant changes subentries in place, and what changed must show.
            wirings={
                name: tuple(each.data.get(key) for key in _DECISIVE)
                for name, each in charge_point_subentries(entry)
            },
        )

    def without_names(self) -> Installation:
        """Return what is decided by: what the user calls a circuit changes no limit."""
        return replace(self, circuits=tuple(replace(one, name="") for one in self.circuits))

    def options_of(self, key: ConnectorKey) -> ConnectorOptions:
        """Return what is said of a connector."""
        options = self._options.get(key)
        if options is None:
            subentry = self.subentries.get(key[0])
            options = connector_options(subentry, key[1]) if subentry else ConnectorOptions()
            self._options[key] = options
        return options

    @property
    def site_settings(self) -> SiteSettings:
        """What decisions about surplus go by; a battery whose state of charge nobody tells cannot come first up to one."""
        site = self.site
        return SiteSettings(
            stale_after_s=site.stale_after_s,
            battery_power_known=site.battery_power is not None,
            battery_first_percent=site.battery_first_percent if site.battery_soc else 0.0,
            battery_maximum_w=site.battery_maximum_w,
        )

    @property
    def circuit_settings(self) -> CircuitSettings:
        """What decisions about circuits go by."""
        return CircuitSettings(reading_limit_s=self.site.stale_after_s)

    def circuit_of(self, key: ConnectorKey) -> str | None:
        """Return the circuit that a connector is behind: its own, or the grid connection; None where neither is known."""
        known = self.tree.paths
        wanted = self.options_of(key).circuit
        return next((each for each in (wanted, MAIN_CIRCUIT) if each in known), None)

    def circuit_name(self, circuit: str | None) -> str | None:
        """Return what the user calls a circuit; "" for the main fuse."""
        return next((one.name for one in self.circuits if one.circuit == circuit), None)

    def fuses_of(self, charge_point: ChargePoint) -> dict[int, str]:
        """Return the fuse that each connector is behind, as people call it ("Yard, 16 A"), where one is known."""
        fuses = {one.circuit: one for one in self.circuits}
        return {
            connector_id: ", ".join(filter(None, (fuse.name, f"{fuse.fuse_a} A")))
            for connector_id in charge_point.connectors
            if (circuit := self.circuit_of((charge_point.charge_point_id, connector_id)))
            if (fuse := fuses[circuit])
        }

    def charger_name(self, connector: str | None) -> str | None:
        """Return what the user calls the charge point of a connector."""
        subentry = self.subentries.get(key_of(connector)[0]) if connector else None
        return subentry.title if subentry is not None else None

    @property
    def current_sensors(self) -> frozenset[str]:
        """The sensors that circuits are measured by."""
        return frozenset(
            entity_id for one in self.circuits for entity_id in one.currents if entity_id
        )

    @property
    def is_fuse_told_by_grid_power(self) -> bool:
        """Whether the grid meter tells what the main fuse carries."""
        return self.site.measures_surplus and any(
            one.is_told_by_grid_power for one in self.circuits
        )

    @property
    def measured_circuits(self) -> frozenset[str]:
        """The circuits of which it is measured what they carry."""
        return frozenset(
            one.circuit
            for one in self.circuits
            if any(one.currents) or (one.is_told_by_grid_power and self.site.measures_surplus)
        )

    def circuits_wait_for(self, silent: Iterable[str]) -> bool:
        """Return whether one of the sensors that are silent tells what a circuit carries."""
        return any(
            each in self.current_sensors or self.is_fuse_told_by_grid_power for each in silent
        )

    def has_currents(self, circuit: str) -> bool:
        """Return whether the currents through a circuit, or what feeds it, are measured."""
        measured = self.measured_circuits
        return any(self.circuits[place].circuit in measured for place in self.tree.paths[circuit])


def sound_tree(circuits: tuple[CircuitOptions, ...]) -> CircuitTree:
    """Return the tree; where one would feed itself each hangs on the main fuse alone, rather than on nothing."""
    try:
        return circuit_tree(circuits)
    except ValueError:
        main = MAIN_CIRCUIT if any(one.circuit == MAIN_CIRCUIT for one in circuits) else None
        flat = (
            replace(one, fed_by=None if one.circuit == MAIN_CIRCUIT else main) for one in circuits
        )
        return circuit_tree(tuple(flat))


# ---- a connector


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a connector beside what its charge point tells."""

    key: ConnectorKey
    wishes: Wishes
    options: ConnectorOptions
    settings: ChargePointSettings
    habits: LimitHabits
    online: bool
    wiring: Wiring | None = None
    contactor_phases: int | None = None
    price: float | None = None
    starting: bool = False


def row_of(charge_point: ChargePoint, connector: Connector, about: Situation, now: datetime) -> Row:
    """Return what a round takes of a connector."""
    limit = connector.limit
    wishes, options = about.wishes, about.options
    maximum_a = most_a(about.settings, connector)
    settings = _settings(
        wishes.mode,
        min(max(wishes.minimum_a, MINIMUM_CURRENT_A), maximum_a),
        maximum_a,
        wishes.priority,
        wishes.price_limit if wishes.charge_when_cheap else None,
        _traits(about.settings.phases, can_switch_phases(about.settings, options), about.habits),
    )
    readings = readings_of(charge_point, connector, about.settings.phases, now)
    smart, held = limit.smart, held_limit(charge_point, connector)
    unlimited_a = maximum_a if readings.connected else 0
    return Row(
        case=Case(
            settings=settings,
            readings=readings,
            boost=wishes.boost,
            price=about.price,
            keeps_charging=about.habits.pause_is_final and connector.transaction is not None,
        ),
        online=about.online,
        paused=limit.wanted_a == 0,
        starting=about.starting,
        wiring=about.wiring,
        contactor=options.has_contactor and settings.charger.can_switch_phases,
        contactor_phases=about.contactor_phases,
        told_a=unlimited_a if smart is None else int(smart.limit_a),
        told_phases=smart.phases if smart is not None else None,
        confirmed_a=None if held is None else held.limit_a,
        confirmed_phases=held.phases if held is not None else None,
        fallback_a=int(max((smart and smart.fallback_a) or 0, held.fallback_a if held else 0)),
        has_fail_safe=about.habits.has_fail_safe,
    )


def is_connected(connector: Connector) -> bool:
    """Return whether a car is there that would take energy: it charges, or would if we had not stopped it."""
    if connector.transaction is not None:
        return True
    return connector.limit.stopped_id_tag is not None and connector.is_plugged_in is not False


def is_ended_for_good(charge_point: ChargePoint, connector: Connector) -> bool:
    """Return whether a charge was stopped that its charger does not go on with before the car was unplugged."""
    stopped = connector.transaction is None and connector.limit.stopped_id_tag is not None
    return stopped and charge_point.pause_habit is PauseHabit.FINAL


def follows_the_sun(wishes: Wishes) -> bool:
    """Return whether a mode is chosen that needs the meter."""
    return wishes.mode in _SOLAR


def most_a(settings: ChargePointSettings, connector: Connector) -> int:
    """Return the most that a connector may take: what its charge point can, or the user's own limit."""
    maximum_a = settings.maximum_current_a
    if connector.limit.wanted_a:
        maximum_a = min(maximum_a, int(connector.limit.wanted_a))
    return max(maximum_a, MINIMUM_CURRENT_A)


def can_switch_phases(settings: ChargePointSettings, options: ConnectorOptions) -> bool:
    """Return whether the number of phases can be changed: by whatever means, but never of a charger that has one."""
    return settings.phases > 1 and options.phase_switching is not PhaseSwitching.NONE


def held_limit(charge_point: ChargePoint, connector: Connector) -> HeldLimit | None:
    """Return what a charger holds to, or may; one that has not come back since the start still holds what it did before."""
    limit = connector.limit
    return limit.held if limit.applied_a is not None or not charge_point.connections else None


@lru_cache(maxsize=1024)
def _traits(phases: int, can_switch: bool, habits: LimitHabits) -> ChargerTraits:
    return ChargerTraits(
        phases=phases,
        can_switch_phases=can_switch,
        latency_s=habits.latency_s,
        period_s=habits.period_s,
        start_s=_START_S,
        pause_is_final=habits.pause_is_final,
    )


@lru_cache(maxsize=1024)
def _settings(
    mode: Mode,
    minimum_a: int,
    maximum_a: int,
    priority: int,
    price_limit: float | None,
    charger: ChargerTraits,
) -> ConnectorSettings:
    return ConnectorSettings(
        mode=mode,
        minimum_a=minimum_a,
        maximum_a=maximum_a,
        priority=priority,
        price_limit=price_limit,
        charger=charger,
        car_phases=charger.phases,
    )


# ---- what its meter tells


def readings_of(
    charge_point: ChargePoint, connector: Connector, phases: int, now: datetime
) -> ConnectorReadings:
    """Return what a connector draws, with times of our own clock: chargers' clocks are off by minutes."""
    meter = connector.meter
    behind = timedelta(seconds=charge_point.clock_offset_s or 0.0)

    def read(quantity: Quantity, phase: MeterPhase | None = None) -> Reading | None:
        found = meter.readings.get((quantity, phase))
        return None if found is None else Reading(found.value, min(found.at - behind, now))

    one, two, three = (read(Quantity.CURRENT_IMPORT_A, phase) for phase in MeterPhase)
    if phases == 1 and one is None:
        one = read(Quantity.CURRENT_IMPORT_A)
    return ConnectorReadings(
        connected=is_connected(connector),
        power_w=read(Quantity.POWER_IMPORT_W),
        currents_a=(one, two, three),
    )


def charger_state_of_charge(connector: Connector) -> float | None:
    """Return the state of charge that the charger has told of the car that is charging, in percent."""
    found = connector.meter.readings.get((Quantity.STATE_OF_CHARGE_PERCENT, None))
    if found is None or connector.transaction is None:
        return None
    return found.value if found.at >= connector.transaction.started_at else None


# ---- how it is wired


def wiring_of(
    installation: Installation,
    key: ConnectorKey,
    charge_point: ChargePoint,
    settings: ChargePointSettings,
) -> Wiring | None:
    """Return how a connector hangs on its circuit; None where no fuse is known."""
    circuit = installation.circuit_of(key)
    if circuit is None:
        return None
    rotation = installation.options_of(key).rotation or told_rotation(charge_point, key[1])
    tree = installation.tree
    limits = [tree.circuits[place].limits_a for place in tree.paths[circuit]]
    there = tuple(
        phase for at, phase in enumerate(PHASES) if all(limit_a[at] for limit_a in limits)
    )
    return _wiring(
        circuit,
        rotation,
        settings.phases,
        there,
        max(settings.maximum_current_a, MINIMUM_CURRENT_A),
    )


@lru_cache(maxsize=1024)
def _wiring(
    circuit: str,
    rotation: Rotation | None,
    phases: int,
    there: tuple[Phase, ...],
    maximum_a: int,
) -> Wiring:
    """Return the wiring; where a circuit has not all three phases, an unknown rotation is at least among those that it has."""
    phases = min(phases, max(len(there), 1))
    if rotation is None and len(there) < len(PHASES):
        one, two, three = (*there, *(phase for phase in PHASES if phase not in there))
        rotation, phases = (one, two, three), max(len(there), 1)
    return Wiring(circuit=circuit, rotation=rotation, phases=phases, maximum_a=maximum_a)


def told_rotation(charge_point: ChargePoint, connector_id: int) -> Rotation | None:
    """Return the rotation that the charge point was configured with ("1.STR"); None where it tells none."""
    for item in items_of(charge_point.configuration, _CONNECTOR_ROTATION):
        connector, _, wires = item.partition(".")
        phases = tuple(_WIRES[wire] for wire in wires.strip().upper() if wire in _WIRES)
        if connector.strip() == str(connector_id) and len(set(phases)) == len(phases) == len(
            PHASES
        ):
            one, two, three = phases
            return one, two, three
    return None


# ---- where its contactor stands


def contactor_phases(
    hass: HomeAssistant,
    options: ConnectorOptions,
    charge_point: ChargePoint,
    settings: ChargePointSettings,
) -> int | None:
    """Return on how many phases a contactor beside the profile stands; None where it does not tell, or there is none."""
    meaning: dict[str | None, int]
    if options.phase_switching is PhaseSwitching.ENTITY and options.phase_switch_entity:
        state = hass.states.get(options.phase_switch_entity)
        meaning = {STATE_ON: settings.phases, STATE_OFF: 1}
        return meaning.get(state.state) if state is not None else None
    if options.phase_switching is PhaseSwitching.CONFIGURATION_KEY and options.phase_switch_key:
        meaning = {options.phase_switch_one: 1, options.phase_switch_all: settings.phases}
        return meaning.get(value_of(charge_point.configuration, options.phase_switch_key))
    return None
