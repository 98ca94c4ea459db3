"""The site's wizard: each form and error, the review with live values and turned signs, and what is stored in the end."""

import asyncio
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plug_control.charging.grid_signal.signal import SignalSettings
from custom_components.plug_control.charging.solar.consumers import Consumer
from custom_components.plug_control.charging.solar.preferences import GridUse, Switching
from custom_components.plug_control.charging.solar.surplus import SiteReadings
from custom_components.plug_control.const import CONF_METER_INTERVAL, CONF_SITE, CONF_TARIFFS
from custom_components.plug_control.flows.site.forms import FORMS
from custom_components.plug_control.flows.site.live_values import (
    NOT_SET,
    SILENT,
    LiveValues,
    live_values,
)
from custom_components.plug_control.model.money.tariff import Adjustment, FixedPrice
from custom_components.plug_control.site.batteries import BatteryControl, BatteryOptions
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    GridMeter,
    SiteOptions,
    circuit_options,
    site_options,
)
from custom_components.plug_control.site.readings import SiteValues
from custom_components.plug_control.site.tariffs import TariffOptions
from simulator.scripted import ScriptedChargePoint
from tests.helpers import state_of
from tests.translated import LANGUAGES, PLACEHOLDER, texts
from tests.wizard import Wizard, sensor

GRID = "sensor.grid"
NIGHT_PRICE = {
    "begins": "2026-07-01",
    "price": 0.32,
    "other_price": 0.2,
    "other_from": "22:00:00",
    "other_until": "06:00:00",
}


@pytest.fixture
async def wizard(hass: HomeAssistant, entry: MockConfigEntry) -> Wizard:
    """The wizard of a house that says nothing of itself yet, and has a grid meter."""
    sensor(hass, GRID, 1230)
    return await Wizard.open(hass, entry)


async def to_review(wizard: Wizard) -> None:
    """Go on to the review, measuring the grid with one sensor and nothing else."""
    await wizard.fill_in("grid_meter", grid_meter="power")
    await wizard.fill_in("grid_power", grid_power=GRID)
    await wizard.fill_in("battery")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.step == "review"


