"""Make a round's inputs from charge points, options and the user's settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from custom_components.plug_control.cars.options import CarOptions
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.limits.search import LimitHabits
from custom_components.plug_control.central_system.stations.configuration import items_of, value_of
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.round_types import ConnectorRow, Wiring
from custom_components.plug_control.charging.types import (
    MINIMUM_CURRENT_A,
    NOMINAL_VOLTAGE_V,
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    GridPhase,
    Mode,
    Reason,
    Rotation,
    SolarSettings,
    TimedValue,
)
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import Connector, ConnectorKey, HeldLimit
from custom_components.plug_control.model.meter import Phase as MeterPhase, Quantity
from custom_components.plug_control.site.options import ConnectorOptions, PhaseSwitching

from .installation import Installation
from .wishes import Wishes

_START_S = 20.0
"""Time from being enabled until the car draws, as most cars need it."""
_CONNECTOR_ROTATION = "ConnectorPhaseRotation"
_WIRES = {"R": GridPhase.L1, "S": GridPhase.L2, "T": GridPhase.L3}


# ---- a connector


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSituation:
    """Facts about a connector that do not come from its charge point's state."""

    key: ConnectorKey
    wishes: Wishes
    options: ConnectorOptions
    settings: ChargePointSettings
    solar: SolarSettings
    habits: LimitHabits
    online: bool
    car: CarOptions | None = None
    first: Reason | None = None
    """Why the car is charged at full power before all else; None: it is not."""
    wiring: Wiring | None = None
    contactor_phases: int | None = None
    price: float | None = None
    starting: bool = False


def row_of(
    charge_point: ChargePoint, connector: Connector, about: ConnectorSituation, now: datetime
) -> ConnectorRow:
    """Return a connector's row of a round."""
    limit = connector.limit
    wishes, options = about.wishes, about.options
    maximum_a = most_a(about.settings, connector)
    taken_a, least_a, car_phases = _taken_by(about.car, maximum_a, about.settings.phases)
    settings = _settings(
        wishes.mode,
        min(max(wishes.minimum_a, least_a), taken_a),
        taken_a,
        wishes.priority,
        wishes.price_limit if wishes.charge_when_cheap else None,
        _traits(about.settings.phases, can_switch_phases(about.settings, options), about.habits),
        car_phases,
        about.solar,
    )
    readings = readings_of(charge_point, connector, about.settings.phases, now)
    smart, held = limit.smart, held_limit(charge_point, connector)
    unlimited_a = maximum_a if readings.connected else 0
    return ConnectorRow(
        case=DecisionInputs(
            settings=settings,
            readings=readings,
            boost=wishes.boost,
            first=about.first,
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
        stops_at_once=options.signal_stops,
        charging=connector.transaction is not None,
    )


def _taken_by(car: CarOptions | None, maximum_a: int, phases: int) -> tuple[int, int, int]:
    """Return the most and the least current in A, and the number of phases, that the car takes here."""
    if car is None:
        return maximum_a, MINIMUM_CURRENT_A, phases
    most_a = max(min(maximum_a, car.maximum_a or maximum_a), MINIMUM_CURRENT_A)
    return most_a, car.minimum_a or MINIMUM_CURRENT_A, min(phases, car.phases or phases)


def is_connected(connector: Connector) -> bool:
    """Return whether a car is there that would take energy: it charges, or would if smart charging had not stopped it."""
    if connector.transaction is not None:
        return True
    return connector.limit.stopped_id_tag is not None and connector.is_plugged_in is not False


def is_ended_for_good(charge_point: ChargePoint, connector: Connector) -> bool:
    """Return whether a charge was stopped that its charger resumes only after the car was unplugged."""
    stopped = connector.transaction is None and connector.limit.stopped_id_tag is not None
    return stopped and charge_point.pause_habit is PauseHabit.FINAL


def follows_the_sun(wishes: Wishes) -> bool:
    """Return whether the chosen mode needs the grid meter."""
    return wishes.mode.follows_sun


def most_a(settings: ChargePointSettings, connector: Connector) -> int:
    """Return the maximum current of a connector in A: its charge point's or the user's limit, at least 6."""
    maximum_a = settings.maximum_current_a
    if connector.limit.wanted_a:
        maximum_a = min(maximum_a, int(connector.limit.wanted_a))
    return max(maximum_a, MINIMUM_CURRENT_A)


def reaction_s(habits: LimitHabits) -> int:
    """Return in how many seconds a charger takes a limit at the latest."""
    return round(habits.latency_s + habits.period_s)


def maxima_w(
    central_system: CentralSystem,
    connectors: Iterable[tuple[ConnectorKey, ChargePoint, Connector]],
) -> list[float]:
    """Return the most that each connector can draw, in W."""
    settings = [central_system.settings_of(key[0]) for key, _, _ in connectors]
    return [
        max(one.maximum_current_a, MINIMUM_CURRENT_A) * one.phases * NOMINAL_VOLTAGE_V
        for one in settings
    ]


def can_switch_phases(settings: ChargePointSettings, options: ConnectorOptions) -> bool:
    """Return whether the number of phases can be changed, by any means; never on a one-phase charger."""
    return settings.phases > 1 and options.phase_switching is not PhaseSwitching.NONE


def held_limit(charge_point: ChargePoint, connector: Connector) -> HeldLimit | None:
    """Return the limit that a charger may hold (None: unknown); before it has connected, the one from before the start."""
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
    car_phases: int,
    solar: SolarSettings,
) -> ConnectorSettings:
    return ConnectorSettings(
        mode=mode,
        minimum_a=minimum_a,
        maximum_a=maximum_a,
        priority=priority,
        price_limit=price_limit,
        charger=charger,
        car_phases=car_phases,
        solar=solar,
    )


