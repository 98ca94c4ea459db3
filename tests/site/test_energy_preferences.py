"""The site's wizard is filled in with what the energy preferences tell; what they leave open stays empty."""

from datetime import timedelta
from typing import Any

from homeassistant.components.energy.data import async_get_manager
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.site.energy_preferences import (
    async_knows_powers,
    async_site_of_energy_preferences,
)
from tests.wizard import Wizard, sensor

METER = "sensor.meter_energy"


@pytest.fixture(autouse=True)
async def energy(hass: HomeAssistant) -> None:
    """The energy integration, whose preferences are real; nothing is recorded."""
    hass.config.components.add("energy")


async def prefer(hass: HomeAssistant, *sources: dict[str, Any]) -> dict[str, Any]:
    """Set the energy preferences; returns what is made of them."""
    manager = await async_get_manager(hass)
    await manager.async_update({"energy_sources": list(sources)})  # type: ignore[typeddict-item] # in parts
    return await async_site_of_energy_preferences(hass)


def grid(**source: Any) -> dict[str, Any]:
    """A connection to the grid; its meter is `METER`."""
    return {
        "type": "grid",
        "stat_energy_from": METER,
        "stat_energy_to": None,
        "entity_energy_price": None,
        "number_energy_price_export": None,
        **source,
    }


def solar(**source: Any) -> dict[str, Any]:
    """A roof."""
    return {
        "type": "solar",
        "stat_energy_from": "sensor.inverter_energy",
        "config_entry_solar_forecast": None,
        **source,
    }


def battery(**source: Any) -> dict[str, Any]:
    """A home battery."""
    return {
        "type": "battery",
        "stat_energy_from": "sensor.battery_energy",
        "stat_energy_to": "sensor.battery_charged",
        **source,
    }


def device(hass: HomeAssistant, name: str, **sensors: str | None) -> None:
    """Register a device with sensors of these device classes (None: power), the first one its energy."""
    entry = MockConfigEntry(domain="meters", entry_id=name)
    entry.add_to_hass(hass)
    registered = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("meters", name)}
    )
    for sensor_name, device_class in sensors.items():
        er.async_get(hass).async_get_or_create(
            "sensor",
            "meters",
            f"{name}_{sensor_name}",
            suggested_object_id=f"{name}_{sensor_name}",
            config_entry=entry,
            device_id=registered.id,
            original_device_class=device_class or "power",
        )


def tell(hass: HomeAssistant, *entity_ids: str) -> None:
    """Have sensors there."""
    for entity_id in entity_ids:
        sensor(hass, entity_id, 100)


async def test_without_preferences_nothing_is_filled_in(hass: HomeAssistant) -> None:
    assert await async_site_of_energy_preferences(hass) == {}
    assert await prefer(hass) == {}


async def test_without_the_energy_integration_nothing_is_filled_in(hass: HomeAssistant) -> None:
    tell(hass, "sensor.grid")
    await prefer(hass, grid(stat_rate="sensor.grid"))
    hass.config.components.remove("energy")
    assert await async_site_of_energy_preferences(hass) == {}