async def test_the_whole_wizard_is_read_back_and_disconnects_nobody(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    wizard: Wizard,
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_METER_INTERVAL: 30})
    await hass.async_block_till_done()
    central_system = entry.runtime_data.central_system

    assert wizard.suggested == {"grid_meter": "power"}
    await wizard.fill_in("grid_meter")
    assert wizard.suggested == {"grid_power_inverted": False}
    await wizard.fill_in("grid_power", grid_power=GRID, grid_power_inverted=True)
    assert wizard.suggested == {"battery_power_inverted": False}
    await wizard.fill_in(
        "battery",
        battery_power="sensor.battery",
        battery_power_inverted=True,
        battery_soc="sensor.soc",
        further_batteries=[
            {
                "battery_power": "sensor.second",
                "battery_soc": "sensor.second_soc",
                "battery_capacity": 5,
            }
        ],
    )
    assert wizard.suggested == {
        "battery_first": 0.0,
        "battery_maximum_power": 5000.0,
        "battery_floor": 100.0,
        "battery_discharge_power": 5000.0,
    }
    await wizard.fill_in(
        "battery_first",
        battery_first=80,
        battery_maximum_power=3300,
        battery_floor=40,
        battery_discharge_power=2500,
    )
    await wizard.fill_in("battery_hold", battery_hold="select.mode")
    await wizard.fill_in(
        "battery_hold_values", battery_hold_value="Standby", battery_normal_value="Self-use"
    )
    assert wizard.suggested == {"main_fuse_phases": "3"}
    await wizard.fill_in("main_fuse", main_fuse=35)
    assert wizard.suggested == {"assumed_load": 10.0}
    await wizard.fill_in(
        "currents",
        current_l1="sensor.l1",
        current_l2="sensor.l2",
        current_l3="sensor.l3",
        assumed_load=12.5,
    )
    assert wizard.suggested == {"price_surcharge": 0.0, "price_factor": 1.0}
    await wizard.fill_in(
        "prices",
        prices=["event.today", "event.tomorrow"],
        price_surcharge=0.15,
        price_factor=1.19,
        solar_forecast=["sensor.roof"],
    )
    assert wizard.suggested == {}
    await wizard.fill_in(
        "tariffs",
        fixed_prices=[{"begins": "2026-01-01", "price": 0.3}, NIGHT_PRICE],
        feed_in_prices=[{"begins": "2025-05-01", "price": 0.08}],
        feed_in_entity="sensor.feed_in",
        battery_price=0.12,
        co2_entity="sensor.co2",
    )
    await wizard.choose("solar")
    assert wizard.suggested == {"solar_switching": "balanced", "grid_use": "balanced"}
    await wizard.fill_in("solar", solar_switching="calm", grid_use="more")
    await wizard.choose("times")
    assert wizard.suggested == {"stale_after": 120, "silence": 900}
    await wizard.fill_in("times", stale_after=60, silence=600)
    assert CONF_SITE not in entry.options
    await wizard.choose("save")

    assert wizard.is_stored
    assert site_options(entry) == SiteOptions(
        grid_meter=GridMeter.POWER,
        grid_power=GRID,
        grid_power_inverted=True,
        batteries=(
            BatteryOptions(
                power="sensor.battery",
                power_inverted=True,
                soc="sensor.soc",
                control=BatteryControl(entity_id="select.mode", hold="Standby", normal="Self-use"),
            ),
            BatteryOptions(power="sensor.second", soc="sensor.second_soc", capacity_kwh=5),
        ),
        battery_first_percent=80,
        battery_maximum_w=3300,
        battery_floor_percent=40,
        battery_discharge_w=2500,
        currents=("sensor.l1", "sensor.l2", "sensor.l3"),
        main_fuse_a=35,
        main_fuse_phases=3,
        assumed_load_a=12.5,
        solar_switching=Switching.CALM,
        grid_use=GridUse.MORE,
        prices=("event.today", "event.tomorrow"),
        tariffs=TariffOptions(
            fixed=(
                FixedPrice(begins=date(2026, 1, 1), price=0.3),
                FixedPrice(
                    begins=date(2026, 7, 1),
                    price=0.32,
                    other_price=0.2,
                    other_from=time(22),
                    other_until=time(6),
                ),
            ),
            adjustment=Adjustment(surcharge=0.15, factor=1.19),
            feed_in=(FixedPrice(begins=date(2025, 5, 1), price=0.08),),
            feed_in_entity="sensor.feed_in",
            battery_price=0.12,
            co2_entity="sensor.co2",
        ),
        solar_forecast=("sensor.roof",),
        stale_after_s=60,
        silence_s=600,
    )
    (main,) = circuit_options(entry)
    assert (main.circuit, main.fuse_a) == (MAIN_CIRCUIT, 35)
    assert entry.options[CONF_METER_INTERVAL] == 30
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.runtime_data.central_system is central_system
    assert charge_point.connected


@pytest.mark.parametrize(
    ("meter", "form", "sensors", "expected"),
    [
        (
            "import_export",
            "grid_import_export",
            {"grid_import": "sensor.in", "grid_export": "sensor.out"},
            SiteOptions(
                grid_meter=GridMeter.IMPORT_EXPORT,
                grid_import="sensor.in",
                grid_export="sensor.out",
            ),
        ),
        (
            "solar_house",
            "solar_house",
            {"solar_power": "sensor.sun", "house_power": "sensor.house"},
            SiteOptions(
                grid_meter=GridMeter.SOLAR_HOUSE,
                solar_power="sensor.sun",
                house_power="sensor.house",
            ),
        ),
    ],
)
async def test_two_sensors_can_tell_of_the_grid_as_well_but_not_one_twice(
    entry: MockConfigEntry,
    wizard: Wizard,
    meter: str,
    form: str,
    sensors: dict[str, str],
    expected: SiteOptions,
) -> None:
    await wizard.fill_in("grid_meter", grid_meter=meter)
    second = list(sensors)[1]
    await wizard.fill_in(form, **dict.fromkeys(sensors, "sensor.same"))
    assert wizard.errors == {second: "same_sensor"}
    await wizard.fill_in(form, **sensors)
    await wizard.fill_in("battery")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    await wizard.choose("save")
    assert site_options(entry) == expected


