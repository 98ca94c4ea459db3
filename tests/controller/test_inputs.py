"""From charge points and options to what a round takes."""

from datetime import UTC, datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.charging.circuits.tree import PHASES, CircuitTree
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.plans.progress import Progress
from custom_components.plug_control.charging.solar.preferences import (
    GridUse,
    Switching,
    solar_settings,
)
from custom_components.plug_control.charging.types import (
    GridPhase,
    Mode,
    Rotation,
    SolarSettings,
    TimedValue as Measured,
)
from custom_components.plug_control.controller.expected_loads import HouseLoad
from custom_components.plug_control.controller.inputs import (
    contactor_phases,
    held_limit,
    most_a,
    readings_of,
    told_rotation,
    wiring_of,
)
from custom_components.plug_control.controller.installation import Installation, sound_tree
from custom_components.plug_control.controller.memory import ChargingMemory
from custom_components.plug_control.controller.plan_tasks import left_by_house
from custom_components.plug_control.controller.wishes import Repeat, Wishes
from custom_components.plug_control.model.charge_point import ChargePoint, ConfigurationKey
from custom_components.plug_control.model.connector import HeldLimit, SmartLimit, key_of, name_of
from custom_components.plug_control.model.meter import Phase as MeterPhase, Quantity, Reading
from custom_components.plug_control.site.batteries import BatteryOptions
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    CircuitOptions,
    ConnectorOptions,
    PhaseSwitching,
    SiteOptions,
)

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
KEY = ("CP#1", 2)
SHIFTED: Rotation = (GridPhase.L2, GridPhase.L3, GridPhase.L1)


def circuit(name: str, *phases: GridPhase, fed_by: str | None = None) -> CircuitOptions:
    """Return a circuit of 16 A."""
    return CircuitOptions(
        circuit=name, name=name, fuse_a=16, phases=phases or PHASES, fed_by=fed_by
    )


def installation(*circuits: CircuitOptions) -> Installation:
    """Return an installation with these circuits."""
    return Installation(site=SiteOptions(), circuits=circuits, tree=sound_tree(circuits))


def charge_point(rotation: str | None = None) -> ChargePoint:
    """Return a charge point that was configured with a rotation."""
    found = ChargePoint(charge_point_id="CP#1")
    key = "ConnectorPhaseRotation"
    if rotation is not None:
        found.configuration[key] = ConfigurationKey(key, rotation, readonly=False)
    return found


def test_names_of_connectors_lead_back() -> None:
    assert key_of(name_of(KEY)) == KEY


# ---- wiring


