"""Read the site's settings from the config entry: sensors, fuses, prices, wiring."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from custom_components.plug_control.charging.circuits.tree import (
    PHASES,
    Circuit,
    CircuitTree,
    PerPhase,
)
from custom_components.plug_control.charging.solar.consumers import Consumer
from custom_components.plug_control.charging.solar.preferences import GridUse, Switching
from custom_components.plug_control.charging.types import GridPhase, Rotation
from custom_components.plug_control.const import (
    CONF_ASSUMED_LOAD,
    CONF_BATTERY_DISCHARGE_POWER,
    CONF_BATTERY_FIRST,
    CONF_BATTERY_FLOOR,
    CONF_BATTERY_MAXIMUM_POWER,
    CONF_CIRCUIT,
    CONF_CIRCUITS_IN_USE,
    CONF_CONNECTORS,
    CONF_CONSUMER_MINIMUM_OFF,
    CONF_CONSUMER_MINIMUM_ON,
    CONF_CONSUMER_NAME,
    CONF_CONSUMER_POWER,
    CONF_CONSUMER_PRIORITY,
    CONF_CONSUMERS,
    CONF_CURRENT_L1,
    CONF_CURRENT_L2,
    CONF_CURRENT_L3,
    CONF_FED_BY,
    CONF_FEED_IN_LIMIT,
    CONF_FEED_IN_LIMIT_PERCENT,
    CONF_FEED_IN_LIMIT_POWER,
    CONF_FURTHER_BATTERIES,
    CONF_FUSE,
    CONF_FUSE_PHASES,
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_METER,
    CONF_GRID_POWER,
    CONF_GRID_POWER_INVERTED,
    CONF_GRID_USE,
    CONF_HOUSE_POWER,
    CONF_MAIN_FUSE,
    CONF_MAIN_FUSE_PHASES,
    CONF_PEAK_POWER,
    CONF_PHASE_ROTATION,
    CONF_PHASE_SWITCH_ALL,
    CONF_PHASE_SWITCH_ENTITY,
    CONF_PHASE_SWITCH_KEY,
    CONF_PHASE_SWITCH_ONE,
    CONF_PHASE_SWITCHING,
    CONF_PRICES,
    CONF_RESIDUAL_POWER,
    CONF_SIGNAL_STOPS,
    CONF_SILENCE,
    CONF_SITE,
    CONF_SOLAR_FORECAST,
    CONF_SOLAR_POWER,
    CONF_SOLAR_SWITCHING,
    CONF_STALE_AFTER,
    CONF_TARIFFS,
    SUBENTRY_CIRCUIT,
)

from .batteries import BatteryControl, BatteryOptions, read_battery
from .grid_signal import NO_SIGNAL, SignalOptions, read_signal
from .tariffs import NO_OPTIONS, NO_TARIFFS, TariffOptions, read_tariffs

MAIN_CIRCUIT = "main"
"""The circuit of the grid connection; the others are named by their subentry's id."""

DEFAULT_PERCENT = 70.0
"""The share of the peak power that may be fed in, where such a rule is chosen."""

type EntityIds = tuple[str | None, str | None, str | None]
"""The sensors of L1, L2 and L3."""


class GridMeter(StrEnum):
    """How the site measures its grid power."""

    NONE = "none"
    POWER = "power"
    IMPORT_EXPORT = "import_export"
    SOLAR_HOUSE = "solar_house"


class FeedInLimit(StrEnum):
    """How much the site may feed in."""

    NONE = "none"
    PERCENT = "percent"
    """A share of the modules' peak power."""
    POWER = "power"
    ZERO = "zero"