async def test_without_a_meter_neither_sensors_nor_a_battery_are_asked_for(
    entry: MockConfigEntry, wizard: Wizard
) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse", main_fuse=25, main_fuse_phases="1")
    assert set(wizard.suggested) == {"assumed_load"}
    await wizard.fill_in("currents")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.result["menu_options"] == [
        *("save", "look_again", "grid_meter", "main_fuse", "prices", "tariffs"),
        *("grid_signal", "times"),
    ]
    await wizard.choose("save")
    assert site_options(entry) == SiteOptions(main_fuse_a=25, main_fuse_phases=1)


async def test_the_grid_operators_signal_is_asked_for_on_request(
    hass: HomeAssistant, entry: MockConfigEntry, wizard: Wizard
) -> None:
    hass.states.async_set("sensor.price_limit", "3", {"unit_of_measurement": "EUR"})
    hass.states.async_set("sensor.grid_limit", "5", {"unit_of_measurement": "kW"})
    hass.states.async_set("input_boolean.grid_limit", "off")
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    await wizard.choose("grid_signal")
    await wizard.fill_in("grid_signal", grid_signal="sensor.price_limit")
    assert wizard.errors == {"grid_signal": "no_power_or_current"}
    await wizard.fill_in("grid_signal", grid_signal="sensor.grid_limit", grid_signal_limit=5)
    assert wizard.values["signal"] == "5,000 W"
    await wizard.choose("grid_signal")
    await wizard.fill_in("grid_signal", grid_signal="input_boolean.grid_limit")
    assert wizard.values["signal"] == "∞"
    hass.states.async_set("input_boolean.grid_limit", "unavailable")
    await wizard.choose("look_again")
    assert wizard.values["signal"] == SILENT
    await wizard.choose("save")
    signal = site_options(entry).signal
    assert (signal.entity, signal.binary_w) == ("input_boolean.grid_limit", 5000)
    assert signal.settings == SignalSettings()


async def test_a_house_of_one_phase_is_asked_for_one_current(wizard: Wizard) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse", main_fuse=25, main_fuse_phases="1")
    assert list(map(str, wizard.result["data_schema"].schema)) == ["current_l1", "assumed_load"]


async def test_what_is_not_chosen_in_the_end_is_not_stored(
    entry: MockConfigEntry, wizard: Wizard
) -> None:
    await to_review(wizard)
    await wizard.choose("main_fuse")
    await wizard.fill_in("main_fuse", main_fuse=35)
    await wizard.fill_in("currents", assumed_load=5)
    await wizard.choose("main_fuse")
    await wizard.fill_in("main_fuse", main_fuse=None)
    assert wizard.step == "review"
    await wizard.choose("grid_meter")
    await wizard.fill_in("grid_meter", grid_meter="none")
    assert wizard.step == "review_without_meter"
    await wizard.choose("save")
    assert entry.options[CONF_SITE] == {
        "grid_meter": "none",
        "main_fuse_phases": 3,
    }
    assert entry.options[CONF_TARIFFS] == {"price_surcharge": 0.0, "price_factor": 1.0}


# ---- errors