async def test_the_wizard_begins_with_the_preferences(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    tell(hass, "sensor.grid", "sensor.battery", "sensor.soc", "sensor.price")
    await prefer(
        hass,
        grid(
            power_config={"stat_rate_inverted": "sensor.grid"},
            entity_energy_price="sensor.price",
            number_energy_price_export=0.08,
        ),
        battery(power_config={"stat_rate": "sensor.battery"}, stat_soc="sensor.soc"),
    )
    wizard = await Wizard.open(hass, entry)
    assert wizard.suggested == {"grid_meter": "power"}
    await wizard.fill_in("grid_meter")
    assert wizard.suggested == {"grid_power": "sensor.grid", "grid_power_inverted": True}
    await wizard.fill_in("grid_power")
    assert wizard.suggested == {
        "battery_power": "sensor.battery",
        "battery_power_inverted": True,
        "battery_soc": "sensor.soc",
    }
    await wizard.fill_in("battery")
    await wizard.fill_in("battery_first")
    await wizard.fill_in("battery_hold")
    await wizard.fill_in("main_fuse")
    assert wizard.suggested == {
        "prices": ["sensor.price"],
        "price_surcharge": 0.0,
        "price_factor": 1.0,
    }
    await wizard.fill_in("prices")
    assert wizard.suggested == {"feed_in_prices": [{"begins": "2000-01-01", "price": 0.08}]}


# ---- grid


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            {"stat_rate": "sensor.a"},
            {"grid_meter": "power", "grid_power": "sensor.a", "grid_power_inverted": False},
        ),
        (
            {"power_config": {"stat_rate": "sensor.a"}},
            {"grid_meter": "power", "grid_power": "sensor.a", "grid_power_inverted": False},
        ),
        (
            {"power_config": {"stat_rate_inverted": "sensor.a"}},
            {"grid_meter": "power", "grid_power": "sensor.a", "grid_power_inverted": True},
        ),
        (
            {"power_config": {"stat_rate_from": "sensor.a", "stat_rate_to": "sensor.b"}},
            {
                "grid_meter": "import_export",
                "grid_import": "sensor.a",
                "grid_export": "sensor.b",
            },
        ),
        ({"stat_rate": "sensor.gone"}, {}),
        ({"stat_rate": "provider:grid"}, {}),
        ({"stat_energy_from": None}, {}),
        ({"stat_energy_from": "provider:grid"}, {}),
    ],
)
async def test_the_grids_sensors_are_those_of_the_preferences(
    hass: HomeAssistant, source: dict[str, Any], told: dict[str, Any]
) -> None:
    tell(hass, "sensor.a", "sensor.b")
    assert await prefer(hass, grid(**source)) == told


async def test_of_two_connections_the_first_that_is_measured_counts(hass: HomeAssistant) -> None:
    tell(hass, "sensor.a")
    told = await prefer(hass, grid(), grid(stat_rate="sensor.a"))
    assert told["grid_power"] == "sensor.a"


@pytest.mark.parametrize(
    ("sensors", "told"),
    [
        (
            ("power", "power_l1", "power_phase_2", "phase_c_power"),
            {
                "grid_meter": "power",
                "grid_power": "sensor.meter_power",
                "grid_power_inverted": False,
            },
        ),
        (
            ("power_consumption", "power_production", "power_consumption_l1"),
            {
                "grid_meter": "import_export",
                "grid_import": "sensor.meter_power_consumption",
                "grid_export": "sensor.meter_power_production",
            },
        ),
        (("power_1", "power_2"), {}),
        (("power", "power_consumption"), {}),
        (("power", "apparent", "reactive"), {}),
        ((), {}),
    ],
)
async def test_else_they_are_the_power_sensors_of_the_meter_where_it_is_plain_which(
    hass: HomeAssistant, sensors: tuple[str, ...], told: dict[str, Any]
) -> None:
    device(hass, "meter", energy="energy", **dict.fromkeys(sensors))
    assert await prefer(hass, grid()) == told


async def test_a_sensor_that_is_disabled_does_not_count(hass: HomeAssistant) -> None:
    device(hass, "meter", energy="energy", power=None, power_raw=None)
    er.async_get(hass).async_update_entity(
        "sensor.meter_power_raw", disabled_by=er.RegistryEntryDisabler.USER
    )
    assert (await prefer(hass, grid()))["grid_power"] == "sensor.meter_power"


async def test_an_energy_sensor_without_a_device_tells_nothing(hass: HomeAssistant) -> None:
    er.async_get(hass).async_get_or_create(
        "sensor", "meters", "1", suggested_object_id="meter_energy"
    )
    assert await prefer(hass, grid()) == {}


# ---- sun, battery, prices, forecast


async def test_the_sun_is_one_sensor_or_none(hass: HomeAssistant) -> None:
    tell(hass, "sensor.sun")
    assert await prefer(hass, solar(stat_rate="sensor.sun")) == {"solar_power": "sensor.sun"}
    assert await prefer(hass, solar(stat_rate="sensor.sun"), solar()) == {}
    assert await prefer(hass, solar()) == {}
    device(hass, "inverter", energy="energy", power=None)
    assert await prefer(hass, solar()) == {"solar_power": "sensor.inverter_power"}
    device(hass, "inverter", energy="energy", power=None, grid_power=None)
    assert await prefer(hass, solar()) == {}