class PhaseSwitching(StrEnum):
    """How a charger is switched between one phase and all."""

    NONE = "none"
    PROFILE = "profile"
    ENTITY = "entity"
    CONFIGURATION_KEY = "configuration_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """The user's settings of the site; sensors are entity ids."""

    grid_meter: GridMeter = GridMeter.NONE
    grid_power: str | None = None
    grid_power_inverted: bool = False
    """Whether export is positive."""
    grid_import: str | None = None
    grid_export: str | None = None
    solar_power: str | None = None
    house_power: str | None = None
    """All consumption, cars included."""
    batteries: tuple[BatteryOptions, ...] = ()
    battery_first_percent: float = 0.0
    battery_maximum_w: float = 5000.0
    """The most that all batteries together take."""
    battery_discharge_w: float = 5000.0
    """The most that they give."""
    battery_floor_percent: float = 100.0
    """Cars may use what they have above this state of charge."""
    residual_w: float = 0.0
    """Power that cars on the sun always leave to the grid; negative: that they may take from it."""
    feed_in_limit_w: float | None = None
    """The most that may be fed in; None: no limit."""
    consumers: tuple[Consumer, ...] = ()
    """What else may use the surplus."""
    currents: EntityIds = (None, None, None)
    main_fuse_a: int | None = None
    main_fuse_phases: int = 3
    assumed_load_a: float = 10.0
    """Other load assumed on each phase while no sensor reports."""
    prices: tuple[str, ...] = ()
    tariffs: TariffOptions = NO_TARIFFS
    solar_forecast: tuple[str, ...] = ()
    solar_switching: Switching = Switching.BALANCED
    grid_use: GridUse = GridUse.BALANCED
    stale_after_s: int = 120
    silence_s: int = 900
    """After this long without a new limit, chargers behind circuits apply their fail-safe limit."""
    signal: SignalOptions = NO_SIGNAL

    @property
    def measures_surplus(self) -> bool:
        """Whether a grid meter measures the surplus."""
        return self.grid_meter is not GridMeter.NONE

    @property
    def measures_batteries(self) -> bool:
        """Whether the site measures a home battery."""
        return self.measures_surplus and bool(self.batteries)

    @property
    def knows_state_of_charge(self) -> bool:
        """Whether each home battery has a sensor of its state of charge."""
        return bool(self.batteries) and all(one.soc for one in self.batteries)

    @property
    def battery_controls(self) -> tuple[BatteryControl, ...]:
        """What holds the home batteries; each entity once."""
        controls = {one.control.entity_id: one.control for one in self.batteries if one.control}
        return tuple(controls.values()) if self.measures_surplus else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitOptions:
    """The user's settings of a circuit (subentry), or of the grid connection (MAIN_CIRCUIT)."""

    circuit: str
    name: str
    fuse_a: int
    phases: tuple[GridPhase, ...] = PHASES
    fed_by: str | None = None
    currents: EntityIds = (None, None, None)
    assumed_load_a: float = 0.0

    @property
    def is_told_by_grid_power(self) -> bool:
        """Whether the grid power gives its current: a grid connection of one phase (L1) without current sensors."""
        is_simple = self.circuit == MAIN_CIRCUIT and self.phases == (GridPhase.L1,)
        return is_simple and not any(self.currents)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorOptions:
    """Settings of a connector: how it is wired."""

    circuit: str | None = None
    """A circuit's subentry id; None: directly behind the main fuse."""
    rotation: Rotation | None = None
    """None: as the charge point reports it (ConnectorPhaseRotation), or unknown."""
    phase_switching: PhaseSwitching = PhaseSwitching.NONE
    phase_switch_entity: str | None = None
    """A switch that is on for all phases."""
    phase_switch_key: str | None = None
    phase_switch_one: str = "1"
    phase_switch_all: str = "3"
    signal_stops: bool = False
    """Whether the grid operator's signal stops a charge where a limit would act late."""

    @property
    def has_contactor(self) -> bool:
        """Whether a switch or configuration key changes its phases instead of the charging profile."""
        return self.phase_switching in {PhaseSwitching.ENTITY, PhaseSwitching.CONFIGURATION_KEY}


def site_options(entry: ConfigEntry) -> SiteOptions:
    """Return the site's settings in `entry`; absent options have their defaults."""
    return read_site(entry.options.get(CONF_SITE, {}), entry.options.get(CONF_TARIFFS, {}))