@pytest.mark.parametrize(
    ("user_input", "errors"),
    [
        ({"battery_soc": "sensor.soc"}, {"battery_power": "power_missing"}),
        ({"battery_power": GRID}, {"battery_power": "same_sensor"}),
        (
            {"further_batteries": [{"battery_power": "sensor.b"}]},
            {"battery_power": "power_missing"},
        ),
        (
            {"battery_power": "sensor.a", "further_batteries": [{"battery_power": "sensor.a"}]},
            {"further_batteries": "same_sensor"},
        ),
        (
            {
                "battery_power": "sensor.a",
                "further_batteries": [
                    {"battery_power": "sensor.b", "battery_hold": "number.limit"}
                ],
            },
            {"further_batteries": "hold_incomplete"},
        ),
    ],
)
async def test_a_home_battery_needs_a_power_of_its_own(
    wizard: Wizard, user_input: dict[str, Any], errors: dict[str, str]
) -> None:
    await wizard.fill_in("grid_meter", grid_meter="power")
    await wizard.fill_in("grid_power", grid_power=GRID)
    await wizard.fill_in("battery", **user_input)
    assert wizard.errors == errors
    await wizard.fill_in("battery", battery_power=None, battery_soc=None, further_batteries=None)
    assert wizard.step == "main_fuse"


async def test_who_comes_first_is_asked_only_where_the_state_of_charge_is_known(
    wizard: Wizard,
) -> None:
    await wizard.fill_in("grid_meter", grid_meter="power")
    await wizard.fill_in("grid_power", grid_power=GRID)
    await wizard.fill_in("battery", battery_power="sensor.battery")
    assert wizard.step == "battery_hold"
    await wizard.fill_in("battery_hold")
    assert wizard.step == "main_fuse"


@pytest.mark.parametrize(
    ("entity_id", "attributes", "selector"),
    [
        ("switch.hold", {}, {"options": ["on", "off"], "translation_key": "switch_value"}),
        ("number.limit", {"min": 0, "max": 5000.0}, {"min": 0, "max": 5000}),
        ("number.limit", {"min": None}, {}),
        ("select.mode", {"options": ["Auto", "Off"]}, {"options": ["Auto", "Off"]}),
        ("select.gone", {}, {}),
    ],
)
async def test_the_values_to_hold_a_battery_are_those_that_its_entity_offers(
    hass: HomeAssistant,
    wizard: Wizard,
    entity_id: str,
    attributes: dict[str, Any],
    selector: dict[str, Any],
) -> None:
    if attributes:
        hass.states.async_set(entity_id, "1", attributes)
    await to_review(wizard)
    await wizard.choose("battery")
    await wizard.fill_in("battery", battery_power="sensor.battery")
    await wizard.fill_in("battery_hold", battery_hold=entity_id)
    assert wizard.step == "battery_hold_values"
    for offered in wizard.result["data_schema"].schema.values():
        told = {key: offered.config.get(key) for key in selector}
        assert told == selector


async def test_the_values_to_hold_a_battery_differ(hass: HomeAssistant, wizard: Wizard) -> None:
    await to_review(wizard)
    await wizard.choose("battery")
    await wizard.fill_in("battery", battery_power="sensor.battery")
    await wizard.fill_in("battery_hold", battery_hold="switch.hold")
    await wizard.fill_in("battery_hold_values", battery_hold_value="on", battery_normal_value="on")
    assert wizard.errors == {"battery_hold_value": "hold_same"}


async def test_other_consumers_are_listed_each_with_a_name_of_its_own(
    entry: MockConfigEntry, wizard: Wizard
) -> None:
    rod = {"name": "Rod", "power": 2000, "priority": 3, "minimum_on": 5, "minimum_off": 10}
    await to_review(wizard)
    await wizard.choose("consumers")
    await wizard.fill_in("consumers", consumers=[rod, {**rod, "name": " Rod "}])
    assert wizard.errors == {"consumers": "consumer_same_name"}
    await wizard.fill_in("consumers", consumers=[{"name": "Rod", "power": 0}])
    assert wizard.errors == {"consumers": "consumer_incomplete"}
    await wizard.fill_in("consumers", consumers=[rod, {"name": "Pump", "power": 900}])
    await wizard.choose("save")
    assert site_options(entry).consumers == (
        Consumer(name="Rod", power_w=2000, priority=3, minimum_on_s=300, minimum_off_s=600),
        Consumer(name="Pump", power_w=900),
    )


