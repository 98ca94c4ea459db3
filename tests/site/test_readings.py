"""What the site's sensors tell, in a real Home Assistant: units, signs, silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.types import GridPhase, TimedValue
from custom_components.plug_control.site.batteries import BatteryOptions
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    CircuitOptions,
    GridMeter,
    SiteOptions,
)
from custom_components.plug_control.site.readings import (
    SiteSensors,
    SiteValues,
    reading,
    state_of_charge,
)

NOW = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
GRID, IMPORT, EXPORT = "sensor.grid", "sensor.import", "sensor.export"
SOLAR, HOUSE, BATTERY, SOC = "sensor.solar", "sensor.house", "sensor.battery", "sensor.soc"
L1, L2, L3 = "sensor.l1", "sensor.l2", "sensor.l3"
SUN = "sun.sun"
PRICES = "sensor.prices"

POWER = SiteOptions(grid_meter=GridMeter.POWER, grid_power=GRID)
TWO_METERS = SiteOptions(grid_meter=GridMeter.IMPORT_EXPORT, grid_import=IMPORT, grid_export=EXPORT)
SOLAR_HOUSE = SiteOptions(grid_meter=GridMeter.SOLAR_HOUSE, solar_power=SOLAR, house_power=HOUSE)
MAIN = CircuitOptions(circuit=MAIN_CIRCUIT, name="", fuse_a=25)


@pytest.fixture(autouse=True)
async def noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """It is 13:00 in Zurich."""
    await hass.config.async_set_time_zone("Europe/Zurich")
    hass.config.currency = "CHF"
    freezer.move_to(NOW)


def tell(hass: HomeAssistant, entity_id: str, state: object, unit: str | None = "W") -> None:
    """Set a sensor's state."""
    hass.states.async_set(entity_id, str(state), {"unit_of_measurement": unit} if unit else {})


def read(hass: HomeAssistant, options: SiteOptions, *circuits: CircuitOptions) -> SiteValues:
    return SiteSensors(hass, options, circuits).read(NOW)


def stale(hass: HomeAssistant, options: SiteOptions, *circuits: CircuitOptions) -> tuple[str, ...]:
    return SiteSensors(hass, options, circuits).stale(NOW)


def tell_old(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, entity_id: str, state: object
) -> None:
    """Set a sensor's state ten minutes ago."""
    freezer.move_to(NOW - timedelta(minutes=10))
    tell(hass, entity_id, state)
    freezer.move_to(NOW)


OLD = NOW - timedelta(minutes=10)


# ---- one reading


@pytest.mark.parametrize(
    ("state", "measured", "unit", "value"),
    [
        ("1234.5", "W", "W", 1234.5),
        ("-1.5", "kW", "W", -1500.0),
        ("2", "MW", "W", 2_000_000.0),
        ("7", None, "W", 7.0),
        ("12000", "mA", "A", 12.0),
        ("12", "A", "A", 12.0),
        ("55", "%", "%", 55.0),
    ],
)
def test_a_reading_is_in_the_unit_that_is_asked_for(
    hass: HomeAssistant, state: str, measured: str | None, unit: str, value: float
) -> None:
    tell(hass, "sensor.any", state, measured)
    found = reading(hass, "sensor.any", unit)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.at == NOW


@pytest.mark.parametrize(
    ("state", "measured"),
    [
        ("unknown", "W"),
        ("unavailable", "W"),
        ("", "W"),
        ("on", "W"),
        ("nan", "W"),
        ("inf", "kW"),
        ("5", "kWh"),
        ("5", "V"),
    ],
)
def test_what_is_no_power_is_no_reading(hass: HomeAssistant, state: str, measured: str) -> None:
    tell(hass, "sensor.any", state, measured)
    assert reading(hass, "sensor.any", "W") is None
    assert reading(hass, "sensor.none", "W") is None
    assert reading(hass, None, "W") is None


def test_a_reading_is_as_old_as_the_last_report_though_nothing_changed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell(hass, GRID, 100)
    freezer.tick(60)
    tell(hass, GRID, 100)
    assert reading(hass, GRID, "W") == TimedValue(100.0, NOW + timedelta(seconds=60))
    state = hass.states.get(GRID)
    assert state is not None
    assert state.last_updated == NOW