async def test_the_battery_of_the_preferences_discharges_positive(hass: HomeAssistant) -> None:
    tell(hass, "sensor.power", "sensor.soc", "sensor.out", "sensor.in")
    positive = {"battery_power": "sensor.power", "battery_power_inverted": True}
    assert await prefer(hass, battery(stat_rate="sensor.power")) == positive
    assert await prefer(hass, battery(power_config={"stat_rate": "sensor.power"})) == positive
    assert await prefer(
        hass,
        battery(power_config={"stat_rate_inverted": "sensor.power"}, stat_soc="sensor.soc"),
    ) == {
        "battery_power": "sensor.power",
        "battery_power_inverted": False,
        "battery_soc": "sensor.soc",
    }


async def test_of_a_battery_with_two_sensors_the_one_that_is_made_of_them_is_taken(
    hass: HomeAssistant,
) -> None:
    two = {"stat_rate_from": "sensor.out", "stat_rate_to": "sensor.in"}
    assert await prefer(hass, battery(power_config=two)) == {}
    manager = await async_get_manager(hass)
    assert manager.data is not None
    (source,) = manager.data["energy_sources"]
    made: str = source["stat_rate"]
    tell(hass, made)
    assert await async_site_of_energy_preferences(hass) == {
        "battery_power": made,
        "battery_power_inverted": True,
    }


async def test_a_battery_without_its_power_is_left_out(hass: HomeAssistant) -> None:
    tell(hass, "sensor.soc")
    assert await prefer(hass, battery(stat_soc="sensor.soc")) == {}
    device(hass, "battery", energy="energy", power=None)
    told = {"battery_power": "sensor.battery_power", "battery_soc": "sensor.soc"}
    assert await prefer(hass, battery(stat_soc="sensor.soc")) == told
    assert await prefer(hass, battery(), battery()) == {}


async def test_the_feed_in_price_is_told_without_a_price_entity_too(hass: HomeAssistant) -> None:
    assert await prefer(hass, grid(number_energy_price_export=0.0)) == {}
    assert await prefer(hass, grid(number_energy_price_export=0.1)) == {
        "feed_in_prices": [{"begins": "2000-01-01", "price": 0.1}]
    }
    tell(hass, "sensor.feed_in")
    told = await prefer(
        hass, grid(number_energy_price=0.3, entity_energy_price_export="sensor.feed_in")
    )
    assert told == {
        "fixed_prices": [{"begins": "2000-01-01", "price": 0.3}],
        "feed_in_entity": "sensor.feed_in",
    }


async def test_the_forecasts_entities_are_those_that_hold_one(hass: HomeAssistant) -> None:
    device(hass, "solcast", today="energy", tomorrow="energy", now="power", api="timestamp")
    device(hass, "plain", energy_today="energy", energy_tomorrow="energy")
    start = dt_util.now()
    rows = [
        {"period_start": (start + timedelta(hours=hour)).isoformat(), "pv_estimate": 1.0}
        for hour in range(3)
    ]
    for name in ("today", "tomorrow"):
        sensor(hass, f"sensor.solcast_{name}", 5, "kWh", detailedHourly=rows)
    sensor(hass, "sensor.solcast_now", 5)
    told = await prefer(
        hass,
        solar(config_entry_solar_forecast=["solcast"]),
        solar(config_entry_solar_forecast=["solcast", "plain", "gone"]),
    )
    assert told == {
        "solar_forecast": [
            "sensor.solcast_today",
            "sensor.solcast_tomorrow",
            "sensor.plain_energy_today",
        ]
    }


@pytest.mark.parametrize(
    ("sources", "knows"),
    [
        ([], False),
        ([grid(), solar()], False),
        ([grid(), solar(stat_rate="sensor.inverter_power")], True),
        ([battery(stat_rate="sensor.battery_power")], True),
    ],
)
async def test_powers_are_known_where_a_source_has_one(
    hass: HomeAssistant, sources: list[dict[str, Any]], knows: bool
) -> None:
    assert not await async_knows_powers(hass)
    await prefer(hass, *sources)
    assert await async_knows_powers(hass) is knows


async def test_without_the_energy_integration_no_powers_are_known(hass: HomeAssistant) -> None:
    hass.config.components.remove("energy")
    assert not await async_knows_powers(hass)