@pytest.mark.parametrize(
    ("kind", "values", "limit_w"),
    [
        ("none", None, None),
        ("zero", None, 0.0),
        ("power", {"feed_in_limit_power": 600}, 600.0),
        ("percent", {"peak_power": 9800}, 6860.0),
        ("percent", {"peak_power": 9800, "feed_in_limit_percent": 60}, 5880.0),
    ],
)
async def test_how_much_may_be_fed_in(
    entry: MockConfigEntry,
    wizard: Wizard,
    kind: str,
    values: dict[str, float] | None,
    limit_w: float | None,
) -> None:
    await to_review(wizard)
    await wizard.choose("feed_in")
    assert wizard.suggested == {"residual_power": 0.0, "feed_in_limit": "none"}
    await wizard.fill_in("feed_in", feed_in_limit=kind, residual_power=-200)
    if values is not None:
        await wizard.fill_in(f"feed_in_{kind}", **values)
    await wizard.choose("save")
    site = site_options(entry)
    assert (site.feed_in_limit_w, site.residual_w) == (limit_w, -200)


@pytest.mark.parametrize(
    ("user_input", "errors"),
    [
        (
            {"current_l1": "sensor.l1"},
            {"current_l2": "all_phases", "current_l3": "all_phases"},
        ),
        (
            {"current_l1": "sensor.l1", "current_l2": "sensor.l1", "current_l3": "sensor.l3"},
            {"current_l2": "same_sensor"},
        ),
        ({"assumed_load": 15}, {"assumed_load": "nothing_left"}),
        (
            {
                "current_l1": "sensor.l1",
                "current_l2": "sensor.l2",
                "current_l3": "sensor.l3",
                "assumed_load": 21,
            },
            {"assumed_load": "nothing_left"},
        ),
    ],
)
async def test_currents_are_of_every_phase_and_leave_something_for_cars(
    wizard: Wizard, user_input: dict[str, Any], errors: dict[str, str]
) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse", main_fuse=20)
    await wizard.fill_in("currents", **user_input)
    assert wizard.errors == errors
    await wizard.fill_in(
        "currents", current_l1=None, current_l2=None, current_l3=None, assumed_load=14
    )
    assert wizard.step == "prices"


async def test_numbers_out_of_range_are_refused_at_their_field(wizard: Wizard) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    with pytest.raises(InvalidData) as refused:
        await wizard.fill_in("main_fuse", main_fuse=5)
    assert set(refused.value.schema_errors) == {"main_fuse"}


# ---- the review


async def test_a_wrong_sign_is_seen_and_turned_round(
    hass: HomeAssistant, entry: MockConfigEntry, wizard: Wizard
) -> None:
    await to_review(wizard)
    assert wizard.values == {"grid": "1,230 W"}
    await wizard.choose("turn_grid_sign")
    assert wizard.values == {"grid": "-1,230 W"}
    sensor(hass, GRID, 2)
    await wizard.choose("look_again")
    assert wizard.values == {"grid": "0 W"}
    await wizard.choose("save")
    assert site_options(entry).grid_power_inverted is True

    again = await Wizard.open(hass, entry)
    assert again.step == "review"
    await again.choose("turn_grid_sign")
    await again.choose("save")
    assert site_options(entry).grid_power_inverted is False


async def test_import_and_export_are_swapped(
    hass: HomeAssistant, entry: MockConfigEntry, wizard: Wizard
) -> None:
    sensor(hass, "sensor.a", 0)
    sensor(hass, "sensor.b", 2.5, "kW")
    await to_review(wizard)
    assert "swap_import_export" not in wizard.result["menu_options"]
    await wizard.choose("grid_meter")
    await wizard.fill_in("grid_meter", grid_meter="import_export")
    await wizard.fill_in("grid_import_export", grid_import="sensor.a", grid_export="sensor.b")
    assert "turn_grid_sign" not in wizard.result["menu_options"]
    assert wizard.values == {"grid": "-2,500 W"}
    await wizard.choose("swap_import_export")
    assert wizard.values == {"grid": "2,500 W"}
    await wizard.choose("save")
    options = site_options(entry)
    assert (options.grid_import, options.grid_export) == ("sensor.b", "sensor.a")