@pytest.mark.parametrize(
    ("state", "value"), [("0", 0), ("80.5", 80.5), ("101", None), ("-1", None)]
)
def test_a_state_of_charge_is_a_percentage(
    hass: HomeAssistant, state: str, value: float | None
) -> None:
    tell(hass, SOC, state, "%")
    assert state_of_charge(hass, SOC) == (None if value is None else TimedValue(value, NOW))
    tell(hass, SOC, "50", "kWh")
    assert state_of_charge(hass, SOC) is None


# ---- the grid's power


def test_a_site_without_meter_knows_nothing(hass: HomeAssistant) -> None:
    values = read(hass, SiteOptions())
    assert values.readings.grid_w is None
    assert (values.currents, values.prices, values.price, values.price_unit) == ({}, (), None, None)
    assert values.forecast == ()
    assert stale(hass, SiteOptions(batteries=(BatteryOptions(power=BATTERY),))) == ()


@pytest.mark.parametrize(("is_inverted", "value"), [(False, -1500.0), (True, 1500.0)])
def test_grid_power_has_the_sign_that_the_user_told(
    hass: HomeAssistant, is_inverted: bool, value: float
) -> None:
    tell(hass, GRID, -1.5, "kW")
    options = replace(POWER, grid_power_inverted=is_inverted)
    assert read(hass, options).readings.grid_w == TimedValue(value, NOW)