@pytest.mark.parametrize(
    ("told", "rotation"),
    [
        ("0.RST,1.RST,2.STR", SHIFTED),
        ("2.str", SHIFTED),
        ("1.STR", None),
        ("2.Unknown", None),
        ("2.NotApplicable", None),
        ("2.RRR", None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_the_charge_point_may_tell_its_rotation(
    told: str | None, rotation: Rotation | None
) -> None:
    assert told_rotation(charge_point(told), 2) == rotation


def test_behind_no_fuse_there_is_no_wiring() -> None:
    settings = ChargePointSettings(charge_point_id="CP#1")
    assert wiring_of(installation(), KEY, charge_point(), settings) is None


def test_a_circuit_of_one_phase_says_where_its_connectors_are() -> None:
    settings = ChargePointSettings(charge_point_id="CP#1", phases=3)
    wiring = wiring_of(
        installation(circuit(MAIN_CIRCUIT, GridPhase.L2)), KEY, charge_point(), settings
    )
    assert wiring is not None
    assert wiring.rotation is not None
    assert (wiring.rotation[0], wiring.phases) == (GridPhase.L2, 1)


def test_on_a_circuit_of_two_phases_an_unknown_one_counts_on_both() -> None:
    settings = ChargePointSettings(charge_point_id="CP#1", phases=1)
    there = installation(circuit(MAIN_CIRCUIT, GridPhase.L1, GridPhase.L3))
    wiring = wiring_of(there, KEY, charge_point(), settings)
    assert wiring is not None
    assert wiring.rotation is not None
    assert wiring.rotation[: wiring.phases] == (GridPhase.L1, GridPhase.L3)


def test_a_told_rotation_counts_where_none_is_set() -> None:
    settings = ChargePointSettings(charge_point_id="CP#1", phases=1)
    wiring = wiring_of(installation(circuit(MAIN_CIRCUIT)), KEY, charge_point("2.STR"), settings)
    assert wiring is not None
    assert (wiring.rotation, wiring.phases) == (SHIFTED, 1)


def test_circuits_that_feed_each_other_hang_on_the_main_fuse() -> None:
    loop = (circuit("a", fed_by="b"), circuit("b", fed_by="a"))
    assert {one.parent for one in sound_tree(loop).circuits} == {None}
    with_main = sound_tree((circuit(MAIN_CIRCUIT), *loop))
    assert [one.parent for one in with_main.circuits] == [None, MAIN_CIRCUIT, MAIN_CIRCUIT]
    assert sound_tree(()) == CircuitTree(())


def test_a_battery_of_which_nobody_knows_how_full_it_is_cannot_come_first() -> None:
    one, other = BatteryOptions(power="sensor.b", soc="sensor.s"), BatteryOptions(power="sensor.c")
    for batteries, told in (((), False), ((one,), True), ((one, other), False), ((other,), False)):
        site = SiteOptions(batteries=batteries, battery_first_percent=80, battery_floor_percent=40)
        settings = Installation(site=site).site_settings
        assert settings.battery_first_percent == (80 if told else 0)
        assert settings.battery_floor_percent == (40 if told else 100)


def test_wishes_in_words_become_the_numbers_of_charging_on_surplus() -> None:
    site = SiteOptions(solar_switching=Switching.CALM, grid_use=GridUse.LITTLE)
    settings = Installation(site=site).solar_settings(0.08)
    assert settings == solar_settings(Switching.CALM, GridUse.LITTLE)
    assert Installation(site=site).solar_settings(-0.01) == settings.where_feeding_in_costs()
    assert Installation(site=SiteOptions()).solar_settings(0.0) == SolarSettings()


# ---- readings


def test_what_a_charger_measures_is_told_by_our_clock() -> None:
    point = charge_point()
    connector = point.connector(2)
    point.clock_offset_s = 90.0
    power = (Quantity.POWER_IMPORT_W, None)
    connector.meter.readings[power] = Reading(1000.0, NOW + timedelta(seconds=80))
    found = readings_of(point, connector, 3, NOW)
    assert found.power_w is not None
    assert found.power_w.at == NOW - timedelta(seconds=10)
    point.clock_offset_s = -90.0
    ahead = readings_of(point, connector, 3, NOW).power_w
    assert ahead is not None
    assert ahead.at == NOW


def test_one_phase_is_the_one_without_a_name() -> None:
    point = charge_point()
    connector = point.connector(2)
    connector.meter.readings[Quantity.CURRENT_IMPORT_A, None] = Reading(9.0, NOW)
    assert readings_of(point, connector, 3, NOW).currents_a == (None, None, None)
    one, _, _ = readings_of(point, connector, 1, NOW).currents_a
    assert one is not None
    assert one.value == 9.0
    connector.meter.readings[Quantity.CURRENT_IMPORT_A, MeterPhase.L1] = Reading(8.0, NOW)
    one, _, _ = readings_of(point, connector, 1, NOW).currents_a
    assert one is not None
    assert one.value == 8.0


def test_what_may_be_taken_is_never_less_than_a_car_needs() -> None:
    point = charge_point()
    connector = point.connector(2)
    settings = ChargePointSettings(charge_point_id="CP#1", maximum_current_a=4)
    assert most_a(settings, connector) == 6


def test_one_that_has_not_come_back_holds_what_it_did_before() -> None:
    point = charge_point()
    connector = point.connector(2)
    limit = connector.limit
    assert held_limit(point, connector) is None
    limit.smart = SmartLimit(limit_a=0)
    limit.held = HeldLimit(limit_a=10, phases=1, fallback_a=6)
    assert held_limit(point, connector) == limit.held
    point.connections = 1
    assert held_limit(point, connector) is None, "it may have booted meanwhile"
    limit.applied_a = 10
    assert held_limit(point, connector) == limit.held


# ---- contactors


@pytest.mark.parametrize(
    ("state", "phases"), [("on", 3), ("off", 1), ("unavailable", None), (None, None)]
)
def test_a_switch_tells_the_phases(
    hass: HomeAssistant, state: str | None, phases: int | None
) -> None:
    if state is not None:
        hass.states.async_set("switch.c", state)
    options = ConnectorOptions(
        phase_switching=PhaseSwitching.ENTITY, phase_switch_entity="switch.c"
    )
    settings = ChargePointSettings(charge_point_id="CP#1")
    assert contactor_phases(hass, options, charge_point(), settings) == phases


@pytest.mark.parametrize(("value", "phases"), [("1", 1), ("3", 3), ("?", None), (None, None)])
def test_a_configuration_key_tells_the_phases(
    hass: HomeAssistant, value: str | None, phases: int | None
) -> None:
    point = charge_point()
    point.configuration["Phases"] = ConfigurationKey("Phases", value, readonly=False)
    options = ConnectorOptions(
        phase_switching=PhaseSwitching.CONFIGURATION_KEY, phase_switch_key="Phases"
    )
    settings = ChargePointSettings(charge_point_id="CP#1")
    assert contactor_phases(hass, options, point, settings) == phases
    none = ConnectorOptions()
    assert contactor_phases(hass, none, point, settings) is None


# ---- the house


def test_what_the_house_takes_is_a_slow_mean() -> None:
    load = HouseLoad()
    assert load.power_w == 300
    load.see(None, 0)
    assert load.power_w == 300
    load.see(Measured(2300.0, NOW), 2000)
    assert load.power_w == 300
    load.see(Measured(900.0, NOW + timedelta(hours=1)), 0)
    assert 600 < load.power_w < 700
    assert left_by_house((), 300) == ()


# ---- memory


def test_what_is_remembered_is_read_again_and_garbage_is_left_out() -> None:
    memory = ChargingMemory(
        wishes={KEY: Wishes(mode=Mode.SOLAR, repeat=Repeat.WEEKEND)},
        progress={KEY: Progress(session_id=4, due=NOW)},
        learned={KEY: LearnedPower(power_w=3000, limit_a=16, at=NOW)},
    )
    written = memory.write()
    assert ChargingMemory.read(written) == memory
    written["CP#1"]["2"]["wishes"]["mode"] = "warp"
    written["CP#1"]["2"]["colour"] = {}
    written["CP#1"]["2"]["sun"] = {"session_id": 4}
    read = ChargingMemory.read(written)
    assert read.wishes == {}
    assert (read.progress, read.learned) == (memory.progress, memory.learned)
    read.forget_all_but(set())
    assert read == ChargingMemory()