def read_site(stored: Mapping[str, Any], tariffs: Mapping[str, Any] = NO_OPTIONS) -> SiteOptions:
    """Return a site's settings from its stored options and its tariffs; absent ones have their defaults."""
    default = SiteOptions()
    return SiteOptions(
        grid_meter=GridMeter(stored.get(CONF_GRID_METER, default.grid_meter)),
        grid_power=stored.get(CONF_GRID_POWER),
        grid_power_inverted=stored.get(CONF_GRID_POWER_INVERTED, False),
        grid_import=stored.get(CONF_GRID_IMPORT),
        grid_export=stored.get(CONF_GRID_EXPORT),
        solar_power=stored.get(CONF_SOLAR_POWER),
        house_power=stored.get(CONF_HOUSE_POWER),
        batteries=tuple(_batteries(stored)),
        battery_first_percent=float(stored.get(CONF_BATTERY_FIRST, default.battery_first_percent)),
        battery_maximum_w=float(stored.get(CONF_BATTERY_MAXIMUM_POWER, default.battery_maximum_w)),
        battery_discharge_w=float(
            stored.get(CONF_BATTERY_DISCHARGE_POWER, default.battery_discharge_w)
        ),
        battery_floor_percent=float(stored.get(CONF_BATTERY_FLOOR, default.battery_floor_percent)),
        residual_w=float(stored.get(CONF_RESIDUAL_POWER, default.residual_w)),
        feed_in_limit_w=_feed_in_limit_w(stored),
        consumers=tuple(_consumers(stored)),
        currents=_currents(stored),
        main_fuse_a=_whole(stored.get(CONF_MAIN_FUSE)),
        main_fuse_phases=int(stored.get(CONF_MAIN_FUSE_PHASES, default.main_fuse_phases)),
        assumed_load_a=float(stored.get(CONF_ASSUMED_LOAD, default.assumed_load_a)),
        prices=tuple(stored.get(CONF_PRICES, ())),
        tariffs=read_tariffs(tariffs),
        solar_forecast=tuple(stored.get(CONF_SOLAR_FORECAST, ())),
        solar_switching=Switching(stored.get(CONF_SOLAR_SWITCHING, default.solar_switching)),
        grid_use=GridUse(stored.get(CONF_GRID_USE, default.grid_use)),
        stale_after_s=int(stored.get(CONF_STALE_AFTER, default.stale_after_s)),
        silence_s=int(stored.get(CONF_SILENCE, default.silence_s)),
        signal=read_signal(stored),
    )


def _feed_in_limit_w(stored: Mapping[str, Any]) -> float | None:
    """Return the most that may be fed in, in W; None: there is no limit."""
    match FeedInLimit(stored.get(CONF_FEED_IN_LIMIT, FeedInLimit.NONE)):
        case FeedInLimit.ZERO:
            return 0.0
        case FeedInLimit.POWER:
            return float(stored.get(CONF_FEED_IN_LIMIT_POWER, 0.0))
        case FeedInLimit.PERCENT:
            share = float(stored.get(CONF_FEED_IN_LIMIT_PERCENT, DEFAULT_PERCENT)) / 100
            return float(stored.get(CONF_PEAK_POWER, 0.0)) * share
    return None


def _consumers(stored: Mapping[str, Any]) -> Iterator[Consumer]:
    """Yield the consumers that have a name of their own and a power."""
    seen: set[str] = set()
    for row in stored.get(CONF_CONSUMERS, ()):
        name, power_w = row.get(CONF_CONSUMER_NAME), row.get(CONF_CONSUMER_POWER)
        if name and power_w and name not in seen:
            seen.add(name)
            yield Consumer(
                name=name,
                power_w=float(power_w),
                priority=int(row.get(CONF_CONSUMER_PRIORITY, 0)),
                minimum_on_s=60 * float(row.get(CONF_CONSUMER_MINIMUM_ON, 0)),
                minimum_off_s=60 * float(row.get(CONF_CONSUMER_MINIMUM_OFF, 0)),
            )


def _batteries(stored: Mapping[str, Any]) -> Iterator[BatteryOptions]:
    """Yield the home battery of the site's own fields, then the further ones; those that a former one has are left out."""
    seen: set[str] = set()
    for row in (stored, *stored.get(CONF_FURTHER_BATTERIES, ())):
        battery = read_battery(row)
        if battery is not None and battery.power not in seen:
            seen.add(battery.power)
            yield battery


def circuit_options(entry: ConfigEntry) -> tuple[CircuitOptions, ...]:
    """Return the main fuse, if known, and the circuits of `entry`; the main fuse feeds those whose feeder is gone."""
    site = site_options(entry)
    circuits = stored_circuits(entry)
    main = MAIN_CIRCUIT if site.main_fuse_a is not None else None
    return (
        *main_circuit(site),
        *(_circuit(circuit, *stored, circuits, main) for circuit, stored in circuits.items()),
    )