def test_import_less_export_is_as_old_as_the_older(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell(hass, IMPORT, 200)
    freezer.tick(5)
    tell(hass, EXPORT, 1200)
    assert read(hass, TWO_METERS).readings.grid_w == TimedValue(-1000.0, NOW)


def test_import_of_0_that_tells_changes_only_is_believed_while_there_is_export(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell_old(hass, freezer, IMPORT, 0)
    tell(hass, EXPORT, 1200)
    assert read(hass, TWO_METERS).readings.grid_w == TimedValue(-1200.0, NOW)
    assert stale(hass, TWO_METERS) == ()


def test_export_that_tells_changes_only_counts_as_none_while_there_is_import(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell_old(hass, freezer, EXPORT, 0)
    tell(hass, IMPORT, 700)
    assert read(hass, TWO_METERS).readings.grid_w == TimedValue(700.0, NOW)
    assert stale(hass, TWO_METERS) == ()
    tell_old(hass, freezer, EXPORT, 300)
    assert read(hass, TWO_METERS).readings.grid_w == TimedValue(700.0, NOW), "the safe side"
    assert stale(hass, TWO_METERS) == (EXPORT,)


@pytest.mark.parametrize("export_w", [0, "unavailable"])
def test_a_silent_import_is_not_believed_without_export(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, export_w: object
) -> None:
    tell_old(hass, freezer, IMPORT, 0)
    tell(hass, EXPORT, export_w)
    grid_w = read(hass, TWO_METERS).readings.grid_w
    assert grid_w is None or grid_w.at == OLD
    assert IMPORT in stale(hass, TWO_METERS)


def test_a_silent_import_that_was_not_0_is_not_believed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell_old(hass, freezer, IMPORT, 50)
    tell(hass, EXPORT, 1200)
    assert read(hass, TWO_METERS).readings.grid_w == TimedValue(-1150.0, OLD)
    assert stale(hass, TWO_METERS) == (IMPORT,)


def test_house_less_solar(hass: HomeAssistant) -> None:
    assert read(hass, SOLAR_HOUSE).readings.grid_w is None
    tell(hass, SOLAR, 5, "kW")
    tell(hass, HOUSE, 800)
    assert read(hass, SOLAR_HOUSE).readings.grid_w == TimedValue(-4200.0, NOW)


def test_what_the_home_battery_takes_is_no_export(hass: HomeAssistant) -> None:
    options = replace(SOLAR_HOUSE, batteries=(BatteryOptions(power=BATTERY, power_inverted=True),))
    tell(hass, SOLAR, 5000)
    tell(hass, HOUSE, 800)
    assert read(hass, options).readings.grid_w is None, "unknown without the battery"
    tell(hass, BATTERY, -3000)
    readings = read(hass, options).readings
    assert readings.battery_w == TimedValue(3000.0, NOW)
    assert readings.grid_w == TimedValue(-1200.0, NOW)


@pytest.mark.parametrize("solar", ["unavailable", 250])
def test_an_inverter_that_is_silent_gives_no_sun(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, solar: object
) -> None:
    tell_old(hass, freezer, SOLAR, solar)
    tell(hass, HOUSE, 800)
    assert read(hass, SOLAR_HOUSE).readings.grid_w == TimedValue(800.0, NOW)
    assert stale(hass, SOLAR_HOUSE) == (SOLAR,)
    for elevation in (42.0, None):
        hass.states.async_set(SUN, "above_horizon", {"elevation": elevation})
        assert stale(hass, SOLAR_HOUSE) == (SOLAR,)
    hass.states.async_set(SUN, "above_horizon", {"elevation": 3.0})
    assert stale(hass, SOLAR_HOUSE) == (), "it sleeps"


def test_home_battery(hass: HomeAssistant) -> None:
    options = replace(POWER, batteries=(BatteryOptions(power=BATTERY, soc=SOC),))
    tell(hass, BATTERY, 1.25, "kW")
    tell(hass, SOC, 64, "%")
    readings = read(hass, options).readings
    assert readings.battery_w == TimedValue(1250.0, NOW)
    assert readings.battery_percent == TimedValue(64.0, NOW)
    tell(hass, BATTERY, "unknown")
    assert read(hass, options).readings.battery_w is None


# ---- currents


def test_each_circuit_has_the_currents_that_its_sensors_tell(hass: HomeAssistant) -> None:
    barn = replace(MAIN, circuit="barn", currents=(None, L2, None))
    tell(hass, L1, 5.5, "A")
    tell(hass, L2, -3000, "mA")
    currents = read(hass, POWER, replace(MAIN, currents=(L1, L2, L3)), barn).currents
    assert currents == {
        MAIN_CIRCUIT: (TimedValue(5.5, NOW), TimedValue(-3.0, NOW), None),
        "barn": (None, TimedValue(-3.0, NOW), None),
    }


@pytest.mark.parametrize(("grid_w", "current_a"), [(2300, 10.0), (-2300, 0.0)])
def test_a_main_fuse_of_one_phase_is_measured_by_the_grid_power(
    hass: HomeAssistant, grid_w: int, current_a: float
) -> None:
    one_phase = replace(MAIN, phases=(GridPhase.L1,))
    assert read(hass, POWER, one_phase).currents == {MAIN_CIRCUIT: (None, None, None)}
    tell(hass, GRID, grid_w)
    values = read(hass, POWER, one_phase, replace(one_phase, circuit="barn"))
    assert values.currents == {
        MAIN_CIRCUIT: (TimedValue(current_a, NOW), None, None),
        "barn": (None, None, None),
    }
    assert MAIN.phases == PHASES
    assert read(hass, POWER, MAIN).currents == {MAIN_CIRCUIT: (None, None, None)}


# ---- what is stale


def test_stale_are_the_sensors_that_the_surplus_and_the_circuits_need(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    options = replace(POWER, batteries=(BatteryOptions(power=BATTERY, soc=SOC),), solar_power=SOLAR)
    main = replace(MAIN, currents=(L1, L2, L3))
    assert stale(hass, options, main) == (GRID, BATTERY, L1, L2, L3)
    tell(hass, GRID, 100)
    tell(hass, BATTERY, "unavailable")
    tell_old(hass, freezer, L1, 3)
    tell(hass, L2, "x", "A")
    tell(hass, L3, 3, "A")
    assert stale(hass, options, main) == (BATTERY, L1, L2)


def test_how_old_a_reading_may_be_is_an_option(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    tell_old(hass, freezer, GRID, 100)
    assert stale(hass, POWER) == (GRID,)
    assert stale(hass, replace(POWER, stale_after_s=600)) == ()


# ---- read once


def test_unchanged_prices_and_forecasts_are_read_once(hass: HomeAssistant) -> None:
    options = replace(
        POWER,
        batteries=(BatteryOptions(power=BATTERY, soc=SOC),),
        prices=(PRICES,),
        solar_forecast=(SOLAR,),
    )
    for entity_id in (GRID, BATTERY):
        tell(hass, entity_id, 1.5, "kW")
    tell(hass, SOC, 50, "%")
    hass.states.async_set(PRICES, "0.5", {"today": [0.5] * 96, "tomorrow": [0.4] * 96})
    hass.states.async_set(SOLAR, "5", {"watts": {NOW.isoformat(): 5}})
    sensors = SiteSensors(hass, options, ())
    first, second = sensors.read(NOW), sensors.read(NOW)
    assert len(first.prices) == 192
    assert first.prices is second.prices
    assert first.forecast
    assert first.forecast is second.forecast