async def test_the_batterys_sign_is_turned_round(
    hass: HomeAssistant, entry: MockConfigEntry, wizard: Wizard
) -> None:
    sensor(hass, "sensor.battery", -800)
    sensor(hass, "sensor.soc", 55.4, "%")
    await to_review(wizard)
    assert "turn_battery_sign" not in wizard.result["menu_options"]
    await wizard.choose("battery")
    await wizard.fill_in("battery", battery_power="sensor.battery", battery_soc="sensor.soc")
    await wizard.fill_in("battery_first")
    await wizard.fill_in("battery_hold")
    assert wizard.values == {"grid": "1,230 W", "battery": "-800 W", "battery_soc": "55 %"}
    await wizard.choose("turn_battery_sign")
    assert wizard.values == {"grid": "1,230 W", "battery": "800 W", "battery_soc": "55 %"}
    await wizard.choose("save")
    assert site_options(entry).batteries[0].power_inverted is True


async def test_sun_and_house_are_shown_with_what_is_left_over(
    hass: HomeAssistant, wizard: Wizard
) -> None:
    sensor(hass, "sensor.sun", 5.0, "kW")
    sensor(hass, "sensor.house", 700)
    await wizard.fill_in("grid_meter", grid_meter="solar_house")
    await wizard.fill_in("solar_house", solar_power="sensor.sun", house_power="sensor.house")
    await wizard.fill_in("battery")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.values == {"grid": "-4,300 W", "solar": "5,000 W", "house": "700 W"}


async def test_currents_are_shown_by_phase(hass: HomeAssistant, wizard: Wizard) -> None:
    currents = {f"current_l{phase}": f"sensor.l{phase}" for phase in (1, 2, 3)}
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse", main_fuse=35)
    await wizard.fill_in("currents")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.values == {"fuse": "35 A", "assumed_load": "10 A"}
    for phase, entity_id in enumerate(currents.values(), 1):
        sensor(hass, entity_id, phase + 0.25, "A")
    await wizard.choose("main_fuse")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("currents", **currents)
    flowing = [f"L{each}\N{NO-BREAK SPACE}{each}\N{NO-BREAK SPACE}A" for each in (1, 2, 3)]
    assert wizard.values == {"fuse": "35 A", "currents": ", ".join(flowing)}