def stored_circuits(entry: ConfigEntry) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Return the name and data of each circuit by id, including those that were deleted while in use."""
    circuits: dict[str, tuple[str, Mapping[str, Any]]] = {
        circuit: (each["name"], each["data"])
        for circuit, each in entry.options.get(CONF_CIRCUITS_IN_USE, {}).items()
    }
    for subentry in entry.get_subentries_of_type(SUBENTRY_CIRCUIT):
        circuits[subentry.subentry_id] = (subentry.title, subentry.data)
    return circuits


def main_circuit(site: SiteOptions) -> Iterator[CircuitOptions]:
    """Yield the circuit of the grid connection, if its fuse is known."""
    if site.main_fuse_a is not None:
        yield CircuitOptions(
            circuit=MAIN_CIRCUIT,
            name="",
            fuse_a=site.main_fuse_a,
            phases=PHASES[: site.main_fuse_phases],
            currents=site.currents,
            assumed_load_a=site.assumed_load_a,
        )


def circuit_tree(circuits: tuple[CircuitOptions, ...]) -> CircuitTree:
    """Return the tree of the circuits; raises ValueError where one feeds itself."""
    return CircuitTree(
        tuple(
            Circuit(
                circuit=one.circuit,
                limits_a=_on(one.phases, float(one.fuse_a)),
                parent=one.fed_by,
                assumed_a=_on(one.phases, one.assumed_load_a),
            )
            for one in circuits
        )
    )


def connector_options(subentry: ConfigSubentry, connector_id: int) -> ConnectorOptions:
    """Return a connector's settings in a charge point's subentry; absent ones have their defaults."""
    stored: Mapping[str, Any] = subentry.data.get(CONF_CONNECTORS, {}).get(str(connector_id), {})
    default = ConnectorOptions()
    return ConnectorOptions(
        circuit=stored.get(CONF_CIRCUIT),
        rotation=rotation_of(stored.get(CONF_PHASE_ROTATION, "")),
        phase_switching=PhaseSwitching(stored.get(CONF_PHASE_SWITCHING, PhaseSwitching.NONE)),
        phase_switch_entity=stored.get(CONF_PHASE_SWITCH_ENTITY),
        phase_switch_key=stored.get(CONF_PHASE_SWITCH_KEY),
        phase_switch_one=stored.get(CONF_PHASE_SWITCH_ONE, default.phase_switch_one),
        phase_switch_all=stored.get(CONF_PHASE_SWITCH_ALL, default.phase_switch_all),
        signal_stops=stored.get(CONF_SIGNAL_STOPS, False),
    )


def rotation_of(text: str) -> Rotation | None:
    """Return the rotation of a text like "L2L3L1"; None: it is none."""
    phases = tuple(GridPhase(name) for name in _pairs(text) if name in set(GridPhase))
    return phases if len(phases) == 3 == len(set(phases)) else None


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(0, len(text), 2))


def _circuit(
    circuit: str, name: str, stored: Mapping[str, Any], known: Container[str], main: str | None
) -> CircuitOptions:
    fed_by = stored.get(CONF_FED_BY)
    return CircuitOptions(
        circuit=circuit,
        name=name,
        fuse_a=int(stored[CONF_FUSE]),
        phases=tuple(GridPhase(name) for name in stored.get(CONF_FUSE_PHASES, PHASES)),
        fed_by=fed_by if fed_by in known else main,
        currents=_currents(stored),
        assumed_load_a=float(stored.get(CONF_ASSUMED_LOAD, 0.0)),
    )


def _currents(stored: Mapping[str, Any]) -> EntityIds:
    return (
        stored.get(CONF_CURRENT_L1),
        stored.get(CONF_CURRENT_L2),
        stored.get(CONF_CURRENT_L3),
    )


def _on(phases: tuple[GridPhase, ...], current_a: float) -> PerPhase:
    """Return the current on these phases, and 0 on the others."""
    l1, l2, l3 = (current_a if phase in phases else 0.0 for phase in PHASES)
    return (l1, l2, l3)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