# ---- its readings


def readings_of(
    charge_point: ChargePoint, connector: Connector, phases: int, now: datetime
) -> ConnectorReadings:
    """Return a connector's readings, with times by our own clock: chargers' clocks are off by minutes."""
    meter = connector.meter
    behind = timedelta(seconds=charge_point.clock_offset_s or 0.0)

    def read(quantity: Quantity, phase: MeterPhase | None = None) -> TimedValue | None:
        found = meter.readings.get((quantity, phase))
        return None if found is None else TimedValue(found.value, min(found.at - behind, now))

    one, two, three = (read(Quantity.CURRENT_IMPORT_A, phase) for phase in MeterPhase)
    if phases == 1 and one is None:
        one = read(Quantity.CURRENT_IMPORT_A)
    return ConnectorReadings(
        connected=is_connected(connector),
        power_w=read(Quantity.POWER_IMPORT_W),
        currents_a=(one, two, three),
    )


def charger_state_of_charge(connector: Connector) -> float | None:
    """Return the state of charge in % that the charger reported in the running transaction; None: none."""
    found = connector.meter.readings.get((Quantity.STATE_OF_CHARGE_PERCENT, None))
    if found is None or connector.transaction is None:
        return None
    return found.value if found.at >= connector.transaction.started_at else None


# ---- its wiring


def wiring_of(
    installation: Installation,
    key: ConnectorKey,
    charge_point: ChargePoint,
    settings: ChargePointSettings,
) -> Wiring | None:
    """Return the place of a connector on its circuit; None: no fuse is known."""
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
    there: tuple[GridPhase, ...],
    maximum_a: int,
) -> Wiring:
    """Return the wiring; an unknown rotation uses only the phases that the circuit has."""
    phases = min(phases, max(len(there), 1))
    if rotation is None and len(there) < len(PHASES):
        one, two, three = (*there, *(phase for phase in PHASES if phase not in there))
        rotation, phases = (one, two, three), max(len(there), 1)
    return Wiring(circuit=circuit, rotation=rotation, phases=phases, maximum_a=maximum_a)


def told_rotation(charge_point: ChargePoint, connector_id: int) -> Rotation | None:
    """Return the rotation by the charge point's ConnectorPhaseRotation ("1.STR"); None: it reports none."""
    for item in items_of(charge_point.configuration, _CONNECTOR_ROTATION):
        connector, _, wires = item.partition(".")
        phases = tuple(_WIRES[wire] for wire in wires.strip().upper() if wire in _WIRES)
        if connector.strip() == str(connector_id) and len(set(phases)) == len(phases) == len(
            PHASES
        ):
            one, two, three = phases
            return one, two, three
    return None


# ---- its contactor


def contactor_phases(
    hass: HomeAssistant,
    options: ConnectorOptions,
    charge_point: ChargePoint,
    settings: ChargePointSettings,
) -> int | None:
    """Return the number of phases that a connector's contactor is on; None: unknown, or there is none."""
    meaning: dict[str | None, int]
    if options.phase_switching is PhaseSwitching.ENTITY and options.phase_switch_entity:
        state = hass.states.get(options.phase_switch_entity)
        meaning = {STATE_ON: settings.phases, STATE_OFF: 1}
        return meaning.get(state.state) if state is not None else None
    if options.phase_switching is PhaseSwitching.CONFIGURATION_KEY and options.phase_switch_key:
        meaning = {options.phase_switch_one: 1, options.phase_switch_all: settings.phases}
        return meaning.get(value_of(charge_point.configuration, options.phase_switch_key))
    return None