def hours(count: int, entry: Callable[[Any, int], dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one entry an hour, from this full hour on."""
    start = dt_util.now().replace(minute=0, second=0, microsecond=0)
    return [entry(start + timedelta(hours=hour), hour) for hour in range(count)]


async def test_prices_and_forecast_are_shown(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-06-10 17:30:00+00:00")  # 10:30 in the time zone of the tests
    prices = hours(
        20,
        lambda start, hour: {
            "start": start.isoformat(),
            "end": (start + timedelta(hours=1)).isoformat(),
            "value": 0.2 + hour / 100,
        },
    )
    forecast = hours(30, lambda start, hour: {"period_start": start.isoformat(), "pv_estimate": 2})
    sensor(hass, "sensor.price", 0.2, "EUR/kWh", raw_today=prices)
    sensor(hass, "sensor.roof", 10, "kWh", detailedHourly=forecast)
    wizard = await Wizard.open(hass, entry)
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices", prices=["sensor.price"], solar_forecast=["sensor.roof"])
    await wizard.fill_in("tariffs")
    assert wizard.values == {
        "price": r"0\.20 EUR\/kWh",
        "price_hours": "20 h",
        "forecast": "27 kWh",
    }


async def test_sensors_that_tell_nothing_are_named(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    sensor(hass, GRID, "unavailable", friendly_name="Meter *1*")
    wizard = await Wizard.open(hass, entry)
    await wizard.fill_in("grid_meter", grid_meter="power")
    await wizard.fill_in("grid_power", grid_power=GRID)
    await wizard.fill_in("battery", battery_power="sensor.gone")
    await wizard.fill_in("battery_hold")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices", prices=["sensor.none"], solar_forecast=["sensor.none"])
    await wizard.fill_in("tariffs")
    assert wizard.values == {
        **dict.fromkeys(("grid", "battery", "price", "price_hours", "forecast"), SILENT),
        "silent": r"Meter \*1\*, sensor\.gone",
    }


async def test_a_house_that_measures_nothing_is_told_so(wizard: Wizard) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.values == {}


async def test_without_a_meter_nobody_is_asked_about_signs(wizard: Wizard) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs")
    assert wizard.step == "review_without_meter"
    assert not {"turn_grid_sign", "swap_import_export", "turn_battery_sign"} & {
        *wizard.result["menu_options"]
    }
    await wizard.choose("grid_meter")
    await wizard.fill_in("grid_meter", grid_meter="power")
    await wizard.fill_in("grid_power", grid_power=GRID)
    assert wizard.step == "review"
    assert "turn_grid_sign" in wizard.result["menu_options"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_measured_has_no_words_of_the_servers_language(language: str) -> None:
    """The words stand in the dialog, which the browser words; what is filled in is the same for everyone."""
    shown = {
        name
        for step in ("review", "review_without_meter")
        for name in PLACEHOLDER.findall(texts(language)["options"]["step"][step]["description"])
    }
    nothing = SiteValues(readings=SiteReadings(grid_w=None), currents={})
    live = LiveValues(options=SiteOptions(), values=nothing, now=dt_util.now())
    assert {*live_values(live)} == shown
    assert {*live_values(live).values()} == {NOT_SET}


async def test_an_integration_that_does_not_answer_does_not_hold_up_the_review(
    hass: HomeAssistant, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "custom_components.plug_control.flows.site.flow"

    async def never(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(f"{module}.SiteSensors.async_refresh_forecast", never)
    monkeypatch.setattr(f"{module}._REFRESH_TIMEOUT_S", 0.01)
    await to_review(wizard)
    assert wizard.values == {"grid": "1,230 W"}


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{"begins": "2026-01-01", "price": 0.3, "other_price": 0.2}], "incomplete_band"),
        ([{"begins": "2026-01-01", "price": 0.3, "other_from": "22:00:00"}], "incomplete_band"),
        ([{**NIGHT_PRICE, "other_until": "22:00:00"}], "incomplete_band"),
        ([NIGHT_PRICE, {"begins": "2026-07-01", "price": 0.1}], "same_day"),
    ],
)
async def test_a_fixed_price_that_means_nothing_is_refused(
    wizard: Wizard, rows: list[dict[str, Any]], error: str
) -> None:
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    await wizard.fill_in("prices")
    await wizard.fill_in("tariffs", fixed_prices=rows)
    assert wizard.errors == {"fixed_prices": error}
    await wizard.fill_in("tariffs", fixed_prices=[NIGHT_PRICE])
    assert wizard.step == "review_without_meter"


async def test_a_new_fixed_price_does_not_begin_at_a_minimum(hass: HomeAssistant) -> None:
    """Home Assistant's form fills a required number with its minimum: a new price was -1000 per kWh."""
    schema = FORMS["tariffs"].schema(hass, {"grid_meter": "power"})
    for name in ("fixed_prices", "feed_in_prices"):
        selector = next(each for field, each in schema.schema.items() if field == name)
        price = selector.config["fields"]["price"]
        assert price["required"]
        number = price["selector"]
        assert "min" not in getattr(number, "config", number)


# ---- changing what is stored


async def test_a_stored_site_is_changed_form_by_form(
    hass: HomeAssistant, entry: MockConfigEntry, wizard: Wizard
) -> None:
    await to_review(wizard)
    await wizard.choose("save")

    again = await Wizard.open(hass, entry)
    assert again.values == {"grid": "1,230 W"}
    await again.choose("prices")
    await again.fill_in("prices", prices=["sensor.price"])
    assert again.step == "review"
    await again.choose("prices")
    await again.fill_in("prices", prices=None)
    await again.choose("tariffs")
    await again.fill_in("tariffs", feed_in_prices=[{"begins": "2026-01-01", "price": 0.1}])
    await again.choose("grid_meter")
    assert again.suggested == {"grid_meter": "power"}
    await again.fill_in("grid_meter")
    assert again.suggested == {"grid_power": GRID, "grid_power_inverted": False}
    await again.fill_in("grid_power")
    assert again.step == "review"
    await again.choose("save")
    assert site_options(entry) == SiteOptions(
        grid_meter=GridMeter.POWER,
        grid_power=GRID,
        tariffs=TariffOptions(feed_in=(FixedPrice(begins=date(2026, 1, 1), price=0.1),)),
    )


async def test_price_entities_are_found_by_their_unit(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    sensor(hass, "sensor.price", 30, "öre/kWh")
    wizard = await Wizard.open(hass, entry)
    await wizard.fill_in("grid_meter", grid_meter="none")
    await wizard.fill_in("main_fuse")
    selector = next(
        value for key, value in wizard.result["data_schema"].schema.items() if key == "prices"
    )
    assert ["öre/kWh"] in [one.get("unit_of_measurement") for one in selector.config["filter"]]


async def test_the_frontend_gets_every_menu_and_form(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    url = "/api/config/config_entries/options/flow"
    shown = await (await client.post(url, json={"handler": entry.entry_id})).json()

    async def go_on(**user_input: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await (
            await client.post(f"{url}/{shown['flow_id']}", json=user_input)
        ).json()
        return answer

    assert shown["menu_options"] == [
        *("site", "central_system", "documents", "encryption", "privacy", "removal")
    ]
    form = await go_on(next_step_id="site")
    assert form["data_schema"][0]["selector"]["select"]["options"] == [
        *("power", "import_export", "solar_house", "none")
    ]
    assert (await go_on(grid_meter="none"))["step_id"] == "main_fuse"
    form = await go_on(main_fuse=25, main_fuse_phases="3")
    assert [field["name"] for field in form["data_schema"]] == [
        *("current_l1", "current_l2", "current_l3", "assumed_load")
    ]
    assert (await go_on(assumed_load=10))["step_id"] == "prices"
    assert (await go_on(price_surcharge=0, price_factor=1))["step_id"] == "tariffs"
    review = await go_on()
    assert review["type"] == "menu"
    assert review["step_id"] == "review_without_meter"
    assert review["description_placeholders"]["fuse"] == "25 A"
    assert (await go_on(next_step_id="times"))["step_id"] == "times"
    assert (await go_on(stale_after=120, silence=900))["step_id"] == "review_without_meter"
    assert (await go_on(next_step_id="save"))["type"] == "create_entry"
    assert site_options(entry).main_fuse_a == 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_and_field_has_its_words(hass: HomeAssistant, language: str) -> None:
    steps = texts(language)["options"]["step"]
    draft = {"main_fuse": 35, "grid_meter": "power", "battery_power": "sensor.battery"}
    draft["battery_hold"] = "switch.hold"
    for name, form in FORMS.items():
        fields = set(map(str, form.schema(hass, draft).schema))
        assert fields == set(steps[name]["data"]) == set(steps[name]["data_description"])
    offered = {*FORMS, "save", "look_again", "turn_grid_sign", "turn_battery_sign"}
    offered |= {"swap_import_export"}
    assert set(steps["init"]["menu_options"]) == {
        *("site", "central_system", "documents", "encryption", "privacy", "removal")
    }
    within = {"grid_power", "grid_import_export", "solar_house", "battery_first", "currents"}
    within |= {"battery_hold", "battery_hold_values", "feed_in_percent", "feed_in_power"}
    assert set(steps["review"]["menu_options"]) == offered - within
